"""Parts that pages share: facts of the library in the words and addresses of one page.

Each function takes the address of the page that the part is for, as every link is relative to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from cuecard.content import dose as doses
from cuecard.content.library import Library, card_url, routine_slugs, term_url, url_of
from cuecard.content.markdown import Link
from cuecard.content.schema import (
    Entry,
    Exercise,
    Image,
    PainScale,
    Piece,
    Reference,
    Review,
    Routine,
    Safety,
    Schedule,
    Written,
)
from cuecard.content.sources import Kind
from cuecard.content.video import Provider
from cuecard.content.vocabulary import Term
from cuecard.figures.frames import Drawing
from cuecard.figures.muscles import muscle_map
from cuecard.publish import muscles, views
from cuecard.publish.pictures import COLUMN, Published
from cuecard.urls import readable_address, relative
from cuecard.values import dataclass

LEVELS = {"beginner": "Beginner", "intermediate": "Intermediate", "advanced": "Advanced"}
POSITIONS = {
    "standing": "Standing",
    "sitting": "Sitting",
    "kneeling": "Kneeling",
    "hands-and-knees": "On hands and knees",
    "supine": "Lying on your back",
    "prone": "Lying on your front",
    "side-lying": "Lying on your side",
}
_PROVIDERS = {Provider.VIMEO: "Vimeo", Provider.YOUTUBE: "YouTube"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What pages are made from: the library, and the addresses of what was put beside it."""

    library: Library
    assets: Mapping[str, str]
    """By path in the content folder: the url of a file that texts link to, published as it is."""
    pictures: Mapping[str, Published]
    """By path in the content folder: a picture that texts show."""
    card_pictures: Mapping[str, str]
    """By path in the content folder: a picture as small SVG text."""
    drawings: Mapping[str, Drawing]
    """By the slug of an exercise: its figure."""
    rows: Mapping[tuple[str, str], views.Row]
    """By the way from a page to the exercises and the slug of one: how it stands in lists there (see `Rows`)."""
    date: date | None
    """The day to reckon overdue reviews from."""


# --- small words --------------------------------------------------------------------------------------


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 exercise", "5 exercises"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Iterable[str]) -> str:
    """The words in a line: "a, b, c"."""
    return ", ".join(words)


def capitalised(text: str) -> str:
    """*text* with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """*text* to stand inside a sentence: its first letter small, unless the word is a name, "I" or all large."""
    first = re.split(r"[\s'\u2019]", text, maxsplit=1)[0]
    return text if first in _ALWAYS_LARGE or first[1:].isupper() else text[:1].lower() + text[1:]


_ALWAYS_LARGE = frozenset(["I", "Achilles", "Baker", "Parkinson"])
"""Words, and names that are told of bodies."""


def sentence(text: str) -> str:
    """*text* with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "!", "?", "…", ":")) else text + "."


def in_words(day: date) -> str:
    """A date as it is read in any country: 1 November 2026."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{day.day} {months[day.month - 1]} {day.year}"


# --- dose ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 12)
def dose(value: doses.Dose | None) -> views.Dose | None:
    """The dose as one sentence and as single facts."""
    if value is None:
        return None
    parts = tuple(views.DosePart(part.label, part.value) for part in doses.parts(value))
    return views.Dose(doses.sentence(value), parts)


def entry_dose(library: Library, routine: Routine, entry: Entry) -> doses.Dose | None:
    """The dose in a routine: the exercise's own, overridden by the routine's, overridden by the entry's."""
    own = library.exercises[entry.exercise].facts.dose
    return doses.merged(own, routine.dose, entry.dose)


def schedule(value: Schedule) -> str:
    """How often and how long: "3 days a week for 8 weeks"; empty when nothing is said."""
    days = "every day" if value.per_week == 7 else ""
    if value.per_week and not days:
        days = counted(value.per_week, "day" if value.per_week < 7 else "time") + " a week"
    weeks = f"for {counted(value.weeks, 'week')}" if value.weeks else ""
    return capitalised(" ".join(filter(None, (days, weeks))))


