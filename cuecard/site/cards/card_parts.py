"""A card in parts, one for each side or sheet, as the browser's template prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cuecard.site.cards.card_fit import CardFit, SheetFit
from cuecard.site.cards.card_value import Card, CardEntry, CardRule, CardScale

_Numbered = TypeVar("_Numbered", CardRule, CardScale)
_Tier = tuple[str, tuple[CardRule, ...], str]


class CardPart(Struct, frozen=True):
    """One side with exercises."""

    card: Card
    """With the exercises of this side and the rules for them."""
    sheet: SheetFit
    label: str
    """Which sheet of a booklet it is; empty for other cards."""
    tiers: tuple[_Tier, ...]
    """The columns of its safety part: the key of each, its rules, and where to go."""
    halves: tuple[tuple[_Tier, ...], ...]
    """Where they are paragraphs, the two columns of these: first when to stop, then when to get help."""
    has_safety: bool


def parts(card: Card, fit: CardFit) -> Iterator[CardPart]:
    """Yield the sides of a card, those with exercises; one that goes on from page to page is one part without a
    sheet.
    """
    for n, side in enumerate(fit.sides, start=1):
        some = with_entries(card, card.entries[side.first : side.end])
        label = card.labels["sheet"].replace("{number}", str(n)).replace("{total}", str(len(fit.sides)))
        yield CardPart(
            some,
            side.both,
            label if fit.kind == "booklet" else "",
            tuple(_tiers(some)),
            tuple(_halves(some)) if side.both.close else (),
            has_safety(some),
        )


def with_entries(card: Card, entries: Sequence[CardEntry]) -> Card:
    """Return the card with some of its exercises, and of its safety rules those for all and for these."""
    numbers = {entry.number for entry in entries}
    safety = replace(
        card.safety,
        stop=tuple(_of(card.safety.stop, numbers)),
        scales=tuple(_of(card.safety.scales, numbers)),
        lifted=tuple(_of(card.safety.lifted, numbers)),
    )
    return replace(card, entries=tuple(entries), safety=safety)


def hand_outs(card: Card) -> Iterator[Card]:
    """Yield for each exercise a card with it alone, and with all that the whole card says about it."""
    for entry in card.entries:
        yield replace(with_entries(card, [entry]), needs=entry.needs, sides=1)


def _halves(card: Card) -> Iterator[tuple[_Tier, ...]]:
    emergency = card.safety.emergency
    stop, help = (
        tuple(tier for tier in _tiers(card) if (tier[0] == "stop") is is_stop) for is_stop in (True, False)
    )
    if emergency.rules:
        stop = (("emergency", emergency.rules, emergency.where), *stop)
    yield from filter(None, (stop, help))


def _tiers(card: Card) -> Iterator[_Tier]:
    safety = card.safety
    for kind, rules, where in (
        ("stop", safety.stop, ""),
        ("urgent", safety.urgent.rules, safety.urgent.where),
        ("soon", safety.soon.rules, safety.soon.where),
    ):
        if rules:
            yield kind, rules, where


def has_safety(card: Card) -> bool:
    """Return whether there is anything of safety to print."""
    return bool(any(_tiers(card)) or card.safety.emergency.rules or card.safety.scales or card.safety.lifted)


def _of(rules: tuple[_Numbered, ...], numbers: set[int]) -> Iterator[_Numbered]:
    """Yield the rules for all exercises, and those about some of these."""
    for rule in rules:
        own = tuple(number for number in rule.numbers if number in numbers)
        if own or not rule.numbers:
            yield replace(rule, numbers=own)
