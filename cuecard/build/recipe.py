"""The recipe: from a folder of Markdown files to a folder of pages, one stage after the other.

Everything is read and checked before a page is rendered, and everything is rendered before a file of the site is
changed. Each stage has a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from cuecard.build.check_content import CheckResult, check, os_errors_as_output_errors
from cuecard.build.page_inputs import reader, template_folders
from cuecard.build.project_folders import with_site_folders
from cuecard.build.record import scan_inputs, write_record
from cuecard.build.report import BuildReport
from cuecard.cache.store import Cache
from cuecard.core.build_options import Options, command_words
from cuecard.core.diagnostics import InvalidValueError, Problem, has_errors, in_order
from cuecard.core.progress import StageTimer
from cuecard.incremental import manifest, render_pages, template_digests
from cuecard.incremental.build_state import BuildState
from cuecard.incremental.site_files import SiteFiles
from cuecard.library import media_references
from cuecard.media import fonts, published_images
from cuecard.output import output_folder, writer
from cuecard.output.file_list import LIST
from cuecard.output.staging import staging_area
from cuecard.output.writer import Written
from cuecard.site import assets, plan, render, share_pictures, site_links
from cuecard.site.cards import routine_cards
from cuecard.site.cards.typeset import Typesetter, UnsetCardError
from cuecard.site.context import PageContext
from cuecard.site.pages.feeds import ListedPage
from cuecard.site.site_assets import SiteAssets
from cuecard.site.theme import custom_properties
from cuecard.system.cpu_budget import cpu_budget


@os_errors_as_output_errors()
@cpu_budget()
def build(
    options: Options,
    state: BuildState | None = None,
    *,
    saved: AbstractSet[Path] | None = None,
    command: Sequence[str] | None = None,
    timer: StageTimer | None = None,
) -> BuildReport:
    """Build the whole site, or write nothing and report why.

    Args:
        options: What to build, and from what.
        state: What this process remembers of its earlier builds, which had the same options.
        saved: The only files that were written, moved or removed since the last build with this state, which must
            have been good; None if that is not known.
        command: The words of the command, by which it finds the record of this build; None for the words that mean
            these options.
        timer: Shows what is being done.

    Raises:
        OutputError: when a folder is missing, or is not ours to write to, or the machine refuses something.
        TemplateError: when a template is wrong.

    """
    state, timer = state or BuildState(), timer or StageTimer()
    command = command_words(options) if command is None else command
    options = with_site_folders(options)
    with output_folder.locked(options.output, lambda: timer.waiting(options.output)):
        started, scan = time.time(), scan_inputs(options, state)
        fonts.begin_packing(Cache(options.cache), options.jobs)
        checked = check(options, state, saved=saved, timer=timer)
        report = BuildReport(checked.problems, checked.library, checked.cards)
        if checked.assets is None or has_errors(checked.problems, strict=options.strict):
            return report
        folders = [options.content, *template_folders(options), Path(__file__).parent.parent]
        output_folder.ensure_usable(options.output, folders)
        with staging_area(options.output) as stage:
            with timer.stage("output folder"):
                site = SiteFiles(stage, *state.published_files(options))
            problems = _render(checked, checked.assets, site, options, state=state, timer=timer)
            if problems:
                return replace(report, problems=in_order([*checked.problems, *problems]))
            with timer.stage("write"):
                written = _write(site, options, state, started)
        report = replace(report, written=written, files=(*site.urls, LIST))
        write_record(scan, report, options, command)
    return report


def _render(
    checked: CheckResult,
    site_assets: SiteAssets,
    site: SiteFiles,
    options: Options,
    *,
    state: BuildState,
    timer: StageTimer,
) -> list[Problem]:
    """Add all files of the site to *site*; return the problems of pictures and cards that cannot be converted."""
    with timer.stage("style and fonts"):
        faces = fonts.packed_faces(Cache(options.cache), options.jobs)
        library = site_assets.library
        theme, theme_files = assets.load_theme(
            template_folders(options),
            faces,
            custom_properties(library.site.theme, site_assets.linked_files),
            has_own=site_links.has_own(library),
            raw_html=options.trust_raw_html,
        )
        theme = site_links.with_own(theme, site_assets)
    problems: list[Problem] = []
    with timer.stage("pictures"):
        pictures = _pictures(checked, site_assets, options, problems)
    with timer.stage("PDF cards"):
        if checked.typesetter and not problems:
            pdfs = routine_cards.all_pdfs(
                checked.cards, site_assets, checked.typesetter, problems, options.jobs
            )
            for url, data in pdfs:  # each as it is made: together they may be large
                site.put(url, data)
    if problems:
        return problems
    for files in (theme_files, checked.linked_files, pictures):
        for url, data in files.items():
            site.put(url, data)
    context = PageContext(site_assets, theme, {card.slug: card.fit for card in checked.cards})
    if library.site.share_pictures and checked.typesetter:
        with timer.stage("share pictures"):
            _share_pictures(context, checked, checked.typesetter, site, problems)
        if problems:
            return problems
    with timer.stage("pages"):
        _render_pages(context, site, options, state, timer)
    return []


def _pictures(
    checked: CheckResult, site_assets: SiteAssets, options: Options, problems: list[Problem]
) -> dict[str, bytes]:
    """Return the files of all pictures by url, and add the problems of those that cannot be converted."""
    refused: dict[str, InvalidValueError] = {}
    files = published_images.files(
        site_assets.pictures.values(), reader(checked.sources), Cache(options.cache), refused
    )
    if refused:
        library = checked.library
        shown = media_references.shown(tuple(library.published), library.bodies, library.targets)
        first = {picture.asset: picture for picture in reversed(list(shown))}
        problems += (first[path].problem(why) for path, why in refused.items())
    return files


def _share_pictures(
    context: PageContext,
    checked: CheckResult,
    typesetter: Typesetter,
    site: SiteFiles,
    problems: list[Problem],
) -> None:
    """Add the pictures for links to *site*, or the problem of those that Typst cannot draw."""
    wanted = share_pictures.pictures(context)
    try:
        made = typesetter.share_pictures([picture.job for picture in wanted.values()])
        for url, data in zip(wanted, made, strict=True):
            site.put(url, data)
    except UnsetCardError as error:
        if checked.site_document:
            message, hint = f"drawing these pictures {error}", "delete this line to build without them"
            problems.append(
                checked.site_document.problem(("share_pictures",), "card-too-heavy", message, hint)
            )


def _render_pages(
    context: PageContext, site: SiteFiles, options: Options, state: BuildState, timer: StageTimer
) -> None:
    """Render all pages that are not published as they would be, and add each to *site*."""
    folders = template_folders(options)
    page_ids = plan.plan(context.library)
    listed: list[ListedPage] = []
    with state.shells(Cache(options.cache)) as shells, site.stage.begin(plan.DATA) as data:
        task = render_pages.RenderTask(
            context=context,
            folders=folders,
            template_digests=template_digests.template_digests(
                render.environment(folders), context.labels.digest
            ),
            unchanged=site.unchanged,
            stage=site.stage,
            makes_shells=options.cache is not None,
            shell_writer=shells.writer,
            is_remembered=state.is_reused,
            raw_html=options.trust_raw_html,
        )
        with closing(render_pages.render_pages(task, page_ids, options.jobs, state.pages)) as pages:
            for number, page in enumerate(pages, start=1):
                if page.key:
                    site.add(page.url, page.key, page.staged)
                else:
                    data.write(page.data)
                listed += [page.listed] if page.listed else []
                shells.keep(page.url, page.key, page.shell)
                timer.rendered(page, number, len(page_ids))
        data_file = data.finish()
    site.add(
        plan.DATA, data_file.digest, data_file
    )  # after the pages that an author looks at, as it is large
    for page in render_pages.render_listings(task, listed, state.pages):
        site.add(page.url, page.key, page.staged)


def _write(site: SiteFiles, options: Options, state: BuildState, started: float) -> Written:
    """Put the new files in place, remove those that are no longer part of the site, and store the manifest."""
    if not state.knows_changes:
        site.check_kept(options.output)
    written = writer.commit(site.new, site.stage, site.kept)
    state.published.manifest = site.manifest(options.output)
    if not state.knows_changes:
        cache = Cache(options.cache)
        manifest.write_manifest(cache, options.output, state.published.manifest)
        if written.changed:
            cache.prune(since=started)
    return written
