"""What an author's changes make of a pose: what carries stays on the floor, and what cannot be is reported."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bodies import assert_lengths, mirror_image, on_the_floor, sunk
from conftest import SOAK
from hypothesis import given, settings
from hypothesis import strategies as st

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.floor import lowest
from cuecard.figures.body.joints import JOINTS, SIDE_WORDS, Angles, full_names, joint_of
from cuecard.figures.body.points import distance
from cuecard.figures.body.pose import Hold, Pose, holding, mirrored, mirrored_angles
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.body.posture import Posture, posture

STEP = 20.0


def placed(pose: str, changes: Mapping[str, float]) -> Posture:
    """Return a named pose with changes, on the floor."""
    return posture(poses()[pose], changes, STEP)


def refusal(pose: Pose, changes: Angles) -> InvalidValueError:
    """Return what is reported of changes that cannot be."""
    with pytest.raises(InvalidValueError) as caught:
        posture(pose, changes, STEP)
    return caught.value


# --- what an author expects -------------------------------------------------------------------------------------


@pytest.mark.parametrize("knee", [60, 95, 130])
def test_a_squats_knee_takes_hips_and_ankles_along(knee: float) -> None:
    """Less or more of a squat: both feet stay flat, hips go lower the deeper it is, shoulders stay over the feet."""
    squat = placed("squat", {"knee": knee})
    assert {"left foot", "right foot"} <= set(on_the_floor(squat))
    assert squat.angles["left hip"] == pytest.approx(
        min(poses()["squat"].angles["left hip"] * knee / poses()["squat"].angles["left knee"], 135)
    )
    assert abs(squat.body.points["shoulders"][0] - squat.body.points["right ankle"][0]) < 20


@pytest.mark.parametrize("changes", [{"trunk": 40.0}, {"hip": 40.0}])
def test_a_changed_trunk_or_hip_bows_over_legs_that_stay(changes: Mapping[str, float]) -> None:
    """Written either way, somebody who stands bows from the hips, and the legs stay where they were."""
    upright, bowed = placed("standing", {}), placed("standing", changes)
    assert bowed.angles["trunk"] == pytest.approx(40)
    assert bowed.angles["right hip"] == pytest.approx(40, abs=0.1)
    assert bowed.body.points["left knee"] == pytest.approx(upright.body.points["left knee"])


def test_a_changed_knee_bends_the_leg_under_an_upright_trunk() -> None:
    """Hip and ankle share the bend, so that nobody falls over backwards."""
    soft = placed("standing", {"knee": 42})
    assert soft.angles["trunk"] == pytest.approx(0)
    assert soft.angles["left ankle"] == pytest.approx(22)
    assert soft.angles["left hip"] == pytest.approx(20)


def test_the_leg_that_is_left_alone_carries() -> None:
    """A thigh lifted from standing leaves the other foot where it stands, and one lifted in sitting lifts its foot."""
    march = placed("standing", {"near hip": 90, "near knee": 90})
    assert "left foot" in on_the_floor(march)
    assert "right foot" not in on_the_floor(march)
    assert march.angles["trunk"] == pytest.approx(0)
    kick = placed("sitting", {"near knee": 10})
    assert kick.angles["trunk"] == 0
    assert lowest(kick.body, "right foot") > 25
    assert "left foot" in on_the_floor(kick)


@pytest.mark.parametrize(
    ("pose", "changes", "down", "up"),
    [
        ("bridge", {"far hip": 60, "far knee": 0}, ["right foot", "shoulders"], ["left foot"]),
        ("bridge", {"trunk": -100}, ["left foot", "right foot", "shoulders"], []),
        (
            "hands-and-knees",
            {"near shoulder": 170, "far hip": 0, "far knee": 0},
            ["left hand", "right knee"],
            ["right hand", "left foot", "left knee"],
        ),
        ("hands-and-knees", {"trunk": 75}, ["left hand", "right hand", "left knee", "right knee"], []),
        ("hands-and-knees", {"hip": 100}, ["left hand", "right hand", "left knee", "right knee"], []),
        ("plank", {"near hip": -15}, ["left foot", "left elbow", "right elbow"], ["right foot"]),
        ("high plank", {"elbow": 60}, ["left hand", "right hand", "left foot", "right foot"], ["left elbow"]),
        ("lunge", {"near knee": 60}, ["left foot", "right foot"], ["left knee"]),
        ("lunge", {"far knee": 60}, ["left foot", "right foot"], []),
        ("hook-lying", {"knee": 60}, ["left foot", "right foot", "hips"], []),
        ("hook-lying", {"hip": 60}, ["left foot", "right foot", "hips"], []),
        ("hook-lying", {"near hip": 90, "near knee": 90}, ["left foot"], ["right foot"]),
        ("hook-lying", {"trunk": -65}, ["left foot", "right foot", "hips"], ["shoulders"]),
        ("supine", {"near hip": 60}, ["hips"], ["right foot"]),
        ("reverse tabletop", {"near hip rotation": 40}, ["left foot", "left hand"], ["right foot"]),
        ("wall sit", {"knee": 60}, ["left foot", "right foot"], []),
        ("calf raise", {"ankle": -45}, ["left toes", "right toes"], []),
        ("sitting", {"trunk": 30}, ["left foot", "right foot"], []),
        ("kneeling", {"trunk": 30}, ["left knee", "right knee"], []),
        ("side-lying", {"left hip abduction": 35}, ["hips"], ["left foot"]),
    ],
)
def test_what_carries_stays_on_the_floor(
    pose: str, changes: Mapping[str, float], down: list[str], up: list[str]
) -> None:
    """Written for both sides, hands, knees and feet stay down; a limb that is moved alone is lifted."""
    body_placed = placed(pose, changes)
    touching = on_the_floor(body_placed)
    assert set(down) <= set(touching)
    assert not set(up) & set(touching)
    for name, angle in changes.items():
        assert all(body_placed.angles[full] == angle for full in full_names(name))


def test_legs_keep_their_direction_when_somebody_who_lies_or_sits_sits_up() -> None:
    """A trunk lifted from the floor leaves the legs on it."""
    up = placed("supine", {"trunk": -60})
    assert up.body.points["right ankle"][1] == pytest.approx(
        placed("supine", {}).body.points["right ankle"][1], abs=1
    )
    assert up.body.points["shoulders"][1] > 30


def test_a_free_foot_gives_way_to_the_floor() -> None:
    """Standing higher on a bent leg lowers the free foot to the floor at most."""
    risen = placed("single-leg squat", {"left knee": 40, "left hip": 100})
    assert lowest(risen.body, "left foot") > 0
    low = placed("single-leg squat", {"far knee": 100})
    assert lowest(low.body, "left foot") >= -1e-6


def test_a_side_counts_more_than_both() -> None:
    """What is named for one side is its angle, and what is named for both is the other's, in whichever order."""
    for changes in ({"elbow": 30.0, "near elbow": 80.0}, {"near elbow": 80.0, "elbow": 30.0}):
        angles = placed("standing", changes).angles
        assert (angles["left elbow"], angles["right elbow"]) == (30, 80)


