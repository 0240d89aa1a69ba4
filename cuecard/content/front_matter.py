"""Front matter: the block of facts at the head of a text, with the place of every value kept.

python-frontmatter reads the block, through a handler of our own, because what its stock handler lets
through in silence would hurt here (eyeseast/python-frontmatter#127 and our own measurements): an unclosed
block becomes text, a list vanishes, the last of two equal keys wins, `rest: 1:30` becomes 90 and
`side: no` becomes false. Ours reads libyaml's *events* instead of its objects. That gives the line and
column of every value however deep, sees a second key and an alias as such, and has no recursion to
exhaust.

**Every scalar stays the text that the author wrote**, but for an empty one, which is `None`. What the
text means (a number, a time, a tempo, a word) is for the schema to say, which knows what belongs there;
so YAML's guesses, of either version, never come up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from cuecard.content.sources import SourceFile
from cuecard.problems import Problem, Severity

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML has it (every wheel does); nine times faster than the reader in Python."""

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top, such as `("dose", "rest")`."""

_DEEPEST = 24
"""Levels of nesting; the schema has five."""

_FENCE = re.compile(r"---[ \t]*")
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_PLAIN_TAGS = frozenset(
    [None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"]
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: where a key or a value stands. Line and column count from 1."""

    line: int
    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text, split: the facts with their places, and the body. The only untyped mapping there is."""

    source: SourceFile
    meta: Mapping[str, Any]
    keys: Mapping[Loc, Span] = field(repr=False)
    """Where the key of each value stands; for an item of a list, the item."""
    values: Mapping[Loc, Span] = field(repr=False)
    """Where each value stands; for a block of several lines, its first line."""
    body: str = ""
    """Line ends are `\\n`; an indented first line keeps its indent."""
    body_line: int = 1
    """The line of the file on which the body begins."""

    def problem(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
        *,
        at_key: bool = False,
    ) -> Problem:
        """A problem at the value *loc*, or at its key; where neither was written, at the nearest parent."""
        span = self._span(loc, at_key=at_key)
        return self.problem_at(span, code, message, hint, severity)

    def problem_at(
        self,
        span: Span,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem at a place that the caller knows."""
        return Problem(
            self.source.shown,
            span.line,
            span.column,
            code,
            message,
            hint,
            severity,
            _line_of(self.source.text, span.line),
            span.width,
        )

    def _span(self, loc: Loc, *, at_key: bool) -> Span:
        if at_key and loc in self.keys:
            return self.keys[loc]
        while loc:
            value, key = self.values.get(loc), self.keys.get(loc)
            if value and key and (value.line != key.line or not value.width):
                return key
            if value:
                return value
            loc = loc[:-1]
        return Span(1, 1, 1)


