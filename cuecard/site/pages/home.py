"""The home page: routines, guides, and the exercises with their filter, and the owner's own words between them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from cuecard.core.title_order import title_order
from cuecard.core.urls import relative
from cuecard.library.library import EQUIPMENT, HOME, MUSCLES, Library, terms_in_use, url_of
from cuecard.parse.fields import Level, Position
from cuecard.parse.page_models import HomeText
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.sources import Kind
from cuecard.site import bodies, list_rows, media, provenance, schema_org, strips, term_names, views
from cuecard.site.context import PageContext
from cuecard.site.labels import Labels
from cuecard.site.pages.frame import address, frame, scripts, taxonomy_name
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term


class Choice(Struct, frozen=True):
    """One choice of a filter."""

    value: str
    text: str
    words: str = ""
    """Synonyms by which search finds this term."""


LISTS = ("routines", "safety", "guides", "exercises")
"""The lists of the home page in their usual order. `home.md` may place each elsewhere."""


class OwnFilter(Struct, frozen=True):
    """A filter by the words of a taxonomy of the site."""

    name: str
    label: str
    choices: tuple[Choice, ...]


class OwnText(Struct, frozen=True):
    """What the owner writes in `home.md`, with the lists of the page in it."""

    parts: tuple[views.BodyPart, ...]
    """The owner's words, and each of `LISTS` once, in their order on the page."""
    video: views.Video | None = None
    pictures: tuple[views.Picture, ...] = ()
    sources: tuple[views.Source, ...] = ()
    review: views.Review | None = None


class HomePage(Struct, frozen=True):
    """The view of `index.html`."""

    frame: views.Frame
    lead: str
    hero: str
    """Large figures at the top, as safe SVG; empty if there are none."""
    start: str
    """The words of the button at the top."""
    stop_line: str
    """When to stop, to follow the words "Stop if" unless the owner wrote a sentence of their own."""
    has_own_stop: bool
    safety: views.Safety
    routines: tuple[views.RoutineRow, ...]
    guides: tuple[views.GuideRow, ...]
    exercises: tuple[views.ExerciseSummary, ...]
    muscles: tuple[Choice, ...]
    equipment: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    positions: tuple[Choice, ...]
    muscles_href: str
    equipment_href: str
    count: str
    found: str
    """What the script shows instead when the list is narrowed; it fills in `{found}`."""
    own: OwnText
    filters: tuple[OwnFilter, ...]
    """One for each taxonomy of the site that an exercise has a word of."""


def page(context: PageContext, _: str) -> views.Page:
    """Return the home page."""
    library, site, labels = context.library, context.site, context.labels
    by_title = title_order(site.language)
    rows = list_rows.rows(context.site_assets, library.exercises, HOME)
    rows = tuple(sorted(rows, key=lambda row: (by_title(row.title), row.slug)))
    muscles, equipment = terms_in_use(library)
    routines = _in_order(library, site.home.routines)
    text = next(iter(library.home.values()), None)
    facts = text.facts if text else HomeText()
    view = HomePage(
        frame=frame(
            context,
            HOME,
            facts.title or site.title,
            facts.summary,
            og_type="website",
            sheet="home",
            more_sheets=("guide",) if text else (),
            scripts=["filter", *scripts(facts)],
            json_ld=schema_org.website(site, address(context, HOME)),
            facts=facts,
            rows=rows,
        ),
        lead=facts.summary or site.description,
        hero=_hero(context, routines),
        start=site.home.start or labels.text("home.pick"),
        stop_line=site.home.stop or next(map(labels.uncapitalised, context.safety.stop_if), ""),
        has_own_stop=bool(site.home.stop),
        safety=context.safety,
        routines=tuple(list_rows.routine_row(context.site_assets, routine, HOME) for routine in routines),
        guides=tuple(_guides(library)),
        exercises=rows,
        muscles=tuple(_choice(library, labels, term) for term in muscles),
        equipment=(
            *_nothing_needed(library, labels),
            *(_choice(library, labels, term) for term in equipment),
        ),
        levels=tuple(_used_choices(labels, "level", Level, {row.level for row in rows})),
        positions=tuple(_used_choices(labels, "position", Position, {row.position for row in rows})),
        muscles_href=relative(MUSCLES, HOME),
        equipment_href=relative(EQUIPMENT, HOME),
        count=labels.count("exercise", len(rows)),
        found=labels.text("filter.found", found="{found}", n=str(len(rows))),
        filters=tuple(_own_filters(context)),
        own=_own_text(context, text) if text else OwnText(tuple(views.BodyPart(list=name) for name in LISTS)),
    )
    return views.Page(HOME, "home.html", view)


