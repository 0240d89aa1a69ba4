"""The pages of the site made: those whose view, templates or program changed; the others are known to be as they were.

A page is a pure function of its template and its view. Its key is the digest of the view, of the template with all
that this one includes, imports or extends, and of the program. What bears the same key has the same bytes.

Pages of texts are made in two steps: first hollow, with marks in place of prose, then filled (see `hollow`). What is
hollow is kept, for builds in which nothing but prose has changed.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from msgspec import Struct, json
from msgspec.structs import replace

from cuecard.cache.store import StoreWriter, digest_of
from cuecard.incremental.page_memo import Access, PageMemo, track
from cuecard.incremental.page_shell import PageShell, can_be_shell, page_key
from cuecard.library.library import Library
from cuecard.markdown.converter import Body
from cuecard.output.staging import StagedFile, StagingArea
from cuecard.parse.front_matter import split_fast
from cuecard.parse.schema import ContentFile
from cuecard.parse.sources import Kind
from cuecard.parse.text_parser import reserved_ids
from cuecard.site import plan, render, views
from cuecard.site.body_slots import fill_slots, with_slots
from cuecard.site.context import PageContext
from cuecard.site.labels import Labels
from cuecard.site.pages.feeds import ListedPage
from cuecard.site.plan import PageId
from cuecard.system.process_pool import parallel_map

_WORTH_WORKERS = 60
"""Pages: below, starting workers takes longer than making them here."""
_MOST_AT_ONCE = 8
"""Pages that a worker makes before it tells of them: the last ones, of muscles, take longest."""
_AHEAD = 40
"""Such stretches for each worker that may wait to be taken: little is told of a page, and some take very long."""


class RenderedPage(Struct, frozen=True):
    """One page, made or known to be as it was."""

    url: str
    template: str
    key: str
    """Empty for what is not made with a template, and may be a stretch of a file."""
    waiting: StagedFile | None
    """The file; None when the one that was published before has the same key."""
    data: bytes = b""
    """What is made without a template."""
    listed: ListedPage | None = None
    seconds: float = 0
    hollow: bytes = b""
    """The page without its prose, as JSON; empty where the page has none, was not made, or this is kept."""


class RenderTask(Struct, frozen=True):
    """What all pages of a build are made from."""

    basis: PageContext
    folders: tuple[Path, ...]
    closures: Mapping[str, str]
    """By name of a template: the digest of all that it prints."""
    trusted: Mapping[str, str]
    """By url: the key of the page that is published there."""
    stage: StagingArea
    """Where pages wait to be published."""
    keeps: bool
    """Whether hollow views are wanted."""
    adder: StoreWriter | None = None
    """Where they are kept; without it they come with their pages."""
    remembers: bool = False
    """Whether this process remembers pages: then one that is asked for is new."""
    raw_html: bool = False
    """Whether HTML in texts was not cleaned."""


def render_pages(
    task: RenderTask, tickets: Sequence[PageId], jobs: int, memory: PageMemo[RenderedPage] | None = None
) -> Generator[RenderedPage]:
    """Every page that *tickets* ask for, in order, by as many workers as *jobs*; with a *memory*, all here.

    Raises:
        TemplateFault: when a template is wrong.

    """
    if memory is not None:
        memory.begin(task.basis, (task.folders, dict(task.closures), task.keeps))
        for ticket in tickets:
            yield _remembered(task, ticket, memory)
        return
    for _, made in parallel_map(
        _make, task, tickets, jobs, worth=_WORTH_WORKERS, most=_MOST_AT_ONCE, ahead=_AHEAD
    ):
        yield from made


def _remembered(task: RenderTask, ticket: PageId, memory: PageMemo[RenderedPage]) -> RenderedPage:
    """A page as the memory has it, where it stands in the output folder like that; else made, and remembered."""
    known = memory.get(ticket)
    if known and (not known.template or task.trusted.get(known.url) == known.key):
        return known
    facts: set[Access] = set()
    (made,) = _make(replace(task, basis=track(task.basis, facts)), [ticket])
    memory.put(ticket, facts, replace(made, waiting=None, seconds=0, hollow=b""))
    return made


def render_listings(
    task: RenderTask, listed: Sequence[ListedPage], memory: PageMemo[RenderedPage] | None = None
) -> Iterator[RenderedPage]:
    """The pages that list the others."""
    templates = _templates(task)
    for page in plan.listings(task.basis, listed, memory.lines if memory else None):
        yield _whole(task, templates, page)


def _make(task: RenderTask, tickets: Sequence[PageId]) -> list[RenderedPage]:
    """What a worker does."""
    templates = _templates(task)
    made = []
    kept: list[tuple[str, bytes]] = []
    for ticket in tickets:
        started = time.perf_counter()
        hollow = b""
        piece = _text_of(ticket, task.basis.library)
        body = task.basis.library.bodies[piece.path] if piece else None
        if piece and body and can_be_shell(body):
            page = plan.make(ticket, task.basis.hollow)
            one = _made(task, templates, page, body.pieces)
            if task.keeps and one.waiting:
                hollow = _hollow(task, page, piece, body)
                if task.adder:
                    kept.append((one.key, hollow))
                    hollow = b""
        else:
            page = plan.make(ticket, task.basis)
            one = _whole(task, templates, page)
        seconds = time.perf_counter() - started if one.waiting or one.data else 0
        made.append(replace(one, listed=plan.listed(ticket, page), seconds=seconds, hollow=hollow))
    if task.adder:
        task.adder.add(kept)
    return made


def _templates(task: RenderTask) -> jinja2.Environment:
    """The templates, compiled once for all pieces of work; other closures are other templates."""
    return _compiled(task.folders, tuple(task.closures.items()), task.basis.shelf.labels)


@lru_cache(maxsize=1)
def _compiled(
    folders: tuple[Path, ...], closures: tuple[tuple[str, str], ...], labels: Labels
) -> jinja2.Environment:
    return render.environment(folders, labels)


def _whole(task: RenderTask, templates: jinja2.Environment, page: views.Page) -> RenderedPage:
    """A page that is made in one step. Where pages are remembered its bytes tell it from others as well as its view."""
    if task.remembers and page.template:
        data = render.render(templates, page)
        key = digest_of(["bytes", page.url, data])
        is_there = task.trusted.get(page.url) == key
        return RenderedPage(
            page.url, page.template, key, None if is_there else task.stage.put(page.url, data)
        )
    return _made(task, templates, page, ())


def _made(
    task: RenderTask, templates: jinja2.Environment, page: views.Page, pieces: tuple[str, ...]
) -> RenderedPage:
    """A page, unless it is in the output folder already; where it has a body, *pieces* are its prose."""
    if not page.template:
        return RenderedPage(page.url, "", "", None, bytes(page.view))
    closure = task.closures.get(page.template, "")
    key = page_key(page, json.encode(page.view), pieces, closure)
    if task.trusted.get(page.url) == key:
        return RenderedPage(page.url, page.template, key, None)
    data = render.render(templates, fill_slots(page, pieces) if pieces else page)
    return RenderedPage(page.url, page.template, key, task.stage.put(page.url, data))


def _text_of(ticket: PageId, library: Library) -> ContentFile[Any] | None:
    """The text that a page is made from, where it shows one."""
    kind, name = ticket
    return library.texts(Kind(kind))[name] if kind in _KINDS else None


_KINDS = frozenset(Kind)


def _hollow(task: RenderTask, page: views.Page, piece: ContentFile[Any], body: Body) -> bytes:
    """The page as a `PageShell` in JSON."""
    source = piece.document.source
    parted = split_fast(source.text)
    shell = PageShell(
        url=page.url,
        template=page.template,
        view=page.view,
        path=source.path,
        block=parted[0] if parted else "",
        body=with_slots(body),
        taken=reserved_ids(piece),
        raw_html=task.raw_html,
        closure=task.closures.get(page.template, ""),
    )
    return json.encode(shell)
