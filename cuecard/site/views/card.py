"""The card of a routine."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.cards.card_fit import CardFit
from cuecard.site.cards.card_parts import CardPart
from cuecard.site.cards.card_value import Card
from cuecard.site.views.frame import Frame
from cuecard.site.views.routine import CardPdf
from cuecard.site.views.shared import Link


class CardPage(Struct, frozen=True):
    """`cards/SLUG.html`: what is pinned to the wall."""

    frame: Frame
    routine: Link
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
    pdfs: tuple[CardPdf, ...]
