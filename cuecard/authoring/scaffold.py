"""The content of new files: drafts of exercises, routines, guides and pages, and a starter site.

A new text is checked against the schema before it is written, and is **a draft**: its placeholder sentences must not
be published because its author forgot to replace them. The preview shows drafts.
"""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import check_slug, slugify
from cuecard.library.library import old_url, url_of
from cuecard.parse import front_matter, schema
from cuecard.parse.schema import ContentFile
from cuecard.parse.sources import Kind, SourceFile, Sources

_EXERCISES_TO_BEGIN_WITH = 3
_BREAKING = frozenset(["Cc", "Cs", "Zl", "Zp"])
"""Unicode categories not allowed in a line of text: controls, surrogates, line and paragraph separators."""


class NewText(Struct, frozen=True):
    """A new content file, not yet written to disk."""

    path: str
    """Inside the content folder, with forward slashes."""
    text: str


def new_text(kind: Kind, title: str, sources: Sources) -> NewText:
    """Return the draft of a new exercise, routine, guide or page titled *title*, given the existing *sources*.

    Raises:
        InvalidValueError: if the title cannot become an address, the address is taken, or there are no exercises.

    """
    title = title.strip()
    slug = _slug(title)
    _refuse_taken(kind, slug, sources)
    text = _starter(f"{kind}.md").replace("{title}", quoted(title))
    if kind is Kind.ROUTINE:
        slugs = _some_exercises(sources)
        text = text.replace("{exercises}", "\n".join(f"  - {slug}" for slug in slugs))
        text = text.replace("{first}", slugs[0])
    new = NewText(f"{kind}s/{slug}.md", text)
    _check(kind, new)
    return new


def new_site() -> dict[str, bytes]:
    """Return the files of a starter site by their paths in its folder."""
    return {path: _starter(f"site/{name}").encode() for path, name in _SITE.items()}


_SITE = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    "requirements.txt": "requirements.txt",
    ".github/workflows/publish.yml": "publish.yml",
    "content/site.yaml": "site.yaml",
    "content/exercises/sit-to-stand.md": "sit-to-stand.md",
    "content/exercises/heel-raise.md": "heel-raise.md",
    "content/routines/strong-legs.md": "strong-legs.md",
}
"""Starter file by path in the new folder. No starter has a name that is special to other tools."""


def _starter(name: str) -> str:
    return (pkgutil.get_data("cuecard", f"authoring/starters/{name}") or b"").decode()


def _check(kind: Kind, new: NewText) -> None:
    """Refuse a text that Cuecard could not read, for example because of its title.

    Raises:
        InvalidValueError: with the first problem found.

    """
    document = front_matter.split(SourceFile.from_text(new.path, new.path, kind, new.text, ""))
    wrong = document if isinstance(document, list) else schema.parse(document)
    if isinstance(wrong, list):
        raise InvalidValueError(wrong[0].code, wrong[0].message, wrong[0].hint)


# --- titles and addresses ---------------------------------------------------------------------------------

_NEEDS_NO_QUOTES = re.compile(r"[^\W\d_][\w ,.()'\u2019-]*")
_READ_AS_OTHERS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
"""Words that YAML programs may read as something other than text."""


def quoted(text: str) -> str:
    """Return one line of text as a YAML scalar, quoted where needed."""
    if _NEEDS_NO_QUOTES.fullmatch(text) and text.casefold() not in _READ_AS_OTHERS:
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


_NO_LETTER = "the title needs a letter or a digit"


def _slug(title: str) -> str:
    if not title:
        raise InvalidValueError(
            "empty", "the title is empty", 'write it in quotation marks, such as "Wall sit"'
        )
    if broken := next((char for char in title if unicodedata.category(char) in _BREAKING), ""):
        message = f"the title has a character that is not allowed in a line of text (U+{ord(broken):04X})"
        raise InvalidValueError("control-character", message, "write it as one line of plain text")
    slug = slugify(title)
    try:
        check_slug(slug)
    except InvalidValueError as refused:
        message = f"this title cannot become an address: {refused.message}" if slug else _NO_LETTER
        raise InvalidValueError(refused.code, message, refused.hint) from None
    return slug


def _refuse_taken(kind: Kind, slug: str, sources: Sources) -> None:
    """Refuse an address that a page already has, or that is listed as an old address."""
    url = url_of(kind, slug)
    for source in sources.files:
        if source.kind is kind and slugify(source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]) == slug:
            message = f"{source.shown} already has the address {url}"
            raise InvalidValueError("same-address", message, "open that file, or choose another title")
        content_file = _parsed(source) if "redirect_from" in source.text else None
        old = content_file.facts.redirect_from if content_file else ()
        if url in (old_url(source.kind, name) for name in old):
            message = f"{source.shown} already redirects the old address {url} to its page"
            raise InvalidValueError(
                "same-address", message, 'choose another title, or remove it from "redirect_from" there'
            )


def _parsed(source: SourceFile) -> ContentFile[schema.Written] | None:
    """Parse a content file; return None for settings files and files that cannot be read."""
    if source.kind not in schema.MODELS:
        return None
    document = front_matter.split(source)
    content_file = None if isinstance(document, list) else schema.parse(document)
    return None if isinstance(content_file, list) else content_file


# --- the exercises of a new routine -----------------------------------------------------------------------


def _some_exercises(sources: Sources) -> list[str]:
    """Return the first published exercises, or the first drafts if none is published."""
    drafts: list[str] = []
    chosen: list[str] = []
    for exercise in _exercises(sources):
        (drafts if exercise.facts.draft else chosen).append(exercise.slug)
        if len(chosen) == _EXERCISES_TO_BEGIN_WITH:
            break
    if not (chosen or drafts):
        hint = "create an exercise first:"
        raise InvalidValueError("no-exercises", "a routine needs exercises, and there are none yet", hint)
    return (chosen or drafts)[:_EXERCISES_TO_BEGIN_WITH]


def _exercises(sources: Sources) -> Iterator[ContentFile[schema.Written]]:
    """Yield the readable exercises by slug; if two share a slug, only the first."""
    seen: set[str] = set()
    for source in sorted(
        sources.files, key=lambda source: (slugify(source.path.rsplit("/", 1)[-1]), source.path)
    ):
        exercise = _parsed(source) if source.kind is Kind.EXERCISE else None
        if exercise and exercise.slug not in seen:
            seen.add(exercise.slug)
            yield exercise
