"""Which limbs a figure shows as working: of those that move, the ones that the exercise is for.

Arms that swing along with a squat, and legs that are only straightened for a plank, move, but do not work.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from cuecard.figures.body.floor import limb_of
from cuecard.figures.body.posture import Posture
from cuecard.figures.effort import Effort
from cuecard.figures.scene.motion import LIMBS, limb_at
from cuecard.figures.scene.movers import movers


def working_limbs(
    moved: frozenset[str], named: Collection[str], frames: Sequence[Posture], effort: Effort
) -> frozenset[str]:
    """Return the parts to show as working: of the limbs that *moved* through *frames*, those that *effort* names.

    A limb that its author named always works. So does one in the air whose way an arrow shows, and one in the air
    that a further muscle moves: what carries the body works only if a main muscle is there. In a single frame, and
    where nothing else is left, it is all limbs that the main muscles move, or the trunk.
    """
    if not effort.main:
        return moved
    sure = {limb_at(place) for place in named}
    carried = {part.partition(" ")[0] + " " + limb_of(part) for part in frames[-1].carried if " " in part}
    shown = {limb_at(point) for a, b in pairwise(frames) for point in movers(a, b)}
    made = set()
    for limb in moved:
        kind = limb.rpartition(" ")[2]
        is_sure = limb in sure or limb not in LIMBS or kind in effort.main
        if is_sure or (limb not in carried and (kind in effort.further or limb in shown)):
            made.add(limb)
    if made:
        return frozenset(made)
    limbs = {limb for limb in LIMBS if limb.rpartition(" ")[2] in effort.main}
    return frozenset(limbs or {part for part in effort.main if part in {"trunk", "head"}})
