"""Write the tables of words in docs/handbook/words.md from the vocabulary: `make words`.

Each table is between two comments, `<!-- words: NAME -->` and `<!-- /words -->`. The text around them is written by
hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from markdown_table import table

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from cuecard.parse.fields import Level, Position  # noqa: E402 - the clone's own package
from cuecard.site.labels import ENGLISH  # noqa: E402
from cuecard.vocabulary.additions import load_builtin  # noqa: E402
from cuecard.vocabulary.term import Kind, Term  # noqa: E402

PAGE = ROOT / "docs" / "handbook" / "words.md"
LEVELS: Mapping[str, str] = {
    "beginner": "suitable for everybody who is allowed to exercise",
    "intermediate": "needs some practice, strength or balance",
    "advanced": "for people who find the other levels easy",
}
"""What each level means. The vocabulary has no text for it."""
_TABLE = re.compile(r"(<!-- words: (\w+) -->\n).*?(<!-- /words -->)", re.DOTALL)
_OTHER = "Other words that you can write"


def main() -> None:
    """Renew the tables in the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE)


def renewed(text: str) -> str:
    """Return *text* with each table replaced by the current one.

    Raises:
        KeyError: if a comment names a table that does not exist.

    """
    current = tables()
    return _TABLE.sub(lambda match: f"{match[1]}\n{current[match[2]]}\n{match[3]}", text)


def tables() -> dict[str, str]:
    """Return every table as Markdown, by its name in the page."""
    words = load_builtin()
    muscles = words.muscles.values()
    groups = [term for term in muscles if term.kind is Kind.UMBRELLA]
    anatomical = ("Id", "Everyday name", "Anatomical name", _OTHER)
    members = ("Id", "Everyday name", "Means", _OTHER)
    return {
        "muscles": table(anatomical, (_anatomical(term) for term in muscles if term.kind is Kind.MUSCLE)),
        "groups": table(members, (_members(term) for term in groups if not term.note)),
        "regions": table(members, (_members(term) for term in groups if term.note)),
        "structures": table(
            anatomical, (_anatomical(term) for term in muscles if term.kind is Kind.STRUCTURE)
        ),
        "equipment": table(
            ("Id", "Everyday name", "Works as well at home", _OTHER),
            (_row(term, term.note) for term in words.equipment.values()),
        ),
        "levels": table(("`level`", "Meaning"), ((f"`{level}`", LEVELS[level]) for level in Level)),
        "positions": table(
            ("`position`", "Readers see"),
            ((f"`{position}`", ENGLISH.text(f"position.{position}")) for position in Position),
        ),
    }


def _row(term: Term, third: str) -> tuple[str, ...]:
    return f"`{term.id}`", term.name, third, ", ".join(term.synonyms)


def _anatomical(term: Term) -> tuple[str, ...]:
    return _row(term, term.anatomical)


def _members(term: Term) -> tuple[str, ...]:
    return _row(term, ", ".join(term.members))


if __name__ == "__main__":
    main()
