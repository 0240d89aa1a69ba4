"""The script of the filter on a site with taxonomies of its own: the same, with a choice more for each."""

from __future__ import annotations

import json
from collections.abc import Iterable

_CHOICES = b'["muscle", "equipment", "level", "position"].filter('
_OF = b"        position: [data.position]\n"


def with_taxonomies(script: bytes, names: Iterable[str]) -> bytes:
    """Return the *script* `filter.js` with a choice for each taxonomy; unchanged if an owner has written another one.

    The script of all other sites is not burdened with this.
    """
    names = tuple(names)
    if not names or script.count(_CHOICES) != 1 or script.count(_OF) != 1:
        return script
    own = [f"own-{name}" for name in names]
    choices = json.dumps(["muscle", "equipment", "level", "position", *own]).encode() + b".filter("
    of = _OF.rstrip(b"\n") + b"".join(
        f',\n        "{name}": (element.getAttribute("data-{name}") || "").split(" ")'.encode()
        for name in own
    )
    return script.replace(_CHOICES, choices).replace(_OF, of + b"\n")
