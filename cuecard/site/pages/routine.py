"""The page of a routine."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.core.urls import relative
from cuecard.library import site_rules
from cuecard.library.library import card_pdf_url, card_url, url_of
from cuecard.parse.schema import Place, Routine, entry_ids, routine_slugs
from cuecard.parse.sections import ROUTINE_SECTIONS
from cuecard.parse.sources import Kind
from cuecard.site import (
    bodies,
    dose_display,
    list_rows,
    media,
    muscles,
    provenance,
    safety_rules,
    schema_org,
    views,
)
from cuecard.site.cards import card_contents
from cuecard.site.context import PageContext
from cuecard.site.english import sentence, uncapitalised
from cuecard.site.labels import Labels
from cuecard.site.pages.frame import address, frame, scripts, sections


def page(context: PageContext, slug: str) -> views.Page:
    """Return the page of one routine."""
    library, labels, routine = context.library, context.labels, context.library.routines[slug]
    facts, url = routine.facts, url_of(Kind.ROUTINE, slug)
    work = muscles.of_routine(library, facts)
    body = bodies.body(context.site_assets, routine, url)
    view = views.RoutinePage(
        frame=frame(
            context,
            url,
            facts.title,
            facts.summary,
            sheet="text",
            scripts=scripts(facts),
            early_scripts=["card"],
            json_ld=_json_ld(context, facts, url),
            is_draft=facts.draft,
            rows=bodies.rows_in(body),
        ),
        summary=facts.summary,
        facts=tuple(_short_facts(context, facts)),
        card=relative(card_url(slug), url) if facts.card.is_wanted else "",
        pdfs=card_pdfs(context, slug, url) if facts.card.is_wanted else (),
        for_whom=tuple(_for_whom(labels, facts)),
        before=facts.before,
        entries=tuple(_entries(context, facts, url)),
        after=facts.after,
        progress_when=facts.progress_when,
        regress_when=facts.regress_when,
        delivery=tuple(sections(labels, ROUTINE_SECTIONS, facts, Place.DELIVERY)),
        primary=muscles.in_words(library, work.primary, url),
        secondary=muscles.in_words(library, work.secondary, url),
        muscle_map=muscles.chart(labels, library, work),
        safety=_safety(context, facts),
        video=media.video(context.site_assets, routine, url),
        pictures=media.pictures(context.site_assets, routine, url),
        body=body,
        sources=provenance.sources(facts.sources),
        review=provenance.review(context.site_assets, facts.reviewed),
    )
    return views.Page(url, "routine.html", view)


def _for_whom(labels: Labels, routine: Routine) -> Iterator[views.TextSection]:
    """Yield what it is for, unless the summary already says so, and for whom."""
    for section in sections(labels, ROUTINE_SECTIONS, routine, Place.FOR_WHOM):
        if section.text != routine.summary:
            yield section


def _safety(context: PageContext, routine: Routine) -> views.Safety:
    """Return the site's rules, the routine's, and the stop rules and scales of its exercises with their names."""
    exercises = [context.library.exercises[slug].facts for slug in routine_slugs(routine)]
    rules = site_rules.in_use(context.site, routine, exercises)
    own = card_contents.stop_rules(context.labels, rules, exercises)
    return safety_rules.safety(context.labels, rules, [one.title for one in exercises], own)


def _short_facts(context: PageContext, routine: Routine) -> Iterator[views.Fact]:
    labels = context.labels
    values = {
        "exercises": str(len(routine.exercises)),
        "time": dose_display.total_time(labels, context.library, routine),
        "often": dose_display.schedule(labels, routine.schedule),
    }
    return (views.Fact(labels.text(f"routine.{key}"), value) for key, value in values.items() if value)


def _json_ld(context: PageContext, routine: Routine, url: str) -> str:
    library, labels = context.library, context.labels
    doses = [dose_display.entry_dose(library, routine, entry) for entry in routine.exercises]
    items = [
        (
            library.exercises[entry.exercise].facts.title,
            address(context, url_of(Kind.EXERCISE, entry.exercise)),
            dose,
            dose_display.sentence(labels, dose),
        )
        for entry, dose in zip(routine.exercises, doses, strict=True)
    ]
    return schema_org.routine(routine, context.site, address(context, url), items, dose_display.words(labels))


def _entries(context: PageContext, routine: Routine, url: str) -> Iterator[views.RoutineEntry]:
    library, labels = context.library, context.labels
    for number, (id, entry) in enumerate(zip(entry_ids(routine), routine.exercises, strict=True), start=1):
        slug = entry.exercise
        facts = library.exercises[slug].facts
        yield views.RoutineEntry(
            id=id,
            number=number,
            title=facts.title,
            href=relative(url_of(Kind.EXERCISE, slug), url),
            dose=dose_display.sentence(labels, dose_display.entry_dose(library, routine, entry)),
            first_step=facts.steps[0],
            note=entry.note,
            not_if=tuple(uncapitalised(sentence(rule)) for rule in facts.not_if),
            equipment=labels.listed(term.name.lower() for term in library.equipment[slug]),
            still=list_rows.still(context.site_assets, slug),
        )


def card_pdfs(context: PageContext, slug: str, page: str) -> tuple[views.CardPdf, ...]:
    """Return the four PDFs of a card, normal and in large print, those on the paper of the site first."""
    labels, first = context.labels, context.site.paper
    return tuple(
        views.CardPdf(
            href=relative(card_pdf_url(slug, paper, large=large), page),
            name=name,
            text=labels.text("pdf.name", kind=name, paper=labels.text(f"paper.{paper}")),
            paper=paper,
            is_other=paper != first,
        )
        for paper in sorted(("a4", "letter"), key=lambda paper: paper != first)
        for large, name in ((False, labels.text("pdf.normal")), (True, labels.text("pdf.large")))
    )
