"""What Python-Markdown has registered, but for what cannot match a text as it lacks the sign that it begins with."""

from __future__ import annotations

from typing import Any


def lacks(text: str, markers: tuple[str, ...], start: int = 0) -> bool:
    """Whether *text* has none of *markers* behind its first *start* characters; no signs are never lacking."""
    for marker in markers:  # a loop, as `any` with a generator takes three times as long for one or two
        if text.find(marker, start) >= 0:
            return False
    return bool(markers)


class Sieve:
    """What is registered, in its order, but for what cannot match a text as it has none of the signs of it."""

    def __init__(self, registry: Any, table: dict[str, tuple[str, ...]]) -> None:
        names = {registry.get_index_for_name(name): name for name in table if name in registry}
        self._registered = [(at, one, table.get(names.get(at, ""), ())) for at, one in enumerate(registry)]
        self._signs = sorted({marker for _, _, markers in self._registered for marker in markers})
        self._left: dict[tuple[bool, ...], list[tuple[int, Any, tuple[str, ...]]]] = {}
        """By which of all the signs a text has: few of all the choices that there could be are ever met."""
        self.knows_all = len(names) == len(self._registered)
        """Whether nothing is registered but what *table* has, so that it is known what a text can mean."""

    def left(self, text: str) -> list[tuple[int, Any, tuple[str, ...]]]:
        """What could match *text*: its place, itself, and its signs."""
        present = tuple([marker in text for marker in self._signs])
        if present not in self._left:
            there = {marker for marker, is_there in zip(self._signs, present, strict=True) if is_there}
            self._left[present] = [
                one for one in self._registered if not one[2] or there.intersection(one[2])
            ]
        return self._left[present]
