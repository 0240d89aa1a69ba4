"""Titles are in the order of their language."""

from __future__ import annotations

import random

import pytest

from cuecard.core.title_order import title_order


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
