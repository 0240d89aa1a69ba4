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
from cuecard.problems import Problem, as_github, as_json, as_text, counted, has_errors, number_of
from cuecard.watching import Watch
from cuecard.workers import processors

if TYPE_CHECKING:
    from cuecard import pipeline
    from cuecard.publish.output import Written
    from cuecard.publish.views import CardFit
    from cuecard.serve.running import Place
    from cuecard.serve.worker import Build

GOOD, CONTENT, USAGE, FAULT = range(4)

_COMMANDS = ("build", "serve", "check", "card")


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
        return {"serve": _serve, "check": _check, "card": _card}[arguments.command](arguments)
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
    )  # much is made and little in circles; looking for those takes a fifth of the time
    watch = progress.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else Watch()
    try:
        report = pipeline.build(options, watch)
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return _tell_fault(fault)
    finally:
        watch.done()
    _tell_problems(report.problems)
    if report.written is None:
        _tell(f"cuecard: {counted(report.problems)}; nothing was written")
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
        number_of(len(some), noun)
        for some, noun in (
            (library.exercises, "exercise"),
            (library.routines, "routine"),
            (library.guides, "guide"),
        )
    )
    files = len(report.files) - 1  # the list of what we made is no part of the site
    yield f"{made}: {number_of(files, 'file')} in {options.output}"


def _serve(arguments: argparse.Namespace) -> int:
    from cuecard.serve import running, server  # noqa: PLC0415

    try:
        door = running.Door(arguments.host, arguments.port, opens_browser=arguments.open)
        running.serve(_options(arguments), door, _PreviewTeller(arguments))
    except server.CannotListen as reason:
        _tell(f"cuecard: {reason}")
        return USAGE
    return GOOD


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
        print(f"{number_of(len(checked.found.files), 'file')} checked, {counted(problems)}")
    return CONTENT if has_errors(problems, strict=arguments.strict) else GOOD


def _card(arguments: argparse.Namespace) -> int:
    from cuecard import pipeline  # noqa: PLC0415

    try:
        made = pipeline.card(_options(arguments), arguments.routine, arguments.paper, large=arguments.large)
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return _tell_fault(fault)
    _tell_problems(made.problems)
    if made.pdf is None:
        _tell(f"cuecard: {counted(made.problems)}; no card was made")
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


class _PreviewTeller:
    """Tells in the terminal what the preview does."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._texts: tuple[str, ...] = ()
        self._has_site = False

    def serving(self, place: Place) -> None:
        if self._arguments.port not in {0, place.port}:
            print(f"Port {self._arguments.port} is taken.", flush=True)
        print(f"Preview of {self._arguments.content} at {place.address} (Ctrl-C ends it)", flush=True)
        if place.is_open:
            at = f", at {place.for_others}" if place.for_others else ""
            _tell(f"cuecard: everyone in your network can read this preview, drafts too{at}")

    def built(self, build: Build) -> None:
        report = build.report
        if report.fault:
            _tell(report.fault.rstrip())
        if report.texts != self._texts:
            for text in report.texts:
                _tell(text)
        self._texts = report.texts
        self._has_site = self._has_site or report.written is not None
        wrong = f"{counted(report.problems)}; " if report.problems else ""
        if report.written is None:
            stays = "the preview stays as it was" if self._has_site else "there is nothing to show yet"
            _tell(f"{_saved(build)}{wrong}{stays}")
        elif not self._arguments.quiet:
            print(
                f"{_saved(build)}{wrong}{_made(build, report.written)} in {build.seconds:.2f} s", flush=True
            )

    def stopping(self, *, is_building: bool) -> None:
        if is_building:
            _tell("cuecard: one more moment, a build is under way; Ctrl-C again ends it at once")


def _saved(build: Build) -> str:
    """Which save a build was made for: "content/exercises/squat.md: " or "12 files: "; nothing at the first."""
    if not build.changed:
        return ""
    first, *others = sorted(build.changed)
    name = number_of(len(others) + 1, "file") if others else first.as_posix()
    return f"{name}: "


def _made(build: Build, written: Written) -> str:
    """What came of a build: "33 files made" at first, then "2 files changed, 1 removed"."""
    if build.number == 1:
        return f"{number_of(written.files, 'file')} made"
    told = [f"{number_of(written.changed, 'file')} changed"] if written.changed else []
    told += [f"{written.removed} removed"] if written.removed else []
    return ", ".join(told) or "nothing changed"


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
    serve = commands.add_parser("serve", help="show the site while you write; pages follow each save")
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
        getattr(arguments, "jobs", 1),
    )


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
    from cuecard.content.scalars import read_base_url  # noqa: PLC0415 - only when the option is used
    from cuecard.problems import Refused  # noqa: PLC0415

    if not text:
        return ""
    try:
        return read_base_url(text)
    except Refused as refused:
        raise argparse.ArgumentTypeError(f"{refused.message}: {refused.hint}") from None
