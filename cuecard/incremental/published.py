"""What a process knows of the published site, while it knows that nobody else writes to it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from cuecard.cache.store import Cache
from cuecard.incremental import manifest
from cuecard.incremental.manifest import Entry


class PublishedFiles(Struct):
    """The files in the output folder, and the page shells of this process."""

    manifest: dict[str, Entry] | None = None
    """By url: what the last build left; None before it was read or written."""
    shells: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By url: the key of a page, and the page without its prose as JSON (see `page_shell`)."""

    def read_manifest(self, cache: Cache, output: Path) -> dict[str, Entry]:
        """Return what the last build left in the folder *output*."""
        if self.manifest is None:
            self.manifest = dict(manifest.read_manifest(cache, output))
        return self.manifest
