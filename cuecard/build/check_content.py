"""Read and check the content: everything before a page is rendered, and everything that `check` reports.

Each stage has a module of its own; this one holds their order and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cuecard.build import project_folders
from cuecard.build.page_inputs import card_typesetter, load_site_assets
from cuecard.core import command_line
from cuecard.core.budget import (
    BUILD_CPU_SECONDS,
    BUILD_CPU_SECONDS_PER_MEGABYTE,
    BUILD_CPU_SECONDS_PER_TEXT,
)
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Problem, has_errors, in_order
from cuecard.core.progress import StageTimer
from cuecard.incremental.build_state import BuildState
from cuecard.library import programme
from cuecard.library.library import Library
from cuecard.lint import suppress
from cuecard.output.staging import OutputError
from cuecard.parse import content_folder, sources
from cuecard.parse.front_matter import Document
from cuecard.parse.sources import Kind, Sources
from cuecard.parse.suffixes import PICTURE_SUFFIXES
from cuecard.site import template_check
from cuecard.site.cards import routine_cards
from cuecard.site.cards.typeset import FittedCard, Typesetter
from cuecard.site.site_assets import SiteAssets
from cuecard.system import process_pool
from cuecard.system.cpu_budget import cpu_budget


class CheckResult(Struct, frozen=True):
    """The content as it was read and linked, its problems, and how each card fits."""

    library: Library
    sources: Sources
    problems: tuple[Problem, ...]
    assets: SiteAssets | None = None
    """What pages are rendered from; None if there are errors."""
    linked_files: Mapping[str, bytes] = {}
    """By url."""
    cards: tuple[FittedCard, ...] = ()
    typesetter: Typesetter | None = None
    """None if there is no card."""
    site_document: Document | None = None
    """`site.yaml`; None if there is none."""


@contextmanager
def os_errors_as_output_errors() -> Iterator[None]:
    """Report what the machine refuses, such as a file that can no longer be read, in one line that names it."""
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
    state: BuildState | None = None,
    *,
    saved: AbstractSet[Path] | None = None,
    timer: StageTimer | None = None,
) -> CheckResult:
    """Read the content and collect the problems of all files and of all cards; arguments as of `recipe.build`.

    Raises:
        OutputError: when there is no content folder.
        TemplateError: when the template of the cards is wrong.

    """
    state, timer = state or BuildState(), timer or StageTimer()
    options = _with_folders(options)
    with timer.stage("find files"):
        content = state.discover(options.content, saved)
    with cpu_budget() as budget:
        budget.allow(lambda: _cpu_seconds(content))
    with timer.stage("parse"), state.parse_settings(options) as settings:
        parsed = content_folder.read(
            content, base_url=options.base_url, reader=settings, raw_html=options.trust_raw_html
        )
    with timer.stage("link"):
        linked = state.link(parsed.parsed, parsed.vocabulary, drafts=options.drafts)
    site_document = parsed.parsed.site_document
    problems = [*content.problems, *parsed.problems, *linked.problems, *_of_folders(options, site_document)]
    if has_errors(problems):
        return CheckResult(linked.library, content, _without_suppressed(problems, parsed))
    with timer.stage("files and figures"):
        site_assets, linked_files = load_site_assets(
            linked.library, content, options, problems, state, site_document=site_document
        )
    typesetter = card_typesetter(linked.library, options, site_document, problems)
    with timer.stage("card layouts"):
        facts_of_site = [file for file in content.files if file.kind in (Kind.SITE, Kind.VOCABULARY)]
        cards: tuple[FittedCard, ...] = ()
        if typesetter:
            cards = routine_cards.fit_cards(site_assets, typesetter, problems, options.jobs, facts_of_site)
    return CheckResult(
        linked.library,
        content,
        _without_suppressed(problems, parsed),
        None if has_errors(problems) else site_assets,
        linked_files,
        cards,
        typesetter,
        site_document,
    )


def check_with_advice(options: Options) -> CheckResult:
    """Check, and suggest improvements too, which a build does not, so that it is quick and quiet.

    Raises:
        OutputError: when there is no content folder.
        TemplateError: when the template of the cards is wrong.

    """
    from cuecard import lint  # noqa: PLC0415 - no build needs it
    from cuecard.site.cards import card_advice  # noqa: PLC0415

    checked = check(options)
    library = checked.library
    advice = list(lint.advise(library, today=options.date, is_whole=not has_errors(checked.problems)))
    if checked.site_document:
        advice += lint.advise_site(checked.site_document, library.site)
    if checked.typesetter:
        pieces = {slug: part.piece for slug, part in programme.cards(library).items()}
        advice += card_advice.advise(checked.cards, pieces, checked.typesetter)
    shown = suppress.without_suppressed(advice, library.published, library.site)
    return replace(checked, problems=in_order([*lint.raised(checked.problems), *shown]))


def _of_folders(options: Options, site_document: Document | None) -> Iterator[Problem]:
    """Yield what is wrong with the folders that `site.yaml` names, and with the owner's templates."""
    if site_document:
        yield from project_folders.problems(options.content, site_document)
    if options.templates and options.templates.is_dir():
        yield from template_check.check(options.templates)


def _with_folders(options: Options) -> Options:
    """Return *options* with the folders that `site.yaml` names, if there is a content folder."""
    _check_content_folder(options.content)
    return project_folders.with_site_folders(options)


def _check_content_folder(content: Path) -> None:
    if not content.is_dir():
        raise OutputError(_no_content(content))
    inner = content / "content"
    if inner.is_dir() and not any((content / name).is_dir() for name in sources.FOLDERS):
        raise OutputError(f'there are no texts in "{content}"; did you mean --content {inner}?')


def _cpu_seconds(content: Sources) -> float:
    """Return how long slow work may take in all: more for a large site, and more than an honest one ever needs."""
    files = (asset.file for asset in content.assets if asset.file.suffix.lower() in PICTURE_SUFFIXES)
    megabytes = sum(file.stat().st_size for file in files if file.exists()) / 1e6
    more = len(content.files) * BUILD_CPU_SECONDS_PER_TEXT + megabytes * BUILD_CPU_SECONDS_PER_MEGABYTE
    return BUILD_CPU_SECONDS + more


def _without_suppressed(
    problems: Iterable[Problem], parsed: content_folder.ParseResult
) -> tuple[Problem, ...]:
    return in_order(suppress.without_suppressed(problems, parsed.parsed.pieces, parsed.parsed.site))


def _no_content(content: Path) -> str:
    """Say that there is no content folder, with a command that creates a site in a folder that is not there yet."""
    names = chain(["my-guide"], (f"my-guide-{n}" for n in count(2)))
    begin = command_line.command_line(
        "new", "site", next(name for name in names if not os.path.lexists(name))
    )
    return (
        f'there is no content folder "{content}"; name one with --content, or create a new site:\n  {begin}'
    )
