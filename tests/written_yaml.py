"""Front matter written out by ourselves, with the place of every value noted on the way.

For property tests: what the program reads must be what was written, and are where it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

Loc = tuple[str | int, ...]

LETTERS = "abzé漢🏋 '0123456789-:"
"""Of one to four bytes, and characters that mean something in YAML but not inside a word."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it is written and as it is meant."""

    written: str
    meant: str | None


@dataclass(slots=True)
class Block:
    """Lines of YAML, and where the values and the keys in them are, counted from 1."""

    lines: list[str] = field(default_factory=list)
    values: dict[Loc, tuple[int, int, str]] = field(default_factory=dict)
    """To line, column, and the characters at that place."""
    keys: dict[Loc, tuple[int, int, str]] = field(default_factory=dict)

    def mapping(self, node: dict[str, Any], indent: int, loc: Loc = (), head: str | None = None) -> None:
        """Write *node* in block style; *head* begins the first line in place of the indent."""
        for key, value in node.items():
            start = " " * indent if head is None else head
            head = None
            here = (*loc, key)
            self.keys[here] = (len(self.lines) + 1, len(start) + 1, key)
            self.value(value, f"{start}{key}:", indent + 2, here)

    def sequence(self, node: list[Any], indent: int, loc: Loc) -> None:
        """Write *node* in block style, mappings beginning on the line of the hyphen."""
        for n, value in enumerate(node):
            start = " " * indent + "-"
            if isinstance(value, dict) and value and not isinstance(value, Flow):
                self.values[*loc, n] = (len(self.lines) + 1, indent + 3, "")
                self.mapping(value, indent + 2, (*loc, n), head=start + " ")
            else:
                self.value(value, start, indent + 2, (*loc, n))

    def value(self, value: Any, start: str, indent: int, loc: Loc) -> None:
        """Write *value* behind *start*, or below it."""
        if isinstance(value, Scalar):
            self.values[loc] = (len(self.lines) + 1, len(start) + 2, value.written)
            self.lines.append(f"{start} {value.written}")
        elif isinstance(value, Flow | FlowList) or not value:
            self.lines.append(f"{start} {self.flow(value, len(start) + 1, loc)}")
        else:
            self.lines.append(start)
            if isinstance(value, dict):
                self.mapping(value, indent, loc)
            else:
                self.sequence(value, indent, loc)

    def flow(self, value: Any, column: int, loc: Loc) -> str:
        """Return *value* between brackets, on the line that comes next, from *column* on, counted from 0."""
        line = len(self.lines) + 1
        if isinstance(value, Scalar):
            self.values[loc] = (line, column + 1, value.written)
            return value.written
        is_mapping = isinstance(value, dict)
        self.values[loc] = (line, column + 1, "{" if is_mapping else "[")
        text = "{" if is_mapping else "["
        for n, (key, part) in enumerate(value.items() if is_mapping else enumerate(value)):
            text += ", " if n else ""
            if is_mapping:
                self.keys[*loc, key] = (line, column + len(text) + 1, key)
                text += f"{key}: "
            text += self.flow(part, column + len(text), (*loc, key))
        return text + ("}" if is_mapping else "]")


class Flow(dict[str, Any]):
    """A mapping to be written between braces."""


class FlowList(list[Any]):
    """A list to be written between brackets."""


def meant(node: Any) -> Any:
    """Return what *node* means, as plain values."""
    if isinstance(node, Scalar):
        return node.meant
    if isinstance(node, dict):
        return {key: meant(value) for key, value in node.items()}
    return [meant(value) for value in node]


def _plain(text: str) -> Scalar | None:
    """Return *text* without quotes, where it can be so."""
    text = text.strip()
    if not text or text[0] in "-':" or ": " in text or " '" in text or text.endswith(":"):
        return None
    return Scalar(text, text)


_TEXTS = st.text(LETTERS, max_size=12)
SCALARS = st.one_of(
    _TEXTS.map(_plain).filter(bool),
    _TEXTS.map(lambda text: Scalar("'" + text.replace("'", "''") + "'", text)),
    _TEXTS.map(lambda text: Scalar(f'"{text}"', text)),
    st.sampled_from(["~", "null"]).map(lambda text: Scalar(text, None)),
    st.sampled_from(
        ["1:30", "no", "on", "3-1-1", "03", "1.10", "2026-11-01", "0x1F", "1e3", "yes", "=", ".5"]
    ).map(lambda text: Scalar(text, text)),
)


def trees(
    keys: st.SearchStrategy[str], leaves: st.SearchStrategy[Any] = SCALARS
) -> st.SearchStrategy[dict[str, Any]]:
    """Nested mappings and lists over *leaves*, in block and in flow style."""
    flow = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(FlowList), st.dictionaries(keys, inner, max_size=3).map(Flow)
        ),
        max_leaves=4,
    )
    nested = st.recursive(
        flow,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3), st.dictionaries(keys, inner, min_size=1, max_size=3)
        ),
        max_leaves=8,
    )
    return st.dictionaries(keys, nested, max_size=5)


def written(tree: dict[str, Any]) -> Block:
    """Return *tree* as YAML, with places."""
    block = Block()
    block.mapping(tree, 0)
    return block
