"""What every source is converted to before it is written: one frozen value for each text, and everything that is lost.

The module of a source turns its data into `RecordResult` values. What it cannot use becomes a `Loss` with a reason, so
that nothing is lost unreported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from cuecard.parse.sources import Kind

if TYPE_CHECKING:
    from cuecard.markdown.converter import Body


class ImportFormatError(Exception):
    """The source cannot be imported at all. The message is for the user."""


class Loss(NamedTuple):
    """Something of a record that its content file lacks, or has in another form."""

    reason: str
    """The same for all losses of its kind, ready for a list."""
    record: str
    """The name of the record in its source."""
    detail: str = ""
    """What was lost, such as an unknown word."""
    whole: bool = False
    """Whether the whole record is lost."""


class Record(Struct, frozen=True):
    """One content file to be written."""

    id: str
    """Its id in its source, the same at each import."""
    name: str
    """The name in its source."""
    facts: Mapping[str, Any]
    """The front matter: texts, lists and mappings of texts."""
    body: str = ""
    """The Markdown below it."""
    kind: Kind = Kind.EXERCISE
    distinguishing: tuple[str, ...] = ()
    """Words that distinguish it from others of the same name, such as its equipment; the best first."""
    names: frozenset[tuple[Kind, str]] = frozenset()
    """Kinds and slugs of other texts, without which a build would reject it."""
    file: str = ""
    """The path inside the content folder that its source names; empty if its name decides."""
    body_losses: Callable[[Body], Iterator[Loss]] | None = None
    """What is lost of its body, which is known when that is converted."""


class RecordResult(NamedTuple):
    """The result of converting one entry of a source."""

    record: Record | None
    """None if it cannot become a content file."""
    losses: tuple[Loss, ...] = ()


class Opening(Struct, frozen=True):
    """Which source an import opens."""

    key: str
    """A random text, so that no child reuses an older file of the same name."""
    source: str
    """A `run.Source`."""
    folder: str
    """The folder that the paths are relative to."""
    file: Path
    into: Path
    language: str
    gone: frozenset[tuple[Kind, str]] = frozenset()
    """Kinds and slugs of texts that cannot be imported."""


class RecordSource(NamedTuple):
    """All records of one source, each converted on demand."""

    total: int
    convert: Callable[[int], RecordResult]
    """Convert the record of this number, from 0."""
    label: Callable[[int], str]
    """Return the name of a record that cannot be converted, as it is written."""
    losses: tuple[Loss, ...] = ()
    """What is lost of the source itself."""


def no_text(name: str, reason: str, detail: str = "") -> RecordResult:
    """Return the result for an entry that cannot become a content file."""
    return RecordResult(None, (Loss(reason, name, detail, whole=True),))
