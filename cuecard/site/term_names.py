"""Names of muscles and equipment on pages: those of the built-in vocabulary are English, and marked on other sites."""

from __future__ import annotations

from cuecard.site.labels import Labels
from cuecard.vocabulary.additions import load_builtin
from cuecard.vocabulary.term import Term


def name(labels: Labels, term: Term) -> str:
    """Return the name of a term."""
    return labels.english(term.name) if _is_english(labels, term, "name") else term.name


def inside(labels: Labels, term: Term) -> str:
    """Return the name of a term for the inside of a sentence: "outer hip"."""
    if _is_english(labels, term, "name"):
        return labels.english(term.name.lower())
    return labels.lower(term.name)


def note(labels: Labels, term: Term) -> str:
    """Return the note of a term."""
    return labels.english(term.note) if _is_english(labels, term, "note") else term.note


def anatomical(labels: Labels, term: Term, shown: str = "") -> str:
    """Return the anatomical names of a term, or those of them that are *shown*: in English there is much Latin."""
    text = shown or term.anatomical
    return labels.english(text) if _is_english(labels, term, "anatomical") else text


def synonyms(labels: Labels, term: Term, most: int) -> tuple[str, ...]:
    """Return the first other names of a term."""
    shown = term.synonyms[:most]
    if not labels.marked:
        return shown
    builtin = load_builtin()
    own = builtin.equipment.get(term.id) or builtin.muscles.get(term.id)
    known = frozenset(own.words if own else ())
    return tuple(labels.english(one) if one in known else one for one in shown)


def _is_english(labels: Labels, term: Term, field: str) -> bool:
    """Return whether a text of the built-in vocabulary is on a page in another language."""
    if not labels.marked:
        return False
    builtin = load_builtin()
    own = builtin.equipment.get(term.id) or builtin.muscles.get(term.id)
    return own is not None and getattr(own, field) == getattr(term, field)
