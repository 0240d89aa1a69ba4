"""Drawn figures on the pages: frames with captions, the movement, small stills in lists, pictures on cards."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import card_corpus
import pytest
import sites
from conftest import ROOT
from documents import SVG, document, html_files, parsed, text_of
from msgspec.structs import replace
from playwright.sync_api import Browser, Locator
from previews import until

from cuecard.build import check_content
from cuecard.core.build_options import builtin_templates
from cuecard.figures import figure
from cuecard.figures.body.poses import poses
from cuecard.figures.frames import Figure, Frame
from cuecard.figures.scene import props
from cuecard.library.ladders import Ladder
from cuecard.site import context, list_rows, plan, render, site_assets

SQUAT = {
    "props": [{"band": "above knees"}],
    "frames": [
        {"pose": "standing", "caption": "Stand <tall> & still"},
        {"pose": "squat", "caption": "Sit back"},
    ],
}
CORE = {"primary": ["core", "quads"], "secondary": ["glutes"]}
LOOK = context.ThemeUrls(
    {"site": "style.css"}, "icon.svg", {name: f"{name}.js" for name in ("filter", "video", "card")}, ""
)


@dataclass(frozen=True)
class Project:
    """A small project with figures, checked and built."""

    checked: check_content.CheckResult
    site: Path

    def page(self, url: str) -> Element:
        """Return one of its pages."""
        return document(self.site / url)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Exercises with a movement, with one frame, with photographs beside a figure, and without any."""
    folder = tmp_path_factory.mktemp("figures")
    image = {"src": "dot.png", "alt": "A dot", "credit": "Us"}
    content = sites.put(
        folder / "content",
        {
            "exercises/squat.md": sites.text(
                sites.exercise(
                    "Squat", figure=SQUAT, progressions=[{"exercise": "hold"}, {"exercise": "plain"}]
                )
            ),
            "exercises/hold.md": sites.text(
                sites.exercise("Hold", figure={"frames": ["plank"]}, muscles=CORE)
            ),
            "exercises/photo.md": sites.text(sites.exercise("Photo", figure=SQUAT, images=[image])),
            "exercises/plain.md": sites.text(sites.exercise("Plain")),
            "exercises/dot.png": sites.PIXEL,
            "routines/all.md": sites.text(
                {"title": "All", "exercises": ["squat", "hold", "photo", "plain", "squat"]}
            ),
            "guides/some.md": sites.text(
                {"title": "Some", "exercises": ["hold"]}, "[Squat](../exercises/squat.md)\n"
            ),
        },
    )
    return Project(card_corpus.checked(content), sites.build(content, folder / "site", "--no-cache"))


def figures_in(root: Element) -> list[Element]:
    """Return the drawings of figures below an element."""
    return [svg for svg in root.iter(f"{SVG}svg") if "figure" in (svg.get("class") or "").split()]


def entries(root: Element, path: str) -> dict[str, int]:
    """Return how many drawings each item of a list has, by the text of its first link or heading."""
    found = {}
    for item in root.iterfind(path):
        name = next(one for one in item.iter() if one.tag in {"a", "h2"} and text_of(one))
        found[text_of(name)] = len(figures_in(item))
    return found


# --- the page of an exercise ---------------------------------------------------------------------------------------


def test_frames_are_a_list_with_captions(project: Project) -> None:
    """The frames stand in a list in their order, each with its caption, which alone is read aloud."""
    root = project.page("exercises/squat.html")
    items = root.findall(".//figure[@class='movement can-move']/ol[@class='frames']/li")
    assert [text_of(item.find("span[@class='caption']")) for item in items] == [
        "Stand <tall> & still",
        "Sit back",
    ]
    for item in items:
        assert len(figures_in(item)) == 1
        assert item.find("span[@aria-hidden='true']") is not None
    [alone] = project.page("exercises/hold.html").findall(".//figure[@class='movement']/ol/li")
    assert text_of(alone.find("span[@class='caption']")) == f"{poses()['plank'].description.capitalize()}"


def test_the_movement_can_be_held_still(project: Project) -> None:
    """The moving picture is named, described frame by frame, and stopped by a box that needs no script."""
    root = project.page("exercises/squat.html")
    part = root.find(".//div[@class='moving-part']")
    assert part is not None
    [moving] = figures_in(part)
    assert moving.get("role") == "img"
    assert text_of(moving.find(f"{SVG}title")) == "Squat"
    assert text_of(moving.find(f"{SVG}desc")) == "1. Stand <tall> & still. 2. Sit back."
    box = part.find("label/input")
    assert box is not None
    assert (box.get("type"), box.get("checked")) == ("checkbox", None)
    assert text_of(part.find("label")) == "Pause"
    assert root.find(".//script[@src]") is None


