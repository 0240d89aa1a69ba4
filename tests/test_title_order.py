"""Titles are in the order of their language."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import sites

from cuecard.core.title_order import first_letter, title_order


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("de", ["2 Beugen", "10 Beugen", "ändern", "Äpfel", "Arm", "Öffnen", "ß-Form", "Übung", "Zehen"]),
        ("fr", ["eau", "Élan", "élever", "étirement", "Exercice"]),
        ("sv", ["Arm", "Ordet", "Zon", "Ål", "Ärm", "Ökning"]),
        ("da-DK", ["Arm", "Zone", "Ærme", "Øre", "Ål"]),
        ("es", ["nada", "nuca", "ñandú", "oreja"]),
        ("pl", ["lato", "ludzie", "łydka", "mata"]),
        ("ru", ["Ёлка", "Ель", "Жим", "Игра", "Йога", "Кит"]),
        ("en", ["Bird dog", "bridge", "Plank", "Plié", "Step-up", "Step-ups"]),
    ],
)
def test_titles_are_sorted_by_their_language(language: str, titles: list[str]) -> None:
    """Accents and capitals count only where two titles are otherwise equal, and numbers by their value."""
    mixed = random.Random(1).sample(titles, len(titles))  # noqa: S311 - any order will do
    assert sorted(mixed, key=title_order(language)) == titles


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("de", ["0–9", "0–9", "A", "A", "A", "O", "S", "U", "Z"]),
        ("sv", ["0–9", "0–9", "A", "S", "U", "Z", "Ä", "Ä", "Ö"]),
    ],
)
def test_a_long_list_is_divided_by_letter(language: str, letters: list[str]) -> None:
    """A title is below the letter that it is sorted with, which some languages count as one of their own."""
    titles = ["2 Beugen", "10 Beugen", "ändern", "Äpfel", "(Arm)", "Öffnen", "ß-Form", "Übung", "Zehen"]
    assert [*map(first_letter(language), sorted(titles, key=title_order(language)))] == letters


def test_the_sections_of_a_long_list_follow_its_order(tmp_path: Path) -> None:
    """A muscle with many exercises lists them as their titles are sorted, each letter once."""
    titles = [f"{start} {n}" for n in range(1, 15) for start in ("Ärm", "Arm", "Zeh")]
    files: dict[str, str | bytes] = {
        f"exercises/{n}.md": sites.text(sites.exercise(title, muscles={"primary": ["quads"]}))
        for n, title in enumerate(titles)
    }
    sites.put(tmp_path / "content", files | {"site.yaml": "title: T\nlanguage: sv\n"})
    site = sites.build(tmp_path / "content", tmp_path / "site", "--no-cache")
    html = (site / "muscles/quads.html").read_text("utf-8").partition("<main")[2]
    assert re.findall(r">((?:Ärm|Arm|Zeh) \d+)<", html) == sorted(titles, key=title_order("sv"))
    assert re.findall(r'href="#group-1-\d">(.)<', html) == ["A", "Z", "Ä"]


def test_turkish_has_two_letters_i() -> None:
    """A capital I is that of the dotless one, which comes before the dotted one, whatever the case."""
    titles = ["İp", "ılık", "ILIK BAŞLA", "iple", "hız"]
    assert sorted(titles, key=title_order("tr")) == ["hız", "ılık", "ILIK BAŞLA", "İp", "iple"]
