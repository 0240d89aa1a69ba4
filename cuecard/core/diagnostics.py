"""What is wrong with the content, as data.

Everything that an author can get wrong becomes a `Problem`: it is collected, sorted, counted and only
at the edge (`cuecard.cli.dispatch`) printed. Exceptions are for bugs in the program, with one exception:
`InvalidValueError`, which code deep inside one value raises and its reader turns into a `Problem` with a place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, pairwise

from msgspec import Struct


class Severity(StrEnum):
    """How bad: an error stops the build, a warning does so only with `--strict`, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(Struct, frozen=True):
    """One mistake of an author: where, what, and how to fix it."""

    path: str
    """The file as the author knows it, from the current folder, with forward slashes."""
    line: int
    """Counted from 1 in the file as the author sees it."""
    column: int
    """Counted from 1, in characters."""
    code: str
    """A stable word for programs, such as `unknown-key`."""
    message: str
    """What is wrong, without a full stop, to follow "error[code]: "."""
    hint: str = ""
    """How to fix it, if that is known; else empty."""
    severity: Severity = Severity.ERROR
    excerpt: str = ""
    """The source line, for the caret to point into; empty where there is none."""
    width: int = 1
    """How many characters of the source line are meant."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, then place: the order in which an author fixes them."""
        return (self.path, self.line, self.column, self.code, self.message)


class InvalidValueError(ValueError):
    """A value that cannot be read: raised where its place is not known, caught where it is."""

    def __init__(self, code: str, message: str, hint: str = "", key: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.key = key
        """Where facts contradict one another: the key whose value needs the fix; else empty."""


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Return whether any of them stops the build; with *strict* a warning does too."""
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in stopping for problem in problems)


def count_by_severity(problems: Sequence[Problem]) -> str:
    """Such as "2 errors, 1 warning"; "no problems" for none."""
    counts = [
        with_number(number, str(severity))
        for severity in Severity
        if (number := sum(problem.severity is severity for problem in problems))
    ]
    return ", ".join(counts) or "no problems"


def with_number(number: int, noun: str) -> str:
    """Such as "1 error" and "2 errors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by path and place, without duplicates."""
    return tuple(sorted(set(problems), key=lambda problem: problem.sort_key))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to *word*, or an empty string if none is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = nearest(word.casefold(), tuple(sorted(by_folded)))
    return f'did you mean "{by_folded[near]}"?' if near else ""


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the one of *known* that looks most like *word*, or an empty string if none does.

    Of many, only those are compared that share the most pairs of letters with *word*. Thousands of names
    times thousands of dead links would take minutes otherwise.
    """
    if len(known) > _MOST_COMPARED:
        known = likeliest(word, known, _MOST_COMPARED)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else ""


_MOST_COMPARED = 40


def likeliest(word: str, known: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Return the *most* of *known* that share the most pairs of letters with *word*."""
    by_pair = _by_pair(known)
    shared = Counter(chain.from_iterable(by_pair.get(pair, ()) for pair in _pairs(word)))
    return tuple(nsmallest(most, shared, key=lambda candidate: (-shared[candidate], candidate)))


@lru_cache(maxsize=4)
def _by_pair(known: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    by_pair: dict[str, list[str]] = {}
    for candidate in known:
        for pair in _pairs(candidate):
            by_pair.setdefault(pair, []).append(candidate)
    return by_pair


def _pairs(word: str) -> set[str]:
    """Return each pair of neighbouring letters, with a space before the first and after the last."""
    return {f"{one}{two}" for one, two in pairwise(f" {word} ")}


def one_of(words: Sequence[str]) -> str:
    """Return the hint that lists the allowed words."""
    return "allowed: " + ", ".join(words)


# --- printing -----------------------------------------------------------------------------------------


def as_text(problem: Problem) -> str:
    """Format a problem for a terminal: a line, the source line with a caret, a hint."""
    head = (
        f"{one_line(problem.path)}:{problem.line}:{problem.column}: "
        f"{problem.severity}[{problem.code}]: {one_line(problem.message)}"
    )
    lines = [head]
    number = f"{problem.line:>5}"
    margin = " " * len(number)
    if problem.excerpt.strip():
        source, before, width = _window(problem.excerpt, problem.column, problem.width)
        lines.append(f"{number} | {source}")
        lines.append(f"{margin} | {' ' * before}{'^' * width}")
    if problem.hint:
        lines.append(f"{margin} = {one_line(problem.hint)}")
    return "\n".join(lines)


def as_json(problems: Iterable[Problem]) -> str:
    """`{"problems": [...]}` for editors and scripts; see the design, section 3, for the keys."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": str(problem.severity),
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps({"problems": rows}, indent=2)


def as_github(problem: Problem) -> str:
    """Format a problem as a workflow command, which GitHub shows beside the changed line.

    Escapes as the runner reads them: `%`, CR and LF in the message, `:` and `,` too in properties
    (actions/toolkit, packages/core/src/command.ts).
    """
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    properties = {
        "file": problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.code,
    }
    attributes = ",".join(
        f"{key}={_github_data(value).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
    )
    level = "notice" if problem.severity is Severity.NOTE else problem.severity
    return f"::{level} {attributes}::{_github_data(message)}"


def _github_data(text: str) -> str:
    """Return *text* without control characters, whose escape codes would change the terminal of a reader of the log."""
    text = "".join(char if char.isprintable() or char in "\r\n" else " " for char in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def one_line(text: str) -> str:
    """Return *text* without line breaks or control characters, which would tear or forge terminal output."""
    return "".join(char if char.isprintable() else " " for char in text)


def _window(excerpt: str, column: int, width: int, room: int = 96) -> tuple[str, int, int]:
    """Cut a long line around *column*: return its text, the columns before the caret and the caret's width."""
    start = max(0, min(column - 1, len(excerpt)) - room // 2) if len(excerpt) > room else 0
    shown = one_line(excerpt[start : start + room])
    before = column - 1 - start
    return shown.rstrip() or shown, before, max(1, min(width, len(shown) - before))
