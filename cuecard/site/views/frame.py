"""The frame of every page."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from cuecard.site.views.shared import Link


class Logo(Struct, frozen=True):
    """The picture before the name of the site."""

    src: str
    width: int
    """In CSS pixels; 0 if not known."""
    height: int
    has_name: bool
    """Whether it contains the name of the site, which is then only read aloud."""


class TermLinks(Struct, frozen=True):
    """The words of a text in one taxonomy."""

    name: str
    links: tuple[Link, ...]


class Frame(Struct, frozen=True):
    """Everything around the content of a page."""

    language: str
    title: str
    """Page and site, for the browser tab."""
    heading: str
    """The page's one h1."""
    description: str
    site_title: str
    footer: str
    """Site and author, as a sentence."""
    home: str
    canonical: str
    """The full URL; empty without a base URL."""
    readable: str
    """The same as readers type it from paper."""
    og_type: str
    feed: str
    """Empty without a base URL."""
    policy: str
    """The Content-Security-Policy (`site.csp`); empty if authors may write any HTML."""
    icon: str
    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    early_scripts: tuple[str, ...]
    """Those that run before anything is shown, as they decide what is."""
    navigation: tuple[Link, ...]
    json_ld: str
    """Ready for a script element; empty for none."""
    is_rtl: bool = False
    """Whether its language is written from right to left."""
    is_draft: bool = False
    sprite: str = ""
    """The shared parts of the page's small muscle maps, as safe SVG; empty if it has none."""
    footer_links: tuple[Link, ...] = ()
    """To pages of the site and elsewhere, above the last line of each page."""
    footer_text: str = ""
    """A sentence of the owner's."""
    logo: Logo | None = None
    icon_type: str = "image/svg+xml"
    terms: tuple[TermLinks, ...] = ()
    """The words of the text, by taxonomy, each a link to its page."""
    extra: Mapping[str, str | tuple[str, ...]] = {}
    """The author's own facts, which only templates of the owner show."""
