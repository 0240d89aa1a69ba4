"""`build`, `check` and `card`: the site, what is wrong with its content, and one card without the site."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cuecard.commands import progress
from cuecard.commands.arguments import options_of
from cuecard.commands.messages import CONTENT, GOOD, tell, tell_fault, tell_problems
from cuecard.config import Options, template_folders
from cuecard.kept import unchanged
from cuecard.kept.cache import Cache
from cuecard.problems import as_github, as_json, as_text, counted, has_errors, number_of
from cuecard.publish import output
from cuecard.watching import Watch

if TYPE_CHECKING:
    from cuecard import pipeline
    from cuecard.publish.views import CardFit


def build(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Make the site that *arguments* ask for, which stand in *words* as they were written."""
    started = time.perf_counter()
    options = options_of(arguments)
    if refusal := Cache(options.cache).refusal:
        tell(f"cuecard: {refusal}")
    try:
        with output.held(options.output, lambda: tell(_WAITING.format(options.output))):
            return _build(arguments, options, words, started)
    except output.Refusal as refusal:
        return tell_fault(refusal)


_WAITING = "cuecard: another build is writing to {}; waiting until it is done"


def _build(arguments: argparse.Namespace, options: Options, words: Sequence[str], started: float) -> int:
    folders = [str(folder) for folder in template_folders(options)]
    before = unchanged.Scan(str(options.content), folders).settle() if options.cache else None
    gc.set_threshold(
        200_000
    )  # much is made and little in circles; looking for those takes a fifth of the time
    from cuecard.publish import fonts  # noqa: PLC0415 - a wrong option should be told before half a second of imports

    faces = fonts.packed_faces(Cache(options.cache), options.jobs)  # they are made while the rest is imported
    from cuecard import pipeline  # noqa: PLC0415

    watch = progress.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else Watch()
    try:
        report = pipeline.build(options, watch, faces=faces)
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return tell_fault(fault)
    finally:
        watch.done()
    tell_problems(report.problems)
    if report.written is None:
        tell(f"cuecard: {counted(report.problems)}; nothing was written")
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


def check(arguments: argparse.Namespace) -> int:
    """Tell every problem of the content, and what could be better."""
    from cuecard import pipeline  # noqa: PLC0415

    try:
        checked = pipeline.advise(options_of(arguments))
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return tell_fault(fault)
    problems = checked.problems
    if arguments.format == "json":
        print(as_json(problems))
    elif arguments.format == "github":
        for problem in problems:
            print(as_github(problem))
    else:
        tell_problems(problems)
        print(f"{number_of(len(checked.found.files), 'file')} checked, {counted(problems)}")
    return CONTENT if has_errors(problems, strict=arguments.strict) else GOOD


def card(arguments: argparse.Namespace) -> int:
    """Make one routine's card as a PDF."""
    from cuecard import pipeline  # noqa: PLC0415

    try:
        made = pipeline.card(options_of(arguments), arguments.routine, arguments.paper, large=arguments.large)
    except (pipeline.Refusal, pipeline.TemplateFault) as fault:
        return tell_fault(fault)
    tell_problems(made.problems)
    if made.pdf is None:
        tell(f"cuecard: {counted(made.problems)}; no card was made")
        return CONTENT
    out: Path = arguments.out or Path(made.name)
    try:
        output.write(out, made.pdf)
    except output.Refusal as refusal:
        return tell_fault(refusal)
    if not arguments.quiet:
        print(f"{out}: {made.told}")
    return GOOD


def _summary(report: pipeline.BuildReport, options: Options) -> Iterator[str]:
    """How each card fits, and what the site is made of."""
    for card in report.cards:
        yield f"card {card.slug}: {_fit('A4', card.a4)}; {_fit('Letter', card.letter)}; {_fit('browser', card.browser)}"
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


def _fit(paper: str, fit: CardFit) -> str:
    """How a card was made to fit: "A4 short steps, 12.5 pt"."""
    return f"{paper} {fit.rung.name}, {fit.size:g} pt"
