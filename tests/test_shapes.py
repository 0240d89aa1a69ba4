"""The shape of routines: groups, choices, sessions and phases are read, printed, worded, timed and put on pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import documents
import pytest
import sites
import yaml
from conftest import RunCli
from dose_strategies import doses, patient, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cuecard.build import check_content
from cuecard.cli import dispatch
from cuecard.core.build_options import Options
from cuecard.dose import as_written, rounds_sentence
from cuecard.dose.commas import BY_SET
from cuecard.parse import written_shapes
from cuecard.parse.routine_shape import entries_of, shape_ids
from cuecard.parse.schema import Routine
from cuecard.parse.shapes import Group
from cuecard.site.cards.card_value import Card

Facts = dict[str, Any]

# --- parse(print(x)) is x ------------------------------------------------------------------------------------------

SLUGS = st.sampled_from(["squat", "wall-sit", "heel-raise", "march"])
TEXTS = st.sampled_from(["Slowly.", "Day A", "it is easy", "Weeks 1 to 4", "50 % more"])
TAKES = st.sampled_from(["20 min", "20-30 min", "1:30", "1 hour"])
TIMES = st.sampled_from(["30 s", "90 s", "1-2 min", "2:30"])
DOSES = doses().map(as_written)
SCHEDULES = schedules().map(as_written)


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """Make a mapping with any of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


CONDITIONS = {
    "note": TEXTS,
    "optional": st.just("true"),
    "only_once": TEXTS,
    "only_if": TEXTS,
    "dose": DOSES,
}
ORDERS = st.sampled_from(["true", "left first", "weaker side first"])
ENTRIES = SLUGS | st.builds(lambda slug, more: {"exercise": slug, **more}, SLUGS, some(**CONDITIONS))


def _in_turn(entry: Facts, order: str) -> Facts:
    """Return an entry whose sides change from round to round, so that its dose has none."""
    dose = {
        key: value for key, value in entry.pop("dose", {}).items() if key not in {"side", "left", "right"}
    }
    return {**entry, **({"dose": dose} if dose else {}), "alternate_sides": order}


MEMBERS = ENTRIES | st.builds(
    _in_turn, st.builds(lambda slug, more: {"exercise": slug, **more}, SLUGS, some(**CONDITIONS)), ORDERS
)


