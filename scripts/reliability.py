"""Renew the table of docs/reliability.md: run the tests that record figures, and add the figures up.

A test records a figure with pytest's `record_property`. `make reliability` sets CUECARD_SOAK=1, for tests at full size.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import markdown_table

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
ROWS: Mapping[str, str] = {
    "faults tried": "runs that were killed or refused a step, or found something else instead of a file",
    "kills survived": "of these, those killed before a step or halfway through a write",
    "attack strings": "texts that are meant to do harm",
    "places attacked": "keys, at any depth, that such a text was put into",
    "bodies attacked": "bodies that such a text was put into, in several kinds of markup",
    "fuzzed inputs": "random texts; each one is understood, or reported as a problem",
    "records imported": "rows and documents imported from other programs",
}
"""By what is counted, its description."""
TABLE = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)


def main() -> int:
    """Run the tests, and put their figures into the page, unless one of them fails."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "figures.xml")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "auto",
            "-m",
            "figures",
            "-o",
            "junit_family=xunit1",
            f"--junitxml={report}",
        ]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own tests
        if code:
            return code
        figures = added(report.read_text("utf-8"))
    unknown = figures.keys() - ROWS.keys()
    if unknown:
        print(
            f"ROWS in {Path(__file__).name} has no description of: {', '.join(unknown)}",
            file=sys.stderr,
        )
        return 1
    size = "full size (`make reliability`)" if "CUECARD_SOAK" in os.environ else "the size of `make test`"
    text = PAGE.read_text("utf-8")
    PAGE.write_text(TABLE.sub(lambda _: table(figures, size), text), "utf-8")
    print(table(figures, size))
    return 0


def added(report: str) -> Counter[str]:
    """Return the sum of each figure over all tests, from the XML *report* of pytest."""
    figures: Counter[str] = Counter()
    for one in ET.fromstring(report).iter("property"):  # noqa: S314 - pytest wrote it just now
        figures[one.attrib["name"]] += int(one.attrib["value"])
    return figures


def table(figures: Mapping[str, int], size: str) -> str:
    """Return the figures as Markdown."""
    rows = [(name, f"{figures[name]:,}", ROWS[name]) for name in ROWS if name in figures]
    head = ("Counted", "Figure", "What it is")
    return f"At {size}:\n\n{markdown_table.table(head, rows)}\n"


if __name__ == "__main__":
    sys.exit(main())
