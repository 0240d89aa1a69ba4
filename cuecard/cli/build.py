"""`build`, `check` and `card`: the site, the problems of its content, and one card without the site."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from cuecard.build.project_folders import with_site_folders
from cuecard.cache.store import Cache
from cuecard.cli.arguments import options_of
from cuecard.cli.progress_bar import Bar, TerminalTimer
from cuecard.cli.terminal import CONTENT, GOOD, USAGE, print_diagnostics, print_error, print_failure
from cuecard.core.diagnostics import as_github, as_json, count_by_severity, has_errors, with_number
from cuecard.output import single_file, staging


def build(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Build the site that *arguments* ask for; *words* are the command as it was typed."""
    started = time.perf_counter()
    options = with_site_folders(options_of(arguments))
    if why := Cache(options.cache).why_unused:
        print_error(f"cuecard: {why}")
    gc.set_threshold(
        200_000
    )  # a build makes many objects and few cycles: looking for those takes a fifth of it
    from cuecard.media import fonts  # noqa: PLC0415 - a wrong option is reported before half a second of imports

    fonts.begin_packing(Cache(options.cache), options.jobs)  # while the rest is imported
    from cuecard.build import recipe  # noqa: PLC0415
    from cuecard.build.report import summary  # noqa: PLC0415
    from cuecard.site import render  # noqa: PLC0415

    timer = Bar(sys.stderr) if sys.stderr.isatty() and not options.quiet else TerminalTimer()
    try:
        with _workers(arguments.scheduler):
            report = recipe.build(options, command=words, timer=timer)
    except (staging.OutputError, render.TemplateError) as error:
        return print_failure(error)
    finally:
        timer.done()
    print_diagnostics(report.problems)
    if report.written is None:
        print_error(f"cuecard: {count_by_severity(report.problems)}; nothing was written")
        return CONTENT
    if not options.quiet:
        written = report.written
        print(
            f"{summary(report, options.output)}, {written.changed} changed, {written.removed} removed, "
            f"{written.kept} skipped, {time.perf_counter() - started:.2f} s"
        )
    if options.profile:
        print(timer.profile())
    return GOOD


def _workers(scheduler: str | None) -> AbstractContextManager[None]:
    """Return what has the workers of a *scheduler* read and render, if one is given."""
    if scheduler is None:
        return nullcontext()
    from cuecard.build import cluster  # noqa: PLC0415

    return cluster.use_scheduler(scheduler)


def check(arguments: argparse.Namespace) -> int:
    """Report all problems of the content, and suggestions."""
    from cuecard.build import check_content  # noqa: PLC0415
    from cuecard.site import render  # noqa: PLC0415

    try:
        checked = check_content.check_with_advice(options_of(arguments))
    except (staging.OutputError, render.TemplateError) as error:
        return print_failure(error)
    problems = checked.problems
    if arguments.format == "json":
        print(as_json(problems))
    elif arguments.format == "github":
        for problem in problems:
            print(as_github(problem))
    else:
        print_diagnostics(problems)
        files = with_number(len(checked.sources.files), "file")
        print(f"{files} checked, {count_by_severity(problems)}")
    return CONTENT if has_errors(problems, strict=arguments.strict) else GOOD


def card(arguments: argparse.Namespace) -> int:
    """Make the cards of routines as one PDF."""
    from cuecard.build.card import make_card  # noqa: PLC0415
    from cuecard.site import render  # noqa: PLC0415

    if bool(arguments.routine) == arguments.all:
        print_error("cuecard card: name one routine or several, or write --all")
        return USAGE
    try:
        slugs = [] if arguments.all else list(dict.fromkeys(arguments.routine))
        card = make_card(
            options_of(arguments), slugs, arguments.paper, large=arguments.large, cut=arguments.cut_out
        )
        print_diagnostics(card.problems)
        if card.pdf is None:
            print_error(f"cuecard: {count_by_severity(card.problems)}; no card was made")
            return CONTENT
        out: Path = arguments.out or Path(card.name)
        single_file.write_file(out, card.pdf)
    except (staging.OutputError, render.TemplateError) as error:
        return print_failure(error)
    if not arguments.quiet:
        print(f"{out}: {card.layout}")
    return GOOD
