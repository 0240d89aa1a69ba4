"""Which files can be published, by the suffix of their name."""

from __future__ import annotations

from cuecard.core.diagnostics import one_of

PICTURE_SUFFIXES = frozenset([".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"])
FONT_SUFFIXES = frozenset([".otf", ".ttf"])
"""Fonts, which `site.yaml` may name."""
WEB_FONT_SUFFIX = ".woff2"
"""Of fonts for pages."""
ASSET_SUFFIXES = PICTURE_SUFFIXES | {".mp4", ".pdf", ".webm"}
"""Files that a text may show or link to; they are published when one does."""
FROM_PHONES = frozenset([".heic", ".heif", ".hif"])
EXPORT_AS_JPEG = "export the picture as JPEG (.jpg), as browsers cannot show this kind"
_DOCUMENTS = frozenset(
    [
        ".doc",
        ".docx",
        ".key",
        ".numbers",
        ".odp",
        ".ods",
        ".odt",
        ".pages",
        ".ppt",
        ".pptx",
        ".rtf",
        ".txt",
        ".xls",
        ".xlsx",
    ]
)
_VIDEOS = frozenset([".avi", ".m4v", ".mkv", ".mov", ".mpeg", ".mpg", ".ogv", ".wmv"])


def kind_hint(path: str) -> str:
    """Return what an author can publish instead of a file of an unsupported kind."""
    suffix = suffix_of(path)
    allowed = one_of(sorted(ASSET_SUFFIXES))
    if suffix in FROM_PHONES:
        return EXPORT_AS_JPEG
    if suffix in _DOCUMENTS:
        return f"export it as PDF; {allowed}"
    if suffix in _VIDEOS:
        return f"export it as .mp4 or .webm; {allowed}"
    if suffix == ".md":
        return "texts are published from exercises/, routines/, guides/ and pages/"
    return allowed


def suffix_of(path: str) -> str:
    """Return the suffix of a file's name in small letters, with its dot; empty if it has none."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return dot + ending.lower() if stem and ending else ""
