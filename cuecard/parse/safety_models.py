"""The models of safety: when not to start, to stop and to get help, scales, and rules of the site that are lifted.

`site.yaml` has rules for all pages, and gives those that a text may lift an id. Routines and guides have rules of their
own under `safety`; an exercise has the same keys at its top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.parse.conditions import (
    EmergencyRules,
    LeaveOutRules,
    Rule,
    SoonRules,
    StopRules,
    UrgentRules,
    read_rule_id,
)
from cuecard.parse.fields import Text, read_text, reads
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.scales import PAIN, AnyScale, PainScale, Scale
from cuecard.parse.yaml_reader import Loc


class WhereToGo(FrontMatterModel):
    """Where to get help, in words of the site."""

    emergency: Text = ""
    """Whom to call at once, such as "Call 112"."""
    urgent: Text = ""
    """Where to go today."""
    soon: Text = ""
    """With whom to book an appointment."""


class GetHelp(FrontMatterModel):
    """When to ask a professional, in three tiers, and where."""

    emergency: EmergencyRules = ()
    """Emergency if ..."""
    urgent: UrgentRules = ()
    """Get help today if ..."""
    soon: SoonRules = ()
    """Book an appointment if ..."""
    where: WhereToGo = WhereToGo()
    """Where to get help: whom to call, where to go today, with whom to book."""


class Lift(FrontMatterModel):
    """A rule or a scale of the site that does not apply to this text."""

    rule: Annotated[str, reads(read_rule_id)]
    """The id of the rule in site.yaml; `pain` for the pain scale, or the name of another scale."""
    reason: Text
    """Why it does not apply here, in a sentence that readers see."""
    short: Text = ""
    """The reason in fewer words, for the card."""


def _read_lift(value: object) -> object:
    """Report an id without a reason, with the form that has one."""
    if isinstance(value, Mapping):
        return value
    id = read_text(value)
    hint = f"write {{rule: {id}, reason: why it does not apply here}}"
    raise InvalidValueError("missing-key", f'nothing says why "{id}" does not apply here', hint)


Lifts = tuple[Annotated[Lift, BeforeValidator(_read_lift, json_schema_input_type=Lift)], ...]
Scales = tuple[Scale, ...]


def _key_hint(key: str) -> str:
    return "delete it: a rule that applies nowhere can be deleted" if key == "lift" else ""


class Safety(FrontMatterModel):
    """Who should not start, stop rules, when to get help, and how to rate what is felt."""

    not_if: LeaveOutRules = ()
    """Who should not start at all; it goes on after "Do not start if"."""
    stop_if: StopRules = ()
    """When to stop."""
    get_help: GetHelp = GetHelp()
    """When to ask for help, in three tiers, and where."""
    pain: PainScale | None = None
    """How much pain is acceptable, on a scale from 0 to 10."""
    scales: Scales = ()
    """Other scales, such as dizziness or effort."""

    key_hint: ClassVar[Callable[[str], str]] = staticmethod(_key_hint)
    """What to write instead of an unknown key."""

    @model_validator(mode="after")
    def _ids_once(self) -> Safety:
        """Report a second rule or scale with the same id."""
        if errors := list(_repeated(self)):
            raise InvalidFieldsError(errors)
        return self


class TextSafety(Safety):
    """Rules of a routine or a guide, and what it lifts."""

    lift: Lifts = ()
    """Rules of the site that do not apply here: the id of each, and the reason."""

    @model_validator(mode="after")
    def _no_ids(self) -> TextSafety:
        if errors := [without_id(loc) for loc, rule in rules_of(self) if rule.id]:
            raise InvalidFieldsError(errors)
        return self


def rules_of(safety: Safety) -> Iterator[tuple[Loc, Rule]]:
    """Yield every rule, with its place below *safety*."""
    help = safety.get_help
    lists: Mapping[Loc, tuple[Rule, ...]] = {
        ("not_if",): safety.not_if,
        ("stop_if",): safety.stop_if,
        ("get_help", "emergency"): help.emergency,
        ("get_help", "urgent"): help.urgent,
        ("get_help", "soon"): help.soon,
    }
    for loc, some in lists.items():
        yield from (((*loc, n), rule) for n, rule in enumerate(some))


def scales_of(safety: Safety) -> tuple[AnyScale, ...]:
    """Return the scales in order, that of pain first."""
    return (*((safety.pain,) if safety.pain else ()), *safety.scales)


def without_id(loc: Loc) -> FieldError:
    """Return what is wrong with the id of a rule that is not in `site.yaml`; *loc* is the place of the rule."""
    message = "only a rule in site.yaml can have an id, since only those can be lifted"
    return FieldError((*loc, "id"), InvalidValueError("bad-rule-id", message, "delete the id"), at_key=True)


def repeated_scales(scales: Iterable[tuple[Loc, AnyScale]]) -> Iterator[FieldError]:
    """Yield an error for each scale with the name of one before it."""
    seen: set[str] = set()
    for loc, scale in scales:
        if scale.id in seen:
            hint = 'delete one, or the key "pain"' if scale.id == PAIN else "delete one, or rename it"
            refused = InvalidValueError("repeated-id", f'there are two scales "{scale.id}"', hint)
            yield FieldError((*loc, "name"), refused)
        seen.add(scale.id)


def located_scales(pain: PainScale | None, scales: Scales) -> Iterator[tuple[Loc, AnyScale]]:
    """Yield the scales with their places, that of pain first."""
    if pain:
        yield ("pain",), pain
    yield from ((("scales", n), scale) for n, scale in enumerate(scales))


def _repeated(safety: Safety) -> Iterator[FieldError]:
    yield from repeated_scales(located_scales(safety.pain, safety.scales))
    seen = {scale.id for scale in scales_of(safety)}
    for loc, rule in rules_of(safety):
        if rule.id and rule.id in seen:
            refused = InvalidValueError(
                "repeated-id", f'the id "{rule.id}" is already used', "choose another id"
            )
            yield FieldError((*loc, "id"), refused)
        seen.add(rule.id)
