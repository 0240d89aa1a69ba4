"""The muscle map: the front and the back of a body, with the muscles that work painted on it, as SVG text.

What works most is solid and what works too is hatched, so that both are distinguished without colour. Colours come
from the classes `map-body`, `map-muscle`, `map-primary` and `map-secondary` of the style sheet; the attributes beside
them hold where there is none. The sheet must name these classes alone: what `<use>` copies has no ancestors there.

The map says where. Which muscles they are, words beside it must say, for some lie too deep to be drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape

from cuecard.figures.muscles.regions import EDGE, VIEWS, anatomy, area, hatching, mirrored

# Millimetres of a body 175 cm tall, as in the data.
_WIDTH = 760
"""Of one view, arms and a little air included."""
_HEIGHT = 1770
_CAPTION = 100
"""What the words under the bodies add to the height."""
_TYPE = 82
"""The size of those words."""
_OUTLINE = 6
"""The line round a hatched region."""

_LINES = f'stroke-width="{EDGE}" stroke-linejoin="round"'
_BODY = 'class="map-body" fill="#c6d2d4"'
_MUSCLE = 'class="map-muscle" fill="#d9e2e3" stroke="#d9e2e3"'
_PRIMARY = 'class="map-primary" fill="#00616b" stroke="#00616b"'
_SECONDARY = 'class="map-secondary" fill="#fff" stroke="#00616b"'

# --- the pictures -----------------------------------------------------------------------------------------


def chart(
    primary: Iterable[str], secondary: Iterable[str], label: str, sides: tuple[str, str] = ("", "")
) -> str:
    """Front and back side by side, with what works painted on them; *label* says it in words, *sides* name the two.

    The ids are of muscles, umbrella words opened; what is both primary and secondary is primary, and an id
    without a region is passed over. Empty when nothing is seen.

    Only half of each body is written, since the other is its reflection, and the outline only once, since from
    behind it is the same. For that the picture needs ids. They are made from what it shows, so that no two pictures
    on a page can take each other's halves, and have a full stop, which no heading's id has.
    """
    most = frozenset(primary)
    too = frozenset(secondary) - most
    if not (most | too) & anatomy().shown:
        return ""
    name = f"map.{_digest(most, too)}"
    outlines = (
        f'<path id="{name}.outline" {_BODY} d="{anatomy().outline}"/>',
        f'<use href="#{name}.outline"/>',
    )
    halves = "".join(
        f'<g id="{name}.{view}" transform="translate({_middle(view)})">{outline}'
        f"{_half(view, most.intersection(_drawn(view)), too.intersection(_drawn(view)))}</g>"
        f'<use href="#{name}.{view}" transform="matrix(-1 0 0 1 {2 * _middle(view)} 0)"/>'
        for view, outline in zip(VIEWS, outlines, strict=True)
    )
    return (
        f'<svg class="muscle-map" viewBox="0 0 {2 * _WIDTH} {_HEIGHT + _CAPTION}" role="img" {_LINES}>'
        f"<title>{escape(label)}</title>{_heads()}{halves}{_captions(sides)}</svg>"
    )


def index_map(links: Mapping[str, tuple[str, str]], label: str, sides: tuple[str, str] = ("", "")) -> str:
    """Front and back side by side, each muscle a link that tells its name: *links* has (address, name) by id.

    One link is one muscle, on both sides of the body and in both views, so that the keyboard stops at each once. A
    muscle that *links* lacks is drawn and leads nowhere.
    """
    found = anatomy()
    bodies = "".join(f'<g transform="translate({_middle(view)})">{_body()}</g>' for view in VIEWS)
    rest = "".join(_both_views(id) for id in sorted(found.shown - set(links)))
    linked = "".join(
        f'<a href="{escape(href)}">{_both_views(id)}'
        f'<text class="map-name" x="{_WIDTH}" y="{_HEIGHT + 185}" fill="#000" stroke="none" opacity="0">'
        f"{escape(text)}</text></a>"
        for id, (href, text) in links.items()
        if id in found.shown
    )
    return (
        f'<svg class="muscle-map index" viewBox="0 0 {2 * _WIDTH} {_HEIGHT + 210}" role="group" '
        f'aria-label="{escape(label)}" {_LINES}><g {_BODY}>{bodies}</g>'
        f'<g {_MUSCLE} text-anchor="middle" font-size="{_TYPE}">'
        f"{rest}{linked}</g>{_captions(sides)}</svg>"
    )


def sprite(shown: Iterable[Iterable[str]]) -> str:
    """Return what the small maps of a page are put together from: a hidden picture that stands on the page once.

    *shown* has what was given to `small` for each of them. Empty when they show nothing.
    """
    found = anatomy()
    wanted = {(side_that_matters(ids), id) for ids in set(map(tuple, shown)) for id in ids}
    if not wanted:
        return ""
    symbols = "".join(
        f'<symbol id="map.{view}.{id}" viewBox="{_ONE}">'
        f'<path class="map-primary" fill="#00616b" d="{_both(shapes)}"/></symbol>'
        for view in VIEWS
        for id, shapes in found.regions[view].items()
        if (view, id) in wanted
    )
    if not symbols:
        return ""
    return (
        f'<svg class="map-sprite" width="0" height="0" aria-hidden="true"><symbol id="map.body" viewBox="{_ONE}">'
        f"<g {_BODY}>{_body()}</g></symbol>{symbols}</svg>"
    )


def small(primary: Iterable[str]) -> str:
    """Return one body, seen from the side that matters, with what works most; empty when nothing of it is seen.

    It needs the `sprite` on its page, and has no name: the words beside it say the same.
    """
    return _small(tuple(primary))


@cache
def _small(primary: tuple[str, ...]) -> str:
    view = side_that_matters(primary)
    uses = "".join(
        f'<use href="#map.{view}.{id}"/>'
        for id in dict.fromkeys(primary)
        if view and id in anatomy().regions[view]
    )
    if not uses:
        return ""
    return f'<svg class="map" width="40" height="92" aria-hidden="true"><use href="#map.body"/>{uses}</svg>'


def side_that_matters(primary: Iterable[str]) -> str:
    """Return the view in which most of the area of *primary* is seen, `front` or `back`; empty when none of it is."""
    return _side_that_matters(frozenset(primary))


@cache
def _side_that_matters(ids: frozenset[str]) -> str:
    found = anatomy().regions
    seen = {view: sum(area(view, id) for id in ids if id in found[view]) for view in VIEWS}
    return max(VIEWS, key=lambda view: seen[view]) if any(seen.values()) else ""


# --- their parts ------------------------------------------------------------------------------------------

_ONE = f"{-_WIDTH // 2} 0 {_WIDTH} {_HEIGHT}"
"""The box of a single body, the middle of the body at x = 0."""


def _digest(most: frozenset[str], too: frozenset[str]) -> str:
    names = f"{' '.join(sorted(most))}/{' '.join(sorted(too))}"
    return hashlib.sha256(names.encode()).hexdigest()[:8]


def _middle(view: str) -> int:
    """Return where the middle of the body is, in a picture of both views."""
    return _WIDTH // 2 + VIEWS.index(view) * _WIDTH


def _body() -> str:
    """Return a whole body, its middle at x = 0. Its halves overlap, and so cannot be one shape without a hole."""
    found = anatomy()
    return (
        f'<circle cy="{found.head_y}" r="{found.head_radius}"/>'
        f'<path d="{found.outline}"/><path d="{mirrored(found.outline)}"/>'
    )


@cache
def _heads() -> str:
    head = anatomy()
    circles = "".join(
        f'<circle cx="{_middle(view)}" cy="{head.head_y}" r="{head.head_radius}"/>' for view in VIEWS
    )
    return f"<g {_BODY}>{circles}</g>"


@cache
def _captions(sides: tuple[str, str]) -> str:
    words = "".join(
        f'<text x="{_middle(view)}" y="{_HEIGHT + 80}">{escape(name)}</text>'
        for view, name in zip(VIEWS, sides, strict=True)
    )
    return f'<g class="map-caption" text-anchor="middle" font-size="{_TYPE}">{words}</g>'


@lru_cache(maxsize=1 << 10)
def _half(view: str, most: frozenset[str], too: frozenset[str]) -> str:
    """Return the muscles of the right half of one body, each in one of three ways."""
    shapes = _drawn(view)
    plain = "".join([shape for id, shape in shapes.items() if id not in most and id not in too])
    solid = "".join([shape for id, shape in shapes.items() if id in most])
    hatched = "".join([shape for id, shape in shapes.items() if id in too])
    lines = "".join([_hatched(view, id) for id in shapes if id in too])
    return (
        (f'<path {_MUSCLE} d="{plain}"/>' if plain else "")
        + (f'<path {_PRIMARY} d="{solid}"/>' if solid else "")
        + (
            f'<g {_SECONDARY}><path stroke-width="{_OUTLINE}" d="{hatched}"/><path d="{lines}"/></g>'
            if hatched
            else ""
        )
    )


@cache
def _drawn(view: str) -> Mapping[str, str]:
    """By id: the shape of each muscle of one half of the body, where it has several as one."""
    return {id: "".join(shapes) for id, shapes in anatomy().regions[view].items()}


@cache
def _hatched(view: str, id: str) -> str:
    return "".join(map(hatching, anatomy().regions[view][id]))


def _both(shapes: Iterable[str]) -> str:
    return "".join(shape + mirrored(shape) for shape in shapes)


@cache
def _both_views(id: str) -> str:
    """Return a muscle in a picture of both views, on both sides of the body."""
    return "".join(
        f'<path d="{_both(anatomy().regions[view][id])}" transform="translate({_middle(view)})"/>'
        for view in VIEWS
        if id in anatomy().regions[view]
    )
