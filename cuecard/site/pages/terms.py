"""The pages of muscles and equipment, and the index of each."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from cuecard.core.title_order import first_letter, title_order
from cuecard.core.urls import relative
from cuecard.library.library import EQUIPMENT, HOME, MUSCLES, term_url, terms_in_use
from cuecard.site import list_rows, muscles, term_names, views
from cuecard.site.context import PageContext
from cuecard.site.labels import Labels
from cuecard.site.pages.frame import frame
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term

_PARTS_OF_INDEX = {TermKind.UMBRELLA: "muscles.several", TermKind.STRUCTURE: "muscles.structures"}
"""Labels of the parts of the index of muscles; the first has none."""


class Stretch(Struct, frozen=True):
    """The exercises of a list whose names begin with one letter; of a short list, all of them."""

    id: str
    """Empty for a short list, and so is the letter."""
    letter: str
    rows: tuple[views.ExerciseSummary, ...]


class Group(Struct, frozen=True):
    """A titled list of exercises."""

    title: str
    stretches: tuple[Stretch, ...]


class TermPage(Struct, frozen=True):
    """The view of `muscles/ID.html` and `equipment/ID.html`."""

    frame: views.Frame
    beside: str
    """The anatomical name, or what you can use instead at home."""
    also_called: str
    muscle_map: str
    """Where a muscle is, as safe SVG; empty when it cannot be drawn."""
    groups: tuple[Group, ...]
    jumps: tuple[views.Link, ...]
    """To each letter of a long list."""
    filter: str
    """The home page with its search narrowed to this term, if the list is long; else empty."""
    count: str
    found: str
    """What the script shows instead when a long list is narrowed; it fills in `{found}`."""
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
    view = _term_page(
        context,
        term,
        groups,
        labels.text("muscle.description", muscle=term_names.inside(labels, term)),
        views.Link(relative(MUSCLES, url), labels.text("muscles.all")),
        kind="muscle",
        beside=term_names.anatomical(labels, term),
        muscle_map=muscles.chart_of_term(labels, library, term),
    )
    return views.Page(url, "term.html", view)


def tool(context: PageContext, id: str) -> views.Page:
    """Return the page of one piece of equipment, with the exercises that use it."""
    labels = context.labels
    term = context.library.vocabulary.equipment[id]
    url = term_url(term)
    groups = _groups(context, url, {"tool.exercises": context.by_term[url][0]})
    view = _term_page(
        context,
        term,
        groups,
        labels.text("tool.description", thing=term_names.inside(labels, term)),
        views.Link(relative(EQUIPMENT, url), labels.text("equipment.all")),
        kind="equipment",
        beside=labels.text("tool.instead", thing=term_names.note(labels, term))
        if term.note
        else term_names.anatomical(labels, term),
    )
    return views.Page(url, "term.html", view)


def _term_page(
    context: PageContext,
    term: Term,
    groups: tuple[Group, ...],
    description: str,
    index: views.Link,
    *,
    kind: str,
    beside: str,
    muscle_map: str = "",
) -> TermPage:
    """Return the view of the page of a term; *kind* is the choice of the home page that narrows its list to it."""
    labels, url, rows = context.labels, term_url(term), _rows_in(groups)
    return TermPage(
        frame=frame(
            context,
            url,
            term_names.name(labels, term),
            description,
            sheet="home",
            scripts=_scripts(groups),
            rows=rows,
        ),
        beside=beside,
        also_called=_also_called(labels, term),
        muscle_map=muscle_map,
        groups=groups,
        jumps=_jumps(groups),
        filter=_filter(groups, kind, term.id, url),
        count=labels.count("exercise", len(rows)),
        found=_found(labels, rows),
        index=index,
    )


def _also_called(labels: Labels, term: Term) -> str:
    names = labels.listed(term_names.synonyms(labels, term, 6))
    return labels.text("also-called.list", names=names) if names else ""


def _groups(context: PageContext, url: str, slugs: dict[str, list[str]]) -> tuple[Group, ...]:
    """Return exercises by the label of their group, without empty groups."""
    by_title, letter_of = title_order(context.site.language), first_letter(context.site.language)
    return tuple(
        Group(
            context.labels.text(key),
            _stretches(
                tuple(
                    sorted(
                        list_rows.rows(context.site_assets, some, url), key=lambda row: by_title(row.title)
                    )
                ),
                f"group-{n}",
                letter_of,
            ),
        )
        for n, (key, some) in enumerate(slugs.items(), start=1)
        if some
    )


_LONG = 40
"""Exercises of a list from which there are jumps to its letters, and a link to the search."""


def _stretches(
    rows: tuple[views.ExerciseSummary, ...], name: str, letter_of: Callable[[str], str]
) -> tuple[Stretch, ...]:
    """Return a sorted list in one stretch, or if it is long by the letters of its titles; *name* begins their ids."""
    if len(rows) < _LONG:
        return (Stretch("", "", rows),)
    by_letter: dict[str, list[views.ExerciseSummary]] = {}
    for row in rows:
        by_letter.setdefault(letter_of(row.title), []).append(row)
    return tuple(
        Stretch(f"{name}-{n}", letter, tuple(some))
        for n, (letter, some) in enumerate(by_letter.items(), start=1)
    )


def _jumps(groups: tuple[Group, ...]) -> tuple[views.Link, ...]:
    first = groups[0].stretches if groups else ()
    return tuple(views.Link(f"#{one.id}", one.letter) for one in first if one.id)


def _is_long(groups: tuple[Group, ...]) -> bool:
    return any(stretch.id for group in groups for stretch in group.stretches)


def _filter(groups: tuple[Group, ...], name: str, id: str, url: str) -> str:
    return f"{relative(HOME, url)}?{name}={id}#exercises" if _is_long(groups) else ""


def _scripts(groups: tuple[Group, ...]) -> tuple[str, ...]:
    return ("filter",) if _is_long(groups) else ()


def _found(labels: Labels, rows: tuple[views.ExerciseSummary, ...]) -> str:
    return labels.text("filter.found", found="{found}", n=str(len(rows)))


def _rows_in(groups: tuple[Group, ...]) -> tuple[views.ExerciseSummary, ...]:
    return tuple(row for group in groups for one in group.stretches for row in one.rows)


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
        frame=frame(context, url, heading, lead, sheet="home"),
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
        name=term_names.name(labels, term),
        beside=labels.text("equipment.instead", thing=term_names.note(labels, term))
        if is_instead
        else term_names.anatomical(labels, term),
        href=relative(url, page),
        count=labels.count("exercise", len(slugs)),
    )
