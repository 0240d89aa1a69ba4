"""Cuecard's own `exercises.json` (docs/data.md): exercises, routines and guides as the texts that it was made from.

The front matter means the same as that of those texts. Neighbours on the ladder are declared once, in the easier
exercise, unless the harder one says when to step back. Pictures, films and documents are not in the file; what the
texts name and the folder does not have is told.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import check_slug
from cuecard.dose import schedule_from, written_from
from cuecard.importers import json_input, ledger
from cuecard.importers.collections import cuecard_shapes
from cuecard.importers.file_names import slug_of
from cuecard.importers.records import ImportFormatError, Loss, Record, RecordResult, RecordSource, no_text
from cuecard.importers.text import terms
from cuecard.importers.text.sentences import LONGEST_NAME, plain, shortened
from cuecard.markdown.converter import Body
from cuecard.parse.nested_models import CardOptions
from cuecard.parse.sections import SECTIONS
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.parse.video import FILE_SUFFIXES, Video
from cuecard.vocabulary.vocabulary import Vocabulary

FORMS = (1, 2)
_TEXTS = (
    *(
        *("summary", "level", "position", "purpose", "version"),
        *("progress_when", "progress_to", "regress_when", "regress_to"),
    ),
    *(key for key, section in SECTIONS.items() if not section.is_list),
)
_LISTS = (
    *("also_called", "stop_if", "not_if", "redirect_from", "silence"),
    *(key for key, section in SECTIONS.items() if section.is_list),
)
_MAPPINGS = ("safety", "reviewed")
_REASON_FILE = "a file that the text uses is missing: put it in the same folder"
_REASON_SITE = "the site's safety rules are not part of a text, and are on no page until site.yaml has them"
_REASON_GONE = "left out: an exercise or a routine that does not exist"

Facts = Mapping[str, Any]


class _There(Struct, frozen=True):
    """What texts may name."""

    slugs: Mapping[Kind, frozenset[str]]
    declared: Mapping[tuple[str, str], str]
    """By easier and harder exercise, when to move up, as the easier one says; empty for always."""
    into: Path
    slow: list[str]
    """The files of bodies that took too long to convert, added as they are found."""


def read_records(
    file: Path, vocabulary: Vocabulary, into: Path, gone: frozenset[tuple[Kind, str]] = frozenset()
) -> RecordSource:
    """The texts of *file*, for the content folder *into*, where those *gone* cannot be.

    Raises:
        ImportFormatError: when it is no such file.

    """
    data = json_input.values(file / "exercises.json" if file.is_dir() else file)
    if not isinstance(data, dict) or "form" not in data:
        raise ImportFormatError(f'{file} is not an exercises.json of Cuecard: it has no "form"')
    if data["form"] not in FORMS:
        known = " and ".join(map(str, FORMS))
        raise ImportFormatError(
            f"{file} has the form {shortened(repr(data['form']))}; forms {known} can be read"
        )
    listed = [(kind, raw) for name, kind in FOLDERS.items() for raw in _list(data.get(name))]
    there = _there(listed, into, gone)
    return RecordSource(
        len(listed),
        lambda n: _text(*listed[n], vocabulary, there),
        lambda n: json_input.written_name(listed[n][1], n),
        tuple(_of_the_site(data.get("site"), into)),
    )


def _of_the_site(site: object, into: Path) -> Iterator[Loss]:
    """What is lost of the settings, where the content folder has none."""
    if isinstance(site, dict) and site.get("safety") and not (into / "site.yaml").exists():
        yield Loss(_REASON_SITE, shortened(plain(_scalar(site.get("title")))))


def _there(listed: Iterable[tuple[Kind, Any]], into: Path, gone: frozenset[tuple[Kind, str]]) -> _There:
    present = ledger.existing_files(into)
    slugs: dict[Kind, set[str]] = {kind: set(present.get(name, ())) for name, kind in FOLDERS.items()}
    declared: dict[tuple[str, str], str] = {}
    for kind, raw in listed:
        if not isinstance(raw, dict) or not isinstance(slug := raw.get("slug"), str):
            continue
        slugs[kind].add(slug)
        if kind is Kind.EXERCISE:
            for rung in _list(raw.get("progressions")):
                if isinstance(rung, dict) and isinstance(rung.get("exercise"), str):
                    declared[slug, rung["exercise"]] = _scalar(rung.get("when"))
    for kind, slug in gone:
        slugs[kind].discard(slug)
    return _There({kind: frozenset(known) for kind, known in slugs.items()}, declared, into, [])


# --- values --------------------------------------------------------------------------------------------------------


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _scalar(value: object) -> str:
    """A text, a number or a switch as it is written in front matter; whatever else it is, nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return value.strip() if isinstance(value, str) else ""


