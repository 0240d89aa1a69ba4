"""The recipe: from a folder of Markdown to a folder of pages, one stage after the other.

`build` reads the content, checks all of it, makes every page in memory, and only then writes. Each stage
lives in a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from cuecard.config import Options, builtin_templates
from cuecard.content import front_matter, library, markdown, schema, sources, vocabulary
from cuecard.content.front_matter import Document, Span
from cuecard.content.library import Library, Parsed
from cuecard.content.markdown import Body
from cuecard.content.schema import Piece, Site
from cuecard.content.sources import Kind, SourceFile, Sources
from cuecard.content.vocabulary import Vocabulary
from cuecard.problems import Problem, Refused, Severity, did_you_mean, has_errors, in_order
from cuecard.publish import assets, cards, fonts, output, pages, render, typeset
from cuecard.publish.fingerprint import Cache
from cuecard.publish.output import Refusal, Written
from cuecard.publish.parts import Shelf, card_pdf_url
from cuecard.publish.render import TemplateFault
from cuecard.publish.typeset import LaidCard, Typesetter
from cuecard.urls import SECTION_IDS

__all__ = ["BuildReport", "Checked", "Refusal", "TemplateFault", "build", "check"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading and checking gave: the library, all that is wrong, and how each card fits."""

    library: Library
    found: Sources
    problems: tuple[Problem, ...]
    shelf: Shelf | None
    """What pages can be made from; None when errors stand in the way."""
    picture_files: Mapping[str, bytes]
    cards: tuple[LaidCard, ...]
    typesetter: Typesetter | None
    """None when there is no card to set."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, for the person who asked for it."""

    problems: tuple[Problem, ...]
    library: Library
    cards: tuple[LaidCard, ...]
    written: Written | None
    """None when problems kept it from writing."""


def build(options: Options) -> BuildReport:
    """Read, check, make and write the whole site; or write nothing and say why.

    Raises:
        Refusal: when a folder is not there, or is not ours to write to.
        TemplateFault: when a template is wrong.

    """
    checked = check(options)
    if checked.shelf is None or has_errors(checked.problems, strict=options.strict):
        return BuildReport(checked.problems, checked.library, checked.cards, None)
    folders = _template_folders(options)
    output.check(options.output, [options.content, *folders, Path(__file__).parent])
    look, look_files = assets.look(folders, Cache(options.cache))
    templates = render.environment(folders)
    planned = pages.plan(checked.shelf, look, {card.slug: card.browser for card in checked.cards})
    made = {page.url: render.render(templates, page) for page in planned}
    pdfs: dict[str, bytes] = {}
    for card in checked.cards:
        if checked.typesetter:
            pdfs |= typeset.pdfs(card, checked.typesetter)
    written = output.publish({**made, **pdfs, **look_files, **checked.picture_files}, options.output)
    return BuildReport(checked.problems, checked.library, checked.cards, written)


@dataclass(frozen=True, slots=True)
class MadeCard:
    """One card, made without the site."""

    problems: tuple[Problem, ...]
    name: str
    """The file's usual name."""
    pdf: bytes | None
    """None when problems kept it from being made."""
    told: str
    """How it was laid out."""


def card(options: Options, slug: str, paper: str | None, *, large: bool) -> MadeCard:
    """Make one routine's card as a PDF; *paper* None takes the site's.

    Raises:
        Refusal: when a folder or the routine is not there.
        TemplateFault: when the template is wrong.

    """
    checked = check(options)
    if checked.typesetter is None or checked.shelf is None:
        return MadeCard(checked.problems, "", None, "")
    laid = next((card for card in checked.cards if card.slug == slug), None)
    if laid is None:
        hint = did_you_mean(slug, checked.library.routines)
        raise Refusal(f'there is no routine "{slug}"' + (f"; {hint}" if hint else ""))
    sheet = typeset.PAPERS[paper or checked.library.site.paper]
    fit = laid.a4 if sheet is typeset.A4 else laid.letter
    told = "large print" if large else f"{fit.rung.name}, {fit.size:g} pt"
    pdf = checked.typesetter.pdf(laid.card, replace(sheet, large=large))
    name = card_pdf_url(slug, sheet.name, large=large).rpartition("/")[2]
    return MadeCard(checked.problems, name, pdf, told)