def total_time(library: Library, routine: Routine) -> str:
    """What a routine takes, from the doses: "About 25 minutes"; empty when no dose can be reckoned.

    An exercise whose dose cannot be reckoned makes it "At least ...". Getting from one exercise to the
    next is not counted.
    """
    reckoned = [
        doses.work_seconds(value) if value else None
        for value in (entry_dose(library, routine, entry) for entry in routine.exercises)
    ]
    known = [seconds for seconds in reckoned if seconds]
    if not known:
        return ""
    low, high = (max(1, round(sum(side) / 60)) for side in zip(*known, strict=True))
    minutes = counted(high, "minute") if low == high else f"{low} to {high} minutes"
    return f"{'About' if len(known) == len(reckoned) else 'At least'} {minutes}"


# --- equipment and rows -----------------------------------------------------------------------------------


def equipment(term: Term, page: str) -> views.Equipment:
    """A thing that is needed."""
    return views.Equipment(name=term.name, instead=term.note, href=relative(term_url(term), page))


class Rows(dict[tuple[str, str], views.Row]):
    """Exercises in lists, by the way from the page to the folder of the exercises and the slug.

    Each is made when it is asked for and kept, as most stand on several pages. With *before*, those that were made from
    something else are made again; an equal one stays the same object.
    """

    def __init__(
        self,
        library: Library,
        drawings: Mapping[str, Drawing],
        before: Rows | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._drawings = drawings
        self._ways: set[str] = set()
        if before is None or before._library.vocabulary is not library.vocabulary:
            return
        self.update(before)
        self._ways |= before._ways
        for slug in before._changed(self):
            for way in self._ways:
                row = self.pop((way, slug), None)
                if row and slug in library.exercises:
                    made = self[way, slug]
                    self[way, slug] = row if row == made else made

    def __missing__(self, key: tuple[str, str]) -> views.Row:
        """An exercise in a list."""
        way, slug = key
        made = self[key] = _row(self._library, self._drawings.get(slug), slug, way)
        self._ways.add(way)
        return made

    def _changed(self, now: Rows) -> frozenset[str]:
        """The exercises of which anything differs that a row is made from."""
        pairs: list[tuple[Mapping[str, object], Mapping[str, object]]] = [(self._drawings, now._drawings)]
        for name in ("exercises", "primary", "secondary", "equipment", "lit"):
            pairs.append((getattr(self._library, name), getattr(now._library, name)))
        return frozenset(
            slug
            for old, new in pairs
            if old is not new
            for slug in old.keys() | new.keys()
            if old.get(slug) is not new.get(slug)
        )


def _row(library: Library, drawing: Drawing | None, slug: str, way: str) -> views.Row:
    facts = library.exercises[slug].facts
    primary = [muscles.name_of(worked) for worked in library.primary[slug]]
    lit = muscles.lit(library, library.primary[slug])
    written = [w.written for w in (*library.primary[slug], *library.secondary[slug])]
    level = LEVELS[facts.level] if facts.level else ""
    return views.Row(
        title=facts.title,
        href=way + relative(url_of(Kind.EXERCISE, slug), _EXERCISES),
        summary=facts.summary,
        facts=" \N{MIDDLE DOT} ".join(filter(None, (listed(primary), level))),
        level=level,
        slug=slug,
        names=listed(facts.also_called),
        words=listed(written),
        muscle_ids=" ".join(library.muscles_lit(slug)),
        equipment_ids=" ".join(term.id for term in library.equipment[slug]) or "none",
        position=str(facts.position or ""),
        still=drawing.small if drawing else "",
        lit=lit,
        map=muscle_map.small(lit),
    )


_EXERCISES = "exercises/"
"""The folder of their pages."""


def row(shelf: Shelf, slug: str, page: str) -> views.Row:
    """An exercise in a list."""
    (made,) = rows(shelf, (slug,), page)
    return made


def rows(shelf: Shelf, slugs: Iterable[str], page: str) -> tuple[views.Row, ...]:
    """Exercises in a list."""
    way = relative(_EXERCISES, page)
    return tuple([shelf.rows[way, slug] for slug in slugs])


def still(shelf: Shelf, slug: str) -> str:
    """A small figure of an exercise, as safe SVG; empty when it has none."""
    drawing = shelf.drawings.get(slug)
    return drawing.small if drawing else ""


def movement(shelf: Shelf, piece: Piece[Exercise]) -> views.Movement | None:
    """The figure of an exercise, frame by frame; photographs of its author take its place."""
    drawing = shelf.drawings.get(piece.slug)
    if drawing is None or piece.facts.images:
        return None
    pairs = zip(drawing.frames, drawing.captions, strict=True)
    stills = tuple(views.Still(svg, caption) for svg, caption in pairs)
    return views.Movement(stills, drawing.moving)


def routine_row(library: Library, piece: Piece[Routine], page: str) -> views.RoutineRow:
    """A routine in a list."""
    facts = piece.facts
    told = (
        counted(len(facts.exercises), "exercise"),
        total_time(library, facts).lower(),
        schedule(facts.schedule).lower(),
    )
    return views.RoutineRow(
        title=facts.title,
        href=relative(url_of(Kind.ROUTINE, piece.slug), page),
        summary=facts.summary,
        facts=listed(filter(None, told)),
        card=relative(card_url(piece.slug), page),
    )


def card_pdf_url(slug: str, paper: str, *, large: bool = False) -> str:
    """The address of a routine's card as a PDF on *paper*, a4 or letter."""
    return f"cards/{slug}{'-large' if large else ''}-{paper}.pdf"


def card_pdfs(slug: str, page: str) -> tuple[views.CardPdf, ...]:
    """The four PDFs of a card: on both papers, as it is and in large print."""
    return tuple(
        views.CardPdf(
            href=relative(card_pdf_url(slug, paper, large=large), page),
            name=name,
            text=f"{name}, {size}",
            paper=paper,
        )
        for large, name in ((False, "PDF"), (True, "Large print"))
        for paper, size in (("a4", "A4"), ("letter", "Letter"))
    )


# --- safety ----------------------------------------------------------------------------------------------


def safety(*sources: Safety, stop_if: Iterable[str] = ()) -> views.Safety:
    """All rules together: the site's first, then what is added; the last pain scale counts.

    Nothing is dropped but the word-for-word repetition of a rule.
    """
    pain = next((told.pain for told in reversed(sources) if told.pain), None)
    return views.Safety(
        stop_if=_once(*(told.stop_if for told in sources), tuple(stop_if)),
        urgent=_once(*(told.get_help.urgent for told in sources)),
        soon=_once(*(told.get_help.soon for told in sources)),
        pain=pain_scale(pain) if pain else None,
    )


def with_rules(safety: views.Safety, stop_if: Iterable[str]) -> views.Safety:
    """The same with further rules to stop at."""
    return views.Safety(_once(safety.stop_if, tuple(stop_if)), safety.urgent, safety.soon, safety.pain)


def pain_scale(pain: PainScale) -> views.PainScale:
    """The scale in words and numbers, each stretch told apart without colour."""
    steps = [
        views.PainStep(
            range=_stretch(0, pain.ok), verdict="Carry on", advice="This much is all right.", kind="ok"
        )
    ]
    if pain.caution > pain.ok:
        steps.append(
            views.PainStep(
                range=_stretch(pain.ok + 1, pain.caution),
                verdict="Do less",
                advice="Make the movement smaller or slower, or take the easier version.",
                kind="caution",
            )
        )
    if pain.caution < 10:
        steps.append(
            views.PainStep(
                range=_stretch(pain.caution + 1, 10),
                verdict="Stop",
                advice="End this exercise for today.",
                kind="stop",
            )
        )
    hours = counted(pain.settle_hours, "hour")
    settle = f"Pain should be back to its usual level within {hours}. If it is not, do less next time."
    return views.PainScale(steps=tuple(steps), settle=settle, source=pain.source)


def _stretch(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(rule) for group in groups for rule in group))


