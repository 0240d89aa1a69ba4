"""New texts: what a file says that an author begins with, and why one cannot be begun.

A new text is checked by the schema before anybody sees it, and is **a draft**: what it says is only there to be
replaced, and a sentence that says so must not reach a reader because its author forgot to look at it again. The preview
shows drafts.
"""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import check_slug, slugify
from cuecard.library.library import url_of
from cuecard.parse import front_matter, schema
from cuecard.parse.schema import ContentFile
from cuecard.parse.sources import Kind, SourceFile, Sources

_EXERCISES_TO_BEGIN_WITH = 3
_BREAKING = frozenset(["Cc", "Cs", "Zl", "Zp"])
"""Categories of characters that no line of text holds: controls, halves of characters, breaks of lines."""


class NewText(Struct, frozen=True):
    """A text that may be written."""

    path: str
    """Inside the content folder, with forward slashes."""
    text: str


def new_text(kind: Kind, title: str, found: Sources) -> NewText:
    """The draft that an author begins an exercise, a routine or a guide with, beside what is *found*.

    Raises:
        Refused: when the title gives no address, when the address is taken, or when a routine has no exercises yet.

    """
    title = title.strip()
    slug = _slug(title)
    _refuse_taken(kind, slug, found)
    text = _starter(f"{kind}.md").replace("{title}", quoted(title))
    if kind is Kind.ROUTINE:
        text = text.replace("{exercises}", "\n".join(f"  - {slug}" for slug in _some_exercises(found)))
    new = NewText(f"{kind}s/{slug}.md", text)
    _check(kind, new)
    return new


def new_site() -> dict[str, bytes]:
    """The files of a folder to begin a site in, by their paths in it."""
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
"""By path in the new folder: the starter. No starter has a name that tools give a meaning to."""


def _starter(name: str) -> str:
    return (pkgutil.get_data("cuecard", f"authoring/starters/{name}") or b"").decode()


def _check(kind: Kind, new: NewText) -> None:
    """Refuse a text that the program would not read: what is special about its title is found here, and told.

    Raises:
        Refused: with the first thing that is wrong.

    """
    document = front_matter.split(SourceFile.from_text(new.path, new.path, kind, new.text, ""))
    wrong = document if isinstance(document, list) else schema.parse(document)
    if isinstance(wrong, list):
        raise InvalidValueError(wrong[0].code, wrong[0].message, wrong[0].hint)


# --- titles and addresses ---------------------------------------------------------------------------------

_NEEDS_NO_QUOTES = re.compile(r"[^\W\d_][\w ,.()'\u2019-]*")
_READ_AS_OTHERS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
"""Words that editors or other programs take for something else than text."""


def quoted(text: str) -> str:
    """A text of one line as YAML has it: in quotation marks where it needs them."""
    if _NEEDS_NO_QUOTES.fullmatch(text) and text.casefold() not in _READ_AS_OTHERS:
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _slug(title: str) -> str:
    if not title:
        raise InvalidValueError(
            "empty", "the title is empty", 'write it in quotation marks, such as "Wall sit"'
        )
    if broken := next((char for char in title if unicodedata.category(char) in _BREAKING), ""):
        message = f"the title has a character that no line of text holds (U+{ord(broken):04X})"
        raise InvalidValueError("control-character", message, "write it as one plain line")
    slug = slugify(title)
    try:
        check_slug(slug)
    except InvalidValueError as refused:
        message = f"the title gives no address: {refused.message}"
        raise InvalidValueError(refused.code, message, refused.hint) from None
    return slug


def _refuse_taken(kind: Kind, slug: str, found: Sources) -> None:
    """Refuse an address at which a page stands already, or to which an old address leads."""
    url = url_of(kind, slug)
    for source in found.files:
        if source.kind is kind and slugify(source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]) == slug:
            message = f"{source.shown} has the address {url} already"
            raise InvalidValueError("same-address", message, "open that file, or choose another title")
        if "redirect_from" in source.text and (piece := _piece(source)):
            old = (name if "/" in name else url_of(source.kind, name) for name in piece.facts.redirect_from)
            if url in old:
                message = f"{source.shown} leads the old address {url} to itself"
                raise InvalidValueError(
                    "same-address", message, 'choose another title, or take it out of "redirect_from" there'
                )


def _piece(source: SourceFile) -> ContentFile[schema.Written] | None:
    """What a text says; None for a setting, and for a text that cannot be read."""
    if source.kind not in {Kind.EXERCISE, Kind.ROUTINE, Kind.GUIDE}:
        return None
    document = front_matter.split(source)
    piece = None if isinstance(document, list) else schema.parse(document)
    return None if isinstance(piece, list) else piece


# --- the exercises of a new routine -----------------------------------------------------------------------


def _some_exercises(found: Sources) -> list[str]:
    """The first exercises that are published, or, where none is, the first drafts."""
    drafts: list[str] = []
    chosen: list[str] = []
    for piece in _exercises(found):
        (drafts if piece.facts.draft else chosen).append(piece.slug)
        if len(chosen) == _EXERCISES_TO_BEGIN_WITH:
            break
    if not (chosen or drafts):
        hint = "create an exercise first:"
        raise InvalidValueError("no-exercises", "a routine is made of exercises, and there is none yet", hint)
    return (chosen or drafts)[:_EXERCISES_TO_BEGIN_WITH]


def _exercises(found: Sources) -> Iterator[ContentFile[schema.Written]]:
    """The exercises that can be read, in the order of their slugs; of two with one slug, the first."""
    seen: set[str] = set()
    for source in sorted(
        found.files, key=lambda source: (slugify(source.path.rsplit("/", 1)[-1]), source.path)
    ):
        piece = _piece(source) if source.kind is Kind.EXERCISE else None
        if piece and piece.slug not in seen:
            seen.add(piece.slug)
            yield piece
