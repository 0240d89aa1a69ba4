"""Where each link of each text leads, and what every page has that can be led to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import step_id
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
from cuecard.markdown.converter import Link, place_of_link
from cuecard.parse.fields import OTHER_SITES_PICTURE
from cuecard.parse.front_matter import Document
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.schema import (
    ContentFile,
    Exercise,
    Guide,
    Place,
    Routine,
    Written,
    entry_ids,
    has_safety,
    routine_slugs,
)
from cuecard.parse.sections import SECTIONS
from cuecard.parse.video import Provider
from cuecard.parse.web_addresses import check_other_address, read_web_address
from cuecard.parse.yaml_reader import Loc

_MOST_TOLD = 100
"""Dead links of one body: nobody reads more, and to look for what thousands may have meant takes long."""
_MADE_ALWAYS = (HOME, MUSCLES, EQUIPMENT)


class Ids(Mapping[str, frozenset[str]]):
    """By the url of a text's page: the ids on it, told when they are asked for, as few links lead to one."""

    def __init__(self, library: Library, further: frozenset[str]) -> None:
        self._library = library
        self._further = further
        """What every page may have."""

    def __getitem__(self, url: str) -> frozenset[str]:
        """The ids on a page."""
        piece = self._piece(url)
        if piece is None:
            raise KeyError(url)
        return ids_of(self._library, piece) | self._further

    def __contains__(self, url: object) -> bool:
        """Whether a text has its page there."""
        return isinstance(url, str) and self._piece(url) is not None

    def __iter__(self) -> Iterator[str]:
        """The urls."""
        return (url_of(piece.document.source.kind, piece.slug) for piece in self._library.published)

    def __len__(self) -> int:
        """How many texts have a page."""
        return sum(1 for _ in self._library.published)

    def _piece(self, url: str) -> ContentFile[Any] | None:
        return self._library.text_at(url)


def link_index(library: Library, parsed: ParsedContent, unpublished: Iterable[ContentFile[Any]]) -> LinkIndex:
    """All that can be linked to; *library* need not know yet where its own links lead."""
    pages = {piece.path: url_of(piece.document.source.kind, piece.slug) for piece in library.published}
    for piece in parsed.pieces:  # the second of two files that want one address is told as that alone
        pages.setdefault(piece.path, url_of(piece.document.source.kind, piece.slug))
    return LinkIndex(
        pages,
        Ids(library, frozenset(["safety"] if "site.yaml" in parsed.broken else [])),
        frozenset(
            [
                *_MADE_ALWAYS,
                *_term_urls(library),
                *_card_urls(library),
            ]
        ),
        frozenset(piece.path for piece in unpublished),
        parsed.assets,
        frozenset(path for path in parsed.broken if path.endswith(".md")),
        parsed.others,
    )


def _term_urls(library: Library) -> Iterator[str]:
    for terms in terms_in_use(library):
        yield from map(term_url, terms)


def ids_of(library: Library, piece: ContentFile[Any]) -> frozenset[str]:
    """The ids that the page of a text has."""
    return library.bodies[piece.path].ids | frozenset(_section_ids(library, piece))


def _card_urls(library: Library) -> Iterator[str]:
    """The addresses of the cards, of routines that want one."""
    for slug, piece in library.routines.items():
        if piece.facts.card.is_wanted:
            yield card_url(slug)


def _section_ids(library: Library, piece: ContentFile[Any]) -> Iterator[str]:
    """The ids of the sections that the page of *piece* has, as the templates print them."""
    facts: Written = piece.facts
    yield from ("main", "review")
    yield from (name for name in ("video", "sources") if getattr(facts, name))
    told = [library.exercises[slug].facts for slug in _slugs_of(facts) if slug in library.exercises]
    if has_safety(library.site) or any(map(own_safety, [facts, *told])):
        yield "safety"
    if isinstance(facts, Exercise):
        yield from ("steps", "muscles", *(step_id(n + 1) for n in range(len(facts.steps))))
        for key, section in SECTIONS.items():
            if section.place is not Place.OWN and getattr(facts, key):
                yield section.id
        if facts.dose:
            yield "dose"
        if facts.not_if:
            yield "before-you-start"
        if library.equipment[piece.slug]:
            yield "equipment"
        rungs = library.ladders[piece.slug]
        if rungs.easier or rungs.harder:
            yield "ladder"
        if any(piece.slug in routine_slugs(routine.facts) for routine in library.routines.values()):
            yield "routines"
    elif isinstance(facts, Routine):
        yield from ("exercises", "muscles", *entry_ids(facts))
        yield from (name for name in ("before", "after") if getattr(facts, name))
        if facts.progress_when or facts.regress_when:
            yield "progress"
    elif isinstance(facts, Guide):
        lone = library.bodies[piece.path].lone_links()
        shown = {source_of(link.target, piece.path) for link in lone if "#" not in link.target}
        for name, pieces in (("exercises", library.exercises), ("routines", library.routines)):
            named = (pieces[slug].path for slug in getattr(facts, name) if slug in pieces)
            if any(path not in shown for path in named):
                yield name


def _slugs_of(facts: Written) -> tuple[str, ...]:
    """The exercises whose stop rules stand on the page too."""
    return routine_slugs(facts) if isinstance(facts, Routine) else ()


def own_safety(facts: Written) -> bool:
    """Whether a text says itself when to stop, or when to get help."""
    if isinstance(facts, Exercise):
        return bool(facts.stop_if)
    return isinstance(facts, Routine | Guide) and has_safety(facts)


def of_text(
    document: Document,
    facts: Written | None,
    parsed: ParsedContent,
    linked: LinkIndex,
    problems: list[Problem],
) -> dict[tuple[str, str], Target]:
    """Where each link of a body leads, and each file that the *facts* name; None for facts that are wrong."""
    targets: dict[tuple[str, str], Target] = {}
    path = document.source.path
    told = len(problems)
    for link in parsed.bodies[path].links:
        try:
            targets[path, link.target] = (
                resolve(link.target, path, linked, is_image=link.is_image)
                if link.is_local
                else _elsewhere(link)
            )
        except InvalidValueError as refused:
            if not names_one_of(parsed.broken, link.target, path):
                problems.append(document.problem_in_body(place_of_link(document.body, link), refused))
            if len(problems) - told >= _MOST_TOLD:
                break
    for loc, target, is_image in files_named(facts) if facts else ():
        try:
            targets[path, target] = resolve(target, path, linked, is_image=is_image)
        except InvalidValueError as refused:
            problems.append(document.problem(loc, refused.code, refused.message, refused.hint))
    return targets


def _elsewhere(link: Link) -> Target:
    if not link.is_allowed_elsewhere:
        hint = "links lead to files here, or begin with https:, mailto: or tel:"
        raise InvalidValueError("bad-link", f'"{link.target}" is not a link that a page may have', hint)
    if link.is_image:
        raise InvalidValueError("bad-image", *OTHER_SITES_PICTURE)
    if link.target[:4].lower() == "http":
        read_web_address(link.target, "bad-link")
    else:
        check_other_address(link.target)
    return Target(link.target, is_elsewhere=True)


def files_named(facts: Written) -> Iterator[tuple[Loc, str, bool]]:
    """The files that front matter names, where, and whether each is a picture."""
    for n, image in enumerate(facts.images):
        yield ("images", n, "src"), image.src, True
    if facts.video and facts.video.provider is Provider.FILE:
        yield ("video", "url"), facts.video.url, False