class NotReadable(Exception):  # noqa: N818 - named for what it says of the text
    """The block cannot be read: carries every problem found in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def split(source: SourceFile) -> Document | list[Problem]:
    """Part the front matter of a Markdown text from its body.

    Returns:
        The document, or the problems that keep it from being one.

    """
    lines = _Lines(source.text)
    first = next((n for n, line in enumerate(lines.texts) if line.strip()), None)
    if first is None or not _FENCE.fullmatch(lines.texts[first]):
        line = (first or 0) + 1
        message = "this file is empty" if first is None else "front matter is missing"
        hint = "begin with a line of three hyphens, then the facts, then three hyphens again"
        return [_fault(source, Span(line, 1, 1), "no-front-matter", message, hint)]
    last = next(
        (n for n in range(first + 1, len(lines.texts)) if _FENCE.fullmatch(lines.texts[n])),
        None,
    )
    if last is None:
        hint = "end the facts with a line of three hyphens"
        span = Span(first + 1, 1, 3)
        return [_fault(source, span, "unclosed-front-matter", "this block is never closed", hint)]
    handler = _Handler(
        source,
        lines,
        block=(lines.starts[first + 1], lines.starts[last]),
        body="\n".join(lines.texts[last + 1 :]),
    )
    try:
        meta, _ = frontmatter.parse(source.text, handler=handler)
    except NotReadable as fault:
        return fault.problems
    return Document(source, meta, handler.keys, handler.values, handler.body, last + 2)


def read_settings(source: SourceFile) -> Document | list[Problem]:
    """Read a text that is all facts and no body: `site.yaml`, `vocabulary.yaml`."""
    handler = _Handler(source, _Lines(source.text), block=(0, len(source.text)), body="")
    try:
        meta = handler.load("")
    except NotReadable as fault:
        return fault.problems
    return Document(source, meta, handler.keys, handler.values)


class _Handler(YAMLHandler):  # type: ignore[misc]
    """What python-frontmatter is handed: splits where we found the fences and reads events.

    One handler serves one text. The library strips the text that it hands over, which loses both the
    line count and a body's first indent, so the handler keeps the original beside it.
    """

    def __init__(self, source: SourceFile, lines: _Lines, block: tuple[int, int], body: str) -> None:
        super().__init__()
        self.source = source
        self.lines = lines
        self.block = block
        self.body = body
        self.keys: dict[Loc, Span] = {}
        self.values: dict[Loc, Span] = {}

    def split(self, text: str) -> tuple[str, str]:
        return self.source.text[slice(*self.block)], self.body

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        text = self.source.text[slice(*self.block)]
        reader = _EventReader(self)
        try:
            meta = reader.read(yaml.parse(text, Loader=_Loader))
        except yaml.reader.ReaderError as error:
            raise NotReadable([self._control_character(error)]) from None
        except yaml.MarkedYAMLError as error:
            raise NotReadable([self._syntax(error, text)]) from None
        if reader.problems:
            raise NotReadable(reader.problems)
        return meta

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from *start* to *end* of the block, cut at the end of the line."""
        return self.lines.span(self.block[0] + start, self.block[0] + end)

    def fault(self, span: Span, code: str, message: str, hint: str = "") -> Problem:
        return _fault(self.source, span, code, message, hint)

    def _control_character(self, error: yaml.reader.ReaderError) -> Problem:
        text = self.source.text[slice(*self.block)]
        at = next((n for n, char in enumerate(text) if _is_control(char)), 0)
        code = ord(text[at]) if text else 0
        message = f"a control character (U+{code:04X}) stands here"
        return self.fault(self.span(at, at + 1), "control-character", message, "delete it")

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> Problem:
        """One of libyaml's complaints, told in an author's words at the place that needs the mend."""
        mark = error.problem_mark or error.context_mark
        at = mark.index if mark else 0
        opened = error.context_mark.index if error.context_mark else at
        problem, context = error.problem or "", error.context or ""
        start = text.rfind("\n", 0, at) + 1
        line = text[start:].split("\n", 1)[0]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and ("\t" in problem or "tab" in problem or at <= start + len(indent)):
            tab = start + indent.index("\t")
            return self.fault(
                self.span(tab, tab + 1), "tab", "a tab cannot indent front matter", "use two spaces"
            )
        if problem.startswith("mapping values are not allowed"):
            return self._colon(text, at, start, line, indent)
        if "flow sequence" in context:
            return self.fault(self.span(opened, opened + 1), "yaml", "this list is not closed", 'add "]"')
        if "flow mapping" in context:
            return self.fault(self.span(opened, opened + 1), "yaml", "this brace is not closed", 'add "}"')
        if "quoted scalar" in context and "unexpected end" in problem:
            quote = text[opened]
            return self.fault(
                self.span(opened, opened + 1), "yaml", "this quotation mark is not closed", f"add {quote}"
            )
        if "simple key" in context or "could not find expected ':'" in problem:
            end = text.find("\n", opened)
            return self.fault(
                self.span(opened, end if end >= 0 else len(text)),
                "yaml",
                "this line has no colon",
                'facts are written as "key: value"',
            )
        if problem.startswith("found character that cannot start"):
            char = text[at] if at < len(text) else ""
            return self.fault(
                self.span(at, at + 1),
                "yaml",
                f'a value cannot begin with "{char}"',
                "put the value in quotes",
            )
        told = ": ".join(part for part in (context, problem) if part)
        return self.fault(self.span(at, at + 1), "yaml", told or "this cannot be read as YAML")

    def _colon(self, text: str, at: int, start: int, line: str, indent: str) -> Problem:
        """A colon where none may be: inside a value, or after a line that should have had one."""
        before = line[: at - start]
        key = re.match(r"\s*(?:- )*(?:[^:\s][^:]*):\s", before)
        if key:
            value = line[key.end() :].strip()
            quoted = value.replace('"', "'")
            return self.fault(
                self.span(at, at + 1),
                "colon-in-value",
                "a colon inside a value needs quotes",
                f'write {key.group().strip()} "{quoted}"',
            )
        above = text[:start].rstrip("\n")
        above_start = above.rfind("\n") + 1
        above_line = above[above_start:]
        if above_line.strip() and ":" not in above_line and not above_line.lstrip().startswith("-"):
            first = above_start + len(above_line) - len(above_line.lstrip())
            return self.fault(
                self.span(first, above_start + len(above_line)),
                "yaml",
                "this line has no colon",
                'facts are written as "key: value"',
            )
        first = start + len(indent)
        return self.fault(
            self.span(first, at),
            "indent",
            "this line is indented as if it belonged to the line above",
            "begin it under the key that it belongs to",
        )


