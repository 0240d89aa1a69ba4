"""Report characters that no font of a card has, where they are written, and how each can be shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from cuecard.core.diagnostics import Problem
from cuecard.parse.front_matter import split_fast
from cuecard.parse.sources import SourceFile
from cuecard.parse.text_lines import line_text, lines_of

_MOST_SHOWN = 8
_PACKAGES = {
    "LATIN": "fontpkg-noto-sans",
    "GREEK": "fontpkg-noto-sans",
    "CYRILLIC": "fontpkg-noto-sans",
    "ARABIC": "fontpkg-noto-sans-arabic",
    "DEVANAGARI": "fontpkg-noto-sans-devanagari",
    "KHMER": "fontpkg-noto-sans-khmer",
    "TAMIL": "fontpkg-noto-sans-tamil",
    "TELUGU": "fontpkg-noto-sans-telugu",
    "THAI": "fontpkg-noto-sans-thai",
}
"""By the first word of the names of characters in Unicode: a package with a font that has that script."""
_FILE = "put a .ttf or .otf file that has it into the content folder and name it under fonts in site.yaml"


def problem(sources: Sequence[SourceFile], lacking: Sequence[str], fonts: Collection[str]) -> Problem:
    """Return the problem of the *lacking* characters of one card, at the first place in *sources* that has one.

    *sources* are the routine, its exercises and the settings, and *fonts* the ones that `site.yaml` already names.
    """
    source, at = next(
        ((one, at) for one in sources if (at := _first(one, lacking)) >= 0),
        (sources[0], max(sources[0].text.find("title:"), 0)),
    )
    span = lines_of(source.text).span(at, at + 1)
    shown = ", ".join(f'"{char}" (U+{ord(char):04X})' for char in lacking[:_MOST_SHOWN])
    more = f" and {len(lacking) - _MOST_SHOWN} more" if len(lacking) > _MOST_SHOWN else ""
    here = source.text[at] if source.text[at : at + 1] in lacking else lacking[0]
    return Problem(
        source.shown,
        span.line,
        span.column,
        "missing-characters",
        f"the card's type has no {shown}{more}",
        _hint(here, fonts),
        excerpt=line_text(source.text, span.line),
        width=1,
    )


def _first(source: SourceFile, lacking: Sequence[str]) -> int:
    """Return the offset of the first *lacking* character in the facts of a file; -1 if it has none."""
    parts = split_fast(source.text) if source.path.endswith(".md") else None
    end = len(source.text) - len(parts[1]) if parts else len(source.text)
    return min((at for char in lacking if (at := source.text.find(char, 0, end)) >= 0), default=-1)


def _hint(char: str, fonts: Collection[str]) -> str:
    """Return how to show *char* on a card."""
    if unicodedata.category(char) in {"So", "Sk"} and ord(char) >= 0x1F000:
        return "leave it out: fonts of cards have no emoji"
    package = _PACKAGES.get(unicodedata.name(char, "").partition(" ")[0])
    if package and package not in fonts:
        return f"name a font that has it in site.yaml: fonts: [{', '.join([*fonts, package])}]"
    return f"write it in words, or {_FILE}"
