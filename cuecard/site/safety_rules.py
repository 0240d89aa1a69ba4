"""Safety rules and the pain scale, as pages and cards show them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from cuecard.parse.nested_models import PainScale, Safety
from cuecard.site import views
from cuecard.site.english import sentence
from cuecard.site.labels import Labels


def safety(labels: Labels, *sources: Safety, stop_if: Iterable[str] = ()) -> views.Safety:
    """Return all rules together: the site's first, then what is added; the last pain scale counts.

    Nothing is dropped but the word-for-word repetition of a rule.
    """
    pain = next((source.pain for source in reversed(sources) if source.pain), None)
    return views.Safety(
        stop_if=_once(*(source.stop_if for source in sources), tuple(stop_if)),
        urgent=_once(*(source.get_help.urgent for source in sources)),
        soon=_once(*(source.get_help.soon for source in sources)),
        pain=pain_scale(labels, pain) if pain else None,
        emergency=_once(*(source.get_help.emergency for source in sources)),
        not_if=_once(*(source.not_if for source in sources)),
        where=(
            _last(source.get_help.where.emergency for source in sources),
            _last(source.get_help.where.urgent for source in sources),
            _last(source.get_help.where.soon for source in sources),
        ),
    )


def with_rules(safety: views.Safety, stop_if: Iterable[str]) -> views.Safety:
    """Return the same with further rules when to stop."""
    return replace(safety, stop_if=_once(safety.stop_if, tuple(stop_if)))


def pain_scale(labels: Labels, pain: PainScale) -> views.PainScale:
    """Return the scale in words and numbers, so that its parts can be distinguished without colour."""
    ends = {"ok": (0, pain.ok), "caution": (pain.ok + 1, pain.caution), "stop": (pain.caution + 1, 10)}
    steps = tuple(
        views.PainStep(
            range=str(low) if low == high else labels.text("range", low=str(low), high=str(high)),
            verdict=labels.text(f"pain.{kind}"),
            advice=labels.text(f"pain.{kind}.advice"),
            kind=kind,
        )
        for kind, (low, high) in ends.items()
        if low <= high
    )
    settle = labels.text("pain.settle", hours=labels.count("hour", pain.settle_hours))
    in_line = (
        labels.text("pain.line.step", range=step.range, verdict=step.verdict.lower()) for step in steps
    )
    line = labels.text("pain.line", steps=labels.text("pain.line.separator").join(in_line), settle=settle)
    return views.PainScale(steps, settle, pain.source, line)


def _last(texts: Iterable[str]) -> str:
    """Return the last text that is not empty, as a sentence."""
    filled = [text for text in texts if text]
    return sentence(filled[-1]) if filled else ""


def _once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(rule) for group in groups for rule in group))
