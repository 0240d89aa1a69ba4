"""From texts to typed values: each file of the content folder by itself, and the settings that hold for all.

A file with errors is left out of what comes next but not forgotten: its name is kept, so that nothing else is told
to refer to a file that "does not exist" because of a slip inside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from cuecard.budget import SLOW_BODIES
from cuecard.content import front_matter, markdown, patience, schema, vocabulary
from cuecard.content.front_matter import Document, Span
from cuecard.content.library import Parsed, entry_ids
from cuecard.content.markdown import Body
from cuecard.content.schema import Piece, Site
from cuecard.content.sources import Kind, SourceFile, Sources
from cuecard.content.vocabulary import Vocabulary
from cuecard.kept import plain
from cuecard.kept.cache import Adder
from cuecard.problems import Problem, Refused, Severity
from cuecard.urls import SECTION_IDS
from cuecard.values import dataclass
from cuecard.workers import spread

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """What the content folder holds, understood as far as single files can be."""

    parsed: Parsed
    vocabulary: Vocabulary
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """One text, understood as far as it can be by itself."""

    piece: Piece[Any] | None
    """None when its facts are wrong."""
    document: Document | None
    """None when it could not even be parted."""
    body: Body | None
    problems: tuple[Problem, ...] = ()


class Keeper(Protocol):
    """What keeps small results, told as JSON, between builds."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was kept before."""

    @property
    def adder(self) -> Adder:
        """What keeps more."""

    def get(self, name: str) -> bytes | None:
        """A result that was kept."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How texts are read: what is kept from before, and how many do it at a time."""

    facts: Keeper | None = None
    bodies: Keeper | None = None
    jobs: int = 1
    digest: Callable[[Iterable[str]], str] = " ".join
    """Of inputs, for the name of what is kept."""
    memory: dict[str, tuple[SourceFile, bool, Understood]] | None = None
    """By path: a text that this process has read before, whether raw HTML was allowed, and what it says."""


_WORTH_WORKERS = 60
"""Texts: below, starting workers takes longer than reading them here."""


def read(found: Sources, *, base_url: str | None = None, reader: Reader | None = None) -> Read:
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
    texts = [source for source in found.files if source.kind in pieces]
    for source, text in zip(texts, _understood(texts, site.raw_html, reader or Reader()), strict=True):
        problems.extend(text.problems)
        if text.body is not None:
            bodies[source.path] = text.body
        if text.piece:
            pieces[source.kind].append(text.piece)
        if not text.piece or any(problem.code in _NO_BODY for problem in text.problems):
            broken.add(source.path)
        if not text.piece:
            half_read += [text.document] if text.document else []
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


# --- single texts ---------------------------------------------------------------------------------------


def understand(source: SourceFile, *, raw_html: bool) -> Understood:
    """Understand one text by itself: a pure function, and the costly one of a build."""
    text = _without_body(source)
    return _with_body(text, raw_html=raw_html) if text.document else text


def _without_body(source: SourceFile) -> Understood:
    problems: list[Problem] = []
    document = _kept(front_matter.split(source), problems)
    piece = _kept(schema.parse(document), problems) if document else None
    return Understood(piece, document, None, tuple(problems))


def _with_body(text: Understood, *, raw_html: bool) -> Understood:
    problems = list(text.problems)
    if text.document is None:
        return text
    body = _body(text.document, problems, raw_html=raw_html, taken=taken_ids(text.piece))
    return Understood(text.piece, text.document, body, tuple(problems))


def _with_slow_bodies(texts: Sequence[Understood], task: _Task) -> Iterator[Understood]:
    """*texts*, whose bodies may take long, with their bodies, converted several at a time.

    When too many have taken too long, the others are not tried. They are taken in groups of a fixed size, so that the
    result does not depend on how many processors there are.
    """
    if not texts:
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - few sites have such texts

    failed = start = 0
    with ThreadPoolExecutor(SLOW_BODIES) as threads:
        while start < len(texts) and failed < SLOW_BODIES:
            group = texts[start : start + SLOW_BODIES - failed]
            start += len(group)
            for text in threads.map(lambda text: _with_body(text, raw_html=task.raw_html), group):
                failed += any(problem.code == "takes-too-long" for problem in text.problems)
                yield _kept_by_itself(text, task)
    yield from map(_not_tried, texts[start:])


