"""Work on foreign input, in child processes whose processor time, clock time, memory and output are limited.

Pictures, long texts, imported records and cards hold what strangers wrote, and are handled by libraries that can hang,
crash or take all memory. So `call` runs one named function in a child process. What goes wrong there is an exception
here: `OverLimitError`, `CrashedError` or `FailedError`, and the caller tells it at the line that brought the input.

Children are started from nothing and not copied, so that this is safe beside threads. They are kept for further calls,
and replaced when they have served many calls or hold much memory. The arguments of a call go to the child as pickle, as
they come from this process. What comes back is text, numbers and bytes, read as JSON and never as pickle: a child has
worked on what a stranger wrote, and must not be able to make this process do anything.

All calls of one build share a budget of processor time too (`cpu_budget`), so that a thousand calls that each stay just
below their own limit end soon as well.

Linux enforces all limits. macOS does not limit memory. Windows has the clock, and the size of the result.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pickle
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any, TypeVar

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.system.signals import ENDINGS


class Limits(Struct, frozen=True):
    """What one call may take. Numbers of bytes are for the whole child, with the interpreter and all libraries."""

    cpu_seconds: float = 10.0
    """Of the processor, all threads of the child together. This is the limit that is meant for long work."""
    wall_seconds: float = 120.0
    """By the clock: generous, as a busy machine may make a call wait. It ends what sleeps or waits for ever."""
    memory_bytes: int = 1 << 30
    """Of address space."""
    output_bytes: int = 100_000_000
    """Of the result, and of each file that is written."""
    calls: int = 200
    """After so many calls a child is replaced by a new one."""
    recycle_bytes: int = 300_000_000
    """A child that has ever had so much memory in use is replaced after the call."""


class OverLimitError(Exception):
    """A call took more than its limits allow."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"over the limit of {limit}")
        self.limit = limit
        """`time`, `memory` or `output`; or `budget`, for a `BudgetSpentError`."""


class BudgetSpentError(OverLimitError):
    """The calls of this build took all the processor time that they may take together; this one was not begun."""

    def __init__(self) -> None:
        super().__init__("budget")


class CrashedError(Exception):
    """The child ended in the middle of a call, by a signal or by leaving."""

    def __init__(self, code: int, told: str = "") -> None:
        way = f"signal {-code}" if code < 0 else f"exit code {code}"
        super().__init__(f"ended by {way}" + (f": {told}" if told else ""))
        self.signal = -code if code < 0 else 0
        """The number of the signal; 0 for none."""
        self.exit_code = max(0, code)
        self.told = told
        """The end of what the child wrote to standard error."""


