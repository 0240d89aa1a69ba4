"""The library: all texts together, and every fact that takes more than one of them to know.

Here references meet what they refer to: exercises of routines and guides, ladders, muscles and equipment in
the vocabulary, links between bodies, old addresses. All that does not hold is told at once; a `Library`
without errors among its problems is safe to make pages from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, TypeVar

from cuecard.content import figures, files, ladders
from cuecard.content.front_matter import Document, Loc
from cuecard.content.ladders import Ladder
from cuecard.content.links import Linked, Target, names_one_of, resolve, source_of
from cuecard.content.markdown import Body, Link, place_of_link, places_of_tags
from cuecard.content.scalars import OTHER_SITES_PICTURE
from cuecard.content.schema import Exercise, Guide, Piece, Routine, Site, Written
from cuecard.content.sources import FOLDERS, Kind
from cuecard.content.video import Provider
from cuecard.content.vocabulary import Kind as TermKind
from cuecard.content.vocabulary import Term, Unknown, Vocabulary
from cuecard.problems import Problem, Refused, Severity, did_you_mean
from cuecard.urls import slugify, step_id

W = TypeVar("W", bound=Written)


@dataclass(frozen=True, slots=True)
class Worked:
    """A muscle that an exercise works: the term, and the word that the author used for it."""

    term: Term
    written: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What stands at the beginning: each text by itself, good in itself."""

    exercises: tuple[Piece[Exercise], ...]
    routines: tuple[Piece[Routine], ...]
    guides: tuple[Piece[Guide], ...]
    bodies: Mapping[str, Body]
    """By source path."""
    site: Site
    site_document: Document | None
    """None when there is no `site.yaml`."""
    assets: frozenset[str]
    """Paths of files that texts may show or link to."""
    shown_folder: str
    """The content folder, for problems that have no file."""
    broken: frozenset[str] = frozenset()
    """Paths of texts and settings that could not be understood. That is told already, and once: what refers
    to them is not told again."""
    half_read: tuple[Document, ...] = ()
    """Those of them whose facts are wrong but whose bodies, in `bodies`, can be checked like others."""

    @property
    def pieces(self) -> Iterator[Piece[Any]]:
        """Every text, exercises first."""
        yield from self.exercises
        yield from self.routines
        yield from self.guides


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that pages are made from. Mappings by slug hold only what is published."""

    site: Site
    vocabulary: Vocabulary
    exercises: Mapping[str, Piece[Exercise]]
    routines: Mapping[str, Piece[Routine]]
    guides: Mapping[str, Piece[Guide]]
    bodies: Mapping[str, Body]
    primary: Mapping[str, tuple[Worked, ...]]
    """By exercise: the muscles it works most, in the author's order."""
    secondary: Mapping[str, tuple[Worked, ...]]
    equipment: Mapping[str, tuple[Term, ...]]
    """By exercise: what it needs; empty for nothing."""
    ladders: Mapping[str, Ladder]
    targets: Mapping[tuple[str, str], Target]
    """By source path and link target as written."""
    redirects: Mapping[str, str]
    """Url of an old address to the url of the page that took its place."""

    @property
    def published(self) -> Iterator[Piece[Any]]:
        """Every text that has a page, exercises first."""
        yield from self.exercises.values()
        yield from self.routines.values()
        yield from self.guides.values()

    def muscles_lit(self, slug: str) -> tuple[str, ...]:
        """The ids of the muscles that an exercise works, umbrella words opened, primary ones first."""
        lit = (
            id
            for worked in (*self.primary[slug], *self.secondary[slug])
            for id in (worked.term.id, *self.vocabulary.lit_by(worked.term))
        )
        return tuple(dict.fromkeys(lit))


def url_of(kind: Kind, slug: str) -> str:
    """The address of the page made from a text."""
    return f"{kind}s/{slug}.html"


def term_url(term: Term) -> str:
    """The address of the page of a muscle or a piece of equipment."""
    return f"{'equipment' if term.kind is TermKind.EQUIPMENT else 'muscles'}/{term.id}.html"


def card_url(slug: str) -> str:
    """The address of the card of a routine."""
    return f"cards/{slug}.html"


