"""The words of the trade: which muscle or piece of equipment an author means.

Authors write as they speak ("the calf muscles", "Mini-Band", "quads"); pages, drawings and searches need
one id. The words themselves are data (`cuecard/vocabulary/*.yaml`, and a site's own `vocabulary.yaml`);
here are the rules by which a text is compared with them.

A text is **never resolved by likeness**. It is a known word as a whole, give or take how it is written
(`folded`), or it is `Unknown`, with a hint. So much is given up on purpose: "biceps femoris" lies in the
thigh and "biceps" in the arm, "abductors" and "adductors" differ by one letter and pull in opposite
directions, and a wrong muscle on a patient's sheet is worse than a question to its author.
"""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

import yaml

from cuecard.problems import Refused, did_you_mean, likeliest, one_of
from cuecard.urls import check_slug
from cuecard.values import dataclass

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top, such as `("muscles", "quads", "synonyms", 0)`."""

_Facts = Mapping[str, object]


class Kind(StrEnum):
    """kind of term"""

    MUSCLE = "muscle"
    """Has its own place on the drawing."""
    UMBRELLA = "umbrella"
    """Names several muscles at once: core, shoulders, legs."""
    STRUCTURE = "structure"
    """A tendon, band, bone or joint: named in the text, never coloured."""
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that has a name, with all the words for it."""

    id: str
    """Stable, and the slug of its page: `hip-abductors`."""
    name: str
    """The everyday name, as shown: "Outer hip"."""
    anatomical: str = ""
    """The anatomical names, separated by commas, shown beside the name; empty for equipment."""
    synonyms: tuple[str, ...] = ()
    """What else authors type and readers search for."""
    members: tuple[str, ...] = ()
    """Ids of the muscles that it lights up, where they are not just itself."""
    kind: Kind = Kind.MUSCLE
    note: str = ""
    """Of a region: what to write instead. Of equipment: what does as well at home, worded to follow "or"."""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that means this term; of two spellings of one word, the better comes first."""
        return (*self.synonyms, self.id.replace("-", " "), self.name)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is in no vocabulary."""

    written: str
    """As the author wrote it."""
    hint: str = ""
    """Ready to print, such as `did you mean "glutes"?`; empty where nothing is near."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One entry of a lookup table: a word as it is shown in a hint, and the id that it means."""

    text: str
    id: str


_Words = Mapping[str, _Word]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that a site knows."""

    muscles: Mapping[str, Term]
    """By id, in the order of the file; umbrella words and structures among them."""
    equipment: Mapping[str, Term]
    """By id, in the order of the file."""
    nothing: tuple[str, ...] = ()
    """The words for "no equipment"."""
    _muscle_words: _Words = field(init=False, repr=False, compare=False)
    _tool_words: _Words = field(init=False, repr=False, compare=False)
    _lit: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """By id what was answered before, as each term is asked for on many pages."""

    def __post_init__(self) -> None:
        """Fold every word once, so that a lookup is one look into a table."""
        object.__setattr__(self, "_muscle_words", _lookup(self.muscles))
        object.__setattr__(self, "_tool_words", _lookup(self.equipment, self.nothing))
        object.__setattr__(self, "_lit", {})

    def muscle(self, written: str) -> Term | Unknown:
        """The muscle, umbrella word or structure that *written* means."""
        word = _find(self._muscle_words, written)
        return self.muscles[word.id] if word else Unknown(written, self._muscle_hint(written))

    def tool(self, written: str) -> Term | Unknown | None:
        """The equipment that *written* means; `None` where it says that nothing is needed."""
        word = _find(self._tool_words, written)
        if word is None:
            hint = _which(self.equipment, written)
            return Unknown(
                written, _did_you_mean(_suggested(self._tool_words, written)) if hint is None else hint
            )
        return self.equipment[word.id] if word.id else None

    def lit_by(self, term: Term) -> tuple[str, ...]:
        """Ids of the muscles that *term* lights up: itself, its members, or nothing."""
        if term.id not in self._lit:
            self._lit[term.id] = self._opened(term)
        return self._lit[term.id]

    def _opened(self, term: Term) -> tuple[str, ...]:
        lit: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [term]
        while waiting:
            next_term = waiting.pop(0)
            if next_term.id in seen:
                continue
            seen.add(next_term.id)
            if next_term.kind is Kind.MUSCLE:
                lit[next_term.id] = None
            waiting.extend(self.muscles[member] for member in next_term.members)
        return tuple(lit)

    def _muscle_hint(self, written: str) -> str:
        near = _suggested(self._muscle_words, written)
        if _like_abductor(written) or (near and _like_abductor(near.text)):
            return self._abductor_or_adductor()
        hint = _which(self.muscles, written)
        return _did_you_mean(near) if hint is None else hint

    def _abductor_or_adductor(self) -> str:
        """Both, told apart by where they are: which one is meant only the author knows."""
        outer, inner = self.muscles.get("hip-abductors"), self.muscles.get("hip-adductors")
        if not (outer and inner):
            return ""
        return (
            f'did you mean "hip abductors" ({_uncapitalised(outer.name)})'
            f' or "hip adductors" ({_uncapitalised(inner.name)})?'
        )


# --- folding: what makes no difference --------------------------------------------------------------------

_LEADING = frozenset(["the", "your", "my", "a", "an", "left", "right", "both"])
_TRAILING = "muscle"  # plural is folded before
_IRREGULAR = {"calves": "calf", "feet": "foot"}
_TOKEN = re.compile(r"[^\W_]+|[^\w\s\-\u2010-\u2015\u2212]")
"""A run of letters and digits, or one sign that is neither a space nor any kind of hyphen."""
_DROPPED = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Apostrophes, and what word processors leave inside words unseen: soft hyphens, zero-width signs."""


