"""Rules of the site that a text lifts, scales besides pain, goals, and whom a routine is for: page, card and data."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import documents
import pytest
import sites
from conftest import ROOT, RunCli
from documents import data
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cuecard.build import check_content
from cuecard.core.build_options import Options
from cuecard.library.site_rules import in_use, scales_in_use
from cuecard.lint.against_scale import Effect, contradicts
from cuecard.parse.scales import PainScale, Scale, WhatToDo, zones_of
from cuecard.parse.schema import Exercise
from cuecard.parse.sections import ROUTINE_SECTIONS
from cuecard.parse.site_settings import Site
from cuecard.site.cards.card_scales import scales
from cuecard.site.cards.card_value import CardScale
from cuecard.site.labels import ENGLISH

sys.path.append(str(ROOT / "scripts"))

import cert_table

DIZZY, WOBBLE, SHARP = "You feel dizzy.", "You lose your balance.", "The pain is sharp."
SITE = {
    "title": "Steady",
    "safety": {
        "not_if": [{"id": "young", "rule": "You are under 18."}],
        "stop_if": [{"id": "dizzy", "rule": DIZZY}, {"id": "wobble", "rule": WOBBLE}, SHARP],
        "get_help": {
            "emergency": [{"id": "chest", "rule": "Your chest hurts."}],
            "soon": [{"id": "weeks", "rule": "It lasts for weeks."}],
        },
        "pain": {"ok": 3, "caution": 5},
    },
}
DIZZINESS: Mapping[str, Any] = {
    "name": "Dizziness",
    "range": "0-5",
    "low": "none",
    "high": "the room spins",
    "zones": [
        {"range": "0-2", "do": "carry on", "advice": "This is how your balance learns."},
        {"range": 3, "do": "do less"},
        {"range": "4-5", "do": "stop"},
    ],
    "settle": "It should be gone within 20 minutes.",
}
EFFORT: Mapping[str, Any] = {
    "name": "Effort",
    "range": "6-20",
    "zones": [
        {"range": "6-10", "do": "do more"},
        {"range": "11-13", "do": "carry on"},
        {"range": "14-20", "do": "do less"},
    ],
}
MEANT = "Feeling a little dizzy is how it works."


def lift(*ids: str, reason: str = MEANT) -> list[dict[str, str]]:
    """Return what a text lifts, each rule for the same reason."""
    return [{"rule": id, "reason": reason} for id in ids]


def built(folder: Path, of: Mapping[str, Mapping[str, Any]], **routine: Any) -> Path:
    """Return the site *of* these exercises, and of the routine `all` with all of them."""
    files = {"content/site.yaml": json.dumps(SITE)}
    for slug, more in of.items():
        files[f"content/exercises/{slug}.md"] = sites.text(
            sites.exercise(slug.title(), **{"stop_if": [], **more})
        )
    facts = {"title": "All", "exercises": list(of), "schedule": {"per_week": 3}, **routine}
    files["content/routines/all.md"] = sites.text(facts)
    sites.put(folder, files)
    return sites.build(folder / "content", folder / "site")


def rules(site: Path, page: str) -> dict[str, list[str]]:
    """Return the lists of rules on a page, by heading."""
    found: dict[str, list[str]] = {}
    for section in documents.document(site / page).iter("section"):
        if "rules" in (section.get("class") or "").split():
            heading = next(one for one in section.iter() if one.tag in {"h2", "h3"})
            items = [" ".join(documents.text_of(one).split()) for one in section.iter("li")]
            found[" ".join(documents.text_of(heading).split())] = items
    return found


def words(site: Path, page: str) -> str:
    """Return what a page says."""
    return " ".join(documents.text_of(documents.document(site / page)).split())


# --- rules that are lifted ----------------------------------------------------------------------------------------


def test_a_lifted_rule_is_gone_and_its_reason_is_there(tmp_path: Path) -> None:
    """An exercise that lifts a rule has the reason in its place; the exercise beside it keeps the rule."""
    site = built(tmp_path, {"gaze": {"lift": lift("dizzy")}, "march": {}})
    page = rules(site, "exercises/gaze.html")
    assert DIZZY not in words(site, "exercises/gaze.html")
    assert page["Stop if"] == [WOBBLE, SHARP]
    assert page["What is different here"] == [MEANT]
    assert rules(site, "exercises/march.html")["Stop if"] == [DIZZY, WOBBLE, SHARP]
    assert "What is different here" not in rules(site, "exercises/march.html")


def test_a_routine_lifts_rules_of_every_kind(tmp_path: Path) -> None:
    """Who should not start, when to stop, when to get help and the pain scale: none is on its page or its card."""
    safety = {"lift": lift("young", "dizzy", "weeks", "pain")}
    site = built(tmp_path, {"gaze": {}, "march": {}}, safety=safety)
    for page in ("routines/all.html", "cards/all.html"):
        found = words(site, page)
        assert not re.search("under 18|dizzy\\.|lasts for weeks|0 to 3", found), page
        assert "how it works" in found, page
    assert rules(site, "routines/all.html")["Emergency if"] == ["Your chest hurts."]
    assert "lasts for weeks" in words(site, "exercises/gaze.html")


def test_a_stop_rule_that_some_exercises_lift_names_the_others(tmp_path: Path) -> None:
    """In their routine the rule has the names of those that keep it, on the card their numbers."""
    exercises = {
        "gaze": {"lift": lift("dizzy")},
        "march": {},
        "stand": {"lift": lift("wobble", reason="To train.")},
    }
    site = built(tmp_path, exercises)
    page = rules(site, "routines/all.html")
    assert page["Stop if"] == [SHARP, "March, Stand: you feel dizzy.", "Gaze, March: you lose your balance."]
    assert page["What is different here"] == [
        "Gaze: feeling a little dizzy is how it works.",
        "Stand: to train.",
    ]
    card = documents.document(site / "cards/all.html")
    found = [" ".join(documents.text_of(one).split()) for one in card.iter("li")]
    assert {"2 3 You feel dizzy.", "1 2 You lose your balance."} <= {
        re.sub(r"(\d)(?=\d)", r"\1 ", one) for one in found
    }


def test_a_rule_that_all_exercises_lift_is_gone(tmp_path: Path) -> None:
    """The routine need not lift it again, and has the reason once."""
    site = built(
        tmp_path, {"gaze": {"lift": lift("dizzy", "chest")}, "turn": {"lift": lift("dizzy", "chest")}}
    )
    page = rules(site, "routines/all.html")
    assert page["Stop if"] == [WOBBLE, SHARP]
    assert page["What is different here"] == [MEANT]
    assert "Emergency if" not in page


def test_a_rule_of_help_that_one_exercise_lifts_stays_in_the_routine(tmp_path: Path) -> None:
    """Only stop rules are about single exercises; a sign of danger is left to the whole routine."""
    site = built(tmp_path, {"gaze": {"lift": lift("chest", "young")}, "march": {}})
    assert rules(site, "routines/all.html")["Emergency if"] == ["Your chest hurts."]
    assert "Emergency if" not in rules(site, "exercises/gaze.html")


def test_an_own_rule_with_the_same_words_stays(tmp_path: Path) -> None:
    """What an exercise says itself is not lifted by its routine."""
    site = built(tmp_path, {"gaze": {"stop_if": [DIZZY]}, "march": {}}, safety={"lift": lift("dizzy")})
    assert rules(site, "routines/all.html")["Stop if"] == [WOBBLE, SHARP, "Gaze: you feel dizzy."]


def test_exercises_of_the_warm_up_are_named_on_the_card(tmp_path: Path) -> None:
    """They have no number there, so what only they lift, keep or rate differently has their name."""
    walk = {"lift": lift("wobble"), "pain": {"ok": 1, "caution": 2}}
    exercises: dict[str, dict[str, Any]] = {"gaze": {"lift": lift("dizzy")}, "walk": walk}
    site = built(tmp_path, exercises, exercises=["gaze"], before=[{"exercise": "walk"}])
    card = words(site, "cards/all.html").replace("\xa0", " ")
    assert "Walk: you feel dizzy." in card
    assert re.search("1 ?You lose your balance", card)
    assert re.search("Different here: 1 ?Feeling a little dizzy is how it works. Walk: feeling a", card)
    assert "Pain in Walk" in card


def test_what_is_lifted_is_in_the_data(tmp_path: Path) -> None:
    """With the words of the rule and the reason; the site has its ids."""
    site = built(tmp_path, {"gaze": {"lift": lift("dizzy", "pain")}}, safety={"lift": lift("wobble")})
    found = data(site)
    assert found["exercises"][0]["lift"] == [
        {"rule": "dizzy", "reason": MEANT, "text": DIZZY},
        {"rule": "pain", "reason": MEANT},
    ]
    assert found["routines"][0]["safety"]["lift"] == [{"rule": "wobble", "reason": MEANT, "text": WOBBLE}]
    assert {one["id"]: one["rule"] for one in found["site"]["safety"]["rule_ids"]}["dizzy"] == DIZZY


def test_an_emergency_is_not_lifted_quietly(
    tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build warns, and with --strict it fails, until site.yaml accepts the reason; even then it is a note."""
    monkeypatch.chdir(tmp_path)
    built(tmp_path, {"gaze": {"lift": lift("chest")}})
    assert "warning[lifted-emergency-rule]" in run_cli("build").err
    assert run_cli("build", "--strict").code == 1
    accepted = {**SITE, "silence": ["lifted-emergency-rule"]}
    (tmp_path / "content/site.yaml").write_text(json.dumps(accepted), "utf-8")
    strict = run_cli("build", "--strict")
    assert (strict.code, "note[lifted-emergency-rule]" in strict.err) == (0, True)


