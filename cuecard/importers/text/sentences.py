"""Texts of strangers as one clean line each, and what a sentence of an instruction is: a step, a cue, a warning."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

LONGEST_NAME = 200
"""Characters. The longest title in the collections that we know has 87."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What no page may hold (HTML, "control characters"), and signs that turn the direction of what stands beside them."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|^\s*/?(?:li|p|ul|ol|br)\s*/?>", re.DOTALL)
"""A tag, or the rest of one at the beginning of a text."""
_NUMBER = re.compile(r"(?:step\s+)?\d{1,2}\s?[.):]\s+(?=\S)", re.IGNORECASE)
"""The number of a step, which the list gives by itself."""
_BULLET = re.compile(r"[•●▪◦‣·*]\s+|[-–—]\s+")


def plain(value: object) -> str:
    """*value* as one line of plain text: without tags, entities and unseen signs; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    if "<" in value or ">" in value:
        value = _TAG.sub(" ", without_comments(value))
    if "&" in value:
        value = html.unescape(value)
    return " ".join(_UNSEEN.sub("", value).split())


def without_comments(text: str) -> str:
    """*text* with a space for each comment of HTML. Openers of comments that never end are signs like others."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[done:start], " "]
        done = end + 3
    return "".join([*parts, text[done:]])


def lines(value: object) -> list[str]:
    """The lines of a text, each plain, without those that are empty."""
    if not isinstance(value, str):
        return []
    return [line for part in re.split(r"[\r\n]+", value) if (line := plain(part))]


def unnumbered(text: str) -> str:
    """*text* without a number or a bullet in front."""
    return _BULLET.sub("", _NUMBER.sub("", text, count=1), count=1) if text[:1] else text


def is_numbered(text: str) -> bool:
    """Whether *text* begins as an item of a list does."""
    return bool(_NUMBER.match(text) or _BULLET.match(text))


_END = re.compile(r"""(?<=[.!?؟。])["”’)\]]*\s+(?=["“‘(\[]?[^\W\d_a-z]|\d)""")
_SHORT = re.compile(
    r"(?:\b(?i:e\.g|i\.e|approx|vs|etc|cm|ca|no|min|sec|reps|resp|z\.b|d\.h)|(?<![\d.])\d|\b[A-Z])\.$"
)
"""An abbreviation, or a number, that a dot does not end a sentence after."""
_LONGEST_SHORT = 20
"""Characters before an end that tell whether it is one."""


def sentences(text: str) -> list[str]:
    """The sentences of *text*, in their order."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        part = text[start : end.end()].strip()
        if not _SHORT.search(text[max(start, end.start() - _LONGEST_SHORT) : end.start()]):
            found.append(part)
            start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


# --- what a sentence is ---------------------------------------------------------------------------------------

_MARK = re.compile(r"[(\[]?\b(tips?|notes?|caution|warning|important)\s*[:!]\s+", re.IGNORECASE)
"""What stands before a remark inside a step."""
_EMPTY_MARK = re.compile(r"\s*\b(?:tips|notes)\s*:\s*$", re.IGNORECASE)
"""A heading for what comes next, which may be a tip and may be the next step: so it stays a step."""
_WARNS = frozenset(["caution", "warning", "important"])
_COUNTLESS = re.compile(
    r"""(?:then,?\ |now,?\ )?(?:repeat|continue|perform|do)(?:\ (?:(?:for|with)\ )?(?:the|this|that|these)?
    (?:\ ?(?:same|whole|entire))?\ ?(?:movement|motion|exercise|process|sequence|steps|action|lift|stretch)?s?)?
    (?:\ ?for|\ to)?(?:\ the)?\ (?:recommended|prescribed|desired|required|suggested|appropriate|set|specified)
    \ (?:amount|number)s?\ of\ (?:repetitions|reps|times|sets)
    (?:\ (?:prescribed\ in|of|in)\ your\ (?:training\ )?(?:program|programme|routine|plan))?[.!]?""",
    re.IGNORECASE | re.VERBOSE,
)
"""An order to repeat that tells no number, and nothing else."""
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
    """What instructions say, sorted."""

    steps: tuple[str, ...]
    cues: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    countless: tuple[str, ...] = ()
    """What was left out: orders to repeat without a number."""

    @property
    def facts(self) -> dict[str, list[str]]:
        """By the keys of the front matter."""
        kept = ("steps", "cues", "stop_if", "not_if")
        return {key: list(dict.fromkeys(getattr(self, key))) for key in kept if getattr(self, key)}


def parse_instructions(instructions: Iterable[str]) -> ParsedInstructions:
    """Sort the sentences of *instructions*, one text for each step.

    The sentence behind "Tip:" or "Note:" becomes a cue. The sentences after it stay where they are: most go on with the
    movement, and a step that is missing hurts more than a tip among the steps. Behind "Caution:" all that follows in
    the step becomes one cue, with that word.
    """
    steps: list[str] = []
    cues: list[str] = []
    stop_if: list[str] = []
    not_if: list[str] = []
    countless: list[str] = []
    for instruction in instructions:
        text = unnumbered(instruction)
        text = _EMPTY_MARK.sub("", text)
        kept: list[str] = []
        warning: list[str] = []
        for sentence in _marked_apart(sentences(text)):
            mark = _MARK.match(sentence)
            if warning and not mark:
                warning.append(sentence)
                continue
            bare = _without_bracket(sentence[mark.end() :]) if mark else sentence
            if match := _NOT_IF.fullmatch(bare.rstrip(".!")):
                not_if.append(_capitalised(f"{match[1]}."))
            elif match := _STOP_IF.fullmatch(bare.rstrip(".!")):
                stop_if.append(_capitalised(f"{match[1]}."))
            elif mark and bare:
                if mark[1].casefold() in _WARNS:
                    warning.append(f"{mark[1].capitalize()}: {bare}")
                else:
                    cues.append(_capitalised(bare))
            elif _COUNTLESS.fullmatch(sentence):
                countless.append(sentence)
            else:
                kept.append(sentence)
        if warning:
            cues.append(" ".join(warning))
        if kept and any(char.isalnum() for char in "".join(kept)):
            steps.append(" ".join(kept))
    if not steps and countless:  # better an order without a number than no step at all
        steps, countless = countless, []
    return ParsedInstructions(tuple(steps), tuple(cues), tuple(stop_if), tuple(not_if), tuple(countless))


def _marked_apart(parts: Iterable[str]) -> Iterator[str]:
    """Each sentence; one with a mark inside is cut before it."""
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
    """*text* with a full stop, unless it ends a sentence already."""
    return text if text[-1:] in ".!?:;,؟。)" else f"{text}."


def _without_bracket(text: str) -> str:
    """*text* without a closing bracket that lost its partner."""
    if text.count(")") > text.count("("):
        head, _, tail = text.rpartition(")")
        return f"{head}{tail}".strip()
    return text.strip()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int = 80) -> str:
    """*text*, cut where it is longer than a line of a report has room for."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
