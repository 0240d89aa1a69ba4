"""Marks around a stretch of text in another language than the text around it, and what pages and files get for them.

Words of ours may stand on a page in another language, and an author's words inside one of our sentences. Where that
matters, the two are kept apart by four noncharacters of Unicode, which no text has, until the page is written. English
and most other sites have no mark at all, and pay nothing.
"""

from __future__ import annotations

import re

_OURS, _OURS_END, _THEIRS, _THEIRS_END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_MARK = re.compile("[\ufdd0-\ufdd3]")
_ALL = re.compile(
    r"<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<[^>]*>|[\ufdd0-\ufdd3]", re.DOTALL
)
_IN_LINK = re.compile(r"(<(?:a|button)\b[^<>]*>)([^<]*[\ufdd0-\ufdd3][^<]*)(</(?:a|button)>)")
"""A link or button, which may set each element in it by itself, without the spaces between."""
_WHOLE = re.compile(r"<(option|title|text)\b([^<>]*)>\ufdd0([^<\ufdd0-\ufdd3]*)\ufdd1</\1>")
"""An element that can have no other element in it, with nothing but words of ours."""


def ours(text: str) -> str:
    """Return English words of ours, marked for a page in another language; marks inside are dropped."""
    return f"{_OURS}{_unwrapped(text)}{_OURS_END}" if text else text


def theirs(text: str) -> str:
    """Return a text of an author, marked for the inside of words of ours; a number needs no mark."""
    needs_none = not text or text.isdecimal() or text.startswith((_OURS, _THEIRS))
    return text if needs_none else f"{_THEIRS}{text}{_THEIRS_END}"


def begins_with_theirs(text: str) -> bool:
    """Return whether the first word of a text is an author's."""
    return text.startswith(_THEIRS)


def _unwrapped(text: str) -> str:
    return text.replace(_OURS, "").replace(_OURS_END, "")


def has_marks(text: str) -> bool:
    """Return whether a text has any mark."""
    return _MARK.search(text) is not None


def without_marks(text: str) -> str:
    """Return a text that only people or programs read that do not care: data, attributes, a feed."""
    return _MARK.sub("", text)


_ISOLATES = str.maketrans({_OURS: "\u2066", _OURS_END: "\u2069", _THEIRS: "\u2068", _THEIRS_END: "\u2069"})


def as_isolates(text: str) -> str:
    """Return a text in which isolating characters of Unicode stand for the marks: for type on a card."""
    return text.translate(_ISOLATES)


def as_html(page: str, language: str) -> str:
    """Return a page in *language* with elements in place of the marks: `lang="en" dir="ltr"` and `bdi`."""
    if not has_marks(page):
        return page
    page = _IN_LINK.sub(r"\1<span>\2</span>\3", page)
    page = _WHOLE.sub(r'<\1\2 lang="en" dir="ltr">\3</\1>', page)
    elements = {
        _OURS: '<span lang="en" dir="ltr">',
        _OURS_END: "</span>",
        _THEIRS: f'<bdi lang="{language}">',
        _THEIRS_END: "</bdi>",
    }
    in_drawing = 0
    in_title = False

    def write(found: re.Match[str]) -> str:
        nonlocal in_drawing, in_title
        piece = found[0]
        if piece in elements:
            return "" if in_drawing or in_title else elements[piece]
        if piece.startswith("<svg"):
            in_drawing += 1
        elif piece.startswith("</svg"):
            in_drawing -= 1
        elif piece.startswith(("<title", "<option")):
            in_title = True
        elif piece.startswith(("</title", "</option")):
            in_title = False
        return _MARK.sub("", piece)

    return _ALL.sub(write, page)
