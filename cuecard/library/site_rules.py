"""Which rules of the site apply to a text, when it lifts some of them.

A text lifts a rule of `site.yaml` by its id and gives the reason. On its page the rule is missing and the reason is
shown. On the page and the card of a routine, a rule is missing if the routine lifts it, or if each of its exercises
does. A stop rule that only some of its exercises lift is shown with the names, or the numbers, of the others. Any other
rule that only some of them lift stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cuecard.core.diagnostics import Problem, Severity, did_you_mean, one_of
from cuecard.parse.conditions import Rule
from cuecard.parse.safety_models import GetHelp, Lift, Safety, rules_of, scales_of
from cuecard.parse.scales import PAIN, AnyScale, PainScale, Scale
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written
from cuecard.parse.site_settings import Site
from cuecard.parse.yaml_reader import Loc


def lifts_of(facts: Written) -> tuple[Lift, ...]:
    """Return the rules that a text lifts, with the reasons."""
    if isinstance(facts, Exercise):
        return facts.lift
    return facts.safety.lift if isinstance(facts, Routine | Guide) else ()


def own_rules(facts: Written) -> Safety:
    """Return the rules that a text adds to those of the site."""
    if isinstance(facts, Exercise):
        return Safety.model_construct(stop_if=facts.stop_if, pain=facts.pain, scales=facts.scales)
    return facts.safety if isinstance(facts, Routine | Guide) else Safety()


class RulesInUse(Struct, frozen=True):
    """The rules that a page shows: general ones, and those of some exercises of a routine."""

    sources: tuple[Safety, ...]
    """The site's rules without those that are lifted, then the text's own."""
    lifted: tuple[Lift, ...]
    """What is lifted on the whole page, with the reasons."""
    lifted_by: Mapping[Lift, tuple[int, ...]] = {}
    """What only some exercises lift, with the places of these, counted from 0."""
    partly: Mapping[Rule, frozenset[int]] = {}
    """Stop rules of the site that some exercises lift, with the places of the others, counted from 0."""
    own_scales: Mapping[AnyScale, tuple[int, ...]] = {}
    """Scales of single exercises that differ from the general ones, with the places of these exercises."""


def in_use(site: Site, facts: Written, exercises: Sequence[Exercise] = ()) -> RulesInUse:
    """Return the rules of a text's page; of a routine, *exercises* are those in it, in order."""
    lifts = lifts_of(facts)
    by_exercise = [{lift.rule for lift in one.lift} for one in exercises]
    common = set.intersection(*by_exercise) if by_exercise else set()
    ids = {lift.rule for lift in lifts} | common
    if common:
        shared = (lift for one in exercises for lift in one.lift if lift.rule in common)
        lifts = tuple({lift.reason: lift for lift in (*lifts, *shared)}.values())
    partly = _partly_lifted(without(site.safety, ids), by_exercise) if any(by_exercise) else {}
    partly_ids = {rule.id for rule in partly}
    lifted_by: dict[Lift, tuple[int, ...]] = {}
    for n, one in enumerate(exercises):
        for lift in one.lift:
            if lift.rule in partly_ids:
                lifted_by[lift] = (*lifted_by.get(lift, ()), n)
    sources, own_scales = _scales_apart((without(site.safety, ids | partly_ids), own_rules(facts)), exercises)
    return RulesInUse(sources, lifts, lifted_by, partly, own_scales)


def _partly_lifted(safety: Safety, by_exercise: Sequence[set[str]]) -> Mapping[Rule, frozenset[int]]:
    """Return the stop rules of *safety* that some exercises lift; *by_exercise* has the ids that each lifts."""
    kept = {
        rule: frozenset(n for n, ids in enumerate(by_exercise) if rule.id not in ids)
        for rule in safety.stop_if
        if rule.id
    }
    return {rule: places for rule, places in kept.items() if len(places) < len(by_exercise)}


def _scales_apart(
    sources: tuple[Safety, ...], exercises: Sequence[Exercise]
) -> tuple[tuple[Safety, ...], Mapping[AnyScale, tuple[int, ...]]]:
    """Return the *sources* with the scales that all exercises share, and the scales of single exercises."""
    places: dict[AnyScale, tuple[int, ...]] = {}
    for n, one in enumerate(exercises):
        for scale in scales_of(own_rules(one)) if one.pain or one.scales else ():
            places[scale] = (*places.get(scale, ()), n)
    if not places:
        return sources, {}
    shared = [scale for scale, some in places.items() if len(some) == len(exercises)]
    if shared:
        pain = next((scale for scale in shared if isinstance(scale, PainScale)), None)
        others = tuple(scale for scale in shared if isinstance(scale, Scale))
        sources = (*sources, Safety.model_construct(pain=pain, scales=others))
    general = scales_in_use(*sources)
    return sources, {scale: some for scale, some in places.items() if scale not in general}


