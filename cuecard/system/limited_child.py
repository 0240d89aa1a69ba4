"""What runs in a limited child process (see `limited_process`): it answers calls within their limits, and leaves."""

from __future__ import annotations

import importlib
import json
import os
import pickle
import signal
import struct
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.system.signals import leave_to_parent

OUT_OF_MEMORY = 77
"""The exit code of a child that could not even report that it is out of memory."""
LENGTH = struct.Struct(">Q")
"""Of a request, and of each part of a reply."""
MOST_ERROR_CHARACTERS = 2000
"""Of an error message, and of standard error."""


class Limits(Struct, frozen=True):
    """What one call may take. Bytes are those of the whole child, with the interpreter and all libraries."""

    cpu_seconds: float = 10.0
    """Processor time of all threads of the child together. This is the limit for work that takes long."""
    wall_seconds: float = 120.0
    """Generous, as a busy machine may make a call wait. It ends what sleeps or waits for ever."""
    memory_bytes: int = 1 << 30
    """Of address space."""
    output_bytes: int = 100_000_000
    """Of the result, and of each file that is written."""
    calls: int = 200
    """After so many calls, a child is replaced by a new one."""
    recycle_bytes: int = 300_000_000
    """A child that has ever used so much memory is replaced after the call."""


def serve_calls() -> None:
    """Answer the requests from standard input until there are no more, then exit."""
    leave_to_parent()
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # whatever a library prints is not a reply
    threading.Thread(target=_exit_with_parent, args=(requests.fileno(),), daemon=True).start()
    while True:
        try:
            head = requests.read(LENGTH.size)
            if len(head) < LENGTH.size:
                os._exit(0)
            function, arguments, limits = pickle.loads(requests.read(*LENGTH.unpack(head)))  # noqa: S301 - ours
            began = time.process_time()
            status, result = _run(function, arguments, limits)
            _send(replies, status, result, limits, time.process_time() - began)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            os._exit(0)  # the parent is gone


def _exit_with_parent(requests: int) -> None:
    """Exit when the parent is gone, even in the middle of a call; where that cannot be seen, after the call."""
    with suppress(ImportError, AttributeError, OSError):
        import select  # noqa: PLC0415

        poll = select.poll()
        poll.register(requests, 0)  # only that the other side was closed
        while not poll.poll():
            time.sleep(1)  # some systems return at once without a reason
        os._exit(0)


def _run(function: str, arguments: tuple[Any, ...], limits: Limits) -> tuple[str, Any]:
    module, _, name = function.partition(":")
    work = getattr(importlib.import_module(module), name)  # before the time begins
    _limit(limits)
    try:
        return "done", work(*arguments)
    except MemoryError:
        return "over", ("memory",)
    except InvalidValueError as error:
        return "invalid", (error.code, error.message, error.hint, error.key)
    except Exception as error:  # whatever it is, the parent reports it
        import traceback  # noqa: PLC0415

        trace = traceback.format_exc(-20)[-MOST_ERROR_CHARACTERS:]
        return "failed", (type(error).__name__, str(error)[:MOST_ERROR_CHARACTERS], trace)
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
    head = json.dumps(header).encode()
    replies.write(LENGTH.pack(len(head)) + head)
    for kind, data in parts:
        replies.write(kind + LENGTH.pack(len(data)))
        replies.write(data)
    replies.flush()


def _as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _peak() -> int:
    """Return the most memory that this process ever used, in bytes; 0 if that is not known.

    On Linux, `getrusage` counts what the parent used when it started the child, so the kernel's own figure of the
    child's memory is read first.
    """
    with suppress(OSError, ValueError, StopIteration), Path("/proc/self/status").open("rb") as status:
        return int(next(line for line in status if line.startswith(b"VmHWM:")).split()[1]) * 1024
    with suppress(ImportError, AttributeError):
        import resource  # noqa: PLC0415 - Windows has none

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return 0


def _limit(limits: Limits | None) -> None:
    """Set the limits of one call; None removes its time limits while the child waits."""
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
    """Limit the processor time of the present step of a call, until the next step; for use in a child.

    So one of the many records of a call can end the call, but none of them takes the time of the others.
    """
    with suppress(ImportError, AttributeError):
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def _set(resource: Any, kind: int, most: int | None) -> None:
    """Set a soft limit, which the next call can raise again; a lower limit of the system stays."""
    _, hard = resource.getrlimit(kind)
    if most is None:
        most = hard
    elif hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (most, hard))
