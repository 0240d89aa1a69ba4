"""Cards as PDF: Typst lays them out and measures them, and so proves that each fits its sheets.

Typst gets the card as JSON and sets its texts as text, so nothing that an author writes is read as markup. One compile
measures a card for all sheets and for the browser (see `templates/card.typ`); PDFs are then set without measuring.
Smaller than 12 points nothing is set that says how to exercise. Safety rules are 10 points at least (see
docs/decisions/0026-a-full-card.md).

Typst runs in limited child processes: an author's drawing can make it crash or go on for ever, and it keeps in memory
most of what it ever made. A picture is tried alone before it is put on a card, so that it is named if it does harm.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from cuecard.cache.store import Cache
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.media.fonts import Face
from cuecard.site.cards.card_fit import CardFit, from_json
from cuecard.site.cards.card_value import Card
from cuecard.site.cards.typst_input import as_json, cards_and_drawings
from cuecard.site.render import TemplateError
from cuecard.system import cpu_budget, limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, OverLimitError

TEMPLATE = "card.typ"


class Paper(Struct, frozen=True):
    """A sheet, in millimetres."""

    name: str
    width: float
    height: float
    slack: float = 0
    """Height to leave empty."""


A4 = Paper("a4", 210, 297)
LETTER = Paper("letter", 215.9, 279.4)
BROWSER = Paper("both", A4.width, LETTER.height, slack=2)
"""What a browser's card must fit, as it does not know which sheet is in the printer: as narrow as A4, as low as Letter,
and 2 mm in hand."""
SHEETS = (A4, LETTER)
PAPERS = {paper.name: paper for paper in SHEETS}
_ALL_PAPERS = {paper.name: to_builtins(paper) for paper in (*SHEETS, BROWSER)}


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
SHARED_FORM = "1"
"""Increase when the same share picture is drawn differently, so that it has another URL."""
_SHARED_AT_ONCE = 25
"""Pictures in one call of Typst."""
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
        """Return the slug of the routine."""
        return self.card.slug


class Typesetter(Struct, frozen=True):
    """Typst with its template, its type, and what it set before."""

    template: Path
    faces: tuple[Face, ...]
    """The main type first, then those for characters that it lacks."""
    cache: Cache
    accent: str = ""
    """The colour of numbers and doses; empty for the usual one."""

    def fit(self, card: Card) -> CardFit:
        """Return how the card is made to fit all sheets alike.

        Only the size of its pictures counts: another drawing in the same box needs no new fit.

        Raises:
            TemplateError: when the template is wrong.
            UnsetCardError: when it takes more than it may, or makes Typst crash.

        """
        as_text, _ = cards_and_drawings([card], with_drawings=False)
        job = as_json(self._common([card]))

        def query() -> bytes:
            (found,) = self._call(card.slug, "fit", {"cards": as_text, "job": job})
            return str(found).encode()

        return from_json(
            json.loads(self.cache.get_or_compute("card-fit", [as_text, job, *self._program()], query))[0]
        )

    def pdfs(self, cards: Sequence[FittedCard], kinds: Sequence[Kind], title: str = "") -> list[bytes]:
        """Return a file of each of the *kinds* with all *cards* in it, tagged as PDF/UA-1, the same bytes each time.

        Raises:
            TemplateError: when the template is wrong.
            UnsetCardError: as `fit`.

        """
        as_text = cards_and_drawings([one.card for one in cards])
        wanted = [self._job(cards, kind, title or cards[0].card.title) for kind in kinds]
        slug = ", ".join(one.slug for one in cards[:3])
        program = self._program()
        names = {job: self.cache.name("card-pdf", [*as_text, job, *program]) for job in wanted}
        made = self.cache.get_or_compute_all(
            "card-pdf",
            names,
            lambda lacking: map(bytes, self._call(slug, "pdfs", *as_text, lacking) if lacking else ()),
        )
        return [made[job] for job in wanted]

    def pdf(self, card: Card, kind: Kind) -> bytes:
        """Return the card as one file.

        Raises:
            TemplateError: when the template is wrong.
            UnsetCardError: as `fit`.

        """
        return self.pdfs([FittedCard(card, self.fit(card))], [kind])[0]

    def share_pictures(self, jobs: Sequence[str]) -> Iterator[bytes]:
        """Yield a PNG for each of the *jobs* (see `share_pictures.SharePicture`), some at a time.

        Raises:
            UnsetCardError: as `fit`.

        """
        families = as_json(list(dict.fromkeys(face.family for face in self.faces)))
        program: list[str | bytes] = [SHARED_FORM, _typst(), *(_digest_of(face.file) for face in self.faces)]
        for start in range(0, len(jobs), _SHARED_AT_ONCE):
            some = jobs[start : start + _SHARED_AT_ONCE]
            names = {job: self.cache.name("share-picture", [job, families, *program]) for job in some}
            made = self.cache.get_or_compute_all(
                "share-picture",
                names,
                lambda lacking: (
                    map(bytes, _call("share", self._fonts(), families, lacking, limits=_LIMITS))
                    if lacking
                    else ()
                ),
            )
            yield from (made[job] for job in some)

    def _common(self, cards: Sequence[Card]) -> dict[str, Any]:
        """Return what is the same for all cards of a site."""
        first = cards[0]
        return {
            "papers": _ALL_PAPERS,
            "fonts": list(dict.fromkeys(face.family for face in self.faces)),
            "labels": first.labels,
            "language": first.language.partition("-")[0].lower(),
            "words": first.words.partition("-")[0].lower(),
            "is_rtl": first.is_rtl,
        }

    def _job(self, cards: Sequence[FittedCard], kind: Kind, title: str) -> str:
        way = "cut" if kind.cut else "large" if kind.is_large else "card"
        job = {
            **self._common([one.card for one in cards]),
            "kind": way,
            "cut": kind.cut,
            "paper": kind.paper.name,
            "fits": [json.loads(one.fit.record) for one in cards],
            "title": title,
            "author": cards[0].card.author,
            **({"accent": self.accent} if self.accent else {}),
        }
        return as_json(job)

    def _program(self) -> list[str | bytes]:
        """Return what cards are made with: the template, Typst and the type."""
        files = (_digest_of(face.file) for face in self.faces)
        return [self.template.read_bytes(), _typst(), *files]

    def _fonts(self) -> tuple[tuple[str, str], ...]:
        folders: dict[str, list[bytes]] = {}
        for face in self.faces:
            folders.setdefault(str(face.file.parent.resolve()), []).append(_digest_of(face.file))
        return tuple((folder, hashlib.sha256(b"".join(some)).hexdigest()) for folder, some in folders.items())

    def _call(self, slug: str, function: str, *arguments: Any) -> Sequence[Any]:
        try:
            return _call(function, str(self.template.resolve()), self._fonts(), *arguments, limits=_LIMITS)
        except _TypstFaultError as fault:
            hint = "; ".join([f"while making the card of {slug}", *fault.hints])
            place = self.template.as_posix()
            raise TemplateError(Problem(place, 1, 1, "template", fault.message, hint)) from None


class _TypstFaultError(Exception):
    """Typst refuses what it was given."""

    def __init__(self, message: str, hints: Sequence[str]) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints


def _call(function: str, *arguments: Any, limits: Limits) -> Sequence[Any]:
    """Return what a function of `typst_calls` gives, without the word "done"."""
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
        InvalidValueError: with the code `bad-image`.

    """

    def tried() -> bytes:
        _call("picture", svg, limits=_PICTURE_LIMITS)
        return b"good"

    try:
        cache.get_or_compute("card-picture-tried", [svg, _typst()], tried)
    except UntriedCardError:
        raise cpu_budget.budget_spent(f'"{name}" was not tried on a card') from None
    except UnsetCardError as error:
        raise refused_picture(name, str(error)) from None
    except _TypstFaultError as fault:
        raise refused_picture(name, f"cannot be drawn: {fault.message}") from None


def refused_picture(name: str, way: str) -> InvalidValueError:
    """Return the error for a picture that no card can have; *way* is a verb, such as "takes too long to make"."""
    hint = "save it as plain SVG with simple shapes, or as a picture in .png"
    return InvalidValueError("bad-image", f'"{name}" cannot be printed on a card: it {way}', hint)


@cache
def _digest_of(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


@cache
def _typst() -> str:
    """Return its version."""
    return version("typst")
