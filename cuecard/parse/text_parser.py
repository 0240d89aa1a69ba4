"""Parse one text by itself: front matter, typed values, body. The costly pure function of a build."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.span import Span
from cuecard.markdown import time_limit
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.converter import Body
from cuecard.markdown.sanitize import UnsafeError
from cuecard.parse import front_matter, schema, split_sentences
from cuecard.parse.fact_warnings import fact_warnings
from cuecard.parse.front_matter import Document
from cuecard.parse.routine_shape import entry_ids
from cuecard.parse.schema import ContentFile
from cuecard.parse.sections import HOME_IDS, SECTION_IDS
from cuecard.parse.sources import Kind, SourceFile
from cuecard.system import cpu_budget

T = TypeVar("T")


class ParsedText(Struct, frozen=True):
    """One text, understood as far as it can be by itself."""

    content_file: ContentFile[Any] | None
    """None when its facts are wrong."""
    document: Document | None
    """None if the text could not even be split."""
    body: Body | None
    problems: tuple[Problem, ...] = ()


def parse_text(source: SourceFile, *, raw_html: bool) -> ParsedText:
    """Understand one text by itself: a pure function, and the costly one of a build."""
    text = _without_body(source)
    return _with_body(text, raw_html=raw_html) if text.document else text


def _without_body(source: SourceFile) -> ParsedText:
    problems: list[Problem] = []
    document = _kept(front_matter.split(source), problems)
    content_file = _kept(schema.parse(document), problems) if document else None
    if document:
        problems.extend(split_sentences.split_sentences(document))
        problems.extend(fact_warnings(document, content_file.facts if content_file else None))
    return ParsedText(content_file, document, None, tuple(problems))


def _with_body(text: ParsedText, *, raw_html: bool) -> ParsedText:
    problems = list(text.problems)
    if text.document is None:
        return text
    body = _body(text.document, problems, raw_html=raw_html, taken=reserved_ids(text.content_file))
    return ParsedText(text.content_file, text.document, body, tuple(problems))


def reserved_ids(content_file: ContentFile[Any] | None) -> frozenset[str]:
    """Return the ids on the page that do not come from the body."""
    kind = content_file.document.source.kind if content_file else None
    if content_file and kind is Kind.ROUTINE:
        return SECTION_IDS.union(entry_ids(content_file.facts))
    return SECTION_IDS | HOME_IDS if kind is Kind.HOME else SECTION_IDS


_NO_BODY = frozenset(["too-deep", "takes-too-long", "unsafe-body"])
"""Codes of problems because of which a body cannot be converted, so that its headings are unknown."""


def _body(document: Document, problems: list[Problem], *, raw_html: bool, taken: frozenset[str]) -> Body:
    try:
        return time_limit.convert(document.body, raw_html=raw_html, taken=taken)
    except NestingError:
        place = Span(document.body_line, 1, 1)
        message = "lists or quotations are nested too deeply here"
        problems.append(document.problem_at(place, "too-deep", message, "use fewer levels"))
    except UnsafeError:
        place = Span(document.body_line, 1, 1)
        message = "the HTML of this text failed the final safety check"
        hint = "remove HTML tags and attribute lists ({: ...}), one by one"
        problems.append(document.problem_at(place, "unsafe-body", message, hint))
    except time_limit.ConversionTimeoutError as error:
        message = "this text has too many special characters to process"
        hint = "remove what is not text, or put a blank line between its paragraphs"
        refused = InvalidValueError("takes-too-long", message, hint)
        if not error.is_tried:
            refused = cpu_budget.budget_spent("this text was not converted")
        problems.append(document.problem_in_body(time_limit.place_of_most(document.body), refused))
    return Body()


def _kept(result: T | list[Problem], problems: list[Problem]) -> T | None:
    """Return the value, or None after collecting its problems."""
    if isinstance(result, list):
        problems.extend(result)
        return None
    return result