def _deep(value: object, depth: int = 0) -> Any:
    """*value* with scalars as texts; what nests deeper than any key of ours is left out."""
    if depth > 8:
        return ""
    if isinstance(value, dict):
        return {str(key): _deep(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_deep(part, depth + 1) for part in value]
    return _scalar(value)


# --- texts ---------------------------------------------------------------------------------------------------------


def _text(kind: Kind, raw: Any, vocabulary: Vocabulary, there: _There) -> RecordResult:
    """One text of any kind."""
    if not isinstance(raw, dict):
        return no_text("(no name)", "it is not a record", shortened(plain(str(raw)[:200])))
    slug, title = raw.get("slug"), _scalar(raw.get("title"))
    name = shortened(plain(title) or plain(slug) or "(no name)")
    try:
        check_slug(slug if isinstance(slug, str) else "")
    except InvalidValueError as refused:
        return no_text(name, "its slug is not valid", refused.message[:200])
    if not title or len(title) > LONGEST_NAME:
        return no_text(name, "its name is too long" if title else "it has no name")
    facts: dict[str, Any] = {"title": title}
    facts |= {key: _scalar(raw.get(key)) for key in _TEXTS}
    facts |= {key: [_scalar(part) for part in _list(raw.get(key))] for key in _LISTS}
    facts |= {key: _deep(raw.get(key)) for key in _MAPPINGS if isinstance(raw.get(key), dict)}
    _shorten_rules(facts, raw.get("short_rules"))
    if isinstance(facts.get("safety"), dict):
        _shorten_rules(facts["safety"], facts["safety"].pop("short_rules", None))
    facts["sources"] = _deep(_list(raw.get("sources")))
    facts["draft"] = "true" if raw.get("draft") is True else ""
    losses: list[Loss] = []
    file = _file(raw, kind, str(slug))
    body = raw.get("body") if isinstance(raw.get("body"), str) else ""
    _files(raw, facts, file, there, losses)
    if kind is Kind.EXERCISE:
        _exercise(raw, facts, vocabulary, there, losses)
        if "primary" not in facts["muscles"]:
            return RecordResult(
                None,
                (*(loss._replace(record=name) for loss in losses), Loss(terms.NO_MUSCLE, name, whole=True)),
            )
    elif kind is Kind.ROUTINE:
        _routine(raw, facts, there, losses)
    else:
        for key, kind_of_entry in (("exercises", Kind.EXERCISE), ("routines", Kind.ROUTINE)):
            facts[key] = [
                one
                for one in map(_scalar, _list(raw.get(key)))
                if _is_there(one, kind_of_entry, there, losses)
            ]
    record = Record(
        str(slug),
        title,
        facts,
        str(body),
        kind,
        names=frozenset(_names(kind, facts)),
        file=file,
        body_losses=lambda made: (loss._replace(record=name) for loss in _links_astray(made, file, there)),
    )
    return RecordResult(record, tuple(loss._replace(record=name) for loss in losses))


def _shorten_rules(facts: dict[str, Any], short: object) -> None:
    """Give the rules in *facts*, and in the tiers of help, the short forms that they had."""
    pairs = [
        (_scalar(one.get("rule")), _scalar(one.get("short"))) for one in _list(short) if isinstance(one, dict)
    ]
    forms = {rule: form for rule, form in pairs if form}
    for inner in (facts, facts.get("get_help")):
        if not isinstance(inner, dict):
            continue
        for key in _RULES & inner.keys():
            inner[key] = [
                {"rule": rule, "short": forms[rule]} if rule in forms else rule for rule in _list(inner[key])
            ]


_RULES = frozenset(["stop_if", "not_if", "emergency", "urgent", "soon"])


def _file(raw: Facts, kind: Kind, slug: str) -> str:
    """The path of the text: its own, where that is one; else that which its slug gives."""
    folder = next(name for name, of_kind in FOLDERS.items() if of_kind is kind)
    path = raw.get("file")
    if (
        isinstance(path, str)
        and path.startswith(f"{folder}/")
        and ledger.is_inside(path)
        and slug_of(path) == slug
    ):
        return path
    return f"{folder}/{slug}.md"


def _is_there(slug: str, kind: Kind, there: _There, losses: list[Loss]) -> bool:
    if slug in there.slugs[kind]:
        return True
    losses.append(Loss(_REASON_GONE, "", shortened(slug)))
    return False


def _names(kind: Kind, facts: Facts) -> Iterator[tuple[Kind, str]]:
    """The other texts that *facts* name."""
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
    raw: Facts, facts: dict[str, Any], vocabulary: Vocabulary, there: _There, losses: list[Loss]
) -> None:
    muscles = raw.get("muscles")
    by_key = {
        key: [
            _scalar(one.get("written")) or _scalar(one.get("id"))
            for one in _list(muscles.get(key))
            if isinstance(one, dict)
        ]
        for key in ("primary", "secondary")
        if isinstance(muscles, dict)
    }
    facts["muscles"], lost = terms.muscles(
        by_key.get("primary", ()), by_key.get("secondary", ()), vocabulary, "", as_written=True
    )
    facts["equipment"], more = terms.equipment(terms.texts(raw.get("equipment")), vocabulary, "")
    losses += [*lost, *more]
    facts["dose"] = written_from(raw.get("dose"))
    facts["figure"] = _figure(raw.get("figure"))
    slug = str(raw["slug"])
    for key, way in (("progressions", 1), ("regressions", -1)):
        facts[key] = list(_rungs(raw.get(key), slug, way, there, losses))


