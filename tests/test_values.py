"""Values are frozen while the program runs, and come back from the cache and from workers as they were."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

import cuecard
from cuecard.incremental.page_shell import PageShell
from cuecard.markdown.converter import Body, Heading, Link
from cuecard.site import views

MUTABLE = {
    "cuecard.incremental.build_state.BuildState",
    "cuecard.incremental.published.PublishedFiles",
    "cuecard.importers.text.html_instructions.Instructions",
    "cuecard.incremental.site_files.SiteFiles",
    "cuecard.markdown.rewriter._Writer",
    "cuecard.media.svg_parts.Part",
    "cuecard.serve.preview.Preview",
}
"""What collects something while it is read or built."""


def value_classes() -> Iterator[type[Struct]]:
    """Yield every value class of the package."""
    for module in pkgutil.walk_packages(cuecard.__path__, "cuecard."):
        if not module.name.endswith("__main__"):
            for kind in vars(importlib.import_module(module.name)).values():
                if isinstance(kind, type) and issubclass(kind, Struct) and kind.__module__ == module.name:
                    yield kind


VALUE_CLASSES = {f"{kind.__module__}.{kind.__qualname__}": kind for kind in value_classes()}


def test_value_classes_are_frozen() -> None:
    """All are frozen but those that are listed here, and nearly all values of the package are among them."""
    assert {name for name, kind in VALUE_CLASSES.items() if not kind.__struct_config__.frozen} == MUTABLE
    assert len(VALUE_CLASSES) > 150


@pytest.mark.parametrize("name", sorted(VALUE_CLASSES.keys() - MUTABLE))
def test_a_value_cannot_be_changed(name: str) -> None:
    """No field of a value can be assigned to, and none added, while the program runs."""
    kind = VALUE_CLASSES[name]
    value = kind(*(None for _ in kind.__struct_fields__))
    for field in (*kind.__struct_fields__, "unknown_field"):
        with pytest.raises(AttributeError):
            setattr(value, field, 1)


def test_values_are_compared_by_class_and_fields() -> None:
    """Two values are equal, and have one hash, where their class and all their fields are the same."""
    one: Any = views.Link("a.html", "A")
    assert one == views.Link("a.html", "A", is_current=False)
    assert hash(one) == hash(views.Link("a.html", "A"))
    assert one != views.Link("a.html", "B")
    assert one != views.Fact("a.html", "A")
    assert one != ("a.html", "A", False)
    assert replace(one, text="B") == views.Link("a.html", "B")
    assert len({one, copy.copy(one), views.Link("b.html", "A")}) == 2
    assert repr(one) == "Link(href='a.html', text='A', is_current=False)"


# --- what comes back from the cache and from workers ------------------------------------------------------

WORDS = st.text(max_size=3)
HEADINGS = st.builds(Heading, WORDS, WORDS, st.integers(2, 3))
LINKS = st.builds(
    Link, WORDS, st.booleans(), st.integers(0, 1), WORDS, st.lists(WORDS, max_size=1).map(tuple)
)
BODIES = st.builds(
    Body,
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(LINKS, max_size=2).map(tuple),
    st.lists(HEADINGS, max_size=2).map(tuple),
    st.frozensets(WORDS, max_size=2),
)


@given(BODIES, BODIES)
def test_a_body_comes_back_from_json_and_from_a_worker(one: Body, other: Body) -> None:
    """A value comes back as it was; two values have one text only when they are equal, whatever characters they
    hold.
    """
    texts = [msgspec.json.encode(body, order="deterministic") for body in (one, other)]
    assert msgspec.json.decode(texts[0], type=Body) == one
    assert (texts[0] == texts[1]) is (one == other)
    assert b"\n" not in texts[0]
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made a moment ago


SHELL = b'{"url": "", "template": "", "view": %b, "path": "", "block": "", "body": {}, "taken": []}'


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Body, b""),
        (Body, b"{"),
        (Body, b"[]"),
        (Body, b'{"pieces": [1]}'),
        (Body, b'{"links": [{"target": "a"}]}'),
        (PageShell, b"{}"),
        (PageShell, SHELL % b'"text"'),
        (PageShell, SHELL % b'{"type": "os.system"}'),
        (PageShell, SHELL % b'{"type": "Card"}'),
        (PageShell, SHELL % b'{"type": "GuidePage"}'),
    ],
)
def test_json_that_is_no_kept_value_is_refused(kind: Any, text: bytes) -> None:
    """Nothing is made but the classes that are asked for, with fields of their types."""
    with pytest.raises(ValueError, match=r"truncated|Expected|missing|Invalid"):
        msgspec.json.decode(text, type=kind)
