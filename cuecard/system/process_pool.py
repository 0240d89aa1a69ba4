"""Work on many similar items, by several processes.

Work is submitted through the standard `concurrent.futures.Executor` interface, in chunks that contain all they need and
share nothing, and results come back in order. So they are the same for any number of workers. `use_executor` replaces
the process pool by another executor, such as that of a cluster.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cuecard.system.signals import endings_held, leave_to_parent

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerLostError(Exception):
    """A worker was killed, by somebody or because memory was short."""


_CHUNKS_FOR_EACH = 8
"""Chunks for each worker: enough that nobody waits long for the last one, few enough to be submitted cheaply."""
_MOST_IN_A_CHUNK = 25
"""Items; so results, which wait in memory until they are used, stay small."""
_AHEAD = 8
"""Chunks for each worker that are submitted before their results are used, and so wait in memory."""


def _same(value: Any) -> Any:
    return value


def _result(future: Future[Any]) -> Any:
    return future.result()


def _nothing() -> None:
    """Do nothing."""


class Workers(NamedTuple):
    """An executor that somebody else made, and will close."""

    executor: Executor
    at_once: int
    """How many chunks it works on at a time."""
    share: Callable[[Any], Any] = _same
    """Returns what to submit in place of a value that all chunks share; the workers get the value again."""
    prepare: Callable[[], None] = _nothing
    """What a worker calls before each chunk: a function of a module, or a `partial` of one."""
    wait: Callable[[Future[Any]], Any] = _result
    """Returns the result of a call, or raises what has happened to it or to its worker."""


_workers: ContextVar[Workers | None] = ContextVar("workers", default=None)


@contextmanager
def use_executor(workers: Workers) -> Iterator[None]:
    """Have `parallel_map` submit its work to these *workers*; with few items it goes on doing everything here."""
    token = _workers.set(workers)
    try:
        yield
    finally:
        _workers.reset(token)


def processors() -> int:
    """Return how many processors this process may use."""
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
    """Yield each chunk of *items* with the result of *work* on it and on *shared*, in order.

    With fewer than *worth* items, or one job, everything is done here, as starting workers would take longer. A chunk
    has at *most* so many items, and a worker is *ahead* of the results that were used by at most so many chunks.

    Raises:
        WorkerLostError: when a worker was killed.

    """
    others = _workers.get()
    count = others.at_once if others else jobs
    if (others or jobs > 1) and len(items) >= worth:
        size = max(1, min(most, -(-len(items) // (count * _CHUNKS_FOR_EACH))))
        if others:
            yield from _map_in_executor(others, work, shared, items, size=size, ahead=ahead)
        else:
            yield from _map_in_pool(work, shared, items, jobs, size=size, ahead=ahead)
        return
    size = max(1, min(most, len(items)))
    for start in range(0, len(items), size):
        chunk = items[start : start + size]
        yield chunk, work(shared, chunk)


def _map_in_pool(
    work: Callable[[Shared, Sequence[Item]], Result],
    shared: Shared,
    items: Sequence[Item],
    jobs: int,
    *,
    size: int,
    ahead: int,
) -> Iterator[tuple[Sequence[Item], Result]]:
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - 15 ms, few builds need it

    gc.freeze()  # so workers do not look at existing objects, which would copy their memory
    context = _context()
    are_copies = context.get_start_method() == "fork"
    executor = ProcessPoolExecutor(jobs, context, _prepare, (work, shared, items if are_copies else ()))
    slices = (slice(start, start + size) for start in range(0, len(items), size))

    def submit(most: int) -> Iterator[tuple[slice, Future[Result]]]:
        """Submit the next chunks; a worker that is a copy of this process has the items, and gets only a slice."""
        for part in islice(slices, most):
            yield part, executor.submit(_work_on, part if are_copies else items[part])

    try:
        with endings_held():
            waiting = deque(submit(ahead * jobs))
        while waiting:
            part, future = waiting.popleft()
            result = future.result()
            del future
            waiting.extend(submit(1))
            yield items[part], result
            del result
    except BrokenExecutor:
        raise WorkerLostError from None
    except BaseException:
        _kill_workers()  # nobody uses their results
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


def _map_in_executor(
    workers: Workers,
    work: Callable[[Shared, Sequence[Item]], Result],
    shared: Shared,
    items: Sequence[Item],
    *,
    size: int,
    ahead: int,
) -> Iterator[tuple[Sequence[Item], Result]]:
    from concurrent.futures import BrokenExecutor, CancelledError  # noqa: PLC0415

    task = workers.share((work, shared))
    chunks = (items[start : start + size] for start in range(0, len(items), size))

    def submit(most: int) -> Iterator[tuple[Sequence[Item], Future[Result]]]:
        for chunk in islice(chunks, most):
            yield chunk, workers.executor.submit(_work_elsewhere, workers.prepare, task, chunk)

    waiting = deque(submit(ahead * workers.at_once))
    try:
        while waiting:
            chunk, future = waiting.popleft()
            result = workers.wait(future)
            waiting.extend(submit(1))
            yield chunk, result
    except (BrokenExecutor, CancelledError):
        raise WorkerLostError from None
    finally:
        for _, future in waiting:
            future.cancel()


def _work_elsewhere(prepare: Callable[[], None], task: tuple[Any, Any], chunk: Sequence[Any]) -> Any:
    prepare()
    work, shared = task
    return work(shared, chunk)


def run_in_background(work: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Start *work* in another process; return what waits for its result. With one job, that does the work itself."""
    if jobs == 1:
        return work
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, work), daemon=True)  # nobody waits after an error
    with endings_held():
        process.start()
    theirs.close()

    def wait() -> Result:
        try:
            result: Result = ours.recv()
        except EOFError:
            result = work()  # it failed there, and fails here with a reason
        process.join()
        ours.close()
        return result

    return wait


def _send(connection: Any, work: Callable[[], Any]) -> None:
    _leave_signals_to_parent()
    with suppress(Exception):
        connection.send(work())


def _context() -> Any:
    """Return how workers are started: as copies of this process if that is safe, and otherwise from nothing.

    A copy has imported everything already. It is not safe beside other threads, whose locks would be copied locked.
    """
    import multiprocessing  # noqa: PLC0415

    can_copy = sys.platform.startswith("linux") and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_copy else "spawn")


_job: tuple[Callable[[Any, Sequence[Any]], Any], Any, Sequence[Any]] | None = None
"""In a worker: the work, what all chunks share, and, if it is a copy of the process that has them, the items."""


def _prepare(work: Callable[[Any, Sequence[Any]], Any], shared: Any, items: Sequence[Any]) -> None:
    global _job  # noqa: PLW0603 - a worker keeps what its chunks share
    _leave_signals_to_parent()
    gc.disable()  # it lives for seconds, and creates few cycles
    _job = (work, shared, items)


def _work_on(chunk: slice | Sequence[Any]) -> Any:
    if _job is None:
        raise RuntimeError("a worker without a job")
    work, shared, items = _job
    return work(shared, items[chunk] if isinstance(chunk, slice) else chunk)


# --- end of workers -------------------------------------------------------------------------------------------------


def _leave_signals_to_parent() -> None:
    """In a worker, ignore Ctrl-C, which the parent handles, and exit when the parent ends."""
    import multiprocessing  # noqa: PLC0415

    leave_to_parent()
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_exit_with, args=(parent,), daemon=True).start()


def _exit_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _kill_workers() -> None:
    import multiprocessing  # noqa: PLC0415

    for worker in multiprocessing.active_children():
        worker.kill()
