"""The classes that a body can use: those meant for authors, and authors' own classes with a prefix.

All other classes belong to Cuecard's pages, where they could stretch a link over the screen or hide text.
`docs/handbook/guides.md` lists these for authors.
"""

from __future__ import annotations

import re

from cuecard.core.diagnostics import did_you_mean

BOXES = ("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning")
"""The kinds of boxes (`!!! note`)."""
OWN_PREFIX = "my-"
"""Prefix of classes that site owners can define in their own style sheets."""
_MADE_BY_MARKDOWN = frozenset(["admonition", "admonition-title", "footnote", "footnote-ref"])
_ALLOWED = _MADE_BY_MARKDOWN.union(BOXES)
_FORM = re.compile(r"(?:language|my)-[\w.+#-]+")
"""The language of a code block, or an author's own class."""
_BACK = "footnote-backref"
"""Not printed, so it is reserved for the link back from a footnote."""


def is_allowed_class(name: str, tag: str, href: str = "") -> bool:
    """Return whether an element *tag* that links to *href* can have the class *name*."""
    if name == _BACK:
        return tag == "a" and href.startswith("#fnref")
    return name in _ALLOWED or _FORM.fullmatch(name) is not None


def class_hint(name: str) -> str:
    """Return the hint for the refused class *name*."""
    near = did_you_mean(name, BOXES)
    return near or f'remove it, or rename it to "{OWN_PREFIX}{name}" and style it in your own style sheet'
