"""Select the Python-Markdown processors that could match a text, by the characters that they need."""

from __future__ import annotations

from typing import Any


def lacks(text: str, markers: tuple[str, ...], start: int = 0) -> bool:
    """Return whether *text* has none of *markers* after its first *start* characters; False if there are no markers."""
    for marker in markers:  # a loop, as `any` with a generator takes three times as long for one or two
        if text.find(marker, start) >= 0:
            return False
    return bool(markers)


class Candidates:
    """The registered processors in order, without those whose markers a text does not contain."""

    def __init__(self, registry: Any, table: dict[str, tuple[str, ...]]) -> None:
        names = {registry.get_index_for_name(name): name for name in table if name in registry}
        self._registered = [(at, one, table.get(names.get(at, ""), ())) for at, one in enumerate(registry)]
        self._markers = sorted({marker for _, _, markers in self._registered for marker in markers})
        self._left: dict[tuple[bool, ...], list[tuple[int, Any, tuple[str, ...]]]] = {}
        """Candidates by which of all markers a text has; few of all combinations occur."""
        self.knows_all = len(names) == len(self._registered)
        """Whether every registered processor is in *table*, so that no unknown syntax is possible."""

    def left(self, text: str) -> list[tuple[int, Any, tuple[str, ...]]]:
        """Return what could match *text*: index, processor and markers."""
        present = tuple([marker in text for marker in self._markers])
        if present not in self._left:
            found = {marker for marker, is_present in zip(self._markers, present, strict=True) if is_present}
            self._left[present] = [
                one for one in self._registered if not one[2] or found.intersection(one[2])
            ]
        return self._left[present]
