"""The kinds of warnings and notes, any of which an author may silence."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, one_of
from cuecard.parse.fields import read_text, reads

SILENCEABLE = frozenset(
    [
        "attribute-left-out",
        "box-not-opened",
        "box-title",
        "box-without-text",
        "card-too-full",
        "class-left-out",
        "crowded-card",
        "definition-in-paragraph",
        "extra-cell",
        "falls-over",
        "fence-not-closed",
        "fence-words",
        "folded",
        "frame-without-caption",
        "goes-through",
        "hard-to-read",
        "heading-without-space",
        "id-changed",
        "inexact-muscle",
        "link-without-words",
        "long-sentence",
        "many-exercises",
        "more-than-a-condition",
        "no-dose",
        "no-exercises",
        "no-frequency",
        "no-rest",
        "no-safety",
        "not-an-instruction",
        "not-seen",
        "nothing-to-hold",
        "other-plan",
        "picture-without-alt",
        "picture-without-credit",
        "raw-html",
        "repeated-muscle",
        "review-overdue",
        "rung-in-words",
        "same-frames",
        "second-definition",
        "short-rule",
        "split-sentence",
        "stray-file",
        "table-not-opened",
        "tag-not-closed",
        "tag-not-opened",
        "touches-nothing",
        "undefined-footnote",
        "undefined-reference",
        "unlinked-exercise",
        "unused-definition",
        "unwritten",
        "up-and-down",
        "video-without-title",
    ]
)
"""The kinds of warnings and notes. All other kinds are errors."""


def _read_kind(value: object) -> str:
    text = read_text(value)
    if text not in SILENCEABLE:
        hint = did_you_mean(text, SILENCEABLE) or one_of(sorted(SILENCEABLE))
        message = f'"{text}" is not a kind of warning or note; errors cannot be silenced'
        raise InvalidValueError("cannot-silence", message, hint)
    return text


Silence = tuple[
    Annotated[str, reads(_read_kind), WithJsonSchema({"type": "string", "enum": sorted(SILENCEABLE)})],
    ...,
]
"""Kinds of warnings and notes that are not reported."""