def assemble(
    parsed: Parsed, vocabulary: Vocabulary, *, drafts: bool = False
) -> tuple[Library, list[Problem]]:
    """Put the texts together and check every reference between them.

    With *drafts*, drafts count as published.
    """
    problems: list[Problem] = []
    exercises = _by_slug(parsed.exercises, problems, drafts=drafts)
    routines = _by_slug(parsed.routines, problems, drafts=drafts)
    guides = _by_slug(parsed.guides, problems, drafts=drafts)
    published: list[Piece[Any]] = [*exercises.values(), *routines.values(), *guides.values()]
    unpublished = [piece for piece in parsed.pieces if piece.facts.draft and not drafts]

    primary: dict[str, tuple[Worked, ...]] = {}
    secondary: dict[str, tuple[Worked, ...]] = {}
    equipment: dict[str, tuple[Term, ...]] = {}
    for piece in parsed.exercises:
        word_problems: list[Problem] = []
        worked = _worked(piece, vocabulary, word_problems)
        needs = _needs(piece, vocabulary, word_problems)
        if "vocabulary.yaml" not in parsed.broken:
            problems.extend(word_problems)
        if exercises.get(piece.slug) is piece:
            primary[piece.slug], secondary[piece.slug] = worked
            equipment[piece.slug] = needs

    problems.extend(_references(published, exercises, routines, unpublished, parsed.broken))
    rungs, ladder_problems = ladders.build(exercises)
    problems.extend(ladder_problems)

    library = Library(
        parsed.site,
        vocabulary,
        exercises,
        routines,
        guides,
        parsed.bodies,
        primary,
        secondary,
        equipment,
        rungs,
        targets={},
        redirects={},
    )
    linked = _linked(library, parsed, unpublished)
    targets = _targets(published, linked, parsed, problems)
    redirects = _redirects(published, linked, problems)
    problems.extend(_raw_tags(parsed))
    problems.extend(_pictures(parsed, published, targets))
    problems.extend(_safety(parsed, published))
    return replace(library, targets=targets, redirects=redirects), problems


# --- single texts against the whole --------------------------------------------------------------------


def _by_slug(pieces: Iterable[Piece[W]], problems: list[Problem], *, drafts: bool) -> Mapping[str, Piece[W]]:
    """The published pieces in the order of their slugs; two of one address are a problem at the second."""
    found: dict[str, Piece[W]] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.slug, piece.path)):
        if piece.facts.draft and not drafts:
            continue
        first = found.get(piece.slug)
        if first is not None:
            url = url_of(piece.document.source.kind, piece.slug)
            message = f'"{piece.path}" and "{first.path}" both want the address {url}'
            problems.append(piece.document.problem((), "same-address", message, "rename one of the files"))
        else:
            found[piece.slug] = piece
    return found


def _worked(
    piece: Piece[Exercise], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[Worked, ...], tuple[Worked, ...]]:
    """Primary and secondary muscles; one that is named twice counts where it is named first."""
    seen: dict[str, str] = {}
    groups: list[tuple[Worked, ...]] = []
    for group in ("primary", "secondary"):
        worked: list[Worked] = []
        for n, written in enumerate(getattr(piece.facts.muscles, group)):
            loc: Loc = ("muscles", group, n)
            term = vocabulary.muscle(written)
            if isinstance(term, Unknown):
                message = f'"{written}" is no muscle that is known here'
                hint = _each_by_itself(vocabulary, written) or term.hint or _WHERE_WORDS_ARE
                problems.append(piece.document.problem(loc, "unknown-muscle", message, hint))
                continue
            if term.id in seen:
                message = f'"{written}" is named already, as {seen[term.id]}'
                problems.append(
                    piece.document.problem(loc, "repeated-muscle", message, "delete one", Severity.WARNING)
                )
                continue
            if term.note:
                problems.append(
                    piece.document.problem(
                        loc, "inexact-muscle", f'"{written}" names a region', term.note, Severity.NOTE
                    )
                )
            seen[term.id] = f"a {group} muscle"
            worked.append(Worked(term, written))
        groups.append(tuple(worked))
    return groups[0], groups[1]


_WHERE_WORDS_ARE = "docs/authoring.md lists the names; vocabulary.yaml can add one"


