"""`exercises.json`: everything on the pages as data, in the form that `docs/data.md` describes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from cuecard.core import language_marks
from cuecard.library.ladders import Neighbour
from cuecard.library.library import Library, MuscleUse, terms_in_use, url_of
from cuecard.parse import figure_spec
from cuecard.parse.conditions import Rule
from cuecard.parse.safety_models import Lift, Safety, TextSafety, rules_of
from cuecard.parse.scales import NumberRange, Scale
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written
from cuecard.parse.sections import ROUTINE_SECTIONS, SECTIONS
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.parse.tagged import Tagged
from cuecard.parse.video import Provider
from cuecard.site import routine_json
from cuecard.site.routine_json import dose_data
from cuecard.site.schema_org import without_empty
from cuecard.site.site_assets import SiteAssets
from cuecard.vocabulary.term import Term

FORM = 2
"""Increased when a key is removed or changes its meaning; not for a new key."""


def parts(library: Library) -> list[str]:
    """Return the names of the parts of the file in order, so that it need never be in memory as a whole."""
    names = (
        f"{folder} {start}"
        for folder, kind in FOLDERS.items()
        for start in range(0, len(library.texts(kind)), _TEXTS)
    )
    return ["head", *names, "tail"]


def part(site_assets: SiteAssets, name: str) -> bytes:
    """Return one part of the file as JSON in UTF-8, without empty values; URLs are relative to the top of the site.

    Each text, muscle and piece of equipment has its own line, so that a comparison of two builds shows it.
    """
    library = site_assets.library
    if name == "head":
        return _head(library).encode()
    if name == "tail":
        return b"\n}\n"
    folder, _, at = name.partition(" ")
    kind, start = FOLDERS[folder], int(at)
    texts = library.texts(kind)
    records = [_RECORDS[kind](site_assets, texts[slug]) for slug in islice(texts, start, start + _TEXTS)]
    opening = ",\n" if start else f',\n "{folder}": [\n'
    closing = "" if start + _TEXTS < len(texts) else "\n ]"
    lines = _lines(records)
    return f"{opening}{language_marks.without_marks(lines) if site_assets.labels.marked else lines}{closing}".encode()


_TEXTS = 25
"""In one part."""


def _head(library: Library) -> str:
    head = f'{{\n "form": {FORM},\n "site": {_json(_site(library.site))}'
    for kind, terms in zip(("muscles", "equipment"), terms_in_use(library), strict=True):
        if terms:
            head += f',\n "{kind}": [\n{_lines(map(_term, terms))}\n ]'
    return head


def _lines(records: Iterable[Any]) -> str:
    return ",\n".join([f"  {_json(record)}" for record in records])


def _json(record: Any) -> str:
    """Return a line with a space after each comma and colon, as `json.dumps` writes it."""
    return msgspec.json.format(_ENCODER.encode(without_empty(record)), indent=0).decode()


def _plain(value: object) -> str:
    """Return a rule, which is a text with a short form, as plain text."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(type(value).__name__)


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


def _site(site: Site) -> dict[str, Any]:
    return {
        "title": site.title,
        "description": site.description,
        "base_url": site.base_url,
        "language": site.language,
        "author": site.author,
        "safety": _safety(site.safety),
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        "id": term.id,
        "name": term.name,
        "anatomical": term.anatomical,
        "synonyms": term.synonyms,
    }


def _exercise(site_assets: SiteAssets, exercise: ContentFile[Exercise]) -> dict[str, Any]:
    library, facts = site_assets.library, exercise.facts
    ladder = library.ladders[exercise.slug]
    return {
        **_written(site_assets, exercise, Kind.EXERCISE),
        "also_called": facts.also_called,
        "muscles": {
            "primary": [_worked(worked) for worked in library.primary[exercise.slug]],
            "secondary": [_worked(worked) for worked in library.secondary[exercise.slug]],
            "lit": library.muscle_ids_of(exercise.slug),
        },
        "equipment": [term.id for term in library.equipment[exercise.slug]],
        "level": facts.level,
        "position": facts.position,
        "figure": figure_spec.as_data(facts.figure) if facts.figure else None,
        **{key: getattr(facts, key) for key in SECTIONS},
        "dose": dose_data(site_assets.labels, facts.dose),
        "regressions": [_neighbour(rung) for rung in ladder.easier],
        "progressions": [_neighbour(rung) for rung in ladder.harder],
        "stop_if": facts.stop_if,
        "not_if": facts.not_if,
        "short_rules": _short_rules((*facts.stop_if, *facts.not_if)),
        "pain": facts.pain.model_dump() if facts.pain else None,
        "scales": [_scale(scale) for scale in facts.scales],
        "lift": _lifts(library, facts.lift),
    }