class _EventReader:
    """Builds plain values from libyaml's events, noting places, without recursion.

    Collects every duplicate key, alias, tag and odd key in one pass.
    """

    def __init__(self, handler: _Handler) -> None:
        self.handler = handler
        self.problems: list[Problem] = []

    def read(self, events: Iterator[Any]) -> dict[str, Any]:
        """The mapping that the block holds.

        Raises:
            NotReadable: when it is no mapping, or nests too deeply, or has an alias.

        """
        root: Any = {}
        stack: list[_Open] = []
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                value: Any = None if event.implicit[0] and event.value in _NULLS else event.value
            elif isinstance(event, yaml.MappingStartEvent):
                value = {}
            elif isinstance(event, yaml.SequenceStartEvent):
                value = []
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                continue
            elif isinstance(event, yaml.AliasEvent):
                self._stop(event, "alias", "an alias (*) is not allowed here", "write the value out")
            elif isinstance(event, yaml.DocumentStartEvent) and event.explicit and stack == [] and root:
                self._stop(event, "yaml", "a second document begins here", "")
            else:
                continue
            self._check_tag(event)
            span = self.handler.span(event.start_mark.index, event.end_mark.index)
            if not stack:
                if not isinstance(value, dict):
                    self._not_a_mapping(value, span)
                root = value or {}
                stack.append(_Open(root, ()))
                continue
            if len(stack) > _DEEPEST:
                self._stop(event, "too-deep", "this is nested too deeply", "")
            loc = stack[-1].take(value, span, self)
            if isinstance(value, dict | list):
                stack.append(_Open(value, loc))
        return root if isinstance(root, dict) else {}

    def _not_a_mapping(self, value: Any, span: Span) -> None:
        if value is None:
            return
        what = "a list" if isinstance(value, list) else "plain text"
        raise NotReadable(
            [
                self.handler.fault(
                    span,
                    "not-a-mapping",
                    f'this is {what}; facts of the form "key: value" belong here',
                    "",
                )
            ]
        )

    def _check_tag(self, event: Any) -> None:
        if event.tag not in _PLAIN_TAGS:
            span = self.handler.span(event.start_mark.index, event.end_mark.index)
            self.problems.append(
                self.handler.fault(span, "tag", "a tag (!) is not allowed here", "write the plain value")
            )

    def _stop(self, event: Any, code: str, message: str, hint: str) -> None:
        span = self.handler.span(event.start_mark.index, event.end_mark.index)
        raise NotReadable([self.handler.fault(span, code, message, hint)])


class _Open:
    """A mapping or list that is being filled; a mapping waits for a key or for the value of one."""

    def __init__(self, container: Any, loc: Loc) -> None:
        self.container = container
        self.loc = loc
        self.key: str | None = None
        self.key_span = Span(1, 1, 1)
        self.seen: dict[str, Span] = {}

    def take(self, value: Any, span: Span, reader: _EventReader) -> Loc:
        """Put *value* where it belongs and say where that is."""
        handler = reader.handler
        if isinstance(self.container, list):
            loc = (*self.loc, len(self.container))
            self.container.append(value)
            handler.keys[loc] = handler.values[loc] = span
            return loc
        if self.key is None:
            self._take_key(value, span, reader)
            return self.loc
        key, self.key = self.key, None
        loc = (*self.loc, key)
        self.container[key] = value
        handler.keys[loc], handler.values[loc] = self.key_span, span
        return loc

    def _take_key(self, value: Any, span: Span, reader: _EventReader) -> None:
        if not isinstance(value, str):
            raise NotReadable([reader.handler.fault(span, "bad-key", "a key must be a word", "")])
        if value in self.seen:
            message = f'"{value}" is written twice'
            hint = f"the first stands on line {self.seen[value].line}; keep one of them"
            reader.problems.append(reader.handler.fault(span, "duplicate-key", message, hint))
        self.seen.setdefault(value, span)
        self.key, self.key_span = value, span


class _Lines:
    """The lines of a text, and the way from an offset to a line and column.

    Lines end at CR LF, LF or CR, as editors count them; not at the other breaks that Unicode and YAML know.
    """

    _BREAK = re.compile(r"\r\n|\n|\r")

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in self._BREAK.finditer(text))]
        self.texts = self._BREAK.split(text)

    def span(self, start: int, end: int) -> Span:
        line = bisect_right(self.starts, start) - 1
        column = start - self.starts[line]
        width = min(end - start, len(self.texts[line]) - column)
        return Span(line + 1, column + 1, max(0, width))


def _fault(source: SourceFile, span: Span, code: str, message: str, hint: str) -> Problem:
    return Problem(
        source.shown,
        span.line,
        span.column,
        code,
        message,
        hint,
        excerpt=_line_of(source.text, span.line),
        width=max(1, span.width),
    )


def _line_of(text: str, line: int) -> str:
    texts = _Lines(text).texts
    return texts[line - 1] if line <= len(texts) else ""


def _is_control(char: str) -> bool:
    """Whether YAML 1.2 (section 5.1) keeps *char* out of a text."""
    code = ord(char)
    return (code < 0x20 and char not in "\t\n\r") or code == 0x7F or (0x80 <= code < 0xA0 and code != 0x85)
