"""Texts that are about the site and not about exercises: its own pages, such as an imprint, and the home page."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from cuecard.parse.fields import Text, word
from cuecard.parse.written import Written


class Nav(StrEnum):
    """Where every page has a link to this one."""

    HEADER = "header"
    FOOTER = "footer"
    NONE = "none"


class InfoPage(Written):
    """A page of the site itself, such as about, imprint, privacy or contact."""

    nav: Annotated[Nav, word(Nav, "place")] = Nav.FOOTER
    """Where all pages link to it: in their header, in their footer, or nowhere (none)."""


class HomeText(Written):
    """The owner's words on the home page: `home.md`."""

    title: Text = ""
    """The heading of the home page, in place of the name of the site."""
