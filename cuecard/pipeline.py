"""The recipe: from a folder of Markdown to a folder of pages, one stage after the other.

`build` reads the content, checks all of it, makes every page in memory, and only then writes. Each stage
lives in a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from cuecard import config, workers
from cuecard.config import Options
from cuecard.content import assembling, files, reading, silence, sources
from cuecard.content.front_matter import Document
from cuecard.content.library import Library
from cuecard.content.sources import Sources
from cuecard.kept.cache import Cache, digest_of
from cuecard.problems import Problem, Refused, did_you_mean, has_errors, in_order
from cuecard.publish import (
    assets,
    cards,
    drawings,
    fingerprint,
    fonts,
    making,
    output,
    pages,
    pictures,
    render,
    typeset,
)
from cuecard.publish.fingerprint import Entry
from cuecard.publish.output import Refusal, Spool, Written
from cuecard.publish.pages import Look
from cuecard.publish.parts import Rows, Shelf, card_pdf_url
from cuecard.publish.render import TemplateFault
from cuecard.publish.typeset import LaidCard, Typesetter
from cuecard.session import Beside, Session
from cuecard.watching import Watch

__all__ = ["BuildReport", "Checked", "Refusal", "TemplateFault", "advise", "build", "check"]


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


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, for the person who asked for it."""

    problems: tuple[Problem, ...]
    library: Library
    cards: tuple[LaidCard, ...]
    written: Written | None
    """None when problems kept it from writing."""
    files: tuple[str, ...] = ()
    """What is in the output folder that is ours, the list of it too, each as a path in there."""


@contextmanager
def _as_refusals() -> Iterator[None]:
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


@_as_refusals()
def build(
    options: Options,
    watch: Watch | None = None,
    session: Session | None = None,
    saved: AbstractSet[Path] | None = None,
    faces: Callable[[], Mapping[str, bytes]] | None = None,
) -> BuildReport:
    """Read, check, make and write the whole site; or write nothing and say why.

    With a *session* all is done in this process, and what it remembers is not done again. *saved* are then the files
    that alone were written, moved or removed since its last build, which went well; None where that is not known.
    *faces* waits for the type of the pages, where making it has begun already (see `fonts.packed_faces`).

    Raises:
        Refusal: when a folder is not there, or is not ours to write to.
        TemplateFault: when a template is wrong.

    """
    started = time.time()
    watch = watch or Watch()
    cache = Cache(options.cache)
    faces = faces or fonts.packed_faces(cache, options.jobs)
    checked = check(options, watch, session, saved)
    if checked.shelf is None or has_errors(checked.problems, strict=options.strict):
        return BuildReport(checked.problems, checked.library, checked.cards, None)
    folders = template_folders(options)
    output.check(options.output, [options.content, *folders, Path(__file__).parent])
    with watch.stage("look for what is there"):
        before, trusted = _published(options, session)
    with watch.stage("type and style"):
        look, look_files = assets.look(folders, faces())
    with watch.stage("cards as PDF"):
        pdfs = typeset.all_pdfs(checked.cards, checked.typesetter, options.jobs) if checked.typesetter else {}
    with watch.stage("pictures"):
        shown = pictures.files(checked.shelf.pictures.values(), _reader(checked.found), cache)
    with Spool() as spool:
        site = Site(trusted, spool, session)
        for some in (pdfs, look_files, checked.linked_files, shown):
            for url, data in some.items():
                site.put(url, data)
        with watch.stage("make pages"):
            _make_pages(checked, options, look, site, watch)
        with watch.stage("write"):
            written = output.publish(site.files, options.output, site.kept)
        with watch.stage("note what was made"):
            after = {url: before[url] for url in site.kept}
            for url in site.files:
                after[url] = fingerprint.entry(*site.made[url], options.output / url)
            if session:
                session.manifest = after
            if not (session and session.is_believed):
                fingerprint.keep(cache, options.output, after)
                if written.changed:
                    cache.sweep(started)
    return BuildReport(checked.problems, checked.library, checked.cards, written, (*after, output.LIST))


def _published(options: Options, session: Session | None) -> tuple[Mapping[str, Entry], Mapping[str, str]]:
    """What the last build left in the output folder, and the key of each file that is still so."""
    before: Mapping[str, Entry] | None = session.manifest if session else None
    if before is None:
        before = fingerprint.published(Cache(options.cache), options.output)
    elif session and session.is_believed:
        return before, {url: entry.key for url, entry in before.items()}
    return before, fingerprint.trusted(before, options.output)


