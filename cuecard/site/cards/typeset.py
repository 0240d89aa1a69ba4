"""Cards as PDF: Typst lays them out and measures them, and so proves that each fits its sheets.

Typst gets the card as JSON and sets its texts as text, so nothing that an author writes is read as markup. One compile
measures a card for all sheets and for the browser (see `templates/card.typ`); PDFs are then set without measuring.
Smaller than 12 points nothing is set that tells what to do.

Typst runs in limited child processes: an author's drawing can make it crash or go on for ever, and it keeps in memory
most of what it ever made. A picture is tried alone before it is put on a card, so that it is named if it does harm.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from cuecard.cache.store import Cache
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity, with_number
from cuecard.library import programme
from cuecard.library.library import card_pdf_url
from cuecard.library.media_references import Shown
from cuecard.library.programme import Part
from cuecard.media.fonts import Face, missing
from cuecard.parse.schema import ContentFile, Routine, routine_slugs
from cuecard.parse.shapes import number_done
from cuecard.parse.yaml_reader import Loc
from cuecard.site.cards import card_contents
from cuecard.site.cards.card_fit import PAGES, CardFit, from_json
from cuecard.site.cards.card_value import Card, CardEntry, CardPicture
from cuecard.site.render import TemplateError
from cuecard.site.site_assets import SiteAssets
from cuecard.system import cpu_budget, limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, OverLimitError

Wanted = TypeVar("Wanted")
Result = TypeVar("Result")

TEMPLATE = "card.typ"
MOST_FRIENDLY = 6
"""Exercises. People given more do fewer of them, and worse (Henry and others 1999, with older adults)."""


class Paper(Struct, frozen=True):
    """A sheet, in millimetres."""

    name: str
    width: float
    height: float
    slack: float = 0
    """Height to leave empty."""


A4 = Paper("a4", 210, 297)
LETTER = Paper("letter", 215.9, 279.4)
BROWSER = Paper("both", A4.width, LETTER.height, slack=3.5)
"""What a browser's card must fit, as it does not know which sheet is in the printer: as narrow as A4, as low as Letter,
and 3.5 mm in hand, as browsers break lines a little differently."""
SHEETS = (A4, LETTER)
PAPERS = {paper.name: paper for paper in SHEETS}
_ALL_PAPERS = json.dumps({paper.name: to_builtins(paper) for paper in (*SHEETS, BROWSER)})


class Kind(Struct, frozen=True):
    """A kind of PDF of a card."""

    paper: Paper
    is_large: bool = False
    """In large print, on as many pages as it takes."""
    cut: int = 0
    """Cards to cut out, one for each exercise, at most so many on a sheet; 0 for a whole card."""


USUAL = tuple(Kind(paper, is_large) for paper in SHEETS for is_large in (False, True))
"""The PDFs of each card on a site."""

_LIMITS = Limits(
    cpu_seconds=30, wall_seconds=300, memory_bytes=1 << 30, output_bytes=50_000_000, recycle_bytes=150_000_000
)
"""Of work on one card. A usual one takes a tenth of a second and 60 MB."""
_PICTURE_LIMITS = replace(_LIMITS, cpu_seconds=3, wall_seconds=120, output_bytes=5_000_000)
"""Of a picture alone. A detailed drawing takes a twentieth of a second."""
_CALLS = "cuecard.site.cards.typst_calls"
_WAYS: Mapping[str, str] = {
    "time": "takes too long to make",
    "memory": "takes too much memory to make",
    "output": "becomes too large",
}


class UnsetCardError(Exception):
    """A card, or a picture for one, that Typst cannot set: the message is a verb for "the card" or "the picture"."""


class UntriedCardError(UnsetCardError):
    """A card, or a picture for one, for which the build had no time left."""


class FittedCard(Struct, frozen=True):
    """A card, and how it is made to fit all sheets."""

    card: Card
    fit: CardFit

    @property
    def slug(self) -> str:
        """Of the routine."""
        return self.card.slug


class Typesetter(Struct, frozen=True):
    """Typst with its template, its type, and what it set before."""

    template: Path
    faces: tuple[Face, ...]
    """The main type first, then those for characters that it lacks."""
    cache: Cache

    def fit(self, card: Card) -> CardFit:
        """How the card is made to fit all sheets alike.

        Only the size of its pictures counts: another drawing in the same box needs no new fit.

        Raises:
            TemplateError: when the template is wrong.
            UnsetCardError: when it takes more than it may, or makes Typst crash.

        """
        told = self._told([without_drawings(card)])
        job = json.dumps({"papers": json.loads(_ALL_PAPERS), "fonts": self._families})

        def query() -> bytes:
            inputs = {"mode": "fit", "cards": told, "job": job}
            (found,) = self._call(card.slug, "fit", inputs)
            return str(found).encode()

        return from_json(json.loads(self.cache.get_or_compute("card-fit", self._inputs(told, job), query))[0])

    def pdfs(self, cards: Sequence[FittedCard], kinds: Sequence[Kind], title: str = "") -> list[bytes]:
        """A file of each of the *kinds* with all *cards* in it, tagged as PDF/UA-1, the same bytes each time.

        Raises:
            TemplateError: when the template is wrong.
            UnsetCardError: as `fit`.

        """
        told = self._told([one.card for one in cards])
        wanted = [self._job(cards, kind, title or cards[0].card.title) for kind in kinds]
        slug = ", ".join(one.slug for one in cards[:3])
        if self.cache.folder is None:
            return [bytes(made) for made in self._call(slug, "pdfs", told, wanted)]
        names = [self.cache.name("card-pdf", self._inputs(told, job)) for job in wanted]
        kept = [self.cache.read("card-pdf", name) for name in names]
        lacking = [job for job, data in zip(wanted, kept, strict=True) if data is None]
        made = iter(self._call(slug, "pdfs", told, lacking) if lacking else ())
        found = []
        for name, data in zip(names, kept, strict=True):
            if data is None:
                data = bytes(next(made))  # noqa: PLW2901 - what is lacking is made
                self.cache.write("card-pdf", name, data)
            found.append(data)
        return found

    def pdf(self, card: Card, kind: Kind) -> bytes:
        """The card as one file.

        Raises:
            TemplateError: when the template is wrong.
            UnsetCardError: as `fit`.

        """
        return self.pdfs([FittedCard(card, self.fit(card))], [kind])[0]

    @property
    def _families(self) -> list[str]:
        return list(dict.fromkeys(face.family for face in self.faces))

    def _job(self, cards: Sequence[FittedCard], kind: Kind, title: str) -> str:
        way = "cut" if kind.cut else "large" if kind.is_large else "card"
        job = {
            "kind": way,
            "cut": kind.cut,
            "paper": kind.paper.name,
            "papers": json.loads(_ALL_PAPERS),
            "fits": [json.loads(one.fit.record) for one in cards],
            "title": title,
            "author": cards[0].card.author,
            "fonts": self._families,
        }
        return unicodedata.normalize("NFC", json.dumps(job, ensure_ascii=False))

    def _told(self, cards: Sequence[Card]) -> str:
        """The cards as JSON, in the form that the template reads."""
        told = [
            {
                **to_builtins(card),
                "language": card.language.partition("-")[0].lower(),
                "has_long_words": _has_long_words(card),
            }
            for card in cards
        ]
        return unicodedata.normalize("NFC", json.dumps(told, ensure_ascii=False))

    def _inputs(self, *told: str) -> list[str | bytes]:
        files = (_digest_of(face.file) for face in self.faces)
        return [*told, self.template.read_bytes(), _typst(), *files]

    def _call(self, slug: str, function: str, *arguments: Any) -> Sequence[Any]:
        folders: dict[str, list[bytes]] = {}
        for face in self.faces:
            folders.setdefault(str(face.file.parent.resolve()), []).append(_digest_of(face.file))
        fonts = tuple(
            (folder, hashlib.sha256(b"".join(some)).hexdigest()) for folder, some in folders.items()
        )
        try:
            return _call(function, str(self.template.resolve()), fonts, *arguments, limits=_LIMITS)
        except _TypstFaultError as fault:
            hint = "; ".join([f"while making the card of {slug}", *fault.hints])
            place = self.template.as_posix()
            raise TemplateError(Problem(place, 1, 1, "template", fault.message, hint)) from None


def without_drawings(card: Card) -> Card:
    """The card as far as it counts for its fit: pictures are boxes, and codes all of one size."""

    def boxes(entry: CardEntry) -> CardEntry:
        pictures = (replace(one, svg="", src="") for one in entry.pictures)
        return replace(entry, pictures=tuple(pictures))

    codes = tuple(replace(code, svg="") for code in card.codes)
    return replace(card, slug="", entries=tuple(map(boxes, card.entries)), codes=codes)


class _TypstFaultError(Exception):
    """Typst refuses what it was given."""

    def __init__(self, message: str, hints: Sequence[str]) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints


def _call(function: str, *arguments: Any, limits: Limits) -> Sequence[Any]:
    """What a function of `typst_calls` gives, without the word "done"."""
    try:
        state, *made = limited_process.call(f"{_CALLS}:{function}", *arguments, limits=limits)
    except BudgetSpentError:
        raise UntriedCardError from None
    except OverLimitError as error:
        raise UnsetCardError(_WAYS[error.limit]) from None
    except CrashedError:
        raise UnsetCardError("makes Typst crash, which sets the cards") from None
    if state == "fault":
        message, *hints = made[0]
        raise _TypstFaultError(message, hints)
    return tuple(made)


def check_picture(name: str, svg: str, cache: Cache) -> None:
    """Refuse a picture, a file called *name*, with which no card could be set.

    Raises:
        Refused: with the code `bad-image`.

    """

    def tried() -> bytes:
        _call("picture", svg, limits=_PICTURE_LIMITS)
        return b"good"

    try:
        cache.get_or_compute("card-picture-tried", [svg, _typst()], tried)
    except UntriedCardError:
        raise cpu_budget.budget_spent(f'"{name}" was not tried on a card') from None
    except UnsetCardError as error:
        raise _refused(name, str(error)) from None
    except _TypstFaultError as fault:
        raise _refused(name, f"cannot be drawn: {fault.message}") from None


def _refused(name: str, way: str) -> InvalidValueError:
    hint = "save it as plain SVG with simple shapes, or as a picture in .png"
    return InvalidValueError("bad-image", f'"{name}" cannot be printed on a card: it {way}', hint)


_LONG_WORD = re.compile(r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]{20}")
"""As long as what the template may break, by what Typst takes for white space."""


def _has_long_words(card: Card) -> bool:
    """Whether a word is so long that the template may have to break it."""
    return any(_LONG_WORD.search(unicodedata.normalize("NFC", text)) for text in _texts(to_builtins(card)))


_MOST = 30
"""Exercises for which whole sheets are looked for."""
_MOST_TEXT = 100_000
"""Characters of one card. A sheet holds five thousand."""
_MOST_SET = 200
"""Exercises of which a card is made."""


def fit_cards(
    shelf: SiteAssets, typesetter: Typesetter, problems: list[Problem], jobs: int = 1
) -> tuple[FittedCard, ...]:
    """The card of every routine that wants one, with its layout; what keeps one from being laid out is a problem.

    Raises:
        TemplateError: when the template is wrong.

    """
    laid = []
    parts = {
        slug: part
        for slug, part in programme.cards(shelf.library).items()
        if card_contents.has_all_pictures(shelf, part.facts)
    }
    pieces = {slug: part.piece for slug, part in parts.items()}
    made = {slug: card_contents.card(shelf, part) for slug, part in parts.items()}
    texts = {slug: "".join(_texts(to_builtins(card))) for slug, card in made.items()}
    lacking = {slug: missing(text, typesetter.faces) for slug, text in texts.items()}
    hopeless = {
        slug for slug, card in made.items() if len(card.entries) > _MOST_SET or len(texts[slug]) > _MOST_TEXT
    }
    left_out = hopeless | {slug for slug, chars in lacking.items() if chars}
    good = [pieces[slug] for slug in made if slug not in left_out]
    fits = _at_once(lambda piece: _fit(typesetter, shelf, piece, made[piece.slug]), good, jobs)
    for part in parts.values():
        piece, card = part.piece, made[part.piece.slug]
        if number_done(part.facts.exercises) > MOST_FRIENDLY:
            problems.append(_many_exercises(part))
        if lacking[piece.slug]:
            problems.append(_missing_characters(shelf, piece, lacking[piece.slug]))
            continue
        if piece.slug in hopeless:
            problems.append(_hopeless(part, card))
            continue
        found = next(fits)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        laid.append(FittedCard(card, found))
        if found.kind != "one" and piece.facts.card.sides == 1:
            problems.append(_too_full(part, card, found))
    return tuple(laid)


def all_pdfs(
    laid: Sequence[FittedCard],
    shelf: SiteAssets,
    typesetter: Typesetter,
    problems: list[Problem],
    jobs: int = 1,
) -> Iterator[tuple[str, bytes]]:
    """The PDFs of all cards, each with its url, as they are made; what keeps one from being made is a problem.

    Raises:
        TemplateError: when the template is wrong.

    """

    def made(one: FittedCard) -> list[bytes] | Problem:
        piece = programme.card_part(shelf.library, one.slug).piece
        return _or_problem(
            lambda card: typesetter.pdfs([FittedCard(card, one.fit)], USUAL), shelf, piece, one.card
        )

    for one, pdfs in zip(laid, _at_once(made, laid, jobs), strict=True):
        if isinstance(pdfs, Problem):
            problems.append(pdfs)
            continue
        for kind, pdf in zip(USUAL, pdfs, strict=True):
            yield card_pdf_url(one.slug, kind.paper.name, large=kind.is_large), pdf


def _fit(
    typesetter: Typesetter, shelf: SiteAssets, piece: ContentFile[Routine], card: Card
) -> CardFit | Problem:
    if len(card.entries) > _MOST:
        return PAGES
    return _or_problem(typesetter.fit, shelf, piece, card)


def _or_problem(
    work: Callable[[Card], Result], shelf: SiteAssets, piece: ContentFile[Routine], card: Card
) -> Result | Problem:
    """What *work* makes of a card; where that fails by a picture of the author's, the problem at that picture.

    Raises:
        TemplateFault: when the template is wrong.

    """
    try:
        return work(card)
    except UntriedCardError:
        refused = cpu_budget.budget_spent("the card was not made")
        return piece.document.problem(("title",), refused.code, refused.message, refused.hint)
    except (UnsetCardError, TemplateError) as error:
        fault = error
    pictures = _pictures(shelf, piece)
    way = str(fault)
    if pictures and _works(work, _with_pictures(card, ())):
        for svg, shown in pictures.items():
            if not _works(work, _with_pictures(card, (svg,))):
                return shown.problem(_refused(shown.asset, way))
        way = f"{way} with all of its pictures"
    elif isinstance(fault, TemplateError):
        raise fault
    hint = "shorten its texts, or split the routine" if not pictures else "use smaller or simpler pictures"
    return piece.document.problem(("title",), "card-too-heavy", f"the card {way}", hint)


def _works(work: Callable[[Card], object], card: Card) -> bool:
    try:
        work(card)
    except (UnsetCardError, TemplateError):
        return False
    return True


def _pictures(shelf: SiteAssets, piece: ContentFile[Routine]) -> Mapping[str, Shown]:
    """The author's pictures on a routine's card, as SVG text, each with a place where it is named."""
    found: dict[str, Shown] = {}
    for slug in routine_slugs(piece.facts):
        exercise = shelf.library.exercises[slug]
        for n, image in enumerate(exercise.facts.images):
            path = shelf.library.targets[exercise.path, image.src].asset
            if path in shelf.card_pictures:
                found.setdefault(shelf.card_pictures[path], Shown(path, exercise.document, n))
    return found


_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 5"/>'


def _with_pictures(card: Card, kept: Sequence[str]) -> Card:
    """The card with nothing in place of the author's pictures, but for those *kept*."""

    def shown(picture: CardPicture) -> CardPicture:
        return picture if not picture.src or picture.svg in kept else replace(picture, svg=_EMPTY)

    entries = (replace(entry, pictures=tuple(map(shown, entry.pictures))) for entry in card.entries)
    return replace(card, entries=tuple(entries))


