"""Values of `exercises.json` as front matter has them: scalars as texts, figures and rules in the form of an author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]


def as_list(value: object) -> list[Any]:
    """Return *value* if it is a list; an empty list for anything else."""
    return value if isinstance(value, list) else []


def scalar(value: object) -> str:
    """Return a text, number or switch as front matter has it; an empty text for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return value.strip() if isinstance(value, str) else ""


def as_texts(value: object, depth: int = 0) -> Any:
    """Return *value* with its scalars as texts, without what is nested deeper than any key of front matter."""
    if depth > 8:
        return ""
    if isinstance(value, dict):
        return {str(key): as_texts(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [as_texts(part, depth + 1) for part in value]
    return scalar(value)


def restore_short_forms(facts: dict[str, Any], short: object) -> None:
    """Give the rules in *facts*, and in the tiers of help, their short forms again."""
    pairs = [
        (scalar(one.get("rule")), scalar(one.get("short"))) for one in as_list(short) if isinstance(one, dict)
    ]
    forms = {rule: form for rule, form in pairs if form}
    for inner in (facts, facts.get("get_help")):
        if not isinstance(inner, dict):
            continue
        for key in _RULES & inner.keys():
            inner[key] = [
                {"rule": rule, "short": forms[rule]} if rule in forms else rule
                for rule in as_list(inner[key])
            ]


def scales_and_lifts(raw: Facts) -> Facts:
    """Return scales without their ids, and what is lifted without the words of the rules."""
    scales = [as_texts(one) for one in as_list(raw.get("scales")) if isinstance(one, dict)]
    for scale in scales:
        scale.pop("id", None)
        for part in (scale, *as_list(scale.get("zones"))):
            if isinstance(part, dict) and isinstance(numbers := part.get("range"), dict):
                part["range"] = f"{numbers.get('min', '')}-{numbers.get('max', '')}"
    lifts = [as_texts(one) for one in as_list(raw.get("lift")) if isinstance(one, dict)]
    for lift in lifts:
        lift.pop("text", None)
    return {"scales": scales, "lift": lifts}


_RULES = frozenset(["stop_if", "not_if", "emergency", "urgent", "soon"])


def figure(value: object) -> dict[str, Any]:
    """Return a figure as front matter has it; empty if *value* is not one."""
    if not isinstance(value, dict):
        return {}
    frames = [_frame(frame) for frame in as_list(value.get("frames")) if isinstance(frame, dict)]
    return {
        "view": scalar(value.get("view")),
        "show": scalar(value.get("show")),
        "props": _things(value.get("props")),
        "frames": frames,
    }


def _frame(raw: Facts) -> object:
    frame: dict[str, Any] = {}
    for key, value in raw.items():
        if key == "angles" and isinstance(value, dict):
            frame |= as_texts(value)
        elif key == "on":
            pairs = [scalar(one).partition(": ") for one in as_list(value)]
            frame["on"] = {part: thing for part, _, thing in pairs}
        elif key == "hold":
            frame["hold"] = "true" if value == -1 else scalar(value)
        elif key == "props":
            frame["props"] = _things(value)
        else:
            frame[key] = scalar(value)
    return frame["pose"] if list(frame) == ["pose"] else frame


def _things(listed: object) -> list[object]:
    """Return things such as "band: above knees", those with a place as mappings."""
    pairs = [scalar(thing).partition(": ") for thing in as_list(listed)]
    return [{kind: place} if place else kind for kind, _, place in pairs]
