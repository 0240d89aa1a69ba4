"""Figures as SVG: what a reader sees of every pose and of every thing beside the body."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
import typst
import yaml
from bodies import cycle
from conftest import ROOT

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures import figure
from cuecard.figures.body.floor import lowest_of_all
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import distance
from cuecard.figures.body.poses import poses
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import SHIN, THIGH, TORSO
from cuecard.figures.drawing import moving
from cuecard.figures.drawing.hull import UNIT
from cuecard.figures.drawing.inks import INKS
from cuecard.figures.drawing.moving_shapes import forms
from cuecard.figures.figure import draw
from cuecard.figures.frames import Drawing, Figure, Frame
from cuecard.figures.scene import furniture, props
from cuecard.figures.scene.solids import Box, Rod
from cuecard.figures.scene.stage import Stage, place_on
from cuecard.parse import figure_spec as figures

GOLDEN = Path(__file__).with_name("golden") / "figures"
RENEW = "CUECARD_RENEW"
MOST = 9_000
MOST_MOVING = 12_000
MOST_SMALL = 1_800

SVG = "{http://www.w3.org/2000/svg}"

# As authors write them: what is drawn of these is kept in tests/golden/figures.
FIGURES = """
squat:
  frames:
    - {pose: standing, arms: forward, caption: Arms ahead}
    - {pose: squat, caption: Hips back, props: [{arrow: hips down}]}
banded-squat:
  view: front
  props: [{band: above knees}]
  frames:
    - {pose: standing, hip abduction: 8, arms: hands together, caption: Band on}
    - {pose: squat, hip abduction: 16, arms: hands together, caption: Knees out, props: [{push: knees out}]}
banded-march:
  props: [{band: near above knee to post}]
  frames:
    - {pose: standing, near knee: 10, near ankle: 8}
    - {pose: march, mirror: true, near knee: 10, near ankle: 8, caption: Lift the other knee}
chair:
  props: [chair]
  frames:
    - {pose: sitting}
    - {pose: sitting, trunk: 34, arms: forward, caption: Lean ahead}
    - {pose: standing, props: [{arrow: hips up}]}
lunge:
  frames: [{pose: standing}, {pose: reverse lunge, caption: Back}, {pose: march, mirror: true, caption: Up}]
lateral-lunge:
  view: front
  frames: [{pose: standing, arms: hands together, caption: Stand}, {pose: lateral lunge}]
step-up:
  props: [{step: 24}]
  frames: [{pose: step-up}, {pose: on a step}]
wall-sit:
  props: [{wall: behind}]
  frames: [{pose: wall sit}]
bridge:
  props: [mat]
  frames: [{pose: hook-lying}, {pose: bridge, props: [{arrow: hips up}]}]
clamshell:
  view: front
  props: [mat, {band: above knees}]
  frames: [{pose: bent side-lying}, {pose: clamshell}]
hip-extension:
  props: [{band: hands to near foot}]
  frames:
    - {pose: knee to chest, arms: holding a band, near hip: 105, caption: In}
    - {pose: knee to chest, arms: holding a band, near hip: 38, near knee: 4, caption: Out}
curl:
  props: [dumbbell]
  frames: [{pose: standing}, {pose: standing, elbow: 120, caption: Up}]
"""
FIGURES_WRITTEN = yaml.safe_load(FIGURES)


def parsed(text: str) -> ElementTree.Element:
    """Return the SVG as XML, which it must be by itself."""
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def as_written(text: str) -> Figure:
    """Return the figure of an author's words in YAML."""
    return figures.drawn(figures.Figure.model_validate(yaml.safe_load(text)))


def drawn(name: str) -> Drawing:
    """Return the drawing of one of the figures above."""
    return draw(figures.drawn(figures.Figure.model_validate(FIGURES_WRITTEN[name])), name)


def of_pose(name: str, view: str) -> Drawing:
    """Return the drawing of a pose as it is in the vocabulary."""
    return draw(Figure((Frame(poses()[name], {}),), view), name)


def paths(text: str, *inks: str) -> list[str]:
    """Return the outlines in these inks, the farthest first."""
    return [
        path.get("d", "")
        for path in parsed(text).iter(f"{SVG}path")
        if (path.get("class") or "").split()[0] in inks
    ]


