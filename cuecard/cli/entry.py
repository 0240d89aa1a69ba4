"""Where a call begins: one that has nothing to do is answered before anything else is imported.

`cuecard.cli.dispatch` reads arguments and knows every command. Its imports alone take longer than it takes to see that
nothing has changed since the last build.
"""

from __future__ import annotations

import os
import sys
import time

from cuecard.cache import build_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_SIGNALS = 128
"""Added to the number of a signal for the exit code of a command that it ended, as shells do."""
_SIGINT, _SIGPIPE = 2, 13


def main() -> NoReturn:
    """What the installed command `cuecard` calls, and the front door of a clone."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    code = run(sys.argv[1:])
    if code > _SIGNALS:
        from cuecard.system import signals  # noqa: PLC0415

        signals.end_by(code - _SIGNALS)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End this process at once: to take apart all that a large build holds, only to exit, takes a tenth of a second."""
    processes = sys.modules.get("multiprocessing")
    for worker in processes.active_children() if processes else ():
        worker.kill()  # what it makes is waited for no more, and it leaves every other signal to us
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        sys.exit(code)  # which tells that nobody reads what was told
    os._exit(code)


def run(argv: Sequence[str]) -> int:
    """Do what *argv* asks for, and return the exit code: 128 and the signal's number where one ended it."""
    try:
        code = _run(argv)
        sys.stdout.flush()  # only now is it known whether all that was told could be written
    except KeyboardInterrupt as stop:
        print("cuecard: stopped; each file of the site is whole, the old one or the new one", file=sys.stderr)
        return _SIGNALS + getattr(stop, "number", _SIGINT)
    except BrokenPipeError:
        _tell_nobody()
        return _SIGNALS + _SIGPIPE  # as of any program whose reader has left, such as `head`
    except OSError as error:
        _tell_nobody()
        where = f"{error.filename}: " if error.filename else ""
        print(f"cuecard: {where}{error.strerror}", file=sys.stderr)
        return 2
    return code


def _run(argv: Sequence[str]) -> int:
    started = time.perf_counter()
    found = build_record.detect_changes(argv)
    if found and not found.changed:
        found.lock.release()
        return _tell(found, "nothing changed", started)
    from cuecard.system import signals  # noqa: PLC0415 - 20 ms

    with signals.by_signals():
        if found:
            from cuecard.incremental import body_only  # noqa: PLC0415

            try:
                count = body_only.rebuild_bodies(argv, found)
            finally:
                found.lock.release()
            if count:
                others = len(found.made.names) - 1 - count  # the list of what we made is no part of the site
                return _tell(found, f"{count} changed, 0 removed, {others} skipped", started)
        from cuecard.cli import dispatch  # noqa: PLC0415

        return dispatch.run(argv)


def _tell(found: build_record.ChangedInputs, changed: str, started: float) -> int:
    summary, warned = found.made.told
    sys.stderr.write(warned)
    if summary:
        print(f"{summary}, {changed}, {time.perf_counter() - started:.2f} s")
    return 0


def _tell_nobody() -> None:
    """Let go of what waits to be told on standard output: it would come to grief again at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # it is no file
