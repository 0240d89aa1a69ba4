"""The cards of all routines: laid out when content is checked, and set as PDF when a site is built.

What keeps a card from being made is a problem of the content: at the picture that does it, or at the routine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import to_builtins
from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, Severity, with_number
from cuecard.library import programme
from cuecard.library.library import card_pdf_url
from cuecard.library.media_references import Shown
from cuecard.library.programme import Part
from cuecard.media.fonts import missing
from cuecard.parse.placed import number_done
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.sources import SourceFile
from cuecard.parse.yaml_reader import Loc
from cuecard.site.cards import card_contents, card_pictures, missing_characters
from cuecard.site.cards.card_fit import PAGES, CardFit
from cuecard.site.cards.card_value import Card, CardPicture
from cuecard.site.cards.typeset import (
    USUAL,
    FittedCard,
    Typesetter,
    UnsetCardError,
    UntriedCardError,
    refused_picture,
)
from cuecard.site.cards.typst_input import texts
from cuecard.site.render import TemplateError
from cuecard.site.site_assets import SiteAssets
from cuecard.system import cpu_budget

Wanted = TypeVar("Wanted")
Result = TypeVar("Result")

MOST_FRIENDLY = 6
"""Exercises. People given more do fewer of them, and worse (Henry and others 1999, with older adults)."""

_MOST = 30
"""Exercises for which whole sheets are looked for."""
_MOST_TEXT = 100_000
"""Characters of one card. A sheet holds five thousand."""
_MOST_SET = 200
"""Exercises of which a card is made."""


def fit_cards(
    assets: SiteAssets,
    typesetter: Typesetter,
    problems: list[Problem],
    jobs: int = 1,
    settings: Sequence[SourceFile] = (),
) -> tuple[FittedCard, ...]:
    """Return the card of every routine that wants one, with its layout; what keeps one from being laid out is a
    problem.

    Raises:
        TemplateError: when the template is wrong.

    """
    laid = []
    parts = {
        slug: part
        for slug, part in programme.cards(assets.library).items()
        if card_pictures.has_all_pictures(assets, part.facts)
    }
    made = {slug: card_contents.card(assets, part) for slug, part in parts.items()}
    whole = {slug: "".join(texts(to_builtins(card))) for slug, card in made.items()}
    lacking = {slug: missing(text, typesetter.faces) for slug, text in whole.items()}
    hopeless = {
        slug for slug, card in made.items() if len(card.entries) > _MOST_SET or len(whole[slug]) > _MOST_TEXT
    }
    left_out = hopeless | {slug for slug, chars in lacking.items() if chars}
    good = [part.piece for slug, part in parts.items() if slug not in left_out]
    fits = _at_once(lambda piece: _fit(typesetter, assets, piece, made[piece.slug]), good, jobs)
    for part in parts.values():
        piece, card = part.piece, made[part.piece.slug]
        if number_done(part.facts.exercises) > MOST_FRIENDLY:
            problems.append(_many_exercises(part))
        if lacking[piece.slug]:
            problems.append(_missing_characters(assets, piece, lacking[piece.slug], settings))
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


def _missing_characters(
    assets: SiteAssets, piece: ContentFile[Routine], characters: Sequence[str], settings: Sequence[SourceFile]
) -> Problem:
    """Return the problem of *characters* that no type of the cards has, where they are written."""
    exercises = (assets.library.exercises[slug].document for slug in routine_slugs(piece.facts))
    sources = [piece.document.source, *(document.source for document in exercises), *settings]
    return missing_characters.problem(sources, characters, assets.library.site.fonts)


def all_pdfs(
    laid: Sequence[FittedCard],
    assets: SiteAssets,
    typesetter: Typesetter,
    problems: list[Problem],
    jobs: int = 1,
) -> Iterator[tuple[str, bytes]]:
    """Yield the PDFs of all cards, each with its url, as they are made; what keeps one from being made is a problem.

    Raises:
        TemplateError: when the template is wrong.

    """
    parts = programme.cards(assets.library)

    def made(one: FittedCard) -> list[bytes] | Problem:
        piece = parts[one.slug].piece
        return _or_problem(
            lambda card: typesetter.pdfs([FittedCard(card, one.fit)], USUAL), assets, piece, one.card
        )

    for one, pdfs in zip(laid, _at_once(made, laid, jobs), strict=True):
        if isinstance(pdfs, Problem):
            problems.append(pdfs)
            continue
        for kind, pdf in zip(USUAL, pdfs, strict=True):
            yield card_pdf_url(one.slug, kind.paper.name, large=kind.is_large), pdf


def _fit(
    typesetter: Typesetter, assets: SiteAssets, piece: ContentFile[Routine], card: Card
) -> CardFit | Problem:
    if len(card.entries) > _MOST:
        return PAGES
    return _or_problem(typesetter.fit, assets, piece, card)


def _or_problem(
    work: Callable[[Card], Result], assets: SiteAssets, piece: ContentFile[Routine], card: Card
) -> Result | Problem:
    """Return what *work* makes of a card; where that fails by a picture of the author's, the problem at that picture.

    Raises:
        TemplateError: when the template is wrong.

    """
    try:
        return work(card)
    except UntriedCardError:
        refused = cpu_budget.budget_spent("the card was not made")
        return piece.document.problem(("title",), refused.code, refused.message, refused.hint)
    except (UnsetCardError, TemplateError) as error:
        fault = error
    pictures = _pictures(assets, piece)
    way = str(fault)
    if pictures and _works(work, _with_pictures(card, ())):
        for svg, shown in pictures.items():
            if not _works(work, _with_pictures(card, (svg,))):
                return shown.problem(refused_picture(shown.asset, way))
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


def _pictures(assets: SiteAssets, piece: ContentFile[Routine]) -> Mapping[str, Shown]:
    """Return the author's pictures on a routine's card, as SVG text, each with a place where it is named."""
    found: dict[str, Shown] = {}
    for slug in routine_slugs(piece.facts):
        exercise = assets.library.exercises[slug]
        for n, image in enumerate(exercise.facts.images):
            path = assets.library.targets[exercise.path, image.src].asset
            if path in assets.card_pictures:
                found.setdefault(assets.card_pictures[path], Shown(path, exercise.document, n))
    return found


_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 5"/>'


def _with_pictures(card: Card, kept: Sequence[str]) -> Card:
    """Return the card with nothing in place of the author's pictures, but for those *kept*."""

    def shown(picture: CardPicture) -> CardPicture:
        return picture if not picture.src or picture.svg in kept else replace(picture, svg=_EMPTY)

    entries = (replace(entry, pictures=tuple(map(shown, entry.pictures))) for entry in card.entries)
    return replace(card, entries=tuple(entries))


