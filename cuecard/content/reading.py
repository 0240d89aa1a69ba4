"""From texts to typed values: each file of the content folder by itself, and the settings that hold for all.

A file with errors is left out of what comes next but not forgotten: its name is kept, so that nothing else is told
to refer to a file that "does not exist" because of a slip inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from cuecard.content import front_matter, markdown, schema, vocabulary
from cuecard.content.front_matter import Document, Span
from cuecard.content.library import Parsed, entry_ids
from cuecard.content.markdown import Body
from cuecard.content.schema import Piece, Site
from cuecard.content.sources import Kind, Sources
from cuecard.content.vocabulary import Vocabulary
from cuecard.problems import Problem, Severity
from cuecard.urls import SECTION_IDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """What the content folder holds, understood as far as single files can be."""

    parsed: Parsed
    vocabulary: Vocabulary
    problems: tuple[Problem, ...]


def read(found: Sources, *, base_url: str | None = None) -> Read:
    """Understand every file of *found*; a *base_url* takes the place of the one in `site.yaml`."""
    problems: list[Problem] = []
    site, site_document = _site(found, problems)
    if base_url is not None:
        site = site.model_copy(update={"base_url": base_url})
    words = _vocabulary(found, problems)
    pieces: dict[Kind, list[Piece[Any]]] = {Kind.EXERCISE: [], Kind.ROUTINE: [], Kind.GUIDE: []}
    bodies: dict[str, Body] = {}
    half_read: list[Document] = []
    broken = {problem.path.removeprefix(f"{found.shown_folder}/") for problem in found.problems}
    broken |= {problem.path.removeprefix(f"{found.shown_folder}/") for problem in problems}
    for source in found.files:
        if source.kind not in pieces:
            continue
        document = _kept(front_matter.split(source), problems)
        piece = _kept(schema.parse(document), problems) if document else None
        if document:
            entries = entry_ids(piece.facts) if piece and source.kind is Kind.ROUTINE else ()
            taken = SECTION_IDS.union(entries)
            bodies[source.path] = _body(document, problems, raw_html=site.raw_html, taken=taken)
        if piece:
            pieces[source.kind].append(piece)
        else:
            broken.add(source.path)
            half_read += [document] if document else []
    if not any(path.startswith("exercises/") for path in (*broken, *(source.path for source in found.files))):
        problems.append(_no_exercises(found))
    parsed = Parsed(
        tuple(pieces[Kind.EXERCISE]),
        tuple(pieces[Kind.ROUTINE]),
        tuple(pieces[Kind.GUIDE]),
        bodies,
        site,
        site_document,
        frozenset(asset.path for asset in found.assets),
        found.shown_folder,
        frozenset(broken),
        tuple(half_read),
    )
    return Read(parsed, words, tuple(problems))


def _site(found: Sources, problems: list[Problem]) -> tuple[Site, Document | None]:
    document = _settings(found, Kind.SITE, problems)
    if document is None:
        return Site(), None
    return _kept(schema.parse_site(document), problems) or Site(), document


def _vocabulary(found: Sources, problems: list[Problem]) -> Vocabulary:
    builtin = vocabulary.load_builtin()
    document = _settings(found, Kind.VOCABULARY, problems)
    if document is None or not document.meta:
        return builtin
    faults = vocabulary.check_additions(builtin, document.meta)
    problems.extend(
        document.problem(loc, refused.code, refused.message, refused.hint) for loc, refused in faults
    )
    return builtin if faults else vocabulary.extended(builtin, document.meta)


def _settings(found: Sources, kind: Kind, problems: list[Problem]) -> Document | None:
    source = next((source for source in found.files if source.kind is kind), None)
    return _kept(front_matter.read_settings(source), problems) if source else None


def _body(document: Document, problems: list[Problem], *, raw_html: bool, taken: frozenset[str]) -> Body:
    try:
        return markdown.convert(document.body, raw_html=raw_html, taken=taken)
    except markdown.TooDeep:
        place = Span(document.body_line, 1, 1)
        message = "lists or quotations nest too deeply here"
        problems.append(document.problem_at(place, "too-deep", message, "use fewer levels"))
        return Body()


def _no_exercises(found: Sources) -> Problem:
    shown = f"{found.shown_folder}/exercises"
    hint = "write the first one in exercises/, ending in .md"
    return Problem(shown, 1, 1, "no-exercises", "there are no exercises yet", hint, Severity.WARNING)


def _kept(result: T | list[Problem], problems: list[Problem]) -> T | None:
    """The value, or None when there were problems instead, which are gathered."""
    if isinstance(result, list):
        problems.extend(result)
        return None
    return result
