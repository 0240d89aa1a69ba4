"""The named poses and the ways to hold the arms, read from `cuecard/vocabulary/poses.yaml`."""

from __future__ import annotations

import pkgutil
import types
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from cuecard.figures.posture import Pose
from cuecard.figures.skeleton import JOINTS, SIDES, Angles

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
def arms() -> Mapping[str, Angles]:
    """The ways to hold the arms, by their words."""
    return types.MappingProxyType({name: both_sides(held) for name, held in _data()["arms"].items()})


@cache
def poses() -> Mapping[str, Pose]:
    """All named poses, in the order of the gallery."""
    return types.MappingProxyType({name: _pose(name, facts) for name, facts in _data()["poses"].items()})


def _pose(name: str, facts: Mapping[str, Any]) -> Pose:
    def by_part(key: str) -> Mapping[str, str]:
        return types.MappingProxyType(facts.get(key, {}))

    held = arms().get(facts.get("arms", ""), {})
    return Pose(
        name=name,
        told=facts["told"],
        angles=types.MappingProxyType({**held, **both_sides(facts["angles"])}),
        stands=by_part("stands"),
        planted=by_part("planted"),
        rests=by_part("rests"),
        upon=by_part("upon"),
        plumb=tuple(facts.get("plumb", ())),
        level=tuple(facts.get("level", ())),
        anchor=facts.get("anchor", "hips"),
        together=facts.get("together", ""),
        view=facts.get("view", "side"),
        above=float(facts.get("above", 0)),
    )
