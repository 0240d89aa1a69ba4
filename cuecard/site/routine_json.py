"""Routines in `exercises.json`: all entries in a line, and the groups, sessions and phases that they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from cuecard import dose as doses
from cuecard.dose import Dose
from cuecard.library import programme
from cuecard.library.library import card_url
from cuecard.library.programme import Part
from cuecard.parse.parts import Phase, Session, Step
from cuecard.parse.placed import Items, Placed
from cuecard.parse.routine_shape import shape_ids
from cuecard.parse.schedule import Schedule
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.shapes import Choice, Entry, Group
from cuecard.parse.written_shapes import GROUP_FACTS
from cuecard.site import dose_display, part_titles
from cuecard.site.dose_display import schedule, sentence
from cuecard.site.labels import Labels
from cuecard.site.site_assets import SiteAssets

Data = dict[str, Any]


@lru_cache(maxsize=1 << 12)
def dose_data(labels: Labels, dose: Dose | None) -> Data:
    """Return a dose with its sentence; empty for none."""
    if not dose:
        return {}
    return {**doses.as_data(dose), "sentence": sentence(labels, dose)}


def shape(site_assets: SiteAssets, piece: ContentFile[Routine]) -> Data:
    """Return what a routine says of its exercises; `items`, `sessions` and `phases` only where it has them."""
    facts = piece.facts
    parts = programme.parts(piece)
    data: Data = {
        "exercises": [_placed(site_assets, part, one) for part in parts for one in part.entries],
        "takes": doses.as_data([("takes", facts.takes)]).get("takes"),
        "time": dose_display.total_time(site_assets.labels, site_assets.library, piece),
        **around(site_assets, facts),
    }
    if any(not isinstance(item, Entry) for item in facts.exercises):
        [part] = parts
        data["items"] = _items(site_assets, part, facts.exercises, iter(part.entries))
    by_loc = {part.loc: part for part in parts}
    if facts.sessions:
        data["sessions"] = [
            _session(site_assets, by_loc["sessions", n], one) for n, one in enumerate(facts.sessions)
        ]
    ids = shape_ids(facts)
    data["phases"] = [
        _phase(site_assets, by_loc, n, one, ids["phases", n]) for n, one in enumerate(facts.phases)
    ]
    return data


def _placed(site_assets: SiteAssets, part: Part, one: Placed) -> Data:
    """Return an entry in the line of all entries."""
    return {"part": part.id, **_entry(site_assets, part, one)}


def _entry(site_assets: SiteAssets, part: Part, one: Placed) -> Data:
    entry = one.entry
    dose = programme.dose_of(site_assets.library, part.facts, one)
    whole = dose_data(site_assets.labels, dose)
    if text := dose_display.entry_sentence(site_assets.labels, dose, one):
        whole = {**whole, "sentence": text}
    return {
        "exercise": entry.exercise,
        "dose": whole,
        "own_dose": dose_data(site_assets.labels, entry.dose),
        "note": entry.note,
        **_conditions(entry),
        "replaces": entry.replaces,
    }


def _conditions(item: Entry | Group) -> Data:
    return {
        "optional": item.optional or None,
        "only_once": item.only_once,
        "only_if": item.only_if,
        "alternate_sides": str(item.alternate_sides) if item.alternate_sides else None,
    }


def _items(site_assets: SiteAssets, part: Part, items: Items, places: Iterator[Placed]) -> list[Data]:
    return [_item(site_assets, part, item, places) for item in items]


def _item(
    site_assets: SiteAssets, part: Part, item: Entry | Group | Choice, places: Iterator[Placed]
) -> Data:
    if isinstance(item, Entry):
        return _entry(site_assets, part, next(places))
    inner = _items(site_assets, part, item.items, places)
    if isinstance(item, Choice):
        about = dose_display.choice_sentence(site_assets.labels, item)
        return {"choose": item.choose, "sentence": about, "items": inner, "note": item.note}
    facts = doses.as_data((key, getattr(item, key)) for key in GROUP_FACTS)
    return {
        "title": item.title,
        "kind": "group" if item.list_key == "exercises" else item.list_key,
        **facts,
        "sentence": dose_display.group_sentence(site_assets.labels, item),
        "own_dose": dose_data(site_assets.labels, item.dose),
        "items": inner,
        "note": item.note,
        **_conditions(item),
    }


def _part(site_assets: SiteAssets, part: Part | None, own: Session | Phase, id: str, title: str) -> Data:
    data: Data = {
        "id": id,
        "title": title,
        "own_title": own.title,
        "routine": own.routine,
        "dose": dose_data(site_assets.labels, own.dose),
        **schedule_data(site_assets.labels, own.schedule),
        **around(site_assets, own),
        "takes": doses.as_data([("takes", own.takes)]).get("takes"),
        "note": own.note,
    }
    if part:
        data["time"] = dose_display.part_time(site_assets.labels, site_assets.library, part)
        data["card"] = card_url(part.piece.slug) if part.has_card else ""
        data["items"] = _items(site_assets, part, part.facts.exercises, iter(part.entries))
    return data


def _session(site_assets: SiteAssets, part: Part, session: Session) -> Data:
    title = part_titles.session_title(site_assets.labels, site_assets.library, session, part.session_number)
    return {**_part(site_assets, part, session, part.id, title), "rest": session.rest or None}


def _phase(site_assets: SiteAssets, parts: Mapping[Any, Part], n: int, phase: Phase, id: str) -> Data:
    title = part_titles.phase_title(site_assets.labels, site_assets.library, phase, n + 1)
    return {
        **_part(site_assets, parts.get(("phases", n)), phase, id, title),
        "kept": len(parts["phases", n].kept) if ("phases", n) in parts else None,
        "keep": list(phase.keep),
        "sessions": [
            _session(site_assets, parts["phases", n, "sessions", m], one)
            for m, one in enumerate(phase.sessions)
        ],
        "goal": phase.goal,
        "move_on_when": phase.move_on_when,
        "go_back_when": phase.go_back_when,
    }


def schedule_data(labels: Labels, value: Schedule) -> Data:
    """Return how often and for how long, as data and in a sentence."""
    return {"schedule": doses.as_data(value), "schedule_sentence": schedule(labels, value)}


def around(site_assets: SiteAssets, facts: Routine | Session | Phase) -> Data:
    """Return what is done before and after as text, and its steps where they are more than words."""
    data: Data = {}
    for key in ("before", "after"):
        steps: tuple[Step, ...] = getattr(facts, key)
        is_words = len(steps) == 1 and steps[0].is_words
        data[key] = (
            steps[0].do
            if is_words
            else dose_display.steps_text(site_assets.labels, site_assets.library, steps)
        )
        data[f"{key}_steps"] = [] if is_words else [_step(site_assets, step) for step in steps]
    return data


def _step(site_assets: SiteAssets, step: Step) -> Data:
    return {
        "do": step.do,
        "exercise": step.exercise,
        "routine": step.routine,
        "dose": dose_data(site_assets.labels, dose_display.step_dose(site_assets.library, step)),
        "own_dose": dose_data(site_assets.labels, step.dose),
        "note": step.note,
    }
