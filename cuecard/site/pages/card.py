"""The page of a routine's card, to print from the browser."""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.urls import relative
from cuecard.library import programme
from cuecard.library.library import card_url, url_of
from cuecard.parse.fields import Paper
from cuecard.parse.sources import Kind
from cuecard.site import views
from cuecard.site.cards import card_contents, card_parts
from cuecard.site.cards.card_fit import CardFit
from cuecard.site.cards.card_parts import CardPart
from cuecard.site.cards.card_value import Card
from cuecard.site.context import PageContext
from cuecard.site.pages.frame import frame
from cuecard.site.pages.routine_parts import card_pdfs


class CardPage(Struct, frozen=True):
    """`cards/SLUG.html`: the sheet that is pinned to the wall."""

    frame: views.Frame
    routine: views.Link
    paper: str
    """As CSS names it: A4 or letter."""
    is_rtl: bool
    """Whether the language of the card is written from right to left."""
    card: Card
    fit: CardFit
    parts: tuple[CardPart, ...]
    """Its sides with exercises."""
    has_safety: bool
    boxes: str
    """What the boxes to tick are for, in words."""
    pdfs: tuple[views.CardPdf, ...]


def page(context: PageContext, slug: str) -> views.Page:
    """Return the card of one routine."""
    labels, url = context.labels, card_url(slug)
    part = programme.card_part(context.library, slug)
    facts = context.library.routines[part.slug].facts
    card, fit = card_contents.card(context.site_assets, part), context.fits[slug]
    view = CardPage(
        frame=frame(
            context,
            url,
            labels.text("card.title", routine=card.title),
            facts.summary,
            sheet="card",
            early_scripts=["card"],
            is_draft=facts.draft,
        ),
        routine=views.Link(
            relative(url_of(Kind.ROUTINE, part.slug) + (f"#{part.id}" if part.id else ""), url), facts.title
        ),
        paper="letter" if context.site.paper is Paper.LETTER else "A4",
        is_rtl=card.is_rtl,
        card=card,
        fit=fit,
        parts=tuple(card_parts.parts(card, fit)),
        has_safety=card_parts.has_safety(card),
        boxes=labels.text("card.log", n=str(card.log.weeks)) if card.log else "",
        pdfs=card_pdfs(context, slug, url),
    )
    return views.Page(url, "card.html", view)
