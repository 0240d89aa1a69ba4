"""Sixteen real programmes, in `tests/programmes/`: each builds without a problem, and says each fact where it belongs.

No fact stands in a note that has a key. The facts of each are here as sentences, which its page, its cards and its data
have in the same words.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import documents
import pytest
import sites

FOLDER = Path(__file__).parent / "programmes"
SITE = """\
title: Programmes
base_url: https://example.org/
safety:
  stop_if: [The pain is sharp., {id: dizzy, rule: You feel dizzy.}]
  get_help: {urgent: [You cannot put weight on a leg.]}
"""

FACTS: dict[str, list[str]] = {
    "c25k": [
        "8 times: jog for 1 minute, then walk for 1 minute 30 seconds",
        "2 rounds, one exercise after the other",
        "Jog for 3 minutes, then walk for 3 minutes",
        "3 times: jog for 5 minutes, then walk for 3 minutes",
        "2 times: jog for 8 minutes, then walk for 5 minutes",
        "20 minutes",
        "3 days a week",
        "Brisk walk: 5 minutes.",
    ],
    "strength-in-pairs": [
        "3 rounds, one exercise after the other, rest 1 minute 30 seconds after each exercise",
        "5 to 8 reps",
        "Shoulder band circles: 5 to 10 reps.",
        "Dead bugs: 30 seconds.",
        "3 days a week",
    ],
    "right-foot": [
        "Left side: 3 sets of 15 reps, holding each rep for 5 seconds; "
        "right side: 3 sets of 22 reps, holding each rep for 5 seconds; rest 30 seconds",
        "3 sets of 20 metres with each arm, rest 30 seconds",
        "Left side: 2 sets of 10 reps each way; right side: 2 sets of 15 reps each way; rest 30 seconds",
        "Every day for 2 weeks",
    ],
    "after-acl": [
        "10 reps on the operated leg only, holding each rep for 10 seconds, every hour while awake",
        "Do one of these two",
        "10 minutes on the operated leg only, 1 hour a day in all",
        "15 reps on the operated leg only, holding each rep for 5 seconds, no further than 90 degrees, 3 times a day",
        "Every day for 2 weeks",
    ],
    "pelvic-floor": [
        "3 sets of 10 reps, holding each rep for 5 to 10 seconds, rest 10 seconds, 3 times a day, every day",
        "2 sets of 10 reps, rest 1 minute, 3 days a week",
        "you are more than 20 weeks pregnant",
        "3 sets of 5 to 10 reps, rest 30 seconds, every day",
        "5 times: lift for 10 seconds, then pulse 3 times, then let go for 10 seconds; every day",
    ],
    "hand": ["10 reps with the sore hand only", "6 times a day, every day for 8 weeks"],
    "circuit": [
        "2 rounds, one exercise after the other, rest 20 seconds after each exercise, "
        "rest 1 minute after the last round",
        "40 seconds, load: 6 kg",
        "one side in each round, the left side first",
        "Skip, squat, swing your legs and circle your hips: 5 minutes.",
        "Stretches: 5 minutes.",
    ],
    "five-three-one": [
        "3 sets: 5 reps, load: 39 kg; then 5 reps, load: 45 kg; then 5 or more reps, load: 51 kg; rest 3 minutes",
        "5 sets of 10 reps, load: 30 kg, rest 1 minute 30 seconds",
        "On Monday",
        "On Thursday",
    ],
    "breath": [
        "6 breaths, each breath: in for a count of 2, then out for a count of 4, twice a day",
        "until nothing more comes up, at most 20 minutes in all",
        "Twice a day, every day, in the morning and in the evening",
        "in for a count of 4, then hold for a count of 7, then out for a count of 8",
    ],
    "clinic": [
        # falls prevention
        "10 reps on each leg, tempo (lift for 3 seconds, lower for 5 seconds), "
        "load: the most you can lift 8 to 10 times (8 to 10 RM)",
        "4 sets of 10 steps, no rest",
        "30 minutes, 2 or more days a week",
        "Turn your head and your trunk: 5 reps each way.",
        "can do 2 sets of 10 with ease",
        # dizziness
        "1 minute each way, 4 to 5 times a day",
        "5 reps in total, alternating sides, holding each rep for 30 seconds or more, until the dizziness is gone, "
        "3 times a day",
        "you can walk 6 metres without a stagger",
        "Some dizziness is how your brain learns.",
        # face
        "5 minutes on the affected cheek only",
        "3 reps with the affected eyelid only, holding each rep for 15 to 20 seconds",
        "until both sides move alike",
        # bed
        "10 reps, every hour while awake",
        "1 rep, the other side each time, every 2 hours",
        "your nurse says so",
        # tendon
        "3 sets of 15 reps on the sore leg only, rest 1 minute",
        "then 12 reps, load: the most you can lift 12 times (12 RM)",
        # yoga
        "4 rounds, one exercise after the other, one side in each round, the right side first",
        "3 reps, each breath: in for a count of 4, then out for a count of 6",
        "you are less than 20 weeks pregnant",
    ],
    "wheelchair": [
        "Hold for 30 seconds, rest 1 minute, 20 times a day, every day",
        "3 sets of 8 to 10 reps, rest 1 minute",
    ],
}


def words(html: str) -> str:
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", html.partition("<main")[2]).split())


@pytest.mark.parametrize("name", FACTS)
def test_a_programme_says_each_fact_everywhere(name: str, tmp_path: Path) -> None:
    """Each sentence is on the programme's pages, on a card and in the data, and the build has nothing to report."""
    shutil.copytree(FOLDER / name, tmp_path / "content")
    (tmp_path / "content/site.yaml").write_text(SITE, "utf-8")
    site = sites.build(tmp_path / "content", tmp_path / "site", "--strict", "--no-cache")
    pages = words("".join(file.read_text("utf-8") for file in (site / "routines").glob("*.html")))
    cards = words("".join(file.read_text("utf-8") for file in (site / "cards").rglob("*.html")))
    data = json.dumps(documents.data(site)["routines"], ensure_ascii=False)
    for sentence in FACTS[name]:
        assert sentence in pages
        assert sentence in cards
        assert sentence in data