def _each_by_itself(vocabulary: Vocabulary, written: str) -> str:
    """The hint for several muscles in one text, such as "quads and glutes"; empty where it is none."""
    words = [word.strip() for word in re.split(r"[,;/&+]|\band\b", written)]
    if len(words) < 2 or any(isinstance(vocabulary.muscle(word), Unknown) for word in words):
        return ""
    return f"write each by itself: [{', '.join(words)}]"


def _needs(piece: Piece[Exercise], vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Term, ...]:
    needs: dict[str, Term] = {}
    for n, written in enumerate(piece.facts.equipment):
        term = vocabulary.tool(written)
        if isinstance(term, Unknown):
            message = f'"{written}" is no equipment that is known here'
            hint = term.hint or _WHERE_WORDS_ARE
            problems.append(piece.document.problem(("equipment", n), "unknown-equipment", message, hint))
        elif term is not None:
            needs[term.id] = term
    return tuple(needs.values())


def _references(
    published: Iterable[Piece[Any]],
    exercises: Mapping[str, Piece[Exercise]],
    routines: Mapping[str, Piece[Routine]],
    unpublished: Iterable[Piece[Any]],
    broken: Iterable[str],
) -> Iterator[Problem]:
    """Every slug that names another text and does not find it published."""
    drafts = {(piece.document.source.kind, piece.slug) for piece in unpublished}
    told = {_kind_and_slug(path) for path in broken}
    for piece in published:
        for loc, slug, kind in _named(piece.facts):
            known = exercises if kind is Kind.EXERCISE else routines
            if slug in known or (kind, slug) in told:
                continue
            if (kind, slug) in drafts:
                message, hint = f'"{slug}" is a draft and has no page', "publish the draft, or take this out"
                yield piece.document.problem(loc, f"draft-{kind}", message, hint)
            else:
                hint = did_you_mean(slugify(slug.rsplit("/", 1)[-1]), known)
                yield piece.document.problem(loc, f"unknown-{kind}", f'there is no {kind} "{slug}"', hint)
        yield from _words_that_are_slugs(piece, exercises)


def _kind_and_slug(path: str) -> tuple[Kind | None, str]:
    file = PurePosixPath(path)
    return FOLDERS.get(file.parts[0]), slugify(file.stem)


def _named(facts: Written) -> Iterator[tuple[Loc, str, Kind]]:
    if isinstance(facts, Exercise):
        for group in ("progressions", "regressions"):
            for n, rung in enumerate(getattr(facts, group)):
                if rung.exercise:
                    yield (group, n, "exercise"), rung.exercise, Kind.EXERCISE
    elif isinstance(facts, Routine):
        for n, entry in enumerate(facts.exercises):
            yield ("exercises", n, "exercise"), entry.exercise, Kind.EXERCISE
    elif isinstance(facts, Guide):
        for n, slug in enumerate(facts.exercises):
            yield ("exercises", n), slug, Kind.EXERCISE
        for n, slug in enumerate(facts.routines):
            yield ("routines", n), slug, Kind.ROUTINE


def _words_that_are_slugs(piece: Piece[Any], exercises: Mapping[str, Piece[Exercise]]) -> Iterator[Problem]:
    """A rung told in words that are exactly another exercise's slug was surely meant as a link."""
    if not isinstance(piece.facts, Exercise):
        return
    for group in ("progressions", "regressions"):
        for n, rung in enumerate(getattr(piece.facts, group)):
            if rung.text in exercises:
                message = f'"{rung.text}" is an exercise, but stands here as plain words'
                hint = f"write - {{exercise: {rung.text}}}"
                yield piece.document.problem((group, n), "rung-in-words", message, hint, Severity.WARNING)


# --- links ------------------------------------------------------------------------------------------------


_MADE_ALWAYS = ("index.html", "muscles/index.html", "equipment/index.html")


