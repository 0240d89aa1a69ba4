"""Rendering: a template and a view become bytes. Opens no file but templates, and writes none."""

from __future__ import annotations

import traceback
from pathlib import Path

import jinja2

from cuecard.problems import Problem
from cuecard.publish.views import Page


class TemplateFault(Exception):  # noqa: N818 - named for what it tells
    """A template is wrong: carries the place and the page that was being made."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)  # as it is, so that it comes whole from a worker
        self.problem = problem

    def __str__(self) -> str:
        """What is wrong."""
        return self.problem.message


def environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """The templates of *folders*, the first that has a file of the name winning.

    Everything is escaped unless it is marked safe, and a name that a view does not have is a fault.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
    )


def render(templates: jinja2.Environment, page: Page) -> bytes:
    """The bytes of one page.

    Raises:
        TemplateFault: when the template cannot be read, or asks its view for what it does not have.

    """
    if not page.template:
        return bytes(page.view)
    try:
        text = templates.get_template(page.template).render(view=page.view)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(
            _fault(error.filename or page.template, error.lineno, error.message or "", page)
        ) from None
    except jinja2.TemplateNotFound as error:
        file, line = _place(error, templates, page)
        raise TemplateFault(_fault(file, line, f'there is no template "{error.name}"', page)) from None
    except UnicodeDecodeError as error:
        raise TemplateFault(
            _fault(page.template, 1, f"it is not UTF-8 text ({error.reason})", page)
        ) from None
    except (OSError, MemoryError):
        raise  # the machine's fault, not the template's
    except Exception as error:
        file, line = _place(error, templates, page)
        told = str(error) or type(error).__name__
        raise TemplateFault(_fault(file, line, told, page)) from None
    return text.encode()


def _place(error: Exception, templates: jinja2.Environment, page: Page) -> tuple[str, int]:
    """The innermost template and line of a fault.

    The error itself has none (pallets/jinja#1760), but Jinja makes the traceback lead through templates.
    """
    loader = templates.loader
    folders = tuple(loader.searchpath) if isinstance(loader, jinja2.FileSystemLoader) else ()
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.startswith(folders)]
    if not inside:
        return page.template, 1
    return inside[-1].filename, inside[-1].lineno or 1


def _fault(file: str, line: int, message: str, page: Page) -> Problem:
    path = Path(file)
    try:
        excerpt = path.read_text(encoding="utf-8").splitlines()[line - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        excerpt = ""
    column = len(excerpt) - len(excerpt.lstrip()) + 1
    width = max(1, len(excerpt.strip()))
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return Problem(
        path.as_posix(),
        line,
        column,
        "template",
        message,
        f"while making {page.url}",
        excerpt=excerpt,
        width=width,
    )
