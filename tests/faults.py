"""A build in which the machine fails at a chosen step: run by tests in a process of its own, `python tests/faults.py`.

The program knows nothing of this. What it calls to change the disk (`open`, `os.replace`, `os.unlink`, `os.mkdir` and
their like) is replaced in the process that is to fail, and each such call, and each write to an opened file, is one
*step*. At a step of one's choice the process kills itself, before it or halfway through a write; or the step is
refused, as by a full disk; or it waits there for a signal.

That process reads orders, one a line as JSON, and answers each with a line. It has imported everything beforehand and
copies itself for every build, so that a build takes a fraction of a second.
"""

from __future__ import annotations

import builtins
import fcntl
import functools
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

STEPS = (
    "open",
    "write",
    "replace",
    "rename",
    "unlink",
    "remove",
    "mkdir",
    "rmdir",
    "utime",
    "link",
    "symlink",
)
LOOKS = ("read", "scandir", "listdir")
"""What only reads; counted on its own."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong."""

    at: int = 0
    """The number of the step, counted from 1; 0 for none."""
    does: str = ""
    """`kill`, `tear` (to write half, and be killed), `wait`, `wait-twice`, `vanish` (the file is gone), an errno."""
    kinds: Sequence[str] = STEPS
    """The steps that count."""
    lasts: bool = False
    """Whether all later steps of these kinds are refused too, as by a disk that stays full."""
    below: str = ""
    """Only steps at paths that have this in them count."""
    most: int = 0
    """Bytes that the system lets a file have; 0 for no limit."""
    in_worker: str = ""
    """What a worker does instead of its first piece of work: `kill` or `wait`."""


@dataclass(frozen=True)
class Ended:
    """How a build ended."""

    code: int
    """The exit code; below 0 the signal that ended it."""
    out: str
    err: str
    steps: tuple[tuple[str, str], ...]
    """Each step that counted: its kind and its path."""


class Machine:
    """The process that runs builds."""

    def __init__(self) -> None:
        self._notes = Path(tempfile.mkdtemp(prefix="faults-"))
        self._process = subprocess.Popen(
            [sys.executable, "-B", __file__, self._notes],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=30)
        shutil.rmtree(self._notes)

    def log_of(self, process: int) -> Path:
        """Return where a running command notes its steps, a line each; beside it, ending in `.err`, what it printed."""
        return self._notes / f"{process}.log"

    def start(self, folder: Path, words: Sequence[str], fault: Fault | None = None) -> int:
        """Begin a command in *folder*, and give the number of its process, which leads a group of its own."""
        order = {"folder": str(folder), "words": list(words), "fault": asdict(fault or Fault())}
        return int(self._ask(order))

    def wait(self, process: int) -> Ended:
        """Wait for the end of a command."""
        answer = self._ask({"wait": process})
        return Ended(answer["code"], answer["out"], answer["err"], tuple(map(tuple, answer["steps"])))

    def run(self, folder: Path, *words: str, fault: Fault | None = None) -> Ended:
        """Do a command in *folder* from start to end."""
        return self.wait(self.start(folder, words, fault))

    def _ask(self, order: Mapping[str, Any]) -> Any:
        ears, mouth = self._process.stdout, self._process.stdin
        assert ears
        assert mouth
        mouth.write(json.dumps(order) + "\n")
        mouth.flush()
        return json.loads(ears.readline())


# --- in the process that runs builds ----------------------------------------------------------------------


def main() -> None:
    """Do what is ordered until there are no more orders."""
    import typst  # noqa: F401, PLC0415
    from PIL import Image, ImageCms  # noqa: F401, PLC0415

    from cuecard.build import recipe  # noqa: F401, PLC0415 - who only orders needs none
    from cuecard.cache.digests import program_digest  # noqa: PLC0415
    from cuecard.cache.store import Cache  # noqa: PLC0415
    from cuecard.cli import build, dispatch, entry, serve  # noqa: F401, PLC0415 - who only orders needs none  # noqa: F401, PLC0415
    from cuecard.incremental import body_only  # noqa: F401, PLC0415 - who only orders needs none
    from cuecard.media import fonts, images  # noqa: F401, PLC0415
    from cuecard.serve import run, server  # noqa: F401, PLC0415
    from cuecard.site.cards import typeset  # noqa: F401, PLC0415
    from cuecard.system import signals  # noqa: F401, PLC0415 - who only orders needs none

    program_digest()
    fonts.packed_faces(Cache(), 1)  # a second, and the same for all
    notes = Path(sys.argv[1])
    # A build beforehand, so that templates are compiled once for all; without a card, since Typst has threads.
    text = "---\ntitle: One\nmuscles: {primary: [quads]}\nsteps: [Sit back.]\nstop_if: [It hurts.]\n---\nWords.\n"
    (notes / "content/exercises").mkdir(parents=True)
    (notes / "content/exercises/one.md").write_text(text, "utf-8")
    where = ["--content", f"{notes}/content", "--output", f"{notes}/site"]
    assert dispatch.run(["build", *where, "--no-cache", "--jobs", "1", "--quiet"]) == 0
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer: Any = _ended(order["wait"], notes)
        else:
            answer = _begun(order, notes, entry.main)
        print(json.dumps(answer), flush=True)