def _rungs(listed: object, slug: str, way: int, there: _There, losses: list[Loss]) -> Iterator[object]:
    for rung in _list(listed):
        if not isinstance(rung, dict):
            continue
        other, text, when = (_scalar(rung.get(key)) for key in ("exercise", "text", "when"))
        if other and not _is_there(other, Kind.EXERCISE, there, losses):
            continue
        if other and way < 0 and not when and (other, slug) in there.declared:
            continue  # the other one says so already
        if text and not when:
            yield text
        else:
            yield {"exercise": other, "text": text, "when": when}


def _routine(raw: Facts, facts: dict[str, Any], there: _There, losses: list[Loss]) -> None:
    # A file from before doses were told apart has but the whole dose of each entry, which means the same.
    dose_key = "own_dose" if "card" in raw else "dose"
    facts["dose"] = written_from(raw.get("dose"))
    facts["schedule"] = schedule_from(raw.get("schedule"))
    facts |= cuecard_shapes.shape(raw, dose_key, lambda slug, kind: _is_there(slug, kind, there, losses))
    options = raw.get("card")
    usual = CardOptions().model_dump()
    if options is False:
        facts["card"] = "false"
    elif isinstance(options, dict):
        facts["card"] = _deep({key: value for key, value in options.items() if usual.get(key) != value})


def _figure(figure: object) -> dict[str, Any]:
    if not isinstance(figure, dict):
        return {}
    frames = [_frame(frame) for frame in _list(figure.get("frames")) if isinstance(frame, dict)]
    return {
        "view": _scalar(figure.get("view")),
        "show": _scalar(figure.get("show")),
        "props": _things(figure.get("props")),
        "frames": frames,
    }


def _frame(raw: Facts) -> object:
    frame: dict[str, Any] = {}
    for key, value in raw.items():
        if key == "angles" and isinstance(value, dict):
            frame |= _deep(value)
        elif key == "on":
            parted = [_scalar(one).partition(": ") for one in _list(value)]
            frame["on"] = {part: thing for part, _, thing in parted}
        elif key == "hold":
            frame["hold"] = "true" if value == -1 else _scalar(value)
        elif key == "props":
            frame["props"] = _things(value)
        else:
            frame[key] = _scalar(value)
    return frame["pose"] if list(frame) == ["pose"] else frame


def _things(listed: object) -> list[object]:
    """Things such as "band: above knees", each as a mapping where it has a place."""
    parted = [_scalar(thing).partition(": ") for thing in _list(listed)]
    return [{kind: place} if place else kind for kind, _, place in parted]


# --- what else texts name ------------------------------------------------------------------------------------------


def _files(raw: Facts, facts: dict[str, Any], file: str, there: _There, losses: list[Loss]) -> None:
    """Films and pictures, which stay as they were written."""
    images = []
    for image in _list(raw.get("images")):
        if not isinstance(image, dict) or not _scalar(image.get("src")):
            losses.append(Loss("left out: a picture without a file name", ""))
            continue
        picture = {key: _scalar(value) for key, value in image.items() if key != "url"}
        losses += _missing(picture["src"], file, there)
        images.append(picture)
    facts["images"] = images
    video = raw.get("video")
    if not isinstance(video, dict):
        return
    url, title, start = _scalar(video.get("src")) or _scalar(video.get("url")), _scalar(video.get("title")), 0
    if isinstance(video.get("start"), int):
        start = video["start"]
    if url.lower().endswith(FILE_SUFFIXES) and "://" not in url:
        losses += _missing(url, file, there)
    at = f"{start // 60}:{start % 60:02}" if start != _start_of(url) else ""
    facts["video"] = {"url": url, "start": at, "title": title} if at or title else url


def _start_of(url: str) -> int:
    """Where the address of a film says to begin."""
    try:
        return Video(url=url).start_seconds
    except (ValueError, InvalidValueError):
        return 0


def _missing(name: str, file: str, there: _There) -> list[Loss]:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(name)))
    is_there = not path.startswith("..") and "\0" not in path and (there.into / path).is_file()
    return [] if is_there else [Loss(_REASON_FILE, "", shortened(path))]


def _links_astray(body: Body, file: str, there: _There) -> Iterator[Loss]:
    """Links and pictures of *body* that lead to files which are neither brought nor there."""
    for link in body.links:
        target = link.target.partition("#")[0]
        if not target or not link.is_local:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(target)))
        kind = FOLDERS.get(path.partition("/")[0])
        if kind and path.endswith((".md", ".html")) and slug_of(path) in there.slugs[kind]:
            continue
        if path.endswith(".html"):
            continue  # a page that is made, such as that of a muscle
        yield from _missing(target, file, there)
