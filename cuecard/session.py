"""What one process remembers from build to build, as the preview does, and when it may be believed.

Whatever is remembered stands beside what it was made from, and is taken again only where that is the same. One thing
alone is believed and not looked at: that after a good build nothing was written but the texts that were told as saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from pathlib import Path

from cuecard.content import files, reading, reassembling, sources
from cuecard.content.assembling import Assembled, assembled
from cuecard.content.library import Library, Parsed
from cuecard.content.sources import SourceFile, Sources
from cuecard.content.vocabulary import Vocabulary
from cuecard.figures.frames import Drawing
from cuecard.publish import making
from cuecard.publish.drawings import Drawn
from cuecard.publish.fingerprint import Entry
from cuecard.publish.parts import Rows
from cuecard.publish.pictures import Published
from cuecard.publish.remembering import Memory
from cuecard.values import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """The author's files that pages show or lead to, as `parts.Shelf` has them."""

    urls: Mapping[str, str]
    linked: Mapping[str, bytes]
    """By url."""
    shown: Mapping[str, Published]
    small: Mapping[str, str]


@dataclass(slots=True)
class Session:
    """What was read, put together, drawn and made before."""

    texts: dict[str, tuple[SourceFile, bool, reading.Understood]] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=dict)
    pages: Memory[making.Made] = field(default_factory=Memory)
    manifest: dict[str, Entry] | None = None
    """What stands in the output folder; None before the first build that wrote."""
    hollow: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By url: the key of a page that was made in a build that was believed, and the page without its prose, as JSON."""
    is_believed: bool = False
    """Whether in this build nothing but texts that are there can have changed since the last, which went well."""
    _found: Sources | None = None
    _whole: Assembled | None = None
    _is_again: bool = False
    """Whether the library was put together again, and not anew."""
    _beside: tuple[Library, Beside] | None = None
    _rows: Rows | None = None

    def find(self, content: Path, saved: AbstractSet[Path] | None) -> Sources:
        """What lies in the content folder, where at most *saved* was written since; None where that is not known."""
        again = sources.again(self._found, content, saved) if self._found and saved is not None else None
        self.is_believed = again is not None
        self._found = again or sources.find(content)
        return self._found

    def assemble(self, parsed: Parsed, vocabulary: Vocabulary, *, drafts: bool) -> Assembled:
        """As `assembling.assembled`."""
        again = None
        if self._whole and self._whole.drafts == drafts:
            again = reassembling.reassembled(self._whole, parsed, vocabulary)
        self._is_again = again is not None
        self._whole = again or assembled(parsed, vocabulary, drafts=drafts)
        return self._whole

    def beside(self, whole: Library) -> Beside | None:
        """The files as they were, where the same ones are shown and led to, and none of them was written.

        The exercises of routines, whose cards show pictures, are the same where the library was put together again.
        """
        if not (self.is_believed and self._is_again) or self._beside is None:
            return None
        before, beside = self._beside
        if not files.are_the_same(before, whole):
            return None
        self._beside = whole, beside
        return beside

    def keep_beside(self, whole: Library, beside: Beside | None) -> None:
        """Remember the files; None where something is wrong with one, which is to be told again."""
        self._beside = (whole, beside) if beside else None

    def rows(self, whole: Library, drawn: Mapping[str, Drawing]) -> Rows:
        """How exercises stand in lists."""
        self._rows = Rows(whole, drawn, self._rows)
        return self._rows
