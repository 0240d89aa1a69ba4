"""Doses and schedules in a whole site: page, card, data, JSON-LD and import say the same of each."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import documents
import pytest
import sites
from conftest import RunCli
from documents import data, text_of

DOSES: dict[str, dict[str, Any]] = {
    "open": {"sets": 3, "reps": "as many as you can up to 15", "rest": "at least 1 min"},
    "listed": {"reps": [5, 5, "5+"], "weight": ["40 kg", "45 kg", "51.5 kg"], "rest": "3 min"},
    "far": {"sets": 4, "distance": "20 m", "side": "each arm"},
    "counted": {"amount": "6 breaths", "breath": ["in 2", "out 4"], "per_day": "every hour while awake"},
    "sided": {"reps": 15, "left": 15, "right": 22, "rest": "30 s"},
    "sore": {"reps": 10, "side": "operated leg", "weeks": "until the swelling is gone"},
    "turns": {"sets": 8, "intervals": ["run 1 min", {"times": 2, "of": ["walk 90 s", "hop 20 metres"]}]},
    "timed": {"time": "30 s", "rest": "90 s", "until": "you are tired", "per_week": "Mon Wed Fri"},
    "ranged": {"reps": "8-12", "time": None, "rest": "1-2 min", "tempo": ["lift 2", "lower x"], "rpe": 7.5},
    "heavy": {"reps": 5, "weight": "body weight - 10 kg", "in_weeks": "5-8", "pulse": "up to 120"},
}
SCHEDULES: dict[str, tuple[dict[str, Any], str]] = {
    "one": ({"per_day": "every 2 hours", "weeks": 2}, "Every 2 hours for 2 weeks"),
    "two": ({"per_week": "every other day", "in_weeks": "5-8"}, "Every other day in weeks 5 to 8"),
    "three": (
        {"per_day": 2, "per_week": "daily", "weeks": "for 6-8"},
        "Twice a day, every day for 6 to 8 weeks",
    ),
    "four": (
        {"per_week": "Mon Thu", "weeks": "until it is better"},
        "On Monday and Thursday until it is better",
    ),
}


def _content(folder: Path) -> Path:
    texts = {
        f"exercises/{slug}.md": sites.text(sites.exercise(slug, dose=dose)) for slug, dose in DOSES.items()
    }
    slugs = list(DOSES)
    for n, (name, (schedule, _)) in enumerate(SCHEDULES.items()):
        chosen: list[Any] = slugs[n * 3 : n * 3 + 3]
        if name == "one":
            chosen = [{"exercise": "open", "dose": {"side": "sore leg", "sets": 1}}, *chosen[1:]]
        facts = {"title": name, "exercises": chosen, "schedule": schedule, "card": {"log_weeks": 2}}
        texts[f"routines/{name}.md"] = sites.text(facts)
    sites.put(folder, {"site.yaml": "title: Doses\n", **texts})
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with a dose of each kind, in routines with a schedule of each kind."""
    folder = tmp_path_factory.mktemp("doses")
    return sites.build(_content(folder / "content"), folder / "site")


def test_page_card_and_data_say_the_same(built: Path) -> None:
    """The sentence of each entry is on the page, on the card and in the data, letter for letter.

    A card has a line for each side where sides differ.
    """
    for routine in data(built)["routines"]:
        wanted = [entry["dose"]["sentence"] for entry in routine["exercises"]]
        for kind, place in (("routines", "p[@class='dose-line']"), ("cards", "span[@class='card-dose']")):
            root = documents.document(built / kind / f"{routine['slug']}.html")
            lines = [text_of(line).rstrip(".") for line in root.iterfind(f".//{place}")]
            assert " ".join(lines) == " ".join(wanted)


def test_a_schedule_is_reported_in_the_words_of_a_dose(built: Path) -> None:
    """Page, card and data have the schedule in the same sentence, and the data has its values."""
    for routine in data(built)["routines"]:
        expected = SCHEDULES[routine["slug"]][1]
        assert routine["schedule_sentence"] == expected
        card = documents.document(built / "cards" / f"{routine['slug']}.html")
        assert text_of(card.find(".//p[@class='card-schedule']/b")) == expected
        assert expected in text_of(documents.document(built / "routines" / f"{routine['slug']}.html"))


def test_an_entry_for_one_side_overrides_and_has_no_rest(built: Path) -> None:
    """An exercise without sides is done with the sore leg alone; one set inherits no rest."""
    [one] = [routine for routine in data(built)["routines"] if routine["slug"] == "one"]
    text = one["exercises"][0]["dose"]["sentence"]
    assert text == "1 set of as many reps as you can (up to 15) on the sore leg only"


