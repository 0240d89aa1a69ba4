"""Work on foreign input, in child processes whose processor time, clock time, memory and output are limited.

Pictures, long texts, imported records and cards were written by strangers, and are handled by libraries that can hang,
crash or take all memory. So `call` runs one named function in a child process. What goes wrong there is an exception
here (`OverLimitError`, `CrashedError` or `FailedError`), and the caller reports it at the line of the input.

Children are started from nothing and not copied, so that this is safe beside threads. They are kept for further calls,
and replaced when they have served many calls or use much memory. The arguments of a call go to the child as pickle, as
they come from this process. What comes back is text, numbers and bytes, read as JSON and never as pickle: a child has
worked on what a stranger wrote, and must not be able to make this process do anything.

All calls of one build also share a budget of processor time (see `cpu_budget`).

Linux enforces all limits. macOS does not limit memory. Windows limits only the clock time and the size of the result.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.system.cpu_budget import CpuBudget, current_budget
from cuecard.system.limited_child import LENGTH, MOST_ERROR_CHARACTERS, OUT_OF_MEMORY, Limits
from cuecard.system.signals import endings_held


class OverLimitError(Exception):
    """A call took more than its limits allow."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"over the limit of {limit}")
        self.limit = limit
        """`time`, `memory` or `output`; or `budget`, for a `BudgetSpentError`."""


class BudgetSpentError(OverLimitError):
    """The calls of this build took all the processor time that they may take together; this one was not started."""

    def __init__(self) -> None:
        super().__init__("budget")


class CrashedError(Exception):
    """The child ended in the middle of a call, by a signal or by exiting."""

    def __init__(self, code: int, stderr: str = "") -> None:
        way = f"signal {-code}" if code < 0 else f"exit code {code}"
        super().__init__(f"ended by {way}" + (f": {stderr}" if stderr else ""))
        self.signal = -code if code < 0 else 0
        """The number of the signal, or 0."""
        self.exit_code = max(0, code)
        self.stderr = stderr
        """The end of what the child wrote to standard error."""