def test_one_frame_does_not_move(project: Project) -> None:
    """A figure of one frame is one picture, with nothing to pause."""
    root = project.page("exercises/hold.html")
    assert root.find(".//div[@class='moving-part']") is None
    assert root.find(".//input") is None


def test_photographs_take_the_place_of_a_figure(project: Project) -> None:
    """Where the author has photographs, page and card show them, and lists still show the figure."""
    root = project.page("exercises/photo.html")
    assert root.find(".//figure[@class='movement']") is None
    assert root.find(".//div[@class='moving-part']") is None
    assert [image.get("alt") for image in root.iter("img")] == ["A dot"]
    assert entries(project.page("index.html"), ".//section[@id='exercises']//li")["Photo"] == 1


def test_no_figure_no_picture(project: Project) -> None:
    """An exercise without a figure has no place for one, on its page and in lists."""
    root = project.page("exercises/plain.html")
    assert [svg for svg in figures_in(root) if svg.get("role") == "img"] == []
    assert root.find(".//figure") is None


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("index.html", ".//section[@id='exercises']//li", {"Hold": 1, "Photo": 1, "Plain": 0, "Squat": 1}),
        ("muscles/quads.html", ".//ul[@class='rows']/li", {"Hold": 1, "Photo": 1, "Plain": 0, "Squat": 1}),
        ("guides/some.html", ".//ul[@class='rows']/li", {"Squat": 1, "Hold": 1}),
        ("routines/all.html", ".//ol[@class='entries']/li", {"Squat": 2, "Hold": 1, "Photo": 0, "Plain": 0}),
        ("exercises/squat.html", ".//ol[@class='stairs']//div[@class='words']/..", {"Hold": 1, "Plain": 0}),
        ("cards/all.html", ".//ol[@class='card-rows']/li", {"Squat": 2, "Hold": 1, "Photo": 0, "Plain": 0}),
    ],
)
def test_stills(project: Project, url: str, path: str, expected: dict[str, int]) -> None:
    """Each list of exercises shows a figure beside those that have one; a card shows two frames of it."""
    titles = entries(project.page(url), path) if "stairs" not in path else rungs(project.page(url), path)
    assert titles == expected


def rungs(root: Element, path: str) -> dict[str, int]:
    """Return the same for the stairs, without the exercise that the page is about."""
    found = {text_of(item.find(".//p[@class='name']")): len(figures_in(item)) for item in root.iterfind(path)}
    return {name: number for name, number in found.items() if name != "Squat"}


def test_stills_are_not_read_aloud(project: Project) -> None:
    """What stands beside the name of an exercise is for the eye alone: hidden, in lists without words of its own."""
    for svg in figures_in(project.page("index.html")):
        assert svg.get("aria-hidden") == "true"
        assert text_of(svg) == ""
    hidden = project.page("routines/all.html").findall(".//ol[@class='frames']/li/span[@aria-hidden='true']")
    assert sum(len(figures_in(span)) for span in hidden) >= 3


# --- all of them ------------------------------------------------------------------------------------------------------


def test_drawings_are_sound(project: Project) -> None:
    """Each drawing is whole XML, without ids, styles, scripts, links and handlers; what it says is kept as text."""
    seen = 0
    kinds = {"svg", "title", "desc", "g", "path", "circle", "animate"}
    for path, file in html_files(project.site).items():
        for svg in re.findall(r'<svg[^>]*class="figure.*?</svg>', file.read_text("utf-8"), re.DOTALL):
            root = ET.fromstring(svg)  # noqa: S314 - our own file
            for element in root.iter():
                assert element.tag.removeprefix(SVG) in kinds, path
                assert not {"id", "style", "href"} & set(element.attrib), path
                assert not any(name.startswith("on") for name in element.attrib), path
            seen += 1
    assert seen > 20


def test_ids_stay_unique(project: Project) -> None:
    """The same figure may stand on a page many times, and no id stands there twice."""
    for path, file in html_files(project.site).items():
        ids = Counter(element.get("id") for element in document(file).iter() if element.get("id"))
        assert [name for name, count in ids.items() if count > 1] == [], path


def test_the_same_bytes_again(project: Project, tmp_path: Path) -> None:
    """Drawn again, by another run, every page of a figure is the same to the byte."""
    again = sites.build(project.site.parent / "content", tmp_path / "site", "--no-cache")
    assert sites.tree(again / "exercises") == sites.tree(project.site / "exercises")


