"""Read front matter: the keys and values at the start of a text, with the place of every value.

python-frontmatter reads the block, through our own handler, because the stock handler
silently accepts what would hurt here (eyeseast/python-frontmatter#127 and our own measurements): an unclosed
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
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import frontmatter
from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.core.span import Span
from cuecard.parse.look_alikes import DASHES, FENCE_SPACE, INVISIBLE, character_name, name_characters
from cuecard.parse.sources import Kind, SourceFile
from cuecard.parse.text_lines import Lines, line_text, lines_of
from cuecard.parse.yaml_reader import (
    _CONTROL,
    _SETTINGS,
    FrontMatterError,
    Loc,
    _control_character,
    _fault,
    _Handler,
)

_LONGEST_TEXT = 20_000
"""Characters of one value, beyond which no place in it is looked for."""
_MOST_WORDS = 100
"""Words that are enough to find a place; a line has fewer."""


_QUOTES = frozenset("\"'")

_FENCE = re.compile(rf"[{INVISIBLE}]*---{FENCE_SPACE}*")
_NEARLY_A_FENCE = re.compile(rf"\s*(?:[-{DASHES}]+|\.\.\.)\s*")
_OTHER_DASHES = re.compile(rf"{FENCE_SPACE}*-*([{DASHES}])[{DASHES}-]*{FENCE_SPACE}*")
"""A fence of dashes that are not hyphens, or not all."""


class Document(Struct, frozen=True):
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
        if self.body_line == 1:
            return Lines.BREAK.sub("\n", self.source.text)
        lines = Lines.BREAK.split(self.source.text, self.body_line - 1)
        rest = lines[self.body_line - 1] if len(lines) >= self.body_line else ""
        return Lines.BREAK.sub("\n", rest) if "\r" in rest else rest

    @property
    def keys(self) -> Mapping[Loc, Span]:
        """Return the place of each value's key; for an item of a list, of the item."""
        return _places(self.source)[0]

    @property
    def values(self) -> Mapping[Loc, Span]:
        """Return the place of each value; for a block of several lines, its first line. For `()`, the opening fence."""
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
        """Return a problem at the value *loc* or its key, or at the nearest parent if neither was written.

        An unknown key is always reported at the key.
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
        """Return a problem at a place that the caller knows."""
        line = line_text(self.source.text, span.line)
        written = line[span.column - 1 : span.column - 1 + span.width]
        if severity is Severity.ERROR:
            message, hint = name_characters(message, hint, written, span.column)
        return Problem(
            self.source.shown,
            span.line,
            span.column,
            code,
            message,
            hint,
            severity,
            line,
            span.width,
        )

    def place_of(self, loc: Loc, words: str) -> Span:
        """Return the place of *words* in the value *loc*, up to the end of the line on which they begin.

        The value's own place, where it is written otherwise than it reads, such as with escapes.
        """
        value = self._span(loc, at_key=False)
        lines = lines_of(self.source.text)
        start = lines.starts[value.line - 1] + value.column - 1
        first = words.split(None, _MOST_WORDS)[:_MOST_WORDS]
        pattern = re.compile(r"\s+".join(map(re.escape, first)))
        match = pattern.search(self.source.text, start, start + _LONGEST_TEXT)
        return lines.span(*match.span()) if match else value

    def comma_between(self, one: Loc, other: Loc) -> tuple[Span, str] | None:
        """Find the comma between two neighbours of a list in brackets, and the space after it ("" or " ").

        None where the list has a line for each item, or one of the two has quotation marks.
        """
        lines = lines_of(self.source.text)
        starts = []
        for loc in (one[:-1], one, other):
            place = self.values.get(loc)
            if place is None:
                return None
            starts.append(lines.starts[place.line - 1] + place.column - 1)
        text = self.source.text
        if text[starts[0]] != "[" or text[starts[1]] in _QUOTES or text[starts[2]] in _QUOTES:
            return None
        comma = text.find(",", starts[1], starts[2])  # an unquoted text in brackets cannot contain one
        if comma < 0:
            return None
        return lines.span(comma, comma + 1), " " if comma + 1 < starts[2] else ""

    def problem_in_body(
        self, place: Span | None, refused: InvalidValueError, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return a problem at a place of the body, with its line in the whole file; None is the start of the body."""
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


def split(source: SourceFile) -> Document | list[Problem]:
    """Part the front matter of a Markdown text from its body.

    Returns:
        The document, or the problems that keep it from being one.

    """
    try:
        meta, _, body_line = _split_front_matter(source)
    except FrontMatterError as fault:
        return fault.problems
    return Document(source, meta, body_line)


def read_settings(source: SourceFile) -> Document | list[Problem]:
    """Read a text that is all facts and no body: `site.yaml`, `vocabulary.yaml`."""
    try:
        return Document(source, _settings(source)[0])
    except FrontMatterError as fault:
        return fault.problems


