"""Turn YAML events into plain values, with the line and column of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.span import Span
from cuecard.parse.look_alikes import as_it_looks, name_characters
from cuecard.parse.sources import Kind, SourceFile
from cuecard.parse.text_lines import line_text, lines_of
from cuecard.parse.yaml_errors import TAG_HINT, Slip, explain, without_colon

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML has it (every wheel does); nine times faster than the reader in Python."""


Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top, such as `("dose", "rest")`."""


_SETTINGS = frozenset([Kind.SITE, Kind.VOCABULARY])


_DEEPEST = 24
"""Levels of nesting; the schema has five."""


_MOST_VALUES = 2_000
"""Keys and values of one text's facts. A long exercise has two hundred."""


_MOST_IN_SETTINGS = 20_000


_BIDI = "\u202a-\u202e\u2066-\u2069"


_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff\ufffe\uffff]")
"""Characters that neither a page (HTML, "control characters") nor YAML 1.2, section 5.1, may contain, and those that
reorder the text after them. Marks that give one character's direction (U+200E, U+200F, U+061C) may be
there."""


_IS_BIDI = re.compile(f"[{_BIDI}]")


_NULLS = frozenset(["", "~", "null", "Null", "NULL"])


_COMMENT = re.compile(r"[ \t]+#(?=[^\s#])")
"""A comment, as YAML counts it, that was surely meant as text: `Squat #2`."""


_HYPHENED = re.compile(r"[\r\n][ \t]*(?=-[ \t])")
"""A line that continues a text, as YAML counts it, but begins like an item of a list."""


