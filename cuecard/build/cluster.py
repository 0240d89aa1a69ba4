"""Read and render on other machines: the workers of a Dask scheduler, or of any other executor.

Texts are parsed, figures drawn and pages rendered by pure functions of what they are sent. Workers write only pages,
into the folder of staged files in the output folder. So all machines must have the output folder and the templates
under the same path, and the same versions of Cuecard, its libraries and Python. Cards are made here.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from cuecard import __version__
from cuecard.cache.build_record import installed
from cuecard.output.staging import OutputError
from cuecard.system import process_pool
from cuecard.system.process_pool import Workers

_PATIENCE = 10
"""Seconds to wait for a scheduler, for its first worker, and for another one when all are lost."""


class _LostError(Exception):
    """No worker is left."""


@contextmanager
def use_executor(executor: Executor, at_once: int) -> Iterator[None]:
    """Have every build in this block read and render with an *executor*, which runs *at_once* calls at a time.

    Its workers must be processes, not threads of this one, and may be on other machines: see the docstring of the
    module for what these need.
    """
    with process_pool.use_executor(Workers(executor, at_once, prepare=_prepared())):
        yield


@contextmanager
def use_scheduler(address: str) -> Iterator[None]:
    """Have every build in this block read and render on the workers of the Dask scheduler at *address*.

    A worker that is lost is replaced by the others.

    Raises:
        OutputError: when Dask is not installed, or the scheduler has no workers or cannot be reached; and later, when
            all workers are lost.

    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and half a second of imports
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        raise OutputError('--scheduler needs Dask: install it with pip install "cuecard[cluster]"') from None
    connect: Any = Client
    try:
        client = connect(address, timeout=_PATIENCE, set_as_default=False)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError):
        raise OutputError(f"there is no scheduler with workers at {address}") from None

    def wait(future: Future[Any]) -> Any:
        while True:
            with suppress(TimeoutError):
                return future.result(_PATIENCE)
            if not future.done() and not client.nthreads():
                raise _LostError

    with client:
        at_once = sum(client.nthreads().values())
        # Each worker gets a copy of what is shared, so that it is not lost with one of them.
        share = partial(client.scatter, broadcast=True, hash=False)
        workers = Workers(client.get_executor(), at_once, share, _prepared(), wait)
        try:
            with process_pool.use_executor(workers):
                yield
        except (KilledWorker, _LostError):
            raise OutputError(f"the workers of {address} were lost; build again") from None
        except ModuleNotFoundError as error:
            raise OutputError(f"a worker of {address} has no {error.name}; install it there") from None


def _prepared() -> partial[None]:
    return partial(_prepare, os.fspath(Path.cwd()), _version())


def _prepare(folder: str, version: str) -> None:
    """Make a worker see relative paths as the process that sends it work."""
    if _version() != version:
        raise OutputError(
            f"a worker on {platform.node()} has another version of Cuecard, its libraries or Python"
        )
    if os.fspath(Path.cwd()) != folder:
        try:
            os.chdir(folder)
        except OSError as error:
            raise OutputError(
                f"a worker on {platform.node()} cannot use {folder}: {error.strerror}"
            ) from None


def _version() -> str:
    return f"{__version__} {platform.python_version()} {installed()}"
