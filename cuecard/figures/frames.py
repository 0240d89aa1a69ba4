"""What a figure is before and after it is drawn: frames in words, and pictures.

Apart from the drawing itself, which most builds need not even import: only new figures are drawn.
"""

from __future__ import annotations

import types
from collections.abc import Mapping

from msgspec import Struct

from cuecard.figures.body.joints import Angles
from cuecard.figures.body.pose import Pose
from cuecard.figures.effort import UNKNOWN, Effort
from cuecard.figures.rhythm import USUAL_RHYTHM, Rhythm
from cuecard.figures.scene.props import Prop

BUILDS: Mapping[str, float] = types.MappingProxyType({"slim": 1.0, "broad": 1.16})
"""How thick the body is, by its word."""


class Look(Struct, frozen=True):
    """How the people of a site look: the same in all of its figures."""

    skin: str = "medium"
    build: str = "slim"


USUAL_LOOK = Look()


class Frame(Struct, frozen=True):
    """One position."""

    pose: Pose
    changes: Angles
    caption: str = ""
    props: tuple[Prop, ...] = ()
    """Of this frame alone, arrows above all."""
    hold: int = 0
    """For how many seconds it is held; -1 where that is not said."""


class Figure(Struct, frozen=True):
    """An exercise as pictures: one to four frames, seen from one side."""

    frames: tuple[Frame, ...]
    view: str | tuple[float, float] = ""
    """The name of a view, or degrees round and above, if its author says from where it is seen."""
    props: tuple[Prop, ...] = ()
    """In every frame."""
    beside: tuple[str | tuple[float, float], ...] = ()
    """A further view of each frame, drawn beside the first."""
    show: str = ""
    """The part of the body that the pictures are a close-up of."""
    lens: str = ""
    """A part of the body that is shown beside the whole, larger."""
    look: Look = USUAL_LOOK
    rhythm: Rhythm = USUAL_RHYTHM
    effort: Effort = UNKNOWN
    """What the muscles of the exercise move."""
    is_alternating: bool = False
    """Whether the other side follows, as a further picture."""

    @property
    def hint(self) -> str:
        """Return the view that the poses ask for: that of the last one which is not seen as usual."""
        return next((frame.pose.view for frame in reversed(self.frames) if frame.pose.view != "side"), "side")

    @property
    def has_near(self) -> bool:
        """Return whether one side of the body is the nearer one, the right one, so that "near" and "far" can be
        said.
        """
        if isinstance(self.view, tuple):
            return -75.0 < self.view[0] < 75.0 and self.view[1] < 60.0
        return self.view in _WITH_NEAR_SIDE if self.view else self.hint != "front"

    @property
    def captions(self) -> tuple[str, ...]:
        """Return what each frame shows, in words."""
        return tuple(frame.caption or frame.pose.description for frame in self.frames)


BESIDE_WHOLE = "whole and "
"""What stands before the name of a part that is shown beside the whole."""
CLOSE_UPS: Mapping[str, tuple[str, ...]] = types.MappingProxyType(
    {
        "feet": ("ankle", "heel", "ball", "toe"),
        "legs": ("hip", "knee", "ankle", "heel", "toe"),
        "hands": ("wrist", "hand"),
        "arms": ("shoulder", "elbow", "wrist", "hand"),
        "head": ("head", "shoulders"),
        "hips": ("hips", "hip", "knee"),
    }
)
"""What pictures can show alone, with the points of the body that are in it."""
_WITH_NEAR_SIDE = ("side", "three-quarter", "three-quarter back")


class Drawing(Struct, frozen=True):
    """A figure as SVG texts, each complete in itself."""

    frames: tuple[str, ...]
    captions: tuple[str, ...]
    """What each frame shows, in words."""
    moving: str
    """All frames, one turning into the next and the last into the first; empty for a single frame, and for frames
    that do not grow out of one another."""
    small: str
    """The last frame in which the body does not simply stand, for lists."""
    has_other_side: bool = False
    """Whether the last of the frames is that before it with left and right exchanged."""


OTHER_SIDE = "Then the other side"
"""The caption of that frame."""
