"""Raw HTML between the blocks of a text: where it begins and ends, and what of it is kept.

HTML ends at the next blank line, as in CommonMark, so that Markdown can be written inside elements such as `<details>`.
Tags that are not allowed are removed; the words between them stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuecard.markdown.notices import Notices
from cuecard.markdown.raw_tags import ALLOWED, VERBATIM, without_refused

_TAG = re.compile(r" {0,3}<(/?)([a-zA-Z][a-zA-Z0-9-]*+)(?=[\s/>]|$)")
_ALONE = re.compile(
    r"""\ {0,3}<(?:/[a-zA-Z][a-zA-Z0-9-]*+\s*+
      |[a-zA-Z][a-zA-Z0-9-]*+(?:\s++[^\s"'=<>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?)>\s*+$""",
    re.VERBOSE,
)
_BLOCK_LEVEL = frozenset(
    ["address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
     "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
     "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend",
     "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search",
     "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul"]
)  # fmt: skip


def starts_html(line: str, *, interrupts: bool) -> str:
    """Return how the HTML that begins at *line* ends: `blank`, `comment`, or the name of its element; else nothing.

    A tag of words in a sentence begins no block, whether it is allowed or not.
    """
    if line.lstrip(" ").startswith("<!--"):
        return "comment"
    tag = _TAG.match(line)
    if not tag:
        return ""
    name = tag[2].lower()
    if name in VERBATIM and not tag[1]:
        return name
    if name in _BLOCK_LEVEL:
        return "blank"
    return "blank" if not interrupts and _ALONE.match(line) else ""


def end_of_html(lines: Sequence[str], at: int, kind: str) -> int:
    """Return the end of the HTML of a *kind* (see `starts_html`) that begins at a line."""
    if kind != "blank":
        ending = "-->" if kind == "comment" else f"</{kind}>"
        for end in range(at, len(lines)):
            start = lines[end].find("<!--") + len("<!--") if kind == "comment" and end == at else 0
            if lines[end].lower().find(ending, start) >= 0:
                return end + 1
    for end in range(at, len(lines)):
        if not lines[end].strip():
            return end
    return len(lines)


def is_markup(lines: Sequence[str]) -> bool:
    """Return whether *lines* of HTML are to be kept as HTML.

    They are not if they are a sentence that begins with a tag which is not allowed: its words are read as Markdown.
    """
    tag = _TAG.match(lines[0])
    if not tag or tag[2].lower() in ALLOWED or tag[2].lower() in VERBATIM:
        return True
    return any(
        name.lower() in ALLOWED & _BLOCK_LEVEL
        for name in re.findall(r"<([a-zA-Z][a-zA-Z0-9-]*)", "\n".join(lines))
    )


def kept(lines: Sequence[str], notices: Notices | None) -> str:
    """Return the HTML of *lines* without what is not allowed; as it is if there are no *notices*."""
    text = "\n".join(lines)
    return text if notices is None else without_refused(text, notices)
