"""What stands in the output folder since the last build, and what each page prints besides its view.

The manifest of an output folder says of each file what it was made from, as a digest, and what it looked like when it
was written. So a file that somebody has altered or deleted since is known, and made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from cuecard.cache.digests import digest_of
from cuecard.cache.store import Cache
from cuecard.output.staging import digest_of_file
from cuecard.system.signatures import signature_of


class Entry(Struct, frozen=True):
    """One file of the output folder, as a build left it."""

    key: str
    """The digest of all that it was made from."""
    digest: str
    """SHA-256 of its bytes."""
    signature: str
    """Its size, times and inode."""


Manifest = Mapping[str, Entry]
"""By url."""


def manifest_name(output: Path) -> str:
    """What the manifest of an output folder is kept by."""
    return digest_of(["manifest", str(output.resolve())])


def read_manifest(cache: Cache, output: Path) -> Manifest:
    """What the last build left in *output*; empty when that is not known."""
    kept = cache.read("site", manifest_name(output))
    if kept is None:
        return {}
    return {url: Entry(*values) for url, values in json.loads(kept).items()}


def write_manifest(cache: Cache, output: Path, manifest: Manifest) -> None:
    """Note what a build left in *output*."""
    told = {url: (entry.key, entry.digest, entry.signature) for url, entry in manifest.items()}
    cache.write("site", manifest_name(output), json.dumps(told, separators=(",", ":")).encode())


def unchanged_files(manifest: Manifest, output: Path) -> dict[str, str]:
    """The key of each file that is still as a build left it, by url."""
    found = {}
    for url, entry in manifest.items():
        file = f"{output}/{url}"
        signature = signature_of(file)
        if signature == entry.signature or (signature and _digest(Path(file)) == entry.digest):
            found[url] = entry.key
    return found


def entry(key: str, digest: str, file: Path) -> Entry:
    """What is noted of a file that was just published."""
    return Entry(key, digest, signature_of(str(file)))


def _digest(file: Path) -> str:
    try:
        return digest_of_file(str(file))
    except OSError:
        return ""


# --- templates --------------------------------------------------------------------------------------------
