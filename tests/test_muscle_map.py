"""The muscle map: every muscle in its right place, distinguished without colour, small, and the same each time."""

from __future__ import annotations

import itertools
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT

from cuecard.figures.muscles import muscle_map, regions
from cuecard.figures.muscles.regions import BACK, FRONT, VIEWS, Point, outline_of
from cuecard.vocabulary.additions import load_builtin
from cuecard.vocabulary.term import Kind

WORDS = load_builtin()
ANATOMY = regions.anatomy()
MUSCLES = [term.id for term in WORDS.muscles.values() if term.kind is Kind.MUSCLE]
SHAPES = [
    (view, id, shape) for view in VIEWS for id, shapes in ANATOMY.regions[view].items() for shape in shapes
]
LEGS = ("quads", "glutes"), ("hamstrings", "hip-abductors", "hip-adductors", "abs", "obliques", "lower-back")


def is_inside(point: Point, shape: tuple[Point, ...]) -> bool:
    """Return whether a point lies in a polygon: a ray from it crosses the outline an odd number of times."""
    x, y = point
    return bool(
        sum(
            (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
            for (x1, y1), (x2, y2) in itertools.pairwise((*shape, shape[0]))
        )
        % 2
    )


def middle(view: str, id: str) -> Point:
    """Return the mean of a muscle's corners on one half of the body."""
    points = [point for shape in ANATOMY.regions[view][id] for point in outline_of(shape)]
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def drawn(svg: str) -> ET.Element:
    """Return the picture, which must be well-formed."""
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def classes(svg: str, name: str) -> str:
    """Return all path data with a class, or in a group that has it."""
    found = [one for one in drawn(svg).iter() if one.get("class") == name]
    return "".join(path.get("d", "") for one in found for path in one.iter("path"))


# --- where each muscle lies -------------------------------------------------------------------------------


def test_every_muscle_has_a_place() -> None:
    """Each muscle of the vocabulary has a region or is declared deep, not both; nothing else has one."""
    assert sorted([*ANATOMY.shown, *ANATOMY.deep]) == sorted(MUSCLES)
    assert ANATOMY.deep == {"deep-core", "diaphragm", "pelvic-floor", "hip-rotators"}


@pytest.mark.parametrize(
    ("view", "id", "side", "other"),
    [
        (FRONT, "hip-adductors", "inside", "quads"),
        (BACK, "hip-adductors", "inside", "hamstrings"),
        (FRONT, "hip-abductors", "outside", "quads"),
        (FRONT, "hip-abductors", "outside", "hip-flexors"),
        (BACK, "hip-abductors", "outside", "glutes"),
        (BACK, "hip-abductors", "above", "glutes"),
        (FRONT, "hip-flexors", "above", "quads"),
        (BACK, "glutes", "above", "hamstrings"),
        (BACK, "calves", "above", "soleus"),
        (FRONT, "shins", "outside", "calves"),
        (FRONT, "foot-ankle", "below", "shins"),
        (FRONT, "obliques", "outside", "abs"),
        (FRONT, "serratus", "above", "obliques"),
        (FRONT, "front-delts", "inside", "side-delts"),
        (BACK, "rear-delts", "inside", "side-delts"),
        (FRONT, "brachialis", "outside", "biceps"),
        (FRONT, "chest", "inside", "front-delts"),
        (BACK, "upper-back", "inside", "rear-delts"),
        (BACK, "lats", "below", "rotator-cuff"),
        (BACK, "lower-back", "inside", "lats"),
        (BACK, "traps", "above", "lower-back"),
        (FRONT, "forearms", "below", "biceps"),
        (BACK, "forearms", "below", "triceps"),
        (FRONT, "neck", "above", "chest"),
    ],
)
def test_a_muscle_lies_beside_its_neighbour(view: str, id: str, side: str, other: str) -> None:
    """Inner and outer, upper and lower are as in an atlas: adductors at the inner thigh, abductors at the outer hip."""
    (x, y), (other_x, other_y) = middle(view, id), middle(view, other)
    is_there = {"inside": x < other_x, "outside": x > other_x, "above": y < other_y, "below": y > other_y}
    assert is_there[side]


def test_a_muscle_is_seen_from_its_side() -> None:
    """What lies in front is drawn from the front alone, what lies behind from behind; some are seen from both."""
    both = ANATOMY.regions[FRONT].keys() & ANATOMY.regions[BACK].keys()
    assert both == {
        "neck", "traps", "side-delts", "forearms", "obliques", "hip-abductors", "hip-adductors", "calves", "foot-ankle"
    }  # fmt: skip
    assert {"chest", "abs", "quads", "biceps", "shins"} <= ANATOMY.regions[FRONT].keys() - both
    assert {"glutes", "hamstrings", "lats", "triceps", "soleus"} <= ANATOMY.regions[BACK].keys() - both


def test_regions_lie_within_the_body() -> None:
    """A region with the line round it stays on its half of the body."""
    body = outline_of(ANATOMY.outline)
    for view, id, shape in SHAPES:
        for point in outline_of(shape):
            assert point[0] >= regions.EDGE / 2, (view, id, point)
            assert is_inside(point, body), (view, id, point)
            assert min(math.dist(point, edge) for edge in body) > regions.EDGE / 2, (view, id, point)


@pytest.mark.parametrize("view", VIEWS)
def test_regions_keep_apart(view: str) -> None:
    """Between two regions, with the lines round them, there is a thin gap everywhere."""
    shapes = [outline_of(shape) for at, _, shape in SHAPES if at == view]
    for one, other in itertools.combinations(shapes, 2):
        near = [p for p in one if min(x for x, _ in other) - 30 < p[0] < max(x for x, _ in other) + 30]
        near = [p for p in near if min(y for _, y in other) - 30 < p[1] < max(y for _, y in other) + 30]
        assert min((math.dist(p, q) for p in near for q in other), default=99) > regions.EDGE + 2
        assert not any(is_inside(point, other) for point in near)


def test_the_left_is_the_mirror_image_of_the_right() -> None:
    """A mirrored shape has each point on the other side at the same height."""
    for shape in [ANATOMY.outline, *(shape for _, _, shape in SHAPES)]:
        left, right = outline_of(regions.mirrored(shape)), outline_of(shape)
        assert [(-x, y) for x, y in left] == list(right)


# --- the picture of an exercise ---------------------------------------------------------------------------


def test_a_muscle_lights_up_where_it_is() -> None:
    """Its shapes, and no others, are solid; as a helper, the same shapes are outlined and hatched."""
    for id in ANATOMY.shown:
        shapes = [shape for view in VIEWS for shape in ANATOMY.regions[view].get(id, ())]
        solid, hatched = muscle_map.chart([id], [], ""), muscle_map.chart([], [id], "")
        assert classes(solid, "map-primary") == "".join(shapes)
        assert classes(solid, "map-secondary") == classes(hatched, "map-primary") == ""
        assert all(shape in classes(hatched, "map-secondary") for shape in shapes)
        assert all(regions.hatching(shape) in classes(hatched, "map-secondary") for shape in shapes)
        rest = [shape for _, other, shape in SHAPES if other != id]
        assert classes(solid, "map-muscle") == classes(hatched, "map-muscle") == "".join(rest)


def lines_of(hatching: str) -> Iterator[tuple[Point, Point]]:
    """Yield both ends of each line of a hatching."""
    x = y = 0
    for command, numbers in re.findall(r"([Mml])([^Mml]+)", hatching):
        dx, dy = map(int, re.findall(r"-?\d+", numbers))
        before = (x, y)
        x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
        if command == "l":
            yield before, (x, y)


def test_hatching_stays_inside() -> None:
    """Lines of the hatching slant and lie in their region, and even the smallest muscle has some."""
    for view, id, shape in SHAPES:
        outline = outline_of(shape)
        lines = list(lines_of(regions.hatching(shape)))
        assert lines, (view, id)
        for (x1, y1), (x2, y2) in lines:
            assert x2 - x1 == y1 - y2 > 0
            within = [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for t in (0.1, 0.5, 0.9)]
            assert all(is_inside(point, outline) for point in within), (view, id, shape)


def test_what_works_most_is_not_hatched_as_well() -> None:
    """A muscle in both groups is solid alone."""
    assert muscle_map.chart(["quads"], ["quads"], "") == muscle_map.chart(["quads"], [], "")


def test_deep_muscles_leave_the_map_to_words() -> None:
    """Where nothing can be seen there is no picture; beside what can be seen, what lies deep changes nothing."""
    assert muscle_map.chart(["pelvic-floor"], ["deep-core", "popliteus"], "") == ""
    assert muscle_map.small(["pelvic-floor"]) == ""
    seen = muscle_map.small(["glutes", "pelvic-floor"])
    assert seen == muscle_map.small(["glutes"])


def test_umbrella_words_light_up_their_members() -> None:
    """Shoulders are the three parts of the deltoid, and the calves have their two muscles."""
    lit = classes(muscle_map.chart(WORDS.expand(WORDS.muscles["shoulders"]), [], ""), "map-primary")
    for view, id, shape in SHAPES:
        assert (shape in lit) is (id in {"front-delts", "side-delts", "rear-delts"}), (view, id)
    assert WORDS.expand(WORDS.muscles["calves"]) == ("calves", "soleus")


def test_a_picture_says_what_it_shows() -> None:
    """A chart is an image with its words as its name, the small one is decoration; words are escaped."""
    chart = drawn(muscle_map.chart(["quads"], [], "Main muscles: <thigh> & co.", ("Front & more", "Back")))
    assert chart.get("role") == "img"
    assert (chart[0].tag, chart[0].text) == ("title", "Main muscles: <thigh> & co.")
    assert [one.text for one in chart.iter("text")] == ["Front & more", "Back"]
    assert drawn(muscle_map.small(["quads"])).get("aria-hidden") == "true"


def test_pictures_on_one_page_share_no_id() -> None:
    """Each refers to its own halves, whatever else is on the page, and to nothing that is not there."""
    seen: set[str] = set()
    pairs = [
        (["quads"], ["glutes"]),
        (["glutes"], ["quads"]),
        (["quads", "glutes"], []),
        ([], ["quads", "glutes"]),
    ]
    for primary, secondary in pairs:
        chart = drawn(muscle_map.chart(primary, secondary, ""))
        ids = [one.get("id", "") for one in chart.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        assert {use.get("href", "")[1:] for use in chart.iter("use")} == set(ids)
        assert seen.isdisjoint(ids)
        seen.update(ids)


def test_pictures_need_no_style_sheet() -> None:
    """Every class has its colours beside it, so that a picture alone is right; nothing is styled in the element."""
    svg = muscle_map.chart(*LEGS, "") + muscle_map.sprite([LEGS[0]]) + muscle_map.index_map({}, "")
    for name in ("body", "muscle", "primary", "secondary"):
        assert re.findall(rf'class="map-{name}" (?!fill="#)', svg) == []
    assert "style" not in svg


# --- small ones, and the index ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("primary", "side"),
    [
        (["quads"], FRONT),
        (["glutes"], BACK),
        (["calves"], BACK),
        (["hip-abductors"], BACK),
        (["hip-adductors"], FRONT),
        (["quads", "hip-flexors", "glutes"], FRONT),
        (["quads", "glutes", "hamstrings"], BACK),
        (["pelvic-floor"], ""),
        ([], ""),
    ],
)
def test_the_view_that_matters(primary: list[str], side: str) -> None:
    """A small map shows the body from the side where more of the muscles is seen, in whatever order they are."""
    assert muscle_map.side_that_matters(primary) == side
    assert muscle_map.side_that_matters(reversed(primary)) == side


def test_small_maps_find_their_parts_in_the_sprite() -> None:
    """A page's sprite has what its small maps use, and nothing else; without small maps there is none."""
    shown = [["quads"], ["glutes", "hamstrings"], ["pelvic-floor"], ["hip-abductors", "quads", "deep-core"]]
    used = {
        use.get("href", "")[1:]
        for ids in shown
        for svg in [muscle_map.small(ids)]
        if svg
        for use in drawn(svg)
    }
    assert used == {
        "map.body",
        "map.front.quads",
        "map.front.hip-abductors",
        "map.back.glutes",
        "map.back.hamstrings",
    }
    assert {symbol.get("id") for symbol in drawn(muscle_map.sprite(shown))} == used
    assert muscle_map.sprite([]) == muscle_map.sprite([["pelvic-floor"]]) == ""


def test_the_index_has_a_link_for_each_muscle() -> None:
    """One link is one muscle, named, in the order given, with its shapes of both views; the rest lead nowhere."""
    links = {
        "quads": ("quads.html", "Front & thigh"),
        "calves": ("calves.html", "Calf"),
        "pelvic-floor": ("p", "Floor"),
    }
    index = drawn(muscle_map.index_map(links, "Muscles"))
    found = {a.get("href"): ("".join(a.itertext()), len(a.findall("path"))) for a in index.iter("a")}
    assert list(found.items()) == [("quads.html", ("Front & thigh", 1)), ("calves.html", ("Calf", 2))]
    every = "".join(path.get("d", "") for path in index.iter("path"))
    assert all(shape in every and regions.mirrored(shape) in every for _, _, shape in SHAPES)


# --- what they cost ---------------------------------------------------------------------------------------


def test_pictures_are_small() -> None:
    """A usual exercise takes 6 kB, the whole body hatched 8 kB, a line of an index 200 bytes and its sprite 11 kB."""
    whole = WORDS.expand(WORDS.muscles["full-body"])
    assert len(muscle_map.chart(*LEGS, "x" * 150)) < 6200
    assert len(muscle_map.chart([], whole, "x" * 150)) < 8000
    assert len(muscle_map.small(["hip-abductors", "hip-adductors", "hamstrings"])) < 200
    assert len(muscle_map.sprite([[id] for id in whole])) < 11000


def test_the_same_bytes_each_time() -> None:
    """Two runs with other seeds for hashing draw the same, whatever the order of the words."""
    program = f"""
from cuecard.figures.muscles import muscle_map as m
p, s = {LEGS!r}
print(m.chart(p, set(s), "x"), m.small(p), m.side_that_matters(set(p)), m.sprite([p, s]), m.index_map({{}}, "x"))
"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert muscle_map.chart(LEGS[0], reversed(LEGS[1]), "x").encode() in runs.pop()
