"""The problems of a single body: what its page does not show, or not as the author meant it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.core.span import Span
from cuecard.library import media_references
from cuecard.markdown.allowed_classes import class_hint
from cuecard.markdown.converter import Body
from cuecard.markdown.notices import Notice
from cuecard.markdown.raw_tags import PROGRAMS
from cuecard.markdown.source_places import places_of_dropped, places_of_tags, places_of_words
from cuecard.parse.front_matter import Document
from cuecard.parse.yaml_reader import bidirectional_control


def of_body(document: Document, body: Body) -> Iterator[Problem]:
    """Yield the problems of a single body: what was removed, what is not shown, and pictures without description."""
    places = places_of_tags(document.body, body.left_out) if body.left_out else ()
    for tag, place in zip(body.left_out, places, strict=True):
        yield document.problem_in_body(place, _refused_tag(document.body, tag), Severity.WARNING)
    yield from _dropped(document, body)
    yield from _notices(document, body)
    yield from media_references.without_alt(document, body)


def _refused_tag(text: str, tag: str) -> InvalidValueError:
    message, hint = (
        f"<{tag}> is removed from the page",
        f"write \\<{tag}> to show it, or use Markdown instead",
    )
    if "." in tag:
        hint = f"write [words]({tag})"
    elif f"</{tag.lower()}" in text.lower():
        message += ", with what is in it" if tag.lower() in PROGRAMS else ""
        hint = "use Markdown instead"
    return InvalidValueError("raw-html", message, hint)


def _dropped(document: Document, body: Body) -> Iterator[Problem]:
    """Yield a problem for each class, id, attribute and control character of a body that its page does not have."""
    if not body.dropped:
        return
    for name, place in zip(body.dropped, places_of_dropped(document.body, body.dropped), strict=True):
        kind, word = name[0], name[1:]
        if not word:
            yield document.problem_in_body(place, bidirectional_control(kind))
            continue
        if kind == ".":
            message = f'the class "{word}" is not allowed in a text and was removed'
            refused = InvalidValueError("class-left-out", message, class_hint(word))
        elif kind == "=":
            message = f'the attribute "{word}" is not allowed in a text and was removed'
            hint = "delete it: only class, id, title, lang and dir are allowed here"
            refused = InvalidValueError("attribute-left-out", message, hint)
        else:
            message = f'the id "{word}" is already used and was changed'
            refused = InvalidValueError("id-changed", message, "choose another id, and check the links to it")
        yield document.problem_in_body(place, refused, Severity.WARNING)


def _notices(document: Document, body: Body) -> Iterator[Problem]:
    if not body.notices:
        return
    lines = document.body.split("\n")
    needles = places_of_words(document.body, [one.needle for one in body.notices if one.needle])
    for notice in body.notices:
        if notice.needle:
            place = next(needles)
        else:
            line = lines[notice.line - 1] if notice.line <= len(lines) else ""
            start = len(line) - len(line.lstrip())
            place = Span(max(1, notice.line), start + 1, max(1, len(line.rstrip()) - start))
        yield document.problem_in_body(place, _SAID[notice.code](notice), Severity.WARNING)


def _said(code: str, message: str, hint: str) -> Callable[[Notice], InvalidValueError]:
    """Return what makes a problem of a notice, whose words take the place of `{}`."""

    def made(notice: Notice) -> InvalidValueError:
        words = notice.words if len(notice.words) <= _MOST_WORDS else f"{notice.words[:_MOST_WORDS]}…"
        return InvalidValueError(code, message.replace("{}", words), hint.replace("{}", words))

    return made


_MOST_WORDS = 80
"""Characters of the text in a message. The line is shown below it."""
_SECOND = "this is defined twice, and only the first definition counts: {}"
_SAID = {
    "tag-not-closed": _said(
        "tag-not-closed",
        "{} is never closed and was removed",
        "write the end tag, or \\{} to show it as text",
    ),
    "tag-not-opened": _said(
        "tag-not-opened", "{} closes nothing and was removed", "delete it, or write \\{} to show it as text"
    ),
    "extra-cell": _said(
        "extra-cell",
        "the row has more cells than the table has columns, and these are left out: {}",
        "add a column to the first two lines of the table, or write \\| for a | in a cell",
    ),
    "second-reference": _said("second-definition", _SECOND, "give it another name, or delete one"),
    "second-footnote": _said("second-definition", _SECOND, "give it another number, or delete one"),
    "second-abbreviation": _said("second-definition", _SECOND, "delete one"),
    "undefined-footnote": _said(
        "undefined-footnote", "there is no footnote {}", 'write it as a paragraph that begins with "[^{}]: "'
    ),
    "undefined-reference": _said(
        "undefined-reference",
        'no line says where the link "{}" leads',
        "write [words](address) instead",
    ),
    "stars-beside-word": _said(
        "stars-beside-word",
        "code hosts and editors show the stars here, as no space is beside them: {}",
        "write a space beside the stars, or put the mark outside of them, as in **Sets**: 3",
    ),
    "stars-not-closed": _said(
        "stars-not-closed",
        "more stars open here than close, or more close than open: {}",
        "write as many stars after the words as before them, or \\* for a star to show",
    ),
    "unused-reference": _said(
        "unused-definition",
        'nothing links to "{}", so this line is not shown',
        "delete it, or write [words][{}]",
    ),
    "unused-abbreviation": _said(
        "unused-definition", 'the text has no "{}", so this line is not shown', "delete it"
    ),
    "link-without-words": _said(
        "link-without-words",
        'the link to "{}" has no words',
        "write them in the square brackets: [words]({})",
    ),
    "box-not-opened": _said(
        "box-not-opened",
        "this does not begin a box",
        'write !!! note "Title", and indent the text below it by four spaces',
    ),
    "box-title": _said("box-title", "the title of a box is in quotation marks", 'write "{}"'),
    "box-without-text": _said(
        "box-without-text", "this box has no text", "indent the text below it by four spaces"
    ),
    "heading-without-space": _said(
        "heading-without-space",
        "a heading has a space after #",
        "add the space; or write \\# to begin with a #",
    ),
    "definition-in-paragraph": _said(
        "definition-in-paragraph",
        "this defines nothing, as it is part of a paragraph",
        "put a blank line before it",
    ),
    "table-not-opened": _said(
        "table-not-opened",
        "this is no table: the first line and the line of hyphens have different numbers of cells",
        "give both lines the same number of cells",
    ),
    "fence-not-closed": _said(
        "fence-not-closed", "the code that begins here has no end", "write {} on a line after it"
    ),
    "fence-words": _said(
        "fence-words", "only the language of the code can be in this line; this is left out: {}", "delete it"
    ),
}
