"""The corpus of faulty content in `tests/cases`: every problem at its place, and nothing else reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sites

from cuecard.build import check_content
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Problem, Severity

CASES = Path(__file__).with_name("cases")
ADVICE = "advice"
"""The file of cases in which advice is reported too."""
TODAY = date(2026, 11, 22)
USUAL_FILE = "exercises/squat.md"
USUAL_SITE = b"title: Strong knees\nsafety: {stop_if: [The pain is sharp.]}\n"

_PROBLEM = re.compile(
    r"(?:(?P<path>\S.*?):)?(?P<line>\d+):(?P<column>\d+) (?:(?P<severity>warning|note) )?(?P<code>[a-z0-9-]+)"
    r"(?:: (?P<message>.*))?"
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([trn\\]))")


@dataclass(frozen=True, slots=True)
class Expected:
    """A problem as a case lists it."""

    path: str
    line: int
    column: int
    severity: str
    code: str
    message: str | None
    """None where the case leaves it open."""
    hint: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the corpus."""

    place: str
    """File and line, to find it by."""
    title: str
    files: dict[str, bytes]
    expected: list[Expected]


def cases_in(file: Path) -> Iterator[Case]:
    """Yield the cases of one file, in their order; see the README beside it for the form."""
    parts = re.split(r"(?m)^\.\n", file.read_text(encoding="utf-8"))
    assert len(parts) % 3 == 1, f"{file.name}: a full stop on a line of its own is missing"
    assert not parts[-1].strip(), f"{file.name}: after the last case stands {parts[-1]!r}"
    line = 1
    for head, given, answers in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
        title = head.rstrip("\n").rsplit("\n", 1)[-1]
        yield Case(
            f"{file.stem}:{line + head.count(chr(10)) - 1}", title, files_in(given), expected_in(answers)
        )
        line += sum(part.count("\n") + 1 for part in (head, given, answers))


def files_in(given: str) -> dict[str, bytes]:
    """Return the files of a case by path."""
    if not given.startswith(">>> "):
        given = f">>> {USUAL_FILE}\n{given}"
    files = {"site.yaml": USUAL_SITE}
    for part in re.split(r"(?m)^>>> ", given)[1:]:
        head, _, text = part.partition("\n")
        path, _, how = head.partition(" ") if head.endswith((" raw", " absent")) else (head, "", "")
        if how == "absent":
            files.pop(path)
        else:
            files[path] = unescaped(text) if how == "raw" else text.encode()
    return files


def unescaped(text: str) -> bytes:
    """Return the bytes that a raw text stands for."""
    whole = text.replace("\n", "")
    content, start = b"", 0
    for match in _ESCAPE.finditer(whole):
        byte, char, letter = match.groups()
        content += whole[start : match.start()].encode()
        if byte:
            content += bytes([int(byte, 16)])
        else:
            content += (
                chr(int(char, 16)) if char else {"t": "\t", "r": "\r", "n": "\n", "\\": "\\"}[letter]
            ).encode()
        start = match.end()
    return content + whole[start:].encode()


def expected_in(answers: str) -> list[Expected]:
    """Return the problems that a case expects."""
    expected = []
    for line, hint in re.findall(r"(?m)^(\S.*)\n(?: +(= .*)\n)?", answers):
        match = _PROBLEM.fullmatch(line)
        assert match, f"{line!r} is no problem; see tests/cases/README.md"
        path, severity = match["path"] or USUAL_FILE, match["severity"] or "error"
        expected.append(
            Expected(
                path,
                int(match["line"]),
                int(match["column"]),
                severity,
                match["code"],
                match["message"],
                hint.removeprefix("= ") if hint else None,
            )
        )
    return expected


def as_expected(problem: Problem, like: Expected | None) -> str:
    """Return *problem* in the form of the cases; message and hint only where *like* has them, or is missing."""
    path = problem.path.removeprefix("content/")
    text = "" if path == USUAL_FILE else f"{path}:"
    severity = "" if problem.severity is Severity.ERROR else f"{problem.severity} "
    text += f"{problem.line}:{problem.column} {severity}{problem.code}"
    if like is None or like.message is not None:
        text += f": {problem.message}"
    if problem.hint and (like is None or like.hint is not None):
        text += f"\n    = {problem.hint}"
    return text


def as_text(expected: Expected) -> str:
    """Return an expected problem in the same form, to be compared."""
    severity = Severity(expected.severity)
    hint = expected.hint or ""
    problem = Problem(
        expected.path, expected.line, expected.column, expected.code, expected.message or "", hint, severity
    )
    return as_expected(problem, expected)


ALL = [case for file in sorted(CASES.glob("*.md")) if file.name != "README.md" for case in cases_in(file)]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.place} {case.title}" for case in ALL])
def test_every_problem_of_a_case_is_reported_at_its_place(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The problems of a faulty folder are those of the case and no other, each with the line it is on."""
    monkeypatch.chdir(tmp_path)
    sites.put(tmp_path / "content", case.files)
    run_check = (
        check_content.check_with_advice if case.place.startswith(f"{ADVICE}:") else check_content.check
    )
    problems = run_check(Options(content=Path("content"), cache=None, date=TODAY)).problems
    likes = [*case.expected, *[None] * len(problems)]
    reported = [as_expected(problem, like) for problem, like in zip(problems, likes, strict=False)]
    assert "\n".join(reported) == "\n".join(map(as_text, case.expected))
    for problem in problems:
        if problem.excerpt:
            text = Path(problem.path).read_bytes().decode("utf-8-sig", errors="replace")
            line = re.split(r"\r\n|\r|\n", text)[problem.line - 1]
            assert problem.excerpt == line
            assert 1 <= problem.column <= len(line) + 1
            assert problem.width <= max(1, len(line) - problem.column + 1)


def test_the_corpus_has_the_promised_size_and_no_title_twice() -> None:
    """There are at least sixty faulty inputs, each with a title of its own."""
    assert len([case for case in ALL if case.expected]) >= 60
    titles = [case.title for case in ALL]
    assert sorted(set(titles)) == sorted(titles)
