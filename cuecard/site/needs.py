"""What a routine needs: each thing once, and of a choice one thing or another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cuecard.library.library import Library
from cuecard.parse.placed import Items, placed
from cuecard.parse.schema import Routine
from cuecard.parse.shapes import Choice
from cuecard.site import term_names
from cuecard.site.labels import Labels


def needs(labels: Labels, library: Library, routine: Routine) -> tuple[str, ...]:
    """Return what a routine that is one list needs, in small letters, what is done before and after last.

    What only some options of a choice need stands once, with "or" between them: "rolled towel or bed".
    """
    around = (step.exercise for step in (*routine.before, *routine.after) if step.exercise)
    certain: dict[str, None] = {}
    either: list[tuple[tuple[str, ...], ...]] = []
    for item in routine.exercises:
        if isinstance(item, Choice):
            options = tuple(things(labels, library, _slugs((one,))) for one in item.items)
            certain |= dict.fromkeys(thing for thing in options[0] if all(thing in one for one in options))
            either.append(options)
        else:
            certain |= dict.fromkeys(things(labels, library, _slugs((item,))))
    certain |= dict.fromkeys(things(labels, library, around))
    choices = (_choice(labels, options, certain) for options in either)
    return (*certain, *dict.fromkeys(filter(None, choices)))


def things(labels: Labels, library: Library, slugs: Iterable[str]) -> tuple[str, ...]:
    """Return what some exercises need, each thing once, in small letters."""
    return tuple(
        dict.fromkeys(term_names.inside(labels, term) for slug in slugs for term in library.equipment[slug])
    )


def _choice(labels: Labels, options: tuple[tuple[str, ...], ...], certain: Iterable[str]) -> str:
    left = [labels.listed(thing for thing in one if thing not in certain) for one in options]
    needed = list(dict.fromkeys(filter(None, left)))
    if not needed:
        return ""
    text = needed[0]
    for other in needed[1:]:
        text = labels.text("needs.or", one=text, other=other)
    return text if all(left) else labels.text("needs.perhaps", things=text)


def _slugs(items: Items) -> Iterator[str]:
    return (place.entry.exercise for place in placed(items))
