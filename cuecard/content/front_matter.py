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
from functools import lru_cache
from typing import Any, NamedTuple

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from cuecard.content.complaints import TAG_HINT, Slip, explain, without_colon
from cuecard.content.sources import Kind, SourceFile
from cuecard.problems import Problem, Refused, Severity
from cuecard.values import dataclass

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML has it (every wheel does); nine times faster than the reader in Python."""

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top, such as `("dose", "rest")`."""

_LONGEST_TEXT = 20_000
"""Characters of one value, beyond which no place in it is looked for."""
_MOST_WORDS = 100
"""Words by which a place is found; a line has fewer."""

_SETTINGS = frozenset([Kind.SITE, Kind.VOCABULARY])
_DEEPEST = 24
"""Levels of nesting; the schema has five."""
_MOST_VALUES = 2_000
"""Keys and values of one text's facts. A long exercise has two hundred."""
_MOST_IN_SETTINGS = 20_000

_QUOTES = frozenset("\"'")

_FENCE = re.compile(r"---[ \t]*")
_NEARLY_A_FENCE = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]+|\.\.\.)\s*")
_BIDI = "\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff\ufffe\uffff]")
"""What no page may hold (HTML, "control characters") and YAML 1.2, section 5.1, keeps out of a text; and what shows the
text beside it in another order. Marks that only give the direction of a sign (U+200E, U+200F, U+061C) are allowed."""
_IS_BIDI = re.compile(f"[{_BIDI}]")
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_COMMENT = re.compile(r"[ \t]+#(?=[^\s#])")
"""A comment, as YAML counts it, that was surely meant as text: `Squat #2`."""
_HYPHENED = re.compile(r"[\r\n][ \t]*(?=-[ \t])")
"""A line that continues a text, as YAML counts it, but begins like an item of a list."""
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
    body_line: int = 0
    """The line of the file on which the body begins; 0 for settings, which have none."""

    @property
    def body(self) -> str:
        """With line feeds for line ends; an indented first line keeps its indent."""
        if not self.body_line:
            return ""
        fences = _good_fences(self.source.text)
        if fences:
            return self.source.text[fences.body :]
        lines = _Lines.BREAK.split(self.source.text, self.body_line - 1)
        rest = lines[self.body_line - 1] if len(lines) >= self.body_line else ""
        return _Lines.BREAK.sub("\n", rest) if "\r" in rest else rest

    @property
    def keys(self) -> Mapping[Loc, Span]:
        """Where the key of each value stands; for an item of a list, the item."""
        return _places(self.source)[0]

    @property
    def values(self) -> Mapping[Loc, Span]:
        """Where each value stands; for a block of several lines, its first line. For `()`, the opening fence."""
        return _places(self.source)[1]

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
        """A problem at the value *loc*, or at its key; where neither was written, at the nearest parent.

        A key that is not known is always told at the key.
        """
        span = self._span(loc, at_key=at_key or code == "unknown-key")
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

    def place_of(self, loc: Loc, words: str) -> Span:
        """Where *words* of the value *loc* stand, up to the end of the line on which they begin.

        The value's own place, where it is written otherwise than it reads, such as with escapes.
        """
        value = self._span(loc, at_key=False)
        lines = _lines(self.source.text)
        start = lines.starts[value.line - 1] + value.column - 1
        first = words.split(None, _MOST_WORDS)[:_MOST_WORDS]
        pattern = re.compile(r"\s+".join(map(re.escape, first)))
        found = pattern.search(self.source.text, start, start + _LONGEST_TEXT)
        return lines.span(*found.span()) if found else value

    def comma_between(self, one: Loc, other: Loc) -> tuple[Span, str] | None:
        """The comma between two neighbours of a list in brackets, and "" or " ", the space behind it.

        None where the list has a line for each item, or one of the two has quotation marks.
        """
        lines = _lines(self.source.text)
        starts = []
        for loc in (one[:-1], one, other):
            place = self.values.get(loc)
            if place is None:
                return None
            starts.append(lines.starts[place.line - 1] + place.column - 1)
        text = self.source.text
        if text[starts[0]] != "[" or text[starts[1]] in _QUOTES or text[starts[2]] in _QUOTES:
            return None
        comma = text.find(",", starts[1], starts[2])  # no text without quotation marks holds one in brackets
        if comma < 0:
            return None
        return lines.span(comma, comma + 1), " " if comma + 1 < starts[2] else ""

    def problem_in_body(
        self, place: Span | None, refused: Refused, severity: Severity = Severity.ERROR
    ) -> Problem:
        """A problem at a place of the body, whose lines are counted on from the front matter; None is its begin."""
        offset = self.body_line - 1
        span = Span(place.line + offset, place.column, place.width) if place else Span(offset + 1, 1, 1)
        return self.problem_at(span, refused.code, refused.message, refused.hint, severity)

    def _span(self, loc: Loc, *, at_key: bool) -> Span:
        if not loc and self.body_line:
            return _opening_fence(self.source.text)
        if at_key and loc in self.keys:
            return self.keys[loc]
        while loc:
            value, key = self.values.get(loc), self.keys.get(loc)
            if value and key and (value.line != key.line or not value.width):
                return key
            if value:
                return value
            loc = loc[:-1]
        return self.values.get((), Span(1, 1, 1))


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
    try:
        meta, _, body_line = _parted(source)
    except NotReadable as fault:
        return fault.problems
    return Document(source, meta, body_line)


