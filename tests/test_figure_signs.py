"""What tells a movement: one arrow that belongs to what moves, dark limbs, numbers, contact, and what the dose says."""

from __future__ import annotations

import re
from math import hypot

import pytest
import yaml
from test_figure import as_written, paths

from cuecard.dose import Dose
from cuecard.figures import figure
from cuecard.figures.body.poses import poses
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import clock
from cuecard.figures.drawing.hull import UNIT
from cuecard.figures.drawing.tones import tones
from cuecard.figures.figure import draw
from cuecard.figures.frames import Drawing
from cuecard.figures.scene.stage import Stage, gripping
from cuecard.parse import figure_spec
from cuecard.site.cards.crop import cropped


def with_dose(text: str, **dose: str) -> Drawing:
    """Return the drawing of an author's words, for an exercise with this dose."""
    facts = figure_spec.Figure.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - texts alone
    return draw(figure_spec.drawn(facts, dose=Dose.model_validate(dose)), "")


def arrow_heads(svg: str) -> list[list[tuple[float, float]]]:
    """Return the corners of each head of an arrow, in centimetres."""
    heads = []
    for path in paths(svg, "arrow"):
        for one in re.findall(r"M(-?\d+) ?(-?\d+)l([-0-9 ]+)z", path):
            x, y = int(one[0]), int(one[1])
            corners = [(x / UNIT, y / UNIT)]
            numbers = [int(number) for number in re.findall(r"-?\d+", one[2])]
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                corners.append((x / UNIT, y / UNIT))
            heads.append(corners)
    return heads


@pytest.mark.parametrize(
    ("frames", "count"),
    [
        ("[standing, squat]", 1),
        ("[hook-lying, bridge]", 1),
        ("[standing, lunge]", 1),
        ("[standing, reverse lunge]", 1),
        ("[standing, lateral lunge]", 1),
        ("[dip, dip low]", 1),
        ("[squat, jump]", 1),
        ("[wall press-up, wall press-up low]", 1),
        ("[hands-and-knees, bird dog]", 2),
        ("[dead bug, dead bug reach]", 2),
        ("[standing, {pose: standing, arms: out}]", 2),
    ],
)
def test_each_movement_has_one_arrow(frames: str, count: int) -> None:
    """What goes along with the hips, and the rest of a step, has no arrow of its own; two limbs have two."""
    assert len(arrow_heads(draw(as_written(f"frames: {frames}"), "").frames[-1])) == count


@pytest.mark.parametrize(
    ("frames", "point", "thick"),
    [
        ("[standing, squat]", "hips", 16.0),
        ("[hook-lying, bridge]", "hips", 16.0),
        ("[standing, march]", "right knee", 28.0),
        ("[supine, straight leg raise]", "right ankle", 20.0),
        ("[hip thrust start, hip thrust]", "hips", 16.0),
    ],
)
def test_an_arrow_is_at_what_moves(frames: str, point: str, thick: float) -> None:
    """It begins or ends at the way of the part: near its middle, as a limb is thick."""
    figure_drawn = as_written(f"frames: {frames}")
    [stage] = figure.stages(figure_drawn)
    start, end = (stage.camera.spot(one.body.points[point]) for one in (stage.frames[0], stage.frames[-1]))
    way = [
        (start[0] + (end[0] - start[0]) * k / 20, start[1] + (end[1] - start[1]) * k / 20) for k in range(21)
    ]
    svg = draw(figure_drawn, "").frames[-1]
    [head] = arrow_heads(svg)
    shafts = [
        (int(x) / UNIT, int(y) / UNIT)
        for path in paths(svg, "arrow")
        for x, y in re.findall(r"M(-?\d+) ?(-?\d+)q", path)
    ]
    assert min(hypot(x - u, y - v) for x, y in (*head, *shafts) for u, v in way) < thick


def inks(stage: Stage, n: int) -> dict[str, str]:
    """Return the tone of each limb in a frame."""
    return tones(stage.frames[n], stage.camera, stage.works_in(n))


def test_dark_is_what_moves_in_that_picture() -> None:
    """The leg that is lifted, in each frame its own; not one that only stands, and nothing where nothing moves."""
    [stage] = figure.stages(as_written("frames: [standing, march, {pose: march, mirror: true}]"))
    assert [inks(stage, 1)[f"{side} leg"].startswith("work") for side in ("right", "left")] == [True, False]
    [held] = figure.stages(as_written("frames: [plank]"))
    assert not any(ink.startswith("work") for ink in inks(held, 0).values())
    [felt] = figure.stages(as_written("props: [{feel: far thigh}]\nframes: [couch stretch]"))
    assert [limb for limb, ink in inks(felt, 0).items() if ink.startswith("work")] == ["left leg"]


