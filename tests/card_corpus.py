"""Routines made by program, from sparse to crowded, for the tests of cards and for `benchmarks/cards.py`."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import sites
from PIL import Image, ImageDraw

_WORDS = (
    "slowly hips knees press your lift heel hold floor chair band towards wall breathe back straight keep "
    "steady lower foot toes push shoulders level turn reach forwards gently stand until and then the with "
    "over behind under both one small range quiet stretch thigh"
).split()
_DOSES: tuple[dict[str, Any], ...] = (
    {"sets": 3, "reps": "8-12", "rest": "1 min"},
    {"sets": 3, "time": "30 s", "side": "each leg", "rest": "30 s"},
    {"sets": 2, "reps": 10, "hold": "5 s", "side": "each side", "rest": "30 s", "effort": "5-7"},
    {"sets": 4, "reps": 6, "side": "alternating"},
)
LENGTHS: Mapping[str, tuple[int, int, int, int]] = {
    "short": (2, 3, 6, 4),
    "typical": (3, 4, 12, 5),
    "long": (7, 5, 30, 12),
}
"""Words of a title, steps, words of a step, words of a short step."""
COUNTS = range(1, 9)
RULES = (2, 5, 8)


@dataclass(frozen=True)
class Case:
    """One routine to make."""

    count: int
    length: str
    pictures: int
    """For each exercise."""
    rules: int
    """Lines of safety."""

    @property
    def slug(self) -> str:
        """The name of its file."""
        return f"{self.length}-{self.count}-pictures-{self.pictures}-rules-{self.rules}"

    def __str__(self) -> str:
        """For the name of a test."""
        return self.slug


ALL = tuple(Case(*one) for one in product(COUNTS, LENGTHS, (0, 2), RULES))


def sample(step: int) -> tuple[Case, ...]:
    """Every *step*-th case, in an order in which neighbours differ."""
    mixed = list(ALL)
    random.Random(3).shuffle(mixed)
    return tuple(mixed[::step])


def words(number: int, seed: str) -> str:
    """A text of so many words, another one for each seed."""
    drawn = random.Random(seed)
    return " ".join(drawn.choice(_WORDS) for _ in range(number)).capitalize()


def sentences(number: int, length: int, seed: str) -> list[str]:
    """Texts of *length* words that differ, each with a full stop."""
    return [words(length, f"{seed} {n}") + "." for n in range(number)]


def exercise(case: Case, number: int) -> dict[str, Any]:
    """The front matter of the exercise in place *number* of the routine."""
    title, steps, step, short = LENGTHS[case.length]
    seed = f"{case.length} {number}"
    return sites.exercise(
        f"{words(title, seed)} {number}",
        steps=sentences(steps, step, f"step {seed}"),
        short_steps=sentences(3, short, f"short {seed}"),
        stop_if=[words(8, f"stop {seed}") + "."] if number % 3 == 0 else [],
        equipment=[[], ["chair"], ["long band", "mat"]][number % 3],
        dose=_DOSES[number % len(_DOSES)],
        images=[
            {"src": f"{number}-{n}.{'jpg' if n else 'png'}", "alt": f"{words(3, seed)} {n}"}
            for n in range(case.pictures)
        ],
    )


def routine(case: Case) -> dict[str, Any]:
    """The front matter of the routine."""
    some = {"short": 6, "typical": 12, "long": 22}[case.length]
    urgent, soon = case.rules // 3, case.rules // 4
    return {
        "title": f"{words(LENGTHS[case.length][0], case.slug)} for {case.count}",
        "exercises": [
            {"exercise": f"move-{n}", **({"note": f"{words(5, f'note {n}')}."} if n % 2 else {})}
            for n in range(1, case.count + 1)
        ],
        "schedule": {"per_week": 3, "weeks": 8},
        "before": words(some, "before") + ".",
        "after": words(some // 2, "after") + ".",
        "progress_when": words(some, "progress") + ".",
        "regress_when": words(some, "regress") + ".",
        "safety": {
            "stop_if": sentences(case.rules - urgent - soon, 9, "stop"),
            "get_help": {"urgent": sentences(urgent, 9, "urgent"), "soon": sentences(soon, 9, "soon")},
            "pain": {"ok": 3, "caution": 5},
        },
        "card": {"log_weeks": 4},
    }


def project(case: Case, folder: Path, **site: Any) -> Path:
    """A content folder with this one routine and its exercises, and *site* in its settings."""
    settings = {"base_url": "https://knees.example.org/", "author": "The testers", **site}
    files: dict[str, str | bytes] = {
        "site.yaml": "".join(f"{key}: {sites.json.dumps(value)}\n" for key, value in settings.items()),
        f"routines/{case.slug}.md": sites.text(routine(case)),
    }
    for number in range(1, case.count + 1):
        facts = exercise(case, number)
        files[f"exercises/move-{number}.md"] = sites.text(facts)
        for image in facts["images"]:
            files[f"exercises/{image['src']}"] = picture(number, image["src"].rpartition(".")[2])
    return sites.put(folder, files)


@cache
def picture(number: int, ending: str, size: tuple[int, int] = (480, 360)) -> bytes:
    """A drawing of a stick figure, as PNG or JPEG."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    wide, high = size
    x, top = wide * (0.3 + 0.05 * (number % 8)), high * 0.15
    draw.ellipse((x - 30, top - 30, x + 30, top + 30), outline="black", width=8)
    hip = (x + (60 if ending == "jpg" else 0), high * 0.6)
    draw.line([(x, top + 30), hip, (hip[0] - 60, high * 0.95)], fill="black", width=10)
    draw.line([hip, (hip[0] + 60, high * 0.95)], fill="black", width=10)
    draw.line([(x, high * 0.3), (x + 90, high * (0.3 + 0.03 * number))], fill="black", width=10)
    made = io.BytesIO()
    image.save(made, "PNG" if ending == "png" else "JPEG")
    return made.getvalue()


@cache
def photograph(number: int) -> bytes:
    """A JPEG that is full of detail and colour, as from a camera."""
    drawn = random.Random(number)
    small = Image.frombytes("RGB", (160, 120), drawn.randbytes(160 * 120 * 3))
    made = io.BytesIO()
    small.resize((1600, 1200), Image.Resampling.BICUBIC).save(made, "JPEG", quality=92)
    return made.getvalue()
