"""What one value of front matter may be: each type reads the text that the author wrote.

A value that cannot be read raises `InvalidValueError`, with a hint; the caller knows its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from cuecard.core.budget import ADDRESS_CHARACTERS, FOLDER_DEPTH
from cuecard.core.diagnostics import InvalidValueError, did_you_mean, one_of
from cuecard.core.urls import check_slug, slugify
from cuecard.parse.suffixes import EXPORT_AS_JPEG, PICTURE_SUFFIXES, kind_hint
from cuecard.parse.web_addresses import read_web_address
from cuecard.parse.yaml_errors import quoted

AFTER_COMMA = "put the text in quotation marks: in braces, a comma begins a new key"
"""The hint for the end of a sentence that is read as a key: `{note: Slow, and low}`."""


def read_text(value: object) -> str:
    """Return one text without surrounding space; never empty."""
    if isinstance(value, str) and (text := value.strip()):
        return text
    if isinstance(value, Mapping):
        key = next(iter(value), "")
        is_split = len(value) == 1 and isinstance(value[key], str)
        hint = f"write {quoted(f'{key}: {value[key]}')}" if is_split else "put the text in quotes"
        raise InvalidValueError("text-expected", "this must be one text, but a colon splits it", hint)
    if isinstance(value, Sequence) and not isinstance(value, str):
        raise InvalidValueError(
            "text-expected", "this must be one text, not a list", "write it without the brackets"
        )
    text = "" if value is None else str(value).strip()
    if not text:
        raise InvalidValueError("empty", "this value is empty", "write a text, or delete the line")
    return text


def _read_whole(value: object) -> int:
    text = read_text(value)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise InvalidValueError("number-expected", f'"{text}" is not a whole number')
    return int(text)


def read_switch(value: object) -> bool:
    """Return true or false, as written in YAML."""
    text = read_text(value)
    if text not in {"true", "false", "True", "False"}:
        raise InvalidValueError(
            "unknown-word", f'"{text}" is neither true nor false', one_of(["true", "false"])
        )
    return text.lower() == "true"


def _read_date(value: object) -> date:
    text = read_text(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("the form is wrong")
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValueError(
            "bad-date", f'"{text}" is not a date', "write year-month-day, such as 2026-11-01"
        ) from None


def check_length(text: str) -> None:
    """Refuse an address that is too long for a QR code, or for a file.

    Raises:
        InvalidValueError: with code `bad-address`.

    """
    if len(text.encode()) > ADDRESS_CHARACTERS:
        message = f"this address has more than {ADDRESS_CHARACTERS} characters"
        raise InvalidValueError("bad-address", message, "use a shorter one")


def _read_address(value: object) -> str:
    text = read_text(value)
    check_length(text)
    read_web_address(text)
    return text


def read_base_url(value: object) -> str:
    """Return a web address that ends in a slash and has neither query nor fragment."""
    text = read_text(value)
    parts = read_web_address(text)
    if "?" in text or "#" in text:
        base = re.split("[?#]", text, maxsplit=1)[0]
        raise InvalidValueError("bad-address", "a base URL has no query or fragment", f"write {base}")
    last = parts.path.rpartition("/")[2]
    if re.fullmatch(r"[^/]+\.(?:html?|php|aspx?)", last):
        message = f'a base URL is the address of a folder, but "{last}" is a page'
        base = text.removesuffix(last)
        raise InvalidValueError("bad-address", message, f"write {base}")
    return text.rstrip("/") + "/"


def read_slug(value: object) -> str:
    """Return the slug of another file, as written; `library` checks whether that file exists."""
    if isinstance(value, Mapping) and isinstance(value.get("exercise"), str):
        raise InvalidValueError("text-expected", "this must be only a name", f'write "{value["exercise"]}"')
    text = read_text(value)
    if text.endswith(".md"):
        name = slugify(text.removesuffix(".md").rsplit("/", 1)[-1])
        message = f'"{text}" is a file name; write only the name, without ".md"'
        raise InvalidValueError("bad-slug", message, f'write "{name}"')
    return text


def _read_old_address(value: object) -> str:
    """Return a slug, or a path inside the site, at which a redirect page will be."""
    text = read_text(value).removeprefix("/")
    check_length(text)
    *folders, last = text.split("/")
    if len(folders) > FOLDER_DEPTH:
        message = f"this address has more than {FOLDER_DEPTH} folders"
        raise InvalidValueError("bad-slug", message, "write a shorter one, or leave it out")
    name = last.removesuffix(".html") if folders else last
    for part in folders:
        check_slug(part)
    if name or not folders:
        if name != "index" or not folders:
            check_slug(name)
        return "/".join([*folders, f"{name}.html"]) if folders else name
    return "/".join([*folders, "index.html"])


def _read_language(value: object) -> str:
    text = read_text(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise InvalidValueError(
            "bad-language", f'"{text}" is not a language code', 'such as "en" or "en-GB" (BCP 47)'
        )
    return text


def _read_image_source(value: object) -> str:
    text = read_text(value)
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", text):
        raise InvalidValueError("bad-image", *OTHER_SITES_PICTURE)
    if not text.lower().endswith(tuple(PICTURE_SUFFIXES)):
        hint = EXPORT_AS_JPEG if kind_hint(text) == EXPORT_AS_JPEG else one_of(sorted(PICTURE_SUFFIXES))
        raise InvalidValueError("bad-image", f'"{text}" is not a picture file', hint)
    return text


def word(kind: type[StrEnum], noun: str = "") -> BeforeValidator:
    """Return a type for one word of the enumeration *kind*; hyphens and spaces are equal.

    Messages call it *noun*, or by the name of its class.
    """
    words = [str(member) for member in kind]

    def read(value: object) -> str:
        text = read_text(value)
        folded = re.sub(r"[\s_-]+", "-", text.casefold())
        if folded not in words:
            hint = one_of(words)
            near = did_you_mean(folded, words)
            raise InvalidValueError(
                "unknown-word", f'unknown {noun or kind.__name__.lower()} "{text}"', f"{near} {hint}".strip()
            )
        return folded

    return reads(read, {"enum": words})


class Level(StrEnum):
    """How hard an exercise is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """0 for the easiest."""
        return list(Level).index(self)


