"""What every source becomes before it is written: one frozen value for each text, and everything that was lost.

A source's own module turns its data into `Found`. What it cannot use, or has to leave out, becomes a `Loss` with a
reason, so that nothing goes missing in silence.
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
    """As its source has it."""
    facts: Mapping[str, Any]
    """The front matter: texts, lists and mappings of texts."""
    body: str = ""
    """The Markdown below it."""
    kind: Kind = Kind.EXERCISE
    apart: tuple[str, ...] = ()
    """Words that tell it from others of the same name, such as its equipment; the best first."""
    names: frozenset[tuple[Kind, str]] = frozenset()
    """Kinds and slugs of other texts, without which a build would reject it."""
    file: str = ""
    """The path inside the content folder that its source asks for; empty where its name decides."""
    body_losses: Callable[[Body], Iterator[Loss]] | None = None
    """What is lost of its body, as can be told when that is converted."""


class RecordResult(NamedTuple):
    """The result of converting one entry of a source."""

    record: Record | None
    """None if it cannot become a content file."""
    losses: tuple[Loss, ...] = ()


class Opening(Struct, frozen=True):
    """Which source is to be opened, and by which import."""

    key: str
    """Of the import, so that no child takes an older file of the same name for it."""
    source: str
    """A `run.Source`."""
    folder: str
    """In which the paths are meant."""
    file: Path
    into: Path
    language: str
    gone: frozenset[tuple[Kind, str]] = frozenset()
    """Kinds and slugs of texts that cannot be there."""


class RecordSource(NamedTuple):
    """All records of one source, each to be converted when it is asked for."""

    total: int
    convert: Callable[[int], RecordResult]
    """What the record of this number, from 0, becomes."""
    label: Callable[[int], str]
    """What to call it where it cannot be converted: its name as it is written, without looking into it."""
    losses: tuple[Loss, ...] = ()
    """What is lost of the source itself."""


def no_text(name: str, reason: str, detail: str = "") -> RecordResult:
    """Return the result for an entry that cannot become a content file."""
    return RecordResult(None, (Loss(reason, name, detail, whole=True),))
