"""Clean texts of strangers to one line each, and sort the sentences of instructions: step, cue, warning."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from cuecard.importers.text.written_doses import take_dose
from cuecard.markdown.html_tags import without_comments

LONGEST_NAME = 200
"""Characters. The longest title in the collections that we know has 87."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that no page may contain (HTML, "control characters"), and those that change the direction of text."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|^\s*/?(?:li|p|ul|ol|br)\s*/?>", re.DOTALL)
"""A tag, or the rest of one at the beginning of a text."""
_NUMBER = re.compile(r"(?:step\s+)?\d{1,2}\s?[.):]\s+(?=\S)", re.IGNORECASE)
"""The number of a step, which the page adds itself."""
_BULLET = re.compile(r"[•●▪◦‣·*]\s+|[-–—]\s+")


def plain(value: object) -> str:
    """Return *value* as one line of text without tags, entities and invisible characters; empty if it is not a text."""
    if not isinstance(value, str):
        return ""
    if "<" in value or ">" in value:
        value = _TAG.sub(" ", without_comments(value, lambda _: " "))
    if "&" in value:
        value = html.unescape(value)
    return " ".join(_INVISIBLE.sub("", value).split())


def lines(value: object) -> list[str]:
    """Return the lines of a text as `plain` does, without empty ones."""
    if not isinstance(value, str):
        return []
    return [line for part in re.split(r"[\r\n]+", value) if (line := plain(part))]


def unnumbered(text: str) -> str:
    """Return *text* without a number or bullet at its beginning."""
    return _BULLET.sub("", _NUMBER.sub("", text, count=1), count=1) if text[:1] else text


def is_numbered(text: str) -> bool:
    """Return whether *text* begins like an item of a list."""
    return bool(_NUMBER.match(text) or _BULLET.match(text))


_END = re.compile(r"""(?<=[.!?؟。])["”’)\]]*\s+(?=["“‘(\[]?[^\W\d_a-z]|\d)""")
_SHORT = re.compile(
    r"(?:\b(?i:e\.g|i\.e|approx|vs|etc|cm|ca|no|min|sec|reps|resp|z\.b|d\.h)|(?<![\d.])\d|\b[A-Z])\.$"
)
"""An abbreviation or a number whose full stop does not end a sentence."""
_LONGEST_SHORT = 20
"""Characters before a full stop that show whether it ends a sentence."""


def sentences(text: str) -> list[str]:
    """Return the sentences of *text* in order."""
    parts: list[str] = []
    start = 0
    for end in _END.finditer(text):
        part = text[start : end.end()].strip()
        if not _SHORT.search(text[max(start, end.start() - _LONGEST_SHORT) : end.start()]):
            parts.append(part)
            start = end.end()
    return [*parts, text[start:].strip()] if text[start:].strip() else parts


# --- kinds of sentences ---------------------------------------------------------------------------------------

_MARK = re.compile(r"[(\[]?\b(tips?|notes?|caution|warning|important)\s*[:!]\s+", re.IGNORECASE)
"""The beginning of a remark inside a step."""
_EMPTY_MARK = re.compile(r"\s*\b(?:tips|notes)\s*:\s*$", re.IGNORECASE)
"""A heading for the next text, which may be a tip or a step: it stays a step."""
_WARNS = frozenset(["caution", "warning", "important"])
_COUNTLESS = re.compile(
    r"""(?:then,?\ |now,?\ )?(?:repeat|continue|perform|do)(?:\ (?:(?:for|with)\ )?(?:the|this|that|these)?
    (?:\ ?(?:same|whole|entire))?\ ?(?:movement|motion|exercise|process|sequence|steps|action|lift|stretch)?s?)?
    (?:\ ?for|\ to)?(?:\ the)?\ (?:recommended|prescribed|desired|required|suggested|appropriate|set|specified)
    \ (?:amount|number)s?\ of\ (?:repetitions|reps|times|sets)
    (?:\ (?:prescribed\ in|of|in)\ your\ (?:training\ )?(?:program|programme|routine|plan))?[.!]?""",
    re.IGNORECASE | re.VERBOSE,
)
"""An instruction to repeat without a number, and nothing else."""
_NOT_IF = re.compile(
    r"(?:avoid|skip|(?:do not|don['’]t|never) (?:do|perform|attempt|try))"
    r" (?:this|the|it)(?: (?:exercise|movement|position|stretch|pose))?(?: at all)? (?:if|when) ((?:you|your|the) .+)",
    re.IGNORECASE,
)
_STOP_IF = re.compile(
    r"stop(?: (?:the|this) (?:exercise|movement|stretch)| immediately| at once)* (?:if|when) ((?:you|your|the) .+)",
    re.IGNORECASE,
)