def _kept_by_itself(text: Understood, task: _Task) -> Understood:
    if text.document is None or text.piece is None:
        return text
    if kept := _to_keep(text.document.source, text, task):
        _keep(task, [kept])
    return replace(text, document=replace(text.document, meta={}))


def _not_tried(text: Understood) -> Understood:
    if text.document is None:
        return text
    message = (
        f"this text was not converted, as {SLOW_BODIES} other texts that are as full of signs took too long"
    )
    refused = Refused("takes-too-long", message, "correct those first")
    place = patience.place_of_most(text.document.body)
    problem = text.document.problem_in_body(place, refused)
    return Understood(text.piece, text.document, Body(), (*text.problems, problem))


def taken_ids(piece: Piece[Any] | None) -> frozenset[str]:
    """The ids that the page has besides those of the body."""
    is_routine = piece is not None and piece.document.source.kind is Kind.ROUTINE
    return SECTION_IDS.union(entry_ids(piece.facts)) if piece and is_routine else SECTION_IDS


def _understood(texts: Sequence[SourceFile], raw_html: bool, reader: Reader) -> Iterator[Understood]:
    """What each of *texts* says, in their order; those that are not kept from before, by several workers."""
    kept = {
        source.path: text
        for source in texts
        if (text := _remembered(source, raw_html, reader) or _recall(source, raw_html, reader))
    }
    unknown = [source for source in texts if source.path not in kept]
    if len(unknown) >= _WORTH_WORKERS:
        markdown.prepare()  # once, for all workers
    made: dict[str, Understood] = {}
    task = _Task(
        raw_html,
        reader.facts.adder if reader.facts else None,
        reader.bodies.adder if reader.bodies else None,
        reader.digest,
    )
    slow: list[str] = []
    for chunk, results in spread(_work, task, unknown, reader.jobs, worth=_WORTH_WORKERS):
        for source, result in zip(chunk, results, strict=True):
            made[source.path] = _whole(source, result)
            slow += [source.path] if result.is_slow else []
    made |= zip(slow, _with_slow_bodies([made[path] for path in slow], task), strict=True)
    every = kept | made
    if reader.memory is not None:
        reader.memory.clear()
        reader.memory.update((source.path, (source, raw_html, every[source.path])) for source in texts)
    return (every[source.path] for source in texts)


def _remembered(source: SourceFile, raw_html: bool, reader: Reader) -> Understood | None:
    """What a text says that this process has read before."""
    known = reader.memory.get(source.path) if reader.memory else None
    if known is None or known[1] != raw_html:
        return None
    return known[2] if known[0] is source or known[0] == source else None


@dataclass(frozen=True, slots=True)
class _Result:
    """What a worker sends back of one text: nothing that the one who asked has already."""

    facts: Any
    slug: str
    body_line: int
    """0 when the text could not be parted."""
    body: Body | None
    problems: tuple[Problem, ...]
    meta: Mapping[str, Any] | None = None
    """What was written, where its facts are wrong or its body is slow."""
    is_slow: bool = False
    """Whether its body may take long, and is not converted yet."""


@dataclass(frozen=True, slots=True)
class _Task:
    """How texts are read."""

    raw_html: bool
    facts: Adder | None
    bodies: Adder | None
    digest: Callable[[Iterable[str]], str]


def _work(task: _Task, sources: Sequence[SourceFile]) -> list[_Result]:
    """What a worker does."""
    results = []
    kept: list[_Kept] = []
    for source in sources:
        text = _without_body(source)
        document, piece = text.document, text.piece
        if document is None:
            results.append(_Result(None, "", 0, None, text.problems))
            continue
        is_slow = patience.may_take_long(document.body)
        if not is_slow:
            text = _with_body(text, raw_html=task.raw_html)
            if found := _to_keep(source, text, task):
                kept.append(found)
        results.append(
            _Result(
                piece.facts if piece else None,
                piece.slug if piece else "",
                document.body_line,
                text.body,
                text.problems,
                None if piece and not is_slow else document.meta,
                is_slow,
            )
        )
    _keep(task, kept)
    return results


