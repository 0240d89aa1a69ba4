"""The sources of a text, and who reviewed it."""

from __future__ import annotations

from cuecard.core.urls import readable_address
from cuecard.parse.nested_models import Reference, Review
from cuecard.site import views
from cuecard.site.site_assets import SiteAssets


def sources(references: tuple[Reference, ...]) -> tuple[views.Source, ...]:
    """Return the sources of a text."""
    return tuple(
        views.Source(title=one.title, href=one.url, readable=readable_address(one.url)) for one in references
    )


def review(site_assets: SiteAssets, value: Review | None) -> views.Review:
    """Return who reviewed a text, or that nobody did."""
    labels, today = site_assets.labels, site_assets.date
    if value is None:
        return views.Review(labels.text("review.none"), "")
    text = labels.text("review.by", name=value.by, date=labels.date(value.on))
    overdue = ""
    if value.again_by:
        due = labels.date(value.again_by)
        text = labels.text("review.and-again", review=text, date=due)
        if today and value.again_by < today:
            overdue = labels.text("review.overdue", date=due)
    return views.Review(text, overdue)
