"""The `figure` of an exercise: the words of front matter become the frames that are drawn.

`cuecard.figures` defines what the words mean (a pose, a joint, a thing beside the body). Here they are looked up, so
that misspelt words and impossible combinations of angles are reported at their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, model_validator

from cuecard.core.budget import FIGURE_THINGS
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.figures import frames
from cuecard.figures.body.changes import changed
from cuecard.figures.body.pose import Hold, holding, mirrored, mirrored_angles, resting, without_arms
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.body.skeleton import SIDE_WORDS, Angles, full_names
from cuecard.figures.scene.props import KINDS
from cuecard.parse.fields import word
from cuecard.parse.figure_fields import (
    SAME,
    ShowWord,
    Thing,
    Things,
    ViewWords,
)
from cuecard.parse.figure_frame import ARMS, Frame, FrameField, angles_of, arms_of
from cuecard.parse.front_matter import Document
from cuecard.parse.model import FrontMatterModel

FIRST = "standing"
"""The pose before the first frame."""
MOST_FRAMES = 4


class Skin(StrEnum):
    """The skin colour of people in figures."""

    LIGHT = "light"
    MEDIUM = "medium"
    DARK = "dark"


class Build(StrEnum):
    """The build of people in figures."""

    SLIM = "slim"
    BROAD = "broad"


class People(FrontMatterModel):
    """How the people in all figures of a site look."""

    skin: Annotated[Skin, word(Skin)] = Skin.MEDIUM
    """The tone of their skin."""
    build: Annotated[Build, word(Build)] = Build.SLIM
    """Whether they are slim or broad."""

    @property
    def look(self) -> frames.Look:
        """Return the same for the drawing."""
        return frames.Look(str(self.skin), str(self.build))


class Figure(FrontMatterModel):
    """An exercise as pictures that are drawn."""

    view: ViewWords = ()
    """From where it is seen; without it, from where its movement shows best. Of two, the second is drawn beside it."""
    show: ShowWord = ""
    """A part of the body that the pictures are a close-up of, such as feet."""
    props: Things = ()
    """Objects beside the body or in the hands, in all frames."""
    frames: Annotated[
        tuple[FrameField, ...],
        Field(min_length=1, json_schema_extra={"maxItems": MOST_FRAMES}),
    ]
    """One to four pictures in the order of the movement; one that has nothing but a pose may be that word alone."""

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Figure:
        # Exercises may share a figure, so the faults of the same words are remembered.
        written = str([self.view, self.props, *(tuple(_said(frame)) for frame in self.frames)])
        errors = _FAULTS.get(written)
        if errors is None:
            if len(_FAULTS) > _MOST_KEPT:
                _FAULTS.clear()
            errors = _FAULTS[written] = tuple(_faults(self))
        if errors:
            raise InvalidFieldsError(errors)
        return self


_FAULTS: dict[str, tuple[FieldError, ...]] = {}
"""The faults of figures, by their words."""
_MOST_KEPT = 500


def _said(frame: Any) -> Iterator[object]:
    """Yield the values that a frame's author wrote, in the order of the keys."""
    for name in Frame.model_fields:
        if name in frame.model_fields_set:
            yield name
            yield getattr(frame, name)


# --- what is drawn ------------------------------------------------------------------------------------------------


def drawn(facts: Figure, look: frames.Look = frames.USUAL_LOOK) -> frames.Figure:
    """Return the figure as it is drawn, with people of this *look*."""
    pose, changes, drawn_frames = poses()[FIRST], _NONE, []
    for frame in facts.frames:
        if frame.pose != SAME:
            pose, changes = poses()[frame.pose], _NONE
        if frame.mirror:
            pose, changes = mirrored(pose), mirrored_angles(changes)
        for hold in _holds(frame):
            pose, changes = holding(pose, hold), without_arms(changes, hold.sides())
        for part, thing in frame.on:
            pose = resting(pose, part, thing)
        changes = changed(changes, dict(angles_of(frame)))
        caption = frame.caption or f"{pose.told[0].upper()}{pose.told[1:]}"
        things = tuple(thing.prop for thing in frame.props)
        drawn_frames.append(frames.Frame(pose, changes, caption, things, frame.hold))
    view, *more = facts.view or ("",)
    things = tuple(thing.prop for thing in facts.props)
    return frames.Figure(tuple(drawn_frames), view, things, tuple(more), facts.show, look)


_NONE: Angles = MappingProxyType({})


def _holds(frame: Any) -> Iterator[Hold]:
    for name, words in arms_of(frame):
        yield arms()[words].of_arm(ARMS[name]) if name in ARMS else arms()[words]


def as_data(facts: Figure) -> dict[str, Any]:
    """Return the figure in its author's words, for `exercises.json`; missing values are empty."""
    return {
        "view": ", ".join(
            one if isinstance(one, str) else f"from {one[0]:g} above {one[1]:g}" for one in facts.view
        )
        or None,
        "show": facts.show or None,
        "props": [thing.words for thing in facts.props],
        "frames": [
            {
                "pose": frame.pose,
                "mirror": frame.mirror or None,
                **dict(arms_of(frame)),
                "angles": {
                    name: int(angle) if angle == int(angle) else angle for name, angle in angles_of(frame)
                },
                "on": [f"{part}: {thing}" for part, thing in frame.on],
                "hold": frame.hold or None,
                "props": [thing.words for thing in frame.props],
                "caption": frame.caption,
            }
            for frame in facts.frames
        ],
    }


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
                side = name.partition(" ")[0] if name in ARMS else "left" if is_front else "far"
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
        yield document.problem(loc, oddity.code, oddity.told, oddity.hint, Severity.WARNING)


_HELD = frozenset(["chair", "post", "wall"])
"""What a hand can hold on to."""


# --- what cannot be drawn -----------------------------------------------------------------------------------------


def _faults(facts: Figure) -> Iterator[FieldError]:
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


def _blamed(facts: Figure, n: int, key: str) -> tuple[tuple[str | int, ...], str]:
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


def _sides_not_seen(facts: Figure) -> Iterator[FieldError]:
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


def _lists_of_things(facts: Figure) -> Iterator[tuple[tuple[str | int, ...], tuple[Thing, ...]]]:
    yield ("props",), facts.props
    for n, frame in enumerate(facts.frames):
        yield ("frames", n, "props"), frame.props
