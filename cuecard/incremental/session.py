"""What one process remembers from build to build, as the preview does, and when it may be believed.

Whatever is remembered stands beside what it was made from, and is taken again only where that is the same. One thing
alone is believed and not looked at: that after a good build nothing was written but the texts that were told as saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct, field

from cuecard.figures.frames import Drawing
from cuecard.incremental import relink, render_pages
from cuecard.incremental.manifest import Entry
from cuecard.incremental.page_memo import PageMemo
from cuecard.library import media_references
from cuecard.library.library import Library
from cuecard.library.linker import LinkResult, link_library
from cuecard.media.drawings import Drawn
from cuecard.media.published_images import Published
from cuecard.parse import sources, text_parser
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.sources import SourceFile, Sources
from cuecard.site.list_rows import Rows
from cuecard.vocabulary.vocabulary import Vocabulary


class ReferencedFiles(Struct, frozen=True):
    """The author's files that pages show or lead to, as `parts.Shelf` has them."""

    urls: Mapping[str, str]
    linked: Mapping[str, bytes]
    """By url."""
    shown: Mapping[str, Published]
    small: Mapping[str, str]


class Session(Struct):
    """What was read, put together, drawn and made before."""

    texts: dict[str, tuple[SourceFile, bool, text_parser.ParsedText]] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=dict)
    pages: PageMemo[render_pages.RenderedPage] = field(default_factory=PageMemo)
    manifest: dict[str, Entry] | None = None
    """What stands in the output folder; None before the first build that wrote."""
    hollow: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By url: the key of a page that was made in a build that was believed, and the page without its prose, as JSON."""
    is_believed: bool = False
    """Whether in this build nothing but texts that are there can have changed since the last, which went well."""
    _found: Sources | None = None
    _whole: LinkResult | None = None
    _is_again: bool = False
    """Whether the library was put together again, and not anew."""
    _beside: tuple[Library, ReferencedFiles] | None = None
    _rows: Rows | None = None

    def find(self, content: Path, saved: AbstractSet[Path] | None) -> Sources:
        """What lies in the content folder, where at most *saved* was written since; None where that is not known."""
        again = sources.rediscover(self._found, content, saved) if self._found and saved is not None else None
        self.is_believed = again is not None
        self._found = again or sources.discover(content)
        return self._found

    def assemble(self, parsed: ParsedContent, vocabulary: Vocabulary, *, drafts: bool) -> LinkResult:
        """As `assembling.assembled`."""
        again = None
        if self._whole and self._whole.drafts == drafts:
            again = relink.relink(self._whole, parsed, vocabulary)
        self._is_again = again is not None
        self._whole = again or link_library(parsed, vocabulary, drafts=drafts)
        return self._whole

    def beside(self, whole: Library) -> ReferencedFiles | None:
        """The files as they were, where the same ones are shown and led to, and none of them was written.

        The exercises of routines, whose cards show pictures, are the same where the library was put together again.
        """
        if not (self.is_believed and self._is_again) or self._beside is None:
            return None
        before, beside = self._beside
        if not media_references.are_the_same(before, whole):
            return None
        self._beside = whole, beside
        return beside

    def keep_beside(self, whole: Library, beside: ReferencedFiles | None) -> None:
        """Remember the files; None where something is wrong with one, which is to be told again."""
        self._beside = (whole, beside) if beside else None

    def rows(self, whole: Library, drawn: Mapping[str, Drawing]) -> Rows:
        """How exercises stand in lists."""
        self._rows = Rows(whole, drawn, self._rows)
        return self._rows
