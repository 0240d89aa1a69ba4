"""Warnings about facts that are valid, and shown otherwise than their author probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.front_matter import Document, split_fast
from cuecard.parse.schema import Written
from cuecard.parse.video import Provider
from cuecard.parse.yaml_reader import Loc

_MAY_BE_MARKED = re.compile(r"\*\*|~~|`|\]\(|(?<![\w*])\*\w|(?<!\w)_\w+_(?!\w)|</?[a-z]")
"""What a text with marks has; most have nothing of it."""
_MARKED = re.compile(
    r"""\*\*(?=\S)([^*]+)(?<=\S)\*\* | ~~(?=\S)([^~]+)(?<=\S)~~ | `([^`]+)` | !?\[([^\[\]]+)\]\([^()\s]+\)
      | (?<![\w*])\*(?=\w)([^*]+)(?<=[\w.!?])\*(?!\w) | (?<!\w)_(?=\w)([^_]+)(?<=[\w.!?])_(?!\w)
      | <(b|i|em|strong|u|s|sub|sup|br)\s*/?>""",
    re.VERBOSE,
)


def fact_warnings(document: Document, facts: Written | None) -> Iterator[Problem]:
    """Yield the warnings of one text; *facts* is None if they are not valid."""
    yield from _markdown(document)
    if facts is not None and facts.video and facts.video.provider is Provider.LINK:
        message = "this is neither a Vimeo nor a YouTube video, nor a file, so the page only has a link to it"
        hint = (
            "write the address of the page of one video, or the name of an .mp4 or .webm file beside the text"
        )
        yield document.problem(("video", "url"), "video-as-link", message, hint, Severity.WARNING)


def _markdown(document: Document) -> Iterator[Problem]:
    parts = split_fast(document.source.text)
    if parts and not _MAY_BE_MARKED.search(parts[0]):
        return
    for loc, text in _texts(document.meta, ()):
        match = _MARKED.search(text)
        if not match or (match[0].startswith("!") and loc[0] == "images"):
            continue
        words = next((group for group in match.groups()[:-1] if group), "")
        hint = f"write {words}" if words else "delete the tag"
        message = f"Markdown is not read here, so {match[0]} is shown as it is written"
        yield document.problem_at(
            document.place_of(loc, match[0]), "markdown-in-fact", message, hint, Severity.WARNING
        )


def _texts(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Yield every text in *value*, with its place."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*loc, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _texts(inner, (*loc, n))
