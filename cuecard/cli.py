"""The command line: arguments in, messages and an exit code out. Nothing else prints.

Exit codes: 0 all good, 1 the content has problems, 2 wrong usage or set-up, 3 a fault of the program.
"""

from __future__ import annotations

import argparse
import gc
import io
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cuecard import __version__, progress, unchanged
from cuecard.config import Options, template_folders
from cuecard.problems import Problem, Severity, as_github, as_json, as_text, has_errors
from cuecard.watching import Watch
from cuecard.workers import processors

if TYPE_CHECKING:
    from cuecard import pipeline
    from cuecard.publish.views import CardFit

GOOD, CONTENT, USAGE, FAULT = range(4)

_COMMANDS = ("build", "check", "card")


def run(argv: Sequence[str]) -> int:
    """Do what *argv* asks for, and return the exit code. `build` may be left out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every letter
    try:
        arguments = _parser().parse_args(_with_command(argv))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    try:
        if arguments.command == "build":
            return _build(arguments, argv)
        return {"check": _check, "card": _card}[arguments.command](arguments)
    except KeyboardInterrupt:
        _tell("cuecard: stopped; the site is as it was, file by file")
        return USAGE
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "cuecard":
            raise
        _tell(
            f'cuecard: the library "{error.name}" is not installed for {sys.executable}; run "make site" once, or '
            '"pip install -e ." in a virtual environment, and use the python of that'
        )
        return USAGE
    except Exception:
        traceback.print_exc()
        _tell("cuecard: this is a fault of the program, not of your content; please report the lines above")
        return FAULT


def _build(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    started = time.perf_counter()
    options = _options(arguments)
    folders = [str(folder) for folder in template_folders(options)]
    before = unchanged.Scan(str(options.content), folders).settle() if options.cache else None
    from cuecard import pipeline  # noqa: PLC0415 - a wrong option should be told before half a second of imports

    gc.set_threshold(
        200_000
    )  # a build makes many things and few circles; looking for those takes a fifth of its time
    watch = progress.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else Watch()
    try:
        report = pipeline.build(options, watch)
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return _tell_fault(fault)
    finally:
        watch.done()
    _tell_problems(report.problems)
    if report.written is None:
        _tell(f"cuecard: {_counted(report.problems)}; nothing was written")
        return CONTENT
    told = [] if arguments.quiet else list(_summary(report, options))
    for line in told[:-1]:
        print(line)
    if told:
        written = report.written
        print(
            f"{told[-1]}, {written.changed} changed, {written.removed} removed, {written.kept} skipped, "
            f"{time.perf_counter() - started:.2f} s"
        )
    if arguments.profile:
        print(watch.profile())
    elif before and options.cache:
        warned = "".join(f"{as_text(problem)}\n" for problem in report.problems)
        made = unchanged.Made(options.output, report.files, ("\n".join(told), warned))
        unchanged.remember(words, before, made, options.cache)
    return GOOD


def _summary(report: pipeline.BuildReport, options: Options) -> Iterator[str]:
    """How each card fits, and what the site is made of."""
    for card in report.cards:
        yield f"card {card.slug}: {_fit('A4', card.a4)}; {_fit('Letter', card.letter)}"
    library = report.library
    made = ", ".join(
        _number(len(some), noun)
        for some, noun in (
            (library.exercises, "exercise"),
            (library.routines, "routine"),
            (library.guides, "guide"),
        )
    )
    files = len(report.files) - 1  # the list of what we made is no part of the site
    yield f"{made}: {_number(files, 'file')} in {options.output}"


def _check(arguments: argparse.Namespace) -> int:
    from cuecard import pipeline  # noqa: PLC0415

    try:
        checked = pipeline.check(_options(arguments))
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return _tell_fault(fault)
    problems = checked.problems
    if arguments.format == "json":
        print(as_json(problems))
    elif arguments.format == "github":
        for problem in problems:
            print(as_github(problem))
    else:
        _tell_problems(problems)
        print(f"{_number(len(checked.found.files), 'file')} checked, {_counted(problems)}")
    return CONTENT if has_errors(problems, strict=arguments.strict) else GOOD


def _card(arguments: argparse.Namespace) -> int:
    from cuecard import pipeline  # noqa: PLC0415

    try:
        made = pipeline.card(_options(arguments), arguments.routine, arguments.paper, large=arguments.large)
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return _tell_fault(fault)
    _tell_problems(made.problems)
    if made.pdf is None:
        _tell(f"cuecard: {_counted(made.problems)}; no card was made")
        return CONTENT
    out: Path = arguments.out or Path(made.name)
    try:
        out.write_bytes(made.pdf)
    except OSError as error:
        _tell(f"cuecard: {out} cannot be written: {error.strerror}")
        return USAGE
    if not arguments.quiet:
        print(f"{out}: {made.told}")
    return GOOD


# --- messages -------------------------------------------------------------------------------------------


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _tell_fault(fault: pipeline.Refusal | pipeline.TemplateFault) -> int:
    """Say why nothing could be done at all."""
    problem = getattr(fault, "problem", None)
    _tell(as_text(problem) if problem else f"cuecard: {fault}")
    return USAGE


def _fit(paper: str, fit: CardFit) -> str:
    """How a card was made to fit: "A4 short steps, 12.5 pt"."""
    return f"{paper} {fit.rung.name}, {fit.size:g} pt"


def _tell_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        _tell(as_text(problem))


def _counted(problems: Sequence[Problem]) -> str:
    """Such as "2 errors, 1 warning"; "no problems" for none."""
    counts = [
        _number(number, noun)
        for severity, noun in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.NOTE, "note"),
        )
        if (number := sum(problem.severity is severity for problem in problems))
    ]
    return ", ".join(counts) or "no problems"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- arguments ------------------------------------------------------------------------------------------


def _with_command(argv: Sequence[str]) -> list[str]:
    """*argv* with `build` put in where no command is named."""
    if argv and (argv[0] in _COMMANDS or argv[0] in {"-h", "--help", "--version"}):
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
    check = commands.add_parser("check", help="tell every problem of the content, and write nothing")
    card = commands.add_parser("card", help="make one routine's card as a PDF, without the site")
    card.add_argument("routine", metavar="ROUTINE", help="the name of its file, without .md")
    card.add_argument("--paper", choices=["a4", "letter"], help="in place of the one in site.yaml")
    card.add_argument("--large", action="store_true", help="in large print, on as many pages as it takes")
    card.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="in place of ROUTINE-PAPER.pdf, or ROUTINE-large-PAPER.pdf, here",
    )
    for command in (build, check, card):
        command.add_argument("--content", type=Path, default=Path("content"), metavar="DIR")
        command.add_argument(
            "--base-url", type=_address, metavar="URL", help="in place of the one in site.yaml"
        )
        command.add_argument(
            "--templates", type=Path, metavar="DIR", help="files here take the place of built-in templates"
        )
        command.add_argument(
            "--jobs",
            type=_jobs,
            default=processors(),
            metavar="N",
            help="work in so many processes at a time (as many as there are processors)",
        )
        command.add_argument("--no-cache", action="store_true", help="make everything anew, and keep nothing")
        command.add_argument("--drafts", action="store_true", help="publish drafts too")
        command.add_argument("--strict", action="store_true", help="let a warning fail the build")
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
    for command in (build, card):
        command.add_argument("--quiet", action="store_true", help="print problems only")
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    return parser


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        arguments.content,
        arguments.templates,
        getattr(arguments, "output", Path("site")),
        arguments.base_url,
        arguments.drafts,
        arguments.strict,
        None if arguments.no_cache else Path(".cuecard-cache"),
        arguments.date,
        arguments.jobs,
    )


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
    from cuecard.content.scalars import read_base_url  # noqa: PLC0415 - only when the option is used
    from cuecard.problems import Refused  # noqa: PLC0415

    if not text:
        return ""
    try:
        return read_base_url(text)
    except Refused as refused:
        raise argparse.ArgumentTypeError(f"{refused.message}: {refused.hint}") from None
