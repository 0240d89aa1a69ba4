"""Pictures, drawn figures and videos."""

from __future__ import annotations

from msgspec import Struct


class PictureFile(Struct, frozen=True):
    """The files of a picture, as attributes of its element."""

    src: str
    srcset: str
    """Every size with its width; empty if there is only one."""
    sizes: str
    """The width on the page, by which browsers choose; empty if there is only one."""
    width: int
    """CSS pixels, if there is room; 0 if not known."""
    height: int


class Picture(Struct, frozen=True):
    """A picture from a file."""

    file: PictureFile
    alt: str
    caption: str
    credit: str
    """Author and licence, in a line."""
    is_tall: bool
    """Whether two of this shape fit side by side on a phone."""


class Still(Struct, frozen=True):
    """One frame of a drawn figure."""

    svg: str
    """Safe SVG."""
    caption: str


class Movement(Struct, frozen=True):
    """A drawn figure: its frames, and one picture that moves through them."""

    stills: tuple[Still, ...]
    moving: str
    """Safe SVG; empty for a single frame."""


class Video(Struct, frozen=True):
    """A video that loads nothing until the reader clicks."""

    title: str
    href: str
    """The page of the video; for a file of this site, the file."""
    readable: str
    """The address as printed."""
    player: str
    """The address of the player, loaded after a click; empty for a plain link or a file."""
    provider: str
    """The name of the other site: "Vimeo"; empty for a file of this site."""
    is_file: bool
