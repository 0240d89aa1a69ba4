"""Files in `assets/` of an owner's templates, which are published for templates and style sheets to use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import jinja2
from jinja2.runtime import Context
from msgspec import Struct

from cuecard.core.build_options import builtin_templates
from cuecard.core.diagnostics import did_you_mean
from cuecard.core.ignored_files import is_ignored
from cuecard.core.urls import asset_url

SHEET = "own.css"
"""The owner's style sheet, which all pages but cards load after the others."""
_URL = re.compile(r"""url\(\s*(["']?)([^"')#?\s]+)""")


class OwnAsset(Struct, frozen=True):
    """A file that is published."""

    url: str
    data: bytes


def own_assets(folders: tuple[Path, ...]) -> Mapping[str, OwnAsset]:
    """Return the files of an owner by their name in `assets/`; those that replace a built-in one are not among them.

    In style sheets, `url(name)` of another of these files becomes its published address.
    """
    files = {
        name: file.read_bytes()
        for folder in reversed(folders[:-1])
        for name, file in _files(folder / "assets")
        if name not in builtin_names()
    }
    found = {name: _published(name, data) for name, data in files.items() if not name.endswith(".css")}
    for name, data in files.items():
        if name.endswith(".css"):
            found[name] = _published(name, _with_addresses(name, data, found))
    return found


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder, in order, but for parts of style sheets; links are left out."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = file.relative_to(folder)
        if name.parts[0] == "styles" or any(map(is_ignored, name.parts)):
            continue
        if file.is_file() and not file.is_symlink():
            yield name.as_posix(), file


@cache
def builtin_names() -> frozenset[str]:
    """Return the names in `assets/` that mean a built-in file, or a whole style sheet."""
    folder = builtin_templates() / "assets"
    sheets = ("site", "home", "exercise", "routine", "guide", "card")
    return frozenset([*(f"{name}.css" for name in sheets), *(file.name for file in folder.iterdir())])


def _published(name: str, data: bytes) -> OwnAsset:
    return OwnAsset(asset_url(name.rpartition("/")[2], hashlib.sha256(data).hexdigest()), data)


def _with_addresses(name: str, data: bytes, found: Mapping[str, OwnAsset]) -> bytes:
    """Return a style sheet in which files beside it have their published names: all are in one folder."""
    folder = name.rpartition("/")[0]

    def address(match: re.Match[str]) -> str:
        asset = found.get(f"{folder}/{match[2]}" if folder else match[2])
        return f"url({match[1]}{asset.url.rpartition('/')[2]}" if asset else match[0]

    return _URL.sub(address, data.decode(errors="surrogateescape")).encode(errors="surrogateescape")


class Asset:
    """The function `asset` of templates: the address of an owner's file, from the page that is rendered."""

    def __init__(self, assets: Mapping[str, OwnAsset]) -> None:
        self.urls: Mapping[str, str] = MappingProxyType({name: one.url for name, one in assets.items()})

    @jinja2.pass_context
    def __call__(self, context: Context, name: str) -> str:
        """Return the address of the file *name* in `assets/`.

        Raises:
            TemplateRuntimeError: when there is no such file, or the view has no frame.

        """
        if name not in self.urls:
            hint = did_you_mean(name, self.urls)
            message = f'there is no file "{name}" in assets/' + (f"; {hint}" if hint else "")
            raise jinja2.TemplateRuntimeError(message)
        view = context.get("view")
        if not hasattr(view, "frame"):
            raise jinja2.TemplateRuntimeError("asset() needs the view of a page")
        root: str = view.frame.home.removesuffix("index.html")
        return root + self.urls[name]
