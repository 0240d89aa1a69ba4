"""Files that content refers to: pictures shown and files linked, and pictures without credit or description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Protocol

from msgspec import Struct

from cuecard.core.budget import FILE_BYTES, FILES_BYTES, PICTURE_BYTES
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.library.links import Target
from cuecard.markdown.converter import Body, Link
from cuecard.markdown.source_places import place_of_link
from cuecard.parse.front_matter import Document
from cuecard.parse.schema import ContentFile, Written
from cuecard.parse.suffixes import PICTURE_SUFFIXES
from cuecard.parse.video import Provider
from cuecard.parse.yaml_reader import Loc

Bodies = Mapping[str, Body]
Targets = Mapping[tuple[str, str], Target]


class Texts(Protocol):
    """The parts of a library needed to find its referenced files."""

    @property
    def published(self) -> Iterator[ContentFile[Any]]:
        """Return every published content file, in a fixed order."""

    @property
    def bodies(self) -> Bodies:
        """By source path."""

    @property
    def targets(self) -> Targets:
        """By source path and link target as written."""


VIDEO = -1
"""In place of the index of a picture: the video of the front matter."""


class Shown(Struct, frozen=True):
    """One use of a picture or another file in a content file."""

    asset: str
    """Path in the content folder."""
    document: Document
    place: int | Link | Loc | None
    """Its index in `images` of the front matter, its key, or the link in the body; None for the video."""

    def problem(self, refused: InvalidValueError) -> Problem:
        """Return the problem of the file, at the place that refers to it."""
        if isinstance(self.place, tuple):
            return self.document.problem(self.place, refused.code, refused.message, refused.hint)
        if not isinstance(self.place, Link):
            loc: Loc = ("video", "url") if self.place is None else ("images", self.place, "src")
            return self.document.problem(loc, refused.code, refused.message, refused.hint)
        return self.document.problem_in_body(place_of_link(self.document.body, self.place), refused)


def shown(content_files: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets) -> Iterator[Shown]:
    """Yield every use of a picture: for each file those of the front matter, then those of the body."""
    for content_file in content_files:
        for n, image in enumerate(content_file.facts.images):
            yield Shown(targets[content_file.path, image.src].asset, content_file.document, n)
        for link in bodies[content_file.path].links:
            if link.is_image:
                yield Shown(targets[content_file.path, link.target].asset, content_file.document, link)


def named(content_files: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets) -> Iterator[Shown]:
    """Yield every use of a file that is published unchanged, such as a linked document or a video."""
    for content_file in content_files:
        facts: Written = content_file.facts
        if facts.video and facts.video.provider is Provider.FILE:
            yield Shown(targets[content_file.path, facts.video.url].asset, content_file.document, None)
        for link in bodies[content_file.path].links:
            if not link.is_image and (asset := targets[content_file.path, link.target].asset):
                yield Shown(asset, content_file.document, link)


def linked(content_files: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets) -> frozenset[str]:
    """Return the paths of the files that are published unchanged: linked documents and videos."""
    paths: set[str] = set()
    for content_file in content_files:
        facts: Written = content_file.facts
        targets_here = [link.target for link in bodies[content_file.path].links if not link.is_image]
        if facts.video and facts.video.provider is Provider.FILE:
            targets_here.append(facts.video.url)
        paths.update(targets[content_file.path, target].asset for target in targets_here)
    return frozenset(paths - {""})


def too_large(
    content_files: Iterable[ContentFile[Any]],
    bodies: Bodies,
    targets: Targets,
    size: Callable[[str], int],
    of_site: Iterable[Shown] = (),
) -> Iterator[tuple[str, Problem]]:
    """Yield each file that is too large, with a problem at its first use; *size* returns the bytes of a path.

    *of_site* are the uses in `site.yaml`.
    """
    total = 0
    seen: set[str] = set()
    content_files = list(content_files)
    for use in chain(
        of_site,
        shown(content_files, bodies, targets),
        named(content_files, bodies, targets),
        _videos(content_files, targets),
    ):
        if use.asset in seen:
            continue
        seen.add(use.asset)
        is_picture = use.asset.lower().endswith(tuple(PICTURE_SUFFIXES))
        most = PICTURE_BYTES if is_picture else FILE_BYTES
        bytes_ = size(use.asset)
        total += 0 if is_picture else bytes_
        message = ""
        if bytes_ > most:
            message = f'"{use.asset}" has {bytes_:,} bytes; the limit for such a file is {most:,}'
        elif total > FILES_BYTES:
            message = f"with this file, all linked files together have more than {FILES_BYTES:,} bytes"
        if message:
            hint = "make it smaller" if is_picture else "make it smaller, or host it elsewhere and link to it"
            yield use.asset, use.problem(InvalidValueError("too-large", message, hint))


def _videos(content_files: Iterable[ContentFile[Any]], targets: Targets) -> Iterator[Shown]:
    for content_file in content_files:
        facts: Written = content_file.facts
        if facts.video and facts.video.provider is Provider.FILE:
            yield Shown(targets[content_file.path, facts.video.url].asset, content_file.document, VIDEO)


def are_the_same(before: Texts, now: Texts) -> bool:
    """Return whether both libraries show the same pictures in the same order, and link to the same files."""
    old, new = list(before.published), list(now.published)
    return len(old) == len(new) and all(
        (one is other and before.bodies[one.path] is now.bodies[other.path] and before.targets is now.targets)
        or _files_of(one, before) == _files_of(other, now)
        for one, other in zip(old, new, strict=True)
    )


def _files_of(content_file: ContentFile[Any], texts: Texts) -> tuple[object, ...]:
    one = [content_file]
    pictures = [picture.asset for picture in shown(one, texts.bodies, texts.targets)]
    return content_file.path, pictures, linked(one, texts.bodies, texts.targets)


def without_credit(content_file: ContentFile[Any], targets: Targets) -> Iterator[Problem]:
    """Yield a note for each existing picture of the front matter without credit and licence."""
    facts: Written = content_file.facts
    for n, image in enumerate(facts.images):
        if (content_file.path, image.src) in targets and not (image.credit or image.licence):
            hint = "add credit: with the name of its author, and licence: unless it is your own"
            message = "this picture has no credit and no licence"
            loc = ("images", n, "src")
            yield content_file.document.problem(loc, "picture-without-credit", message, hint, Severity.NOTE)


def without_alt(document: Document, body: Body) -> Iterator[Problem]:
    """Yield a warning for each picture of a body without a description."""
    for link in body.links:
        if link.is_image and not link.alt:
            hint = f"write ![what it shows]({link.target}), for people who cannot see it"
            refused = InvalidValueError("picture-without-alt", "this picture has no description", hint)
            yield document.problem_in_body(place_of_link(document.body, link), refused, Severity.WARNING)
