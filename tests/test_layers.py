"""Layers: data flows one way, and a module imports from its own package or from a lower floor."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

FLOORS = (
    ("core",),
    ("system",),
    ("cache",),
    ("output", "vocabulary", "figures", "dose", "languages", "markdown"),
    ("parse",),
    ("library", "importers"),
    ("lint", "authoring", "media"),
    ("site",),
    ("incremental",),
    ("build",),
    ("serve",),
    ("cli",),
)
"""The packages from the lowest floor up. A module imports from its own package and from lower floors. Its own name,
`cuecard.__version__`, is free for all."""

FLOOR = {package: number for number, packages in enumerate(FLOORS) for package in packages}

PACKAGE = ROOT / "cuecard"


def name_of(file: Path) -> str:
    """Return the name that a file of the package is imported by, without `cuecard.` in front."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))}


def imports(source: str) -> Iterator[str]:
    """Yield the modules of the package that *source* imports, anywhere in it, without `cuecard.` in front."""
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


def package_of(module: str) -> str:
    """Return the package that *module* belongs to."""
    return module.partition(".")[0]


def is_allowed(module: str, imported: str) -> bool:
    """Return whether *module* may import *imported*: from its own package, or from a lower floor."""
    own, other = package_of(module), package_of(imported)
    return own == other or FLOOR[other] < FLOOR[own]


@pytest.mark.parametrize("module", [name for name in MODULES if name not in {"__init__", "__main__"}])
def test_a_module_imports_from_its_own_package_or_a_lower_floor(module: str) -> None:
    """Every import of a module, those inside functions too, is one that its floor allows."""
    assert package_of(module) in FLOOR, "a new package needs a floor here"
    assert [name for name in imports(MODULES[module]) if not is_allowed(module, name)] == []


@pytest.mark.parametrize("package", FLOOR)
def test_a_package_says_what_it_is_for(package: str) -> None:
    """Its docstring says what it holds, what comes in and out, and what it must never do."""
    said = ast.get_docstring(ast.parse((PACKAGE / package / "__init__.py").read_text("utf-8"))) or ""
    assert said.count(".") >= 3
    assert "never" in said


def test_no_folder_has_a_name_that_says_nothing() -> None:
    """A drawer called `utils` has no duty."""
    names = {part for file in PACKAGE.rglob("*") for part in file.relative_to(PACKAGE).with_suffix("").parts}
    assert names.isdisjoint({"utils", "util", "helpers", "helper", "common", "misc", "tools"})


def test_the_package_itself_imports_nothing_of_its_own() -> None:
    """`import cuecard` loads no module but that one, so that telling the version stays instant."""
    assert list(imports(MODULES["__init__"])) == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    """Inside a package too, each module can be read before those that use it."""
    graph = {module: set(imports(source)) for module, source in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_only_the_front_doors_import_the_command_line() -> None:
    """`cli.entry` is imported by `__main__` and `build.py` alone, and is the only one to import `cli.dispatch`."""
    importers = {
        name: [module for module, source in MODULES.items() if name in imports(source)]
        for name in ("cli.dispatch", "cli.entry")
    }
    assert importers == {"cli.dispatch": ["cli.entry"], "cli.entry": ["__main__"]}
    assert list(imports((ROOT / "build.py").read_text(encoding="utf-8"))) == ["cli.entry"]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("core.urls", "from cuecard.system import locks"),
        ("parse.schema", "from cuecard.site import views"),
        ("parse.schema", "def late():\n    from cuecard.build import recipe"),
        ("figures.pose", "from cuecard.parse.schema import Exercise"),
        ("figures.pose", "import cuecard.dose"),
        ("site.plan", "from cuecard.build.recipe import build"),
        ("build.recipe", "from cuecard.cli.dispatch import run"),
        ("serve.server", "import cuecard.cli.dispatch as front"),
    ],
)
def test_an_import_from_a_higher_floor_is_refused(module: str, line: str) -> None:
    """However an import is written, one from a higher floor is seen and refused."""
    assert [is_allowed(module, name) for name in imports(line)] == [False]
