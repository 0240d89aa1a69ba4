"""How the preview builds: the seam between what sees a save and what makes the site from it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cuecard import pipeline
from cuecard.config import Options
from cuecard.problems import Problem, as_text
from cuecard.publish.output import Written


@dataclass(frozen=True, slots=True)
class Report:
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
    """Makes everything at each save."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def build(self, changed: AbstractSet[Path] | None) -> Report:
        """As the protocol says; what changed does not matter here."""
        try:
            made = pipeline.build(self._options)
        except pipeline.Refusal as refusal:
            return Report(refusal=str(refusal))
        except pipeline.TemplateFault as fault:
            return Report((fault.problem,))
        return Report(made.problems, made.written, base_url=made.library.site.base_url)
