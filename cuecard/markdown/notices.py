"""What a text says that its page does not show, or not as the author meant it.

The converter collects these while it reads a text; `library.body_problems` turns them into problems with a hint.
"""

from __future__ import annotations

from msgspec import Struct


class Notice(Struct, frozen=True):
    """One thing to report about a text."""

    code: str
    """The code of the problem."""
    words: str = ""
    """What the page lacks or shows differently, as it is written."""
    line: int = 0
    """The line in the text, from 1; 0 if only *needle* is known."""
    needle: str = ""
    """What to look for in the text if the line is not known."""


class Notices:
    """The notices of one text, and its raw tags that are not allowed."""

    MOST = 100
    """Nobody reads more, and finding the places of thousands takes long."""

    def __init__(self) -> None:
        self.found: list[Notice] = []
        self.refused_tags: list[str] = []
        self.lines: dict[str, dict[str, int]] = {}
        """By kind of definition: the line of each name."""

    def clear(self) -> None:
        """Forget everything, for the next text."""
        self.found.clear()
        self.refused_tags.clear()
        self.lines.clear()

    def add(self, code: str, words: str = "", line: int = 0, needle: str = "") -> None:
        """Add a notice, unless there are too many already."""
        if len(self.found) < self.MOST:
            self.found.append(Notice(code, " ".join(words.split()), line, needle))

    def refuse(self, tag: str) -> None:
        """Add a raw tag that was removed, by its name as it is written."""
        if len(self.refused_tags) < self.MOST:
            self.refused_tags.append(tag)

    def defines(self, kind: str, name: str, line: int, words: str) -> bool:
        """Record the definition of *name*; False, with a notice, if there is an earlier one, which counts."""
        known = self.lines.setdefault(kind, {})
        if name in known:
            self.add(f"second-{kind}", words, line)
            return False
        known[name] = line
        return True
