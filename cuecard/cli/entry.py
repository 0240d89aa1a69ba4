"""Where a command begins: one that has nothing to do is answered before anything else is imported.

`cuecard.cli.dispatch` parses arguments and knows every command. Its imports alone take longer than seeing that nothing
has changed since the last build.
"""

from __future__ import annotations

import os
import sys
import time

from cuecard.incremental import unchanged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_SIGNALS = 128
"""Added to the number of a signal for the exit code of a command that it ended, as shells do."""
_SIGINT, _SIGPIPE = 2, 13


def main() -> NoReturn:
    """Run the installed command `cuecard`, or a clone's `build.py`, and end the process."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    if sys.getfilesystemencoding() != "utf-8" and os.name == "posix":
        _begin_again_in_utf_8()
    code = run(sys.argv[1:])
    if code > _SIGNALS:
        from cuecard.system import signals  # noqa: PLC0415

        signals.end_by(code - _SIGNALS)
    _exit(code)


def _begin_again_in_utf_8() -> NoReturn:
    """Replace this process by one that reads names of files as UTF-8.

    In an 8-bit locale Python would read each byte of "Übung.md" as a letter of its own, so the page would get another
    address than everywhere else.
    """
    words = {
        "PYTHONUTF8": "1",
        "PYTHONIOENCODING": os.environ.get("PYTHONIOENCODING") or f"{sys.stdout.encoding}:backslashreplace",
    }
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **words})  # noqa: S606


def _exit(code: int) -> NoReturn:
    """End this process at once: freeing all objects of a large build first would take a tenth of a second."""
    processes = sys.modules.get("multiprocessing")
    for worker in processes.active_children() if processes else ():
        worker.kill()  # nobody waits for its result, and it ignores every other signal
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        sys.exit(code)  # which reports that nobody reads the output
    os._exit(code)


def run(argv: Sequence[str]) -> int:
    """Run the command *argv*, and return the exit code: 128 and the signal's number if one ended it."""
    try:
        code = _run(argv)
        sys.stdout.flush()  # only now is it known whether all output could be written
    except KeyboardInterrupt as stop:
        print("cuecard: stopped; each file of the site is whole, the old one or the new one", file=sys.stderr)
        return _SIGNALS + getattr(stop, "number", _SIGINT)
    except BrokenPipeError:
        _discard_output()
        return _SIGNALS + _SIGPIPE  # as of any program whose reader has left, such as `head`
    except OSError as error:
        _discard_output()
        place = f"{error.filename}: " if error.filename else ""
        print(f"cuecard: {place}{error.strerror}", file=sys.stderr)
        return 2
    return code


def _run(argv: Sequence[str]) -> int:
    started = time.perf_counter()
    inputs = unchanged.detect_changes(argv)
    if inputs and not inputs.changed:
        inputs.lock.release()
        return _print_again(inputs, "nothing changed", started)
    from cuecard.system import signals  # noqa: PLC0415 - 20 ms

    with signals.by_signals():
        if inputs:
            from cuecard.incremental import body_only  # noqa: PLC0415

            try:
                count = body_only.rebuild_bodies(argv, inputs)
            finally:
                inputs.lock.release()
            if count:
                others = (
                    len(inputs.outcome.names) - 1 - count
                )  # the list of our files is not part of the site
                return _print_again(inputs, f"{count} changed, 0 removed, {others} skipped", started)
        from cuecard.cli import dispatch  # noqa: PLC0415

        return dispatch.run(argv)


def _print_again(inputs: unchanged.ChangedInputs, changed: str, started: float) -> int:
    """Print what the last build printed, with what was *changed* now."""
    summary, problems = inputs.outcome.output
    sys.stderr.write(problems)
    if summary:
        print(f"{summary}, {changed}, {time.perf_counter() - started:.2f} s")
    return 0


def _discard_output() -> None:
    """Discard buffered output, which could not be written at the end either."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # it is not a file
