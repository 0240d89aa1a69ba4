"""schema.org data about pages, for search engines and other machines, as JSON-LD.

The types are those of schema.org's health extension: `ExercisePlan` for the dose, `HowTo` for the steps. Search results
do not show them. The data is in a script element that browsers do not run.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from cuecard import dose as doses
from cuecard.core.phrase_table import PhraseTable
from cuecard.dose import Dose, Measure, Range, Seconds
from cuecard.parse.page_models import InfoPage
from cuecard.parse.schedule import Schedule
from cuecard.parse.schema import Exercise, Guide, Routine, Written
from cuecard.parse.site_settings import Site
from cuecard.site import views


class About(Struct, frozen=True):
    """What machines read about every text."""

    site: Site
    address: str
    """Of its page; empty without a base URL."""
    description: str
    video: views.Video | None = None
    image: views.SharedImage | None = None


def exercise(
    facts: Exercise,
    about: About,
    *,
    dose: tuple[str, PhraseTable],
    muscles: tuple[str, ...],
    needs: tuple[str, ...],
) -> str:
    """Return `ExercisePlan` and `HowTo` of one exercise.

    Its *dose* in a sentence, with the words of doses, its *muscles* and *needs* are as on the page.
    """
    site, address = about.site, about.address
    how_to: dict[str, Any] = {
        "@type": "HowTo",
        "name": facts.title,
        "description": about.description,
        "inLanguage": site.language,
        "tool": [{"@type": "HowToTool", "name": name} for name in needs],
        "step": [
            {"@type": "HowToStep", "position": n, "text": text}
            | ({"url": f"{address}#step-{n}"} if address else {})
            for n, text in enumerate(facts.steps, start=1)
        ],
        "video": _video(about),
        "url": address,
    }
    plan = _plan(facts.title, about.description, site, address) | _dose(facts.dose, *dose)
    plan["associatedAnatomy"] = [{"@type": "Muscle", "name": name} for name in muscles]
    return in_script({"@context": "https://schema.org", "@graph": [_filled(how_to), _filled(plan)]})


class PlanPart(Struct, frozen=True):
    """A routine, or one of its sessions and phases."""

    title: str
    """Empty for a plain routine."""
    address: str
    schedule: Schedule
    items: tuple[tuple[str, str, Dose | None, str], ...]
    """The exercises in their order: title, address, dose, and its sentence."""


def routine(facts: Routine, about: About, parts: list[PlanPart], words: PhraseTable) -> str:
    """Return one `ExercisePlan` whose parts are the exercises, or sessions and phases with theirs.

    *words* are those of doses.
    """
    site = about.site
    whole = _plan(facts.title, about.description, site, about.address) | _often(facts.schedule, words)
    whole["video"] = _video(about)
    plans = [
        [
            _filled(_plan(title, "", site, url) | _dose(dose, sentence, words))
            for title, url, dose, sentence in part.items
        ]
        for part in parts
    ]
    if any(part.title for part in parts):
        whole["hasPart"] = [
            _filled(
                _plan(part.title, "", site, part.address) | _often(part.schedule, words) | {"hasPart": plan}
            )
            for part, plan in zip(parts, plans, strict=True)
        ]
    else:
        whole["hasPart"] = [one for plan in plans for one in plan]
    return in_script(_filled({"@context": "https://schema.org", **whole}))


def _often(schedule: Schedule, words: PhraseTable) -> dict[str, Any]:
    """Return how often, and for how many weeks."""
    often: dict[str, Any] = {"activityFrequency": doses.often(schedule, words)}
    if isinstance(schedule.weeks, Range) and schedule.weeks.is_single:
        often["activityDuration"] = f"P{schedule.weeks.low}W"
    return often


def article(facts: Guide, about: About) -> str:
    """Return the `Article` of a guide."""
    site = about.site
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": facts.title,
        "description": about.description,
        "inLanguage": site.language,
        "author": _author(site),
        "video": _video(about),
        "url": about.address,
        **_reviewed(facts),
    }
    return in_script(_filled(data))


def web_page(facts: InfoPage, site: Site, address: str) -> str:
    """Return the `WebPage` of a page of the site itself."""
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": facts.title,
        "description": facts.summary,
        "inLanguage": site.language,
        "url": address,
        **_reviewed(facts),
    }
    return in_script(_filled(data))


def website(site: Site, address: str) -> str:
    """Return the `WebSite` of the home page."""
    data = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.title,
        "description": site.description,
        "inLanguage": site.language,
        "url": address,
    }
    return in_script(_filled(data))


def in_script(data: dict[str, Any]) -> str:
    """Return JSON that can neither end nor open a script element."""
    text = msgspec.json.encode(data).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _plan(title: str, summary: str, site: Site, address: str) -> dict[str, Any]:
    return {
        "@type": "ExercisePlan",
        "name": title,
        "description": summary,
        "inLanguage": site.language,
        "url": address,
    }


def _video(about: About) -> dict[str, str]:
    """Return the `VideoObject` of a text. When a video was published is not known here."""
    video = about.video
    if video is None:
        return {}
    data = {"@type": "VideoObject", "name": video.title, "description": about.description}
    if not video.is_file:
        return _filled(data | {"url": video.href, "embedUrl": video.player})
    return data | ({"contentUrl": urljoin(about.address, video.href)} if about.address else {})


@lru_cache(maxsize=1 << 12)
def _dose(dose: Dose | None, sentence: str, words: PhraseTable) -> dict[str, Any]:
    """Return the dose as properties of an `ExercisePlan`."""
    if dose is None:
        return {}
    values = doses.values(dose, words)
    return {
        "repetitions": _quantity(dose.reps),
        "activityDuration": _duration(dose.time) or (not dose.reps and _duration(dose.hold)),
        "restPeriods": _duration(dose.rest) or values.get("rest", ""),
        "intensity": values.get("effort", ""),
        "workload": _quantity(dose.weight) or next((values[key] for key in _LOADS if key in values), ""),
        "activityFrequency": doses.often(dose, words),
        "additionalVariable": sentence,
    }


_LOADS = ("weight", "percent_1rm", "rep_max", "band", "load")
_UNIT_CODES = {"kg": "KGM", "lb": "LBR"}
"""Codes of UN/CEFACT, which schema.org requires."""


def _quantity(value: object) -> Any:
    """Return a number, or a range as a `QuantitativeValue`; None for anything else, such as a number for each set."""
    if not isinstance(value, Range) or value.bound in {doses.Bound.MOST}:
        return None
    unit = _UNIT_CODES.get(value.unit, "") if isinstance(value, Measure) else ""
    low, high = (end / 100 if isinstance(value, Measure) else end for end in (value.low, value.high))
    low, high = (int(end) if end == int(end) else end for end in (low, high))
    if value.is_single:
        return {"@type": "QuantitativeValue", "value": low, "unitCode": unit} if unit else low
    ends: dict[str, Any] = {"@type": "QuantitativeValue"}
    if value.bound is not doses.Bound.AT_MOST:
        ends["minValue"] = low
    if value.bound is not doses.Bound.AT_LEAST:
        ends["maxValue"] = high
    return ends | ({"unitCode": unit} if unit else {})


def _duration(value: object) -> Any:
    """Return a time in ISO 8601, such as `PT1M30S`, or a range as a `QuantitativeValue`; None for anything else."""
    if not isinstance(value, Seconds) or not value.high:
        return None
    if not value.is_single:
        seconds = _quantity(value)
        return seconds and seconds | {"unitCode": "SEC"}
    minutes, seconds = divmod(value.low, 60)
    hours, minutes = divmod(minutes, 60)
    split = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in split if number)


def _author(site: Site) -> dict[str, str]:
    return {"@type": "Organization", "name": site.author} if site.author else {}


def _reviewed(facts: Written) -> dict[str, str]:
    return {"dateModified": facts.reviewed.on.isoformat()} if facts.reviewed else {}


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Return *data* without empty values."""
    return {key: value for key, value in data.items() if value}


def without_empty(value: Any) -> Any:
    """Return *value* without empty values in it, however deep."""
    if isinstance(value, dict):
        filled = {}
        for key, inner in value.items():
            part = without_empty(inner) if inner and isinstance(inner, _HOLDING) else inner
            if part or isinstance(part, _NUMBERS):
                filled[key] = part
        return filled
    if isinstance(value, _LISTS):
        return [without_empty(inner) if isinstance(inner, _HOLDING) else inner for inner in value]
    return value


_LISTS = (list, tuple)
_HOLDING = (dict, *_LISTS)
_NUMBERS = (int, float)
