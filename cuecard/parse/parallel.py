"""Parse many texts, by several processes, and skip those whose results are in the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct, json
from msgspec.structs import replace

from cuecard.cache.append_only import StoreWriter
from cuecard.core.budget import SLOW_BODIES
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.markdown import converter, time_limit
from cuecard.markdown.converter import Body
from cuecard.parse import front_matter, schema
from cuecard.parse.front_matter import Document
from cuecard.parse.schema import ContentFile
from cuecard.parse.sections import SECTION_IDS
from cuecard.parse.sources import SourceFile
from cuecard.parse.text_parser import ParsedText, _with_body, _without_body, reserved_ids
from cuecard.system.cpu_budget import in_this_budget, is_budget_spent
from cuecard.system.process_pool import parallel_map


class ResultStore(Protocol):
    """Stores small results as JSON between builds."""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was stored before."""

    @property
    def writer(self) -> StoreWriter:
        """Return what keeps more."""

    def get(self, name: str) -> bytes | None:
        """Return a stored result."""


class ParseSettings(Struct, frozen=True):
    """How texts are parsed: the stored results of earlier builds, and the number of processes."""

    facts: ResultStore | None = None
    bodies: ResultStore | None = None
    jobs: int = 1
    digest: Callable[[Iterable[str]], str] = " ".join
    """Returns a digest of inputs, by which results are stored."""
    memory: dict[str, tuple[SourceFile, bool, ParsedText]] | None = None
    """By path: a text that this process has read before, whether raw HTML was allowed, and what it says."""


_WORTH_WORKERS = 60
"""Texts: below, starting workers takes longer than reading them here."""


def _with_slow_bodies(texts: Sequence[ParsedText], task: _Task) -> Iterator[ParsedText]:
    """Yield *texts*, whose bodies may take long, with their bodies, converted several at a time.

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
            for text in threads.map(
                in_this_budget(lambda text: _with_body(text, raw_html=task.raw_html)), group
            ):
                is_late = any(problem.code == "takes-too-long" for problem in text.problems)
                failed += (
                    is_late and not is_budget_spent()
                )  # when it is, all that follow are reported soon, with the reason
                yield _kept_by_itself(text, task)
    yield from map(_not_tried, texts[start:])


def _kept_by_itself(text: ParsedText, task: _Task) -> ParsedText:
    if text.document is None or text.content_file is None:
        return text
    if entry := _to_keep(text.document.source, text, task):
        _keep(task, [entry])
    return replace(text, document=replace(text.document, meta={}))


def _not_tried(text: ParsedText) -> ParsedText:
    if text.document is None:
        return text
    others = f"{SLOW_BODIES} other texts with as many special characters"
    message = f"this text was not converted, because {others} took too long"
    refused = InvalidValueError("takes-too-long", message, "fix those first")
    place = time_limit.place_of_most(text.document.body)
    problem = text.document.problem_in_body(place, refused)
    return ParsedText(text.content_file, text.document, Body(), (*text.problems, problem))


def _understood(texts: Sequence[SourceFile], raw_html: bool, reader: ParseSettings) -> Iterator[ParsedText]:
    """Parse *texts* in their order; those that are not cached, by several workers."""
    cached = {
        source.path: text
        for source in texts
        if (text := _remembered(source, raw_html, reader) or _recall(source, raw_html, reader))
    }
    unknown = [source for source in texts if source.path not in cached]
    if len(unknown) >= _WORTH_WORKERS:
        converter.prepare()  # once, for all workers
    parsed: dict[str, ParsedText] = {}
    task = _Task(
        raw_html,
        reader.facts.writer if reader.facts else None,
        reader.bodies.writer if reader.bodies else None,
        reader.digest,
    )
    slow: list[str] = []
    for chunk, results in parallel_map(_work, task, unknown, reader.jobs, worth=_WORTH_WORKERS):
        for source, result in zip(chunk, results, strict=True):
            parsed[source.path] = _whole(source, result)
            slow += [source.path] if result.is_slow else []
    parsed |= zip(slow, _with_slow_bodies([parsed[path] for path in slow], task), strict=True)
    every = cached | parsed
    if reader.memory is not None:
        reader.memory.clear()
        reader.memory.update((source.path, (source, raw_html, every[source.path])) for source in texts)
    return (every[source.path] for source in texts)


def _remembered(source: SourceFile, raw_html: bool, reader: ParseSettings) -> ParsedText | None:
    """Return a text that this process has parsed before."""
    known = reader.memory.get(source.path) if reader.memory else None
    if known is None or known[1] != raw_html:
        return None
    return known[2] if known[0] is source or known[0] == source else None


class _Result(Struct, frozen=True):
    """The result of a worker for one text, without what the main process already has."""

    facts: Any
    slug: str
    body_line: int
    """0 if the text could not be split."""
    body: Body | None
    problems: tuple[Problem, ...]
    meta: Mapping[str, Any] | None = None
    """What was written, where its facts are wrong or its body is slow."""
    is_slow: bool = False
    """Whether its body may take long, and is not converted yet."""


class _Task(Struct, frozen=True):
    """How texts are read."""

    raw_html: bool
    facts: StoreWriter | None
    bodies: StoreWriter | None
    digest: Callable[[Iterable[str]], str]


def _work(task: _Task, sources: Sequence[SourceFile]) -> list[_Result]:
    """Parse texts in a worker process."""
    results = []
    to_store: list[_Kept] = []
    for source in sources:
        text = _without_body(source)
        document, content_file = text.document, text.content_file
        if document is None:
            results.append(_Result(None, "", 0, None, text.problems))
            continue
        is_slow = time_limit.may_take_long(document.body)
        if not is_slow:
            text = _with_body(text, raw_html=task.raw_html)
            if entry := _to_keep(source, text, task):
                to_store.append(entry)
        results.append(
            _Result(
                content_file.facts if content_file else None,
                content_file.slug if content_file else "",
                document.body_line,
                text.body,
                text.problems,
                None if content_file and not is_slow else document.meta,
                is_slow,
            )
        )
    _keep(task, to_store)
    return results


_Kept = tuple[tuple[str, bytes], tuple[str, bytes]]
"""The name and the JSON of a text's facts, and of its body."""


