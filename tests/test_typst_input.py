"""Cards as Typst reads them (`cuecard.site.cards.typst_input`)."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from test_typeset import card, entry

from cuecard.site.cards.card_value import CardPicture
from cuecard.site.cards.typst_input import breakable, cards_and_drawings

LONG = "Donaudampfschifffahrtsgesellschaft"
BREAK = "\u200b"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a" * 25, ["a" * 25]),
        ("a" * 26, ["a"] * 26),
        (f"on the {LONG}, then", ["on the D", *LONG[1:], ", then"]),
        ("e\u0301" * 13, ["e\u0301"] * 13),
        ("\u0915\u094d\u0937\u093f" * 7, ["\u0915\u094d\u0937\u093f"] * 7),
    ],
    ids=["short", "long", "in a sentence", "accents", "Devanagari"],
)
def test_long_words_break_between_letters(text: str, pieces: list[str]) -> None:
    """A word of 26 letters may break between any two, but not between a letter and its marks or what joins it."""
    assert breakable(text).split(BREAK) == pieces


def test_narrow_columns_break_sooner() -> None:
    """In a title or a rule a word of 20 letters may break."""
    assert BREAK in breakable("a" * 20, is_narrow=True)
    assert BREAK not in breakable("a" * 20)


def test_nothing_that_is_not_set_in_type_is_changed() -> None:
    """Alternative texts, addresses and drawings stay as they are."""
    picture = CardPicture("<svg/>" + "x" * 40, 10, 10, "c" * 40, "", is_instruction=True)
    cards, drawings = cards_and_drawings([card(entry(pictures=(picture,)))])
    assert BREAK not in drawings
    (decoded,) = json.loads(cards)
    assert decoded["entries"][0]["pictures"][0]["caption"] == "c" * 40
    assert all(BREAK not in code["address"] for code in decoded["codes"])


def test_a_fit_needs_no_drawings() -> None:
    """Another drawing in the same box, or another name, gives the same input for a fit, and so the same cache entry."""
    decoded = [
        cards_and_drawings(
            [
                replace(
                    card(entry(pictures=(CardPicture(svg, 9, 9, "Up", "", is_instruction=True),))), slug=svg
                )
            ],
            with_drawings=False,
        )
        for svg in ("<svg/>", "<svg><g/></svg>")
    ]
    assert decoded[0] == decoded[1]


def test_a_drawing_on_many_cards_is_given_once() -> None:
    """Drawings are numbered, each once."""
    picture = CardPicture("<svg/>", 10, 10, "Up", "", is_instruction=True)
    one = card(entry(pictures=(picture, picture)))
    _, drawings = cards_and_drawings([one, one])
    assert json.loads(drawings).count("<svg/>") == 1