def test_the_grid_of_a_card_has_the_days_of_the_schedule(built: Path) -> None:
    """Two named days are two boxes a week, every other day four, and sides that differ have a box each."""

    def boxes(name: str) -> int:
        root = documents.document(built / "cards" / f"{name}.html")
        return len(root.findall(".//span[@class='card-boxes']")[0].findall(".//i"))

    assert {name: boxes(name) for name in SCHEDULES} == {"one": 14, "two": 8, "three": 7, "four": 2}


def _plans(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        if value.get("@type") == "ExercisePlan":
            yield value
        for inner in value.values():
            yield from _plans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _plans(inner)


PLANS: list[tuple[str, str, Any]] = [
    ("timed", "activityDuration", "PT30S"),
    ("timed", "restPeriods", "PT1M30S"),
    ("timed", "activityFrequency", "on Monday, Wednesday and Friday"),
    ("sore", "repetitions", 10),
    ("ranged", "repetitions", {"@type": "QuantitativeValue", "minValue": 8, "maxValue": 12}),
    (
        "ranged",
        "restPeriods",
        {"@type": "QuantitativeValue", "minValue": 60, "maxValue": 120, "unitCode": "SEC"},
    ),
    ("open", "restPeriods", {"@type": "QuantitativeValue", "minValue": 60, "unitCode": "SEC"}),
    ("heavy", "workload", "body weight less 10 kg"),
]


@pytest.mark.parametrize(("slug", "key", "value"), PLANS)
def test_json_ld_has_numbers_as_numbers(slug: str, key: str, value: Any, built: Path) -> None:
    """Times are durations of ISO 8601, counts numbers, ranges quantities with both ends."""
    json_ld = documents.json_ld(documents.document(built / "exercises" / f"{slug}.html"))
    [plan] = _plans(json_ld)
    assert plan[key] == value


def test_json_ld_of_a_routine_shows_how_often(built: Path) -> None:
    """The frequency is that of the schedule in words, and a fixed number of weeks a duration."""
    [plan, *_] = _plans(documents.json_ld(documents.document(built / "routines/one.html")))
    assert (plan["activityFrequency"], plan["activityDuration"]) == ("every 2 hours", "P2W")


def test_all_doses_come_back_from_the_data(built: Path, run_cli: RunCli, tmp_path: Path) -> None:
    """A site that is built from the imported texts has the same exercises and routines in its data."""
    assert run_cli("import", "cuecard", built / "exercises.json", "--into", tmp_path / "content").code == 0
    (tmp_path / "content/site.yaml").write_text("title: Doses\n", "utf-8")
    again = sites.build(tmp_path / "content", tmp_path / "again")
    for kind in ("exercises", "routines"):
        assert data(again)[kind] == data(built)[kind]


def test_a_file_of_the_first_form_is_still_read(built: Path, run_cli: RunCli, tmp_path: Path) -> None:
    """Of `form` 1, ranges of weeks are lengths, and fourteen times a week is twice a day, every day."""
    records = data(built)
    old = {
        "form": 1,
        "exercises": [
            {**records["exercises"][0], "dose": {"reps": 10, "weeks": {"min": 6, "max": 8}, "sentence": "x"}}
        ],
        "routines": [
            {
                "slug": "old",
                "title": "Old",
                "exercises": [{"exercise": records["exercises"][0]["slug"]}],
                "schedule": {"per_week": 14, "weeks": 6},
                "card": {},
            }
        ],
    }
    file = tmp_path / "old.json"
    file.write_text(json.dumps(old), "utf-8")
    assert run_cli("import", "cuecard", file, "--into", tmp_path / "content").code == 0
    (tmp_path / "content/site.yaml").write_text("title: Old\n", "utf-8")
    again = data(sites.build(tmp_path / "content", tmp_path / "again"))
    assert again["exercises"][0]["dose"]["sentence"] == "10 reps, for 6 to 8 weeks"
    assert again["routines"][0]["schedule_sentence"] == "Twice a day, every day for 6 weeks"


def test_a_refused_dose_leaves_the_site_as_it_was(built: Path, run_cli: RunCli, tmp_path: Path) -> None:
    """Where a dose is refused, nothing is written."""
    shutil.copytree(built.parent / "content", tmp_path / "content", dirs_exist_ok=True)
    shutil.copytree(built, tmp_path / "site")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    text = sites.text(sites.exercise("open", dose={"time": "20 m"}))
    (tmp_path / "content/exercises/open.md").write_text(text, "utf-8")
    assert run_cli("build").code == 1
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before
