"""Tables in Markdown, for the pages that scripts write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, is_centred: bool = False) -> str:
    """Return a table in Markdown, one row a line."""
    lines = [head, (":-:" if is_centred else "---",) * len(head), *rows]
    return "".join(
        f"|{'|'.join(cell if at == 1 else f' {cell} ' if cell else ' ' for cell in line)}|\n"
        for at, line in enumerate(lines)
    )
