"""Where a call begins: one that has nothing to do is answered before anything else is imported.

`cuecard.cli` reads arguments and knows every command. Its imports alone take longer than it takes to see that nothing
has changed since the last build.
"""

from __future__ import annotations

import os
import sys
import time

from cuecard.kept import unchanged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main() -> NoReturn:
    """What the installed command `cuecard` calls, and the front door of a clone."""
    _leave(run(sys.argv[1:]))


def _leave(code: int) -> NoReturn:
    """End this process at once: to take apart all that a large build holds, only to exit, takes a tenth of a second."""
    processes = sys.modules.get("multiprocessing")
    if processes and processes.active_children():
        sys.exit(code)  # which ends them first
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        sys.exit(code)  # which tells that nobody reads what was told
    os._exit(code)


def run(argv: Sequence[str]) -> int:
    """Do what *argv* asks for, and return the exit code."""
    started = time.perf_counter()
    found = unchanged.look(argv)
    changed = "nothing changed"
    if found and found.changed:
        from cuecard import prose  # noqa: PLC0415

        count = prose.revise(argv, found)
        others = len(found.made.names) - 1 - count  # the list of what we made is no part of the site
        changed = f"{count} changed, 0 removed, {others} skipped"
        found = found if count else None
    if found is None:
        from cuecard import cli  # noqa: PLC0415

        return cli.run(argv)
    summary, warned = found.made.told
    sys.stderr.write(warned)
    if summary:
        print(f"{summary}, {changed}, {time.perf_counter() - started:.2f} s")
    return 0