@lru_cache(maxsize=1 << 12)
def folded(written: str) -> str:
    """*written* without what makes no difference, as one string to compare by.

    Capitals, accents, apostrophes, spaces, hyphens, plural, a leading article or side and a trailing
    "muscle" go. Other punctuation stays, so that "quads, hamstrings" is no word. Both the vocabulary and
    what authors write pass through here, so that the plural need not be right, only the same: the singular
    "bicep" and the word "biceps" meet at "bicep".
    """
    tokens = _tokens(written)
    while len(tokens) > 1 and tokens[0] in _LEADING:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1] == _TRAILING:
        tokens = tokens[:-1]
    return "".join(tokens)


def _tokens(written: str) -> list[str]:
    text = written.casefold().replace("'", "")
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_DROPPED)).casefold()
        text = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return [_singular(token) for token in _TOKEN.findall(text)]


@lru_cache(maxsize=1 << 14)
def _token_set(text: str) -> frozenset[str]:
    return frozenset(_tokens(text))


def _singular(token: str) -> str:
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    if token[-1] != "s" or len(token) < 3 or token[-2] == "s":
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    return token[:-2] if token.endswith(("xes", "ches", "shes")) else token[:-1]


def _uncapitalised(name: str) -> str:
    return name[:1].lower() + name[1:]


# --- looking up -------------------------------------------------------------------------------------------

_IN_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)\s*")


def _lookup(terms: Mapping[str, Term], nothing: Iterable[str] = ()) -> dict[str, _Word]:
    """By folded word; a word keeps its first meaning, and of a term's words its first spelling."""
    table: dict[str, _Word] = {}
    for term in terms.values():
        for text in term.words:
            table.setdefault(folded(text), _Word(text, term.id))
    for text in nothing:
        table.setdefault(folded(text), _Word(text, ""))
    return table


def _find(words: _Words, written: str) -> _Word | None:
    """The word that *written* is as a whole, perhaps with another word for the same in brackets."""
    if word := words.get(folded(written)):
        return word
    if parts := _IN_BRACKETS.fullmatch(written):
        outside, inside = (words.get(folded(part)) for part in parts.groups())
        if outside and inside and outside.id == inside.id:
            return outside
    return None


# --- hints ------------------------------------------------------------------------------------------------

_LONGEST_HINTED = 100
"""Characters: a longer text is no slip of the pen, and comparing it with every word would take long."""
_LONGEST_WORD = 8
"""Tokens; no term has more."""
_MISSPELT = 0.85
"""Likeness, as difflib counts it, from which a text is a whole word with a slip in it."""
_ALIKE = 0.76
"""Likeness from which a word is worth naming where there is nothing better."""
_MANY_WORDS = 1000
_MOST_COMPARED = 100
"""Of more than so many words, those alone are compared that share most pairs of letters: comparing takes long."""
_MOST_ASKED = 5
"""Terms that one question names."""
_OPPOSITES = (
    ("flexor", "extensor"),
    ("internal", "external"),
    ("internal", "lateral"),
    ("medial", "external"),
    ("medial", "lateral"),
    ("anterior", "posterior"),
    ("inner", "outer"),
    ("upper", "lower"),
    ("front", "back"),
    ("front", "rear"),
    ("evertor", "invertor"),
)
"""A word with one of a pair is near in letters to the same word with the other, and means the reverse."""


