"""The command line: commands, options and their help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cuecard import __version__
from cuecard.core.build_options import Options
from cuecard.system.process_pool import processors

COMMANDS = ("build", "serve", "check", "card", "import", "new", "schema", "words")
COLLECTIONS = ("free-exercise-db", "open-exercise-db", "wger", "cuecard")
_CONTENT_HELP = "the folder with your texts (default: content)"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse *argv*; `build` is the default command.

    Raises:
        SystemExit: after `--help` or `--version`, and on wrong usage. The message is already printed.

    """
    return _parser().parse_args(_with_command(argv))


def options_of(arguments: argparse.Namespace) -> Options:
    """Return the options of a build."""
    return Options(
        arguments.content,
        arguments.templates,
        getattr(arguments, "output", None) or Path("site"),
        arguments.base_url,
        arguments.drafts,
        arguments.strict,
        None if arguments.no_cache else Path(".cuecard-cache"),
        arguments.date,
        getattr(arguments, "jobs", 1),
        arguments.trust_raw_html,
        getattr(arguments, "quiet", False),
        getattr(arguments, "profile", False),
        getattr(arguments, "output", None) is not None,
    )


def _with_command(argv: Sequence[str]) -> list[str]:
    """Return *argv* with `build` in front if it names no command."""
    if argv and (argv[0] in COMMANDS or argv[0] in {"-h", "--help", "--version"}):
        return list(argv)
    if argv and not argv[0].startswith("-"):
        return list(argv)
    return ["build", *argv]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cuecard",
        description="Build a website of exercises to read, link to and print, from one Markdown file per exercise.",
        epilog="Exit codes: 0 success, 1 problems in the content, 2 wrong usage or set-up, 3 bug in Cuecard.",
    )
    parser.add_argument("--version", action="version", version=f"cuecard {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the site (the default)")
    serve = commands.add_parser("serve", help="preview the site; pages update when you save")
    check = commands.add_parser("check", help="report all errors and suggestions without building")
    card = commands.add_parser("card", help="make a single card as a PDF, without building the site")
    _import_options(commands.add_parser("import", help="import exercises from another collection"))
    _card_options(card)
    for command in (build, serve, check, card):
        _site_options(command, is_serve=command is serve)
    build.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="the folder to write to (default: output in site.yaml, or site)",
    )
    build.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="read and render on the workers of a Dask scheduler, such as tcp://127.0.0.1:8786",
    )
    build.add_argument(
        "--profile", action="store_true", help="print how long each stage and each template takes"
    )
    _serve_options(serve)
    for command in (build, serve, card):
        command.add_argument("--quiet", action="store_true", help="print problems only")
    for command in (build, check, card):
        command.add_argument(
            "--jobs",
            type=_jobs,
            default=processors(),
            metavar="N",
            help="the number of processes to use (default: the number of processors)",
        )
    check.add_argument(
        "--format", choices=["text", "json", "github"], default="text", help="how to print problems"
    )
    _add_file_commands(commands)
    return parser