def read_settings(source: SourceFile) -> Document | list[Problem]:
    """Read a text that is all facts and no body: `site.yaml`, `vocabulary.yaml`."""
    try:
        return Document(source, _settings(source)[0])
    except NotReadable as fault:
        return fault.problems


_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"\n---[ \t]*(?:\n|\Z)")


def quickly_parted(text: str) -> tuple[str, str, int] | None:
    """The block of facts, the body and the body's first line, as `split` finds them; None for what is not plain.

    Does not look into the block, and so costs next to nothing.
    """
    fences = _good_fences(text)
    if fences is None:
        return None
    block = text[fences.start : fences.end]
    return block, text[fences.body :], block.count("\n") + 3


class _Fences(NamedTuple):
    """Where the block of facts begins and ends in a text, and where the body begins."""

    start: int
    end: int
    body: int


def _good_fences(text: str) -> _Fences | None:
    """The fences of a text that begins with one, and has line feeds for line ends and something between the two."""
    opening = None if "\r" in text else _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    if opening is None or closing is None or closing.start() < opening.end():
        return None
    return _Fences(opening.end(), closing.start() + 1, closing.end())


def has_control_character(text: str) -> bool:
    """Whether *text* holds what no page may hold, which `split` refuses."""
    return _CONTROL.search(text) is not None


def _parted(source: SourceFile, *, notes: bool = False) -> tuple[dict[str, Any], _Handler, int]:
    """The facts, what read them, and the line on which the body begins.

    Raises:
        NotReadable: with every problem that was found.

    """
    control = _CONTROL.search(source.text)
    if control:
        raise NotReadable([_control_character(source, control.start())])
    fences = _good_fences(source.text)
    if fences:
        handler = _Handler(source, (fences.start, fences.end))
        body_line = handler.block.count("\n") + 3
    else:
        handler, body_line = _between_fences(source)
    handler.notes = notes
    meta, _ = frontmatter.parse(handler.block, handler=handler)
    return meta, handler, body_line


