"""The content read and checked: all that comes before a page is made, and all that `check` tells.

Each stage lives in a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cuecard.cache.store import Cache, digest_of
from cuecard.core import build_options, command_line
from cuecard.core.budget import (
    BUILD_CPU_SECONDS,
    BUILD_CPU_SECONDS_PER_MEGABYTE,
    BUILD_CPU_SECONDS_PER_TEXT,
)
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import InvalidValueError, Problem, has_errors, in_order
from cuecard.core.progress import StageTimer
from cuecard.incremental.session import ReferencedFiles, Session
from cuecard.library import linker, media_references
from cuecard.library.library import Library
from cuecard.lint import suppress
from cuecard.media import drawings, file_kinds, fonts, published_images
from cuecard.media.published_images import Published
from cuecard.output.staging import OutputError
from cuecard.parse import content_folder, parallel, sources
from cuecard.parse.front_matter import Document
from cuecard.parse.sources import Sources
from cuecard.site import assets
from cuecard.site.cards import card_contents, typeset
from cuecard.site.cards.typeset import FittedCard, Typesetter
from cuecard.site.labels import labels_for
from cuecard.site.list_rows import Rows
from cuecard.site.site_assets import SiteAssets
from cuecard.system import process_pool
from cuecard.system.limited_process import cpu_budget


class CheckResult(Struct, frozen=True):
    """What reading and checking gave: the library, all that is wrong, and how each card fits."""

    library: Library
    found: Sources
    problems: tuple[Problem, ...]
    shelf: SiteAssets | None
    """What pages can be made from; None when errors stand in the way."""
    linked_files: Mapping[str, bytes]
    cards: tuple[FittedCard, ...]
    typesetter: Typesetter | None
    """None when there is no card to set."""
    site_document: Document | None = None
    """`site.yaml`; None where there is none."""


@contextmanager
def os_errors_as_output_errors() -> Iterator[None]:
    """What the machine refuses, such as a file that can no longer be read, is told in a line and by its name."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename} cannot be read: " if error.filename else ""
        raise OutputError(f"{where}{error.strerror or error}") from None
    except MemoryError:
        raise OutputError("memory is too short for this site; --jobs 1 needs least") from None
    except process_pool.WorkerLostError:
        raise OutputError(
            "a process that helped was killed, perhaps because memory is short; build again, or with --jobs 1"
        ) from None


@os_errors_as_output_errors()
@cpu_budget()
def check(
    options: Options,
    watch: StageTimer | None = None,
    session: Session | None = None,
    saved: AbstractSet[Path] | None = None,
) -> CheckResult:
    """Read the content and gather every problem of every file, and of every card; *saved* as in `build`.

    Raises:
        Refusal: when there is no content folder.
        TemplateFault: when the template of the cards is wrong.

    """
    if not options.content.is_dir():
        raise OutputError(_no_content(options.content))
    if (inner := options.content / "content").is_dir() and not any(
        (options.content / name).is_dir() for name in sources.FOLDERS
    ):
        raise OutputError(f'there are no texts in "{options.content}"; did you mean --content {inner}?')
    watch = watch or StageTimer()
    with watch.stage("find"):
        found = session.find(options.content, saved) if session else sources.discover(options.content)
    with cpu_budget() as budget:
        budget.allow(lambda: _cpu_seconds(found))
    with watch.stage("read"):
        read = _read(found, options, session)
    with watch.stage("put together"):
        put_together = session.assemble if session else linker.link_library
        assembled = put_together(read.parsed, read.vocabulary, drafts=options.drafts)
    whole = assembled.library
    problems = [*found.problems, *read.problems, *assembled.problems]
    if has_errors(problems):
        return CheckResult(whole, found, _heard(problems, read), None, {}, (), None)
    with watch.stage("look at pictures and figures"):
        shelf, linked_files = _shelf(whole, found, options, problems, session)
    typesetter = _typesetter(whole, options, read.parsed.site_document, problems)
    with watch.stage("lay out cards"):
        laid = typeset.fit_cards(shelf, typesetter, problems, options.jobs) if typesetter else ()
    good = None if has_errors(problems) else shelf
    site = read.parsed.site_document
    return CheckResult(whole, found, _heard(problems, read), good, linked_files, laid, typesetter, site)


def check_with_advice(options: Options) -> CheckResult:
    """Check, and say what could be better too, which `check` alone does: a build stays quick and quiet.

    Raises:
        Refusal: when there is no content folder.
        TemplateFault: when the template of the cards is wrong.

    """
    from cuecard import lint  # noqa: PLC0415 - no build needs it
    from cuecard.site.cards import card_advice  # noqa: PLC0415

    checked = check(options)
    whole = checked.library
    given = list(lint.advise(whole, today=options.date, is_whole=not has_errors(checked.problems)))
    if checked.site_document:
        given += lint.advise_site(checked.site_document, whole.site)
    if checked.typesetter:
        given += card_advice.advise(checked.cards, dict(whole.routines), checked.typesetter)
    told = [*lint.raised(checked.problems), *suppress.without_suppressed(given, whole.published, whole.site)]
    return replace(checked, problems=in_order(told))


def _cpu_seconds(found: Sources) -> float:
    """What slow work may take: more for a large site, as no honest one shall ever notice."""
    files = (asset.file for asset in found.assets if asset.file.suffix.lower() in sources.PICTURE_SUFFIXES)
    megabytes = sum(file.stat().st_size for file in files if file.exists()) / 1e6
    more = len(found.files) * BUILD_CPU_SECONDS_PER_TEXT + megabytes * BUILD_CPU_SECONDS_PER_MEGABYTE
    return BUILD_CPU_SECONDS + more


