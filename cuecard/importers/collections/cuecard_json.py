"""Cuecard's own `exercises.json` (docs/data.md): exercises, routines and guides as the texts that it was made from.

The front matter means the same as that of those texts. Neighbours on the ladder are declared once, in the easier
exercise, unless the harder one says when to step back. Pictures, videos and documents are not in the file: those that
the texts name and the folder does not have are reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import check_slug
from cuecard.dose import schedule_from, written_from
from cuecard.importers import json_input, ledger
from cuecard.importers.collections import cuecard_shapes
from cuecard.importers.collections.cuecard_files import KnownTexts, dead_links, read_files
from cuecard.importers.collections.cuecard_values import (
    Facts,
    as_list,
    as_texts,
    figure,
    restore_short_forms,
    scalar,
    scales_and_lifts,
)
from cuecard.importers.file_names import FOLDER_OF, slug_of
from cuecard.importers.records import ImportFormatError, Loss, Record, RecordResult, RecordSource, no_text
from cuecard.importers.text import terms
from cuecard.importers.text.sentences import LONGEST_NAME, plain, shortened
from cuecard.parse.nested_models import CardOptions
from cuecard.parse.sections import ROUTINE_SECTIONS, SECTIONS
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.vocabulary.vocabulary import Vocabulary

FORMS = (1, 2)
_TEXTS = (
    *(
        *("summary", "level", "position", "need", "version"),
        *("progress_when", "progress_to", "regress_when", "regress_to"),
    ),
    *(key for table in (SECTIONS, ROUTINE_SECTIONS) for key, section in table.items() if not section.is_list),
)
_LISTS = (
    *("tags", "also_called", "stop_if", "not_if", "redirect_from", "silence"),
    *(key for table in (SECTIONS, ROUTINE_SECTIONS) for key, section in table.items() if section.is_list),
)
_MAPPINGS = ("safety", "reviewed", "pain", "terms", "extra")
_REASON_SITE = "the site's safety rules are not part of a text, and are on no page until site.yaml has them"
_REASON_GONE = "left out: an exercise or a routine that does not exist"


def read_records(
    file: Path, vocabulary: Vocabulary, into: Path, gone: frozenset[tuple[Kind, str]] = frozenset()
) -> RecordSource:
    """Return the texts of *file*, for the content folder *into*, which cannot contain those in *gone*.

    Raises:
        ImportFormatError: if it is not such a file.

    """
    data = json_input.values(file / "exercises.json" if file.is_dir() else file)
    if not isinstance(data, dict) or "form" not in data:
        raise ImportFormatError(f'{file} is not an exercises.json of Cuecard: it has no "form"')
    if data["form"] not in FORMS:
        forms = " and ".join(map(str, FORMS))
        raise ImportFormatError(
            f"{file} has the form {shortened(repr(data['form']))}; forms {forms} can be read"
        )
    entries = [(kind, raw) for name, kind in FOLDERS.items() for raw in as_list(data.get(name))]
    known = _known_texts(entries, into, gone)
    return RecordSource(
        len(entries),
        lambda n: _text(*entries[n], vocabulary, known),
        lambda n: json_input.written_name(entries[n][1], n),
        tuple(_of_the_site(data.get("site"), into)),
    )


def _of_the_site(site: object, into: Path) -> Iterator[Loss]:
    """Yield what is lost of the settings, if the content folder has none."""
    if isinstance(site, dict) and site.get("safety") and not (into / "site.yaml").exists():
        yield Loss(_REASON_SITE, shortened(plain(scalar(site.get("title")))))


def _known_texts(
    entries: Iterable[tuple[Kind, Any]], into: Path, gone: frozenset[tuple[Kind, str]]
) -> KnownTexts:
    existing = ledger.existing_files(into)
    slugs: dict[Kind, set[str]] = {kind: set(existing.get(name, ())) for name, kind in FOLDERS.items()}
    declared: dict[tuple[str, str], str] = {}
    for kind, raw in entries:
        if not isinstance(raw, dict) or not isinstance(slug := raw.get("slug"), str):
            continue
        slugs[kind].add(slug)
        if kind is Kind.EXERCISE:
            for rung in as_list(raw.get("progressions")):
                if isinstance(rung, dict) and isinstance(rung.get("exercise"), str):
                    declared[slug, rung["exercise"]] = scalar(rung.get("when"))
    for kind, slug in gone:
        slugs[kind].discard(slug)
    return KnownTexts({kind: frozenset(known) for kind, known in slugs.items()}, declared, into)


# --- texts ---------------------------------------------------------------------------------------------------------


def _text(kind: Kind, raw: Any, vocabulary: Vocabulary, known: KnownTexts) -> RecordResult:
    """Convert one text of any kind."""
    if not isinstance(raw, dict):
        return no_text("(no name)", "it is not a record", shortened(plain(str(raw)[:200])))
    slug, title = raw.get("slug"), scalar(raw.get("title"))
    name = shortened(plain(title) or plain(slug) or "(no name)")
    try:
        check_slug(slug if isinstance(slug, str) else "")
    except InvalidValueError as refused:
        return no_text(name, "its slug is not valid", refused.message[:200])
    if not title or len(title) > LONGEST_NAME:
        return no_text(name, "its name is too long" if title else "it has no name")
    facts = _plain_facts(raw)
    losses: list[Loss] = []
    file = _file(raw, kind, str(slug))
    body = raw.get("body") if isinstance(raw.get("body"), str) else ""
    read_files(raw, facts, file, known, losses)
    if kind is Kind.EXERCISE:
        _exercise(raw, facts, vocabulary, known, losses)
        if "primary" not in facts["muscles"] and not facts["goal"]:
            return RecordResult(
                None,
                (*(loss._replace(record=name) for loss in losses), Loss(terms.NO_MUSCLE, name, whole=True)),
            )
    elif kind is Kind.ROUTINE:
        _routine(raw, facts, known, losses)
    else:
        for key, kind_of_entry in (("exercises", Kind.EXERCISE), ("routines", Kind.ROUTINE)):
            facts[key] = [
                one
                for one in map(scalar, as_list(raw.get(key)))
                if _is_known(one, kind_of_entry, known, losses)
            ]
    record = Record(
        str(slug),
        title,
        facts,
        str(body),
        kind,
        names=frozenset(_names(kind, facts)),
        file=file,
        body_losses=lambda body: (loss._replace(record=name) for loss in dead_links(body, file, known)),
    )
    return RecordResult(record, tuple(loss._replace(record=name) for loss in losses))


def _plain_facts(raw: Facts) -> dict[str, Any]:
    """Return the front matter that all kinds of texts have in the same form."""
    facts: dict[str, Any] = {"title": scalar(raw.get("title"))}
    facts |= {key: scalar(raw.get(key)) for key in _TEXTS}
    facts |= {key: [scalar(part) for part in as_list(raw.get(key))] for key in _LISTS}
    facts |= {key: as_texts(raw.get(key)) for key in _MAPPINGS if isinstance(raw.get(key), dict)}
    restore_short_forms(facts, raw.get("short_rules"))
    facts |= scales_and_lifts(raw)
    if isinstance(safety := facts.get("safety"), dict):
        restore_short_forms(safety, safety.pop("short_rules", None))
        safety.pop("rule_ids", None)  # only rules of the site have ids
        safety |= scales_and_lifts(raw["safety"])
    facts["sources"] = as_texts(as_list(raw.get("sources")))
    facts["draft"] = "true" if raw.get("draft") is True else ""
    return facts


def _file(raw: Facts, kind: Kind, slug: str) -> str:
    """Return the path of the text: its own if that is valid, else one made from its slug."""
    folder = FOLDER_OF[kind]
    path = raw.get("file")
    if (
        isinstance(path, str)
        and path.startswith(f"{folder}/")
        and ledger.is_inside(path)
        and slug_of(path) == slug
    ):
        return path
    return f"{folder}/{slug}.md"


def _is_known(slug: str, kind: Kind, known: KnownTexts, losses: list[Loss]) -> bool:
    if slug in known.slugs[kind]:
        return True
    losses.append(Loss(_REASON_GONE, "", shortened(slug)))
    return False


def _names(kind: Kind, facts: Facts) -> Iterator[tuple[Kind, str]]:
    """Yield the other texts that *facts* name."""
    if kind is Kind.ROUTINE:
        yield from cuecard_shapes.names(facts)
        return
    for key in ("progressions", "regressions", "exercises"):
        for one in facts.get(key, ()):
            slug = one.get("exercise") if isinstance(one, dict) else "" if kind is Kind.EXERCISE else one
            if slug:
                yield Kind.EXERCISE, slug
    yield from ((Kind.ROUTINE, slug) for slug in facts.get("routines", ()))


def _exercise(
    raw: Facts, facts: dict[str, Any], vocabulary: Vocabulary, known: KnownTexts, losses: list[Loss]
) -> None:
    muscles = raw.get("muscles")
    by_key = {
        key: [
            scalar(one.get("written")) or scalar(one.get("id"))
            for one in as_list(muscles.get(key))
            if isinstance(one, dict)
        ]
        for key in ("primary", "secondary")
        if isinstance(muscles, dict)
    }
    facts["muscles"], muscle_losses = terms.muscles(
        by_key.get("primary", ()), by_key.get("secondary", ()), vocabulary, "", as_written=True
    )
    facts["equipment"], equipment_losses = terms.equipment(terms.texts(raw.get("equipment")), vocabulary, "")
    losses += [*muscle_losses, *equipment_losses]
    facts["dose"] = written_from(raw.get("dose"))
    facts["figure"] = figure(raw.get("figure"))
    slug = str(raw["slug"])
    for key, way in (("progressions", 1), ("regressions", -1)):
        facts[key] = list(_rungs(raw.get(key), slug, way, known, losses))


def _rungs(rungs: object, slug: str, way: int, known: KnownTexts, losses: list[Loss]) -> Iterator[object]:
    for rung in as_list(rungs):
        if not isinstance(rung, dict):
            continue
        other, text, when = (scalar(rung.get(key)) for key in ("exercise", "text", "when"))
        if other and not _is_known(other, Kind.EXERCISE, known, losses):
            continue
        if other and way < 0 and not when and (other, slug) in known.declared:
            continue  # the other one already says so
        if text and not when:
            yield text
        else:
            yield {"exercise": other, "text": text, "when": when}


def _routine(raw: Facts, facts: dict[str, Any], known: KnownTexts, losses: list[Loss]) -> None:
    # In the first form, an entry has only its whole dose, which means the same.
    dose_key = "own_dose" if "card" in raw else "dose"
    facts["dose"] = written_from(raw.get("dose"))
    facts["schedule"] = schedule_from(raw.get("schedule"))
    facts |= cuecard_shapes.shape(raw, dose_key, lambda slug, kind: _is_known(slug, kind, known, losses))
    options = raw.get("card")
    usual = CardOptions().model_dump()
    if options is False:
        facts["card"] = "false"
    elif isinstance(options, dict):
        facts["card"] = as_texts({key: value for key, value in options.items() if usual.get(key) != value})
