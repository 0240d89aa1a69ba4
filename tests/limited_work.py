"""What tests give to limited child processes to do: a module that those import."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.system import limited_child

_kept: list[bytes] = []


def echo(*values: Any) -> Any:
    """Return all that was given."""
    return values


def one(value: Any) -> Any:
    """Return what was given."""
    return value


def number() -> int:
    """Return the process that runs this."""
    return os.getpid()


def number_and_peers() -> tuple[int, str, bool]:
    """Return the process that runs this, what an unordered set looks like there, and whether it ignores Ctrl-C."""
    return os.getpid(), str(set("unordered")), signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def spin() -> None:
    """Keep the processor busy for ever."""
    while True:
        pass


def burn(seconds: float) -> float:
    """Keep the processor busy for so long."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def burn_in_steps(most: float, steps: list[float]) -> int:
    """Keep it busy in several steps, none of which may take longer than *most*."""
    for seconds in steps:
        limited_child.limit_step(most)
        burn(seconds)
    return len(steps)


def sleep(mark: str = "") -> None:
    """Wait for ever without the processor, after a mark that this has begun."""
    if mark:
        Path(mark).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(60)


def nap(seconds: float) -> str:
    """Wait without the processor."""
    time.sleep(seconds)
    return "awake"


def take(size: int) -> int:
    """Take so much memory."""
    return len(bytearray(size))


def keep(size: int) -> int:
    """Take so much memory and never give it back."""
    _kept.append(b"x" * size)
    return os.getpid()


def abort_for_memory() -> None:
    """End as programs in Rust do when there is no memory left."""
    sys.stderr.write("memory allocation of 4096 bytes failed\n")
    sys.stderr.flush()
    os.abort()


def abort() -> None:
    """End as a broken library does."""
    sys.stderr.write("a broken library\n")
    sys.stderr.flush()
    os.abort()


def abort_unless_first() -> int:
    """End as a library does that cannot be used twice in one process."""
    if _kept:
        os.abort()
    _kept.append(b"")
    return 1


def leave(code: int) -> None:
    """End without an answer."""
    os._exit(code)


def refuse() -> None:
    """Refuse a value."""
    raise InvalidValueError("bad-thing", "it is bad", "take another", "key")


def fail() -> None:
    """Raise an exception."""
    raise LookupError("not there")


def make(size: int) -> bytes:
    """Return a result of so many bytes."""
    return b"x" * size


def write(path: str, size: int) -> None:
    """Create a file of so many bytes."""
    with Path(path).open("wb") as file:
        file.write(b"x" * size)


def chatter() -> str:
    """Write to where replies go."""
    print("not a reply", flush=True)
    os.write(1, b"nor this\n")
    return "a reply"
