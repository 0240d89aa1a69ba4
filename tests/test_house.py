"""The code as a stranger finds it: short modules and functions, and plain technical English."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from conftest import ROOT

MOST_LINES = 350
"""Of a module of the program, a script or a benchmark."""
MOST_LINES_OF_FUNCTION = 50
SAYS_WHY = re.compile(r"\blong\b.*\bbecause\b|\bbecause\b.*\blong\b", re.DOTALL)
"""The docstring of a module or function that reads better as a whole than its parts would."""

OLD_WORDS = (
    "told", "untold", "mend", "mends", "mended", "anew", "reckon", "reckons", "reckoned", "heard", "shelf",
    "astray", "parted", "film", "films",
)  # fmt: skip
"""Words of the dialect that the program was first written in; CONTRIBUTING.md says what to write instead."""
_OLD = re.compile(rf"(?<![^\W_])(?:{'|'.join(OLD_WORDS)})(?![^\W_])", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]*`|\"[^\"\n]*\"")
"""Code and quoted words in a docstring or a comment."""
NOT_YET: tuple[str, ...] = ()
"""Parts that still have such words, and may have long modules; their names are asked for in other modules too."""

PROGRAM = [
    ROOT / "build.py",
    *(
        file
        for folder in ("cuecard", "scripts", "benchmarks")
        for file in sorted((ROOT / folder).rglob("*.py"))
    ),
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def too_long(source: str) -> Iterator[str]:
    """Yield each module or function in *source* that is too long and does not say why."""
    tree = ast.parse(source)
    lines = source.count("\n")
    if lines > MOST_LINES and not SAYS_WHY.search(ast.get_docstring(tree) or ""):
        yield f"a module of {lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES_OF_FUNCTION and not SAYS_WHY.search(ast.get_docstring(node) or ""):
                yield f"{node.name}: {lines} lines"


def old_words(source: str) -> Iterator[str]:
    """Yield each old word in the names, docstrings and comments of *source*, with its line.

    Other strings, quoted words and attributes, whose names another module may choose, do not count.
    """
    docstrings = {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_prose = token.type == tokenize.COMMENT or (
            token.type == tokenize.STRING and token.start[0] in docstrings
        )
        is_name = token.type == tokenize.NAME and before != "."
        text = _QUOTED.sub("", token.string.strip('"')) if is_prose else token.string if is_name else ""
        yield from (f"line {token.start[0]}: {match[0]}" for match in _OLD.finditer(text))
        before = token.string


def checked(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each of *files* that the tests hold already."""
    for file in files:
        path = file.relative_to(ROOT).as_posix()
        if not path.startswith(NOT_YET) and file != Path(__file__):
            yield path, file.read_text("utf-8")


def test_modules_and_functions_are_short() -> None:
    """A module has at most 350 lines, a function 50, or a docstring that says why it is long."""
    assert [f"{path}: {one}" for path, source in checked(PROGRAM) for one in too_long(source)] == []


def test_names_and_docstrings_are_in_plain_english() -> None:
    """Names, docstrings and comments have none of the old words."""
    suspects = [(path, source) for path, source in checked([*PROGRAM, *TESTS]) if _OLD.search(source)]
    assert [f"{path}, {one}" for path, source in suspects for one in old_words(source)] == []


def test_documents_are_in_plain_english() -> None:
    """The text of a document has none of the old words, outside of code and quotation marks."""
    found = []
    for path, text in checked(DOCS):
        prose = _QUOTED.sub("", re.sub(r"^(```+).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL))
        found += [f"{path}: {word}" for word in _OLD.findall(prose)]
    assert found == []


def test_documents_name_modules_that_exist() -> None:
    """Each module that a document names in code is in the clone; NAME stands for a new one."""
    modules = {file.name for file in (*PROGRAM, *TESTS)} | {"utils.py"}
    named = [
        (path, name)
        for path, text in checked(DOCS)
        for name in re.findall(r"`(?:[\w-]+/)*([\w-]+\.py)`", text)
        if "NAME" not in name
    ]
    assert [f"{path}: {name}" for path, name in named if name not in modules] == []


def test_what_is_long_or_in_old_words_is_found() -> None:
    """The tests above look for the right things: a docstring may explain a length, and code may quote a word."""
    long_body = "\n".join(["    pass"] * MOST_LINES_OF_FUNCTION)
    assert list(too_long(f"def f():\n{long_body}\n")) == ["f: 51 lines"]
    assert list(too_long(f'def f():\n    """One long loop, because it is fast."""\n{long_body}\n')) == []
    assert list(too_long("x = 1\n" * (MOST_LINES + 1))) == ["a module of 351 lines"]
    assert list(old_words("is_told = 1  # a shelf\n")) == ["line 1: told", "line 1: shelf"]
    assert list(old_words('"""What `told` holds, and "films"."""\nx = pose.told + "film.mp4"\n')) == []
