"""What a page may load and do, as browsers are told: the last line of defence, should a script get into a text.

The policy stands in each page, and so counts from any server and from a disk too, and once more in `_headers`, which
some hosts make headers of (Netlify and Cloudflare Pages read the same form).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import urlsplit

from cuecard.parse.video import PLAYERS

HEADERS = "_headers"

_OURS = "'self' file:"
"""Beside the page. A browser may take each file on a disk for another site; no page from a server can load `file:`."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def styles_in(template: str) -> tuple[str, ...]:
    """The styles that stand in a *template* itself, as a policy names them: by their digests."""
    return tuple(
        f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(template)
    )


def policy(styles: Iterable[str]) -> str:
    """The value of Content-Security-Policy: nothing but the files of the site, and players of films once asked for."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_OURS}",
            f"style-src {' '.join([_OURS, *styles])}",
            f"img-src {_OURS}",
            f"font-src {_OURS}",
            f"media-src {_OURS}",
            "connect-src 'self'",  # tools that audit a page read robots.txt from inside it
            f"frame-src {' '.join(PLAYERS)}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def top_folder(base_url: str) -> str:
    """The path at which the site stands on its host, beginning and ending with a slash."""
    return f"{urlsplit(base_url).path.rstrip('/')}/"
