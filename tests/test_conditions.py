"""Rules that go on after "Stop if" and its like: what an author says twice is printed once."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from cuecard.parse import conditions, nested_models
from cuecard.site import english


def read(kind: Any, written: str) -> str:
    """Return how a rule of this *kind* is understood."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    is_list = str(kind).startswith("tuple")
    found = adapter.validate_python([written] if is_list else written)
    return str(found if isinstance(found, str) else found[0])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("The pain is sharp.", "The pain is sharp."),
        ("If you feel dizzy", "You feel dizzy"),
        ("When you feel dizzy.", "You feel dizzy."),
        ("if the pain is sharp", "the pain is sharp"),
        ("IF you feel dizzy", "You feel dizzy"),
        ("Stop if you feel dizzy.", "You feel dizzy."),
        ("Stop when it hurts.", "It hurts."),
        ("Stop: if it hurts.", "Stop: if it hurts."),
        ("Stop if: it hurts.", "It hurts."),
        ("Stop immediately if it hurts.", "It hurts."),
        ("Stop the exercise at once, if it hurts.", "It hurts."),
        ("Stop doing this exercise when it hurts.", "It hurts."),
        ("Do not carry on if it hurts.", "It hurts."),
        ("As soon as anything hurts.", "Anything hurts."),
        ("If you feel dizzy, stop.", "You feel dizzy"),
        ("If you feel dizzy, please stop at once!", "You feel dizzy"),
        ("If in doubt.", "In doubt."),
        ("If you feel dizzy, sick or faint.", "You feel dizzy, sick or faint."),
        ("If you feel dizzy, sick or faint, stop.", "You feel dizzy, sick or faint"),
        ("If you feel dizzy, sick or see double.", "You feel dizzy, sick or see double."),
        ("If you have a hot, swollen calf.", "You have a hot, swollen calf."),
        ("If it swells, especially at night.", "It swells, especially at night."),
        ("Stop if it hurts, clicks or gives way.", "It hurts, clicks or gives way."),
        ("Stop if it hurts; if it stays, stop.", "It hurts; if it stays, stop."),
    ],
)
def test_a_stop_rule_does_not_say_stop_if_again(written: str, expected: str) -> None:
    """Whichever of our own words a stop rule begins or ends with, it goes on after "Stop if"."""
    assert read(conditions.StopRules, written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Stop and call for help if your chest hurts.",
        "When standing, you feel dizzy.",
        "Iffy knees.",
        "Whenever.",
        "If",
        "Pain that comes when you stop.",
        "Do not start if it hurts.",
        "Even if the pain is mild, it spreads.",
        "If the ache stays below 3, carry on.",
        "If you only feel a stretch, do not stop.",
        "If your pain is 3 to 5 it is OK to continue.",
        "If the knee clicks without pain, this is normal.",
        "If your pain is above 5, do fewer reps.",
        "If pain goes above 5, slow down or stop.",
        "When pain lasts over 24 hours, skip a day.",
        "If it hurts, rest, then stop.",
        "If symptoms get worse, stop and call your GP.",
        "If you feel dizzy. If it comes again, stop.",
        "If you feel dizzy stop.",
        "When sitting your leg goes numb.",
        "If necessary, hold on to a chair.",
        "If it hurts a little, swelling is no reason for worry.",
        "If anything, the pain gets worse.",
        "If and only if it hurts.",
        "If so, stop.",
    ],
)
def test_a_rule_that_says_more_stays_as_it_was_written(written: str) -> None:
    """What says more than the key, or is a word of the rule itself, is not taken away."""
    assert read(conditions.StopRules, written) == written


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        (conditions.LeaveOutRules, "Do not start if you are pregnant.", "You are pregnant."),
        (
            conditions.LeaveOutRules,
            "Don\u2019t do this exercise when your knee is swollen.",
            "Your knee is swollen.",
        ),
        (conditions.LeaveOutRules, "Leave it out if you are pregnant.", "You are pregnant."),
        (conditions.LeaveOutRules, "Not if you are pregnant.", "You are pregnant."),
        (conditions.LeaveOutRules, "If you are pregnant, skip it.", "You are pregnant"),
        (conditions.UrgentRules, "Get help today if the calf is hot.", "The calf is hot."),
        (conditions.UrgentRules, "If the calf is hot, call 112.", "If the calf is hot, call 112."),
        (conditions.UrgentRules, "Call 112 if your chest hurts.", "Call 112 if your chest hurts."),
        (conditions.SoonRules, "Book an appointment when it is no better.", "It is no better."),
        (conditions.SoonRules, "If it is no better.", "It is no better."),
        (conditions.MoveUpRule, "Move up when all three feel easy.", "All three feel easy."),
        (conditions.MoveUpRule, "Once you can do 3 sets.", "You can do 3 sets."),
        (conditions.MoveUpRule, "Once a day is easy.", "Once a day is easy."),
        (conditions.StepBackRule, "If it hurts the next day.", "It hurts the next day."),
        (conditions.UrgentRules, "Get help now if it is numb.", "Get help now if it is numb."),
        (conditions.MoveUpRule, "when 2 sets feel easy", "2 sets feel easy"),
        (conditions.MoveUpRule, "If it hurts, step back", "If it hurts, step back"),
        (conditions.StepBackRule, "Step back if it hurts", "It hurts"),
        (conditions.LeaveOutRules, "If pregnant, do it standing.", "If pregnant, do it standing."),
    ],
)
def test_other_rules_do_not_say_their_words_again_either(kind: Any, written: str, expected: str) -> None:
    """Each kind of rule drops the words that are before it, and only its own."""
    assert read(kind, written) == expected


def test_a_step_up_is_not_reported_by_what_shows_to_step_back() -> None:
    """Words that ask for the other direction stay with their rule, on either side of a ladder."""
    when = {"text": "On one leg.", "when": "Step back if it hurts"}
    assert TypeAdapter(nested_models.Harder).validate_python(when).when == "Step back if it hurts"
    assert TypeAdapter(nested_models.Easier).validate_python(when).when == "It hurts"


@pytest.mark.parametrize(
    ("rule", "inside"),
    [
        ("The pain is sharp.", "the pain is sharp."),
        ("I cannot stand.", "I cannot stand."),
        ("I\u2019m dizzy.", "I\u2019m dizzy."),
        ("MRI shows a tear.", "MRI shows a tear."),
        ("Achilles pain grows.", "Achilles pain grows."),
    ],
)
def test_a_rule_goes_on_within_a_sentence(rule: str, inside: str) -> None:
    """Behind "Stop if" a rule begins with a small letter, unless its first word is never written so."""
    assert english.uncapitalised(rule) == inside
