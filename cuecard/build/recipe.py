"""The recipe: from a folder of Markdown to a folder of pages, one stage after the other.

`build` reads the content, checks all of it, makes every page in memory, and only then writes. Each stage
lives in a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, nullcontext
from pathlib import Path

from msgspec import Struct, field

from cuecard.build.check_content import (
    CheckResult,
    check,
    os_errors_as_output_errors,
    reader,
    template_folders,
)
from cuecard.cache.store import Cache
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import InvalidValueError, Problem, did_you_mean, has_errors, in_order
from cuecard.core.progress import StageTimer
from cuecard.incremental import manifest, render_pages, template_digests
from cuecard.incremental.manifest import Entry
from cuecard.incremental.session import Session
from cuecard.library import media_references
from cuecard.library.library import Library, card_pdf_url
from cuecard.media import fonts, published_images
from cuecard.output import writer
from cuecard.output.staging import OutputError, StagedFile, StagingArea, changed_meanwhile, staging_area
from cuecard.output.writer import Written
from cuecard.site import assets, plan, render
from cuecard.site.cards import typeset
from cuecard.site.cards.typeset import FittedCard
from cuecard.site.context import PageContext, ThemeUrls
from cuecard.site.pages.feeds import ListedPage
from cuecard.system.limited_process import cpu_budget


class BuildReport(Struct, frozen=True):
    """What a build did, for the person who asked for it."""

    problems: tuple[Problem, ...]
    library: Library
    cards: tuple[FittedCard, ...]
    written: Written | None
    """None when problems kept it from writing."""
    files: tuple[str, ...] = ()
    """What is in the output folder that is ours, the list of it too, each as a path in there."""


@os_errors_as_output_errors()
@cpu_budget()
def build(
    options: Options,
    watch: StageTimer | None = None,
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
    watch = watch or StageTimer()
    cache = Cache(options.cache)
    faces = faces or fonts.packed_faces(cache, options.jobs)
    checked = check(options, watch, session, saved)
    if checked.shelf is None or has_errors(checked.problems, strict=options.strict):
        return BuildReport(checked.problems, checked.library, checked.cards, None)
    folders = template_folders(options)
    writer.ensure_usable(options.output, [options.content, *folders, Path(__file__).parent.parent])
    with watch.stage("look for what is there"):
        before, trusted = _published(options, session)
    with watch.stage("type and style"):
        look, look_files = assets.look(folders, faces(), raw_html=options.trust_raw_html)
    with watch.stage("pictures"):
        failed: dict[str, InvalidValueError] = {}
        shown = published_images.files(checked.shelf.pictures.values(), reader(checked.found), cache, failed)
    if failed:
        whole = checked.library
        first = {
            one.asset: one
            for one in media_references.shown(tuple(whole.published), whole.bodies, whole.targets)
        }
        late = [first[path].problem(refused) for path, refused in failed.items()]
        return BuildReport(in_order([*checked.problems, *late]), whole, checked.cards, None)
    with staging_area(options.output) as stage:
        site = Site(trusted, stage, session)
        with watch.stage("cards as PDF"):
            unset = _put_pdfs(checked, options, site)
        if unset:
            return BuildReport(in_order([*checked.problems, *unset]), checked.library, checked.cards, None)
        for some in (look_files, checked.linked_files, shown):
            for url, data in some.items():
                site.put(url, data)
        with watch.stage("make pages"):
            _make_pages(checked, options, look, site, watch)
        with watch.stage("write"):
            if not (session and session.is_believed):
                _check_kept(site.kept, before, options.output)
            written = writer.commit(site.files, stage, site.kept)
        with watch.stage("note what was made"):
            after = {url: before[url] for url in site.kept}
            for url, waiting in site.files.items():
                after[url] = manifest.entry(site.keys[url], waiting.digest, options.output / url)
            if session:
                session.manifest = after
            if not (session and session.is_believed):
                manifest.write_manifest(cache, options.output, after)
                if written.changed:
                    cache.sweep(started)
    return BuildReport(checked.problems, checked.library, checked.cards, written, (*after, writer.LIST))


def _put_pdfs(checked: CheckResult, options: Options, site: Site) -> list[Problem]:
    """Put the PDFs of all cards in, each as it is made; the problems of those that cannot be made."""
    problems: list[Problem] = []
    if checked.typesetter and checked.shelf:
        made = typeset.all_pdfs(checked.cards, checked.shelf, checked.typesetter, problems, options.jobs)
        for url, data in made:
            site.put(url, data)
    return problems


def _check_kept(kept: Iterable[str], before: Mapping[str, Entry], folder: Path) -> None:
    """Refuse to go on where a file that was to stay as it is has been changed since it was looked at."""
    still = manifest.unchanged_files({url: before[url] for url in kept}, folder)
    for url in kept:
        if url not in still:
            raise changed_meanwhile(folder / url)


def _published(options: Options, session: Session | None) -> tuple[Mapping[str, Entry], Mapping[str, str]]:
    """What the last build left in the output folder, and the key of each file that is still so."""
    before: Mapping[str, Entry] | None = session.manifest if session else None
    if before is None:
        before = manifest.read_manifest(Cache(options.cache), options.output)
    elif session and session.is_believed:
        return before, {url: entry.key for url, entry in before.items()}
    return before, manifest.unchanged_files(before, options.output)


class Site(Struct):
    """The files of the site, as they are made: those that are new, and those that are there already."""

    trusted: Mapping[str, str]
    """By url: the key of each file that the last build left, and that nobody has touched."""
    stage: StagingArea
    session: Session | None = None
    files: dict[str, StagedFile] = field(default_factory=dict)
    """By url: each file that is new."""
    keys: dict[str, str] = field(default_factory=dict)
    """By url: the key of each file that is new."""
    kept: dict[str, None] = field(default_factory=dict)

    def add(self, url: str, key: str, waiting: StagedFile | None) -> None:
        """Put a file in; where none is *waiting* it is there already."""
        if waiting is None or self.trusted.get(url) == key:
            self.kept[url] = None
        else:
            self.files[url] = waiting
            self.keys[url] = key

    def put(self, url: str, data: bytes) -> None:
        """Put a file in whose key is the digest of its bytes."""
        digest = hashlib.sha256(data).hexdigest()
        is_there = self.trusted.get(url) == digest
        self.add(url, digest, None if is_there else self.stage.put(url, data))


def _make_pages(
    checked: CheckResult, options: Options, look: ThemeUrls, site: Site, watch: StageTimer
) -> None:
    if checked.shelf is None:
        return
    folders = template_folders(options)
    cache = Cache(options.cache)
    session = site.session
    kept_hollow = None if session and session.is_believed else cache.pack("views")
    task = render_pages.RenderTask(
        basis=PageContext(checked.shelf, look, {card.slug: card.fit for card in checked.cards}),
        folders=folders,
        closures=template_digests.template_digests(render.environment(folders)),
        trusted=site.trusted,
        stage=site.stage,
        keeps=options.cache is not None,
        adder=kept_hollow.adder if kept_hollow else None,
        remembers=session is not None,
        raw_html=options.trust_raw_html,
    )
    tickets = plan.plan(checked.library)
    listed: list[ListedPage] = []
    every = render_pages.render_pages(task, tickets, options.jobs, session.pages if session else None)
    with kept_hollow or nullcontext(), site.stage.begin(plan.DATA) as data, closing(every):
        for number, made in enumerate(every, start=1):
            if made.key:
                site.add(made.url, made.key, made.waiting)
            else:
                data.write(made.data)
            listed += [made.listed] if made.listed else []
            if made.hollow and session:
                session.hollow[made.url] = (made.key, made.hollow)
            elif kept_hollow:
                kept_hollow.touch(made.key)
            watch.made(made, number, len(tickets))
        waiting = data.finish()
    site.add(plan.DATA, waiting.digest, waiting)  # behind those that an author looks at, as it is large
    for made in render_pages.render_listings(task, listed, session.pages if session else None):
        site.add(made.url, made.key, made.waiting)


class CardResult(Struct, frozen=True):
    """Cards, made without the site."""

    problems: tuple[Problem, ...]
    name: str
    """The file's usual name."""
    pdf: bytes | None
    """None when problems kept it from being made."""
    told: str
    """How it was laid out."""


