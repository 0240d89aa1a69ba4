"""What a figure that can be drawn leaves out, or shows oddly, as `check` reports it."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.figure_fields import SAME
from cuecard.parse.figure_frames import ARM_KEYS, angles_of, arms_of, drawn
from cuecard.parse.figure_spec import Figure
from cuecard.parse.front_matter import Document


def without_caption(facts: Figure, document: Document) -> Iterator[Problem]:
    """Yield a note for each frame that shows more than the words of its pose, which replace a missing caption."""
    for n, frame in enumerate(facts.frames):
        if not frame.caption and (frame.pose == SAME or any(angles_of(frame))):
            hint = "add caption: and say what to do here, also for people who cannot see the picture"
            message = "this frame has no caption, and its pose alone does not describe it"
            loc = ("figure", "frames", n)
            yield document.problem(loc, "frame-without-caption", message, hint, Severity.NOTE)


def without_hold(facts: Figure, document: Document) -> Iterator[Problem]:
    """Yield a warning at the first hand that holds on to nothing: nothing is in front of the body or at a hand."""
    is_front = not drawn(facts).has_near
    ways = {"at", "in front", *(("left", "right") if is_front else ())}
    for n, frame in enumerate(facts.frames):
        things = (thing.prop for thing in (*facts.props, *frame.props))
        if any(thing.kind in _HELD and thing.way in ways for thing in things):
            continue
        for name, words in arms_of(frame):
            if words == "holding on":
                side = name.partition(" ")[0] if name in ARM_KEYS else "left" if is_front else "far"
                hint = f"add what the hand holds to props: {{chair: {side} hand}}, or a wall or post there"
                loc = ("figure", "frames", n, name)
                yield document.problem(
                    loc, "nothing-to-hold", "the hand holds on to nothing", hint, Severity.WARNING
                )
                return


def odd(facts: Figure, document: Document) -> Iterator[Problem]:
    """Yield warnings for impossible movements in a figure, and for what its view does not show."""
    from cuecard.figures import figure  # noqa: PLC0415 - it can draw, and few texts have a figure

    for oddity in figure.odd(drawn(facts)):
        loc: tuple[str | int, ...] = ("figure", "frames", oddity.frame)
        if oddity.code == "not-seen" and facts.view:
            loc = ("figure", "view")
        elif names := [name for name, _ in angles_of(facts.frames[oddity.frame])]:
            loc = (*loc, names[0])
        yield document.problem(loc, oddity.code, oddity.message, oddity.hint, Severity.WARNING)


_HELD = frozenset(["chair", "post", "wall"])
"""What a hand can hold on to."""
