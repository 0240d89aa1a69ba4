"""Prose from strangers: a body that might take for ever to convert is converted beside us, with a deadline.

Python-Markdown goes over a paragraph again for each sign in it that could open something, such as `[` or `<`. That is
no matter in prose, and hours in a text that somebody filled with them. Nothing can interrupt it from within in every
thread and on every system. So a text in which the signs are more than a second could be spent on goes to a process of
its own, which ends by itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from cuecard.content import markdown
from cuecard.content.cleaning import UnsafeError
from cuecard.content.front_matter import Span
from cuecard.content.markdown import Body
from cuecard.kept import plain

DEADLINE = 1.0
"""Seconds of a processor for one body. An ordinary one takes a few milliseconds."""
_PATIENCE = 6.0
"""Seconds by the clock, where other work keeps the processor busy or its time cannot be limited."""
_MEMORY = 1 << 30
_MOST_HTML = 5_000_000
"""Characters. Abbreviations and references can repeat one long text many times over."""
_TOO_DEEP, _TOO_MUCH, _UNSAFE = 3, 4, 5
"""The exit codes that say so."""

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


class TakesTooLong(Exception):  # noqa: N818 - named for what it says of the text
    """A body cannot be converted in time."""


def convert(text: str, *, raw_html: bool, taken: frozenset[str]) -> Body:
    """What `markdown.convert` makes of *text*, in bounded time.

    Raises:
        markdown.TooDeep: when the text nests too far.
        UnsafeError: when the HTML fails the check before it goes out.
        TakesTooLong: when it is so full of signs that it cannot be converted within `DEADLINE`.

    """
    if may_take_long(text):
        return _beside(text, raw_html=raw_html, taken=taken)
    return markdown.convert(text, raw_html=raw_html, taken=taken)


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
    """Convert *text* in a process of its own."""
    code = "import sys; sys.path[:] = sys.argv[1:]; from cuecard.content import patience; patience.work()"
    try:
        done = subprocess.run(  # noqa: S603 - it is we who are called; the text comes by standard input
            [sys.executable, "-P", "-c", code, str(Path(__file__).resolve().parents[2]), *sys.path],
            input=json.dumps([text, raw_html, sorted(taken)]).encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TakesTooLong from None
    if done.returncode == _TOO_DEEP:
        raise markdown.TooDeep
    if done.returncode == _UNSAFE:
        raise UnsafeError
    if done.returncode == _TOO_MUCH or done.returncode < 0:  # below zero: it was ended by a signal
        raise TakesTooLong
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    body: Body = plain.loads(done.stdout, _CLASSES)
    return body


def work() -> None:
    """What that process does: a body in JSON from standard input to standard output."""
    text, raw_html, taken = json.load(sys.stdin)
    _limit_ourselves()
    try:
        body = markdown.convert(text, raw_html=raw_html, taken=frozenset(taken))
    except markdown.TooDeep:
        sys.exit(_TOO_DEEP)
    except UnsafeError:
        sys.exit(_UNSAFE)
    except MemoryError:
        sys.exit(_TOO_MUCH)
    if sum(map(len, body.pieces)) > _MOST_HTML:
        sys.exit(_TOO_MUCH)
    sys.stdout.buffer.write(plain.dumps(body).encode())


def _limit_ourselves() -> None:
    """End this process at the deadline, and when it takes too much memory; Windows knows neither limit."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource  # noqa: PLC0415 - there is none on Windows
        import signal  # noqa: PLC0415

        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, DEADLINE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


_CLASSES: Any = plain.named([Body, markdown.Link, markdown.Heading])
