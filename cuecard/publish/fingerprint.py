"""What need not be made again, page by page: a page is a pure function of its template and its view."""

from __future__ import annotations

from cuecard.keeping import Cache

__all__ = ["Cache"]
