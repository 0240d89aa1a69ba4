"""`exercises.json`: everything on the pages as data, in the form that `docs/data.md` tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from cuecard.library.ladders import Neighbour
from cuecard.library.library import Library, MuscleUse, terms_in_use, url_of
from cuecard.parse import figure_spec
from cuecard.parse.conditions import Rule
from cuecard.parse.nested_models import Safety
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Site, Written
from cuecard.parse.sections import SECTIONS
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.parse.video import Provider
from cuecard.site import routine_json
from cuecard.site.routine_json import dose_data
from cuecard.site.schema_org import without_empty
from cuecard.site.site_assets import SiteAssets
from cuecard.vocabulary.term import Term

FORM = 2
"""Raised when a key changes its meaning or goes; a new key does not raise it."""


def stretches(library: Library) -> list[str]:
    """Return the names of the stretches that the file is made in, in order: it need never be in memory as a whole."""
    names = (
        f"{folder} {start}"
        for folder, kind in FOLDERS.items()
        for start in range(0, len(library.texts(kind)), _TEXTS)
    )
    return ["head", *names, "tail"]


def stretch(shelf: SiteAssets, name: str) -> bytes:
    """Return one stretch of the whole site as JSON in UTF-8, without empty values; addresses are paths from its top.

    Each text, muscle and piece of equipment has a line to itself, so that a comparison of two builds names it.
    """
    library = shelf.library
    if name == "head":
        return _head(library).encode()
    if name == "tail":
        return b"\n}\n"
    folder, _, at = name.partition(" ")
    kind, start = FOLDERS[folder], int(at)
    texts = library.texts(kind)
    records = [_RECORDS[kind](shelf, texts[slug]) for slug in islice(texts, start, start + _TEXTS)]
    opening = ",\n" if start else f',\n "{folder}": [\n'
    closing = "" if start + _TEXTS < len(texts) else "\n ]"
    return f"{opening}{_lines(records)}{closing}".encode()


_TEXTS = 25
"""In one stretch."""


def _head(library: Library) -> str:
    head = f'{{\n "form": {FORM},\n "site": {_ENCODER.encode(without_empty(_site(library.site)))}'
    for kind, terms in zip(("muscles", "equipment"), terms_in_use(library), strict=True):
        if terms:
            head += f',\n "{kind}": [\n{_lines(map(_term, terms))}\n ]'
    return head


def _lines(records: Iterable[Any]) -> str:
    return ",\n".join([f"  {_ENCODER.encode(without_empty(one))}" for one in records])


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


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


def _exercise(shelf: SiteAssets, piece: ContentFile[Exercise]) -> dict[str, Any]:
    library, facts = shelf.library, piece.facts
    ladder = library.ladders[piece.slug]
    return {
        **_written(shelf, piece, Kind.EXERCISE),
        "also_called": facts.also_called,
        "muscles": {
            "primary": [_worked(worked) for worked in library.primary[piece.slug]],
            "secondary": [_worked(worked) for worked in library.secondary[piece.slug]],
            "lit": library.muscles_lit(piece.slug),
        },
        "equipment": [term.id for term in library.equipment[piece.slug]],
        "level": facts.level,
        "position": facts.position,
        "figure": figure_spec.as_data(facts.figure) if facts.figure else None,
        **{key: getattr(facts, key) for key in SECTIONS},
        "dose": dose_data(shelf, facts.dose),
        "regressions": [_neighbour(rung) for rung in ladder.easier],
        "progressions": [_neighbour(rung) for rung in ladder.harder],
        "stop_if": facts.stop_if,
        "not_if": facts.not_if,
        "short_rules": _short_rules(facts.stop_if, facts.not_if),
    }


def _routine(shelf: SiteAssets, piece: ContentFile[Routine]) -> dict[str, Any]:
    facts = piece.facts
    return {
        **_written(shelf, piece, Kind.ROUTINE),
        **routine_json.shape(shelf, piece),
        "dose": dose_data(shelf, facts.dose),
        **routine_json.schedule_data(shelf, facts.schedule),
        "purpose": facts.purpose,
        "version": facts.version,
        "progress_when": facts.progress_when,
        "progress_to": facts.progress_to,
        "regress_when": facts.regress_when,
        "regress_to": facts.regress_to,
        "safety": _safety(facts.safety),
        "card": facts.card.model_dump() if facts.card.is_wanted else False,
    }


def _guide(shelf: SiteAssets, piece: ContentFile[Guide]) -> dict[str, Any]:
    return {
        **_written(shelf, piece, Kind.GUIDE),
        "exercises": piece.facts.exercises,
        "routines": piece.facts.routines,
        "safety": _safety(piece.facts.safety),
    }


_RECORDS: Mapping[Kind, Callable[[SiteAssets, ContentFile[Any]], dict[str, Any]]] = {
    Kind.EXERCISE: _exercise,
    Kind.ROUTINE: _routine,
    Kind.GUIDE: _guide,
}


def _written(shelf: SiteAssets, piece: ContentFile[Any], kind: Kind) -> dict[str, Any]:
    """What every text has. The body is the author's Markdown, as written."""
    facts: Written = piece.facts
    return {
        "slug": piece.slug,
        "url": url_of(kind, piece.slug),
        "file": piece.path,
        "title": facts.title,
        "summary": facts.summary,
        "video": _video(shelf, piece),
        "images": [
            {
                **image.model_dump(),
                "url": shelf.pictures[shelf.library.targets[piece.path, image.src].asset].largest,
            }
            for image in facts.images
        ],
        "sources": [reference.model_dump() for reference in facts.sources],
        "reviewed": facts.reviewed.model_dump(mode="json") if facts.reviewed else None,
        "redirect_from": facts.redirect_from,
        "silence": facts.silence,
        "draft": facts.draft or None,
        "body": piece.document.body.strip("\n"),
    }


def _video(shelf: SiteAssets, piece: ContentFile[Any]) -> dict[str, Any] | None:
    video = piece.facts.video
    if video is None:
        return None
    url, source = video.url, ""
    if video.provider is Provider.FILE:
        url, source = shelf.assets[shelf.library.targets[piece.path, url].asset], url
    return {"url": url, "src": source, "start": video.start_seconds, "title": video.title}


def _worked(worked: MuscleUse) -> dict[str, str]:
    return {"id": worked.term.id, "written": worked.written}


def _neighbour(neighbour: Neighbour) -> dict[str, str]:
    return {"exercise": neighbour.slug, "text": neighbour.text, "when": neighbour.when}


def _safety(safety: Safety) -> dict[str, Any]:
    help = safety.get_help
    short = _short_rules(safety.not_if, safety.stop_if, help.emergency, help.urgent, help.soon)
    return {**safety.model_dump(), "short_rules": short}


def _short_rules(*groups: Iterable[Rule]) -> list[dict[str, str]]:
    """Each rule that has a short form, with it."""
    short = {str(rule): rule.short for group in groups for rule in group if rule.has_short}
    return [{"rule": rule, "short": form} for rule, form in short.items()]
