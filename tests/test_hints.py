"""Hints that say exactly what to type are followed, and must not lead to the next error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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


def problems(folder: Path) -> list[Problem]:
    """Return what a build of *folder* reports."""
    return list(check_content.check(Options(content=folder / "content", cache=None, date=TODAY)).problems)


def errors(folder: Path) -> list[Problem]:
    """Return the errors alone."""
    return [problem for problem in problems(folder) if problem.severity is Severity.ERROR]


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


# --- warnings ---------------------------------------------------------------------------------------------


def written(problem: Problem, form: str = r'write "?([^"]*)"?') -> str:
    """Return the words that a hint says to write."""
    match = re.search(form, problem.hint)
    assert match, problem.hint
    return match[1]


_BEGINS = 'begins with "(.*)"'


def escaped(line: str, problem: Problem) -> str:
    """Return *line* with a backslash before the tag."""
    at = line.index("<", max(0, problem.column - 2))
    return line[:at] + "\\" + line[at:]


def instead(line: str, problem: Problem, new: str) -> str:
    """Return *line* with *new* in place of what the problem is about."""
    start = problem.column - 1
    return line[:start] + new + line[start + problem.width :]


def in_quotes(line: str, problem: Problem) -> str:
    """Return *line* with the sentence that the hint names in quotation marks."""
    sentence = written(problem, 'write "([^"]+)"')
    return line.replace(sentence, f'"{sentence}"', 1)


FOLLOWED: Mapping[str, Callable[[str, Problem], str]] = {
    "box-not-opened": lambda line, _: '!!! note "Title"\n    Text.',
    "box-title": lambda line, one: f'!!! note "{written(one)}"',
    "box-without-text": lambda line, _: line + "\n    Text.",
    "broad-muscle": lambda line, one: instead(line, one, written(one, 'write "([^"]+)"')),
    "class-left-out": lambda line, one: line.replace("{.row-title}", "", 1),
    "definition-in-paragraph": lambda line, _: "\n" + line,
    "extra-cell": lambda line, _: line.replace("2 | not", "2 \\| not"),
    "fence-not-closed": lambda line, _: line + "\ncode\n```",
    "fence-words": lambda line, _: "```",
    "heading-without-space": lambda line, _: re.sub("^(#+)", r"\1 ", line),
    "link-without-words": lambda line, _: line.replace("[](", "[words]("),
    "markdown-in-fact": lambda line, one: instead(line, one, one.hint.removeprefix("write ")),
    "picture-without-alt": lambda line, _: re.sub(r"!\[ *\]", "![what it shows]", line),
    "raw-html": lambda line, one: escaped(line, one) if "\\<" in one.hint else line,
    "rung-in-words": lambda line, one: re.sub("- .*", one.hint.removeprefix("write "), line),
    "second-definition": lambda line, _: "",
    "split-sentence": in_quotes,
    "stars-beside-word": lambda line, _: re.sub(r"(\*+)(\d)", r"\1 \2", line),
    "stars-not-closed": lambda line, _: line.replace("bold* ", "bold** "),
    "tag-not-closed": escaped,
    "tag-not-opened": escaped,
    "undefined-footnote": lambda line, one: f"{line}\n\n{written(one, _BEGINS)}A note.",
    "undefined-reference": lambda line, _: re.sub(r"\]\[\w*\]", "](https://a.example/)", line),
    "unused-definition": lambda line, _: "",
}
"""By the code of a warning, the line after its hint was followed."""
WITH_WARNINGS = [
    case for case in ALL if {one.code for one in case.expected if one.severity == "warning"} & FOLLOWED.keys()
]


@pytest.mark.parametrize("case", WITH_WARNINGS, ids=[f"{case.place} {case.title}" for case in WITH_WARNINGS])
def test_a_hint_of_a_warning_works(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The warning is gone, and nothing else takes its place, in that line or elsewhere."""
    monkeypatch.chdir(tmp_path)
    sites.put(tmp_path / "content", case.files)
    at_first = problems(tmp_path)
    known = {(one.path, one.code, one.message) for one in at_first}
    for problem in at_first:
        if problem.severity is not Severity.WARNING or problem.code not in FOLLOWED:
            continue
        file = Path(problem.path)
        before = file.read_text(encoding="utf-8")
        lines = before.split("\n")
        old = lines[problem.line - 1]
        lines[problem.line - 1] = FOLLOWED[problem.code](old, problem)
        if lines[problem.line - 1] == old:
            continue
        file.write_text("\n".join(lines), encoding="utf-8")
        after = problems(tmp_path)
        file.write_text(before, encoding="utf-8")
        said = [(one.path, one.line, one.column) for one in after if one.code == problem.code]
        assert (problem.path, problem.line, problem.column) not in said, (old, lines[problem.line - 1])
        others = [
            one
            for one in after
            if (one.path, one.code, one.message) not in known
            and (one.path, one.line, one.code) != (problem.path, problem.line, problem.code)
        ]
        assert not others, (old, lines[problem.line - 1], others)


def test_hints_of_each_kind_of_warning_are_followed() -> None:
    """Each warning of the table is somewhere in the corpus."""
    assert {one.code for case in ALL for one in case.expected} >= FOLLOWED.keys()
