"""Muscles on pages: the words for them, and the map that shows where they are.

A word of an author stands for one or more ids of muscles; `cuecard.figures.muscles.muscle_map` draws these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from cuecard.core.urls import relative
from cuecard.figures.muscles import muscle_map, regions
from cuecard.library.library import Library, MuscleUse, term_url
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import Routine
from cuecard.site import term_names, views
from cuecard.site.labels import Labels
from cuecard.vocabulary.matching import normalize
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term


class Work(Struct, frozen=True):
    """The muscles of an exercise or a routine: none is in both."""

    primary: tuple[MuscleUse, ...]
    secondary: tuple[MuscleUse, ...]


def of_exercise(library: Library, slug: str) -> Work:
    """Return the muscles of an exercise, as its author wrote them."""
    return Work(library.primary[slug], library.secondary[slug])


def of_routine(library: Library, routine: Routine) -> Work:
    """Return the muscles of a routine: the main ones of any exercise, and the others."""
    slugs = routine_slugs(routine)
    most = {worked.term.id: worked for slug in slugs for worked in reversed(library.primary[slug])}
    too = {worked.term.id: worked for slug in slugs for worked in reversed(library.secondary[slug])}
    order = library.vocabulary.muscles
    return Work(
        tuple(most[id] for id in order if id in most),
        tuple(too[id] for id in order if id in too and id not in most),
    )


# --- words ------------------------------------------------------------------------------------------------


def in_words(
    labels: Labels, library: Library, work: Iterable[MuscleUse], page: str
) -> tuple[views.Muscle, ...]:
    """Return muscles in words."""
    return tuple([muscle(labels, library, worked, page) for worked in work])


def muscle(labels: Labels, library: Library, worked: MuscleUse, page: str) -> views.Muscle:
    """Return a muscle as an exercise page shows it.

    A group has the word of its author; of several anatomical names, the one that was written is shown.
    """
    term = worked.term
    href = relative(term_url(term), page)
    anatomy = regions.anatomy()
    is_drawn = not anatomy.shown.isdisjoint(library.vocabulary.expand(term))
    return views.Muscle(
        name=name_of(labels, worked),
        anatomical=""
        if term.kind is TermKind.UMBRELLA
        else term_names.anatomical(labels, term, _anatomical_name(term.anatomical, worked.written)),
        href=href,
        is_drawn=is_drawn,
        is_deep=term.id in anatomy.deep,
    )


@lru_cache(maxsize=1 << 12)
def _anatomical_name(anatomical: str, written: str) -> str:
    """Return, of several names, the one that was written, or else all."""
    written_names = [name for name in anatomical.split(", ") if normalize(name) == normalize(written)]
    return ", ".join(written_names) or anatomical


def name_of(labels: Labels, worked: MuscleUse) -> str:
    """Return the everyday name; for a group, the word that its author wrote."""
    if worked.term.kind is TermKind.UMBRELLA:
        return worked.written[:1].upper() + worked.written[1:]
    return term_names.name(labels, worked.term)


# --- maps -------------------------------------------------------------------------------------------------


def muscle_ids(library: Library, work: Iterable[MuscleUse]) -> tuple[str, ...]:
    """Return the ids of the muscles to colour, those of groups included, in the order of the words, each once."""
    return tuple(dict.fromkeys(id for worked in work for id in library.vocabulary.expand(worked.term)))


def chart(labels: Labels, library: Library, work: Work) -> str:
    """Return front and back of a body with the muscles of *work*, as safe SVG; empty if none can be drawn."""
    groups = (("muscles.primary", work.primary), ("muscles.secondary", work.secondary))
    label = " ".join(
        labels.text(
            "muscles.map",
            title=labels.text(key),
            muscles=labels.listed(_inside(labels, worked) for worked in group),
        )
        for key, group in groups
        if group
    )
    return muscle_map.chart(
        muscle_ids(library, work.primary), muscle_ids(library, work.secondary), label, _sides(labels)
    )


def chart_of_term(labels: Labels, library: Library, term: Term) -> str:
    """Return front and back of a body with one muscle, or with the members of a group."""
    label = labels.text("muscles.map-of-one", muscle=_uncapitalised(term.name))
    return muscle_map.chart(library.vocabulary.expand(term), (), label, _sides(labels))


def index_map(labels: Labels, terms: Iterable[Term], page: str) -> str:
    """Return front and back of a body, on which each of *terms* that can be drawn links to its page."""
    links: Mapping[str, tuple[str, str]] = {
        term.id: (relative(term_url(term), page), term.name) for term in terms if term.kind is TermKind.MUSCLE
    }
    return muscle_map.index_map(links, labels.text("muscles.map-index"), _sides(labels))


def _sides(labels: Labels) -> tuple[str, str]:
    """Return the captions of the map."""
    return labels.text("muscles.front"), labels.text("muscles.back")


def _inside(labels: Labels, worked: MuscleUse) -> str:
    """Return a name for the inside of a sentence."""
    name = worked.term.name if worked.term.kind is not TermKind.UMBRELLA else name_of(labels, worked)
    return _uncapitalised(name)


def _uncapitalised(name: str) -> str:
    return name[:1].lower() + name[1:]