@pytest.mark.parametrize("name", FIGURES_WRITTEN)
def test_a_figure_is_drawn_byte_for_byte_as_it_was(name: str) -> None:
    """A dozen figures: the last frame, the movement and the small one."""
    drawing = drawn(name)
    files = {"": drawing.frames[-1], "-moving": drawing.moving, "-small": drawing.small}
    for what, text in files.items():
        if text:
            file = GOLDEN / f"{name}{what}.svg"
            if RENEW in os.environ:
                file.write_text(text, encoding="utf-8", newline="\n")
            hint = f"look at it; if it is better so, run the test again with {RENEW}=1"
            assert text.encode() == file.read_bytes(), hint


@pytest.mark.parametrize("view", ["side", "front", "three-quarter back", "feet", "above"])
def test_every_pose_is_a_small_safe_svg(view: str) -> None:
    """Well-formed, few bytes, no id, style or script, and no colour or class that the style sheet does not know."""
    for name in {pose.name for pose in poses().values()}:
        drawing = of_pose(name, view)
        assert len(drawing.frames[0].encode()) <= MOST, name
        assert len(drawing.small.encode()) <= MOST_SMALL, name
        for text in (*drawing.frames, drawing.small):
            for element in parsed(text).iter():
                assert element.tag.removeprefix(SVG) in {"svg", "path", "title"}, name
                assert not element.attrib.keys() & {"id", "style", "href"}, name
                if element.tag != f"{SVG}path":
                    continue
                ink, *more = element.attrib["class"].split()
                assert not set(more) - {"line", "edge", "edged"}, name
                colour = INKS[ink] if text is not drawing.small else None
                drawn = element.get("stroke") if "line" in more else element.get("fill")
                assert drawn == colour, name


def test_frames_are_small_in_the_mean() -> None:
    """A page has several: all frames of the shipped exercises together are at most 5.2 kB each in the mean."""
    sizes = [len(frame.encode()) for drawing in shipped().values() for frame in drawing.frames]
    assert sum(sizes) / len(sizes) <= 5_325


