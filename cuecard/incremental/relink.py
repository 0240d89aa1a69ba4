"""The library put together again where a few texts have changed and show the others the same face.

What a text says of itself (its title, its steps, its prose) concerns the others not at all, or only those that look it
up when their pages are made. Where what the others were checked against is as it was, so is all that was told of them:
then only what was changed is checked. Where it is not, all is put together anew. Nothing but values decides about that,
and `tests/test_reassembling.py` holds the two ways against one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, has_errors
from cuecard.library import exercise_terms, link_targets, linker
from cuecard.library.library import Library, url_of
from cuecard.library.linker import LinkResult
from cuecard.library.links import LinkIndex, Target
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written, routine_slugs
from cuecard.vocabulary.vocabulary import Vocabulary

_MOST = 16
"""Texts that have changed; with more, all is put together anew."""


def relink(before: LinkResult, parsed: ParsedContent, vocabulary: Vocabulary) -> LinkResult | None:
    """What `assembling.assembled` would make of *parsed*, equal in every part; None where that takes the whole.

    What has not changed is the very same object as *before*.
    """
    if vocabulary != before.vocabulary or has_errors(before.problems):
        return None
    changed = _changed(before.parsed, parsed)
    if changed is None or not all(_shows_the_same(old, new, before) for old, new in changed):
        return None
    if not changed and before.parsed.bodies == parsed.bodies:
        return before
    problems: list[Problem] = []
    library = _with_words(before.library, parsed, [new for _, new in changed], problems)
    linked = _linked(before.linked, library, [new for _, new in changed]) if library else None
    if library is None or linked is None:
        return None
    leading = _leading(before, parsed, linked, changed, problems)
    for _, piece in changed:
        problems.extend(linker.references(piece, library, (), ()))
        problems.extend(linker.pictures(piece, leading))
        problems.extend(linker.of_body(piece.document, parsed.bodies[piece.path]))
    told = {piece.document.source.shown for _, piece in changed}
    others = (problem for problem in before.problems if problem.path not in told)
    library = replace(library, targets=leading)
    return LinkResult(parsed, before.vocabulary, before.drafts, library, linked, (*others, *problems))


_Changed = list[tuple[ContentFile[Any], ContentFile[Any]]]
"""The texts that differ, each as it was and as it is."""


def _changed(before: ParsedContent, parsed: ParsedContent) -> _Changed | None:
    """The texts that differ; None where anything else does, or where one is new, gone or not understood."""
    if before.broken or parsed.broken or before.half_read or parsed.half_read:
        return None
    if (before.site, before.assets, before.others, before.shown_folder) != (
        parsed.site,
        parsed.assets,
        parsed.others,
        parsed.shown_folder,
    ):
        return None
    if _text_of_the_site(before) != _text_of_the_site(parsed):
        return None
    changed: _Changed = []
    old: tuple[ContentFile[Any], ...]
    new: tuple[ContentFile[Any], ...]
    for old, new in (
        (before.exercises, parsed.exercises),
        (before.routines, parsed.routines),
        (before.guides, parsed.guides),
    ):
        if len(old) != len(new):
            return None
        for one, other in zip(old, new, strict=True):
            if one is other and before.bodies[one.path] is parsed.bodies[other.path]:
                continue
            if (one.path, one.slug) != (other.path, other.slug) or len(changed) == _MOST:
                return None
            changed.append((one, other))
    return changed


def _text_of_the_site(parsed: ParsedContent) -> str:
    """What `site.yaml` says, where problems of the whole are told."""
    return parsed.site_document.source.text if parsed.site_document else ""


def _shows_the_same(old: ContentFile[Any], new: ContentFile[Any], before: LinkResult) -> bool:
    """Whether nothing that other texts are checked against has changed in a text, but for the ids of its page."""
    facts: tuple[Written, Written] = (old.facts, new.facts)
    if any(each.draft for each in facts) and not before.drafts:
        return False
    return _face(old.facts) == _face(new.facts)


def _face(facts: Written) -> tuple[object, ...]:
    """What the checks of other texts, and of the whole, look up in one."""
    face: tuple[object, ...] = (facts.redirect_from, link_targets.own_safety(facts))
    if isinstance(facts, Exercise):
        face += (facts.level, facts.progressions, facts.regressions)
    if isinstance(facts, Routine):
        face += (routine_slugs(facts),)
    return face


def _with_words(
    library: Library, parsed: ParsedContent, changed: Sequence[ContentFile[Any]], problems: list[Problem]
) -> Library | None:
    """The library with the texts that have changed; None where other terms are in use, as these have pages."""
    exercises = [piece for piece in changed if isinstance(piece.facts, Exercise)]
    words = {
        piece.slug: exercise_terms.resolve_terms(piece, library.vocabulary, parsed, problems)
        for piece in exercises
    }
    made = replace(
        library,
        exercises=_with(library.exercises, exercises),
        routines=_with(library.routines, (piece for piece in changed if isinstance(piece.facts, Routine))),
        guides=_with(library.guides, (piece for piece in changed if isinstance(piece.facts, Guide))),
        bodies=parsed.bodies,
    )
    if all(words[slug] == _words(library, slug) for slug in words):
        return made
    lit = {**library.lit, **{slug: word.lit for slug, word in words.items()}}
    equipment = {**library.equipment, **{slug: word.equipment for slug, word in words.items()}}
    if exercise_terms.in_use(library.vocabulary, lit, equipment) != library.in_use:
        return None
    return replace(
        made,
        primary={**library.primary, **{slug: word.primary for slug, word in words.items()}},
        secondary={**library.secondary, **{slug: word.secondary for slug, word in words.items()}},
        equipment=equipment,
        lit=lit,
    )


def _words(library: Library, slug: str) -> exercise_terms.ResolvedTerms:
    return exercise_terms.ResolvedTerms(
        library.primary[slug], library.secondary[slug], library.equipment[slug], library.lit[slug]
    )


def _with(
    texts: Mapping[str, ContentFile[Any]], changed: Iterable[ContentFile[Any]]
) -> Mapping[str, ContentFile[Any]]:
    """The same texts in the same order, those that have changed in their places."""
    new = {piece.slug: piece for piece in changed}
    return {**texts, **new} if new else texts


def _linked(linked: LinkIndex, library: Library, changed: Sequence[ContentFile[Any]]) -> LinkIndex | None:
    """What can be linked to; None where an id is gone, to which a link may lead."""
    ids = link_targets.Ids(library, frozenset())
    urls = (url_of(piece.document.source.kind, piece.slug) for piece in changed)
    return replace(linked, ids=ids) if all(ids[url] >= linked.ids[url] for url in urls) else None


def _leading(
    before: LinkResult, parsed: ParsedContent, linked: LinkIndex, changed: _Changed, problems: list[Problem]
) -> Mapping[tuple[str, str], Target]:
    """Where all links lead."""
    leading = before.library.targets
    for old, new in changed:
        now = link_targets.of_text(new.document, new.facts, parsed, linked, problems)
        named = set(_named(old, before.parsed))
        if named == now.keys() and all(leading[key] == target for key, target in now.items()):
            continue
        leading = {key: target for key, target in leading.items() if key not in named} | now
    return leading


def _named(piece: ContentFile[Any], parsed: ParsedContent) -> Iterator[tuple[str, str]]:
    """What the targets of one text stand under."""
    yield from ((piece.path, link.target) for link in parsed.bodies[piece.path].links)
    yield from ((piece.path, target) for _, target, _ in link_targets.files_named(piece.facts))
