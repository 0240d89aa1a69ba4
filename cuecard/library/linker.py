"""Putting the library together: texts that are good in themselves, and whether they hold together.

Here references meet what they refer to: exercises of routines and guides, ladders, muscles and equipment in
the vocabulary, links between bodies, old addresses. All that does not hold is told at once; a `Library`
without errors among its problems is safe to make pages from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError, Problem, Severity, did_you_mean
from cuecard.core.urls import slugify
from cuecard.library import ladders, link_targets, media_references
from cuecard.library.library import Library, MuscleUse, TermFolder, url_of
from cuecard.library.link_targets import own_safety
from cuecard.library.links import LinkIndex, Target
from cuecard.markdown.allowed_classes import class_hint
from cuecard.markdown.converter import Body, places_of_dropped, places_of_tags
from cuecard.parse import figure_spec
from cuecard.parse.front_matter import Document
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.partial import parse_valid_keys
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written, has_safety
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.parse.yaml_reader import Loc, bidirectional_control
from cuecard.vocabulary.term import Term, Unknown
from cuecard.vocabulary.vocabulary import Vocabulary

W = TypeVar("W", bound=Written)


class LinkResult(Struct, frozen=True):
    """A library, and all that it was put together from."""

    parsed: ParsedContent
    vocabulary: Vocabulary
    drafts: bool
    """Whether drafts count as published."""
    library: Library
    linked: LinkIndex
    problems: tuple[Problem, ...]


def link(
    parsed: ParsedContent, vocabulary: Vocabulary, *, drafts: bool = False
) -> tuple[Library, list[Problem]]:
    """Put the texts together and check every reference between them.

    With *drafts*, drafts count as published.
    """
    whole = link_library(parsed, vocabulary, drafts=drafts)
    return whole.library, list(whole.problems)


def link_library(parsed: ParsedContent, vocabulary: Vocabulary, *, drafts: bool = False) -> LinkResult:
    """As `assemble`, with all that it takes to do it again where little has changed (see `reassembling`)."""
    problems: list[Problem] = []
    exercises = _by_slug(parsed.exercises, problems, drafts=drafts)
    routines = _by_slug(parsed.routines, problems, drafts=drafts)
    guides = _by_slug(parsed.guides, problems, drafts=drafts)
    published: list[ContentFile[Any]] = [*exercises.values(), *routines.values(), *guides.values()]
    unpublished = [piece for piece in parsed.pieces if piece.facts.draft and not drafts]

    worked = {}
    for piece in parsed.exercises:
        words = resolve_terms(piece, vocabulary, parsed, problems)
        if exercises.get(piece.slug) is piece:
            worked[piece.slug] = words
    rungs, ladder_problems = ladders.build(exercises)
    problems.extend(ladder_problems)

    lit = {slug: words.lit for slug, words in worked.items()}
    equipment = {slug: words.equipment for slug, words in worked.items()}
    library = Library(
        site=parsed.site,
        vocabulary=vocabulary,
        exercises=exercises,
        routines=routines,
        guides=guides,
        bodies=parsed.bodies,
        primary={slug: words.primary for slug, words in worked.items()},
        secondary={slug: words.secondary for slug, words in worked.items()},
        equipment=equipment,
        lit=lit,
        in_use=in_use(vocabulary, lit, equipment),
        ladders=rungs,
        targets={},
        redirects={},
    )
    drafts_told = {(piece.document.source.kind, piece.slug) for piece in unpublished}
    linked = link_targets.link_index(library, parsed, unpublished)
    leading: dict[tuple[str, str], Target] = {}
    unread = frozenset(map(_kind_and_slug, parsed.broken))
    for piece in published:
        leading |= link_targets.of_text(piece.document, piece.facts, parsed, linked, problems)
        problems.extend(references(piece, library, drafts_told, unread))
        problems.extend(pictures(piece, leading))
    for document in parsed.half_read:
        told: list[Problem] = []
        half = parse_valid_keys(document)
        if half and isinstance(half.facts, Exercise):
            resolve_terms(half, vocabulary, parsed, told)
        if half is None or drafts or not half.facts.draft:
            leading |= link_targets.of_text(document, half.facts if half else None, parsed, linked, told)
            told += references(half, library, drafts_told, unread) if half else ()
        problems.extend(problem for problem in told if problem.severity is Severity.ERROR)
    for document in (*(piece.document for piece in parsed.pieces), *parsed.half_read):
        problems.extend(of_body(document, parsed.bodies[document.source.path]))
    redirects = _redirects(published, linked, problems)
    problems.extend(_safety(parsed, published))
    library = replace(library, targets=leading, redirects=redirects)
    return LinkResult(parsed, vocabulary, drafts, library, linked, tuple(problems))


# --- words of the vocabulary ------------------------------------------------------------------------------


class ResolvedTerms(Struct, frozen=True):
    """What an exercise works and needs, as the vocabulary has it."""

    primary: tuple[MuscleUse, ...]
    secondary: tuple[MuscleUse, ...]
    equipment: tuple[Term, ...]
    lit: tuple[str, ...]
    """The ids of the muscles that it works, umbrella words opened, primary ones first."""


def resolve_terms(
    piece: ContentFile[Exercise], vocabulary: Vocabulary, parsed: ParsedContent, problems: list[Problem]
) -> ResolvedTerms:
    """The words of one exercise; what is wrong with them is not told where the vocabulary itself is broken."""
    found: list[Problem] = []
    primary, secondary = _worked(piece, vocabulary, found)
    needs = _needs(piece, vocabulary, found)
    if "vocabulary.yaml" not in parsed.broken:
        problems.extend(found)
    lit = (
        id for worked in (*primary, *secondary) for id in (worked.term.id, *vocabulary.lit_by(worked.term))
    )
    return ResolvedTerms(primary, secondary, needs, tuple(dict.fromkeys(lit)))


def in_use(
    vocabulary: Vocabulary, lit: Mapping[str, tuple[str, ...]], equipment: Mapping[str, tuple[Term, ...]]
) -> Mapping[TermFolder, tuple[Term, ...]]:
    """The terms that have a page, in the order of the vocabulary: those that are *lit* or needed anywhere."""
    worked = {id for ids in lit.values() for id in ids}
    needed = {term.id for terms in equipment.values() for term in terms}
    return {
        "muscles": tuple(term for term in vocabulary.muscles.values() if term.id in worked),
        "equipment": tuple(term for term in vocabulary.equipment.values() if term.id in needed),
    }


def _by_slug(
    pieces: Iterable[ContentFile[W]], problems: list[Problem], *, drafts: bool
) -> Mapping[str, ContentFile[W]]:
    """The published pieces in the order of their slugs; two of one address are a problem at the second."""
    found: dict[str, ContentFile[W]] = {}
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
    piece: ContentFile[Exercise], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[MuscleUse, ...], tuple[MuscleUse, ...]]:
    """Primary and secondary muscles; one that is named twice counts where it is named first."""
    seen: dict[str, str] = {}
    groups: list[tuple[MuscleUse, ...]] = []
    for group in ("primary", "secondary"):
        worked: list[MuscleUse] = []
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
            worked.append(MuscleUse(term, written))
        groups.append(tuple(worked))
    return groups[0], groups[1]


_WHERE_WORDS_ARE = "docs/handbook/words.md lists the names; vocabulary.yaml can add one"


def _each_by_itself(vocabulary: Vocabulary, written: str) -> str:
    """The hint for several muscles in one text, such as "quads and glutes"; empty where it is none."""
    words = [word.strip() for word in re.split(r"[,;/&+]|\band\b", written)]
    if len(words) < 2 or any(isinstance(vocabulary.muscle(word), Unknown) for word in words):
        return ""
    return f"write each by itself: [{', '.join(words)}]"


def _needs(piece: ContentFile[Exercise], vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Term, ...]:
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


def references(
    piece: ContentFile[Any],
    library: Library,
    drafts: Container[_Name],
    unread: Collection[_Name],
) -> Iterator[Problem]:
    """Every slug that names another text and does not find it published.

    One that is *unread* because of its own mistakes may be named, and hints may name it: it will be there when it is
    mended.
    """
    for loc, slug, kind in _named(piece.facts):
        known: Mapping[str, ContentFile[Any]] = (
            library.exercises if kind is Kind.EXERCISE else library.routines
        )
        if slug in known or (kind, slug) in unread:
            continue
        if (kind, slug) in drafts:
            message, hint = f'"{slug}" is a draft and has no page', "publish the draft, or take this out"
            yield piece.document.problem(loc, f"draft-{kind}", message, hint)
        else:
            names = [*known, *(name for of_kind, name in unread if of_kind is kind)]
            hint = did_you_mean(slugify(slug.rsplit("/", 1)[-1]), names)
            yield piece.document.problem(loc, f"unknown-{kind}", f'there is no {kind} "{slug}"', hint)
    yield from _words_that_are_slugs(piece, library.exercises, unread)


_Name = tuple[Kind | None, str]
"""What a text is, and its slug."""


def _kind_and_slug(path: str) -> _Name:
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


def _words_that_are_slugs(
    piece: ContentFile[Any], exercises: Container[str], unread: Container[_Name]
) -> Iterator[Problem]:
    """A rung told in words that are exactly another exercise's slug was surely meant as a link."""
    if not isinstance(piece.facts, Exercise):
        return
    for group in ("progressions", "regressions"):
        for n, rung in enumerate(getattr(piece.facts, group)):
            if rung.text in exercises or (Kind.EXERCISE, rung.text) in unread:
                message = f'"{rung.text}" is an exercise, but stands here as plain words'
                hint = f"write - {{exercise: {rung.text}}}"
                yield piece.document.problem((group, n), "rung-in-words", message, hint, Severity.WARNING)


