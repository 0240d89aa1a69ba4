"""Link the parsed content files to a library, like the linker of a compiler.

References are resolved here: exercises of routines and guides, ladders, muscles and equipment in the vocabulary, links
in bodies, old addresses. All unresolved ones are reported at once; a `Library` whose problems include no error is safe
to render.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, Severity, did_you_mean
from cuecard.core.urls import slugify
from cuecard.library import (
    body_problems,
    ladders,
    link_targets,
    media_references,
    site_rules,
    site_targets,
    tags,
)
from cuecard.library.exercise_terms import in_use, resolve_terms
from cuecard.library.library import Library, old_url, url_of
from cuecard.library.link_targets import own_safety
from cuecard.library.links import LinkIndex, Target
from cuecard.library.same_names import same_names
from cuecard.parse import figure_notes
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.partial import parse_valid_keys
from cuecard.parse.routine_shape import entries_of, routine_slugs, routines_named, steps_of
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written, has_safety
from cuecard.parse.sources import TEXT_FOLDERS, Kind
from cuecard.parse.yaml_reader import Loc
from cuecard.vocabulary.vocabulary import Vocabulary

W = TypeVar("W", bound=Written)


class LinkResult(Struct, frozen=True):
    """A library, and everything that it was linked from."""

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
    """Link the content files and check every reference between them.

    With *drafts*, drafts count as published.
    """
    whole = link_library(parsed, vocabulary, drafts=drafts)
    return whole.library, list(whole.problems)


def link_library(parsed: ParsedContent, vocabulary: Vocabulary, *, drafts: bool = False) -> LinkResult:
    """Link as `link` does, and keep what is needed to relink after a small change (see `incremental.relink`)."""
    problems: list[Problem] = []
    library = _with_terms_and_ladders(parsed, vocabulary, problems, drafts=drafts)
    published = tuple(library.published)
    unpublished = [content_file for content_file in parsed.pieces if content_file.facts.draft and not drafts]
    draft_names = {(content_file.document.source.kind, content_file.slug) for content_file in unpublished}
    linked = link_targets.link_index(library, parsed, unpublished)
    leading: dict[tuple[str, str], Target] = {}
    unread = frozenset(map(_kind_and_slug, parsed.broken))
    for content_file in published:
        leading |= link_targets.of_text(content_file.document, content_file.facts, parsed, linked, problems)
        problems.extend(references(content_file, library, draft_names, unread))
        problems.extend(lifted(content_file, parsed))
        problems.extend(terms(content_file, parsed))
        problems.extend(pictures(content_file, leading))
    for document in parsed.half_read:
        half = parse_valid_keys(document)
        errors: list[Problem] = []
        if half and isinstance(half.facts, Exercise):
            resolve_terms(half, vocabulary, parsed, errors)
        if half is None or drafts or not half.facts.draft:
            leading |= link_targets.of_text(document, half.facts if half else None, parsed, linked, errors)
            errors += references(half, library, draft_names, unread) if half else ()
            errors += lifted(half, parsed) if half else ()
        problems.extend(problem for problem in errors if problem.severity is Severity.ERROR)
    for document in (*(content_file.document for content_file in parsed.pieces), *parsed.half_read):
        problems.extend(body_problems.of_body(document, parsed.bodies[document.source.path]))
    leading |= site_targets.targets(parsed, linked, problems)
    problems.extend(same_names(library.exercises.values()))
    redirects = _redirects(published, linked, problems)
    problems.extend(_safety(parsed, published))
    library = replace(library, targets=leading, redirects=redirects)
    return LinkResult(parsed, vocabulary, drafts, library, linked, tuple(problems))


def _with_terms_and_ladders(
    parsed: ParsedContent, vocabulary: Vocabulary, problems: list[Problem], *, drafts: bool
) -> Library:
    """Return the library before its links and redirects are resolved."""
    exercises = _by_slug(parsed.exercises, problems, drafts=drafts)
    routines = _by_slug(parsed.routines, problems, drafts=drafts)
    guides = _by_slug(parsed.guides, problems, drafts=drafts)

    terms = {}
    for content_file in parsed.exercises:
        words = resolve_terms(content_file, vocabulary, parsed, problems)
        if exercises.get(content_file.slug) is content_file:
            terms[content_file.slug] = words
    rungs, ladder_problems = ladders.build(exercises)
    problems.extend(ladder_problems)

    muscle_ids = {slug: words.muscle_ids for slug, words in terms.items()}
    equipment = {slug: words.equipment for slug, words in terms.items()}
    return Library(
        site=parsed.site,
        vocabulary=vocabulary,
        exercises=exercises,
        routines=routines,
        guides=guides,
        bodies=parsed.bodies,
        primary={slug: words.primary for slug, words in terms.items()},
        secondary={slug: words.secondary for slug, words in terms.items()},
        equipment=equipment,
        muscle_ids=muscle_ids,
        routines_with=_routines_with(exercises, routines),
        in_use=in_use(vocabulary, muscle_ids, equipment),
        ladders=rungs,
        targets={},
        redirects={},
        tagged=tags.tagged((*exercises.values(), *routines.values(), *guides.values()), parsed.site),
        pages=_by_slug(parsed.pages, problems, drafts=drafts),
        home=_by_slug(parsed.home, problems, drafts=drafts),
    )


def _routines_with(
    exercises: Iterable[str], routines: Mapping[str, ContentFile[Routine]]
) -> Mapping[str, tuple[str, ...]]:
    """Return the slugs of the routines that have each exercise."""
    found: dict[str, list[str]] = {slug: [] for slug in exercises}
    for routine in routines.values():
        for slug in dict.fromkeys(routine_slugs(routine.facts)):
            if slug in found:
                found[slug].append(routine.slug)
    return {slug: tuple(names) for slug, names in found.items()}


def _by_slug(
    content_files: Iterable[ContentFile[W]], problems: list[Problem], *, drafts: bool
) -> Mapping[str, ContentFile[W]]:
    """Return the published content files in the order of their slugs; report a second one with the same URL."""
    by_slug: dict[str, ContentFile[W]] = {}
    for content_file in sorted(
        content_files, key=lambda content_file: (content_file.slug, content_file.path)
    ):
        if content_file.facts.draft and not drafts:
            continue
        first = by_slug.get(content_file.slug)
        if first is not None:
            url = url_of(content_file.document.source.kind, content_file.slug)
            message = f'"{content_file.path}" and "{first.path}" would both become {url}'
            problems.append(
                content_file.document.problem((), "same-address", message, "rename one of the files")
            )
        else:
            by_slug[content_file.slug] = content_file
    return by_slug


def references(
    content_file: ContentFile[Any],
    library: Library,
    drafts: Container[_Name],
    unread: Collection[_Name],
) -> Iterator[Problem]:
    """Yield a problem for every slug that does not name a published content file.

    An *unread* file, one with errors of its own, may be referred to and suggested: it will exist once it is fixed.
    """
    for loc, slug, kind in named_in(content_file.facts):
        known: Mapping[str, ContentFile[Any]] = (
            library.exercises if kind is Kind.EXERCISE else library.routines
        )
        if slug in known or (kind, slug) in unread:
            continue
        if (kind, slug) in drafts:
            message, hint = f'"{slug}" is a draft and has no page', "publish the draft, or remove this"
            yield content_file.document.problem(loc, f"draft-{kind}", message, hint)
        else:
            names = [*known, *(name for of_kind, name in unread if of_kind is kind)]
            hint = _choice_hint(slug, known) or did_you_mean(slugify(slug.rsplit("/", 1)[-1]), names)
            yield content_file.document.problem(loc, f"unknown-{kind}", f'there is no {kind} "{slug}"', hint)
    yield from _words_that_are_slugs(content_file, library.exercises, unread)
    if isinstance(content_file.facts, Routine):
        yield from _routines_in_routines(content_file, library.routines)


def _choice_hint(text: str, known: Container[str]) -> str:
    """Return how to write "squat or lunge"; empty for anything but names with "or" between them."""
    names = [slugify(name) for name in re.split(r"\s+or\s+|\s*/\s*", text)]
    is_choice = len(names) > 1 and all(name in known for name in names)
    return f"write a choice: - either: [{', '.join(names)}]" if is_choice else ""


def _routines_in_routines(
    content_file: ContentFile[Routine], routines: Mapping[str, ContentFile[Routine]]
) -> Iterator[Problem]:
    """Yield a problem for each session or phase that is no list of exercises: itself, or another programme."""
    for loc, slug in routines_named(content_file.facts):
        other = routines.get(slug)
        if slug == content_file.slug:
            hint = "name another routine, or list the exercises here"
            yield content_file.document.problem(
                loc, "nested-programme", "a routine cannot be a part of itself", hint
            )
        elif other and (other.facts.sessions or other.facts.phases):
            message = f'"{slug}" has sessions or phases of its own'
            hint = "name a routine that is one list of exercises"
            yield content_file.document.problem(loc, "nested-programme", message, hint)


_Name = tuple[Kind | None, str]
"""Kind and slug of a content file."""


def _kind_and_slug(path: str) -> _Name:
    file = PurePosixPath(path)
    return TEXT_FOLDERS.get(file.parts[0]), slugify(file.stem)


def named_in(facts: Written) -> Iterator[tuple[Loc, str, Kind]]:
    """Yield the exercises and routines that a text names: where, the slug, and of which kind it is."""
    if isinstance(facts, Exercise):
        for group in ("progressions", "regressions"):
            for n, rung in enumerate(getattr(facts, group)):
                if rung.exercise:
                    yield (group, n, "exercise"), rung.exercise, Kind.EXERCISE
    elif isinstance(facts, Routine):
        for one in entries_of(facts):
            yield (*one.loc, "exercise"), one.entry.exercise, Kind.EXERCISE
        for loc, step in steps_of(facts):
            if step.exercise:
                yield (*loc, "exercise"), step.exercise, Kind.EXERCISE
        for loc, slug in routines_named(facts):
            yield loc, slug, Kind.ROUTINE
    elif isinstance(facts, Guide):
        for n, slug in enumerate(facts.exercises):
            yield ("exercises", n), slug, Kind.EXERCISE
        for n, slug in enumerate(facts.routines):
            yield ("routines", n), slug, Kind.ROUTINE


def _words_that_are_slugs(
    content_file: ContentFile[Any], exercises: Container[str], unread: Container[_Name]
) -> Iterator[Problem]:
    """Warn of plain text that equals the slug of another exercise: it was probably meant as a link."""
    if not isinstance(content_file.facts, Exercise):
        return
    for group in ("progressions", "regressions"):
        for n, rung in enumerate(getattr(content_file.facts, group)):
            if rung.text in exercises or (Kind.EXERCISE, rung.text) in unread:
                message = f'"{rung.text}" is an exercise, but is written here as plain text'
                hint = f"write - {{exercise: {rung.text}}}"
                yield content_file.document.problem(
                    (group, n), "rung-in-words", message, hint, Severity.WARNING
                )


def lifted(content_file: ContentFile[Any], parsed: ParsedContent) -> Iterator[Problem]:
    """Yield what is wrong with the rules of the site that a content file lifts; nothing if `site.yaml` has errors."""
    if "site.yaml" not in parsed.broken:
        yield from site_rules.unknown_rules(content_file, parsed.site)
        yield from site_rules.lifted_emergencies(content_file, parsed.site)


def terms(content_file: ContentFile[Any], parsed: ParsedContent) -> Iterator[Problem]:
    """Yield what is wrong with the terms of a content file; nothing if `site.yaml` has errors."""
    if "site.yaml" not in parsed.broken:
        yield from tags.problems(content_file, parsed.site)


def pictures(content_file: ContentFile[Any], leading: media_references.Targets) -> Iterator[Problem]:
    """Yield what pictures and the figure of a content file lack: credits and captions."""
    yield from media_references.without_credit(content_file, leading)
    if isinstance(content_file.facts, Exercise) and content_file.facts.figure:
        yield from figure_notes.without_caption(content_file.facts.figure, content_file.document)


def _redirects(
    published: Iterable[ContentFile[Any]], linked: LinkIndex, problems: list[Problem]
) -> Mapping[str, str]:
    redirects: dict[str, str] = {}
    owners = {url: f'"{path}"' for path, url in linked.pages.items()}
    for content_file in published:
        kind = content_file.document.source.kind
        for n, old in enumerate(content_file.facts.redirect_from):
            url = old_url(kind, old)
            own_url = url_of(kind, content_file.slug)
            hint = "an old address can redirect to one page only"
            if url == own_url:
                message, hint = f"{url} is the address of this page", "delete it"
            elif linked.has_page(url):
                owner = owners.get(url, "a page of the site")
                message = f"the address {url} is already used by {owner}"
            elif redirects.get(url) == own_url:
                message, hint = f'"{old}" is written twice', "delete one"
            elif url in redirects:
                message = f"the old address {url} is already listed in {owners[redirects[url]]}"
            else:
                redirects[url] = own_url
                continue
            problems.append(
                content_file.document.problem(("redirect_from", n), "same-address", message, hint)
            )
    return redirects


def _safety(parsed: ParsedContent, published: Iterable[ContentFile[Any]]) -> Iterator[Problem]:
    """Warn if nothing on the site says when to stop."""
    has_rules = has_safety(parsed.site) or any(own_safety(content_file.facts) for content_file in published)
    is_tried = parsed.site_document is not None and bool(parsed.site_document.meta.get("safety"))
    if has_rules or is_tried or "site.yaml" in parsed.broken or not parsed.exercises:
        return
    message = "this site does not say when to stop or when to get help"
    hint = 'add "safety:" to site.yaml, with stop_if and get_help'
    if parsed.site_document:
        yield parsed.site_document.problem((), "no-safety", message, hint, Severity.WARNING)
    else:
        shown = f"{parsed.shown_folder}/site.yaml"
        yield Problem(shown, 1, 1, "no-safety", message, hint, Severity.WARNING)