# --- scales -------------------------------------------------------------------------------------------------------


def test_a_scale_has_its_numbers_words_and_advice_on_the_page(tmp_path: Path) -> None:
    """Zones, what the ends mean, own advice and our own, and when it should be gone."""
    site = built(tmp_path, {"gaze": {"scales": [DIZZINESS]}})
    found = words(site, "exercises/gaze.html")
    assert "Dizziness: what your number means Rate it from 0 (none) to 5 (the room spins)." in found
    assert "0 to 2 Carry on This is how your balance learns. 3 Do less Make the movement" in found
    assert "It should be gone within 20 minutes." in found
    assert found.index("How much pain") < found.index("Dizziness: what")


def test_own_pain_limits_replace_those_of_the_site(tmp_path: Path) -> None:
    """On the page of the exercise; its routine has both, and says which is for whom."""
    site = built(tmp_path, {"heel": {"pain": {"ok": 5, "caution": 6}}, "march": {}})
    assert "0 to 5 Carry on" in words(site, "exercises/heel.html")
    assert "0 to 3" not in words(site, "exercises/heel.html")
    assert re.search("0 to 3 Carry on.*Only for Heel.*0 to 5 Carry on", words(site, "routines/all.html"))


def test_a_scale_that_all_exercises_share_is_the_one_of_the_routine(tmp_path: Path) -> None:
    """It is shown once, and the site's is not."""
    own = {"pain": {"ok": 5, "caution": 6}}
    found = words(built(tmp_path, {"heel": own, "toe": own}), "routines/all.html")
    assert found.count("0 to 5 Carry on") == 1
    assert "0 to 3" not in found
    assert "Only for" not in found


