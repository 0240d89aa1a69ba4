"""What is defined in one place and used in others: references, footnotes, abbreviations, terms; and kinds of boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuecard.markdown.allowed_classes import is_allowed_class
from cuecard.markdown.blocks.segments import ABBREVIATION, DEFINITION, FOOTNOTE, INDENT
from cuecard.markdown.notices import Notices

_REFERENCE = re.compile(
    r"""\ {0,3}\[(?!\^)((?:[^\[\]\\]|\\.)++)\]:\s*+(<[^<>\n]*+>|[^\s<]\S*+)
      (?:(?:[ ]++\n?|\n)[ ]*+("(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?+\ *+(?=\n|$)""",
    re.VERBOSE | re.DOTALL,
)
_REFERENCE_ALONE = re.compile(
    r"\ {0,3}\[(?!\^)((?:[^\[\]\\]|\\.)++)\]:\s*+(<[^<>\n]*+>|[^\s<]\S*+)()\ *+(?=\n|$)", re.DOTALL
)
_DELIMITERS = re.compile(r"[\s|:-]*-[\s|:-]*$")


def unescaped(text: str) -> str:
    """Return *text* without the backslashes that keep punctuation from being a mark."""
    return _ESCAPED.sub(r"\1", text)


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_reference(line: str) -> bool:
    """Return whether *line* would define a reference at the beginning of a paragraph."""
    return _REFERENCE.match(line) is not None


def is_delimiter_row(line: str) -> bool:
    """Return whether *line* separates the header of a table from its body."""
    return _DELIMITERS.match(line) is not None


def after_references(
    lines: Sequence[str], line: int, references: dict[str, tuple[str, str | None]], notices: Notices
) -> list[str]:
    """Return the *lines* of a paragraph after the definitions at its beginning, which are added to *references*."""
    text = "\n".join(lines)
    at = 0
    while match := _REFERENCE.match(text, at) or _REFERENCE_ALONE.match(text, at):
        name = " ".join(match[1].split()).lower()
        address = match[2][1:-1] if match[2].startswith("<") else match[2]
        title = match[3][1:-1] if match[3] else None
        if not name:
            break
        number = line + text.count("\n", 0, at)
        if notices.defines("reference", name, number, match[0]):
            references[name] = (unescaped(address), title and unescaped(title))
        at = match.end() + 1
    return text[at:].split("\n") if at <= len(text) and text[at:] else []


def footnote(lines: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name and the lines of a footnote."""
    match = FOOTNOTE.match(lines[0])
    if not match:
        raise ValueError(lines[0])
    return match[1], [match[2], *(_dedented(one) for one in lines[1:])]


def abbreviation(line: str, number: int, known: dict[str, str], notices: Notices) -> None:
    """Add the abbreviation that *line* defines to those that are *known*."""
    match = ABBREVIATION.match(line)
    if match and match[2].strip() and notices.defines("abbreviation", match[1].strip(), number, match[2]):
        known[match[1].strip()] = match[2].strip()


def terms_and_meanings(lines: Sequence[str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the terms of a list of definitions, and of each meaning the offset of its first line and its lines."""
    terms: list[str] = []
    meanings: list[tuple[int, list[str]]] = []
    for n, line in enumerate(lines):
        if match := DEFINITION.match(line):
            meanings.append((n, [line[match.end() :]]))
        elif meanings:
            meanings[-1][1].append(_dedented(line))
        elif line.strip():
            terms.append(line.strip())
    return terms, meanings


def kind_and_title(kinds: str, title: str | None, line: int, notices: Notices) -> tuple[str, str | None]:
    """Return the classes and the title of a box; words that are no classes become the title, with a notice."""
    kind, *others = kinds.lower().split()
    if title is None and others and not all(is_allowed_class(one, "div") for one in others):
        title = kinds.split(maxsplit=1)[1]
        notices.add("box-title", title, line)
        return kind, title
    return " ".join([kind, *others]), title


def _dedented(line: str) -> str:
    return line[min(INDENT, len(line) - len(line.lstrip(" "))) :]
