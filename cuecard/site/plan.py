"""The site's pages: which there are, where they stand, and the view of each.

`plan` is a pure function of the library; a page is a pure function of its template and its view. So two
pages with equal views are the same page, and one whose view has not changed need not be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from cuecard.cache import codec
from cuecard.core.urls import absolute, readable_address, relative, step_id
from cuecard.core.values import dataclass
from cuecard.figures import muscle_map
from cuecard.library.library import Library, card_url, term_url, terms_in_use, url_of
from cuecard.parse.fields import Level, Paper, Position
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Safety, Site, Written, entry_ids
from cuecard.parse.sources import Kind
from cuecard.parse.video import Provider
from cuecard.site import (
    bodies,
    dose_display,
    english,
    exercises_json,
    list_rows,
    media,
    muscles,
    parts,
    progression,
    safety_rules,
    schema_org,
    views,
)
from cuecard.site.body_slots import BodySlots
from cuecard.site.cards import card_contents, card_parts
from cuecard.site.cards.card_fit import CardFit
from cuecard.site.csp import HEADERS, top_folder
from cuecard.site.english import LEVELS, POSITIONS
from cuecard.site.site_assets import SiteAssets
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term

HOME = "index.html"
MUSCLES = "muscles/index.html"
EQUIPMENT = "equipment/index.html"
SITEMAP = "sitemap.xml"
FEED = "feed.xml"

_INDEX_TITLES = {TermKind.UMBRELLA: "Several at once", TermKind.STRUCTURE: "Tendons, joints and bands"}


@dataclass(frozen=True, slots=True)
class ThemeUrls:
    """The urls of what every page loads."""

    stylesheet: str
    icon: str
    scripts: dict[str, str]
    """By name without ending: `filter`, `video`, `card`."""
    policy: str
    """What a page may load and do, for Content-Security-Policy."""


@dataclass(frozen=True)
class PageContext:
    """What pages are made from."""

    shelf: SiteAssets
    look: ThemeUrls
    fits: Mapping[str, CardFit]
    """The layout of each routine's card."""

    @property
    def library(self) -> Library:
        """All texts together."""
        return self.shelf.library

    @cached_property
    def safety(self) -> views.Safety:
        """The rules of the site, which hold on every page."""
        return safety_rules.safety(self.library.site.safety)

    @cached_property
    def hollow(self) -> PageContext:
        """The same for pages that wait for their prose: with marks in its place."""
        library = replace(self.library, bodies=BodySlots(self.library.bodies))
        return replace(self, shelf=replace(self.shelf, library=library))

    @cached_property
    def told(self) -> codec.SharedEncoder:
        """Tells the pages of terms as JSON, whose rows stand on several of them, each row once."""
        return codec.SharedEncoder(views.ExerciseSummary)

    @cached_property
    def by_term(self) -> Mapping[str, tuple[list[str], list[str]]]:
        """By the address of a term's page: the exercises that work it most, and too; or that use it."""
        library, muscles = self.library, self.library.vocabulary.muscles
        found: dict[str, tuple[list[str], list[str]]] = {}
        shown_on: dict[str, tuple[str, ...]] = {}  # by id of a term: its page, and those of what it lights up
        for slug in library.exercises:
            for term in library.equipment[slug]:
                found.setdefault(term_url(term), ([], []))[0].append(slug)
            for at, group in enumerate((library.primary, library.secondary)):
                for term in (worked.term for worked in group[slug]):
                    if term.id not in shown_on:
                        lit = (muscles[id] for id in library.vocabulary.lit_by(term))
                        shown_on[term.id] = tuple(map(term_url, (term, *lit)))
                urls = (shown_on[worked.term.id] for worked in group[slug])
                for url in dict.fromkeys(chain.from_iterable(urls)):
                    found.setdefault(url, ([], []))[at].append(slug)
        return found


DATA = "exercises.json"

PageId = tuple[str, str]
"""A page to be made: its kind, and the slug, id or address that tells it from others of its kind.

The data file has one for each stretch of it, one after the other."""


