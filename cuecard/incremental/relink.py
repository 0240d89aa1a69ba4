"""Link only the texts that have changed, if what other texts are checked against is the same.

Most of what a text says (its title, its steps, its prose) does not concern other texts, or only when their pages are
rendered. If what the others were checked against is the same, so are all their problems: then only what was changed is
checked. Otherwise the whole library is linked. Only values decide about that, and `tests/test_relink.py` compares
the two ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, has_errors
from cuecard.library import body_problems, exercise_terms, link_targets, linker
from cuecard.library.library import Library, url_of
from cuecard.library.linker import LinkResult
from cuecard.library.links import LinkIndex, Target
from cuecard.library.same_names import same_names
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.routine_shape import entry_ids, routine_slugs, routines_named
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written
from cuecard.parse.tagged import terms_of
from cuecard.vocabulary.vocabulary import Vocabulary

_MOST = 16
"""Texts that have changed; with more, the whole library is linked."""


def relink(before: LinkResult, parsed: ParsedContent, vocabulary: Vocabulary) -> LinkResult | None:
    """Return what `linker.link_library` would return for *parsed*, equal in every part; None if that must be called.

    What has not changed is the same object as *before*.
    """
    if vocabulary != before.vocabulary or has_errors(before.problems):
        return None
    changed = _changed(before.parsed, parsed)
    if changed is None or not all(_looks_the_same(old, new, before) for old, new in changed):
        return None
    if not changed and before.parsed.bodies == parsed.bodies:
        return before
    problems: list[Problem] = []
    library = _with_terms(before.library, parsed, [new for _, new in changed], problems)
    linked = _linked(before.linked, library, [new for _, new in changed]) if library else None
    if library is None or linked is None:
        return None
    targets = _targets(before, parsed, linked, changed, problems)
    for _, content_file in changed:
        problems.extend(linker.references(content_file, library, (), ()))
        problems.extend(linker.lifted(content_file, parsed))
        problems.extend(linker.pictures(content_file, targets))
        problems.extend(body_problems.of_body(content_file.document, parsed.bodies[content_file.path]))
    paths = {content_file.document.source.shown for _, content_file in changed}
    others = [problem for problem in before.problems if problem.path not in paths]
    if any(map(_names_differ, changed)) or len(others) < len(before.problems):
        others = [problem for problem in others if problem.code != "same-name"]
        problems.extend(same_names(library.exercises.values()))
    library = replace(library, targets=targets)
    return LinkResult(parsed, before.vocabulary, before.drafts, library, linked, (*others, *problems))


_Changed = list[tuple[ContentFile[Any], ContentFile[Any]]]
"""The texts that differ, each as it was and as it is."""


def _changed(before: ParsedContent, parsed: ParsedContent) -> _Changed | None:
    """Return the texts that differ; None if anything else does, or if one is new, gone or has errors."""
    if before.broken or parsed.broken or before.half_read or parsed.half_read:
        return None
    if (before.site, before.assets, before.others, before.shown_folder) != (
        parsed.site,
        parsed.assets,
        parsed.others,
        parsed.shown_folder,
    ):
        return None
    if _site_yaml(before) != _site_yaml(parsed):
        return None
    changed: _Changed = []
    old: tuple[ContentFile[Any], ...]
    new: tuple[ContentFile[Any], ...]
    for old, new in (
        (before.exercises, parsed.exercises),
        (before.routines, parsed.routines),
        (before.guides, parsed.guides),
        (before.pages, parsed.pages),
        (before.home, parsed.home),
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


def _site_yaml(parsed: ParsedContent) -> str:
    """Return the text of `site.yaml`, where problems of the whole site are reported."""
    return parsed.site_document.source.text if parsed.site_document else ""


def _looks_the_same(old: ContentFile[Any], new: ContentFile[Any], before: LinkResult) -> bool:
    """Return whether nothing that other texts are checked against has changed, except for the ids of the page."""
    facts: tuple[Written, Written] = (old.facts, new.facts)
    if any(each.draft for each in facts) and not before.drafts:
        return False
    return _face(old.facts) == _face(new.facts)


def _names_differ(change: tuple[ContentFile[Any], ContentFile[Any]]) -> bool:
    """Return whether an exercise has other names than before, which another may have too."""
    old, new = (content_file.facts for content_file in change)
    return isinstance(new, Exercise) and (old.title, old.also_called) != (new.title, new.also_called)


def _face(facts: Written) -> tuple[object, ...]:
    """Return what the checks of other texts, and of the whole library, look up in a text."""
    face: tuple[object, ...] = (facts.redirect_from, link_targets.own_safety(facts), *terms_of(facts))
    if isinstance(facts, Exercise):
        face += (facts.level, facts.progressions, facts.regressions)
    if isinstance(facts, Routine):
        face += (routine_slugs(facts), entry_ids(facts), bool(facts.sessions), bool(facts.phases))
        face += tuple(slug for _, slug in routines_named(facts))
    return face


def _with_terms(
    library: Library, parsed: ParsedContent, changed: Sequence[ContentFile[Any]], problems: list[Problem]
) -> Library | None:
    """Return the library with the texts that have changed; None if other terms are in use, as terms have pages."""

    def of_kind(model: type[Written]) -> list[ContentFile[Any]]:
        return [content_file for content_file in changed if isinstance(content_file.facts, model)]

    exercises = of_kind(Exercise)
    words = {
        content_file.slug: exercise_terms.resolve_terms(content_file, library.vocabulary, parsed, problems)
        for content_file in exercises
    }
    updated = replace(
        library,
        exercises=_with(library.exercises, exercises),
        routines=_with(library.routines, of_kind(Routine)),
        guides=_with(library.guides, of_kind(Guide)),
        pages=_with(library.pages, of_kind(InfoPage)),
        home=_with(library.home, of_kind(HomeText)),
        bodies=parsed.bodies,
    )
    if all(words[slug] == _words(library, slug) for slug in words):
        return updated
    muscle_ids = {**library.muscle_ids, **{slug: word.muscle_ids for slug, word in words.items()}}
    equipment = {**library.equipment, **{slug: word.equipment for slug, word in words.items()}}
    if exercise_terms.in_use(library.vocabulary, muscle_ids, equipment) != library.in_use:
        return None
    return replace(
        updated,
        primary={**library.primary, **{slug: word.primary for slug, word in words.items()}},
        secondary={**library.secondary, **{slug: word.secondary for slug, word in words.items()}},
        equipment=equipment,
        muscle_ids=muscle_ids,
    )


def _words(library: Library, slug: str) -> exercise_terms.ResolvedTerms:
    return exercise_terms.ResolvedTerms(
        library.primary[slug], library.secondary[slug], library.equipment[slug], library.muscle_ids[slug]
    )


def _with(
    texts: Mapping[str, ContentFile[Any]], changed: Iterable[ContentFile[Any]]
) -> Mapping[str, ContentFile[Any]]:
    """Return the same texts in the same order, with those that have changed in their places."""
    new = {content_file.slug: content_file for content_file in changed}
    return {**texts, **new} if new else texts


def _linked(linked: LinkIndex, library: Library, changed: Sequence[ContentFile[Any]]) -> LinkIndex | None:
    """Return what can be linked to; None if an id is gone, to which a link may lead."""
    ids = link_targets.Ids(library, frozenset())
    urls = (url_of(content_file.document.source.kind, content_file.slug) for content_file in changed)
    return replace(linked, ids=ids) if all(ids[url] >= linked.ids[url] for url in urls) else None


def _targets(
    before: LinkResult, parsed: ParsedContent, linked: LinkIndex, changed: _Changed, problems: list[Problem]
) -> Mapping[tuple[str, str], Target]:
    """Return where all links lead."""
    targets = before.library.targets
    for old, new in changed:
        now = link_targets.of_text(new.document, new.facts, parsed, linked, problems)
        names = set(_named(old, before.parsed))
        if names == now.keys() and all(targets[key] == target for key, target in now.items()):
            continue
        targets = {key: target for key, target in targets.items() if key not in names} | now
    return targets


def _named(content_file: ContentFile[Any], parsed: ParsedContent) -> Iterator[tuple[str, str]]:
    """Yield the keys of the targets of one text."""
    yield from ((content_file.path, link.target) for link in parsed.bodies[content_file.path].links)
    yield from ((content_file.path, target) for _, target, _ in link_targets.files_named(content_file.facts))