def _at_once(work: Callable[[Wanted], Result], wanted: Sequence[Wanted], jobs: int) -> Iterator[Result]:
    """What *work* makes of each that is *wanted*, in order, by as many threads as *jobs*; few results wait."""
    if jobs == 1 or len(wanted) < 2:
        yield from map(work, wanted)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 15 ms, and a site without routines does without

    threads = ThreadPoolExecutor(jobs)
    try:
        work = cpu_budget.in_this_budget(work)
        waiting = deque(threads.submit(work, one) for one in wanted[: 2 * jobs])
        for one in wanted[2 * jobs :]:
            yield waiting.popleft().result()
            waiting.append(threads.submit(work, one))
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(cancel_futures=True)


def _many_exercises(part: Part) -> Problem:
    number = number_done(part.facts.exercises)
    message = f"{number} exercises are many for one routine; people do fewer when they are given more"
    hint = f"up to {MOST_FRIENDLY} are done more faithfully; think of two routines for different days"
    loc = part.entries[MOST_FRIENDLY].loc
    return part.piece.document.problem(loc, "many-exercises", message, hint, Severity.WARNING)


def _too_full(part: Part, card: Card, fit: CardFit) -> Problem:
    """A warning: the card is made, and is more than one side."""
    total = with_number(len(card.entries), "exercise")
    made = {
        "two": "it is made with two sides",
        "booklet": f"it is made as {len(fit.sides)} sheets",
        "pages": "it is made as text on several pages",
    }[fit.kind]
    message = f"the card cannot hold {total} with these texts on one side; {made}"
    hint = "shorten its longest texts, split the routine, or write card: {sides: 2} if two sides are meant"
    loc, at_key = _whole_list(part)
    return part.piece.document.problem(loc, "card-too-full", message, hint, Severity.WARNING, at_key=at_key)


