"""The hard cases of programmes, each by its name: what is meant comes out, and what is not clear is asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import documents
import pytest
import sites

from cuecard.build import check_content
from cuecard.core.build_options import Options

Facts = dict[str, Any]

EXERCISES: Mapping[str, Facts] = {
    "squat": sites.exercise("Squat", dose={"sets": 3, "reps": 10, "rest": "1 min"}),
    "lunge": sites.exercise(
        "Lunge",
        equipment=["chair"],
        dose={"reps": 8, "side": "each leg"},
        regressions=[{"exercise": "squat"}],
    ),
    "bridge": sites.exercise("Bridge", equipment=["mat"], dose={"hold": "20 s"}),
}
PAIR: Facts = {"rounds": 3, "rest": "30 s", "superset": ["squat", "bridge"]}


def routine(*items: Any, **more: Any) -> Facts:
    """Return a routine of these items, or with *more* of another shape."""
    return {**({"exercises": list(items)} if items else {}), "schedule": {"per_week": 3}, **more}


MEANT: dict[str, tuple[Facts, list[str], list[str]]] = {
    # name: the routine, sentences that its page and its card have, and what check reports
    "a group within a phase": (
        routine(phases=[{"title": "One", "exercises": [PAIR]}, {"title": "Two", "keep": "all"}]),
        ["3 rounds, one exercise after the other, rest 30 seconds after each exercise"],
        ["endless-phase"],
    ),
    "the same exercise twice": (
        routine({"exercise": "squat", "dose": {"reps": 5}}, {"exercise": "squat", "dose": {"reps": 15}}),
        ["3 sets of 5 reps, rest 1 minute", "3 sets of 15 reps, rest 1 minute"],
        [],
    ),
    "a choice with different equipment": (
        routine({"either": ["lunge", "bridge"]}),
        ["Do one of these two", "sturdy chair", "exercise mat"],
        [],
    ),
    "a phase without an end": (
        routine(
            phases=[
                {"title": "A", "exercises": ["squat"], "schedule": {"in_weeks": "1-2"}},
                {"title": "B", "exercises": ["bridge"], "schedule": {"in_weeks": "3+"}},
            ]
        ),
        ["rom week 3 on"],
        [],
    ),
    "a session of rest": (
        routine(sessions=[{"title": "A", "exercises": ["squat"]}, {"rest": "Walk if you like."}]),
        ["3 sets of 10 reps, rest 1 minute"],
        [],
    ),
    "one side only, of an exercise without sides": (
        routine({"exercise": "bridge", "dose": {"side": "operated leg"}}),
        ["Hold for 20 seconds on the operated leg only"],
        [],
    ),
    "four loads for the three sets of the exercise": (
        routine({"exercise": "squat", "dose": {"weight": ["40 kg", "45 kg", "50 kg", "55 kg"]}}),
        [
            "4 sets: 10 reps, load: 40 kg; then 10 reps, load: 45 kg; "
            "then 10 reps, load: 50 kg; then 10 reps, load: 55 kg"
        ],
        [],
    ),
    "a circuit of one": (
        routine({"rounds": 3, "rest": "30 s", "circuit": ["squat"]}),
        ["3 rounds, rest 30 seconds between rounds"],
        ["one-in-group"],
    ),
    "alternating sides and an odd number of rounds": (
        routine(
            {"rounds": 3, "rest": "none", "alternate_sides": "left first", "circuit": ["squat", "bridge"]}
        ),
        ["3 rounds, one exercise after the other, one side in each round, the left side first"],
        ["uneven-sides"],
    ),
    "stages that share a name": (
        routine(
            phases=[
                {"title": "Build", "exercises": ["squat"], "move_on_when": "it is easy"},
                {"title": "Build", "exercises": ["bridge"]},
            ]
        ),
        ["Hold for 20 seconds"],
        [],
    ),
    "an interval of four hours": (
        routine({"exercise": "bridge", "dose": {"sets": 8, "intervals": ["ride 20 min", "walk 10 min"]}}),
        ["8 times: ride for 20 minutes, then walk for 10 minutes"],
        [],
    ),
    "a ladder that calls the second phase easier": (
        routine(
            phases=[
                {"title": "A", "exercises": ["lunge"], "move_on_when": "it is easy"},
                {"title": "B", "exercises": [{"exercise": "squat", "replaces": "lunge"}]},
            ]
        ),
        ["8 reps on each leg"],
        ["easier-later"],
    ),
}
ASKED: dict[str, tuple[Facts, str]] = {
    # name: a dose, and the hint
    "four loads for three sets": (
        {"sets": 3, "reps": 5, "weight": ["40 kg", "45 kg", "50 kg", "55 kg"]},
        'write "sets: 4", or 3 values here',
    ),
    "a range of sets with reps for each": (
        {"sets": "2-3", "reps": [12, 10]},
        'write "sets: 2", or leave sets out',
    ),
    "3 x 10 as text": ({"reps": "3 x 10"}, 'write "sets: 3, reps: 10"'),
    "m for minutes": ({"time": "20 m"}, 'write "time: 20 min" for minutes, or "distance: 20 m" for metres'),
    "m among reps": ({"reps": "20 m"}, 'write "distance: 20 m" for metres, or "time: 20 min" for minutes'),
    "m among parts of a session": (
        {"intervals": ["run 20 m"]},
        'write "run 20 min" for minutes, or "run 20 metres"',
    ),
    "an apostrophe for minutes": ({"time": "5'"}, 'did you mean "5 min"?'),
    "a quotation mark for seconds": ({"time": '30"'}, 'did you mean "30 s"?'),
    "both marks": ({"time": "5'30\""}, 'did you mean "5 min 30 s"?'),
    "an apostrophe for feet": ({"distance": "6'"}, 'did you mean "6 ft"?'),
    "x for times": ({"reps": "12x"}, 'did you mean "12"?'),
    "s among reps": ({"reps": "30 s"}, 'write "time: 30 s"'),
    "min among amounts": ({"amount": "5 min"}, 'write "time: 5 min"'),
    "s among distances": ({"distance": "30 s"}, 'write "time: 30 s"'),
    "no unit at all": ({"time": 30}, 'write "30 s" or "30 min"'),
    "five hours": ({"sets": 10, "intervals": ["ride 20 min", "walk 10 min"]}, "at most 4 hours in all"),
}


def slug(name: str) -> str:
    """Return a name as the name of a file."""
    return re.sub(r"\W+", "-", name).strip("-").lower()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a routine for each case that has a meaning."""
    files: dict[str, str | bytes] = {"site.yaml": "title: T\nbase_url: https://example.org/\n"}
    files |= {f"exercises/{name}.md": sites.text(facts) for name, facts in EXERCISES.items()}
    files |= {
        f"routines/{slug(name)}.md": sites.text({"title": name.capitalize(), **facts})
        for name, (facts, _, _) in MEANT.items()
    }
    return sites.put(tmp_path_factory.mktemp("hard") / "content", files)