_PLAIN_TAGS = frozenset(
    [None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"]
)


class FrontMatterError(Exception):
    """The block cannot be parsed; has all its problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


_Offsets = tuple[int, int]
"""Where something begins and ends in the block, in characters; a `Span` of it is worked out when it is needed."""


class _Handler(YAMLHandler):  # type: ignore[misc]
    """The handler for python-frontmatter: splits at the fences that we found, and reads events.

    One handler serves one text. The library strips the text that it hands over, which loses both the line count and a
    body's first indent. So the handler keeps the original, and returns no body: `Document` has it.
    """

    def __init__(self, source: SourceFile, block: tuple[int, int]) -> None:
        super().__init__()
        self.source = source
        self.start = block[0]
        """The offset of the block in the text."""
        self.block = as_it_looks(source.text[slice(*block)])
        self.notes = False
        """Whether the places of all keys and values are noted: only where a problem has to be reported."""
        self.keys: dict[Loc, _Offsets] = {}
        self.values: dict[Loc, _Offsets] = {}

    def split(self, text: str) -> tuple[str, str]:
        return self.block, ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        reader = _EventReader(self)
        mark = self.block.find("\ufeff")
        if mark >= 0:  # libyaml does not count it, so no place after it would be right
            message = "there is a byte-order mark (U+FEFF) here"
            slip = Slip(mark, mark + 1, "control-character", message, "delete it")
            raise FrontMatterError([self.fault(slip)])
        try:
            meta = reader.read(iter(_Loader(self.block).get_event, None))
        except yaml.reader.ReaderError as error:
            raise FrontMatterError(
                [self.fault(Slip(0, 1, "yaml", f"this cannot be read: {error}"))]
            ) from None
        except yaml.MarkedYAMLError as error:
            raise FrontMatterError([*reader.problems, self.fault(explain(self.block, error))]) from None
        if reader.problems:
            raise FrontMatterError(reader.problems)
        return meta

    def span(self, start: int, end: int) -> Span:
        """Return the place of the characters from *start* to *end* of the block, cut at the end of the line."""
        return lines_of(self.source.text).span(self.start + start, self.start + end)

    def fault(self, slip: Slip) -> Problem:
        """Return a slip in the block as a problem of the file."""
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
        """Return the mapping that the block contains.

        This is one long loop because each event of each text passes through it: a call for each would take longer than
        what is done with it.

        Raises:
            FrontMatterError: if it is not a mapping, is nested too deeply, or has an alias.

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
                    self._stop(
                        event, "yaml", "a second block of front matter begins here", "delete this line"
                    )
                has_begun = True
                continue
            else:
                continue
            values += 1
            if values > most:
                message = f"there are more than {most:,} keys and values here"
                self._stop(event, "too-large", message, "remove what is not needed")
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
        start, end = _offsets(event)
        if isinstance(value, str) and not event.style:
            raise FrontMatterError(
                [*self.problems, self.handler.fault(without_colon(self.handler.block, start))]
            )
        what = "a list" if isinstance(value, list) else "plain text"
        message = f'this is {what}; it must be "key: value" pairs'
        raise FrontMatterError(
            [*self.problems, self.handler.fault(Slip(start, end, "not-a-mapping", message))]
        )

    def _check_node(self, event: Any) -> None:
        """Report tags and anchors, which YAML allows."""
        if event.tag not in _PLAIN_TAGS:
            self._add(*_offsets(event), "tag", "a tag (!) is not allowed here", TAG_HINT)
        if event.anchor is not None:
            message = f'"&{event.anchor}" gives the value a name, which is not allowed here'
            self._stop(event, "alias", message, "leave it out; a text that begins with & needs quotes")

    def _check_text(self, event: Any) -> None:
        """Report what YAML allows but an author did not mean, so that no text is lost."""
        if event.style:
            if event.style == '"' and self.has_escapes and _CONTROL.search(event.value):
                message = "this text contains a control character"
                if _IS_BIDI.search(event.value):
                    message = "this text contains a bidirectional control character"
                self._add(*_offsets(event), "control-character", message, "delete it")
            return
        start, end = event.start_mark.index, event.end_mark.index
        text = self.handler.block
        comment = _COMMENT.match(text, end) if self.has_hash else None
        if comment:
            hint = "put the text in quotes; begin a real comment with # and a space"
            self._add(comment.end() - 1, comment.end(), "comment", "what follows the # would be lost", hint)
        is_on_one_line = end - start == len(event.value)
        hyphen = None if is_on_one_line else _HYPHENED.search(text, start, end)
        if hyphen:
            message = "this hyphen does not begin an item: its line is read as part of the text above"
            hint = "line it up with the hyphens of the list, or put the text in quotes"
            self._add(hyphen.end(), hyphen.end() + 1, "indent", message, hint)

    def _add(self, start: int, end: int, code: str, message: str, hint: str) -> None:
        self.problems.append(self.handler.fault(Slip(start, end, code, message, hint)))

    def _stop(self, event: Any, code: str, message: str, hint: str) -> None:
        self._add(*_offsets(event), code, message, hint)
        raise FrontMatterError(self.problems)


def _offsets(event: Any) -> _Offsets:
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
        """Put *value* where it belongs and return its place, if places are noted."""
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
        reader.handler.keys[loc], reader.handler.values[loc] = _offsets(key_event), _offsets(event)
        return loc

    def _take_key(self, value: Any, event: Any, reader: _EventReader) -> None:
        handler = reader.handler
        if not isinstance(value, str):
            fault = _fault(
                handler.source, handler.span(*_offsets(event)), "bad-key", "a key must be a word", ""
            )
            raise FrontMatterError([*reader.problems, fault])
        if value in self.seen:
            message = f'"{value}" is written twice'
            first = handler.span(*_offsets(self.seen[value])).line
            hint = f"the first is on line {first}; keep one of them"
            place = handler.span(*_offsets(event))
            reader.problems.append(_fault(handler.source, place, "duplicate-key", message, hint))
        else:
            self.seen[value] = event
        self.key, self.key_event = value, event


def _fault(source: SourceFile, span: Span, code: str, message: str, hint: str) -> Problem:
    line = line_text(source.text, span.line)
    written = line[span.column - 1 : span.column - 1 + max(1, span.width)]
    if code != "control-character":
        message, hint = name_characters(message, hint, written, span.column)
    return Problem(
        source.shown,
        span.line,
        span.column,
        code,
        message,
        hint,
        excerpt=line,
        width=max(1, span.width),
    )


def _control_character(source: SourceFile, at: int) -> Problem:
    span = lines_of(source.text).span(at, at + 1)
    char = source.text[at]
    message, hint = f"there is a control character (U+{ord(char):04X}) here", "delete it"
    if _IS_BIDI.match(char):
        refused = bidirectional_control(char)
        message, hint = refused.message, refused.hint
    return _fault(source, span, "control-character", message, hint)


def bidirectional_control(char: str) -> InvalidValueError:
    """Return the error for a character that reorders the text after it."""
    message = (
        f"a bidirectional control character (U+{ord(char):04X}) can show text in another order than written"
    )
    return InvalidValueError(
        "control-character", message, "delete it; each script gets its direction automatically"
    )
