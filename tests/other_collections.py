"""Records in the form of other collections, written by us, with the traps that theirs have; and hostile ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any


def record(name: str = "Heel drop", **more: Any) -> dict[str, Any]:
    """Return a good record in the form of free-exercise-db, some of it replaced."""
    return {
        "id": name.replace(" ", "_").replace("/", "_"),
        "name": name,
        "force": "push",
        "level": "expert",
        "mechanic": None,
        "equipment": "bands",
        "primaryMuscles": ["calves"],
        "secondaryMuscles": [],
        "instructions": [
            "Stand on a stair.",
            "Lower your heels.",
            "Repeat for the recommended amount of reps.",
        ],
        "category": "strength",
        "images": ["heel_drop/0.jpg"],
        **more,
    }


def free(folder: Path, *records: Any) -> Path:
    """Return a file in the form of free-exercise-db's."""
    file = folder / "exercises.json"
    file.write_text(json.dumps(list(records)), "utf-8")
    return file


def opened(folder: Path, *records: dict[str, Any]) -> Path:
    """Return a folder in the form of open-exercise-db's."""
    for one in records:
        file = folder / "exercises" / f"{one['id'].lower().replace('_', '-')}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(one), "utf-8")
    return folder


# --- wger ----------------------------------------------------------------------------------------------------------

LANGUAGES = {1: "de", 2: "en", 4: "es"}
LICENCES = {
    2: ("CC-BY-SA 4", "https://creativecommons.org/licenses/by-sa/4.0/deed.en"),
    3: ("CC0", "http://creativecommons.org/publicdomain/zero/1.0/"),
}
MUSCLES = {7: "Gastrocnemius", 8: "Gluteus maximus", 11: "Biceps femoris"}
EQUIPMENT = {7: "none (bodyweight exercise)", 10: "Kettlebell"}
CATEGORIES = {9: "Legs", 15: "Cardio"}


def row(model: str, pk: int, **fields: Any) -> dict[str, Any]:
    """Return one row of a fixture."""
    return {"model": model, "pk": pk, "fields": fields}


def exercise(pk: int, **more: Any) -> dict[str, Any]:
    """Return a row of an exercise; the calf works, and nothing is needed."""
    fields = {"category": 9, "muscles": [7], "muscles_secondary": [], "equipment": [7], **more}
    return row("exercises.exercise", pk, **fields)


def text(pk: int, of: int, name: str, html: str, **more: Any) -> dict[str, Any]:
    """Return a row of a translation, English by Kim Writer by default."""
    fields = {
        "exercise": of,
        "language": 2,
        "license": 2,
        "license_author": "Kim Writer",
        "name": name,
        "description": html,
        **more,
    }
    return row("exercises.translation", pk, **fields)


def tables() -> list[dict[str, Any]]:
    """Return the rows that all exercises refer to."""
    return [
        *(row("core.language", pk, short_name=code) for pk, code in LANGUAGES.items()),
        *(row("core.license", pk, short_name=name, url=url) for pk, (name, url) in LICENCES.items()),
        *(row("exercises.muscle", pk, name=name) for pk, name in MUSCLES.items()),
        *(row("exercises.equipment", pk, name=name) for pk, name in EQUIPMENT.items()),
        *(row("exercises.exercisecategory", pk, name=name) for pk, name in CATEGORIES.items()),
    ]


def wger(folder: Path, *rows: dict[str, Any]) -> Path:
    """Return a file with all tables, as `dumpdata` gives it."""
    file = folder / "wger.json"
    file.write_text(json.dumps([*tables(), *rows]), "utf-8")
    return file


# --- hostile -------------------------------------------------------------------------------------------------------

VALUES: list[Any] = [
    None, True, -1, 1e308, [], {}, "", " ", "../../x", "/etc/passwd", "..\\..\\x",
    "con", "index", ".hidden", "a" * 10_000,
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "](javascript:alert(1))", "[x](../../secret.md)",
    "---", "--- \ntitle: other", "- item", "key: value", "'", '"', "#", "&anchor", "*alias", "!tag", "%YAML",
    "{a: b}", "[a",
    "null", "~", "yes", "1:30", "\x00\x07\x1b[2J", "\ud800", "\u202eabc", "\ufeff", "\u2028", "\U0001f3cb\ufe0f",
    "汉字",
    "ا" * 50, "\n\n\n", "a\nb", "\t", "\\", "`" * 40, "&lt;b&gt;", "<" * 2000, "&" * 500, "(" * 500, "* " * 200,
    ["x", None, 3, ["y"]], {"name": "x"}, [[[[[[[]]]]]]], "Tip:", "Caution: ", "Caution: " * 50,
    "1. 2. 3. ", "e.g. " * 300,
    "https://www.youtube.com/watch?v=\"><script>", "http://[", "{{ 7*7 }}", "{% raw %}",
    "</li>" * 300, "<ol><li>" * 300,
    "quads, hamstrings", "abdutors", "Stop if ", "Avoid this exercise if you ",
]  # fmt: skip
"""What strangers may put anywhere."""


def hostile(dice: random.Random, good: Callable[[int], dict[str, Any]], number: int) -> list[Any]:
    """Return *number* records, *good* ones of which one to four values were replaced; now and then one is no record at
    all.
    """
    results: list[Any] = []
    for n in range(number):
        if dice.random() < 0.03:
            results.append(dice.choice(VALUES))
            continue
        one = good(n)
        for _ in range(dice.randint(1, 4)):
            fields = one.get("fields")
            holder = fields if isinstance(fields, dict) and fields and dice.random() < 0.9 else one
            key = dice.choice(list(holder))
            value = deepcopy(dice.choice(VALUES))
            old = holder[key]
            if isinstance(old, list) and dice.random() < 0.7:
                holder[key] = [*old, value]
            elif isinstance(old, str) and isinstance(value, str) and dice.random() < 0.7:
                holder[key] = f"{old} {value} {old}"
            else:
                holder[key] = value
        results.append(one)
    return results
