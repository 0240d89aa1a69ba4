"""The classes that a body may use: those that are meant for authors, and authors' own under a prefix.

Every other class belongs to our pages. There it can stretch a link over a screen or hide a text, so no body may use it.
`docs/handbook/guides.md` lists these for authors.
"""

from __future__ import annotations

import re

from cuecard.core.diagnostics import did_you_mean

BOXES = ("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning")
"""The kinds of boxes (`!!! note`)."""
OWN_PREFIX = "my-"
"""Begins the classes that an owner of a site may give a meaning, in a style sheet of their own."""
_MADE_BY_MARKDOWN = frozenset(["admonition", "admonition-title", "footnote", "footnote-ref"])
_ALLOWED = _MADE_BY_MARKDOWN.union(BOXES)
_FORM = re.compile(r"(?:language|my)-[\w.+#-]+")
"""The language of a code block, or a class of the author's own."""
_BACK = "footnote-backref"
"""Not printed, so it is kept for the way back from a footnote."""


def is_allowed_class(name: str, tag: str, href: str = "") -> bool:
    """Whether an element *tag*, which leads to *href*, may have the class *name*."""
    if name == _BACK:
        return tag == "a" and href.startswith("#fnref")
    return name in _ALLOWED or _FORM.fullmatch(name) is not None


def class_hint(name: str) -> str:
    """How to go on where the class *name* is refused."""
    near = did_you_mean(name, BOXES)
    return (
        near
        or f'take it out, or call it "{OWN_PREFIX}{name}" and give it a meaning in a style sheet of your own'
    )
