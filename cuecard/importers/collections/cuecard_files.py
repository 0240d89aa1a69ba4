"""What the texts of an `exercises.json` name besides other texts: pictures, videos, and the targets of links."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.importers.collections.cuecard_values import Facts, as_list, scalar
from cuecard.importers.file_names import slug_of
from cuecard.importers.records import Loss
from cuecard.importers.text.sentences import shortened
from cuecard.markdown.converter import Body
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.parse.video import FILE_SUFFIXES, Video

_REASON_MISSING = "a file that the text uses is missing: put it in the same folder"


class KnownTexts(Struct, frozen=True):
    """The texts that others may name."""

    slugs: Mapping[Kind, frozenset[str]]
    declared: Mapping[tuple[str, str], str]
    """By easier and harder exercise, when to move up, as the easier one says; empty for always."""
    into: Path
    """The content folder that texts are imported into."""


def read_files(raw: Facts, facts: dict[str, Any], file: str, known: KnownTexts, losses: list[Loss]) -> None:
    """Set the pictures and the video in *facts* as they were written; report files that are missing."""
    images = []
    for image in as_list(raw.get("images")):
        if not isinstance(image, dict) or not scalar(image.get("src")):
            losses.append(Loss("left out: a picture without a file name", ""))
            continue
        picture = {key: scalar(value) for key, value in image.items() if key != "url"}
        losses += _missing(picture["src"], file, known)
        images.append(picture)
    facts["images"] = images
    video = raw.get("video")
    if not isinstance(video, dict):
        return
    url, title, start = scalar(video.get("src")) or scalar(video.get("url")), scalar(video.get("title")), 0
    if isinstance(video.get("start"), int):
        start = video["start"]
    if url.lower().endswith(FILE_SUFFIXES) and "://" not in url:
        losses += _missing(url, file, known)
    at = f"{start // 60}:{start % 60:02}" if start != _start_of(url) else ""
    facts["video"] = {"url": url, "start": at, "title": title} if at or title else url


def _start_of(url: str) -> int:
    """Return the second at which the address of a video says to begin."""
    try:
        return Video(url=url).start_seconds
    except (ValueError, InvalidValueError):
        return 0


def _missing(name: str, file: str, known: KnownTexts) -> list[Loss]:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(name)))
    exists = not path.startswith("..") and "\0" not in path and (known.into / path).is_file()
    return [] if exists else [Loss(_REASON_MISSING, "", shortened(path))]


def dead_links(body: Body, file: str, known: KnownTexts) -> Iterator[Loss]:
    """Yield links and pictures of *body* that lead to files which are neither imported nor in the folder."""
    for link in body.links:
        target = link.target.partition("#")[0]
        if not target or not link.is_local:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(target)))
        kind = FOLDERS.get(path.partition("/")[0])
        if kind and path.endswith((".md", ".html")) and slug_of(path) in known.slugs[kind]:
            continue
        if path.endswith(".html"):
            continue  # a generated page, such as that of a muscle
        yield from _missing(target, file, known)
