"""Safety rules and scales, as pages and cards show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from cuecard.library import site_rules
from cuecard.library.site_rules import RulesInUse
from cuecard.parse.scales import AnyScale, PainScale, ScaleZone, WhatToDo, range_of, zones_of
from cuecard.site import views
from cuecard.site.english import sentence
from cuecard.site.labels import Labels

KINDS: Mapping[WhatToDo, str] = {
    WhatToDo.DO_MORE: "more",
    WhatToDo.CARRY_ON: "ok",
    WhatToDo.DO_LESS: "caution",
    WhatToDo.STOP: "stop",
}
"""The look of a zone, by what to do there."""


def safety(
    labels: Labels, rules: RulesInUse, titles: Sequence[str] = (), stop_if: Iterable[str] = ()
) -> views.Safety:
    """Return all rules together: the site's first, then what is added; of two scales with one name the last counts.

    *titles* are those of a routine's exercises, and *stop_if* further rules to stop at. Nothing is dropped but the
    word-for-word repetition of a rule.
    """
    sources = rules.sources

    def names(places: Iterable[int]) -> str:
        return labels.joined(dict.fromkeys(titles[n] for n in places))

    own = (scale_view(labels, scale, names(places)) for scale, places in rules.own_scales.items())
    return views.Safety(
        stop_if=_once(*(source.stop_if for source in sources), tuple(stop_if)),
        urgent=_once(*(source.get_help.urgent for source in sources)),
        soon=_once(*(source.get_help.soon for source in sources)),
        scales=(*(scale_view(labels, scale) for scale in site_rules.scales_in_use(*sources)), *own),
        emergency=_once(*(source.get_help.emergency for source in sources)),
        not_if=_once(*(source.not_if for source in sources)),
        where=(
            _last(source.get_help.where.emergency for source in sources),
            _last(source.get_help.where.urgent for source in sources),
            _last(source.get_help.where.soon for source in sources),
        ),
        lifted=(
            *(sentence(lift.reason) for lift in rules.lifted),
            *(
                labels.text(
                    "rule-of", exercises=names(places), rule=labels.uncapitalised(sentence(lift.reason))
                )
                for lift, places in rules.lifted_by.items()
            ),
        ),
    )


def with_rules(safety: views.Safety, stop_if: Iterable[str]) -> views.Safety:
    """Return the same with further rules when to stop."""
    return replace(safety, stop_if=_once(safety.stop_if, tuple(stop_if)))


def scale_view(labels: Labels, scale: AnyScale, exercises: str = "") -> views.Scale:
    """Return a scale in words and numbers, so that each zone is clear without colour; *exercises* are their names."""
    steps = tuple(scale_step(labels, zone) for zone in zones_of(scale))
    settle = settles(labels, scale)
    if isinstance(scale, PainScale):
        title, rate = labels.text("pain"), labels.text("pain.rate")
    else:
        title, rate = labels.text("scale", name=scale.name), labels.text("scale.rate", **_ends(labels, scale))
    line = labels.text(
        "scale.line",
        name=labels.text("scale.only-in", name=name_of(labels, scale), exercises=exercises)
        if exercises
        else name_of(labels, scale),
        **_ends(labels, scale),
        steps=in_a_line(labels, steps),
    )
    return views.Scale(
        id=scale.id,
        title=title,
        only=labels.text("scale.only", exercises=exercises) if exercises else "",
        rate=rate,
        steps=steps,
        settle=settle,
        source=scale.source,
        line=" ".join(filter(None, (line, settle))),
    )


def scale_step(labels: Labels, zone: ScaleZone) -> views.ScaleStep:
    """Return a zone in words; without advice of its author it has ours."""
    low, high = str(zone.low), str(zone.high)
    return views.ScaleStep(
        range=low if low == high else labels.text("range", low=low, high=high),
        verdict=labels.text(f"scale.{zone.do}"),
        advice=sentence(zone.advice) if zone.advice else labels.text(f"scale.{zone.do}.advice"),
        kind=KINDS[zone.do],
    )


def name_of(labels: Labels, scale: AnyScale) -> str:
    """Return what is rated."""
    return labels.text("pain.name") if isinstance(scale, PainScale) else scale.name


def settles(labels: Labels, scale: AnyScale) -> str:
    """Return when it should be back to usual; may be empty."""
    if isinstance(scale, PainScale):
        return labels.text("pain.settle", hours=labels.count("hour", scale.settle_hours))
    return sentence(scale.settle) if scale.settle else ""


def in_a_line(labels: Labels, steps: Iterable[views.ScaleStep]) -> str:
    """Return the zones one behind the other."""
    return labels.text("scale.separator").join(
        labels.text("scale.step", range=step.range, verdict=labels.lower(step.verdict)) for step in steps
    )


def _ends(labels: Labels, scale: AnyScale) -> dict[str, str]:
    """Return the lowest and the highest number, each with what it means."""
    low, high = range_of(scale)
    if isinstance(scale, PainScale):
        meanings = (labels.text("pain.none"), labels.text("pain.worst"))
    else:
        meanings = (scale.low, scale.high)
    return {
        key: labels.text("scale.end", number=str(number), meaning=meaning.rstrip("."))
        if meaning
        else str(number)
        for key, number, meaning in zip(("low", "high"), (low, high), meanings, strict=True)
    }


def _last(texts: Iterable[str]) -> str:
    """Return the last text that is not empty, as a sentence."""
    filled = [text for text in texts if text]
    return sentence(filled[-1]) if filled else ""


def _once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(rule) for group in groups for rule in group))
