"""Safety rules and the pain scale, as pages and cards show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cuecard.parse.schema import (
    PainScale,
    Safety,
)
from cuecard.site import views
from cuecard.site.english import counted, sentence


def safety(*sources: Safety, stop_if: Iterable[str] = ()) -> views.Safety:
    """All rules together: the site's first, then what is added; the last pain scale counts.

    Nothing is dropped but the word-for-word repetition of a rule.
    """
    pain = next((told.pain for told in reversed(sources) if told.pain), None)
    return views.Safety(
        stop_if=_once(*(told.stop_if for told in sources), tuple(stop_if)),
        urgent=_once(*(told.get_help.urgent for told in sources)),
        soon=_once(*(told.get_help.soon for told in sources)),
        pain=pain_scale(pain) if pain else None,
        emergency=_once(*(told.get_help.emergency for told in sources)),
        not_if=_once(*(told.not_if for told in sources)),
        where=(
            _last(told.get_help.where.emergency for told in sources),
            _last(told.get_help.where.urgent for told in sources),
            _last(told.get_help.where.soon for told in sources),
        ),
    )


def _last(texts: Iterable[str]) -> str:
    """The last text that is not empty, as a sentence."""
    told = [text for text in texts if text]
    return sentence(told[-1]) if told else ""


def with_rules(safety: views.Safety, stop_if: Iterable[str]) -> views.Safety:
    """The same with further rules to stop at."""
    return replace(safety, stop_if=_once(safety.stop_if, tuple(stop_if)))


def pain_scale(pain: PainScale) -> views.PainScale:
    """The scale in words and numbers, each stretch told apart without colour."""
    steps = [
        views.PainStep(
            range=_stretch(0, pain.ok), verdict="Carry on", advice="This much is all right.", kind="ok"
        )
    ]
    if pain.caution > pain.ok:
        steps.append(
            views.PainStep(
                range=_stretch(pain.ok + 1, pain.caution),
                verdict="Do less",
                advice="Make the movement smaller or slower, or take the easier version.",
                kind="caution",
            )
        )
    if pain.caution < 10:
        steps.append(
            views.PainStep(
                range=_stretch(pain.caution + 1, 10),
                verdict="Stop",
                advice="End this exercise for today.",
                kind="stop",
            )
        )
    hours = counted(pain.settle_hours, "hour")
    settle = f"Pain should be back to its usual level within {hours}. If it is not, do less next time."
    return views.PainScale(steps=tuple(steps), settle=settle, source=pain.source)


def every_verdict() -> tuple[views.PainStep, ...]:
    """What to do in each of the three stretches, however wide they are."""
    return pain_scale(PainScale(ok=3, caution=5)).steps


def _stretch(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(rule) for group in groups for rule in group))
