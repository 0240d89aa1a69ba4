"""Raw HTML as authors write it: which tags are kept, and which are removed so that the words around them stay.

`sanitize` cleans all HTML again. This only makes sure that nothing is cleaned away unreported: a browser would hide
everything after a tag such as `<title>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuecard.markdown.notices import Notices
from cuecard.markdown.sanitize import TAGS

ALLOWED = TAGS - {"input", "label"}
"""Elements that authors can write. The others of a page are made from Markdown."""
VERBATIM = frozenset(["script", "style", "pre", "textarea"])
"""Elements whose content is no Markdown, up to their end tag."""
PROGRAMS = frozenset(["script", "style"])
"""Elements without words for readers."""
VOID = frozenset(["br", "hr", "img", "wbr", "col"])
IN_TABLES = frozenset(["caption", "col", "colgroup", "thead", "tbody", "tfoot", "tr", "th", "td"])
"""Elements that a browser drops outside of a table."""
_END_OPTIONAL = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rt", "rp"]
)
_PIECE = re.compile(
    r"""<(?: (?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+)
      (?: \s++ | / | [^\s"'<>=/]++(?:\s*+=\s*+(?:"[^"]*+" | '[^']*+' | [^\s"'<>]++))?+)*+ > )?+""",
    re.VERBOSE,
)
"""A tag, or a `<` that begins none."""


def without_refused(text: str, notices: Notices) -> str:
    """Return the HTML *text* without tags that are not allowed; `<` that begins no tag is escaped."""
    parts: list[str] = []
    at = 0
    has_end, endless = True, set[str]()  # what is known not to end is not looked for again
    while (start := text.find("<", at)) >= 0:
        parts.append(text[at:start])
        if text.startswith("<!--", start) and (end := text.find("-->", start + 4) if has_end else -1) >= 0:
            at = end + 3
            parts.append(text[start:at])
            continue
        has_end = has_end and not text.startswith("<!--", start)
        match = _PIECE.match(text, start)
        at = match.end() if match else start + 1
        name = match["name"] if match else None
        if not match or name is None:
            parts.append("&lt;")
        elif name.lower() in ALLOWED:
            parts.append(match[0])
        elif not match["end"]:
            notices.refuse(name)
            if name.lower() not in endless:
                end = after_program(text, at, name.lower())
                endless |= {name.lower()} if end == at else set()
                at = end
    parts.append(text[at:])
    return "".join(parts)


def after_program(text: str, at: int, name: str) -> int:
    """Return the end of the program whose start tag ends at an offset; *at* if it is not closed, or no program."""
    if name not in PROGRAMS:
        return at
    closing = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(text, at)
    return closing.end() if closing else at


def without_unpaired(blocks: list[tuple[str, int]], notices: Notices) -> list[str]:
    """Return the HTML of all *blocks* of a text, with their lines, without tags that have no counterpart.

    An element that is never closed would contain the rest of the page.
    """
    open_tags: list[tuple[str, int, int, int]] = []
    unpaired: list[tuple[int, int, int]] = []
    for n, (text, _) in enumerate(blocks):
        for match in _tags(text):
            name = (match["name"] or "").lower()
            if name in IN_TABLES and not any(one[0] == "table" for one in open_tags):
                unpaired.append((n, match.start(), match.end()))
                if not match["end"]:
                    notices.refuse(match["name"])
                continue
            if not name or name in VOID:
                continue
            if not match["end"]:
                open_tags.append((name, n, match.start(), match.end()))
                continue
            while open_tags and open_tags[-1][0] != name and any(one[0] == name for one in open_tags):
                unclosed = open_tags.pop()
                if unclosed[0] not in _END_OPTIONAL:
                    unpaired.append(unclosed[1:])
                    notices.add("tag-not-closed", *_tag_at(blocks, unclosed))
            if open_tags and open_tags[-1][0] == name:
                open_tags.pop()
            elif name not in _END_OPTIONAL:
                unpaired.append((n, match.start(), match.end()))
                notices.add("tag-not-opened", *_tag_at(blocks, (name, n, match.start(), match.end())))
    for unclosed in open_tags:
        if unclosed[0] not in _END_OPTIONAL:
            unpaired.append(unclosed[1:])
            notices.add("tag-not-closed", *_tag_at(blocks, unclosed))
    texts = [text for text, _ in blocks]
    for n, start, end in sorted(unpaired, reverse=True):
        texts[n] = texts[n][:start] + texts[n][end:]
    return texts


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Yield the tags of HTML, except those in comments."""
    at = 0
    while match := _PIECE.search(text, at):
        at = match.end()
        if match["name"]:
            yield match
        elif text.startswith("<!--", match.start()):
            end = text.find("-->", at)
            at = len(text) if end < 0 else end + 3


def _tag_at(blocks: list[tuple[str, int]], tag: tuple[str, int, int, int]) -> tuple[str, int]:
    """Return the tag as written and its line."""
    _, n, start, end = tag
    text, line = blocks[n]
    return text[start:end], line + text.count("\n", 0, start)
