"""What a text is about in the owner's own words: tags, terms of the site's taxonomies, and facts for templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.core.urls import check_slug, slugify
from cuecard.parse.fields import Text, Texts, read_text, reads
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.written import Written

TAGS = "tags"
"""The taxonomy that every site has."""
_TAKEN = frozenset(["exercises", "routines", "guides", "pages", "cards", "muscles", "equipment", "assets"])
"""Folders of the site, whose names no taxonomy can have."""


def _read_tag(value: object) -> str:
    """Return a word for a list, of which an address can be made."""
    text = read_text(value)
    try:
        check_slug(slugify(text))
    except InvalidValueError as refused:
        message = f'"{text}" cannot become an address: {refused.message}'
        raise InvalidValueError(refused.code, message, refused.hint) from None
    return text


def _read_terms(value: object) -> Mapping[str, tuple[str, ...]]:
    """Return the words by the name of their taxonomy; one word may be without brackets."""
    return _by_key(value, _read_tag, 'write it like "terms: {condition: [Knee pain]}"')


def _read_extra(value: object) -> Mapping[str, str | tuple[str, ...]]:
    """Return facts of any name: a text each, or a list of texts."""
    found = _by_key(value, read_text, 'write it like "extra: {price: 12 EUR}"')
    given = value if isinstance(value, Mapping) else {}
    return {key: some if isinstance(given[key], list) else some[0] for key, some in found.items()}


def _by_key(value: object, read: Any, hint: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise InvalidValueError("mapping-expected", 'this must be "key: value" pairs', hint)
    found: dict[str, tuple[str, ...]] = {}
    errors: list[FieldError] = []
    for key, words in value.items():
        if words is None:
            continue
        is_list = isinstance(words, Sequence) and not isinstance(words, str)
        read_words = []
        for n, word in enumerate(words if is_list else [words]):
            try:
                read_words.append(read(word))
            except InvalidValueError as refused:
                errors.append(FieldError((str(key), n) if is_list else (str(key),), refused))
        if read_words:
            found[str(key)] = tuple(read_words)
    if errors:
        raise InvalidFieldsError(errors)
    return found


_WORD = {"type": ["string", "number", "boolean"]}
_WORDS = {"anyOf": [_WORD, {"type": "array", "items": _WORD}, {"type": "null"}]}
_FORM: Mapping[str, Any] = {"type": "object", "additionalProperties": _WORDS}
Tag = Annotated[str, reads(_read_tag)]
Terms = Annotated[Mapping[str, tuple[str, ...]], reads(_read_terms, _FORM)]
Extra = Annotated[Mapping[str, str | tuple[str, ...]], reads(_read_extra, _FORM)]


class Tagged(Written):
    """What every text about exercises has besides."""

    tags: tuple[Tag, ...] = ()
    """Words by which readers find it; each has a page with all its texts."""
    terms: Terms = Field(default_factory=dict)
    """The same in the taxonomies of site.yaml, such as condition: [Knee pain]."""
    extra: Extra = Field(default_factory=dict)
    """Facts of your own, for your own templates and in the data: any names, each with a text or a list of texts."""


def terms_of(facts: Written) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of a text by their taxonomy."""
    if isinstance(facts, Tagged):
        if facts.tags:
            yield TAGS, facts.tags
        yield from facts.terms.items()


class Taxonomy(FrontMatterModel):
    """A way to group texts, such as by condition or by sport."""

    name: Text = ""
    """What readers see above its words."""
    terms: Texts = ()
    """All its words; another one in a text is then an error. Without it, any word is allowed."""


def _read_taxonomies(value: object) -> object:
    """Report a name that a taxonomy cannot have, and let one be without keys of its own."""
    if not isinstance(value, Mapping):
        return value
    errors = []
    for key in value:
        try:
            check_slug(str(key))
            if key in _TAKEN:
                message = f'"{key}" is the name of a folder of the site'
                raise InvalidValueError("bad-slug", message, "choose another name, such as condition")
        except InvalidValueError as refused:
            errors.append(FieldError((str(key),), refused, at_key=True))
    if errors:
        raise InvalidFieldsError(errors)
    return {key: {} if one is None else one for key, one in value.items()}


Taxonomies = Annotated[
    Mapping[str, Taxonomy],
    BeforeValidator(_read_taxonomies, json_schema_input_type=Mapping[str, Taxonomy | None]),
]
