"""What a figure is before and after it is drawn: frames in words, and pictures.

Apart from the drawing itself, which most builds need not even import: only new figures are drawn.
"""

from __future__ import annotations

from cuecard.figures.body.pose import Pose
from cuecard.figures.body.skeleton import Angles
from cuecard.figures.scene.props import Prop
from cuecard.values import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """One position."""

    pose: Pose
    changes: Angles
    caption: str = ""
    props: tuple[Prop, ...] = ()
    """Of this frame alone, arrows above all."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An exercise as pictures: one to four frames, seen from one side."""

    frames: tuple[Frame, ...]
    view: str = ""
    """"side" or "front", if its author says from where it is seen."""
    props: tuple[Prop, ...] = ()
    """In every frame."""

    @property
    def seen_from(self) -> str:
        """The view of its author, or the front where a pose shows best from there, or else the side."""
        return self.view or max((frame.pose.view for frame in self.frames), key=("side", "front").index)

    @property
    def captions(self) -> tuple[str, ...]:
        """What each frame shows, in words."""
        return tuple(frame.caption or frame.pose.told for frame in self.frames)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as SVG texts, each complete in itself."""

    frames: tuple[str, ...]
    captions: tuple[str, ...]
    """What each frame shows, in words."""
    moving: str
    """All frames, one turning into the next and the last into the first; empty for a single frame, and for frames
    that do not grow out of one another."""
    small: str
    """The last frame in which the body does not simply stand, for lists."""
