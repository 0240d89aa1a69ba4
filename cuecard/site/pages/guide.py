"""The page of a guide."""

from __future__ import annotations

from cuecard.core.urls import relative
from cuecard.library.library import url_of
from cuecard.markdown.converter import Body
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.sources import Kind
from cuecard.site import bodies, list_rows, media, provenance, schema_org, views
from cuecard.site.context import PageContext
from cuecard.site.english import uncapitalised
from cuecard.site.pages.frame import address, frame, safety, scripts

_MOST_IN_STRIP = 6
"""Exercises of a guide without a routine."""


def page(context: PageContext, slug: str) -> views.Page:
    """Return the page of one guide."""
    library, guide = context.library, context.library.guides[slug]
    facts, url = guide.facts, url_of(Kind.GUIDE, slug)
    body = bodies.body(context.site_assets, guide, url)
    shown = bodies.shown_as_cards(body)
    exercises = list_rows.rows(context.site_assets, facts.exercises, url)
    routines = [
        list_rows.routine_row(context.site_assets, library.routines[slug], url) for slug in facts.routines
    ]
    rules = safety(context, facts)
    first = library.routines[facts.routines[0]] if facts.routines else None
    few = facts.exercises[:_MOST_IN_STRIP]
    contents = contents_of(library.bodies[guide.path])
    description = facts.summary or context.labels.listed(one.text for one in contents) or facts.title
    video = media.video(context.site_assets, guide, url)
    about = schema_org.About(context.site, address(context, url), description, video)
    view = views.GuidePage(
        frame=frame(
            context,
            url,
            facts.title,
            about.description,
            sheet="guide",
            scripts=scripts(facts),
            json_ld=schema_org.article(facts, about),
            facts=facts,
            rows=(*bodies.rows_in(body), *exercises),
        ),
        summary=facts.summary,
        stop_line=next(map(uncapitalised, rules.stop_if), ""),
        start=_start(first, url),
        strip=list_rows.strip(context.site_assets, routine_slugs(first.facts) if first else few),
        contents=contents,
        body=body,
        exercises=tuple(row for row in exercises if row.href not in shown),
        routines=tuple(row for row in routines if row.href not in shown),
        safety=rules,
        video=video,
        pictures=media.pictures(context.site_assets, guide, url, media.Place.TEXT),
        sources=provenance.sources(facts.sources),
        review=provenance.review(context.site_assets, facts.reviewed),
    )
    return views.Page(url, "guide.html", view)


def _start(routine: ContentFile[Routine] | None, page: str) -> views.Link | None:
    return (
        views.Link(relative(url_of(Kind.ROUTINE, routine.slug), page), routine.facts.title)
        if routine
        else None
    )


def contents_of(body: Body) -> tuple[views.Section, ...]:
    """Return the table of contents of a text; empty for one with fewer than two headings."""
    sections = tuple(
        views.Section(id=heading.id, text=heading.text, is_nested=heading.level > 2)
        for heading in body.headings
        if heading.level <= 3
    )
    return sections if len(sections) > 1 else ()
