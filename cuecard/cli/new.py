"""`new` and `schema`: files to begin from, and what editors need to know of their keys."""

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
"""What a folder may hold in which a site is begun: that of a repository which was made a moment ago."""


def new(arguments: argparse.Namespace) -> int:
    """Write a text, or the folder of a whole site, for an author to go on from."""
    from cuecard.authoring.new_files import CannotCreateFileError  # noqa: PLC0415 - only what is asked for is read

    name = " ".join(arguments.name)
    try:
        if arguments.kind == "site":
            return _new_site(name, arguments.content)
        return _new_text(arguments.kind, name, arguments.content or Path("content"))
    except InvalidValueError as refused:
        print_error(f"cuecard: {refused.message}" + (f"\n   = {refused.hint}" if refused.hint else ""))
        if refused.code == "no-exercises":
            options = command_line.content_option(arguments.content or Path("content"))
            print_error(f"  {command_line.command_line('new', 'exercise', 'Wall sit', *options)}")
    except CannotCreateFileError as reason:
        print_error(f"cuecard: {reason}")
    return USAGE


def _new_text(kind: str, title: str, content: Path) -> int:
    from cuecard.authoring import new_files, scaffold  # noqa: PLC0415
    from cuecard.parse import sources  # noqa: PLC0415

    if content.exists() and not content.is_dir():
        raise new_files.CannotCreateFileError(f"{content} is not a folder")
    found = sources.discover(content)
    made = scaffold.new_text(sources.Kind(kind), title, found)
    file = content / made.path
    if file.parent.is_symlink():
        raise new_files.CannotCreateFileError(
            f"{file.parent} is a symbolic link, which is not followed; put the folder itself there"
        )
    new_files.create_files({file: made.text.encode()})
    shown = f"{found.shown_folder}/{made.path}"
    print(f'{shown}: created as a draft. To publish it, delete its line "draft: true". To preview it:')
    print(f"  {command_line.command_line('serve', *command_line.content_option(content))}")
    return GOOD


def _new_site(name: str, content: Path | None) -> int:
    from cuecard.authoring import new_files, scaffold  # noqa: PLC0415

    if content is not None:
        raise new_files.CannotCreateFileError(
            "a new site has a content folder of its own; leave --content out"
        )
    if not name.strip():
        raise new_files.CannotCreateFileError(
            "a new site needs a folder; name one that is not there yet, such as my-guide"
        )
    folder = Path(name)
    try:
        there = (
            sorted({entry.name for entry in folder.iterdir()} - _COUNT_AS_EMPTY) if folder.exists() else []
        )
    except NotADirectoryError:
        raise new_files.CannotCreateFileError(f"{folder} is a file") from None
    except OSError as error:
        raise new_files.CannotCreateFileError(f"{folder} cannot be read: {error.strerror}") from None
    if there:
        raise new_files.CannotCreateFileError(
            f"{folder} is not empty, it holds {there[0]}; name a folder that is not there yet"
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
    """Print what editors need to know of the keys, as JSON Schema."""
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
    """The words of the program and of *file*; None when that has mistakes, which are told."""
    from cuecard.parse import content_folder, sources  # noqa: PLC0415

    source = sources.read_text(file, content)
    if not isinstance(source, sources.SourceFile):
        print_diagnostics([source] if source else [])
        return None
    read = content_folder.read(sources.Sources((source,), (), (), source.shown))
    wrong = [problem for problem in read.problems if problem.severity is Severity.ERROR]
    print_diagnostics(wrong)
    return None if wrong else read.vocabulary
