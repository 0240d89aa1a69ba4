"""What records of other collections become: each trap that those have is a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import other_collections as others
import pytest
import yaml
from other_collections import exercise, record, text

from cuecard.core.progress import StageTimer
from cuecard.dose import Dose
from cuecard.importers.run import ImportReport, ImportRequest, Source, run_import
from cuecard.importers.serialize import as_markdown, text_of
from cuecard.importers.text.languages import claimed_wrongly
from cuecard.importers.text.sentences import parse_instructions, sentences


def brought(tmp_path: Path, source: Source, file: Path, language: str = "en") -> ImportReport:
    """Return what comes of an import into the folder `into`."""
    return run_import(ImportRequest(source, file, tmp_path / "into", language), StageTimer())


def free(tmp_path: Path, *records: Any) -> ImportReport:
    """Return the same, of records in the form of free-exercise-db."""
    return brought(tmp_path, Source.FREE_EXERCISE_DB, others.free(tmp_path, *records))


def wger(tmp_path: Path, *rows: dict[str, Any], language: str = "en") -> ImportReport:
    """Return the same, of rows in the form of wger."""
    return brought(tmp_path, Source.WGER, others.wger(tmp_path, *rows), language)


def read(tmp_path: Path, slug: str) -> tuple[dict[str, Any], str]:
    """Front matter and body of an imported exercise, read by another reader than the program's."""
    head, _, body = (
        (tmp_path / "into/exercises" / f"{slug}.md")
        .read_text("utf-8")
        .removeprefix("---\n")
        .partition("\n---\n")
    )
    return yaml.safe_load(head), body


def reasons(found: ImportReport, *, whole: bool) -> dict[str, list[str]]:
    """Return why something was lost, with the names of the records."""
    by_reason: dict[str, list[str]] = {}
    for loss in found.losses:
        if loss.whole == whole:
            by_reason.setdefault(loss.reason, []).append(loss.record)
    return by_reason


# --- free-exercise-db ----------------------------------------------------------------------------------------------


def test_a_record_becomes_the_text_that_an_author_would_write(tmp_path: Path) -> None:
    """Keys in the handbook's order, no needless quotation marks, words of ours, provenance and licence as a source."""
    free(tmp_path, record("3/4 Heel drop", secondaryMuscles=["middle back", "calves"]))
    assert (tmp_path / "into/exercises/3-4-heel-drop.md").read_text("utf-8") == (
        "---\n"
        "title: 3/4 Heel drop\n"
        "muscles:\n"
        "  primary: [calves]\n"
        "  secondary: [upper back]\n"
        "equipment: [long band]\n"
        "level: advanced\n"
        "steps:\n"
        "  - Stand on a stair.\n"
        "  - Lower your heels.\n"
        "sources:\n"
        '  - title: Text adapted from "3/4 Heel drop" in free-exercise-db, public domain (Unlicense)\n'
        "    url: https://github.com/yuhonas/free-exercise-db\n"
        "---\n"
    )


def test_all_that_a_record_loses_is_reported(tmp_path: Path) -> None:
    """A muscle that is named twice, an unknown one, the order without a number, pictures and facts without a key."""
    found = free(tmp_path, record(secondaryMuscles=["calves", "gills"], level="heroic", equipment=None))
    assert reasons(found, whole=False).keys() == {
        "a muscle that is both primary and secondary is only primary",
        "left out: an unknown muscle",
        "left out: an instruction to repeat, without a number",
        "left out: an unknown level",
        "no equipment is given: none is assumed",
        "pictures are not imported: nobody can say who owns them",
        "fields that Cuecard does not have",
    }
    assert {loss.detail for loss in found.losses if "fields" in loss.reason} == {"force", "category"}


