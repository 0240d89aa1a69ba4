"""The links that an owner puts into the header and the footer of all pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.markdown.converter import Link
from cuecard.parse.fields import Text, read_text
from cuecard.parse.model import FrontMatterModel


def _read_link(value: object) -> object:
    """Turn the short form, where the link leads, into the long one."""
    return value if isinstance(value, Mapping) else {"to": read_text(value)}


class ThemeLink(FrontMatterModel):
    """A link in the header or the footer."""

    to: Text
    """A file in the content folder, such as pages/imprint.md; or an address with https:, mailto: or tel: before it."""
    text: Text = ""
    """The words of the link; for one of your texts, its title where this is left out."""

    @model_validator(mode="after")
    def _has_words(self) -> ThemeLink:
        if not self.text and not self.to.partition("#")[0].endswith(".md"):
            hint = f"write {{to: {self.to}, text: the words of the link}}"
            raise InvalidValueError("missing-key", f'nothing says how the link to "{self.to}" is shown', hint)
        return self

    @property
    def link(self) -> Link:
        """Return it as a link of a body, so that it is checked like those."""
        return Link(self.to, is_image=False, nth=0)


ThemeLinks = tuple[
    Annotated[ThemeLink, BeforeValidator(_read_link, json_schema_input_type=Text | ThemeLink)], ...
]
