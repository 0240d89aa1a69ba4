"""The content read and checked: all that comes before a page is made, and all that `check` tells.

Each stage lives in a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cuecard import config, workers
from cuecard.config import Options
from cuecard.content import assembling, files, reading, silence, sources
from cuecard.content.front_matter import Document
from cuecard.content.library import Library
from cuecard.content.sources import Sources
from cuecard.kept.cache import Cache, digest_of
from cuecard.problems import Problem, Refused, has_errors, in_order
from cuecard.publish import assets, cards, drawings, fonts, pictures, typeset
from cuecard.publish.output import Refusal
from cuecard.publish.parts import Rows, Shelf
from cuecard.publish.pictures import Published
from cuecard.publish.typeset import LaidCard, Typesetter
from cuecard.session import Beside, Session
from cuecard.values import dataclass
from cuecard.watching import Watch


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading and checking gave: the library, all that is wrong, and how each card fits."""

    library: Library
    found: Sources
    problems: tuple[Problem, ...]
    shelf: Shelf | None
    """What pages can be made from; None when errors stand in the way."""
    linked_files: Mapping[str, bytes]
    cards: tuple[LaidCard, ...]
    typesetter: Typesetter | None
    """None when there is no card to set."""


@contextmanager
def as_refusals() -> Iterator[None]:
    """What the machine refuses, such as a file that can no longer be read, is told in a line and by its name."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename} cannot be read: " if error.filename else ""
        raise Refusal(f"{where}{error.strerror or error}") from None
    except MemoryError:
        raise Refusal("memory is too short for this site; --jobs 1 needs least") from None
    except workers.Lost:
        raise Refusal(
            "a process that helped was killed, perhaps because memory is short; build again, or with --jobs 1"
        ) from None


@as_refusals()
def check(
    options: Options,
    watch: Watch | None = None,
    session: Session | None = None,
    saved: AbstractSet[Path] | None = None,
) -> Checked:
    """Read the content and gather every problem of every file, and of every card; *saved* as in `build`.

    Raises:
        Refusal: when there is no content folder.
        TemplateFault: when the template of the cards is wrong.

    """
    if not options.content.is_dir():
        raise Refusal(
            f'there is no content folder "{options.content}"; make it, with a folder exercises/ in it, '
            "or name another with --content"
        )
    if (inner := options.content / "content").is_dir() and not any(
        (options.content / name).is_dir() for name in sources.FOLDERS
    ):
        raise Refusal(f'there are no texts in "{options.content}"; did you mean --content {inner}?')
    watch = watch or Watch()
    with watch.stage("find"):
        found = session.find(options.content, saved) if session else sources.find(options.content)
    with watch.stage("read"):
        read = _read(found, options, session)
    with watch.stage("put together"):
        put_together = session.assemble if session else assembling.assembled
        assembled = put_together(read.parsed, read.vocabulary, drafts=options.drafts)
    whole = assembled.library
    problems = [*found.problems, *read.problems, *assembled.problems]
    if has_errors(problems):
        return Checked(whole, found, _heard(problems, read), None, {}, (), None)
    with watch.stage("look at pictures and figures"):
        shelf, linked_files = _shelf(whole, found, options, problems, session)
    typesetter = _typesetter(whole, options, read.parsed.site_document, problems)
    with watch.stage("lay out cards"):
        laid = typeset.lay_out(shelf, typesetter, problems, options.jobs) if typesetter else ()
    good = None if has_errors(problems) else shelf
    return Checked(whole, found, _heard(problems, read), good, linked_files, laid, typesetter)


def advise(options: Options) -> Checked:
    """Check, and say what could be better too, which `check` alone does: a build stays quick and quiet.

    Raises:
        Refusal: when there is no content folder.
        TemplateFault: when the template of the cards is wrong.

    """
    from cuecard.content import advice  # noqa: PLC0415 - no build needs it

    checked = check(options)
    whole = checked.library
    given = advice.advise(whole, today=options.date, is_whole=not has_errors(checked.problems))
    told = [*advice.raised(checked.problems), *silence.heard(given, whole.published, whole.site)]
    return replace(checked, problems=in_order(told))


def _heard(problems: Iterable[Problem], read: reading.Read) -> tuple[Problem, ...]:
    return in_order(silence.heard(problems, read.parsed.pieces, read.parsed.site))


def _read(found: Sources, options: Options, session: Session | None) -> reading.Read:
    cache = Cache(options.cache)
    memory = session.texts if session else None
    if options.cache is None or (
        session and session.is_believed
    ):  # to look through what is kept would take longer
        reader = reading.Reader(jobs=options.jobs, memory=memory)
        return reading.read(found, base_url=options.base_url, reader=reader)
    with cache.pack("facts") as facts, cache.pack("bodies") as bodies:
        reader = reading.Reader(facts, bodies, options.jobs, digest_of, memory)
        return reading.read(found, base_url=options.base_url, reader=reader)


def template_folders(options: Options) -> tuple[Path, ...]:
    """Where templates are looked for, the first that has one winning.

    Raises:
        Refusal: when there is no such folder.

    """
    if options.templates is not None and not options.templates.is_dir():
        raise Refusal(f'there is no folder of templates "{options.templates}"')
    return config.template_folders(options)


def _shelf(
    whole: Library, found: Sources, options: Options, problems: list[Problem], session: Session | None
) -> tuple[Shelf, Mapping[str, bytes]]:
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
    codes = cards.codes(whole, cache, 1 if session else options.jobs)
    shelf = Shelf(whole, beside.urls, beside.shown, beside.small, drawn, rows, codes, options.date)
    return shelf, beside.linked


def _beside(whole: Library, found: Sources, cache: Cache, problems: list[Problem]) -> Beside:
    read = reader(found)
    texts = (tuple(whole.published), whole.bodies, whole.targets)
    sizes = {asset.path: asset.file for asset in found.assets}
    heavy = list(files.too_large(*texts, lambda path: sizes[path].stat().st_size))
    if heavy:  # they are not even opened
        problems.extend(problem for _, problem in heavy)
        return Beside({}, {}, {}, {})
    urls, linked = assets.linked((path, read(path)) for path in sorted(files.linked(*texts)))
    shown = pictures.plan(files.shown(*texts), read, cache, problems)
    pictures.check_linked(files.named(*texts), read, problems)
    small = cards.small_pictures(whole, shown, lambda one: _small(one, read, cache), problems)
    return Beside(urls, linked, shown, small)


def _small(picture: Published, read: Callable[[str], bytes], cache: Cache) -> str:
    """The picture for a card as SVG text; a drawing of the author's own is tried first.

    Raises:
        OSError: when the file cannot be read any more.
        Refused: when it cannot be read as a picture, or no card could be set with it.

    """
    svg = pictures.small(picture, read, cache)
    if not picture.has_sizes:
        typeset.check_picture(picture.path, svg, cache)
    return svg


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
        except Refused as refused:
            if site_document:
                loc = ("fonts", n)
                problems.append(site_document.problem(loc, refused.code, refused.message, refused.hint))
    if len(problems) > before:
        return None
    return Typesetter(_template(typeset.TEMPLATE, options), tuple(faces), Cache(options.cache))


def _template(name: str, options: Options) -> Path:
    return next(file for folder in template_folders(options) if (file := folder / name).is_file())
