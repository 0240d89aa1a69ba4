"""What the words for joints mean on a body, as a physiotherapist uses them, and that no angle changes a length."""

from __future__ import annotations

import pytest
from bodies import assert_lengths, mirror_image
from hypothesis import given, settings
from hypothesis import strategies as st

from cuecard.figures.body.joints import JOINTS, SIDES, ZERO, full_names, joint_of
from cuecard.figures.body.points import Point, minus
from cuecard.figures.body.pose import mirrored_angles
from cuecard.figures.body.skeleton import KNEE_RADIUS, LIMB_RADIUS, Skeleton, outward, skeleton


def bent(**angles: float) -> Skeleton:
    """Return the anatomical position with some angles; a blank in a joint's name is written as an underscore."""
    changed = dict(ZERO)
    for name, value in angles.items():
        changed |= dict.fromkeys(full_names(name.replace("_", " ")), value)
    return skeleton(changed)


def way(body: Skeleton, start: str, end: str) -> Point:
    """Return the way from one point of the body to another."""
    return minus(body.points[end], body.points[start])


def test_the_anatomical_position_is_upright_with_arms_and_legs_straight_down() -> None:
    """Without any angle every segment of a limb points down, feet point ahead, the head is on top."""
    body = skeleton(ZERO)
    for side in SIDES:
        for start, end in [("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "hand")]:
            x, y, z = way(body, f"{side} {start}", f"{side} {end}")
            assert (x, z) == pytest.approx((0, 0))
            assert y < 0
        assert way(body, f"{side} heel", f"{side} toe")[0] > 20
    assert body.points["head"][1] > body.points["shoulders"][1] > body.points["hips"][1]
    assert body.points["right hip"][2] > 0 > body.points["left hip"][2]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("angles", "segment", "axis", "sign"),
    [
        ({"hip": 40}, ("hip", "knee"), "ahead", 1),
        ({"hip": -20}, ("hip", "knee"), "ahead", -1),
        ({"hip_abduction": 30}, ("hip", "knee"), "outward", 1),
        ({"hip_abduction": -20}, ("hip", "knee"), "outward", -1),
        ({"hip_rotation": 30}, ("heel", "toe"), "outward", 1),
        ({"hip_rotation": -30}, ("heel", "toe"), "outward", -1),
        ({"hip": 90, "knee": 90, "hip_rotation": 30}, ("knee", "ankle"), "outward", -1),
        ({"knee": 60}, ("knee", "ankle"), "ahead", -1),
        ({"ankle": 20}, ("heel", "toe"), "up", 1),
        ({"ankle": -30}, ("heel", "toe"), "up", -1),
        ({"toes": 40}, ("ball", "toe"), "up", 1),
        ({"shoulder": 60}, ("shoulder", "elbow"), "ahead", 1),
        ({"shoulder": -40}, ("shoulder", "elbow"), "ahead", -1),
        ({"shoulder": 180}, ("shoulder", "elbow"), "up", 1),
        ({"shoulder_abduction": 80}, ("shoulder", "elbow"), "outward", 1),
        ({"elbow": 70}, ("elbow", "wrist"), "ahead", 1),
        ({"elbow": 90, "shoulder_rotation": 40}, ("elbow", "wrist"), "outward", 1),
        ({"elbow": 90, "shoulder_rotation": -40}, ("elbow", "wrist"), "outward", -1),
    ],
)
def test_a_joints_word_means_what_clinicians_mean_by_it(
    angles: dict[str, float], segment: tuple[str, str], axis: str, sign: int, side: str
) -> None:
    """Flexion goes ahead, abduction and external rotation go outwards on both sides, dorsiflexion lifts the toes."""
    x, y, z = way(bent(**angles), f"{side} {segment[0]}", f"{side} {segment[1]}")
    moved = {"ahead": x, "up": y, "outward": z * outward(side)}[axis]
    assert moved * sign > 2


def test_the_trunks_words_lean_turn_and_nod() -> None:
    """Trunk leans ahead, trunk side to the right, turn to the right, and a positive neck brings the chin down."""
    assert bent(trunk=30).points["shoulders"][0] > 20
    assert bent(trunk_side=30).points["shoulders"][2] > 20
    assert bent(turn=90).points["right shoulder"][0] == pytest.approx(-17.5)
    assert bent(turn=90).forward == pytest.approx((0, 0, 1))
    assert bent(neck=30).points["head"][0] > bent().points["head"][0] + 5


def test_a_side_bend_above_standing_legs_leaves_the_hips_level() -> None:
    """With level hips the trunk alone leans to the side; lying on the side, hips lean with it."""
    angles = {**ZERO, "trunk side": 25.0}
    level, leaning = skeleton(angles, {"hips": "level"}), skeleton(angles)
    assert level.points["right hip"][1] == pytest.approx(0)
    assert leaning.points["right hip"][1] < -3
    assert level.points["shoulders"] == leaning.points["shoulders"]


def test_a_foot_on_its_top_touches_the_floor_with_its_toes() -> None:
    """A shin that lies along the floor has its toes behind it, on the same floor as its knee."""
    body = skeleton({**ZERO, "left knee": 90.0}, {"left foot": "top"})
    floor = body.points["left knee"][1] - KNEE_RADIUS
    assert body.points["left toe"][1] - LIMB_RADIUS == pytest.approx(floor)
    assert way(body, "left ankle", "left toe")[0] < -15


ANGLES = st.fixed_dictionaries(
    {name: st.floats(joint_of(name).least, joint_of(name).most, allow_nan=False) for name in ZERO}
)
PLANTED = st.dictionaries(
    st.sampled_from([f"{side} foot" for side in SIDES]), st.sampled_from(["flat", "toes", "top"])
)


@settings(max_examples=60)
@given(ANGLES, PLANTED)
def test_no_angle_changes_a_length(angles: dict[str, float], planted: dict[str, str]) -> None:
    """Whatever the angles are, and however feet lie, every segment is as long as in the anatomical position."""
    assert_lengths(skeleton(angles, planted))


@settings(max_examples=40)
@given(ANGLES)
def test_left_and_right_mean_the_same(angles: dict[str, float]) -> None:
    """The body with left and right exchanged is the mirror image of the body."""
    body, image = skeleton(angles), skeleton(mirrored_angles(angles))
    for name, point in body.points.items():
        side, blank, rest = name.partition(" ")
        other = {"left": "right", "right": "left"}.get(side, side)
        assert mirror_image(point) == pytest.approx(image.points[f"{other}{blank}{rest}"], abs=1e-9), name


def test_names_of_joints_are_distinguished() -> None:
    """Near is right and far is left; a bare name is of both sides; a trunk has no sides, and an arm is no joint."""
    assert full_names("near knee") == ("right knee",)
    assert full_names("far hip abduction") == ("left hip abduction",)
    assert full_names("knee") == ("left knee", "right knee")
    assert full_names("trunk side") == ("trunk side",)
    assert joint_of("far elbow") is JOINTS["elbow"]
    for name in ("left trunk", "arm", "right arm"):
        with pytest.raises(KeyError):
            joint_of(name)
