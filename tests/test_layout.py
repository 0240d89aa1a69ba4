"""All frames of a figure in one space: what carries stays, things are where the body needs them, feet step."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from math import hypot

import pytest
from test_figure import as_told, corners, paths

from cuecard.figures import figure
from cuecard.figures.body.floor import lowest, point_of
from cuecard.figures.body.movement import cycle
from cuecard.figures.body.poses import poses
from cuecard.figures.body.posture import Posture, posture
from cuecard.figures.body.skeleton import SIDES, Point
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.shapes import Camera
from cuecard.figures.figure import draw
from cuecard.figures.frames import Figure, Frame
from cuecard.figures.scene.props import RADII

SIDE = Camera()


def bodies(told: str) -> tuple[Posture, ...]:
    """The body in each frame of a figure in YAML."""
    return figure.postures(as_told(told))


def moved(a: Posture, b: Posture, part: str) -> float:
    """How far *part* is from one frame to another, along the floor."""
    start, end = (one.body.points[point_of(part)] for one in (a, b))
    return hypot(end[0] - start[0], end[2] - start[2])


# --- what carries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ("frames: [standing, {pose: same, near knee: 90}]", "left foot"),
        ("frames: [standing, {pose: same, right hip abduction: 30}]", "left foot"),
        ("frames: [{pose: sitting, near knee: 20}, {pose: sitting, near knee: 110}]", "hips"),
        ("frames: [standing, forward lunge]", "left toes"),
        ("frames: [standing, reverse lunge]", "right foot"),
        ("frames: [standing, step-up]", "left toes"),
        ("frames: [lunge, half-kneeling]", "right foot"),
        ("frames: [hook-lying, bridge]", "shoulders"),
    ],
)
def test_the_part_that_carries_all_frames_stays_in_its_place(told: str, part: str) -> None:
    """A limb that is lifted is no anchor, even where the pose names it; what stays is on the floor or on the seat."""
    first, *others = bodies(told)
    for other in others:
        assert part in first.carried
        assert part in other.carried
        assert moved(first, other, part) < 0.01


def test_legs_that_carry_in_turns_each_stand_where_they_stood() -> None:
    """Where no part carries all frames, each stands on what it shares with one before it."""
    standing, one, other = bodies("frames: [standing, march, {pose: march, mirror: true}]")
    assert moved(standing, one, "left foot") < 0.01
    assert moved(standing, other, "right foot") < 0.01


def test_a_seat_stays_below_the_hips() -> None:
    """Whoever bends and stretches one knee in sitting does not leave the chair."""
    low, high = draw(
        as_told("frames: [{pose: sitting, near knee: 20}, {pose: same, near knee: 110}]"), ""
    ).frames
    assert paths(low, "near")[0] == paths(high, "near")[0], "the trunk"
    assert paths(low, "prop") == paths(high, "prop")


# --- on the way --------------------------------------------------------------------------------------------------

ARCS = [
    ("standing", "lunge"),
    ("standing", "lateral lunge"),
    ("standing", "calf raise"),
    ("standing", "step-up", "on a step"),
    ("hands-and-knees", "bird dog"),
    ("hands-and-knees", "child's pose"),
    ("hands-and-knees", "high plank"),
    ("long sitting", "supine"),
    ("standing", "half-kneeling"),
]


def stages(frames: tuple[Posture, ...]) -> Iterator[tuple[Posture, Posture, Posture]]:
    """Two frames, and a body between them."""
    between = [list(group) for _, group in itertools.groupby(cycle(frames, 2), key=lambda one: one in frames)]
    for (a, b), way in zip(itertools.pairwise((*frames, frames[0])), between[1::2], strict=True):
        yield from ((a, one, b) for one in way)


@pytest.mark.parametrize("names", ARCS, ids=" ".join)
def test_what_stays_does_not_slide_or_leave_the_floor_on_the_way(names: tuple[str, ...]) -> None:
    """Hands, knees, hips and feet that carry in two frames at one place do so between them, and nothing sinks in."""
    for a, one, b in stages(figure.postures(Figure(tuple(Frame(poses()[name], {}) for name in names)))):
        for part in a.carried.keys() & b.carried.keys():
            assert lowest(one.body, part) > a.carried[part] * (a.carried[part] == b.carried[part]) - 2.0
            if moved(a, b, part) < 2.5 and a.carried[part] == b.carried[part]:
                assert moved(a, one, part) < 2.5, part
                assert lowest(one.body, part) - a.carried[part] < 3.0, part


@pytest.mark.parametrize(
    ("names", "foot"), [(("standing", "lateral lunge"), "left"), (("standing", "lunge"), "right")]
)
def test_a_foot_that_steps_is_lifted(names: tuple[str, ...], foot: str) -> None:
    """It does not slide over the floor to its new place."""
    for _, one, _ in stages(figure.postures(Figure(tuple(Frame(poses()[name], {}) for name in names)))):
        assert lowest(one.body, f"{foot} foot") > 3.0


def test_whoever_changes_legs_does_not_hop() -> None:
    """From one leg to the other, one foot is on the floor all the time."""
    for _, one, _ in stages(bodies("frames: [march, {pose: march, mirror: true}]")):
        assert min(lowest(one.body, f"{side} foot") for side in SIDES) < 1.5


# --- the view ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["side", "front"])
def test_a_view_that_is_written_counts_for_frames_that_stand_alone_too(view: str) -> None:
    """Only a body that is seen from the side has far limbs; without a view each frame is seen as it shows best."""
    frames = "frames: [{pose: plank}, {pose: supine}, {pose: side plank}]"
    written = draw(as_told(f"view: {view}\n{frames}"), "")
    assert not written.moving
    assert [bool(paths(one, "far")) for one in written.frames] == [view == "side"] * 3
    assert [bool(paths(one, "far")) for one in draw(as_told(frames), "").frames] == [True, True, False]


# --- things --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pose", "named"),
    [
        ("wall sit", "wall"),
        ("sitting", "chair"),
        ("step-up", "step"),
        ("side-lying on a roller", "{roller: right thigh}"),
    ],
)
def test_a_pose_brings_its_things_once(pose: str, named: str) -> None:
    """The wall, the chair, the step or the roller is there, whether its author names it or not."""
    by_itself = draw(as_told(f"{{frames: [{pose}]}}"), "")
    with_name = draw(as_told(f"{{frames: [{pose}], props: [{named}]}}"), "")
    assert by_itself.frames == with_name.frames
    assert len(paths(by_itself.frames[0], "prop")) > 1, "more than the floor"


def test_what_a_pose_brings_is_there_in_each_frame_and_in_the_movement() -> None:
    """A wall stands before anybody leans on it; a roller moves with the thigh above it."""
    drawing = draw(as_told("frames: [standing, wall sit]"), "")
    low, high = (corners(paths(one, "prop")[1]) for one in drawing.frames)
    assert low == high
    rolled = draw(as_told("frames: [side-lying on a roller, {pose: same, left hip: 100}]"), "")
    assert all(
        len(paths(one, "gap")) == len(paths(rolled.frames[0], "gap"))
        for one in (*rolled.frames, rolled.moving)
    )


@pytest.mark.parametrize("thing", RADII)
@pytest.mark.parametrize("pose", ["hook-lying", "bridge", "supine", "high plank"])
def test_feet_are_lifted_onto_what_is_under_them(thing: str, pose: str) -> None:
    """Both feet are as high as the ball or the roller is, and the rest of the body follows."""
    [lifted] = bodies(f"props: [{{{thing}: under feet}}]\nframes: [{pose}]")
    for side in SIDES:
        assert lowest(lifted.body, f"{side} foot") == pytest.approx(2 * RADII[thing], abs=0.5)
    [flat] = bodies(f"frames: [{pose}]")
    assert all(lowest(flat.body, f"{side} foot") < 1.0 for side in SIDES)


def test_the_floor_goes_on_below_arrows() -> None:
    """No arrow is beyond the end of the line, or of the mat."""
    for told in (
        "{view: front, frames: [{pose: squat, props: [{push: knees out}]}]}",
        "{props: [mat], frames: [{pose: dead bug, props: [{arrow: near foot forward}]}]}",
    ):
        shown = draw(as_told(told), "").frames[0]
        ground = corners(paths(shown, "mat" if "mat" in told else "prop")[0])
        left, right = min(x for x, _ in ground), max(x for x, _ in ground)
        assert all(left < x < right for one in paths(shown, "band") for x, _ in corners(one))


def test_a_chair_in_front_is_within_reach_of_a_hand() -> None:
    """A hand that holds on is on the back of the chair; where no hand reaches ahead the chair stands clear."""
    told = as_told("{props: [{chair: in front}], frames: [{pose: standing, arms: holding on}]}")
    hand = SIDE.seen(figure.postures(told)[0].body.points["left hand"])
    top = min(corners(paths(draw(told, "").frames[0], "prop")[1]), key=lambda spot: spot[1])
    assert abs(top[0] / svg.UNIT - hand[0]) < 4
    assert 0 < top[1] / svg.UNIT - hand[1] < 10
    alone = draw(as_told("{props: [{chair: in front}], frames: [standing]}"), "").frames[0]
    legs = max(x for d in paths(alone, "near") for x, _ in corners(d))
    assert min(x for x, _ in corners(paths(alone, "prop")[1])) > legs


@pytest.mark.parametrize(
    ("told", "free"),
    [
        ("frames: [standing, on a step]", "left"),
        ("frames: [standing, step-up, on a step]", "left"),
        ("frames: [standing, beside a step, heel tap-down]", "right"),
    ],
)
def test_whoever_is_not_on_the_step_stands_beside_it(told: str, free: str) -> None:
    """The feet of somebody who stands on the floor are before the step, or from the front beside it."""
    made = as_told(told)
    shown = draw(made, "").frames[0]
    step = [x / svg.UNIT for x, _ in corners(paths(shown, "prop")[1])]
    camera = Camera(made.seen_from)
    feet = [
        camera.seen(point)[0]
        for name, point in figure.postures(made)[0].body.points.items()
        if is_of_foot(name, point)
    ]
    assert max(feet) + 4 < min(step) if free == "left" else min(feet) - 4 > max(step)


def is_of_foot(name: str, point: Point) -> bool:
    """Whether a point of the body is the heel, the ball or the toes of a foot that is on the floor."""
    return name.endswith(("heel", "ball", "toe")) and point[1] < 6


def test_a_raised_calf_shows_at_any_size() -> None:
    """The heel is above the ball of the foot by more than two thirds of what is between them."""
    raised = posture(poses()["calf raise"], {}).body.points
    assert raised["right heel"][1] - raised["right ball"][1] > 11