def test_the_last_scale_of_a_name_counts() -> None:
    """An exercise's scale takes the place of the one that the site gives the same name."""
    site = site_with({"scales": [DIZZINESS], "pain": {"ok": 2}})
    own = exercise_with({"scales": [{**EFFORT, "name": "dizziness"}]})
    found = scales_in_use(*in_use(site, own).sources)
    assert [one.id for one in found] == ["pain", "dizziness"]
    assert zones_of(found[1])[0].do is WhatToDo.DO_MORE


def site_with(safety: Mapping[str, Any]) -> Site:
    """Return settings with this safety."""
    return Site.model_validate({"safety": safety})


def exercise_with(more: Mapping[str, Any]) -> Exercise:
    """Return an exercise with more facts."""
    return Exercise.model_validate({"title": "One", "goal": "Balance.", "steps": ["Stand."], **more})


def rulers(*written: Mapping[str, Any], **more: Any) -> list[CardScale]:
    """Return the rulers of a card with these scales."""
    site = site_with({"scales": list(written), **more})
    return list(scales(ENGLISH, in_use(site, exercise_with({})), [], 0))


def test_a_ruler_has_a_cell_for_each_number() -> None:
    """As many as the scale has, filled by what to do, together as wide as the ruler."""
    pain, dizziness, effort = rulers(DIZZINESS, EFFORT, pain={"ok": 3, "caution": 5})
    assert [cell.text for cell in pain.cells] == [str(n) for n in range(11)]
    assert [cell.kind for cell in dizziness.cells] == ["ok"] * 3 + ["caution"] + ["stop"] * 2
    assert [cell.text for cell in effort.cells] == [str(n) for n in range(6, 21)]
    assert [zone.text for zone in dizziness.zones] == ["Carry on", "Do less", "Stop"]
    for one in (pain, dizziness, effort):
        assert sum(cell.share for cell in one.cells) == pytest.approx(1)
    assert dizziness.text == "0: none, 5: the room spins. It should be gone within 20 minutes."


