"""Rules that contradict a scale: "Stop if it hurts" beside "0 to 3: carry on". English only.

The scale tells readers to carry on with some pain, or some dizziness. A rule that takes effect at any pain at all then
bars the very people that the text is for, and a rule with a number of its own may draw the line elsewhere. What a rule
means is read from its words, and doubt is in the author's favour: sharp pain, pain at night or pain that grows is
another matter than pain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from cuecard.core.diagnostics import Problem, Severity
from cuecard.library import site_rules
from cuecard.library.library import Library
from cuecard.library.linker import named_in
from cuecard.library.site_rules import own_rules
from cuecard.lint import sentences, short_rules
from cuecard.parse.conditions import Rule
from cuecard.parse.front_matter import Document
from cuecard.parse.nested_models import ProgressionItem
from cuecard.parse.routine_shape import entries_of, steps_of
from cuecard.parse.safety_models import Safety, located_scales, rules_of, scales_of
from cuecard.parse.scales import AnyScale, PainScale, ScaleZone, WhatToDo, range_of, zones_of
from cuecard.parse.schema import ContentFile, Exercise, Routine, Written
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import Kind
from cuecard.parse.yaml_reader import Loc


class Effect(StrEnum):
    """What a rule does where it applies, to go on after "this"."""

    STOP = "says to stop"
    LEAVE_OUT = "says not to start"
    STEP_BACK = "says to step back"
    GET_HELP = "says to get help"


# --- what a rule says -------------------------------------------------------------------------------------

_BREATH_WORDS = r"breathless(?:ness)?|(?:out|short|shortness)\s+of\s+breath|puffed|winded|panting"
_FEELINGS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"pain(?:s|ful|fully)?|hurt(?:s|ing)?|aches?|aching|sore(?:ness|r)?|discomfort|uncomfortable|twinges?",
        r"dizz(?:y|iness|ier)|light-?\s?headed(?:ness)?|giddy|giddiness|vertigo|spin(?:s|ning)?|woozy",
        _BREATH_WORDS,
        r"tired(?:ness)?|fatigued?|exhaust(?:ed|ing|ion)|weary|weariness",
        r"efforts?|exertion",
        r"wobbl(?:e|es|y|ing)|unstead(?:y|iness)|sway(?:s|ing)?",
    )
)
"""Words for the same feeling; a scale is about the group that its name is in, or else about its name."""

_OTHER_KIND = re.compile(
    r"""\b(?:sharp|shooting|stabbing|sudden(?:ly)?|severe(?:ly)?|intense(?:ly)?|strong(?:er|ly)?|bad(?:ly)?|wors\w*
    |unbearable|very|extreme(?:ly)?|terribl[ey]|great(?:er)?|too|so|much|more|increas\w+|grow\w*|ris(?:es?|ing)|builds?
    |spread\w*|new|burning|electric|constant(?:ly)?|all\ the\ time|nights?|rest|resting|wak\w+|sleep\w*|morning
    |evening|tomorrow|day\ after|next\ day|afterwards?|lasts?|lasting|stays?|remain\w*|still|settles?|ease[sd]?
    |better|improv\w+|days?|weeks?|months?|hours?|minutes?|chest|jaw|belly|stomach|tummy|abdom\w+|bon[ey]s?|bony
    |fever|spots?|runs?|radiat\w+|(?:into|down)\ (?:the|your|an|one)\ (?:arms?|legs?)|hot|warm|red|chang\w+|limp\w*
    |different|unusual(?:ly)?|uneven(?:ly)?|pins|numb\w*|tingl\w*|drag\w*
    |pop(?:s|ped|ping)?|snap\w*|fell|fall|falls|fallen|blow|twist\w*|injur\w*|operat\w*|surgery|broken|fractur\w*
    |(?:stop(?:s|ped)?|made|makes?)\ you|cannot\ (?:speak|talk|say|finish))\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that make it another matter than how much it hurts, or say how much in other words."""
_BREATH = re.compile(_BREATH_WORDS, re.IGNORECASE)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_OUT_OF = r"(?:\s*(?:out\s+of|of|/)\s*(\d{1,3}|ten))?"
_UNITS = r"days?|weeks?|months?|hours?|minutes?|seconds?|times?|reps?|sets?|sessions?|steps?|m|cm|kg|km|s"
_NO_UNIT = rf"(?!\s*(?:to\s|-|\u2013|%|\.\d|\w*\s*(?:{_UNITS})\b))"
_ABOVE = re.compile(
    rf"\b(?:above|over|more\s+than|greater\s+than|higher\s+than|worse\s+than|exceeds?|past|beyond|>)\s*{_NUMBER}\b{_OUT_OF}{_NO_UNIT}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:at\s+least|reach(?:es|ed)?|from|hits)\s+{_NUMBER}\b{_OUT_OF}{_NO_UNIT}"
    rf"|\b{_NUMBER}{_OUT_OF}\s*(?:\+|or\s+(?:more|above|over|higher|worse))"
    rf"|\b{_NUMBER}\s*(?:out\s+of|/)\s*(\d{{1,3}}|ten)\b",
    re.IGNORECASE,
)


class _Threshold(Struct, frozen=True):
    """Where a rule begins to apply."""

    number: int
    is_written: bool
    """Whether the rule says the number; else it is the lowest at which there is anything to feel."""


def _threshold(rule: str, scale: AnyScale) -> _Threshold | None:
    """Return the number of *scale* from which a rule applies; None for a rule about something else."""
    if not _feeling(scale).search(rule):
        return None
    lowest, highest = range_of(scale)
    if found := _ABOVE.search(rule):
        number, whole = found.group(1, 2)
        return _Threshold(_value(number) + 1, True) if _fits(whole, highest) else None
    if found := _FROM.search(rule):
        number, whole = next(
            (n, w) for n, w in zip(found.groups()[::2], found.groups()[1::2], strict=True) if n
        )
        return _Threshold(_value(number), True) if _fits(whole, highest) else None
    if _OTHER_KIND.search(rule) or re.search(r"\d", rule):
        return None
    if isinstance(scale, PainScale) and _BREATH.search(rule):
        return None  # a sore calf and short breath
    return _Threshold(max(lowest, 1), False)


def _feeling(scale: AnyScale) -> re.Pattern[str]:
    if isinstance(scale, PainScale):
        return _FEELINGS[0]
    named = next((pattern for pattern in _FEELINGS if pattern.search(scale.name)), None)
    return named or re.compile(rf"\b{re.escape(scale.name)}\b", re.IGNORECASE)


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.index(number.lower()) + 1


def _fits(whole: str | None, highest: int) -> bool:
    """Return whether "out of" names the end of the scale; a rule about another scale is no contradiction."""
    return whole is None or _value(whole) == highest


_ALLOWED = frozenset([WhatToDo.STOP, WhatToDo.DO_LESS])
"""What the scale may say where a rule begins to apply: a rule may be somewhat stricter than the scale."""


class Contradiction(Struct, frozen=True):
    """A rule and the zone of a scale that says something else."""

    scale: AnyScale
    number: int
    zone: ScaleZone
    last_allowed: int
    """The number above which the rule should apply."""

    @property
    def said(self) -> str:
        """Return what the scale says."""
        return f'the scale "{self.scale.id}" says "{self.zone}"'


def contradicts(rule: str, effect: Effect, scale: AnyScale) -> Contradiction | None:
    """Return how a *rule* contradicts a *scale*; None if it does not, or if that is not certain."""
    threshold = _threshold(rule, scale)
    if threshold is None:
        return None
    zones, number = zones_of(scale), threshold.number
    zone = next((one for one in zones if one.low <= number <= one.high), None)
    if zone is None:
        return None
    stopping = [one for one in zones if one.do is WhatToDo.STOP]
    if zone.do not in _ALLOWED:
        if effect is Effect.STOP and stopping:
            last = stopping[0].low - 1
        else:
            last = max(one.high for one in zones if one.do not in _ALLOWED)
        return Contradiction(scale, number, zone, last)
    if effect is Effect.STOP and threshold.is_written and stopping and stopping[0].low < number:
        return Contradiction(scale, number, stopping[0], stopping[0].low - 1)
    return None


# --- rules and where they are -----------------------------------------------------------------------------

_EFFECTS = {
    "stop_if": Effect.STOP,
    "not_if": Effect.LEAVE_OUT,
    "get_help": Effect.GET_HELP,
}


def advise(content_file: ContentFile[Written], library: Library) -> Iterator[Problem]:
    """Yield a warning for each rule of a text, or of the site on its page, that contradicts a scale in use there."""
    facts, document = content_file.facts, content_file.document
    in_use = site_rules.in_use(library.site, facts, library.exercises_of(facts))
    scales = site_rules.scales_in_use(*in_use.sources)
    if not scales:
        return
    for loc, rule, effect in _rules(facts):
        yield from _reported(document, loc, rule, effect, scales)
    yield from _of_site(document, facts, in_use.sources[0], library.site)
    if isinstance(facts, Routine):
        yield from _of_exercises(document, facts, scales, library)


def advise_site(document: Document, site: Site) -> Iterator[Problem]:
    """Yield a warning for each rule of the site that contradicts a scale of the site."""
    for loc, rule, effect in _rules_of_text(site):
        yield from _reported(document, loc, rule, effect, scales_of(site.safety))


def _rules_of_text(facts: Written | Site) -> Iterator[tuple[Loc, Rule, Effect]]:
    for loc, rule in short_rules.rules(facts):
        yield loc, rule, _EFFECTS[str(loc[1] if loc[0] == "safety" else loc[0])]


def _rules(facts: Written) -> Iterator[tuple[Loc, str, Effect]]:
    """Yield the rules of a text, and the sentences of its other facts that say when to stop or to leave out."""
    yield from _rules_of_text(facts)
    if isinstance(facts, Exercise):
        yield from _step_back(facts.regressions)
        texts = [*sentences.instructing(facts), (("feel",), facts.feel), (("breathing",), facts.breathing)]
        texts += [(("mistakes", n), text) for n, text in enumerate(facts.mistakes)]
    elif isinstance(facts, Routine):
        yield ("regress_when",), facts.regress_when, Effect.STEP_BACK
        texts = [((*loc, key), getattr(step, key)) for loc, step in steps_of(facts) for key in ("do", "note")]
        texts += [((*one.loc, "note"), one.entry.note) for one in entries_of(facts)]
        texts += [(("expect", n), text) for n, text in enumerate(facts.expect)]
    else:
        return
    for loc, text in texts:
        yield from ((loc, said, Effect.STOP) for said in _commands(text))


def _step_back(rungs: Sequence[ProgressionItem]) -> Iterator[tuple[Loc, str, Effect]]:
    for n, rung in enumerate(rungs):
        if rung.when:
            yield ("regressions", n, "when"), rung.when, Effect.STEP_BACK


_STOP_WHEN = re.compile(
    r"\b(?:stop|end|leave\s+(?:it|this|that|the\s+\w+)\s+out|skip|do\s+not|don['\u2019]t|never)\b[^.;!?]*?"
    r"\b(?:if|when|whenever|as\s+soon\s+as|until|where)\b([^.;!?]*)",
    re.IGNORECASE,
)
_WHEN_STOP = re.compile(
    r"\b(?:if|when|whenever|as\s+soon\s+as)\b([^.;!?,]*),\s*(?:stop|leave\s+(?:it|this|that)\s+out|skip\s+it)\b",
    re.IGNORECASE,
)
_NOT_HURT = re.compile(r"\b(?:should|must|may)(?:\s+not|\s+never|n['\u2019]t)\s+([^.;!?,]*)", re.IGNORECASE)
_NOT_INTO = re.compile(
    r"\b(?:do\s+not|don['\u2019]t|never|without)\b[^.;!?,]*?\b(?:into|through)\s+([^.;!?,]*)", re.IGNORECASE
)


def _commands(text: str) -> Iterator[str]:
    """Yield the conditions in a text under which it tells the reader to stop, or which it says must not be."""
    for pattern in (_STOP_WHEN, _WHEN_STOP, _NOT_HURT, _NOT_INTO):
        yield from (found[1] for found in pattern.finditer(text))


def _reported(
    document: Document, loc: Loc, rule: str, effect: Effect, scales: Sequence[AnyScale]
) -> Iterator[Problem]:
    for scale in scales:
        if found := contradicts(rule, effect, scale):
            message = f"this {effect} at {found.number}, but {found.said}"
            yield document.problem(loc, "against-scale", message, _hint(found), Severity.WARNING)


def _hint(found: Contradiction) -> str:
    highest = range_of(found.scale).high
    number = f'say how much, such as "above {found.last_allowed} out of {highest}"'
    return f'{number}, or of which kind, such as "sharp"' if isinstance(found.scale, PainScale) else number


def _of_site(document: Document, facts: Written, of_site: Safety, site: Site) -> Iterator[Problem]:
    """Report each scale of a text that a rule of the site contradicts, unless the site contradicts itself."""
    place: Loc = () if isinstance(facts, Exercise) else ("safety",)
    own = own_rules(facts)
    for loc, scale in located_scales(own.pain, own.scales):
        for where, rule in rules_of(of_site):
            effect = _EFFECTS[str(where[0])]
            found = contradicts(rule, effect, scale)
            if not found or any(contradicts(rule, effect, one) for one in scales_of(site.safety)):
                continue
            message = f'site.yaml {effect} if "{rule}", but here {found.said}'
            lift = f"lift the rule here: lift: [{{rule: {rule.id or 'ID'}, reason: ...}}]"
            hint = lift if rule.id else f"give the rule an id in site.yaml, and {lift}"
            at = (*place, *loc) if isinstance(scale, PainScale) else (*place, *loc, "name")
            yield document.problem(at, "against-scale", message, hint, Severity.WARNING)


def _of_exercises(
    document: Document, routine: Routine, scales: Sequence[AnyScale], library: Library
) -> Iterator[Problem]:
    """Report each entry whose exercise has a rule that fits its own page, and contradicts the scale of the routine."""
    seen: set[str] = set()
    for at, slug, kind in named_in(routine):
        if kind is not Kind.EXERCISE or slug in seen or slug not in library.exercises:
            continue
        seen.add(slug)
        facts = library.exercises[slug].facts
        if not (facts.stop_if or facts.not_if):
            continue
        alone = site_rules.scales_in_use(*site_rules.in_use(library.site, facts).sources)
        own = {scale.id for scale in scales_of(own_rules(facts))}
        for scale in scales:
            if scale in alone or scale.id in own:
                continue
            for _, rule, effect in _rules_of_text(facts):
                if found := contradicts(rule, effect, scale):
                    message = f'"{slug}" {effect} if "{rule}", but here {found.said}'
                    hint = f"give {slug} a rule with a number, or a scale of its own"
                    yield document.problem(at, "against-scale", message, hint, Severity.WARNING)
