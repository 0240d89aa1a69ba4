"""Resolve the links of all content files, and list the ids that every page has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import step_id
from cuecard.library import programme
from cuecard.library.library import (
    EQUIPMENT,
    HOME,
    MUSCLES,
    Library,
    card_url,
    term_url,
    terms_in_use,
    url_of,
)
from cuecard.library.links import LinkIndex, Target, names_one_of, resolve, source_of
from cuecard.library.tags import index_url, taxonomies_in_use
from cuecard.markdown.converter import Link
from cuecard.markdown.source_places import place_of_link
from cuecard.parse.fields import OTHER_SITES_PICTURE
from cuecard.parse.front_matter import Document
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.routine_shape import entry_ids, routine_slugs
from cuecard.parse.schema import ContentFile, Exercise, Guide, Place, Routine, Written, has_safety
from cuecard.parse.sections import ROUTINE_SECTIONS, SECTIONS
from cuecard.parse.video import Provider
from cuecard.parse.web_addresses import check_other_address, read_web_address
from cuecard.parse.yaml_reader import Loc

_MOST_REPORTED = 100
"""Dead links reported per body: nobody reads more, and suggestions for thousands would take long."""
_ALWAYS_PRESENT = (HOME, MUSCLES, EQUIPMENT)


class Ids(Mapping[str, frozenset[str]]):
    """The ids on each page by its URL, computed on demand, as few links have a fragment."""

    def __init__(self, library: Library, further: frozenset[str]) -> None:
        self._library = library
        self._further = further
        """Ids that any page may have."""

    def __getitem__(self, url: str) -> frozenset[str]:
        """Return the ids on a page."""
        content_file = self._content_file(url)
        if content_file is None:
            raise KeyError(url)
        return ids_of(self._library, content_file) | self._further

    def __contains__(self, url: object) -> bool:
        """Return whether a content file has its page at *url*."""
        return isinstance(url, str) and self._content_file(url) is not None

    def __iter__(self) -> Iterator[str]:
        """Yield the URLs of all pages of content files."""
        return (
            url_of(content_file.document.source.kind, content_file.slug)
            for content_file in self._library.published
        )

    def __len__(self) -> int:
        """Return the number of published content files."""
        return sum(1 for _ in self._library.published)

    def _content_file(self, url: str) -> ContentFile[Any] | None:
        return self._library.text_at(url)


def link_index(library: Library, parsed: ParsedContent, unpublished: Iterable[ContentFile[Any]]) -> LinkIndex:
    """Return everything that can be linked to; the links of *library* need not be resolved yet."""
    pages = {
        content_file.path: url_of(content_file.document.source.kind, content_file.slug)
        for content_file in library.published
    }
    for content_file in parsed.pieces:  # of two files with one address, only that is reported
        pages.setdefault(content_file.path, url_of(content_file.document.source.kind, content_file.slug))
    return LinkIndex(
        pages,
        Ids(library, frozenset(["safety"] if "site.yaml" in parsed.broken else [])),
        frozenset([*_ALWAYS_PRESENT, *_term_urls(library), *_card_urls(library), *_tag_urls(library)]),
        frozenset(content_file.path for content_file in unpublished),
        parsed.assets,
        frozenset(path for path in parsed.broken if path.endswith(".md")),
        parsed.others,
    )


def _term_urls(library: Library) -> Iterator[str]:
    for terms in terms_in_use(library):
        yield from map(term_url, terms)


def _tag_urls(library: Library) -> Iterator[str]:
    yield from library.tagged
    yield from map(index_url, taxonomies_in_use(library.tagged))


def ids_of(library: Library, content_file: ContentFile[Any]) -> frozenset[str]:
    """Return the ids on the page of a content file."""
    return library.bodies[content_file.path].ids | frozenset(_section_ids(library, content_file))


def _card_urls(library: Library) -> Iterator[str]:
    """Yield the URLs of the cards of all routines that have one."""
    yield from map(card_url, programme.cards(library))


def _section_ids(library: Library, content_file: ContentFile[Any]) -> Iterator[str]:
    """Yield the ids of the sections on the page of *content_file*, as the templates print them."""
    facts: Written = content_file.facts
    yield "main"
    if facts.reviewed or not isinstance(facts, InfoPage | HomeText):
        yield "review"
    yield from (name for name in ("video", "sources") if getattr(facts, name))
    exercises = library.exercises_of(facts)
    if isinstance(facts, InfoPage):
        return
    if has_safety(library.site) or any(map(own_safety, [facts, *exercises])):
        yield "safety"
    if isinstance(facts, Exercise):
        yield from ("steps", *(step_id(n + 1) for n in range(len(facts.steps))))
        if library.primary[content_file.slug] or library.secondary[content_file.slug]:
            yield "muscles"
        for key, section in SECTIONS.items():
            if section.place is not Place.OWN and getattr(facts, key):
                yield section.id
        if facts.dose:
            yield "dose"
        if facts.not_if:
            yield "before-you-start"
        if library.equipment[content_file.slug]:
            yield "equipment"
        rungs = library.ladders[content_file.slug]
        if rungs.easier or rungs.harder:
            yield "ladder"
        if library.routines_with[content_file.slug]:
            yield "routines"
    elif isinstance(facts, Routine):
        yield from ("exercises", *entry_ids(facts))
        if any(library.primary.get(slug) or library.secondary.get(slug) for slug in routine_slugs(facts)):
            yield "muscles"
        for group, place in (("for-whom", Place.FOR_WHOM), ("delivery", Place.DELIVERY)):
            if any(getattr(facts, key) for key, one in ROUTINE_SECTIONS.items() if one.place is place):
                yield group
        yield from (name for name in ("before", "after") if getattr(facts, name))
        if facts.progress_when or facts.regress_when:
            yield "progress"
    elif isinstance(facts, HomeText):
        yield "exercises"
        yield from (name for name in ("routines", "guides") if getattr(library, name))
    elif isinstance(facts, Guide):
        yield from _ids_of_lists(library, content_file)


def _ids_of_lists(library: Library, guide: ContentFile[Guide]) -> Iterator[str]:
    """Yield the ids of the lists at the end of a guide, which have what its body does not show as cards."""
    lone = library.bodies[guide.path].lone_links()
    shown = {source_of(link.target, guide.path) for link in lone if "#" not in link.target}
    for name, content_files in (("exercises", library.exercises), ("routines", library.routines)):
        paths = (content_files[slug].path for slug in getattr(guide.facts, name) if slug in content_files)
        if any(path not in shown for path in paths):
            yield name


def own_safety(facts: Written) -> bool:
    """Return whether a text itself says when to stop, or when to get help."""
    if isinstance(facts, Exercise):
        return bool(facts.stop_if or facts.pain or facts.scales)
    return isinstance(facts, Routine | Guide) and has_safety(facts)


def of_text(
    document: Document,
    facts: Written | None,
    parsed: ParsedContent,
    linked: LinkIndex,
    problems: list[Problem],
) -> dict[tuple[str, str], Target]:
    """Resolve the links of a body, and the files that *facts* name; *facts* is None if they are invalid."""
    targets: dict[tuple[str, str], Target] = {}
    path = document.source.path
    reported_before = len(problems)
    for link in parsed.bodies[path].links:
        try:
            targets[path, link.target] = target_of(link, path, linked)
        except InvalidValueError as refused:
            if not names_one_of(parsed.broken, link.target, path):
                problems.append(document.problem_in_body(place_of_link(document.body, link), refused))
            if len(problems) - reported_before >= _MOST_REPORTED:
                break
    for loc, target, is_image in files_named(facts) if facts else ():
        try:
            targets[path, target] = resolve(target, path, linked, is_image=is_image)
        except InvalidValueError as refused:
            problems.append(document.problem(loc, refused.code, refused.message, refused.hint))
    return targets


def target_of(link: Link, path: str, linked: LinkIndex) -> Target:
    """Return where a link leads that is written in the file *path*.

    Raises:
        InvalidValueError: when it leads nowhere, or where no link may lead.

    """
    return resolve(link.target, path, linked, is_image=link.is_image) if link.is_local else _elsewhere(link)


def _elsewhere(link: Link) -> Target:
    if not link.has_allowed_scheme:
        hint = "link to a file in the content folder, or begin the address with https:, mailto: or tel:"
        raise InvalidValueError("bad-link", f'"{link.target}" is not an allowed link', hint)
    if link.is_image:
        raise InvalidValueError("bad-image", *OTHER_SITES_PICTURE)
    if link.target[:4].lower() == "http":
        read_web_address(link.target, "bad-link")
    else:
        check_other_address(link.target)
    return Target(link.target, is_elsewhere=True)


def files_named(facts: Written) -> Iterator[tuple[Loc, str, bool]]:
    """Yield the location and name of each file in front matter, and whether it is a picture."""
    for n, image in enumerate(facts.images):
        yield ("images", n, "src"), image.src, True
    if facts.video and facts.video.provider is Provider.FILE:
        yield ("video", "url"), facts.video.url, False
