"""The language and the character set of the system change nothing about a site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def test_an_8_bit_locale_gives_the_same_addresses(tmp_path: Path) -> None:
    """A name with an umlaut becomes the same address, however Python would read it, and the build says what it did."""
    exercises = tmp_path / "content" / "exercises"
    exercises.mkdir(parents=True)
    text = "---\ntitle: Übung\nmuscles: {primary: [quads]}\nsteps: [Hüpfen.]\n---\n"
    (exercises / "Übung.md").write_text(text, encoding="utf-8")
    (tmp_path / "content" / "site.yaml").write_text(
        "title: A\nsafety: {stop_if: [It hurts.]}\n", encoding="utf-8"
    )
    eight_bit = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    ended = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "build", "--no-cache", "--jobs", "1"],
        cwd=tmp_path,
        env={**kept, **eight_bit},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert (tmp_path / "site" / "exercises" / "ubung.html").is_file()
