"""Measure the cost of cards: `python benchmarks/cards.py [ROUNDS]`.

It prints the CPU time of measuring, of the PDFs for both papers, and of both in large print, for a typical routine:
five exercises with steps of 12 words, without and with two pictures each, in a new process each time. The aim is 150 ms
for everything that one routine needs. `--corpus NUMBER` measures a build of so many routines (usually 50 and 500) with
different words, in one process: milliseconds for each routine.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


import card_corpus  # noqa: E402
from card_corpus import Case  # noqa: E402

from cuecard.site.cards import typeset, typst_calls  # noqa: E402
from cuecard.site.cards.card_value import Card  # noqa: E402
from cuecard.site.cards.typeset import FittedCard, Typesetter  # noqa: E402

AIM = 150
"""Milliseconds."""


def fresh(card: Card, mark: str) -> Card:
    """Return the card with other words in each text, as Typst caches what it has set."""
    entries = tuple(
        replace(
            entry,
            title=f"{entry.title} {mark}",
            steps=tuple(f"{step} {mark}" for step in entry.steps),
            short_steps=tuple(f"{step} {mark}" for step in entry.short_steps),
        )
        for entry in card.entries
    )
    stop = tuple(replace(rule, short=f"{rule.short} {mark}") for rule in card.safety.stop)
    return replace(
        card, title=f"{card.title} {mark}", entries=entries, safety=replace(card.safety, stop=stop)
    )


def here(function: str, *arguments: object, limits: object) -> object:
    """Call Typst in this process, which is timed."""
    state, *results = getattr(typst_calls, function)(*arguments)
    if state != "done":
        raise SystemExit(results[0])
    return tuple(results)


def milliseconds(laid: FittedCard, setter: Typesetter) -> list[float]:
    """Return the CPU time of measuring, of the PDFs for both papers, and of those in large print."""
    times = [time.process_time()]
    fitted = FittedCard(laid.card, setter.fit(laid.card))
    times.append(time.process_time())
    for is_large in (False, True):
        setter.pdfs([fitted], [typeset.Kind(paper, is_large) for paper in typeset.SHEETS])
        times.append(time.process_time())
    return [(after - before) * 1000 for before, after in itertools.pairwise(times)]


def project(pictures: int, folder: str) -> tuple[FittedCard, Typesetter]:
    """Return the card to measure."""
    case = Case(5, "typical", pictures, 5)
    checked = card_corpus.checked(card_corpus.project(case, Path(folder, case.slug, "content")))
    if checked.typesetter is None:
        raise SystemExit("the generated project is not valid")
    return checked.cards[0], checked.typesetter


def once(pictures: int) -> None:
    """Print the times of a card in this process, which is new."""
    with tempfile.TemporaryDirectory() as folder:
        laid, setter = project(pictures, folder)
        typeset._call = here  # type: ignore[assignment]
        setter.fit(replace(laid.card, entries=laid.card.entries[:1]))  # reads the fonts, loads the libraries
        print(*milliseconds(laid, setter))


def corpus(number: int) -> None:
    """Print the times of each of many routines."""
    with tempfile.TemporaryDirectory() as folder:
        laid, setter = project(2, folder)
        typeset._call = here  # type: ignore[assignment]
        total = [0.0, 0.0, 0.0]
        for n in range(number):
            one = FittedCard(fresh(laid.card, f"no {n}"), laid.fit)
            total = [sum(pair) for pair in zip(total, milliseconds(one, setter), strict=True)]
        each = [part / number for part in total]
        print(f"{number} routines: fit {each[0]:.0f}, PDFs {each[1]:.0f}, large print {each[2]:.0f} ms each")


def main() -> int:
    """Print the times; return 1 if one is above the aim."""
    words = sys.argv[1:]
    if words[:1] == ["--once"]:
        once(int(words[1]))
        return 0
    if words[:1] == ["--corpus"]:
        corpus(int(words[1]))
        return 0
    rounds = int(words[0]) if words else 5
    slow = False
    for pictures in (0, 2):
        rows = [
            subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, __file__, "--once", str(pictures)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for _ in range(rounds)
        ]
        parts = [
            statistics.median(each) for each in zip(*(map(float, one.split()) for one in rows), strict=True)
        ]
        slow = slow or sum(parts) > AIM
        shown = ", ".join(
            f"{name} {part:.0f}" for name, part in zip(("fit", "PDFs", "large print"), parts, strict=True)
        )
        print(
            f"{pictures} pictures: {sum(parts):.0f} ms of the processor ({shown}; aim {AIM}, {rounds} rounds)"
        )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
