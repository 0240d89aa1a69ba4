"""The files of the site during a build: those that are new, and those that are in the output folder already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from cuecard.incremental import manifest
from cuecard.incremental.manifest import Entry, Manifest
from cuecard.output.staging import StagedFile, StagingArea, changed_meanwhile


class SiteFiles(Struct):
    """Collects the files of the site; a file that is published already is kept and not written."""

    stage: StagingArea
    before: Manifest
    """What the last build left."""
    unchanged: Mapping[str, str]
    """By url: the key of each of these files that nobody has changed since."""
    new: dict[str, StagedFile] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """By url: the key of each new file."""
    kept: dict[str, None] = field(default_factory=dict)
    """The urls of files that stay, in order."""

    @property
    def urls(self) -> tuple[str, ...]:
        """Return all files of the site."""
        return (*self.kept, *self.new)

    def add(self, url: str, key: str, staged: StagedFile | None) -> None:
        """Add a file; where none is *staged*, it is published already."""
        if staged is None or self.unchanged.get(url) == key:
            self.kept[url] = None
        else:
            self.new[url] = staged
            self.keys[url] = key

    def put(self, url: str, data: bytes) -> None:
        """Add a file whose key is the digest of its bytes."""
        digest = hashlib.sha256(data).hexdigest()
        is_published = self.unchanged.get(url) == digest
        self.add(url, digest, None if is_published else self.stage.put(url, data))

    def check_kept(self, output: Path) -> None:
        """Check again that the kept files are as they were.

        Raises:
            OutputError: when one of them was changed during the build.

        """
        still = manifest.unchanged_files({url: self.before[url] for url in self.kept}, output)
        for url in self.kept:
            if url not in still:
                raise changed_meanwhile(output / url)

    def manifest(self, output: Path) -> dict[str, Entry]:
        """Return the manifest of the site, once all new files are in place."""
        after = {url: self.before[url] for url in self.kept}
        for url, staged in self.new.items():
            after[url] = manifest.entry(self.keys[url], staged.digest, output / url)
        return after
