"""Every named pose and every way to hold the arms, as they are shipped."""

from __future__ import annotations

from itertools import product

import pytest
from bodies import assert_lengths, cycle, on_the_floor, sunk

from cuecard.figures.body import reaching
from cuecard.figures.body.joints import SIDES, ZERO, joint_of
from cuecard.figures.body.pose import Pose, holding, mirrored, without_arms
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.body.posture import posture
from cuecard.figures.scene import props

STEP = 20.0


def is_place(words: str) -> bool:
    """Return whether a hand can go to *words*, such as "left knee" or "head"."""
    side, _, name = words.partition(" ")
    return words in {"head", "chest"} or (
        side in SIDES and name in reaching.PLACES.keys() - {"head", "chest"}
    )


OWN_NAMES = [name for name, pose in poses().items() if pose.name == name]
FAMILIES = [
    ("standing", "squat", "hinge", "calf raise", "single-leg stand", "march", "single-leg squat"),
    ("standing", "lunge"),
    ("standing", "lateral lunge"),
    ("step-up", "on a step"),
    ("sitting", "standing"),
    ("hook-lying", "bridge"),
    ("hands-and-knees", "bird dog"),
    ("supine", "knee to chest", "dead bug"),
    ("side-lying", "clamshell"),
]
"""Poses between which exercises move."""


@pytest.mark.parametrize("name", OWN_NAMES)
def test_a_named_pose_can_be_had(name: str) -> None:
    """By itself each pose is a body on the floor, each joint in its range and each segment as long as ever."""
    body_placed = posture(poses()[name], {}, STEP)
    assert_lengths(body_placed.body)
    assert list(sunk(body_placed.body)) == []
    assert on_the_floor(body_placed) or poses()[name].upon or poses()[name].lift
    assert body_placed.angles.keys() == ZERO.keys()


@pytest.mark.parametrize("name", OWN_NAMES)
def test_a_poses_words_are_known(name: str) -> None:
    """What a pose says of joints, parts and places are words that the figure knows."""
    pose = poses()[name]
    assert pose.angles.keys() <= ZERO.keys()
    assert set(pose.rests.values()) <= ZERO.keys()
    assert {*pose.stands, *pose.planted, *pose.plumb, *pose.level, *pose.reach} <= set(SIDES)
    assert set(pose.stands.values()) <= {"flat", "toes", "shin"}
    assert set(pose.planted.values()) <= {"flat", "toes", "top"}
    assert all(map(is_place, pose.reach.values()))
    assert all(props.prop(kind, place) for kind, place in pose.brings.items())
    for joint, angle in pose.angles.items():
        assert joint_of(joint).least <= angle <= joint_of(joint).most


@pytest.mark.parametrize("name", list(arms()))
def test_a_way_to_hold_the_arms_can_be_had_on_one_foot_and_on_two(name: str) -> None:
    """Arms held so stay above the floor and in their ranges, in a squat as in standing."""
    hold = arms()[name]
    assert all(map(is_place, hold.reach.values()))
    for pose in ("standing", "squat", "sitting", "half-kneeling"):
        body_placed = posture(holding(poses()[pose], hold), {}, STEP)
        assert list(sunk(body_placed.body)) == []
        for joint, angle in body_placed.angles.items():
            if "shoulder" in joint or "elbow" in joint:
                assert joint_of(joint).least <= angle <= joint_of(joint).most


def test_an_arm_that_carries_is_not_held_otherwise() -> None:
    """On hands and knees a word for the arms changes nothing; on the back, where hands only lie, it does."""
    hold = arms()["forward"]
    assert holding(poses()["hands-and-knees"], hold) == poses()["hands-and-knees"]
    lying = holding(poses()["hook-lying"], hold)
    assert not any(part.endswith("hand") for part in lying.rests)
    assert lying.angles["right shoulder"] == hold.angles["right shoulder"]


def test_arms_that_are_held_forget_what_was_changed_of_them() -> None:
    """Of changes by full names, those of the arms go where a word for the arms comes."""
    changes = {"right elbow": 40.0, "right knee": 30.0, "trunk": 5.0}
    assert without_arms(changes, arms()["forward"].sides()) == {"right knee": 30.0, "trunk": 5.0}


@pytest.mark.parametrize("name", OWN_NAMES)
def test_a_pose_mirrored_twice_is_itself(name: str) -> None:
    """Left and right exchanged and exchanged again give the same pose; once, they change a pose that is uneven."""
    pose = poses()[name]
    assert mirrored(mirrored(pose)) == pose
    if pose.stands and len(pose.stands) == 1:
        assert mirrored(pose) != pose


@pytest.mark.parametrize("family", FAMILIES)
def test_on_the_way_from_pose_to_pose_limbs_keep_their_lengths_above_the_floor(
    family: tuple[str, ...],
) -> None:
    """Between each two poses of a family, and back, no segment is longer or shorter and nothing is under the floor."""
    start, *rest = (poses()[name] for name in family)
    for one, end in product([start], rest):
        for body in cycle([posture(pose, {}, STEP) for pose in (one, end)], 3):
            assert_lengths(body.body)
            assert list(sunk(body.body)) == []


def test_poses_are_distinguished() -> None:
    """No two names of different poses are of the same position, and each is described in its own words."""
    shown: dict[str, Pose] = {}
    for name in OWN_NAMES:
        pose = poses()[name]
        assert pose.description not in shown, name
        shown[pose.description] = pose
