"""Terms of the vocabulary and the words that lead to each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top, such as `("muscles", "quads", "synonyms", 0)`."""


class Kind(StrEnum):
    """What kind of term it is."""

    MUSCLE = "muscle"
    """Has its own place on the drawing."""
    UMBRELLA = "umbrella"
    """Names several muscles at once: core, shoulders, legs."""
    STRUCTURE = "structure"
    """A tendon, band, bone or joint: named in the text, never coloured."""
    EQUIPMENT = "equipment"


class Term(Struct, frozen=True):
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
        """Return everything that means this term; of two spellings of one word, the better comes first."""
        return (*self.synonyms, self.id.replace("-", " "), self.name)


class Unknown(Struct, frozen=True):
    """A word that is in no vocabulary."""

    written: str
    """As the author wrote it."""
    hint: str = ""
    """Ready to print, such as `did you mean "glutes"?`; empty where nothing is near."""


class _Word(Struct, frozen=True):
    """One entry of a lookup table: a word as it is shown in a hint, and the id that it means."""

    text: str
    id: str


_Words = Mapping[str, _Word]
