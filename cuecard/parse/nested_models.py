"""The models inside front matter: muscles, steps of a progression, pictures, a card.

Each is the value of one key or an item of its list. `safety_models` holds those of safety, `schema` those of whole
files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from cuecard.core.diagnostics import InvalidValueError, did_you_mean
from cuecard.parse.conditions import MoveUpRule, StepBackRule
from cuecard.parse.fields import (
    Address,
    Date,
    PictureName,
    Slug,
    Switch,
    Text,
    Texts,
    Whole,
    read_switch,
    read_text,
)
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.video import Video


def _read_video(value: object) -> object:
    """Turn the short form, an address alone, into the long one."""
    return value if isinstance(value, Mapping) else {"url": read_text(value)}


def _read_rung(value: object) -> object:
    """Turn free text into the long form of a step, and report a sentence that a colon splits."""
    known = list(ProgressionItem.model_fields)
    if isinstance(value, Mapping) and any(key in known or did_you_mean(key, known) for key in value):
        return value
    return {"text": read_text(value)}


class Muscles(FrontMatterModel):
    """What an exercise works, in the author's words."""

    primary: Annotated[Texts, Field(min_length=1)]
    """What the exercise works most, at least one: everyday or anatomical words."""
    secondary: Texts = ()
    """What also works."""


NO_MUSCLES = Muscles.model_construct(primary=(), secondary=())
"""Of an exercise that has a goal instead."""


class ProgressionItem(FrontMatterModel):
    """One easier or harder neighbour on the ladder: free text, or another exercise."""

    text: Text = ""
    """A change to this exercise, in a sentence."""
    exercise: Slug = ""
    """The slug of another exercise: the name of its file without .md."""
    when: Text = ""
    """When to take this step; it goes on after "Move up when" or "Step back when"."""

    @model_validator(mode="after")
    def _one_of_both(self) -> ProgressionItem:
        if bool(self.text) == bool(self.exercise):
            raise InvalidValueError(
                "bad-rung",
                'this must be either a sentence, or an "exercise" with an optional "when"',
                "write - a sentence, or - {exercise: name-of-its-file, when: ...}",
            )
        return self


class Harder(ProgressionItem):
    """A step up."""

    when: MoveUpRule = ""
    """When to take this step; it goes on after "Move up when"."""


class Easier(ProgressionItem):
    """A step down."""

    when: StepBackRule = ""
    """When to take this step; it goes on after "Step back when"."""


HarderItems = tuple[Annotated[Harder, BeforeValidator(_read_rung, json_schema_input_type=Text | Harder)], ...]
EasierItems = tuple[Annotated[Easier, BeforeValidator(_read_rung, json_schema_input_type=Text | Easier)], ...]


class Image(FrontMatterModel):
    """A picture beside the text."""

    src: PictureName
    """The name of the picture's file, beside the text."""
    alt: Text
    """What the picture shows, for people who cannot see it."""
    caption: Text = ""
    """A line below the picture."""
    credit: Text = ""
    """Who made it."""
    licence: Text = ""
    """The terms under which it may be used."""


class Reference(FrontMatterModel):
    """Where a statement comes from."""

    title: Text
    """What the source is."""
    url: Address = ""
    """Its web address, whole."""


class Review(FrontMatterModel):
    """Who checked the text, when, and when it is due again."""

    by: Text
    """Who checked the text."""
    on: Date
    """On which day: year-month-day."""
    again_by: Date | None = None
    """When it is due to be checked again."""

    @model_validator(mode="after")
    def _in_order(self) -> Review:
        if self.again_by and self.again_by < self.on:
            raise InvalidValueError(
                "bad-date",
                f'"again_by" ({self.again_by}) is before "on" ({self.on})',
                "swap the two?",
                key="again_by",
            )
        return self


class CardOptions(FrontMatterModel):
    """How the printed card is made, and what it has besides the exercises."""

    log_weeks: Annotated[Whole, Field(ge=0, le=52)] = 0
    """Weeks of a grid to tick off; 0 for none."""
    for_whom: Switch = True
    """Whether lines for "for" and "from" are there to fill in."""
    sides: Annotated[Whole, Field(ge=1, le=2)] = 1
    """How many sides it has. With 2 the front has larger pictures, and the back has help, all steps and the boxes."""
    is_wanted: ClassVar[bool] = True
    """Whether there is a card."""


class NoCard(CardOptions):
    """`card: false`."""

    is_wanted: ClassVar[bool] = False


def _read_card(value: object) -> object:
    """Read `false` as no card, and `true` as the usual one."""
    if isinstance(value, Mapping | CardOptions):
        return value
    return CardOptions() if read_switch(value) else NoCard()


Card = Annotated[CardOptions, BeforeValidator(_read_card, json_schema_input_type=bool | CardOptions)]


Videos = Annotated[Video, BeforeValidator(_read_video, json_schema_input_type=str | Video)]
