"""Read the built-in vocabulary and a site's own additions."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping, Sequence
from functools import cache

import yaml

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, one_of
from cuecard.core.urls import check_slug
from cuecard.vocabulary.matching import (
    normalize,
)
from cuecard.vocabulary.term import Kind, Loc, Term, Unknown
from cuecard.vocabulary.vocabulary import Vocabulary

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_Facts = Mapping[str, object]


_KEYS = {
    "muscles": ("name", "anatomical", "synonyms", "members", "kind", "note"),
    "equipment": ("name", "synonyms", "note"),
}


_MUSCLE_KINDS = [str(kind) for kind in Kind if kind is not Kind.EQUIPMENT]


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@cache
def load_builtin() -> Vocabulary:
    """Read the two built-in files in the package, once.

    They are not checked here, at every start, but by a test.
    """
    additions: dict[str, object] = {}
    for name in ("muscles", "equipment"):
        # Not importlib.resources: the import alone takes 15 ms, more than everything else here.
        data = pkgutil.get_data("cuecard", f"vocabulary/{name}.yaml")
        additions |= yaml.load(data or b"", Loader=_Loader)  # noqa: S506 - a safe one
    return _Reader(Vocabulary({}, {})).merge(additions)


def extended(vocabulary: Vocabulary, additions: Mapping[str, object]) -> Vocabulary:
    """Return *vocabulary* with a site's own words, in the form of the built-in files.

    A term with a known id adds its synonyms and replaces what else it gives; a name that is replaced
    stays a synonym, so that no text breaks.

    Raises:
        InvalidValueError: the first of what `check_additions` finds.

    """
    reader = _Reader(vocabulary)
    merged = reader.merge(additions)
    for _, refused in reader.checked(merged):
        raise refused
    return merged


def check_additions(
    vocabulary: Vocabulary, additions: Mapping[str, object]
) -> list[tuple[Loc, InvalidValueError]]:
    """Return everything that is wrong with a site's own words, each with the way to the value that is meant."""
    reader = _Reader(vocabulary)
    return reader.checked(reader.merge(additions))


