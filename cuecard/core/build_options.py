"""What a build is asked to do: the command line's options, read once, and passed on as one value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct


class Options(Struct, frozen=True):
    """Where to read and write, and what to leave out. Paths are relative to the current folder."""

    content: Path = Path("content")
    templates: Path | None = None
    """A folder whose files take the place of built-in templates of the same name."""
    output: Path = Path("site")
    base_url: str | None = None
    """In place of the one in `site.yaml`, when given."""
    drafts: bool = False
    strict: bool = False
    """Whether a warning stops the build."""
    cache: Path | None = Path(".cuecard-cache")
    """Where results are kept that need not be made again; None to make everything anew."""
    date: date | None = None
    """The day to reckon overdue reviews from; without one none is overdue, so that no clock is read."""
    jobs: int = 1
    """How many processes may work at a time. What is made does not depend on it."""
    trust_raw_html: bool = False
    """Whether HTML in texts is published as it is. Only the command line can say so: content comes from strangers."""


def template_folders(options: Options) -> tuple[Path, ...]:
    """Where templates are looked for, the first that has one winning."""
    builtin = builtin_templates()
    return (options.templates, builtin) if options.templates else (builtin,)


def builtin_templates() -> Path:
    """The templates that come with the program: in the wheel inside the package, in a clone beside it."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"
