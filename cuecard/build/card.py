"""Cards as one PDF, without the site."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cuecard.build.check_content import check, os_errors_as_output_errors
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Problem, did_you_mean, has_errors
from cuecard.library.library import card_pdf_url
from cuecard.output.staging import OutputError
from cuecard.site.cards import card_parts, typeset
from cuecard.system.cpu_budget import cpu_budget


class CardResult(Struct, frozen=True):
    """Cards that were made without the site."""

    problems: tuple[Problem, ...]
    name: str = ""
    """The file's usual name."""
    pdf: bytes | None = None
    """None when problems kept it from being made."""
    layout: str = ""
    """How it was laid out, in words."""


@os_errors_as_output_errors()
@cpu_budget()
def make_card(
    options: Options, slugs: Sequence[str], paper: str | None, *, large: bool, cut: int = 0
) -> CardResult:
    """Make the cards of routines, of all routines if there are no *slugs*; *paper* None is that of the site.

    With *cut*, each exercise has a small card of its own, so many on a sheet.

    Raises:
        OutputError: when a folder or a routine is missing, or a routine has no card.
        TemplateError: when the template is wrong.

    """
    checked = check(options)
    if checked.assets is None or has_errors(checked.problems, strict=options.strict):
        return CardResult(checked.problems)
    by_slug: dict[str, list[typeset.FittedCard]] = {}
    for card in checked.cards:
        by_slug.setdefault(card.slug, []).append(card)
        if "/" in card.slug:  # a session or phase is also on the sheets of its routine
            by_slug.setdefault(card.slug.partition("/")[0], []).append(card)
    for slug in slugs:
        if slug not in by_slug:
            if slug in checked.library.routines:
                raise OutputError(f'the routine "{slug}" has card: false, and so no card')
            hint = did_you_mean(slug, checked.library.routines)
            raise OutputError(f'there is no routine "{slug}"' + (f"; {hint}" if hint else ""))
    cards = [card for slug in slugs for card in by_slug[slug]] if slugs else list(checked.cards)
    if not cards or checked.typesetter is None:
        raise OutputError("there is no routine with a card")
    sheet = typeset.PAPERS[paper or checked.library.site.paper]
    first = cards[0]
    if len(cards) > 1:
        slug, title, layout = "cards", checked.library.site.title, f"{len(cards)} cards"
        if len(slugs) == 1:
            slug, title = slugs[0], checked.library.routines[slugs[0]].facts.title
    else:
        slug, title = first.slug.replace("/", "-"), first.card.title
        layout = f"{cut} cards a sheet to cut out" if cut else "large print" if large else first.fit.in_words
    if cut == 1:  # a card of the usual design for each exercise
        layout = "a sheet for each exercise"
        cards = [
            typeset.FittedCard(one, checked.typesetter.fit(one))
            for whole in cards
            for one in card_parts.hand_outs(whole.card)
        ]
    (pdf,) = checked.typesetter.pdfs(
        cards, [typeset.Kind(sheet, is_large=large, cut=cut if cut > 1 else 0)], title
    )
    name = card_pdf_url(slug, sheet.name, large=large, cut=cut).rpartition("/")[2]
    return CardResult(checked.problems, name, pdf, layout)
