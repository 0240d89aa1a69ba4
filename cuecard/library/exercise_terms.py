"""Resolve the muscles and equipment of exercises to terms of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from cuecard.core.diagnostics import Problem, Severity
from cuecard.core.documentation import documentation
from cuecard.library.library import MuscleUse, TermFolder
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.schema import ContentFile, Exercise
from cuecard.parse.yaml_reader import Loc
from cuecard.vocabulary.matching import normalize
from cuecard.vocabulary.term import Term, Unknown
from cuecard.vocabulary.vocabulary import Vocabulary


class ResolvedTerms(Struct, frozen=True):
    """The muscles and equipment of an exercise, as terms of the vocabulary."""

    primary: tuple[MuscleUse, ...]
    secondary: tuple[MuscleUse, ...]
    equipment: tuple[Term, ...]
    muscle_ids: tuple[str, ...]
    """The ids of its muscles, primary first, with groups expanded to their muscles."""


def resolve_terms(
    content_file: ContentFile[Exercise],
    vocabulary: Vocabulary,
    parsed: ParsedContent,
    problems: list[Problem],
) -> ResolvedTerms:
    """Resolve the words of one exercise. If the vocabulary has errors itself, unknown words are not reported."""
    found_here: list[Problem] = []
    primary, secondary = _worked(content_file, vocabulary, found_here)
    needs = _needs(content_file, vocabulary, found_here)
    if "vocabulary.yaml" not in parsed.broken:
        problems.extend(found_here)
    ids = (id for use in (*primary, *secondary) for id in (use.term.id, *vocabulary.expand(use.term)))
    return ResolvedTerms(primary, secondary, needs, tuple(dict.fromkeys(ids)))


def in_use(
    vocabulary: Vocabulary,
    muscle_ids: Mapping[str, tuple[str, ...]],
    equipment: Mapping[str, tuple[Term, ...]],
) -> Mapping[TermFolder, tuple[Term, ...]]:
    """Return the terms that have a page: those that any exercise works or needs, in vocabulary order."""
    worked = {id for ids in muscle_ids.values() for id in ids}
    needed = {term.id for terms in equipment.values() for term in terms}
    return {
        "muscles": tuple(term for term in vocabulary.muscles.values() if term.id in worked),
        "equipment": tuple(term for term in vocabulary.equipment.values() if term.id in needed),
    }


def _worked(
    content_file: ContentFile[Exercise], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[MuscleUse, ...], tuple[MuscleUse, ...]]:
    """Return the primary and secondary muscles; one listed twice counts at its first place."""
    seen: dict[str, str] = {}
    groups: list[tuple[MuscleUse, ...]] = []
    for group in ("primary", "secondary"):
        uses: list[MuscleUse] = []
        for n, written in enumerate(getattr(content_file.facts.muscles, group)):
            loc: Loc = ("muscles", group, n)
            term = vocabulary.muscle(written)
            if isinstance(term, Unknown):
                message = f'unknown muscle "{written}"'
                hint = _each_by_itself(vocabulary, written) or term.hint or _where_words_are()
                problems.append(content_file.document.problem(loc, "unknown-muscle", message, hint))
                continue
            if term.id in seen:
                message = f'"{written}" is already listed as {seen[term.id]}'
                problems.append(
                    content_file.document.problem(
                        loc, "repeated-muscle", message, "delete one", Severity.WARNING
                    )
                )
                continue
            if term.note:
                problems.append(
                    content_file.document.problem(
                        loc, "inexact-muscle", f'"{written}" names a region', term.note, Severity.NOTE
                    )
                )
            if normalize(written) in _BROAD:
                message = f'"{written}" is taken to mean "{term.name}"'
                hint = f'write "{term.id}", or name the muscle that you mean'
                problems.append(
                    content_file.document.problem(loc, "broad-muscle", message, hint, Severity.WARNING)
                )
            seen[term.id] = f"a {group} muscle"
            uses.append(MuscleUse(term, written))
        groups.append(tuple(uses))
    return groups[0], groups[1]


def _where_words_are() -> str:
    return f"see {documentation('handbook/words.md')} for the names, or add one in vocabulary.yaml"


_BROAD = frozenset(map(normalize, ["cuff", "hand", "tibialis", "waist", "wrist"]))
"""Words that are read as the muscles that move or surround something, and may be meant for others."""


def _each_by_itself(vocabulary: Vocabulary, written: str) -> str:
    """Return the hint for several muscles in one value, such as "quads and glutes"; empty for a single one."""
    words = [word.strip() for word in re.split(r"[,;/&+]|\band\b", written)]
    if len(words) < 2 or any(isinstance(vocabulary.muscle(word), Unknown) for word in words):
        return ""
    return f"write them separately: [{', '.join(words)}]"


def _needs(
    content_file: ContentFile[Exercise], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Term, ...]:
    needs: dict[str, Term] = {}
    for n, written in enumerate(content_file.facts.equipment):
        term = vocabulary.tool(written)
        if isinstance(term, Unknown):
            message = f'unknown equipment "{written}"'
            hint = term.hint or _where_words_are()
            problems.append(
                content_file.document.problem(("equipment", n), "unknown-equipment", message, hint)
            )
        elif term is not None:
            needs[term.id] = term
    return tuple(needs.values())
