"""URLs: slugs, the path of each page in the site, and the link from one page to another.

Every link in the output is relative to its page, so that one output works at the root of a
server, in a subfolder of one, and from a disk. A *url* in this project is a path inside the site with
forward slashes, such as `exercises/banded-squat.html`, perhaps with a `#fragment`.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from cuecard.core.diagnostics import InvalidValueError

# Letters that carry no combining mark, and so survive decomposition.
_PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_LATIN_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[\W_]+")
_VARIATION = re.compile("[\ufe00-\ufe0f]")
"""Marks that only choose between a letter's, or an emoji's, two looks."""

# Names that Windows keeps for devices, with or without an ending
# (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_LONGEST_SLUG = 120
"""Bytes: with an ending of ours it stays well inside the 255 that file systems allow for a name."""


def slugify(text: str) -> str:
    """Return the slug of *text*: lower case, Latin accents dropped, everything else between words a hyphen.

    Letters of other scripts stay as they are. The result is empty when *text* has no letter or digit.
    """
    folded = text.casefold().replace("'", "")
    if folded.isascii():
        return _NOT_WORD.sub("-", folded).strip("-")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
    folded = _LATIN_MARKS.sub("", folded.translate(_PLAIN_LETTERS)).replace("\u2019", "")
    folded = unicodedata.normalize("NFC", _VARIATION.sub("", folded))
    # Vowel signs of Indic scripts and the like are not letters to `re`, but are parts of words.
    words = "".join(char if char.isalnum() or _is_mark(char) else "-" for char in folded)
    return re.sub("-+", "-", words).strip("-") if any(map(str.isalnum, words)) else ""


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Mc"}


def check_slug(slug: str) -> None:
    """Refuse a slug that could leave its folder or that some file system would not take.

    Raises:
        InvalidValueError: with code `bad-slug` and a hint.

    """
    if not slug:
        raise InvalidValueError(
            "bad-slug", "an address needs a letter or a digit", "use at least one letter or digit"
        )
    if slugify(slug) != slug:
        hint = f'use "{slugify(slug)}"' if slugify(slug) else "use letters, digits and hyphens"
        raise InvalidValueError("bad-slug", f'"{slug}" cannot be used as a web address', hint)
    if slug in _DEVICES:
        raise InvalidValueError(
            "bad-slug", f'the name "{slug}" is reserved on Windows', f'use "{slug}-exercise"'
        )
    if slug == "index":
        raise InvalidValueError(
            "bad-slug", 'the name "index" is reserved for lists', "choose a more specific name"
        )
    if len(slug.encode()) > _LONGEST_SLUG:
        raise InvalidValueError("bad-slug", f"the address is longer than {_LONGEST_SLUG} bytes", "shorten it")


def relative(target: str, page: str) -> str:
    """Return the link from the page at URL *page* to the URL *target*, percent-encoded, its fragment kept.

    A link to a part of the same page is the bare fragment.
    """
    if "#" not in target:
        return _way(target, page.rpartition("/")[0])
    path, hash_sign, fragment = target.partition("#")
    anchor = hash_sign + quote(fragment, safe="-._~!$&'()*+,;=:@/?")
    if path == page and fragment:
        return anchor
    return _way(path, page.rpartition("/")[0]) + anchor


@lru_cache(maxsize=1 << 14)
def _way(path: str, folder: str) -> str:
    """From a folder of the site to a path; the same few thousand are asked for hundreds of thousands of times."""
    here, there = folder.split("/") if folder else [], path.split("/")
    shared = len(posixpath.commonprefix([here, there]))
    return quote("/".join([".."] * (len(here) - shared) + there[shared:]))


def asset_url(name: str, digest: str) -> str:
    """Return the URL of a published file called *name*.

    It carries the beginning of a *digest* of what the file is made from, so that browsers may keep it for ever.
    """
    stem, dot, suffix = name.rpartition(".")
    return f"assets/{shortened(slugify(stem)) or 'file'}.{digest[:10]}{dot}{suffix.lower()}"


def shortened(slug: str, most: int = _LONGEST_SLUG) -> str:
    """Cut *slug* to at most so many bytes."""
    return slug.encode()[:most].decode(errors="ignore").rstrip("-")


def text_url(kind: str, slug: str) -> str:
    """Return the url of the page of a text of this *kind*."""
    return "index.html" if kind == "home" else f"{kind}s/{slug}.html"


def absolute(base_url: str, url: str) -> str:
    """Return the full URL of *url* under *base_url*, or an empty string if no base is set.

    The home page has the address of its folder.
    """
    if not base_url:
        return ""
    path, hash_sign, fragment = url.partition("#")
    path = "" if path == "index.html" else _way(path, "")
    return f"{base_url.rstrip('/')}/{path}{hash_sign}{fragment}"


def readable_address(address: str) -> str:
    """Return a web address as people type it from paper: without the scheme and the last slash."""
    return address.split("://", 1)[-1].rstrip("/")


# --- ids inside a page -------------------------------------------------------------------------------------

RESERVED_IDS = frozenset(
    [
        "main", "dose", "before-you-start", "steps", "safety", "ladder", "video", "muscles", "equipment",
        "routines", "in-routines", "exercises", "sources", "review", "contents", "before", "after", "progress",
        "for-whom", "delivery", "menu",
    ]
)  # fmt: skip
"""The ids of our own sections, the same on every page that has the section, so that they can be linked to.

Those of plain texts of an exercise come from `cuecard.parse.sections`."""


def step_id(number: int) -> str:
    """Return the id of a step, counted from 1."""
    return f"step-{number}"


def is_reserved_id(name: str, taken: frozenset[str]) -> bool:
    """Return whether a page may have *name* itself: a section's id in *taken*, that of its title, or a step's."""
    return name.removesuffix("-title") in taken or re.fullmatch(r"step-[0-9]+", name) is not None
