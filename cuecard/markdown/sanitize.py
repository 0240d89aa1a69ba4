"""Sanitize HTML: keep only the elements, attributes and addresses that a page is allowed to have.

Python-Markdown lets scripts through, and its attribute lists can write any attribute. nh3 parses the HTML as a browser
would, and removes what is not allowed here. Most bodies contain nothing that it could change, which a regular
expression can decide; see `_HARMLESS`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

import nh3

from cuecard.markdown.allowed_classes import is_allowed_class
from cuecard.markdown.html_tags import loose_tags

SCHEMES = frozenset(["http", "https", "mailto", "tel"])
"""Schemes allowed for links to other sites."""
TAGS = frozenset(
    ["a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
     "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
     "h6", "hr", "i", "img", "input", "ins", "kbd", "label", "li", "mark", "ol", "p", "pre",
     "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
     "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr"]
)  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "disabled", "checked"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "scope", "align", "style"},
    "details": {"open"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
_BOX_TO_TICK = {"type": "checkbox", "disabled": ""}
"""What every `<input>` is: the box of a task, which nobody can tick on the screen."""
_ALIGNMENT = {"data-align": {"left", "right", "center"}}
_DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "noscript", "textarea", "title"}

_LETTERS = r'[^<>&"\x00-\x09\x0b-\x1f\x7f-\xa0\ud800-\udfff\ufeff]'
"""Characters without a special meaning in text and in attributes, which every program writes in the same way."""
_ADDRESS = r"""
    (?: https?://(?:[a-z0-9]++[.-])++[a-z]{2,}+(?:/[\w./\#?=%+-]*+)?  # of a host, certainly a valid one
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
"""HTML that can do no harm, however it is parsed: text without characters of HTML, and elements that every page can
have. Their only attributes are addresses of known schemes or without one, the description of a picture, and the
alignment of a cell. None of the elements changes how the HTML after it is parsed, so that what is inside one is also of
this form. No part matches in two ways, and none backtracks, so that a text is read once.

nh3 does more than this: it also closes elements that are open, and moves those that are misplaced. Only raw tags can
cause these."""

_HARMLESS_PAGE = re.compile(
    rf"""
    (?: {_LETTERS}++ | " | &(?:amp|lt|gt);
      | </?(?:p|em|strong|code|li|ul|ol|blockquote|table|thead|tbody|tr|th|td)> | <[bh]r>
      | <h[2-6]\ id="{_LETTERS}++"> | </h[2-6]> | <t[hd]\ data-align="(?:left|right|center)">
      | <div\ class="scroller"\ role="group"\ aria-label="Table"\ tabindex="0"> | </div>
      | <img\ alt="{_LETTERS}*+"\ src="{_ADDRESS}">
      | <a\ href="{_ADDRESS}"> (?: {_LETTERS}++ | " | &(?:amp|lt|gt); | </?(?:em|strong|code)> )*+ </a>
    )*+
    """,
    re.VERBOSE,
)
"""What `rewriter` makes of harmless HTML, from the first character to the last."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):|//")
_IGNORED = re.compile("[\\x00-\\x20\u202a-\u202e\u2066-\u2069]")
"""Characters without effect in an address: browsers ignore some, and `rewriter` removes the others."""
_SCROLLER = {"class": {"scroller"}, "role": {"group"}, "aria-label": {"Table"}, "tabindex": {"0"}}
"""The wrapper that Cuecard puts around a table, see `rewriter`."""


class UnsafeError(Exception):
    """The HTML of a body is still not allowed after cleaning: a bug in Cuecard."""


def is_harmless(converted: str) -> bool:
    """Return whether *converted*, the HTML of a body without raw tags, needs no cleaning."""
    return _HARMLESS.fullmatch(converted) is not None


def clean(converted: str) -> str:
    """Return the HTML *converted* without elements, attributes and styles that are not allowed.

    A refused address is kept under the scheme `x-refused`, so that it can be reported.
    """
    return _cleaner().clean(_with_refused_marked(converted))


def check(whole: str, *, is_harmless: bool) -> None:
    """Check the final HTML once more: its elements, attributes, classes, ids and addresses.

    A parser reads it as browsers do and writes what is allowed, which must be the same, byte for byte. HTML that *is
    harmless* has so few forms that one grammar covers it, in a quarter of the time.

    Raises:
        UnsafeError: if it contains anything else.

    """
    if is_harmless:
        is_good = _HARMLESS_PAGE.fullmatch(whole) and whole.count("<div ") == whole.count("</div>")
    else:
        is_good = _checker().clean(whole) == whole
    if not is_good:
        raise UnsafeError


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values={"input": _BOX_TO_TICK},
        url_schemes=SCHEMES | {"x-refused"},
        link_rel=None,
        filter_style_properties={"text-align"},
    )


@cache
def _checker() -> nh3.Cleaner:
    allowed = {tag: names - {"style"} for tag, names in _ATTRIBUTES.items()}
    for tag in ("td", "th"):
        allowed[tag] = allowed[tag] | {"data-align"}
    allowed["div"] = {"role", "aria-label", "tabindex"}
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=allowed,
        attribute_filter=_checked,
        url_schemes=SCHEMES | {"x-refused"},
        link_rel=None,
    )


def _checked(tag: str, name: str, value: str) -> str | None:
    """Return the allowed value of an attribute; None if the attribute is not allowed."""
    if name == "class":
        if tag == "div" and value == "scroller":
            return value
        # Without the address, only the beginning of a link back from a footnote can be checked: see `rewriter`.
        return " ".join(one for one in value.split() if is_allowed_class(one, tag, "#fnref"))
    if name in {"role", "aria-label", "tabindex"}:
        return value if value in _SCROLLER[name] else None
    if tag == "input":
        return value if value == _BOX_TO_TICK.get(name, "") else None
    if name == "data-align":
        return value if value in _ALIGNMENT[name] else None
    return value


def _with_refused_marked(converted: str) -> str:
    """Return *converted* with refused link schemes replaced by `x-refused`, so that the cleaner keeps them.

    A link that only a browser would recognize is left to the cleaner, which removes it.
    """
    parts: list[str] = []
    at = 0
    for tag in loose_tags(converted):
        name = {"a": "href", "img": "src"}.get(tag.name, "")
        if tag.is_end or not name or not tag.has(name):
            continue
        address = tag.get(name).strip()
        scheme = _SCHEME.match(_IGNORED.sub("", address))
        if not scheme or (scheme[1] or "").lower() in SCHEMES:
            continue
        parts.append(converted[at : tag.start])
        attrs = "".join(
            f' {known}="{html.escape(f"x-refused:{address}") if known == name else value.replace(chr(34), "&quot;")}"'
            for known, value in dict(reversed(tag.attributes)).items()
        )
        parts.append(f"<{tag.name}{attrs}>")
        at = tag.end
    return "".join([*parts, converted[at:]])


def refused_attributes(converted: str) -> Iterator[str]:
    """Yield the names of the attributes that the cleaner removes from allowed tags, in the order of the text.

    The alignment of a cell is allowed, every other style is not.
    """
    for tag in loose_tags(converted):
        if tag.is_end or tag.name not in TAGS or not tag.attributes:
            continue
        allowed = _ATTRIBUTES.get(tag.name, _NO_MORE)
        for name, value in tag.attributes:
            if name == "style" and name in allowed:
                if not _ALIGNMENT_STYLE.fullmatch(value):
                    yield name
            elif name == "cite" and name in allowed:
                scheme = _SCHEME.match(_IGNORED.sub("", html.unescape(value)))
                if scheme and (scheme[1] or "").lower() not in {*SCHEMES, ""}:
                    yield name
            elif name not in allowed and name not in _ATTRIBUTES["*"]:
                yield name


_NO_MORE: frozenset[str] = frozenset()
_ALIGNMENT_STYLE = re.compile(r"\s*text-align:\s*(?:left|right|center);?\s*")
