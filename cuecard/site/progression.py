"""Easier and harder versions on the page of an exercise, in words and URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from cuecard.core.urls import relative
from cuecard.library import progression
from cuecard.library.ladders import Neighbour
from cuecard.library.library import url_of
from cuecard.parse.sources import Kind
from cuecard.site import list_rows, views
from cuecard.site.english import sentence
from cuecard.site.labels import Labels
from cuecard.site.site_assets import SiteAssets


def progression_of(site_assets: SiteAssets, slug: str, page: str) -> tuple[views.ProgressionStep, ...]:
    """Return the easier versions of an exercise, itself, and the harder ones; changes to it are next to it."""
    library, labels = site_assets.library, site_assets.labels
    ladder = library.ladders[slug]
    if not (ladder.easier or ladder.harder):
        return ()
    whens = {one.slug: _when(labels, "step-back", one) for one in ladder.easier if one.slug}
    whens |= {one.slug: _when(labels, "move-up", one) for one in ladder.harder if one.slug}
    steps = progression.progression_of(library.ladders, slug)
    shown: list[views.ProgressionStep] = []
    for step in steps:
        if not step.is_shown:
            key = {steps[0]: "further-down", steps[-1]: "further-up"}.get(step, "between")
            label = labels.text(f"ladder.{key}")
            shown.append(views.ProgressionStep("further", label, (_left_out(site_assets, step, page),)))
        elif step.height:
            way = "harder" if step.height > 0 else "easier"
            label = labels.text(f"ladder.{way}-still" if abs(step.height) > 1 else f"ladder.{way}")
            rungs = tuple([_rung(site_assets, one, page, whens.get(one, "")) for one in step.exercises])
            is_near = not whens.keys().isdisjoint(step.exercises)
            shown.append(views.ProgressionStep("neighbour" if is_near else "beyond", label, rungs))
        else:
            shown += _changes(labels, "ladder.made-easier", "step-back", ladder.easier)
            shown.append(
                views.ProgressionStep("this", labels.text("ladder.here"), (_rung(site_assets, slug),))
            )
            shown += _changes(labels, "ladder.made-harder", "move-up", ladder.harder)
    return tuple(_counted_from_the_top(shown))


def _counted_from_the_top(steps: list[views.ProgressionStep]) -> Iterator[views.ProgressionStep]:
    above = sum(step.kind != "change" for step in steps)
    for step in steps:
        if step.kind == "change":
            yield step
        else:
            above -= 1
            yield replace(step, down=above)


def _rung(site_assets: SiteAssets, slug: str, page: str = "", when: str = "") -> views.ProgressionLink:
    """Return an exercise on the ladder; without a *page* to link from, it is not a link."""
    facts = site_assets.library.exercises[slug].facts
    level = site_assets.labels.text(f"level.{facts.level}") if facts.level else ""
    href = relative(url_of(Kind.EXERCISE, slug), page) if page else ""
    return views.ProgressionLink(facts.title, href, level, when, still=list_rows.still(site_assets, slug))


def _changes(
    labels: Labels, label: str, when: str, neighbours: Iterable[Neighbour]
) -> list[views.ProgressionStep]:
    rungs = tuple(
        views.ProgressionLink(one.text, when=_when(labels, when, one)) for one in neighbours if one.text
    )
    return [views.ProgressionStep("change", labels.text(label), rungs)] if rungs else []


def _left_out(site_assets: SiteAssets, step: progression.Step, page: str) -> views.ProgressionLink:
    """Return the number of exercises that are left out, with the last of them."""
    count = str(len(step.exercises))
    if not step.end:
        return views.ProgressionLink(site_assets.labels.text("ladder.more", n=count))
    end = _rung(site_assets, step.end, page)
    key = "ladder.more-up-to" if step.height > 0 else "ladder.more-down-to"
    before = "" if len(step.exercises) == 1 else site_assets.labels.text(key, n=count)
    return views.ProgressionLink(end.title, end.href, end.level, before=before)


def _when(labels: Labels, key: str, neighbour: Neighbour) -> str:
    if not neighbour.when:
        return ""
    return sentence(labels.text(key, condition=labels.uncapitalised(neighbour.when)))
