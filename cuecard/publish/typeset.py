"""Cards as PDF: Typst lays them out and measures them, and so proves that each fits its page.

Typst gets the card as JSON and sets its texts as text, so nothing that an author writes is read as markup. It
tries the ladder of layouts from the richest (see `cards.rungs`), in each the type from 14 points down to 12, and
takes the first that fits; smaller than 12 nothing is set that tells what to do.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from cuecard.content.library import routine_slugs
from cuecard.content.schema import Piece, Routine
from cuecard.problems import Problem, Severity
from cuecard.publish import cards, views
from cuecard.publish.fingerprint import Cache
from cuecard.publish.fonts import Face, missing
from cuecard.publish.parts import Shelf, card_pdf_url, counted
from cuecard.publish.render import TemplateFault
from cuecard.values import dataclass

Wanted = TypeVar("Wanted")
Result = TypeVar("Result")

TEMPLATE = "card.typ"
MOST_FRIENDLY = 6
"""Exercises. People given more do fewer of them, and worse (Henry and others 1999, with older adults)."""
SIZES = (14.0, 13.5, 13.0, 12.5, 12.0)
"""Points, the largest first. 12 is the least that print guidance for patients allows (field notes, section 4)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, in millimetres."""

    name: str
    width: float
    height: float
    margin: float = 11
    """Above and below; at the sides it is 14."""
    slack: float = 0
    """Height to leave empty."""
    large: bool = False


A4 = Paper("a4", 210, 297)
LETTER = Paper("letter", 215.9, 279.4)
BROWSER = Paper("browser", A4.width, LETTER.height, margin=8, slack=5)
"""What a browser's card must fit: as narrow as A4, as low as Letter, and 5 mm in hand, as browsers break
lines a little differently."""
SHEETS = (A4, LETTER)
_TRIED = (*SHEETS, BROWSER)
PAPERS = {paper.name: paper for paper in SHEETS}


@dataclass(frozen=True, slots=True)
class LaidCard:
    """A card, and how it is made to fit each sheet."""

    card: views.Card
    a4: views.CardFit
    letter: views.CardFit
    browser: views.CardFit

    @property
    def slug(self) -> str:
        """Of the routine."""
        return self.card.slug


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Typst with its template, its type, and what it set before."""

    template: Path
    faces: tuple[Face, ...]
    """The main type first, then those for characters that it lacks."""
    cache: Cache

    def fit(self, card: views.Card, paper: Paper) -> views.CardFit | None:
        """How the card is made to fit *paper*; None when it cannot be.

        Raises:
            TemplateFault: when the template is wrong.

        """
        told = self._told(card, paper)
        found = json.loads(
            self.cache.recall("card-fit", self._inputs(told), lambda: self._query(told, card).encode())
        )
        if found["rung"] is None:
            return None
        rung = next(rung for rung in cards.rungs(card) if rung.name == found["rung"])
        return views.CardFit(rung, found["size"])

    def pdf(self, card: views.Card, paper: Paper) -> bytes:
        """The card on *paper*, tagged as PDF/UA-1, the same bytes each time.

        Raises:
            TemplateFault: when the template is wrong.

        """
        told = self._told(card, paper)
        as_pdf = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": 0}
        return self.cache.recall("card-pdf", self._inputs(told), lambda: self._compile(told, card, **as_pdf))

    def png(self, card: views.Card, paper: Paper, pixels_per_inch: float) -> bytes:
        """The card's first page as a picture, for a README or an eye.

        Raises:
            TemplateFault: when the template is wrong.

        """
        return self._compile(self._told(card, paper), card, format="png", ppi=pixels_per_inch)

    def most_exercises(self, shorter: Iterable[views.Card]) -> int:
        """How many exercises has the first of these cards, each with fewer, that fits every sheet; 0 for none."""
        for card in shorter:
            if all(self.fit(card, paper) for paper in (BROWSER, *SHEETS)):
                return len(card.entries)
        return 0

    def _told(self, card: views.Card, paper: Paper) -> str:
        """The card as JSON, in the form that the template reads."""
        told = asdict(card)
        told["paper"] = asdict(paper)
        told["rungs"] = [asdict(rung) for rung in cards.rungs(card)]
        told["sizes"] = SIZES
        told["fonts"] = list(dict.fromkeys(face.family for face in self.faces))
        told["language"] = card.language.partition("-")[0].lower()
        return unicodedata.normalize("NFC", json.dumps(told, ensure_ascii=False))

    def _inputs(self, told: str) -> list[str | bytes]:
        files = (_digest_of(face.file) for face in self.faces)
        return [told, self.template.read_bytes(), version("typst"), *files]

    def _query(self, told: str, card: views.Card) -> str:
        try:
            return str(self._compiler(told).query("<fit>", field="value", one=True))
        except RuntimeError as error:
            raise self._fault(error, card) from None

    def _compile(self, told: str, card: views.Card, **how: Any) -> bytes:
        """The card in a format; of pictures, which come a page each, the first."""
        try:
            made = self._compiler(told).compile(**how)
        except RuntimeError as error:
            raise self._fault(error, card) from None
        return bytes(made[0] if isinstance(made, list) else made)

    def _compiler(self, told: str) -> Any:
        import typst  # noqa: PLC0415 - only a build that has a new card to set needs it

        fonts = _fonts(tuple(dict.fromkeys(str(face.file.parent) for face in self.faces)))
        return typst.Compiler(str(self.template), font_paths=fonts, sys_inputs={"card": told})

    def _fault(self, error: RuntimeError, card: views.Card) -> TemplateFault:
        message = str(getattr(error, "message", error)).strip().splitlines()[0]
        hint = "; ".join([f"while making the card of {card.slug}", *getattr(error, "hints", ())])
        return TemplateFault(Problem(self.template.as_posix(), 1, 1, "template", message, hint))


