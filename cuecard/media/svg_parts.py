"""The parts of an SVG drawing, and the properties that attributes and style sheets give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct, field

INHERITED = frozenset(["fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end"])
"""Properties that are inherited by everything in an element."""
PAINTS = frozenset(["mask", "clip-path", "filter", *INHERITED])
"""Properties that refer to another element to draw."""
NUMBERS = frozenset(
    [
        "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "width",
        "height", "dx", "dy", "d", "points", "transform", "gradienttransform", "patterntransform",
        "viewbox", "stroke-width", "stroke-dashoffset", "stroke-dasharray", "stroke-miterlimit",
        "font-size", "letter-spacing", "word-spacing", "refx", "refy", "markerwidth", "markerheight",
        "radius", "stddeviation", "basefrequency", "scale", "surfacescale", "order", "numoctaves",
        "textlength", "startoffset", "pathlength", "translate", "rotate", "zoom",
    ]
)  # fmt: skip
"""Attributes and properties with numbers."""
_LONGEST_STYLE = 10_000
"""Characters of one value in a style sheet."""
_MOST_STYLES = 50
"""Rules of style sheets with paints or numbers that could all match one element."""
_SIMPLE = re.compile(r"[\w.#-]+")
_NAME = re.compile(r"[.#]?[\w-]+")


class Part(Struct):
    """One element of a drawing."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    """By name in small letters, without prefixes."""
    children: list[Part] = field(default_factory=list)
    styles: dict[str, str] = field(default_factory=dict)
    """Its properties, from attributes, from its own style and from style sheets."""


class TooMuchError(Exception):
    """A drawing is too expensive; the message continues its file name."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class StyleSheets:
    """Style sheets by the ends of their selectors; a selector counts for every element that it could match."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._by_end: dict[str, list[dict[str, str]]] = {}
        for sheet in sheets:
            for rule in _without_comments(sheet).split("}"):
                before, _, inside = rule.rpartition("{")
                selectors = before.rpartition("{")[2]
                styles = {key: value for key, value in _declared(inside) if key in PAINTS | NUMBERS}
                if any(len(value) > _LONGEST_STYLE for value in styles.values()):
                    raise TooMuchError(f"has a style of more than {_LONGEST_STYLE:,} characters", 1)
                if styles:
                    for selector in selectors.split(","):
                        self._by_end.setdefault(_end_of(selector), []).append(styles)

    def of(self, part: Part) -> Iterator[dict[str, str]]:
        """Yield the properties that rules set for *part*."""
        if not self._by_end:
            return
        names = [f".{name}" for name in part.attributes.get("class", "").split()]
        for end in ("*", part.tag, f"#{part.attributes.get('id', '')}", *names):
            yield from self._by_end.get(end, ())


def _end_of(selector: str) -> str:
    """Return the class, id or tag that every element of *selector* must have; `*` if that is not certain."""
    last = selector.translate(_COMBINATORS).split()[-1:]
    if not last or not _SIMPLE.fullmatch(last[0]):
        return "*"
    names: list[str] = _NAME.findall(last[0])
    special = [name for name in names if name[0] in ".#"]
    return special[0] if special else names[0].lower() if names else "*"


_COMBINATORS = str.maketrans(">+~", "   ")


def _without_comments(sheet: str) -> str:
    return " ".join(part if at == 0 else part.partition("*/")[2] for at, part in enumerate(sheet.split("/*")))


def _declared(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def set_styles(part: Part, style_sheets: StyleSheets) -> None:
    """Set `part.styles` from its attributes, its own style and the *style_sheets*.

    Raises:
        TooMuchError: if it has too many styles.

    """
    for key, value in part.attributes.items():
        if key in PAINTS or key in NUMBERS:
            part.styles[key] = value
    all_styles = [*islice(style_sheets.of(part), _MOST_STYLES + 1)]
    if "style" in part.attributes:
        all_styles.append(
            {key: value for key, value in _declared(part.attributes["style"]) if key in PAINTS | NUMBERS}
        )
    if len(all_styles) > _MOST_STYLES:
        raise TooMuchError(f"has more than {_MOST_STYLES} styles for one element", part.line)
    for styles in all_styles:
        for key, value in styles.items():
            # Which of several values applies is not computed: all of them count.
            part.styles[key] = f"{part.styles[key]} {value}" if key in part.styles else value
