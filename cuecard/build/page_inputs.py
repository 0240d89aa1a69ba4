"""What pages and cards are rendered from besides the texts: pictures, linked files, figures, templates and fonts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cuecard.cache.store import Cache
from cuecard.core import build_options
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.incremental.build_state import BuildState, ReferencedFiles
from cuecard.library import media_references, site_targets
from cuecard.library.library import Library
from cuecard.media import drawings, file_kinds, fonts, published_images, web_fonts
from cuecard.media.published_images import Published
from cuecard.output.staging import OutputError
from cuecard.parse import sources
from cuecard.parse.front_matter import Document
from cuecard.parse.sources import Sources
from cuecard.site import assets
from cuecard.site.cards import card_contents, card_pictures, typeset
from cuecard.site.cards.typeset import Typesetter
from cuecard.site.choose_labels import labels_for
from cuecard.site.labels import Labels
from cuecard.site.site_assets import SiteAssets


def template_folders(options: Options) -> tuple[Path, ...]:
    """Return the folders of templates; the first that has a template is used.

    Raises:
        OutputError: when the folder that was named is missing.

    """
    if options.templates is not None and not options.templates.is_dir():
        raise OutputError(f'there is no folder of templates "{options.templates}"')
    return build_options.template_folders(options)


def load_site_assets(
    library: Library,
    content: Sources,
    options: Options,
    problems: list[Problem],
    state: BuildState,
    *,
    site_document: Document | None,
) -> tuple[SiteAssets, Mapping[str, bytes]]:
    """Return what pages are rendered from, and by url the files that they link to; add to *problems*."""
    cache = Cache(options.cache)
    files = state.referenced_files(
        library,
        lambda problems: _referenced_files(
            library, content, site_document, cache, problems, folder=options.content
        ),
        problems,
    )
    drawn = drawings.drawings(library, cache, options.jobs, state.drawn)
    site_assets = SiteAssets(
        library=library,
        linked_files=files.urls,
        pictures=files.shown,
        card_pictures=files.small,
        drawings=drawn,
        rows=state.rows(library, drawn),
        codes=card_contents.codes(library, cache, options.jobs),
        date=options.date,
        labels=labels_for(library.site.language),
    )
    problems.extend(_language_notes(site_document, site_assets.labels))
    return site_assets, files.linked


def reader(content: Sources) -> Callable[[str], bytes]:
    """Return what reads an asset by its path."""
    assets_by_path = {asset.path: asset for asset in content.assets}
    return lambda path: sources.read_asset(assets_by_path[path])


def card_typesetter(
    library: Library, options: Options, site_document: Document | None, problems: list[Problem]
) -> Typesetter | None:
    """Return what sets cards and share pictures; None if there are none, or a font is a problem."""
    if not (library.routines or library.site.share_pictures):
        return None
    faces = list(fonts.main_faces())
    before = len(problems)
    for n, name in enumerate(library.site.fonts):
        try:
            faces += fonts.further_faces(name, options.content)
        except InvalidValueError as error:
            if site_document:
                loc = ("fonts", n)
                problems.append(site_document.problem(loc, error.code, error.message, error.hint))
    if len(problems) > before:
        return None
    template = next(
        file for folder in template_folders(options) if (file := folder / typeset.TEMPLATE).is_file()
    )
    return Typesetter(template, tuple(faces), Cache(options.cache), library.site.theme.accent)


def _language_notes(document: Document | None, labels: Labels) -> Iterable[Problem]:
    """Return what is to be said of our own words in the language of the site."""
    if document is None or not labels.marked:
        return ()
    from cuecard.site import language_notes  # noqa: PLC0415 - no site in English needs it

    return language_notes.notes(document, labels.marked)


def _referenced_files(
    library: Library,
    content: Sources,
    site_document: Document | None,
    cache: Cache,
    problems: list[Problem],
    *,
    folder: Path,
) -> ReferencedFiles:
    read = reader(content)
    texts = (tuple(library.published), library.bodies, library.targets)
    files = {asset.path: asset.file for asset in content.assets}
    site = (library.site, site_document, library.targets)
    logos, of_site = tuple(site_targets.shown(*site)), tuple(site_targets.published(*site))
    too_large = list(
        media_references.too_large(*texts, lambda path: files[path].stat().st_size, (*logos, *of_site))
    )
    if too_large:  # they are not even opened
        problems.extend(problem for _, problem in too_large)
        return ReferencedFiles({}, {}, {}, {})
    named = (*media_references.named(*texts), *of_site)
    _check_kinds(named, content, problems)
    paths = media_references.linked(*texts).union(one.asset for one in of_site)
    web_font = web_fonts.files(library.site.theme.font, folder, site_document, problems)
    urls, linked = assets.linked((*((path, read(path)) for path in sorted(paths)), *web_font))
    shown = published_images.plan((*media_references.shown(*texts), *logos), read, cache, problems)
    published_images.check_linked(named, read, problems)
    small = card_pictures.small_pictures(
        library, logos, shown, lambda picture: _card_picture(picture, read, cache), problems
    )
    return ReferencedFiles(urls, linked, shown, small)


def _card_picture(picture: Published, read: Callable[[str], bytes], cache: Cache) -> str:
    """Return a picture for a card as SVG text; an author's own drawing is first laid out to test it.

    Raises:
        OSError: when the file can no longer be read.
        InvalidValueError: when it cannot be read as a picture, or no card can be laid out with it.

    """
    svg = published_images.small(picture, read, cache)
    if not picture.has_sizes:
        typeset.check_picture(picture.path, svg, cache)
    return svg


def _check_kinds(linked: Iterable[media_references.Shown], content: Sources, problems: list[Problem]) -> None:
    """Report each linked file that is not what its name says."""
    assets_by_path = {asset.path: asset for asset in content.assets}
    for reference in linked:
        try:
            beginning = sources.read_beginning(assets_by_path[reference.asset], file_kinds.BEGINNING)
            file_kinds.check(reference.asset, beginning)
        except InvalidValueError as error:
            problems.append(reference.problem(error))