def test_each_try_at_a_moving_picture_has_its_own_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that was too large is drawn again from its own bodies, and never from shapes of the coarser try before.

    Python may give a new body the identity of one that is gone.
    """
    bodies = moving._bodies
    wanted, drawn_bodies = 0, 0

    def counted_bodies(stage: Stage, steps: int) -> list[Posture]:
        nonlocal wanted
        found = bodies(stage, steps)
        wanted += len({id(one) for one in found} - {id(one) for one in stage.frames})
        return found

    def counted_forms(*words: Any) -> Any:
        nonlocal drawn_bodies
        drawn_bodies += 1
        return forms(*words)

    monkeypatch.setattr(moving, "_bodies", counted_bodies)
    monkeypatch.setattr(moving, "forms", counted_forms)
    made = shipped_figures()["side-leg-raise"]
    assert draw(made, "").moving
    assert drawn_bodies == len(made.frames) + wanted


@cache
def shipped_figures() -> Mapping[str, Figure]:
    """Return the figures of all exercises that come with the program."""
    found = {}
    for file in sorted((ROOT / "content/exercises").glob("*.md")):
        # as text, as the program reads it: to YAML 1.1 the key "on" is a yes
        facts = yaml.load(file.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)  # noqa: S506
        found[file.stem] = figures.drawn(figures.Figure.model_validate(facts["figure"]))
    return found


@cache
def shipped() -> Mapping[str, Drawing]:
    """Their drawings."""
    return {name: draw(result, name) for name, result in shipped_figures().items()}


def test_heads_and_discs_are_in_a_pdf(tmp_path: Path) -> None:
    """A picture that Typst sets as PDF has hair, face, roller and band in it, by the colours of its pixels."""
    figure = as_written(
        "{view: front, props: [{roller: under feet}, {band: above knees}], frames: [{pose: bridge}]}"
    )
    (tmp_path / "figure.svg").write_text(draw(figure, "").frames[0], "utf-8")
    (tmp_path / "page.typ").write_text(
        '#set page(width: 12cm, height: 8cm)\n#image("figure.svg", height: 6cm)', "utf-8"
    )
    pdf = pypdfium2.PdfDocument(typst.compile(tmp_path / "page.typ", format="pdf"))
    image = pdf[0].render(scale=3).to_pil().convert("RGB")
    seen = {colour for count, colour in image.getcolors(1 << 20) or [] if count > 8}
    for ink in ("hair", "skin", "trunk", "roller-front", "band"):
        wanted = tuple(int(INKS[ink][n : n + 2], 16) for n in (1, 3, 5))
        assert any(max(abs(a - b) for a, b in zip(one, wanted, strict=True)) < 4 for one in seen), ink


@pytest.mark.parametrize("name", FIGURES_WRITTEN)
def test_a_moving_figure_fits_its_budget(name: str) -> None:
    """Frames are held, the first comes back, and each path turns into others of its kind."""
    drawing = drawn(name)
    count = len(drawing.frames)
    if count == 1:
        assert not drawing.moving
        return
    assert len(drawing.moving.encode()) <= MOST_MOVING
    for values in re.findall(r'values="([^"]*)"', drawing.moving):
        stages = values.split(";")
        assert stages[0] == stages[1] == stages[-1], "the first frame is held, and comes back"
        assert len(stages) - 1 >= count * (1 + 2)
        commands = {re.sub(r"[-\d. ]+", "#", stage) for stage in stages}
        assert len({re.sub("#", "", one) for one in commands}) == 1, "one path turns into another of its kind"


def test_no_path_is_without_a_size() -> None:
    """Each line goes somewhere and each disc is round: what makes PDF of a drawing leaves out what has no length."""
    for drawing in shipped().values():
        for text in (*drawing.frames, drawing.small):
            for d in re.findall(r' d="([^"]*)"', text):
                for part in re.findall(r"M[^M]*", d):
                    assert re.search(r"[alq][^a-zM]*[1-9]", part), part


def test_all_frames_have_one_box_and_what_stands_on_the_floor_stays() -> None:
    """Frames side by side are to one scale, and a chair is not carried about."""
    frames = drawn("chair").frames
    boxes = {parsed(text).get("viewBox") for text in frames}
    assert len(boxes) == 1
    [chair, *others] = figure.stages(figures.drawn(figures.Figure.model_validate(FIGURES_WRITTEN["chair"])))
    assert furniture.standing(chair)
    assert not others


def test_what_is_held_goes_with_the_hand() -> None:
    """A dumbbell is in another place when the elbow is bent."""
    low, high = drawn("curl").frames
    assert paths(low, "metal-front")[-1] != paths(high, "metal-front")[-1]


PLACES = {
    "arrow": "hips up",
    "push": "near knee out",
    "band": "near ankle to post",
    "roller": "under thighs",
    "ball": "between knees",
    "feel": "near thigh",
}


@pytest.mark.parametrize("view", ["side", "front"])
@pytest.mark.parametrize("kind", props.KINDS)
def test_every_thing_is_drawn(kind: str, view: str) -> None:
    """Whatever an author may name beside the body shows in the picture."""
    place = PLACES.get(kind, "").replace("near", "right" if view == "front" else "near")
    frame = Frame(poses()["squat"], {})
    bare, with_it = (draw(Figure((frame,), view, things), "") for things in ((), (props.prop(kind, place),)))
    inks = {name for name in INKS if name.split("-")[0] in _LOOKS.get(kind, {"prop", "metal"})}
    drawn, before = (paths(one.frames[0], *inks) for one in (with_it, bare))
    assert len("".join(drawn)) > len("".join(before)) + 10


_LOOKS = {
    "arrow": {"arrow"},
    "push": {"arrow"},
    "feel": {"work"},
    "band": {"band"},
    "strap": {"strap"},
    "towel": {"strap"},
    "mat": {"mat"},
    "ball": {"ball"},
    "gym ball": {"ball"},
    "cushion": {"ball"},
    "line": {"roller"},
    "roller": {"roller"},
    "towel roll": {"roller"},
}
"""The inks of things that are neither of wood nor of metal."""


@pytest.mark.parametrize("name", ["lunge", "lateral-lunge", "bridge", "step-up", "banded-squat"])
def test_on_the_way_limbs_keep_their_length_and_feet_their_place(name: str) -> None:
    """A body that goes from one frame to the next is a body all the way, on the floor, and its anchor stays."""
    frames_drawn = figures.drawn(figures.Figure.model_validate(FIGURES_WRITTEN[name]))
    frames = figure.postures(frames_drawn)
    anchor = frames_drawn.frames[1].pose.anchor.replace("foot", "ankle")
    start = frames[0].body.points[anchor]
    for one in cycle(frames, 3):
        for side in SIDES:
            hip, knee, ankle = (one.body.points[f"{side} {point}"] for point in ("hip", "knee", "ankle"))
            assert distance(hip, knee) == pytest.approx(THIGH)
            assert distance(knee, ankle) == pytest.approx(SHIN)
        x, _, z = one.body.points[anchor]
        assert [x, z] == pytest.approx([start[0], start[2]], abs=0.5)
        assert lowest_of_all(one.body) > -2.5


def test_a_body_that_turns_over_does_not_move_from_frame_to_frame() -> None:
    """From the back to the front there is no way that a flat figure could show: the frames stand alone."""
    figure = as_written("frames: [{pose: dead bug}, {pose: plank}, {pose: side plank}]")
    drawing = draw(figure, "Core")
    assert not drawing.moving
    assert len(drawing.frames) == 3
    assert drawing.frames[2] != draw(as_written("view: side\nframes: [{pose: side plank}]"), "Core").frames[0]


def test_what_moves_has_an_arrow_along_its_way_without_a_word_of_the_author() -> None:
    """The hips of a squat go down, a knee that is lifted up, and a foot that steps has an arrow along the floor."""
    for frames, way in (("standing, squat", 1), ("squat, standing", -1), ("standing, march", -1)):
        last = draw(as_written(f"frames: [{frames}]"), "").frames[1]
        [line] = paths(last, "arrow")[:1]
        down = [int(number) for number in re.findall(r"-?\d+", line.partition("q")[2])]
        assert down[3] * way > 40, frames
    for pose, way in (("forward lunge", 1), ("reverse lunge", -1)):
        last = draw(as_written(f"frames: [standing, {pose}]"), "").frames[1]
        bows = [re.findall(r"-?\d+", bow) for bow in re.findall(r"q([^Mz]*)", " ".join(paths(last, "arrow")))]
        assert any(int(numbers[2]) * way > 150 for numbers in bows), pose


def test_the_arrow_of_an_author_wins() -> None:
    """It says which part has the arrow; that part's own way is drawn."""
    by_itself = draw(as_written("frames: [standing, march]"), "").frames[1]
    frame = draw(as_written("frames: [standing, {pose: march, props: [{arrow: near foot up}]}]"), "").frames[
        1
    ]
    assert paths(by_itself, "arrow") != paths(frame, "arrow")
    assert len(paths(frame, "arrow")) == len(paths(by_itself, "arrow"))


