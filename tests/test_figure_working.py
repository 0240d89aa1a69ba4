"""What is dark in a figure, and the signs and things that a stranger read wrongly: each by what is drawn."""

from __future__ import annotations

from math import hypot

import pytest
from msgspec.structs import replace
from test_figure import as_written, parsed, paths
from test_figure_signs import arrow_heads, inks

from cuecard.figures import figure
from cuecard.figures.drawing.hull import UNIT
from cuecard.figures.drawing.signs import hold_of
from cuecard.figures.effort import Effort
from cuecard.figures.figure import draw
from cuecard.figures.muscles.limbs import MOVES, parts_moved
from cuecard.figures.scene import furniture
from cuecard.figures.scene.movers import is_step, movers
from cuecard.figures.scene.solids import Box, Rod
from cuecard.figures.scene.stage import Stage
from cuecard.vocabulary.additions import load_builtin


def stage_of(text: str, *main: str, further: tuple[str, ...] = ()) -> Stage:
    """Return the stage of an author's words, for an exercise whose muscles move these parts."""
    [stage] = figure.stages(replace(as_written(text), effort=Effort(main, further)))
    return stage


def dark(stage: Stage, n: int) -> set[str]:
    """Return the parts of the body that are dark in a frame."""
    return {part for part, ink in inks(stage, n).items() if ink.startswith("work")}


LEGS, ARMS = {"left leg", "right leg"}, {"left arm", "right arm"}


@pytest.mark.parametrize(
    ("text", "main", "further", "expected"),
    [
        (
            "frames: [sitting, {pose: sitting, trunk: 34, arms: forward}, standing]",
            ("leg",),
            ("trunk",),
            LEGS,
        ),
        ("frames: [prone on elbows, plank]", ("trunk",), ("arm", "leg"), {"trunk"}),
        ("frames: [hands-and-knees, bird dog]", ("leg", "trunk"), ("arm",), {"left arm", "right leg"}),
        ("frames: [dead bug, dead bug reach]", ("trunk",), ("leg",), {"left arm", "right leg"}),
        ("frames: [plank]", ("trunk",), (), {"trunk"}),
        ("frames: [copenhagen plank]", ("leg",), ("trunk",), LEGS),
        ("frames: [single-leg stand, single-leg hinge]", ("leg",), (), LEGS),
        ("props: [{feel: far thigh}]\nframes: [couch stretch]", ("leg",), (), {"left leg"}),
    ],
)
def test_dark_is_what_the_muscles_of_the_exercise_move(
    text: str, main: tuple[str, ...], further: tuple[str, ...], expected: set[str]
) -> None:
    """Arms that swing along and legs that only carry stay light; a hold shows what its muscles move."""
    stage = stage_of(text, *main, further=further)
    for n in range(len(stage.frames)):
        assert dark(stage, n) == expected


def test_feet_that_hold_a_band_for_the_arms_do_not_work() -> None:
    """Of the limbs that a band ties together the moving ones are dark; where none moves, all of them."""
    row = "frames: [{pose: long sitting, arms: forward}, {pose: same, arms: row}]\nprops: [{band: hands to feet}]"
    assert dark(stage_of(row), 1) == ARMS
    out = "props: [{band: feet}]\nframes: [long sitting, {pose: long sitting, right foot out: 40}]"
    assert dark(stage_of(out), 1) == {"right leg"}
    assert dark(stage_of("props: [{band: ankles}]\nframes: [wide stance]"), 0) == LEGS


def test_each_muscle_moves_a_part_and_a_joint_none() -> None:
    """Every muscle of the vocabulary that can be drawn is in the table, and nothing else is."""
    words = load_builtin()
    muscles = {id for term in words.muscles.values() for id in words.expand(term)}
    assert set(MOVES) == muscles
    assert parts_moved(["quads", "abs", "glutes", "knee-joint"]) == ("leg", "trunk")


