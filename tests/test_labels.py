"""Labels: every word that a reader sees and that no author wrote, by key, with its plural forms."""

import json
from datetime import date

import pytest

from cuecard.site.labels import ENGLISH


def test_a_label_is_found_by_key_and_filled_in() -> None:
    """Templates ask by index and code by name; the values in braces are filled in."""
    assert ENGLISH["stop-if"] == ENGLISH.text("stop-if") == "Stop if"
    assert ENGLISH.text("step-link", n="3") == "Link to step 3"
    with pytest.raises(KeyError):
        ENGLISH.text("no-such-label")
    with pytest.raises(KeyError):
        ENGLISH.text("title", page="Squat")


def test_a_count_agrees_with_its_noun() -> None:
    """One exercise, but two and none are exercises."""
    assert [ENGLISH.count("exercise", n) for n in (0, 1, 2)] == ["0 exercises", "1 exercise", "2 exercises"]


def test_a_script_gets_labels_with_all_their_forms() -> None:
    """A script chooses the form itself, by the rules of the language that it is told."""
    told = json.loads(ENGLISH.for_script("filter.found", "filter.clear"))
    assert told == {
        "language": "en",
        "filter.found": {"one": "{n} exercise", "other": "{n} exercises"},
        "filter.clear": "Clear filters",
    }


def test_typst_gets_a_family_of_labels() -> None:
    """All labels of cards without plural forms, by the rest of their key."""
    cards = ENGLISH.family("card")
    assert cards["stop-if"] == "Stop if:"
    assert cards["address"] == "{label}: {address}"
    assert "log" not in cards


def test_lists_and_dates_are_put_together_from_labels() -> None:
    """Items are separated, the last one joined; a date names its month."""
    assert ENGLISH.listed(["a", "b", "c"]) == "a, b, c"
    assert ENGLISH.joined(["a"]) == "a"
    assert ENGLISH.joined(["a", "b", "c"]) == "a, b and c"
    assert ENGLISH.date(date(2026, 11, 1)) == "1 November 2026"