def test_null_equipment_of_a_stretch_is_none_and_no_loss(tmp_path: Path) -> None:
    """A stretch needs nothing, so that nothing is lost; other words for nothing are understood."""
    found = free(
        tmp_path, record(equipment=None, category="stretching"), record("Calf raise", equipment="body only")
    )
    assert not any("equipment" in reason for reason in reasons(found, whole=False))
    assert "equipment" not in read(tmp_path, "heel-drop")[0] | read(tmp_path, "calf-raise")[0]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"instructions": []}, "it has no steps"),
        ({"instructions": [" ", None, 7]}, "it has no steps"),
        ({"instructions": None}, "it has no steps"),
        ({"primaryMuscles": []}, "it has no muscle that Cuecard knows"),
        ({"primaryMuscles": ["gills"], "secondaryMuscles": []}, "it has no muscle that Cuecard knows"),
        ({"name": ""}, "it has no name"),
        ({"name": "long " * 100}, "its name is too long"),
        ({"name": "?!", "id": "!"}, "its name cannot become a file name"),
    ],
)
def test_a_record_that_is_no_exercise_is_counted_with_its_reason(
    changed: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    """Nothing is made up for it: it is not written, and the others are."""
    found = free(tmp_path, record(**{"id": "one", **changed}), record("Good"))
    assert list(reasons(found, whole=True)) == [reason]
    assert list(found.done) == ["exercises/good.md"]


def test_what_is_no_record_and_what_comes_twice_is_counted(tmp_path: Path) -> None:
    """A number among the records, and a second record with the same id, are losses of their own."""
    found = free(tmp_path, record(), 7, record("Other", id="Heel_drop"))
    assert reasons(found, whole=True) == {
        "it is not a record": ["(no name)"],
        "another record has the same id": ["Other"],
    }
    assert found.records == 3


@pytest.mark.parametrize(
    ("step", "steps", "others"),
    [
        ("Lift. Tip: Keep it slow. Lower.", ["Lift. Lower."], {"cues": ["Keep it slow."]}),
        ("Lift (Note: not too high). Lower.", ["Lift. Lower."], {"cues": ["Not too high."]}),
        (
            "Lift.\nCaution: it is heavy. It may fall.",
            ["Lift."],
            {"cues": ["Caution: it is heavy. It may fall."]},
        ),
        ("Lift. Tips:", ["Lift."], {}),
        ("li>Lift <b>it</b> &amp; wait.", ["Lift it & wait."], {}),
        ("6. Lift.", ["Lift."], {}),
        ("Lift. Avoid this position if you have knee pain.", ["Lift."], {"not_if": ["You have knee pain."]}),
        ("Lift. Stop the exercise if your back hurts.", ["Lift."], {"stop_if": ["Your back hurts."]}),
        ("Lift. Repeat for the prescribed number of times.", ["Lift."], {}),
        (
            "Repeat for the desired amount of repetitions.",
            ["Repeat for the desired amount of repetitions."],
            {},
        ),
        ("Lift. Repeat for 10-20 repetitions.", ["Lift."], {"dose": {"reps": "10-20"}}),
        (
            "Lift ¾ of the way, e.g. to 45°. Wait 3 sec. Lower.",
            ["Lift ¾ of the way, e.g. to 45°. Wait 3 sec. Lower."],
            {},
        ),
        ("Lift\x00\u202e\u200b.", ["Lift."], {}),
    ],
)
def test_what_a_sentence_is(step: str, steps: list[str], others: dict[str, list[str]]) -> None:
    """Tips become cues, warnings too, conditions become rules, and only an order that counts nothing is left out."""
    from cuecard.importers.text.sentences import lines  # noqa: PLC0415

    assert parse_instructions(lines(step)).facts == {"steps": steps, **others}


@pytest.mark.parametrize(
    ("words", "dose"),
    [
        ("Hold for 10-20 seconds and then switch sides.", {"hold": "10-20 s", "side": "each side"}),
        (
            "Hold this stretch for twenty seconds, and repeat with the other foot.",
            {"hold": "20 s", "side": "each foot"},
        ),
        ("Hold for 1 minute. Repeat on the other leg.", {"hold": "1 min", "side": "each leg"}),
        ("Hold for 2 or 3 minutes.", {"hold": "2-3 min"}),
        ("Hold for 5 seconds. Repeat ten times.", {"reps": "10", "hold": "5 s"}),
        ("Repeat this movement 5 to 10 times, and then switch legs.", {"reps": "5-10", "side": "each leg"}),
        ("Repeat 5-10 times on each leg.", {"reps": "5-10", "side": "each leg"}),
        ("Continue to alternate for 10-20 repetitions.", {"reps": "10-20", "side": "alternating"}),
        ("Repeat in an alternating fashion for 20-30 seconds.", {"time": "20-30 s", "side": "alternating"}),
        ("Perform 3 sets of 10-15 reps.", {"sets": "3", "reps": "10-15"}),
        ("Do 3-4 sets of 30 seconds on each side.", {"sets": "3-4", "time": "30 s", "side": "each side"}),
        ("Continue for 45 seconds.", {"time": "45 s"}),
        ("Walk for 20 yards.", {"distance": "20 yd"}),
        ("Crawl 15 meters, then switch sides.", {"distance": "15 m", "side": "each side"}),
    ],
)
def test_a_dose_at_the_end_of_the_steps_is_the_dose(words: str, dose: dict[str, str]) -> None:
    """Sets, reps, time, distance and sides in words become keys, which say the same, and the step loses the words."""
    assert parse_instructions([f"Lean on a wall. {words}"]).facts == {
        "steps": ["Lean on a wall."],
        "dose": dose,
    }
    assert parse_instructions(["Lean on a wall.", words]).facts == {
        "steps": ["Lean on a wall."],
        "dose": dose,
    }
    assert Dose.model_validate(dose)


@pytest.mark.parametrize(
    "words",
    [
        "Hold for 3 seconds.",  # of each rep, of which nobody says the number
        "Hold for 10 seconds, then lower.",
        "Hold for about 20 seconds.",
        "Repeat 10 more times.",
        "Switch sides.",
        "Step back two feet.",
        "Perform 3 sets of 10 reps, without a swing.",
        "Hold for 20 seconds. Continue for 30 seconds.",
        "Hold for 30-10 seconds.",
        "Repeat 0 times.",
        "Hold for 999 minutes.",
    ],
)
def test_what_is_not_only_a_dose_stays_a_step(words: str) -> None:
    """No word is lost where a sentence says more, where it is unclear, and where a build would refuse it."""
    assert parse_instructions([f"Lean on a wall. {words}"]).facts == {"steps": [f"Lean on a wall. {words}"]}


def test_a_dose_that_is_all_of_the_text_stays_a_step() -> None:
    """An exercise has at least one step."""
    assert parse_instructions(["Hold for 20 seconds."]).facts == {"steps": ["Hold for 20 seconds."]}


def test_a_hold_is_no_dose_where_the_number_of_reps_is_left_open() -> None:
    """It stays in the step, as "repeat for the recommended number" makes it the hold of each rep."""
    words = "Lean on a wall. Hold for 10 seconds. Repeat for the recommended amount of repetitions."
    assert parse_instructions([words]).facts == {"steps": ["Lean on a wall. Hold for 10 seconds."]}


def test_sentences_end_where_they_end() -> None:
    """Not after an abbreviation, and not inside a number."""
    assert sentences('Hold approx. 2.5 s. Then rest! Again? "Yes." So it is') == [
        "Hold approx. 2.5 s.",
        "Then rest!",
        "Again?",
        '"Yes."',
        "So it is",
    ]


@pytest.mark.parametrize(
    ("name", "equipment"),
    [
        ("Smith Machine Squat", ["smith machine"]),
        ("Cable row (rings, TRX)", ["cable", "rings", "suspension trainer"]),
        ("Standing IT band stretch", []),
        ("Step up against the wall", []),
        ("Body weight squat", []),
    ],
)
def test_equipment_that_is_not_reported_may_be_in_the_name(
    name: str, equipment: list[str], tmp_path: Path
) -> None:
    """Only a word that leaves no doubt counts; where there is none, nothing is needed, and that is reported."""
    found = free(tmp_path, record(name, id="one", equipment=None))
    [path] = found.done
    assert (
        read(tmp_path, path.removeprefix("exercises/").removesuffix(".md"))[0].get("equipment", [])
        == equipment
    )
    assert any(loss.reason.startswith("no equipment is given") for loss in found.losses)


# --- open-exercise-db ----------------------------------------------------------------------------------------------


def test_a_folder_of_records_with_videos_other_names_and_equipment(tmp_path: Path) -> None:
    """A video is taken over, other names too but for the title's own; what has no word is "other" or "machine"."""
    folder = others.opened(
        tmp_path / "db",
        record(
            "Wheel",
            equipment="ab wheel",
            aliases=["wheel", "Roll-out"],
            video="https://youtu.be/aBcDeFgHiJk",
            source={"name": "free-exercise-db", "id": "W"},
        ),
        record("Press", equipment="calf raise machine", video="javascript:alert(1)"),
    )
    (folder / "exercises/broken.json").write_text("{", "utf-8")
    found = brought(tmp_path, Source.OPEN_EXERCISE_DB, folder)
    facts = read(tmp_path, "wheel")[0]
    assert (facts["also_called"], facts["equipment"], facts["video"]) == (
        ["Roll-out"],
        ["other"],
        "https://youtu.be/aBcDeFgHiJk",
    )
    assert "which has it from free-exercise-db" in facts["sources"][0]["title"]
    assert read(tmp_path, "press")[0]["equipment"] == ["machine"]
    assert "video" not in read(tmp_path, "press")[0]
    assert reasons(found, whole=True) == {"its file cannot be read": ["broken"]}
    assert {(loss.reason, loss.detail) for loss in found.losses} >= {
        ('unknown equipment is written as "other"', "ab wheel"),
        ('unknown equipment is written as "machine"', "calf raise machine"),
        ("left out: an address that is not a video's", "javascript:alert(1)"),
    }


def test_a_side_of_open_exercise_db_is_kept(tmp_path: Path) -> None:
    """One side at a time is "each side", unless the steps name the side; how a set is measured is reported."""
    folder = others.opened(
        tmp_path / "db",
        record("Press", laterality="unilateral", measurementType="reps"),
        record(
            "Reach",
            laterality="unilateral",
            instructions=["Reach.", "Hold for 20 seconds, then switch arms."],
        ),
        record("Both", laterality="bilateral"),
    )
    found = brought(tmp_path, Source.OPEN_EXERCISE_DB, folder)
    doses = {slug: read(tmp_path, slug)[0].get("dose") for slug in ("press", "reach", "both")}
    assert doses == {
        "press": {"side": "each side"},
        "reach": {"hold": "20 s", "side": "each arm"},
        "both": None,
    }
    losses = {(one.reason, one.record, one.detail) for one in found.losses}
    assert ("left out: how a set is measured, without a number", "Press", "reps") in losses
    assert ("fields that Cuecard does not have", "Both", "laterality") in losses
    assert ("fields that Cuecard does not have", "Press", "laterality") not in losses


def test_words_of_the_sites_own_vocabulary_count(tmp_path: Path) -> None:
    """What `vocabulary.yaml` of the content folder names is no loss."""
    (tmp_path / "into").mkdir()
    (tmp_path / "into/vocabulary.yaml").write_text("equipment:\n  ab-wheel: {name: Ab wheel}\n", "utf-8")
    found = free(tmp_path, record(equipment="ab wheel"))
    assert read(tmp_path, "heel-drop")[0]["equipment"] == ["ab wheel"]
    assert not any("equipment" in loss.reason for loss in found.losses)


# --- wger ----------------------------------------------------------------------------------------------------------


def test_wger_record_with_all_that_it_may_have(tmp_path: Path) -> None:
    """Lists are steps, headings sort, remarks are cues, and the licence is among the sources with its author."""
    html = (
        "<p>The heel drop is an exercise for the calf.</p><p><strong>Starting position:</strong>\nStand on a stair.</p>"
        "<p>Steps:</p><ol><li>Lower&nbsp;one heel.</li><li>Wait:<ul><li>one</li><li>two</li></ul></li></ol>"
        "<p>Notes:</p><p>Good for *runners* &lt;3.</p><p>See https://youtu.be/aBcDeFgHiJk</p>"
    )
    wger(
        tmp_path,
        exercise(5, equipment=[10]),
        text(50, 5, "Heel drop HD", html),
        others.row("exercises.exercisecomment", 1, translation=50, comment="Stand tall"),
        others.row("exercises.alias", 1, translation=50, alias="Calf drop"),
    )
    facts, body = read(tmp_path, "heel-drop")
    assert facts == {
        "title": "Heel drop",
        "also_called": ["Calf drop"],
        "summary": "The heel drop is an exercise for the calf.",
        "muscles": {"primary": ["calves"]},
        "equipment": ["kettlebell"],
        "start": "Stand on a stair.",
        "steps": ["Lower one heel.", "Wait: one. two"],
        "cues": ["Stand tall"],
        "video": "https://youtu.be/aBcDeFgHiJk",
        "sources": [
            {
                "title": 'Text adapted from "Heel drop" by Kim Writer, in wger; licence CC BY-SA 4.0',
                "url": "https://wger.de/en/exercise/5/view/heel-drop",
            },
            {
                "title": "The licence of that text, CC BY-SA 4.0",
                "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
            },
        ],
    }
    assert body == r"Good for \*runners\* &lt;3." + "\n"


@pytest.mark.parametrize(
    ("html", "steps"),
    [
        ("<p>Lean on. Push off.</p>", ["Lean on.", "Push off."]),
        ("<p>Lean on a wall.</p><p>Push off. Wait.</p>", ["Lean on a wall.", "Push off. Wait."]),
        ("<p>• Lean on a wall\n• Push off</p>", ["Lean on a wall", "Push off"]),
        ("<p>Step 1: Lean on\nStep 2: Push off</p>", ["Lean on", "Push off"]),
        ("<ul><li><p>Lean on</p></li><li><strong>2.</strong> Push off</li></ul>", ["Lean on", "Push off"]),
        (
            "<p>Lean on a wall.</p><ol><li>Push off</li></ol><p>It is easy.</p>",
            ["Lean on a wall.", "Push off"],
        ),
        ("<ol><li>Lean on<script>alert(1)</script></li><li>Push off", ["Lean on", "Push off"]),
        ("<p><b>How to do it</b></p><p>Lean on.</p><p>Push off.</p>", ["Lean on.", "Push off."]),
    ],
)
def test_steps_of_html(html: str, steps: list[str], tmp_path: Path) -> None:
    """Whatever the markup, what to do comes out in its order."""
    wger(tmp_path, exercise(5), text(50, 5, "Push", html))
    assert read(tmp_path, "push")[0]["steps"] == steps


def test_wger_rows_that_are_no_exercise_are_counted(tmp_path: Path) -> None:
    """No text, an empty one, one that says only what it is, a wrong language, no licence, no muscle and no region."""
    good = "<p>Lean on a wall.</p>"
    spanish = "<p>Tire de la barra hacia abajo y mantenga el resto de su cuerpo con la espalda recta.</p>"
    found = wger(
        tmp_path,
        exercise(1),
        *(exercise(pk) for pk in (2, 3, 4, 5)),
        exercise(6, muscles=[], category=15),
        exercise(7, muscles=[], category=9),
        text(20, 2, "Empty", "<p>.</p>"),
        text(30, 3, "Only told", "<p>The push is an exercise for the calf.</p>"),
        text(40, 4, "Jalar", spanish),
        text(50, 5, "Unlicensed", good, license=None),
        text(60, 6, "Run", good),
        text(70, 7, "Region", good, license=3, license_author=""),
        text(71, 7, "Bereich", "<p>Lehne dich an.</p>", language=1),
    )
    assert reasons(found, whole=True) == {
        'it has no text in "en"': ["number 1"],
        "it has no steps": ["Empty"],
        "it has no steps, only a description": ["Only told"],
        'it is marked as "en", but seems to be in another language': ["Jalar"],
        "it has no licence, so nobody may use it": ["Unlicensed"],
        "it has no muscle that Cuecard knows": ["Run"],
    }
    assert reasons(found, whole=False).keys() == {
        "it has no primary muscle: its category is used instead",
        "wger does not name the author",
        "texts in other languages are not imported",
    }
    facts = read(tmp_path, "region")[0]
    assert facts["muscles"] == {"primary": ["legs"]}
    assert facts["sources"][0]["title"].endswith(
        "by an author whom wger does not name, in wger; licence CC0 1.0"
    )


def test_another_language_of_wger(tmp_path: Path) -> None:
    """`--language` takes the texts of that language; letters of any script give addresses."""
    wger(tmp_path, exercise(7), text(71, 7, "Füße heben", "<p>Lehne dich an.</p>", language=1), language="de")
    assert read(tmp_path, "fusse-heben")[0]["steps"] == ["Lehne dich an."]


@pytest.mark.parametrize(
    ("text_of_record", "language"),
    [
        ("Stand with your back against the wall and slide down.", ""),
        ("Remo en maquina con barra", "es"),
        ("Controlled execution, no momentum, execute slowly", ""),
        ("Kein Schwung holen, langsame Bewegung", "de"),
        ("Pull to the chest; en route do not let go", ""),
    ],
)
def test_a_wrong_language_is_found_only_where_it_is_sure(text_of_record: str, language: str) -> None:
    """A few words without any of a language are no proof; the other language's own small words are."""
    assert claimed_wrongly(text_of_record, "en") == language


# --- writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign", ["# one", "- one", "1. one", "*one*", "[a](b)", "<b>", "a & b &amp;", "`c`", "_e_"]
)
def test_plain_text_stays_plain_in_a_body(sign: str) -> None:
    """Characters of Markdown in a stranger's text are shown, and mean nothing."""
    from html import unescape  # noqa: PLC0415

    from cuecard.markdown import converter  # noqa: PLC0415

    body = converter.convert(as_markdown(sign))
    assert body.links == ()
    assert unescape(body.html(lambda link: link.target)).strip() == f"<p>{sign.strip()}</p>"


def test_several_lists_in_one_another_are_indented_like_the_handbooks() -> None:
    """Items are two spaces behind their key, however deep."""
    from cuecard.importers.records import Record  # noqa: PLC0415

    facts = {
        "safety": {"stop_if": ["It hurts."], "get_help": {"soon": ["It: stays"]}},
        "progressions": [{"text": "a"}],
    }
    assert text_of(Record("1", "one", facts)) == (
        "---\nprogressions:\n  - text: a\nsafety:\n  stop_if:\n    - It hurts.\n  get_help:\n    soon:\n"
        "      - 'It: stays'\n---\n"
    )