def test_a_band_to_a_post_goes_round_limb_and_post() -> None:
    """A strand, a cuff round the limb and a ring at the post, each a line of its own."""
    svg = draw(as_written("props: [post, {band: near above knee to post}]\nframes: [standing]"), "").frames[0]
    widths = re.findall(r'class="band line"[^>]*stroke-width="(\d+)"', svg)
    assert len(widths) >= 2
    assert len(set(widths)) > 1


def test_wheels_are_seen_through() -> None:
    """A rim and spokes: no disc is filled that is larger than a hub."""
    svg = with_dose("frames: [{pose: sitting, on: {hips: wheelchair}}]", reps="8").frames[0]
    assert svg.count('class="metal-front line"') >= 2
    radii = [int(radius) for path in paths(svg, "metal-front") for radius in re.findall(r"a(\d+) ", path)]
    assert max(radii, default=0) < 10 * UNIT


def test_hands_close_round_a_bar() -> None:
    """Hands that hang are fists, hands that are stretched up are not."""
    [stage] = figure.stages(as_written("frames: [hang]"))
    assert gripping(stage.all_props(), stage.frames) == {"left", "right"}
    [free] = figure.stages(as_written("frames: [{pose: standing, arms: overhead}]"))
    assert gripping(free.all_props(), free.frames) == set()


def test_frames_are_numbered_but_not_on_cards() -> None:
    """Each of several frames has its number, at the left; a frame alone and a picture of a card have none."""
    drawn = draw(as_written("frames: [standing, squat]"), "")
    for svg in drawn.frames:
        assert svg.count('class="frame-number line"') == 1
        assert "frame-number" not in cropped(svg).svg
    assert "frame-number" not in draw(as_written("frames: [squat]"), "").frames[0]


# --- what the dose says -------------------------------------------------------------------------------------------


def seconds(drawn: Drawing) -> float:
    """Return how long one repetition takes in the moving picture."""
    [length] = set(re.findall(r'dur="([0-9.]+)s"', drawn.moving))
    return float(length)


def test_a_pace_times_the_movement() -> None:
    """A repetition takes as long as the dose says; lowering first is turned round where the body rises first."""
    squat = with_dose("frames: [standing, squat]", reps="8", tempo="3-1-2-1")
    assert seconds(squat) == 7.0
    [times] = set(re.findall(r'keyTimes="([^"]+)"', squat.moving))
    bridge = with_dose("frames: [hook-lying, bridge]", reps="8", tempo="3-1-2-1")
    [other] = set(re.findall(r'keyTimes="([^"]+)"', bridge.moving))
    assert seconds(bridge) == 7.0
    assert times != other
    assert 'keyTimes="' not in with_dose("frames: [standing, squat]", reps="8").moving


@pytest.mark.parametrize(
    ("frames", "dose", "held"),
    [
        ("[hook-lying, bridge]", {"reps": "8", "hold": "5 s"}, [False, True]),
        ("[plank]", {"time": "30 s"}, [True]),
        ("[hook-lying, bridge]", {"time": "30 s"}, [False, False]),
        ("[hook-lying, bridge]", {"reps": "8", "hold": "5-10 s"}, [False, False]),
        ("[{pose: hook-lying, hold: 2 s}, bridge]", {"reps": "8", "hold": "5 s"}, [True, False]),
    ],
)
def test_a_hold_of_the_dose_is_in_the_picture(frames: str, dose: dict[str, str], held: list[bool]) -> None:
    """In the last frame, if one number is said and the author says none; a time is a hold where nothing moves."""
    drawn = with_dose(f"frames: {frames}", **dose)
    clocks = [
        "a0" not in svg and svg.count('class="arrow line"') - len(arrow_heads(svg)) > 0
        for svg in drawn.frames
    ]
    assert clocks == held


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(5, "5s"), (59, "59s"), (60, "1min"), (90, "1:30min"), (600, "10min"), (3605, "60:05min")],
)
def test_a_long_hold_is_shown_in_minutes(seconds: int, shown: str) -> None:
    """As the sentence of the dose says it, and the room that is kept for it is as wide as what is drawn."""
    assert clock.label(seconds) == shown
    _, taken = clock.hold((0.0, 0.0), seconds, 1.0)
    assert taken[-1][0] <= 8.5 + clock.width(shown) + 0.1


def test_sides_that_alternate_show_the_other_one() -> None:
    """A further frame has left and right exchanged and grows out of the first; lists still show the one before."""
    drawn = with_dose("frames: [standing, march]", time="30 s", side="alternating")
    assert (len(drawn.frames), drawn.has_other_side) == (3, True)
    alone = with_dose("frames: [standing, march]", time="30 s", side="each leg")
    assert (len(alone.frames), alone.has_other_side) == (2, False)
    assert drawn.small == alone.small


