"""What an owner puts around every page: logo, icon, and links, those of `site.yaml` first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from cuecard.library.library import Library, url_of
from cuecard.parse.page_models import Nav
from cuecard.parse.sources import SITE_FILE, Kind
from cuecard.parse.theme_links import ThemeLink
from cuecard.site.context import Logo, SiteLink, ThemeUrls
from cuecard.site.site_assets import SiteAssets


def with_own(theme: ThemeUrls, site_assets: SiteAssets) -> ThemeUrls:
    """Return *theme* with what the owner adds to every page."""
    library = site_assets.library
    settings = library.site.theme
    named = {link.url for link in _named(site_assets, (*settings.header, *settings.footer))}
    icon = library.targets.get((SITE_FILE, settings.favicon))
    return replace(
        theme,
        header=(*_named(site_assets, settings.header), *_pages(library, Nav.HEADER, named)),
        footer=(*_named(site_assets, settings.footer), *_pages(library, Nav.FOOTER, named)),
        logo=_logo(site_assets),
        icon=site_assets.linked_files[icon.asset] if icon else theme.icon,
    )


def has_own(library: Library) -> bool:
    """Return whether the owner adds something to pages for which there are rules in the style sheet."""
    theme = library.site.theme
    is_linked = theme.footer or any(_pages(library, Nav.FOOTER, ()))
    return bool(library.home or library.tagged or theme.logo or theme.footer_text or is_linked)


def _named(site_assets: SiteAssets, links: Iterable[ThemeLink]) -> Iterator[SiteLink]:
    """Yield the links of `site.yaml`."""
    library = site_assets.library
    for link in links:
        target = library.targets[SITE_FILE, link.to]
        url = site_assets.linked_files[target.asset] if target.asset else target.url
        text = library.text_at(url.partition("#")[0])
        yield SiteLink(url, link.text or (text.facts.title if text else ""), target.is_elsewhere)


def _pages(library: Library, place: Nav, named: Iterable[str]) -> Iterator[SiteLink]:
    """Yield the pages that say that they belong there, by their slugs, but for those that `site.yaml` has *named*."""
    for slug, page in library.pages.items():
        if page.facts.nav is place and url_of(Kind.PAGE, slug) not in named:
            yield SiteLink(url_of(Kind.PAGE, slug), page.facts.title)


def _logo(site_assets: SiteAssets) -> Logo | None:
    theme = site_assets.library.site.theme
    target = site_assets.library.targets.get((SITE_FILE, theme.logo))
    if target is None:
        return None
    picture = site_assets.pictures[target.asset]
    return Logo(picture.smallest, picture.width, picture.height, theme.logo_has_name)
