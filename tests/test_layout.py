"""All frames of a figure in one space: what carries stays, things are where the body needs them, feet step."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from math import hypot

import pytest
from bodies import cycle
from test_figure import FIGURES_WRITTEN, as_written, paths

from cuecard.figures import figure
from cuecard.figures.body.floor import lowest, point_of
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, minus
from cuecard.figures.body.poses import poses
from cuecard.figures.body.posture import Posture, posture
from cuecard.figures.figure import draw
from cuecard.figures.frames import Figure, Frame
from cuecard.figures.scene import furniture
from cuecard.figures.scene.camera import VIEWS, camera_for
from cuecard.figures.scene.movers import movers
from cuecard.figures.scene.props import RADII
from cuecard.figures.scene.solids import Box, Solid
from cuecard.figures.scene.view import seen_share
from cuecard.parse import figure_spec as figures


def bodies(words: str) -> tuple[Posture, ...]:
    """Return the body in each frame of a figure in YAML."""
    return figure.postures(as_written(words))


def moved(a: Posture, b: Posture, part: str) -> float:
    """Return how far *part* is from one frame to another, along the floor."""
    start, end = (one.body.points[point_of(part)] for one in (a, b))
    return hypot(end[0] - start[0], end[2] - start[2])


# --- what carries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "part"),
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
def test_the_part_that_carries_all_frames_stays_in_its_place(words: str, part: str) -> None:
    """A limb that is lifted is no anchor, even where the pose names it; what stays is on the floor or on the seat."""
    first, *others = bodies(words)
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
    low, high = bodies("frames: [{pose: sitting, near knee: 20}, {pose: same, near knee: 110}]")
    assert moved(low, high, "hips") < 0.01


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
    """Yield two frames, and a body between them."""
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


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_that_is_written_counts(view: str) -> None:
    """For frames that stand alone too; each of them has its own camera of that name."""
    for frames in ("[plank, supine, side plank]", "[standing, squat]"):
        for stage in figure.stages(as_written(f"view: {view}\nframes: {frames}")):
            expected = camera_for(view, [one.body for one in stage.frames])
            assert (stage.camera.azimuth, stage.camera.elevation) == (expected.azimuth, expected.elevation)


@pytest.mark.parametrize("name", ["banded-squat", "lateral-lunge", "clamshell", "squat", "bridge", "curl"])
def test_without_a_view_the_movement_is_seen(name: str) -> None:
    """More than half of the way of what moves is in the picture, and a loop is seen to span."""
    facts = {key: value for key, value in FIGURES_WRITTEN[name].items() if key != "view"}
    [stage] = figure.stages(figures.drawn(figures.Figure.model_validate(facts)))
    a, b = stage.frames
    ways = [minus(b.body.points[point], a.body.points[point]) for point in movers(a, b)]
    assert seen_share(stage.camera, ways) > 0.5


def test_from_the_feet_the_feet_are_the_nearest() -> None:
    """Whichever way a body lies; from the head it is the head."""
    for pose in ("supine", "prone", "side-lying", "reverse tabletop"):
        for view, end in (("feet", "right ankle"), ("head", "head")):
            [stage] = figure.stages(as_written(f"view: {view}\nframes: [{pose}]"))
            points = stage.frames[0].body.points
            nearest = max(("head", "hips", "right ankle"), key=lambda name: stage.camera.depth(points[name]))
            assert nearest == end, (pose, view)


# --- things --------------------------------------------------------------------------------------------------------


def things_of(words: str) -> list[Solid]:
    """Return what stands or lies in the last frame of a figure in YAML."""
    stage = figure.stages(as_written(words))[-1]
    return [*furniture.standing(stage), *furniture.moving(stage, len(stage.frames) - 1)]


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
    by_itself = draw(as_written(f"{{frames: [{pose}]}}"), "")
    with_name = draw(as_written(f"{{frames: [{pose}], props: [{named}]}}"), "")
    assert by_itself.frames == with_name.frames
    assert things_of(f"{{frames: [{pose}]}}")


def test_what_a_pose_brings_is_there_in_each_frame_and_in_the_movement() -> None:
    """A wall stands before anybody leans on it; a roller is in the movement too."""
    drawing = draw(as_written("frames: [standing, wall sit]"), "")
    assert len({tuple(paths(one, "prop-front", "prop-side")) for one in drawing.frames}) == 1
    rolled = draw(as_written("frames: [side-lying on a roller, {pose: same, left hip: 100}]"), "")
    assert all(paths(one, "roller-front") for one in (*rolled.frames, rolled.moving))


@pytest.mark.parametrize("thing", RADII)
@pytest.mark.parametrize("pose", ["hook-lying", "supine", "high plank"])
def test_feet_are_lifted_onto_what_is_under_them(thing: str, pose: str) -> None:
    """Both feet are as high as the ball or the roller is, and the rest of the body follows."""
    [lifted] = bodies(f"props: [{{{thing}: under feet}}]\nframes: [{pose}]")
    for side in SIDES:
        assert lowest(lifted.body, f"{side} foot") == pytest.approx(2 * RADII[thing], abs=0.5)
    [flat] = bodies(f"frames: [{pose}]")
    assert all(lowest(flat.body, f"{side} foot") < 1.0 for side in SIDES)


def test_a_chair_in_front_is_within_reach_of_a_hand() -> None:
    """A hand that holds on is on the back of the chair; where no hand reaches ahead the chair stands clear."""
    words = "{props: [{chair: in front}], frames: [{pose: standing, arms: holding on}]}"
    hand = bodies(words)[0].body.points["left hand"]
    [back] = [one for one in things_of(words) if one.name == "chair back"]
    assert isinstance(back, Box)
    assert abs((back.low[0] + back.high[0]) / 2 - hand[0]) < 5
    assert 0 < hand[1] - back.high[1] < 10
    alone = "{props: [{chair: in front}], frames: [standing]}"
    toes = max(p[0] for p in bodies(alone)[0].body.points.values())
    assert all(isinstance(one, Box) and one.low[0] > toes for one in things_of(alone))


@pytest.mark.parametrize(
    ("words", "axis"),
    [
        ("frames: [standing, on a step]", 0),
        ("frames: [standing, step-up, on a step]", 0),
        ("frames: [standing, beside a step, heel tap-down]", 2),
    ],
)
def test_whoever_is_not_on_the_step_stands_beside_it(words: str, axis: int) -> None:
    """The feet of somebody who stands on the floor are before the step, or beside it where a foot hangs there."""
    [step] = [one for one in things_of(words) if one.name == "step"]
    assert isinstance(step, Box)
    feet = [p[axis] for name, p in bodies(words)[0].body.points.items() if is_of_foot(name, p)]
    assert max(feet) + 4 < step.low[axis] or min(feet) - 4 > step.high[axis]


def is_of_foot(name: str, point: Point) -> bool:
    """Return whether a point of the body is the heel, the ball or the toes of a foot that is on the floor."""
    return name.endswith(("heel", "ball", "toe")) and point[1] < 6


def test_a_raised_calf_shows_at_any_size() -> None:
    """The heel is above the ball of the foot by more than two thirds of what is between them."""
    raised = posture(poses()["calf raise"], {}).body.points
    assert raised["right heel"][1] - raised["right ball"][1] > 11
