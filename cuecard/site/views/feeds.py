"""Files for search engines, feed readers and hosts."""

from __future__ import annotations

from msgspec import Struct


class Listed(Struct, frozen=True):
    """A page in the sitemap and the feed."""

    address: str
    title: str
    summary: str
    date: str
    """Of the review, as the format writes it; empty when there was none."""


class Listing(Struct, frozen=True):
    """`sitemap.xml`, `feed.xml` and `robots.txt`."""

    title: str
    description: str
    language: str
    home: str
    address: str
    """Of the file itself; in `robots.txt`, of the sitemap."""
    pages: tuple[Listed, ...]


class Headers(Struct, frozen=True):
    """`_headers`, which some hosts make headers of."""

    folder: str
    """The path of the site on its host, with a slash at both ends."""
    policy: str
    """As in `Frame`."""
