"""What one text lacks: its own words, a dose, a safety rule, a video title, a review that is not overdue."""

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
from cuecard.library.link_targets import own_safety
from cuecard.lint import short_rules
from cuecard.parse import conditions
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Exercise, Routine, has_safety
from cuecard.parse.yaml_reader import Loc

_UNWRITTEN = re.compile(
    r"Say (?:in one sentence wh(?:at|om?)\b|the first thing to do, as you|the next one\.$|here, in your own words|"
    r"more here\.)|Begin with what matters most to your readers,"
)
"""How the placeholder sentences of `new` begin (authoring/starters)."""
_UNNAMED = "the whole body"
"""The placeholder muscle of `new`. Authors who mean it write "full body"."""
LIKE = 'write it like "dose: {sets: 3, reps: 10, rest: 30 s}"'


def says_how_much(dose: Dose | None) -> bool:
    """Return whether a dose has a count or a time; sets alone do not say how much is in them."""
    return dose is not None and any(
        getattr(dose, key) for key in (*MEASURES, "until", "in_all", "left", "right")
    )


def unwritten(content_file: ContentFile[Any]) -> Iterator[Problem]:
    """Report each placeholder sentence of `new` that the author has not replaced."""
    message, hint = "this is placeholder text", "write your own text, or delete this"
    texts: list[tuple[Loc, str]] = [(("summary",), content_file.facts.summary)]
    if isinstance(content_file.facts, Exercise):
        texts += [(("steps", n), step) for n, step in enumerate(content_file.facts.steps)]
        for n, muscle in enumerate(content_file.facts.muscles.primary):
            if muscle == _UNNAMED:
                which = 'name the muscles that it works most; for all of them write "full body"'
                at: Loc = ("muscles", "primary", n)
                yield content_file.document.problem(at, "unwritten", message, which, Severity.WARNING)
    for loc, text in texts:
        if _UNWRITTEN.match(text):
            yield content_file.document.problem(loc, "unwritten", message, hint, Severity.WARNING)
    for n, line in enumerate(content_file.document.body.splitlines(), start=1):
        if _UNWRITTEN.match(line):
            place = Span(n, 1, len(line))
            refused = InvalidValueError("unwritten", message, hint)
            yield content_file.document.problem_in_body(place, refused, Severity.WARNING)


def more_than_conditions(content_file: ContentFile[Any]) -> Iterator[Problem]:
    """Report each rule that begins with "if" and also says what to do, below a heading that already does."""
    message = 'this rule begins with "if" or "when" like its heading, and also says what to do'
    hint = 'write only the condition, such as "You feel dizzy"; put other instructions in the text below'
    for loc, rule in _rules(content_file.facts):
        if conditions.says_more(rule):
            yield content_file.document.problem(loc, "more-than-a-condition", message, hint, Severity.WARNING)


def _rules(facts: Any) -> Iterator[tuple[Loc, str]]:
    """Yield every rule of one text that continues our words, such as "Stop if", and its place."""
    yield from short_rules.rules(facts)
    if isinstance(facts, Routine):
        yield ("progress_when",), facts.progress_when
        yield ("regress_when",), facts.regress_when
    elif isinstance(facts, Exercise):
        yield from ((("progressions", n, "when"), rung.when) for n, rung in enumerate(facts.progressions))
        yield from ((("regressions", n, "when"), rung.when) for n, rung in enumerate(facts.regressions))


def without_dose(exercise: ContentFile[Exercise]) -> Iterator[Problem]:
    """Report an exercise that does not say how much of it to do.

    Dose is item 13 of what a description of an exercise must have to be repeated (CERT; Slade and others, 2016).
    """
    dose = exercise.facts.dose
    if says_how_much(dose):
        return
    message = "this dose says neither how many nor how long" if dose else "nothing says how much to do"
    hint = "add reps, time or hold" if dose else LIKE
    yield exercise.document.problem(("dose",) if dose else (), "no-dose", message, hint, Severity.WARNING)


def without_safety(library: Library) -> Iterator[Problem]:
    """Report exercises and routines whose page says nowhere when to stop, on a site where other pages do.

    A site without any rule is reported as such when it is checked, once.
    """
    own = {id(exercise): own_safety(exercise.facts) for exercise in library.published}
    if has_safety(library.site) or not any(own.values()):
        return
    for exercise in library.exercises.values():
        if not own[id(exercise)]:
            yield _no_safety(exercise, "stop_if")
    for routine in library.routines.values():
        of_exercises = (library.exercises.get(slug) for slug in routine_slugs(routine.facts))
        if not own[id(routine)] and not any(one and own[id(one)] for one in of_exercises):
            yield _no_safety(routine, "safety")


def _no_safety(content_file: ContentFile[Any], key: str) -> Problem:
    message = "nothing on this page says when to stop"
    hint = f'write "{key}:" here, or "safety:" in site.yaml for all pages'
    return content_file.document.problem((), "no-safety", message, hint, Severity.WARNING)


def without_video_title(content_file: ContentFile[Any]) -> Iterator[Problem]:
    """Report a video without a title, so that readers need not start it to know what it shows."""
    if content_file.facts.video and not content_file.facts.video.title:
        message = "nothing says what this video shows"
        hint = 'write "video: {url: ..., title: what it shows}"'
        loc = ("video", "url")
        yield content_file.document.problem(loc, "video-without-title", message, hint, Severity.WARNING)


def overdue(content_file: ContentFile[Any], today: date) -> Iterator[Problem]:
    """Report a review that was due before *today*."""
    reviewed = content_file.facts.reviewed
    if reviewed and reviewed.again_by and reviewed.again_by < today:
        message = f"the next review of this text was due by {reviewed.again_by}"
        hint = 'have the text reviewed, and write the new dates after "on" and "again_by"'
        loc = ("reviewed", "again_by")
        yield content_file.document.problem(loc, "review-overdue", message, hint, Severity.WARNING)