HELD = [
    "props: [mat]\nframes: [hook-lying, {pose: figure four, hold: 30 s}]",
    "props: [mat]\nframes: [half-kneeling, {pose: hip flexor stretch, hold: 30 s}]",
    "props: [mat]\nframes: [hook-lying, {pose: knee to chest, hold: 20 s}]",
    "props: [{wall: far hand}]\nframes: [standing, {pose: tandem stance, arms: holding on, hold: 30 s}]",
    "frames: [{pose: wall sit, knee: 25}, {pose: wall sit, hold: true}]",
    "frames: [hands-and-knees, {pose: bird dog, hold: 5 s}]",
]


@pytest.mark.parametrize("text", HELD)
def test_a_clock_is_off_the_arrow(text: str) -> None:
    """No corner of an arrow's head is within the clock's face, or as near as half its width."""
    svg = draw(as_written(text), "").frames[-1]
    [stage] = figure.stages(as_written(text))
    spots = [stage.camera.spot(p) for p in stage.frames[-1].body.points.values()]
    assert hold_of(stage, len(stage.frames) - 1, [], [], spots)
    [ring] = [path for path in paths(svg, "arrow") if "a" in path and " 0 1 1" in path]
    x, y = (int(number) / UNIT for number in ring[1:].split("a")[0].replace("-", " -").split())
    radius = int(ring.split("a")[1].split()[0]) / UNIT
    middle = (x + radius, y)
    for head in arrow_heads(svg):
        assert min(hypot(u - middle[0], v - middle[1]) for u, v in head) > 1.5 * radius


def test_a_walk_goes_forwards() -> None:
    """With each heel-to-toe step the body is farther ahead, on the foot that its pose names."""
    [stage] = figure.stages(
        as_written("frames: [standing, tandem stance, {pose: tandem stance, mirror: true}]")
    )
    hips = [one.body.points["hips"][0] for one in stage.frames]
    assert hips[0] + 5 < hips[1]
    assert hips[1] + 5 < hips[2]


def test_somebody_who_lies_takes_no_step() -> None:
    """A foot that goes far in a side plank has no arrow along the floor, and the heel of a back lunge has one."""
    [plank] = figure.stages(as_written("frames: [side plank on knees, side plank]"))
    a, b = plank.frames
    assert not any(name for name in movers(a, b) if is_step(a, b, name))
    [lunge] = figure.stages(as_written("frames: [standing, reverse lunge]"))
    assert movers(*lunge.frames) == ["left ankle"]


def test_both_the_limb_that_presses_and_the_one_that_moves_have_an_arrow() -> None:
    """A band pulls at the leg that stands, the other one is lifted: an arrow at each."""
    things = "view: front\nprops: [{post: left}, {band: left above knee to post}]\n"
    text = things + "frames: [standing, {pose: march, props: [{push: left knee out}]}]"
    assert len(arrow_heads(draw(as_written(text), "").frames[1])) == 2
    squat = "frames: [standing, {pose: squat, props: [{push: knees out}]}]"
    assert len(arrow_heads(draw(as_written(squat), "").frames[1])) == 2


def test_toes_that_are_lifted_have_an_arrow_upwards() -> None:
    """The heel stays on the floor, so the arrow is not that of a step."""
    [stage] = figure.stages(as_written("frames: [standing, {pose: standing, near ankle: 28, near hip: 9}]"))
    assert movers(*stage.frames) == ["right toe"]


def test_a_chest_that_is_pressed_up_goes_up() -> None:
    """From the forearms onto the hands: the arrow is that of the shoulders, whatever the back does."""
    [stage] = figure.stages(as_written("frames: [prone on elbows, cobra]"))
    low, high = (one.body.points["shoulders"][1] for one in stage.frames)
    assert movers(*stage.frames) == ["shoulders"]
    assert high > low + 4


# --- joints ---------------------------------------------------------------------------------------------------------