def test_a_long_scale_has_a_cell_for_each_zone() -> None:
    """A hundred numbers have no room."""
    zones = [{"range": "0-30", "do": "carry on"}, {"range": "31-100", "do": "stop"}]
    [ruler] = rulers({"name": "Tiredness", "range": "0-100", "zones": zones})
    assert [cell.text for cell in ruler.cells] == ["0\N{EN DASH}30", "31\N{EN DASH}100"]


def test_words_without_room_below_a_ruler_are_in_its_text() -> None:
    """A zone of one number among eleven is narrower than "Do less"."""
    [ruler] = rulers(pain={"ok": 0, "caution": 1})
    assert ruler.zones == ()
    assert ruler.text.startswith("0: carry on; 1: do less; 2 to 10: stop. 0 is no pain")


@st.composite
def written_scales(draw: st.DrawFn) -> dict[str, Any]:
    """Return a scale as its author writes it, whose zones are in order and leave no gap."""
    low = draw(st.integers(0, 98))
    high = draw(st.integers(low + 1, 100))
    cuts = sorted(draw(st.sets(st.integers(low, high - 1), max_size=6)))
    starts, ends = [low, *(cut + 1 for cut in cuts)], [*cuts, high]
    zones = [
        {"range": f"{one}-{other}", "do": draw(st.sampled_from(["carry on", "do less", "stop", "do more"]))}
        for one, other in zip(starts, ends, strict=True)
    ]
    return {"name": "Effort", "range": f"{low} to {high}", "zones": zones}


@given(written_scales())
def test_every_scale_without_gaps_is_read(written: dict[str, Any]) -> None:
    """Its zones hold each number once, and its ruler is as wide as the card has room for."""
    scale = Scale.model_validate(written)
    numbers = [n for zone in zones_of(scale) for n in range(zone.low, zone.high + 1)]
    assert numbers == list(range(scale.range.low, scale.range.high + 1))
    [ruler] = rulers(written)
    assert sum(cell.share for cell in ruler.cells) == pytest.approx(1)


@given(written_scales(), st.data())
def test_hints_fix_a_scale(written: dict[str, Any], data: st.DataObject) -> None:
    """A zone that begins or ends elsewhere is reported, and an author who follows the hints ends with a good scale."""
    zones: list[dict[str, Any]] = written["zones"]
    zone = data.draw(st.sampled_from(zones))
    low = data.draw(st.integers(0, 100))
    zone["range"] = f"{low}-{data.draw(st.integers(low, 100))}"
    for _ in range(40):
        try:
            Scale.model_validate(written)
        except ValidationError as error:
            [detail] = error.errors()
            [fault] = detail["ctx"]["error"].errors
            n, hint = int(fault.place[1]), fault.refused.hint
            if hint == "delete this zone":
                del zones[n]
            elif found := re.fullmatch(r"add a zone: \{range: (.*), do: stop\}", hint):
                zones.append({"range": found[1], "do": "stop"})
            else:
                zones[n]["range"] = re.fullmatch(r'write "range: (.*)"', hint)[1]  # type: ignore[index]
        else:
            return
    raise AssertionError(written)


# --- rules that contradict a scale --------------------------------------------------------------------------------

PAIN = PainScale()
BARRING = [
    "Walking already hurts.",
    "You feel any pain.",
    "It is painful.",
    "The knee starts to ache.",
    "There is mild pain.",
    "The knee was sore or swollen when you got up.",
    "Pain or swelling comes back each time you exercise.",
    "You cannot do it without pain.",
    "Pain reaches 2 out of 10.",
    "Pain goes above 1.",
    "Pain of three or more.",
    "Your heel is uncomfortable.",
]
MEANT_SO = [
    "The pain is sharp, shooting or sudden.",
    "Pain wakes you at night.",
    "The heel hurts more with each repetition.",
    "Pain goes above 5 out of 10.",
    "Pain goes above 3 out of 10.",
    "You had pain for more than 2 weeks.",
    "Your chest hurts.",
    "The ache is no better after a few weeks.",
    "Pain runs down the leg.",
    "One calf is warm, swollen or sore.",
    "You cannot put weight on it.",
    "It hurts above 1 out of 5.",
]


