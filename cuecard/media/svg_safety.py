"""Check that an author's SVG drawing can do nothing in a browser but be shown.

Such a file is published unchanged. A browser that opens it directly opens a page of the site, in which scripts would
run and other hosts could be contacted. So drawing is allowed; acting, loading and declaring are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from cuecard.core.budget import SVG_BYTES, SVG_DEPTH, SVG_PARTS
from cuecard.core.diagnostics import InvalidValueError
from cuecard.media import svg_costs
from cuecard.media.svg_parts import Part, TooMuchError

_ACTING = frozenset(
    ["script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video", "link"]
)
"""Elements that run or load something, lower case, without prefix."""
_ALIVE = ("http://www.w3.org/1999/xhtml ", "http://www.w3.org/1998/Math/MathML ")
"""Namespaces whose elements are active in a browser; those of drawing programs are not."""
_ENCODINGS = frozenset(["utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1"])
"""Encodings that browsers and Cuecard certainly read alike."""
_DRAWINGS = "-//W3C//DTD SVG "
"""Beginning of the document types that drawing programs write."""
_CHANGING = frozenset(["animate", "set"])
"""Elements that can set any attribute of another one."""
_LOADS = re.compile(
    r"url\((?!\s*(?:[\"']\s*)?(?:#|data:image/(?:png|jpe?g|gif|webp)[;,]))|@import|image-set\(|\bsrc\(|\\",
    re.IGNORECASE,
)
"""In styles: an address outside the file, or a character that could hide one."""
_SPACE = re.compile(r"[\x00-\x20]+")
_BITMAP = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_LEADS_ON = re.compile(r"(?:https?|mailto):|(?!//)[^:]*\Z", re.IGNORECASE)
"""What a link may lead to."""


class _UnsafePartError(Exception):
    """A refused part of a drawing; the message continues "has"."""


def check(name: str, data: bytes, pixels: Callable[[bytes], int] = len) -> None:
    """Check that the drawing in *data*, a file called *name*, is safe and not too expensive to draw.

    *pixels* returns the number of pixels of a bitmap, or raises; by default, a byte counts as one.

    Raises:
        InvalidValueError: with code `unsafe-svg` and the line of the file, or `bad-image` if it cannot be read.

    """
    if len(data) > SVG_BYTES:
        raise _too_large(name)
    reader = expat.ParserCreate(namespace_separator=" ")
    reading = _Reading(name)
    reader.StartElementHandler, reader.EndElementHandler = reading.begin, reading.end
    reader.CharacterDataHandler = reading.read
    reader.XmlDeclHandler = reading.open
    reader.EntityDeclHandler = reading.declare
    reader.StartDoctypeDeclHandler = reading.name_type
    reader.ProcessingInstructionHandler = reading.instruct
    reader.buffer_text = True
    reading.line = lambda: reader.CurrentLineNumber
    try:
        reader.Parse(data, True)
        if reading.root:
            svg_costs.check(reading.root, reading.sheets, pixels)
    except InvalidValueError:
        raise
    except TooMuchError as error:
        hint = "simplify it, or save it as a picture in .png"
        raise InvalidValueError("bad-image", f'"{name}" {error} (line {error.line})', hint) from None
    except _UnsafePartError as refused:
        hint = "save it as plain SVG, or as a picture in .png"
        message = (
            f'"{name}" has {refused} in line {reader.CurrentLineNumber}, which is not allowed in a drawing'
        )
        raise InvalidValueError("unsafe-svg", message, hint) from None
    except (expat.ExpatError, LookupError, ValueError):
        raise InvalidValueError(
            "bad-image", f'"{name}" cannot be read as a picture', "save it again"
        ) from None


class _Reading:
    """The expat handlers, which check each part of a drawing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts = 0
        self.root: Part | None = None
        self.line: Callable[[], int] = lambda: 1
        self.sheets: list[str] = []
        self._open: list[Part] = []
        self.style: list[str] | None = None
        """The texts of the open style element."""

    def open(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise LookupError(encoding)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.parts += 1 + len(attributes)
        if self.parts > SVG_PARTS:
            raise _too_large(self.name)
        element = _local(tag)
        if element in _ACTING or tag.startswith(_ALIVE):
            raise _UnsafePartError(f"an element <{tag.rpartition(' ')[2]}>")
        if self.style is not None:
            raise _UnsafePartError("an element in its style")
        if element == "style":
            self.style = []
        for key, value in attributes.items():
            _check_attribute(element, _local(key), value)
        part = Part(element, self.line(), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(part)
        elif self.root is None:
            self.root = part
        self._open.append(part)
        if len(self._open) > SVG_DEPTH:
            raise TooMuchError(f"has parts nested more than {SVG_DEPTH} deep", part.line)

    def end(self, _: str) -> None:
        self._open.pop()
        if self.style is not None:
            self.sheets.append("".join(self.style))
        if self.style is not None and _LOADS.search("".join(self.style)):
            raise _UnsafePartError("a style that loads something")
        self.style = None

    def read(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def name_type(self, _: str, __: str | None, public: str | None, ___: object) -> None:
        if public is not None and not public.startswith(_DRAWINGS):  # a browser gives XHTML's names a meaning
            raise _UnsafePartError("a document type other than SVG")

    def declare(self, *_: object) -> None:
        raise _UnsafePartError("its own entities")

    def instruct(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _UnsafePartError("an instruction to load a style sheet")


def _too_large(name: str) -> InvalidValueError:
    message = f'"{name}" has more than {SVG_BYTES // 1_000_000} MB or {SVG_PARTS:,} parts'
    return InvalidValueError("bad-image", message, "save it as a picture in .png")


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2].lower()


def _check_attribute(element: str, name: str, value: str) -> None:
    if name.startswith("on"):
        raise _UnsafePartError(f'an attribute "{name}"')
    if name in {"base", "ping"}:
        raise _UnsafePartError(f'an attribute "{name}"')
    bare = _SPACE.sub("", value)
    if name in {"href", "src"} and not bare.startswith("#") and bare:
        is_link = element == "a" and _LEADS_ON.match(bare)
        if not is_link and not (element in {"image", "feimage"} and _BITMAP.match(bare)):
            raise _UnsafePartError(f"an address in <{element}>")
    if name == "attributename" and element in _CHANGING and _local(bare).startswith(("href", "src", "on")):
        raise _UnsafePartError(f"an animated {_local(bare)}")
    if _LOADS.search(value) and (name == "style" or "(" in value):
        raise _UnsafePartError(f'an address in its attribute "{name}"')