# --- hands ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"knee": 125}, {"trunk": 50}])
def test_a_hand_goes_to_the_place_it_reaches_for_whatever_the_legs_do(changes: Mapping[str, float]) -> None:
    """Hands on the knees are as far from them as flesh is thick, and bend as much as it takes."""
    hold = Hold({}, reach={"left": "left knee", "right": "right knee"})
    squat = posture(holding(poses()["squat"], hold), changes)
    for side in ("left", "right"):
        far = distance(squat.body.points[f"{side} hand"], squat.body.points[f"{side} knee"])
        assert far == pytest.approx(7, abs=0.01)


def test_a_hand_that_cannot_reach_stretches_towards_the_place() -> None:
    """Somebody who stands does not reach the feet: the arm is straight, and points at them."""
    standing = posture(holding(poses()["standing"], Hold({}, reach={"right": "right foot"})), {})
    assert standing.angles["right elbow"] < 3
    assert standing.body.points["right hand"][0] > standing.body.points["right shoulder"][0]


def test_an_authors_arm_counts_more_than_what_it_holds() -> None:
    """An elbow's angle that is written stays, though the hand leaves its place for it."""
    pose = holding(poses()["squat"], Hold({}, reach={"left": "left hip", "right": "right hip"}))
    assert posture(pose, {"near elbow": 20}).angles["right elbow"] == 20


def test_arms_that_hang_point_down_however_the_trunk_leans() -> None:
    """Hands are below the shoulders in a bow, and beside a side bend."""
    pose = holding(poses()["standing"], Hold({}, plumb=("left", "right")))
    for changes in ({"trunk": 60.0}, {"trunk side": 25.0}):
        body = posture(pose, changes).body
        for side in ("left", "right"):
            shoulder, hand = body.points[f"{side} shoulder"], body.points[f"{side} hand"]
            assert (hand[0], hand[2]) == pytest.approx((shoulder[0], shoulder[2]))
            assert hand[1] < shoulder[1]


# --- what cannot be ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [151, -1, float("nan"), float("inf"), -float("inf"), 1e308])
def test_an_angle_that_no_joint_has_is_refused(value: float) -> None:
    """What a joint can do is reported in degrees, at the change that asks for more."""
    refused = refusal(poses()["squat"], {"trunk": 20, "near knee": value})
    assert (refused.code, refused.key) == ("bad-angle", "near knee")
    assert refused.message.startswith("the knee must be between 0 and 150 degrees, not ")
    assert len(refused.message) < 80