@pytest.mark.parametrize("rule", BARRING)
@pytest.mark.parametrize("effect", Effect)
def test_a_rule_at_little_pain_contradicts_the_scale(rule: str, effect: Effect) -> None:
    """Beside "0 to 3: carry on", whatever the rule asks for, and not beside a scale that allows no pain."""
    found = contradicts(rule, effect, PAIN)
    assert found is not None
    assert found.zone.do is WhatToDo.CARRY_ON
    if not re.search(r"\d|three", rule):
        assert contradicts(rule, effect, PainScale(ok=0, caution=0)) is None


@pytest.mark.parametrize("rule", MEANT_SO)
def test_a_rule_about_another_pain_does_not(rule: str) -> None:
    """Its kind, its time, its place or a number says that it means something else."""
    assert contradicts(rule, Effect.STOP, PAIN) is None


@pytest.mark.parametrize(
    ("rule", "number"),
    [("You feel dizzy, faint or unwell.", 1), ("Dizziness goes above 1 out of 5.", 2), ("Any giddiness.", 1)],
)
def test_other_scales_are_compared_too(rule: str, number: int) -> None:
    """By the words for what they rate."""
    found = contradicts(rule, Effect.STOP, Scale.model_validate(DIZZINESS))
    assert found is not None
    assert (found.number, found.last_allowed) == (number, 3)
    assert contradicts(rule, Effect.STOP, PAIN) is None


def test_the_hint_is_right_when_followed() -> None:
    """A rule with the number of the hint contradicts no longer, for each effect and scale."""
    for scale, rule in ((PAIN, "It hurts{}."), (Scale.model_validate(DIZZINESS), "You are dizzy{}.")):
        highest = 10 if scale is PAIN else 5
        for effect in Effect:
            found = contradicts(rule.format(""), effect, scale)
            assert found is not None
            assert (
                contradicts(rule.format(f" above {found.last_allowed} out of {highest}"), effect, scale)
                is None
            )


SORE = {"stop_if": ["It hurts."], "lift": lift("pain")}


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ("exercises:\n  - calm\n  - rounds: 2\n    circuit:\n      - calm\n      - sore\n", "      - sore"),
        ("exercises:\n  - either:\n      - calm\n      - {exercise: sore}\n", "      - {exercise: sore}"),
        (
            "phases:\n  - exercises: [calm]\n    move_on_when: it is easy\n  - exercises:\n      - sore\n",
            "      - sore",
        ),
        ("sessions:\n  - exercises: [calm]\n  - exercises:\n    - exercise: sore\n", "    - exercise: sore"),
        ("exercises: [calm]\nbefore:\n  - {exercise: sore}\n", "  - {exercise: sore}"),
    ],
)
def test_a_rule_of_an_exercise_is_reported_where_the_routine_names_it(
    shape: str, line: str, tmp_path: Path, run_cli: RunCli
) -> None:
    """In a group, a choice, a phase, a session or a warm-up, against the scale of the routine."""
    routine = (
        f"---\ntitle: One\n{shape}schedule: {{per_week: 3}}\nsafety: {{pain: {{ok: 3, caution: 5}}}}\n---\n"
    )
    sites.put(
        tmp_path,
        {
            "site.yaml": json.dumps(SITE | {"safety": {"pain": {"ok": 3, "caution": 5}}}),
            "exercises/calm.md": sites.text(sites.exercise("Calm", stop_if=[])),
            "exercises/sore.md": sites.text(sites.exercise("Sore", **SORE)),
            "routines/one.md": routine,
        },
    )
    out = run_cli("check", "--content", tmp_path, "--format", "json").out
    [found] = [one for one in json.loads(out)["problems"] if one["code"] == "against-scale"]
    assert found["path"].endswith("routines/one.md")
    assert routine.splitlines()[found["line"] - 1] == line


# --- goals and whom a routine is for ------------------------------------------------------------------------------


def test_an_exercise_without_muscles_has_its_goal(tmp_path: Path) -> None:
    """Its page has no section and no map of muscles, and its row in lists is whole."""
    exercise = {"title": "Gaze", "goal": "A steady gaze.", "steps": ["Turn your head."]}
    content = sites.put(tmp_path / "content", {"exercises/gaze.md": sites.text(exercise)})
    site = sites.build(content, tmp_path / "site")
    page = documents.document(site / "exercises/gaze.html")
    assert "muscles" not in {one.get("id") for one in page.iter()}
    assert "What it trains A steady gaze." in words(site, "exercises/gaze.html")
    assert "Gaze" in words(site, "index.html")
    [record] = data(site)["exercises"]
    assert (record["goal"], "muscles" in record) == ("A steady gaze.", False)


