"""The scales of a card: each a ruler with a cell for each number, and below it what to do there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cuecard.library import site_rules
from cuecard.library.site_rules import RulesInUse
from cuecard.parse.scales import AnyScale, PainScale, ScaleZone, range_of, zones_of
from cuecard.site import safety_rules
from cuecard.site.cards.card_value import CardCell, CardScale
from cuecard.site.english import sentence
from cuecard.site.labels import Labels

_WIDE = 80.0
"""Millimetres of a ruler on a sheet."""
_LETTER = 2.3
"""Millimetres of a bold letter of 12 points, on average."""
_GAP = 1.5
"""Millimetres between two words."""
_MOST_CELLS = 21
"""With more numbers each zone is one cell."""


def scales(labels: Labels, rules: RulesInUse, titles: Sequence[str], total: int) -> Iterator[CardScale]:
    """Yield the scales that hold for all exercises, then those of single exercises, with their numbers.

    *titles* are those of the exercises. Only the first *total* have a number on the card; others are named.
    """
    texts: set[str] = set()
    for scale in site_rules.scales_in_use(*rules.sources):
        texts.add(text := _text(labels, scale))
        yield _scale(labels, scale, text)
    for scale, places in rules.own_scales.items():
        text = _text(labels, scale)
        text = "" if text in texts else text
        numbers = tuple(place + 1 for place in places if place < total)
        only = "" if numbers else labels.joined(dict.fromkeys(titles[place] for place in places))
        yield _scale(labels, scale, text, numbers, only)


def _scale(
    labels: Labels, scale: AnyScale, text: str, numbers: tuple[int, ...] = (), only: str = ""
) -> CardScale:
    zones = zones_of(scale)
    steps = tuple(safety_rules.scale_step(labels, zone) for zone in zones)
    in_words = safety_rules.in_a_line(labels, steps)
    name = safety_rules.name_of(labels, scale)
    if only:
        name = labels.text("scale.only-in", name=name, exercises=only)
    low, high = range_of(scale)
    below = _below(labels, zones)
    if not _has_room(below):
        below, text = (), f"{sentence(in_words)} {text}"
    text = text.strip()
    return CardScale(
        label=labels.text("card.scale", name=name) if text else name,
        cells=tuple(_cells(zones, low, high)),
        zones=below,
        text=text,
        spoken=labels.text("scale.line", name=name, low=str(low), high=str(high), steps=in_words),
        numbers=numbers,
    )


def _cells(zones: Sequence[ScaleZone], low: int, high: int) -> Iterator[CardCell]:
    """Yield a cell for each number, or one for each zone of a long scale."""
    count = high - low + 1
    for zone in zones:
        kind = safety_rules.KINDS[zone.do]
        if count > _MOST_CELLS:
            yield CardCell(f"{zone.low}\N{EN DASH}{zone.high}", kind, (zone.high - zone.low + 1) / count)
            continue
        for number in range(zone.low, zone.high + 1):
            yield CardCell(str(number), kind, 1 / count)


def _below(labels: Labels, zones: Sequence[ScaleZone]) -> tuple[CardCell, ...]:
    """Return what to do in each zone, as wide as the zone."""
    count = zones[-1].high - zones[0].low + 1
    return tuple(
        CardCell(labels[f"scale.{zone.do}"], safety_rules.KINDS[zone.do], (zone.high - zone.low + 1) / count)
        for zone in zones
    )


def _has_room(zones: Sequence[CardCell]) -> bool:
    """Return whether the words below a ruler stay apart, each in the middle of its zone, and inside the ruler."""
    centres, start = [], 0.0
    for zone in zones:
        centres.append((start + zone.share / 2) * _WIDE)
        start += zone.share
    halves = [len(zone.text) * _LETTER / 2 for zone in zones]
    words = list(zip(centres, halves, strict=True))
    apart = all(right - left > half + other + _GAP for (left, half), (right, other) in pairwise(words))
    return apart and words[0][0] > words[0][1] - 1 and words[-1][0] + words[-1][1] < _WIDE + 1


def _text(labels: Labels, scale: AnyScale) -> str:
    """Return what the ends mean, and when the feeling should be back to usual."""
    if isinstance(scale, PainScale):
        return labels.text("card.pain.text", hours=labels.count("hour", scale.settle_hours))
    ends = [
        labels.text("card.scale.end", number=str(number), meaning=meaning.rstrip("."))
        for number, meaning in zip(scale.range, (scale.low, scale.high), strict=True)
        if meaning
    ]
    texts = [sentence(labels.listed(ends))] if ends else []
    return " ".join([*texts, *filter(None, [safety_rules.settles(labels, scale)])])
