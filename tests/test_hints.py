"""Hints that say exactly what to type are followed, and must not lead to the next error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites
from test_cases import ALL, TODAY, Case

from cuecard.build import check_content
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Problem, Severity

_DID_YOU_MEAN = re.compile(r'did you mean "([^"]+)"\?(?: allowed: .*)?')
_FACT = re.compile(r'write "(([a-z_]+): [^"]+)"')
_LIST = re.compile(r"write (\[[^\]]+\])")
_KEY_AND_VALUE = re.compile(r"write ((?:- )*([a-z_]+): (?!\{\}).+)")
_QUOTED = re.compile(r"""write ("[^"]+"|'.+')""")
_DELETE = re.compile(r"delete it")


def followed(line: str, problem: Problem) -> str | None:
    """Return *line* as the hint of *problem* says; None if the hint leaves open what to type."""
    start, end = problem.column - 1, problem.column - 1 + problem.width
    if match := _DID_YOU_MEAN.fullmatch(problem.hint):
        words = line[start:end]
        named = [one for one in re.findall(r'"([^"]+)"', problem.message) if words.count(one) == 1]
        if named and named[-1] != words:
            return line[:start] + words.replace(named[-1], match[1]) + line[end:]
        colon = ":" if words.endswith(":") else ""
        quote = words[0] if words[:1] in {'"', "'"} else ""
        if problem.code.startswith("dead-") and not quote:
            return line[:start] + match[1] + line[end:] if " " not in match[1] else None
        return line[:start] + quote + match[1] + quote + colon + line[end:]
    if match := _KEY_AND_VALUE.fullmatch(problem.hint):
        key = re.search(rf"(?:- )*{match[2]}:", line)
        return line[: key.start()] + match[1] if key and "{" not in line[: key.start()] else None
    if (match := _FACT.fullmatch(problem.hint)) and problem.code != "missing-key":
        fact = re.search(rf"\b{match[2]}: [^,}}]*", line)
        return line[: fact.start()] + match[1] + line[fact.end() :] if fact and "[" not in fact[0] else None
    if match := _LIST.fullmatch(problem.hint):
        return line[:start] + match[1] + line[end:]
    if match := _QUOTED.fullmatch(problem.hint):
        if problem.code == "text-expected":
            item = re.match(r" *(?:- |[a-z_]+: )?", line)
            return line[: item.end()] + match[1] if item and "{" not in line and "[" not in line else None
        return line[:start] + match[1].strip("\"'") + line[end:] if problem.code == "bad-slug" else None
    if _DELETE.fullmatch(problem.hint) and problem.code in ("control-character",):
        return line[:start] + line[end:]
    return None


def errors(folder: Path) -> list[Problem]:
    """Return what a build of *folder* reports."""
    result = check_content.check(Options(content=folder / "content", cache=None, date=TODAY))
    return [problem for problem in result.problems if problem.severity is Severity.ERROR]


WITH_HINTS = [
    case
    for case in ALL
    if any(one.hint and re.match(r"did you mean|write |delete it", one.hint) for one in case.expected)
]


@pytest.mark.parametrize("case", WITH_HINTS, ids=[f"{case.place} {case.title}" for case in WITH_HINTS])
def test_a_hint_that_is_followed_works(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a hint says what to type, the problem is gone, and no other error takes its place in that line."""
    monkeypatch.chdir(tmp_path)
    sites.put(tmp_path / "content", case.files)
    for problem in errors(tmp_path):
        file = Path(problem.path)
        if not problem.excerpt or not file.is_file():
            continue
        before = file.read_bytes()
        lines = re.split(r"(?<=\n)", before.decode("utf-8", errors="replace"))
        old = lines[problem.line - 1].rstrip("\r\n")
        new = followed(old, problem)
        if new is None:
            continue
        lines[problem.line - 1] = lines[problem.line - 1].replace(old, new, 1)
        file.write_bytes("".join(lines).encode())
        after = [one for one in errors(tmp_path) if (one.path, one.line) == (problem.path, problem.line)]
        others = {one.code for one in errors(tmp_path)} & {"yaml", "unclosed-front-matter", "indent"}
        file.write_bytes(before)
        assert problem.code not in [one.code for one in after if one.column == problem.column], (
            old,
            new,
            after,
        )
        assert not others or problem.code in others, (old, new, others)
