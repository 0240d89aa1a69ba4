"""The house: data flows one way through three wings, and a module imports from its own level or below."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

LEVEL_0 = [
    "budget",
    "values",
    "problems",
    "urls",
    "config",
    "kept.",
    "limited",
    "locks",
    "replacing",
    "stopping",
    "workers",
    "watching",
]

# What each module or wing (a name with a dot: all that is inside) may import of the package. Its own name,
# `cuecard.__version__`, is free for all. A new module at the top needs a line here.
MAY_IMPORT = {
    "budget": [],
    "values": [],
    "problems": ["values"],
    "config": ["values"],
    "urls": ["problems"],
    "limited": ["values", "problems", "stopping"],
    "locks": [],
    "replacing": [],
    "stopping": [],
    "kept.": ["values", "locks", "replacing", "kept."],
    "workers": ["stopping"],
    "watching": [],
    "figures.": [*LEVEL_0, "figures."],
    "content.": [*LEVEL_0, "figures.", "content."],
    "publish.": [*LEVEL_0, "content.", "figures.", "publish."],
    "session": [*LEVEL_0, "content.", "figures.", "publish."],
    "checking": [*LEVEL_0, "content.", "figures.", "publish.", "session"],
    "pipeline": [*LEVEL_0, "content.", "figures.", "publish.", "session", "checking"],
    "serve.": [*LEVEL_0, "content.", "figures.", "publish.", "session", "pipeline", "prose", "serve."],
    "importing.": [*LEVEL_0, "content.", "figures.", "importing."],
    "prose": [*LEVEL_0, "content.", "figures.", "publish."],
    "authoring.": [*LEVEL_0, "figures.", "content.", "authoring."],
    "commands.": [
        *LEVEL_0,
        "content.",
        "figures.",
        "publish.",
        "pipeline",
        "serve.",
        "importing.",
        "authoring.",
        "commands.",
    ],
    "cli": ["commands."],
    "start": ["kept.", "stopping", "prose", "cli"],
    "__main__": ["start"],
}

PACKAGE = ROOT / "cuecard"


def name_of(file: Path) -> str:
    """The name that a file of the package is imported by, without `cuecard.` in front."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))}


def imports(source: str) -> Iterator[str]:
    """The modules of the package that *source* imports, anywhere in it, without `cuecard.` in front."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("cuecard.")
                for alias in node.names
                if alias.name.split(".")[0] == "cuecard"
            )
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; write it whole"
            if node.module == "cuecard":
                yield from (alias.name for alias in node.names if alias.name != "__version__")
            elif node.module and node.module.startswith("cuecard."):
                inside = node.module.removeprefix("cuecard.")
                deeper = [name for alias in node.names if (name := f"{inside}.{alias.name}") in MODULES]
                yield from deeper or [inside]


def level_of(module: str) -> str:
    """The row of the table that *module* belongs to."""
    top = module.split(".", maxsplit=1)[0]
    return f"{top}." if f"{top}." in MAY_IMPORT else top


def is_allowed(module: str, imported: str) -> bool:
    """Whether the table lets *module* import *imported*."""
    return level_of(imported) in MAY_IMPORT[level_of(module)]


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__init__"])
def test_a_module_imports_from_its_own_level_or_below(module: str) -> None:
    """Every import of a module, those inside functions too, is one that its level allows."""
    assert level_of(module) in MAY_IMPORT, "a new module at the top of the package needs a level here"
    wrong = [name for name in imports(MODULES[module]) if not is_allowed(module, name)]
    assert wrong == []


def test_the_package_itself_imports_nothing_of_its_own() -> None:
    """`import cuecard` loads no module but that one, so that telling the version stays instant."""
    assert list(imports(MODULES["__init__"])) == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    """Inside a wing too, each module can be read before those that use it."""
    graph = {module: set(imports(source)) for module, source in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_only_the_front_doors_import_the_command_line() -> None:
    """`cuecard.cli` is imported by `start` alone, and that by `__main__` and `build.py`, which import nothing else."""
    assert [name for name, source in MODULES.items() if "cli" in imports(source)] == ["start"]
    assert [name for name, source in MODULES.items() if "start" in imports(source)] == ["__main__"]
    assert list(imports((ROOT / "build.py").read_text(encoding="utf-8"))) == ["start"]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("problems", "import cuecard.urls"),
        ("urls", "from cuecard.config import Options"),
        ("content.schema", "from cuecard.publish import views"),
        ("content.schema", "def late():\n    from cuecard import pipeline"),
        ("figures.pose", "from cuecard.content.schema import Exercise"),
        ("publish.pages", "from cuecard.pipeline import build"),
        ("pipeline", "from cuecard.cli import run"),
        ("serve.server", "import cuecard.cli as front"),
    ],
)
def test_the_table_refuses_an_arrow_that_points_up(module: str, line: str) -> None:
    """However an import is written, one that points up is seen and refused."""
    assert [is_allowed(module, name) for name in imports(line)] == [False]
