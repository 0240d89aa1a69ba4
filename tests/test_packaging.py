"""The program as people get it: `python build.py` in a clone, and `cuecard` from the wheel."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
import sites
from conftest import ROOT, SMALL, Write


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program as from a shell in the folder *cwd*; nothing of the clone is on Python's path."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def build_py(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the clone's `build.py`."""
    return run(sys.executable, ROOT / "build.py", *words, cwd=cwd)


# --- build.py ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_clone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Return the folder of the small project, built by `build.py`, and what that printed."""
    folder = tmp_path_factory.mktemp("by-clone")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    return folder, build_py(cwd=folder)


def test_build_py_makes_the_site_of_the_current_folder(
    by_clone: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    """`python build.py` turns `content/` into `site/`, ends with one line of counts and exits with 0."""
    folder, done = by_clone
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"3 exercises, 1 routine, 1 guide: \d+ files in site, \d+ changed, 0 removed, 0 skipped, \d+\.\d\d s",
        done.stdout.splitlines()[-1],
    )
    assert {"index.html", "exercises/squat.html", "cards/strong-legs.html"} <= sites.tree(
        folder / "site"
    ).keys()


def test_build_py_reports_a_mistake_and_leaves_the_site_alone(
    by_clone: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path, write: Write
) -> None:
    """A mistake of the author exits with 1, without a traceback, and no file of the old site changes."""
    shutil.copytree(by_clone[0], tmp_path, dirs_exist_ok=True)
    before = sites.tree(tmp_path / "site")
    write("content/exercises/squat.md", "---\ntitle: Squat\nmusles: [quads]\n---\n")
    done = build_py(cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'content/exercises/squat.md:3:1: error[unknown-key]: unknown key "musles"' in done.stderr
    assert "Traceback" not in done.stderr
    assert sites.tree(tmp_path / "site") == before
    assert before


def test_build_py_reports_a_wrong_option(tmp_path: Path) -> None:
    """A wrong option exits with 2, and nothing is made."""
    assert build_py("--no-such-option", cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_build_py_works_from_any_folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With `--content` and `--output` written in full, it does not matter where it is started.

    There it leaves nothing but the folder of its cache.
    """
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = build_py("--content", project / "content", "--output", project / "out", "--quiet", cwd=elsewhere)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (project / "out" / "index.html").is_file()
    assert {entry.name for entry in elsewhere.iterdir()} <= {".cuecard-cache"}


# --- wheel and source archive -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source archive, made by the back end without the network."""
    folder = tmp_path_factory.mktemp("archives")
    done = run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def installed(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the programs of a new environment with the wheel in it.

    The libraries that the wheel needs are lent by the environment that runs the tests, so that nothing is
    fetched.
    """
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    variables = {"base": str(place), "platbase": str(place)}
    programs = Path(sysconfig.get_path("scripts", "venv", variables))
    python = programs / Path(sys.executable).name
    done = run(
        *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install"),
        *("--no-deps", "--no-index", next(archives.glob("*.whl"))),
        cwd=place,
    )
    assert done.returncode == 0, done.stderr
    lent = Path(sysconfig.get_path("purelib", "venv", variables)) / "lent.pth"
    lent.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def test_the_wheel_carries_templates_vocabulary_and_script(archives: Path) -> None:
    """What the program reads beside its code is in the wheel, and nothing of the clone's other folders is."""
    with ZipFile(next(archives.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    templates = {f"cuecard/templates/{path}" for path in sites.tree(ROOT / "templates")}
    words = {"cuecard/vocabulary/muscles.yaml", "cuecard/vocabulary/equipment.yaml"}
    folder = "cuecard/authoring/starters"
    starters = {f"{folder}/{path}" for path in sites.tree(ROOT / folder)}
    assert templates | words | starters | {"cuecard/serve/preview.js"} <= names
    assert f"{folder}/site/publish.yml" in starters
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2
    assert "cuecard" in tops


def test_the_source_archive_holds_all_that_setting_up_and_testing_need(archives: Path) -> None:
    """From the source archive one can do what one does in a clone."""
    with tarfile.open(next(archives.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        *("build.py", "pyproject.toml", "Makefile", "LICENSE", "README.md", "CONTRIBUTING.md"),
        *("requirements/site.txt", "requirements/test.txt", "templates/base.html", "content/site.yaml"),
        *("cuecard/cli/dispatch.py", "cuecard/vocabulary/muscles.yaml", "tests/conftest.py", ".ci/run"),
        "site/.gitignore",
    } <= names
    assert not [name for name in names if name.startswith((".venv/", "site/assets/"))]


def test_the_installed_program_needs_only_a_content_folder(installed: Path, project: Path) -> None:
    """`cuecard build` in a folder with `content/` alone makes a whole site: pages, style sheet, type."""
    done = run(installed / "cuecard", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    result = sites.tree(project / "site").keys()
    assert {"index.html", "exercises/squat.html"} <= result
    assert {Path(path).suffix for path in result if path.startswith("assets/")} >= {".css", ".js", ".woff2"}


def test_the_installed_program_makes_what_the_clone_makes(installed: Path, tmp_path: Path) -> None:
    """From the same content, the wheel's `cuecard` and the clone's `build.py` make the same bytes."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    for done in (
        run(installed / "cuecard", "--output", "by-wheel", cwd=tmp_path),
        build_py("--output", "by-clone", cwd=tmp_path),
    ):
        assert done.returncode == 0, done.stderr
    by_wheel = sites.tree(tmp_path / "by-wheel")
    assert len(by_wheel) > 20
    assert by_wheel == sites.tree(tmp_path / "by-clone")


def test_the_package_runs_as_a_module(installed: Path, tmp_path: Path) -> None:
    """`python -m cuecard` is the same program; its version is the project's."""
    done = run(installed / Path(sys.executable).name, "-m", "cuecard", "--version", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("cuecard ")
