"""What is around every page."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.shared import Link


class Frame(Struct, frozen=True):
    """What is around every page."""

    language: str
    title: str
    """For the browser's tab: page and site."""
    heading: str
    """The page's one h1."""
    description: str
    site_title: str
    footer: str
    """Site and author, as a sentence."""
    home: str
    canonical: str
    """The full address; empty without a base address."""
    readable: str
    """The same for a reader to type from paper."""
    og_type: str
    feed: str
    """Empty without a base address."""
    policy: str
    """What the page may load and do (`site.csp`); empty where authors may write all HTML."""
    icon: str
    stylesheet: str
    scripts: tuple[str, ...]
    early_scripts: tuple[str, ...]
    """Those that run before anything is shown, as they decide what is."""
    navigation: tuple[Link, ...]
    json_ld: str
    """Ready for a script element; empty for none."""
    is_draft: bool = False
    sprite: str = ""
    """What the small muscle maps of the page refer to, as safe SVG; empty without any."""
