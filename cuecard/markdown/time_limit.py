"""Limit the time of a conversion: a body that could take very long is converted in a child process.

Python-Markdown scans a paragraph again for each character that could open something, such as `[` or `<`. That does not
matter in ordinary prose, but takes hours in a text full of them, and cannot be interrupted from within in every thread
and on every system. So a text with too many such characters is converted in a child process with limits (see
`cuecard.system.limited_process`).
"""

from __future__ import annotations

from msgspec import json

from cuecard.core.budget import BODY_CPU_SECONDS, BODY_HTML_CHARACTERS, BODY_MEMORY_BYTES
from cuecard.core.span import Span
from cuecard.markdown import converter
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.converter import Body
from cuecard.markdown.sanitize import UnsafeError
from cuecard.system import limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, FailedError, OverLimitError

_SURELY_SHORT = 500
"""Length in characters of a text that takes half a second at most, whatever it contains."""
_MAYBE_LONG = 50_000
_STEPS_IN_ALL = {"<": 3_000_000, "*[": 200_000, "[^": 600_000, "```": 3_000_000, "~~~": 3_000_000}
"""By marker: how often it can be in a text, times the length of the text, within half a second."""
_STEPS_IN_PARAGRAPHS = {"[": 400_000, "`": 500_000}
"""The same, counted in each paragraph and added up."""
_GAP = " " * 250
_MOST_TABS = 250
"""Long gaps are slow too, as each pair of spaces in them is tried."""
_NEVER_SHORT = "hl_lines"
"""An option of code blocks, which is searched for from each fence to each quotation mark to each fence."""
_LONG_FOR_ABBREVIATIONS = 6_000
_MOST_REPEATED = 3_000_000
"""Characters. An abbreviation of a few letters for a long text or address can be used thousands of times."""
_OTHER_CHARS = "*_\\&#>!|:{-=+~.\n"
_STEPS_OF_OTHERS = 40_000_000


class ConversionTimeoutError(Exception):
    """A body could not be converted within the limits."""

    def __init__(self, *, is_tried: bool = True) -> None:
        super().__init__()
        self.is_tried = is_tried
        """False if the build had no time left for it."""


def convert(text: str, *, raw_html: bool, taken: frozenset[str]) -> Body:
    """Convert *text* as `converter.convert` does, in bounded time.

    Raises:
        NestingError: if the text is nested too deeply.
        UnsafeError: if the HTML fails the final check.
        ConversionTimeoutError: if the text has too many special characters to convert in time.

    """
    if may_take_long(text):
        return _convert_in_child(text, raw_html=raw_html, taken=taken)
    return converter.convert(text, raw_html=raw_html, taken=taken)


def may_take_long(text: str) -> bool:
    """Return whether *text* might take over a second to convert; takes microseconds for most texts."""
    size = len(text)
    if size <= _SURELY_SHORT:
        return False
    if size > _MAYBE_LONG or _GAP in text or _NEVER_SHORT in text or text.count("\t") > _MOST_TABS:
        return True
    if any(
        size * size > most * len(marker)
        and size * text.count(marker) > most  # not even if it were nothing else
        for marker, most in _STEPS_IN_ALL.items()
    ):
        return True
    if (size > _LONG_FOR_ABBREVIATIONS and "*[" in text) or (
        "]:" in text and size * text.count("[") > _MOST_REPEATED
    ):
        return True
    if any(
        size * text.count(marker) > most and _in_paragraphs(text, marker) > most
        for marker, most in _STEPS_IN_PARAGRAPHS.items()
    ):
        return True
    if size * size <= _STEPS_OF_OTHERS:
        return False
    return _in_paragraphs(text, *_OTHER_CHARS) > _STEPS_OF_OTHERS


def place_of_most(text: str) -> Span:
    """Return the first special character in the line with the most of them: probably the one to fix."""
    chars = {*_OTHER_CHARS, "<", "[", "`"} - {"\n"}
    number, line = max(
        enumerate(text.split("\n"), start=1), key=lambda one: sum(map(one[1].count, chars)), default=(1, "")
    )
    column = next((at for at, char in enumerate(line, start=1) if char in chars), 1)
    return Span(number, column, max(1, len(line) - column + 1))


def _in_paragraphs(text: str, *chars: str) -> int:
    paragraphs = text.split("\n\n")
    return sum(len(part) * sum(map(part.count, chars)) for part in paragraphs)


def _convert_in_child(text: str, *, raw_html: bool, taken: frozenset[str]) -> Body:
    """Convert *text* in a child process."""
    try:
        answer = limited_process.call(
            "cuecard.markdown.time_limit:convert_to_json", text, raw_html, sorted(taken), limits=_LIMITS
        )
    except BudgetSpentError:
        raise ConversionTimeoutError(is_tried=False) from None
    except (OverLimitError, CrashedError):
        raise ConversionTimeoutError from None
    except FailedError as error:
        if error.kind == NestingError.__name__:
            raise NestingError from None
        if error.kind == UnsafeError.__name__:
            raise UnsafeError from None
        raise
    if not answer:
        raise ConversionTimeoutError
    return json.decode(answer, type=Body)


def convert_to_json(text: str, raw_html: bool, taken: list[str]) -> bytes:
    """Convert in the child: return the body as JSON, or nothing if it would be too long."""
    body = converter.convert(text, raw_html=raw_html, taken=frozenset(taken))
    return json.encode(body) if sum(map(len, body.pieces)) <= BODY_HTML_CHARACTERS else b""


_LIMITS = Limits(
    cpu_seconds=BODY_CPU_SECONDS,
    memory_bytes=BODY_MEMORY_BYTES,
    output_bytes=20 * BODY_HTML_CHARACTERS,  # in JSON, with its links
)
