"""Cuecard builds a website from Markdown files of exercises, to read, link to and print.

As a library: `cuecard.build(cuecard.Options(content=Path("content"), output=Path("site")))`.
"""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import what is asked for only then, so that `import cuecard` is instant."""
    from importlib import import_module  # noqa: PLC0415

    if name == "build":
        return import_module("cuecard.build")
    if name == "Options":
        return import_module("cuecard.core.build_options").Options
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