class FailedError(Exception):
    """The function raised an exception of its own."""

    def __init__(self, kind: str, message: str, trace: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        """The name of its class, such as `ValueError`."""
        self.message = message
        self.trace = trace


_Result = TypeVar("_Result")


class CpuBudget:
    """Processor time that the calls of one piece of work, such as a build, may take together."""

    def __init__(self) -> None:
        self.spent = 0.0
        """Seconds."""
        self._allowance: Callable[[], float] = lambda: float("inf")
        self._seconds: float | None = None
        self._lock = threading.Lock()

    def allow(self, seconds: Callable[[], float]) -> None:
        """Set how much there is; *seconds* is asked only when a call is made, as most builds make none."""
        self._allowance, self._seconds = seconds, None

    @property
    def left(self) -> float:
        """Seconds; 0 when all is spent."""
        with self._lock:
            if self._seconds is None:
                self._seconds = self._allowance()
            return max(0.0, self._seconds - self.spent)

    def spend(self, seconds: float) -> None:
        """Count what a call took."""
        with self._lock:
            self.spent += seconds


_budget: ContextVar[CpuBudget | None] = ContextVar("budget", default=None)


@contextmanager
def cpu_budget() -> Iterator[CpuBudget]:
    """Count what the calls in here take, together; inside another budget, it is that one which counts."""
    outer = _budget.get()
    if outer:
        yield outer
        return
    budget = CpuBudget()
    token = _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.reset(token)


def is_budget_spent() -> bool:
    """Whether no call is begun any more."""
    budget = _budget.get()
    return budget is not None and not budget.left


def budget_spent(what: str) -> InvalidValueError:
    """What is told of *what* was not done, such as "this text was not converted", as the budget was spent."""
    message = f"{what}, as the slow work of this build took longer than all of it may"
    hint = "use smaller pictures and simpler texts; or build again, as what was done is kept"
    return InvalidValueError("takes-too-long", message, hint)


def in_this_budget(work: Callable[..., _Result]) -> Callable[..., _Result]:
    """*work* for other threads, where its calls count for the budget of this one."""
    budget = _budget.get()

    def counted(*arguments: Any) -> _Result:
        token = _budget.set(budget)
        try:
            return work(*arguments)
        finally:
            _budget.reset(token)

    return counted


def call(function: str, *arguments: Any, limits: Limits) -> Any:
    """What *function*, named as `package.module:name`, returns for *arguments*, run in a child within *limits*.

    The function is importable and at the top of its module; the arguments can be pickled. It returns `bytes` or a value
    that JSON can hold, or a tuple of these; lists come back as lists, other tuples too. Threads may call at once: there
    are as many children as processors, and whoever comes later waits. A child that fails takes no other call with it.

    Raises:
        OverLimitError: when the call took more than *limits* allow.
        BudgetSpentError: when the budget was spent before it.
        CrashedError: when the child ended in the middle.
        FailedError: when the function raised an exception.
        Refused: when the function raised it.

    """
    return _pool.call(function, arguments, limits)


def close() -> None:
    """End all children. The next call starts new ones."""
    _pool.close()


class Pool:
    """Children that wait for calls."""

    def __init__(self, size: int) -> None:
        self._idle: list[_Child] = []
        self._lock = threading.Lock()
        self._free = threading.Semaphore(size)

    def call(self, function: str, arguments: tuple[Any, ...], limits: Limits) -> Any:
        """As the function of this name."""
        budget = _budget.get()
        request = pickle.dumps((function, arguments, limits), pickle.HIGHEST_PROTOCOL)
        with self._free:
            if budget and not budget.left:
                raise BudgetSpentError
            child = self._take(function)
            try:
                return self._call(child, function, request, limits, budget)
            except (CrashedError, OverLimitError) as error:
                # What earlier calls left in the child may be the cause. The result must not depend on them.
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
            if budget:  # nobody can say how much of that it was busy
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
        if status == "refused":
            raise InvalidValueError(*result)
        if status == "failed":
            raise FailedError(*result)
        if status == "over":
            raise OverLimitError(*result)
        return result

    def _take(self, function: str) -> _Child:
        """A child that waits, best one that has imported what *function* needs; else a new one."""
        with self._lock:
            while self._idle:
                fit = [at for at, child in enumerate(self._idle) if child.function == function]
                child = self._idle.pop(fit[-1] if fit else -1)
                if child.is_alive():
                    child.had_calls = True
                    return child
                child.end()
        return _Child()

    def close(self) -> None:
        """End all children that wait."""
        with self._lock:
            for child in self._idle:
                child.end()
            self._idle.clear()

    def forget(self) -> None:
        """In a copy of the process that had the children: leave them to it."""
        for child in self._idle:
            child.forget()


def _size() -> int:
    with suppress(AttributeError):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


_pool = Pool(_size())
atexit.register(close)


def _forget() -> None:
    global _pool  # noqa: PLW0603 - a copy of this process has children of its own
    _pool.forget()
    _pool = Pool(_size())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


# --- in the parent ------------------------------------------------------------------------------------------

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from cuecard.system.limited_process import serve_calls; serve_calls()"
_OUT_OF_MEMORY = 77
"""The exit code of a child that could not even tell that it is out of memory."""
_LENGTH = struct.Struct(">Q")
_ENDS_SOON = 10.0
"""Seconds by the clock that a child may take to end once it has closed its output."""
_TOLD = 2000
"""Characters of standard error that are kept."""
_SIGNS_OF_MEMORY = ("memory allocation of", "bad_alloc", "out of memory", "Cannot allocate memory")
"""What the run-time libraries of Rust and C++ write before they abort."""


class _Child:
    """One child process, seen from the parent."""

    def __init__(self) -> None:
        import subprocess  # noqa: PLC0415 - 5 ms, and most builds need no child
        import tempfile  # noqa: PLC0415

        self.calls = 0
        self.function = ""
        """The last that it ran."""
        self.had_calls = False
        """Whether it had served others before the present call."""
        self.is_late = False
        """Whether its time by the clock ran out."""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        with _signals_held():
            self._process = subprocess.Popen(  # noqa: S603 - it is we who are called
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
        """Send a request and wait for the status, the result, the most memory that the child ever had, and seconds."""
        timer = threading.Timer(limits.wall_seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            requests, replies = self._pipes()
            try:
                requests.write(_LENGTH.pack(len(request)))
                requests.write(request)
                requests.flush()
                return self._reply(replies, limits)
            except (OSError, EOFError):
                raise self._what_ended_it() from None
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
            header = json.loads(_taken(replies, 1 << 20))
            parts = []
            for _ in range(header["parts"]):
                kind = _exactly(replies, 1)
                data = _taken(replies, limits.output_bytes)
                parts.append(data if kind == b"b" else json.loads(data))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise CrashedError(1, "the child gave no readable result") from None
        result = tuple(parts) if header["is_tuple"] else parts[0]
        return header["status"], result, header["peak"], float(header["cpu"])

    def _what_ended_it(self) -> OverLimitError | CrashedError:
        import subprocess  # noqa: PLC0415

        try:
            code = self._process.wait(_ENDS_SOON)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if self.is_late:
            return OverLimitError("time")
        told = self._told()
        if -code in {getattr(signal, name, None) for name in ("SIGPROF", "SIGXCPU")}:
            return OverLimitError("time")
        if -code == getattr(signal, "SIGXFSZ", None):
            return OverLimitError("output")
        if code == _OUT_OF_MEMORY or any(sign in told for sign in _SIGNS_OF_MEMORY):
            return OverLimitError("memory")
        return CrashedError(code, told)

    def _told(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - _TOLD))
        return self._errors.read().decode(errors="replace").strip()

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._close()

    def forget(self) -> None:
        """Let go of it: it belongs to the process that this one is a copy of."""
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
"""Results do not depend on chance; and each thread takes much address space, which is limited."""


def _exactly(replies: IO[bytes], size: int) -> bytes:
    data = replies.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _taken(replies: IO[bytes], most: int) -> bytes:
    (size,) = _LENGTH.unpack(_exactly(replies, _LENGTH.size))
    if size > most:
        raise ValueError("longer than a result may be")
    return _exactly(replies, size)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let signals to end wait while a child is started; it inherits this, until it is ready to ignore them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in the child -------------------------------------------------------------------------------------------


def serve_calls() -> None:
    """What a child does: answer requests from standard input until there are no more, then leave."""
    for number in ENDINGS:  # Ctrl-C reaches the child too, and is the parent's to answer
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # whatever a library prints is no reply
    threading.Thread(target=_end_with_parent, args=(requests.fileno(),), daemon=True).start()
    while True:
        try:
            head = requests.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                os._exit(0)
            function, arguments, limits = pickle.loads(requests.read(*_LENGTH.unpack(head)))  # noqa: S301 - ours
            began = time.process_time()
            status, result = _run(function, arguments, limits)
            _send(replies, status, result, limits, time.process_time() - began)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            os._exit(0)  # the parent is gone


def _end_with_parent(requests: int) -> None:
    """Leave when the parent is gone, also in the middle of a call; where that cannot be seen, after the call."""
    with suppress(ImportError, AttributeError, OSError):
        import select  # noqa: PLC0415

        poll = select.poll()
        poll.register(requests, 0)  # only that the other side was closed
        while not poll.poll():
            time.sleep(1)  # some systems tell nothing and return at once
        os._exit(0)


def _run(function: str, arguments: tuple[Any, ...], limits: Limits) -> tuple[str, Any]:
    module, _, name = function.partition(":")
    work = getattr(importlib.import_module(module), name)  # before the time begins
    _limit(limits)
    try:
        return "done", work(*arguments)
    except MemoryError:
        return "over", ("memory",)
    except InvalidValueError as refused:
        return "refused", (refused.code, refused.message, refused.hint, refused.key)
    except Exception as error:  # whatever it is, it is told to the parent
        import traceback  # noqa: PLC0415

        return "failed", (type(error).__name__, str(error)[:_TOLD], traceback.format_exc(-20)[-_TOLD:])
    finally:
        _limit(None)


def _send(replies: IO[bytes], status: str, result: Any, limits: Limits, seconds: float) -> None:
    is_tuple = isinstance(result, tuple)
    parts = [
        (b"b", bytes(part)) if isinstance(part, bytes | bytearray | memoryview) else (b"j", _as_json(part))
        for part in (result if is_tuple else (result,))
    ]
    if any(len(data) > limits.output_bytes for _, data in parts):
        _send(replies, "over", ("output",), Limits(), seconds)
        return
    header = {"status": status, "parts": len(parts), "is_tuple": is_tuple, "peak": _peak(), "cpu": seconds}
    told = json.dumps(header).encode()
    replies.write(_LENGTH.pack(len(told)) + told)
    for kind, data in parts:
        replies.write(kind + _LENGTH.pack(len(data)))
        replies.write(data)
    replies.flush()


def _as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _peak() -> int:
    """The most memory that this process ever had in use, in bytes; 0 where that is not known.

    On Linux `getrusage` counts what the parent had in use when it started the child, so the kernel's own figure of the
    child's memory is read first.
    """
    with suppress(OSError, ValueError, StopIteration), Path("/proc/self/status").open("rb") as status:
        return int(next(line for line in status if line.startswith(b"VmHWM:")).split()[1]) * 1024
    with suppress(ImportError, AttributeError):
        import resource  # noqa: PLC0415 - there is none on Windows

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return 0


def _limit(limits: Limits | None) -> None:
    """Set the limits of one call, or, with None, take its time limits away while the child waits."""
    with suppress(ImportError, AttributeError):
        import resource  # noqa: PLC0415

        if limits is None:
            signal.setitimer(signal.ITIMER_PROF, 0)
            _set(resource, resource.RLIMIT_CPU, None)
            return
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # its default is to end the process
        signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set(resource, resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.cpu_seconds) + 2)
        _set(resource, resource.RLIMIT_CORE, 0)
        _set(resource, resource.RLIMIT_FSIZE, limits.output_bytes)
        _set(resource, resource.RLIMIT_AS, limits.memory_bytes)


def limit_step(cpu_seconds: float) -> None:
    """In a child: from here on, and until this is called again, a call may take so much; all of it, what it was given.

    So one of the many records of a call can end the call, and none of the others pays for it.
    """
    with suppress(ImportError, AttributeError):
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def _set(resource: Any, kind: int, most: int | None) -> None:
    """Set what can be raised again for the next call; a limit of the system's own stays where it is lower."""
    _, hard = resource.getrlimit(kind)
    if most is None:
        most = hard
    elif hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (most, hard))