def test_what_works_is_dark_and_what_rests_is_not() -> None:
    """The leg that is lifted, not the one that is near; an arm that swings along does not count."""
    for mirror, far in (("false", False), ("true", True)):
        [stage] = figure.stages(as_written(f"frames: [standing, {{pose: march, mirror: {mirror}}}]"))
        assert stage.works == {"left leg" if far else "right leg"}


def test_each_frame_after_the_first_shows_where_what_moved_was() -> None:
    """A ghost of the start, and none where nothing has gone far."""
    first, second = drawn("squat").frames
    assert not paths(first, "ghost")
    assert paths(second, "ghost")
    assert not paths(draw(as_written("frames: [standing, {pose: same, neck: 10}]"), "").frames[1], "ghost")


@pytest.mark.parametrize("words", ["hands", "both hands", "between the hands"])
def test_a_band_in_both_hands_runs_from_one_to_the_other(words: str) -> None:
    """Its line is as long as the hands are apart, and each hand has an end of it."""
    drawn_figure = as_written(
        f"{{view: front, props: [{{band: {words}}}], frames: [{{pose: standing, arms: out}}]}}"
    )
    [stage] = figure.stages(drawn_figure)
    ends = [stage.camera.spot(place_on(stage.frames[0], f"{side} hand")[0]) for side in ("left", "right")]
    [line] = [corners(d) for d in paths(draw(drawn_figure, "").frames[0], "band")]
    across = max(x for x, _ in line) - min(x for x, _ in line)
    assert across / UNIT == pytest.approx(abs(ends[0][0] - ends[1][0]), abs=1)


