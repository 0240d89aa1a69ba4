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
    """Replaces the one in `site.yaml`, if given."""
    drafts: bool = False
    strict: bool = False
    """Whether a warning stops the build."""
    cache: Path | None = Path(".cuecard-cache")
    """The cache folder; None to build everything again."""
    date: date | None = None
    """Reviews due before this date are overdue; without a date none is, so that no clock is read."""
    jobs: int = 1
    """How many processes may work at a time. The output does not depend on it."""
    trust_raw_html: bool = False
    """Whether HTML in texts is published as it is. Only the command line can say so: content comes from strangers."""
    quiet: bool = False
    """Whether only problems are printed."""
    profile: bool = False
    """Whether it is printed how long each stage takes."""
    is_output_given: bool = False
    """Whether `output` counts, whatever `site.yaml` says."""


def command_words(options: Options) -> list[str]:
    """Return the words of a `build` command with these options, without jobs, which do not affect the result."""
    default = Options()
    words = [
        word
        for name, value, usual in (
            ("--content", options.content, default.content),
            ("--base-url", options.base_url, default.base_url),
            ("--templates", options.templates, default.templates),
            ("--date", options.date, default.date),
            ("--output", options.output, default.output),
        )
        if value != usual
        for word in (name, str(value))
    ]
    flags = {
        "--no-cache": options.cache is None,
        "--drafts": options.drafts,
        "--strict": options.strict,
        "--trust-raw-html": options.trust_raw_html,
        "--quiet": options.quiet,
        "--profile": options.profile,
    }
    return [*words, *(name for name, is_set in flags.items() if is_set)]


def template_folders(options: Options) -> tuple[Path, ...]:
    """Return the folders to search for templates; the first that has one wins."""
    builtin = builtin_templates()
    return (options.templates, builtin) if options.templates else (builtin,)


def builtin_templates() -> Path:
    """Return the folder of built-in templates: in the wheel inside the package, in a clone beside it."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"