def _did_you_mean(near: _Word | None) -> str:
    return f'did you mean "{near.text}"?' if near else ""


def _which(terms: Mapping[str, Term], written: str) -> str | None:
    """The question which of a few is meant, where *written* is a part of words for each: "labrum".

    Empty where it is a part of so many that no question helps; None where it is not, or of one alone.
    """
    parts = set(_tokens(written)) - _LEADING if len(written) <= _LONGEST_HINTED else set()
    found = [
        word.replace("-", " ")
        for term in terms.values()
        if parts
        and (word := next((word for word in (term.id, *term.synonyms) if parts < _token_set(word)), ""))
    ]
    if len(found) < 2:
        return None
    *before, last = [f'"{word}"' for word in found]
    return f"did you mean {', '.join(before)} or {last}?" if len(found) <= _MOST_ASKED else ""


def _suggested(words: _Words, written: str) -> _Word | None:
    """The known word that *written* most likely stands for, to be put to the author as a question.

    A slip in a long word comes before a short word inside: "biceps femorus" is no kind of "biceps".
    """
    if len(written) > _LONGEST_HINTED:
        return None
    return (
        _nearest(words, written, _MISSPELT) or _contained(words, written) or _nearest(words, written, _ALIKE)
    )


def _contained(words: _Words, written: str) -> _Word | None:
    """The longest known word within *written*; so a word that is a part of a longer one never counts."""
    tokens = _tokens(written)
    stretches = (
        "".join(tokens[start : start + size])
        for size in range(min(_LONGEST_WORD, len(tokens)), 0, -1)
        for start in range(len(tokens) - size + 1)
    )
    return words.get(max((stretch for stretch in stretches if stretch in words), key=len, default=""))


def _nearest(words: _Words, written: str, cutoff: float) -> _Word | None:
    """The known word that looks most like *written* and does not mean its opposite."""
    tokens = set(_tokens(written))
    reverse = {two for pair in _OPPOSITES for one, two in (pair, pair[::-1]) if one in tokens}
    sought = folded(written)
    likely = likeliest(sought, tuple(words), _MOST_COMPARED) if len(words) > _MANY_WORDS else tuple(words)
    known = [key for key in likely if reverse.isdisjoint(_tokens(words[key].text))]
    near = get_close_matches(sought, known, n=1, cutoff=cutoff)
    return words[near[0]] if near else None


def _like_abductor(text: str) -> bool:
    """Whether a part of *text*, perhaps torn in two, is or may be meant as "abductor" or "adductor"."""
    tokens = _tokens(text)
    return any(
        "abduc" in part or "adduc" in part or _within_two(part, "abductor") or _within_two(part, "adductor")
        for part in (*tokens, *map("".join, pairwise(tokens)))
    )


def _within_two(one: str, other: str) -> bool:
    """Whether at most two letters need be put in, taken out or replaced (Levenshtein)."""
    if abs(len(one) - len(other)) > 2:
        return False
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, wanted in enumerate(other, start=1):
            current.append(min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != wanted)))
        above = current
    return above[-1] <= 2


# --- loading and extending --------------------------------------------------------------------------------

_KEYS = {
    "muscles": ("name", "anatomical", "synonyms", "members", "kind", "note"),
    "equipment": ("name", "synonyms", "note"),
}
_MUSCLE_KINDS = [str(kind) for kind in Kind if kind is not Kind.EQUIPMENT]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@cache
def load_builtin() -> Vocabulary:
    """The words that Cuecard brings along. *Reads* the two files in the package, once.

    They are not checked here, at every start, but by a test.
    """
    additions: dict[str, object] = {}
    for name in ("muscles", "equipment"):
        # Not importlib.resources: the import alone takes 15 ms, more than everything else here.
        data = pkgutil.get_data("cuecard", f"vocabulary/{name}.yaml")
        additions |= yaml.load(data or b"", Loader=_Loader)  # noqa: S506 - a safe one
    return _Reader(Vocabulary({}, {})).merge(additions)


