"""schema.org data about pages, for search engines and other machines, as JSON-LD.

The types are those that schema.org's health extension keeps for this: `ExercisePlan` for how much, `HowTo`
for how. No reward in search results is to be expected; the data is simply true. It stands in a script
element that no browser runs.
"""

from __future__ import annotations

import json
from typing import Any

from cuecard.content.dose import Dose
from cuecard.content.schema import Exercise, Guide, Routine, Site, Written
from cuecard.publish import views


def exercise(
    facts: Exercise,
    site: Site,
    address: str,
    *,
    dose: views.Dose | None,
    muscles: tuple[str, ...],
    needs: tuple[str, ...],
) -> str:
    """`ExercisePlan` and `HowTo` of one exercise; its *dose*, *muscles* and *needs* in the words of the page."""
    how_to: dict[str, Any] = {
        "@type": "HowTo",
        "name": facts.title,
        "description": facts.summary,
        "inLanguage": site.language,
        "tool": [{"@type": "HowToTool", "name": name} for name in needs],
        "step": [
            {"@type": "HowToStep", "position": n, "text": text}
            | ({"url": f"{address}#step-{n}"} if address else {})
            for n, text in enumerate(facts.steps, start=1)
        ],
        "url": address,
    }
    plan = _plan(facts.title, facts.summary, site, address, dose=facts.dose, in_words=dose)
    plan["associatedAnatomy"] = [{"@type": "Muscle", "name": name} for name in muscles]
    return in_script({"@context": "https://schema.org", "@graph": [_filled(how_to), _filled(plan)]})


def routine(
    facts: Routine, site: Site, address: str, items: list[tuple[str, str, Dose | None, views.Dose | None]]
) -> str:
    """One `ExercisePlan` whose parts are the exercises in their order: title, address, dose, and this in words."""
    whole = _plan(facts.title, facts.summary, site, address)
    if facts.schedule.per_week:
        whole["activityFrequency"] = f"{facts.schedule.per_week} times a week"
    if facts.schedule.weeks:
        whole["activityDuration"] = f"P{facts.schedule.weeks}W"
    whole["hasPart"] = [
        _filled(_plan(title, "", site, url, dose=dose, in_words=told)) for title, url, dose, told in items
    ]
    return in_script(_filled({"@context": "https://schema.org", **whole}))


def article(facts: Guide, site: Site, address: str) -> str:
    """The `Article` of a guide."""
    told = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": facts.title,
        "description": facts.summary,
        "inLanguage": site.language,
        "author": _author(site),
        "url": address,
        **_reviewed(facts),
    }
    return in_script(_filled(told))


def website(site: Site, address: str) -> str:
    """The `WebSite` of the home page."""
    told = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.title,
        "description": site.description,
        "inLanguage": site.language,
        "url": address,
    }
    return in_script(_filled(told))


def in_script(told: dict[str, Any]) -> str:
    """JSON that is unable to end or open a script element from within."""
    text = _ENCODER.encode(told)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _plan(
    title: str,
    summary: str,
    site: Site,
    address: str,
    *,
    dose: Dose | None = None,
    in_words: views.Dose | None = None,
) -> dict[str, Any]:
    plan: dict[str, Any] = {
        "@type": "ExercisePlan",
        "name": title,
        "description": summary,
        "inLanguage": site.language,
        "url": address,
    }
    if dose is None or in_words is None:
        return plan
    told = {part.label: part.value for part in in_words.parts}
    if dose.reps:
        plan["repetitions"] = str(dose.reps)
    if dose.time:
        plan["activityDuration"] = told.get("Time", "")
    if dose.rest:
        plan["restPeriods"] = told.get("Rest", "")
    if dose.effort:
        plan["intensity"] = told.get("Effort", "")
    if dose.load:
        plan["workload"] = dose.load
    plan["additionalVariable"] = in_words.sentence
    return plan


def _author(site: Site) -> dict[str, str]:
    return {"@type": "Organization", "name": site.author} if site.author else {}


def _reviewed(facts: Written) -> dict[str, str]:
    return {"dateModified": facts.reviewed.on.isoformat()} if facts.reviewed else {}


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """What is told, without keys that lead to nothing."""
    return {key: value for key, value in told.items() if value}


def without_empty(value: Any) -> Any:
    """*value* without keys that lead to nothing, however deep."""
    if isinstance(value, dict):
        kept = {}
        for key, inner in value.items():
            told = without_empty(inner) if inner and isinstance(inner, _HOLDING) else inner
            if told or isinstance(told, _NUMBERS):
                kept[key] = told
        return kept
    if isinstance(value, _LISTS):
        return [without_empty(inner) if isinstance(inner, _HOLDING) else inner for inner in value]
    return value


_LISTS = (list, tuple)
_HOLDING = (dict, *_LISTS)
_NUMBERS = (int, float)