def groups(members: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """Make groups of these members."""
    more = some(
        **CONDITIONS,
        title=TEXTS,
        rest=TIMES | st.just("none"),
        alternate_sides=ORDERS,
        rest_after=TIMES,
        until=TEXTS,
        in_all=st.sampled_from(["20 min", "up to 20 min", "1 hour a day"]),
    )
    return st.builds(
        lambda key, listed, rounds, others, begun: _fitting(
            rounds, {"rounds": rounds, **others, **begun}, key, listed
        ),
        st.sampled_from(["exercises", "superset", "circuit"]),
        st.lists(members, min_size=1, max_size=3),
        st.sampled_from(["1", "3", "2-3", "as many as you can", "up to 4"]),
        more,
        some(rest_between_rounds=TIMES | st.just("none")) | some(round_every=TIMES),
    )


def _fitting(rounds: str, group: Facts, key: str, members: list[Any]) -> Facts:
    """Return a group of which no dose has a list of another length than there are rounds."""
    if not rounds.isdigit():
        return {**group, key: members}

    def fitted(item: Any) -> Any:
        if not isinstance(item, dict) or "sets" in item.get("dose", {}):
            return item
        dose = item.get("dose", {})
        others = {key for key in BY_SET if isinstance(dose.get(key), list) and len(dose[key]) != int(rounds)}
        dose = {key: value[0] if key in others else value for key, value in dose.items()}
        if others:
            dose.pop("rest", None)  # which a single set may not have
        return {**item, "dose": dose} if dose else item

    return {**fitted(group), key: [fitted(one) for one in members]}


def choices(members: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """Make choices of these members."""
    either = st.builds(lambda listed: {"either": listed}, st.lists(members, min_size=2, max_size=3))
    several = st.builds(
        lambda listed: {"choose": str(len(listed) - 1), "of": listed},
        st.lists(members, min_size=2, max_size=4),
    )
    return st.builds(lambda one, more: {**one, **more}, either | several, some(note=TEXTS))


ITEMS = st.lists(
    ENTRIES | groups(MEMBERS | choices(MEMBERS)) | choices(ENTRIES | groups(MEMBERS)), min_size=1, max_size=3
)
STEPS = TEXTS | st.lists(
    st.builds(lambda words, more: {**words, **more}, st.just({"do": "Walk"}), some(dose=DOSES, note=TEXTS))
    | SLUGS.map(lambda slug: {"exercise": slug}),
    min_size=1,
    max_size=2,
)
PART = {
    "title": TEXTS,
    "dose": DOSES,
    "schedule": SCHEDULES,
    "before": STEPS,
    "after": STEPS,
    "takes": TAKES,
    "note": TEXTS,
}
WHAT = ITEMS.map(lambda items: {"exercises": items}) | SLUGS.map(lambda slug: {"routine": slug})
SESSIONS = st.lists(
    st.builds(lambda what, more: {**what, **more}, WHAT | st.just({"rest": "true"}), some(**PART))
    | st.sampled_from(["rest", "squat"]),
    min_size=1,
    max_size=3,
)


def _without_weeks(schedule: Facts) -> Facts:
    """Return a schedule without a place in the plan, which phases have one after the other."""
    return {key: value for key, value in schedule.items() if key != "in_weeks"}


PHASES = st.lists(
    st.builds(
        lambda what, more: {**what, **more},
        WHAT | SESSIONS.map(lambda sessions: {"sessions": sessions}),
        some(**{**PART, "schedule": SCHEDULES.map(_without_weeks)}, goal=TEXTS, move_on_when=TEXTS),
    ),
    min_size=1,
    max_size=3,
)
ROUTINES = st.builds(
    lambda what, more: {"title": "One", **what, **more},
    ITEMS.map(lambda items: {"exercises": items})
    | SESSIONS.map(lambda sessions: {"sessions": sessions})
    | PHASES.map(lambda phases: {"phases": phases}),
    some(before=STEPS, after=STEPS, takes=TAKES),
)


def printed(facts: Routine) -> Facts:
    """Return a routine as its author would write it."""
    written: Facts = {"title": facts.title, "exercises": written_shapes.items(facts.exercises)}
    written["sessions"] = [written_shapes.session(one) for one in facts.sessions]
    written["phases"] = [written_shapes.phase(one) for one in facts.phases]
    written |= {
        key: written_shapes.steps(getattr(facts, key)) for key in ("before", "after") if getattr(facts, key)
    }
    if facts.takes:
        written["takes"] = str(facts.takes)
    return {key: value for key, value in written.items() if value}


@patient
@given(ROUTINES)
def test_what_is_printed_reads_as_the_same(written: Facts) -> None:
    """Every shape is printed as front matter that reads as the same value, and printing it again changes nothing."""
    facts = Routine.model_validate(written)
    again = Routine.model_validate(printed(facts))
    assert again == facts
    assert printed(again) == printed(facts)


def meaning(written: Any) -> Any:
    """Return what is written with one of a choice always under `either`."""
    if isinstance(written, list):
        return [meaning(one) for one in written]
    if not isinstance(written, dict):
        return written
    facts = {key: meaning(value) for key, value in written.items()}
    if facts.get("choose") == "1":
        del facts["choose"]
        facts["either"] = facts.pop("of")
    return facts


@settings(patient, max_examples=2)
@given(st.lists(ROUTINES, min_size=8, max_size=8))
def test_what_is_in_the_data_reads_as_the_same(routines: list[Facts]) -> None:
    """Every shape comes back from `exercises.json` by an import, with all of its doses and schedules."""
    files: dict[str, str | bytes] = {"content/site.yaml": "title: T\n"}
    for slug in ("squat", "wall-sit", "heel-raise", "march"):
        files[f"content/exercises/{slug}.md"] = sites.text(sites.exercise(slug))
        files[f"content/routines/{slug}.md"] = sites.text(
            {"title": slug, "exercises": ["squat"], "card": False}
        )
    for n, one in enumerate(routines):
        files[f"content/routines/r{n}.md"] = sites.text({**one, "card": False})
    with TemporaryDirectory() as made:
        folder = sites.put(Path(made), files)
        site = sites.build(folder / "content", folder / "site", "--no-cache")
        words = [
            "import",
            "cuecard",
            str(site / "exercises.json"),
            "--into",
            str(folder / "again"),
            "--quiet",
        ]
        assert dispatch.run(words) == 0
        for n, one in enumerate(routines):
            text = (folder / f"again/routines/r{n}.md").read_text("utf-8")
            again = yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506 - texts alone
            del again["card"]
            both = (printed(Routine.model_validate(facts)) for facts in (one, again))
            first, second = map(meaning, both)
            assert first == second


@patient
@given(ROUTINES)
def test_all_entries_have_a_place_and_an_id_of_their_own(written: Facts) -> None:
    """No two entries, sessions or phases share an id or a place, and each list is numbered from 1."""
    facts = Routine.model_validate(written)
    places = entries_of(facts)
    assert len({place.loc for place in places}) == len(places)
    ids = list(shape_ids(facts).values())
    assert len(set(ids)) == len(ids)


# --- groups in words ----------------------------------------------------------------------------------------------

GROUPS: list[tuple[Facts, str]] = [
    (
        {"rounds": "3", "rest": "90 s", "superset": ["a", "b"]},
        "3 rounds, one exercise after the other, rest 1 minute 30 seconds after each exercise",
    ),
    (
        {"rounds": "2-3", "rest": "20 s", "rest_between_rounds": "1 min", "circuit": ["a", "b", "c"]},
        "2 to 3 rounds, one exercise after the other, rest 20 seconds between exercises and 1 minute between rounds",
    ),
    (
        {"rounds": "3", "rest": "none", "rest_between_rounds": "1 min", "exercises": ["a", "b"]},
        "3 rounds, one exercise after the other, no rest between exercises, rest 1 minute between rounds",
    ),
    ({"rounds": "3", "rest": "1 min", "exercises": ["a"]}, "3 rounds, rest 1 minute between rounds"),
    ({"rounds": "1", "exercises": ["a", "b"]}, "1 round, one exercise after the other"),
    (
        {"rounds": "as many as you can", "in_all": "20 min", "exercises": ["a", "b"]},
        "As many rounds as you can, one exercise after the other, 20 minutes in all",
    ),
    (
        {"until": "nothing more comes up", "in_all": "up to 20 min", "exercises": ["a", "b"]},
        "One exercise after the other, until nothing more comes up, at most 20 minutes in all",
    ),
    (
        {"rounds": "4", "alternate_sides": "left first", "rest_after": "2 min", "exercises": ["a", "b"]},
        "4 rounds, one exercise after the other, one side in each round, the left side first, "
        "rest 2 minutes after the last round",
    ),
    (
        {"rounds": "10", "round_every": "2 min", "exercises": ["a", "b"]},
        "10 rounds, one exercise after the other, starting a round every 2 minutes",
    ),
    ({"title": "Strength", "exercises": ["a", "b"]}, ""),
]


@pytest.mark.parametrize(("written", "expected"), GROUPS)
def test_a_group_is_one_sentence(written: Facts, expected: str) -> None:
    """Rounds, rests, sides and ends of a group come out as exactly this sentence."""
    group = Group.model_validate(written)
    assert rounds_sentence(group, len(group.items)) == expected


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        {"exercises": [{"rounds": "3", "exercises": [{"rounds": "2", "exercises": ["a"]}]}]},
        {"exercises": [{"either": ["a", {"rounds": "2", "exercises": [{"either": ["b", "c"]}]}]}]},
        {"exercises": [{"superset": ["a", "b"]}]},
        {"exercises": [{"either": ["a"]}]},
        {"exercises": [{"choose": "3", "of": ["a", "b"]}]},
        {"exercises": [{"rounds": "3", "exercises": [{"exercise": "a", "dose": {"reps": ["8", "6"]}}]}]},
        {"exercises": ["a"], "sessions": ["rest"]},
        {"phases": [{"exercises": ["a"]}, *({"keep": "all"} for _ in range(2000))]},
        {"sessions": [{"title": "A"}]},
        {"phases": [{"keep": "all"}]},
        {"phases": [{"exercises": ["a"]}, {"exercises": [{"exercise": "b", "replaces": "c"}]}]},
        {
            "phases": [
                {"exercises": ["a"], "schedule": {"in_weeks": "5+"}},
                {"exercises": ["a"], "schedule": {"in_weeks": "9"}},
            ]
        },
    ],
)
def test_what_has_no_meaning_is_refused(written: Facts) -> None:
    """A shape in its like, a group without rounds, a choice without choice, and phases that contradict one another."""
    with pytest.raises(ValidationError):
        Routine.model_validate({"title": "One", **written})


