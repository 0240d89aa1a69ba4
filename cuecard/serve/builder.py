"""How the preview builds: the seam between what sees a save and what builds the site from it."""

from __future__ import annotations

import gc
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from cuecard.build import recipe
from cuecard.build.project_folders import with_site_folders
from cuecard.cache.store import Cache
from cuecard.core.build_options import Options, template_folders
from cuecard.core.diagnostics import Problem, as_text
from cuecard.incremental.body_only import PublishedSite
from cuecard.incremental.build_state import BuildState
from cuecard.output import staging
from cuecard.output.writer import Written
from cuecard.site import render

_FEW = 16
"""Texts that are updated one by one; with more, the whole site is built."""


class Report(Struct, frozen=True):
    """The result of one build."""

    problems: tuple[Problem, ...] = ()
    written: Written | None = None
    """None when the site was left as it was."""
    refusal: str = ""
    """Why nothing could be done at all, such as a folder that is missing; otherwise empty."""
    fault: str = ""
    """The traceback of a bug in the program; otherwise empty."""
    base_url: str = ""
    """The address that the pages were built for."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all problems, as the terminal and the page show them."""
        texts = tuple(as_text(problem) for problem in self.problems)
        if self.refusal:
            texts += (f"cuecard: {self.refusal}",)
        if self.fault:
            last = self.fault.rstrip().rpartition("\n")[2]
            texts += (f"cuecard: this is a bug in Cuecard, not your mistake: {last}",)
        return texts


class Builder(Protocol):
    """Builds the site again and again, in the same folder. Called by one thread at a time."""

    def build(self, changed: AbstractSet[Path] | None) -> Report:
        """Build the site from the files as they are now, or leave it as it was and report why.

        *changed* are the files that were written, moved or removed since the last call, by the paths of the
        options (`content/exercises/squat.md`), never folders; there may be others among them. None at the first call,
        and when it is not known.
        """


class PreviewBuilder:
    """Updates single pages where only prose was saved, and otherwise builds what has changed.

    After a build with problems the whole site is built, since what was changed before is not published yet.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._state = BuildState(is_reused=True)
        self._good_report: Report | None = None
        """Of the last build, if it was good and the site is as it left it."""
        self._site: PublishedSite | None = None
        """For updates."""
        self._folders: tuple[Path, ...] = ()
        """Of the templates that these have."""
        self._updated: frozenset[Path] = frozenset()
        """Texts whose pages were updated since the last whole build."""

    def build(self, changed: AbstractSet[Path] | None) -> Report:
        """As the protocol says."""
        good, self._good_report = self._good_report, None
        if good and changed:
            self._good_report = self._update(good, changed)
            if self._good_report:
                self._updated |= changed
                return self._good_report
        report = self._build_all(changed, self._updated | changed if good and changed else None)
        self._updated = frozenset()
        self._good_report = report if report.written else None
        folders = template_folders(with_site_folders(self._options))  # `site.yaml` may name another one now
        is_open = self._site and report.written and self._state.knows_changes
        if not is_open or folders != self._folders:
            self._open_site(report)
        return report

    def _build_all(self, changed: AbstractSet[Path] | None, saved: AbstractSet[Path] | None) -> Report:
        """Build the site, from nothing if it is not known what *changed*; *saved* as of `recipe.build`."""
        if changed is None:
            self._state = BuildState(is_reused=True)
        try:
            report = recipe.build(self._options, self._state, saved=saved)
        except staging.OutputError as error:
            return Report(refusal=str(error))
        except render.TemplateError as error:
            return Report((error.problem,))
        if changed is None:
            gc.freeze()  # nearly all of it stays, and looking through it for cycles takes a fifth of a build
        return Report(report.problems, report.written, base_url=report.library.site.base_url)

    def _open_site(self, report: Report) -> None:
        """Load what updates need before the first save, as an author then waits."""
        if self._site:
            self._site.close()
            self._site = None
        options, published = self._options, self._state.published
        self._folders = template_folders(with_site_folders(options))
        if report.written and options.cache and published.manifest is not None:
            cache = Cache(options.cache)
            self._site = PublishedSite(options.content, self._folders, options.output, cache, published)

    def _update(self, good: Report, changed: AbstractSet[Path]) -> Report | None:
        """Update the pages of the texts *changed*; None if more than prose may have changed."""
        if len(changed) > _FEW or not all(file.is_relative_to(self._options.content) for file in changed):
            return None
        if any(file.name in text for file in changed for text in good.texts):
            return None  # a problem of this text may be about its prose
        written = self._site.update(sorted(changed)) if self._site else None
        return replace(good, written=written) if written else None