def of_body(document: Document, body: Body) -> Iterator[Problem]:
    """What is told of a body alone: tags that are left out, and pictures without words."""
    places = places_of_tags(document.body, body.left_out) if body.left_out else ()
    for tag, place in zip(body.left_out, places, strict=True):
        hint = f"write [words]({tag})" if "." in tag else "say it in Markdown"
        refused = InvalidValueError("raw-html", f"<{tag}> is left out of the page", hint)
        yield document.problem_in_body(place, refused, Severity.WARNING)
    yield from _dropped(document, body)
    yield from media_references.without_alt(document, body)


def _dropped(document: Document, body: Body) -> Iterator[Problem]:
    """A problem for each class, id, attribute and control character of a body that its page does not have."""
    if not body.dropped:
        return
    for name, place in zip(body.dropped, places_of_dropped(document.body, body.dropped), strict=True):
        kind, word = name[0], name[1:]
        if not word:
            yield document.problem_in_body(place, bidirectional_control(kind))
            continue
        if kind == ".":
            message = f'the class "{word}" cannot be used in a text and was left out'
            refused = InvalidValueError("class-left-out", message, class_hint(word))
        elif kind == "=":
            message = f'the attribute "{word}" cannot be used in a text and was left out'
            hint = "delete it: a text may give an element a class, an id, a title, a language and a direction"
            refused = InvalidValueError("attribute-left-out", message, hint)
        else:
            message = f'the id "{word}" is used already and was changed'
            refused = InvalidValueError(
                "id-changed", message, "choose another id, and check links that lead to it"
            )
        yield document.problem_in_body(place, refused, Severity.WARNING)


def pictures(piece: ContentFile[Any], leading: media_references.Targets) -> Iterator[Problem]:
    """What is missing beside the pictures and the figure of a text."""
    yield from media_references.without_credit(piece, leading)
    if isinstance(piece.facts, Exercise) and piece.facts.figure:
        yield from figure_spec.without_caption(piece.facts.figure, piece.document)


def _redirects(
    published: Iterable[ContentFile[Any]], linked: LinkIndex, problems: list[Problem]
) -> Mapping[str, str]:
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


def _safety(parsed: ParsedContent, published: Iterable[ContentFile[Any]]) -> Iterator[Problem]:
    """A site on which nothing says when to stop is told so."""
    told = has_safety(parsed.site) or any(own_safety(piece.facts) for piece in published)
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
