"""How this program was started, as a line that a shell runs: for messages that say what to type next."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def command_line(*words: str) -> str:
    """Return the line that starts this program again with *words*, from the current folder, quoted for the shell."""
    import shlex  # noqa: PLC0415 - few messages need it
    import subprocess  # noqa: PLC0415

    parts = [*_start(), *words]
    return subprocess.list2cmdline(parts) if os.name == "nt" else shlex.join(parts)


def content_option(folder: Path) -> tuple[str, ...]:
    """Return the option that names the content *folder*, or nothing for the default folder."""
    name = str(folder)
    if name == "content":
        return ()
    return (f"--content={name}",) if name.startswith("-") else ("--content", name)


def _start() -> list[str]:
    """Return what comes before our own arguments: the installed command, or Python and what it runs."""
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
    """Return the installed command: its name if the shell finds the same file by it, else its path."""
    import shutil  # noqa: PLC0415

    command = shutil.which("cuecard")
    try:
        is_found = command is not None and os.path.samefile(command, script)  # noqa: PTH121
    except OSError:
        is_found = command is not None  # Windows names the command without its ending
    return "cuecard" if is_found else str(script)


def _by_place() -> list[str]:
    """Return where another program runs us: this Python, with the clone's `build.py` or with the package."""
    front = Path(__file__).resolve().parents[2] / "build.py"
    return [sys.executable, str(front)] if front.is_file() else [sys.executable, "-m", "cuecard"]
