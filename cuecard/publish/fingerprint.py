"""What stands in the output folder since the last build, and what each page prints besides its view.

The manifest of an output folder says of each file what it was made from, as a digest, and what it looked like when it
was written. So a file that somebody has altered or deleted since is known, and made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import meta

from cuecard.config import builtin_templates
from cuecard.kept import compiled, unchanged
from cuecard.kept.cache import Cache, digest_of
from cuecard.publish.staging import digest_of_file
from cuecard.values import dataclass

__all__ = ["Cache", "Entry", "closures", "published", "trusted"]


@dataclass(frozen=True, slots=True)
class Entry:
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


def published(cache: Cache, output: Path) -> Manifest:
    """What the last build left in *output*; empty when that is not known."""
    kept = cache.read("site", manifest_name(output))
    if kept is None:
        return {}
    return {url: Entry(*values) for url, values in json.loads(kept).items()}


def keep(cache: Cache, output: Path, manifest: Manifest) -> None:
    """Note what a build left in *output*."""
    told = {url: (entry.key, entry.digest, entry.signature) for url, entry in manifest.items()}
    cache.write("site", manifest_name(output), json.dumps(told, separators=(",", ":")).encode())


def trusted(manifest: Manifest, output: Path) -> dict[str, str]:
    """The key of each file that is still as a build left it, by url."""
    found = {}
    for url, entry in manifest.items():
        file = f"{output}/{url}"
        signature = unchanged.signature_of(file)
        if signature == entry.signature or (signature and _digest(Path(file)) == entry.digest):
            found[url] = entry.key
    return found


def entry(key: str, digest: str, file: Path) -> Entry:
    """What is noted of a file that was just published."""
    return Entry(key, digest, unchanged.signature_of(str(file)))


def _digest(file: Path) -> str:
    try:
        return digest_of_file(str(file))
    except OSError:
        return ""


# --- templates --------------------------------------------------------------------------------------------


def closures(templates: jinja2.Environment) -> dict[str, str]:
    """By name of each template: the digest of it and of all that it includes, imports or extends, however deep.

    A template that names another one by a value, which cannot be known beforehand, stands for all of them. One that
    cannot be read is told when a page asks for it.
    """
    every = [name for name in templates.list_templates() if not name.startswith("assets/")]
    sources: dict[str, str] = {}
    named: dict[str, set[str]] = {}
    waiting = list(every)
    while waiting:
        name = waiting.pop()
        if name in sources:
            continue
        sources[name], named[name] = _source_and_named(templates, name, every)
        waiting += named[name]
    return {
        name: digest_of(part for one in sorted(_reached(name, named)) for part in (one, sources[one]))
        for name in every
    }


def _source_and_named(templates: jinja2.Environment, name: str, every: list[str]) -> tuple[str, set[str]]:
    """The text of a template and the templates that it names; a text that is wrong names none."""
    try:
        source, file, _ = (
            templates.loader.get_source(templates, name) if templates.loader else ("", None, None)
        )
        named = (
            _known_names(name, source)
            if file and Path(file).parent == builtin_templates()
            else _names_in(source)
        )
    except (jinja2.TemplateError, UnicodeDecodeError) as error:
        return f"{type(error).__name__} {error}", set()
    return source, {one for one in named if one} | (set(every) if None in named else set())


def _known_names(name: str, source: str) -> frozenset[str | None]:
    """What `_names_in` gives for a template that comes with the program."""
    told = compiled.recall(
        f"names-{name}", source, lambda: json.dumps(sorted(_names_in(source), key=str)).encode()
    )
    return frozenset(json.loads(told))


@lru_cache(maxsize=256)
def _names_in(source: str) -> frozenset[str | None]:
    """The templates that a text names; None for one that it names by a value."""
    return frozenset(meta.find_referenced_templates(jinja2.Environment().parse(source)))  # noqa: S701 - makes no page


def _reached(name: str, named: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += named[one]
    return reached