_Kept = tuple[tuple[str, str], tuple[str, str]]
"""The name and the JSON of a text's facts, and of its body."""


def _to_keep(source: SourceFile, text: Understood, task: _Task) -> _Kept | None:
    """What is kept of a text between builds; nothing of one with problems, which is told of each time."""
    if not (task.facts and text.document and text.piece) or text.problems:
        return None
    names = _names(source, text.piece, task)
    if names is None:
        return None
    facts = json.dumps(text.document.meta, ensure_ascii=False)
    return (names[0], facts), (names[1], plain.dumps(text.body))


def _keep(task: _Task, kept: Sequence[_Kept]) -> None:
    for adder, told in ((task.facts, [one for one, _ in kept]), (task.bodies, [one for _, one in kept])):
        if adder:
            adder.add(told)


def _whole(source: SourceFile, result: _Result) -> Understood:
    if not result.body_line:
        return Understood(None, None, None, result.problems)
    document = Document(source, result.meta or {}, result.body_line)
    piece = Piece(result.slug, result.facts, document) if result.facts else None
    return Understood(piece, document, result.body, result.problems)


# --- kept from before -----------------------------------------------------------------------------------


def _names(source: SourceFile, piece: Piece[Any], task: _Task) -> tuple[str, str] | None:
    """What a text's facts and its body are kept by, each apart from the other; None for what is not plain."""
    parted = front_matter.quickly_parted(source.text)
    if parted is None:
        return None
    ids = sorted(taken_ids(piece) - SECTION_IDS)
    body = task.digest(["body", parted[1], str(task.raw_html), *ids])
    return task.digest(["facts", source.kind, source.path, parted[0]]), body


def _recall(source: SourceFile, raw_html: bool, reader: Reader) -> Understood | None:
    """What a text said before, when both halves of it are the same; None when it must be read."""
    if reader.facts is None or reader.bodies is None or reader.facts.is_empty:
        return None
    parted = front_matter.quickly_parted(source.text)
    if parted is None:
        return None
    try:
        told = reader.facts.get(reader.digest(["facts", source.kind, source.path, parted[0]]))
        document = Document(source, json.loads(told), parted[2]) if told else None
        piece = schema.parse(document) if document else None
        if document is None or piece is None or isinstance(piece, list):
            return None
        ids = sorted(taken_ids(piece) - SECTION_IDS)
        told = reader.bodies.get(reader.digest(["body", parted[1], str(raw_html), *ids]))
        body = plain.loads(told, _CLASSES) if told else None
    except ValueError:
        return None
    if not isinstance(body, Body):
        return None
    document = replace(document, meta={})
    return Understood(replace(piece, document=document), document, body)


_CLASSES = plain.named([Body, markdown.Link, markdown.Heading])


# --- settings -------------------------------------------------------------------------------------------


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


_NO_BODY = frozenset(["too-deep", "takes-too-long"])
"""The kinds of problems with which a body cannot be made, so that nobody knows its headings."""


def _body(document: Document, problems: list[Problem], *, raw_html: bool, taken: frozenset[str]) -> Body:
    try:
        return patience.convert(document.body, raw_html=raw_html, taken=taken)
    except markdown.TooDeep:
        place = Span(document.body_line, 1, 1)
        message = "lists or quotations nest too deeply here"
        problems.append(document.problem_at(place, "too-deep", message, "use fewer levels"))
    except patience.TakesTooLong:
        message = "this text is so full of signs that it cannot be made into a page"
        hint = "take out what is no text, or put a blank line between its paragraphs"
        refused = Refused("takes-too-long", message, hint)
        problems.append(document.problem_in_body(patience.place_of_most(document.body), refused))
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
