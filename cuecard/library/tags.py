"""Texts by tags and by the terms of the site's own taxonomies, each of which has a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from cuecard.core.diagnostics import InvalidValueError, Problem, did_you_mean, one_of
from cuecard.core.urls import slugify
from cuecard.parse.schema import ContentFile
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import Kind
from cuecard.parse.tagged import TAGS, terms_of


class TagTerm(Struct, frozen=True):
    """One word of a taxonomy, and the texts that have it."""

    taxonomy: str
    id: str
    """Its slug."""
    name: str
    """As `site.yaml` has it, else as the first text writes it."""
    texts: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    """By kind: the slugs of the texts."""


def tag_url(taxonomy: str, word: str) -> str:
    """Return the URL of the page of a word."""
    return f"{taxonomy}/{slugify(word)}.html"


def index_url(taxonomy: str) -> str:
    """Return the URL of the list of all words of a taxonomy."""
    return f"{taxonomy}/index.html"


def tagged(texts: Iterable[ContentFile[Any]], site: Site) -> Mapping[str, TagTerm]:
    """Return each word that a text has, by the URL of its page, taxonomy by taxonomy in the order of `site.yaml`."""
    names: dict[str, str] = {}
    found: dict[str, dict[Kind, list[str]]] = {}
    for text in texts:
        for taxonomy, words in terms_of(text.facts):
            for word in words:
                url = tag_url(taxonomy, word)
                names.setdefault(url, _declared(site, taxonomy, word) or word)
                slugs = found.setdefault(url, {}).setdefault(text.document.source.kind, [])
                if text.slug not in slugs:
                    slugs.append(text.slug)
    order = {name: n for n, name in enumerate((*site.taxonomies, TAGS))}
    urls = sorted(found, key=lambda url: (order.get(url.partition("/")[0], len(order)), url))
    return {
        url: TagTerm(
            url.partition("/")[0],
            url.partition("/")[2].removesuffix(".html"),
            names[url],
            {kind: tuple(slugs) for kind, slugs in found[url].items()},
        )
        for url in urls
    }


def taxonomies_in_use(terms: Mapping[str, TagTerm]) -> tuple[str, ...]:
    """Return the taxonomies that have a word."""
    return tuple(dict.fromkeys(term.taxonomy for term in terms.values()))


def _declared(site: Site, taxonomy: str, word: str) -> str:
    """Return a word as `site.yaml` writes it; empty if it does not have it."""
    if taxonomy not in site.taxonomies:
        return ""
    slug = slugify(word)
    return next((term for term in site.taxonomies[taxonomy].terms if slugify(term) == slug), "")


def problems(text: ContentFile[Any], site: Site) -> Iterator[Problem]:
    """Yield an error for each taxonomy that `site.yaml` does not have, and each word that is not in its list."""
    for taxonomy, words in terms_of(text.facts):
        if taxonomy != TAGS and taxonomy not in site.taxonomies:
            refused = _unknown_taxonomy(taxonomy, site)
            yield text.document.problem(
                ("terms", taxonomy), refused.code, refused.message, refused.hint, at_key=True
            )
            continue
        known = site.taxonomies[taxonomy].terms if taxonomy in site.taxonomies else ()
        for n, word in enumerate(words):
            if known and not _declared(site, taxonomy, word):
                message = f'"{word}" is not one of the words of "{taxonomy}" in site.yaml'
                hint = did_you_mean(word, known) or one_of(known)
                loc = (TAGS, n) if taxonomy == TAGS else ("terms", taxonomy, n)
                yield text.document.problem(loc, "unknown-term", message, hint)


def _unknown_taxonomy(taxonomy: str, site: Site) -> InvalidValueError:
    message = f'site.yaml has no taxonomy "{taxonomy}"'
    hint = did_you_mean(taxonomy, site.taxonomies)
    return InvalidValueError(
        "unknown-taxonomy", message, hint or f"write taxonomies: {{{slugify(taxonomy)}: {{}}}} in site.yaml"
    )
