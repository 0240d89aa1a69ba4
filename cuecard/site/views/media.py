"""Pictures, drawn figures and videos."""

from __future__ import annotations

from msgspec import Struct


class PictureFile(Struct, frozen=True):
    """The files of a picture, as attributes of its element."""

    src: str
    srcset: str
    """Every size with its width; empty when there is one."""
    sizes: str
    """How wide it is shown, for a browser to choose by; empty likewise."""
    width: int
    """In CSS pixels, where there is room; 0 when it is not known."""
    height: int


class Picture(Struct, frozen=True):
    """A picture from a file."""

    file: PictureFile
    alt: str
    caption: str
    credit: str
    """Who made it and under which licence, in a line."""
    is_tall: bool
    """Whether it is so narrow that two have room beside each other on a phone."""


class Still(Struct, frozen=True):
    """One frame of a drawn figure."""

    svg: str
    """Safe SVG."""
    caption: str


class Movement(Struct, frozen=True):
    """A drawn figure: its frames, and one picture in which they turn into one another."""

    stills: tuple[Still, ...]
    moving: str
    """Safe SVG; empty for a single frame."""


class Video(Struct, frozen=True):
    """A video that loads nothing until it is asked to."""

    title: str
    href: str
    """Where it is watched; for a file of ours, the file."""
    readable: str
    """The address for paper."""
    player: str
    """What a frame loads after a click; empty for a plain link or a file."""
    provider: str
    """Whose site it is, by name: "Vimeo"; empty for a file of ours."""
    is_file: bool
