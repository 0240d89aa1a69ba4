"""The author's pictures as files of the site: their sizes, URLs, and width and height on the page.

Checking only measures pictures, from which their URLs follow; the sizes, which take much longer, are made when the site
is built. The author's own file, whose metadata may contain where a photograph was taken, is not published.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache as once
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct

from cuecard.cache.store import Cache
from cuecard.core.budget import PICTURE_CPU_SECONDS, PICTURE_MEMORY_BYTES
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import asset_url, shortened, slugify
from cuecard.library.media_references import Shown
from cuecard.media import images
from cuecard.media.images import Measured
from cuecard.output.staging import OutputError
from cuecard.parse.suffixes import suffix_of
from cuecard.system import cpu_budget, limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, FailedError, OverLimitError

COLUMN = 608
"""Largest width and height of a picture on a page: CSS pixels, the width of the text (38rem)."""
WIDTHS = (480, 960, 1440)
"""Pixels, of a picture that fills the column: for small phones, most screens, and high-resolution screens."""
_ALIKE = 1.25
"""A size must be at least this many times smaller than the largest."""
_TALL = 1.2
_MOST_THREADS = 4
"""Each may hold a whole picture in memory; Pillow works outside the interpreter's lock."""
_RULES = "2"
"""Increase when more pictures are refused, so that cached results are checked again."""

T = TypeVar("T")
R = TypeVar("R")
Read = Callable[[str], bytes]
"""Returns the bytes of a file of the content folder by its path."""