@os_errors_as_output_errors()
@cpu_budget()
def card(
    options: Options, slugs: Sequence[str], paper: str | None, *, large: bool, cut: int = 0
) -> CardResult:
    """Make the cards of routines, all of them where no slugs are given, as one PDF; *paper* None takes the site's.

    Raises:
        Refusal: when a folder or the routine is not there.
        TemplateFault: when the template is wrong.

    """
    checked = check(options)
    if checked.shelf is None or has_errors(checked.problems, strict=options.strict):
        return CardResult(checked.problems, "", None, "")
    laid = {one.slug: one for one in checked.cards}
    for slug in slugs:
        if slug not in laid or checked.typesetter is None:
            if slug in checked.library.routines:
                raise OutputError(f'the routine "{slug}" says card: false, and has no card')
            hint = did_you_mean(slug, checked.library.routines)
            raise OutputError(f'there is no routine "{slug}"' + (f"; {hint}" if hint else ""))
    chosen = [laid[slug] for slug in slugs] if slugs else list(checked.cards)
    if not chosen or checked.typesetter is None:
        raise OutputError("there is no routine with a card")
    sheet = typeset.PAPERS[paper or checked.library.site.paper]
    kind = typeset.Kind(sheet, is_large=large, cut=cut)
    told = f"{cut} cards a sheet to cut out" if cut else "large print" if large else chosen[0].fit.in_words
    title = chosen[0].card.title
    name = card_pdf_url(chosen[0].slug, sheet.name, large=large, cut=cut).rpartition("/")[2]
    if len(chosen) > 1:
        told, title = f"{len(chosen)} cards", checked.library.site.title
        name = card_pdf_url("cards", sheet.name, large=large, cut=cut).rpartition("/")[2]
    (pdf,) = checked.typesetter.pdfs(chosen, [kind], title)
    return CardResult(checked.problems, name, pdf, told)
