"""Prose from strangers: a body that might take for ever to convert is converted in a child process, with a deadline.

Python-Markdown goes over a paragraph again for each sign in it that could open something, such as `[` or `<`. That is
no matter in prose, and hours in a text that somebody filled with them. Nothing can interrupt it from within in every
thread and on every system. So a text in which the signs are more than a second could be spent on goes to a child
process with limits (see `cuecard.system.limited_process`).
"""

from __future__ import annotations

from msgspec import json

from cuecard.core.budget import BODY_CPU_SECONDS, BODY_HTML_CHARACTERS, BODY_MEMORY_BYTES
from cuecard.core.span import Span
from cuecard.markdown import converter
from cuecard.markdown.converter import Body
from cuecard.markdown.sanitize import UnsafeError
from cuecard.system import limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, FailedError, OverLimitError

_SURELY_SHORT = 500
"""Characters: whatever they are, they take half a second at most."""
_MAYBE_LONG = 50_000
_STEPS_IN_ALL = {"<": 3_000_000, "*[": 200_000, "[^": 600_000, "```": 3_000_000, "~~~": 3_000_000}
"""For each sign how often it may stand in a text, times the length of the text; so much takes half a second at most."""
_STEPS_IN_PARAGRAPHS = {"[": 400_000, "`": 500_000}
"""The same for each paragraph by itself, all of them together."""
_GAP = " " * 250
_MOST_TABS = 250
"""Long gaps take long too: what may stand between two spaces is tried at each of them."""
_NEVER_SHORT = "hl_lines"
"""An option of code blocks, looked for from each fence to each quotation mark to each fence."""
_LONG_FOR_ABBREVIATIONS = 6_000
_MOST_REPEATED = 3_000_000
"""Characters. A few letters that stand for a long text, or address, can be written thousands of times."""
_OTHER_SIGNS = "*_\\&#>!|:{-=+~.\n"
_STEPS_OF_OTHERS = 40_000_000


class ConversionTimeoutError(Exception):
    """A body cannot be converted in time."""

    def __init__(self, *, is_tried: bool = True) -> None:
        super().__init__()
        self.is_tried = is_tried
        """False where the build had no time left for it."""


def convert(text: str, *, raw_html: bool, taken: frozenset[str]) -> Body:
    """What `markdown.convert` makes of *text*, in bounded time.

    Raises:
        markdown.TooDeep: when the text nests too far.
        UnsafeError: when the HTML fails the check before it goes out.
        TakesTooLong: when it is so full of signs that it cannot be converted in time.

    """
    if may_take_long(text):
        return _beside(text, raw_html=raw_html, taken=taken)
    return converter.convert(text, raw_html=raw_html, taken=taken)


def may_take_long(text: str) -> bool:
    """Whether *text* has more signs than could surely be gone through in a second; costs microseconds for most."""
    size = len(text)
    if size <= _SURELY_SHORT:
        return False
    if size > _MAYBE_LONG or _GAP in text or _NEVER_SHORT in text or text.count("\t") > _MOST_TABS:
        return True
    if any(
        size * size > most * len(sign) and size * text.count(sign) > most  # not even if it were nothing else
        for sign, most in _STEPS_IN_ALL.items()
    ):
        return True
    if (size > _LONG_FOR_ABBREVIATIONS and "*[" in text) or (
        "]:" in text and size * text.count("[") > _MOST_REPEATED
    ):
        return True
    if any(
        size * text.count(sign) > most and _in_paragraphs(text, sign) > most
        for sign, most in _STEPS_IN_PARAGRAPHS.items()
    ):
        return True
    if size * size <= _STEPS_OF_OTHERS:
        return False
    return _in_paragraphs(text, *_OTHER_SIGNS) > _STEPS_OF_OTHERS


def place_of_most(text: str) -> Span:
    """The line of *text* that has the most signs, at the first of them: most likely the one to be mended."""
    signs = {*_OTHER_SIGNS, "<", "[", "`"} - {"\n"}
    number, line = max(
        enumerate(text.split("\n"), start=1), key=lambda one: sum(map(one[1].count, signs)), default=(1, "")
    )
    column = next((at for at, char in enumerate(line, start=1) if char in signs), 1)
    return Span(number, column, max(1, len(line) - column + 1))


def _in_paragraphs(text: str, *signs: str) -> int:
    paragraphs = text.split("\n\n")
    return sum(len(part) * sum(map(part.count, signs)) for part in paragraphs)


def _beside(text: str, *, raw_html: bool, taken: frozenset[str]) -> Body:
    """Convert *text* in a child process."""
    try:
        told = limited_process.call(
            "cuecard.markdown.time_limit:convert_to_json", text, raw_html, sorted(taken), limits=_LIMITS
        )
    except BudgetSpentError:
        raise ConversionTimeoutError(is_tried=False) from None
    except (OverLimitError, CrashedError):
        raise ConversionTimeoutError from None
    except FailedError as error:
        if error.kind == converter.NestingError.__name__:
            raise converter.NestingError from None
        if error.kind == UnsafeError.__name__:
            raise UnsafeError from None
        raise
    if not told:
        raise ConversionTimeoutError
    return json.decode(told, type=Body)


def convert_to_json(text: str, raw_html: bool, taken: list[str]) -> bytes:
    """What the child does: the body as JSON, or nothing where it would be too long."""
    body = converter.convert(text, raw_html=raw_html, taken=frozenset(taken))
    return json.encode(body) if sum(map(len, body.pieces)) <= BODY_HTML_CHARACTERS else b""


_LIMITS = Limits(
    cpu_seconds=BODY_CPU_SECONDS,
    memory_bytes=BODY_MEMORY_BYTES,
    output_bytes=20 * BODY_HTML_CHARACTERS,  # in JSON, with its links
)
