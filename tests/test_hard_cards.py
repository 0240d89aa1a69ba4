"""Cards of kinds that are hard to lay out: each fits its sheets, with every word of its value and no other."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import card_corpus
import pytest
import sites
from msgspec.structs import replace
from pypdf import PdfReader
from test_cards import check_sheets, made, only
from test_typeset import SAFETY, card, entry, picture, rule, setter

from cuecard.media.fonts import further_faces, main_faces
from cuecard.site.cards import typeset
from cuecard.site.cards.card_value import (
    Card,
    CardDose,
    CardEntry,
    CardLog,
    CardPicture,
    CardSafety,
    CardTier,
)
from cuecard.site.cards.typeset import FittedCard, Typesetter

LONG = "word" * 50
"""Two hundred letters without a space."""
NOTHING = CardTier((), "")
PAIR = (picture("a"), picture("b"))
WIDE = (picture("a", 2000, 200), picture("b", 2000, 200))
TALL = (picture("a", 100, 2000), picture("b", 100, 2000))


def entries(number: int, *pictures: CardPicture) -> tuple[CardEntry, ...]:
    """So many exercises with the same pictures."""
    return tuple(entry(n, title=f"Exercise {n}", pictures=pictures) for n in range(1, number + 1))


def all_red_flags() -> Card:
    """Return five exercises, each with two pictures, and 26 rules in their short forms."""
    rules = tuple(rule(f"One calf is swollen, warm or sore {n}.") for n in range(26))
    safety = replace(
        SAFETY,
        emergency=CardTier(rules[:5], "Call 112."),
        stop=rules[5:8],
        urgent=CardTier(rules[8:18], "Go to urgent care."),
        soon=CardTier(rules[18:], "See your doctor."),
    )
    return card(*entries(5, *PAIR), safety=safety)


CASES: dict[str, Callable[[], Card]] = {
    "a title of 120 letters": lambda: card(
        *entries(3, *PAIR), title="Strength for knees and hips " * 4 + "at home."
    ),
    "names of 60 letters": lambda: card(
        *(
            replace(one, title="Standing banded hip extension with a long hold at the end of")
            for one in entries(5, *PAIR)
        )
    ),
    "eight exercises without pictures": lambda: card(*entries(8)),
    "twelve exercises": lambda: card(*entries(12, *PAIR)),
    "a very wide picture": lambda: card(*entries(2, *WIDE), *entries(3, *PAIR)[2:]),
    "a very tall picture": lambda: card(*entries(2, *TALL), *entries(3, *PAIR)[2:]),
    "one picture": lambda: card(*entries(4, picture("a"))),
    "pictures beside none": lambda: card(*entries(2, *PAIR), *entries(4)[2:]),
    "no safety": lambda: card(*entries(5, *PAIR), safety=CardSafety((), NOTHING, NOTHING, NOTHING, (), ())),
    "numbers above 9": lambda: card(
        *entries(11, *PAIR),
        safety=replace(SAFETY, stop=(rule("The band tears.", 9, 10, 11), rule("It hurts."))),
    ),
    "52 weeks of boxes": lambda: card(*entries(3, *PAIR), log=CardLog(52, 3, ("L", "R"))),
    "no schedule": lambda: card(*entries(3, *PAIR), schedule="", rest_days=""),
    "no boxes and no codes": lambda: card(*entries(3, *PAIR), log=None, codes=(), review="", credits=""),
    "no dose": lambda: card(*(replace(one, doses=()) for one in entries(3, *PAIR))),
    "two doses": lambda: card(
        *(
            replace(
                one, doses=(CardDose("3 sets of 10", "", "Left: "), CardDose("2 sets of 8", "", "Right: "))
            )
            for one in entries(3, *PAIR)
        )
    ),
    "a word of 200 letters": lambda: card(
        *(replace(one, title=LONG, steps=(LONG,), short_steps=(LONG,)) for one in entries(2, *PAIR)),
        title=LONG,
        safety=replace(SAFETY, stop=(rule(LONG),)),
    ),
    "long rules without short forms": lambda: card(
        *entries(4, *PAIR),
        safety=replace(
            SAFETY,
            stop=tuple(rule(f"Rule {n} is long, has no short form, and takes two lines.") for n in range(9)),
        ),
    ),
    "all red flags": all_red_flags,
    "Hindi": lambda: card(
        *(
            replace(one, title="घुटने की कसरत", short_steps=("धीरे से बैठें। फिर खड़े हों।",))
            for one in entries(3, *PAIR)
        ),
        title="घुटनों की ताकत",
        language="hi",
    ),
    "from the right": lambda: card(*entries(4, *PAIR), language="ar"),
}


def type_for(name: str) -> Typesetter:
    """Return the type of cards, and one with Devanagari where it is needed."""
    if name != "Hindi":
        return setter()
    return replace(setter(), faces=(*main_faces(), *further_faces("fontpkg-noto-sans", Path())))


@pytest.mark.parametrize("name", CASES)
def test_hard_cards(name: str) -> None:
    """On A4 and Letter the card has as many sheets as its fit says, inside margins, with every word and no other."""
    one, typesetter = CASES[name](), type_for(name)
    laid = FittedCard(one, typesetter.fit(one))
    assert laid.fit.kind != "pages"
    for paper in typeset.SHEETS:
        pdf = made(laid, typesetter, paper)
        if name == "from the right":  # a reader of PDFs turns its lines round
            assert card_corpus.number_of_sheets(pdf) == len(laid.fit.sides)
            continue
        check_sheets(laid, pdf, paper.name)
    if any(shown.pictures for shown in one.entries):
        assert min(side.both.person for side in laid.fit.sides) >= 19.5 or "picture" in name


def test_all_red_flags_are_on_one_side() -> None:
    """Beside 26 rules five exercises keep their short steps, in 12 points, and people of 20 mm on one side.

    The rules are paragraphs with a bullet before each, in 10 points or more, and a gap is between two columns.
    """
    one = all_red_flags()
    laid = FittedCard(one, setter().fit(one))
    assert (laid.fit.kind, laid.fit.steps) == ("one", "short")
    sheet = laid.fit.sides[0].letter
    assert sheet.size >= 12
    assert sheet.person >= 19.5
    assert 10 <= sheet.close < 12
    pdf = made(laid, setter(), typeset.LETTER)
    small = [size for text, size in card_corpus.typed(pdf) if "calf" in text]
    assert min(small) == pytest.approx(sheet.close, abs=0.1)
    assert card_corpus.sheets(pdf)[0].count("\u2022") == 26


def test_a_phase_in_the_title_keeps_it_in_one_line() -> None:
    """A title that has no room beside the lines for names has the whole width, before it is broken."""
    title = "Knee osteoarthritis: Weeks 5 to 12"
    one = card(*entries(3, *PAIR), title=title)
    laid = FittedCard(one, setter().fit(one))
    assert laid.fit.sides[0].a4.spread
    lines = PdfReader(io.BytesIO(made(laid, setter()))).pages[0].extract_text().splitlines()
    assert title in [line.strip() for line in lines]


PHOTOGRAPH = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path fill="{}" d="M0 0h40v30H0z"/></svg>'
)
FIGURE = {"frames": ["standing", "squat"]}


def test_pictures_of_many_kinds(tmp_path: Path) -> None:
    """Of four pictures a card shows the first and the last; one on white, and drawn ones, may be beside."""
    names = ("white", "grey", "grey", "white")
    files: dict[str, str | bytes] = {
        f"pictures/{n}-{name}.svg": PHOTOGRAPH.format("#fff" if name == "white" else "#777")
        for n, name in enumerate(names)
    }
    shown = [{"src": f"../pictures/{n}-{name}.svg", "alt": f"Picture {n}"} for n, name in enumerate(names)]
    files |= {
        "exercises/a.md": sites.text(sites.exercise("A", images=shown)),
        "exercises/b.md": sites.text(sites.exercise("B", figure=FIGURE)),
        "routines/one.md": sites.text({"title": "One", "exercises": ["a", "b"]}),
    }
    laid, typesetter = only(sites.put(tmp_path / "content", files))
    first, second = laid.card.entries
    assert [one.caption for one in first.pictures] == ["Picture 0", "Picture 3"]
    assert len(second.pictures) == 2
    check_sheets(laid, made(laid, typesetter), "a4")
