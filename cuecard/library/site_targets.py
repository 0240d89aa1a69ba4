"""The files and pages that `site.yaml` names: logos, the icon, links in header and footer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.library.link_targets import target_of
from cuecard.library.links import LinkIndex, Target
from cuecard.library.media_references import Shown, Targets
from cuecard.markdown.converter import Link
from cuecard.parse.front_matter import Document
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import SITE_FILE
from cuecard.parse.yaml_reader import Loc


def targets(
    parsed: ParsedContent, linked: LinkIndex, problems: list[Problem]
) -> Mapping[tuple[str, str], Target]:
    """Resolve all that `site.yaml` names, and report what does not exist at its place."""
    found: dict[tuple[str, str], Target] = {}
    document = parsed.site_document
    for loc, link in _named(parsed.site) if document else ():
        try:
            found[SITE_FILE, link.target] = target_of(link, SITE_FILE, linked)
        except InvalidValueError as refused:
            if document:
                problems.append(document.problem(loc, refused.code, refused.message, refused.hint))
    return found


def _named(site: Site) -> Iterator[tuple[Loc, Link]]:
    for loc, name in _pictures(site):
        yield loc, Link(name, is_image=True, nth=0)
    if site.theme.favicon:
        yield ("theme", "favicon"), Link(site.theme.favicon, is_image=True, nth=0)
    for key in ("header", "footer"):
        for n, one in enumerate(getattr(site.theme, key)):
            yield ("theme", key, n, "to"), one.link


def _pictures(site: Site) -> Iterator[tuple[Loc, str]]:
    if site.clinic and site.clinic.logo:
        yield ("clinic", "logo"), site.clinic.logo
    if site.theme.logo:
        yield ("theme", "logo"), site.theme.logo


def shown(site: Site, document: Document | None, targets: Targets) -> Iterator[Shown]:
    """Yield the pictures that pages and cards show: the logos."""
    for loc, name in _pictures(site):
        if document and (found := targets.get((SITE_FILE, name))):
            yield Shown(found.asset, document, loc)


def published(site: Site, document: Document | None, targets: Targets) -> Iterator[Shown]:
    """Yield the files that are published unchanged: the icon, and documents that header and footer link to."""
    pictures = {loc for loc, _ in _pictures(site)}
    for loc, link in _named(site):
        found = targets.get((SITE_FILE, link.target))
        if document and found and found.asset and loc not in pictures:
            yield Shown(found.asset, document, loc)
