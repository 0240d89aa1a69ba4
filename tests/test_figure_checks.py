"""What `check` reports of figures: what no body does, and what no viewer sees. And what bodies can do now."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from conftest import ROOT
from msgspec.structs import replace
from test_figure import as_written, parsed, paths, shipped_figures
from test_layout import things_of

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures import figure
from cuecard.figures.body.floor import lowest
from cuecard.figures.body.points import distance
from cuecard.figures.body.poses import poses
from cuecard.figures.body.support import HEIGHTS
from cuecard.figures.drawing.hull import UNIT
from cuecard.figures.figure import draw
from cuecard.figures.frames import Figure, Frame, Look
from cuecard.figures.scene.solids import Box


def reported(text: str) -> list[tuple[int, str]]:
    """Return the frames of a figure in YAML in which something is odd, with what it is."""
    return [(one.frame, one.code) for one in figure.odd(as_written(text))]


def test_nothing_is_said_of_any_pose() -> None:
    """Each pose of the vocabulary stands, lies or hangs by itself, and passes through nothing."""
    found = {
        name: [one.message for one in figure.odd(Figure((Frame(pose, {}),)))]
        for name, pose in poses().items()
    }
    assert {name: some for name, some in found.items() if some} == {}


def test_nothing_is_said_of_a_shipped_figure() -> None:
    """Nor of any exercise that comes with the program, but of two, which are held."""
    assert (ROOT / "content/exercises").is_dir()
    found = {name: [one.code for one in figure.odd(made)] for name, made in shipped_figures().items()}
    held = {
        "nordic-hamstring-lower": ["falls-over"],
        "spanish-squat": ["falls-over"],
    }
    assert {name: some for name, some in found.items() if some} == held


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("frames: [{pose: high plank, trunk: 45}]", (0, "folded")),
        ("frames: [{pose: standing, hip: 20, knee: 30, ankle: -40}]", (0, "falls-over")),
        (
            "props: [{wall: near hand}]\nframes: [{pose: lunge, far knee: 0, arms: forward}]",
            (0, "goes-through"),
        ),
        ("frames: [{pose: hook-lying, right hip rotation: 60}]", (0, "goes-through")),
        ("props: [{ball: under hips}]\nframes: [sitting]", (0, "touches-nothing")),
        ("frames: [standing, standing]", (1, "same-frames")),
        ("view: side\nframes: [standing, leg out]", (1, "not-seen")),
    ],
)
def test_what_no_body_does_is_reported(text: str, expected: tuple[int, str]) -> None:
    """By the number of the frame, and a kind that an author can silence."""
    assert expected in reported(text)


@pytest.mark.parametrize(
    "text",
    [
        "frames: [standing, {pose: same, neck turn: 40}]",
        "props: [{wall: hands}]\nframes: [wall press-up, {pose: same, elbow: 80}]",
        "frames: [hip thrust start, hip thrust]",
        "frames: [{pose: plank, hold: 30 s}]",
        "frames: [hang, hanging knee raise]",
        "frames: [standing, jump]",
    ],
)
def test_nothing_is_said_of_what_bodies_do(text: str) -> None:
    """A head may turn, a hand may be at a wall, a body may hang or leap."""
    assert reported(text) == []


# --- views --------------------------------------------------------------------------------------------------------


def test_two_views_stand_beside_one_another_in_each_picture() -> None:
    """As wide as both, with the head drawn twice, and the moving picture from the first."""
    alone = draw(as_written("view: side\nframes: [standing, lateral lunge]"), "")
    both = draw(as_written("view: [side, front]\nframes: [standing, lateral lunge]"), "")
    for one, two in zip(alone.frames, both.frames, strict=True):
        assert width_of(two) > 1.5 * width_of(one)
        assert len(paths(two, "hair")) > len(paths(one, "hair"))
    assert both.moving


def test_a_close_up_shows_a_part_alone_and_larger() -> None:
    """Feet fill the picture; the small still for lists shows all of the body."""
    whole, close = (
        draw(as_written(f"{show}frames: [standing, calf raise]"), "") for show in ("", "show: feet\n")
    )
    assert width_of(close.frames[0]) < 80 * UNIT
    assert close.small == whole.small


def width_of(text: str) -> float:
    """Return how wide a picture is, in its own units."""
    return float(parsed(text).attrib["viewBox"].split()[2])


def test_what_is_changed_in_a_single_frame_is_seen() -> None:
    """A trunk that leans to the side is not drawn from the side."""
    [stage] = figure.stages(as_written("frames: [{pose: standing, trunk side: 25}]"))
    assert stage.camera.azimuth > 30


# --- people -------------------------------------------------------------------------------------------------------


def test_people_look_as_the_site_says() -> None:
    """Another skin changes its inks alone; a broad body is drawn broader where a slim one stands."""
    usual, dark, broad = (
        draw(replace(as_written("frames: [standing, squat]"), look=look), "")
        for look in (Look(), Look(skin="dark"), Look(build="broad"))
    )
    assert paths(usual.frames[0], "skin") == paths(dark.frames[0], "skin-dark")
    assert not paths(dark.frames[0], "skin")
    assert "skin-dark" in dark.moving
    assert "skin-dark" in dark.small
    assert paths(usual.frames[0], "hair")[0] == paths(dark.frames[0], "hair")[0]
    assert paths(usual.frames[0], "trunk") != paths(broad.frames[0], "trunk")


def test_a_site_says_how_its_people_look(tmp_path: Path) -> None:
    """`figures` in site.yaml counts for all pages, and what was drawn before is not taken for it."""
    for settings, ink in ((b"", b"skin"), (b"figures: {skin: dark}\n", b"skin-dark")):
        files: dict[str, str | bytes] = {
            "site.yaml": b"title: Knees\n" + settings,
            "exercises/squat.md": sites.text(
                sites.exercise("Squat", figure={"frames": ["standing", "squat"]})
            ),
        }
        site = sites.build(sites.put(tmp_path / "content", files), tmp_path / "site")
        assert b'class="' + ink + b'"' in (site / "exercises/squat.html").read_bytes()


# --- supports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pose", "on", "part"),
    [
        ("high plank", "{hands: bench}", "right hand"),
        ("sitting", "{hips: stool}", "hips"),
        ("standing", "{near foot: box}", "right foot"),
        ("supine", "{body: bed}", "hips"),
        ("hook-lying", "{feet: gym ball}", "right foot"),
        ("kneeling", "{knees: cushion}", "right knee"),
    ],
)
def test_a_part_rests_on_what_the_author_says(pose: str, on: str, part: str) -> None:
    """It is as high as that thing is, the thing is below it, and the rest of the body follows."""
    text = f"frames: [{{pose: {pose}, 'on': {on}}}]"
    [one] = figure.postures(as_written(text))
    kind = on.strip("{}").partition(": ")[2]
    assert lowest(one.body, part) == pytest.approx(HEIGHTS[kind], abs=3.0)
    assert things_of(text)


def test_heels_hang_below_the_edge_of_a_step() -> None:
    """The balls of the feet are on the step, the heels lower than its top."""
    [one] = figure.postures(as_written("props: [{step: 18}]\nframes: [heel drop]"))
    assert lowest(one.body, "right toes") == pytest.approx(18, abs=1)
    assert one.body.points["right heel"][1] - 4.7 < 16


def test_what_hangs_hangs_from_the_bar() -> None:
    """Hands at the height of the bar, feet off the floor."""
    [one] = figure.postures(as_written("frames: [hang]"))
    assert lowest(one.body, "right hand") == pytest.approx(HEIGHTS["bar"], abs=0.5)
    assert lowest(one.body, "right foot") > 5


def test_who_leaps_leaves_the_floor() -> None:
    """The lower foot is as high as the pose says."""
    [one] = figure.postures(as_written("frames: [jump]"))
    assert min(lowest(one.body, f"{side} foot") for side in ("left", "right")) == pytest.approx(24, abs=0.1)


def test_a_part_that_carries_nothing_cannot_rest_on_a_thing() -> None:
    """It is refused, not drawn in the air."""
    with pytest.raises((InvalidValueError, ValueError), match="carries nothing"):
        as_written("frames: [{pose: standing, 'on': {near hand: bench}}]")


def test_a_hand_stays_on_the_wall() -> None:
    """In each frame it is where it is in the frame in which it reaches farthest, at the wall."""
    text = "props: [{wall: hands}]\nframes: [wall press-up, {pose: same, ankle: 20, shoulder: 46, elbow: 84}]"
    [stage] = figure.stages(as_written(text))
    first, second = (one.body.points["right hand"] for one in stage.frames)
    assert distance(first, second) < 1.0
    [wall] = [one for one in things_of(text) if one.name == "wall"]
    assert isinstance(wall, Box)
    assert 0 < wall.low[0] - first[0] < 12


# --- joints -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "points"),
    [
        ("{pose: hook-lying, right knee out: 50}", {"right knee"}),
        ("{pose: standing, right foot out: 30}", {"right heel", "right ball", "right toe"}),
        ("{pose: sitting, neck turn: 60}", set()),
        ("{pose: sitting, neck side: 30}", {"head"}),
        ("{pose: sitting, right wrist: 50}", {"right hand"}),
        ("{pose: hands-and-knees, spine: 60}", {"head"}),
        (
            "{pose: sitting, twist: 40, arms: forward}",
            {f"{s} {n}" for s in ("left", "right") for n in ("shoulder", "elbow", "wrist", "hand")},
        ),
    ],
)
def test_a_joint_moves_what_is_beyond_it_alone(frame: str, points: set[str]) -> None:
    """What is before it, and what it does not carry, stays where it was."""
    pose = frame.removeprefix("{pose: ").partition(",")[0]
    [before] = figure.postures(as_written(f"frames: [{pose}]"))
    [after] = figure.postures(as_written(f"frames: [{frame}]"))
    moved = {name for name, p in before.body.points.items() if distance(p, after.body.points[name]) > 0.5}
    assert moved == points


def test_a_knee_that_falls_out_goes_to_its_own_side() -> None:
    """The right knee to the right and the left one to the left, however the body lies."""
    for pose in ("hook-lying", "reverse tabletop", "sitting", "squat"):
        [before] = figure.postures(as_written(f"frames: [{pose}]"))
        [after] = figure.postures(as_written(f"frames: [{{pose: {pose}, knee out: 30}}]"))
        for side, sign in (("right", 1.0), ("left", -1.0)):
            by = after.body.points[f"{side} knee"][2] - before.body.points[f"{side} knee"][2]
            assert by * sign > 5, (pose, side)