@pytest.fixture(scope="module")
def built(content: Path) -> Path:
    """Return the site of that folder."""
    return sites.build(content, content.parent / "site", "--no-cache")


@pytest.fixture(scope="module")
def advice(content: Path) -> Mapping[str, list[str]]:
    """Return the codes of what check reports, by routine."""
    problems = check_content.check_with_advice(Options(content, cache=None)).problems
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(Path(problem.path).stem, []).append(problem.code)
    return found


def words(file: Path) -> str:
    """Return the text of a page, its title among it."""
    return " ".join(documents.text_of(documents.document(file)).split())


@pytest.mark.parametrize("name", MEANT)
def test_a_hard_case_comes_out_as_it_is_meant(name: str, built: Path) -> None:
    """Its sentences are on its page and on one of its cards."""
    page = words(built / f"routines/{slug(name)}.html")
    files = [built / f"cards/{slug(name)}.html", *(built / f"cards/{slug(name)}").glob("*.html")]
    cards = " ".join(words(file) for file in files if file.is_file())
    for sentence in MEANT[name][1]:
        assert sentence in page
        assert sentence.lower() in cards.lower()


@pytest.mark.parametrize("name", MEANT)
def test_check_says_what_is_doubtful_in_a_hard_case(name: str, advice: Mapping[str, list[str]]) -> None:
    """Nothing but what is listed, apart from rests and the many exercises of one site."""
    doubts = [code for code in advice.get(slug(name), []) if code not in {"no-rest", "no-safety", "no-dose"}]
    assert doubts == MEANT[name][2]


@pytest.mark.parametrize("name", ASKED)
def test_a_dose_that_is_not_clear_is_asked_about(name: str, tmp_path: Path) -> None:
    """One problem, at the dose, whose hint says what to write."""
    files = {"exercises/one.md": sites.text(sites.exercise("One", dose=ASKED[name][0]))}
    sites.put(tmp_path / "content", {**files, "site.yaml": "title: T\n"})
    problems = check_content.check(Options(tmp_path / "content", cache=None)).problems
    errors = [problem for problem in problems if problem.code != "no-safety"]
    assert [problem.hint for problem in errors] == [ASKED[name][1]]
    assert all(problem.excerpt.startswith("dose:") for problem in errors)
