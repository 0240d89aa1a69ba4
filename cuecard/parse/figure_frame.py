"""One frame of a figure: its pose, what is changed of it joint by joint, and a caption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, create_model, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.figures.body.skeleton import JOINTS, SIDE_WORDS, full_names
from cuecard.parse.fields import Switch, Text, read_text
from cuecard.parse.figure_fields import ArmsWord, HoldTime, OnThings, PoseName, Things, is_pose, reads_angle
from cuecard.parse.model import FrontMatterModel

ARMS = MappingProxyType({f"{word} arms": side for word, side in SIDE_WORDS.items()})
"""The keys for one arm, with its side."""


def _more_fields() -> Iterator[tuple[str, Any]]:
    """Yield the keys of a frame that name a joint or a side."""
    yield from dict.fromkeys(ARMS, (ArmsWord, "")).items()
    for joint in JOINTS.values():
        angle = Annotated[float | None, reads_angle(joint)]
        yield joint.name, (angle, None)
        if joint.is_paired:
            for side in SIDE_WORDS:
                yield f"{side} {joint.name}", (angle, None)


class _Frame(FrontMatterModel):
    unknown_key_hint: ClassVar[str] = (
        "allowed: pose, caption, arms, mirror, on, hold, props, and the joints that docs/poses.md lists"
    )

    pose: PoseName
    """What the frame begins with; `same` goes on from the frame before."""
    caption: Text = ""
    """What to do here, in two to six words; for people who cannot see the picture too."""
    arms: ArmsWord = ""
    """How both arms are held."""
    mirror: Switch = False
    """Whether left and right change places, before anything else is changed."""
    props: Things = ()
    """Objects beside the body or in the hands, in this frame."""
    on: OnThings = ()
    """What parts of the body rest on, if not on the floor, such as {shoulders: bench}."""
    hold: HoldTime = 0
    """Whether the position is held, and for how many seconds."""

    @model_validator(mode="after")
    def _each_joint_once(self) -> _Frame:
        seen: dict[tuple[str, ...], str] = {}
        errors = []
        sided = [(full_names(name), name) for name, _ in angles_of(self)]
        sided += [((ARMS[name],), name) for name, _ in arms_of(self) if name in ARMS]
        for joints, name in sided:
            if (before := seen.setdefault(joints, name)) != name:
                refused = InvalidValueError(
                    "bad-side", f'"{before}" and "{name}" are the same', "keep one of the two"
                )
                errors.append(FieldError((name,), refused, at_key=True))
        if errors:
            raise InvalidFieldsError(errors)
        return self


Frame: Any = create_model(
    "Frame",
    __base__=_Frame,
    __doc__="One position of a figure.",
    **dict(_more_fields()),
)
"""A frame: its pose, what is changed of it joint by joint, and a caption."""
_ANGLES = tuple(name for name in Frame.model_fields if name not in {*_Frame.model_fields, *ARMS})


def angles_of(frame: Any) -> Iterator[tuple[str, float]]:
    """Yield the joints that a frame names, as its author wrote them, with their angles."""
    for name in _ANGLES:
        if name in frame.model_fields_set and (angle := getattr(frame, name)) is not None:
            yield name, angle


def arms_of(frame: Any) -> Iterator[tuple[str, str]]:
    """Yield the keys for arms that a frame's author wrote, that for both arms first, with their words."""
    for name in ("arms", *ARMS):
        if words := getattr(frame, name):
            yield name, words


def _read_frame(value: object) -> object:
    """Turn a lone pose into the long form of a frame, and report forms that are nearly right."""
    if isinstance(value, Mapping):
        first = next(iter(value), "")
        if "pose" not in value and is_pose(first.partition(",")[0]):
            raise _pose_without_key(first, value[first])
        return value
    if not isinstance(value, str | None):
        return value
    text = read_text(value)
    name, comma, rest = text.removeprefix("pose ").partition(",")
    if (comma or name != text) and is_pose(name):
        raise _pose_without_key(name, rest.strip())
    return {"pose": text}


def _pose_without_key(name: str, more: object) -> InvalidValueError:
    pairs = more.items() if isinstance(more, Mapping) else ()
    rest = ", ".join(f"{key}: {value}" for key, value in pairs) if pairs else more or ""
    between = (": " if "," in name else ", ") if rest else ""
    hint = f"write - {{pose: {name}{between}{rest}}}"
    return InvalidValueError(
        "bad-frame", f'"{name.partition(",")[0]}" is a pose; it needs "pose:" before it', hint
    )


FrameField = Annotated[Frame, BeforeValidator(_read_frame, json_schema_input_type=PoseName | Frame)]
"""A frame in any form that an author can write."""