# --- what comes from elsewhere -----------------------------------------------------------------------------


def film(shelf: Shelf, piece: Piece[Written], page: str) -> views.Film | None:
    """The video of a text."""
    video = piece.facts.video
    if video is None:
        return None
    title = video.title or f"{piece.facts.title}: video"
    if video.provider is Provider.FILE:
        target = shelf.library.targets[piece.path, video.url]
        href = relative(shelf.assets[target.asset], page)
        start = f"#t={video.start_seconds}" if video.start_seconds else ""
        return views.Film(title=title, href=href + start, readable="", player="", provider="", is_file=True)
    return views.Film(
        title=title,
        href=video.url,
        readable=video.readable_url,
        player=video.player_url,
        provider=_PROVIDERS.get(video.provider, ""),
        is_file=False,
    )


def credit(image: Image) -> str:
    """Who made a picture and under which licence, in a line."""
    return listed(filter(None, (image.credit, image.licence)))


def pictures(shelf: Shelf, piece: Piece[Written], page: str) -> tuple[views.Picture, ...]:
    """The pictures that front matter names; several stand beside each other, on a phone only tall ones."""
    images = piece.facts.images
    published = [shelf.pictures[shelf.library.targets[piece.path, image.src].asset] for image in images]
    room = _ALONE
    if len(images) > 1:
        room = _TALL_PAIR if all(picture.is_tall for picture in published) else _PAIR
    return tuple(
        views.Picture(
            file=_picture_file(picture, page, room),
            alt=image.alt,
            caption=image.caption,
            credit=credit(image),
            is_tall=picture.is_tall,
        )
        for image, picture in zip(images, published, strict=True)
    )