def _to_keep(source: SourceFile, text: ParsedText, task: _Task) -> _Kept | None:
    """Return what the cache stores of a text; nothing if it has problems, which are reported each time."""
    if not (task.facts and text.document and text.content_file) or text.problems:
        return None
    names = _names(source, text.content_file, task)
    if names is None:
        return None
    return (names[0], json.encode(text.document.meta)), (names[1], json.encode(text.body))


def _keep(task: _Task, entries: Sequence[_Kept]) -> None:
    for adder, values in (
        (task.facts, [one for one, _ in entries]),
        (task.bodies, [one for _, one in entries]),
    ):
        if adder:
            adder.add(values)


def _whole(source: SourceFile, result: _Result) -> ParsedText:
    if not result.body_line:
        return ParsedText(None, None, None, result.problems)
    document = Document(source, result.meta or {}, result.body_line)
    content_file = ContentFile(result.slug, result.facts, document) if result.facts else None
    return ParsedText(content_file, document, result.body, result.problems)


def _names(source: SourceFile, content_file: ContentFile[Any], task: _Task) -> tuple[str, str] | None:
    """Return the cache keys of a text's front matter and of its body, or None if its fences are not plain."""
    parts = front_matter.split_fast(source.text)
    if parts is None:
        return None
    ids = sorted(reserved_ids(content_file) - SECTION_IDS)
    body = task.digest(["body", parts[1], str(task.raw_html), *ids])
    return task.digest(["facts", source.kind, source.path, parts[0]]), body


def _recall(source: SourceFile, raw_html: bool, reader: ParseSettings) -> ParsedText | None:
    """Return a text from the cache if both halves are unchanged, or None if it must be parsed."""
    if reader.facts is None or reader.bodies is None or reader.facts.is_empty:
        return None
    parts = front_matter.split_fast(source.text)
    if parts is None:
        return None
    try:
        stored = reader.facts.get(reader.digest(["facts", source.kind, source.path, parts[0]]))
        document = Document(source, json.decode(stored), parts[2]) if stored else None
        content_file = schema.parse(document) if document else None
        if document is None or content_file is None or isinstance(content_file, list):
            return None
        ids = sorted(reserved_ids(content_file) - SECTION_IDS)
        stored = reader.bodies.get(reader.digest(["body", parts[1], str(raw_html), *ids]))
        body = json.decode(stored, type=Body) if stored else None
    except ValueError:
        return None
    if body is None:
        return None
    document = replace(document, meta={})
    return ParsedText(replace(content_file, document=document), document, body)
