"""How a card is laid out: the record that Typst's measuring compile gives, and that sets PDF and browser page alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

PERSON = 706.0
"""Units of a drawn figure: how tall a standing person is, the measure of how large pictures are."""
RULES = 12.0
"""Points of safety rules in columns, or more."""
STEPS: Mapping[str, str] = {
    "full": "full steps",
    "short": "short steps",
    "captions": "captions as steps",
    "none": "name and dose",
}
"""What each level tells of how an exercise is done, in words."""


class PlacedPictures(Struct, frozen=True):
    """How the pictures of an exercise stand."""

    over: bool
    """One over the other, and not side by side."""
    unit: float
    """Millimetres of paper for a unit of the drawing."""


class SheetFit(Struct, frozen=True):
    """One side of one paper."""

    style: str
    """How the words of a row stand: listed, rows, shared or run-in."""
    needs: bool
    """Whether what is needed stands in the rows, and not once above them."""
    size: float
    """Points, of the words in rows."""
    base: float
    """Points, of other words."""
    title: float
    """Points."""
    spread: bool
    """Whether the title has the whole width, and the lines for names stand below it."""
    close: float
    """Points of safety rules in paragraphs, as how to go on is too; 0 where they are lists in 12 points."""
    wide: float
    """Millimetres for the pictures of a row."""
    split: tuple[float, ...]
    """Shares of the columns of safety."""
    rows: tuple[float, ...]
    """Millimetres: how high each row is."""
    dense: tuple[int, ...]
    """How the words of each row are set, from 0, steps in a list, to 5, all in one paragraph."""
    drawn: tuple[PlacedPictures | None, ...]
    free: float
    """Millimetres that no row takes."""

    @property
    def person(self) -> float:
        """Millimetres: how tall a standing person is on paper, in the smallest picture; 0 without pictures."""
        return min((one.unit for one in self.drawn if one), default=0.0) * PERSON

    @property
    def more(self) -> float:
        """Millimetres to add above and below the exercises."""
        return min(self.free / 6, 4.0)


class SideFit(Struct, frozen=True):
    """Some of the exercises on one side, for each paper; `both` is for a browser, which may print on either."""

    first: int
    """From 0."""
    end: int
    both: SheetFit
    a4: SheetFit
    letter: SheetFit


class BackFit(Struct, frozen=True):
    """The second side of a poster."""

    size: float
    high: float
    """Millimetres, of the two columns with all steps; 0 where they have no room beside the rules."""


class CardFit(Struct, frozen=True):
    """A whole card."""

    kind: str
    """one (side), two (sides), booklet (several sheets, each whole) or pages (text that goes on)."""
    steps: str
    """How much of the steps is record on all papers alike: full, short, captions or none."""
    extras: int
    """3: the rest days, what the routine is for and the clinic have room; 2: without the rest days; 1: the clinic.

    4 is 3 with the clinic's logo, where it costs the exercises nothing.
    """
    sides: tuple[SideFit, ...]
    back: BackFit | None
    record: str
    """All of it as JSON, as Typst takes it back."""

    @property
    def in_words(self) -> str:
        """For the person who builds: "short steps, 12.5 pt, person 27 mm"."""
        if not self.sides:
            return "text on several pages, as no layout of whole sheets has room"
        sheets = {"one": "", "two": "2 sides, ", "booklet": f"{len(self.sides)} sheets, "}[self.kind]
        least = [side.both for side in self.sides]
        drawn = f", person {self.person():.0f} mm" if self.person() else ""
        rules = f", rules {self.rules:g} pt" if self.rules < RULES else ""
        return f"{sheets}{STEPS[self.steps]}, {min(one.size for one in least):g} pt{drawn}{rules}"

    @property
    def rules(self) -> float:
        """Points of the safety rules: 12 or more where they are lists in columns, fewer where they are paragraphs."""
        return min((side.both.close or RULES for side in self.sides), default=RULES)

    def person(self, paper: str = "both") -> float:
        """Return how tall a standing person is in the smallest picture, in millimetres; 0 without pictures.

        *paper* is a4, letter, or both for what a browser prints.
        """
        sheets: list[SheetFit] = [getattr(side, paper) for side in self.sides]
        return min((one.person for one in sheets if one.person), default=0.0)


PAGES = CardFit(
    "pages", "short", 4, (), None, '{"kind": "pages", "steps": "short", "extras": 4, "sides": []}'
)
"""The fit of what is not even tried."""


def from_json(record: Any) -> CardFit:
    """Return the fit in the form of Typst's record."""
    back = record.get("back")
    return CardFit(
        kind=record["kind"],
        steps=record["steps"],
        extras=record["extras"],
        sides=tuple(
            SideFit(side["from"], side["to"], *(_sheet(side[name]) for name in ("both", "a4", "letter")))
            for side in record["sides"]
        ),
        back=BackFit(back["size"], back["high"]) if back else None,
        record=json.dumps(record),
    )


def _sheet(record: Any) -> SheetFit:
    return SheetFit(
        style=record["style"],
        needs=record["needs"],
        size=record["size"],
        base=record["base"],
        title=record["title"],
        spread=record["spread"],
        close=record["close"],
        wide=record["wide"],
        split=tuple(record["split"]),
        rows=tuple(record["rows"]),
        dense=tuple(record["dense"]),
        drawn=tuple(PlacedPictures(one["over"], one["unit"]) if one else None for one in record["drawn"]),
        free=record["free"],
    )