def extended(vocabulary: Vocabulary, additions: Mapping[str, object]) -> Vocabulary:
    """*vocabulary* with a site's own words, in the form of the built-in files.

    A term with a known id adds its synonyms and replaces what else it gives; a name that is replaced
    stays a synonym, so that no text breaks.

    Raises:
        Refused: the first of what `check_additions` finds.

    """
    reader = _Reader(vocabulary)
    merged = reader.merge(additions)
    for _, refused in reader.checked(merged):
        raise refused
    return merged


def check_additions(vocabulary: Vocabulary, additions: Mapping[str, object]) -> list[tuple[Loc, Refused]]:
    """Everything that is wrong with a site's own words, each with the way to the value that is meant."""
    reader = _Reader(vocabulary)
    return reader.checked(reader.merge(additions))


class _Reader:
    """Reads additions once, from top to bottom: leaves out what cannot be read, and notes it.

    Whether a word has another meaning already, and whether a member exists, can only be told when every
    term is known. Until then ids, words and members are kept aside.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._found: list[tuple[Loc, Refused]] = []
        self._ids: list[tuple[Loc, str]] = []
        self._words: list[tuple[Loc, str, str]] = []  # where it stands, the word, the id that it shall mean
        self._members: list[tuple[Loc, str]] = []

    def merge(self, additions: Mapping[str, object]) -> Vocabulary:
        """The bigger vocabulary; of use only where nothing was found wrong."""
        facts = self._facts(additions, (), (*_KEYS, "nothing"))
        nothing = self._texts(facts, "nothing", ())
        self._words += [(loc, text, "") for loc, text in nothing]
        return Vocabulary(
            self._section(self._vocabulary.muscles, facts, "muscles"),
            self._section(self._vocabulary.equipment, facts, "equipment"),
            (*self._vocabulary.nothing, *(text for _, text in nothing)),
        )

    def checked(self, merged: Vocabulary) -> list[tuple[Loc, Refused]]:
        """What was found wrong on the way, and what only shows in the whole."""
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
        """*base* with what *facts* add to it or put in its place."""
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
                raise Refused("bad-slug", f'"{term_id}" cannot be an id', "use a-z, 0-9 and single hyphens")
            check_slug(term_id)
        except Refused as refused:
            self._found.append((loc, refused))
        else:
            self._check_word(merged, loc, term_id, term_id)

    def _check_word(self, merged: Vocabulary, loc: Loc, text: str, term_id: str) -> None:
        """What was known keeps its meaning; among what is added, the first has it."""
        before, after = (
            vocabulary._muscle_words if loc[0] == "muscles" else vocabulary._tool_words
            for vocabulary in (self._vocabulary, merged)
        )
        key = folded(text)
        owner = before.get(key) or after.get(key)
        if not key:
            self._refuse(loc, "empty", f'"{text}" has no letter or digit')
        elif owner and owner.id != term_id:
            told = owner.id or "nothing"
            self._refuse(loc, "taken-word", f'"{text}" already means "{told}"', "each word has one meaning")

    def _check_member(self, merged: Vocabulary, loc: Loc, member: str) -> None:
        if member not in merged.muscles:
            meant = merged.muscle(member)
            hint = meant.hint if isinstance(meant, Unknown) else f'write its id, "{meant.id}"'
            self._refuse(loc, "unknown-muscle", f'no muscle has the id "{member}"', hint)

    # One reader for each shape of value. A key left empty counts as not written.

    def _facts(self, value: object, loc: Loc, allowed: Sequence[str] = ()) -> _Facts:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._refuse(loc, "mapping-expected", 'facts of the form "key: value" belong here')
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
            self._refuse((*loc, key), "list-expected", "a list belongs here", f"write {key}: [one, two]")
            return []
        read = [((*loc, key, place), self._one(part, (*loc, key, place))) for place, part in enumerate(value)]
        return [(where, text) for where, text in read if text]

    def _one(self, value: object, loc: Loc) -> str:
        if not isinstance(value, str):
            self._refuse(loc, "text-expected", "one text belongs here")
            return ""
        text = " ".join(value.split())
        if not text:
            self._refuse(loc, "empty", "nothing is written here", "write a text, or delete the line")
        return text

    def _kind(self, facts: _Facts, loc: Loc) -> Kind | None:
        word = self._text(facts, "kind", loc)
        if word and word not in _MUSCLE_KINDS:
            self._refuse((*loc, "kind"), "unknown-word", f'"{word}" is not a kind', one_of(_MUSCLE_KINDS))
            return None
        return Kind(word) if word else None

    def _refuse(self, loc: Loc, code: str, message: str, hint: str = "") -> None:
        self._found.append((loc, Refused(code, message, hint)))
