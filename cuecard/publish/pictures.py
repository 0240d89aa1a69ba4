"""The author's pictures as files of the site: which sizes of each, where they stand, and how large they are shown.

Checking only measures pictures, and their addresses follow from that; the sizes themselves, which take much
longer, are made when the site is. The author's own file, which may tell where a photograph was taken, is not published.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache as once
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import TypeVar

from cuecard.content.files import Shown
from cuecard.problems import Problem, Refused
from cuecard.publish import photographs, vector_files
from cuecard.publish.fingerprint import Cache
from cuecard.publish.output import Refusal
from cuecard.publish.photographs import Measured
from cuecard.urls import asset_url
from cuecard.values import dataclass

COLUMN = 608
"""The widest, and the highest, that a page shows a picture: CSS pixels, the measure of the text (38rem)."""
WIDTHS = (480, 960, 1440)
"""Pixels, of a picture that fills the column: for a small phone, for most screens, for the finest."""
_ALIKE = 1.25
"""A size that is less than so many times smaller than the largest is not worth making."""
_TALL = 1.2
_MOST_THREADS = 4
"""Each may hold a whole picture in memory; Pillow works outside the interpreter's lock."""
_RULES = "1"
"""Raised when more is refused in a picture than before, so that what was kept is looked at again."""

T = TypeVar("T")
R = TypeVar("R")
Read = Callable[[str], bytes]
"""Gives the bytes of a file of the content folder by its path."""


@dataclass(frozen=True, slots=True)
class Published:
    """A picture of the author's that pages show."""

    path: str
    """In the content folder."""
    digest: str
    """SHA-256 of the author's file."""
    files: Mapping[int, str]
    """The url of each size by its width in pixels, the smallest first. Of a picture that is published as it is, one."""
    has_sizes: bool
    """Whether the files are sizes that we make, and not the author's own file."""
    width: int
    """In CSS pixels, where there is room; 0 when it is not known."""
    height: int

    @property
    def is_tall(self) -> bool:
        """Whether it is so much higher than wide that half of a phone is wide enough for it."""
        return self.height >= _TALL * self.width > 0

    @property
    def smallest(self) -> str:
        """The url for a card."""
        return next(iter(self.files.values()))

    @property
    def middle(self) -> str:
        """The url for whoever cannot choose."""
        return tuple(self.files.values())[len(self.files) // 2]

    @property
    def largest(self) -> str:
        """The url for data."""
        return tuple(self.files.values())[-1]


def plan(
    shown: Iterable[Shown], read: Read, cache: Cache, problems: list[Problem]
) -> Mapping[str, Published]:
    """Each picture that is *shown*, by its path; one that is no picture is a problem where it is first named.

    Raises:
        OSError: when a file cannot be read any more.

    """
    first: dict[str, Shown] = {}
    for one in shown:
        first.setdefault(one.asset, one)

    def measured(path: str) -> Published | Refused:
        data = read(path)
        digest = hashlib.sha256(data).hexdigest()
        try:
            told = cache.recall(
                "picture-size", [_ending(path), digest, _maker(), _RULES], lambda: _measure(path, data)
            )
        except Refused as refused:
            return refused
        return _published(path, digest, Measured(**json.loads(told)))

    found = dict(zip(first, _each(measured, first), strict=True))
    problems.extend(
        first[path].problem(refused) for path, refused in found.items() if isinstance(refused, Refused)
    )
    return {path: made for path, made in found.items() if isinstance(made, Published)}


def check_linked(linked: Iterable[Shown], read: Read, problems: list[Problem]) -> None:
    """Tell of each drawing in SVG among the files that texts link to whether it could do more than be looked at.

    Raises:
        OSError: when a file cannot be read any more.

    """
    for one in linked:
        if one.asset.lower().endswith(".svg"):
            try:
                vector_files.check(one.asset, read(one.asset))
            except Refused as refused:
                problems.append(one.problem(refused))


def files(published: Iterable[Published], read: Read, cache: Cache) -> dict[str, bytes]:
    """The bytes of every size by url, made in several threads.

    Raises:
        OSError: when a file cannot be read any more.
        Refusal: when a file has changed since it was measured.

    """
    made: dict[str, bytes] = {}
    for sizes in _each(lambda picture: _sizes(picture, read, cache), published):
        made |= sizes
    return made


def small(picture: Published, read: Read, cache: Cache) -> str:
    """The picture for a card, as SVG text.

    Raises:
        OSError: when the file cannot be read any more.
        Refused: when it cannot be read as a picture.

    """
    inputs = [_ending(picture.path), picture.digest, _maker()]
    return cache.recall(
        "card-picture", inputs, lambda: photographs.as_svg(picture.path, read(picture.path)).encode()
    ).decode()


def _measure(path: str, data: bytes) -> bytes:
    return json.dumps(asdict(photographs.measure(path, data))).encode()


def _published(path: str, digest: str, measured: Measured) -> Published:
    name = PurePosixPath(path)
    width, height = measured.width, measured.height
    column = _column(width, height)
    if not measured.has_sizes:
        files = {width: asset_url(name.name, digest)}
    else:
        made_from = hashlib.sha256(f"{photographs.RECIPE} {digest}".encode()).hexdigest()
        files = {size: asset_url(f"{name.stem}-{size}.webp", made_from) for size in _widths(width, column)}
    if column < COLUMN and width > column:
        width, height = column, round(height * column / width)
    elif width > max(WIDTHS):
        width, height = max(WIDTHS), max(1, round(height * max(WIDTHS) / width))
    return Published(path, digest, files, measured.has_sizes, width, height)


def _column(width: int, height: int) -> int:
    """How wide a picture may be shown: a tall one less, so that it fits on a screen, but at least half as wide."""
    return max(COLUMN // 2, min(COLUMN, round(COLUMN * width / height))) if height else COLUMN


def _widths(width: int, column: int) -> list[int]:
    """The sizes to make of a picture that is *width* wide and shown in *column*; none is larger than itself."""
    wanted = [round(size * column / COLUMN) for size in WIDTHS]
    largest = min(width, wanted[-1])
    return [*(size for size in wanted[:-1] if size * _ALIKE < largest), largest]


def _sizes(picture: Published, read: Read, cache: Cache) -> dict[str, bytes]:
    @once
    def data() -> bytes:
        found = read(picture.path)
        if hashlib.sha256(found).hexdigest() != picture.digest:
            raise Refusal(f"{picture.path} changed while the site was being made; build again")
        return found

    @once
    def upright() -> photographs.Upright:
        try:
            return photographs.upright(picture.path, data(), max(picture.files))
        except Refused as refused:
            raise Refusal(f"{refused.message}; {refused.hint}") from None

    if not picture.has_sizes:
        return {picture.smallest: data()}
    return {
        url: cache.recall(
            "photograph",
            [picture.digest, str(width), photographs.RECIPE, _maker()],
            lambda width=width: photographs.webp(upright(), width),  # type: ignore[misc]
        )
        for width, url in picture.files.items()
    }


def _each(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """What *work* gives for each of *items*, in their order, done several at a time."""
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
        return list(threads.map(work, items))


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


@once
def _maker() -> str:
    return version("pillow")
