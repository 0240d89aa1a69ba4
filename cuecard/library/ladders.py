"""Ladders: which exercise is easier and which harder, from what single files declare.

An author writes a link in one direction, in whichever of the two files; it is seen from both. All links
together must lead upwards only: no circle, nothing harder with a lower level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from cuecard.core.budget import LADDER_STEPS
from cuecard.core.diagnostics import Problem
from cuecard.parse.schema import ContentFile, Exercise, ProgressionItem
from cuecard.parse.yaml_reader import Loc


class Neighbour(Struct, frozen=True):
    """One rung above or below an exercise: an exercise, or a change to this one told in words."""

    slug: str
    """Of the other exercise; empty for words."""
    text: str
    """The words; empty for an exercise."""
    when: str
    """When to take this rung, as the author put it; may be empty."""


class Ladder(Struct, frozen=True):
    """What stands directly below and above one exercise; words first, then exercises."""

    easier: tuple[Neighbour, ...] = ()
    harder: tuple[Neighbour, ...] = ()


class _Link(Struct, frozen=True):
    """One declared link, always from the easier exercise to the harder."""

    easier: str
    harder: str
    piece: ContentFile[Exercise]
    """Whose file declares it."""
    loc: Loc
    up_when: str = ""
    down_when: str = ""


def build(exercises: Mapping[str, ContentFile[Exercise]]) -> tuple[Mapping[str, Ladder], list[Problem]]:
    """The ladder of every exercise, and what is wrong with the links between them.

    Links to an exercise that is not in *exercises* are left out here; whoever checks references tells them.
    """
    problems: list[Problem] = []
    links: list[_Link] = []
    for piece in exercises.values():
        for link in _declared(piece):
            other = exercises.get(link.harder if link.easier == piece.slug else link.easier)
            if other is None:
                continue
            fault = _fault(link, exercises)
            if fault:
                problems.append(fault)
            else:
                links.append(link)
    problems.extend(_circles(links) or _too_long(links))
    touching: dict[str, list[_Link]] = {slug: [] for slug in exercises}
    for link in links:
        touching[link.easier].append(link)
        touching[link.harder].append(link)
    return {slug: _ladder(piece, touching[slug]) for slug, piece in exercises.items()}, problems


def _declared(piece: ContentFile[Exercise]) -> Iterator[_Link]:
    for n, harder in enumerate(piece.facts.progressions):
        if harder.exercise:
            yield _Link(piece.slug, harder.exercise, piece, ("progressions", n), up_when=harder.when)
    for n, easier in enumerate(piece.facts.regressions):
        if easier.exercise:
            yield _Link(easier.exercise, piece.slug, piece, ("regressions", n), down_when=easier.when)


def _fault(link: _Link, exercises: Mapping[str, ContentFile[Exercise]]) -> Problem | None:
    document, loc = link.piece.document, _exercise_loc(link)
    if link.easier == link.harder:
        hint = "name another exercise, or write the change as a sentence"
        return document.problem(loc, "ladder-self", "an exercise cannot be its own neighbour", hint)
    easier, harder = exercises[link.easier].facts, exercises[link.harder].facts
    if easier.level and harder.level and harder.level.rank < easier.level.rank:
        message = f'"{harder.title}" ({harder.level}) cannot be harder than "{easier.title}" ({easier.level})'
        return document.problem(
            loc, "ladder-level", message, "change one of the levels, or the direction of the link"
        )
    return None


def _too_long(links: list[_Link]) -> list[Problem]:
    """A problem at the first link that ends a ladder of too many steps; none where the links lead in a circle."""
    harder: dict[str, list[_Link]] = {}
    left_below: dict[str, int] = {}
    for link in links:
        harder.setdefault(link.easier, []).append(link)
        left_below[link.harder] = left_below.get(link.harder, 0) + 1
    steps = {slug: 1 for slug in harder if slug not in left_below}
    for slug in (free := list(steps)):
        for link in harder.get(slug, ()):
            steps[link.harder] = max(steps.get(link.harder, 1), steps[slug] + 1)
            if steps[link.harder] > LADDER_STEPS:
                message = (
                    f"with this link a ladder has more than {LADDER_STEPS} steps, one harder than the other"
                )
                hint = "take out this link, or put exercises side by side"
                return [link.piece.document.problem(_exercise_loc(link), "ladder-too-long", message, hint)]
            left_below[link.harder] -= 1
            if not left_below[link.harder]:
                free.append(link.harder)
    return []


def _exercise_loc(link: _Link) -> Loc:
    """The slug inside a rung, which is what is wrong."""
    return (*link.loc, "exercise")


def _circles(links: list[_Link]) -> list[Problem]:
    """A problem for each link that closes a circle with those before it, in the order of declaration."""
    above: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for link in _in_knots(links):
        way = _way(above, link.harder, link.easier)
        if way:
            told = " \N{RIGHTWARDS ARROW} ".join([link.easier, *way])
            message = f"this link closes a circle: {told}"
            hint = "take out one of these links; each should lead to something harder"
            problems.append(link.piece.document.problem(_exercise_loc(link), "ladder-circle", message, hint))
        else:
            above.setdefault(link.easier, []).append(link.harder)
    return problems


def _in_knots(links: list[_Link]) -> list[_Link]:
    """The links that may be part of a circle: none of a good library, where looking for ways would take long.

    Whatever has nothing harder left above it is in no circle, nor are the links to it (Kahn's algorithm).
    """
    below: dict[str, list[str]] = {}
    left_above: dict[str, int] = {}
    for link in links:
        below.setdefault(link.harder, []).append(link.easier)
        left_above[link.easier] = left_above.get(link.easier, 0) + 1
    free = [slug for slug in below if slug not in left_above]
    for slug in free:
        for easier in below.get(slug, ()):
            left_above[easier] -= 1
            if not left_above[easier]:
                free.append(easier)
    untied = set(free)
    return [link for link in links if link.harder not in untied]


def _way(above: Mapping[str, list[str]], start: str, goal: str) -> list[str]:
    """The shortest way upwards from *start* to *goal*, both included; empty when there is none."""
    came_from = {start: ""}
    queue = [start]
    for slug in queue:
        if slug == goal:
            way = [slug]
            while came_from[way[-1]]:
                way.append(came_from[way[-1]])
            return way[::-1]
        for higher in above.get(slug, ()):
            if higher not in came_from:
                came_from[higher] = slug
                queue.append(higher)
    return []


def _ladder(piece: ContentFile[Exercise], links: list[_Link]) -> Ladder:
    up: dict[str, str] = {}
    down: dict[str, str] = {}
    for link in links:
        if link.easier == piece.slug:
            up[link.harder] = up.get(link.harder) or link.up_when
        else:
            down[link.easier] = down.get(link.easier) or link.down_when
    return Ladder(_neighbours(piece.facts.regressions, down), _neighbours(piece.facts.progressions, up))


def _neighbours(rungs: tuple[ProgressionItem, ...], exercises: Mapping[str, str]) -> tuple[Neighbour, ...]:
    """Those of the *rungs* that are words, and *exercises* by their slugs with when to take the step."""
    in_words = [Neighbour("", rung.text, rung.when) for rung in rungs if rung.text]
    return (*in_words, *[Neighbour(slug, "", when) for slug, when in exercises.items()])
