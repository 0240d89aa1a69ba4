"""Cards as PDF: Typst lays them out and measures them, and so proves that each fits its page.

Typst gets the card as JSON and sets its texts as text, so nothing that an author writes is read as markup. It
tries the ladder of layouts from the richest (see `cards.rungs`), in each the type from 14 points down to 12, and
takes the first that fits; smaller than 12 nothing is set that tells what to do.

Typst runs in limited child processes: an author's drawing can make it crash or go on for ever, and it keeps in memory
most of what it ever made. A picture is tried alone before it is put on a card, so that it is named if it does harm.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from cuecard.cache.store import Cache
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.library.library import card_pdf_url
from cuecard.library.media_references import Shown
from cuecard.media.fonts import Face, missing
from cuecard.parse.schema import ContentFile, Routine, routine_slugs
from cuecard.site import views
from cuecard.site.cards import card_contents
from cuecard.site.english import counted
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
SIZES = (14.0, 13.5, 13.0, 12.5, 12.0)
"""Points, the largest first. 12 is the least that print guidance for patients allows (field notes, section 4)."""


class Paper(Struct, frozen=True):
    """A sheet, in millimetres."""

    name: str
    width: float
    height: float
    margin: float = 11
    """Above and below."""
    side: float = 14
    """The margin at the left and at the right."""
    slack: float = 0
    """Height to leave empty."""
    large: bool = False


A4 = Paper("a4", 210, 297)
LETTER = Paper("letter", 215.9, 279.4)
BROWSER = Paper("browser", A4.width, LETTER.height, margin=8, side=11, slack=5)
"""What a browser's card must fit: as narrow as A4, as low as Letter, and 5 mm in hand, as browsers break
lines a little differently. Inside its margins it is no smaller than Letter, so that what fits that fits this too."""
SHEETS = (A4, LETTER)
_TRIED = (*SHEETS, BROWSER)
PAPERS = {paper.name: paper for paper in SHEETS}

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


class Fitted(Struct, frozen=True):
    """How a card fits a sheet, with what was measured, so that it need not be measured again."""

    fit: views.FittedLayout
    rung: int
    """Its number on the ladder."""
    height: float
    """Points, with the least gaps."""
    count: int
    """Parts between which the height that is left is shared out."""

    @property
    def told(self) -> str:
        """As JSON for the template."""
        measured = {"rung": self.rung, "size": self.fit.size, "height": self.height, "count": self.count}
        return json.dumps(measured)


class FittedCard(Struct, frozen=True):
    """A card, and how it is made to fit each sheet."""

    card: views.Card
    on_a4: Fitted
    on_letter: Fitted
    browser: views.FittedLayout

    @property
    def slug(self) -> str:
        """Of the routine."""
        return self.card.slug

    @property
    def a4(self) -> views.FittedLayout:
        """How it fits A4."""
        return self.on_a4.fit

    @property
    def letter(self) -> views.FittedLayout:
        """How it fits Letter."""
        return self.on_letter.fit


class Typesetter(Struct, frozen=True):
    """Typst with its template, its type, and what it set before."""

    template: Path
    faces: tuple[Face, ...]
    """The main type first, then those for characters that it lacks."""
    cache: Cache

    def fits(self, card: views.Card, sheets: Sequence[Paper] = _TRIED) -> tuple[Fitted | None, ...]:
        """How the card is made to fit each of the *sheets*; None for those that it does not fit.

        Raises:
            TemplateFault: when the template is wrong.
            UnsetCardError: when it takes more than it may, or makes Typst crash.

        """
        told = self._told(card)
        sizes = json.dumps([to_builtins(sheet) for sheet in sheets])
        inputs = {"mode": "fit", "card": told, "sheets": sizes}

        def query() -> bytes:
            (found,) = self._call(card, "fit", inputs)
            return str(found).encode()

        rungs = card_contents.rungs(card)
        return tuple(
            Fitted(
                views.FittedLayout(rungs[one["rung"]], one["size"]), one["rung"], one["height"], one["count"]
            )
            if one
            else None
            for one in json.loads(self.cache.get_or_compute("card-fit", self._inputs(told, sizes), query))
        )

    def pdfs(self, card: views.Card, sheets: Mapping[Paper, Fitted | None]) -> list[bytes]:
        """The card on each of the *sheets*, tagged as PDF/UA-1, the same bytes each time.

        A sheet in large print needs no fit, as its text goes on on further pages.

        Raises:
            TemplateFault: when the template is wrong.
            UnsetCardError: as `fits`.

        """
        told = self._told(card)
        wanted = [
            (json.dumps(to_builtins(sheet)), fit.told if fit else "null") for sheet, fit in sheets.items()
        ]
        if self.cache.folder is None:
            return [bytes(made) for made in self._call(card, "pdfs", told, wanted)]
        names = [self.cache.name("card-pdf", self._inputs(told, *one)) for one in wanted]
        kept = [self.cache.read("card-pdf", name) for name in names]
        lacking = [one for one, data in zip(wanted, kept, strict=True) if data is None]
        made = iter(self._call(card, "pdfs", told, lacking) if lacking else ())
        found = []
        for name, data in zip(names, kept, strict=True):
            if data is None:
                data = bytes(next(made))  # noqa: PLW2901 - what is lacking is made
                self.cache.write("card-pdf", name, data)
            found.append(data)
        return found

    def fit(self, card: views.Card, paper: Paper) -> views.FittedLayout | None:
        """How the card is made to fit *paper*; None when it cannot be.

        Raises:
            TemplateFault: when the template is wrong.
            UnsetCardError: as `fits`.

        """
        (fitted,) = self.fits(card, (paper,))
        return fitted.fit if fitted else None

    def pdf(self, card: views.Card, paper: Paper) -> bytes:
        """The card on *paper*, which it must fit.

        Raises:
            TemplateFault: when the template is wrong.
            UnsetCardError: as `fits`.
            ValueError: when it does not fit.

        """
        (fitted,) = (None,) if paper.large else self.fits(card, (paper,))
        if not (fitted or paper.large):
            raise ValueError(f"the card of {card.slug} does not fit {paper.name}")
        return self.pdfs(card, {paper: fitted})[0]

    def most_exercises(self, shorter: Iterable[views.Card]) -> int:
        """How many exercises has the first of these cards, each with fewer, that fits every sheet; 0 for none."""
        for card in shorter:
            if all(self.fits(card)):
                return len(card.entries)
        return 0

    def _told(self, card: views.Card) -> str:
        """The card as JSON, in the form that the template reads."""
        told = to_builtins(card)
        told["rungs"] = [to_builtins(rung) for rung in card_contents.rungs(card)]
        told["sizes"] = SIZES
        told["fonts"] = list(dict.fromkeys(face.family for face in self.faces))
        told["language"] = card.language.partition("-")[0].lower()
        told["has_long_words"] = _has_long_words(card)
        return unicodedata.normalize("NFC", json.dumps(told, ensure_ascii=False))

    def _inputs(self, *told: str) -> list[str | bytes]:
        files = (_digest_of(face.file) for face in self.faces)
        return [*told, self.template.read_bytes(), _typst(), *files]

    def _call(self, card: views.Card, function: str, *arguments: Any) -> Sequence[Any]:
        folders: dict[str, list[bytes]] = {}
        for face in self.faces:
            folders.setdefault(str(face.file.parent.resolve()), []).append(_digest_of(face.file))
        fonts = tuple(
            (folder, hashlib.sha256(b"".join(some)).hexdigest()) for folder, some in folders.items()
        )
        try:
            return _call(function, str(self.template.resolve()), fonts, *arguments, limits=_LIMITS)
        except _TypstFaultError as fault:
            hint = "; ".join([f"while making the card of {card.slug}", *fault.hints])
            place = self.template.as_posix()
            raise TemplateError(Problem(place, 1, 1, "template", fault.message, hint)) from None


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


_LONG_WORD = re.compile(r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]{26}")
"""As long as what the template breaks, by what Typst takes for white space; of addresses, those of 80."""
_LONG_ADDRESS = 80


def _has_long_words(card: views.Card) -> bool:
    """Whether a word is so long that the template may have to break it."""
    told = to_builtins(card)
    if any(
        len(unicodedata.normalize("NFC", code.pop("readable"))) >= _LONG_ADDRESS for code in told["codes"]
    ):
        return True
    return any(_LONG_WORD.search(unicodedata.normalize("NFC", text)) for text in _texts(told))


_MOST = 30
"""Exercises of a card that may fit."""
_MOST_TEXT = 100_000
"""Characters of one. A sheet holds five thousand."""


def fit_cards(
    shelf: SiteAssets, typesetter: Typesetter, problems: list[Problem], jobs: int = 1
) -> tuple[FittedCard, ...]:
    """Every routine's card with its layout; one that cannot be laid out is a problem at its routine's line.

    Raises:
        TemplateFault: when the template is wrong.

    """
    laid = []
    pieces = {
        slug: piece
        for slug, piece in shelf.library.routines.items()
        if card_contents.has_all_pictures(shelf, piece.facts)
    }
    made = {slug: card_contents.card(shelf, piece) for slug, piece in pieces.items()}
    texts = {slug: "".join(_texts(to_builtins(card))) for slug, card in made.items()}
    lacking = {slug: missing(text, typesetter.faces) for slug, text in texts.items()}
    hopeless = {
        slug for slug, card in made.items() if len(card.entries) > _MOST or len(texts[slug]) > _MOST_TEXT
    }
    left_out = hopeless | {slug for slug, chars in lacking.items() if chars}
    good = [pieces[slug] for slug in made if slug not in left_out]
    fits = _at_once(lambda piece: _fits(typesetter, shelf, piece, made[piece.slug]), good, jobs)
    for piece in pieces.values():
        card = made[piece.slug]
        if len(card.entries) > MOST_FRIENDLY:
            problems.append(_many_exercises(piece, len(card.entries)))
        if lacking[piece.slug]:
            problems.append(_missing_characters(shelf, piece, lacking[piece.slug]))
            continue
        if piece.slug in hopeless:
            problems.append(_hopeless(piece, card))
            continue
        found = next(fits)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        a4, letter, browser = found
        if a4 and letter and browser:
            laid.append(FittedCard(card, a4, letter, browser.fit))
        else:
            problems.append(_too_full(piece, card, _most(typesetter, _shorter(shelf, piece))))
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
        TemplateFault: when the template is wrong.

    """

    def made(one: FittedCard) -> list[bytes] | Problem:
        fits = {A4: one.on_a4, LETTER: one.on_letter}
        sheets = {replace(paper, large=large): fits[paper] for paper in SHEETS for large in (False, True)}
        piece = shelf.library.routines[one.slug]
        return _or_problem(lambda card: typesetter.pdfs(card, sheets), shelf, piece, one.card)

    for one, pdfs in zip(laid, _at_once(made, laid, jobs), strict=True):
        if isinstance(pdfs, Problem):
            problems.append(pdfs)
            continue
        names = [(paper.name, large) for paper in SHEETS for large in (False, True)]
        for (name, large), pdf in zip(names, pdfs, strict=True):
            yield card_pdf_url(one.slug, name, large=large), pdf


