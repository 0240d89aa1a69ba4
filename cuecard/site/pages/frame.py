"""The frame of every page: head, navigation, footer; and what pages of all texts have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cuecard.core.text_direction import is_right_to_left
from cuecard.core.urls import absolute, readable_address, relative
from cuecard.figures.muscles import muscle_map
from cuecard.library import site_rules
from cuecard.library.library import EQUIPMENT, FEED, HOME, MUSCLES
from cuecard.library.tags import tag_url
from cuecard.parse.schema import Exercise, Place, Written
from cuecard.parse.sections import Section
from cuecard.parse.site_settings import Site
from cuecard.parse.tagged import TAGS, Tagged, terms_of
from cuecard.parse.video import Provider
from cuecard.site import safety_rules, views
from cuecard.site.context import Logo, PageContext, SiteLink
from cuecard.site.labels import Labels


def frame(
    context: PageContext,
    page: str,
    heading: str,
    description: str = "",
    *,
    og_type: str = "article",
    sheet: str = "",
    more_sheets: Iterable[str] = (),
    scripts: Iterable[str] = (),
    early_scripts: Iterable[str] = (),
    json_ld: str = "",
    is_draft: bool = False,
    facts: Written | None = None,
    rows: Iterable[views.ExerciseSummary] = (),
) -> views.Frame:
    """Return the frame of the page at the URL *page*.

    *sheet* is the style sheet that it needs beside that of all pages, and *more_sheets* are others;
    *rows* are the exercises that it lists, and *facts* are those of its text.
    """
    site, labels, theme = context.site, context.labels, context.theme
    canonical = address(context, page)
    names = ("site", sheet, *more_sheets, "owner" if sheet != "card" else "")
    sheets = [name for name in names if name in theme.stylesheets]
    return views.Frame(
        language=site.language,
        title=site.title if page == HOME else labels.text("title", page=heading, site=site.title),
        heading=heading,
        description=description or site.description,
        site_title=site.title,
        footer=_footer(labels, site),
        home=relative(HOME, page),
        canonical=canonical,
        readable=readable_address(canonical),
        og_type=og_type,
        feed=relative(FEED, page) if site.base_url else "",
        policy=theme.policy,
        icon=relative(theme.icon, page),
        stylesheets=tuple([relative(theme.stylesheets[name], page) for name in sheets]),
        scripts=tuple(relative(theme.scripts[name], page) for name in scripts),
        early_scripts=tuple(relative(theme.scripts[name], page) for name in early_scripts),
        navigation=navigation(context, page),
        json_ld=json_ld,
        is_rtl=is_right_to_left(site.language),
        is_draft=is_draft or bool(facts and facts.draft),
        sprite=muscle_map.sprite(row.lit for row in rows),
        **_own(context, page, facts),
    )


def _own(context: PageContext, page: str, facts: Written | None) -> dict[str, Any]:
    """Return what an owner adds to a page, by the name of its field in `Frame`."""
    theme = context.theme
    return {
        "terms": tuple(_terms(context, facts, page)) if facts else (),
        "extra": facts.extra if isinstance(facts, Tagged) else {},
        "footer_text": context.site.theme.footer_text,
        "logo": _logo(theme.logo, page) if theme.logo else None,
        "icon_type": "image/png" if theme.icon.endswith(".png") else "image/svg+xml",
        "footer_links": _links(theme.footer, *_place(theme.footer, page)) if theme.footer else (),
    }


def _terms(context: PageContext, facts: Written, page: str) -> Iterator[views.TermLinks]:
    """Yield the words of a text by taxonomy, as links to their pages."""
    for taxonomy, words in terms_of(facts):
        urls = dict.fromkeys(tag_url(taxonomy, word) for word in words)
        links = tuple(views.Link(relative(url, page), context.library.tagged[url].name) for url in urls)
        yield views.TermLinks(taxonomy_name(context, taxonomy), links)


def taxonomy_name(context: PageContext, taxonomy: str) -> str:
    """Return what readers see above the words of a taxonomy."""
    declared = context.site.taxonomies.get(taxonomy)
    if declared and declared.name:
        return declared.name
    return context.labels.text("tags") if taxonomy == TAGS else taxonomy.replace("-", " ").capitalize()


def _footer(labels: Labels, site: Site) -> str:
    if site.author:
        return labels.text("footer.site-by", site=site.title, author=site.author)
    return labels.text("footer.site", site=site.title)


def _logo(logo: Logo, page: str) -> views.Logo:
    return views.Logo(relative(logo.url, page), logo.width, logo.height, logo.has_name)


def navigation(context: PageContext, page: str) -> tuple[views.Link, ...]:
    """Return the links from a page to each part of the site."""
    library = context.library
    folder = page if page == HOME else page.rpartition("/")[0] + "/"
    parts = _navigation(
        context.labels, folder, has_routines=bool(library.routines), has_guides=bool(library.guides)
    )
    header = context.theme.header
    return parts + _links(header, *_place(header, page)) if header else parts


@lru_cache(maxsize=1 << 8)
def _navigation(labels: Labels, page: str, *, has_routines: bool, has_guides: bool) -> tuple[views.Link, ...]:
    """Return the same for the home page, or for any page of a folder."""
    folder = page.partition("/")[0]
    entries = [("exercises", f"{HOME}#exercises")]
    if has_routines:
        entries.append(("routines", f"{HOME}#routines"))
    if has_guides:
        entries.append(("guides", f"{HOME}#guides"))
    entries += [("muscles", MUSCLES), ("equipment", EQUIPMENT)]
    return tuple(
        views.Link(relative(url, page), labels.text(f"nav.{name}"), name == folder) for name, url in entries
    )


def _place(links: tuple[SiteLink, ...], page: str) -> tuple[str, str]:
    """Return the folder of a page, and the page itself if one of *links* leads to it."""
    return page.rpartition("/")[0], page if any(link.url == page for link in links) else ""


@lru_cache(maxsize=1 << 8)
def _links(links: tuple[SiteLink, ...], folder: str, page: str) -> tuple[views.Link, ...]:
    """Return *links* from any page of a folder, or from the *page* to which one of them leads."""
    here = page or f"{folder}/" if folder else page
    return tuple(
        views.Link(link.url if link.is_elsewhere else relative(link.url, here), link.text, link.url == page)
        for link in links
    )


def address(context: PageContext, page: str) -> str:
    """Return the full URL of a page; empty without a base URL."""
    return absolute(context.site.base_url, page)


def safety(context: PageContext, facts: Written) -> views.Safety:
    """Return the rules of the page of an exercise or a guide: the site's without those that it lifts, and its own."""
    if isinstance(facts, Exercise) and not (facts.lift or facts.pain or facts.scales):
        return safety_rules.with_rules(context.safety, facts.stop_if)  # most exercises; the rest is made once
    return safety_rules.safety(context.labels, site_rules.in_use(context.site, facts))


def sections(
    labels: Labels, table: Mapping[str, Section], facts: Written, place: Place
) -> Iterator[views.TextSection]:
    """Yield the plain texts that the author wrote of those of *table* that belong in one place."""
    for key, section in table.items():
        if section.place is place and (value := getattr(facts, key)):
            text, items = ("", value) if section.is_list else (value, ())
            yield views.TextSection(section.id, labels.section(key), text, items)


def scripts(facts: Written) -> tuple[str, ...]:
    """Return the scripts that the page of a text needs for its video."""
    plays = facts.video and facts.video.provider in {Provider.VIMEO, Provider.YOUTUBE}
    return ("video",) if plays else ()
