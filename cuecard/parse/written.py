"""What the front matter of every text can have, whatever its kind."""

from __future__ import annotations

from cuecard.parse.fields import OldAddress, Switch, Text
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.nested_models import Image, Reference, Review, Videos
from cuecard.parse.suppressible import Silence


class Written(FrontMatterModel):
    """What every text has."""

    title: Text
    """The name that people look for."""
    summary: Text = ""
    """One sentence that says what it is good for."""
    video: Videos | None = None
    """A video: its address, or url, start and title."""
    images: tuple[Image, ...] = ()
    """Pictures beside the text."""
    sources: tuple[Reference, ...] = ()
    """Where statements come from."""
    reviewed: Review | None = None
    """Who checked the text, and when."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that lead here: a slug, or a path from the top of the site."""
    silence: Silence = ()
    """Kinds of warnings and notes that are not reported for this text."""
    draft: Switch = False
    """Whether it is not published yet; the preview shows it."""
