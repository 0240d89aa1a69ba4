"""HTML made safe: only elements, attributes and addresses that a page may have are left.

Python-Markdown lets scripts through, and its attribute lists can write any attribute. nh3 takes out what is not allowed
here, and does it as a browser would read it. Most bodies have nothing that it could change, which can be seen by what
their HTML is made of; see `_HARMLESS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

SCHEMES = frozenset(["http", "https", "mailto", "tel"])
"""Of the addresses elsewhere that a page may lead to."""
_TAGS = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
     "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
     "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp",
     "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
     "tr", "u", "ul", "var", "wbr"]
)  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "scope", "align", "style"},
    "details": {"open"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
_DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "noscript", "textarea", "title"}

_LETTERS = r'[^<>&"\x00-\x09\x0b-\x1f\x7f-\xa0\ud800-\udfff\ufeff]'
"""Characters that are themselves, in text and in an attribute, and are written the same by everyone."""
_ADDRESS = r"""
    (?: https?://(?:[a-z0-9]++[.-])++[a-z]{2,}+(?:/[\w./\#?=%+-]*+)?  # of a host that surely can be one
      | (?!//)[\w./\#?=%+-]*+ )                                       # of a file: a scheme would need a colon
"""
_HARMLESS = re.compile(
    rf"""
    (?: {_LETTERS}++ | " | &(?:amp|lt|gt);
      | </?(?:p|em|strong|code|li|ul|ol|blockquote|h[1-6]|table|thead|tbody|tr|th|td)> | <[bh]r>
      | <t[hd]\ style="text-align:\ (?:left|right|center);">
      | <img\ alt="{_LETTERS}*+"\ src="{_ADDRESS}">
      | <a\ href="{_ADDRESS}"> (?: {_LETTERS}++ | " | &(?:amp|lt|gt); | </?(?:em|strong|code)> )*+ </a>
    )*+
    """,
    re.VERBOSE,
)
"""HTML that can do no harm, however it is read: text without signs of HTML, and elements that every page may have, with
no attributes but addresses of known schemes or of none, what a picture shows, and how a cell is aligned. None of the
elements changes how what follows it is read, so whatever stands in one is of these too. No part can be read in two
ways, and none steps back, so a text is gone through once.

Harmless is not all that nh3 makes it: it also mends elements that are not closed, or stand where none may. Only raw
tags bring these about."""

_FOREIGN = re.compile(
    r"""(<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*["']?\s*)(?=([a-zA-Z][a-zA-Z0-9+.-]*):|//)""", re.IGNORECASE
)
"""A link to somewhere else, of Markdown or raw, up to its scheme."""
_STYLE = re.compile(r'(<t[dh]\b[^<>]*?) style="([^"]*)"')
_ALIGNED = re.compile(r"text-align:\s*(left|right|center);?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RAW_TAG_OR_END = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)(?=[\s/>])")


def clean(made: str, *, has_tags: bool) -> str:
    """The HTML *made* of a body, without what a page may not have; *has_tags* says whether raw tags may be in it.

    An address that no page may lead to is kept, under the scheme `x-refused`, so that it can be told.
    """
    if has_tags or not _HARMLESS.fullmatch(made):
        made = nh3.clean(
            _FOREIGN.sub(_marked, made),
            tags=set(_TAGS),
            clean_content_tags=_DROPPED_WITH_CONTENT,
            attributes=_ATTRIBUTES,
            url_schemes=SCHEMES | {"x-refused"},
            link_rel=None,
            filter_style_properties={"text-align"},
        )
    if "style=" in made:
        made = _STYLE.sub(_without_style, made)
    return made


def _marked(match: re.Match[str]) -> str:
    """A link of a refused scheme under a scheme of ours, so that the cleaner leaves it to be reported."""
    return match[0] if (match[2] or "").lower() in SCHEMES else match[1] + "x-refused:"


def _without_style(match: re.Match[str]) -> str:
    """A cell of a table that tells the style sheet how it is aligned: no page may have a style of its own."""
    aligned = _ALIGNED.fullmatch(match[2])
    return f'{match[1]} data-align="{aligned[1]}"' if aligned else match[1]


def refused_tags(made: str) -> Iterator[str]:
    """The raw tags that the cleaner takes out, but for those inside what it takes out whole."""
    inside = ""
    for match in _RAW_TAG_OR_END.finditer(_COMMENT.sub("", made)):
        name = match[2].lower()
        if inside:
            if match[1] and name == inside:
                inside = ""
        elif not match[1] and name not in _TAGS:
            yield match[2]
            inside = name if name in _DROPPED_WITH_CONTENT else ""
