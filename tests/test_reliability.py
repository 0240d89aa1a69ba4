"""docs/reliability.md: its table has a row for each figure that tests record, and the tests that it names are there."""

from __future__ import annotations

import re
import sys

from conftest import ROOT

sys.path.append(str(ROOT / "scripts"))

import reliability as script

PAGE = script.PAGE.read_text(encoding="utf-8")
SOURCES = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("test_*.py")}
RECORDED = {name for text in SOURCES.values() for name in re.findall(r'record_property\(\s*"([^"]+)"', text)}


def test_each_row_is_recorded_by_a_test_and_each_record_has_a_row() -> None:
    """A figure of the table comes from tests, and every kind of figure that tests record is reported on the page."""
    rows = re.findall(r"^\| ([a-z ]+) \| ([\d,]+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [name for name, _, _ in rows] == [name for name in script.ROWS if name in RECORDED]
    assert RECORDED - script.ROWS.keys() == set()
    assert [what for _, _, what in rows] == [script.ROWS[name] for name, _, _ in rows]
    assert all(int(figure.replace(",", "")) for _, figure, _ in rows)


def test_the_page_says_at_what_size() -> None:
    """The table is between its marks, as the command writes it, and says how large the tests were."""
    [table] = script.TABLE.findall(PAGE)
    assert table.startswith(("At full size (`make reliability`):\n", "At the size of `make test`:\n"))


def test_tests_that_the_page_names_are_there() -> None:
    """Where the page says how something is tested, it names a file of tests."""
    named = re.findall(r"`tests/(\w+\.py)`", PAGE)
    assert named
    assert set(named) <= SOURCES.keys()


def test_tests_that_hold_off_the_attacks_are_there() -> None:
    """Each row of attacks says what is guaranteed, and names tests that are in the files that it names before them."""
    rows = re.findall(r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, *_ in rows] == [*range(1, 15)]
    for *_, tests in rows:
        files = re.split(r"`tests/(\w+\.py)`", tests)
        assert len(files) > 1
        for file, names in zip(files[1::2], files[2::2], strict=True):
            for name in re.findall(r"`(test_\w+)`", names):
                assert f"\ndef {name}(" in SOURCES[file]


def test_figures_are_added_up() -> None:
    """Each figure is the sum over all tests that record it, and only what was recorded has a row."""
    one = '<testcase><properties><property name="faults tried" value="{}"/></properties></testcase>'
    figures = script.added(f"<testsuites>{one.format(1200)}{one.format(34)}</testsuites>")
    assert figures == {"faults tried": 1234}
    [row] = script.table(figures, "a size").split("|---|---|---|\n")[1].splitlines()[:-1]
    assert row == f"| faults tried | 1,234 | {script.ROWS['faults tried']} |"