def _fits(
    typesetter: Typesetter, shelf: SiteAssets, piece: ContentFile[Routine], card: views.Card
) -> tuple[Fitted | None, ...] | Problem:
    return _or_problem(typesetter.fits, shelf, piece, card)


def _most(typesetter: Typesetter, shorter: Iterable[views.Card]) -> int:
    """As `Typesetter.most_exercises`; 0 where that cannot be known."""
    try:
        return typesetter.most_exercises(shorter)
    except UnsetCardError:
        return 0


def _or_problem(
    work: Callable[[views.Card], Result], shelf: SiteAssets, piece: ContentFile[Routine], card: views.Card
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


def _works(work: Callable[[views.Card], object], card: views.Card) -> bool:
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


def _with_pictures(card: views.Card, kept: Sequence[str]) -> views.Card:
    """The card with nothing in place of the author's pictures, but for those *kept*."""

    def shown(picture: views.CardPicture) -> views.CardPicture:
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


def _shorter(shelf: SiteAssets, piece: ContentFile[Routine]) -> Iterator[views.Card]:
    """The routine's card with ever fewer of its exercises, from the first, and without the rules of the others."""
    exercises = piece.facts.exercises
    for number in range(len(exercises) - 1, 0, -1):
        facts = piece.facts.model_copy(update={"exercises": exercises[:number]})
        yield card_contents.card(shelf, replace(piece, facts=facts))


def _many_exercises(piece: ContentFile[Routine], number: int) -> Problem:
    message = f"{number} exercises are many for one routine; people do fewer when they are given more"
    hint = f"up to {MOST_FRIENDLY} are done more faithfully; think of two routines for different days"
    loc = ("exercises", MOST_FRIENDLY)
    return piece.document.problem(loc, "many-exercises", message, hint, Severity.WARNING)


def _too_full(piece: ContentFile[Routine], card: views.Card, most: int) -> Problem:
    total = counted(len(card.entries), "exercise")
    message = f"the card cannot hold {total} with these texts on one page"
    if most:
        hint = f"{most} would fit; split the routine, or shorten its rules and notes"
    else:
        hint = "its safety rules and notes alone fill the page; shorten them"
    return piece.document.problem(("exercises",), "card-too-full", message, hint, at_key=True)


def _hopeless(piece: ContentFile[Routine], card: views.Card) -> Problem:
    """A card that is not even tried: with ten thousand exercises it would take hours to learn that it fits no sheet."""
    message = f"the card cannot hold {counted(len(card.entries), 'exercise')} with these texts on one page"
    hint = "split the routine, or shorten the texts"
    return piece.document.problem(("exercises",), "card-too-full", message, hint, at_key=True)


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
            if key not in {"svg", "src", "address", "slug"}:
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
