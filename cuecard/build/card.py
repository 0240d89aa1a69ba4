"""One routine's card as a PDF, without the site."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from cuecard.build.check_content import check, os_errors_as_output_errors
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Problem, did_you_mean, has_errors
from cuecard.library.library import card_pdf_url
from cuecard.output.staging import OutputError
from cuecard.site.cards import typeset
from cuecard.system.cpu_budget import cpu_budget


class CardResult(Struct, frozen=True):
    """A card that was made without the site."""

    problems: tuple[Problem, ...]
    name: str = ""
    """The file's usual name."""
    pdf: bytes | None = None
    """None when problems kept it from being made."""
    layout: str = ""
    """How it was laid out, in words."""


@os_errors_as_output_errors()
@cpu_budget()
def make_card(options: Options, slug: str, paper: str | None, *, large: bool) -> CardResult:
    """Make one routine's card; *paper* None is that of the site.

    Raises:
        OutputError: when a folder or the routine is missing.
        TemplateError: when the template is wrong.

    """
    checked = check(options)
    if checked.assets is None or has_errors(checked.problems, strict=options.strict):
        return CardResult(checked.problems)
    card = next((card for card in checked.cards if card.slug == slug), None)
    if card is None or checked.typesetter is None:
        hint = did_you_mean(slug, checked.library.routines)
        raise OutputError(f'there is no routine "{slug}"' + (f"; {hint}" if hint else ""))
    sheet = typeset.PAPERS[paper or checked.library.site.paper]
    fitted = card.on_a4 if sheet is typeset.A4 else card.on_letter
    layout = "large print" if large else f"{fitted.fit.rung.name}, {fitted.fit.size:g} pt"
    (pdf,) = checked.typesetter.pdfs(card.card, {replace(sheet, large=large): fitted})
    name = card_pdf_url(slug, sheet.name, large=large).rpartition("/")[2]
    return CardResult(checked.problems, name, pdf, layout)
