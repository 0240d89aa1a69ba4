"""How long one card takes, made from nothing: `python benchmarks/cards.py [ROUNDS]`.

A typical routine, five exercises with steps of 12 words and two pictures each; for each paper the median time of
laying the card out and writing its PDF without a cache. The aim is 150 ms.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import card_corpus  # noqa: E402
from card_corpus import Case  # noqa: E402

from cuecard.site import views  # noqa: E402
from cuecard.site.cards import typeset  # noqa: E402

AIM = 150
"""Milliseconds."""


def fresh(card: views.Card, mark: str) -> views.Card:
    """The card with other words in each text, as Typst remembers what it has set."""
    entries = tuple(
        replace(
            entry,
            title=f"{entry.title} {mark}",
            steps=tuple(f"{step} {mark}" for step in entry.steps),
            short_steps=tuple(f"{step} {mark}" for step in entry.short_steps),
        )
        for entry in card.entries
    )
    rules = replace(card.safety, stop_if=tuple(f"{rule} {mark}" for rule in card.safety.stop_if))
    return replace(card, title=f"{card.title} {mark}", entries=entries, safety=rules)


def main() -> int:
    """Print the times; 1 when one is above the aim."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        for pictures in (0, 2):
            case = Case(5, "typical", pictures, 5)
            found = card_corpus.checked(card_corpus.project(case, Path(folder, case.slug, "content")))
            if found.typesetter is None:
                raise SystemExit("the project that we made is wrong")
            laid = found.cards[0]
            for paper in typeset.SHEETS:
                times = []
                for n in range(rounds + 1):
                    card = fresh(laid.card, f"{paper.name} {n}")
                    started = time.perf_counter()
                    found.typesetter.pdf(card, paper)
                    if n:  # the first starts the child process
                        times.append((time.perf_counter() - started) * 1000)
                middle = statistics.median(times)
                slow = slow or middle > AIM
                told = f"median {middle:.0f} ms, best {min(times):.0f} ms"
                print(f"{paper.name:6} {case.pictures} pictures: {told} (aim {AIM} ms, {rounds} rounds)")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
