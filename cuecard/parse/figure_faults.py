"""What keeps a figure from being drawn, although each of its words is right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuecard.core.budget import FIGURE_THINGS
from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError
from cuecard.figures.body.joints import SIDE_WORDS, full_names
from cuecard.figures.scene.props import KINDS
from cuecard.parse.figure_fields import SAME, Thing
from cuecard.parse.figure_frames import FigureWords, angles_of, arms_of, drawn

MOST_FRAMES = 4


def faults(facts: FigureWords) -> Iterator[FieldError]:
    """Yield everything that keeps a figure from being drawn, although each of its words is right."""
    from cuecard.figures import figure  # noqa: PLC0415 - it can draw, and few texts have a figure

    if facts.frames[0].pose == SAME:
        refused = InvalidValueError("bad-frame", "there is no frame before the first one", "name a pose")
        yield FieldError(("frames", 0, "pose"), refused)
    if len(facts.frames) > MOST_FRAMES:
        hint = "remove a frame that lies between two others"
        yield FieldError(
            ("frames", MOST_FRAMES),
            InvalidValueError("bad-frame", f"a figure can have at most {MOST_FRAMES} frames", hint),
        )
        return  # a thousand of them would take an hour to be tried
    for place, things in _lists_of_things(facts):
        if len(things) > FIGURE_THINGS:
            message = f"at most {FIGURE_THINGS} props can be drawn here"
            yield FieldError(
                (*place, FIGURE_THINGS),
                InvalidValueError("bad-frame", message, "leave out what is not needed"),
            )
            return  # each is set where no other is
    figure_to_draw = drawn(facts)
    if not figure_to_draw.has_near:
        yield from _sides_not_seen(facts)
    impossible = dict(figure.faults(figure_to_draw))
    for n, refused in impossible.items():
        if facts.frames[n].pose != SAME or n - 1 not in impossible:
            place, hint = _blamed(facts, n, refused.key)
            yield FieldError(place, InvalidValueError(refused.code, refused.message, refused.hint or hint))


def _blamed(facts: FigureWords, n: int, key: str) -> tuple[tuple[str | int, ...], str]:
    """Return the place in frame *n* that causes the fault, and what to do about it.

    *key* is a joint or the kind of a thing, or empty where it is neither.
    """
    frame, here = facts.frames[n], ("frames", n)
    if key in KINDS:
        return next(
            (*place, nth, key)
            for place, things in _lists_of_things(facts)
            for nth, thing in enumerate(things)
            if (thing.prop.kind, thing.prop.way) == (key, "under") and place in {("props",), (*here, "props")}
        ), "leave it out"
    blamed = set(full_names(key)) if key else set()
    for name, _ in angles_of(frame):
        if blamed & set(full_names(name)):
            return (*here, name), "change this angle, or leave it out"
    for name, _ in arms_of(frame):
        return (*here, name), "choose another way to hold the arms, or leave this out"
    if frame.pose == SAME:
        return here, "angles of the frame before also apply here: change one of them, or name a pose"
    return here, "name another pose"


def _sides_not_seen(facts: FigureWords) -> Iterator[FieldError]:
    """Report "near" and "far" in a figure that is seen from the front."""

    def refused(words: str) -> InvalidValueError:
        suggestion = re.sub(r"\b(near|far)\b", lambda side: SIDE_WORDS[side[1]], words)
        hint = f'write "{suggestion}"' + ("" if facts.view else ', or "view: side" under "figure"')
        return InvalidValueError("bad-side", f'"{words}": in a front view no side is nearer', hint)

    for n, frame in enumerate(facts.frames):
        for name, _ in (*angles_of(frame), *arms_of(frame)):
            if name.startswith(("near ", "far ")):
                yield FieldError(("frames", n, name), refused(name), at_key=True)
    for place, things in _lists_of_things(facts):
        for n, thing in enumerate(things):
            if re.search(r"\b(near|far)\b", thing.place):
                yield FieldError((*place, n, thing.prop.kind), refused(thing.place))


def _lists_of_things(facts: FigureWords) -> Iterator[tuple[tuple[str | int, ...], tuple[Thing, ...]]]:
    yield ("props",), facts.props
    for n, frame in enumerate(facts.frames):
        yield ("frames", n, "props"), frame.props