# How wide the style sheet shows a picture, in its terms (see `.pictures`): the measure of the text, or half of it.
_ALONE = "min({widest}, 100vw - 2rem)"
_PAIR = "(min-width: 36rem) min({widest}, 18.5rem), min({widest}, 100vw - 2rem)"
_TALL_PAIR = "min({widest}, 18.5rem, 50vw - 1.5rem)"


def _picture_file(picture: Published, page: str, room: str = _ALONE) -> views.PictureFile:
    """A picture as a browser is told of it: all its sizes, and how much of the page it will take."""
    has_choice = len(picture.files) > 1
    widest = "38rem" if picture.width > COLUMN else f"{picture.width}px"
    return views.PictureFile(
        src=relative(picture.middle, page),
        srcset=listed(f"{relative(url, page)} {width}w" for width, url in picture.files.items())
        if has_choice
        else "",
        sizes=room.format(widest=widest) if has_choice else "",
        width=picture.width,
        height=picture.height,
    )


def body(shelf: Shelf, piece: Piece[Written], page: str) -> tuple[views.BodyPart, ...]:
    """The body as safe HTML, its links leading from *page*.

    A paragraph that is nothing but a link to an exercise or a routine becomes a card of it; cards that
    follow one another make one list.
    """
    library = shelf.library
    open_body = library.bodies[piece.path]

    def address(link: Link) -> str:
        target = library.targets[piece.path, link.target]
        if target.is_elsewhere:
            return target.url
        if link.is_image:
            return relative(shelf.pictures[target.asset].middle, page)
        return relative(shelf.assets[target.asset] if target.asset else target.url, page)

    def attributes(link: Link) -> Mapping[str, str]:
        file = _picture_file(shelf.pictures[library.targets[piece.path, link.target].asset], page)
        told = {"srcset": file.srcset, "sizes": file.sizes, "decoding": "async"}
        if not {"width", "height"}.intersection(
            link.given
        ):  # one of them from each hand would press it out of shape
            told |= {"width": str(file.width or ""), "height": str(file.height or "")}
        return {name: value for name, value in told.items() if value}

    made: list[views.BodyPart] = []
    for prose, alone in open_body.around_cards(lambda link: _named(library, piece, link) is not None):
        html = prose.html(address, attributes)
        if html.strip():
            made.append(views.BodyPart(html))
        found = _named(library, piece, alone) if alone else None
        if found is None:
            continue
        card = views.BodyPart(
            rows=(row(shelf, found.slug, page),) if isinstance(found.facts, Exercise) else (),
            routines=(routine_row(library, found, page),) if isinstance(found.facts, Routine) else (),
        )
        before = made[-1] if made else views.BodyPart()
        if (before.rows and card.rows) or (before.routines and card.routines):
            made[-1] = views.BodyPart("", before.rows + card.rows, before.routines + card.routines)
        else:
            made.append(card)
    return tuple(made)


