"""Frozen values as JSON: back as they were, and alike only when they are the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuecard.kept import plain


@dataclass(frozen=True)
class Leaf:
    """A value with one field."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A value with others inside."""

    leaves: tuple[Leaf, ...]
    words: frozenset[str]
    count: int
    is_good: bool


CLASSES = plain.named([Leaf, Branch])
LEAVES = st.builds(Leaf, st.none() | st.text(max_size=3))
BRANCHES = st.builds(
    Branch,
    st.lists(LEAVES, max_size=2).map(tuple),
    st.frozensets(st.text(max_size=1), max_size=2),
    st.integers(0, 1),
    st.booleans(),
)


@given(BRANCHES, BRANCHES)
def test_there_and_back(one: Branch, other: Branch) -> None:
    """A value comes back as it was, and two values have one text only when they are equal."""
    assert plain.loads(plain.dumps(one), CLASSES) == one
    assert (plain.dumps(one) == plain.dumps(other)) is (one == other and one.is_good is other.is_good)
    told = [plain.dumps(value) for value in (one.leaves, one.words, one.count, one.is_good)]
    assert plain.joined(Branch, told) == plain.dumps(one)
    shared = plain.Shared(Leaf)
    assert [shared.dumps((one, other)), shared.dumps(one)] == [plain.dumps((one, other)), plain.dumps(one)]


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"class": "os.system", "fields": ["x"]}', '{"class": "test_plain.Leaf", "fields": [1, 2]}'],
)
def test_what_is_no_kept_value(text: str) -> None:
    """Nothing but the classes that are named is made; all else is refused."""
    with pytest.raises(ValueError, match=r"Expecting|not a kept value"):
        plain.loads(text, CLASSES)
