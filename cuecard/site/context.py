"""The values that all pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from cuecard.library.library import Library, term_url
from cuecard.library.site_rules import RulesInUse
from cuecard.parse.site_settings import Site
from cuecard.site import safety_rules, views
from cuecard.site.body_slots import BodySlots
from cuecard.site.cards.card_fit import CardFit
from cuecard.site.labels import Labels
from cuecard.site.site_assets import SiteAssets


class SiteLink(Struct, frozen=True):
    """A link in the header or the footer of every page."""

    url: str
    """Of a page of the site, perhaps with a fragment; or a full address elsewhere."""
    text: str
    is_elsewhere: bool = False


class Logo(Struct, frozen=True):
    """The picture before the name of the site."""

    url: str
    width: int
    """In CSS pixels; 0 if not known."""
    height: int
    has_name: bool


class ThemeUrls(Struct, frozen=True):
    """The URLs of what every page loads."""

    stylesheets: Mapping[str, str]
    """By name, such as `site`: see `assets.SHEETS`."""
    icon: str
    scripts: dict[str, str]
    """By name without ending: `filter`, `video`, `card`."""
    policy: str
    """The Content-Security-Policy."""
    header: tuple[SiteLink, ...] = ()
    """Links after those to the parts of the site."""
    footer: tuple[SiteLink, ...] = ()
    logo: Logo | None = None


class PageContext(Struct, frozen=True, dict=True):
    """Everything that a page is made from, except its id."""

    site_assets: SiteAssets
    theme: ThemeUrls
    fits: Mapping[str, CardFit]
    """The layout of each routine's card."""

    @property
    def library(self) -> Library:
        """Return all texts together."""
        return self.site_assets.library

    @property
    def site(self) -> Site:
        """Return the settings of the site."""
        return self.site_assets.library.site

    @property
    def labels(self) -> Labels:
        """Return the words that no author wrote."""
        return self.site_assets.labels

    @cached_property
    def safety(self) -> views.Safety:
        """Return the rules of the site, which hold on every page."""
        return safety_rules.safety(self.labels, RulesInUse((self.site.safety,), ()))

    @cached_property
    def hollow(self) -> PageContext:
        """Return the context for pages with slots in place of prose."""
        library = replace(self.library, bodies=BodySlots(self.library.bodies))
        return replace(self, site_assets=replace(self.site_assets, library=library))

    @cached_property
    def by_term(self) -> Mapping[str, tuple[list[str], list[str]]]:
        """By the URL of a term's page: the exercises for which it is a main muscle or equipment, and the others."""
        library, muscles = self.library, self.library.vocabulary.muscles
        exercises: dict[str, tuple[list[str], list[str]]] = {}
        shown_on: dict[str, tuple[str, ...]] = {}  # by id of a term: its page, and those of what it lights up
        for slug in library.exercises:
            for term in library.equipment[slug]:
                exercises.setdefault(term_url(term), ([], []))[0].append(slug)
            for at, group in enumerate((library.primary, library.secondary)):
                for term in (worked.term for worked in group[slug]):
                    if term.id not in shown_on:
                        expanded = (muscles[id] for id in library.vocabulary.expand(term))
                        shown_on[term.id] = tuple(map(term_url, (term, *expanded)))
                urls = (shown_on[worked.term.id] for worked in group[slug])
                for url in dict.fromkeys(chain.from_iterable(urls)):
                    exercises.setdefault(url, ([], []))[at].append(slug)
        return exercises
