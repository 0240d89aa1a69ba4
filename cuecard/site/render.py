"""Render a page: a template and a view become bytes. The only files that are read are templates."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import jinja2
from jinja2.ext import Extension
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from cuecard.cache.digests import digest_of
from cuecard.cache.template_bytecode import TemplateBytecode
from cuecard.core import language_marks
from cuecard.core.build_options import builtin_templates
from cuecard.core.diagnostics import Problem
from cuecard.markdown.dialect import BACK_TO_FOOTNOTE
from cuecard.markdown.rewriter import SCROLLER
from cuecard.site.labels import ENGLISH, Labels
from cuecard.site.own_assets import Asset, own_assets
from cuecard.site.views import Page


class TemplateError(Exception):
    """A template is wrong; has the place, and the page that was rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)  # unchanged, so that it can be pickled in a worker
        self.problem = problem

    def __str__(self) -> str:
        """Return the message."""
        return self.problem.message


def environment(folders: tuple[Path, ...], labels: Labels = ENGLISH) -> jinja2.Environment:
    """Return the templates of *folders*, of which the first that has a file is used, with *labels* for their words.

    Everything is escaped unless it is marked safe, and a name that a view does not have is an error. Where an owner
    has templates, all run in Jinja's sandbox: they can write any page, and reach nothing else. In a template,
    `each(macro, values)` is the output of the macro for each value, joined. It is cached for each value, which is
    frozen and may be on many pages; so a macro must depend on nothing else.
    """
    kind, words = jinja2.Environment, "" if labels is ENGLISH else labels.digest or _digest(labels)
    if len(folders) > 1:
        from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - few sites have templates of their own

        kind, words = SandboxedEnvironment, f"sandbox {words}"
    templates = kind(
        loader=_Loader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
        bytecode_cache=TemplateBytecode(builtin_templates(), words=words),
        extensions=[_ConstantLabels],
    )
    templates.globals["each"] = _CachedMacros()
    templates.globals["labels"] = labels
    templates.globals["asset"] = Asset(own_assets(folders))
    templates.filters["prose"] = _Prose(labels)
    return templates


BUILTIN = "cuecard/"
"""Before the name of a built-in template, even where an owner has one of the same name."""


class _Loader(jinja2.FileSystemLoader):
    """Loads the first template of a name; `cuecard/NAME` is the built-in one, for an owner's to extend."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the source of a template, its file, and whether it is still the same."""
        if not template.startswith(BUILTIN):
            return super().get_source(environment, template)
        builtin = jinja2.FileSystemLoader(str(builtin_templates()))
        return builtin.get_source(environment, template.removeprefix(BUILTIN))


class _ConstantLabels(Extension):
    """Writes `{{ labels["key"] }}` into the template as its text, before it is compiled.

    A page prints many of them, and a text that is part of the template costs nothing. A label that is filled in, or
    that does not exist, is left to the template.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its constant labels written in."""
        labels = self.environment.globals["labels"]
        table = labels.phrases.table if isinstance(labels, Labels) else {}

        def text(found: re.Match[str]) -> str:
            label = table.get(found[1])
            if not isinstance(label, str) or _BRACE.search(label) or not isinstance(labels, Labels):
                return found[0]
            return str(escape(labels.ours(label)))

        return _CONSTANT_LABEL.sub(text, source)


_CONSTANT_LABEL = re.compile(r'\{\{ labels\["([\w.-]+)"\] \}\}')
_BRACE = re.compile(r"[{}\n]")


def _digest(labels: Labels) -> str:
    return digest_of(f"{key}={message}" for key, message in labels.phrases.table.items())


class _Prose:
    """The filter for the safe HTML of a body, in which English names from Markdown are replaced by labels."""

    def __init__(self, labels: Labels) -> None:
        self._scroller = SCROLLER.replace("Table", escape(labels.text("table")))
        self._back = f'title="{escape(labels.text("footnote.back", n="#"))}"'.replace("#", r"\1")
        self._is_same = (self._scroller, self._back) == (
            SCROLLER,
            f'title="{BACK_TO_FOOTNOTE}"'.format(r"\1"),
        )

    def __call__(self, html: str) -> Markup:
        if not self._is_same:
            html = _BACK.sub(self._back, html.replace(SCROLLER, self._scroller))
        return Markup(html)  # noqa: S704 - it was cleaned


_BACK = re.compile(f'title="{BACK_TO_FOOTNOTE}"'.format(r"(\d+)"))


class _CachedMacros:
    """Cached output of macros: of a list of thousands, often only one line is new."""

    def __init__(self) -> None:
        self._known: dict[object, dict[int, tuple[object, str]]] = {}
        """By macro: each value by its identity, which is unique while the value is referenced here, and the output."""

    def __call__(self, macro: Macro, values: Iterable[object], *more: object) -> Markup:
        code = macro._func.__code__  # two templates may have equal macros of one name
        known = self._known.setdefault((code.co_filename, code, more), {})
        if len(known) > _MOST_CACHED:
            known.clear()
        lines = []
        for value in values:
            cached = known.get(id(value))
            if cached is None:
                cached = known[id(value)] = (value, macro(value, *more))
            lines.append(cached[1])
        return Markup("".join(lines))  # noqa: S704 - a macro has escaped it


_MOST_CACHED = 100_000
"""Lines of one macro."""


def render(templates: jinja2.Environment, page: Page) -> bytes:
    """Return the bytes of one page.

    Raises:
        TemplateError: if the template cannot be read, or uses a name that its view does not have.

    """
    if not page.template:
        return bytes(page.view)
    try:
        text = templates.get_template(page.template).render(view=page.view)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(
            _fault(error.filename or page.template, error.lineno, error.message or "", page)
        ) from None
    except jinja2.TemplateNotFound as error:
        file, line = _place(error, templates, page)
        raise TemplateError(_fault(file, line, f'there is no template "{error.name}"', page)) from None
    except UnicodeDecodeError as error:
        raise TemplateError(
            _fault(page.template, 1, f"it is not UTF-8 text ({error.reason})", page)
        ) from None
    except (OSError, MemoryError):
        raise  # not an error of the template
    except Exception as error:
        file, line = _place(error, templates, page)
        message = str(error) or type(error).__name__
        raise TemplateError(_fault(file, line, message, page)) from None
    labels = templates.globals["labels"]
    if isinstance(labels, Labels) and labels.marked:
        is_html = page.template.endswith(".html")
        text = language_marks.as_html(text, labels.marked) if is_html else language_marks.without_marks(text)
    return text.encode()


def _place(error: Exception, templates: jinja2.Environment, page: Page) -> tuple[str, int]:
    """Return the innermost template and line of an error.

    The error itself has none (pallets/jinja#1760), but Jinja adds the templates to the traceback.
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