_MOST = 30
"""Exercises of a card that may fit."""
_MOST_TEXT = 100_000
"""Characters of one. A sheet holds five thousand."""


def lay_out(
    shelf: Shelf, typesetter: Typesetter, problems: list[Problem], jobs: int = 1
) -> tuple[LaidCard, ...]:
    """Every routine's card with its layout; one that cannot be laid out is a problem at its routine's line.

    Raises:
        TemplateFault: when the template is wrong.

    """
    laid = []
    made = {slug: cards.card(shelf, piece) for slug, piece in shelf.library.routines.items()}
    texts = {slug: "".join(_texts(asdict(card))) for slug, card in made.items()}
    lacking = {slug: missing(text, typesetter.faces) for slug, text in texts.items()}
    hopeless = {
        slug for slug, card in made.items() if len(card.entries) > _MOST or len(texts[slug]) > _MOST_TEXT
    }
    left_out = hopeless | {slug for slug, chars in lacking.items() if chars}
    wanted = [(card, paper) for slug, card in made.items() for paper in _TRIED if slug not in left_out]
    fits = _at_once(lambda one: typesetter.fit(*one), wanted, jobs)
    for piece in shelf.library.routines.values():
        card = made[piece.slug]
        if len(card.entries) > MOST_FRIENDLY:
            problems.append(_many_exercises(piece, len(card.entries)))
        if lacking[piece.slug]:
            problems.append(_missing_characters(shelf, piece, lacking[piece.slug]))
            continue
        if piece.slug in hopeless:
            problems.append(_hopeless(piece, card))
            continue
        a4, letter, browser = (next(fits) for _ in _TRIED)
        if a4 and letter and browser:
            laid.append(LaidCard(card, a4, letter, browser))
        else:
            problems.append(_too_full(piece, card, typesetter.most_exercises(_shorter(shelf, piece))))
    return tuple(laid)


def all_pdfs(laid: Sequence[LaidCard], typesetter: Typesetter, jobs: int) -> dict[str, bytes]:
    """The PDFs of all cards by url, several at a time: Typst needs no Python while it works.

    Raises:
        TemplateFault: when the template is wrong.

    """
    sheets = [replace(paper, large=large) for paper in SHEETS for large in (False, True)]
    wanted = [(card, sheet) for card in laid for sheet in sheets]
    made = _at_once(lambda one: typesetter.pdf(one[0].card, one[1]), wanted, jobs)
    urls = [card_pdf_url(card.slug, sheet.name, large=sheet.large) for card, sheet in wanted]
    return dict(zip(urls, made, strict=True))


def _at_once(work: Callable[[Wanted], Result], wanted: Sequence[Wanted], jobs: int) -> Iterator[Result]:
    """What *work* makes of each that is *wanted*, in order, by as many threads as *jobs*."""
    if jobs == 1 or len(wanted) < 2:
        return map(work, wanted)
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 15 ms, and a site without routines does without

    with ThreadPoolExecutor(jobs) as threads:
        return iter(list(threads.map(work, wanted)))


def _shorter(shelf: Shelf, piece: Piece[Routine]) -> Iterator[views.Card]:
    """The routine's card with ever fewer of its exercises, from the first, and without the rules of the others."""
    exercises = piece.facts.exercises
    for number in range(len(exercises) - 1, 0, -1):
        facts = piece.facts.model_copy(update={"exercises": exercises[:number]})
        yield cards.card(shelf, replace(piece, facts=facts))


def _many_exercises(piece: Piece[Routine], number: int) -> Problem:
    message = f"{number} exercises are many for one routine; people do fewer when they are given more"
    hint = f"up to {MOST_FRIENDLY} are done more faithfully; think of two routines for different days"
    loc = ("exercises", MOST_FRIENDLY)
    return piece.document.problem(loc, "many-exercises", message, hint, Severity.WARNING)


def _too_full(piece: Piece[Routine], card: views.Card, most: int) -> Problem:
    total = counted(len(card.entries), "exercise")
    message = f"the card cannot hold {total} with these texts on one page"
    if most:
        hint = f"{most} would fit; split the routine, or shorten its rules and notes"
    else:
        hint = "its safety rules and notes alone fill the page; shorten them"
    return piece.document.problem(("exercises",), "card-too-full", message, hint, at_key=True)


def _hopeless(piece: Piece[Routine], card: views.Card) -> Problem:
    """A card that is not even tried: with ten thousand exercises it would take hours to learn that it fits no sheet."""
    message = f"the card cannot hold {counted(len(card.entries), 'exercise')} with these texts on one page"
    hint = "split the routine, or shorten the texts"
    return piece.document.problem(("exercises",), "card-too-full", message, hint, at_key=True)


def _missing_characters(shelf: Shelf, piece: Piece[Routine], lacking: tuple[str, ...]) -> Problem:
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
def _fonts(folders: tuple[str, ...]) -> Any:
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
