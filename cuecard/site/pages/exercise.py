"""The page of an exercise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cuecard.core.urls import relative, step_id
from cuecard.library import programme
from cuecard.library.library import Library, term_url, url_of
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Exercise, Place, Routine
from cuecard.parse.sections import SECTIONS
from cuecard.parse.sources import Kind
from cuecard.site import (
    bodies,
    dose_display,
    list_rows,
    media,
    muscles,
    part_titles,
    progression,
    provenance,
    schema_org,
    term_names,
    views,
)
from cuecard.site.context import PageContext
from cuecard.site.english import sentence
from cuecard.site.labels import Labels
from cuecard.site.pages.frame import address, frame, safety, scripts, sections
from cuecard.vocabulary.term import Term


def page(context: PageContext, slug: str) -> views.Page:
    """Return the page of one exercise."""
    library, labels, exercise = context.library, context.labels, context.library.exercises[slug]
    facts, url = exercise.facts, url_of(Kind.EXERCISE, slug)
    work = muscles.of_exercise(library, slug)
    primary = muscles.in_words(labels, library, work.primary, url)
    secondary = muscles.in_words(labels, library, work.secondary, url)
    body = bodies.body(context.site_assets, exercise, url)
    needs = tuple(_equipment(labels, term, url) for term in library.equipment[slug])
    rules = safety(context, facts)
    numbers, about = dose_display.numbers(labels, facts.dose), _about(context, exercise, url)
    view = views.ExercisePage(
        frame=frame(
            context,
            url,
            facts.title,
            about.description,
            sheet="exercise",
            scripts=scripts(facts),
            json_ld=_json_ld(context, facts, about, (*primary, *secondary), needs),
            facts=facts,
            rows=bodies.rows_in(body),
        ),
        summary=facts.summary,
        facts=tuple(_short_facts(labels, facts, library.equipment[slug])),
        also_called=labels.listed(facts.also_called),
        dose=dose_display.sentence(labels, facts.dose),
        numbers=numbers,
        not_if=tuple(sentence(rule) for rule in facts.not_if),
        aims=tuple(sections(labels, SECTIONS, facts, Place.AIM)),
        before_steps=tuple(sections(labels, SECTIONS, facts, Place.BEFORE_STEPS)),
        steps=tuple(views.Step(step_id(n), n, text) for n, text in enumerate(facts.steps, start=1)),
        technique=tuple(sections(labels, SECTIONS, facts, Place.TECHNIQUE)),
        primary=primary,
        secondary=secondary,
        muscle_map=muscles.chart(labels, library, work),
        equipment=needs,
        progression=progression.progression_of(context.site_assets, slug, url),
        stop_line=_stop_line(labels, facts, rules),
        safety=rules,
        video=about.video,
        pictures=media.pictures(context.site_assets, exercise, url, media.Place.PANEL),
        movement=media.movement(context.site_assets, exercise),
        body=body,
        sources=provenance.sources(facts.sources),
        review=provenance.review(context.site_assets, facts.reviewed),
        routines=tuple(_in_routines(library, labels, slug, url)),
    )
    return views.Page(url, "exercise.html", view)


def _stop_line(labels: Labels, facts: Exercise, rules: views.Safety) -> str:
    """Return the first rule of when to stop, of the exercise if it has one."""
    return next((labels.uncapitalised(sentence(rule)) for rule in (*facts.stop_if, *rules.stop_if)), "")


def _about(context: PageContext, exercise: ContentFile[Exercise], url: str) -> schema_org.About:
    """Return what machines read; the first step describes an exercise without a summary."""
    facts = exercise.facts
    description = facts.summary or next(map(sentence, facts.steps), "")
    video = media.video(context.site_assets, exercise, url)
    return schema_org.About(context.site, address(context, url), description, video)


def _json_ld(
    context: PageContext,
    facts: Exercise,
    about: schema_org.About,
    works: tuple[views.Muscle, ...],
    needs: tuple[views.Equipment, ...],
) -> str:
    labels = context.labels
    return schema_org.exercise(
        facts,
        about,
        dose=(dose_display.sentence(labels, facts.dose), dose_display.words(labels)),
        muscles=tuple(muscle.anatomical or muscle.name for muscle in works),
        needs=tuple(need.name for need in needs),
    )


def _short_facts(labels: Labels, facts: Exercise, needs: Iterable[Term]) -> Iterator[str]:
    """Yield level, position and what is needed."""
    if facts.level:
        yield labels.text(f"level.{facts.level}")
    if facts.position:
        yield labels.text(f"position.{facts.position}")
    if needs:
        yield labels.text(
            "equipment.list", things=labels.listed(term_names.inside(labels, term) for term in needs)
        )
    elif facts.equipment:
        yield labels.text("equipment.none")


def _equipment(labels: Labels, term: Term, page: str) -> views.Equipment:
    return views.Equipment(
        name=term_names.name(labels, term),
        instead=term_names.note(labels, term),
        href=relative(term_url(term), page),
    )


def _in_routines(library: Library, labels: Labels, slug: str, page: str) -> Iterator[views.InRoutine]:
    """Yield the routines that use an exercise, with the exercises before and after it."""
    for name in library.routines_with[slug]:
        routine = library.routines[name]
        if routine.facts.sessions or routine.facts.phases:
            yield _in_parts(library, labels, routine, slug, page)
            continue
        slugs = routine_slugs(routine.facts)
        at = slugs.index(slug)
        yield views.InRoutine(
            title=routine.facts.title,
            href=relative(url_of(Kind.ROUTINE, routine.slug), page),
            place=labels.text("in-routines.place", n=str(at + 1), total=str(len(slugs))),
            previous=list_rows.exercise_link(library, slugs[at - 1], page) if at else None,
            next=list_rows.exercise_link(library, slugs[at + 1], page) if at + 1 < len(slugs) else None,
        )


def _in_parts(
    library: Library, labels: Labels, routine: ContentFile[Routine], slug: str, page: str
) -> views.InRoutine:
    """Return a programme that uses an exercise, with the sessions and phases in which it does; the link leads there."""
    found = [
        part
        for part in programme.parts(routine)
        if any(place.entry.exercise == slug for place in part.entries)
    ]
    at = f"#{found[0].id}" if found else ""
    return views.InRoutine(
        title=routine.facts.title,
        href=relative(url_of(Kind.ROUTINE, routine.slug) + at, page),
        place=labels.listed(part_titles.title_of(labels, library, part) for part in found),
        previous=None,
        next=None,
    )