_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"\n---[ \t]*(?:\n|\Z)")


def split_fast(text: str) -> tuple[str, str, int] | None:
    """Return the front matter, the body and its first line, as `split` does, or None if the file is not plain.

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
    """Find the fences of a text that begins with one, has line feeds as line ends and something in between."""
    opening = None if "\r" in text else _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    if opening is None or closing is None or closing.start() < opening.end():
        return None
    return _Fences(opening.end(), closing.start() + 1, closing.end())


def has_control_character(text: str) -> bool:
    """Return whether *text* has a character that no page may contain, which `split` refuses."""
    return _CONTROL.search(text) is not None


def _split_front_matter(source: SourceFile, *, notes: bool = False) -> tuple[dict[str, Any], _Handler, int]:
    """Return the values, the handler that read them, and the line on which the body begins.

    Raises:
        FrontMatterError: with every problem that was found.

    """
    control = _CONTROL.search(source.text)
    if control:
        raise FrontMatterError([_control_character(source, control.start())])
    fences = _good_fences(source.text)
    if fences:
        handler = _Handler(source, (fences.start, fences.end))
        body_line = handler.block.count("\n") + 3
    elif source.kind is Kind.HOME and _is_only_body(source.text):
        return {}, _Handler(source, (0, 0)), 1
    else:
        handler, body_line = _find_fences(source)
    handler.notes = notes
    meta, _ = frontmatter.parse(handler.block, handler=handler)
    return meta, handler, body_line


def _is_only_body(text: str) -> bool:
    """Return whether a text has words and no front matter, which the home page does not need."""
    first = next((line for line in lines_of(text).texts if line.strip()), None)
    return first is not None and not _FENCE.fullmatch(first)


def _find_fences(source: SourceFile) -> tuple[_Handler, int]:
    """Return the handler for a text with unusual fences, and the line on which its body begins.

    Raises:
        FrontMatterError: where one of them is missing.

    """
    lines = lines_of(source.text)
    first = next((n for n, line in enumerate(lines.texts) if line.strip()), None)
    if first is None or not _FENCE.fullmatch(lines.texts[first]):
        line = (first or 0) + 1
        message = "this file is empty" if first is None else "front matter is missing"
        hint = "begin with a line of three hyphens, then the keys and values, then three hyphens again"
        if first is not None and (dash := _OTHER_DASHES.fullmatch(lines.texts[first])):
            hint = f"on line {line} write exactly three hyphens; now it has {character_name(dash[1])}"
        raise FrontMatterError([_fault(source, Span(line, 1, 1), "no-front-matter", message, hint)])
    last = next(
        (n for n in range(first + 1, len(lines.texts)) if _FENCE.fullmatch(lines.texts[n])),
        None,
    )
    if last is None:
        hint = "end the front matter with a line of three hyphens"
        near = next(
            (n for n in range(first + 1, len(lines.texts)) if _NEARLY_A_FENCE.fullmatch(lines.texts[n])), None
        )
        if near is not None:
            hint = f"on line {near + 1} write exactly three hyphens, at the start of the line"
            if dash := _OTHER_DASHES.fullmatch(lines.texts[near]):
                hint += f"; now it has {character_name(dash[1])}"
        span = Span(first + 1, 1, 3)
        raise FrontMatterError(
            [_fault(source, span, "unclosed-front-matter", "the front matter is not closed", hint)]
        )
    return _Handler(source, (lines.starts[first + 1], lines.starts[last])), last + 2


def _settings(source: SourceFile, *, notes: bool = False) -> tuple[dict[str, Any], _Handler]:
    control = _CONTROL.search(source.text)
    if control:
        raise FrontMatterError([_control_character(source, control.start())])
    handler = _Handler(source, (0, len(source.text)))
    handler.notes = notes
    return handler.load(""), handler


@lru_cache(maxsize=4)
def _places(source: SourceFile) -> tuple[Mapping[Loc, Span], Mapping[Loc, Span]]:
    """Return the places of all keys and values of a valid text.

    Few texts have a problem, so places are looked up when one is reported, and not stored for all: for ten thousand
    texts they would take 150 MB.
    """
    is_settings = source.kind in _SETTINGS
    handler = (_settings if is_settings else _split_front_matter)(source, notes=True)[1]
    keys, values = (
        {loc: handler.span(*pair) for loc, pair in offsets.items()}
        for offsets in (handler.keys, handler.values)
    )
    if not is_settings:
        values[()] = _opening_fence(source.text)
    return keys, values


def _opening_fence(text: str) -> Span:
    """Return where the front matter of a valid text begins: the first line that is not empty."""
    first = next(n for n, line in enumerate(lines_of(text).texts) if line.strip())
    return Span(first + 1, 1, 3)