def _whole_list(part: Part) -> tuple[Loc, bool]:
    """The place of all that a card has, and whether it is a key."""
    return (part.loc, False) if part.loc else (("exercises",), True)


def _hopeless(part: Part, card: Card) -> Problem:
    """A card that is not even tried: with ten thousand exercises it would take hours to set."""
    message = f"no card can be made of {with_number(len(card.entries), 'exercise')} with these texts"
    hint = "split the routine, shorten the texts, or write card: false"
    loc, at_key = _whole_list(part)
    return part.piece.document.problem(loc, "card-too-full", message, hint, at_key=at_key)


def _missing_characters(shelf: SiteAssets, piece: ContentFile[Routine], lacking: tuple[str, ...]) -> Problem:
    """Told at the first place, in the routine or one of its exercises, where such a character is written."""
    shown = ", ".join(f'"{char}" (U+{ord(char):04X})' for char in lacking[:8])
    more = f" and {len(lacking) - 8} more" if len(lacking) > 8 else ""
    message = f"the card's type has no {shown}{more}"
    hint = "name a font that has them in site.yaml, such as fonts: [fontpkg-noto-sans]"
    pieces = [piece, *(shelf.library.exercises[slug] for slug in routine_slugs(piece.facts))]
    for document in (each.document for each in pieces):
        for loc, span in document.values.items():
            written = document.source.text.splitlines()[span.line - 1][span.column - 1 :][: span.width]
            if any(char in written for char in lacking):
                return document.problem(loc, "missing-characters", message, hint)
    return piece.document.problem(("title",), "missing-characters", message, hint)


def _texts(value: Any) -> Iterator[str]:
    """Every text of a card that is set in type; a drawing or an address is not."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"svg", "src", "address", "slug", "labels"}:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


@cache
def _digest_of(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


@cache
def _typst() -> str:
    """Its version."""
    return version("typst")