@pytest.mark.parametrize(
    ("pose", "changes", "key", "message"),
    [
        (
            "lunge",
            {"near knee": 110},
            "near knee",
            "with these angles the far knee would be 11 cm under the floor",
        ),
        ("supine", {"hip": -20}, "hip", "with these angles the feet would be 29 cm under the floor"),
        (
            "dead bug",
            {"far hip": 20},
            "far hip",
            "with these angles the far foot would be 24 cm under the floor",
        ),
        (
            "dead bug",
            {"left hip": 20},
            "left hip",
            "with these angles the left foot would be 24 cm under the floor",
        ),
        ("prone on elbows", {"trunk": 85}, "trunk", "with these angles the elbows do not reach the floor"),
        (
            "standing",
            {"elbow": 20, "trunk": -40},
            "trunk",
            "with these angles the hips would be at -40 degrees; a hip goes 35 degrees back (minus) to 135 forwards",
        ),
        (
            "standing",
            {"trunk": 40, "knee": 60, "hip": 20, "ankle": 10},
            "trunk",
            "with these angles of hip, knee and ankle the trunk leans -30 degrees, not 40",
        ),
    ],
)
def test_angles_that_cannot_be_had_together_are_reported_in_the_authors_words(
    pose: str, changes: Mapping[str, float], key: str, message: str
) -> None:
    """Which part would be where, near and far or left and right as they were written, and the change to blame."""
    refused = refusal(poses()[pose], changes)
    assert (refused.code, refused.key, refused.message) == ("bad-pose", key, message)


# --- any changes of any pose ------------------------------------------------------------------------------------

NAMES = [
    name
    for joint in JOINTS.values()
    for name in (joint.name, *(f"{side} {joint.name}" for side in SIDE_WORDS if joint.is_paired))
]


@st.composite
def asked(draw: st.DrawFn) -> tuple[Pose, dict[str, float]]:
    """Return a named pose, its arms perhaps held otherwise, and up to three changes within the joints' ranges."""
    pose = draw(st.sampled_from(list(poses().values())))
    if held := draw(st.none() | st.sampled_from(list(arms()))):
        pose = holding(pose, arms()[held])
    changes = {}
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)):
        joint = joint_of(name)
        usual = pose.angles.get(full_names(name)[0], 0.0)
        angle = draw(st.integers(int(joint.least), int(joint.most)) | st.integers(-25, 25).map(usual.__add__))
        changes[name] = min(max(float(angle), joint.least), joint.most)
    return pose, changes


def outcome(pose: Pose, changes: Angles) -> Posture | InvalidValueError:
    """Return the posture, or why there is none."""
    try:
        return posture(pose, changes, STEP)
    except InvalidValueError as refused:
        return refused


@settings(max_examples=5000 if SOAK else 60)
@given(asked())
def test_any_change_gives_a_body_that_can_be_or_a_problem_at_a_change(
    asked: tuple[Pose, dict[str, float]],
) -> None:
    """Lengths hold, nothing is under the floor, what carries is on it, joints stay in their ranges."""
    pose, changes = asked
    body_placed = outcome(pose, changes)
    if isinstance(body_placed, InvalidValueError):
        assert body_placed.code == "bad-pose"
        # Without changes it is arms held otherwise that have no room.
        assert body_placed.key in changes if changes else pose not in poses().values()
        return
    assert_lengths(body_placed.body)
    assert list(sunk(body_placed.body)) == []
    assert on_the_floor(body_placed) or pose.upon or pose.lift
    for name, value in body_placed.angles.items():
        joint = joint_of(name)
        if name.replace("ankle", "foot") not in body_placed.planted:
            assert joint.least - 2 <= value <= joint.most + 2, name


@settings(max_examples=1500 if SOAK else 25)
@given(asked(), st.integers(-180, 180))
def test_a_mirrored_pose_is_the_mirror_image_and_a_turned_one_as_high(
    asked: tuple[Pose, dict[str, float]], turn: int
) -> None:
    """Left and right exchanged in pose and changes exchange them in the body; turning it changes no height."""
    pose, changes = asked
    body_placed, image = outcome(pose, changes), outcome(mirrored(pose), mirrored_angles(changes))
    turned = outcome(pose, {**changes, "turn": float(turn)})
    if isinstance(body_placed, InvalidValueError):
        assert isinstance(image, InvalidValueError)
        assert isinstance(turned, InvalidValueError)
        return
    assert isinstance(image, Posture)
    assert isinstance(turned, Posture)
    assert body_placed == posture(pose, changes, STEP)
    for name, point in body_placed.body.points.items():
        other = next(iter(mirrored_angles({name: 0.0})))
        assert mirror_image(point) == pytest.approx(image.body.points[other], abs=1e-4), name
        assert point[1] == pytest.approx(turned.body.points[name][1], abs=1e-4), name
