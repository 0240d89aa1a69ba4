"""The safety part of a card: all rules, each once, the reasons for those that are lifted, and the scales.

A rule of some exercises has their numbers. On the page of a routine it has their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cuecard.library.site_rules import RulesInUse
from cuecard.parse.conditions import Rule
from cuecard.parse.safety_models import Safety
from cuecard.parse.schema import Exercise
from cuecard.site import english
from cuecard.site.cards import card_scales
from cuecard.site.cards.card_value import CardRule, CardSafety, CardTier
from cuecard.site.labels import Labels


def safety(labels: Labels, rules: RulesInUse, exercises: Sequence[Exercise], total: int) -> CardSafety:
    """Return all rules: the site's first, then the routine's, then those of its exercises, each rule once.

    What is done before or after has no number on the card: only the first *total* exercises have.
    """
    sources = rules.sources
    general = [rule for source in sources for rule in source.stop_if]
    about = _about(rules, exercises)
    return CardSafety(
        stop=(
            *rules_once(general),
            *(
                _rule_of(labels, rule, titles, total, is_partly_lifted=rule in rules.partly)
                for rule, titles in about.items()
            ),
        ),
        emergency=_tier(sources, "emergency"),
        urgent=_tier(sources, "urgent"),
        soon=_tier(sources, "soon"),
        scales=tuple(card_scales.scales(labels, rules, [one.title for one in exercises], total)),
        lifted=tuple(_lifted(labels, rules, exercises, total)),
    )


def _rule_of(
    labels: Labels, rule: Rule, titles: Mapping[int, str], total: int, *, is_partly_lifted: bool
) -> CardRule:
    """Return a rule of some exercises, whose *titles* are by their numbers.

    If one of them has no number on the card, the rule is for all. But a rule that some exercises lift is never for
    all: then exercises without a number are named if no other keeps the rule.
    """
    numbers = tuple(number for number in titles if number <= total)
    if len(numbers) < len(titles) and not (is_partly_lifted and numbers):
        numbers = ()
    short, whole = english.sentence(rule.short), english.sentence(rule)
    if is_partly_lifted and not numbers:
        short, whole = (
            labels.text(
                "rule-of",
                exercises=labels.joined(dict.fromkeys(titles.values())),
                rule=labels.uncapitalised(text),
            )
            for text in (short, whole)
        )
    return CardRule(short, whole, numbers)


def _lifted(
    labels: Labels, rules: RulesInUse, exercises: Sequence[Exercise], total: int
) -> Iterator[CardRule]:
    """Yield the reasons for which rules are lifted, on the whole card first.

    An exercise without a number on the card is named.
    """
    for lift in rules.lifted:
        yield CardRule(english.sentence(lift.short or lift.reason), english.sentence(lift.reason))
    for lift, places in rules.lifted_by.items():
        numbers = tuple(place + 1 for place in places if place < total)
        name = "" if numbers else labels.joined(dict.fromkeys(exercises[place].title for place in places))
        short, whole = (
            labels.text("rule-of", exercises=name, rule=labels.uncapitalised(english.sentence(reason)))
            if name
            else english.sentence(reason)
            for reason in (lift.short or lift.reason, lift.reason)
        )
        yield CardRule(short, whole, numbers)


def rules_once(rules: Iterable[Rule]) -> tuple[CardRule, ...]:
    """Return *rules* as sentences, each once: one with a short form counts before the same without."""
    found: dict[str, CardRule] = {}
    for rule in rules:
        whole = english.sentence(rule)
        if whole not in found or rule.has_short:
            found[whole] = CardRule(english.sentence(rule.short), whole)
    return tuple(found.values())


def _tier(sources: Sequence[Safety], name: str) -> CardTier:
    where = next((text for one in reversed(sources) if (text := getattr(one.get_help.where, name))), "")
    rules = rules_once(rule for one in sources for rule in getattr(one.get_help, name))
    return CardTier(rules, english.sentence(where) if where else "")


def stop_rules(labels: Labels, rules: RulesInUse, exercises: Sequence[Exercise]) -> Iterator[str]:
    """Return the stop rules of a routine's exercises, each once, with the names of the exercises that it is about."""
    about = _about(rules, exercises)
    return (
        labels.text(
            "rule-of",
            exercises=labels.listed(dict.fromkeys(about[rule].values())),
            rule=labels.uncapitalised(rule),
        )
        for rule in about
    )


def _about(rules: RulesInUse, exercises: Sequence[Exercise]) -> Mapping[Rule, Mapping[int, str]]:
    """Return each stop rule of some exercises with these: their titles by their numbers.

    First those of the site that other exercises lift. A stop rule of the site or the routine holds for all exercises,
    and is not repeated for one. Rules are the same when they say the same, whichever short form they have; the first
    short form is taken.
    """
    about: dict[str, tuple[Rule, dict[int, str]]] = {}
    general = {english.sentence(rule) for source in rules.sources for rule in source.stop_if}
    numbered = list(enumerate(exercises, start=1))
    found = [
        (number, one, rule)
        for rule, places in rules.partly.items()
        for number, one in numbered
        if number - 1 in places
    ]
    found += [(number, one, rule) for number, one in numbered for rule in one.stop_if]
    for number, one, rule in found:
        whole = english.sentence(rule)
        if whole in general:
            continue
        first, titles = about.setdefault(whole, (rule, {}))
        titles[number] = one.title
        if rule.has_short and not first.has_short:
            about[whole] = (rule, titles)
    return dict(about.values())
