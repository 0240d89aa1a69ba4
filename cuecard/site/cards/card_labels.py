"""The words of ours on a card. Typst gets them in its JSON, the browser's template in the value of the card."""

from __future__ import annotations

import types
from collections.abc import Mapping

LABELS: Mapping[str, str] = types.MappingProxyType(
    {
        "for": "For",
        "from": "From",
        "not_if": "Do not start if",
        "before": "Before",
        "you_need": "You need",
        "needs_colon": "You need:",
        "after": "After",
        "move_up": "Move up when",
        "move_up_to": "Move up to: {title}.",
        "move_up_plain": "Move up to",
        "step_back": "Step back when",
        "step_back_to": "Step back to: {title}.",
        "step_back_plain": "Step back to",
        "skip_if": "Skip if",
        "stop_if": "Stop if",
        "emergency": "Emergency if",
        "urgent": "Get help today if",
        "soon": "Book an appointment if",
        "pain": "Pain:",
        "pain_text": "0 is no pain, 10 the worst. Pain should be back to usual within {hours}. "
        "If not, do less next time.",
        "pain_spoken": "Pain from 0 to 10: {stretches}.",
        "week": "Week {number}",
        "weeks": "Week",
        "left": "L",
        "right": "R",
        "pictures": "Pictures:",
        "version": "Version: {version}.",
        "routine": "This routine",
        "routine_code": "Routine",
        "video": "The video",
        "video_code": "Video",
        "boxes": "Boxes to tick for {weeks}",
        "other_side": "When to get help, how to go on and boxes to tick: on the other side.",
        "side": "Side {number} of {total}",
        "sheet": "Sheet {number} of {total}",
        "step_by_step": "Step by step",
        "rest_days": "Rest on the other {days}.",
        "safety": "Safety",
        "exercises": "Exercises {numbers}",
    }
)