def test_a_pelvis_that_drops_takes_one_hip_down_and_no_leg_aside() -> None:
    """The free foot is lower, the foot that stands stays, and a line goes through both hips."""
    text = "props: [{step: 14}]\nframes: [{pose: beside a step, pelvis side: -16}, {pose: same, pelvis side: 16}]"
    [stage] = figure.stages(as_written(text))
    low, high = (one.body.points for one in stage.frames)
    assert high["left ankle"][1] > low["left ankle"][1] + 3
    assert high["right ankle"] == pytest.approx(low["right ankle"])
    assert movers(*stage.frames) == ["left hip"]
    assert all("arrow line" in svg for svg in draw(as_written(text), "").frames)


def test_a_head_that_nods_keeps_its_place() -> None:
    """The face tips up over a neck that is bent: a chin that is poked ahead."""
    [bowed], [poked] = (
        figure.stages(as_written(f"frames: [{{pose: standing, neck: 30, nod: {nod}}}]")) for nod in (0, -30)
    )
    assert bowed.frames[0].body.points["head"] == poked.frames[0].body.points["head"]
    one, other = (
        draw(as_written(f"frames: [{{pose: standing, neck: 30, nod: {nod}}}]"), "") for nod in (0, -30)
    )
    assert paths(one.frames[0], "hair") != paths(other.frames[0], "hair")


# --- things ---------------------------------------------------------------------------------------------------------


def test_a_step_a_box_and_a_cushion_are_drawn_in_different_ways() -> None:
    """A step has a tread on a narrower foot, a cushion round edges, a box flat sides alone."""
    step = draw(as_written("frames: [step-up]"), "").frames[0]
    box = draw(as_written('frames: [{pose: sitting, "on": {hips: box}}]'), "").frames[0]
    cushion = draw(as_written('frames: [{pose: tandem stance, "on": {feet: cushion}}]'), "").frames[0]
    assert paths(step, "roller-front")
    assert paths(step, "prop-front")
    assert paths(box, "prop-front")
    assert not paths(box, "roller-front")
    assert any("a" in path for path in paths(cushion, "ball-front"))


@pytest.mark.parametrize("view", ["side", "front", "three-quarter"])
def test_a_dumbbell_is_seen_from_its_side(view: str) -> None:
    """Of the two ways to hold it, the one in which it is longer in the picture, the same in all frames."""
    text = f"view: {view}\nprops: [dumbbell]\nframes: [standing, {{pose: standing, elbow: 90}}]"
    [stage] = figure.stages(as_written(text))
    for n in range(2):
        handles = [
            solid for solid in furniture.moving(stage, n) if isinstance(solid, Rod) and solid.name == "handle"
        ]
        for handle in handles:
            (ax, ay), (bx, by) = map(stage.camera.spot, (handle.start, handle.end))
            assert hypot(bx - ax, by - ay) > 11


def test_a_wall_is_higher_than_the_hands_on_it_and_hides_none() -> None:
    """Hands slide up a wall in front of the body: it goes on above them, and no nearer to the viewer."""
    high = "{pose: same, shoulder: 170, elbow: 8}"
    text = f"props: [{{wall: in front}}]\nframes: [{{pose: standing, shoulder: 55, elbow: 125}}, {high}]"
    [stage] = figure.stages(as_written(text))
    [wall] = [one for one in furniture.standing(stage) if isinstance(one, Box) and one.name == "wall"]
    hands = [one.body.points[f"{side} hand"] for one in stage.frames for side in ("left", "right")]
    assert wall.high[1] > max(p[1] for p in hands) + 5
    assert wall.high[2] < max(p[2] for p in hands) + 6


def test_a_worktop_is_as_high_as_the_hands_on_it() -> None:
    """Upright people do not reach down to a table for sitting."""
    [stage] = figure.stages(
        as_written("props: [{table: hands}]\nframes: [{pose: standing, shoulder: 34, elbow: 14}]")
    )
    [top] = [one for one in furniture.standing(stage) if isinstance(one, Box) and one.name == "table"]
    hand = stage.frames[0].body.points["right hand"]
    assert 2 < hand[1] - top.high[1] < 6


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_part_is_shown_larger_beside_the_whole() -> None:
    """One picture has both: the whole body, and the feet again in a group that is enlarged."""
    text = 'props: [{step: 18}]\nframes: [{pose: calf raise, "on": {heels: off step}}, heel drop]'
    alone, both = (draw(as_written(show + text), "").frames for show in ("", "show: whole and feet\n"))
    for one, two in zip(alone, both, strict=True):
        assert "scale(" not in one
        [group] = [g for g in parsed(two).iter() if g.tag.endswith("}g")]
        assert float(group.get("transform", "").split("scale(")[1].rstrip(")")) > 1.3
        kinds = {(path.get("class") or "").split()[0] for path in group}
        assert "hair" not in kinds
        assert "skin" in kinds


