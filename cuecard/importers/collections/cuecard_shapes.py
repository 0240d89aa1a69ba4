"""The shape of a routine in Cuecard's own `exercises.json`, as front matter: groups, choices, sessions and phases.

A file may be of anybody, so whatever is not of the form of `docs/data.md` is left out, and what an author could not
have written is reported when the text is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cuecard.dose import schedule_from, written_from
from cuecard.importers.collections.cuecard_values import as_list
from cuecard.parse.sources import Kind
from cuecard.parse.written_shapes import GROUP_FACTS, filled

IsThere = Callable[[str, Kind], bool]
"""Whether a text can be named; a name that cannot is reported as a loss."""

_GROUP_KINDS = {"superset": "superset", "circuit": "circuit"}


def shape(raw: Mapping[str, Any], dose_key: str, is_there: IsThere) -> dict[str, Any]:
    """Return the exercises, sessions or phases of a routine, what is done before and after, and how long it takes."""
    reader = _Reader(dose_key, is_there)
    facts = reader.around(raw)
    if as_list(raw.get("phases")):
        facts["phases"] = [reader.phase(one) for one in as_list(raw["phases"]) if isinstance(one, dict)]
    elif as_list(raw.get("sessions")):
        facts["sessions"] = [reader.session(one) for one in as_list(raw["sessions"]) if isinstance(one, dict)]
    else:
        facts["exercises"] = reader.items(raw.get("items") or raw.get("exercises"))
    return facts


def names(facts: object) -> Iterator[tuple[Kind, str]]:
    """Yield the other texts that the facts of a routine name."""
    if isinstance(facts, Mapping):
        for key, value in facts.items():
            if key in {"exercise", "replaces"} and isinstance(value, str) and value:
                yield Kind.EXERCISE, value
            elif key == "routine" and isinstance(value, str) and value:
                yield Kind.ROUTINE, value
            elif key in _LISTS and isinstance(value, list):
                yield from ((Kind.EXERCISE, one) for one in value if isinstance(one, str))
                yield from names(value)
            elif key in {"sessions", "phases", "before", "after"}:
                yield from names(value)
    elif isinstance(facts, list):
        for one in facts:
            yield from names(one)


_LISTS = frozenset(["exercises", "superset", "circuit", "either", "of"])
_DEEPEST = 4


class _Reader:
    """Reads the parts of one routine."""

    def __init__(self, dose_key: str, is_there: IsThere) -> None:
        self.dose_key = dose_key
        self.is_there = is_there

    def items(self, listed: object, depth: int = 0) -> list[Any]:
        found = (self._item(one, depth) for one in as_list(listed) if isinstance(one, dict))
        return [one for one in found if one]

    def _item(self, raw: Mapping[str, Any], depth: int) -> Any:
        if "items" in raw:
            return self._shape(raw, depth) if depth < _DEEPEST else None
        slug = _scalar(raw.get("exercise"))
        if not self.is_there(slug, Kind.EXERCISE):
            return None
        facts = filled(
            {
                "exercise": slug,
                "dose": written_from(raw.get(self.dose_key)),
                "note": _scalar(raw.get("note")),
                **_conditions(raw),
                "replaces": _scalar(raw.get("replaces")),
            }
        )
        return slug if list(facts) == ["exercise"] else facts

    def _shape(self, raw: Mapping[str, Any], depth: int) -> Any:
        inner = self.items(raw["items"], depth + 1)
        if not inner:
            return None
        if "choose" in raw:
            if len(inner) == 1:
                return inner[0]
            number = _scalar(raw["choose"])
            many = {"either": inner} if number == "1" else {"choose": number, "of": inner}
            return filled({**many, "note": _scalar(raw.get("note"))})
        return filled(
            {
                "title": _scalar(raw.get("title")),
                **written_from({key: raw[key] for key in GROUP_FACTS if key in raw}),
                _GROUP_KINDS.get(_scalar(raw.get("kind")), "exercises"): inner,
                "dose": written_from(raw.get("own_dose")),
                "note": _scalar(raw.get("note")),
                **_conditions(raw),
            }
        )

    def session(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        rest = "true" if raw.get("rest") is True else ""
        return filled({**self._part(raw, 0), "rest": rest})

    def phase(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        kept = raw.get("kept")
        keep = [slug for slug in map(_scalar, as_list(raw.get("keep"))) if slug]
        number = kept if isinstance(kept, int) and keep else 0
        return filled(
            {
                **self._part(raw, number),
                "keep": "all" if keep == ["all"] else keep,
                "sessions": [
                    self.session(one) for one in as_list(raw.get("sessions")) if isinstance(one, dict)
                ],
                **{key: _scalar(raw.get(key)) for key in ("goal", "move_on_when", "go_back_when")},
            }
        )

    def _part(self, raw: Mapping[str, Any], kept: int) -> dict[str, Any]:
        routine = _scalar(raw.get("routine"))
        return {
            "title": _scalar(raw.get("own_title")),
            "exercises": self.items(_without(as_list(raw.get("items")), kept)),
            "routine": routine if routine and self.is_there(routine, Kind.ROUTINE) else "",
            "dose": written_from(raw.get("dose")),
            "schedule": schedule_from(raw.get("schedule")),
            **self.around(raw),
            "note": _scalar(raw.get("note")),
        }

    def around(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is done before and after, and how long all takes."""
        facts: dict[str, Any] = {}
        for key in ("before", "after"):
            steps = [self._step(one) for one in as_list(raw.get(f"{key}_steps")) if isinstance(one, dict)]
            facts[key] = [one for one in steps if one] or _scalar(raw.get(key))
        return {**facts, **written_from({"takes": raw["takes"]} if raw.get("takes") else {})}

    def _step(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        for key, kind in (("exercise", Kind.EXERCISE), ("routine", Kind.ROUTINE)):
            if (slug := _scalar(raw.get(key))) and not self.is_there(slug, kind):
                return {}
        words = {key: _scalar(raw.get(key)) for key in ("do", "exercise", "routine")}
        return filled({**words, "dose": written_from(raw.get("own_dose")), "note": _scalar(raw.get("note"))})


def _without(items: list[Any], kept: int) -> list[Any]:
    """Return *items* without those whose entries are the first ones that a phase keeps."""
    left = 0
    for n, item in enumerate(items):
        if left >= kept:
            return items[n:]
        left += _entries(item)
    return []


def _entries(item: object, depth: int = 0) -> int:
    if not isinstance(item, Mapping) or depth > _DEEPEST:
        return 0
    return sum(_entries(one, depth + 1) for one in as_list(item["items"])) if "items" in item else 1


def _conditions(raw: Mapping[str, Any]) -> dict[str, str]:
    return {
        "optional": "true" if raw.get("optional") is True else "",
        **{key: _scalar(raw.get(key)) for key in ("only_once", "only_if", "alternate_sides")},
    }


def _scalar(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return value.strip() if isinstance(value, str) else f"{value:g}"
