"""Measure how long figures take and how large they are: `python benchmarks/figures.py`, from the root of a clone.

Processor time, the solver included, for the figures of the shipped exercises: the stills alone (with the choice of the
view, order, arrows and ghost), and everything. The machine may be busy, so it is CPU time, not wall-clock time.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import yaml  # noqa: E402 - the clone's own package first

from cuecard.figures import figure  # noqa: E402
from cuecard.figures.drawing import svg  # noqa: E402
from cuecard.figures.drawing.picture import pictures  # noqa: E402
from cuecard.figures.frames import Figure  # noqa: E402
from cuecard.parse import figure_spec as figures  # noqa: E402

_TIMES = 15


def main() -> None:
    """Measure, and print one line for each figure."""
    made = []
    for file in sorted((ROOT / "content/exercises").glob("*.md")):
        facts = yaml.safe_load(file.read_text("utf-8").split("---")[1])
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
        started = time.process_time()
        work(one)
        best = min(best, time.process_time() - started)
    return best * 1000


if __name__ == "__main__":
    main()
