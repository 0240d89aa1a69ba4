"""What shortening would win back on a card that is full, measured: the card is fitted once more with short rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.schema import ContentFile, Routine
from cuecard.site.cards.card_fit import STEPS
from cuecard.site.cards.card_value import Card, CardRule, CardTier
from cuecard.site.cards.typeset import FittedCard, Typesetter, UnsetCardError
from cuecard.site.render import TemplateError

_LONG = 34
"""Letters. A rule of so many stands in a line of a column of safety, or nearly."""
_WORTH = 2.0
"""Millimetres that a standing person must gain for it to be worth the words."""
_LARGE = 30.0
"""Millimetres: a standing person as tall as this is seen across a room, and nothing need be shortened."""
_LEVELS = tuple(STEPS)


def advise(
    laid: Sequence[FittedCard], routines: dict[str, ContentFile[Routine]], typesetter: Typesetter
) -> Iterator[Problem]:
    """Yield a note at each routine whose card tells less, or shows smaller pictures, than with shorter texts.

    Raises:
        TemplateError: when the template is wrong.

    """
    for one in laid:
        piece, fit = routines[one.slug], one.fit
        least = fit.person()
        if fit.kind == "pages" or (fit.steps in {"full", "short"} and not 0 < least < _LARGE):
            continue
        yield from _short_rules(one, piece, typesetter)
        without = [entry.title for entry in one.card.entries if entry.short_steps == entry.steps]
        if without and fit.steps != "full":
            message = f"{_listed(without)} has no short_steps, and its card is crowded"
            yield _note(piece, message, "write short_steps: the same in three short sentences")
        if fit.steps in {"captions", "none"}:
            message = f"the card has room for {STEPS[fit.steps]} only"
            yield _note(piece, message, f"its longest texts are {_listed(_longest(one.card))}")


def _short_rules(one: FittedCard, piece: ContentFile[Routine], typesetter: Typesetter) -> Iterator[Problem]:
    long = sorted({rule.short for rule in _rules(one.card) if _is_long(rule)}, key=len, reverse=True)
    if not long:
        return
    try:
        shorter = typesetter.fit(_shortened(one.card))
    except (UnsetCardError, TemplateError):
        return
    before, after = one.fit.person(), shorter.person()
    number = f"this rule of over {_LONG} letters" if len(long) == 1 else f"these {len(long)} rules"
    hint = f"write {{rule: ..., short: ...}} for {_listed(long)}"
    if shorter.kind == "one" != one.fit.kind:
        yield _note(piece, f"with short forms of {number} the card would fit on one side", hint)
    elif _LEVELS.index(shorter.steps) < _LEVELS.index(one.fit.steps):
        yield _note(piece, f"with short forms of {number} the card would have {STEPS[shorter.steps]}", hint)
    elif shorter.rules > one.fit.rules:
        size = f"{shorter.rules:g} instead of {one.fit.rules:g} points"
        yield _note(piece, f"with short forms of {number} the safety rules would be in {size}", hint)
    elif after - before >= _WORTH:
        tall = f"{after:.0f} instead of {before:.0f} mm tall"
        yield _note(piece, f"with short forms of {number} the people on the card would be {tall}", hint)


def _rules(card: Card) -> Iterator[CardRule]:
    safety = card.safety
    for group in (safety.stop, safety.emergency.rules, safety.urgent.rules, safety.soon.rules):
        yield from group
    for entry in card.entries:
        yield from entry.skip


def _is_long(rule: CardRule) -> bool:
    return rule.short == rule.whole and len(rule.short) > _LONG


def _shortened(card: Card) -> Card:
    """Return the card as it might be with short forms: each long rule cut behind a word."""
    safety = card.safety
    return replace(
        card,
        safety=replace(
            safety,
            stop=tuple(map(_cut, safety.stop)),
            emergency=_cut_tier(safety.emergency),
            urgent=_cut_tier(safety.urgent),
            soon=_cut_tier(safety.soon),
        ),
        entries=tuple(replace(entry, skip=tuple(map(_cut, entry.skip))) for entry in card.entries),
    )


def _cut_tier(tier: CardTier) -> CardTier:
    return replace(tier, rules=tuple(map(_cut, tier.rules)))


def _cut(rule: CardRule) -> CardRule:
    if not _is_long(rule):
        return rule
    return replace(rule, short=rule.short[:_LONG].rpartition(" ")[0] + ".")


def _longest(card: Card) -> list[str]:
    texts = [rule.short for rule in _rules(card)]
    texts += [card.before, card.after, *(entry.note for entry in card.entries)]
    texts += [step.text for step in (card.move_up, card.step_back) if step]
    return sorted(dict.fromkeys(filter(None, texts)), key=len, reverse=True)[:3]


def _listed(texts: Sequence[str]) -> str:
    shown = ", ".join(f'"{text}"' for text in texts[:3])
    return f"{shown} and {len(texts) - 3} more" if len(texts) > 3 else shown


def _note(piece: ContentFile[Routine], message: str, hint: str) -> Problem:
    return piece.document.problem(("exercises",), "crowded-card", message, hint, Severity.NOTE, at_key=True)
