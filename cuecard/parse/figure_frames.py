"""The frames of a `figure`: a pose and what is changed of it, and how the words of all become what is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Protocol

from msgspec.structs import replace
from pydantic import create_model, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.dose import Dose
from cuecard.figures import frames
from cuecard.figures.body.changes import changed
from cuecard.figures.body.joints import JOINTS, SIDE_WORDS, SIDES, Angles, full_names
from cuecard.figures.body.pose import Hold, holding, mirrored, mirrored_angles, resting, without_arms
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.effort import UNKNOWN, Effort
from cuecard.parse.fields import Switch, Text, read_text
from cuecard.parse.figure_fields import (
    SAME,
    ArmsWord,
    FingersWord,
    HoldTime,
    OnThings,
    PoseName,
    Thing,
    Things,
    is_pose,
    reads_angle,
)
from cuecard.parse.figure_rhythm import alternates, hold_of, rhythm_of, still_time_of
from cuecard.parse.model import FrontMatterModel

FIRST = "standing"
"""The pose before the first frame."""

ARM_KEYS = MappingProxyType({f"{word} arms": side for word, side in SIDE_WORDS.items()})
"""The keys for one arm, with its side."""
FINGER_KEYS = MappingProxyType({f"{word} fingers": side for word, side in SIDE_WORDS.items()})
"""The keys for the fingers of one hand, with its side."""


def _more_fields() -> Iterator[tuple[str, Any]]:
    """Yield the keys of a frame that name a joint or a side."""
    yield from dict.fromkeys(ARM_KEYS, (ArmsWord, "")).items()
    yield from dict.fromkeys(FINGER_KEYS, (FingersWord, "")).items()
    for joint in JOINTS.values():
        angle = Annotated[float | None, reads_angle(joint)]
        yield joint.name, (angle, None)
        if joint.is_paired:
            for side in SIDE_WORDS:
                yield f"{side} {joint.name}", (angle, None)


class _Frame(FrontMatterModel):
    unknown_key_hint: ClassVar[str] = (
        "allowed: pose, caption, arms, fingers, mirror, on, hold, props, and the joints that docs/poses.md lists"
    )

    pose: PoseName
    """What the frame begins with; `same` goes on from the frame before."""
    caption: Text = ""
    """What to do here, in two to six words; for people who cannot see the picture too."""
    arms: ArmsWord = ""
    """How both arms are held."""
    fingers: FingersWord = ""
    """What the fingers of both hands do."""
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
        sided += [((ARM_KEYS[name],), name) for name, _ in arms_of(self) if name in ARM_KEYS]
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
_ANGLES = {
    name: n
    for n, name in enumerate(Frame.model_fields)
    if name not in {*_Frame.model_fields, *ARM_KEYS, *FINGER_KEYS}
}
"""The keys for joints, in their order."""


def angles_of(frame: Any) -> Iterator[tuple[str, float]]:
    """Yield the joints that a frame names, as its author wrote them, with their angles."""
    for name in sorted(frame.model_fields_set & _ANGLES.keys(), key=_ANGLES.__getitem__):
        if (angle := getattr(frame, name)) is not None:
            yield name, angle


def arms_of(frame: Any) -> Iterator[tuple[str, str]]:
    """Yield how a frame holds the arms: the keys that its author wrote, that for both first, with their words."""
    for name in ("arms", *ARM_KEYS):
        if words := getattr(frame, name):
            yield name, words


def fingers_of(frame: Any) -> Iterator[tuple[str, str]]:
    """Yield what the fingers do in a frame: the keys that its author wrote, that for both hands first, with their
    words.
    """
    for name in ("fingers", *FINGER_KEYS):
        if words := getattr(frame, name):
            yield name, words


def read_frame(value: object) -> object:
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


# --- what is drawn ------------------------------------------------------------------------------------------------


class FigureWords(Protocol):
    """The words of a whole figure."""

    @property
    def view(self) -> Any:
        """From where it is seen: one view, two, or none."""

    @property
    def show(self) -> str:
        """Return the part that is shown in close-up, or nothing."""

    @property
    def props(self) -> tuple[Thing, ...]:
        """Things in all frames."""

    @property
    def frames(self) -> tuple[Any, ...]:
        """Return its frames."""


def drawn(
    facts: FigureWords,
    look: frames.Look = frames.USUAL_LOOK,
    dose: Dose | None = None,
    effort: Effort = UNKNOWN,
) -> frames.Figure:
    """Return the figure as it is drawn, with people of this *look*, at the rhythm of *dose*, for this *effort*."""
    pose, changes, drawn_frames = poses()[FIRST], _NONE, []
    for frame in facts.frames:
        if frame.pose != SAME:
            pose, changes = poses()[frame.pose], _NONE
        if frame.mirror:
            pose, changes = mirrored(pose), mirrored_angles(changes)
        for hold in _holds(frame):
            pose, changes = holding(pose, hold), without_arms(changes, hold.sides())
        fingers = dict(pose.fingers)
        for name, words in fingers_of(frame):
            fingers |= dict.fromkeys((FINGER_KEYS[name],) if name in FINGER_KEYS else SIDES, words)
        if fingers:
            pose = replace(pose, fingers=MappingProxyType(fingers))
        for part, thing in frame.on:
            pose = resting(pose, part, thing)
        changes = changed(changes, dict(angles_of(frame)))
        caption = frame.caption or f"{pose.description[0].upper()}{pose.description[1:]}"
        things = tuple(thing.prop for thing in frame.props)
        drawn_frames.append(frames.Frame(pose, changes, caption, things, frame.hold))
    if not any(frame.hold for frame in drawn_frames):
        seconds = hold_of(dose) if len(drawn_frames) > 1 else still_time_of(dose)
        drawn_frames[-1] = replace(drawn_frames[-1], hold=seconds)
    view, *more = facts.view or ("",)
    is_lens = facts.show.startswith(frames.BESIDE_WHOLE)
    things = tuple(thing.prop for thing in facts.props)
    return frames.Figure(
        tuple(drawn_frames),
        view,
        things,
        tuple(more),
        "" if is_lens else facts.show,
        facts.show.removeprefix(frames.BESIDE_WHOLE) if is_lens else "",
        look,
        rhythm_of(dose),
        effort,
        is_alternating=alternates(dose),
    )


_NONE: Angles = MappingProxyType({})


def _holds(frame: Any) -> Iterator[Hold]:
    for name, words in arms_of(frame):
        yield arms()[words].of_arm(ARM_KEYS[name]) if name in ARM_KEYS else arms()[words]
