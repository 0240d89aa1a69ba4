"""Look up which muscle or piece of equipment an author means.

Authors write as they speak ("the calf muscles", "Mini-Band", "quads"); pages, drawings and searches need
one id. The words themselves are data (`cuecard/vocabulary/*.yaml`, and a site's own `vocabulary.yaml`);
here are the rules by which a text is compared with them.

A text is **never resolved by likeness**. It is a known word as a whole, give or take how it is written
(`normalize`), or it is `Unknown`, with a hint. So much is given up on purpose: "biceps femoris" lies in the
thigh and "biceps" in the arm, "abductors" and "adductors" differ by one letter and pull in opposite
directions, and a wrong muscle on a patient's sheet is worse than a question to its author.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from cuecard.vocabulary.matching import (
    _did_you_mean,
    _find,
    _like_abductor,
    _lookup,
    _suggested,
    _uncapitalised,
    _which,
)
from cuecard.vocabulary.term import Kind, Term, Unknown, _Words


class Vocabulary(Struct, frozen=True, dict=True):
    """All words that a site knows."""

    muscles: Mapping[str, Term]
    """By id, in the order of the file; umbrella words and structures among them."""
    equipment: Mapping[str, Term]
    """By id, in the order of the file."""
    nothing: tuple[str, ...] = ()
    """The words for "no equipment"."""

    @cached_property
    def _muscle_words(self) -> _Words:
        """Return every word for a muscle, normalized once, so that a lookup is one look into a table."""
        return _lookup(self.muscles)

    @cached_property
    def _tool_words(self) -> _Words:
        """Return the same for equipment."""
        return _lookup(self.equipment, self.nothing)

    @cached_property
    def _lit(self) -> dict[str, tuple[str, ...]]:
        """By id, the results of `expand` so far, as each term is on many pages."""
        return {}

    def muscle(self, written: str) -> Term | Unknown:
        """Return the muscle, umbrella word or structure that *written* means."""
        word = _find(self._muscle_words, written)
        return self.muscles[word.id] if word else Unknown(written, self._muscle_hint(written))

    def tool(self, written: str) -> Term | Unknown | None:
        """Return the equipment that *written* means, or None if it says that nothing is needed."""
        word = _find(self._tool_words, written)
        if word is None:
            hint = _which(self.equipment, written)
            return Unknown(
                written, _did_you_mean(_suggested(self._tool_words, written)) if hint is None else hint
            )
        return self.equipment[word.id] if word.id else None

    def expand(self, term: Term) -> tuple[str, ...]:
        """Return the ids of the muscles that *term* means: itself, its members, or none."""
        if term.id not in self._lit:
            self._lit[term.id] = self._expanded(term)
        return self._lit[term.id]

    def _expanded(self, term: Term) -> tuple[str, ...]:
        muscle_ids: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [term]
        while waiting:
            next_term = waiting.pop(0)
            if next_term.id in seen:
                continue
            seen.add(next_term.id)
            if next_term.kind is Kind.MUSCLE:
                muscle_ids[next_term.id] = None
            waiting.extend(self.muscles[member] for member in next_term.members)
        return tuple(muscle_ids)

    def _muscle_hint(self, written: str) -> str:
        near = _suggested(self._muscle_words, written)
        if _like_abductor(written) or (near and _like_abductor(near.text)):
            return self._abductor_or_adductor()
        hint = _which(self.muscles, written)
        return _did_you_mean(near) if hint is None else hint

    def _abductor_or_adductor(self) -> str:
        """Suggest both, with where they are: only the author knows which one is meant."""
        outer, inner = self.muscles.get("hip-abductors"), self.muscles.get("hip-adductors")
        if not (outer and inner):
            return ""
        return (
            f'did you mean "hip abductors" ({_uncapitalised(outer.name)})'
            f' or "hip adductors" ({_uncapitalised(inner.name)})?'
        )


# --- folding: what makes no difference --------------------------------------------------------------------


# --- looking up -------------------------------------------------------------------------------------------


# --- hints ------------------------------------------------------------------------------------------------


# --- loading and extending --------------------------------------------------------------------------------
