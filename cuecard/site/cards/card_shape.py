"""The shape of a routine on its card: what is said above an exercise, and the bracket round what belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuecard.parse.placed import Placed
from cuecard.parse.shapes import Choice, Group
from cuecard.site import dose_display, english
from cuecard.site.cards.card_value import CardLead
from cuecard.site.labels import Labels


def leads(labels: Labels, places: Sequence[Placed]) -> list[tuple[CardLead, ...]]:
    """Return what stands above each entry: how its group is done, what there is to choose, or "or"."""
    before: list[Placed | None] = [None, *places[:-1]]
    return [
        (*_leads(labels, place, last), *_conditions(labels, place))
        for place, last in zip(places, before, strict=True)
    ]


def _conditions(labels: Labels, place: Placed) -> Iterator[CardLead]:
    """Yield whether, when and for whom an exercise is done: above it, as a crowded card leaves notes out."""
    said = dose_display.conditions(labels, place.entry)
    if said:
        yield CardLead(" ".join(said), "")


def _leads(labels: Labels, place: Placed, last: Placed | None) -> Iterator[CardLead]:
    group = group_lead(labels, place.group) if place.group and not _is_in(place.group, last) else None
    if group and place.is_choice_inside:
        yield group
    if place.choice:
        if last is None or last.choice is not place.choice:
            note = english.sentence(place.choice.note) if place.choice.note else ""
            yield CardLead(f"{dose_display.choice_sentence(labels, place.choice)}.", note)
        elif last.option != place.option:
            yield CardLead(labels["choice.or"], "")
    if group and not place.is_choice_inside:
        yield group


def _is_in(group: Group, place: Placed | None) -> bool:
    return place is not None and place.group is group


def group_lead(labels: Labels, group: Group) -> CardLead:
    """Return how a group is done: its name, then its sentence, its conditions and its note."""
    sentence = dose_display.group_sentence(labels, group)
    note = english.sentence(group.note) if group.note else ""
    said = (english.sentence(sentence) if sentence else "", *dose_display.conditions(labels, group), note)
    return CardLead(f"{dose_display.group_title(labels, group)}:", " ".join(filter(None, said)))


def brackets(places: Sequence[Placed]) -> list[str]:
    """Return which end of a bracket each entry is: `first`, `inner`, `last` or `only`; empty where there is none."""
    outer = [_outer(place) for place in places]
    ends = []
    for before, now, after in zip([None, *outer[:-1]], outer, [*outer[1:], None], strict=True):
        begins, ends_here = before is not now, after is not now
        end = "only" if begins and ends_here else "first" if begins else "last" if ends_here else "inner"
        ends.append(end if now is not None else "")
    return ends


def _outer(place: Placed) -> Group | Choice | None:
    if place.choice and not place.is_choice_inside:
        return place.choice
    return place.group


def is_choice(place: Placed) -> bool:
    """Return whether the outer bracket of an entry is that of a choice, which is dashed."""
    return isinstance(_outer(place), Choice)


__all__ = ["brackets", "group_lead", "is_choice", "leads"]