def plan(library: Library) -> list[PageId]:
    """Every page of the site whose view depends on no other page, in a fixed order; `listings` are made of these."""
    muscles, equipment = terms_in_use(library)
    return [
        *(("data", stretch) for stretch in exercises_json.stretches(library)),
        ("home", ""),
        *(("exercise", slug) for slug in library.exercises),
        *(("routine", slug) for slug in library.routines),
        *(("card", slug) for slug, piece in library.routines.items() if piece.facts.card.is_wanted),
        *(("guide", slug) for slug in library.guides),
        *(("muscle", term.id) for term in muscles),
        *(("tool", term.id) for term in equipment),
        ("terms", MUSCLES),
        ("terms", EQUIPMENT),
        *(("redirect", old) for old in library.redirects),
        ("not-found", ""),
    ]


def make(ticket: PageId, basis: PageContext) -> views.Page:
    """The page that a ticket of `plan` asks for."""
    kind, name = ticket
    library, maker = basis.library, _Maker(basis)
    if kind == "exercise":
        return maker.exercise(library.exercises[name])
    if kind == "routine":
        return maker.routine(library.routines[name])
    if kind == "card":
        return maker.card(library.routines[name], basis.fits[name])
    if kind == "guide":
        return maker.guide(library.guides[name])
    if kind == "muscle":
        return maker.term(library.vocabulary.muscles[name])
    if kind == "tool":
        return maker.term(library.vocabulary.equipment[name])
    if kind == "terms":
        return maker.terms(name, terms_in_use(library)[name == EQUIPMENT])
    if kind == "redirect":
        return maker.redirect(name, library.redirects[name])
    if kind == "home":
        return maker.home(*terms_in_use(library))
    if kind == "not-found":
        return maker.not_found()
    return views.Page(DATA, "", exercises_json.stretch(basis.shelf, name))


@dataclass(frozen=True, slots=True)
class ListedPage:
    """What the sitemap and the feed tell of a page."""

    kind: str
    """As in its ticket."""
    url: str
    heading: str
    description: str


Lines = dict[tuple[ListedPage, date | None], tuple[views.Listed, views.Listed]]
"""What the sitemap and what the feed says of each page, by the page and the day of its review; of one site."""


def listings(
    basis: PageContext, pages: Sequence[ListedPage], known: Lines | None = None
) -> Iterator[views.Page]:
    """`robots.txt`, `_headers`, and with a base address the sitemap and the feed.

    Lines that are *known* are not made again.
    """
    return _Maker(basis).listings(pages, {} if known is None else known)


