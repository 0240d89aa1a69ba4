"""Texts of exercises for benchmarks, written as projects for Cuecard and for Hugo.

Everything is generated from a seed, so that all runs on all machines measure the same. Bodies have 120 to 900 words,
about 370 in the middle, with headings, lists, quotations, tables, emphasis and links to other exercises; each fact
of the front matter is one that both programs print. There is one guide for every 20 exercises. There are routines only
on request: a routine has cards, and a card is a PDF, which Hugo does not make. One has five to nine exercises, whose
steps are as long as those of all exercises, without shorter ones for the card.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 1917
BASE_ADDRESS = "https://guide.example.org/"

_STANCES = "single-leg|split-stance|wide-stance|narrow-stance|half-kneeling|tall-kneeling|seated|standing|supine|prone"
_MANNERS = "slow|paused|banded|assisted|elevated|weighted|isometric|alternating|supported|long-lever|offset|explosive"
_MOVES = (
    "squat|lunge|hinge|bridge|step-up|heel raise|leg curl|knee extension|plank|side plank|dead bug|bird dog|row|press|"
    "push-up|pull-down|carry|hip lift|knee lift|toe tap|leg raise|march|reach|rotation|curl|shrug|swing|wall slide|"
    "heel slide|hip airplane"
)
_MUSCLES = (
    "glutes|quads|hamstrings|calves|hip abductors|hip adductors|hip flexors|lower back|lats|chest|biceps|triceps|"
    "forearms|obliques|tibialis anterior|deltoids|trapezius"
)
_EQUIPMENT = "loop band|chair|dumbbell|kettlebell|step|foam roller|mat|wall|bench"
_PARTS = (
    "hips|knees|ribs|shoulders|heels|toes|pelvis|trunk|elbows|chest|spine|hands|thighs|ankles|breath|weight"
)
_QUALITIES = (
    "level|steady|long|quiet|even|relaxed|firm|light|square|smooth|upright|heavy|narrow|soft|controlled"
)
_ACTIONS = "lower|lift|press|turn|draw in|lengthen|brace|release|slide|hold|reach|push away|settle|stack"
_ADVERBS = "slowly|evenly|gently|without hurry|under control|as far as is comfortable|a little|once more"
_HEADINGS = (
    "Why it helps|Getting ready|What goes wrong|Making it easier|Making it harder|How to breathe|When to leave it out|"
    "How often|What to think of|Other ways|After a break|For runners"
)
_SENTENCES = (
    "{Action} the {part} {adverb} and keep the {part2} {quality}",
    "The {part} should feel {quality} before you {action} the {part2}",
    "If the {part} cannot stay {quality}, {action} the {part2} {adverb} and begin again",
    "Most people {action} the {part} too soon, and the {part2} are no longer {quality}",
    "Think of the {part} as {quality} while the {part2} {action} {adverb}",
    "Count to three as you {action} the {part}, then {action2} the {part2} {adverb}",
    "A {quality} {part} is worth more than a large movement of the {part2}",
    "Stop when the {part} hurt, and choose the easier version until they feel {quality}",
)


_RUNGS = 8
"""Exercises in a ladder from the easiest to the hardest; links lead upwards, as ladders cannot loop."""


@dataclass(frozen=True)
class Exercise:
    """One exercise before it is written; a link in the body is `{{slug}}`."""

    slug: str
    facts: dict[str, Any]
    body: str


@dataclass(frozen=True)
class Corpus:
    """All texts."""

    exercises: Sequence[Exercise]
    guides: Sequence[Exercise]
    routines: Sequence[Exercise] = ()


def make(number: int, routines: int = 0) -> Corpus:
    """Return a corpus of *number* exercises, and of so many *routines*."""
    names = [
        f"{manner} {stance} {move}".capitalize()
        for stance in _STANCES.split("|")
        for manner in _MANNERS.split("|")
        for move in _MOVES.split("|")
    ]
    dice = random.Random(SEED)  # noqa: S311 - dice, not secrets
    dice.shuffle(names)
    while len(names) < number:
        names += [f"{name}, version {len(names) // 3600 + 1}" for name in names[:3600]]
    slugs = [re.sub("[^a-z0-9]+", "-", name.lower()) for name in names[:number]]
    exercises = [_exercise(n, names, slugs) for n in range(number)]
    guides = [_selection("guide", n, slugs, words=120) for n in range(max(1, number // 20))]
    return Corpus(exercises, guides, [_selection("routine", n, slugs, words=80) for n in range(routines)])


def _exercise(at: int, names: Sequence[str], slugs: Sequence[str]) -> Exercise:
    dice = random.Random(f"{SEED} {at}")  # noqa: S311
    near = [n for n in range(max(0, at - 30), min(len(slugs), at + 31)) if n != at]
    links = [(names[n], slugs[n]) for n in dice.sample(near, min(5, len(near)))]
    muscles = dice.sample(_MUSCLES.split("|"), dice.randint(2, 5))
    harder = range(at + 1, min(len(slugs), (at // _RUNGS + 1) * _RUNGS))
    facts = {
        "title": names[at],
        "summary": _sentence(dice) + ".",
        "muscles": {"primary": muscles[:2], "secondary": muscles[2:]},
        "equipment": dice.sample(_EQUIPMENT.split("|"), dice.choice([0, 1, 1, 2])),
        "position": dice.choice(["standing", "sitting", "kneeling", "supine", "prone", "side-lying"]),
        "start": _sentence(dice) + ".",
        "steps": [_sentence(dice) + "." for _ in range(dice.randint(4, 8))],
        "cues": [_sentence(dice) + "." for _ in range(2)],
        "dose": {
            "sets": dice.randint(2, 5),
            "reps": f"{dice.randint(4, 8)}-{dice.randint(9, 15)}",
            "rest": f"{dice.choice([30, 45, 60, 90])} s",
        },
        "progressions": [
            _sentence(dice) + ".",
            *({"exercise": slugs[n]} for n in dice.sample(harder, min(len(harder), dice.randint(0, 2)))),
        ],
        "regressions": [_sentence(dice) + "."],
        "stop_if": [_sentence(dice) + "."],
        "video": f"https://vimeo.com/{76_979_871 + at}",
    }
    words = int(min(900, max(120, dice.lognormvariate(5.85, 0.5))))
    return Exercise(slugs[at], facts, _body(dice, words, links))


def _selection(kind: str, at: int, slugs: Sequence[str], *, words: int) -> Exercise:
    """Return a guide or a routine: some of the exercises, and a body of so many *words*."""
    dice = random.Random(f"{SEED} {kind} {at}")  # noqa: S311
    facts = {
        "title": f"{kind.capitalize()} {at + 1}: {dice.choice(_QUALITIES.split('|'))} {dice.choice(_PARTS.split('|'))}",
        "summary": _sentence(dice) + ".",
        "exercises": dice.sample(slugs, min(len(slugs), dice.randint(5, 9))),
    }
    return Exercise(f"{kind}-{at + 1}", facts, _body(dice, words, []))


def _sentence(dice: random.Random) -> str:
    part, part2 = dice.sample(_PARTS.split("|"), 2)
    action, action2 = dice.sample(_ACTIONS.split("|"), 2)
    sentence = dice.choice(_SENTENCES).format(
        part=part, part2=part2, action=action, action2=action2, Action=action.capitalize(),
        quality=dice.choice(_QUALITIES.split("|")), adverb=dice.choice(_ADVERBS.split("|")),
    )  # fmt: skip
    return sentence[0].upper() + sentence[1:]


def _adorned(dice: random.Random, sentence: str) -> str:
    """Return the sentence; two in five have a word that is emphasised, code or a link."""
    words = sentence.split(" ")
    at = dice.randrange(len(words))
    word = words[at].rstrip(",")
    for share, form in (
        (0.18, "**{}**"),
        (0.36, "*{}*"),
        (0.39, "`{}`"),
        (0.42, "[{}](https://example.org/{})"),
    ):
        if dice.random() < share / 2:
            words[at] = form.format(word, word.lower()) + words[at][len(word) :]
            break
    return " ".join(words)


def _paragraph(dice: random.Random, links: Sequence[tuple[str, str]]) -> str:
    sentences = []
    for _ in range(dice.randint(3, 6)):
        sentence = _adorned(dice, _sentence(dice))
        if links and dice.random() < 0.1:
            name, slug = dice.choice(links)
            sentence += f", as in the [{name}]({{{{{slug}}}}})"
        sentences.append(sentence + ".")
    return " ".join(sentences)


def _items(dice: random.Random, mark: Callable[[int], str], indent: str = "") -> str:
    number = dice.randint(3, 6)
    return "\n".join(f"{indent}{mark(n)} {_adorned(dice, _sentence(dice))}." for n in range(1, number + 1))


def _table(dice: random.Random) -> str:
    rows = [
        f"| {n} | {dice.randint(2, 5)} × {dice.randint(5, 15)} | {dice.choice(_QUALITIES.split('|'))} |"
        for n in range(1, dice.randint(4, 7))
    ]
    return "\n".join(["| Week | Sets and reps | Aim |", "| --- | --- | --- |", *rows])


def _body(dice: random.Random, words: int, links: Sequence[tuple[str, str]]) -> str:
    blocks = [_paragraph(dice, links)]
    headings = dice.sample(_HEADINGS.split("|"), 12)
    while sum(len(block.split()) for block in blocks) < words:
        if headings and dice.random() < 0.5:
            blocks.append("## " + headings.pop())
        kind = dice.random()
        if kind < 0.55:
            blocks.append(_paragraph(dice, links))
        elif kind < 0.72:
            blocks.append(_items(dice, lambda _: "-"))
        elif kind < 0.8:
            blocks.append(_items(dice, lambda n: f"{n}."))
        elif kind < 0.85:
            blocks.append(f"- {_sentence(dice)}\n{_items(dice, lambda _: '-', '    ')}\n- {_sentence(dice)}")
        elif kind < 0.93:
            blocks.append(f"> {_adorned(dice, _sentence(dice))}. {_sentence(dice)}.")
        else:
            blocks.append(_table(dice))
    return "\n\n".join(blocks) + "\n"


# --- writing ---------------------------------------------------------------------------------------------

_SAFETY = {
    "stop_if": ["The pain is sharp.", "The joint gives way."],
    "get_help": {
        "urgent": ["You cannot put weight on the leg."],
        "soon": ["It has not settled in six weeks."],
    },
    "pain": {"ok": 3, "caution": 5},
}
_LINK = re.compile(r"\{\{([a-z0-9-]+)\}\}")


def for_cuecard(corpus: Corpus, folder: Path) -> None:
    """Write `content/` of a project into *folder*."""
    site = {
        "title": "Guide",
        "description": "Exercises to measure with.",
        "base_url": BASE_ADDRESS,
        "safety": _SAFETY,
    }
    _write(folder / "content/site.yaml", json.dumps(site))
    for text in corpus.exercises:
        body = _LINK.sub(r"\1.md", text.body)
        _write(folder / f"content/exercises/{text.slug}.md", f"---\n{_yaml(text.facts)}---\n{body}")
    for text in corpus.guides:
        _write(folder / f"content/guides/{text.slug}.md", f"---\n{_yaml(text.facts)}---\n{text.body}")
    for text in corpus.routines:
        _write(folder / f"content/routines/{text.slug}.md", f"---\n{_yaml(text.facts)}---\n{text.body}")


def for_hugo(corpus: Corpus, folder: Path) -> None:
    """Write a Hugo project, with the layouts in this folder, into *folder*."""
    here = Path(__file__).with_name("hugo")
    shutil.copytree(here, folder, dirs_exist_ok=True)
    for text in corpus.exercises:
        muscles = text.facts["muscles"]
        facts = {**text.facts, "muscles": [*muscles["primary"], *muscles["secondary"]], **muscles}
        body = _LINK.sub(r"/exercises/\1/", text.body)
        _write(folder / f"content/exercises/{text.slug}.md", f"---\n{_yaml(facts)}---\n{body}")
    for text in corpus.guides:
        _write(folder / f"content/guides/{text.slug}.md", f"---\n{_yaml(text.facts)}---\n{text.body}")


def _yaml(facts: dict[str, Any]) -> str:
    """Return front matter as authors write it: one key a line, lists as items."""
    lines = []
    for key, value in facts.items():
        if isinstance(value, list) and value and key not in {"equipment", "primary", "secondary"}:
            lines += [f"{key}:", *(f"  - {json.dumps(item, ensure_ascii=False)}" for item in value)]
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
