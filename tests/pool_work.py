"""What tests give to other processes to do, in a module of its own: what starts from nothing imports all of it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any


def doubled(shared: int, items: Sequence[int]) -> list[int]:
    """Return a piece of work."""
    return [shared * item for item in items]


def refused(_: None, items: Sequence[int]) -> None:
    """Do a piece of work that fails."""
    raise ValueError(f"not {items[0]}")


def packed() -> bytes:
    """Something to do beside other work."""
    return b"done"


def killed_soon(dask_worker: Any) -> None:
    """Have a worker of Dask kill itself when it has made three more calls."""
    last = dask_worker.state.executed_count + 3

    def watch() -> None:
        while dask_worker.state.executed_count < last:
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
