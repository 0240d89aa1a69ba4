"""Frozen values do what the dataclasses of the standard library do that they stand for."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from cuecard.core import values


class _Plain:
    """A class with every kind of field, before it is made a value."""

    title: str
    steps: tuple[str, ...] = ()
    note: str = dataclasses.field(default="", compare=False, repr=False)
    words: list[str] = dataclasses.field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        if not self.title:
            raise ValueError("no title")

    @property
    def heading(self) -> str:
        """Something of its own."""
        return self.title.upper()


def _copy_of(cls: type) -> type:
    return type(cls.__name__, (), {**{key: value for key, value in vars(cls).items() if key != "__dict__"}})


Ours: Any = values.dataclass(frozen=True, slots=True)(_copy_of(_Plain))
Theirs: Any = dataclasses.dataclass(frozen=True, slots=True)(_copy_of(_Plain))
Ours.__module__, Ours.__qualname__ = __name__, "Ours"


@pytest.mark.parametrize("made", [Ours, Theirs])
def test_values(made: Any) -> None:
    """Values are equal and hashed by their fields, but for those that are left out, and have no others."""
    one, same, other = made("a", ("b",), "n"), made("a", ("b",), "m"), made("a", ("c",), "n")
    assert one == same
    assert hash(one) == hash(same)
    assert len({one, same, other}) == 2
    assert one != other
    assert one != ("a", ("b",))
    assert one.heading == "A"
    assert dataclasses.replace(one, title="z") == made("z", ("b",))
    assert [field.name for field in dataclasses.fields(one)] == ["title", "steps", "note", "words"]
    assert copy.copy(one) == one
    assert made("a").words is not made("a").words
    with pytest.raises(ValueError, match="no title"):
        made("")
    with pytest.raises(
        (AttributeError, TypeError)
    ):  # that of the library comes to grief over its own message
        one.unknown = 1
    assert made.__match_args__ == ("title", "steps", "note", "words")


def test_values_are_told_alike() -> None:
    """A value is told as the standard library tells it."""
    assert repr(Ours("a", ("b",))) == repr(Theirs("a", ("b",))).replace("_Plain", "Ours")


def test_values_come_whole_from_a_worker() -> None:
    """A value that was pickled is the same again, fields and all."""
    again = pickle.loads(pickle.dumps(Ours("a", ("b",), "n", ["w"])))  # noqa: S301 - made a moment ago
    assert (again, again.note, again.words) == (Ours("a", ("b",)), "n", ["w"])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_fields(count: int) -> None:
    """Values without fields and with one are told apart from others too, and not taken for what they hold."""
    names = {f"field_{n}": str for n in range(count)}
    ours: Any = values.dataclass(frozen=True, slots=True)
    one: Any = ours(type("A", (), {"__annotations__": names}))
    other: Any = ours(type("A", (), {"__annotations__": names}))
    given = ["x"] * count
    assert one(*given) == one(*given)
    assert one(*given) != other(*given)
    assert hash(one(*given)) == hash(one(*given)) == hash(tuple(given))


def test_other_options_are_those_of_the_library() -> None:
    """What is declared in another way is made by the standard library, and frozen while the program runs."""
    made: Any = values.dataclass(frozen=True)(_copy_of(_Plain))
    one = made("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.title = "b"
