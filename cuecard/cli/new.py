"""`new` and `schema`: files to begin with, and what editors need to know about their keys."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from cuecard.cli.terminal import CONTENT, GOOD, USAGE, print_diagnostics, print_error
from cuecard.core import command_line
from cuecard.core.diagnostics import InvalidValueError, Severity, with_number

if TYPE_CHECKING:
    from cuecard.vocabulary.vocabulary import Vocabulary

_COUNT_AS_EMPTY = frozenset([".git", ".DS_Store"])
"""What the folder of a new site may contain: the files of a new repository."""


def new(arguments: argparse.Namespace) -> int:
    """Create a text, or the folder of a whole site, that an author can go on with."""
    from cuecard.authoring.new_files import CannotCreateFileError  # noqa: PLC0415 - only what is needed is imported

    name = " ".join(arguments.name)
    try:
        if arguments.kind == "site":
            return _new_site(name, arguments.content)
        return _new_text(arguments.kind, name, arguments.content or Path("content"))
    except InvalidValueError as error:
        print_error(f"cuecard: {error.message}" + (f"\n   = {error.hint}" if error.hint else ""))
        if error.code == "no-exercises":
            options = command_line.content_option(arguments.content or Path("content"))
            print_error(f"  {command_line.command_line('new', 'exercise', 'Wall sit', *options)}")
    except CannotCreateFileError as error:
        print_error(f"cuecard: {error}")
    return USAGE


def _new_text(kind: str, title: str, content: Path) -> int:
    from cuecard.authoring import new_files, scaffold  # noqa: PLC0415
    from cuecard.parse import sources  # noqa: PLC0415

    if content.exists() and not content.is_dir():
        raise new_files.CannotCreateFileError(f"{content} is not a folder")
    texts = sources.discover(content)
    text = scaffold.new_text(sources.Kind(kind), title, texts)
    file = content / text.path
    if file.parent.is_symlink():
        raise new_files.CannotCreateFileError(
            f"{file.parent} is a symbolic link, which is not followed; put the folder itself there"
        )
    new_files.create_files({file: text.text.encode()})
    shown = f"{texts.shown_folder}/{text.path}"
    print(f'{shown}: created as a draft. To publish it, delete its line "draft: true". To preview it:')
    print(f"  {command_line.command_line('serve', *command_line.content_option(content))}")
    return GOOD


def _new_site(name: str, content: Path | None) -> int:
    from cuecard.authoring import new_files, scaffold  # noqa: PLC0415

    if content is not None:
        raise new_files.CannotCreateFileError("a new site has its own content folder; leave out --content")
    if not name.strip():
        raise new_files.CannotCreateFileError(
            "a new site needs a folder; name one that does not exist yet, such as my-guide"
        )
    folder = Path(name)
    try:
        names = (
            sorted({entry.name for entry in folder.iterdir()} - _COUNT_AS_EMPTY) if folder.exists() else []
        )
    except NotADirectoryError:
        raise new_files.CannotCreateFileError(f"{folder} is a file") from None
    except OSError as error:
        raise new_files.CannotCreateFileError(f"{folder} cannot be read: {error.strerror}") from None
    if names:
        raise new_files.CannotCreateFileError(
            f"{folder} is not empty, it contains {names[0]}; name a folder that does not exist yet"
        )
    files = scaffold.new_site()
    new_files.create_files({folder / path: data for path, data in files.items()})
    print(
        f"{folder}: created a new site ({with_number(len(files), 'file')}). Its README.md says what to do next."
    )
    print("To preview it:")
    print(f"  {command_line.command_line('serve', *command_line.content_option(folder / 'content'))}")
    return GOOD


def schema(arguments: argparse.Namespace) -> int:
    """Print what editors need to know about the keys, as JSON Schema."""
    from cuecard.authoring import json_schema  # noqa: PLC0415
    from cuecard.vocabulary import additions  # noqa: PLC0415

    content: Path = arguments.content or Path("content")
    if arguments.content and not content.is_dir():
        print_error(f'cuecard: there is no folder "{content}"')
        return USAGE
    file = content / "vocabulary.yaml"
    words = _own_vocabulary(file, content) if file.is_file() else additions.load_builtin()
    if words is None:
        return CONTENT
    print(json.dumps(json_schema.described(words, arguments.kind or "", arguments.dialect), indent=2))
    return GOOD


def _own_vocabulary(file: Path, content: Path) -> Vocabulary | None:
    """Return the words of the program and of *file*; None if that has errors, which are printed."""
    from cuecard.parse import content_folder, sources  # noqa: PLC0415

    source = sources.read_text(file, content)
    if not isinstance(source, sources.SourceFile):
        print_diagnostics([source] if source else [])
        return None
    parsed = content_folder.read(sources.Sources((source,), (), (), source.shown))
    errors = [problem for problem in parsed.problems if problem.severity is Severity.ERROR]
    print_diagnostics(errors)
    return None if errors else parsed.vocabulary
