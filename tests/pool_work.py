"""What tests give to other processes to do, in a module of its own: what starts from nothing imports all of it."""

from __future__ import annotations

from collections.abc import Sequence


def doubled(shared: int, items: Sequence[int]) -> list[int]:
    """Return a piece of work."""
    return [shared * item for item in items]


def refused(_: None, items: Sequence[int]) -> None:
    """Do a piece of work that fails."""
    raise ValueError(f"not {items[0]}")


def packed() -> bytes:
    """Something to do beside other work."""
    return b"done"
