"""What may stand behind `build.py`, and what it means."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cuecard import __version__
from cuecard.core.build_options import Options
from cuecard.system.process_pool import processors

COMMANDS = ("build", "serve", "check", "card", "import", "new", "schema")
COLLECTIONS = ("free-exercise-db", "open-exercise-db", "wger", "cuecard")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """What *argv* asks for; `build` may be left out.

    Raises:
        SystemExit: when it asks for help, or for what there is not; the words are told already.

    """
    return _parser().parse_args(_with_command(argv))


def options_of(arguments: argparse.Namespace) -> Options:
    """What a build needs to know of *arguments*."""
    return Options(
        arguments.content,
        arguments.templates,
        getattr(arguments, "output", Path("site")),
        arguments.base_url,
        arguments.drafts,
        arguments.strict,
        None if arguments.no_cache else Path(".cuecard-cache"),
        arguments.date,
        getattr(arguments, "jobs", 1),
        arguments.trust_raw_html,
    )


def _with_command(argv: Sequence[str]) -> list[str]:
    """*argv* with `build` put in where no command is named."""
    if argv and (argv[0] in COMMANDS or argv[0] in {"-h", "--help", "--version"}):
        return list(argv)
    if argv and not argv[0].startswith("-"):
        return list(argv)
    return ["build", *argv]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cuecard",
        description="Makes a site that people read, link to and print from one Markdown file per exercise.",
        epilog="Exit codes: 0 good, 1 problems in the content, 2 wrong usage or set-up, 3 our own fault.",
    )
    parser.add_argument("--version", action="version", version=f"cuecard {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="make the site (the default)")
    serve = commands.add_parser("serve", help="show the site while you write; pages follow each save")
    check = commands.add_parser("check", help="tell every problem of the content, and what could be better")
    card = commands.add_parser("card", help="make one routine's card as a PDF, without the site")
    _import_options(commands.add_parser("import", help="make texts of exercises from elsewhere"))
    card.add_argument("routine", metavar="ROUTINE", help="the name of its file, without .md")
    card.add_argument("--paper", choices=["a4", "letter"], help="in place of the one in site.yaml")
    card.add_argument("--large", action="store_true", help="in large print, on as many pages as it takes")
    card.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="in place of ROUTINE-PAPER.pdf, or ROUTINE-large-PAPER.pdf, here",
    )
    for command in (build, serve, check, card):
        command.add_argument("--content", type=Path, default=Path("content"), metavar="DIR")
        command.add_argument(
            "--base-url", type=_address, metavar="URL", help="in place of the one in site.yaml"
        )
        command.add_argument(
            "--templates", type=Path, metavar="DIR", help="files here take the place of built-in templates"
        )
        command.add_argument("--no-cache", action="store_true", help="make everything anew, and keep nothing")
        command.add_argument(
            "--drafts",
            action="store_true",
            help="publish drafts too" if command is not serve else "always on",
        )
        command.add_argument("--strict", action="store_true", help="let a warning fail the build")
        command.add_argument(
            "--trust-raw-html",
            action="store_true",
            help="publish HTML in texts as it is, scripts too; only if you trust all authors",
        )
        command.add_argument(
            "--date",
            type=_date,
            metavar="YYYY-MM-DD",
            help="the day to reckon overdue reviews from",
        )
    build.add_argument("--output", type=Path, default=Path("site"), metavar="DIR")
    build.add_argument(
        "--profile", action="store_true", help="tell how long each stage and each template takes"
    )
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="where to listen; 0.0.0.0 lets everyone in your network read",
    )
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="NUMBER", help="the next free one is taken"
    )
    serve.add_argument("--open", action="store_true", help="open the preview in your browser")
    for command in (build, serve, card):
        command.add_argument("--quiet", action="store_true", help="print problems only")
    for command in (build, check, card):
        command.add_argument(
            "--jobs",
            type=_jobs,
            default=processors(),
            metavar="N",
            help="work in so many processes at a time (as many as there are processors)",
        )
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    new = commands.add_parser("new", help="write a file to begin from, or a folder to begin a site in")
    new.add_argument("kind", choices=["exercise", "routine", "guide", "site"])
    new.add_argument(
        "name",
        nargs="+",
        metavar="TITLE",
        help="of the text; of a site, the folder to make, not there yet or empty",
    )
    schema = commands.add_parser("schema", help="print the keys and words of each kind of file for editors")
    schema.add_argument(
        "kind",
        nargs="?",
        choices=["exercise", "routine", "guide", "site"],
        help="one kind of file; without it, all of them in one document",
    )
    schema.add_argument(
        "--dialect",
        choices=["2020-12", "draft-07"],
        default="2020-12",
        help="the version of JSON Schema that it says it is",
    )
    for command in (new, schema):
        command.add_argument("--content", type=Path, metavar="DIR", help="in place of content")
    return parser


def _import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", metavar="COLLECTION", choices=COLLECTIONS, help=", ".join(COLLECTIONS))
    command.add_argument("file", metavar="FILE", type=Path, help="its file or folder, on this computer")
    command.add_argument(
        "--into", type=Path, default=Path("content"), metavar="DIR", help="the content folder to write into"
    )
    command.add_argument("--language", metavar="CODE", help="of the texts, where there are several (en)")
    command.add_argument("--report", type=Path, metavar="FILE", help="tell every loss by name, in this file")
    command.add_argument("--format", choices=["text", "json"], default="text")
    command.add_argument("--quiet", action="store_true", help="print problems only")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 2**16:
        return int(text)
    raise argparse.ArgumentTypeError(f'"{text}" is no port: a number from 0 to 65535')


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no date such as 2026-11-01') from None


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no number from 1')
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
