"""Scales on which readers rate what they feel: pain from 0 to 10, and any other, such as dizziness from 0 to 5.

A scale has zones, each with what to do there. The pain scale is written shorter, as two limits; `zones_of` returns the
zones of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from msgspec import Struct
from pydantic import Field, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.core.urls import slugify
from cuecard.parse.fields import Text, Whole, read_text, reads, word
from cuecard.parse.model import FrontMatterModel

PAIN = "pain"
"""The id of the pain scale."""
_HIGHEST = 100
_LARGEST_STEP = "a scale has whole numbers from 0 to 100, such as 0-10 or 6-20"


class WhatToDo(StrEnum):
    """What a zone of a scale asks the reader to do."""

    DO_MORE = "do-more"
    CARRY_ON = "carry-on"
    DO_LESS = "do-less"
    STOP = "stop"


class NumberRange(NamedTuple):
    """Whole numbers from the lower to the higher, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        """As it is written: 0-5, or 3 alone."""
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        """Read by a validator that makes it; it is kept as it is."""
        from pydantic_core import core_schema  # noqa: PLC0415 - when a model is made, pydantic is there

        return core_schema.is_instance_schema(cls)


def _read_range(value: object) -> NumberRange:
    """Read "0-5", "0 to 5", "3" or [0, 5]."""
    if isinstance(value, NumberRange):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        value = f"{read_text(value[0])}-{read_text(value[1])}"
    text = read_text(value)
    found = re.fullmatch(r"(\d{1,3})(?:\s*(?:-|\u2013|to)\s*(\d{1,3}))?", text)
    if not found:
        raise InvalidValueError("bad-scale", f'"{text}" is not a range of numbers', _LARGEST_STEP)
    low, high = int(found[1]), int(found[2] or found[1])
    if low > high:
        raise InvalidValueError("bad-scale", f'"{text}" ends below its beginning', f'write "{high}-{low}"')
    if high > _HIGHEST:
        raise InvalidValueError("bad-scale", f"{high} is too high", _LARGEST_STEP)
    return NumberRange(low, high)


_RANGE_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": _HIGHEST},
        {"type": "string", "pattern": r"^\s*\d{1,3}(\s*(-|\u2013|to)\s*\d{1,3})?\s*$"},
        {"type": "array", "items": {"type": ["integer", "string"]}, "minItems": 2, "maxItems": 2},
    ]
}

Range = Annotated[NumberRange, reads(_read_range, _RANGE_SCHEMA)]
Action = Annotated[WhatToDo, word(WhatToDo, "action")]


class Zone(FrontMatterModel):
    """Neighbouring numbers of a scale that ask for the same."""

    range: Range
    """Its numbers, such as 0-2, or one alone."""
    do: Action
    """What to do there: carry on, do less, stop or do more."""
    advice: Text = ""
    """What that means here, in a sentence."""


class Scale(FrontMatterModel):
    """A scale besides that of pain: dizziness, breathlessness, effort."""

    name: Text
    """What is rated, such as Dizziness."""
    range: Range
    """The lowest and the highest number, such as 0-5 or 6-20."""
    low: Text = ""
    """What the lowest number means, such as none."""
    high: Text = ""
    """What the highest number means, such as the worst you can imagine."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1)]
    """All numbers in order, in groups, each with what to do."""
    settle: Text = ""
    """When it should be back to usual, in a sentence."""
    source: Text = ""
    """Where these limits come from."""

    @model_validator(mode="after")
    def _whole(self) -> Scale:
        """Report each zone that does not begin behind the one before, and a last one that does not end the scale."""
        if errors := list(_gaps(self.range, self.zones)):
            raise InvalidFieldsError(errors)
        if self.range.low == self.range.high:
            raise InvalidValueError("bad-scale", "this scale has only one number", _LARGEST_STEP, key="range")
        if not slugify(self.name):
            hint = "name what is rated, such as Dizziness"
            raise InvalidValueError("bad-scale", f'"{self.name}" is not a name', hint, key="name")
        return self

    @property
    def id(self) -> str:
        """Return the name by which a text replaces or lifts it."""
        return slugify(self.name)


def _gaps(whole: NumberRange, zones: Sequence[Zone]) -> Iterator[FieldError]:
    expected = whole.low
    for n, zone in enumerate(zones):
        low, high = zone.range
        if low != expected or high > whole.high:
            last = whole.high if n + 1 == len(zones) else min(high, whole.high)
            if expected > whole.high:
                message, hint = f"the zones before this one end the scale of {whole}", "delete this zone"
            else:
                message = (
                    f"zone {zone.range} should begin at {expected}"
                    if low != expected
                    else (f"zone {zone.range} goes beyond the scale of {whole}")
                )
                hint = f'write "range: {NumberRange(expected, max(expected, last))}"'
            yield FieldError(("zones", n, "range"), InvalidValueError("bad-scale", message, hint))
            return
        expected = high + 1
    if expected <= whole.high:
        left = NumberRange(expected, whole.high)
        message = f"no zone says what to do at {left}"
        hint = f"add a zone: {{range: {left}, do: stop}}"
        yield FieldError(("zones", len(zones) - 1, "range"), InvalidValueError("bad-scale", message, hint))


class PainScale(FrontMatterModel):
    """Which pain is acceptable during an exercise, on a scale from 0 to 10.

    Cut-offs differ between clinics (the field notes list seven), so they are the author's, and the source
    is named.
    """

    ok: Annotated[Whole, Field(ge=0, le=10)] = 3
    """Up to here, from 0 to 10: carry on."""
    caution: Annotated[Whole, Field(ge=0, le=10)] = 5
    """Up to here: do less. Above: stop."""
    settle_hours: Annotated[Whole, Field(ge=1, le=72)] = 24
    """Hours within which the pain should be back to what it was."""
    source: Text = ""
    """Where these limits come from."""

    @model_validator(mode="after")
    def _in_order(self) -> PainScale:
        if self.ok > self.caution:
            raise InvalidValueError(
                "bad-pain-scale",
                f'"ok" ({self.ok}) is above "caution" ({self.caution})',
                '"ok" is the lower limit of the two',
                key="ok" if "ok" in self.model_fields_set else "caution",
            )
        return self

    @property
    def id(self) -> str:
        """Return the name by which a text lifts it."""
        return PAIN


class ScaleZone(Struct, frozen=True):
    """A zone of any scale; *advice* is empty where the author gave none."""

    low: int
    high: int
    do: WhatToDo
    advice: str = ""

    def __str__(self) -> str:
        """As messages quote it: "0-3: carry on"."""
        return f"{NumberRange(self.low, self.high)}: {self.do.replace('-', ' ')}"


AnyScale = PainScale | Scale


def range_of(scale: AnyScale) -> NumberRange:
    """Return the lowest and the highest number of a scale."""
    return scale.range if isinstance(scale, Scale) else NumberRange(0, 10)


def zones_of(scale: AnyScale) -> tuple[ScaleZone, ...]:
    """Return the zones of a scale in order; a pain scale may have one, two or three."""
    if isinstance(scale, Scale):
        return tuple(ScaleZone(*zone.range, zone.do, zone.advice) for zone in scale.zones)
    limits = (
        (0, scale.ok, WhatToDo.CARRY_ON),
        (scale.ok + 1, scale.caution, WhatToDo.DO_LESS),
        (scale.caution + 1, 10, WhatToDo.STOP),
    )
    return tuple(ScaleZone(low, high, do) for low, high, do in limits if low <= high)
