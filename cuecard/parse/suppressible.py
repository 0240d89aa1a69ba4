"""The kinds of warnings and notes, any of which an author may silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import WithJsonSchema

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, one_of
from cuecard.parse.fields import read_text, reads

SILENCEABLE = frozenset(
    [
        "against-scale",
        "attribute-left-out",
        "box-not-opened",
        "box-title",
        "box-without-text",
        "broad-muscle",
        "card-too-full",
        "class-left-out",
        "crowded-card",
        "definition-in-paragraph",
        "easier-later",
        "endless-phase",
        "english-words",
        "extra-cell",
        "falls-over",
        "fence-not-closed",
        "fence-words",
        "folded",
        "frame-without-caption",
        "gap-between-phases",
        "goes-through",
        "hard-to-read",
        "heading-without-space",
        "id-changed",
        "inexact-muscle",
        "link-without-words",
        "long-sentence",
        "many-exercises",
        "markdown-in-fact",
        "more-than-a-condition",
        "no-dose",
        "no-exercises",
        "no-frequency",
        "no-rest",
        "no-safety",
        "not-an-instruction",
        "not-seen",
        "nothing-to-hold",
        "one-in-group",
        "other-plan",
        "other-time",
        "picture-without-alt",
        "picture-without-credit",
        "raw-html",
        "repeated-muscle",
        "review-overdue",
        "rung-in-words",
        "same-day",
        "same-frames",
        "same-name",
        "second-definition",
        "short-rule",
        "split-sentence",
        "stars-beside-word",
        "stars-not-closed",
        "stray-file",
        "table-not-opened",
        "tag-not-closed",
        "tag-not-opened",
        "touches-nothing",
        "unchecked-words",
        "undefined-footnote",
        "undefined-reference",
        "uneven-sides",
        "unlinked-exercise",
        "unused-definition",
        "unwritten",
        "up-and-down",
        "video-as-link",
        "video-without-title",
    ]
)
"""The kinds of warnings and notes. All other kinds are errors."""


LIFTED = "lifted-rule"
"""The note that a text lifts a rule of the site. Nothing silences it."""
LIFTED_EMERGENCY = "lifted-emergency-rule"
"""The warning that the rule is about an emergency. Only `site.yaml` silences it; then it is a note."""


def _reader(silenceable: frozenset[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = read_text(value)
        if text in silenceable:
            return text
        if text == LIFTED_EMERGENCY:
            message = f'"{text}" cannot be silenced here, but only in site.yaml'
            raise InvalidValueError(
                "cannot-silence", message, "delete it; site.yaml speaks for the whole site"
            )
        if text == LIFTED:
            message = f'"{text}" cannot be silenced, so that no rule is lifted unseen'
            raise InvalidValueError("cannot-silence", message, "delete it; a note never fails a build")
        hint = did_you_mean(text, silenceable) or one_of(sorted(silenceable))
        message = f'"{text}" is not a kind of warning or note; errors cannot be silenced'
        raise InvalidValueError("cannot-silence", message, hint)

    return read


_OF_SITE = SILENCEABLE | {LIFTED_EMERGENCY}

Silence = tuple[
    Annotated[
        str,
        reads(_reader(SILENCEABLE)),
        WithJsonSchema({"type": "string", "enum": sorted(SILENCEABLE)}),
    ],
    ...,
]
"""Kinds of warnings and notes that are not reported for a text."""
SiteSilence = tuple[
    Annotated[
        str,
        reads(_reader(_OF_SITE)),
        WithJsonSchema({"type": "string", "enum": sorted(_OF_SITE)}),
    ],
    ...,
]
"""Those that are not reported for any text."""
