"""Drawings in SVG that authors bring: whether a browser could be made to do more with one than to show it.

Such a file is published as it is. Whoever opens it by itself opens a page of the site, in which scripts would run and
other hosts could be asked. So what draws is allowed, and what acts, loads or declares is refused.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from cuecard.problems import Refused

_ACTING = frozenset(
    ["script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video", "link"]
)
"""Elements that run or load something, without a prefix and in small letters."""
_CHANGING = frozenset(["animate", "set"])
"""Elements that can give another one any attribute."""
_LOADS = re.compile(
    r"url\((?!\s*(?:[\"']\s*)?(?:#|data:image/(?:png|jpe?g|gif|webp)[;,]))|@import|image-set\(|\bsrc\(|\\",
    re.IGNORECASE,
)
"""In style: the address of something that is not in the file, or a sign that could hide one."""
_MOST_BYTES = 5_000_000
_MOST_PARTS = 100_000
"""Elements and attributes. A detailed drawing of a muscle has a thousand."""
_SPACE = re.compile(r"[\x00-\x20]+")
_BITMAP = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_LEADS_ON = re.compile(r"(?:https?|mailto):|(?!//)[^:]*\Z", re.IGNORECASE)
"""What a link may lead to."""


class _Found(Exception):  # noqa: N818 - it ends the reading
    """What was found, ready to stand behind "has"."""


def check(name: str, data: bytes) -> None:
    """Refuse the drawing in *data*, a file called *name*, when it could do more than be looked at.

    A file that is no XML is left to whoever measures it.

    Raises:
        Refused: with code `unsafe-svg`, and the line of the file; with `bad-image` when it is too large to be read.

    """
    if len(data) > _MOST_BYTES:
        raise _too_large(name)
    reader = expat.ParserCreate(namespace_separator=" ")
    styles: list[list[str]] = []
    """The text of each style element that is open."""

    parts = 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal parts
        parts += 1 + len(attributes)
        if parts > _MOST_PARTS:
            raise _too_large(name)
        element = _local(tag)
        if element in _ACTING:
            raise _Found(f"an element <{tag.rpartition(' ')[2]}>")
        if element == "style":
            styles.append([])
        for key, value in attributes.items():
            _check_attribute(element, _local(key), value)

    def end(tag: str) -> None:
        if _local(tag) == "style" and styles and _LOADS.search("".join(styles.pop())):
            raise _Found("a style that loads something")

    def read(text: str) -> None:
        if styles:
            styles[-1].append(text)

    def declare(*_: object) -> None:
        raise _Found("entities of its own")

    def instruct(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Found("an instruction to load a style sheet")

    reader.StartElementHandler, reader.EndElementHandler = begin, end
    reader.CharacterDataHandler = read
    reader.EntityDeclHandler = declare
    reader.ProcessingInstructionHandler = instruct
    reader.buffer_text = True
    try:
        reader.Parse(data, True)
    except _Found as found:
        hint = "save it as plain SVG, or as a picture in .png"
        message = f'"{name}" has {found} in line {reader.CurrentLineNumber}, which a drawing may not have'
        raise Refused("unsafe-svg", message, hint) from None
    except Refused:
        raise
    except (expat.ExpatError, LookupError, ValueError):
        return


def _too_large(name: str) -> Refused:
    message = f'"{name}" has more than {_MOST_BYTES // 1_000_000} MB or {_MOST_PARTS:,} parts'
    return Refused("bad-image", message, "save it as a picture in .png")


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2].lower()


def _check_attribute(element: str, name: str, value: str) -> None:
    if name.startswith("on"):
        raise _Found(f'an attribute "{name}"')
    if name == "base":
        raise _Found('an attribute "base"')
    bare = _SPACE.sub("", value)
    if name in {"href", "src"} and not bare.startswith("#") and bare:
        is_link = element == "a" and _LEADS_ON.match(bare)
        if not is_link and not (element in {"image", "feimage"} and _BITMAP.match(bare)):
            raise _Found(f"an address in <{element}>")
    if name == "attributename" and element in _CHANGING and _local(bare).startswith(("href", "src", "on")):
        raise _Found(f"a changing {_local(bare)}")
    if _LOADS.search(value) and (name == "style" or "(" in value):
        raise _Found(f'an address in its attribute "{name}"')