def _between_fences(source: SourceFile) -> tuple[_Handler, int]:
    """What reads the facts of a text whose fences are not quite plain, and the line on which its body begins.

    Raises:
        NotReadable: where one of them is missing.

    """
    lines = _lines(source.text)
    first = next((n for n, line in enumerate(lines.texts) if line.strip()), None)
    if first is None or not _FENCE.fullmatch(lines.texts[first]):
        line = (first or 0) + 1
        message = "this file is empty" if first is None else "front matter is missing"
        hint = "begin with a line of three hyphens, then the facts, then three hyphens again"
        raise NotReadable([_fault(source, Span(line, 1, 1), "no-front-matter", message, hint)])
    last = next(
        (n for n in range(first + 1, len(lines.texts)) if _FENCE.fullmatch(lines.texts[n])),
        None,
    )
    if last is None:
        hint = "end the facts with a line of three hyphens"
        near = next(
            (n for n in range(first + 1, len(lines.texts)) if _NEARLY_A_FENCE.fullmatch(lines.texts[n])), None
        )
        if near is not None:
            hint = f"on line {near + 1} write exactly three hyphens, at the very beginning"
        span = Span(first + 1, 1, 3)
        raise NotReadable([_fault(source, span, "unclosed-front-matter", "this block is never closed", hint)])
    return _Handler(source, (lines.starts[first + 1], lines.starts[last])), last + 2


def _settings(source: SourceFile, *, notes: bool = False) -> tuple[dict[str, Any], _Handler]:
    control = _CONTROL.search(source.text)
    if control:
        raise NotReadable([_control_character(source, control.start())])
    handler = _Handler(source, (0, len(source.text)))
    handler.notes = notes
    return handler.load(""), handler


@lru_cache(maxsize=4)
def _places(source: SourceFile) -> tuple[Mapping[Loc, Span], Mapping[Loc, Span]]:
    """Where each key and value of a good text stands.

    Few texts have a problem, so places are looked up when one is told, and not kept for all: for ten thousand
    texts they would take 150 MB.
    """
    is_settings = source.kind in _SETTINGS
    handler = (_settings if is_settings else _parted)(source, notes=True)[1]
    keys, values = (
        {loc: handler.span(*stretch) for loc, stretch in found.items()}
        for found in (handler.keys, handler.values)
    )
    if not is_settings:
        values[()] = _opening_fence(source.text)
    return keys, values


def _opening_fence(text: str) -> Span:
    """Where the facts of a good text begin: the first line that is not empty."""
    first = next(n for n, line in enumerate(_lines(text).texts) if line.strip())
    return Span(first + 1, 1, 3)


_Stretch = tuple[int, int]
"""Where something begins and ends in the block, in characters; a `Span` of it is worked out when it is needed."""