def _linked(library: Library, parsed: Parsed, unpublished: Iterable[Piece[Any]]) -> Linked:
    pages: dict[str, str] = {}
    ids: dict[str, frozenset[str]] = {}
    for kind, pieces in (
        (Kind.EXERCISE, library.exercises),
        (Kind.ROUTINE, library.routines),
        (Kind.GUIDE, library.guides),
    ):
        for slug, piece in pieces.items():
            url = url_of(kind, slug)
            pages[piece.path] = url
            ids[url] = library.bodies[piece.path].ids | frozenset(_section_ids(library, piece))
            if "site.yaml" in parsed.broken:
                ids[url] |= {"safety"}
    for piece in parsed.pieces:  # the second of two files that want one address is told as that alone
        pages.setdefault(piece.path, url_of(piece.document.source.kind, piece.slug))
    return Linked(
        pages,
        ids,
        frozenset([*_MADE_ALWAYS, *_term_urls(library), *map(card_url, library.routines)]),
        frozenset(piece.path for piece in unpublished),
        parsed.assets,
    )


def terms_in_use(library: Library) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The muscles and the equipment that have a page, each in the order of the vocabulary.

    A muscle is in use when an exercise names it or an umbrella word that lights it up.
    """
    lit = {id for slug in library.exercises for id in library.muscles_lit(slug)}
    needed = {term.id for slug in library.exercises for term in library.equipment[slug]}
    return (
        tuple(term for term in library.vocabulary.muscles.values() if term.id in lit),
        tuple(term for term in library.vocabulary.equipment.values() if term.id in needed),
    )


def _term_urls(library: Library) -> Iterator[str]:
    for terms in terms_in_use(library):
        yield from map(term_url, terms)


def _section_ids(library: Library, piece: Piece[Any]) -> Iterator[str]:
    """The ids of the sections that the page of *piece* has, as the templates print them."""
    facts: Written = piece.facts
    yield from ("main", "review")
    yield from (name for name in ("video", "sources") if getattr(facts, name))
    told = [library.exercises[slug].facts for slug in _slugs_of(facts) if slug in library.exercises]
    if has_safety(library.site) or any(map(_own_safety, [facts, *told])):
        yield "safety"
    if isinstance(facts, Exercise):
        yield from ("steps", "muscles", *(step_id(n + 1) for n in range(len(facts.steps))))
        given = ("dose", "start", "cues", "mistakes", "breathing", "feel")
        yield from (name for name in given if getattr(facts, name))
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


def routine_slugs(routine: Routine) -> tuple[str, ...]:
    """The exercises of a routine in the order of doing."""
    return tuple(entry.exercise for entry in routine.exercises)


def entry_ids(routine: Routine) -> tuple[str, ...]:
    """The id of each entry of a routine: its exercise's slug, the second time with a number after it."""
    seen: dict[str, int] = {}
    ids = []
    for slug in routine_slugs(routine):
        seen[slug] = seen.get(slug, 0) + 1
        ids.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return tuple(ids)


def has_safety(facts: Site | Routine | Guide) -> bool:
    """Whether it says anything about when to stop or to get help."""
    safety = facts.safety
    return bool(safety.stop_if or safety.get_help.urgent or safety.get_help.soon or safety.pain)


def _slugs_of(facts: Written) -> tuple[str, ...]:
    """The exercises whose stop rules stand on the page too."""
    return routine_slugs(facts) if isinstance(facts, Routine) else ()


def _own_safety(facts: Written) -> bool:
    if isinstance(facts, Exercise):
        return bool(facts.stop_if)
    return isinstance(facts, Routine | Guide) and has_safety(facts)


_MOST_TOLD = 100
"""Dead links of one body: nobody reads more, and to look for what thousands may have meant takes long."""


def _targets(
    published: Iterable[Piece[Any]], linked: Linked, parsed: Parsed, problems: list[Problem]
) -> Mapping[tuple[str, str], Target]:
    targets: dict[tuple[str, str], Target] = {}
    for document in (*(piece.document for piece in published), *parsed.half_read):
        path = document.source.path
        told = len(problems)
        for link in parsed.bodies[path].links:
            try:
                targets[path, link.target] = (
                    resolve(link.target, path, linked, is_image=link.is_image)
                    if link.is_local
                    else _elsewhere(link)
                )
            except Refused as refused:
                if not names_one_of(parsed.broken, link.target, path):
                    place = place_of_link(document.body, link)
                    problems.append(document.problem_in_body(place, refused))
            if len(problems) - told >= _MOST_TOLD:
                break
    for piece in published:
        for loc, target, is_image in _files_named(piece.facts):
            try:
                targets[piece.path, target] = resolve(target, piece.path, linked, is_image=is_image)
            except Refused as refused:
                problems.append(piece.document.problem(loc, refused.code, refused.message, refused.hint))
    return targets


