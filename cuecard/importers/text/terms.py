"""Translate muscles and equipment of other collections; unknown words are reported, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cuecard.core.budget import IMPORT_WORDS
from cuecard.importers.records import Loss
from cuecard.importers.text.sentences import plain, shortened
from cuecard.vocabulary.term import Term, Unknown
from cuecard.vocabulary.vocabulary import Vocabulary

NO_MUSCLE = "it has no muscle that Cuecard knows"


def texts(value: object) -> list[str]:
    """Return the strings of a list, or a single string as a list; anything else is empty."""
    parts = value if isinstance(value, list) else [value]
    return [text for part in parts if (text := plain(part))]


def muscles(
    primary: Iterable[str],
    secondary: Iterable[str],
    vocabulary: Vocabulary,
    name: str,
    *,
    as_written: bool = False,
) -> tuple[dict[str, list[str]], tuple[Loss, ...]]:
    """Return the value of `muscles` without empty keys, and what is lost; a muscle counts where it is first.

    Muscles have the words of our vocabulary, or stay *as_written*.
    """
    losses: list[Loss] = []
    key_of: dict[str, str] = {}
    by_key: dict[str, list[str]] = {}
    for key, words in (("primary", primary), ("secondary", secondary)):
        for n, word in enumerate(words):
            if n == IMPORT_WORDS:
                losses.append(Loss(f"left out: more than {IMPORT_WORDS} muscles", name))
                break
            term = vocabulary.muscle(word)
            if isinstance(term, Unknown):
                losses.append(Loss("left out: an unknown muscle", name, shortened(word)))
            elif term.id in key_of:
                if key_of[term.id] != key:
                    losses.append(
                        Loss("a muscle that is both primary and secondary is only primary", name, word)
                    )
            else:
                key_of[term.id] = key
                by_key.setdefault(key, []).append(word if as_written else _written(term))
    return by_key, tuple(losses)


def equipment(words: Iterable[str], vocabulary: Vocabulary, name: str) -> tuple[list[str], tuple[Loss, ...]]:
    """Return the value of `equipment`, in which unknown words are "other", as something is needed; and what is lost."""
    names: list[str] = []
    losses: list[Loss] = []
    for n, word in enumerate(words):
        if n == IMPORT_WORDS:
            losses.append(Loss(f"left out: more than {IMPORT_WORDS} pieces of equipment", name))
            break
        term = vocabulary.tool(word)
        if isinstance(term, Unknown):
            is_machine = word.casefold().endswith(" machine")
            instead = "machine" if is_machine else "other"
            term = vocabulary.tool(instead)
            losses.append(Loss(f'unknown equipment is written as "{instead}"', name, shortened(word)))
        if isinstance(term, Term):
            names.append(_written(term))
    return list(dict.fromkeys(names)), tuple(losses)


_IN_NAMES = frozenset(
    [
        "ankle-weight", "barbell", "cable", "dumbbell", "exercise-ball", "exercise-bike", "ez-bar", "foam-roller",
        "kettlebell", "long-band", "loop-band", "machine", "medicine-ball", "rings", "sled", "smith-machine",
        "suspension-trainer", "trap-bar", "treadmill",
    ]
)  # fmt: skip
"""Equipment that is needed if its word is in the name of an exercise; "step" and "chair" mean other things too."""
_AMBIGUOUS = frozenset(["band", "weight", "weights", "free weight", "roller", "loop", "belt"])
"""Words that often mean something else: the iliotibial band, the body's weight."""
_MOST_WORDS = 3


def equipment_in(name: str, vocabulary: Vocabulary) -> tuple[list[str], tuple[Loss, ...]]:
    """Return the value of `equipment` for a record without it, from its *name*, as in "Cable row"; and what is lost."""
    parts = name.split()
    equipment_names: list[str] = []
    start = 0
    while start < len(parts):
        size = 1
        for longer in range(_MOST_WORDS, 0, -1):
            words = " ".join(parts[start : start + longer]).strip(",;:()").casefold()
            term = None if words in _AMBIGUOUS else vocabulary.tool(words)
            if isinstance(term, Term) and term.id in _IN_NAMES:
                equipment_names.append(_written(term))
                size = longer
                break
        start += size
    reason = (
        "no equipment is given: taken from the name"
        if equipment_names
        else "no equipment is given: none is assumed"
    )
    return list(dict.fromkeys(equipment_names)), (Loss(reason, name),)


def _written(term: Term) -> str:
    """Return the id with spaces, as authors write it."""
    return term.id.replace("-", " ")


def without_place(raw: dict[str, object], keys: Sequence[str], name: str) -> list[Loss]:
    """Return a loss for each of *keys* with a value, as front matter has no such key."""
    return [
        Loss("fields that Cuecard does not have", name, key)
        for key in keys
        if raw.get(key) not in (None, "", [])
    ]
