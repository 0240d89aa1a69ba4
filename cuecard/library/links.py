"""Links between files: an author names a source file, a reader gets the page made from it.

`[step-up](step-up.md#steps)` is looked up among the files of the content folder, case-sensitively on every file
system. A target can also be the address of a generated page, such as `../muscles/glutes.html`.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, nearest, one_of
from cuecard.parse.suffixes import ASSET_SUFFIXES, EXPORT_AS_JPEG, PICTURE_SUFFIXES, kind_hint


class Target(Struct, frozen=True):
    """Where a link leads: a page of the site, a file to publish with it, or an address elsewhere."""

    url: str = ""
    """URL of a page, with its fragment; or a full address elsewhere."""
    asset: str = ""
    """Path of a file in the content folder."""
    is_elsewhere: bool = False


class LinkIndex(Struct, frozen=True):
    """What can be linked to."""

    pages: Mapping[str, str]
    """Source path to URL, of every published content file."""
    ids: Mapping[str, frozenset[str]]
    """URL to the ids on that page; pages without an entry accept any."""
    made: frozenset[str]
    """The URLs of generated pages without a content file, such as a muscle's."""
    drafts: frozenset[str]
    """Source paths of unpublished content files."""
    assets: frozenset[str]
    """Paths of pictures, videos and documents."""
    unread: frozenset[str] = frozenset()
    """Source paths of content files with errors: a link to one may be right, and a hint may name it."""
    others: frozenset[str] = frozenset()
    """Paths of existing files of a kind that cannot be published."""

    def has_page(self, url: str) -> bool:
        """Return whether the site has a page at *url*."""
        return url in self.made or url in self.ids


def resolve(target: str, path: str, linked: LinkIndex, *, is_image: bool = False) -> Target:
    """Resolve *target*, a link written in the file *path*.

    Raises:
        InvalidValueError: if the target does not exist, with a hint that names the most similar file.

    """
    if not target:
        raise InvalidValueError(
            "dead-link", "this link has no target", "write a file name between the brackets"
        )
    source, raw, fragment = _parts(target, path, linked)
    if source in linked.assets:
        if is_image and not source.lower().endswith(tuple(PICTURE_SUFFIXES)):
            raise InvalidValueError(
                "bad-image", f'"{target}" is not a picture file', one_of(sorted(PICTURE_SUFFIXES))
            )
        return Target(asset=source)
    if source in linked.others:
        if is_image:
            hint = EXPORT_AS_JPEG if kind_hint(source) == EXPORT_AS_JPEG else one_of(sorted(PICTURE_SUFFIXES))
            raise InvalidValueError("bad-image", f'"{target}" cannot be shown as a picture', hint)
        what = "is not published" if source.endswith(".md") else "is a kind of file that cannot be published"
        raise InvalidValueError("bad-file", f'"{target}" {what}', kind_hint(source))
    if is_image:
        pictures = frozenset(
            asset for asset in linked.assets if asset.lower().endswith(tuple(PICTURE_SUFFIXES))
        )
        hint = _nearest(source, path, pictures) or _PUT_IT_HERE
        raise InvalidValueError("dead-image", f'there is no picture "{target}"', hint)
    if source in linked.drafts:
        hint = "publish the draft, or remove the link"
        raise InvalidValueError("draft-link", f'"{target}" is a draft and has no page', hint)
    url = linked.pages.get(source) or (source if linked.has_page(source) else "")
    if not url:
        if source.lower().endswith(tuple(ASSET_SUFFIXES)):
            hint = _nearest(source, path, linked.assets) or _PUT_IT_HERE
        else:
            hint = _nearest(source, path, frozenset([*linked.pages, *linked.unread, *linked.assets]))
        raise InvalidValueError("dead-link", f'there is no file "{target}"', hint)
    ids = linked.ids.get(url) if fragment else None
    if fragment and ids is not None and fragment not in ids:
        where = "this page" if source == path else f'"{raw}"'
        hint = did_you_mean(f"#{fragment}", (f"#{name}" for name in ids)) or _some(ids)
        raise InvalidValueError("dead-anchor", f'{where} has no "#{fragment}"', hint)
    return Target(url=url + (f"#{fragment}" if fragment else ""))


_PUT_IT_HERE = "put the file in the same folder as this text"


def names_one_of(paths: Container[str], target: str, path: str) -> bool:
    """Return whether *target*, a link in the file *path*, leads to one of *paths*."""
    return source_of(target, path) in paths or whole_name(target, path) in paths


def source_of(target: str, path: str) -> str:
    """Return the path in the content folder of *target*, a link in the file *path*."""
    name = unicodedata.normalize("NFC", unquote(target.partition("#")[0].partition("?")[0]))
    return _joined(name, path) if name else path


def _parts(target: str, path: str, linked: LinkIndex) -> tuple[str, str, str]:
    """Return the path in the content folder of *target*, its name as written, and its fragment.

    A file of the whole name is looked for first, as names can have a `#` or a `?`.
    """
    whole = whole_name(target, path)
    if whole in linked.assets or whole in linked.others or whole in linked.pages:
        return whole, target, ""
    raw, _, fragment = target.partition("#")
    return source_of(target, path), raw, unquote(fragment)


def whole_name(target: str, path: str) -> str:
    """Return the path in the content folder of *target* if its name contains the `#` or `?`, as in `chair #2.png`."""
    return _joined(unicodedata.normalize("NFC", unquote(target)), path)


def _joined(name: str, path: str) -> str:
    """Return the path in the content folder; a leading slash means its root."""
    if "/" not in name and name not in {".", ".."}:  # as most links are: a file in the same folder
        folder, slash, _ = path.rpartition("/")
        return folder + slash + name
    if name.startswith("/"):
        return posixpath.normpath(name.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _nearest(source: str, path: str, candidates: frozenset[str]) -> str:
    """Return a hint with the existing file most similar to *source*, as a link from the file *path*.

    The same name in another folder comes first, then the same name with another ending, then a similar name. Folders
    and endings are ignored in the comparison, or all exercises would be similar.
    """
    by_stem = _by_stem(candidates)
    stem, suffix = posixpath.splitext(posixpath.basename(source).casefold())
    near = by_stem.get(stem)
    if not near:
        near = by_stem.get(nearest(stem, tuple(by_stem)), ())
    folders = [posixpath.dirname(source), posixpath.dirname(path)]

    def distance(candidate: str) -> tuple[bool, int, str]:
        folder = posixpath.dirname(candidate)
        is_other_kind = posixpath.splitext(candidate)[1].casefold() != (suffix or ".md")
        return is_other_kind, folders.index(folder) if folder in folders else len(folders), candidate

    best = min(near, key=distance, default="")
    return f'did you mean "{posixpath.relpath(best, folders[1] or ".")}"?' if best else ""


@lru_cache(maxsize=2)
def _by_stem(candidates: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Group the paths by their file name, without ending and case."""
    by_stem: dict[str, list[str]] = {}
    for path in sorted(candidates):
        by_stem.setdefault(posixpath.splitext(posixpath.basename(path).casefold())[0], []).append(path)
    return by_stem


def _some(ids: frozenset[str]) -> str:
    return "it has " + ", ".join(f"#{name}" for name in sorted(ids)[:8]) if ids else ""
