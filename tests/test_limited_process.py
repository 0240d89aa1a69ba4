"""Foreign work in limited children: what goes wrong there is an exception here, and nothing else is touched."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError
from cuecard.system import cpu_budget, limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, FailedError, OverLimitError
from cuecard.system.process_pool import parallel_map

SHORT = Limits(cpu_seconds=0.5, wall_seconds=300)
VALUES = [None, 3, "ä\ud800", [1, [2.5, True]], {"a": None}, b"\0\xff", b"", (), ("a", b"b", 1)]


@pytest.fixture(autouse=True)
def _ends() -> Iterator[None]:
    """Let each test begin and end without children."""
    limited_process.close()
    yield
    limited_process.close()


def call(name: str, *arguments: Any, limits: Limits = SHORT) -> Any:
    """Return what a function of `limited_work` gives in a child."""
    return limited_process.call(f"limited_work:{name}", *arguments, limits=limits)


def is_running(number: int) -> bool:
    """Return whether there is a process of this number."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def until(holds: Any) -> None:
    """Wait until something holds."""
    while not holds():
        time.sleep(0.01)


@pytest.mark.parametrize(
    "value", [None, 3, "ä\ud800", [1, [2.5, True]], {"a": None}, b"\0\xff", b"", (), ("a", b"b", 1)]
)
def test_values_come_back_as_they_went(value: Any) -> None:
    """Text, numbers, bytes and tuples of them are the same on the way there and back."""
    assert call("one", value) == value


def test_a_child_serves_many_calls_and_then_a_new_one() -> None:
    """The same process serves until its number of calls is reached."""
    limits = replace(SHORT, calls=3)
    numbers = [call("number", limits=limits) for _ in range(6)]
    assert len(set(numbers[:3])) == len(set(numbers[3:])) == 1
    assert numbers[0] != numbers[3]


def test_a_child_that_has_grown_is_replaced() -> None:
    """Memory that a library never gives back goes with the process that holds it."""
    first = call("keep", 100_000_000, limits=replace(SHORT, recycle_bytes=90_000_000))
    assert call("number") != first
    until(lambda: not is_running(first))


def test_work_without_end_is_over_its_time() -> None:
    """A busy function ends by the processor's time."""
    with pytest.raises(OverLimitError) as raised:
        call("spin")
    assert raised.value.limit == "time"


def test_sleep_without_end_is_over_its_time() -> None:
    """A function that waits ends by the clock."""
    with pytest.raises(OverLimitError) as raised:
        call("sleep", limits=replace(SHORT, wall_seconds=0.5))
    assert raised.value.limit == "time"


def test_waiting_is_no_work() -> None:
    """A call that waits for longer than its time of the processor gets its result."""
    assert call("nap", 1.0, limits=replace(SHORT, cpu_seconds=0.2)) == "awake"


def test_memory_is_limited() -> None:
    """Too much memory is an error of the call, also where a library ends the process for it."""
    for name, arguments in (("take", (1 << 31,)), ("abort_for_memory", ())):
        with pytest.raises(OverLimitError) as raised:
            call(name, *arguments)
        assert raised.value.limit == "memory"
    assert call("take", 1000) == 1000


def test_a_large_argument_is_refused_as_memory() -> None:
    """A child that cannot even hold what it is given ends, and that is an error of the call."""
    call("number", limits=replace(SHORT, memory_bytes=200_000_000))
    with pytest.raises(OverLimitError):
        call("take", 1 << 28, limits=replace(SHORT, memory_bytes=200_000_000))


def test_output_is_limited(tmp_path: Path) -> None:
    """A result and a file may have so many bytes and not one more."""
    limits = replace(SHORT, output_bytes=1000)
    assert len(call("make", 1000, limits=limits)) == 1000
    with pytest.raises(OverLimitError) as raised:
        call("make", 1001, limits=limits)
    assert raised.value.limit == "output"
    with pytest.raises(FailedError, match="File too large"):
        call("write", str(tmp_path / "file"), 2000, limits=limits)
    call("write", str(tmp_path / "file"), 2000)


def test_a_limit_holds_for_its_call_alone() -> None:
    """The next call in the same process has its own limits."""
    small = replace(SHORT, memory_bytes=150_000_000)
    first = call("number", limits=small)
    with pytest.raises(OverLimitError):
        call("take", 200_000_000, limits=small)
    assert call("take", 200_000_000) == 200_000_000
    assert first > 0


def test_a_crash_is_an_exception_here() -> None:
    """A signal and an exit code are reported, with what the library wrote."""
    with pytest.raises(CrashedError) as raised:
        call("abort")
    assert (raised.value.signal, raised.value.stderr) == (signal.SIGABRT, "a broken library")
    with pytest.raises(CrashedError) as raised:
        call("leave", 5)
    assert (raised.value.signal, raised.value.exit_code) == (0, 5)


def test_a_crash_takes_no_other_call_with_it() -> None:
    """Of many calls at once, those that are good get their results."""

    def outcome(at: int) -> Any:
        try:
            return call("abort") if at % 3 == 0 else call("one", at)
        except CrashedError:
            return "crashed"

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(outcome, range(18)))
    assert found == ["crashed" if at % 3 == 0 else at for at in range(18)]


