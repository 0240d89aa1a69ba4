"""Characters of front matter that look like others, or like nothing: read as what they look like, or named.

Word processors, chat programs and the Option key of a Mac insert them. A character is replaced only where nobody can
have meant it: by one that looks the same, so that every place in the text stays where it was.
"""

from __future__ import annotations

import re
import unicodedata

from cuecard.markdown.look_alikes import SPACES

INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_LINE_ENDS = "\u0085\u2028\u2029"
_COLONS = "\uff1a\ufe55\ua789\u2236"
DASHES = "\u2010-\u2015\u2022\u2043\u2212\u2500\ufe58\ufe63\uff0d"
"""What word processors and keyboards put in place of a hyphen, or before an item of a list."""
_OPENING, _CLOSING = "\u201c\u201d\u201e\uff02", "\u201c\u201d\uff02"
_ANY = re.compile(
    f"[\u2018\u201a{SPACES}{INVISIBLE}{_LINE_ENDS}{_COLONS}{_OPENING}{_CLOSING}\uff0c\u3001\uff3b\uff3d\uff5b\uff5d]"
)
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_SPACE = re.compile(f"[{SPACES}]")
_BEGINNING = re.compile(
    rf"^[ {SPACES}]*(?:-[ {SPACES}]+)*(?:[\w-]+[{SPACES}]*[:{_COLONS}](?=[ {SPACES}]|$)[ {SPACES}]*)?",
    re.MULTILINE,
)
"""The indent of a line, the hyphens of a list, a key, and the space after each."""
_IN_BRACES = re.compile(rf"(?<=[{{,])[ {SPACES}]*[\w-]+[{SPACES}]*[:{_COLONS}][ {SPACES}]+(?=[^\n]*\}})")
_COLON = re.compile(f"[{_COLONS}]")
_IN_BRACKETS = re.compile(
    rf'(?<=[\[{{,:])([ {SPACES}]*)[{_OPENING}]([^{_OPENING}{_CLOSING}"\\\n]*)[{_CLOSING}](?=\s*[,\]}}])'
)
_IN_SINGLE = re.compile(
    rf"(?<=[\[{{,:])([ {SPACES}]*)[\u2018\u201a]([^\u2018\u2019\u201a\"\\\n]*)[\u2019\u2018](?=\s*[,\]}}])"
)
"""The same in single ones, with no apostrophe in it."""
_NAMED = re.compile(
    f"[{SPACES}{INVISIBLE}{_LINE_ENDS}{_COLONS}\uff0c\u3001\uff3b\uff3d\uff5b\uff5d]|^[{_OPENING}]"
)
FENCE_SPACE = rf"[ \t{SPACES}{INVISIBLE}]"
"""A character that may be after the hyphens of a fence."""


def as_it_looks(block: str) -> str:
    """Return *block* with plain characters where it must have them; it has the same length."""
    if block.isascii() or not _ANY.search(block):
        return block
    block = _LINE_END.sub(" ", block)
    block = _BEGINNING.sub(_plain, block)
    block = _IN_BRACES.sub(_plain, block)
    return _IN_SINGLE.sub(r'\1"\2"', _IN_BRACKETS.sub(r'\1"\2"', block))


def _plain(match: re.Match[str]) -> str:
    return _COLON.sub(":", _SPACE.sub(" ", match[0]))


_SHORT = 40
"""Characters of a value in which one of these is surely a mistake. Sentences can have non-breaking spaces."""


def character_name(character: str) -> str:
    """Return what a character is called, with its number."""
    return f"{unicodedata.name(character, 'control character').lower()} (U+{ord(character):04X})"


def named(text: str) -> tuple[str, int] | None:
    """Return the first character of a short *text* that looks like another or like nothing, by name, and its offset."""
    match = None if text.isascii() or len(text) > _SHORT else _NAMED.search(text)
    if not match:
        return None
    return character_name(match[0]), match.start()


def name_characters(message: str, hint: str, written: str, column: int) -> tuple[str, str]:
    """Return the message and hint of a problem about *written*, which begins at a *column*, with that character named.

    An author cannot see what is wrong with it.
    """
    found = named(written)
    if not found or "(U+" in message:
        return message, hint
    message = f"{message}; there is a {found[0]} in it"
    if not hint.startswith("did you mean"):
        hint = f"in column {column + found[1]}, type that character again or delete it"
    return message, hint
