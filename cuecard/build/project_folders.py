"""The folders that `site.yaml` names: that of the owner's templates, and the one to which the site is written.

They are looked up before anything else is read, because the output folder is locked first. What is wrong with one is
then not used, and is reported as a problem of `site.yaml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cuecard.core.budget import TEXT_BYTES
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.output.file_list import LIST
from cuecard.system.atomic_write import read_regular

_NAMED = re.compile(rb"(?m)^(?:templates|output)[ \t]*:")


def with_site_folders(options: Options) -> Options:
    """Return *options* with the folders of `site.yaml`, where the command line names none."""
    if options.templates and options.is_output_given:
        return options
    named = _read(options.content)
    if not options.templates and (folder := _usable(options.content, "templates", named)):
        options = replace(options, templates=folder)
    if not options.is_output_given and (folder := _usable(options.content, "output", named)):
        options = replace(options, output=folder)
    return replace(options, is_output_given=True)


def problems(content: Path, document: Any) -> Iterator[Problem]:
    """Yield what is wrong with the folders that `site.yaml`, the *document*, names."""
    for key in ("templates", "output"):
        if document.meta.get(key) is None:
            continue
        try:
            _folder(content, key, document.meta[key])
        except InvalidValueError as refused:
            if refused.code == "unusable-folder":  # the rest is reported as a value that cannot be read
                yield document.problem((key,), refused.code, refused.message, refused.hint)


def _read(content: Path) -> dict[str, object]:
    """Return the values of `site.yaml`, or nothing if it names no folder or cannot be read."""
    try:
        data = read_regular(str(content / "site.yaml"), TEXT_BYTES)
    except OSError:
        return {}
    if not _NAMED.search(data):
        return {}
    from cuecard.parse import front_matter, sources  # noqa: PLC0415 - few sites name a folder

    source = sources.read_text(content / "site.yaml", content)
    document = front_matter.read_settings(source) if isinstance(source, sources.SourceFile) else None
    return {} if document is None or isinstance(document, list) else dict(document.meta)


def _usable(content: Path, key: str, named: dict[str, object]) -> Path | None:
    try:
        return _folder(content, key, named[key]) if named.get(key) is not None else None
    except InvalidValueError:
        return None


def _folder(content: Path, key: str, value: object) -> Path:
    """Return the folder of a key.

    Raises:
        InvalidValueError: with code `bad-folder` if it is no name of a folder of the project, or `unusable-folder`.

    """
    from cuecard.parse.project_folders import read_folder, read_top_folder  # noqa: PLC0415 - as above

    name = (read_top_folder if key == "templates" else read_folder)(value)
    folder = Path(os.path.normpath(content / "..")) / name
    parts = name.split("/")
    for place in (folder, *folder.parents[: len(parts) - 1]):
        if place.is_symlink():
            raise _unusable(f'"{name}" is a symbolic link, or in one', "put the folder itself there")
    inside, outside = folder.resolve(), content.resolve()
    if inside == outside or inside.is_relative_to(outside) or outside.is_relative_to(inside):
        raise _unusable(f'"{name}" is the content folder, or inside it', "name a folder beside it")
    if key == "templates":
        if not folder.is_dir():
            raise _unusable(
                f'there is no folder "{name}" beside the content folder', "create it, or delete this line"
            )
        if (folder / LIST).exists():
            hint = "name the folder of your own templates"
            raise _unusable(f'"{name}" is a site that Cuecard made', hint)
    return folder


def _unusable(message: str, hint: str) -> InvalidValueError:
    return InvalidValueError("unusable-folder", message, hint)