def _at_once(work: Callable[[Wanted], Result], wanted: Sequence[Wanted], jobs: int) -> Iterator[Result]:
    """Yield what *work* makes of each that is *wanted*, in order, by as many threads as *jobs*; few results wait."""
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
    """Return a warning: the card is made, and is more than one side."""
    total = with_number(len(card.entries), "exercise")
    made = {
        "two": "it is made with two sides",
        "booklet": f"it is made as {len(fit.sides)} sheets",
        "pages": "it is made as text on several pages",
    }[fit.kind]
    message = f"one side of a card has no room for {total} with these texts, and pictures of 20 mm; {made}"
    hint = "shorten its longest texts, split the routine, or write card: {sides: 2} if two sides are meant"
    loc, at_key = _whole_list(part)
    return part.piece.document.problem(loc, "card-too-full", message, hint, Severity.WARNING, at_key=at_key)


def _whole_list(part: Part) -> tuple[Loc, bool]:
    """Return the place of all that a card has, and whether it is a key."""
    return (part.loc, False) if part.loc else (("exercises",), True)


def _hopeless(part: Part, card: Card) -> Problem:
    """Return the problem of a card that is not even tried: with ten thousand exercises it would take hours to set."""
    message = f"no card can be made of {with_number(len(card.entries), 'exercise')} with these texts"
    hint = "split the routine, shorten the texts, or write card: false"
    loc, at_key = _whole_list(part)
    return part.piece.document.problem(loc, "card-too-full", message, hint, at_key=at_key)
