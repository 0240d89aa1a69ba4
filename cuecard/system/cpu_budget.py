"""A budget of processor time that all calls of limited child processes share in one piece of work, such as a build.

So a thousand calls that each stay just below their own limit end soon as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from cuecard.core.diagnostics import InvalidValueError

_Result = TypeVar("_Result")


class CpuBudget:
    """Processor time that the calls of one piece of work may take together."""

    def __init__(self) -> None:
        self.spent = 0.0
        """Seconds."""
        self._allowance: Callable[[], float] = lambda: float("inf")
        self._seconds: float | None = None
        self._lock = threading.Lock()

    def allow(self, seconds: Callable[[], float]) -> None:
        """Set the budget; *seconds* is called only when a call is made, as most builds make none."""
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
    """Count what the calls in this context take together; inside another budget, they count for that one."""
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


def current_budget() -> CpuBudget | None:
    """Return the budget that calls count for here."""
    return _budget.get()


def is_budget_spent() -> bool:
    """Return whether no further call is started."""
    budget = _budget.get()
    return budget is not None and not budget.left


def budget_spent(what: str) -> InvalidValueError:
    """Return the problem of *what* was not done, such as "this text was not converted", as the budget was spent."""
    message = f"{what}, as the slow work of this build took longer than all of it may"
    hint = "use smaller pictures and simpler texts; or build again, as what was done is kept"
    return InvalidValueError("takes-too-long", message, hint)


def in_this_budget(work: Callable[..., _Result]) -> Callable[..., _Result]:
    """Return *work* for other threads, so that its calls count for the budget of this one."""
    budget = _budget.get()

    def counted(*arguments: Any) -> _Result:
        token = _budget.set(budget)
        try:
            return work(*arguments)
        finally:
            _budget.reset(token)

    return counted
