"""How this program was started, as a line that a shell runs: for messages that say what to type next."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def command_line(*words: str) -> str:
    """The line that starts this program again with *words*, from the current folder, quoted for the shell."""
    import shlex  # noqa: PLC0415 - few messages need it
    import subprocess  # noqa: PLC0415

    parts = [*_start(), *words]
    return subprocess.list2cmdline(parts) if os.name == "nt" else shlex.join(parts)


def content_option(folder: Path) -> tuple[str, ...]:
    """The option that names the content *folder*; none where it is the usual one."""
    name = str(folder)
    if name == "content":
        return ()
    return (f"--content={name}",) if name.startswith("-") else ("--content", name)


def _start() -> list[str]:
    """What stands before our own words: the installed command, or Python with what it was told to run."""
    number = len(sys.argv) - 1
    typed = list(sys.orig_argv[: len(sys.orig_argv) - number])
    if not number or sys.orig_argv[len(typed) :] == sys.argv[1:]:
        script = Path(sys.argv[0])
        if script.stem == "cuecard" and script.suffix in {"", ".exe"}:
            return [_installed(script)]
        if script.name == "build.py" or typed[-2:] == ["-m", "cuecard"]:
            return typed
    return _by_place()


def _installed(script: Path) -> str:
    """The installed command: its name where the shell finds the same one by it, else its path."""
    import shutil  # noqa: PLC0415

    found = shutil.which("cuecard")
    try:
        is_found = found is not None and os.path.samefile(found, script)  # noqa: PTH121
    except OSError:
        is_found = found is not None  # Windows names the command without its ending
    return "cuecard" if is_found else str(script)


def _by_place() -> list[str]:
    """Where another program runs us: this Python, with the clone's `build.py` or with the package."""
    front = Path(__file__).resolve().parents[2] / "build.py"
    return [sys.executable, str(front)] if front.is_file() else [sys.executable, "-m", "cuecard"]
