"""Names of folders in `site.yaml`: inside the project, which is the folder that contains the content folder."""

from __future__ import annotations

import re
from typing import Annotated

from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.fields import read_text, reads

_NAME = re.compile(r"[\w][\w .-]*")


def read_folder(value: object) -> str:
    """Return the name of a folder below the project, with forward slashes.

    Raises:
        InvalidValueError: with code `bad-folder`, if it could lead out of the project or is hidden.

    """
    text = read_text(value).removesuffix("/")
    parts = text.split("/")
    if not all(_NAME.fullmatch(part) and not part.endswith((".", " ")) for part in parts):
        message = f'"{text}" is not a folder inside this project'
        hint = "write its name from the folder that contains the content folder, such as public"
        raise InvalidValueError("bad-folder", message, hint)
    return text


def read_top_folder(value: object) -> str:
    """Return the name of a folder beside the content folder.

    Raises:
        InvalidValueError: with code `bad-folder`.

    """
    text = read_folder(value)
    if "/" in text:
        message = f'"{text}" is not directly beside the content folder'
        raise InvalidValueError("bad-folder", message, f"write {text.rpartition('/')[2]}, and put it there")
    return text


_FORM = {"type": "string", "pattern": r"^[^/\\\\.][^\\\\]*$"}
Folder = Annotated[str, reads(read_folder, _FORM)]
TopFolder = Annotated[str, reads(read_top_folder, _FORM)]
