"""How a command is stopped from outside: Ctrl-C, `kill`, or a closed terminal window."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDINGS = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
"""Signals that ask a process to end."""


class Interrupted(KeyboardInterrupt):
    """A command was asked to end, by Ctrl-C or another signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def by_signals() -> Iterator[None]:
    """Turn a signal to end into `Interrupted`, so that the command can clean up; a second one ends it at once.

    A signal that is ignored, as under `nohup`, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    is_interrupted = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal is_interrupted
        if is_interrupted:
            os._exit(128 + number)
        is_interrupted = True
        raise Interrupted(number)

    numbers = [number for number in ENDINGS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_to_parent() -> None:
    """Ignore these signals in a child: Ctrl-C reaches it too, but the parent handles it and ends the child."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


@contextmanager
def endings_held() -> Iterator[None]:
    """Hold signals that end a process while another one is started.

    A child inherits this, and lets them through when it is ready for them; before, it would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_by(number: int) -> None:
    """End this process by a signal, so that a shell sees why it ended, and ends its own loop after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