def listed(ticket: PageId, page: views.Page) -> ListedPage | None:
    """What search engines are told of a page: of texts and terms, not of cards, redirects or the error page."""
    if ticket[0] in {"data", "card", "redirect", "not-found"}:
        return None
    frame: views.Frame = page.view.frame
    return ListedPage(ticket[0], page.url, frame.heading, frame.description)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the view of each kind of page. Holds only what all of them need."""

    basis: PageContext

    @property
    def shelf(self) -> SiteAssets:
        return self.basis.shelf

    @property
    def look(self) -> ThemeUrls:
        return self.basis.look

    @property
    def library(self) -> Library:
        return self.basis.shelf.library

    @property
    def site(self) -> Site:
        return self.shelf.library.site

    # --- round every page -----------------------------------------------------------------------------

    def frame(
        self,
        page: str,
        heading: str,
        description: str = "",
        *,
        og_type: str = "article",
        scripts: Iterable[str] = (),
        json_ld: str = "",
        is_draft: bool = False,
        rows: Iterable[views.ExerciseSummary] = (),
    ) -> views.Frame:
        site = self.site
        title = site.title if page == HOME else f"{heading} \N{EN DASH} {site.title}"
        canonical = self.address(page)
        return views.Frame(
            language=site.language,
            title=title,
            heading=heading,
            description=description or site.description,
            site_title=site.title,
            author=site.author,
            home=relative(HOME, page),
            canonical=canonical,
            readable=readable_address(canonical),
            og_type=og_type,
            feed=relative(FEED, page) if site.base_url else "",
            policy=self.look.policy,
            icon=relative(self.look.icon, page),
            stylesheet=relative(self.look.stylesheet, page),
            scripts=tuple(relative(self.look.scripts[name], page) for name in scripts),
            navigation=self.navigation(page),
            json_ld=json_ld,
            is_draft=is_draft,
            sprite=muscle_map.sprite(row.lit for row in rows),
        )

    def navigation(self, page: str) -> tuple[views.Link, ...]:
        has_routines, has_guides = bool(self.library.routines), bool(self.library.guides)
        beside = page if page == HOME else page.rpartition("/")[0] + "/"
        return _navigation(beside, has_routines=has_routines, has_guides=has_guides)

    def address(self, page: str) -> str:
        return absolute(self.site.base_url, page)

    def safety(self, *more: Safety, stop_if: Iterable[str] = ()) -> views.Safety:
        if not more:
            return safety_rules.with_rules(self.basis.safety, stop_if)
        return safety_rules.safety(self.site.safety, *more, stop_if=stop_if)

    def scripts(self, facts: Written) -> tuple[str, ...]:
        plays = facts.video and facts.video.provider in {Provider.VIMEO, Provider.YOUTUBE}
        return ("video",) if plays else ()

    def rows(self, slugs: Iterable[str], page: str) -> tuple[views.ExerciseSummary, ...]:
        return list_rows.rows(self.shelf, slugs, page)

    # --- texts ------------------------------------------------------------------------------------------

    def home(self, muscles: tuple[Term, ...], equipment: tuple[Term, ...]) -> views.Page:
        library, site = self.library, self.site
        rows = tuple(
            sorted(self.rows(library.exercises, HOME), key=lambda row: (row.title.casefold(), row.slug))
        )
        levels = {row.level for row in rows}
        positions = {row.position for row in rows}
        if any(not library.equipment[slug] for slug in library.exercises):
            nothing = [views.Choice("none", "Nothing needed", "no equipment bodyweight")]
        else:
            nothing = []
        view = views.HomePage(
            frame=self.frame(
                HOME,
                site.title,
                og_type="website",
                scripts=["filter"],
                json_ld=schema_org.website(site, self.address(HOME)),
                rows=rows,
            ),
            lead=site.description,
            routines=tuple(
                list_rows.routine_row(library, piece, HOME) for piece in library.routines.values()
            ),
            guides=tuple(
                views.GuideRow(
                    title=piece.facts.title,
                    href=relative(url_of(Kind.GUIDE, slug), HOME),
                    summary=piece.facts.summary,
                )
                for slug, piece in library.guides.items()
            ),
            exercises=rows,
            muscles=tuple(self.choice(term) for term in muscles),
            equipment=(*nothing, *(self.choice(term) for term in equipment)),
            levels=tuple(views.Choice(level, LEVELS[level]) for level in Level if LEVELS[level] in levels),
            positions=tuple(
                views.Choice(position, POSITIONS[position]) for position in Position if position in positions
            ),
            muscles_href=relative(MUSCLES, HOME),
            equipment_href=relative(EQUIPMENT, HOME),
            count=english.counted(len(library.exercises), "exercise"),
        )
        return views.Page(HOME, "home.html", view)

    def choice(self, term: Term) -> views.Choice:
        umbrellas = (
            word
            for other in self.library.vocabulary.muscles.values()
            if other.kind is TermKind.UMBRELLA and term.id in self.library.vocabulary.lit_by(other)
            for word in other.words
        )
        own = [*term.words, term.anatomical]
        return views.Choice(term.id, term.name, english.listed(dict.fromkeys((*own, *umbrellas))))

    def exercise(self, piece: ContentFile[Exercise]) -> views.Page:
        library, facts = self.library, piece.facts
        url = url_of(Kind.EXERCISE, piece.slug)
        dose = dose_display.dose(facts.dose)
        work = muscles.of_exercise(library, piece.slug)
        primary = muscles.told(library, work.primary, url)
        secondary = muscles.told(library, work.secondary, url)
        body = bodies.body(self.shelf, piece, url)
        needs = tuple(parts.equipment(term, url) for term in library.equipment[piece.slug])
        safety = self.safety(stop_if=facts.stop_if)
        names = tuple(muscle.anatomical or muscle.name for muscle in (*primary, *secondary))
        level = LEVELS[facts.level] if facts.level else ""
        needed = english.listed(need.name.lower() for need in needs)
        needed = f"You need: {needed}" if needed else "No equipment"
        json_ld = schema_org.exercise(
            facts,
            self.site,
            self.address(url),
            dose=dose,
            muscles=names,
            needs=tuple(need.name for need in needs),
        )
        view = views.ExercisePage(
            frame=self.frame(
                url,
                facts.title,
                facts.summary,
                scripts=self.scripts(facts),
                json_ld=json_ld,
                is_draft=facts.draft,
                rows=bodies.rows_in(body),
            ),
            summary=facts.summary,
            facts=tuple(filter(None, (level, POSITIONS.get(str(facts.position), ""), needed))),
            also_called=english.listed(facts.also_called),
            dose=dose,
            not_if=tuple(english.sentence(rule) for rule in facts.not_if),
            start=facts.start,
            steps=tuple(
                views.Step(id=step_id(n), number=n, text=text) for n, text in enumerate(facts.steps, start=1)
            ),
            cues=facts.cues,
            mistakes=facts.mistakes,
            breathing=facts.breathing,
            feel=facts.feel,
            primary=primary,
            secondary=secondary,
            muscle_map=muscles.chart(library, work),
            equipment=needs,
            stairs=progression.progression_of(self.shelf, piece.slug, url),
            stop_line=next(
                (english.uncapitalised(english.sentence(rule)) for rule in (*facts.stop_if, *safety.stop_if)),
                "",
            ),
            safety=safety,
            film=media.video(self.shelf, piece, url),
            pictures=media.pictures(self.shelf, piece, url),
            movement=media.movement(self.shelf, piece),
            body=body,
            sources=parts.sources(facts.sources),
            review=parts.review(facts.reviewed, self.shelf.date),
            routines=parts.in_routines(library, piece.slug, url),
        )
        return views.Page(url, "exercise.html", view)

    def routine(self, piece: ContentFile[Routine]) -> views.Page:
        library, facts = self.library, piece.facts
        url = url_of(Kind.ROUTINE, piece.slug)
        told = (
            ("Exercises", str(len(facts.exercises))),
            ("Time", dose_display.total_time(library, facts)),
            ("How often", english.schedule(facts.schedule)),
        )
        doses = [dose_display.entry_dose(library, facts, entry) for entry in facts.exercises]
        items = [
            (
                library.exercises[entry.exercise].facts.title,
                self.address(url_of(Kind.EXERCISE, entry.exercise)),
                dose,
                dose_display.dose(dose),
            )
            for entry, dose in zip(facts.exercises, doses, strict=True)
        ]
        work = muscles.of_routine(library, facts)
        body = bodies.body(self.shelf, piece, url)
        view = views.RoutinePage(
            frame=self.frame(
                url,
                facts.title,
                facts.summary,
                scripts=(*self.scripts(facts), "card"),
                json_ld=schema_org.routine(facts, self.site, self.address(url), items),
                is_draft=facts.draft,
                rows=bodies.rows_in(body),
            ),
            summary=facts.summary,
            facts=tuple(views.DosePart(label, value) for label, value in told if value),
            card=relative(card_url(piece.slug), url) if facts.card.is_wanted else "",
            pdfs=parts.card_pdfs(piece.slug, url, self.site.paper) if facts.card.is_wanted else (),
            before=facts.before,
            entries=tuple(self.entries(facts, url)),
            after=facts.after,
            progress_when=facts.progress_when,
            regress_when=facts.regress_when,
            primary=muscles.told(library, work.primary, url),
            secondary=muscles.told(library, work.secondary, url),
            muscle_map=muscles.chart(library, work),
            safety=self.safety(facts.safety, stop_if=card_contents.stop_rules(library, facts)),
            film=media.video(self.shelf, piece, url),
            pictures=media.pictures(self.shelf, piece, url),
            body=body,
            sources=parts.sources(facts.sources),
            review=parts.review(facts.reviewed, self.shelf.date),
        )
        return views.Page(url, "routine.html", view)

    def entries(self, routine: Routine, url: str) -> Iterator[views.RoutineEntry]:
        for number, (id, entry) in enumerate(
            zip(entry_ids(routine), routine.exercises, strict=True), start=1
        ):
            slug = entry.exercise
            facts = self.library.exercises[slug].facts
            dose = dose_display.dose(dose_display.entry_dose(self.library, routine, entry))
            yield views.RoutineEntry(
                id=id,
                number=number,
                title=facts.title,
                href=relative(url_of(Kind.EXERCISE, slug), url),
                dose=dose.sentence if dose else "",
                first_step=facts.steps[0],
                note=entry.note,
                not_if=tuple(english.uncapitalised(english.sentence(rule)) for rule in facts.not_if),
                equipment=english.listed(term.name.lower() for term in self.library.equipment[slug]),
                still=list_rows.still(self.shelf, slug),
            )

    def card(self, piece: ContentFile[Routine], fit: CardFit) -> views.Page:
        facts = piece.facts
        url = card_url(piece.slug)
        card = card_contents.card(self.shelf, piece)
        log = card.log
        view = views.CardPage(
            frame=self.frame(
                url, f"{facts.title}: card to print", facts.summary, scripts=["card"], is_draft=facts.draft
            ),
            routine=views.Link(relative(url_of(Kind.ROUTINE, piece.slug), url), facts.title),
            paper="letter" if self.site.paper is Paper.LETTER else "A4",
            is_rtl=card.language in card_parts.RIGHT_TO_LEFT,
            card=card,
            fit=fit,
            parts=tuple(card_parts.parts(card, fit)),
            has_safety=card_parts.has_safety(card),
            boxes=card.labels["boxes"].format(weeks=english.counted(log.weeks, "week")) if log else "",
            pdfs=parts.card_pdfs(piece.slug, url, self.site.paper),
        )
        return views.Page(url, "card.html", view)

    def guide(self, piece: ContentFile[Guide]) -> views.Page:
        library, facts = self.library, piece.facts
        url = url_of(Kind.GUIDE, piece.slug)
        body = library.bodies[piece.path]
        contents = tuple(
            views.Section(id=heading.id, text=heading.text, is_nested=heading.level > 2)
            for heading in body.headings
            if heading.level <= 3
        )
        text = bodies.body(self.shelf, piece, url)
        shown = bodies.shown_as_cards(text)
        exercises = self.rows(facts.exercises, url)
        routines = tuple(
            list_rows.routine_row(library, library.routines[slug], url) for slug in facts.routines
        )
        view = views.GuidePage(
            frame=self.frame(
                url,
                facts.title,
                facts.summary,
                scripts=self.scripts(facts),
                json_ld=schema_org.article(facts, self.site, self.address(url)),
                is_draft=facts.draft,
                rows=(*bodies.rows_in(text), *exercises),
            ),
            summary=facts.summary,
            contents=contents if len(contents) > 1 else (),
            body=text,
            exercises=tuple(row for row in exercises if row.href not in shown),
            routines=tuple(row for row in routines if row.href not in shown),
            safety=self.safety(facts.safety),
            film=media.video(self.shelf, piece, url),
            pictures=media.pictures(self.shelf, piece, url),
            sources=parts.sources(facts.sources),
            review=parts.review(facts.reviewed, self.shelf.date),
        )
        return views.Page(url, "guide.html", view)

    # --- terms --------------------------------------------------------------------------------------------

    def term(self, term: Term) -> views.Page:
        url = term_url(term)
        is_tool = term.kind is TermKind.EQUIPMENT
        if is_tool:
            groups = [("Exercises that use it", self.basis.by_term[url][0])]
        else:
            most, too = self.basis.by_term[url]
            groups = [("Works it most", most), ("Works it too", too)]
        index = EQUIPMENT if is_tool else MUSCLES
        noun = "equipment" if is_tool else "muscles"
        description = f"Exercises that {'use' if is_tool else 'work'}: {term.name.lower()}."
        told = tuple(views.Group(title, self.rows(slugs, url)) for title, slugs in groups if slugs)
        view = views.TermPage(
            frame=self.frame(url, term.name, description, rows=(row for group in told for row in group.rows)),
            beside=f"Or {term.note}." if is_tool and term.note else term.anatomical,
            also_called=english.listed(term.synonyms[:6]),
            muscle_map="" if is_tool else muscles.chart_of_term(self.library, term),
            groups=told,
            index=views.Link(relative(index, url), f"All {noun}"),
        )
        return views.Page(url, "term.html", view)

    def terms(self, url: str, terms: tuple[Term, ...]) -> views.Page:
        is_tool = url == EQUIPMENT
        heading = "Equipment" if is_tool else "Muscles"
        lead = (
            "What the exercises need, and what does as well at home."
            if is_tool
            else "Each muscle by its everyday name, with the name that clinicians use beside it."
        )
        groups: dict[str, list[views.TermRow]] = {}
        for term in terms:
            slugs = {slug for group in self.basis.by_term[term_url(term)] for slug in group}
            beside = f"or {term.note}" if is_tool and term.note else term.anatomical
            count = english.counted(len(slugs), "exercise")
            row = views.TermRow(
                name=term.name, beside=beside, href=relative(term_url(term), url), count=count
            )
            groups.setdefault(_INDEX_TITLES.get(term.kind, ""), []).append(row)
        told = tuple(views.TermGroup(title, tuple(groups[title])) for title in sorted(groups))
        view = views.TermsPage(
            frame=self.frame(url, heading, lead),
            lead=lead,
            muscle_map="" if is_tool else muscles.index_map(terms, url),
            groups=told,
        )
        return views.Page(url, "terms.html", view)

    # --- the rest -----------------------------------------------------------------------------------------

    def redirect(self, old: str, new: str) -> views.Page:
        frame = self.frame(new, "This page has moved")
        return views.Page(old, "redirect.html", views.RedirectPage(frame, relative(new, old)))

    def not_found(self) -> views.Page:
        frame = self.frame("404.html", "This page is not here")
        return views.Page("404.html", "404.html", views.NotFoundPage(frame, self.address(HOME) or HOME))

    def listings(self, pages: Sequence[ListedPage], known: Lines) -> Iterator[views.Page]:
        """`robots.txt`, `_headers`, and with a base address the sitemap and the feed, which need full addresses."""
        site = self.site
        home = self.address(HOME)
        if site.base_url:
            lines = self.lines(pages, known)
            view = views.Listing(
                title=site.title,
                description=site.description,
                language=site.language,
                home=home,
                address=self.address(SITEMAP),
                pages=tuple(told for _, told, _ in lines),
            )
            yield views.Page(SITEMAP, "sitemap.xml", view)
            view = views.Listing(
                title=site.title,
                description=site.description,
                language=site.language,
                home=home,
                address=self.address(FEED),
                pages=tuple(
                    told for kind in ("guide", "routine", "exercise") for of, _, told in lines if of == kind
                ),
            )
            yield views.Page(FEED, "feed.xml", view)
        robots = views.Listing(
            title=site.title,
            description="",
            language=site.language,
            home=home,
            address=self.address(SITEMAP),
            pages=(),
        )
        yield views.Page("robots.txt", "robots.txt", robots)
        told = views.Headers(top_folder(site.base_url), self.look.policy)
        yield views.Page(HEADERS, HEADERS, told)

    def lines(
        self, pages: Sequence[ListedPage], known: Lines
    ) -> list[tuple[str, views.Listed, views.Listed]]:
        """The kind of each page, and what the sitemap and the feed say of it."""
        texts: Mapping[str, Mapping[str, ContentFile[Any]]] = {
            Kind.EXERCISE: self.library.exercises,
            Kind.ROUTINE: self.library.routines,
            Kind.GUIDE: self.library.guides,
        }
        made = []
        for page in pages:
            reviewed = None
            if page.kind in texts:
                slug = page.url.removeprefix(f"{page.kind}s/").removesuffix(".html")
                review = texts[page.kind][slug].facts.reviewed
                reviewed = review.on if review else None
            told = known.get((page, reviewed))
            if told is None:
                dates = (reviewed.isoformat(), reviewed.strftime(_RFC_822)) if reviewed else ("", "")
                address = self.address(page.url)
                one, other = (views.Listed(address, page.heading, page.description, date) for date in dates)
                told = known[page, reviewed] = one, other
            made.append((page.kind, *told))
        return made


@lru_cache(maxsize=1 << 8)
def _navigation(page: str, *, has_routines: bool, has_guides: bool) -> tuple[views.Link, ...]:
    """The way to each part of the site from the home page, or from any page of a folder."""
    folder = page.partition("/")[0]
    entries = [("Exercises", f"{HOME}#exercises", "exercises")]
    if has_routines:
        entries.append(("Routines", f"{HOME}#routines", "routines"))
    if has_guides:
        entries.append(("Guides", f"{HOME}#guides", "guides"))
    entries += [("Muscles", MUSCLES, "muscles"), ("Equipment", EQUIPMENT, "equipment")]
    return tuple(views.Link(relative(url, page), text, name == folder) for text, url, name in entries)


_RFC_822 = "%a, %d %b %Y 00:00:00 GMT"