def _routine(site_assets: SiteAssets, routine: ContentFile[Routine]) -> dict[str, Any]:
    facts = routine.facts
    return {
        **_written(site_assets, routine, Kind.ROUTINE),
        **routine_json.shape(site_assets, routine),
        "dose": dose_data(site_assets.labels, facts.dose),
        **routine_json.schedule_data(site_assets.labels, facts.schedule),
        **{key: getattr(facts, key) for key in ROUTINE_SECTIONS},
        "need": facts.need,
        "version": facts.version,
        "progress_when": facts.progress_when,
        "progress_to": facts.progress_to,
        "regress_when": facts.regress_when,
        "regress_to": facts.regress_to,
        "safety": _text_safety(site_assets.library, facts.safety),
        "card": facts.card.model_dump() if facts.card.is_wanted else False,
    }


def _guide(site_assets: SiteAssets, guide: ContentFile[Guide]) -> dict[str, Any]:
    return {
        **_written(site_assets, guide, Kind.GUIDE),
        "exercises": guide.facts.exercises,
        "routines": guide.facts.routines,
        "safety": _text_safety(site_assets.library, guide.facts.safety),
    }


_RECORDS: Mapping[Kind, Callable[[SiteAssets, ContentFile[Any]], dict[str, Any]]] = {
    Kind.EXERCISE: _exercise,
    Kind.ROUTINE: _routine,
    Kind.GUIDE: _guide,
}


def _written(site_assets: SiteAssets, content_file: ContentFile[Any], kind: Kind) -> dict[str, Any]:
    """Return the values that all kinds of texts have. The body is the author's Markdown, unchanged."""
    facts: Written = content_file.facts
    return {
        "slug": content_file.slug,
        "url": url_of(kind, content_file.slug),
        "file": content_file.path,
        "title": facts.title,
        "summary": facts.summary,
        "video": _video(site_assets, content_file),
        "images": [
            {
                **image.model_dump(),
                "url": site_assets.pictures[
                    site_assets.library.targets[content_file.path, image.src].asset
                ].largest,
            }
            for image in facts.images
        ],
        "sources": [reference.model_dump() for reference in facts.sources],
        "reviewed": facts.reviewed.model_dump(mode="json") if facts.reviewed else None,
        **_own_facts(facts),
        "redirect_from": facts.redirect_from,
        "silence": facts.silence,
        "draft": facts.draft or None,
        "body": content_file.document.body.strip("\n"),
    }


def _own_facts(facts: Written) -> dict[str, Any]:
    """Return tags, terms and the author's own facts."""
    return (
        {"tags": facts.tags, "terms": facts.terms, "extra": facts.extra} if isinstance(facts, Tagged) else {}
    )


def _video(site_assets: SiteAssets, content_file: ContentFile[Any]) -> dict[str, Any] | None:
    video = content_file.facts.video
    if video is None:
        return None
    url, source = video.url, ""
    if video.provider is Provider.FILE:
        url, source = site_assets.linked_files[site_assets.library.targets[content_file.path, url].asset], url
    return {"url": url, "src": source, "start": video.start_seconds, "title": video.title}


def _worked(worked: MuscleUse) -> dict[str, str]:
    return {"id": worked.term.id, "written": worked.written}


def _neighbour(neighbour: Neighbour) -> dict[str, str]:
    return {"exercise": neighbour.slug, "text": neighbour.text, "when": neighbour.when}


def _safety(safety: Safety) -> dict[str, Any]:
    rules = [rule for _, rule in rules_of(safety)]
    return {
        **safety.model_dump(exclude={"scales", "lift"}),
        "scales": [_scale(scale) for scale in safety.scales],
        "short_rules": _short_rules(rules),
        "rule_ids": [{"id": rule.id, "rule": rule} for rule in rules if rule.id],
    }


def _text_safety(library: Library, safety: TextSafety) -> dict[str, Any]:
    return {**_safety(safety), "lift": _lifts(library, safety.lift)}


def _scale(scale: Scale) -> dict[str, Any]:
    """Return a scale with its id, and its ranges as quantities."""
    return {
        "id": scale.id,
        **scale.model_dump(exclude={"range", "zones"}),
        "range": _range(scale.range),
        "zones": [
            {"range": _range(zone.range), "do": zone.do, "advice": zone.advice} for zone in scale.zones
        ],
    }


def _range(numbers: NumberRange) -> int | dict[str, int]:
    low, high = numbers
    return low if low == high else {"min": low, "max": high}


def _lifts(library: Library, lifts: Sequence[Lift]) -> list[dict[str, str]]:
    """Return what a text lifts: the id, and the rule itself unless it is a scale."""
    if not lifts:
        return []
    rules = {rule.id: str(rule) for _, rule in rules_of(library.site.safety)}
    return [{**lift.model_dump(), "text": rules.get(lift.rule, "")} for lift in lifts]


def _short_rules(rules: Iterable[Rule]) -> list[dict[str, str]]:
    """Return the rules that have a short form, with it."""
    short = {str(rule): rule.short for rule in rules if rule.has_short}
    return [{"rule": rule, "short": form} for rule, form in short.items()]
