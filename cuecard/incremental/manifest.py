"""The manifest of an output folder: of each file, a digest of its inputs, and its signature when it was written.

So a file that somebody has changed or deleted since is found, and written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, json

from cuecard.cache.digests import digest_of
from cuecard.cache.store import Cache
from cuecard.output.staging import digest_of_file
from cuecard.system.signatures import signature_of


class Entry(Struct, frozen=True, array_like=True):
    """One file of the output folder, as a build left it."""

    key: str
    """The digest of all its inputs."""
    digest: str
    """SHA-256 of its bytes."""
    signature: str
    """Its size, times and inode."""


Manifest = Mapping[str, Entry]
"""By url."""


def manifest_name(output: Path) -> str:
    """Return the name by which the manifest of an output folder is stored."""
    return digest_of(["manifest", str(output.resolve())])


def read_manifest(cache: Cache, output: Path) -> Manifest:
    """Return what the last build left in *output*; empty if that is not known."""
    stored = cache.read("site", manifest_name(output))
    return {} if stored is None else json.decode(stored, type=dict[str, Entry])


def write_manifest(cache: Cache, output: Path, manifest: Manifest) -> None:
    """Store what a build left in *output*."""
    cache.write("site", manifest_name(output), json.encode(manifest))


def unchanged_files(manifest: Manifest, output: Path) -> dict[str, str]:
    """Return by url the key of each file that is still as a build left it."""
    keys = {}
    for url, entry in manifest.items():
        file = f"{output}/{url}"
        signature = signature_of(file)
        if signature == entry.signature or (signature and _digest(Path(file)) == entry.digest):
            keys[url] = entry.key
    return keys


def entry(key: str, digest: str, file: Path) -> Entry:
    """Return the entry of a file that was just written."""
    return Entry(key, digest, signature_of(str(file)))


def _digest(file: Path) -> str:
    try:
        return digest_of_file(str(file))
    except OSError:
        return ""
