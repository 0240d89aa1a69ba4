"""The settings of a whole site, `site.yaml`."""

from __future__ import annotations

from typing import Annotated

from msgspec.structs import replace
from pydantic import Field

from cuecard.core.diagnostics import Problem
from cuecard.parse.fields import BaseAddress, Language, Paper, Slug, Text, Texts, word
from cuecard.parse.figure_spec import People
from cuecard.parse.front_matter import Document
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.project_folders import Folder, TopFolder
from cuecard.parse.safety_models import Safety
from cuecard.parse.suppressible import SiteSilence
from cuecard.parse.tagged import Taxonomies
from cuecard.parse.theme import Theme
from cuecard.parse.validation_errors import validate


class Clinic(FrontMatterModel):
    """Who gives the cards out."""

    name: Text
    """Its name."""
    telephone: Text = ""
    """Its telephone number, as people read it."""
    logo: Text = ""
    """A picture in the content folder, on each card that has room for it."""


class Home(FrontMatterModel):
    """What the owner decides about the home page."""

    routines: tuple[Slug, ...] = ()
    """Slugs of the routines that come first, in this order; the others follow."""
    figures: Annotated[tuple[Slug, ...], Field(max_length=4)] = ()
    """Slugs of the exercises whose figures are at the top; without it, three of the first routine."""
    start: Text = ""
    """The words of the button at the top, instead of "Pick a routine"."""
    stop: Text = ""
    """When to stop, in a sentence above the routines, instead of the first rule to stop at."""


class Site(FrontMatterModel):
    """`site.yaml`: what holds for all pages."""

    title: Text = "Exercises"
    """The name of the site, on every page."""
    description: Text = ""
    """A sentence about the site, on the home page and for search engines."""
    base_url: BaseAddress = ""
    """The web address at which the site will be published."""
    language: Language = "en"
    """The language of the texts, as a code such as en or en-GB."""
    author: Text = ""
    """Who is responsible for the site."""
    paper: Annotated[Paper, word(Paper, "paper size")] = Paper.A4
    """The paper of cards that are printed from the browser."""
    clinic: Clinic | None = None
    """The clinic that hands the cards out; its name is on each."""
    safety: Safety = Safety()
    """The rules that apply to all pages."""
    theme: Theme = Theme()
    """Colour, corners and type of all pages."""
    home: Home = Home()
    """The home page: order of routines, figures, words."""
    figures: People = People()
    """How the people in figures look."""
    fonts: Texts = ()
    """For letters that the type of the cards lacks: packages such as fontpkg-noto-sans, or font files."""
    taxonomies: Taxonomies = Field(default_factory=dict)
    """Ways to group texts, each with its name and perhaps a list of its words: condition: {name: Condition}."""
    templates: TopFolder = ""
    """The folder of your own templates, beside the content folder."""
    output: Folder = ""
    """The folder to which the site is written, from the folder that contains the content folder."""
    silence: SiteSilence = ()
    """Kinds of warnings and notes that are not reported for any text."""


def parse_site(document: Document) -> Site | list[Problem]:
    """Parse the settings of the whole site, or return everything that is wrong with them."""
    if _RAW_HTML not in document.meta:
        return validate(Site, document)
    message = f'"{_RAW_HTML}" cannot be set here: anyone who can change this file could then publish scripts'
    hint = "delete this line; if you trust all authors, build with the option --trust-raw-html"
    problem = document.problem((_RAW_HTML,), "trust-in-content", message, hint, at_key=True)
    others = {key: value for key, value in document.meta.items() if key != _RAW_HTML}
    site = validate(Site, replace(document, meta=others))
    return [problem, *(site if isinstance(site, list) else ())]


_RAW_HTML = "raw_html"
"""A key of earlier versions."""