def _own_filters(context: PageContext) -> Iterator[OwnFilter]:
    """Yield a filter for each taxonomy, with the words that exercises have."""
    by_title = title_order(context.site.language)
    terms = [term for term in context.library.tagged.values() if Kind.EXERCISE in term.texts]
    for taxonomy in dict.fromkeys(term.taxonomy for term in terms):
        choices = [Choice(term.id, term.name) for term in terms if term.taxonomy == taxonomy]
        choices.sort(key=lambda choice: by_title(choice.text))
        yield OwnFilter(taxonomy, taxonomy_name(context, taxonomy), tuple(choices))


def _own_text(context: PageContext, text: ContentFile[HomeText]) -> OwnText:
    """Return the owner's text with each list once: those that it does not place are at the end."""
    site_assets, facts = context.site_assets, text.facts
    body = bodies.body(site_assets, text, HOME, LISTS)
    placed = {part.list for part in body}
    return OwnText(
        (*body, *(views.BodyPart(list=name) for name in LISTS if name not in placed)),
        media.video(site_assets, text, HOME),
        media.pictures(site_assets, text, HOME, media.Place.TEXT),
        provenance.sources(facts.sources),
        provenance.review(site_assets, facts.reviewed) if facts.reviewed else None,
    )


def _in_order(library: Library, first: tuple[str, ...]) -> list[ContentFile[Routine]]:
    """Return the routines, those that the owner puts first at the beginning."""
    known = [slug for slug in first if slug in library.routines]
    return [library.routines[slug] for slug in dict.fromkeys((*known, *library.routines))]


_MOST_IN_HERO = 3


def _hero(context: PageContext, routines: list[ContentFile[Routine]]) -> str:
    """Return the figures that the owner chose, or the first of the first routine that has any, or of all exercises."""
    drawings, chosen = context.site_assets.drawings, context.site.home.figures
    if chosen:
        return strips.hero([drawings[slug] for slug in chosen if slug in drawings])
    several = [*(routine_slugs(routine.facts) for routine in routines), tuple(context.library.exercises)]
    for slugs in several:
        drawn = [slug for slug in dict.fromkeys(slugs) if slug in drawings]
        if drawn:
            return strips.hero([drawings[slug] for slug in drawn[:_MOST_IN_HERO]])
    return ""


def _guides(library: Library) -> Iterator[views.GuideRow]:
    for slug, guide in library.guides.items():
        yield views.GuideRow(
            title=guide.facts.title,
            href=relative(url_of(Kind.GUIDE, slug), HOME),
            summary=guide.facts.summary,
        )


def _nothing_needed(library: Library, labels: Labels) -> Iterator[Choice]:
    """Yield the choice "no equipment", if there are such exercises."""
    if any(one.facts.equipment and not library.equipment[slug] for slug, one in library.exercises.items()):
        text, words = labels.text("filter.no-equipment"), labels.text("filter.no-equipment.words")
        yield Choice("none", text, words)


def _choice(library: Library, labels: Labels, term: Term) -> Choice:
    """Return a muscle or a piece of equipment, with its synonyms for the search."""
    umbrellas = (
        word
        for other in library.vocabulary.muscles.values()
        if other.kind is TermKind.UMBRELLA and term.id in library.vocabulary.expand(other)
        for word in other.words
    )
    own = [*term.words, term.anatomical]
    return Choice(term.id, term_names.name(labels, term), labels.listed(dict.fromkeys((*own, *umbrellas))))


def _used_choices(
    labels: Labels, family: str, every: type[Level] | type[Position], used: set[str]
) -> Iterator[Choice]:
    """Yield the levels or positions that some exercise has."""
    for one in every:
        if one in used:
            yield Choice(one, labels.text(f"{family}.{one}"))
