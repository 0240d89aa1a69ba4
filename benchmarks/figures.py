"""How long figures take and how large they are: `python benchmarks/figures.py`, from the root of a clone.

Processor time, the solver included, for the figures of the shipped exercises: the stills alone (with the choice of the
view, order, arrows and ghost), and everything. `--pages 400` also builds a site of so many exercises, all with a figure
and all without, in turn, each time from nothing. The machine may be busy, so all times are processor time.
"""

from __future__ import annotations

import argparse
import gzip
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import yaml  # noqa: E402 - the clone's own package first
from builds import ENVIRONMENT  # noqa: E402

from cuecard.figures import figure, staging  # noqa: E402
from cuecard.figures.drawing import svg  # noqa: E402
from cuecard.figures.drawing.picture import pictures  # noqa: E402
from cuecard.figures.frames import Figure  # noqa: E402
from cuecard.parse import figure_spec as figures  # noqa: E402

_TIMES = 15


def main() -> None:
    """Measure, and print one line for each quantity."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=0, help="also build so many exercises")
    given = parser.parse_args()
    _figures()
    if given.pages:
        _pages(given.pages)


def _figures() -> None:
    made = []
    for file in sorted((ROOT / "content/exercises").glob("*.md")):
        # As texts alone, for to YAML the key "on" is true.
        facts = yaml.load(file.read_text("utf-8").split("---")[1], Loader=yaml.BaseLoader)  # noqa: S506
        if "figure" in facts:
            made.append(figures.drawn(figures.Figure.model_validate(facts["figure"])))
    twos = [one for one in made if len(one.frames) == 2]
    stills = [_milliseconds(_stills, one) for one in twos]
    print(f"two stills: {sum(stills) / len(stills):.1f} ms in the mean, {max(stills):.1f} ms at most")
    solver = [_milliseconds(figure.postures, one) for one in twos]
    print(f"of which the solver: {sum(solver) / len(solver):.1f} ms")
    whole = [_milliseconds(lambda one: figure.draw(one, ""), one) for one in made]
    print(f"a figure with movement and small still: {sum(whole) / len(whole):.1f} ms")
    frames = [frame.encode() for one in made for frame in figure.draw(one, "").frames]
    print(f"a frame: {sum(map(len, frames)) / len(frames):.0f} bytes, {max(map(len, frames))} at most")
    print(f"compressed: {sum(len(gzip.compress(frame)) for frame in frames) / len(frames):.0f} bytes")


def _stills(one: Figure) -> None:
    for stage in figure.stages(one):
        for drawn in pictures(stage):
            svg.paths(drawn.shapes)


def _milliseconds(work: Callable[[Figure], object], one: Figure) -> float:
    """Return the shortest of several times."""
    best = 1e9
    for _ in range(_TIMES):
        staging.forget()  # each body is solved again
        started = time.process_time()
        work(one)
        best = min(best, time.process_time() - started)
    return best * 1000


# --- pages ------------------------------------------------------------------------------------------------------

_PAIRS = 5
_FIGURE = re.compile(r"^figure:\n(  .*\n)+", re.MULTILINE)
_LINKS = re.compile(r"^(progressions|regressions|redirect_from|also_called):.*\n(  .*\n)*", re.MULTILINE)


def _pages(count: int) -> None:
    """Build *count* exercises with figures and without, in pairs, and print the ratio of the medians."""
    with tempfile.TemporaryDirectory() as folder:
        sites = {kind: Path(folder, kind) for kind in ("with", "without")}
        for kind, site in sites.items():
            _write(site, count, has_figures=kind == "with")
        seconds: dict[str, list[float]] = {kind: [] for kind in sites}
        for _ in range(_PAIRS):
            for kind, site in sites.items():
                seconds[kind].append(_build(site))
    a, b = (sorted(some)[len(some) // 2] for some in seconds.values())
    print(f"{count} exercises: {a:.2f} s with figures, {b:.2f} s without, {a / b:.2f} times as long")


def _write(site: Path, count: int, *, has_figures: bool) -> None:
    """Return the shipped exercises again and again, each under a name of its own and without links to others."""
    (site / "content/exercises").mkdir(parents=True)
    shutil.copy(ROOT / "content/site.yaml", site / "content/site.yaml")
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "content/exercises").glob("*.md"))]
    texts = [text for text in texts if _FIGURE.search(text)]
    for n in range(count):
        text = re.sub(r"^title: (.*)$", rf"title: \1 {n}", texts[n % len(texts)], count=1, flags=re.MULTILINE)
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", _LINKS.sub("", text))
        if not has_figures:
            text = _FIGURE.sub("", text)
        (site / f"content/exercises/exercise-{n}.md").write_text(text, "utf-8")


def _build(site: Path) -> float:
    """Return the processor time of one build from nothing, in one process."""
    for folder in ("site", ".cuecard-cache"):
        shutil.rmtree(site / folder, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, str(ROOT / "build.py"), "--jobs", "1", "--output", "site", "--quiet"]
    subprocess.run(command, cwd=site, env=ENVIRONMENT, check=True)  # noqa: S603 - the clone's own program
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