def check(options: Options) -> Checked:
    """Read the content and gather every problem of every file.

    Raises:
        Refusal: when there is no content folder.

    """
    if not options.content.is_dir():
        raise Refusal(f'there is no content folder "{options.content}"; name one with --content')
    problems: list[Problem] = []
    found = sources.find(options.content)
    problems.extend(found.problems)
    site, site_document = _site(found, problems)
    if options.base_url is not None:
        site = replace_base(site, options.base_url)
    words = _vocabulary(found, problems)
    pieces: dict[Kind, list[Piece[Any]]] = {Kind.EXERCISE: [], Kind.ROUTINE: [], Kind.GUIDE: []}
    bodies: dict[str, Body] = {}
    for source in found.files:
        if source.kind not in pieces:
            continue
        piece = _kept(_understood(source), problems)
        if piece is not None:
            pieces[source.kind].append(piece)
            bodies[source.path] = _body(piece.document, problems, raw_html=site.raw_html)
    parsed = Parsed(
        tuple(pieces[Kind.EXERCISE]),
        tuple(pieces[Kind.ROUTINE]),
        tuple(pieces[Kind.GUIDE]),
        bodies,
        site,
        site_document,
        frozenset(asset.path for asset in found.assets),
        found.shown_folder,
    )
    whole, set_problems = library.assemble(parsed, words, drafts=options.drafts)
    problems.extend(set_problems)
    if not any(source.kind is Kind.EXERCISE for source in found.files):
        hint = "write the first one in exercises/, ending in .md"
        shown = f"{found.shown_folder}/exercises"
        problems.append(
            Problem(shown, 1, 1, "no-exercises", "there are no exercises yet", hint, Severity.WARNING)
        )
    if has_errors(problems):
        return Checked(whole, found, in_order(problems), None, {}, (), None)
    shelf, picture_files = _shelf(whole, found, options, problems)
    typesetter = _typesetter(shelf, options, site_document, problems)
    laid = typeset.lay_out(shelf, typesetter, problems) if typesetter else ()
    good = None if has_errors(problems) else shelf
    return Checked(whole, found, in_order(problems), good, picture_files, laid, typesetter)


def replace_base(site: Site, base_url: str) -> Site:
    """The site at another address."""
    return site.model_copy(update={"base_url": base_url})


def _site(found: Sources, problems: list[Problem]) -> tuple[Site, Document | None]:
    document = _settings(found, Kind.SITE, problems)
    if document is None:
        return Site(), None
    return _kept(schema.parse_site(document), problems) or Site(), document


def _vocabulary(found: Sources, problems: list[Problem]) -> Vocabulary:
    builtin = vocabulary.load_builtin()
    document = _settings(found, Kind.VOCABULARY, problems)
    if document is None or not document.meta:
        return builtin
    faults = vocabulary.check_additions(builtin, document.meta)
    problems.extend(
        document.problem(loc, refused.code, refused.message, refused.hint) for loc, refused in faults
    )
    return builtin if faults else vocabulary.extended(builtin, document.meta)


def _settings(found: Sources, kind: Kind, problems: list[Problem]) -> Document | None:
    source = next((source for source in found.files if source.kind is kind), None)
    return _kept(front_matter.read_settings(source), problems) if source else None


def _understood(source: SourceFile) -> Piece[Any] | list[Problem]:
    document = front_matter.split(source)
    return document if isinstance(document, list) else schema.parse(document)


def _body(document: Document, problems: list[Problem], *, raw_html: bool) -> Body:
    try:
        return markdown.convert(document.body, raw_html=raw_html, taken=SECTION_IDS)
    except markdown.TooDeep:
        place = Span(document.body_line, 1, 1)
        message = "lists or quotations nest too deeply here"
        problems.append(document.problem_at(place, "too-deep", message, "use fewer levels"))
        return Body()


def _kept(result: T | list[Problem], problems: list[Problem]) -> T | None:
    """The value, or None when there were problems instead, which are gathered."""
    if isinstance(result, list):
        problems.extend(result)
        return None
    return result


def _template_folders(options: Options) -> tuple[Path, ...]:
    if options.templates is not None and not options.templates.is_dir():
        raise Refusal(f'there is no folder of templates "{options.templates}"')
    builtin = builtin_templates()
    return (options.templates, builtin) if options.templates else (builtin,)


def _shelf(
    whole: Library, found: Sources, options: Options, problems: list[Problem]
) -> tuple[Shelf, Mapping[str, bytes]]:
    """What pages are made from, and the files of the pictures that they show."""
    wanted = {target.asset for target in whole.targets.values() if target.asset}
    try:
        contents = [(a.path, sources.read_asset(a)) for a in found.assets if a.path in wanted]
    except OSError as error:
        raise Refusal(f"{error.filename} cannot be read: {error.strerror}") from None
    urls, files = assets.pictures(contents)
    small = cards.small_pictures(whole, dict(contents), Cache(options.cache), problems)
    return Shelf(whole, urls, small, options.date), files


def _typesetter(
    shelf: Shelf, options: Options, site_document: Document | None, problems: list[Problem]
) -> Typesetter | None:
    if not shelf.library.routines:
        return None
    faces = _faces(shelf.library.site, options.content, site_document, problems)
    if has_errors(problems):
        return None
    template = next(
        folder / typeset.TEMPLATE
        for folder in _template_folders(options)
        if (folder / typeset.TEMPLATE).is_file()
    )
    return Typesetter(template, faces, Cache(options.cache))


def _faces(
    site: Site, content: Path, document: Document | None, problems: list[Problem]
) -> tuple[fonts.Face, ...]:
    faces = list(fonts.main_faces())
    for n, name in enumerate(site.fonts):
        try:
            faces += fonts.further_faces(name, content)
        except Refused as refused:
            if document:
                problems.append(document.problem(("fonts", n), refused.code, refused.message, refused.hint))
    return tuple(faces)