def rows_in(body: Iterable[views.BodyPart]) -> Iterator[views.Row]:
    """The exercises that a body shows as cards."""
    return (row for part in body for row in part.rows)


def shown_as_cards(parts: Iterable[views.BodyPart]) -> frozenset[str]:
    """The links of the exercises and routines that a body shows as cards."""
    rows = (row.href for part in parts for row in part.rows)
    return frozenset(rows) | {routine.href for part in parts for routine in part.routines}


def _named(library: Library, piece: Piece[Written], link: Link) -> Piece[Any] | None:
    """The exercise or routine that a link of a body leads to, whole and not to a part of it."""
    url = library.targets[piece.path, link.target].url
    for kind, pieces in ((Kind.EXERCISE, library.exercises), (Kind.ROUTINE, library.routines)):
        slug = url.removeprefix(f"{kind}s/").removesuffix(".html")
        found = pieces.get(slug)
        if found is not None and url == url_of(kind, slug):
            return found
    return None


def sources(references: tuple[Reference, ...]) -> tuple[views.Source, ...]:
    """Where statements come from."""
    return tuple(
        views.Source(title=told.title, href=told.url, readable=readable_address(told.url))
        for told in references
    )


def review(value: Review | None, today: date | None) -> views.Review:
    """Who checked a text; a text that nobody checked says so calmly."""
    if value is None:
        text = "No clinician has checked this page yet. It is general information, not advice for you alone."
        return views.Review(text, "", is_reviewed=False)
    text = f"Checked by {value.by} on {in_words(value.on)}."
    if value.again_by:
        text += f" Due to be checked again by {in_words(value.again_by)}."
    overdue = ""
    if today and value.again_by and value.again_by < today:
        overdue = (
            f"This page was due to be checked again by {in_words(value.again_by)}, and has not been yet."
        )
    return views.Review(text, overdue, is_reviewed=True)


# --- neighbours -------------------------------------------------------------------------------------------


def in_routines(library: Library, slug: str, page: str) -> tuple[views.InRoutine, ...]:
    """The routines that use an exercise, with the exercises before and after it."""
    found = []
    for piece in library.routines.values():
        slugs = routine_slugs(piece.facts)
        if slug not in slugs:
            continue
        at = slugs.index(slug)
        before = slugs[at - 1] if at else ""
        after = slugs[at + 1] if at + 1 < len(slugs) else ""
        found.append(
            views.InRoutine(
                title=piece.facts.title,
                href=relative(url_of(Kind.ROUTINE, piece.slug), page),
                place=f"{at + 1} of {len(slugs)}",
                previous=_exercise_link(library, before, page) if before else None,
                next=_exercise_link(library, after, page) if after else None,
            )
        )
    return tuple(found)


def _exercise_link(library: Library, slug: str, page: str) -> views.Link:
    return views.Link(relative(url_of(Kind.EXERCISE, slug), page), library.exercises[slug].facts.title)
