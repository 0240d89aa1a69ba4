"""Print which items of CERT and TIDieR each routine states, and in which words: `make cert`.

CERT (Slade and others, 2016) and TIDieR (Hoffmann and others, 2014) list what a description of an exercise programme
must have so that somebody else can repeat it. For each routine there is a Markdown table with the words that state
each item. An item without words is empty. Two items ask what happened in a study, which no guide can state.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from cuecard.core.build_options import Options  # noqa: E402 - the clone's own package
from cuecard.core.diagnostics import has_errors  # noqa: E402
from cuecard.incremental.build_state import BuildState  # noqa: E402
from cuecard.library import programme  # noqa: E402
from cuecard.library.library import Library  # noqa: E402
from cuecard.parse import content_folder  # noqa: E402
from cuecard.parse.parts import Step  # noqa: E402
from cuecard.parse.routine_shape import routine_slugs  # noqa: E402
from cuecard.parse.schema import ContentFile, Exercise, Routine  # noqa: E402
from cuecard.parse.sections import ROUTINE_SECTIONS  # noqa: E402
from cuecard.site import dose_display, english  # noqa: E402
from cuecard.site.choose_labels import labels_for  # noqa: E402
from cuecard.site.labels import Labels  # noqa: E402
from cuecard.site.needs import things  # noqa: E402

_LONGEST = 160
"""Characters of a cell; what is longer is cut, as the page has it."""


class Item(Struct, frozen=True):
    """An item of a checklist, and the keys that state it: of the routine, or of its exercises."""

    number: str
    name: str
    keys: tuple[str, ...]
    """Empty for what only the report of a study can state."""


CERT = (
    Item("1", "Equipment", ("equipment",)),
    Item("2", "Who teaches it, and their training", ("taught_by",)),
    Item("3", "Alone or in a group", ("with_whom",)),
    Item("4", "Supervision", ("supervision",)),
    Item("5", "How adherence is recorded", ("keep_track",)),
    Item("6", "What helps to keep at it", ("keep_going",)),
    Item("7a", "When to progress", ("progress_when",)),
    Item("7b", "How to progress", ("progress_to", "progressions")),
    Item("8", "Each exercise in detail", ("steps",)),
    Item("9", "Exercise at home", ("at_home",)),
    Item("10", "What else belongs to it", ("besides",)),
    Item("11", "Unwanted effects", ("expect",)),
    Item("12", "Setting", ("where",)),
    Item("13", "Dose", ("dose", "schedule")),
    Item("14a", "The same for all, or tailored", ("how_chosen",)),
    Item("14b", "How it is tailored", ("how_chosen",)),
    Item("15", "Starting level", ("starting_level", "entry_test")),
    Item("16a", "How it is checked that it is done as planned", ("follow_up",)),
    Item("16b", "Whether it was done as planned", ()),
)
TIDIER = (
    Item("1", "Name, and for whom", ("title", "meant_for")),
    Item("2", "Why", ("purpose",)),
    Item("3", "Materials", ("equipment",)),
    Item("4", "Procedures", ("steps", "before", "after", "besides")),
    Item("5", "Who provides it", ("taught_by",)),
    Item("6", "How it is delivered", ("with_whom", "supervision")),
    Item("7", "Where", ("where", "at_home")),
    Item("8", "When and how much", ("schedule", "dose")),
    Item("9", "Tailoring", ("how_chosen", "starting_level", "entry_test")),
    Item("10", "Changes", ("changes",)),
    Item("11", "How adherence is planned", ("keep_track", "keep_going", "follow_up")),
    Item("12", "Whether adherence was as planned", ()),
)
CHECKLISTS = {"CERT": CERT, "TIDieR": TIDIER}


def main(words: Sequence[str] | None = None) -> int:
    """Print the tables; return 1 if `--complete` was given and an item is missing, 2 if the content has errors."""
    parser = argparse.ArgumentParser(description="print which items of CERT and TIDieR each routine states")
    parser.add_argument("routine", nargs="*", help="only these, by slug")
    parser.add_argument("--content", type=Path, default=ROOT / "content", metavar="DIR")
    parser.add_argument("--complete", action="store_true", help="exit with 1 if an item is missing")
    options = parser.parse_args(words)
    library = _library(options.content)
    if library is None:
        print(f"{options.content} has errors; see: cuecard check", file=sys.stderr)
        return 2
    unknown = [slug for slug in options.routine if slug not in library.routines]
    if unknown:
        print(f"there is no routine {', '.join(unknown)}", file=sys.stderr)
        return 2
    chosen = [library.routines[slug] for slug in options.routine or library.routines]
    for routine in chosen:
        print(report(library, routine), end="\n\n")
    missing = {routine.slug: found for routine in chosen if (found := list(missing_items(library, routine)))}
    for slug, found in missing.items():
        print(f"{slug} does not state {', '.join(found)}")
    print(f"{len(chosen)} routines, {len(missing)} with missing items")
    return 1 if options.complete and missing else 0


def report(library: Library, routine: ContentFile[Routine]) -> str:
    """Return a Markdown heading and one table for each checklist."""
    lines = [f"## {routine.facts.title}", "", f"`{routine.path}`"]
    for name, items in CHECKLISTS.items():
        lines += ["", f"| {name} | Item | Keys | Stated as |", "|---|---|---|---|"]
        for item in items:
            keys = ", ".join(f"`{key}`" for key in item.keys)
            words = stated(library, routine, item) if item.keys else "only a study can state this"
            lines.append(f"| {item.number} | {item.name} | {keys} | {_cell(words)} |")
    return "\n".join(lines)


def missing_items(library: Library, routine: ContentFile[Routine]) -> Iterator[str]:
    """Yield the items that could be stated and are not, such as "CERT 3"."""
    for name, items in CHECKLISTS.items():
        for item in items:
            if item.keys and not stated(library, routine, item):
                yield f"{name} {item.number}"


def stated(library: Library, routine: ContentFile[Routine], item: Item) -> str:
    """Return the words that state an item; empty if there are none."""
    labels = labels_for(library.site.language)
    found = (_value(labels, library, routine, key) for key in item.keys)
    return " ".join(english.sentence(words) for words in found if words)


def _value(labels: Labels, library: Library, routine: ContentFile[Routine], key: str) -> str:
    facts = routine.facts
    if key in _OF_PARTS:
        return _OF_PARTS[key](labels, library, routine)
    if key in _OF_EXERCISES:
        return _OF_EXERCISES[key](labels, library, facts)
    if key == "progress_to":
        known = library.routines.get(facts.progress_to)
        return known.facts.title if known else facts.progress_to
    value = getattr(facts, key)
    return " ".join(english.sentence(one) for one in value) if _is_list(key) else str(value)


def _is_list(key: str) -> bool:
    return key in ROUTINE_SECTIONS and ROUTINE_SECTIONS[key].is_list


def _equipment(labels: Labels, library: Library, routine: Routine) -> str:
    return labels.listed(things(labels, library, routine_slugs(routine))) or labels["equipment.none"]


def _steps(_labels: Labels, library: Library, routine: Routine) -> str:
    exercises = _exercises(library, routine)
    steps = sum(len(one.steps) for one in exercises)
    drawn = sum(bool(one.figure or one.images) for one in exercises)
    return f"{len(exercises)} exercises in {steps} steps, {drawn} of them with pictures"


def _doses(labels: Labels, library: Library, routine: ContentFile[Routine]) -> str:
    """Return the dose of each exercise, part by part; empty if one has none."""
    doses = [
        (
            library.exercises[place.entry.exercise].facts.title,
            programme.dose_of(library, part.piece.facts, place),
        )
        for part in programme.parts(routine)
        for place in part.entries
    ]
    if not all(dose for _, dose in doses):
        return ""
    said = (f"{title}: {dose_display.sentence(labels, dose)}" for title, dose in doses if dose)
    return "; ".join(dict.fromkeys(said))


def _schedule(labels: Labels, _library: Library, routine: ContentFile[Routine]) -> str:
    """Return how often the routine is done, and each part that has its own schedule."""
    said = [dose_display.schedule(labels, routine.facts.schedule)]
    said += [dose_display.schedule(labels, part.piece.facts.schedule) for part in programme.parts(routine)]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _progressions(_labels: Labels, library: Library, routine: Routine) -> str:
    harder = sum(bool(library.ladders[slug].harder) for slug in dict.fromkeys(routine_slugs(routine)))
    return f"{harder} of the exercises name a harder version" if harder else ""


def _exercises(library: Library, routine: Routine) -> list[Exercise]:
    return [library.exercises[slug].facts for slug in dict.fromkeys(routine_slugs(routine))]


_OF_EXERCISES: dict[str, Callable[[Labels, Library, Routine], str]] = {
    "equipment": _equipment,
    "steps": _steps,
    "progressions": _progressions,
}


def _warm_up(labels: Labels, library: Library, routine: ContentFile[Routine]) -> str:
    return _in_words(labels, library, routine.facts.before)


def _cool_down(labels: Labels, library: Library, routine: ContentFile[Routine]) -> str:
    return _in_words(labels, library, routine.facts.after)


def _in_words(labels: Labels, library: Library, steps: Sequence[Step]) -> str:
    """Return each step of a warm-up or cool-down as a sentence: its words or what it names, its dose, its note."""
    said: list[str] = []
    for step in steps:
        known = library.exercises.get(step.exercise) or library.routines.get(step.routine)
        words = step.do or (known.facts.title if known else step.exercise or step.routine)
        if step.dose:
            words = f"{words}: {dose_display.sentence(labels, step.dose)}"
        said += [english.sentence(one) for one in (words, step.note) if one]
    return " ".join(said)


_OF_PARTS: dict[str, Callable[[Labels, Library, ContentFile[Routine]], str]] = {
    "dose": _doses,
    "schedule": _schedule,
    "before": _warm_up,
    "after": _cool_down,
}


def _cell(words: str) -> str:
    words = words.replace("|", "\\|")
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(" ")[0] + " …"


def _library(content: Path) -> Library | None:
    """Read and link a content folder; None if it has errors."""
    options, state = Options(content=content, cache=None), BuildState()
    found = state.discover(options.content, None)
    with state.parse_settings(options) as settings:
        parsed = content_folder.read(found, base_url=None, reader=settings, raw_html=False)
    linked = state.link(parsed.parsed, parsed.vocabulary, drafts=False)
    if has_errors([*found.problems, *parsed.problems, *linked.problems]):
        return None
    return linked.library


if __name__ == "__main__":
    sys.exit(main())
