"""Files beside the texts: which are shown as pictures and which are linked to, and what a picture lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Protocol

from msgspec import Struct

from cuecard.core.budget import FILE_BYTES, FILES_BYTES, PICTURE_BYTES
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.library.links import Target
from cuecard.markdown.converter import Body, Link, place_of_link
from cuecard.parse.front_matter import Document
from cuecard.parse.schema import ContentFile, Written
from cuecard.parse.sources import PICTURE_SUFFIXES
from cuecard.parse.video import Provider
from cuecard.parse.yaml_reader import Loc

Bodies = Mapping[str, Body]
Targets = Mapping[tuple[str, str], Target]


class Texts(Protocol):
    """What a library knows of files beside the texts."""

    @property
    def published(self) -> Iterator[ContentFile[Any]]:
        """Every text that has a page, in a fixed order."""

    @property
    def bodies(self) -> Bodies:
        """By source path."""

    @property
    def targets(self) -> Targets:
        """By source path and link target as written."""


FILM = -1
"""In the place of the number of a picture: the film of the front matter."""


class Shown(Struct, frozen=True):
    """A picture, or another file, at one place where a text shows it or leads to it."""

    asset: str
    """Path in the content folder."""
    document: Document
    place: int | Link | None
    """Its number among the `images` of the front matter, from 0; or the link in the body; None for the video."""

    def problem(self, refused: InvalidValueError) -> Problem:
        """What is wrong with the picture, told where the text names it."""
        if not isinstance(self.place, Link):
            loc: Loc = ("video", "url") if self.place is None else ("images", self.place, "src")
            return self.document.problem(loc, refused.code, refused.message, refused.hint)
        return self.document.problem_in_body(place_of_link(self.document.body, self.place), refused)


def shown(pieces: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets) -> Iterator[Shown]:
    """Every picture of *pieces* as often as it is shown, those of a front matter before those of its body."""
    for piece in pieces:
        for n, image in enumerate(piece.facts.images):
            yield Shown(targets[piece.path, image.src].asset, piece.document, n)
        for link in bodies[piece.path].links:
            if link.is_image:
                yield Shown(targets[piece.path, link.target].asset, piece.document, link)


def named(pieces: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets) -> Iterator[Shown]:
    """Every file that *pieces* lead to and that is published as it is, as often as they do; films among them."""
    for piece in pieces:
        facts: Written = piece.facts
        if facts.video and facts.video.provider is Provider.FILE:
            yield Shown(targets[piece.path, facts.video.url].asset, piece.document, None)
        for link in bodies[piece.path].links:
            if not link.is_image and (asset := targets[piece.path, link.target].asset):
                yield Shown(asset, piece.document, link)


def linked(pieces: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets) -> frozenset[str]:
    """The paths of the files that *pieces* lead to, which are published as they are; films among them."""
    found: set[str] = set()
    for piece in pieces:
        facts: Written = piece.facts
        named = [link.target for link in bodies[piece.path].links if not link.is_image]
        if facts.video and facts.video.provider is Provider.FILE:
            named.append(facts.video.url)
        found.update(targets[piece.path, target].asset for target in named)
    return frozenset(found - {""})


def too_large(
    pieces: Iterable[ContentFile[Any]], bodies: Bodies, targets: Targets, size: Callable[[str], int]
) -> Iterator[tuple[str, Problem]]:
    """The path of each file that is too large, with a problem where it is first named; *size* gives its bytes."""
    total = 0
    seen: set[str] = set()
    pieces = list(pieces)
    for one in chain(shown(pieces, bodies, targets), named(pieces, bodies, targets), _films(pieces, targets)):
        if one.asset in seen:
            continue
        seen.add(one.asset)
        is_picture = one.asset.lower().endswith(tuple(PICTURE_SUFFIXES))
        most = PICTURE_BYTES if is_picture else FILE_BYTES
        bytes_ = size(one.asset)
        total += 0 if is_picture else bytes_
        message = ""
        if bytes_ > most:
            message = f'"{one.asset}" has {bytes_:,} bytes, and such a file may have {most:,}'
        elif total > FILES_BYTES:
            message = (
                f"the files that texts lead to have more than {FILES_BYTES:,} bytes together with this one"
            )
        if message:
            hint = (
                "make it smaller"
                if is_picture
                else "make it smaller, or link to a place that hosts such files"
            )
            yield one.asset, one.problem(InvalidValueError("too-large", message, hint))


def _films(pieces: Iterable[ContentFile[Any]], targets: Targets) -> Iterator[Shown]:
    for piece in pieces:
        facts: Written = piece.facts
        if facts.video and facts.video.provider is Provider.FILE:
            yield Shown(targets[piece.path, facts.video.url].asset, piece.document, FILM)


def are_the_same(before: Texts, now: Texts) -> bool:
    """Whether each text shows the same files in the same order, and leads to the same ones."""
    old, new = list(before.published), list(now.published)
    return len(old) == len(new) and all(
        (one is other and before.bodies[one.path] is now.bodies[other.path] and before.targets is now.targets)
        or _files_of(one, before) == _files_of(other, now)
        for one, other in zip(old, new, strict=True)
    )


def _files_of(piece: ContentFile[Any], texts: Texts) -> tuple[object, ...]:
    one = [piece]
    pictures = [picture.asset for picture in shown(one, texts.bodies, texts.targets)]
    return piece.path, pictures, linked(one, texts.bodies, texts.targets)


def without_credit(piece: ContentFile[Any], targets: Targets) -> Iterator[Problem]:
    """A note for each picture of the front matter that is there and of which nothing says whose it is."""
    facts: Written = piece.facts
    for n, image in enumerate(facts.images):
        if (piece.path, image.src) in targets and not (image.credit or image.licence):
            hint = "add credit: with the name of whoever made it, and licence: unless it is your own"
            message = "nothing says whose picture this is"
            loc = ("images", n, "src")
            yield piece.document.problem(loc, "picture-without-credit", message, hint, Severity.NOTE)


def without_alt(document: Document, body: Body) -> Iterator[Problem]:
    """A warning for each picture of a body of which nothing says what it shows."""
    for link in body.links:
        if link.is_image and not link.alt:
            hint = f"write ![what it shows]({link.target}), for people who cannot see it"
            refused = InvalidValueError("picture-without-alt", "nothing says what this picture shows", hint)
            yield document.problem_in_body(place_of_link(document.body, link), refused, Severity.WARNING)