class _Reader:
    """Reads additions once, from top to bottom: leaves out what cannot be read, and notes it.

    Whether a word already has another meaning, and whether a member exists, is only known when every
    term is known. Until then ids, words and members are kept aside.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._found: list[tuple[Loc, InvalidValueError]] = []
        self._ids: list[tuple[Loc, str]] = []
        self._words: list[tuple[Loc, str, str]] = []  # its place, the word, the id that it should mean
        self._members: list[tuple[Loc, str]] = []

    def merge(self, additions: Mapping[str, object]) -> Vocabulary:
        """Return the merged vocabulary; valid only if no error was found."""
        facts = self._facts(additions, (), (*_KEYS, "nothing"))
        nothing = self._texts(facts, "nothing", ())
        self._words += [(loc, text, "") for loc, text in nothing]
        return Vocabulary(
            self._section(self._vocabulary.muscles, facts, "muscles"),
            self._section(self._vocabulary.equipment, facts, "equipment"),
            (*self._vocabulary.nothing, *(text for _, text in nothing)),
        )

    def checked(self, merged: Vocabulary) -> list[tuple[Loc, InvalidValueError]]:
        """Return everything that is wrong, including what only shows in the merged vocabulary."""
        for loc, term_id in self._ids:
            self._check_id(merged, loc, term_id)
        for loc, text, term_id in self._words:
            self._check_word(merged, loc, text, term_id)
        for loc, member in self._members:
            self._check_member(merged, loc, member)
        return self._found

    def _section(self, known: Mapping[str, Term], facts: _Facts, section: str) -> dict[str, Term]:
        terms = dict(known)
        for term_id, value in self._facts(facts.get(section), (section,)).items():
            loc = (section, term_id)
            term_facts = self._facts(value, loc, _KEYS[section])
            if term_id in known:
                terms[term_id] = self._term(known[term_id], term_facts, loc)
            else:
                self._ids.append((loc, term_id))
                if term_facts.get("name") is None and (value is None or isinstance(value, Mapping)):
                    self._refuse((*loc, "name"), "missing-key", f'"name" is missing in "{term_id}"')
                terms[term_id] = self._term(Term(term_id, ""), term_facts, loc)
        return terms

    def _term(self, base: Term, facts: _Facts, loc: Loc) -> Term:
        """Return *base* with what *facts* add or replace."""
        synonyms = self._texts(facts, "synonyms", loc)
        members = self._texts(facts, "members", loc)
        name = self._text(facts, "name", loc)
        kind = Kind.EQUIPMENT if loc[0] == "equipment" else self._kind(facts, loc)
        is_new = not base.name
        if is_new and members and base.id not in (text for _, text in members):
            kind = kind or Kind.UMBRELLA
        self._members += members
        self._words += [(where, text, base.id) for where, text in synonyms]
        if name:
            self._words.append(((*loc, "name"), name, base.id))
        old_names = [] if is_new or name in {"", base.name} else [base.name]
        return Term(
            id=base.id,
            name=name or base.name,
            anatomical=self._text(facts, "anatomical", loc) or base.anatomical,
            synonyms=tuple(dict.fromkeys([*base.synonyms, *old_names, *(text for _, text in synonyms)])),
            members=tuple(text for _, text in members) or base.members,
            kind=kind or base.kind,
            note=self._text(facts, "note", loc) or base.note,
        )

    def _check_id(self, merged: Vocabulary, loc: Loc, term_id: str) -> None:
        try:
            if not _ID.fullmatch(term_id):
                raise InvalidValueError(
                    "bad-slug", f'"{term_id}" is not a valid id', "use a-z, 0-9 and single hyphens"
                )
            check_slug(term_id)
        except InvalidValueError as refused:
            self._found.append((loc, refused))
        else:
            self._check_word(merged, loc, term_id, term_id)

    def _check_word(self, merged: Vocabulary, loc: Loc, text: str, term_id: str) -> None:
        """Check that a word has no other meaning: known words keep theirs, and the first addition wins."""
        before, after = (
            vocabulary._muscle_words if loc[0] == "muscles" else vocabulary._tool_words
            for vocabulary in (self._vocabulary, merged)
        )
        key = normalize(text)
        owner = before.get(key) or after.get(key)
        if not key:
            self._refuse(loc, "empty", f'"{text}" has no letter or digit')
        elif owner and owner.id != term_id:
            hint = "delete it here: each word can have only one meaning"
            if owner.id:
                hint = f'delete it here, or move it and the other words under "{owner.id}:"'
            if owner.id and text == term_id:
                hint = f'choose another id, or add words under "{owner.id}:"'
            meaning = f'a name for "{owner.id}"' if owner.id else "a word for no equipment"
            self._refuse(loc, "taken-word", f'"{text}" is already {meaning}', hint)

    def _check_member(self, merged: Vocabulary, loc: Loc, member: str) -> None:
        if member not in merged.muscles:
            term = merged.muscle(member)
            hint = term.hint if isinstance(term, Unknown) else f'write its id, "{term.id}"'
            self._refuse(loc, "unknown-muscle", f'unknown muscle id "{member}"', hint)

    # One reader for each shape of value. A key left empty counts as not written.

    def _facts(self, value: object, loc: Loc, allowed: Sequence[str] = ()) -> _Facts:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._refuse(loc, "mapping-expected", 'this must be "key: value" pairs')
            return {}
        for key in map(str, value):
            if allowed and key not in allowed:
                hint = did_you_mean(key, allowed) or one_of(allowed)
                self._refuse((*loc, key), "unknown-key", f'unknown key "{key}"', hint)
        return {str(key): part for key, part in value.items()}

    def _text(self, facts: _Facts, key: str, loc: Loc) -> str:
        value = facts.get(key)
        return "" if value is None else self._one(value, (*loc, key))

    def _texts(self, facts: _Facts, key: str, loc: Loc) -> list[tuple[Loc, str]]:
        value = facts.get(key)
        if value is None:
            return []
        if isinstance(value, str):
            return [((*loc, key), text) for part in value.split(",") if (text := " ".join(part.split()))]
        if not isinstance(value, list | tuple):
            self._refuse((*loc, key), "list-expected", "this must be a list", f"write {key}: [one, two]")
            return []
        read = [((*loc, key, place), self._one(part, (*loc, key, place))) for place, part in enumerate(value)]
        return [(where, text) for where, text in read if text]

    def _one(self, value: object, loc: Loc) -> str:
        if not isinstance(value, str):
            self._refuse(loc, "text-expected", "this must be one text")
            return ""
        text = " ".join(value.split())
        if not text:
            self._refuse(loc, "empty", "this value is empty", "write a text, or delete the line")
        return text

    def _kind(self, facts: _Facts, loc: Loc) -> Kind | None:
        word = self._text(facts, "kind", loc)
        if word and word not in _MUSCLE_KINDS:
            self._refuse((*loc, "kind"), "unknown-word", f'unknown kind "{word}"', one_of(_MUSCLE_KINDS))
            return None
        return Kind(word) if word else None

    def _refuse(self, loc: Loc, code: str, message: str, hint: str = "") -> None:
        self._found.append((loc, InvalidValueError(code, message, hint)))
