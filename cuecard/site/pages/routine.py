"""The page of a routine."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.core.urls import relative
from cuecard.dose import Dose
from cuecard.library import programme, site_rules
from cuecard.library.library import card_url, url_of
from cuecard.parse.placed import Placed
from cuecard.parse.routine_shape import routine_slugs, shape_ids
from cuecard.parse.schema import ContentFile, Place, Routine
from cuecard.parse.sections import ROUTINE_SECTIONS
from cuecard.parse.sources import Kind
from cuecard.site import (
    bodies,
    dose_display,
    list_rows,
    media,
    muscles,
    part_titles,
    provenance,
    safety_rules,
    schema_org,
    views,
)
from cuecard.site.cards import card_safety
from cuecard.site.context import PageContext
from cuecard.site.labels import Labels
from cuecard.site.pages import routine_parts
from cuecard.site.pages.frame import address, frame, scripts, sections


def page(context: PageContext, slug: str) -> views.Page:
    """Return the page of one routine."""
    library, labels, routine = context.library, context.labels, context.library.routines[slug]
    facts, url = routine.facts, url_of(Kind.ROUTINE, slug)
    work = muscles.of_routine(library, facts)
    body = bodies.body(context.site_assets, routine, url)
    rules = _safety(context, facts)
    parts, ids = programme.parts(routine), shape_ids(facts)
    phases = tuple(routine_parts.phases(context, routine, parts, url, ids))
    has_card, about = list_rows.has_own_card(facts), _about(context, routine, url)
    view = views.RoutinePage(
        frame=frame(
            context,
            url,
            facts.title,
            about.description,
            sheet="routine",
            scripts=scripts(facts),
            early_scripts=["card"],
            json_ld=_json_ld(context, routine, parts, about),
            facts=facts,
            rows=bodies.rows_in(body),
        ),
        summary=facts.summary,
        facts=tuple(_short_facts(context, routine, parts)),
        strip=list_rows.strip(context.site_assets, routine_slugs(facts)),
        stop_line=next(map(labels.uncapitalised, rules.stop_if), ""),
        card=relative(card_url(slug), url) if has_card else "",
        pdfs=routine_parts.card_pdfs(context, slug, url) if has_card else (),
        for_whom=tuple(_for_whom(labels, facts)),
        before=routine_parts.around(context, facts.before, url),
        parts=() if phases else tuple(routine_parts.part(context, one, url, ids) for one in parts),
        phases=phases,
        way=tuple(routine_parts.way(context, routine, phases)) if len(phases) > 1 else (),
        goal=facts.purpose or facts.phases[-1].goal if phases else "",
        after=routine_parts.around(context, facts.after, url),
        progress_when=facts.progress_when,
        regress_when=facts.regress_when,
        delivery=tuple(sections(labels, ROUTINE_SECTIONS, facts, Place.DELIVERY)),
        primary=muscles.in_words(labels, library, work.primary, url),
        secondary=muscles.in_words(labels, library, work.secondary, url),
        muscle_map=muscles.chart(labels, library, work),
        safety=rules,
        video=about.video,
        pictures=media.pictures(context.site_assets, routine, url, media.Place.PAGE),
        body=body,
        sources=provenance.sources(facts.sources),
        review=provenance.review(context.site_assets, facts.reviewed),
    )
    return views.Page(url, "routine.html", view)


def _about(context: PageContext, routine: ContentFile[Routine], url: str) -> schema_org.About:
    """Return what machines read; its purpose or its exercises describe a routine without a summary."""
    facts = routine.facts
    exercises = context.library.exercises_of(facts)[:_MOST_IN_DESCRIPTION]
    description = facts.summary or facts.purpose or context.labels.listed(one.title for one in exercises)
    video = media.video(context.site_assets, routine, url)
    return schema_org.About(context.site, address(context, url), description, video)


_MOST_IN_DESCRIPTION = 6


def _for_whom(labels: Labels, routine: Routine) -> Iterator[views.TextSection]:
    """Yield what it is for, unless the summary already says so, and for whom."""
    for section in sections(labels, ROUTINE_SECTIONS, routine, Place.FOR_WHOM):
        if section.text != routine.summary:
            yield section


def _safety(context: PageContext, routine: Routine) -> views.Safety:
    """Return the site's rules, the routine's, and the stop rules and scales of its exercises with their names."""
    exercises = context.library.exercises_of(routine)
    rules = site_rules.in_use(context.site, routine, exercises)
    own = card_safety.stop_rules(context.labels, rules, exercises)
    return safety_rules.safety(context.labels, rules, [one.title for one in exercises], own)


def _short_facts(
    context: PageContext, piece: ContentFile[Routine], parts: tuple[programme.Part, ...]
) -> Iterator[views.Fact]:
    labels, routine = context.labels, piece.facts
    number = list_rows.number_of_exercises(routine)
    values = {
        "programme.phases": str(len(routine.phases)) if routine.phases else "",
        "programme.sessions": _sessions(context, parts) if routine.sessions else "",
        "routine.exercises": str(number) if number else "",
        "routine.time": dose_display.total_time(labels, context.library, piece),
        "routine.often": dose_display.schedule(labels, routine.schedule),
    }
    return (views.Fact(labels.text(key), value) for key, value in values.items() if value)


def _sessions(context: PageContext, parts: tuple[programme.Part, ...]) -> str:
    """Return the names of the sessions; those without days are done in turn."""
    labels, library = context.labels, context.library
    names = labels.listed(part_titles.title_of(labels, library, one) for one in parts)
    has_days = any(one.session and one.session.schedule.per_week for one in parts)
    return names if has_days else labels.text("programme.in-turn", sessions=names)


def _json_ld(
    context: PageContext,
    piece: ContentFile[Routine],
    parts: tuple[programme.Part, ...],
    about: schema_org.About,
) -> str:
    library, labels, whole = context.library, context.labels, about.address
    items = [
        schema_org.PlanPart(
            part_titles.title_of(labels, library, part),
            f"{whole}#{part.id}" if whole and part.id else "",
            part.facts.schedule,
            tuple(
                _plan_item(context, place, programme.dose_of(library, part.facts, place))
                for place in part.entries
            ),
        )
        for part in parts
    ]
    return schema_org.routine(piece.facts, about, items, dose_display.words(labels))


def _plan_item(context: PageContext, place: Placed, dose: Dose | None) -> tuple[str, str, Dose | None, str]:
    """Return an exercise of a plan: title, address, dose, and its sentence."""
    slug = place.entry.exercise
    title = context.library.exercises[slug].facts.title
    whole = address(context, url_of(Kind.EXERCISE, slug))
    return title, whole, dose, dose_display.entry_sentence(context.labels, dose, place)