class _Handler(YAMLHandler):  # type: ignore[misc]
    """What python-frontmatter is handed: splits where we found the fences and reads events.

    One handler serves one text. The library strips the text that it hands over, which loses both the line count and a
    body's first indent, so the handler keeps the original beside it, and hands back no body: `Document` has it.
    """

    def __init__(self, source: SourceFile, block: tuple[int, int]) -> None:
        super().__init__()
        self.source = source
        self.start = block[0]
        """The offset of the block in the text."""
        self.block = source.text[slice(*block)]
        self.notes = False
        """Whether the places of all keys and values are noted: only where one has to be told."""
        self.keys: dict[Loc, _Stretch] = {}
        self.values: dict[Loc, _Stretch] = {}

    def split(self, text: str) -> tuple[str, str]:
        return self.block, ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        reader = _EventReader(self)
        mark = self.block.find("\ufeff")
        if mark >= 0:  # libyaml does not count it, so no place after it would be right
            message = "a byte-order mark (U+FEFF) stands here"
            slip = Slip(mark, mark + 1, "control-character", message, "delete it")
            raise NotReadable([self.fault(slip)])
        try:
            meta = reader.read(iter(_Loader(self.block).get_event, None))
        except yaml.reader.ReaderError as error:
            raise NotReadable([self.fault(Slip(0, 1, "yaml", f"this cannot be read: {error}"))]) from None
        except yaml.MarkedYAMLError as error:
            raise NotReadable([*reader.problems, self.fault(explain(self.block, error))]) from None
        if reader.problems:
            raise NotReadable(reader.problems)
        return meta

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from *start* to *end* of the block, cut at the end of the line."""
        return _lines(self.source.text).span(self.start + start, self.start + end)

    def fault(self, slip: Slip) -> Problem:
        """A slip in the block as a problem of the file."""
        span = self.span(slip.start, slip.end)
        return _fault(self.source, span, slip.code, slip.message, slip.hint)


class _EventReader:
    """Builds plain values from libyaml's events, without recursion, and notes their places if its handler does.

    Collects every duplicate key, alias, tag and odd key in one pass.
    """

    def __init__(self, handler: _Handler) -> None:
        self.handler = handler
        self.problems: list[Problem] = []
        self.has_hash = "#" in handler.block
        self.has_escapes = "\\" in handler.block

    def read(self, events: Iterator[Any]) -> dict[str, Any]:
        """The mapping that the block holds.

        Raises:
            NotReadable: when it is no mapping, or nests too deeply, or has an alias.

        """
        root: Any = {}
        stack: list[_Open] = []
        has_begun = False
        values = 0
        is_text = self.handler.source.kind not in _SETTINGS
        most = _MOST_VALUES if is_text else _MOST_IN_SETTINGS
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                value: Any = None if event.implicit[0] and event.value in _NULLS else event.value
            elif kind is yaml.MappingStartEvent:
                value = {}
            elif kind is yaml.SequenceStartEvent:
                value = []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
                continue
            elif kind is yaml.AliasEvent:
                message = f'"*{event.anchor}" repeats another value, which is not allowed here'
                self._stop(
                    event, "alias", message, "write the value out; a text that begins with * needs quotes"
                )
            elif kind is yaml.DocumentStartEvent:
                if has_begun:
                    self._stop(event, "yaml", "a second block of facts begins here", "take this line out")
                has_begun = True
                continue
            else:
                continue
            values += 1
            if values > most:
                message = f"these facts have more than {most:,} keys and values"
                self._stop(event, "too-large", message, "take out what is not needed")
            if event.tag is not None or event.anchor is not None:
                self._check_node(event)
            if kind is yaml.ScalarEvent:
                self._check_text(event)
            if not stack:
                if kind is not yaml.MappingStartEvent:
                    self._not_a_mapping(value, event)
                root = value or {}
                stack.append(_Open(root, ()))
                continue
            if len(stack) > _DEEPEST:
                self._stop(event, "too-deep", "this is nested too deeply", "use fewer levels or brackets")
            loc = stack[-1].take(value, event, self)
            if kind is not yaml.ScalarEvent:
                stack.append(_Open(value, loc))
        return root if isinstance(root, dict) else {}

    def _not_a_mapping(self, value: Any, event: Any) -> None:
        if value is None:
            return
        start, end = _stretch(event)
        if isinstance(value, str) and not event.style:
            raise NotReadable([*self.problems, self.handler.fault(without_colon(self.handler.block, start))])
        what = "a list" if isinstance(value, list) else "plain text"
        message = f'this is {what}; facts of the form "key: value" belong here'
        raise NotReadable([*self.problems, self.handler.fault(Slip(start, end, "not-a-mapping", message))])

    def _check_node(self, event: Any) -> None:
        """Tags and names, which YAML allows."""
        if event.tag not in _PLAIN_TAGS:
            self._add(*_stretch(event), "tag", "a tag (!) is not allowed here", TAG_HINT)
        if event.anchor is not None:
            message = f'"&{event.anchor}" gives the value a name, which is not allowed here'
            self._stop(event, "alias", message, "leave it out; a text that begins with & needs quotes")

    def _check_text(self, event: Any) -> None:
        """What YAML lets pass and an author did not mean: told, so that nothing is swallowed."""
        if event.style:
            if event.style == '"' and self.has_escapes and _CONTROL.search(event.value):
                message = "this text holds a control character"
                if _IS_BIDI.search(event.value):
                    message = "this text holds a bidirectional control character"
                self._add(*_stretch(event), "control-character", message, "delete it")
            return
        start, end = event.start_mark.index, event.end_mark.index
        text = self.handler.block
        comment = _COMMENT.match(text, end) if self.has_hash else None
        if comment:
            hint = "put the text in quotes; before a comment that is meant as one, write # and a space"
            self._add(comment.end() - 1, comment.end(), "comment", "what follows the # would be lost", hint)
        is_on_one_line = end - start == len(event.value)
        hyphen = None if is_on_one_line else _HYPHENED.search(text, start, end)
        if hyphen:
            message = "this hyphen begins no item: its line is read as part of the text above"
            hint = "line it up with the hyphens of the list, or put the text in quotes"
            self._add(hyphen.end(), hyphen.end() + 1, "indent", message, hint)

    def _add(self, start: int, end: int, code: str, message: str, hint: str) -> None:
        self.problems.append(self.handler.fault(Slip(start, end, code, message, hint)))

    def _stop(self, event: Any, code: str, message: str, hint: str) -> None:
        self._add(*_stretch(event), code, message, hint)
        raise NotReadable(self.problems)


def _stretch(event: Any) -> _Stretch:
    return event.start_mark.index, event.end_mark.index


class _Open:
    """A mapping or list that is being filled; a mapping waits for a key or for the value of one."""

    __slots__ = ("container", "key", "key_event", "loc", "seen")

    def __init__(self, container: Any, loc: Loc) -> None:
        self.container = container
        self.loc = loc
        self.key: str | None = None
        self.key_event: Any = None
        self.seen: dict[str, Any] = {}
        """By key: the event that it was first written with."""

    def take(self, value: Any, event: Any, reader: _EventReader) -> Loc:
        """Put *value* where it belongs and say where that is, if it is noted."""
        key: str | int
        if type(self.container) is list:
            key, key_event = len(self.container), event
            self.container.append(value)
        elif self.key is None:
            self._take_key(value, event, reader)
            return self.loc
        else:
            key, key_event = self.key, self.key_event
            self.key = None
            self.container[key] = value
        if not reader.handler.notes:
            return ()
        loc = (*self.loc, key)
        reader.handler.keys[loc], reader.handler.values[loc] = _stretch(key_event), _stretch(event)
        return loc

    def _take_key(self, value: Any, event: Any, reader: _EventReader) -> None:
        handler = reader.handler
        if not isinstance(value, str):
            fault = _fault(
                handler.source, handler.span(*_stretch(event)), "bad-key", "a key must be a word", ""
            )
            raise NotReadable([*reader.problems, fault])
        if value in self.seen:
            message = f'"{value}" is written twice'
            first = handler.span(*_stretch(self.seen[value])).line
            hint = f"the first stands on line {first}; keep one of them"
            place = handler.span(*_stretch(event))
            reader.problems.append(_fault(handler.source, place, "duplicate-key", message, hint))
        else:
            self.seen[value] = event
        self.key, self.key_event = value, event


class _Lines:
    """The lines of a text, and the way from an offset to a line and column.

    Lines end at CR LF, LF or CR, as editors count them; not at the other breaks that Unicode and YAML know.
    """

    BREAK = re.compile(r"\r\n|\n|\r")

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in self.BREAK.finditer(text))]
        self.texts = self.BREAK.split(text)

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


def _control_character(source: SourceFile, at: int) -> Problem:
    span = _lines(source.text).span(at, at + 1)
    char = source.text[at]
    message, hint = f"a control character (U+{ord(char):04X}) stands here", "delete it"
    if _IS_BIDI.match(char):
        refused = bidirectional_control(char)
        message, hint = refused.message, refused.hint
    return _fault(source, span, "control-character", message, hint)


def bidirectional_control(char: str) -> Refused:
    """What is wrong with a character that shows the text beside it in another order than it is written."""
    message = (
        f"a bidirectional control character (U+{ord(char):04X}) can show text in another order than written"
    )
    return Refused(
        "control-character", message, "delete it; letters of each script find their direction alone"
    )


def _line_of(text: str, line: int) -> str:
    texts = _lines(text).texts
    return texts[line - 1] if line <= len(texts) else ""


@lru_cache(maxsize=1)
def _lines(text: str) -> _Lines:
    """The lines of the text that is being read: many problems ask for them in turn."""
    return _Lines(text)
