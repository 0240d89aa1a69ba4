"""Ladders: which exercises are easier and harder, from the links that single files declare.

An author writes a link once, in either of the two files, and it appears on both pages. Ladders cannot loop, and a
harder exercise cannot have a lower level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from cuecard.core.budget import LADDER_STEPS
from cuecard.core.diagnostics import Problem
from cuecard.parse.nested_models import ProgressionItem
from cuecard.parse.schema import ContentFile, Exercise
from cuecard.parse.yaml_reader import Loc


class Neighbour(Struct, frozen=True):
    """One easier or harder version of an exercise: another exercise, or a change described in a sentence."""

    slug: str
    """Of the other exercise; empty for a sentence."""
    text: str
    """The sentence; empty for an exercise."""
    when: str
    """When to take this step, in the author's words; may be empty."""


class Ladder(Struct, frozen=True):
    """The direct neighbours of one exercise; sentences first, then exercises."""

    easier: tuple[Neighbour, ...] = ()
    harder: tuple[Neighbour, ...] = ()


class _Link(Struct, frozen=True):
    """One declared link, always from the easier to the harder exercise."""

    easier: str
    harder: str
    content_file: ContentFile[Exercise]
    """The file that declares it."""
    loc: Loc
    up_when: str = ""
    down_when: str = ""


def build(exercises: Mapping[str, ContentFile[Exercise]]) -> tuple[Mapping[str, Ladder], list[Problem]]:
    """Return the ladder of every exercise, and the problems of the links between them.

    Links to an exercise that is not in *exercises* are ignored here; `linker.references` reports them.
    """
    problems: list[Problem] = []
    links: list[_Link] = []
    for content_file in exercises.values():
        for link in _declared(content_file):
            other = exercises.get(link.harder if link.easier == content_file.slug else link.easier)
            if other is None:
                continue
            fault = _link_problem(link, exercises)
            if fault:
                problems.append(fault)
            else:
                links.append(link)
    problems.extend(_loops(links) or _too_long(links))
    touching: dict[str, list[_Link]] = {slug: [] for slug in exercises}
    for link in links:
        touching[link.easier].append(link)
        touching[link.harder].append(link)
    return {slug: _ladder(content_file, touching[slug]) for slug, content_file in exercises.items()}, problems


def _declared(content_file: ContentFile[Exercise]) -> Iterator[_Link]:
    for n, harder in enumerate(content_file.facts.progressions):
        if harder.exercise:
            yield _Link(
                content_file.slug, harder.exercise, content_file, ("progressions", n), up_when=harder.when
            )
    for n, easier in enumerate(content_file.facts.regressions):
        if easier.exercise:
            yield _Link(
                easier.exercise, content_file.slug, content_file, ("regressions", n), down_when=easier.when
            )


def _link_problem(link: _Link, exercises: Mapping[str, ContentFile[Exercise]]) -> Problem | None:
    document, loc = link.content_file.document, _exercise_loc(link)
    if link.easier == link.harder:
        hint = "name another exercise, or write the change as a sentence"
        return document.problem(
            loc, "ladder-self", "an exercise cannot be an easier or harder version of itself", hint
        )
    easier, harder = exercises[link.easier].facts, exercises[link.harder].facts
    if easier.level and harder.level and harder.level.rank < easier.level.rank:
        message = f'"{harder.title}" ({harder.level}) cannot be harder than "{easier.title}" ({easier.level})'
        return document.problem(
            loc, "ladder-level", message, "change one of the levels, or the direction of the link"
        )
    return None


def _too_long(links: list[_Link]) -> list[Problem]:
    """Report the first link that makes a ladder too long; none if the links form a loop."""
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
                message = f"with this link, a ladder has more than {LADDER_STEPS} steps"
                hint = "remove this link, or put some exercises on the same step"
                return [
                    link.content_file.document.problem(_exercise_loc(link), "ladder-too-long", message, hint)
                ]
            left_below[link.harder] -= 1
            if not left_below[link.harder]:
                free.append(link.harder)
    return []


def _exercise_loc(link: _Link) -> Loc:
    """Return the location of the slug inside a link."""
    return (*link.loc, "exercise")


def _loops(links: list[_Link]) -> list[Problem]:
    """Report each link that creates a loop with earlier links, in the order of declaration."""
    above: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for link in _possible_loops(links):
        steps = _path_upwards(above, link.harder, link.easier)
        if steps:
            path = " \N{RIGHTWARDS ARROW} ".join([link.easier, *steps])
            message = f"this link creates a loop: {path}"
            hint = "remove one of these links; each must lead to a harder exercise"
            problems.append(
                link.content_file.document.problem(_exercise_loc(link), "ladder-circle", message, hint)
            )
        else:
            above.setdefault(link.easier, []).append(link.harder)
    return problems


def _possible_loops(links: list[_Link]) -> list[_Link]:
    """Return the links that may be part of a loop: none in a valid library, which saves the search for paths.

    An exercise with nothing harder above it is in no loop, and neither are the links to it (Kahn's algorithm).
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


def _path_upwards(above: Mapping[str, list[str]], start: str, goal: str) -> list[str]:
    """Return the shortest path upwards from *start* to *goal*, both included; empty if there is none."""
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


def _ladder(content_file: ContentFile[Exercise], links: list[_Link]) -> Ladder:
    up: dict[str, str] = {}
    down: dict[str, str] = {}
    for link in links:
        if link.easier == content_file.slug:
            up[link.harder] = up.get(link.harder) or link.up_when
        else:
            down[link.easier] = down.get(link.easier) or link.down_when
    return Ladder(
        _neighbours(content_file.facts.regressions, down), _neighbours(content_file.facts.progressions, up)
    )


def _neighbours(rungs: tuple[ProgressionItem, ...], exercises: Mapping[str, str]) -> tuple[Neighbour, ...]:
    """Return the sentences among *rungs*, then *exercises*: slugs with when to take the step."""
    in_words = [Neighbour("", rung.text, rung.when) for rung in rungs if rung.text]
    return (*in_words, *[Neighbour(slug, "", when) for slug, when in exercises.items()])
