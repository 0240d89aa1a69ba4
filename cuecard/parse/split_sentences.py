"""Find sentences that a comma splits: in a list in brackets, `[The calf is hot, swollen or sore.]` is two items.

YAML is right to read two, and nothing else can be wrong with them, so they would be published as two rules. What gives
them away is that the second begins as no sentence does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.front_matter import Document
from cuecard.parse.yaml_reader import Loc

SENTENCES = frozenset(
    [
        "changes",
        "cues",
        "entry_test",
        "expect",
        "keep_going",
        "mistakes",
        "not_if",
        "progressions",
        "regressions",
        "short_steps",
        "soon",
        "steps",
        "stop_if",
        "emergency",
        "urgent",
    ]
)
"""Keys of lists whose items are sentences. In other lists the items are names, often in small letters."""
_HOLDING = frozenset(["safety", "get_help"])
"""Keys of mappings that hold such lists."""

_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
_DIGIT = re.compile(r"\d")


def split_sentences(document: Document) -> Iterator[Problem]:
    """Yield a warning at the first comma of each sentence that is read as several items of a list in brackets."""
    for loc, items in _lists(document.meta, ()):
        first = 0
        while first < len(items) - 1:
            last = first
            while last + 1 < len(items) and _may_go_on(items[last], items[last + 1]):
                last += 1
            while last > first and not (commas := _commas(document, loc, items, first, last)):
                last -= 1
            if last > first:
                sentence = "".join(
                    f"{item},{gap}" for item, (_, gap) in zip(items[first:last], commas, strict=True)
                )
                quoted = json.dumps(sentence + items[last], ensure_ascii=False)
                yield document.problem_at(
                    commas[0][0],
                    "split-sentence",
                    "this comma splits a sentence into two items",
                    f"write {quoted} with its quotation marks; or begin each item with a capital letter",
                    Severity.WARNING,
                )
            first = last + 1


def _lists(meta: Mapping[str, Any], loc: Loc) -> Iterator[tuple[Loc, Sequence[Any]]]:
    for key, value in meta.items():
        if key in SENTENCES:
            if type(value) is list:
                yield (*loc, key), value
        elif key in _HOLDING and isinstance(value, Mapping):
            yield from _lists(value, (*loc, key))


def _may_go_on(one: Any, other: Any) -> bool:
    """Return whether *other* looks like the rest of the sentence *one*: it begins in lower case, or goes on with a
    number.
    """
    if not isinstance(one, str) or not isinstance(other, str) or _ENDED.search(one):
        return False
    begin = other.lstrip("\"'“‘([")[:1]
    return begin.islower() or bool(_DIGIT.match(begin) and _DIGIT.match(one[-1:]))


def _commas(document: Document, loc: Loc, items: Sequence[str], first: int, last: int) -> list[Any]:
    """Find the comma after each item from *first* to *last*, and the space after it; empty unless all are there."""
    commas = []
    for n in range(first, last):
        comma = document.comma_between((*loc, n), (*loc, n + 1))
        if comma is None:
            return []
        span, gap = comma
        is_number = bool(_DIGIT.match(items[n + 1]))
        if is_number and gap:  # "3, 4" may be two; "1,5" is one
            return []
        commas.append((span, gap))
    return commas
