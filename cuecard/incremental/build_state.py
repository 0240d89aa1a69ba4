"""What one process remembers from build to build, and when it can be trusted.

Every build has a state. That of a command starts empty and ends with it; the preview reuses one for all its builds.
Each result is remembered together with its inputs, and used again only if they are the same. One thing alone is
trusted without a look: after a good build, only the texts that were reported as saved have been written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field

from cuecard.cache.digests import digest_of
from cuecard.cache.store import Cache
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Problem
from cuecard.figures.frames import Drawing
from cuecard.incremental import manifest, relink, render_pages
from cuecard.incremental.manifest import Manifest
from cuecard.incremental.page_memo import PageMemo
from cuecard.incremental.page_shell import ShellStore
from cuecard.incremental.published import PublishedFiles
from cuecard.library import linker, media_references
from cuecard.library.library import Library
from cuecard.library.linker import LinkResult
from cuecard.media import published_images
from cuecard.media.drawings import Drawn
from cuecard.parse import sources, text_parser
from cuecard.parse.parallel import ParseSettings
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.sources import SourceFile, Sources
from cuecard.site.list_rows import Rows
from cuecard.vocabulary.vocabulary import Vocabulary


class ReferencedFiles(Struct, frozen=True):
    """The author's files that pages show or link to."""

    urls: Mapping[str, str]
    """By path."""
    linked: Mapping[str, bytes]
    """By url: files that are only linked to."""
    shown: Mapping[str, published_images.Published]
    small: Mapping[str, str]
    """Pictures for cards."""


class BuildState(Struct):
    """What was read, linked, drawn and rendered before."""

    is_reused: bool = False
    """Whether another build of this process will use it; otherwise nothing is remembered."""
    published: PublishedFiles = field(default_factory=PublishedFiles)
    """What is in the output folder."""
    knows_changes: bool = False
    """Whether in this build only existing texts can have changed since the last build, which was good."""
    drawn: Drawn = field(default_factory=dict)
    _texts: dict[str, tuple[SourceFile, bool, text_parser.ParsedText]] = field(default_factory=dict)
    _pages: PageMemo[render_pages.RenderedPage] = field(default_factory=PageMemo)
    _sources: Sources | None = None
    _linked: LinkResult | None = None
    _is_relinked: bool = False
    """Whether the library was not linked as a whole in this build."""
    _files: tuple[Library, ReferencedFiles] | None = None
    _rows: Rows | None = None

    def discover(self, content: Path, saved: AbstractSet[Path] | None) -> Sources:
        """Find the files of the content folder. Only *saved* were written since the last build; None if unknown."""
        known = None
        if self._sources and saved is not None:
            known = sources.rediscover(self._sources, content, saved)
        self.knows_changes = known is not None
        discovered = known or sources.discover(content)
        self._sources = discovered if self.is_reused else None
        return discovered

    @contextmanager
    def parse_settings(self, options: Options) -> Iterator[ParseSettings]:
        """Say how texts are parsed, and which results of earlier builds are used."""
        memory = self._texts if self.is_reused else None
        if options.cache is None or self.knows_changes:  # to look through the cache would take longer
            yield ParseSettings(jobs=options.jobs, memory=memory)
            return
        cache = Cache(options.cache)
        with cache.append_only("facts") as facts, cache.append_only("bodies") as bodies:
            yield ParseSettings(facts, bodies, options.jobs, digest_of, memory)

    def link(self, parsed: ParsedContent, vocabulary: Vocabulary, *, drafts: bool) -> LinkResult:
        """Link the library as `linker.link_library` does; only what has changed, if the rest stays the same."""
        known = None
        if self._linked and self._linked.drafts == drafts:
            known = relink.relink(self._linked, parsed, vocabulary)
        self._is_relinked = known is not None
        linked = known or linker.link_library(parsed, vocabulary, drafts=drafts)
        self._linked = linked if self.is_reused else None
        return linked

    def referenced_files(
        self, library: Library, read: Callable[[list[Problem]], ReferencedFiles], problems: list[Problem]
    ) -> ReferencedFiles:
        """Return the files that pages show or link to, from memory if they are the same and none was written.

        The exercises of routines, whose cards show pictures, are the same if the library was relinked. Files with
        problems are not remembered, because the problems are to be reported again.
        """
        if self.knows_changes and self._is_relinked and self._files:
            before, files = self._files
            if media_references.are_the_same(before, library):
                self._files = library, files
                return files
        new_problems: list[Problem] = []
        files = read(new_problems)
        self._files = (library, files) if self.is_reused and not new_problems else None
        problems.extend(new_problems)
        return files

    def rows(self, library: Library, drawings: Mapping[str, Drawing]) -> Rows:
        """Return how exercises are listed."""
        rows = Rows(library, drawings, self._rows)
        self._rows = rows if self.is_reused else None
        return rows

    def published_files(self, options: Options) -> tuple[Manifest, Mapping[str, str]]:
        """Return what the last build left in the output folder, and by url the key of each unchanged file."""
        before = self.published.read_manifest(Cache(options.cache), options.output)
        if self.knows_changes:
            return before, {url: entry.key for url, entry in before.items()}
        return before, manifest.unchanged_files(before, options.output)

    def shells(self, cache: Cache) -> ShellStore:
        """Return the store for page shells: the cache, or memory if the cache is not read in this build."""
        return ShellStore(None if self.knows_changes else cache.append_only("views"), self.published.shells)

    @property
    def pages(self) -> PageMemo[render_pages.RenderedPage] | None:
        """Return the pages that were rendered before, if they are remembered."""
        return self._pages if self.is_reused else None