def test_what_earlier_calls_left_behind_changes_no_result() -> None:
    """A call that crashes in a used child is tried once more in a new one."""
    assert [call("abort_unless_first") for _ in range(3)] == [1, 1, 1]
    limits = replace(SHORT, memory_bytes=400_000_000, recycle_bytes=1 << 40)
    for _ in range(4):
        call("keep", 150_000_000, limits=limits)


def test_a_child_that_was_killed_while_it_waited_is_replaced() -> None:
    """Nobody sees that a waiting child was ended."""
    first = call("number")
    os.kill(first, signal.SIGKILL)
    assert call("number") != first


def test_exceptions_of_the_function_are_reported() -> None:
    """A refused value comes back as one, and any other exception by its name; the child stays."""
    with pytest.raises(InvalidValueError) as refused:
        call("refuse")
    assert (refused.value.code, refused.value.hint, refused.value.key) == ("bad-thing", "take another", "key")
    first = call("number")
    with pytest.raises(FailedError) as failed:
        call("fail")
    assert (failed.value.kind, failed.value.message) == ("LookupError", "not there")
    assert "limited_work.py" in failed.value.trace
    assert call("number") == first


def test_what_a_library_prints_is_no_reply() -> None:
    """Standard output of the child leads elsewhere."""
    assert call("chatter") == "a reply"


def test_children_are_alike_and_leave_signals_to_the_parent() -> None:
    """Every child orders sets alike, and ignores Ctrl-C, which the terminal sends to it too."""
    found = [call("number_and_peers", limits=replace(SHORT, calls=1)) for _ in range(3)]
    assert len({number for number, _, _ in found}) == 3
    assert len({(order, ignores) for _, order, ignores in found}) == 1
    assert found[0][2] is True


def test_closing_ends_all_children() -> None:
    """After `close` nothing runs, and the next call starts again."""
    number = call("number")
    limited_process.close()
    assert not is_running(number)
    assert call("number") != number


def _numbers(_: None, items: Any) -> list[int]:
    return [call("number") for _ in items]


def test_copies_of_this_process_have_children_of_their_own() -> None:
    """A worker that is a copy of us leaves our child alone, which answers us afterwards."""
    ours = call("number")
    theirs = [
        number
        for _, numbers in parallel_map(_numbers, None, range(4), 2, worth=1, most=1)
        for number in numbers
    ]
    assert ours not in theirs
    assert call("number") == ours
    for number in theirs:
        until(lambda number=number: not is_running(number))


def test_it_is_safe_beside_other_threads() -> None:
    """Threads that take and leave locks all the time keep no child from starting."""
    stop = threading.Event()

    def log() -> None:
        while not stop.is_set():
            logging.getLogger("limited").debug("busy")

    busy = threading.Thread(target=log)
    busy.start()
    try:
        assert [call("one", at, limits=replace(SHORT, calls=1)) for at in range(5)] == [*range(5)]
    finally:
        stop.set()
        busy.join()


def test_children_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """A child in the middle of a call ends when its parent is gone without a word."""
    mark = tmp_path / "mark"
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from cuecard.system import limited_process as limited;"
        "limited.call('limited_work:sleep', sys.argv[1], limits=limited.Limits())"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(mark), str(ROOT), str(ROOT / "tests")])
    try:
        until(lambda: mark.exists() and mark.read_text(encoding="ascii"))
    finally:
        parent.kill()
        parent.wait()
    child = int(mark.read_text(encoding="ascii"))
    until(lambda: not is_running(child))


def test_what_this_process_holds_is_not_counted_for_its_children() -> None:
    """A child of a large process is kept for further calls like any other: only its own memory counts."""
    ballast = bytearray(b"x") * (SHORT.recycle_bytes + 50_000_000)
    assert len({call("number") for _ in range(3)}) == 1
    assert len(ballast) > SHORT.recycle_bytes


def test_calls_share_a_budget_of_processor_time() -> None:
    """Calls of any thread count, also those that are ended; when all is spent the next one is not begun."""
    with cpu_budget.cpu_budget() as budget:
        budget.allow(lambda: 0.5)
        assert call("burn", 0.1) == 0.1
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(cpu_budget.in_this_budget(lambda seconds: call("burn", seconds)), [0.1, 0.1]))
        assert 0.3 <= budget.spent < 0.5 or budget.left == 0
        with pytest.raises(OverLimitError):
            call("spin", limits=replace(SHORT, cpu_seconds=0.5))
        assert budget.left == 0
        with pytest.raises(BudgetSpentError):
            call("number")
    assert call("number") > 0


def test_a_budget_inside_another_is_that_one() -> None:
    """What a part of the work takes counts for the whole."""
    with cpu_budget.cpu_budget() as outer:
        with cpu_budget.cpu_budget() as inner:
            call("burn", 0.1)
        assert inner is outer
        assert outer.spent >= 0.1
        assert outer.left == float("inf")


def test_a_step_has_a_limit_of_its_own() -> None:
    """A call of many steps may take longer than each of them, and one that takes too long ends it."""
    limits = replace(SHORT, cpu_seconds=10)
    assert call("burn_in_steps", 0.4, [0.1] * 6, limits=limits) == 6
    with pytest.raises(OverLimitError) as raised:
        call("burn_in_steps", 0.4, [0.1, 5.0], limits=limits)
    assert raised.value.limit == "time"
    assert call("burn", 0.1) == 0.1
