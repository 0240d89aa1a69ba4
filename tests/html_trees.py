"""HTML as a tree to compare: without what two programs write differently and every browser shows alike."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import html5lib

Tree = tuple[str, tuple[tuple[str, str], ...], tuple[Any, ...]]

_BLOCKS = {"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", "blockquote", "pre", "div", "hr",
           "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "br"}  # fmt: skip
_DROPPED = {"class", "id", "style", "data-align", "role", "aria-label", "tabindex", "align"}
_SAME = {"s": "del"}
_UNWRAPPED = {"label"}


def tree(html: str) -> tuple[Any, ...]:
    """Return the elements, attributes and words of *html*, whose highest heading is an h2."""
    shift = 2 - min((int(level) for level in re.findall("<h([1-6])", html)), default=2)
    html = re.sub("(</?h)([1-6])", lambda match: f"{match[1]}{min(6, int(match[2]) + shift)}", html)
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return _merged(_children(root))


def _children(element: Any) -> list[Any]:
    found: list[Any] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            found += _node(child)
        found.append(child.tail or "")
    return found


def _node(element: Any) -> list[Any]:
    tag = _SAME.get(element.tag, element.tag)
    inner = _children(element)
    if tag in _UNWRAPPED or (tag == "div" and element.get("class") == "scroller"):
        return inner
    if tag == "section" and element.get("class") == "footnotes":
        tag = "div"
    attributes = {name: unquote(value) for name, value in element.attrib.items() if name not in _DROPPED}
    if tag == "input":
        attributes = dict.fromkeys(attributes, "")
    if (
        tag == "em"
        and len(element) == 1
        and element[0].tag == "strong"
        and not element.text
        and not element[0].tail
    ):
        return [("strong", (), (("em", (), _merged(_children(element[0]))),))]
    if tag in ("td", "th"):
        side = re.search("left|right|center", str(element.get("style") or element.get("data-align") or ""))
        attributes |= {"side": side[0]} if side else {}
    return [(tag, tuple(sorted(attributes.items())), _merged(inner))]


def _merged(parts: list[Any]) -> tuple[Any, ...]:
    """Join texts, and drop the white space that no browser shows."""
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    result: list[Any] = []
    for n, part in enumerate(merged):
        if not isinstance(part, str):
            result.append(part)
            continue
        text = re.sub(r"\s+", " ", part)
        if n == 0 or merged[n - 1][0] in _BLOCKS:
            text = text.lstrip(" ")
        if n == len(merged) - 1 or merged[n + 1][0] in _BLOCKS:
            text = text.rstrip(" ")
        if text:
            result.append(text)
    return tuple(result)
