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
from contextlib import closing
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from msgspec.structs import replace

from cuecard.cache import build_record
from cuecard.cache.build_record import ChangedInputs
from cuecard.cache.store import Cache
from cuecard.core.urls import slugify, text_url
from cuecard.incremental import manifest, page_shell
from cuecard.incremental.manifest import Entry
from cuecard.incremental.page_shell import PageShell
from cuecard.markdown import converter, time_limit
from cuecard.markdown.sanitize import UnsafeError
from cuecard.output import writer
from cuecard.output.staging import OutputError
from cuecard.output.writer import Written
from cuecard.parse import front_matter, sources
from cuecard.parse.sources import SourceFile
from cuecard.site import render
from cuecard.site.body_slots import fill_slots, with_slots
from cuecard.site.labels import labels_for
from cuecard.system.atomic_write import read_regular

DATA = "exercises.json"


def rebuild_bodies(words: Sequence[str], found: ChangedInputs) -> int:
    """Bring the site up to date with the texts that were *found* changed, for the command of these *words*.

    Returns:
        How many files were written; 0 where it takes a whole build, and nothing was done.

    """
    content, *templates = map(Path, found.scan.folders)
    if any(Path(path).name in found.made.told[1] for path in found.changed):
        return 0  # a warning stands in this text, perhaps in its prose
    site, cache = Path(found.made.site), Cache(Path(build_record.CACHE))
    with closing(PublishedSite(content, tuple(templates), site, cache)) as edition:
        written = edition.revise([Path(path) for path in found.changed])
    if written is None or not written.changed:
        return 0
    build_record.write_record(
        words, found.scan, build_record.BuildOutcome(found.made.site, edition.names, found.made.told)
    )
    return written.changed