# --- sites with shapes ---------------------------------------------------------------------------------------------

LEG = {"dose": {"sets": 3, "reps": 10, "rest": "1 min"}}


def content(folder: Path, routine: Facts, **more: Any) -> Path:
    """Write a site with this routine, some exercises and *more* texts by path, and give its folder."""
    files: dict[str, str | bytes] = {
        "site.yaml": "title: T\nbase_url: https://example.org/\nsafety: {stop_if: [It hurts.]}\n",
        "exercises/squat.md": sites.text(sites.exercise("Squat", **LEG)),
        "exercises/lunge.md": sites.text(
            sites.exercise("Lunge", equipment=["chair"], dose={"reps": 8, "side": "each leg"})
        ),
        "exercises/bridge.md": sites.text(sites.exercise("Bridge", equipment=["mat"], dose={"hold": "20 s"})),
        "routines/one.md": sites.text({"title": "One", "schedule": {"per_week": 3}, **routine}),
    }
    files |= {f"{path}.md": sites.text(text) for path, text in more.items()}
    return sites.put(folder / "content", files)


def site(folder: Path, routine: Facts, **more: Any) -> dict[str, Any]:
    """Build such a site, and give the routine's data; its page and card are in it."""
    built = sites.build(content(folder, routine, **more), folder / "site", "--no-cache")
    routines = documents.data(built)["routines"]
    found: dict[str, Any] = next(text for text in routines if text["slug"] == "one")
    return found


