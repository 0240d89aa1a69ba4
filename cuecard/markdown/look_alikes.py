"""Characters that look like a space or like nothing, where Markdown needs a space or the beginning of a line.

A non-breaking space after the hyphen of a list, which a Mac types with the Option key and word processors insert, would
otherwise turn the list into a sentence. Within sentences, such characters stay.
"""

from __future__ import annotations

import re

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u00ad\u180e\u200b\u2060\ufeff"
_LINE_ENDS = re.compile("[\u2028\u2029\u0085\x0b\x0c]")
_BEGINNING = re.compile(
    rf"^(?=.*?[{SPACES}{_NOTHING}])([ \t{SPACES}{_NOTHING}>]*)"
    rf"((?:[-+*]|\d{{1,9}}[.)]|#{{1,6}}|!!!|:)(?=[ \t{SPACES}]))?"
    rf"([ \t{SPACES}]*)((?<=[ \t{SPACES}])\[[ xX]\][{SPACES}])?",
    re.MULTILINE,
)
_ODD_SPACE = re.compile(rf"[{SPACES}]")
_INVISIBLE = re.compile(rf"[{_NOTHING}]")
_BOX = re.compile(r"^!!!.*", re.MULTILINE)
_ANY = re.compile(rf"[{SPACES}{_NOTHING}\u2028\u2029\u0085\x0b\x0c]")


def with_plain_spaces(text: str) -> str:
    """Return *text* with plain spaces where marks of Markdown need them; it has as many lines as before."""
    if not _ANY.search(text):
        return text
    text = _LINE_ENDS.sub(" ", text)
    text = _BEGINNING.sub(lambda match: _plain(match[0]), text)
    return _BOX.sub(lambda match: _plain(match[0]), text) if "!!!" in text else text


def _plain(beginning: str) -> str:
    return _INVISIBLE.sub("", _ODD_SPACE.sub(" ", beginning))
