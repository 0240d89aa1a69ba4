"""Parts that pages share: facts of the library in the words and addresses of one page.

Each function takes the address of the page that the part is for, as every link is relative to it.
"""

from __future__ import annotations

from datetime import date

from cuecard.core.urls import readable_address, relative
from cuecard.library.library import Library, term_url, url_of
from cuecard.parse.fields import Paper
from cuecard.parse.schema import (
    Reference,
    Review,
    routine_slugs,
)
from cuecard.parse.sources import Kind
from cuecard.site import views
from cuecard.site.english import in_words
from cuecard.vocabulary.term import Term

# --- small words --------------------------------------------------------------------------------------


# --- dose ------------------------------------------------------------------------------------------------


# --- equipment and rows -----------------------------------------------------------------------------------


def equipment(term: Term, page: str) -> views.Equipment:
    """A thing that is needed."""
    return views.Equipment(name=term.name, instead=term.note, href=relative(term_url(term), page))


def card_pdf_url(slug: str, paper: str, *, large: bool = False, cut: int = 0) -> str:
    """The address of a routine's card as a PDF on *paper*, a4 or letter."""
    return f"cards/{slug}{'-large' if large else ''}{f'-cut-{cut}' if cut else ''}-{paper}.pdf"


def card_pdfs(slug: str, page: str, first: Paper) -> tuple[views.CardPdf, ...]:
    """The four PDFs of a card: on both papers, that of the site *first*, as it is and in large print."""
    papers = {"a4": "A4", "letter": "Letter"}
    return tuple(
        views.CardPdf(
            href=relative(card_pdf_url(slug, paper, large=large), page),
            name=name,
            text=f"{name}, {size}",
            paper=paper,
            is_other=paper != first,
        )
        for paper, size in sorted(papers.items(), key=lambda one: one[0] != first)
        for large, name in ((False, "PDF"), (True, "Large print"))
    )


# --- safety ----------------------------------------------------------------------------------------------


# --- what comes from elsewhere -----------------------------------------------------------------------------


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
