"""Muscles on pages: the words for them, and the map that shows where they are.

A word of an author becomes the ids that it lights up; `cuecard.figures.muscles.muscle_map` draws those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from cuecard.core.urls import relative
from cuecard.figures.muscles import muscle_map, regions
from cuecard.library.library import Library, MuscleUse, term_url
from cuecard.parse.schema import Routine, routine_slugs
from cuecard.site import views
from cuecard.site.labels import Labels
from cuecard.vocabulary.matching import normalize
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term


class Work(Struct, frozen=True):
    """What an exercise or a routine works: no muscle is in both."""

    primary: tuple[MuscleUse, ...]
    secondary: tuple[MuscleUse, ...]


def of_exercise(library: Library, slug: str) -> Work:
    """What an exercise works, as its author put it."""
    return Work(library.primary[slug], library.secondary[slug])


def of_routine(library: Library, routine: Routine) -> Work:
    """The sum of a routine's exercises: what any of them works most, and what else they work."""
    slugs = routine_slugs(routine)
    most = {worked.term.id: worked for slug in slugs for worked in reversed(library.primary[slug])}
    too = {worked.term.id: worked for slug in slugs for worked in reversed(library.secondary[slug])}
    order = list(library.vocabulary.muscles)
    return Work(
        tuple(most[id] for id in sorted(most, key=order.index)),
        tuple(too[id] for id in sorted(too.keys() - most.keys(), key=order.index)),
    )


# --- words ------------------------------------------------------------------------------------------------


def in_words(library: Library, work: Iterable[MuscleUse], page: str) -> tuple[views.Muscle, ...]:
    """Muscles in words."""
    return tuple([muscle(library, worked, page) for worked in work])


def muscle(library: Library, worked: MuscleUse, page: str) -> views.Muscle:
    """A muscle as an exercise page shows it.

    An umbrella word stays as its author wrote it; of several anatomical names the one that was written is shown.
    """
    term = worked.term
    href = relative(term_url(term), page)
    anatomy = regions.anatomy()
    is_drawn = not anatomy.shown.isdisjoint(library.vocabulary.lit_by(term))
    return views.Muscle(
        name=name_of(worked),
        anatomical="" if term.kind is TermKind.UMBRELLA else _named(term.anatomical, worked.written),
        href=href,
        is_drawn=is_drawn,
        is_deep=term.id in anatomy.deep,
    )


@lru_cache(maxsize=1 << 12)
def _named(anatomical: str, written: str) -> str:
    """Of several names the one that was written, else all."""
    named = [one for one in anatomical.split(", ") if normalize(one) == normalize(written)]
    return ", ".join(named) or anatomical


def name_of(worked: MuscleUse) -> str:
    """The everyday name; of an umbrella word, what its author wrote."""
    if worked.term.kind is TermKind.UMBRELLA:
        return worked.written[:1].upper() + worked.written[1:]
    return worked.term.name


# --- maps -------------------------------------------------------------------------------------------------


def lit(library: Library, work: Iterable[MuscleUse]) -> tuple[str, ...]:
    """The ids of the muscles that light up, umbrella words opened; in the order of the words, each once."""
    return tuple(dict.fromkeys(id for worked in work for id in library.vocabulary.lit_by(worked.term)))


def chart(labels: Labels, library: Library, work: Work) -> str:
    """Front and back of a body with what works, as safe SVG; empty when none of it can be drawn."""
    groups = (("muscles.primary", work.primary), ("muscles.secondary", work.secondary))
    label = " ".join(
        labels.text(
            "muscles.map",
            title=labels.text(key),
            muscles=labels.listed(_inside(name_of(worked)) for worked in group),
        )
        for key, group in groups
        if group
    )
    return muscle_map.chart(lit(library, work.primary), lit(library, work.secondary), label, _sides(labels))


def chart_of_term(labels: Labels, library: Library, term: Term) -> str:
    """Front and back of a body with one muscle, or with the members of an umbrella word."""
    label = labels.text("muscles.map-of-one", muscle=_inside(term.name))
    return muscle_map.chart(library.vocabulary.lit_by(term), (), label, _sides(labels))


def index_map(labels: Labels, terms: Iterable[Term], page: str) -> str:
    """Front and back of a body, each of *terms* that can be drawn a link to its page."""
    links: Mapping[str, tuple[str, str]] = {
        term.id: (relative(term_url(term), page), term.name) for term in terms if term.kind is TermKind.MUSCLE
    }
    return muscle_map.index_map(links, labels.text("muscles.map-index"), _sides(labels))


def _sides(labels: Labels) -> tuple[str, str]:
    """The captions of the map."""
    return labels.text("muscles.front"), labels.text("muscles.back")


def _inside(name: str) -> str:
    """A name inside a sentence."""
    return name[:1].lower() + name[1:]
