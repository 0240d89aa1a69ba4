"""What one text lacks: words of its own, a dose, a rule of safety, a video's title, a review that is still good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.core.span import Span
from cuecard.dose import Dose
from cuecard.dose.commas import MEASURES
from cuecard.library.library import Library
from cuecard.parse import conditions
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, has_safety, routine_slugs
from cuecard.parse.yaml_reader import Loc

_UNWRITTEN = re.compile(
    r"Say (?:in one sentence wh(?:at|om?)\b|the first thing to do, as you|the next one\.$|here, in your own words|"
    r"more here\.)|Begin with what matters most to your readers,"
)
"""How the sentences begin that `new` puts where an author's own should stand (authoring/starters)."""
_UNNAMED = "the whole body"
"""What `new` puts where an author's own muscle should stand. Who means it writes "full body"."""
LIKE = 'write it like "dose: {sets: 3, reps: 10, rest: 30 s}"'


def says_how_much(dose: Dose | None) -> bool:
    """Whether it has a count or a time; sets alone say nothing of what is in them."""
    return dose is not None and any(
        getattr(dose, key) for key in (*MEASURES, "until", "in_all", "left", "right")
    )


def unwritten(piece: ContentFile[Any]) -> Iterator[Problem]:
    """Each sentence of the beginning that `new` made which still stands for one of the author's own."""
    message, hint = "these words only hold the place of your own", "write your own, or delete them"
    told: list[tuple[Loc, str]] = [(("summary",), piece.facts.summary)]
    if isinstance(piece.facts, Exercise):
        told += [(("steps", n), step) for n, step in enumerate(piece.facts.steps)]
        for n, muscle in enumerate(piece.facts.muscles.primary):
            if muscle == _UNNAMED:
                which = 'name the muscles that it works most; for all of them write "full body"'
                at: Loc = ("muscles", "primary", n)
                yield piece.document.problem(at, "unwritten", message, which, Severity.WARNING)
    for loc, text in told:
        if _UNWRITTEN.match(text):
            yield piece.document.problem(loc, "unwritten", message, hint, Severity.WARNING)
    for n, line in enumerate(piece.document.body.splitlines(), start=1):
        if _UNWRITTEN.match(line):
            place = Span(n, 1, len(line))
            refused = InvalidValueError("unwritten", message, hint)
            yield piece.document.problem_in_body(place, refused, Severity.WARNING)


def more_than_conditions(piece: ContentFile[Any]) -> Iterator[Problem]:
    """Each rule that begins with "if" as it also says what to do, behind a heading that says so already."""
    message = 'behind the words of its key this rule begins with "if" or "when" again, and says what to do'
    hint = 'write the condition alone, such as "You feel dizzy"; put what else to do into the text below'
    for loc, rule in _rules(piece.facts):
        if conditions.says_more(rule):
            yield piece.document.problem(loc, "more-than-a-condition", message, hint, Severity.WARNING)


def _rules(facts: Any) -> Iterator[tuple[Loc, str]]:
    """Every rule of one text that goes on after words of ours, and its place."""
    if isinstance(facts, Exercise):
        lists: dict[Loc, tuple[str, ...]] = {("stop_if",): facts.stop_if, ("not_if",): facts.not_if}
    else:
        safety = facts.safety
        lists = {
            ("safety", "stop_if"): safety.stop_if,
            ("safety", "get_help", "urgent"): safety.get_help.urgent,
            ("safety", "get_help", "soon"): safety.get_help.soon,
        }
    for loc, rules in lists.items():
        yield from (((*loc, n), rule) for n, rule in enumerate(rules))
    if isinstance(facts, Routine):
        yield ("progress_when",), facts.progress_when
        yield ("regress_when",), facts.regress_when
    elif isinstance(facts, Exercise):
        yield from ((("progressions", n, "when"), rung.when) for n, rung in enumerate(facts.progressions))
        yield from ((("regressions", n, "when"), rung.when) for n, rung in enumerate(facts.regressions))


def without_dose(piece: ContentFile[Exercise]) -> Iterator[Problem]:
    """An exercise that does not say how much of it to do.

    Dose is item 13 of what a description of an exercise must have to be repeated (CERT; Slade and others, 2016).
    """
    dose = piece.facts.dose
    if says_how_much(dose):
        return
    message = "this dose says neither how many nor how long" if dose else "nothing says how much to do"
    hint = "add reps, time or hold" if dose else LIKE
    yield piece.document.problem(("dose",) if dose else (), "no-dose", message, hint, Severity.WARNING)


def without_safety(library: Library) -> Iterator[Problem]:
    """An exercise or a routine on whose page nothing says when to stop, on a site where other pages do.

    A site without any rule is told as such when it is checked, and once.
    """
    own = {id(piece): _has_own_safety(piece.facts) for piece in library.published}
    if has_safety(library.site) or not any(own.values()):
        return
    for piece in library.exercises.values():
        if not own[id(piece)]:
            yield _no_safety(piece, "stop_if")
    for routine in library.routines.values():
        of_exercises = (library.exercises.get(slug) for slug in routine_slugs(routine.facts))
        if not own[id(routine)] and not any(one and own[id(one)] for one in of_exercises):
            yield _no_safety(routine, "safety")


def _has_own_safety(facts: Exercise | Routine | Guide) -> bool:
    return bool(facts.stop_if) if isinstance(facts, Exercise) else has_safety(facts)


def _no_safety(piece: ContentFile[Any], key: str) -> Problem:
    message = "nothing on this page says when to stop"
    hint = f'write "{key}:" here, or "safety:" in site.yaml for all pages'
    return piece.document.problem((), "no-safety", message, hint, Severity.WARNING)


def without_video_title(piece: ContentFile[Any]) -> Iterator[Problem]:
    """A film of which nothing says what it shows, so that its reader has to start it to know."""
    if piece.facts.video and not piece.facts.video.title:
        message = "nothing says what this video shows"
        hint = 'write "video: {url: ..., title: what it shows}"'
        loc = ("video", "url")
        yield piece.document.problem(loc, "video-without-title", message, hint, Severity.WARNING)


def overdue(piece: ContentFile[Any], today: date) -> Iterator[Problem]:
    """A review that was due before *today*."""
    reviewed = piece.facts.reviewed
    if reviewed and reviewed.again_by and reviewed.again_by < today:
        message = f"this was due to be checked again by {reviewed.again_by}"
        hint = 'have it checked, and write the new days behind "on" and "again_by"'
        loc = ("reviewed", "again_by")
        yield piece.document.problem(loc, "review-overdue", message, hint, Severity.WARNING)
