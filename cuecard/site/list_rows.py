"""Exercises and routines as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from cuecard.core import letter_case
from cuecard.core.text_direction import is_right_to_left
from cuecard.core.urls import relative, slugify
from cuecard.figures.frames import Drawing
from cuecard.figures.muscles import muscle_map
from cuecard.library.library import Library, card_url, url_of
from cuecard.parse.routine_shape import entries_of, routine_slugs
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.sources import Kind
from cuecard.parse.tagged import terms_of
from cuecard.site import muscles, strips, views
from cuecard.site.choose_labels import labels_for
from cuecard.site.dose_display import schedule, total_time
from cuecard.site.labels import Labels
from cuecard.site.needs import things
from cuecard.site.site_assets import SiteAssets


class Rows(dict[tuple[str, str], views.ExerciseSummary]):
    """Exercises in lists, by the relative path from the page to the folder of exercises, and the slug.

    Each is created when it is first needed and then reused, as most are on several pages. With *before*, only those
    whose exercise has changed are created again; an equal one stays the same object.
    """

    def __init__(
        self,
        library: Library,
        drawings: Mapping[str, Drawing],
        before: Rows | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._labels = labels_for(library.site.language)
        self._drawings = drawings
        self._ways: set[str] = set()
        if before is None or before._library.vocabulary is not library.vocabulary:
            return
        if before._labels is not self._labels:
            return
        self.update(before)
        self._ways |= before._ways
        for slug in before._changed(self):
            for way in self._ways:
                row = self.pop((way, slug), None)
                if row and slug in library.exercises:
                    new = self[way, slug]
                    self[way, slug] = row if row == new else new

    def __missing__(self, key: tuple[str, str]) -> views.ExerciseSummary:
        """Create an exercise for a list."""
        way, slug = key
        row = self[key] = _row(self._labels, self._library, self._drawings.get(slug), slug, way)
        self._ways.add(way)
        return row

    def _changed(self, now: Rows) -> frozenset[str]:
        """Return the exercises whose rows may differ."""
        pairs: list[tuple[Mapping[str, object], Mapping[str, object]]] = [(self._drawings, now._drawings)]
        for name in ("exercises", "primary", "secondary", "equipment", "muscle_ids"):
            pairs.append((getattr(self._library, name), getattr(now._library, name)))
        return frozenset(
            slug
            for old, new in pairs
            if old is not new
            for slug in old.keys() | new.keys()
            if old.get(slug) is not new.get(slug)
        )


def _row(
    labels: Labels, library: Library, drawing: Drawing | None, slug: str, way: str
) -> views.ExerciseSummary:
    facts = library.exercises[slug].facts
    primary = [muscles.name_of(labels, worked) for worked in library.primary[slug]]
    lit = muscles.muscle_ids(library, library.primary[slug])
    written = [w.written for w in (*library.primary[slug], *library.secondary[slug])]
    own = dict(terms_of(facts))
    level = labels.text(f"level.{facts.level}") if facts.level else ""
    return views.ExerciseSummary(
        title=facts.title,
        href=way + relative(url_of(Kind.EXERCISE, slug), _EXERCISES),
        summary=facts.summary,
        facts=labels.listed(primary),
        level_name=level,
        needs=labels.listed(things(labels, library, (slug,))),
        level=str(facts.level or ""),
        slug=slug,
        names=labels.listed(facts.also_called),
        words=labels.listed(filter(None, (*written, facts.goal, *chain.from_iterable(own.values())))),
        muscle_ids=" ".join(library.muscle_ids_of(slug)),
        equipment_ids=" ".join(term.id for term in library.equipment[slug])
        or ("none" if facts.equipment else ""),
        position=str(facts.position or ""),
        still=drawing.small if drawing else "",
        lit=lit,
        map=muscle_map.small(lit),
        terms=tuple((name, " ".join(map(slugify, words))) for name, words in own.items()),
    )


_EXERCISES = "exercises/"
"""The folder of their pages."""


def row(site_assets: SiteAssets, slug: str, page: str) -> views.ExerciseSummary:
    """Return an exercise for a list."""
    (only,) = rows(site_assets, (slug,), page)
    return only


def rows(site_assets: SiteAssets, slugs: Iterable[str], page: str) -> tuple[views.ExerciseSummary, ...]:
    """Return exercises for a list."""
    way = relative(_EXERCISES, page)
    return tuple([site_assets.rows[way, slug] for slug in slugs])


def still(site_assets: SiteAssets, slug: str) -> str:
    """Return a small figure of an exercise as safe SVG; empty if it has none."""
    drawing = site_assets.drawings.get(slug)
    return drawing.small if drawing else ""


def strip(site_assets: SiteAssets, slugs: Iterable[str]) -> str:
    """Return the figures of exercises in reading order on one line of the floor, as safe SVG; empty if none has one."""
    drawings = site_assets.drawings
    found = [drawings[slug] for slug in dict.fromkeys(slugs) if slug in drawings]
    return strips.strip(reversed(found) if is_right_to_left(site_assets.library.site.language) else found)


def kit(labels: Labels, library: Library, slugs: Iterable[str]) -> str:
    """Return what all of the exercises need, in a line; that nothing is needed only if all of them say so."""
    slugs = tuple(dict.fromkeys(slugs))
    if names := things(labels, library, slugs):
        text = labels.listed(names)
        return letter_case.with_capital(text, labels.language)
    is_known = all(library.exercises[slug].facts.equipment for slug in slugs)
    return labels.text("equipment.none") if is_known else ""


def exercise_link(library: Library, slug: str, page: str) -> views.Link:
    """Return a link to the page of an exercise."""
    return views.Link(relative(url_of(Kind.EXERCISE, slug), page), library.exercises[slug].facts.title)


def routine_row(site_assets: SiteAssets, routine: ContentFile[Routine], page: str) -> views.RoutineRow:
    """Return a routine for a list."""
    labels, library, facts = site_assets.labels, site_assets.library, routine.facts
    often = schedule(labels, facts.schedule)
    short = (
        total_time(labels, library, routine),
        labels.count("phase", len(facts.phases)) if facts.phases else "",
        often or labels.count("exercise", number_of_exercises(facts)),
        kit(labels, library, routine_slugs(facts)),
    )
    return views.RoutineRow(
        title=facts.title,
        href=relative(url_of(Kind.ROUTINE, routine.slug), page),
        summary=facts.summary,
        need=facts.need,
        facts=tuple(filter(None, short)),
        strip=strip(site_assets, routine_slugs(facts)),
        card=relative(card_url(routine.slug), page) if has_own_card(facts) else "",
    )


def number_of_exercises(facts: Routine) -> int:
    """Return how many exercises a routine lists; of one with sessions or phases, how many different ones."""
    slugs = [one.entry.exercise for one in entries_of(facts)]
    return len(set(slugs)) if facts.sessions or facts.phases else len(slugs)


def has_own_card(facts: Routine) -> bool:
    """Return whether all of a routine is on one card; its sessions and phases have one each."""
    return facts.card.is_wanted and not (facts.sessions or facts.phases)
