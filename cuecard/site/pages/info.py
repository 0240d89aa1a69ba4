"""A page of the site itself, such as its imprint: without safety rules, and without a review unless there was one."""

from __future__ import annotations

from cuecard.library.library import url_of
from cuecard.parse.sources import Kind
from cuecard.site import bodies, media, provenance, schema_org, views
from cuecard.site.context import PageContext
from cuecard.site.pages.frame import address, frame, scripts
from cuecard.site.pages.guide import contents_of


def page(context: PageContext, slug: str) -> views.Page:
    """Return one page of the site itself."""
    text = context.library.pages[slug]
    facts, url = text.facts, url_of(Kind.PAGE, slug)
    body = bodies.body(context.site_assets, text, url)
    view = views.InfoPage(
        frame=frame(
            context,
            url,
            facts.title,
            facts.summary,
            sheet="guide",
            scripts=scripts(facts),
            json_ld=schema_org.web_page(facts, context.site, address(context, url)),
            facts=facts,
            rows=bodies.rows_in(body),
        ),
        summary=facts.summary,
        contents=contents_of(context.library.bodies[text.path]),
        body=body,
        video=media.video(context.site_assets, text, url),
        pictures=media.pictures(context.site_assets, text, url, media.Place.TEXT),
        sources=provenance.sources(facts.sources),
        review=provenance.review(context.site_assets, facts.reviewed) if facts.reviewed else None,
    )
    return views.Page(url, "page.html", view)