def _elsewhere(link: Link) -> Target:
    if not link.is_allowed_elsewhere:
        hint = "links lead to files here, or begin with https:, mailto: or tel:"
        raise Refused("bad-link", f'"{link.target}" is not a link that a page may have', hint)
    if link.is_image:
        raise Refused("bad-image", *OTHER_SITES_PICTURE)
    return Target(link.target, is_elsewhere=True)


def _files_named(facts: Written) -> Iterator[tuple[Loc, str, bool]]:
    """The files that front matter names, where, and whether each is a picture."""
    for n, image in enumerate(facts.images):
        yield ("images", n, "src"), image.src, True
    if facts.video and facts.video.provider is Provider.FILE:
        yield ("video", "url"), facts.video.url, False


def _raw_tags(parsed: Parsed) -> Iterator[Problem]:
    for document in (*(piece.document for piece in parsed.pieces), *parsed.half_read):
        tags = parsed.bodies[document.source.path].left_out
        if not tags:
            continue
        for tag, place in zip(tags, places_of_tags(document.body, tags), strict=True):
            hint = f"write [words]({tag})" if "." in tag else "say it in Markdown"
            refused = Refused("raw-html", f"<{tag}> is left out of the page", hint)
            yield document.problem_in_body(place, refused, Severity.WARNING)


def _pictures(parsed: Parsed, published: Iterable[Piece[Any]], targets: files.Targets) -> Iterator[Problem]:
    """What is missing beside pictures; words also in drafts."""
    for piece in published:
        yield from files.without_credit(piece, targets)
        if isinstance(piece.facts, Exercise) and piece.facts.figure:
            yield from figures.without_caption(piece.facts.figure, piece.document)
    for document in (*(piece.document for piece in parsed.pieces), *parsed.half_read):
        yield from files.without_alt(document, parsed.bodies[document.source.path])


def _redirects(published: Iterable[Piece[Any]], linked: Linked, problems: list[Problem]) -> Mapping[str, str]:
    redirects: dict[str, str] = {}
    owners = {url: f'"{path}"' for path, url in linked.pages.items()}
    for piece in published:
        kind = piece.document.source.kind
        for n, old in enumerate(piece.facts.redirect_from):
            url = old if "/" in old else url_of(kind, old)
            own_url = url_of(kind, piece.slug)
            hint = "an old address can lead to one page only"
            if url == own_url:
                message, hint = f"{url} is the address of this very page", "delete it"
            elif linked.has_page(url):
                owner = owners.get(url, "a page of the site")
                message = f"the address {url} is taken by {owner}"
            elif redirects.get(url) == own_url:
                message, hint = f'"{old}" is written twice', "delete one"
            elif url in redirects:
                message = f"the old address {url} is claimed by {owners[redirects[url]]} already"
            else:
                redirects[url] = own_url
                continue
            problems.append(piece.document.problem(("redirect_from", n), "same-address", message, hint))
    return redirects


def _safety(parsed: Parsed, published: Iterable[Piece[Any]]) -> Iterator[Problem]:
    """A site on which nothing says when to stop is told so."""
    told = has_safety(parsed.site) or any(_own_safety(piece.facts) for piece in published)
    is_tried = parsed.site_document is not None and bool(parsed.site_document.meta.get("safety"))
    if told or is_tried or "site.yaml" in parsed.broken or not parsed.exercises:
        return
    message = "this site says nowhere when to stop and when to get help"
    hint = 'write "safety:" in site.yaml, with stop_if and get_help'
    if parsed.site_document:
        yield parsed.site_document.problem((), "no-safety", message, hint, Severity.WARNING)
    else:
        shown = f"{parsed.shown_folder}/site.yaml"
        yield Problem(shown, 1, 1, "no-safety", message, hint, Severity.WARNING)
