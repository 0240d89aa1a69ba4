"""Where lists begin and end, and the items of a list, as CommonMark defines them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_ITEM = re.compile(r"( {0,3})([-+*]|\d{1,9}[.)])(?=( *+)(.?))")
RULE = re.compile(r" {0,3}(?:(?:-[ ]*+){3,}|(?:_[ ]*+){3,}|(?:\*[ ]*+){3,})$")
_FENCE = re.compile(r"(?:[ >]|[-+*] |\d{1,9}[.)] )*+(`{3,}+(?![^`]*`)|~{3,}+)")
_NO_PARAGRAPH = re.compile(r"(?:[ >]|[-+*] |\d{1,9}[.)] )*+(?:#{1,6}(?: |$)|(?:`{3,}|~{3,})|$)")
_MOST_SPACES = 4
"""Spaces after a mark that belong to it; if there are more, all but one belong to code in the item."""


class Item(NamedTuple):
    """One item."""

    lines: list[str]
    """Without mark and indent."""
    line: int
    """The offset of its first line in the list."""
    ends_blank: bool
    """Whether a blank line is between it and the next item."""


class _Mark(NamedTuple):
    kind: str
    """The character that ends it: lists with different ones are different lists."""
    width: int
    """How far the text of the item is from the left."""
    text: str


def _mark_of(line: str) -> _Mark | None:
    match = _ITEM.match(line)
    if not match or (match[4] and not match[3]) or RULE.match(line):
        return None
    start = match.end(2)
    spaces = len(match[3])
    width = 1 if spaces > _MOST_SPACES or not match[4] else spaces
    return _Mark(match[2][-1], start + width, line[start + width :])


def starts_list(line: str, *, interrupts: bool) -> bool:
    """Return whether a list begins at *line*.

    If it *interrupts* a paragraph, its first item must have a text, and its number must be 1: a sentence can have a
    number at the beginning of a line.
    """
    mark = _mark_of(line)
    if mark is None or not interrupts:
        return mark is not None
    number = line.lstrip(" ")[: -len(mark.text) or None].rstrip(" .)")
    return bool(mark.text.strip()) and (mark.kind not in ".)" or number == "1")


def read_list(lines: Sequence[str], at: int, can_interrupt: Callable[[str], bool]) -> tuple[list[Item], int]:
    """Return the items of the list that begins at a line, and where it ends."""
    items: list[Item] = []
    kind = ""
    first = end = at
    while at < len(lines):
        mark = _mark_of(lines[at])
        if mark is None or (kind and mark.kind != kind):
            break
        if items and at > end:
            items[-1] = items[-1]._replace(ends_blank=True)
        kind = mark.kind
        item, at_end = _read_item(lines, at, mark, can_interrupt)
        items.append(Item(item, at - first, ends_blank=False))
        end = at = at_end
        while at < len(lines) and not lines[at].strip():
            at += 1
    return items, end


def _read_item(
    lines: Sequence[str], at: int, mark: _Mark, can_interrupt: Callable[[str], bool]
) -> tuple[list[str], int]:
    """Return the lines of the item that begins at a line, without its trailing blank lines, and its end."""
    item = [mark.text]
    indent = " " * mark.width
    fence = _fence_after(mark.text, "")
    is_code = False
    end = at + 1
    for n in range(at + 1, len(lines)):
        line = lines[n]
        if not line.strip():
            if n == at + 1 and not mark.text.strip():
                break  # an item can begin with one blank line only
            item.append("")
            continue
        if line.startswith(indent):
            inner = line[mark.width :]
        elif (
            item[-1]
            and not (fence or is_code)
            and not _NO_PARAGRAPH.match(item[-1])
            and not _is_block(line, can_interrupt)
        ):
            inner = line if line.startswith(" " * _MOST_SPACES) else line.lstrip(" ")
        else:
            break
        is_code = inner.startswith(" " * _MOST_SPACES) and (is_code or not item[-1])
        item.append(inner)
        fence = _fence_after(inner, fence)
        end = n + 1
    del item[end - at :]
    return item, end


def _is_block(line: str, can_interrupt: Callable[[str], bool]) -> bool:
    """Return whether *line* begins another item or block, rather than continue the paragraph of an item."""
    return _mark_of(line) is not None or can_interrupt(line)


def _fence_after(line: str, fence: str) -> str:
    """Return the fence that is open after *line*, if *fence* is open before it."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    is_end = match[1].startswith(fence) and not line[match.end() :].strip()
    return "" if is_end else fence
