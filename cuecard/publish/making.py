"""The pages of the site made: those whose view, templates or program changed; the others are known to be as they were.

A page is a pure function of its template and its view. Its key is the digest of the view, of the template with all
that this one includes, imports or extends, and of the program. What bears the same key has the same bytes.

A view is digested in two parts: what stands in the author's body, and the rest, the **hollow view**, which holds a mark
in place of each stretch of the body's HTML. Of a text in which nothing but prose was changed, the hollow view that was
kept is filled with the new prose, and no other text need be read for that (see `prose`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from cuecard import plain
from cuecard.content.markdown import Body
from cuecard.keeping import digest_of
from cuecard.publish import pages, render, views
from cuecard.publish.pages import ListedPage, Maker, Ticket
from cuecard.workers import spread

_MARK = "\0"
"""Stands in a hollow view for one stretch of a body. No text of an author holds it, nor does HTML."""
_WORTH_WORKERS = 60
"""Pages: below, starting workers takes longer than making them here."""
_KINDS_WITH_PROSE = ("exercise", "routine", "guide")


@dataclass(frozen=True, slots=True)
class Made:
    """One page, made or known to be as it was."""

    url: str
    template: str
    key: str
    data: bytes | None
    """None when the file that was published before has the same key."""
    listed: ListedPage | None
    seconds: float
    hollow: str = ""
    """The view without prose, told as JSON; empty where the page has none, or was not made."""


@dataclass(frozen=True, slots=True)
class Task:
    """What all pages of a build are made from."""

    maker: Maker
    folders: tuple[Path, ...]
    closures: Mapping[str, str]
    """By name of a template: the digest of all that it prints."""
    trusted: Mapping[str, str]
    """By url: the key of the page that is published there."""
    keeps: bool
    """Whether hollow views are wanted."""


def make(task: Task, tickets: Sequence[Ticket], jobs: int) -> Iterator[Made]:
    """Every page that *tickets* ask for, in order, by as many workers as *jobs*.

    Raises:
        TemplateFault: when a template is wrong.

    """
    for _, made in spread(_make, task, tickets, jobs, worth=_WORTH_WORKERS):
        yield from made


def finish(task: Task, listed: Sequence[ListedPage]) -> Iterator[Made]:
    """The pages that list the others."""
    templates = _templates(task.folders, tuple(task.closures.items()))
    for page in task.maker.listings(listed):
        yield _made(task, templates, page, None, plain.dumps(page.view), ())


def _make(task: Task, tickets: Sequence[Ticket]) -> list[Made]:
    """What a worker does."""
    templates = _templates(task.folders, tuple(task.closures.items()))
    hollow = _with_marks(task.maker)
    made = []
    for ticket in tickets:
        started = time.perf_counter()
        prose = _prose_of(ticket, task.maker)
        page = pages.make(ticket, hollow if prose else task.maker)
        told = plain.dumps(page.view) if page.template else ""
        listed = pages.listed(ticket, page)
        one = _made(task, templates, page, listed, told, prose.pieces if prose else ())
        made.append(replace(one, seconds=time.perf_counter() - started))
    return made


@lru_cache(maxsize=1)
def _templates(folders: tuple[Path, ...], closures: tuple[tuple[str, str], ...]) -> jinja2.Environment:  # noqa: ARG001
    """The templates, compiled once for all pieces of work; other *closures* are other templates."""
    return render.environment(folders)


def _made(
    task: Task,
    templates: jinja2.Environment,
    page: views.Page,
    listed: ListedPage | None,
    told: str,
    pieces: tuple[str, ...],
) -> Made:
    key = key_of(page, told, pieces, task.closures)
    if task.trusted.get(page.url) == key:
        return Made(page.url, page.template, key, None, listed, 0)
    whole = filled(page, pieces) if pieces else page
    data = render.render(templates, whole)
    return Made(page.url, page.template, key, data, listed, 0, told if pieces and task.keeps else "")


def key_of(page: views.Page, told: str, pieces: tuple[str, ...], closures: Mapping[str, str]) -> str:
    """What two pages share only when they have the same bytes; *told* is the view as JSON, hollow where it has prose."""
    if not page.template:
        return digest_of(["bytes", bytes(page.view)])
    return digest_of(["page", page.url, page.template, closures[page.template], told, *pieces])


# --- hollow views -----------------------------------------------------------------------------------------


def is_hollowed(body: Body) -> bool:
    """Whether a page's view is kept without this body: not where a paragraph becomes a card, as the HTML decides that."""
    return bool(body.pieces) and not body.lone_links()


def filled(page: views.Page, pieces: Sequence[str]) -> views.Page:
    """A page whose hollow view is filled with the stretches of its body."""
    parts = []
    waiting = iter(pieces)
    for part in page.view.body:
        between = part.html.split(_MARK)
        html = between[0] + "".join(next(waiting) + after for after in between[1:])
        parts.append(replace(part, html=html))
    return replace(page, view=replace(page.view, body=tuple(parts)))


def _prose_of(ticket: Ticket, maker: Maker) -> Body | None:
    kind, name = ticket
    if kind not in _KINDS_WITH_PROSE:
        return None
    library = maker.library
    texts: Mapping[str, Any] = {
        "exercise": library.exercises,
        "routine": library.routines,
        "guide": library.guides,
    }[kind]
    body = library.bodies[texts[name].path]
    return body if is_hollowed(body) else None


def _with_marks(maker: Maker) -> Maker:
    """What makes hollow views: for it every stretch of every body is a mark."""
    library = replace(maker.library, bodies=_Marked(maker.library.bodies))
    return replace(maker, shelf=replace(maker.shelf, library=library))


class _Marked(Mapping[str, Body]):
    """Bodies with a mark in place of each stretch of HTML."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self.bodies = bodies

    def __getitem__(self, path: str) -> Body:
        body = self.bodies[path]
        return replace(body, pieces=(_MARK,) * len(body.pieces))

    def __iter__(self) -> Iterator[str]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)
