"""What is needed to follow one exercise of a routine with the phone on the floor: pictures, numbers, steps, boxes."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.dose import Dose
from cuecard.site import dose_display, media, views
from cuecard.site.context import PageContext
from cuecard.site.english import sentence

_MOST_BOXES = 12
"""Sets with a box each; more are counted, not ticked."""


def entry_guide(context: PageContext, slug: str, dose: Dose | None, page: str) -> views.EntryGuide:
    """Return how the exercise *slug* is followed on the routine's page at *page*, with its *dose* there."""
    exercise = context.library.exercises[slug]
    facts = exercise.facts
    short = tuple(map(sentence, facts.short_steps))
    steps = tuple(map(sentence, facts.steps))
    movement = media.movement(context.site_assets, exercise)
    return views.EntryGuide(
        numbers=dose_display.numbers(context.labels, dose),
        stills=movement.stills if movement else (),
        pictures=media.pictures(context.site_assets, exercise, page, media.Place.ENTRY),
        start=sentence(facts.start) if facts.start else "",
        steps=short or steps,
        all_steps=steps if short else (),
        stop_if=tuple(context.labels.uncapitalised(sentence(rule)) for rule in facts.stop_if),
        boxes=tuple(_boxes(context, dose)),
    )


def _boxes(context: PageContext, dose: Dose | None) -> Iterator[views.SetBoxes]:
    """Yield the boxes to tick: one for each set, for each side by itself if the sides are done one after the other."""
    labels = context.labels
    sets = dose.sets.high if dose and dose.sets else 1
    if not 1 <= sets <= _MOST_BOXES:
        return
    names = [str(n) for n in range(1, sets + 1)] if sets > 1 else [labels.text("entry.done")]
    if dose and dose.side and dose.side.doubles:
        yield views.SetBoxes(labels.text("entry.left"), tuple(names))
        yield views.SetBoxes(labels.text("entry.right"), tuple(names))
    else:
        yield views.SetBoxes("", tuple(names))
