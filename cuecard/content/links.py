"""Links between files: an author names a source file, a reader gets the page made from it.

`[step-up](step-up.md#steps)` is looked up among the files as they lie in the content folder, letter for
letter, so that what works on one file system works on all. A target that is no file but the address of a
page that we make, such as `../muscles/glutes.html`, holds too.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from cuecard.problems import Refused, did_you_mean


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a page of the site, or a file to publish beside it, or an address elsewhere."""

    url: str = ""
    """Of a page, with its fragment; or a full address elsewhere."""
    asset: str = ""
    """Path of an asset in the content folder."""
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """What can be linked to."""

    pages: Mapping[str, str]
    """Source path to url, of every text that is published."""
    ids: Mapping[str, frozenset[str]]
    """Url to the ids on that page; pages without an entry take any."""
    made: frozenset[str]
    """The urls of pages that have no text of their own, such as a muscle's."""
    drafts: frozenset[str]
    """Source paths of texts that are not published now."""
    assets: frozenset[str]
    """Paths of pictures, films and documents."""

    def has_page(self, url: str) -> bool:
        """Whether a page of the site stands at *url*."""
        return url in self.made or url in self.ids


def resolve(target: str, path: str, linked: Linked, *, is_image: bool = False) -> Target:
    """Where *target*, written in the file *path*, leads.

    Raises:
        Refused: with a hint that names the nearest real file, when it leads nowhere.

    """
    raw, _, fragment = target.partition("#")
    wanted = unicodedata.normalize("NFC", unquote(raw.partition("?")[0]))
    fragment = unquote(fragment)
    source = _joined(wanted, path) if wanted else path
    if source in linked.assets:
        return Target(asset=source)
    if is_image:
        raise Refused("dead-image", f'there is no picture "{target}"', _nearest(source, path, linked.assets))
    if source in linked.drafts:
        hint = "publish the draft, or take the link out"
        raise Refused("draft-link", f'"{target}" is a draft and has no page', hint)
    url = linked.pages.get(source) or (source if linked.has_page(source) else "")
    if not url:
        candidates = [*linked.pages, *linked.assets]
        raise Refused("dead-link", f'there is no file "{target}"', _nearest(source, path, candidates))
    ids = linked.ids.get(url)
    if fragment and ids is not None and fragment not in ids:
        where = "this page" if source == path else f'"{raw}"'
        raise Refused(
            "dead-anchor", f'{where} has no "#{fragment}"', did_you_mean(fragment, ids) or _some(ids)
        )
    return Target(url=url + (f"#{fragment}" if fragment else ""))


def _joined(wanted: str, path: str) -> str:
    """The path inside the content folder; a leading slash means its top, and none leads above it."""
    if wanted.startswith("/"):
        return posixpath.normpath(wanted.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted))


def _nearest(source: str, path: str, candidates: Iterable[str]) -> str:
    """The hint that names the real file most like *source*, as it is written from the file *path*.

    A file of the same name in another folder comes before one of a similar name.
    """
    known = sorted(candidates)
    name = posixpath.basename(source).casefold()
    elsewhere = [found for found in known if posixpath.basename(found).casefold() == name]
    near = elsewhere or get_close_matches(source, known, n=1, cutoff=0.6)
    if not near:
        stem = posixpath.splitext(name)[0]
        near = [found for found in known if posixpath.splitext(posixpath.basename(found))[0] == stem]
    if not near:
        return ""
    return f'did you mean "{posixpath.relpath(near[0], posixpath.dirname(path) or ".")}"?'


def _some(ids: frozenset[str]) -> str:
    return "it has " + ", ".join(f"#{name}" for name in sorted(ids)[:8]) if ids else ""
