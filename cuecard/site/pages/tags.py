"""The pages of tags and of the words of the site's own taxonomies, and the index of each taxonomy."""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.title_order import title_order
from cuecard.core.urls import relative
from cuecard.library.library import url_of
from cuecard.library.tags import index_url
from cuecard.parse.sources import Kind
from cuecard.site import list_rows, views
from cuecard.site.context import PageContext
from cuecard.site.english import uncapitalised
from cuecard.site.pages.frame import frame, taxonomy_name
from cuecard.site.pages.terms import TermGroup, TermRow, TermsPage


class TagPage(Struct, frozen=True):
    """The view of `TAXONOMY/WORD.html`."""

    frame: views.Frame
    index: views.Link
    routines: tuple[views.RoutineRow, ...]
    exercises: tuple[views.ExerciseSummary, ...]
    guides: tuple[views.GuideRow, ...]


def page(context: PageContext, url: str) -> views.Page:
    """Return the page of one word, with all texts that have it."""
    library, labels = context.library, context.labels
    term = library.tagged[url]
    by_title = title_order(context.site.language)
    rows = list_rows.rows(context.site_assets, term.texts.get(Kind.EXERCISE, ()), url)
    exercises = tuple(sorted(rows, key=lambda row: (by_title(row.title), row.slug)))
    name = taxonomy_name(context, term.taxonomy)
    description = labels.text("tags.description", name=term.name)
    view = TagPage(
        frame=frame(context, url, term.name, description, sheet="home", rows=exercises),
        index=views.Link(relative(index_url(term.taxonomy), url), labels.text("tags.all", name=name)),
        routines=tuple(
            list_rows.routine_row(context.site_assets, library.routines[slug], url)
            for slug in term.texts.get(Kind.ROUTINE, ())
        ),
        exercises=exercises,
        guides=tuple(
            views.GuideRow(
                title=library.guides[slug].facts.title,
                href=relative(url_of(Kind.GUIDE, slug), url),
                summary=library.guides[slug].facts.summary,
            )
            for slug in term.texts.get(Kind.GUIDE, ())
        ),
    )
    return views.Page(url, "tag.html", view)


def index(context: PageContext, taxonomy: str) -> views.Page:
    """Return the index of a taxonomy: its words, each with the number of its texts."""
    url, name = index_url(taxonomy), taxonomy_name(context, taxonomy)
    by_title = title_order(context.site.language)
    rows = [
        TermRow(term.name, "", relative(where, url), str(sum(map(len, term.texts.values()))))
        for where, term in context.library.tagged.items()
        if term.taxonomy == taxonomy
    ]
    lead = context.labels.text("tags.lead", name=uncapitalised(name))
    rows.sort(key=lambda row: (by_title(row.name), row.href))
    view = TermsPage(
        frame=frame(context, url, name, lead, sheet="home"),
        lead=lead,
        muscle_map="",
        groups=(TermGroup("", tuple(rows)),),
    )
    return views.Page(url, "terms.html", view)