class ParsedInstructions(Struct, frozen=True):
    """Instructions, sorted."""

    steps: tuple[str, ...]
    cues: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    countless: tuple[str, ...] = ()
    """What was left out: instructions to repeat without a number."""
    dose: Mapping[str, str] = {}

    @property
    def facts(self) -> dict[str, Any]:
        """Return them by the keys of the front matter."""
        keys = ("steps", "cues", "stop_if", "not_if")
        lists = {key: list(dict.fromkeys(getattr(self, key))) for key in keys if getattr(self, key)}
        return lists | ({"dose": dict(self.dose)} if self.dose else {})


def parse_instructions(instructions: Iterable[str]) -> ParsedInstructions:
    """Sort the sentences of *instructions*, one text for each step.

    The sentence after "Tip:" or "Note:" becomes a cue. The sentences after that stay in the step: most continue the
    movement, and a missing step does more harm than a tip among the steps. After "Caution:", the rest of the step
    becomes one cue with that word. Sentences at the end that only say how much to do become the dose, unless another
    one says to repeat without a number: then how much is not known.
    """
    steps: list[list[str]] = []
    cues: list[str] = []
    stop_if: list[str] = []
    not_if: list[str] = []
    countless: list[str] = []
    for instruction in instructions:
        text = unnumbered(instruction)
        text = _EMPTY_MARK.sub("", text)
        step: list[str] = []
        warning: list[str] = []
        for sentence in _split_at_marks(sentences(text)):
            mark = _MARK.match(sentence)
            if warning and not mark:
                warning.append(sentence)
                continue
            remark = _without_bracket(sentence[mark.end() :]) if mark else sentence
            if match := _NOT_IF.fullmatch(remark.rstrip(".!")):
                not_if.append(_capitalised(f"{match[1]}."))
            elif match := _STOP_IF.fullmatch(remark.rstrip(".!")):
                stop_if.append(_capitalised(f"{match[1]}."))
            elif mark and remark:
                if mark[1].casefold() in _WARNS:
                    warning.append(f"{mark[1].capitalize()}: {remark}")
                else:
                    cues.append(_capitalised(remark))
            elif _COUNTLESS.fullmatch(sentence):
                countless.append(sentence)
            else:
                step.append(sentence)
        if warning:
            cues.append(" ".join(warning))
        if step and any(char.isalnum() for char in "".join(step)):
            steps.append(step)
    dose = take_dose(steps) if not countless else {}
    texts = [" ".join(step) for step in steps]
    if not texts and countless:  # better an instruction without a number than no step at all
        texts, countless = countless, []
    return ParsedInstructions(
        tuple(texts), tuple(cues), tuple(stop_if), tuple(not_if), tuple(countless), dose
    )


def _split_at_marks(parts: Iterable[str]) -> Iterator[str]:
    """Yield each sentence; one with a mark inside is split before it."""
    for part in parts:
        start = 0
        for mark in _MARK.finditer(part):
            if (
                mark.start() > start
                and part[mark.start() - 1] in " ("
                and (before := part[start : mark.start()].strip(" ("))
            ):
                yield ended(before)
                start = mark.start()
        yield part[start:].strip()


def ended(text: str) -> str:
    """Return *text* with a full stop, unless it already ends like a sentence."""
    return text if text[-1:] in ".!?:;,؟。)" else f"{text}."


def _without_bracket(text: str) -> str:
    """Return *text* without a closing bracket that has no opening one."""
    if text.count(")") > text.count("("):
        head, _, tail = text.rpartition(")")
        return f"{head}{tail}".strip()
    return text.strip()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int = 80) -> str:
    """Return *text*, shortened to *most* characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
