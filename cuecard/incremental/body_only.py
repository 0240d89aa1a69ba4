"""A build in which only prose has changed: most of those that an author waits for.

Every page except the text's own depends only on its front matter. So if the front matter is the same, and the body
has the same links, headings and ids as before, two files change: the page, whose shell is stored (see `page_shell`),
and `exercises.json`, which contains the body as written. Nothing else is read, checked or rendered. If anything else
may have changed, this is reported, and the whole site is built.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import msgspec
from msgspec.structs import replace

from cuecard.cache import build_record
from cuecard.cache.build_record import BuildOutcome
from cuecard.cache.store import Cache
from cuecard.core.urls import slugify, text_url
from cuecard.incremental import manifest, page_shell
from cuecard.incremental.manifest import Entry
from cuecard.incremental.page_shell import PageShell
from cuecard.incremental.published import PublishedFiles
from cuecard.incremental.unchanged import ChangedInputs
from cuecard.markdown import time_limit
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.sanitize import UnsafeError
from cuecard.output import writer
from cuecard.output.file_list import LIST
from cuecard.output.staging import OutputError
from cuecard.output.writer import Written
from cuecard.parse import front_matter, sources
from cuecard.parse.sources import FOLDERS, SourceFile
from cuecard.site import render
from cuecard.site.body_slots import fill_slots, with_slots
from cuecard.site.choose_labels import labels_for
from cuecard.system.atomic_write import read_regular

DATA = "exercises.json"


def rebuild_bodies(command: Sequence[str], inputs: ChangedInputs) -> int:
    """Update the site for texts that have changed since the last build with the same words of the *command*.

    Returns:
        How many files were written; 0 if the whole site must be built, and nothing was done.

    """
    content, *templates = map(Path, inputs.scan.folders)
    before, scan = inputs.outcome, inputs.scan
    if any(Path(path).name in before.output[1] for path in inputs.changed):
        return 0  # the text has a warning, perhaps about its prose
    site, cache = Path(before.site), Cache(Path(build_record.CACHE))
    with closing(PublishedSite(content, tuple(templates), site, cache)) as published:
        written = published.update([Path(path) for path in inputs.changed])
        names = published.names
    if written is None or not written.changed:
        return 0
    if scan.is_settled:
        outcome = BuildOutcome(before.site, names, before.output)
        build_record.write_record(command, scan.folders, scan.data, outcome)
    return written.changed


class _NewPage(NamedTuple):
    """The page of a text whose prose has changed."""

    url: str
    key: str
    data: bytes
    body: str
    """As written; empty if the data file does not have it."""
    shell: bytes


class PublishedSite:
    """The site as it was published, ready to be updated as long as only prose changes.

    What rendering needs is loaded once. With *known*, of the process that built the site and is the only one to write
    to it, nothing is stored in the cache.
    """

    def __init__(
        self,
        content: Path,
        templates: tuple[Path, ...],
        site: Path,
        cache: Cache,
        known: PublishedFiles | None = None,
    ) -> None:
        self._content = content
        self._templates = templates
        self._site = site
        self._cache = cache
        self._is_only_writer = known is not None
        self._known = known or PublishedFiles()
        self._environments: dict[str, jinja2.Environment] = {}
        """By language, which all pages of a site share."""
        self._shells = cache.append_only("views", is_whole=False)

    @property
    def manifest(self) -> dict[str, Entry]:
        """Return the files in the folder of the site."""
        return self._known.read_manifest(self._cache, self._site)

    @property
    def names(self) -> list[str]:
        """Return all files that we wrote into the folder of the site."""
        return [*self.manifest, LIST]

    def close(self) -> None:
        """Close the cache."""
        self._shells.close()

    def update(self, changed: Sequence[Path]) -> Written | None:
        """Update the pages of the texts *changed*; None if the whole site must be built.

        To be called only while everything else that the site was built from is the same.
        """
        if DATA not in self.manifest or not changed:
            return None
        pages: list[_NewPage] = []
        try:
            for file in changed:
                page = self._new_page(file)
                if page is None:
                    return None
                pages.append(page)
            written = self._publish(pages)
        except (OSError, ValueError, OutputError, render.TemplateError):
            for page in pages:
                self.manifest.pop(page.url, None)  # the file may be the old page or the new one
            return None
        for page in pages:
            self._known.shells[page.url] = (page.key, page.shell)
        if not self._is_only_writer:
            manifest.write_manifest(self._cache, self._site, self.manifest)
            self._shells.writer.add((page.key, page.shell) for page in pages)
        return written

    def _publish(self, pages: Sequence[_NewPage]) -> Written:
        """Write the pages and the data file; the preview writes the pages first, as the data file is large."""
        files = {page.url: page.data for page in pages}
        keys = {page.url: page.key for page in pages}
        bodies = {page.url: page.body for page in pages if page.body}
        if not self._is_only_writer:
            data = {DATA: self._data(bodies)} if bodies else {}
            return self._write({**files, **data}, keys)
        written = self._write(files, keys)
        if not bodies:
            return written
        return replace(written, changed=written.changed + self._write({DATA: self._data(bodies)}, {}).changed)

    def _write(self, files: dict[str, bytes], keys: dict[str, str]) -> Written:
        written = writer.write_site(files, self._site, self.manifest.keys() - files.keys())
        for url, data in files.items():
            digest = hashlib.sha256(data).hexdigest()
            self.manifest[url] = manifest.entry(keys.get(url, digest), digest, self._site / url)
        return written

    def _data(self, bodies: dict[str, str]) -> bytes:
        """Return the data file with new *bodies*, by url.

        Raises:
            ValueError: when it is not as a build writes it.
            OSError: when it cannot be read.

        """
        data = read_regular(str(self._site / DATA))
        for url, body in bodies.items():
            data = _with_body(data, url, body)
        return data

    def _new_page(self, file: Path) -> _NewPage | None:
        """Render the page of a text again; None if more than prose has changed."""
        source = sources.read_text(file, self._content)
        if not isinstance(source, SourceFile):
            return None
        parts = front_matter.split_fast(source.text)
        url = text_url(source.kind, slugify(file.stem))
        if url not in self.manifest or not parts or front_matter.has_control_character(source.text):
            return None
        data = self._stored_shell(url)
        shell = msgspec.json.decode(data, type=PageShell) if data else None
        if shell is None or (shell.path, shell.front_matter) != (source.path, parts[0]):
            return None
        try:
            body = time_limit.convert(parts[1], raw_html=shell.raw_html, taken=shell.reserved_ids)
        except (NestingError, time_limit.ConversionTimeoutError, UnsafeError):
            return None
        if not page_shell.can_be_shell(body) or with_slots(body) != shell.body:
            return None
        view = msgspec.json.encode(shell.view)
        key = page_shell.page_key(shell.page, view, body.pieces, shell.template_digest)
        page = fill_slots(shell.page, body.pieces)
        in_data = parts[1] if source.kind in FOLDERS.values() else ""
        return _NewPage(url, key, render.render(self._environment(shell), page), in_data, data)

    def _environment(self, shell: PageShell) -> jinja2.Environment:
        """Return the templates with the words for the language of a page."""
        language = shell.view.frame.language
        if language not in self._environments:
            self._environments[language] = render.environment(self._templates, labels_for(language))
        return self._environments[language]

    def _stored_shell(self, url: str) -> bytes:
        """Return the shell of the page that is published at *url*; empty if it is not known."""
        published = self.manifest[url].key
        key, shell = self._known.shells.get(url, ("", b""))
        return shell if key == published else (self._shells.get(published) or b"")


def _with_body(data: bytes, url: str, body: str) -> bytes:
    """Return the data file with another body of the text at *url*, which has a line of its own.

    Raises:
        ValueError: when it has no such line, or the text has no body before or after.

    """
    mark = f'"url": {json.dumps(url, ensure_ascii=False)}, '.encode()
    start = data.rfind(b"\n", 0, data.find(mark)) + 1
    end = data.find(b"\n", start)
    line = data[start:end].decode().strip().removesuffix(",")
    if data.count(mark) != 1 or not body.strip("\n"):
        raise ValueError(url)
    entry: dict[str, Any] = json.loads(line)
    if "body" not in entry or json.dumps(entry, ensure_ascii=False) != line:
        raise ValueError(url)
    entry["body"] = body.strip("\n")
    new_line = json.dumps(entry, ensure_ascii=False).encode()
    return data[:start] + data[start:end].replace(line.encode(), new_line) + data[end:]