class Published(Struct, frozen=True):
    """An author's picture that pages show."""

    path: str
    """In the content folder."""
    digest: str
    """SHA-256 of the author's file."""
    files: Mapping[int, str]
    """The URL of each size by its width in pixels, the smallest first; one for an unchanged picture."""
    has_sizes: bool
    """Whether the files are sizes made by Cuecard, not the author's file."""
    width: int
    """In CSS pixels, at most; 0 if not known."""
    height: int

    @property
    def is_tall(self) -> bool:
        """Return whether it is tall enough to be shown at half the width of a phone."""
        return self.height >= _TALL * self.width > 0

    @property
    def smallest(self) -> str:
        """Return the URL for a card."""
        return next(iter(self.files.values()))

    @property
    def middle(self) -> str:
        """Return the URL for browsers that cannot choose a size."""
        return tuple(self.files.values())[len(self.files) // 2]

    @property
    def largest(self) -> str:
        """Return the URL for data."""
        return tuple(self.files.values())[-1]


def plan(
    shown: Iterable[Shown], read: Read, cache: Cache, problems: list[Problem]
) -> Mapping[str, Published]:
    """Return each *shown* picture by its path; report an unreadable one at its first use.

    Raises:
        OSError: if a file can no longer be read.

    """
    first: dict[str, Shown] = {}
    for one in shown:
        first.setdefault(one.asset, one)

    def measured(path: str) -> Published | InvalidValueError:
        data = read(path)
        digest = hashlib.sha256(data).hexdigest()
        try:
            encoded = cache.get_or_compute(
                "picture-size",
                [suffix_of(path), digest, _pillow_version(), _RULES],
                lambda: _measure(path, data),
            )
        except InvalidValueError as refused:
            return refused
        return _published(path, digest, _measured(encoded))

    results = dict(zip(first, _each(measured, first), strict=True))
    problems.extend(
        first[path].problem(refused)
        for path, refused in results.items()
        if isinstance(refused, InvalidValueError)
    )
    return {path: published for path, published in results.items() if isinstance(published, Published)}


def check_linked(linked: Iterable[Shown], read: Read, problems: list[Problem]) -> None:
    """Report each unsafe SVG drawing among the linked files.

    Raises:
        OSError: if a file can no longer be read.

    """
    for one in linked:
        if one.asset.lower().endswith(".svg"):
            try:
                _call_in_child("check_drawing", one.asset, read(one.asset))
            except InvalidValueError as refused:
                problems.append(one.problem(refused))


def files(
    published: Iterable[Published],
    read: Read,
    cache: Cache,
    failed: dict[str, InvalidValueError] | None = None,
) -> dict[str, bytes]:
    """Make every size in several threads, and return the bytes by URL; put errors into *failed* by path.

    Raises:
        OSError: if a file can no longer be read.
        OutputError: if a file has changed since it was measured.

    """

    def sizes(picture: Published) -> dict[str, bytes] | InvalidValueError:
        try:
            return _sizes(picture, read, cache)
        except InvalidValueError as refused:
            return refused

    files_by_url: dict[str, bytes] = {}
    waiting = list(published)
    for picture, result in zip(waiting, _each(sizes, waiting), strict=True):
        if not isinstance(result, InvalidValueError):
            files_by_url |= result
        elif failed is not None:
            failed[picture.path] = result
    return files_by_url


def small(picture: Published, read: Read, cache: Cache) -> str:
    """Return the picture for a card, as SVG text.

    Raises:
        OSError: if the file can no longer be read.
        InvalidValueError: if it cannot be read as a picture.

    """
    inputs = [suffix_of(picture.path), picture.digest, _pillow_version()]
    return cache.get_or_compute(
        "card-picture", inputs, lambda: _call_in_child("as_svg", picture.path, read(picture.path)).encode()
    ).decode()


def _measure(path: str, data: bytes) -> bytes:
    return json.dumps(_call_in_child("measure_to_list", path, data)).encode()


_LIMITS = Limits(cpu_seconds=PICTURE_CPU_SECONDS, wall_seconds=600, memory_bytes=PICTURE_MEMORY_BYTES)


def _call_in_child(function: str, path: str, data: bytes, *more: object) -> Any:
    """Call a *function* of `images` with a file, in a child process.

    Raises:
        InvalidValueError: if it refuses the file, or exceeds the limits.

    """
    name = PurePosixPath(path).name
    try:
        return limited_process.call(f"cuecard.media.images:{function}", path, data, *more, limits=_LIMITS)
    except BudgetSpentError:
        raise cpu_budget.budget_spent(f'"{path}" was not read') from None
    except OverLimitError as error:
        what = {"time": "takes too long to read", "memory": "needs too much memory"}.get(error.limit)
        message = f'"{path}" {what or "would become too large"}'
    except (CrashedError, FailedError):
        message = f'"{path}" cannot be read as a picture'
    hint = f'make it smaller, or save "{name}" again with another program'
    raise InvalidValueError("bad-image", message, hint)


def _measured(encoded: bytes) -> Measured:
    width, height, has_sizes = json.loads(encoded)
    return Measured(width, height, bool(has_sizes))


def _published(path: str, digest: str, measured: Measured) -> Published:
    name = PurePosixPath(path)
    width, height = measured.width, measured.height
    column = _column(width, height)
    if not measured.has_sizes:
        files = {width: asset_url(name.name, digest)}
    else:
        digest_of_sizes = hashlib.sha256(f"{images.RECIPE} {digest}".encode()).hexdigest()
        stem = shortened(slugify(name.stem), 100)
        files = {size: asset_url(f"{stem}-{size}.webp", digest_of_sizes) for size in _widths(width, column)}
    if column < COLUMN and width > column:
        width, height = column, round(height * column / width)
    elif width > max(WIDTHS):
        width, height = max(WIDTHS), max(1, round(height * max(WIDTHS) / width))
    return Published(path, digest, files, measured.has_sizes, width, height)


def _column(width: int, height: int) -> int:
    """Return how wide a picture is shown: a tall one narrower, to fit on a screen, but at least half as wide."""
    return max(COLUMN // 2, min(COLUMN, round(COLUMN * width / height))) if height else COLUMN


def _widths(width: int, column: int) -> list[int]:
    """Return the widths to make of a picture; none is larger than the picture itself."""
    wanted = [round(size * column / COLUMN) for size in WIDTHS]
    largest = min(width, wanted[-1])
    return [*(size for size in wanted[:-1] if size * _ALIKE < largest), largest]


def _sizes(picture: Published, read: Read, cache: Cache) -> dict[str, bytes]:
    @once
    def data() -> bytes:
        content = read(picture.path)
        if hashlib.sha256(content).hexdigest() != picture.digest:
            raise OutputError(f"{picture.path} changed while the site was being built; build again")
        return content

    if not picture.has_sizes:
        return {picture.smallest: data()}
    widths = list(picture.files)
    inputs = {width: [picture.digest, str(width), images.RECIPE, _pillow_version()] for width in widths}

    @once
    def all_sizes() -> dict[int, bytes]:
        return dict(zip(widths, _call_in_child("sizes", picture.path, data(), widths), strict=True))

    return {
        url: cache.get_or_compute("photograph", inputs[width], lambda width=width: all_sizes()[width])  # type: ignore[misc]
        for width, url in picture.files.items()
    }


def _each(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Call *work* with each of *items* in several threads, and return the results in order."""
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
        return list(threads.map(cpu_budget.in_this_budget(work), items))


@once
def _pillow_version() -> str:
    return version("pillow")