def _begun(order: Mapping[str, Any], notes: Path, begin: Callable[[], NoReturn]) -> int:
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)
    os.chdir(order["folder"])
    for number, name in (
        (0, os.devnull),
        (1, f"{notes}/{os.getpid()}.out"),
        (2, f"{notes}/{os.getpid()}.err"),
    ):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w", buffering=1)
    sys.argv = ["build.py", *order["words"]]
    log = os.open(f"{notes}/{os.getpid()}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    fault = Fault(**order["fault"])
    if fault.most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.most, fault.most))
    _Faulty(fault, log).take_over()
    code: Any = 99
    try:
        begin()
    except SystemExit as leaving:
        code = leaving.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


def _ended(process: int, notes: Path) -> Mapping[str, Any]:
    _, status = os.waitpid(process, 0)
    files = {ending: (notes / f"{process}.{ending}") for ending in ("out", "err", "log")}
    answer = {
        "code": os.waitstatus_to_exitcode(status),
        "out": files["out"].read_text("utf-8"),
        "err": files["err"].read_text("utf-8"),
        "steps": [line.split("\t") for line in files["log"].read_text("utf-8").splitlines()],
    }
    for file in files.values():
        file.unlink()
    return answer


class _Faulty:
    """Stands between the program and the machine."""

    def __init__(self, fault: Fault, log: int) -> None:
        self._fault = fault
        self._log = log
        self._number = 0
        self._process = os.getpid()
        self._write = os.write
        self._open: Callable[..., Any] = io.open

    def take_over(self) -> None:
        """Put ourselves in the place of what the program calls."""
        builtins.open = io.open = self._opened  # type: ignore[assignment]
        os.open = functools.partial(self._opened_low, os.open)
        for name in (*STEPS[2:], *LOOKS[1:]):
            setattr(os, name, functools.partial(self._called, name, getattr(os, name)))
        fcntl.flock = functools.partial(self._called, "flock", fcntl.flock)
        if self._fault.in_worker:
            self._spoil_workers()

    def step(self, kind: str, path: object) -> bool:
        """Note a step; whether half of it shall be done, and then be killed.

        Raises:
            OSError: where that is the fault.

        """
        fault = self._fault
        named = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path)
        whole = f"{Path.cwd()}/{named}"
        if kind not in fault.kinds or fault.below not in whole or os.getpid() != self._process:
            return False
        self._number += 1
        if self._number != fault.at and not (fault.lasts and self._number > fault.at > 0):
            self._write(self._log, f"{kind}\t{named}\n".encode())
            return False
        if fault.does == "tear" and kind == "write":
            return True
        if fault.does in {"kill", "tear"}:
            os.kill(os.getpid(), signal.SIGKILL)
        if fault.does == "wait":
            self._wait()
            return False
        if fault.does == "wait-twice":
            try:
                self._wait()
            finally:
                self._wait()
        if fault.does == "vanish":
            os.system(f"rm -rf '{named}'")  # noqa: S605 - not by the functions that are counted
            return False
        number = int(getattr(__import__("errno"), fault.does))
        raise OSError(number, os.strerror(number), None if kind == "write" else named)

    def _wait(self) -> None:
        self._write(self._log, b"waiting\t\n")
        time.sleep(60)

    def _called(self, kind: str, real: Callable[..., Any], *given: Any, **named: Any) -> Any:
        self.step(kind, given[0] if given else ".")
        return real(*given, **named)

    def _opened_low(self, real: Callable[..., int], path: Any, flags: int, *more: Any, **named: Any) -> int:
        self.step("open" if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else "read", path)
        return real(path, flags, *more, **named)

    def _opened(self, file: Any, mode: str = "r", buffering: int = -1, *text: Any, **named: Any) -> IO[Any]:
        if isinstance(file, int) or not set(mode) & set("wax+"):
            if not isinstance(file, int):
                self.step("read", file)
            opened: IO[Any] = self._open(file, mode, buffering, *text, **named)
            return opened
        opener = named.pop("opener", None)
        if opener is None:  # else it is the opener's own call that counts
            self.step("open", file)
        raw = _Raw(os.fspath(file), mode.replace("b", "").replace("t", ""), opener=opener)
        raw.faulty = self
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *text, **named)

    def _spoil_workers(self) -> None:
        from cuecard.system import process_pool  # noqa: PLC0415

        real = process_pool._work_on

        @functools.wraps(real)
        def spoilt(chunk: slice | Sequence[Any]) -> Any:
            self._write(self._log, f"worker\t{os.getpid()}\n".encode())
            if self._fault.in_worker == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)
            return real(chunk)

        process_pool._work_on = spoilt


class _Raw(io.FileIO):
    """A file of which each write to the system is a step."""

    faulty: _Faulty

    def write(self, data: Any) -> int:
        """Write; or half of it, and then be killed or refused."""
        try:
            is_torn = self.faulty.step("write", self.name)
        except OSError:
            super().write(bytes(data)[: len(data) // 2])
            raise
        if is_torn:
            super().write(bytes(data)[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(data) or 0


if __name__ == "__main__":
    main()