@dataclass(slots=True)
class Site:
    """The files of the site, as they are made: those that are new, and those that are there already."""

    trusted: Mapping[str, str]
    """By url: the key of each file that the last build left, and that nobody has touched."""
    files: Spool
    session: Session | None = None
    kept: dict[str, None] = field(default_factory=dict)
    made: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By url: the key and the digest of each file that is new."""

    def add(self, url: str, key: str, data: bytes | None) -> None:
        """Put a page in; without *data* it is there already."""
        if data is None or self.trusted.get(url) == key:
            self.kept[url] = None
        else:
            self.files.add(url, data)
            self.made[url] = (key, hashlib.sha256(data).hexdigest())

    def put(self, url: str, data: bytes) -> None:
        """Put a file in whose key is the digest of its bytes."""
        digest = hashlib.sha256(data).hexdigest()
        if self.trusted.get(url) == digest:
            self.kept[url] = None
        else:
            self.files.add(url, data)
            self.made[url] = (digest, digest)

    def finish(self, url: str, digest: str) -> None:
        """Put a file in that was made stretch by stretch and is large, behind those that an author looks at."""
        if self.trusted.get(url) == digest:
            self.files.discard(url)
            self.kept[url] = None
        else:
            self.files.put_last(url)
            self.made[url] = (digest, digest)


def _make_pages(checked: Checked, options: Options, look: Look, site: Site, watch: Watch) -> None:
    if checked.shelf is None:
        return
    folders = template_folders(options)
    cache = Cache(options.cache)
    task = making.Task(
        basis=pages.Basis(checked.shelf, look, {card.slug: card.browser for card in checked.cards}),
        folders=folders,
        closures=fingerprint.closures(render.environment(folders)),
        trusted=site.trusted,
        keeps=options.cache is not None,
        remembers=site.session is not None,
    )
    tickets = pages.plan(checked.library)
    listed: list[pages.ListedPage] = []
    data = hashlib.sha256()
    session = site.session
    kept_hollow = None if session and session.is_believed else cache.pack("views")
    with kept_hollow or nullcontext():
        every = making.make(task, tickets, options.jobs, session.pages if session else None)
        for number, made in enumerate(every, start=1):
            if made.key:
                site.add(made.url, made.key, made.data)
            else:
                site.files.extend(pages.DATA, made.data or b"")
                data.update(made.data or b"")
            listed += [made.listed] if made.listed else []
            if made.hollow and kept_hollow:
                kept_hollow.put(made.key, made.hollow)
            elif made.hollow and session:
                session.hollow[made.url] = (made.key, made.hollow)
            elif kept_hollow:
                kept_hollow.touch(made.key)
            watch.made(made, number, len(tickets))
    site.finish(pages.DATA, data.hexdigest())
    for made in making.finish(task, listed, session.pages if session else None):
        site.add(made.url, made.key, made.data)


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


@_as_refusals()
def card(options: Options, slug: str, paper: str | None, *, large: bool) -> MadeCard:
    """Make one routine's card as a PDF; *paper* None takes the site's.

    Raises:
        Refusal: when a folder or the routine is not there.
        TemplateFault: when the template is wrong.

    """
    checked = check(options)
    if checked.shelf is None or has_errors(checked.problems, strict=options.strict):
        return MadeCard(checked.problems, "", None, "")
    laid = next((card for card in checked.cards if card.slug == slug), None)
    if laid is None or checked.typesetter is None:
        hint = did_you_mean(slug, checked.library.routines)
        raise Refusal(f'there is no routine "{slug}"' + (f"; {hint}" if hint else ""))
    sheet = typeset.PAPERS[paper or checked.library.site.paper]
    fit = laid.a4 if sheet is typeset.A4 else laid.letter
    told = "large print" if large else f"{fit.rung.name}, {fit.size:g} pt"
    pdf = checked.typesetter.pdf(laid.card, replace(sheet, large=large))
    name = card_pdf_url(slug, sheet.name, large=large).rpartition("/")[2]
    return MadeCard(checked.problems, name, pdf, told)


@_as_refusals()
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
    return Shelf(whole, beside.urls, beside.shown, beside.small, drawn, rows, options.date), beside.linked


def _beside(whole: Library, found: Sources, cache: Cache, problems: list[Problem]) -> Beside:
    read = _reader(found)
    texts = (tuple(whole.published), whole.bodies, whole.targets)
    urls, linked = assets.linked((path, read(path)) for path in sorted(files.linked(*texts)))
    shown = pictures.plan(files.shown(*texts), read, cache, problems)
    pictures.check_linked(files.named(*texts), read, problems)
    small = cards.small_pictures(whole, shown, lambda one: pictures.small(one, read, cache), problems)
    return Beside(urls, linked, shown, small)


def _reader(found: Sources) -> Callable[[str], bytes]:
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
    for n, name in enumerate(whole.site.fonts):
        try:
            faces += fonts.further_faces(name, options.content)
        except Refused as refused:
            if site_document:
                loc = ("fonts", n)
                problems.append(site_document.problem(loc, refused.code, refused.message, refused.hint))
    if has_errors(problems):
        return None
    return Typesetter(_template(typeset.TEMPLATE, options), tuple(faces), Cache(options.cache))


def _template(name: str, options: Options) -> Path:
    return next(file for folder in template_folders(options) if (file := folder / name).is_file())
