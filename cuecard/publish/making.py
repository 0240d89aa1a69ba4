"""The pages of the site made: those whose view, templates or program changed; the others are known to be as they were.

A page is a pure function of its template and its view. Its key is the digest of the view, of the template with all
that this one includes, imports or extends, and of the program. What bears the same key has the same bytes.

Pages of texts are made in two steps: first hollow, with marks in place of prose, then filled (see `hollow`). What is
hollow is kept, for builds in which nothing but prose has changed.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from cuecard.content.front_matter import quickly_parted
from cuecard.content.library import Library
from cuecard.content.markdown import Body
from cuecard.content.reading import taken_ids
from cuecard.content.schema import Piece
from cuecard.kept import plain
from cuecard.kept.cache import Adder, digest_of
from cuecard.publish import pages, render, views
from cuecard.publish.hollow import Hollow, emptied, filled, is_hollowed, key_of
from cuecard.publish.pages import Basis, ListedPage, Ticket
from cuecard.publish.remembering import Fact, Memory, noted
from cuecard.publish.staging import Stage, Waiting
from cuecard.values import dataclass
from cuecard.workers import spread

_WORTH_WORKERS = 60
"""Pages: below, starting workers takes longer than making them here."""
_MOST_AT_ONCE = 8
"""Pages that a worker makes before it tells of them: the last ones, of muscles, take longest."""
_AHEAD = 40
"""Such stretches for each worker that may wait to be taken: little is told of a page, and some take very long."""


@dataclass(frozen=True, slots=True)
class Made:
    """One page, made or known to be as it was."""

    url: str
    template: str
    key: str
    """Empty for what is not made with a template, and may be a stretch of a file."""
    waiting: Waiting | None
    """The file; None when the one that was published before has the same key."""
    data: bytes = b""
    """What is made without a template."""
    listed: ListedPage | None = None
    seconds: float = 0
    hollow: str = ""
    """The page without its prose, told as JSON; empty where the page has none, was not made, or this is kept."""


@dataclass(frozen=True, slots=True)
class Task:
    """What all pages of a build are made from."""

    basis: Basis
    folders: tuple[Path, ...]
    closures: Mapping[str, str]
    """By name of a template: the digest of all that it prints."""
    trusted: Mapping[str, str]
    """By url: the key of the page that is published there."""
    stage: Stage
    """Where pages wait to be published."""
    keeps: bool
    """Whether hollow views are wanted."""
    adder: Adder | None = None
    """Where they are kept; without it they come with their pages."""
    remembers: bool = False
    """Whether this process remembers pages: then one that is asked for is new."""
    raw_html: bool = False
    """Whether HTML in texts was not cleaned."""


def make(
    task: Task, tickets: Sequence[Ticket], jobs: int, memory: Memory[Made] | None = None
) -> Generator[Made]:
    """Every page that *tickets* ask for, in order, by as many workers as *jobs*; with a *memory*, all here.

    Raises:
        TemplateFault: when a template is wrong.

    """
    if memory is not None:
        memory.begin(task.basis, (task.folders, dict(task.closures), task.keeps))
        for ticket in tickets:
            yield _remembered(task, ticket, memory)
        return
    for _, made in spread(_make, task, tickets, jobs, worth=_WORTH_WORKERS, most=_MOST_AT_ONCE, ahead=_AHEAD):
        yield from made


def _remembered(task: Task, ticket: Ticket, memory: Memory[Made]) -> Made:
    """A page as the memory has it, where it stands in the output folder like that; else made, and remembered."""
    known = memory.get(ticket)
    if known and (not known.template or task.trusted.get(known.url) == known.key):
        return known
    facts: set[Fact] = set()
    (made,) = _make(replace(task, basis=noted(task.basis, facts)), [ticket])
    memory.put(ticket, facts, replace(made, waiting=None, seconds=0, hollow=""))
    return made


def finish(task: Task, listed: Sequence[ListedPage], memory: Memory[Made] | None = None) -> Iterator[Made]:
    """The pages that list the others."""
    templates = _templates(task.folders, tuple(task.closures.items()))
    for page in pages.listings(task.basis, listed, memory.lines if memory else None):
        yield _whole(task, templates, page)


def _make(task: Task, tickets: Sequence[Ticket]) -> list[Made]:
    """What a worker does."""
    templates = _templates(task.folders, tuple(task.closures.items()))
    made = []
    kept: list[tuple[str, str]] = []
    for ticket in tickets:
        started = time.perf_counter()
        hollow = ""
        piece = _text_of(ticket, task.basis.library)
        body = task.basis.library.bodies[piece.path] if piece else None
        if piece and body and is_hollowed(body):
            page = pages.make(ticket, task.basis.hollow)
            told = plain.dumps(page.view)
            one = _made(task, templates, page, told, body.pieces)
            if task.keeps and one.waiting:
                hollow = _hollow(task, page, told, piece, body)
                if task.adder:
                    kept.append((one.key, hollow))
                    hollow = ""
        else:
            page = pages.make(ticket, task.basis)
            one = _whole(task, templates, page)
        seconds = time.perf_counter() - started if one.waiting or one.data else 0
        made.append(replace(one, listed=pages.listed(ticket, page), seconds=seconds, hollow=hollow))
    if task.adder:
        task.adder.add(kept)
    return made


@lru_cache(maxsize=1)
def _templates(folders: tuple[Path, ...], closures: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    """The templates, compiled once for all pieces of work; other *closures* are other templates."""
    return render.environment(folders)


def _whole(task: Task, templates: jinja2.Environment, page: views.Page) -> Made:
    """A page that is made in one step. Where pages are remembered its bytes tell it from others as well as its view."""
    if task.remembers and page.template:
        data = render.render(templates, page)
        key = digest_of(["bytes", page.url, data])
        is_there = task.trusted.get(page.url) == key
        return Made(page.url, page.template, key, None if is_there else task.stage.put(page.url, data))
    tell = task.basis.told.dumps if isinstance(page.view, views.TermPage) else plain.dumps
    return _made(task, templates, page, tell(page.view) if page.template else "", ())


def _made(
    task: Task, templates: jinja2.Environment, page: views.Page, told: str, pieces: tuple[str, ...]
) -> Made:
    """A page, unless it stands in the output folder already; *told* is its view as JSON, without *pieces* of prose."""
    if not page.template:
        return Made(page.url, "", "", None, bytes(page.view))
    closure = task.closures.get(page.template, "")
    key = key_of(page, told, pieces, closure)
    if task.trusted.get(page.url) == key:
        return Made(page.url, page.template, key, None)
    data = render.render(templates, filled(page, pieces) if pieces else page)
    return Made(page.url, page.template, key, task.stage.put(page.url, data))


def _text_of(ticket: Ticket, library: Library) -> Piece[Any] | None:
    """The text that a page is made from, where it shows one."""
    kind, name = ticket
    texts: Mapping[str, Mapping[str, Piece[Any]]] = {
        "exercise": library.exercises,
        "routine": library.routines,
        "guide": library.guides,
    }
    return texts[kind][name] if kind in texts else None


def _hollow(task: Task, page: views.Page, told: str, piece: Piece[Any], body: Body) -> str:
    """The page as a `Hollow` in JSON; *told* is its view, which is most of it and need not be told twice."""
    source = piece.document.source
    parted = quickly_parted(source.text)
    hollow = Hollow(
        page=page,
        path=source.path,
        block=parted[0] if parted else "",
        body=emptied(body),
        taken=taken_ids(piece),
        raw_html=task.raw_html,
        closure=task.closures.get(page.template, ""),
    )
    in_short = plain.joined(views.Page, [plain.dumps(page.url), plain.dumps(page.template), told])
    others = tuple(getattr(hollow, field.name) for field in fields(Hollow) if field.name != "page")
    return plain.joined(Hollow, [in_short, plain.dumps(others)[1:-1]])
