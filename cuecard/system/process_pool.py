"""Many like pieces of work, spread over the processors.

Work is handed out through the standard `concurrent.futures.Executor` interface, in pieces that know all they need and
share nothing, and results come back in order: so they are the same for any number of workers, and the pool of processes
can be exchanged for the executor of a cluster.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from cuecard.system.signals import ENDINGS

if TYPE_CHECKING:
    from concurrent.futures import Future

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerLostError(Exception):
    """A worker was killed, by somebody or for want of memory."""


_CHUNKS_FOR_EACH = 8
"""Pieces that a worker gets in turn: enough that no one waits long for the last, few enough to be cheap to hand out."""
_MOST_IN_A_CHUNK = 25
"""So that results, which wait in memory until they are taken, stay small."""
_AHEAD = 8
"""Pieces for each worker that are handed out before they are asked for: their results wait in memory."""


def processors() -> int:
    """How many processors this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parallel_map(
    work: Callable[[Shared, Sequence[Item]], Result],
    shared: Shared,
    items: Sequence[Item],
    jobs: int,
    *,
    worth: int,
    most: int = _MOST_IN_A_CHUNK,
    ahead: int = _AHEAD,
) -> Iterator[tuple[Sequence[Item], Result]]:
    """Each stretch of *items* with what *work* makes of it and of *shared*, in order.

    With fewer than *worth* items, or one job, all is done here: starting workers would take longer. A stretch has at
    *most* so many items, and a worker is *ahead* of what was taken by at most so many stretches.

    Raises:
        Lost: when a worker was killed.

    """
    if jobs == 1 or len(items) < worth:
        size = max(1, min(most, len(items)))
        for start in range(0, len(items), size):
            chunk = items[start : start + size]
            yield chunk, work(shared, chunk)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - 15 ms, and few need it

    size = max(1, min(most, -(-len(items) // (jobs * _CHUNKS_FOR_EACH))))
    gc.freeze()  # what is there now is not looked at again, and so not copied, in the workers
    context = _context()
    are_copies = context.get_start_method() == "fork"
    executor = ProcessPoolExecutor(jobs, context, _take, (work, shared, items if are_copies else ()))
    pieces = (slice(start, start + size) for start in range(0, len(items), size))

    def handed_out(most: int) -> Iterator[tuple[slice, Future[Result]]]:
        """The next pieces: a copy of this process has the items, and is only told which."""
        for piece in islice(pieces, most):
            yield piece, executor.submit(_do, piece if are_copies else items[piece])

    try:
        with _signals_held():
            waiting = deque(handed_out(ahead * jobs))
        while waiting:
            piece, future = waiting.popleft()
            result = future.result()
            del future
            waiting.extend(handed_out(1))
            yield items[piece], result
            del result
    except BrokenExecutor:
        raise WorkerLostError from None
    except BaseException:
        _kill_workers()  # nobody waits for what they do
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


def run_in_background(work: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Begin *work* in a process beside this one, and give what waits for its result; with one job, it is done then."""
    if jobs == 1:
        return work
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, work), daemon=True)  # nobody waits after a fault
    with _signals_held():
        process.start()
    theirs.close()

    def wait() -> Result:
        try:
            result: Result = ours.recv()
        except EOFError:
            result = work()  # it came to grief there, and tells why here
        process.join()
        ours.close()
        return result

    return wait


def _send(connection: Any, work: Callable[[], Any]) -> None:
    _leave_signals_to_parent()
    with suppress(Exception):
        connection.send(work())


def _context() -> Any:
    """How workers are started: as copies of this process where that is safe, else from nothing.

    A copy has everything imported already. It is not safe beside other threads, whose locks would be copied locked.
    """
    import multiprocessing  # noqa: PLC0415

    can_copy = sys.platform.startswith("linux") and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_copy else "spawn")


_given: tuple[Callable[[Any, Sequence[Any]], Any], Any, Sequence[Any]] | None = None
"""In a worker: what to do, what all pieces of work share, and the items, if it is a copy of who has them."""


def _take(work: Callable[[Any, Sequence[Any]], Any], shared: Any, items: Sequence[Any]) -> None:
    global _given  # noqa: PLW0603 - a worker serves one piece of work after the other, and keeps what they share
    _leave_signals_to_parent()
    gc.disable()  # it lives for seconds, and makes little that refers to itself
    _given = (work, shared, items)


def _do(piece: slice | Sequence[Any]) -> Any:
    if _given is None:
        raise RuntimeError("a worker that was given nothing to do")
    work, shared, items = _given
    return work(shared, items[piece] if isinstance(piece, slice) else piece)


# --- ends -------------------------------------------------------------------------------------------------


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let signals to end wait while workers are started: one that is not ready for them would tell of it at length."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_signals_to_parent() -> None:
    """In a worker: Ctrl-C reaches it too, and is the parent's to answer; and it ends when its parent is no more."""
    import multiprocessing  # noqa: PLC0415

    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _kill_workers() -> None:
    import multiprocessing  # noqa: PLC0415

    for worker in multiprocessing.active_children():
        worker.kill()
