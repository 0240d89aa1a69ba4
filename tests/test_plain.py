"""Frozen values as JSON: back as they were, and alike only when they are the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuecard.cache import codec


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


CLASSES = codec.classes_by_name([Leaf, Branch])
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
    assert codec.loads(codec.dumps(one), CLASSES) == one
    assert (codec.dumps(one) == codec.dumps(other)) is (one == other and one.is_good is other.is_good)
    told = [codec.dumps(value) for value in (one.leaves, one.words, one.count, one.is_good)]
    assert codec.join_fields(Branch, told) == codec.dumps(one)
    shared = codec.SharedEncoder(Leaf)
    assert [shared.dumps((one, other)), shared.dumps(one)] == [codec.dumps((one, other)), codec.dumps(one)]


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"class": "os.system", "fields": ["x"]}', '{"class": "test_plain.Leaf", "fields": [1, 2]}'],
)
def test_what_is_no_kept_value(text: str) -> None:
    """Nothing but the classes that are named is made; all else is refused."""
    with pytest.raises(ValueError, match=r"Expecting|not a kept value"):
        codec.loads(text, CLASSES)
