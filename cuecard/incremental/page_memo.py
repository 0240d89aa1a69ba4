"""Pages that one process remembers from build to build, as the preview does, so that few are even planned again.

While a page is rendered, every value that it looks up in the library is recorded, and every list that it iterates
over. A page is a pure function of what it looks up; so if all of that is the same, the page is too.
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
Result = TypeVar("Result")

Access = tuple[str, Any]
"""What was looked up: the name of a mapping, with the key in a tuple of its own; with None, all keys in their order."""

_Mappings = dict[str, Mapping[Any, Any]]
"""By name, such as `library.exercises`."""


class _TrackedMapping(Mapping[Key, Value]):
    """A mapping that records what is looked up in it."""

    __slots__ = ("accesses", "inner", "name")

    def __init__(self, name: str, inner: Mapping[Key, Value], accesses: set[Access]) -> None:
        self.name = name
        self.inner = inner
        self.accesses = accesses

    def __getitem__(self, key: Key) -> Value:
        self.accesses.add((self.name, (key,)))
        return self.inner[key]

    def __iter__(self) -> Iterator[Key]:
        self.accesses.add((self.name, None))
        return iter(self.inner)

    def __len__(self) -> int:
        self.accesses.add((self.name, None))
        return len(self.inner)


def track(context: PageContext, accesses: set[Access]) -> PageContext:
    """Return the same context; what is looked up in it is added to *accesses*."""
    tracked = {name: _TrackedMapping(name, inner, accesses) for name, inner in _mappings(context).items()}
    library = replace(context.library, **_fields("library", tracked))
    site_assets = replace(context.site_assets, library=library, **_fields("site_assets", tracked))
    copy = replace(context, site_assets=site_assets, fits=tracked["fits"])
    vars(copy)["by_term"] = tracked["by_term"]  # where a cached property keeps its value
    return copy


def _fields(owner: str, mappings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the *mappings* of one owner, by the name of its field."""
    return {
        name.removeprefix(f"{owner}."): mapping
        for name, mapping in mappings.items()
        if name.startswith(f"{owner}.")
    }


def _mappings(context: PageContext) -> _Mappings:
    """Return all mappings that pages look things up in."""
    owners: dict[str, Any] = {"library": context.library, "site_assets": context.site_assets}
    return {
        "by_term": context.by_term,
        "fits": context.fits,
        **{
            f"{owner}.{name}": value
            for owner, values in owners.items()
            for name, value in asdict(values).items()
            if isinstance(value, Mapping)
        },
    }


def _other_values(context: PageContext) -> tuple[Any, ...]:
    """Return everything else that pages are rendered from, which is compared as a whole."""
    values = (item for owner in (context.library, context.site_assets) for item in asdict(owner).items())
    return (
        context.theme,
        *(value for name, value in values if name != "library" and not isinstance(value, Mapping)),
    )


class PageMemo(Generic[Result]):
    """The result for each page, with what it was made from."""

    def __init__(self) -> None:
        self._before: tuple[_Mappings, tuple[Any, ...]] | None = None
        self._results: dict[PageId, tuple[frozenset[Access], Result]] = {}
        self._accesses: dict[Access, Access] = {}
        """Each access once, as many pages share most of theirs."""
        self.lines: Lines = {}
        """Of the sitemap and the feed."""

    def begin(self, context: PageContext, others: object) -> None:
        """Forget all results that may differ with this *context*, and with *others*, which all pages depend on."""
        values = (*_other_values(context), others)
        before = self._before
        if before and before[1] == values and _has_same_terms(before[0], context.library):
            vars(context)["by_term"] = before[0]["by_term"]
        mappings = _mappings(context)
        self._before = (mappings, values)
        if before is None or before[1] != values or before[0].keys() != mappings.keys():
            self._results.clear()
            self._accesses.clear()
            self.lines.clear()
            return
        changed = frozenset(
            access for name in mappings for access in _changed(name, before[0][name], mappings[name])
        )
        for page_id, (accesses, _) in list(self._results.items()):
            if not accesses.isdisjoint(changed):
                del self._results[page_id]

    def get(self, page_id: PageId) -> Result | None:
        """Return the result for a page, if it would be the same again."""
        return self._results[page_id][1] if page_id in self._results else None

    def put(self, page_id: PageId, accesses: set[Access], result: Result) -> None:
        """Remember the *result* for a page, and what was looked up for it."""
        shared = frozenset(self._accesses.setdefault(access, access) for access in accesses)
        self._results[page_id] = (shared, result)


def _has_same_terms(before: _Mappings, library: Library) -> bool:
    """Return whether the pages of terms list the same exercises: if nothing was linked again, they do."""
    return all(
        getattr(library, name) is before[f"library.{name}"] for name in ("primary", "secondary", "equipment")
    )


def _changed(name: str, before: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[Access]:
    """Yield the accesses to a mapping that would give something else."""
    if before is now:
        return
    is_same_order = len(before) == len(now) and not any(map(ne, before, now))
    if not is_same_order:
        yield name, None
        yield from ((name, (key,)) for key in before if key not in now)
    missing = object()
    old_values = before.values() if is_same_order else (before.get(key, missing) for key in now)
    for key, old, new in zip(now, old_values, now.values(), strict=True):
        if old is not new and old != new:
            yield name, (key,)