def _heard(problems: Iterable[Problem], read: content_folder.ParseResult) -> tuple[Problem, ...]:
    return in_order(suppress.without_suppressed(problems, read.parsed.pieces, read.parsed.site))


def _read(found: Sources, options: Options, session: Session | None) -> content_folder.ParseResult:
    cache = Cache(options.cache)
    memory = session.texts if session else None
    raw_html = options.trust_raw_html
    if options.cache is None or (
        session and session.is_believed
    ):  # to look through what is kept would take longer
        reader = parallel.ParseSettings(jobs=options.jobs, memory=memory)
        return content_folder.read(found, base_url=options.base_url, reader=reader, raw_html=raw_html)
    with cache.pack("facts") as facts, cache.pack("bodies") as bodies:
        reader = parallel.ParseSettings(facts, bodies, options.jobs, digest_of, memory)
        return content_folder.read(found, base_url=options.base_url, reader=reader, raw_html=raw_html)


def _no_content(content: Path) -> str:
    """What to do where there is no content folder: a command that runs as it stands, for a folder not yet there."""
    names = chain(["my-guide"], (f"my-guide-{n}" for n in count(2)))
    begin = command_line.command_line(
        "new", "site", next(name for name in names if not os.path.lexists(name))
    )
    return (
        f'there is no content folder "{content}"; name one with --content, or create a new site:\n  {begin}'
    )


def template_folders(options: Options) -> tuple[Path, ...]:
    """Where templates are looked for, the first that has one winning.

    Raises:
        Refusal: when there is no such folder.

    """
    if options.templates is not None and not options.templates.is_dir():
        raise OutputError(f'there is no folder of templates "{options.templates}"')
    return build_options.template_folders(options)


def _shelf(
    whole: Library, found: Sources, options: Options, problems: list[Problem], session: Session | None
) -> tuple[SiteAssets, Mapping[str, bytes]]:
    """What pages are made from, and the files that they link to."""
    cache = Cache(options.cache)
    beside = session.beside(whole) if session else None
    if beside is None:
        before = len(problems)
        beside = _beside(whole, found, cache, problems)
        if session:
            session.keep_beside(whole, beside if len(problems) == before else None)
    drawn = drawings.drawings(
        whole, cache, 1 if session else options.jobs, session.drawn if session else None
    )
    rows = session.rows(whole, drawn) if session else Rows(whole, drawn)
    codes = card_contents.codes(whole, cache, 1 if session else options.jobs)
    words = labels_for(whole.site.language)
    shelf = SiteAssets(
        whole, beside.urls, beside.shown, beside.small, drawn, rows, codes, options.date, words
    )
    return shelf, beside.linked


def _beside(whole: Library, found: Sources, cache: Cache, problems: list[Problem]) -> ReferencedFiles:
    read = reader(found)
    texts = (tuple(whole.published), whole.bodies, whole.targets)
    sizes = {asset.path: asset.file for asset in found.assets}
    heavy = list(media_references.too_large(*texts, lambda path: sizes[path].stat().st_size))
    if heavy:  # they are not even opened
        problems.extend(problem for _, problem in heavy)
        return ReferencedFiles({}, {}, {}, {})
    _check_kinds(media_references.named(*texts), found, problems)
    urls, linked = assets.linked((path, read(path)) for path in sorted(media_references.linked(*texts)))
    shown = published_images.plan(media_references.shown(*texts), read, cache, problems)
    published_images.check_linked(media_references.named(*texts), read, problems)
    small = card_contents.small_pictures(whole, shown, lambda one: _small(one, read, cache), problems)
    return ReferencedFiles(urls, linked, shown, small)


def _small(picture: Published, read: Callable[[str], bytes], cache: Cache) -> str:
    """The picture for a card as SVG text; a drawing of the author's own is tried first.

    Raises:
        OSError: when the file cannot be read any more.
        Refused: when it cannot be read as a picture, or no card could be set with it.

    """
    svg = published_images.small(picture, read, cache)
    if not picture.has_sizes:
        typeset.check_picture(picture.path, svg, cache)
    return svg


def _check_kinds(linked: Iterable[media_references.Shown], found: Sources, problems: list[Problem]) -> None:
    """Tell of each linked file that is not what its name says."""
    by_path = {asset.path: asset for asset in found.assets}
    for one in linked:
        try:
            file_kinds.check(one.asset, sources.read_beginning(by_path[one.asset], file_kinds.BEGINNING))
        except InvalidValueError as refused:
            problems.append(one.problem(refused))


def reader(found: Sources) -> Callable[[str], bytes]:
    """What gives the bytes of an asset by its path."""
    by_path = {asset.path: asset for asset in found.assets}
    return lambda path: sources.read_asset(by_path[path])


def _typesetter(
    whole: Library, options: Options, site_document: Document | None, problems: list[Problem]
) -> Typesetter | None:
    """What sets the cards in type; None when there are none, or a font is not to be had."""
    if not whole.routines:
        return None
    faces = list(fonts.main_faces())
    before = len(problems)
    for n, name in enumerate(whole.site.fonts):
        try:
            faces += fonts.further_faces(name, options.content)
        except InvalidValueError as refused:
            if site_document:
                loc = ("fonts", n)
                problems.append(site_document.problem(loc, refused.code, refused.message, refused.hint))
    if len(problems) > before:
        return None
    return Typesetter(_template(typeset.TEMPLATE, options), tuple(faces), Cache(options.cache))


def _template(name: str, options: Options) -> Path:
    return next(file for folder in template_folders(options) if (file := folder / name).is_file())