def page(folder: Path, name: str = "routines/one.html") -> str:
    """Return the text of a page, without its tags."""
    html = (folder / "site" / name).read_text("utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def card(folder: Path) -> Card:
    """Return the only card of the site in *folder*."""
    [found] = check_content.check(Options(folder / "content", cache=None)).cards
    return found.card


def test_a_round_has_one_set_of_what_an_exercise_inherits(tmp_path: Path) -> None:
    """The sets and the rest of an exercise do not count in a group; what the entry says itself does."""
    squat = {"exercise": "squat", "dose": {"sets": 2, "rest": "20 s"}}
    data = site(tmp_path, {"exercises": [{"rounds": 3, "exercises": ["squat", squat]}]})
    assert [entry["dose"]["sentence"] for entry in data["exercises"]] == [
        "10 reps",
        "2 sets of 10 reps, rest 20 seconds",
    ]


def test_a_value_for_each_round(tmp_path: Path) -> None:
    """A list with as many values as rounds is listed round by round; an inherited list of another length goes."""
    by_round = {"exercise": "squat", "dose": {"reps": [12, 10, 8]}}
    data = site(
        tmp_path,
        {
            "exercises": [
                {"rounds": 3, "exercises": [by_round, "bridge"]},
                {"rounds": 2, "exercises": ["pyramid"]},
            ]
        },
        **{"exercises/pyramid": sites.exercise("Pyramid", dose={"reps": [12, 10, 8], "load": "a band"})},
    )
    assert data["exercises"][0]["dose"]["sentence"] == "Round by round: 12 reps, then 10 reps, then 8 reps"
    assert data["exercises"][2]["dose"]["sentence"] == "Load: a band"
    assert "Round by round: 12 reps" in page(tmp_path)


def test_one_exercise_twice_with_different_doses(tmp_path: Path) -> None:
    """Both are on the page with their own dose, number and id, and on the card."""
    twice = [{"exercise": "squat", "dose": {"reps": 5}}, {"exercise": "squat", "dose": {"reps": 15}}]
    site(tmp_path, {"exercises": [{"rounds": 2, "exercises": twice}]})
    html = (tmp_path / "site/routines/one.html").read_text("utf-8")
    assert 'id="squat"' in html
    assert 'id="squat-2"' in html
    for name in ("routines/one.html", "cards/one.html"):
        assert "5 reps" in page(tmp_path, name)
        assert "15 reps" in page(tmp_path, name)


def test_a_choice_of_things_with_different_equipment(tmp_path: Path) -> None:
    """The card needs one thing or the other, and a thing that only one way needs only perhaps."""
    site(tmp_path, {"exercises": [{"either": ["lunge", "bridge"]}]})
    assert card(tmp_path).needs == "sturdy chair or exercise mat"
    assert "Do one of these two" in page(tmp_path)
    other = tmp_path / "other"
    site(other, {"exercises": [{"either": ["squat", "bridge"]}, "lunge"]})
    assert card(other).needs == "sturdy chair, perhaps exercise mat"


def test_a_phase_without_an_end_and_a_group_within_a_phase(tmp_path: Path) -> None:
    """The last phase goes on from its week; the group of a phase is a group on its page and in the data."""
    group = {"title": "Pair", "rounds": 2, "superset": ["squat", "lunge"]}
    data = site(
        tmp_path,
        {
            "phases": [
                {"exercises": [group], "schedule": {"in_weeks": "1-4"}, "move_on_when": "it is easy"},
                {"exercises": ["bridge"], "schedule": {"in_weeks": "5+"}},
            ]
        },
    )
    assert [phase["title"] for phase in data["phases"]] == ["Weeks 1 to 4", "From week 5 on"]
    assert data["phases"][0]["items"][0]["sentence"] == "2 rounds, one exercise after the other"
    assert "Move on when it is easy" in page(tmp_path)
    assert "One: Weeks 1 to 4" in page(tmp_path, "cards/one/phase-1.html")
    assert "Move on when" in page(tmp_path, "cards/one/phase-1.html")
    assert not (tmp_path / "site/cards/one.html").exists()


def test_stages_that_share_a_name(tmp_path: Path) -> None:
    """Phases of one title have addresses and cards of their own, and so have phases that are the same routine."""
    data = site(
        tmp_path,
        {
            "phases": [
                {"title": "Base", "exercises": ["squat"]},
                {"title": "Base", "exercises": ["lunge"]},
                "legs",
                "legs",
            ]
        },
        **{"routines/legs": {"title": "Legs", "exercises": ["bridge"], "schedule": {"per_week": 2}}},
    )
    assert [phase["id"] for phase in data["phases"]] == ["base", "base-2", "phase-3", "phase-4"]
    for name in ("one/base", "one/base-2", "legs"):
        assert (tmp_path / f"site/cards/{name}-a4.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "site/routines/one.html").read_text("utf-8").count('href="../cards/legs.html"') == 2


def test_sessions_of_which_one_is_rest(tmp_path: Path) -> None:
    """A day of rest is on the page, has no exercises and no card; the others have one each."""
    data = site(
        tmp_path,
        {
            "sessions": [
                {"title": "Day A", "exercises": ["squat"]},
                {"rest": "Walk if you like."},
                {"title": "Day B", "exercises": ["lunge"], "schedule": {"per_week": "Thu"}},
            ]
        },
    )
    rest = data["sessions"][1]
    assert (rest["title"], rest["rest"], rest["note"]) == ("Rest", True, "Walk if you like.")
    assert "items" not in rest or not rest["items"]
    cards = sorted(file.name for file in (tmp_path / "site/cards/one").glob("*.html"))
    assert cards == ["day-a.html", "day-b.html"]
    assert "A day of rest." in page(tmp_path)
    assert "On Thursday" in page(tmp_path, "cards/one/day-b.html")


def test_what_stays_what_is_new_and_what_goes(tmp_path: Path) -> None:
    """A phase keeps an exercise with its dose, marks what is new, links what is replaced and names what is gone."""
    data = site(
        tmp_path,
        {
            "phases": [
                {
                    "title": "A",
                    "exercises": ["squat", "lunge", "bridge"],
                    "dose": {"reps": 5},
                    "move_on_when": "it is easy",
                },
                {"title": "B", "keep": "squat", "exercises": [{"exercise": "step-up", "replaces": "lunge"}]},
            ]
        },
        **{"exercises/step-up": sites.exercise("Step up", dose={"reps": 6})},
    )
    assert data["phases"][1]["items"][0]["dose"]["sentence"] == "3 sets of 5 reps, rest 1 minute"
    html = (tmp_path / "site/routines/one.html").read_text("utf-8")
    second = html[html.index('id="b"') :]
    assert re.search(r"Step up</a> <span class=\"news\">New</span>", second)
    assert re.search(r"In place of <a href=\"[^\"]*lunge.html\">Lunge</a>", second)
    assert re.search(r"No longer</strong> <a href=\"[^\"]*bridge.html\">Bridge</a></p>", second)
    assert "Squat</a></h" in second  # what stays is not new


def test_a_side_for_an_exercise_that_has_none(tmp_path: Path) -> None:
    """A dose of one side alone is shown on page and card, on an exercise whose own dose has no sides."""
    site(tmp_path, {"exercises": [{"exercise": "squat", "dose": {"side": "operated leg"}}]})
    for name in ("routines/one.html", "cards/one.html"):
        assert "3 sets of 10 reps on the operated leg only" in page(tmp_path, name)


def test_before_and_after_as_steps(tmp_path: Path) -> None:
    """Steps with doses, exercises and routines are links on the page, text on the card, and count in the time."""
    legs = {"title": "Legs", "exercises": ["bridge"], "schedule": {"per_week": 2}, "takes": "5 min"}
    before = [
        {"do": "Swing your legs", "dose": {"time": "1 min"}},
        {"exercise": "squat"},
        {"routine": "legs"},
    ]
    data = site(
        tmp_path, {"exercises": ["squat"], "before": before, "after": "Rest."}, **{"routines/legs": legs}
    )
    text = "Swing your legs: 1 minute. Squat: 3 sets of 10 reps, rest 1 minute. the routine “Legs”."
    assert data["before"] == text
    assert text in page(tmp_path, "cards/one.html")
    html = (tmp_path / "site/routines/one.html").read_text("utf-8")
    assert 'the routine “<a href="legs.html">Legs</a>”.' in html
    assert data["time"] == "About 13 minutes"


def test_an_exercise_leads_to_the_phases_that_have_it(tmp_path: Path) -> None:
    """Its page names them after the programme, and the link leads to the first."""
    phases = [
        {"title": "A", "exercises": ["lunge"], "move_on_when": "it is easy"},
        {"title": "B", "exercises": ["squat"], "move_on_when": "it is easy"},
        {"title": "C", "keep": "all"},
    ]
    site(tmp_path, {"phases": phases})
    html = (tmp_path / "site/exercises/squat.html").read_text("utf-8")
    assert '<a href="../routines/one.html#b">One</a> <span class="place">B, C</span>' in html


def test_the_cards_of_a_programme_are_one_file(tmp_path: Path, run_cli: RunCli) -> None:
    """The command card takes a programme, or one of its parts, and names the file after it."""
    phases = [
        {"title": "A", "exercises": ["lunge"], "move_on_when": "it is easy"},
        {"title": "B", "exercises": ["squat"]},
    ]
    folder = content(tmp_path, {"phases": phases})
    assert run_cli("card", "one", "--content", folder).code == 0
    assert run_cli("card", "one/b", "--content", folder).code == 0
    both, single = ((tmp_path / name).read_bytes() for name in ("one-a4.pdf", "one-b-a4.pdf"))
    assert both.startswith(b"%PDF")
    assert len(both) > len(single)


# --- time ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("routine", "time"),
    [
        # 3 sets of 30 s, 2 rests, 15 s to get ready.
        ({"exercises": [{"exercise": "squat", "dose": {"time": "30 s", "rest": "30 s"}}]}, "About 3 minutes"),
        # A heading over two exercises: twice 3 sets of 1 min and 15 s to get ready, and twice 1 minute of rest.
        (
            {
                "exercises": [
                    {
                        "title": "Legs",
                        "rest": "1 min",
                        "dose": {"sets": 3, "time": "1 min", "rest": "none"},
                        "exercises": ["squat", "squat"],
                    }
                ]
            },
            "About 8 minutes",
        ),
        # 4 rounds of 40 s, three times, one of them on each leg; 20 s after each; and 3 times getting ready.
        (
            {
                "exercises": [
                    {
                        "rounds": 4,
                        "rest": "20 s",
                        "dose": {"time": "40 s"},
                        "circuit": ["squat", "lunge", "bridge"],
                    }
                ]
            },
            "About 17 minutes",
        ),
        (
            {"exercises": [{"exercise": "squat", "dose": {"sets": "2-4", "time": "1 min"}}]},
            "About 3 to 7 minutes",
        ),
        (
            {
                "exercises": [
                    {"either": [{"exercise": "squat", "dose": {"sets": 1, "time": "2 min"}}, "bridge"]}
                ]
            },
            "About 1 to 2 minutes",
        ),
        ({"exercises": ["squat", {"exercise": "lunge", "dose": {"distance": "20 m"}}]}, "At least 4 minutes"),
        ({"exercises": ["squat"], "takes": "20-30 min"}, "20 to 30 minutes"),
        # Four hours, and longer than a dose may be in one set.
        (
            {
                "exercises": [
                    {
                        "exercise": "squat",
                        "dose": {"sets": 4, "rest": "none", "intervals": ["ride 50 min", "rest 10 min"]},
                    }
                ]
            },
            "About 4 hours",
        ),
        (
            {"sessions": [{"exercises": ["squat"]}, "rest", {"exercises": ["squat", "squat"]}]},
            "About 4 to 7 minutes",
        ),
    ],
)
def test_time_counts_all_that_takes_time(routine: Facts, time: str, tmp_path: Path) -> None:
    """Rounds, rests, choices, sides and getting ready are in the time; an author's own time counts first."""
    data = site(tmp_path, routine)
    assert data["time"] == time
    assert time in page(tmp_path)


# --- advice --------------------------------------------------------------------------------------------------------


def test_check_compares(tmp_path: Path, run_cli: RunCli) -> None:
    """Uneven sides, a group of one, a wrong time, overlapping days, a gap, no end, and a ladder upside down."""
    rest = {"dose": {"rest": "none"}}
    cases: list[tuple[Facts, list[str]]] = [
        (
            {"exercises": [{"rounds": 3, "alternate_sides": True, "exercises": ["squat", "lunge"]}]},
            ["uneven-sides"],
        ),
        ({"exercises": [{"rounds": 2, "alternate_sides": True, "exercises": ["squat", "lunge"]}]}, []),
        ({"exercises": [{"rounds": 3, "circuit": ["squat"]}]}, ["one-in-group"]),
        ({"exercises": ["squat"], "takes": "1 hour"}, ["other-time"]),
        (
            {
                "sessions": [
                    {"exercises": ["squat"], "schedule": {"per_week": "Mon"}},
                    {"exercises": ["squat"], "schedule": {"per_week": "Mon Thu"}},
                ]
            },
            ["same-day"],
        ),
        (
            {
                "phases": [
                    {"exercises": ["squat"], "schedule": {"in_weeks": "1-2"}},
                    {"exercises": ["squat"], "schedule": {"in_weeks": "4"}},
                ]
            },
            ["gap-between-phases"],
        ),
        ({"phases": [{"exercises": ["squat"]}, {"exercises": ["squat"]}]}, ["endless-phase"]),
        (
            {
                "phases": [
                    {"exercises": ["lunge"], "move_on_when": "it is easy"},
                    {"exercises": [{"exercise": "squat", "replaces": "lunge"}]},
                ]
            },
            ["easier-later"],
        ),
    ]
    routines = {
        f"routines/case-{n}": {
            "title": f"Case {n}",
            "schedule": {"per_week": 3},
            "card": False,
            **rest,
            **routine,
        }
        for n, (routine, _) in enumerate(cases)
    }
    harder = {"exercises/squat": sites.exercise("Squat", progressions=[{"exercise": "lunge"}], **LEG)}
    content(tmp_path, {"exercises": ["squat"]}, **routines, **harder)
    problems = json.loads(run_cli("check", "--content", tmp_path / "content", "--format", "json").out)[
        "problems"
    ]
    for n, (_, codes) in enumerate(cases):
        assert [one["code"] for one in problems if one["path"].endswith(f"case-{n}.md")] == codes
