"""The clone itself: what is committed, and what its files promise one another."""

import os
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import cuecard

IS_CHECKOUT = (ROOT / ".git").exists() and shutil.which("git") is not None
PASSED_OVER = re.compile(r"\.git|\.venv|build|dist|\.hypothesis|.*(cache|cache__|\.egg-info)")

# Put together here, so that this file does not hold them.
REGISTRIES = [
    ".".join(name)
    for name in [
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("".join(("python", "hosted")), "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("proxy", "golang", "org"),
    ]
]
MACHINE_PATHS = [
    "/" + "/".join(path) + "/" for path in [("work",), ("root",), ("opt", "wheels"), ("opt", "pypi")]
]
FOREIGN = re.compile(
    "|".join(
        [rf"\b{re.escape(host)}\b" for host in REGISTRIES]
        + [rf"(?<![\w.~-]){path}" for path in MACHINE_PATHS]
    )
)


@cache
def committed() -> tuple[str, ...]:
    """Return the paths of all files that are committed or about to be; outside a checkout, of what looks so."""
    if IS_CHECKOUT:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        result = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
        )
        return tuple(sorted({path for path in result.stdout.split("\0") if path and (ROOT / path).is_file()}))
    found = ["site/.gitignore"]
    for folder, folders, names in os.walk(ROOT):
        inside = Path(folder).relative_to(ROOT)
        folders[:] = [
            name for name in folders if not PASSED_OVER.fullmatch(name) and inside / name != Path("site")
        ]
        found += [(inside / name).as_posix() for name in names]
    return tuple(sorted(found))


def project() -> dict[str, Any]:
    """pyproject.toml, read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def group(name: str) -> list[Requirement]:
    """Return a dependency group with the groups that it includes; "project" for the program's own dependencies."""
    read = project()
    if name == "project":
        return [Requirement(line) for line in read["project"]["dependencies"]]
    wanted = []
    for line in read["dependency-groups"][name]:
        wanted += [Requirement(line)] if isinstance(line, str) else group(line["include-group"])
    return wanted


def pins(path: str) -> dict[str, tuple[str, list[str]]]:
    """Return the version and the hashes of each package in a requirement file."""
    text = (ROOT / path).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, tuple[str, list[str]]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            named = re.match(r"([\w.-]+)==([\w.+!-]+)(?= |$)", line)
            assert named, f"{path} has a line that pins nothing: {line[:80]}"
            found[canonicalize_name(named[1])] = named[2], re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line)
    return found


# --- what may be in a file --------------------------------------------------------------------------------


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    """Where packages come from is the matter of whoever installs; no file depends on one machine."""
    found = []
    for path in committed():
        text = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        found += [
            f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
            for match in FOREIGN.finditer(text)
        ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        (f"--index-url https://{REGISTRIES[0]}/simple", True),
        (f"https://files.{REGISTRIES[2]}/x", True),
        (f'"{MACHINE_PATHS[0]}main/build.py"', True),
        (f"https://example.org{MACHINE_PATHS[0]}", False),
        ("work/main", False),
    ],
)
def test_the_search_for_foreign_names_finds_them(text: str, is_foreign: bool) -> None:
    """The test above looks for the right things: hosts anywhere, paths only from the root."""
    assert bool(FOREIGN.search(text)) is is_foreign


def test_site_is_committed_as_an_empty_folder() -> None:
    """`site/` is there in a clone, with nothing in it but the `.gitignore` that keeps it so."""
    assert [path for path in committed() if path.startswith("site/")] == ["site/.gitignore"]
    lines = (ROOT / "site" / ".gitignore").read_text(encoding="utf-8").split()
    assert lines == ["*", "!.gitignore"]


def test_links_between_our_documents_lead_to_files() -> None:
    """A relative link in a document for developers or authors leads to a file that is there."""
    documents = [path for path in committed() if re.fullmatch(r"(docs/(.+/)?)?[^/]+\.md", path)]
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= set(documents)
    dead = []
    for path in documents:
        text = (ROOT / path).read_text(encoding="utf-8")
        text = re.sub(r"^(```+|~~~+).*?^\1|`[^`]+`", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(<?([^)>\s#]+)", text):
            if not re.match(r"[a-z]+:", target) and not (ROOT / path).parent.joinpath(target).exists():
                dead.append(f"{path}: {target}")
    assert dead == []


# --- set-up -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "groups"),
    [
        ("requirements/site.txt", ["project"]),
        ("requirements/test.txt", ["project", "dev"]),
        ("requirements/docs.txt", ["docs"]),
        ("requirements/lock.txt", ["lock"]),
        ("requirements/languages.txt", ["languages"]),
    ],
)
def test_requirement_files_pin_what_pyproject_asks_for(path: str, groups: list[str]) -> None:
    """Each package is pinned with hashes, at a version that pyproject.toml allows."""
    pinned = pins(path)
    assert [name for name, (_, hashes) in pinned.items() if not hashes] == []
    for wanted in (requirement for name in groups for requirement in group(name)):
        version, _ = pinned.get(canonicalize_name(wanted.name), ("", []))
        assert version, f"{wanted.name} is not in {path}: run `make lock`"
        assert wanted.specifier.contains(version, prereleases=True), (
            f"{wanted} against {version}: run `make lock`"
        )


def test_tests_run_with_the_versions_that_the_site_is_built_with() -> None:
    """A package that is in both requirement files has one version."""
    site, test = pins("requirements/site.txt"), pins("requirements/test.txt")
    assert {name: test.get(name) for name in site} == site


def test_tools_for_the_documentation_change_no_other_version() -> None:
    """They are installed into the same environment, so a package that tests use too has the same version."""
    test, docs = pins("requirements/test.txt"), pins("requirements/docs.txt")
    assert {name: pin for name, pin in docs.items() if name in test} == {
        name: pin for name, pin in test.items() if name in docs
    }


def test_ci_runs_make_test() -> None:
    """`.ci/run` can be run as it is, stops at the first failure, and does what a developer does."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert script.rstrip().endswith("make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_makefile_has_the_promised_targets() -> None:
    """README and CONTRIBUTING name these."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"site", "test", "docs", "check", "lint", "lock", "clean", "help"} <= targets


# --- what is reported about a version -------------------------------------------------------------------------


def test_the_version_is_reported_once_and_the_same() -> None:
    """pyproject.toml and the package agree about the version."""
    assert project()["project"]["version"] == cuecard.__version__


def test_the_changelog_keeps_its_form() -> None:
    """Keep a Changelog: Unreleased or the version first, then older ones, with the six kinds of change."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings[0] == "# Changelog"
    versions = [heading for heading in headings if heading.startswith("## ")]
    assert versions, "no version is listed"
    released = versions[1:] if versions[0] == "## [Unreleased]" else versions
    for heading in released:
        assert re.fullmatch(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading), heading
    dates = [heading[-10:] for heading in released]
    assert dates == sorted(dates, reverse=True), "the newest comes first"
    kinds = {heading for heading in headings[1:] if not heading.startswith("## ")}
    assert kinds <= {
        f"### {kind}" for kind in ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    }
    assert kinds, "no change is listed"