def test_a_routine_says_whom_it_is_for_and_how_it_is_done(tmp_path: Path) -> None:
    """Above the exercises whom it is for, below them how it is done; links lead to both, and empty keys are nowhere."""
    routine = {
        "purpose": "For stairs.",
        "meant_for": "Adults.",
        "entry_test": ["Stand.", "Sit."],
        "where": "At home.",
    }
    site = built(tmp_path, {"march": {}}, summary="Three exercises.", **routine)
    page = documents.document(site / "routines/all.html")
    parts = {one.get("id"): " ".join(documents.text_of(one).split()) for one in page.iter("section")}
    assert parts["for-whom"] == (
        "Is it for you? What it is for For stairs. Who it is for Adults. Test yourself first Stand. Sit."
    )
    assert parts["delivery"] == "How it is done Where At home."
    order = [one.get("id") for one in page.iter("section")]
    assert order.index("for-whom") < order.index("exercises") < order.index("delivery")
    assert data(site)["routines"][0]["entry_test"] == ["Stand.", "Sit."]


def test_links_lead_to_parts_that_are_there(tmp_path: Path) -> None:
    """`#delivery` is a part of a routine that has one, `#muscles` is none of an exercise without muscles."""
    gaze = {"title": "Gaze", "goal": "A steady gaze.", "steps": ["Turn."]}
    routine = {"title": "All", "exercises": ["gaze"], "where": "At home."}
    gaze_page = "../exercises/gaze.md"
    body = f"[a](#delivery) [b]({gaze_page}#goal)\n\n[c](#for-whom)\n\n[d](#muscles)\n\n[e]({gaze_page}#muscles)\n"
    content = sites.put(
        tmp_path / "content",
        {"exercises/gaze.md": sites.text(gaze), "routines/all.md": sites.text(routine, body)},
    )
    found = check_content.check(Options(content=content, cache=None)).problems
    assert [(one.code, one.line) for one in found if one.code != "no-safety"] == [
        ("dead-anchor", line) for line in (8, 10, 12)
    ]


# --- CERT and TIDieR ----------------------------------------------------------------------------------------------


def test_the_table_says_what_each_routine_states(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its words beside the items that ask for them; what is missing is named, and found by --complete."""
    built(
        tmp_path,
        {"march": {"dose": {"reps": 10}}},
        taught_by="A physiotherapist.",
        keep_going=["Daily.", "At tea."],
        before=["Walk for 5 minutes.", {"exercise": "march", "dose": {"reps": 5}}],
    )
    words_of_content = ["--content", str(tmp_path / "content")]
    assert cert_table.main(words_of_content) == 0
    found = capsys.readouterr().out
    assert "| 2 | Who teaches it, and their training | `taught_by` | A physiotherapist. |" in found
    assert "| 6 | What helps to keep at it | `keep_going` | Daily. At tea. |" in found
    assert "| 13 | Dose | `dose`, `schedule` | March: 10 reps. 3 days a week. |" in found
    assert "1 exercises in 2 steps, 0 of them with pictures. Walk for 5 minutes. March: 5 reps." in found
    assert "| 12 | Setting | `where` |  |" in found
    assert re.search(r"^all does not state CERT 3, .*CERT 12.*TIDieR 7", found, re.MULTILINE)
    assert cert_table.main(["--complete", *words_of_content]) == 1


def test_every_item_that_can_be_stated_has_a_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A routine with all keys states all items but two, which only a study can."""
    every = {key: ["One."] if one.is_list else "One." for key, one in ROUTINE_SECTIONS.items()}
    exercise = {"dose": {"reps": 10}, "progressions": ["Faster."]}
    built(tmp_path, {"march": exercise}, progress_when="It is easy.", **every)
    assert cert_table.main(["--complete", "--content", str(tmp_path / "content"), "all"]) == 0
    assert capsys.readouterr().out.count("only a study can state this") == 2


def test_the_handbook_names_the_same_items() -> None:
    """The items beside each key in the handbook are those of the table."""
    page = (ROOT / "docs/handbook/routines.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([\d, ]*) ?\| ([\d, ]*) ?\|$", page, re.MULTILINE)
    assert {key for key, _, _ in rows} == set(ROUTINE_SECTIONS)
    for column, items in ((1, cert_table.CERT), (2, cert_table.TIDIER)):
        for row in rows:
            numbers = {item.number.rstrip("ab") for item in items if row[0] in item.keys}
            assert set(re.findall(r"\d+", row[column])) == numbers, row
