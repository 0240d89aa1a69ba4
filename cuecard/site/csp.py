"""Content-Security-Policy: what a page may load and do. The last line of defence if a script gets into a text.

The policy is in each page, so that it holds from any server and from a disk too, and once more in `_headers`, which
some hosts turn into headers (Netlify and Cloudflare Pages read the same format).
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
"""A browser may treat each file on a disk as another site; no page from a server can load `file:`."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def styles_in(template: str) -> tuple[str, ...]:
    """Return the styles inside a *template*, as a policy names them: by their digests."""
    return tuple(
        f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(template)
        if style
    )


def policy(styles: Iterable[str]) -> str:
    """Return the policy: only files of the site, and players of videos once a reader asks for one."""
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
    """Return the path of the site on its host, beginning and ending with a slash."""
    return f"{urlsplit(base_url).path.rstrip('/')}/"
