"""Cards printed from Firefox."""

from __future__ import annotations

from pathlib import Path

import card_corpus
import firefox
import pytest

CARDS = ("knee-strength", "first-steps", "balance-and-falls")
"""The fullest one, a usual one, and one with two sides."""


@pytest.mark.parametrize("least", [0, 20])
def test_prints_as_many_sides_as_the_pdf(least: int, built_site: Path) -> None:
    """Firefox prints each card on either paper with the sides of its PDF, and on each the words of it.

    So it does where a reader lets no type be smaller than 20 pixels. What is needed may stand in each row or once above
    them.
    """
    with firefox.launched(least) as window:
        for name in CARDS:
            pdf = card_corpus.sheets((built_site / f"cards/{name}-letter.pdf").read_bytes())
            window.goto((built_site / f"cards/{name}.html").as_uri())
            for paper in firefox.PAPERS:
                printed = card_corpus.sheets(window.pdf(paper))
                assert len(printed) == len(pdf), (name, paper)
                for side, wanted in zip(printed, pdf, strict=True):
                    both = card_corpus.letters([side]), card_corpus.letters([wanted])
                    assert sum(((both[0] - both[1]) + (both[1] - both[0])).values()) < 120, (name, paper)