def test_only_three_or_more_frames_that_lie_are_marked_as_wide() -> None:
    """The style sheet sets those two in a row."""
    lying = "props: [mat]\nframes: [prone, prone on elbows, cobra]"
    assert all('class="figure wide"' in svg for svg in draw(as_written(lying), "").frames)
    for other in ("frames: [standing, squat, jump]", "frames: [prone, cobra]"):
        assert not any("wide" in svg for svg in draw(as_written(other), "").frames)


@pytest.mark.parametrize(
    ("text", "ink"),
    [
        ("props: [post, {band: near above knee to post}]\nframes: [standing, march]", "metal-front"),
        ("frames: [hang, pull-up]", "metal-front"),
        ('frames: [{pose: sitting, "on": {hips: wheelchair}}]', "metal-front"),
    ],
)
def test_lists_show_posts_bars_and_wheels(text: str, ink: str) -> None:
    """The small picture has what the body hangs from, sits in or is tied to."""
    assert f'class="{ink}' in draw(as_written(text), "").small


def test_fingers_move_in_a_close_up() -> None:
    """An open hand closes: its outline changes, in a picture of the hands alone and with no more than those."""
    text = "show: hands\nframes: [{pose: sitting, fingers: open}, {pose: sitting, fingers: fist}]"
    moving = draw(as_written(text), "").moving
    assert "<animate" in moving
    assert 'class="hair' not in moving
    boxes = {parsed(svg).get("viewBox") for svg in draw(as_written(text), "").frames}
    wide, high = map(int, (parsed(moving).get("viewBox") or "").split()[2:])
    frames = [list(map(int, (box or "").split()[2:])) for box in boxes]
    assert all(wide * UNIT <= 2 * box[0] + 8 and high * UNIT <= 2 * box[1] + 8 for box in frames)


def test_toes_are_drawn_in_a_close_up_of_a_foot_that_is_not_seen_from_its_heel() -> None:
    """Four lines between five toes, by which a sole is known for one."""
    toes = paths(
        draw(as_written("show: feet\nframes: [{pose: long sitting, right foot tilt: 20}]"), "").frames[0],
        "skin-line",
    )
    assert any(path.count("M") == 4 for path in toes)
    behind = draw(as_written("show: feet\nview: back\nframes: [standing]"), "").frames[0]
    assert not any(path.count("M") == 4 for path in paths(behind, "skin-line"))


def test_the_leg_on_a_step_is_darker_than_the_one_beside_it() -> None:
    """Both work, but the one that carries does more, whichever is nearer to the viewer."""
    text = "props: [{step: 14}]\nframes: [beside a step, heel tap-down]\nview: "
    for view in ("{from: 60, above: 9}", "{from: 120, above: 9}"):
        stage = stage_of(text + view, "leg")
        for n in range(2):
            tones = inks(stage, n)
            assert (tones["right leg"], tones["left leg"]) == ("work", "work-far")


def test_the_arrow_of_a_step_is_just_below_the_feet() -> None:
    """Seen from above, too, it runs along the floor where the foot went, not below the whole picture."""
    text = "view: {from: 26, above: 30}\nframes: [standing, tandem stance]"
    [stage] = figure.stages(as_written(text))
    x, _, z = stage.frames[1].body.points["right ball"]
    floor = stage.camera.spot((x, 0.0, z))[1]
    [head] = arrow_heads(draw(as_written(text), "").frames[1])
    assert floor < max(y for _, y in head) < floor + 16