@pytest.mark.parametrize(
    "text",
    [
        "frames: [standing, squat]",
        "props: [{band: near ankle to post}]\nframes: [standing, march]",
        "frames: [march, standing]",
        "frames: [march]",
    ],
)
def test_no_other_side_where_there_is_none(text: str) -> None:
    """Both sides do the same, a thing is tied to one, or the start is not the same for both."""
    assert not with_dose(text, reps="8", side="alternating").has_other_side


def test_a_mirrored_pose_brings_its_things_to_the_other_side() -> None:
    """What is under one foot is under the other one then, and the figure is drawn."""
    for pose in (
        "rear-foot-raised stand",
        "rear-foot-raised split squat",
        "couch stretch",
        "copenhagen plank",
    ):
        mirrored = as_written(f"frames: [{{pose: {pose}, mirror: true}}]")
        places = " ".join(mirrored.frames[0].pose.brings.values())
        assert " left " not in f" {places} " or "right" in " ".join(poses()[pose].brings.values())
        assert draw(mirrored, "").frames


@pytest.mark.parametrize(
    "frame", ["{pose: heel drop, neck: 10}", "{pose: step-up, neck: 10}", "{pose: hip thrust, neck: 20}"]
)
def test_a_changed_pose_on_a_thing_is_drawn_alone(frame: str) -> None:
    """The pose without the changes, with which it is compared, stands on the same thing."""
    assert draw(as_written(f"frames: [{frame}]"), "").frames


# --- small joints --------------------------------------------------------------------------------------------------


def body(words: str) -> Posture:
    """Return the body of one frame."""
    [placed] = figure.postures(as_written(f"frames: [{words}]"))
    return placed


def test_fingers_do_what_is_said() -> None:
    """Five fingers where they are named, all words unlike one another, and of a mirrored frame the other hand's."""
    words = ("open", "fist", "hook", "tabletop", "pinch", "thumb to little finger", "thumb up", "relaxed")
    shown = {
        word: draw(as_written(f"show: hands\nframes: [{{pose: sitting, near fingers: {word}}}]"), "").frames[
            0
        ]
        for word in words
    }
    assert len(set(shown.values())) == len(words)
    made = as_written("frames: [{pose: sitting, near fingers: fist}, {pose: same, mirror: true}]").frames
    assert [dict(frame.pose.fingers) for frame in made] == [{"right": "fist"}, {"left": "fist"}]


def test_mouth_and_eyes() -> None:
    """An open mouth is larger, and eyes that look aside have whites."""
    shut, wide, aside = (
        draw(as_written(f"view: front\nframes: [{{pose: sitting{more}}}]"), "").frames[0]
        for more in ("", ", jaw: 30", ", eyes turn: 30")
    )
    [closed], [opened] = paths(shut, "lip"), paths(wide, "lip")
    assert closed != opened
    assert aside.count('class="gap"') > shut.count('class="gap"')


def test_a_sole_turns_in() -> None:
    """The foot turns about its length: its ankle stays, and so does the toe."""
    flat, tilted = body("{pose: long sitting}"), body("{pose: long sitting, right foot tilt: 35}")
    for point in ("right ankle", "right knee"):
        assert flat.body.points[point] == pytest.approx(tilted.body.points[point], abs=0.5)
    assert flat.body.points["right heel"] != pytest.approx(tilted.body.points["right heel"], abs=0.5)


def test_a_foot_that_twists_on_the_floor_is_reported() -> None:
    """At the hip that turns it; not where the foot is meant to turn, nor where the knee falls out."""
    found = list(figure.odd(as_written("frames: [standing, {pose: standing, hip rotation: 40}]")))
    assert "foot-twists" in {one.code for one in found}
    for words in ("{pose: standing, foot out: 40}", "{pose: hook-lying, knee out: 40}"):
        start = words.partition(",")[0] + "}"
        codes = {one.code for one in figure.odd(as_written(f"frames: [{start}, {words}]"))}
        assert "foot-twists" not in codes


def test_a_circle_is_an_arrow_that_comes_round() -> None:
    """One arrow round the part, and none along a way."""
    svg = draw(as_written("frames: [{pose: leg extension, props: [{arrow: near foot circle}]}]"), "").frames[
        0
    ]
    assert len(arrow_heads(svg)) == 1
    assert svg.count('class="arrow line"') == 1


@pytest.mark.parametrize("view", ["side", "front", "three-quarter", "feet", "above"])
def test_bands_move_from_every_side(view: str) -> None:
    """A loop has a far and a near half at all times, whichever of them is seen in a frame."""
    for band in ("above knees", "right ankle to post", "hands to right foot", "hands to feet"):
        text = f"view: {view}\nprops: [{{band: {band}}}]\nframes: [standing, {{pose: squat, knee: 60}}]"
        assert draw(as_written(text), "").frames