class Position(StrEnum):
    """How the body is placed."""

    STANDING = "standing"
    SITTING = "sitting"
    KNEELING = "kneeling"
    HANDS_AND_KNEES = "hands-and-knees"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"


class Paper(StrEnum):
    """The paper of a printed card."""

    A4 = "a4"
    LETTER = "letter"


OTHER_SITES_PICTURE = (
    "a picture from another site would show that site who reads this page",
    "save the picture beside this file, if its licence allows it",
)
"""Message and hint."""


class _LazySchema:
    """A JSON Schema that is made when an editor's schema is, and not for every build."""

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self.make = make

    def __get_pydantic_json_schema__(self, _core: object, _handler: object) -> dict[str, Any]:
        return dict(self.make())


_ANY_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def reads(
    read: Any, schema: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = _ANY_TEXT
) -> BeforeValidator:
    """Return a type that uses *read*; *schema* is the JSON Schema for editors, or a function that makes it.

    Editors read YAML by its own rules, by which `3` is a number and `true` neither a number nor a text.
    """
    json_schema = _LazySchema(schema) if callable(schema) else WithJsonSchema(dict(schema))
    return BeforeValidator(read, json_schema_input_type=Annotated[Any, json_schema])


def of_form(pattern: str, *others: str) -> dict[str, Any]:
    """Return the JSON Schema of a text of this form, or of a value of the *other* types, which have no form."""
    return {"type": [*others, "string"], "pattern": rf"^\s*{pattern}\s*$"}


def in_any_case(text: str) -> str:
    """Return a pattern for *text* in upper and lower case; JSON Schema has no flag for that."""
    return "".join(f"[{char}{char.upper()}]" if char.isalpha() else re.escape(char) for char in text)


Text = Annotated[str, reads(read_text)]
Whole = Annotated[int, reads(_read_whole, of_form("[0-9]{1,9}", "integer"))]
Switch = Annotated[bool, reads(read_switch, of_form("([Tt]rue|[Ff]alse)", "boolean"))]
Date = Annotated[date, reads(_read_date, of_form("[0-9]{4}-[0-9]{2}-[0-9]{2}"))]
Address = Annotated[str, reads(_read_address, of_form(r"[Hh][Tt][Tt][Pp][Ss]?://\S+"))]
Slug = Annotated[str, reads(read_slug)]
OldAddress = Annotated[str, reads(_read_old_address)]
BaseAddress = Annotated[str, reads(read_base_url, of_form(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s?#]+"))]
Language = Annotated[str, reads(_read_language, of_form("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"))]
_ENDINGS = "|".join(in_any_case(suffix) for suffix in sorted(PICTURE_SUFFIXES))
PictureName = Annotated[str, reads(_read_image_source, of_form(rf".*({_ENDINGS})"))]
Texts = tuple[Text, ...]
