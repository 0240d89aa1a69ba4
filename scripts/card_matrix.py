"""Measure cards of many kinds: `python scripts/card_matrix.py` writes tests/golden/cards.txt.

1 to 12 exercises, with and without pictures and short forms of rules, without safety rules, with 5 and with 14 of them:
for each its kind, how much text it has, the sizes of type and of its safety rules, how tall a standing person is in
the smallest picture on A4 and on Letter, and how much of the sheet's height is empty. Here a change of the layout
shows its effect.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import card_corpus  # noqa: E402
from card_corpus import Case  # noqa: E402

from cuecard.site.cards.card_fit import CardFit  # noqa: E402

GOLDEN = ROOT / "tests" / "golden" / "cards.txt"
CASES = tuple(
    Case(count, "typical", pictures, rules, short)
    for count, pictures, rules, short in product(range(1, 13), (2, 0), (0, 5, 14), (False, True))
    if rules or not short
)
HEAD = f"{'case':44} {'made as':10} {'told':9} {'type':>5} {'rules':>5} {'person A4':>10} {'Letter':>7} {'empty':>6}"


def row(case: Case, fit: CardFit) -> str:
    """Return a row of the table."""
    sheets = [side.a4 for side in fit.sides]
    size = f"{min(sheet.size for sheet in sheets):g}" if sheets else "-"
    empty = f"{max(max(sheet.free, 0) for sheet in sheets) / 297:.0%}" if sheets else "-"
    rules = f"{fit.rules:g}" if sheets and case.rules else "-"
    tall = [fit.person(paper) for paper in ("a4", "letter")]
    shown = [f"{one:.0f}" if one else "-" for one in tall]
    made = fit.kind if fit.kind != "booklet" else f"{len(fit.sides)} sheets"
    return (
        f"{case.slug:44} {made:10} {fit.steps:9} {size:>5} {rules:>5} {shown[0]:>10} {shown[1]:>7} {empty:>6}"
    )


def fits(cases: tuple[Case, ...]) -> Iterator[tuple[Case, CardFit]]:
    """Yield each case with the layout of its card."""
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            (laid,) = card_corpus.checked(card_corpus.project(case, Path(folder, case.slug, "content"))).cards
            yield case, laid.fit


if __name__ == "__main__":
    GOLDEN.write_text("\n".join([HEAD, *(row(*one) for one in fits(CASES))]) + "\n", "utf-8")
    print(GOLDEN)
