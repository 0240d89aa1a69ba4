"""A build in which nothing but prose has changed: most of those that an author waits for.

Every page but the text's own depends on its front matter alone. So where the front matter is the same, and the body
has the same links, headings and ids as before, two files change: the page, which is kept without its prose (see
`publish.hollow`), and `exercises.json`, which holds the body as written. Nothing else is read, checked or made. Where
anything is not quite so, this says so, and the whole build is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import jinja2

from cuecard import plain, unchanged
from cuecard.content import front_matter, markdown, sources
from cuecard.content.sources import SourceFile
from cuecard.keeping import Cache, Pack
from cuecard.publish import fingerprint, hollow, output, render, views
from cuecard.publish.fingerprint import Entry
from cuecard.publish.hollow import Hollow
from cuecard.publish.output import Refusal
from cuecard.unchanged import Found
from cuecard.urls import slugify

DATA = "exercises.json"
_CLASSES = plain.named(
    kind
    for kind in (*vars(views).values(), Hollow, markdown.Body, markdown.Link, markdown.Heading)
    if isinstance(kind, type) and is_dataclass(kind)
)


def revise(words: Sequence[str], found: Found) -> int:
    """Bring the site up to date with the texts that were *found* changed, for the command of these *words*.

    Returns:
        How many files were written; 0 where it takes a whole build, and nothing was done.

    """
    content, *templates = map(Path, found.scan.folders)
    if any(Path(path).name in found.made.told[1] for path in found.changed):
        return 0  # a warning stands in this text, perhaps in its prose
    cache = Cache(Path(unchanged.CACHE))
    names, count = _revise(found.changed, content, tuple(templates), Path(found.made.site), cache)
    if names:
        unchanged.remember(words, found.scan, unchanged.Made(found.made.site, names, found.made.told))
    return count


def _revise(
    changed: Sequence[str], content: Path, templates: tuple[Path, ...], site: Path, cache: Cache
) -> tuple[list[str], int]:
    """Every file in the folder *site* that is ours, and how many of them were written; nothing and 0 otherwise."""
    manifest = dict(fingerprint.published(cache, site))
    if DATA not in manifest or not changed:
        return [], 0
    environment = render.environment(templates)
    try:
        data = (site / DATA).read_bytes()
        made: dict[str, tuple[str, bytes]] = {}
        with cache.pack("views", is_whole=False) as kept:
            for path in changed:
                one = _revised(Path(path), content, manifest, kept, environment)
                if one is None:
                    return [], 0
                page, key, text, body = one
                revised = _with_body(data, page, body)
                if revised is None:
                    return [], 0
                data = revised
                made[page] = (key, text)
        made[DATA] = (hashlib.sha256(data).hexdigest(), data)
        written = output.publish(
            {url: file for url, (_, file) in made.items()}, site, manifest.keys() - made.keys()
        )
    except (OSError, ValueError, Refusal, render.TemplateFault):
        return [], 0
    for url, (key, file) in made.items():
        manifest[url] = fingerprint.entry(key, hashlib.sha256(file).hexdigest(), site / url)
    fingerprint.keep(cache, site, manifest)
    return [*manifest, output.LIST], written.changed


def _revised(
    file: Path, content: Path, manifest: dict[str, Entry], kept: Pack, environment: jinja2.Environment
) -> tuple[str, str, bytes, str] | None:
    """The address, key and bytes of a text's page, and its body as written; None where more than prose has changed."""
    source = sources.read_text(file, content)
    if not isinstance(source, SourceFile):
        return None
    parted = front_matter.quickly_parted(source.text)
    url = f"{source.kind}s/{slugify(file.stem)}.html"
    told = kept.get(manifest[url].key) if url in manifest and parted else None
    if not told or not parted or front_matter.has_control_character(source.text):
        return None
    page = plain.loads(told, _CLASSES)
    if not isinstance(page, Hollow) or (page.path, page.block) != (source.path, parted[0]):
        return None
    try:
        body = markdown.convert(parted[1], raw_html=page.raw_html, taken=page.taken)
    except markdown.TooDeep:
        return None
    if not hollow.is_hollowed(body) or hollow.emptied(body) != page.body:
        return None
    view = plain.dumps(page.page.view)
    key = hollow.key_of(page.page, view, body.pieces, page.closure)
    kept.put(key, told.decode())
    return url, key, render.render(environment, hollow.filled(page.page, body.pieces)), parted[1]


def _with_body(data: bytes, url: str, body: str) -> bytes | None:
    """The data file with another body of the text at *url*, which has a line to itself."""
    sign = f'"url": {json.dumps(url, ensure_ascii=False)}, '.encode()
    start = data.rfind(b"\n", 0, data.find(sign)) + 1
    end = data.find(b"\n", start)
    line = data[start:end].decode().strip().removesuffix(",")
    if data.count(sign) != 1 or not body.strip("\n"):
        return None
    told: dict[str, Any] = json.loads(line)
    if "body" not in told or json.dumps(told, ensure_ascii=False) != line:
        return None
    told["body"] = body.strip("\n")
    return (
        data[:start]
        + data[start:end].replace(line.encode(), json.dumps(told, ensure_ascii=False).encode())
        + data[end:]
    )