# --- cards ------------------------------------------------------------------------------------------------------------


def test_a_card_shows_the_first_and_the_last_frame(project: Project) -> None:
    """However full the card, the first entry shows its first and its last frame, cut to their ink."""
    assets = project.checked.assets
    [laid] = project.checked.cards
    assert assets
    templates = render.environment((builtin_templates(),))
    page = plan.make(("card", "all"), context.PageContext(assets, LOOK, {"all": laid.fit}))
    first = parsed(render.render(templates, page)).find(".//ol[@class='card-rows']/li")
    assert first is not None
    titles = [text_of(svg.find(f"{SVG}title")) for svg in figures_in(first)]
    assert titles == ["Stand <tall> & still", "Sit back"]


# --- a large index ----------------------------------------------------------------------------------------------------


def test_an_index_of_a_thousand(project: Project) -> None:
    """The home page of 1,000 exercises, each with its figure and its muscles, is under 1.5 MB."""
    assets = project.checked.assets
    assert assets
    home = plan.make(("home", ""), context.PageContext(large(assets, 1000), LOOK, {}))
    html_text = render.render(render.environment((builtin_templates(),)), home)
    assert html_text.count(b'class="figure"') == 1000
    assert 500_000 < len(html_text) < 1_500_000


def large(assets: site_assets.SiteAssets, count: int) -> site_assets.SiteAssets:
    """Return what the pages of a site are made from, with so many exercises, with the figures of all poses in turn."""
    library = assets.library
    exercise = library.exercises["hold"]
    facts = exercise.facts.model_copy(
        update={"summary": "Builds the thighs and the buttocks, and the balance too."}
    )
    slugs = [f"exercise-number-{n}" for n in range(count)]

    def each(facts: object) -> dict[str, object]:
        return dict.fromkeys(slugs, facts)

    many = replace(
        library,
        exercises={slug: replace(exercise, slug=slug, facts=facts) for slug in slugs},
        routines={},
        guides={},
        primary=each(library.primary["hold"]),
        secondary=each(library.secondary["hold"]),
        equipment=each(library.equipment["hold"]),
        muscle_ids=each(library.muscle_ids["hold"]),
        ladders=each(Ladder((), ())),
    )
    things = (props.prop("mat"), props.prop("band", "above knees"))
    figures = (Figure((Frame(pose, {}),), pose.view, things) for pose in poses().values())
    drawings = [figure.draw(one, "Hold") for one in figures]
    drawn = dict(zip(slugs, cycle(drawings), strict=False))
    return replace(assets, library=many, drawings=drawn, rows=list_rows.Rows(many, drawn))


# --- in a browser -----------------------------------------------------------------------------------------------------


def looks_otherwise(part: Locator, before: bytes) -> bool:
    """Return whether a part of a page does not look as it did *before*."""
    return part.screenshot() != before


def test_movement_pause_and_peace(project: Project, browser: Browser) -> None:
    """Without JavaScript the figure moves until Pause is ticked; for a reader who wants no motion it never does."""
    for motion in ("no-preference", "reduce"):
        context = browser.new_context(java_script_enabled=False, reduced_motion=motion)
        page = context.new_page()
        page.goto((project.site / "exercises/squat.html").as_uri())
        moving, frames = page.locator("svg.moving"), page.locator(".frames")
        moves = motion == "no-preference"
        assert (moving.is_visible(), frames.is_visible()) == (moves, not moves)
        if moves:
            before = moving.screenshot()
            assert until(partial(looks_otherwise, moving, before))
            page.get_by_label("Pause").check()
            assert (moving.is_visible(), frames.is_visible()) == (False, True)
            page.get_by_label("Pause").uncheck()
            assert (moving.is_visible(), frames.is_visible()) == (True, False)
        else:
            assert not page.get_by_label("Pause").is_visible()
        context.close()


def test_every_shipped_exercise_has_its_figure(built_site: Path) -> None:
    """Each exercise page of the guide shows at least two frames, or one that is held, each with a caption."""
    slugs = sorted(file.stem for file in (ROOT / "content/exercises").glob("*.md"))
    assert slugs
    for slug in slugs:
        frames = document(built_site / f"exercises/{slug}.html").findall(".//ol[@class='frames']/li")
        assert len(frames) >= (1 if slug == "cushion-balance" else 2), slug
        assert all(text_of(frame).strip() for frame in frames), slug