class PublishedSite:
    """A site as it was published last, open to be revised, as often as nothing but prose is changed.

    What it takes to make pages is read once and held.
    """

    def __init__(self, content: Path, templates: tuple[Path, ...], site: Path, cache: Cache) -> None:
        self._content = content
        self._site = site
        self._cache = cache
        self._templates = templates
        self._environments: dict[str, jinja2.Environment] = {}
        """By language, which all pages of a site share."""
        self._manifest: dict[str, Entry] | None = None
        self._is_followed = False
        self._pages = cache.pack("views", is_whole=False)
        self._revised: dict[str, tuple[str, bytes]] = {}
        """By url: the key of a page that was revised, and the hollow page."""

    @property
    def manifest(self) -> dict[str, Entry]:
        """What stands in the folder of the site."""
        if self._manifest is None:
            self._manifest = dict(manifest.read_manifest(self._cache, self._site))
        return self._manifest

    def follow(self, manifest: dict[str, Entry], hollow: dict[str, tuple[str, bytes]]) -> None:
        """Take what a build of this process left: what stands in the folder, and hollow pages that it made.

        Both are from then on held by this process alone, and nothing more is noted in the cache.
        """
        self._manifest, self._revised, self._is_followed = manifest, hollow, True

    def close(self) -> None:
        """Let go of what is held."""
        self._pages.close()

    @property
    def names(self) -> list[str]:
        """Every file in the folder of the site that is ours."""
        return [*self.manifest, writer.LIST]

    def revise(self, changed: Sequence[Path]) -> Written | None:
        """Bring the pages of the texts *changed* up to date; None where it takes a whole build.

        To be called only while all else that the site was made from is as it was.
        """
        if DATA not in self.manifest or not changed:
            return None
        pages: dict[str, bytes] = {}
        keys: dict[str, str] = {}
        bodies: dict[str, str] = {}
        hollow_pages: dict[str, bytes] = {}
        try:
            for file in changed:
                one = self._page(file)
                if one is None:
                    return None
                url, key, page, body, told = one
                keys[url], pages[url], bodies[url], hollow_pages[url] = key, page, body, told
            if (
                self._is_followed
            ):  # in a preview pages come first: an author looks at them, and the data is large
                written = self._publish(pages, keys)
                more = self._publish({DATA: self._data(bodies)}, {})
                written = replace(written, changed=written.changed + more.changed)
            else:
                written = self._publish({**pages, DATA: self._data(bodies)}, keys)
        except (OSError, ValueError, OutputError, render.TemplateError):
            for url in pages:
                self.manifest.pop(url, None)  # so that nobody takes for the old page what may be the new one
            return None
        for url, told in hollow_pages.items():
            self._revised[url] = (keys[url], told)
        if not self._is_followed:
            manifest.write_manifest(self._cache, self._site, self.manifest)
            self._pages.adder.add((keys[url], told) for url, told in hollow_pages.items())
        return written

    def _data(self, bodies: dict[str, str]) -> bytes:
        """The data file with the new *bodies*, by url.

        Raises:
            ValueError: when it is not as a build makes it.
            OSError: when it cannot be read.

        """
        data = read_regular(str(self._site / DATA))
        for url, body in bodies.items():
            data = _with_body(data, url, body)
        return data

    def _publish(self, files: dict[str, bytes], keys: dict[str, str]) -> Written:
        written = writer.write_site(files, self._site, self.manifest.keys() - files.keys())
        for url, published in files.items():
            digest = hashlib.sha256(published).hexdigest()
            self.manifest[url] = manifest.entry(keys.get(url, digest), digest, self._site / url)
        return written

    def _page(self, file: Path) -> tuple[str, str, bytes, str, bytes] | None:
        """The address, key and bytes of a text's page, its body as written, and the hollow page as it is kept.

        None where more than prose has changed.
        """
        source = sources.read_text(file, self._content)
        if not isinstance(source, SourceFile):
            return None
        parted = front_matter.split_fast(source.text)
        url = text_url(source.kind, slugify(file.stem))
        if url not in self.manifest or not parted or front_matter.has_control_character(source.text):
            return None
        told = self._hollow(url)
        page = msgspec.json.decode(told, type=PageShell) if told else None
        if page is None or (page.path, page.block) != (source.path, parted[0]):
            return None
        try:
            body = time_limit.convert(parted[1], raw_html=page.raw_html, taken=page.taken)
        except (converter.NestingError, time_limit.ConversionTimeoutError, UnsafeError):
            return None
        if not page_shell.can_be_shell(body) or with_slots(body) != page.body:
            return None
        key = page_shell.page_key(page.page, msgspec.json.encode(page.view), body.pieces, page.closure)
        filled = fill_slots(page.page, body.pieces)
        return url, key, render.render(self._environment(page), filled), parted[1], told

    def _environment(self, shell: PageShell) -> jinja2.Environment:
        """The templates with the words for the language of a page."""
        language = shell.page.view.frame.language
        if language not in self._environments:
            self._environments[language] = render.environment(self._templates, labels_for(language))
        return self._environments[language]

    def _hollow(self, url: str) -> bytes:
        """The hollow page that waits at *url*; empty where none is known."""
        wanted = self.manifest[url].key
        key, told = self._revised.get(url, ("", b""))
        return told if key == wanted else (self._pages.get(wanted) or b"")


def _with_body(data: bytes, url: str, body: str) -> bytes:
    """The data file with another body of the text at *url*, which has a line to itself.

    Raises:
        ValueError: when it has none, or has no body now or then.

    """
    sign = f'"url": {json.dumps(url, ensure_ascii=False)}, '.encode()
    start = data.rfind(b"\n", 0, data.find(sign)) + 1
    end = data.find(b"\n", start)
    line = data[start:end].decode().strip().removesuffix(",")
    if data.count(sign) != 1 or not body.strip("\n"):
        raise ValueError(url)
    told: dict[str, Any] = json.loads(line)
    if "body" not in told or json.dumps(told, ensure_ascii=False) != line:
        raise ValueError(url)
    told["body"] = body.strip("\n")
    return (
        data[:start]
        + data[start:end].replace(line.encode(), json.dumps(told, ensure_ascii=False).encode())
        + data[end:]
    )
