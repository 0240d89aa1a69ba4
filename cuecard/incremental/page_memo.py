"""Pages remembered from build to build by one process, as the preview does, so that few are even planned again.

While a page is made, every fact that it looks up in the library, and every list that it goes through, is noted. A page
is a pure function of what it looks up; so where all of that is as it was, the page is too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import ne
from typing import Any, Generic, TypeVar

from msgspec.structs import asdict, replace

from cuecard.library.library import Library
from cuecard.site.context import PageContext
from cuecard.site.pages.feeds import Lines
from cuecard.site.plan import PageId

Key = TypeVar("Key")
Value = TypeVar("Value")
Made = TypeVar("Made")

Access = tuple[str, Any]
"""What was looked up: the name of a mapping, with the key in a tuple of its own; with None, all keys in their order."""


class _TrackedMapping(Mapping[Key, Value]):
    """A mapping that records what is looked up in it."""

    __slots__ = ("facts", "inner", "name")

    def __init__(self, name: str, inner: Mapping[Key, Value], facts: set[Access]) -> None:
        self.name = name
        self.inner = inner
        self.facts = facts

    def __getitem__(self, key: Key) -> Value:
        self.facts.add((self.name, (key,)))
        return self.inner[key]

    def __iter__(self) -> Iterator[Key]:
        self.facts.add((self.name, None))
        return iter(self.inner)

    def __len__(self) -> int:
        self.facts.add((self.name, None))
        return len(self.inner)


def track(basis: PageContext, facts: set[Access]) -> PageContext:
    """The same basis; what is looked up in it is added to *facts*."""
    parts = {name: _TrackedMapping(name, inner, facts) for name, inner in _mappings(basis).items()}
    library = replace(basis.library, **_of("library", parts))
    copy = replace(
        basis, shelf=replace(basis.shelf, library=library, **_of("shelf", parts)), fits=parts["fits"]
    )
    vars(copy)["by_term"] = parts["by_term"]  # where a cached property keeps its value
    return copy


def _of(owner: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name.partition(".")[2]: part for name, part in parts.items() if name.startswith(f"{owner}.")}


def _mappings(basis: PageContext) -> dict[str, Mapping[Any, Any]]:
    """All that pages look things up in, by name."""
    owners: dict[str, Any] = {"library": basis.library, "shelf": basis.shelf}
    return {
        "by_term": basis.by_term,
        "fits": basis.fits,
        **{
            f"{owner}.{name}": value
            for owner, of in owners.items()
            for name, value in asdict(of).items()
            if isinstance(value, Mapping)
        },
    }


def _rest(basis: PageContext) -> tuple[Any, ...]:
    """All else that pages are made from, which is compared as a whole."""
    each = (item for of in (basis.library, basis.shelf) for item in asdict(of).items())
    return (
        basis.look,
        *(value for name, value in each if name != "library" and not isinstance(value, Mapping)),
    )


class PageMemo(Generic[Made]):
    """What was made of each ticket, and from which facts."""

    def __init__(self) -> None:
        self._before: tuple[dict[str, Mapping[Any, Any]], tuple[Any, ...]] | None = None
        self._made: dict[PageId, tuple[frozenset[Access], Made]] = {}
        self._facts: dict[Access, Access] = {}
        """Each fact once, as many pages share most of theirs."""
        self.lines: Lines = {}
        """Of the sitemap and the feed."""

    def begin(self, basis: PageContext, further: object) -> None:
        """Forget all that would not be made the same from *basis* and from what is *further* needed for any page."""
        rest = (*_rest(basis), further)
        if self._before and self._before[1] == rest and _works_the_same(self._before[0], basis.library):
            vars(basis)["by_term"] = self._before[0]["by_term"]
        now = (_mappings(basis), rest)
        before, self._before = self._before, now
        if before is None or before[1] != now[1] or before[0].keys() != now[0].keys():
            self._made.clear()
            self._facts.clear()
            self.lines.clear()
            return
        changed = frozenset(fact for name in now[0] for fact in _changed(name, before[0][name], now[0][name]))
        for ticket, (facts, _) in list(self._made.items()):
            if not facts.isdisjoint(changed):
                del self._made[ticket]

    def get(self, ticket: PageId) -> Made | None:
        """What was made of a ticket, where it would be made the same."""
        return self._made[ticket][1] if ticket in self._made else None

    def put(self, ticket: PageId, facts: set[Access], made: Made) -> None:
        """Remember what was *made* of a ticket from these *facts*."""
        self._made[ticket] = (frozenset(self._facts.setdefault(fact, fact) for fact in facts), made)


def _works_the_same(before: Mapping[str, Mapping[Any, Any]], library: Library) -> bool:
    """Whether the pages of terms list the same exercises, told by nothing having been put together anew."""
    return all(
        getattr(library, name) is before[f"library.{name}"] for name in ("primary", "secondary", "equipment")
    )


def _changed(name: str, before: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[Access]:
    if before is now:
        return
    is_in_order = len(before) == len(now) and not any(map(ne, before, now))
    if not is_in_order:
        yield name, None
        yield from ((name, (key,)) for key in before if key not in now)
    nothing = object()
    olds = before.values() if is_in_order else (before.get(key, nothing) for key in now)
    for key, old, new in zip(now, olds, now.values(), strict=True):
        if old is not new and old != new:
            yield name, (key,)
