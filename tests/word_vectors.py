"""What each table makes of doses, and of a count in each plural class: `tests/vectors/words.json`.

`python tests/word_vectors.py` renews it, for `git diff` to show.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cuecard.core.language_marks import as_isolates  # noqa: E402
from cuecard.dose import Dose, sentence  # noqa: E402
from cuecard.languages import tables  # noqa: E402
from cuecard.site.choose_labels import labels_for  # noqa: E402
from cuecard.site.language_page import DOSES  # noqa: E402

FILE = ROOT / "tests/vectors/words.json"
COUNTS = ("0", "1", "2", "3", "5", "11", "12", "21", "22", "100", "1000000")
"""Whole numbers that have between them every plural category of every table."""


def vectors() -> dict[str, Any]:
    """Return by table the doses of `DOSES` and the counts of exercises."""
    return {name: {"counts": _counts(name), "doses": _doses(name)} for name in tables.all_tables()}


def _counts(name: str) -> dict[str, str]:
    labels = labels_for(name)
    return {number: labels.phrases.say("count.exercise", n=number) for number in COUNTS}


def _doses(name: str) -> list[str]:
    words = labels_for(name).doses
    assert words is not None
    return [as_isolates(sentence(Dose.model_validate(facts), words)) for facts in DOSES]


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
