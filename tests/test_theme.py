"""The theme of a site: one colour, from which all others follow, with the contrast that readers need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites
from conftest import ROOT, RunCli, Write

from cuecard.core import colours
from cuecard.parse.theme import GRAPHICS_CONTRAST, TEXT_CONTRAST, Theme
from cuecard.site.theme import palettes

TOKENS = (ROOT / "templates/assets/styles/tokens.css").read_text("utf-8")

TEXT = (
    ("ink", "paper"), ("ink", "surface"), ("ink", "tint"),
    ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "tint"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "tint"), ("on-accent", "accent"),
    ("on-brand", "brand"), ("brand-soft", "brand"), ("brand", "on-brand"),
)  # fmt: skip
"""Words, and what they are on."""
GRAPHICS = (
    ("line-strong", "paper"), ("line-strong", "surface"), ("safety", "paper"), ("safety", "surface"),
    ("on-safety", "safety"), ("accent", "map-body"),
)  # fmt: skip
"""Marks, edges of fields, and muscles on the map."""


def usual() -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of the style sheet, in the light and in the dark theme."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in TOKENS.split("@media")[:2]
    )
    return light, light | dark


def too_pale(palette: dict[str, str]) -> list[str]:
    """Return the pairs of a palette that have too little contrast."""
    return [
        f"{one} on {other}: {measured:.2f}"
        for pairs, least in ((TEXT, TEXT_CONTRAST), (GRAPHICS, GRAPHICS_CONTRAST))
        for one, other in pairs
        if (measured := colours.contrast(colours.read(palette[one]), colours.read(palette[other]))) < least
    ]


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21:1, and a grey has the ratio that tools give."""
    assert colours.contrast(colours.BLACK, colours.WHITE) == pytest.approx(21)
    assert colours.contrast(colours.read("#767676"), colours.WHITE) == pytest.approx(4.54, abs=0.005)


def test_the_usual_colours() -> None:
    """Text has 7:1 in both themes, graphics 3:1."""
    for palette in usual():
        assert too_pale(palette) == []


@pytest.mark.parametrize(
    "accent", ["#00545d", "#1b3f8b", "#6b2d5c", "#7a1f1f", "#3d4b00", "#000000", "#333333"]
)
def test_what_follows_from_an_accent(accent: str) -> None:
    """Whatever the accent that is taken, all that follows from it has enough contrast in both themes."""
    light, dark = usual()
    own_light, own_dark = palettes(Theme.model_validate({"accent": accent}))
    assert too_pale({**light, **own_light}) == []
    assert too_pale({**dark, **own_dark}) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("accent", "#5aa9e6"), ("accent", "f90"), ("accent", "#ffffff"), ("accent_dark", "#00545d")],
)
def test_an_accent_that_is_too_pale(
    run_cli: RunCli, project: Path, write: Write, key: str, value: str
) -> None:
    """The problem names the pair, its contrast and what it needs; what its hint says to write is taken."""
    facts = {"accent": "#00545d", key: value}
    write("content/site.yaml", "theme:\n" + "".join(f'  {name}: "{one}"\n' for name, one in facts.items()))
    outcome = run_cli("build")
    assert outcome.code == 1
    place = 2 + list(facts).index(key)
    assert f"content/site.yaml:{place}:{len(key) + 5}: error[low-contrast]: " in outcome.err
    assert re.search(
        r" on (?:the page|a panel) \(#[0-9a-f]{6}\) has a contrast of \d+\.\d:1, and text needs 7:1",
        outcome.err,
    )
    hint = re.search(rf'write {key}: "(#[0-9a-f]{{6}})"', outcome.err)
    assert hint is not None
    facts[key] = hint[1]
    write("content/site.yaml", "theme:\n" + "".join(f'  {name}: "{one}"\n' for name, one in facts.items()))
    assert run_cli("build").code == 0


def test_a_colour_that_yaml_takes_for_a_comment(run_cli: RunCli, project: Path, write: Write) -> None:
    """Without quotation marks a colour would vanish: that is reported at its place."""
    write("content/site.yaml", "theme:\n  accent: #00545d\n")
    outcome = run_cli("build")
    assert outcome.code == 1
    assert "content/site.yaml:2:" in outcome.err
    write("content/site.yaml", "theme:\n  accent: not a colour\n")
    assert "content/site.yaml:2:11: error[bad-colour]: " in run_cli("build").err


def test_the_theme_reaches_the_pages(run_cli: RunCli, project: Path, write: Write) -> None:
    """Accent, corners and type are in the sheet of all pages; without a theme it is as it was."""
    run_cli("build")
    (plain,) = (project / "site/assets").glob("site.*.css")
    before = plain.read_text("utf-8")
    write("content/site.yaml", 'theme: {accent: "#1b3f8b", corner: square, type: serif}\n')
    assert run_cli("build").code == 0
    (themed,) = (project / "site/assets").glob("site.*.css")
    sheet = themed.read_text("utf-8")
    assert "--accent:#1b3f8b" in sheet
    assert "--corner:0;" in sheet
    assert "Georgia, serif" in sheet
    assert "#1b3f8b" not in before
    assert sites.tree(project / "site").keys() != {}
