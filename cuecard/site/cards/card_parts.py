"""A card in parts, one for each side or sheet, as the browser's template prints them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from cuecard.site.cards.card_fit import CardFit, SheetFit
from cuecard.site.cards.card_value import Card, CardRule

SPLITS = (
    (1, 1, 1),
    (1.12, 0.92, 0.96),
    (1.24, 0.84, 0.92),
    (0.94, 0.96, 1.1),
    (0.8, 1.25, 0.95),
    (0.9, 1.2, 0.9),
)
"""Shares of the columns of safety, as `templates/card.typ` tries them; the style sheet has a class for each."""
RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
"""Languages that are written from right to left, as `templates/card.typ` names them."""


class CardPart(Struct, frozen=True):
    """One side with exercises."""

    card: Card
    """With the exercises of this side and the rules for them."""
    sheet: SheetFit
    label: str
    """Which sheet of a booklet it is; empty for other cards."""
    split: int
    """The number of its columns' shares in `SPLITS`, and how many columns there are: 23 for number 2 with 3 columns."""
    has_safety: bool


def parts(card: Card, fit: CardFit) -> Iterator[CardPart]:
    """The sides of a card, those with exercises; one that goes on from page to page is one part without a sheet."""
    for n, side in enumerate(fit.sides, start=1):
        some = replace(card, entries=card.entries[side.first : side.end])
        numbers = {entry.number for entry in some.entries}
        stop = tuple(_of(card.safety.stop, numbers))
        some = replace(some, safety=replace(card.safety, stop=stop))
        label = card.labels["sheet"].replace("{number}", str(n)).replace("{total}", str(len(fit.sides)))
        split = SPLITS.index(side.both.split) if side.both.split in SPLITS else 0
        yield CardPart(
            some,
            side.both,
            label if fit.kind == "booklet" else "",
            split * 10 + _columns(some),
            _has_safety(some),
        )


def _columns(card: Card) -> int:
    told = card.safety
    return sum(map(bool, (told.stop, told.urgent.rules, told.soon.rules)))


def _has_safety(card: Card) -> bool:
    return bool(_columns(card) or card.safety.emergency.rules or card.safety.pain)


def has_safety(card: Card) -> bool:
    """Whether there is anything of safety to print."""
    return _has_safety(card)


def _of(rules: tuple[CardRule, ...], numbers: set[int]) -> Iterator[CardRule]:
    """The rules for all exercises, and those about some of these."""
    for rule in rules:
        own = tuple(number for number in rule.numbers if number in numbers)
        if own or not rule.numbers:
            yield replace(rule, numbers=own)
