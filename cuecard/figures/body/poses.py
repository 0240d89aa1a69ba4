"""The named poses and the ways to hold the arms, read from `cuecard/vocabulary/poses.yaml`."""

from __future__ import annotations

import pkgutil
import types
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml
from msgspec.structs import replace

from cuecard.figures.body.joints import JOINTS, SIDES, Angles
from cuecard.figures.body.pose import Hold, Pose, holding
from cuecard.figures.body.support import PARTS_OF_THINGS

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _data() -> Any:
    data = pkgutil.get_data("cuecard", "vocabulary/poses.yaml")
    return yaml.load(data or b"", Loader=_Loader)  # noqa: S506 - a safe loader, the fast one


def both_sides(angles: Mapping[str, float]) -> Angles:
    """Angles by full names: a paired joint's bare name means both sides."""
    made: dict[str, float] = {}
    for name, value in angles.items():
        if name in JOINTS and JOINTS[name].is_paired:
            made |= {f"{side} {name}": float(value) for side in SIDES if f"{side} {name}" not in angles}
        else:
            made[name] = float(value)
    return types.MappingProxyType(made)


@cache
def arms() -> Mapping[str, Hold]:
    """Return the ways to hold the arms, by their words."""
    return types.MappingProxyType({name: _hold(facts) for name, facts in _data()["arms"].items()})


def _hold(facts: Mapping[str, Any]) -> Hold:
    angles = {name: value for name, value in facts.items() if name not in {"plumb", "reach", "leads"}}
    reach = types.MappingProxyType(facts.get("reach", {}))
    return Hold(both_sides(angles), tuple(facts.get("plumb", ())), reach, facts.get("leads", ""))


@cache
def poses() -> Mapping[str, Pose]:
    """Return all named poses, in the order of the gallery; a pose stands again under each other name that it has."""
    made = {}
    for name, facts in _data()["poses"].items():
        made[name] = _pose(name, facts)
        made |= dict.fromkeys(facts.get("also", ()), made[name])
    return types.MappingProxyType(made)


def _brought(upon: Mapping[str, str]) -> dict[str, str]:
    """Return the things that parts rest on, each with its place."""
    return {
        thing: "" if thing in {"step", "chair"} else f"under {part}"
        for part, thing in upon.items()
        if thing not in PARTS_OF_THINGS
    }


def _pose(name: str, facts: Mapping[str, Any]) -> Pose:
    def by_part(key: str) -> Mapping[str, str]:
        return types.MappingProxyType(facts.get(key, {}))

    angles, upon = both_sides(facts["angles"]), by_part("upon")
    pose = Pose(
        name=name,
        description=facts["description"],
        angles=angles,
        stands=by_part("stands"),
        planted=by_part("planted"),
        rests=by_part("rests"),
        reach=by_part("reach"),
        upon=upon,
        brings=types.MappingProxyType(_brought(upon) | facts.get("brings", {})),
        plumb=tuple(facts.get("plumb", ())),
        level=tuple(facts.get("level", ())),
        anchor=facts.get("anchor", "hips"),
        lift=float(facts.get("lift", 0)),
        together=facts.get("together", ""),
        crossed=facts.get("crossed", False),
        view=facts.get("view", "side"),
        above=float(facts.get("above", 0)),
    )
    if "arms" not in facts:
        return pose
    held = holding(pose, arms()[facts["arms"]])
    return replace(held, angles=types.MappingProxyType({**held.angles, **angles}))
