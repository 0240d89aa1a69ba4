"""The record that a build leaves, so that the next one with the same command can see that nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence

from cuecard.build.report import BuildReport, summary
from cuecard.cache import build_record
from cuecard.cache.build_record import BuildOutcome
from cuecard.core.build_options import Options, template_folders
from cuecard.core.diagnostics import as_text
from cuecard.incremental.build_state import BuildState
from cuecard.incremental.unchanged import InputScan


def scan_inputs(options: Options, state: BuildState) -> InputScan | None:
    """Look at all input files, before any of them is read; None for a build that leaves no record.

    The preview leaves none, as it builds into a folder of its own, nor does a build that is profiled.
    """
    if options.cache is None or options.profile or state.is_reused:
        return None
    return InputScan(str(options.content), [str(folder) for folder in template_folders(options)]).settle()


def write_record(
    scan: InputScan | None, report: BuildReport, options: Options, command: Sequence[str]
) -> None:
    """Record a build from the inputs in *scan* for the words of the *command*."""
    if scan is None or not scan.is_settled or options.cache is None:
        return
    text = "" if options.quiet else summary(report, options.output)
    problems = "".join(f"{as_text(problem)}\n" for problem in report.problems)
    outcome = BuildOutcome(options.output, report.files, (text, problems))
    build_record.write_record(command, scan.folders, scan.data, outcome, options.cache)