def without(safety: Safety, ids: Iterable[str]) -> Safety:
    """Return *safety* without the rules and scales that have one of *ids*."""
    ids = frozenset(ids)
    if not ids:
        return safety

    def kept(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(rule for rule in rules if rule.id not in ids)

    help = safety.get_help
    return Safety.model_construct(
        not_if=kept(safety.not_if),
        stop_if=kept(safety.stop_if),
        get_help=GetHelp.model_construct(
            emergency=kept(help.emergency),
            urgent=kept(help.urgent),
            soon=kept(help.soon),
            where=help.where,
        ),
        pain=None if PAIN in ids else safety.pain,
        scales=tuple(scale for scale in safety.scales if scale.id not in ids),
    )


def scales_in_use(*sources: Safety) -> tuple[AnyScale, ...]:
    """Return the scales of several sources, that of pain first; of two with one name the last counts."""
    by_id: dict[str, AnyScale] = {}
    for scale in (scale for source in sources for scale in scales_of(source)):
        by_id[scale.id] = scale
    return tuple(sorted(by_id.values(), key=lambda scale: scale.id != PAIN))


# --- problems ---------------------------------------------------------------------------------------------


def unknown_rules(content_file: ContentFile[Any], site: Site) -> Iterator[Problem]:
    """Yield an error for each lifted rule that the site does not have, or that is lifted twice."""
    seen: set[str] = set()
    for loc, lift in _located(content_file.facts):
        if lift.rule in seen:
            message = f'"{lift.rule}" is lifted twice'
            yield content_file.document.problem(loc, "repeated-id", message, "keep one of the two")
        elif lift.rule not in (known := _ids(site.safety)):
            message = f'no rule in site.yaml has the id "{lift.rule}"'
            yield content_file.document.problem(loc, "unknown-rule", message, _known(lift.rule, known))
        seen.add(lift.rule)


def _known(id: str, known: Sequence[str]) -> str:
    if known:
        return " ".join(filter(None, (did_you_mean(id, known), one_of(known))))
    return f"no rule there has an id yet; write it as {{id: {id}, rule: ...}}"


def lifted_emergencies(content_file: ContentFile[Any], site: Site) -> Iterator[Problem]:
    """Warn of each rule about an emergency that a text lifts."""
    emergencies = {rule.id: rule for rule in site.safety.get_help.emergency if rule.id}
    for loc, lift in _located(content_file.facts):
        if rule := emergencies.get(lift.rule):
            message = f'this page does not say "Emergency if: {rule}"'
            hint = "be sure of the reason; a person responsible for the site can accept it in site.yaml"
            yield content_file.document.problem(loc, "lifted-emergency-rule", message, hint, Severity.WARNING)


def lifted_rules(content_file: ContentFile[Any], site: Site) -> Iterator[Problem]:
    """Note each rule that a text lifts, but for those that `lifted_emergencies` reports."""
    rules = {rule.id: f'"{rule}"' for _, rule in rules_of(site.safety) if rule.id}
    rules |= {scale.id: f'the scale "{scale.id}"' for scale in scales_of(site.safety)}
    emergencies = {rule.id for rule in site.safety.get_help.emergency}
    for loc, lift in _located(content_file.facts):
        if lift.rule in rules and lift.rule not in emergencies:
            message = f"this page does not have {rules[lift.rule]} of site.yaml"
            yield content_file.document.problem(
                loc, "lifted-rule", message, f"its reason: {lift.reason}", Severity.NOTE
            )


def _located(facts: Written) -> Iterator[tuple[Loc, Lift]]:
    """Yield what a text lifts, with the place of each id."""
    place: Loc = ("lift",) if isinstance(facts, Exercise) else ("safety", "lift")
    yield from (((*place, n, "rule"), lift) for n, lift in enumerate(lifts_of(facts)))


def _ids(safety: Safety) -> list[str]:
    return [*(rule.id for _, rule in rules_of(safety) if rule.id), *(scale.id for scale in scales_of(safety))]