def corners(d: str) -> list[tuple[float, float]]:
    """Return the places that a path of straight lines goes through, and where a curve begins."""
    spots: list[tuple[float, float]] = []
    for command, values in re.findall(r"([Ml])([-\d ]+)", d):
        numbers = [float(text) for text in re.findall(r"-?\d+", values)]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            u, v = spots[-1] if command == "l" else (0.0, 0.0)
            spots.append((u + x, v + y))
    return spots


@pytest.mark.parametrize(
    ("frames", "shown"),
    [("[squat, standing]", "[squat]"), ("[standing, squat]", "[squat]"), ("[standing]", "[standing]")],
)
def test_lists_show_the_body_at_work(frames: str, shown: str) -> None:
    """The small picture is the last frame in which the body does not simply stand, if there is one."""
    small, alone = (draw(as_written(f"frames: {words}"), "").small for words in (frames, shown))
    assert paths(small, "trunk") == paths(alone, "trunk")


def test_captions_are_reported_to_screen_readers_as_text() -> None:
    """The title of a frame is its caption, whatever characters are in it; the movement names all of them."""
    figure = as_written(
        "frames: [{pose: standing, caption: 'Stand <tall> & still'}, {pose: squat, caption: Sit.}]"
    )
    drawing = draw(figure, 'Squat "low"')
    title = parsed(drawing.frames[0]).find(f"{SVG}title")
    moving = parsed(drawing.moving)
    desc = moving.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Stand <tall> & still"
    assert desc is not None
    assert desc.text == "1. Stand <tall> & still. 2. Sit."


def test_a_wall_touches_the_back_and_a_post_the_hand() -> None:
    """Things to lean on or to hold are where the body is."""
    [leaning] = figure.stages(figures.drawn(figures.Figure.model_validate(FIGURES_WRITTEN["wall-sit"])))
    [wall] = furniture.standing(leaning)
    assert isinstance(wall, Box)
    assert 0 < leaning.frames[0].body.points["hips"][0] - TORSO[1].depth - wall.high[0] < 6
    [held] = figure.stages(
        as_written("{props: [{post: far hand}], frames: [{pose: leg forward, arms: holding on}]}")
    )
    post = furniture.standing(held)[0]
    assert isinstance(post, Rod)
    hand = held.frames[0].body.points["left hand"]
    assert hypot(post.start[0] - hand[0], post.start[2] - hand[2]) < 5


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("band", "elbows"),
        ("arrow", "hips"),
        ("step", "high"),
        ("chair", "above"),
        ("ball", "nose"),
        ("sofa", ""),
    ],
)
def test_words_that_name_nothing_are_refused_with_a_hint(kind: str, place: str) -> None:
    """The message names what there is instead."""
    with pytest.raises(InvalidValueError) as caught:
        props.prop(kind, place)
    assert caught.value.hint


USUAL = """standing, single-leg stand, squat, hinge, lunge, forward lunge, reverse lunge, lateral lunge, step-up,
march, running stance, calf raise, half-kneeling, kneeling, hands-and-knees, reverse tabletop, plank, side plank,
supine, hook-lying, bridge, knee to chest, prone, side-lying, clamshell, long sitting, sitting on a chair, wall sit"""


def test_the_poses_that_a_physiotherapist_reaches_for_are_there() -> None:
    """Each by its usual name."""
    assert {name.strip() for name in USUAL.replace("\n", " ").split(",")} <= poses().keys()


def test_each_frame_of_a_figure_grows_out_of_the_one_before() -> None:
    """Held frames are whole: the bodies at the turning points are those of the stills."""
    frames = figure.postures(figures.drawn(figures.Figure.model_validate(FIGURES_WRITTEN["lunge"])))
    bodies = list(cycle(frames, 2))
    assert [one for one, following in pairwise(bodies) if one is following] == list(frames)