@pytest.mark.parametrize("name", FACTS)
def test_notes_hold_no_fact_that_has_a_key(name: str) -> None:
    """No note of a programme has a number of sets, reps, minutes or degrees, a side, a weekday, or words such as
    "again" and "each way".
    """
    for file in (FOLDER / name / "routines").glob("*.md"):
        for note in re.findall(r"note: (.+?)[}\n]", file.read_text("utf-8")):
            assert not re.search(
                r"\b(\d+ (sets|reps|times|s|min|minutes|degrees)|left|right|rounds?|again|daily|every|week|"
                r"each (way|direction|side)|once|optional)\b",
                note,
            ), note


def test_data_has_each_form(tmp_path: Path) -> None:
    """The line of all entries, the phases with their sessions, and the cards' addresses are in the data."""
    shutil.copytree(FOLDER / "c25k", tmp_path / "content")
    (tmp_path / "content/site.yaml").write_text(SITE, "utf-8")
    site = sites.build(tmp_path / "content", tmp_path / "site", "--no-cache")
    [routine] = documents.data(site)["routines"]
    assert [entry["part"] for entry in routine["exercises"]] == [
        *("phase-1", "phase-2", "phase-3", "phase-3", "phase-4"),
        *("phase-5-day-1", "phase-5-day-2", "phase-5-day-3"),
    ]
    [*_, last] = routine["phases"]
    sessions: list[Any] = last["sessions"]
    assert [session["title"] for session in sessions] == ["Day 1", "Day 2", "Day 3"]
    for session in sessions:
        assert (site / session["card"]).is_file()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', _page(site), re.DOTALL)
    assert found
    plan = json.loads(found[1])
    assert [part["name"] for part in plan["hasPart"]][:2] == ["Week 1", "Week 2"]
    assert plan["hasPart"][0]["hasPart"][0]["@type"] == "ExercisePlan"


def _page(site: Path) -> str:
    return (site / "routines/couch-to-5k.html").read_text("utf-8")
