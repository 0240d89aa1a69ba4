"""The pages of muscles and equipment, and the index of each."""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.title_order import title_order
from cuecard.core.urls import relative
from cuecard.library.library import EQUIPMENT, MUSCLES, term_url, terms_in_use
from cuecard.site import list_rows, muscles, views
from cuecard.site.context import PageContext
from cuecard.site.labels import Labels
from cuecard.site.pages.frame import frame
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term

_PARTS_OF_INDEX = {TermKind.UMBRELLA: "muscles.several", TermKind.STRUCTURE: "muscles.structures"}
"""Labels of the parts of the index of muscles; the first has none."""


class Group(Struct, frozen=True):
    """A titled list of exercises."""

    title: str
    rows: tuple[views.ExerciseSummary, ...]


class TermPage(Struct, frozen=True):
    """The view of `muscles/ID.html` and `equipment/ID.html`."""

    frame: views.Frame
    beside: str
    """The anatomical name, or what you can use instead at home."""
    also_called: str
    muscle_map: str
    """Where a muscle is, as safe SVG; empty when it cannot be drawn."""
    groups: tuple[Group, ...]
    index: views.Link


class TermRow(Struct, frozen=True):
    """A muscle or a piece of equipment in an index."""

    name: str
    beside: str
    href: str
    count: str


class TermGroup(Struct, frozen=True):
    """A part of an index; the first has no title."""

    title: str
    terms: tuple[TermRow, ...]


class TermsPage(Struct, frozen=True):
    """The view of `muscles/index.html` and `equipment/index.html`."""

    frame: views.Frame
    lead: str
    muscle_map: str
    """A map whose muscles are links, as safe SVG; empty for equipment."""
    groups: tuple[TermGroup, ...]


def muscle(context: PageContext, id: str) -> views.Page:
    """Return the page of one muscle, with the exercises that work it."""
    labels, library = context.labels, context.library
    term = library.vocabulary.muscles[id]
    url = term_url(term)
    primary, secondary = context.by_term[url]
    groups = _groups(context, url, {"muscle.primary": primary, "muscle.secondary": secondary})
    description = labels.text("muscle.description", muscle=term.name.lower())
    view = TermPage(
        frame=frame(context, url, term.name, description, rows=_rows_in(groups)),
        beside=term.anatomical,
        also_called=_also_called(labels, term),
        muscle_map=muscles.chart_of_term(labels, library, term),
        groups=groups,
        index=views.Link(relative(MUSCLES, url), labels.text("muscles.all")),
    )
    return views.Page(url, "term.html", view)


def tool(context: PageContext, id: str) -> views.Page:
    """Return the page of one piece of equipment, with the exercises that use it."""
    labels = context.labels
    term = context.library.vocabulary.equipment[id]
    url = term_url(term)
    groups = _groups(context, url, {"tool.exercises": context.by_term[url][0]})
    description = labels.text("tool.description", thing=term.name.lower())
    view = TermPage(
        frame=frame(context, url, term.name, description, rows=_rows_in(groups)),
        beside=labels.text("tool.instead", thing=term.note) if term.note else term.anatomical,
        also_called=_also_called(labels, term),
        muscle_map="",
        groups=groups,
        index=views.Link(relative(EQUIPMENT, url), labels.text("equipment.all")),
    )
    return views.Page(url, "term.html", view)


def _also_called(labels: Labels, term: Term) -> str:
    names = labels.listed(term.synonyms[:6])
    return labels.text("also-called.list", names=names) if names else ""


def _groups(context: PageContext, url: str, slugs: dict[str, list[str]]) -> tuple[Group, ...]:
    """Return exercises by the label of their group, without empty groups."""
    return tuple(
        Group(context.labels.text(key), list_rows.rows(context.site_assets, some, url))
        for key, some in slugs.items()
        if some
    )


def _rows_in(groups: tuple[Group, ...]) -> tuple[views.ExerciseSummary, ...]:
    return tuple(row for group in groups for row in group.rows)


def index(context: PageContext, url: str) -> views.Page:
    """Return the index of muscles or of equipment, whichever has this *url*."""
    labels, is_equipment = context.labels, url == EQUIPMENT
    terms = terms_in_use(context.library)[is_equipment]
    heading = labels.text("equipment.title" if is_equipment else "muscles")
    lead = labels.text("equipment.lead" if is_equipment else "muscles.lead")
    groups: dict[str, list[TermRow]] = {}
    for term in terms:
        part = _PARTS_OF_INDEX.get(term.kind)
        groups.setdefault(labels.text(part) if part else "", []).append(_row(context, term, url))
    view = TermsPage(
        frame=frame(context, url, heading, lead),
        lead=lead,
        muscle_map="" if is_equipment else muscles.index_map(labels, terms, url),
        groups=tuple(
            TermGroup(title, tuple(groups[title]))
            for title in sorted(groups, key=title_order(context.site.language))
        ),
    )
    return views.Page(url, "terms.html", view)


def _row(context: PageContext, term: Term, page: str) -> TermRow:
    labels, url = context.labels, term_url(term)
    slugs = {slug for group in context.by_term[url] for slug in group}
    is_instead = term.kind is TermKind.EQUIPMENT and term.note
    return TermRow(
        name=term.name,
        beside=labels.text("equipment.instead", thing=term.note) if is_instead else term.anatomical,
        href=relative(url, page),
        count=labels.count("exercise", len(slugs)),
    )