class FailedError(Exception):
    """The function raised an exception of its own."""

    def __init__(self, kind: str, message: str, trace: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        """The name of its class, such as `ValueError`."""
        self.message = message
        self.trace = trace


def call(function: str, *arguments: Any, limits: Limits) -> Any:
    """Return the result of a *function*, named as `package.module:name`, run in a child within *limits*.

    The function is at the top of its module, and the *arguments* can be pickled. It returns `bytes`, a value that JSON
    can hold, or a tuple of these; inner tuples come back as lists. Several threads may call at the same time: there
    are as many children as processors, and further calls wait. A child that fails does not affect other calls.

    Raises:
        OverLimitError: when the call took more than *limits* allow.
        BudgetSpentError: when the budget was spent before it.
        CrashedError: when the child ended in the middle.
        FailedError: when the function raised an exception.
        InvalidValueError: when the function raised it.

    """
    return _pool.call(function, arguments, limits)


def close() -> None:
    """End all children. The next call starts new ones."""
    _pool.close()


class Pool:
    """Child processes that are kept for calls."""

    def __init__(self, size: int) -> None:
        self._idle: list[_Child] = []
        self._lock = threading.Lock()
        self._free = threading.Semaphore(size)

    def call(self, function: str, arguments: tuple[Any, ...], limits: Limits) -> Any:
        """Run a function in a child, as the function of this name does."""
        budget = current_budget()
        request = pickle.dumps((function, arguments, limits), pickle.HIGHEST_PROTOCOL)
        with self._free:
            if budget and not budget.left:
                raise BudgetSpentError
            child = self._take(function)
            try:
                return self._call(child, function, request, limits, budget)
            except (CrashedError, OverLimitError) as error:
                # What earlier calls left in the child may be the cause, and the result must not depend on them.
                if not child.had_calls or (isinstance(error, OverLimitError) and error.limit != "memory"):
                    raise
            return self._call(_Child(), function, request, limits, budget)

    def _call(
        self, child: _Child, function: str, request: bytes, limits: Limits, budget: CpuBudget | None
    ) -> Any:
        began = time.monotonic()
        try:
            status, result, peak, seconds = child.ask(request, limits)
        except BaseException:
            child.end()
            if budget:  # how much of that it was busy is not known
                budget.spend(min(time.monotonic() - began, limits.cpu_seconds))
            raise
        if budget:
            budget.spend(seconds)
        child.calls += 1
        child.function = function
        if child.is_late or child.calls >= limits.calls or peak > limits.recycle_bytes:
            child.end()
        else:
            with self._lock:
                self._idle.append(child)
        if status == "invalid":
            raise InvalidValueError(*result)
        if status == "failed":
            raise FailedError(*result)
        if status == "over":
            raise OverLimitError(*result)
        return result

    def _take(self, function: str) -> _Child:
        """Take an idle child, if possible one that has imported what *function* needs, or start one."""
        with self._lock:
            while self._idle:
                same = [at for at, child in enumerate(self._idle) if child.function == function]
                child = self._idle.pop(same[-1] if same else -1)
                if child.is_alive():
                    child.had_calls = True
                    return child
                child.end()
        return _Child()

    def close(self) -> None:
        """End all idle children."""
        with self._lock:
            for child in self._idle:
                child.end()
            self._idle.clear()

    def forget(self) -> None:
        """Leave the children to the process that this one is a copy of."""
        for child in self._idle:
            child.forget()


def _size() -> int:
    with suppress(AttributeError):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


_pool = Pool(_size())
atexit.register(close)


def _forget() -> None:
    global _pool  # noqa: PLW0603 - a copy of this process has its own children
    _pool.forget()
    _pool = Pool(_size())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from cuecard.system.limited_child import serve_calls; serve_calls()"
_ENDS_SOON = 10.0
"""Seconds that a child may take to end after it has closed its output."""
_SIGNS_OF_MEMORY = ("memory allocation of", "bad_alloc", "out of memory", "Cannot allocate memory")
"""What the run-time libraries of Rust and C++ write before they abort."""


class _Child:
    """One child process, as its parent sees it."""

    def __init__(self) -> None:
        import subprocess  # noqa: PLC0415 - 5 ms, and most builds need no child
        import tempfile  # noqa: PLC0415

        self.calls = 0
        self.function = ""
        """The last one that it ran."""
        self.had_calls = False
        """Whether it served other calls before the present one."""
        self.is_late = False
        """Whether it was ended because of its limit of clock time."""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        with endings_held():
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", "-c", _BOOT, str(Path(__file__).resolve().parents[2]), *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=os.environ | _ENVIRONMENT,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, limits: Limits) -> tuple[str, Any, int, float]:
        """Send a request; return the status, the result, the most memory that the child ever used, and its seconds."""
        timer = threading.Timer(limits.wall_seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            requests, replies = self._pipes()
            try:
                requests.write(LENGTH.pack(len(request)))
                requests.write(request)
                requests.flush()
                return self._reply(replies, limits)
            except (OSError, EOFError):
                raise self._reason_of_end() from None
        finally:
            timer.cancel()
            timer.join()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a child without pipes")
        return self._process.stdin, self._process.stdout

    def _stop(self) -> None:
        self.is_late = True
        self._process.kill()

    def _reply(self, replies: IO[bytes], limits: Limits) -> tuple[str, Any, int, float]:
        try:
            header = json.loads(_read_part(replies, 1 << 20))
            parts = []
            for _ in range(header["parts"]):
                kind = _read_exactly(replies, 1)
                data = _read_part(replies, limits.output_bytes)
                parts.append(data if kind == b"b" else json.loads(data))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise CrashedError(1, "the child gave no readable result") from None
        result = tuple(parts) if header["is_tuple"] else parts[0]
        return header["status"], result, header["peak"], float(header["cpu"])

    def _reason_of_end(self) -> OverLimitError | CrashedError:
        import subprocess  # noqa: PLC0415

        try:
            code = self._process.wait(_ENDS_SOON)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if self.is_late:
            return OverLimitError("time")
        stderr = self._stderr()
        if -code in {getattr(signal, name, None) for name in ("SIGPROF", "SIGXCPU")}:
            return OverLimitError("time")
        if -code == getattr(signal, "SIGXFSZ", None):
            return OverLimitError("output")
        if code == OUT_OF_MEMORY or any(sign in stderr for sign in _SIGNS_OF_MEMORY):
            return OverLimitError("memory")
        return CrashedError(code, stderr)

    def _stderr(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - MOST_ERROR_CHARACTERS))
        return self._errors.read().decode(errors="replace").strip()

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._close()

    def forget(self) -> None:
        """Close it without ending it: it belongs to the process that this one is a copy of."""
        self._process.returncode = 0
        self._close()

    def _close(self) -> None:
        for file in (*self._pipes(), self._errors):
            with suppress(OSError):
                file.close()


_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
"""Results must not depend on chance; and each thread takes much address space, which is limited."""


def _read_exactly(replies: IO[bytes], size: int) -> bytes:
    data = replies.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _read_part(replies: IO[bytes], most: int) -> bytes:
    (size,) = LENGTH.unpack(_read_exactly(replies, LENGTH.size))
    if size > most:
        raise ValueError("the result is too long")
    return _read_exactly(replies, size)
