"""The `figure` of an exercise: the words of front matter become the frames that are drawn.

What a word means (a pose, a joint, a thing beside the body) is for `cuecard.figures` to say; here it is asked, so that
a misspelt one is reported at its place, and so are impossible combinations of angles.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.figures import frames
from cuecard.parse.fields import word
from cuecard.parse.figure_faults import MOST_FRAMES, faults
from cuecard.parse.figure_fields import PoseName, ShowWord, Things, ViewWords
from cuecard.parse.figure_frames import Frame, angles_of, arms_of, drawn, fingers_of, read_frame
from cuecard.parse.model import FrontMatterModel

__all__ = ["Figure", "Frame", "People", "as_data", "drawn"]


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
        tuple[Annotated[Frame, BeforeValidator(read_frame, json_schema_input_type=PoseName | Frame)], ...],
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
            errors = _FAULTS[written] = tuple(faults(self))
        if errors:
            raise InvalidFieldsError(errors)
        return self


_FAULTS: dict[str, tuple[FieldError, ...]] = {}
"""The faults of figures, by their words."""
_MOST_KEPT = 500


def _said(frame: Any) -> Iterator[object]:
    """Yield the keys that a frame's author wrote, with their values."""
    for name in sorted(frame.model_fields_set):
        yield name
        yield getattr(frame, name)


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
                **dict(fingers_of(frame)),
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