def _add_file_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that write or print a file to begin with."""
    _new_options(commands.add_parser("new", help="create an exercise, routine, guide, page or site"))
    _schema_options(
        commands.add_parser("schema", help="print JSON Schema, with which editors can check front matter")
    )
    _words_options(
        commands.add_parser("words", help="write Cuecard's words in another language, to be checked")
    )


def _site_options(command: argparse.ArgumentParser, *, is_serve: bool) -> None:
    command.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help=_CONTENT_HELP)
    command.add_argument("--base-url", type=_address, metavar="URL", help="overrides base_url in site.yaml")
    command.add_argument(
        "--templates",
        type=Path,
        metavar="DIR",
        help="a folder of templates that replace built-in ones of the same name (default: that of site.yaml)",
    )
    command.add_argument("--no-cache", action="store_true", help="ignore the cache and don't write one")
    command.add_argument(
        "--drafts",
        action="store_true",
        help="always on" if is_serve else "include drafts",
    )
    command.add_argument("--strict", action="store_true", help="treat warnings as errors")
    command.add_argument(
        "--trust-raw-html",
        action="store_true",
        help="publish HTML in texts as it is, scripts too; only if you trust all authors",
    )
    command.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="treat reviews due before this date as overdue",
    )


def _card_options(card: argparse.ArgumentParser) -> None:
    card.add_argument(
        "routine", metavar="ROUTINE", nargs="*", help="the names of their files, without .md; one PDF for all"
    )
    card.add_argument("--all", action="store_true", help="the cards of all routines, in one PDF")
    card.add_argument("--paper", choices=["a4", "letter"], help="overrides paper in site.yaml")
    card.add_argument("--large", action="store_true", help="large print, on as many pages as needed")
    card.add_argument(
        "--cut-out",
        type=int,
        choices=[0, 1, 4, 6],
        default=0,
        metavar="NUMBER",
        help="a card for each exercise: 1 on a sheet, or 4 or 6 with marks to cut along",
    )
    card.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the file to write (default: ROUTINE-PAPER.pdf or ROUTINE-large-PAPER.pdf)",
    )


def _serve_options(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen on; 0.0.0.0 lets everyone in your network see the preview",
    )
    serve.add_argument(
        "--port",
        type=_port,
        default=8000,
        metavar="NUMBER",
        help="if it is in use, the next free port is taken (default: 8000)",
    )
    serve.add_argument("--open", action="store_true", help="open the preview in your browser")


def _new_options(new: argparse.ArgumentParser) -> None:
    new.add_argument("kind", choices=["exercise", "routine", "guide", "page", "site"])
    new.add_argument(
        "name",
        nargs="+",
        metavar="TITLE",
        help="the title; for a site, the folder to create (must not exist or be empty)",
    )
    new.add_argument("--content", type=Path, metavar="DIR", help=_CONTENT_HELP)


def _schema_options(schema: argparse.ArgumentParser) -> None:
    schema.add_argument(
        "kind",
        nargs="?",
        choices=["exercise", "routine", "guide", "page", "home", "site"],
        help="one kind of file (default: all, in one document)",
    )
    schema.add_argument(
        "--dialect",
        choices=["2020-12", "draft-07"],
        default="2020-12",
        help="the version of JSON Schema to declare (default: 2020-12)",
    )
    schema.add_argument("--content", type=Path, metavar="DIR", help=_CONTENT_HELP)


def _words_options(words: argparse.ArgumentParser) -> None:
    words.add_argument("language", metavar="LANGUAGE", help="the code of the language, such as de")
    words.add_argument(
        "--into",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder to write to (default: the current one)",
    )


def _import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", metavar="COLLECTION", choices=COLLECTIONS, help=", ".join(COLLECTIONS))
    command.add_argument(
        "file", metavar="FILE", type=Path, help="the collection's file or folder on this computer"
    )
    command.add_argument(
        "--into",
        type=Path,
        default=Path("content"),
        metavar="DIR",
        help="the content folder to write to (default: content)",
    )
    command.add_argument(
        "--language", metavar="CODE", help="the language of the texts, if there are several (default: en)"
    )
    command.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write a list of everything that was left out to this file",
    )
    command.add_argument("--format", choices=["text", "json"], default="text", help="how to print the report")
    command.add_argument("--quiet", action="store_true", help="print problems only")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 2**16:
        return int(text)
    raise argparse.ArgumentTypeError(f'"{text}" is not a valid port; write a number from 0 to 65535')


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a valid date; write it as 2026-11-01') from None


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number of at least 1')
    return int(text)


def _address(text: str) -> str:
    from cuecard.core.diagnostics import InvalidValueError  # noqa: PLC0415
    from cuecard.parse.fields import read_base_url  # noqa: PLC0415 - only when the option is used

    if not text:
        return ""
    try:
        return read_base_url(text)
    except InvalidValueError as refused:
        raise argparse.ArgumentTypeError(f"{refused.message}: {refused.hint}") from None
