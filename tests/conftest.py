"""What tests share: a small project to change, the command line as a function, the built guide, a browser.

For types, import them from here: `from conftest import RunCli, Write`.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import browser as chromium
import hard_pages
import own_site as own_site_project
import pytest
import sites
from faults import Machine
from hypothesis import settings
from playwright.sync_api import Browser

from cuecard.cli import arguments, dispatch

for _number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
    # A shell lets a command in the background ignore them, and what a test stops would inherit that.
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)

ROOT = Path(__file__).resolve().parent.parent
"""The clone."""
SMALL = Path(__file__).with_name("fixtures") / "small"
"""A good project of seven files; see the fixture `project`."""

SOAK = "CUECARD_SOAK" in os.environ
"""Whether tests run at full size, as `make soak` and `make reliability` have them, and not on samples."""

# This machine may be busy: how long an example takes says nothing. Under CI the examples are the same each time, as in
# Hypothesis' own profile for it, so that no change waits for another one's bad luck.
settings.register_profile(
    "cuecard",
    settings.get_profile("ci" if "CI" in os.environ else "default"),
    deadline=None,
    max_examples=1000 if SOAK else 50,
)
settings.load_profile("cuecard")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that record figures for docs/reliability.md, so that `make reliability` finds them."""
    for item in items:
        if "record_property" in getattr(item, "fixturenames", ()):
            item.add_marker("figures")


class Outcome(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


RunCli = Callable[..., Outcome]
"""`run_cli("check", "--format", "json")`"""
Write = Callable[[str, str | bytes], Path]
"""`write("content/exercises/squat.md", text)`"""


@pytest.fixture(scope="session", autouse=True)
def _one_process() -> Iterator[None]:
    """Let builds in the tests' own process do all their work there, unless `--jobs` says otherwise.

    pytest's own workers fill the processors already. And beside a browser, which has threads, other processes could
    only be started from nothing, each with all its imports, for every build.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(arguments, "processors", lambda: 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the secret that seals results in a folder of the tests', here and in the processes that they start."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that holds a small good `content/`, without a warning, and is the current folder.

    site.yaml; the exercises chair-squat, squat and single-leg-squat, each a rung of one ladder; the
    routine strong-legs; the guide start-here; the picture exercises/squat.png, shown by squat.
    """
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the test's own folder (that of `project`), with the text's common margin removed.

    Begin a long text with a backslash after the quotes, so that its first line is not empty.
    """

    def write_file(path: str, text: str | bytes) -> Path:
        sites.put(tmp_path, {path: text if isinstance(text, bytes) else dedent(text)})
        return tmp_path / path

    return write_file


@pytest.fixture
def run_cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunCli:
    """Run the command line in the test's own folder (that of `project`): words in, `Outcome` out."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path) -> Outcome:
        capsys.readouterr()
        code = dispatch.run([str(word) for word in words])
        outcome = capsys.readouterr()
        return Outcome(code, outcome.out, outcome.err)

    return run


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """Provide a process that runs builds, and in which the machine can fail at any step."""
    running = Machine()
    yield running
    running.close()


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a project that uses each feature, for tests that only read it."""
    folder = tmp_path_factory.mktemp("everything")
    return sites.build(sites.everything(folder / "content"), folder / "site")


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of pages that are hard to lay out, to look at."""
    return hard_pages.build(tmp_path_factory.mktemp("hard"))


@pytest.fixture(scope="session")
def right_to_left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site in Arabic, to look at."""
    folder = tmp_path_factory.mktemp("right-to-left")
    return sites.build(hard_pages.right_to_left(folder / "content"), folder / "site")


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an owner with pages, words and colours of their own, for tests that only read it."""
    return own_site_project.build(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site made from the clone's own content, once for each worker: to look at, not to change."""
    site = tmp_path_factory.mktemp("built") / "site"
    code = dispatch.run(["build", "--content", str(ROOT / "content"), "--output", str(site), "--quiet"])
    assert code == 0, "the shipped content does not build; `make check` tells why"
    return site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Provide a headless Chromium, one for each worker; `browser.new_page()` gives a page with its own cookies.

    While it runs, the worker's main thread has an event loop, so that `asyncio.run` is refused there:
    tests of asynchronous code do it in a thread or a process of their own.
    """
    try:
        with chromium.launched() as running:
            yield running
    except chromium.NoChromium as none:
        raise pytest.fail.Exception(str(none), pytrace=False) from None
