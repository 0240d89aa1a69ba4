"""`build`, `check` and `card`: the site, what is wrong with its content, and one card without the site."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cuecard.cache import build_record
from cuecard.cache.store import Cache
from cuecard.cli import progress_bar
from cuecard.cli.arguments import options_of
from cuecard.cli.terminal import CONTENT, GOOD, USAGE, print_diagnostics, print_error, print_failure
from cuecard.core.build_options import Options, template_folders
from cuecard.core.diagnostics import as_github, as_json, as_text, count_by_severity, has_errors, with_number
from cuecard.core.progress import StageTimer
from cuecard.output import staging, writer

if TYPE_CHECKING:
    from cuecard.build import recipe
    from cuecard.output import staging


def build(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Make the site that *arguments* ask for, which stand in *words* as they were written."""
    started = time.perf_counter()
    options = options_of(arguments)
    if refusal := Cache(options.cache).refusal:
        print_error(f"cuecard: {refusal}")
    try:
        with writer.locked(options.output, lambda: print_error(_WAITING.format(options.output))):
            return _build(arguments, options, words, started)
    except staging.OutputError as refusal:
        return print_failure(refusal)


_WAITING = "cuecard: another build is writing to {}; waiting until it is done"


def _build(arguments: argparse.Namespace, options: Options, words: Sequence[str], started: float) -> int:
    folders = [str(folder) for folder in template_folders(options)]
    before = build_record.InputScan(str(options.content), folders).settle() if options.cache else None
    gc.set_threshold(
        200_000
    )  # much is made and little in circles; looking for those takes a fifth of the time
    from cuecard.media import fonts  # noqa: PLC0415 - a wrong option should be told before half a second of imports

    faces = fonts.packed_faces(Cache(options.cache), options.jobs)  # they are made while the rest is imported
    from cuecard.build import recipe  # noqa: PLC0415
    from cuecard.output import staging  # noqa: PLC0415
    from cuecard.site import render  # noqa: PLC0415

    watch = progress_bar.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else StageTimer()
    try:
        report = recipe.build(options, watch, faces=faces)
    except (staging.OutputError, render.TemplateError) as fault:
        return print_failure(fault)
    finally:
        watch.done()
    print_diagnostics(report.problems)
    if report.written is None:
        print_error(f"cuecard: {count_by_severity(report.problems)}; nothing was written")
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
        made = build_record.BuildOutcome(options.output, report.files, ("\n".join(told), warned))
        build_record.write_record(words, before, made, options.cache)
    return GOOD


def check(arguments: argparse.Namespace) -> int:
    """Tell every problem of the content, and what could be better."""
    from cuecard.build import check_content  # noqa: PLC0415
    from cuecard.output import staging  # noqa: PLC0415
    from cuecard.site import render  # noqa: PLC0415

    try:
        checked = check_content.check_with_advice(options_of(arguments))
    except (staging.OutputError, render.TemplateError) as fault:
        return print_failure(fault)
    problems = checked.problems
    if arguments.format == "json":
        print(as_json(problems))
    elif arguments.format == "github":
        for problem in problems:
            print(as_github(problem))
    else:
        print_diagnostics(problems)
        print(f"{with_number(len(checked.found.files), 'file')} checked, {count_by_severity(problems)}")
    return CONTENT if has_errors(problems, strict=arguments.strict) else GOOD


def card(arguments: argparse.Namespace) -> int:
    """Make the cards of routines as one PDF."""
    from cuecard.build import recipe  # noqa: PLC0415
    from cuecard.output import staging  # noqa: PLC0415
    from cuecard.site import render  # noqa: PLC0415

    if bool(arguments.routine) == arguments.all:
        print_error("cuecard card: name one routine or several, or write --all")
        return USAGE
    try:
        slugs = [] if arguments.all else list(dict.fromkeys(arguments.routine))
        made = recipe.card(
            options_of(arguments), slugs, arguments.paper, large=arguments.large, cut=arguments.cut_out
        )
    except (staging.OutputError, render.TemplateError) as fault:
        return print_failure(fault)
    print_diagnostics(made.problems)
    if made.pdf is None:
        print_error(f"cuecard: {count_by_severity(made.problems)}; no card was made")
        return CONTENT
    out: Path = arguments.out or Path(made.name)
    try:
        writer.write(out, made.pdf)
    except staging.OutputError as refusal:
        return print_failure(refusal)
    if not arguments.quiet:
        print(f"{out}: {made.told}")
    return GOOD


def _summary(report: recipe.BuildReport, options: Options) -> Iterator[str]:
    """How each card fits, and what the site is made of."""
    for card in report.cards:
        yield f"card {card.slug}: {card.fit.in_words}"
    library = report.library
    made = ", ".join(
        with_number(len(some), noun)
        for some, noun in (
            (library.exercises, "exercise"),
            (library.routines, "routine"),
            (library.guides, "guide"),
        )
    )
    files = len(report.files) - 1  # the list of what we made is no part of the site
    yield f"{made}: {with_number(files, 'file')} in {options.output}"
