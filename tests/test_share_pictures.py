"""Pictures that a link to a page shows where it is shared: drawn from figure and title, or a photograph."""

from __future__ import annotations

import io
from pathlib import Path

import documents
import pytest
from conftest import RunCli, Write
from PIL import Image

BASE = "https://legs.example.org/guide/"
"""The address of the small project."""


def settings(project: Path, more: str) -> None:
    """Add lines to the settings of the site."""
    file = project / "content/site.yaml"
    file.write_text(file.read_text("utf-8") + more, encoding="utf-8")


def shared(site: Path, path: str) -> dict[str, str]:
    """Return what a page says about its picture."""
    found = documents.document(site / path).iter("meta")
    return {
        one.get("property", "").removeprefix("og:"): one.get("content", "")
        for one in found
        if one.get("property", "").startswith("og:image")
    }


def picture(site: Path, path: str) -> Image.Image:
    """Return the picture that a page names by its whole address."""
    url = shared(site, path)["image"]
    assert url.startswith(BASE)
    return Image.open(io.BytesIO((site / url.removeprefix(BASE)).read_bytes()))


DRAWN = ["index.html", "exercises/chair-squat.html", "routines/strong-legs.html", "guides/start-here.html"]


def test_pages_have_a_picture_of_their_own(run_cli: RunCli, project: Path) -> None:
    """Each text and the home page name a PNG of 1200 by 630 with the site's colour at the top, no two the same one."""
    settings(project, '\nshare_pictures: true\ntheme: {accent: "#7a1f5c"}\n')
    assert run_cli("build").code == 0
    site = project / "site"
    for path in DRAWN:
        image = picture(site, path)
        assert (image.format, image.size) == ("PNG", (1200, 630))
        red, green, blue = image.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert red > 2 * green < blue
        assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 50
        assert shared(site, path)["image:alt"]
    assert len({shared(site, path)["image"] for path in DRAWN}) == len(DRAWN)
    before = {file.name: file.read_bytes() for file in site.glob("assets/share.*")}
    assert len(before) == 5
    assert run_cli("build", "--no-cache", "--output", "again").code == 0
    assert {file.name: file.read_bytes() for file in (project / "again").glob("assets/share.*")} == before


def test_a_photograph_is_the_picture_of_its_exercise(run_cli: RunCli, project: Path) -> None:
    """It needs no drawing and no setting, only the address of the site, and says what it shows."""
    assert run_cli("build").code == 0
    site = project / "site"
    assert picture(site, "exercises/squat.html").size[0] > 0
    assert shared(site, "exercises/squat.html")["image:alt"]
    assert shared(site, "exercises/chair-squat.html") == {}
    assert not list(site.glob("assets/share.*"))


def test_without_an_address_there_are_none(run_cli: RunCli, project: Path) -> None:
    """Networks want whole addresses."""
    file = project / "content/site.yaml"
    file.write_text(file.read_text("utf-8").replace(f"base_url: {BASE}\n", ""), encoding="utf-8")
    settings(project, "\nshare_pictures: true\n")
    assert run_cli("build").code == 0
    assert shared(project / "site", "exercises/squat.html") == {}
    assert not list((project / "site").glob("assets/share.*"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_any_title_can_be_drawn(run_cli: RunCli, project: Path, write: Write, language: str) -> None:
    """Long titles, marks of Typst and letters that the type lacks do not stop a build."""
    settings(project, f"\nshare_pictures: true\nlanguage: {language}\n")
    for n, title in enumerate(["n" * 120, '#panic("x") $x$ *a* @ref', "تمرين الركبة", "<b>&amp;"]):
        write(
            f"content/exercises/odd-{n}.md",
            f"---\ntitle: '{title}'\nmuscles: {{primary: [quads]}}\nsteps: [Sit.]\n---\n",
        )
        write(f"content/guides/odd-{n}.md", f"---\ntitle: '{title}'\n---\nText.\n")
    assert run_cli("build").code == 0
    assert all(picture(project / "site", f"exercises/odd-{n}.html").size == (1200, 630) for n in range(4))
