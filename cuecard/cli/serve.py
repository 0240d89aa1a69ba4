"""`serve`: the preview, and what it prints in the terminal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cuecard.cache.store import Cache
from cuecard.cli.arguments import options_of
from cuecard.cli.terminal import GOOD, USAGE, print_error
from cuecard.core.diagnostics import count_by_severity, with_number

if TYPE_CHECKING:
    from cuecard.output.writer import Written
    from cuecard.serve.build_thread import Build
    from cuecard.serve.run import PreviewUrl


def serve(arguments: argparse.Namespace) -> int:
    """Serve the preview until it is stopped."""
    from cuecard.serve import run, server  # noqa: PLC0415

    try:
        options = options_of(arguments)
        if why := Cache(options.cache).why_unused:
            print_error(f"cuecard: {why}")
        address = run.ListenAddress(arguments.host, arguments.port, opens_browser=arguments.open)
        run.serve(options, address, _TerminalListener(arguments))
    except server.ListenError as error:
        print_error(f"cuecard: {error}")
        return USAGE
    return GOOD


class _TerminalListener:
    """Prints in the terminal what the preview does."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._texts: tuple[str, ...] = ()
        self._has_site = False

    def serving(self, url: PreviewUrl) -> None:
        if self._arguments.port not in {0, url.port}:
            print(f"Port {self._arguments.port} is taken.", flush=True)
        print(f"Preview of {self._arguments.content} at {url.address} (Ctrl-C ends it)", flush=True)
        if url.is_open:
            where = f", at {url.for_others}" if url.for_others else ""
            print_error(f"cuecard: everyone in your network can read this preview, drafts too{where}")

    def built(self, build: Build) -> None:
        report = build.report
        if report.fault:
            print_error(report.fault.rstrip())
        if report.texts != self._texts:
            for text in report.texts:
                print_error(text)
        self._texts = report.texts
        self._has_site = self._has_site or report.written is not None
        problems = f"{count_by_severity(report.problems)}; " if report.problems else ""
        if report.written is None:
            state = "the preview stays as it was" if self._has_site else "there is nothing to show yet"
            print_error(f"{_saved(build)}{problems}{state}")
        elif not self._arguments.quiet:
            print(
                f"{_saved(build)}{problems}{_changes(build, report.written)} in {build.seconds:.2f} s",
                flush=True,
            )

    def stopping(self, *, is_building: bool) -> None:
        if is_building:
            print_error("cuecard: waiting for the end of the build; press Ctrl-C again to end it at once")


def _saved(build: Build) -> str:
    """Return which save a build was made for: "content/exercises/squat.md: " or "12 files: "; nothing for the first."""
    if not build.changed:
        return ""
    first, *others = sorted(build.changed)
    name = with_number(len(others) + 1, "file") if others else first.as_posix()
    return f"{name}: "


def _changes(build: Build, written: Written) -> str:
    """Return what a build changed: "33 files made" at first, then "2 files changed, 1 removed"."""
    if build.number == 1:
        return f"{with_number(written.files, 'file')} made"
    changes = [f"{with_number(written.changed, 'file')} changed"] if written.changed else []
    changes += [f"{written.removed} removed"] if written.removed else []
    return ", ".join(changes) or "nothing changed"
