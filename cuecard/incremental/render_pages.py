"""Render the pages whose view, templates or program changed; the others are known to be as they were.

A page is a pure function of its template and its view. Its key is the digest of the view, of the template with all
that it includes, imports or extends, and of the program. Pages with the same key have the same bytes.

A page that shows the body of a text is made in two steps: first as a shell with slots in place of prose, then filled
(see `page_shell`). Shells are stored for builds in which only prose has changed.
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

from cuecard.cache.append_only import StoreWriter
from cuecard.cache.digests import digest_of
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
"""Pages: below that, starting workers takes longer than rendering them here."""
_MOST_AT_ONCE = 8
"""Pages that a worker renders before it reports them: the last ones, of muscles, take longest."""
_AHEAD = 40
"""Batches for each worker that may be queued: a page's report is small, and some pages take very long."""


class RenderedPage(Struct, frozen=True):
    """One page, rendered or known to be published as it would be."""

    url: str
    template: str
    key: str
    """Empty for what has no template, and may be a part of a file."""
    staged: StagedFile | None
    """The new file; None when the published one has the same key."""
    data: bytes = b""
    """The bytes of what has no template."""
    listed: ListedPage | None = None
    seconds: float = 0
    """How long it took; 0 for a page that was not rendered."""
    shell: bytes = b""
    """The page without its prose, as JSON; empty if it has no prose, was not rendered, or a worker has stored it."""


class RenderTask(Struct, frozen=True):
    """What all pages of a build are rendered from."""

    context: PageContext
    folders: tuple[Path, ...]
    """Of the templates."""
    template_digests: Mapping[str, str]
    """By the name of a template: the digest of all that it prints."""
    unchanged: Mapping[str, str]
    """By url: the key of the page that is published there."""
    stage: StagingArea
    makes_shells: bool
    shell_writer: StoreWriter | None = None
    """What stores shells; without it they are part of the `RenderedPage`."""
    is_remembered: bool = False
    """Whether this process remembers pages, so that one that is rendered is usually new."""
    raw_html: bool = False
    """Whether HTML in texts was not sanitized."""


def render_pages(
    task: RenderTask, page_ids: Sequence[PageId], jobs: int, memo: PageMemo[RenderedPage] | None = None
) -> Generator[RenderedPage]:
    """Yield all pages in order, rendered by as many workers as *jobs*, or with a *memo* in this process.

    Raises:
        TemplateError: when a template is wrong.

    """
    if memo is None:
        for _, pages in parallel_map(
            _render_batch, task, page_ids, jobs, worth=_WORTH_WORKERS, most=_MOST_AT_ONCE, ahead=_AHEAD
        ):
            yield from pages
        return
    memo.begin(task.context, (task.folders, dict(task.template_digests), task.makes_shells))
    for page_id in page_ids:
        yield _remembered(task, page_id, memo)


def render_listings(
    task: RenderTask, listed: Sequence[ListedPage], memo: PageMemo[RenderedPage] | None = None
) -> Iterator[RenderedPage]:
    """Yield the pages that list the others."""
    templates = _templates(task)
    for page in plan.listings(task.context, listed, memo.lines if memo else None):
        yield _render_whole(task, templates, page)


def _remembered(task: RenderTask, page_id: PageId, memo: PageMemo[RenderedPage]) -> RenderedPage:
    """Return a page from the *memo* if it is published like that; otherwise render and remember it."""
    known = memo.get(page_id)
    if known and (not known.template or task.unchanged.get(known.url) == known.key):
        return known
    accesses: set[Access] = set()
    (page,) = _render_batch(replace(task, context=track(task.context, accesses)), [page_id])
    memo.put(page_id, accesses, replace(page, staged=None, seconds=0, shell=b""))
    return page


def _render_batch(task: RenderTask, page_ids: Sequence[PageId]) -> list[RenderedPage]:
    """Render some pages: the work of a worker."""
    templates = _templates(task)
    pages = [_render_one(task, templates, page_id) for page_id in page_ids]
    if task.shell_writer is None:
        return pages
    task.shell_writer.add((page.key, page.shell) for page in pages if page.shell)
    return [replace(page, shell=b"") if page.shell else page for page in pages]


def _render_one(task: RenderTask, templates: jinja2.Environment, page_id: PageId) -> RenderedPage:
    started = time.perf_counter()
    text = _text_of(page_id, task.context.library)
    body = task.context.library.bodies[text.path] if text else None
    shell = b""
    if text and body and can_be_shell(body):
        page = plan.make(page_id, task.context.hollow)
        rendered = _render_new(task, templates, page, body.pieces)
        if task.makes_shells and rendered.staged:
            shell = _shell(task, page, text, body)
    else:
        page = plan.make(page_id, task.context)
        rendered = _render_whole(task, templates, page)
    seconds = time.perf_counter() - started if rendered.staged or rendered.data else 0
    return replace(rendered, listed=plan.listed(page_id, page), seconds=seconds, shell=shell)


def _templates(task: RenderTask) -> jinja2.Environment:
    """Return the templates, compiled once for all batches."""
    return _compiled(task.folders, tuple(task.template_digests.items()), task.context.labels)


@lru_cache(maxsize=1)
def _compiled(
    folders: tuple[Path, ...], _digests: tuple[tuple[str, str], ...], labels: Labels
) -> jinja2.Environment:
    """Compile the templates again when their digests have changed."""
    return render.environment(folders, labels)


def _render_whole(task: RenderTask, templates: jinja2.Environment, page: views.Page) -> RenderedPage:
    """Render a page in one step. If pages are remembered, its key is the digest of its bytes: the view is bigger."""
    if not (task.is_remembered and page.template):
        return _render_new(task, templates, page, ())
    data = render.render(templates, page)
    key = digest_of(["bytes", page.url, data])
    is_published = task.unchanged.get(page.url) == key
    return RenderedPage(
        page.url, page.template, key, None if is_published else task.stage.put(page.url, data)
    )


def _render_new(
    task: RenderTask, templates: jinja2.Environment, page: views.Page, pieces: tuple[str, ...]
) -> RenderedPage:
    """Render a page unless it is published already; if it is a shell, *pieces* are its prose."""
    if not page.template:
        return RenderedPage(page.url, "", "", None, bytes(page.view))
    key = page_key(page, json.encode(page.view), pieces, task.template_digests.get(page.template, ""))
    if task.unchanged.get(page.url) == key:
        return RenderedPage(page.url, page.template, key, None)
    data = render.render(templates, fill_slots(page, pieces) if pieces else page)
    return RenderedPage(page.url, page.template, key, task.stage.put(page.url, data))


def _text_of(page_id: PageId, library: Library) -> ContentFile[Any] | None:
    """Return the text whose body a page shows, if it shows one."""
    kind, name = page_id
    return library.texts(Kind(kind))[name] if kind in _KINDS else None


_KINDS = frozenset(Kind) - {Kind.HOME}  # which has lists too


def _shell(task: RenderTask, page: views.Page, text: ContentFile[Any], body: Body) -> bytes:
    """Return a page without its prose, and all that it depends on, as JSON."""
    source = text.document.source
    parts = split_fast(source.text)
    shell = PageShell(
        url=page.url,
        template=page.template,
        view=page.view,
        path=source.path,
        front_matter=parts[0] if parts else "",
        body=with_slots(body),
        reserved_ids=reserved_ids(text),
        raw_html=task.raw_html,
        template_digest=task.template_digests.get(page.template, ""),
    )
    return json.encode(shell)
