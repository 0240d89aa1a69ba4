"""How the preview builds: the seam between what sees a save and what makes the site from it."""

from __future__ import annotations

import gc
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from cuecard.build import recipe
from cuecard.cache.store import Cache
from cuecard.core.build_options import Options, template_folders
from cuecard.core.diagnostics import Problem, as_text
from cuecard.incremental.body_only import PublishedSite
from cuecard.incremental.session import Session
from cuecard.output import staging
from cuecard.output.writer import Written
from cuecard.site import render

_FEW = 16
"""Texts that are revised one by one; with more, everything is made."""


class Report(Struct, frozen=True):
    """What one build came to."""

    problems: tuple[Problem, ...] = ()
    written: Written | None = None
    """None when the site was left as it was."""
    refusal: str = ""
    """Why nothing could be done at all, such as a folder that is not there; else empty."""
    fault: str = ""
    """The traceback of a fault of the program; else empty."""
    base_url: str = ""
    """The address that the pages were made for."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is wrong, each as the terminal and the page tell it."""
        told = tuple(as_text(problem) for problem in self.problems)
        if self.refusal:
            told += (f"cuecard: {self.refusal}",)
        if self.fault:
            last = self.fault.rstrip().rpartition("\n")[2]
            told += (f"cuecard: this is a fault of the program, not of your content: {last}",)
        return told


class Builder(Protocol):
    """Makes the site, again and again, in one and the same folder. Called by one thread at a time."""

    def build(self, changed: AbstractSet[Path] | None) -> Report:
        """Make the site as the files now are, or leave it as it was and say why.

        *changed* are the files that were written, moved or removed since the last call, by the paths of the
        options (`content/exercises/squat.md`), never folders; more than did change may be named. None at the
        first call, and when it is not known.
        """


class WholeBuilder:
    """Looks at everything at each save but for what may be believed, and makes what is new."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.session = Session()

    def build(self, changed: AbstractSet[Path] | None, saved: AbstractSet[Path] | None = None) -> Report:
        """As the protocol says. Where it is not known what changed, it is all done from the beginning.

        *saved* are the files that alone were written since a build that went well; None where that is not known.
        """
        if changed is None:
            self.session = Session()
        try:
            made = recipe.build(self._options, session=self.session, saved=saved)
        except staging.OutputError as refusal:
            return Report(refusal=str(refusal))
        except render.TemplateError as fault:
            return Report((fault.problem,))
        if changed is None:
            gc.freeze()  # nearly all of it stays, and to look through it for what may go takes a fifth of a build
        return Report(made.problems, made.written, base_url=made.library.site.base_url)


class RevisingBuilder:
    """Makes what a save of prose changes, and everything where more than prose was changed, or may have been.

    After a build that did not go well everything is made, since what was changed before it is not published yet.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._whole = WholeBuilder(options)
        self._published: Report | None = None
        """Of the last build, if it went well and the site is as it left it."""
        self._edition: PublishedSite | None = None
        self._unread: frozenset[Path] = frozenset()
        """Texts whose prose was revised since everything was made."""

    def build(self, changed: AbstractSet[Path] | None) -> Report:
        """As the protocol says."""
        published, self._published = self._published, None
        if published and changed:
            self._published = self._revised(published, changed)
            if self._published:
                self._unread |= changed
                return self._published
        report = self._whole.build(changed, self._unread | changed if published and changed else None)
        self._unread = frozenset()
        self._published = report if report.written else None
        if not (self._edition and report.written and self._whole.session.is_believed):
            self._open_edition(report)
        elif self._whole.session.manifest is not None:
            self._edition.follow(self._whole.session.manifest, self._whole.session.hollow)
        return report

    def _open_edition(self, report: Report) -> None:
        """Hold what it takes to revise prose, before the first save: that is what an author waits for."""
        if self._edition:
            self._edition.close()
            self._edition = None
        session, options = self._whole.session, self._options
        if report.written and options.cache and session.manifest is not None:
            folders = template_folders(options)
            self._edition = PublishedSite(options.content, folders, options.output, Cache(options.cache))
            self._edition.follow(session.manifest, session.hollow)

    def _revised(self, published: Report, changed: AbstractSet[Path]) -> Report | None:
        """The report of a build of nothing but the prose that *changed*; None where that is not all."""
        if len(changed) > _FEW or not all(file.is_relative_to(self._options.content) for file in changed):
            return None
        if any(file.name in text for file in changed for text in published.texts):
            return None  # what is told of this text may be about its prose
        written = self._edition.revise(sorted(changed)) if self._edition else None
        return replace(published, written=written) if written else None
