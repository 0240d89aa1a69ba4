"""From the words of a `figure` to the figure that is drawn; what is wrong with them is in cases/figures.md."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cuecard.figures import figure, frames
from cuecard.figures.body.joints import JOINTS, SIDES
from cuecard.figures.body.pose import holding, mirrored
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.scene.props import Prop
from cuecard.parse.figure_frames import Frame
from cuecard.parse.figure_spec import Figure, as_data, drawn
from cuecard.site.schema_org import without_empty


def read(*frames: Any, **more: Any) -> frames.Figure:
    """Return the figure that these frames make."""
    return drawn(Figure.model_validate({"frames": frames, **more}))


def angles(frame: frames.Frame) -> dict[str, float]:
    """Return the angles of a frame's body, by full names."""
    [placed] = figure.postures(frames.Figure((frame,)))
    return {name: round(angle, 3) for name, angle in placed.angles.items()}


def test_the_shortest_figure() -> None:
    """A list of poses is a whole figure: from the side, nothing changed, the poses' own words for captions."""
    figure_read = read("standing", "squat")
    assert [frame.pose for frame in figure_read.frames] == [poses()["standing"], poses()["squat"]]
    assert [dict(frame.changes) for frame in figure_read.frames] == [{}, {}]
    assert (figure_read.view, figure_read.hint, figure_read.props) == ("", "side", ())
    assert [caption.lower() for caption in figure_read.captions] == [
        poses()[name].description for name in ("standing", "squat")
    ]
    assert all(caption[0].isupper() for caption in figure_read.captions)


def test_every_pose_under_each_of_its_names() -> None:
    """A pose may be written with all its names, whatever the hyphens and capitals."""
    for name, pose in poses().items():
        for written in (name, name.replace("-", " ").upper(), name.replace(" ", "-"), f"  {name}  "):
            assert read(written).frames[0].pose == pose, written


def test_the_view_follows_the_poses() -> None:
    """Without a view a figure is seen from where its poses show best; what the author writes counts more."""
    assert read("standing", "single-leg stand").has_near
    assert not read("standing", "leg out").has_near
    assert read("standing", "leg out", view="side").has_near
    assert not read("standing", view="Front").has_near
    assert read("standing", view="Three quarter").view == "three-quarter"
    assert read("standing", view={"from": 40, "above": 12}).view == (40.0, 12.0)


def test_sides() -> None:
    """A bare joint is both, near is right and far is left, and one side counts more than both."""
    changes = {"knee": "20", "near hip": "60", "left ankle": "-10"}
    result = angles(read({"pose": "march", **changes}).frames[0])
    assert result["left knee"] == result["right knee"] == 20
    assert (result["right hip"], result["left ankle"]) == (60, -10)
    one = angles(read({"pose": "march", "elbow": "30", "near elbow": "80"}).frames[0])
    assert (one["left elbow"], one["right elbow"]) == (30, 80)


def test_same_goes_on() -> None:
    """`same` keeps the pose, the arms and all joints of the frame before, and what it says itself counts more."""
    first = {"pose": "single-leg stand", "arms": "overhead", "far knee": "70", "neck": "20"}
    figure_read = read(first, {"pose": "same", "left knee": "90"}, "same", {"pose": "same", "knee": "40"})
    one, two, three, four = (angles(frame) for frame in figure_read.frames)
    assert {name: two[name] for name in two if two[name] != one[name]} == {"left knee": 90}
    assert three == two
    assert (four["left knee"], four["right knee"], four["neck"]) == (40, 40, 20)
    assert four["left shoulder"] == one["left shoulder"] > 150


def test_a_new_pose_begins_again() -> None:
    """A frame with a pose of its own has nothing of the frame before."""
    assert (
        read({"pose": "standing", "neck": "20", "arms": "out"}, "squat").frames[1] == read("squat").frames[0]
    )


def test_ways_to_hold_the_arms() -> None:
    """Each word holds the arms in its way, in a changed pose too; a joint that is written counts more."""
    for name, hold in arms().items():
        assert read({"pose": "standing", "arms": name}).frames[0].pose == holding(poses()["standing"], hold)
    raised = {"pose": "standing", "arms": "overhead", "near shoulder": "90"}
    result = angles(read(raised, {"pose": "same", "arms": "down"}).frames[0])
    assert (result["right shoulder"], result["left shoulder"]) == (
        90,
        arms()["overhead"].angles["left shoulder"],
    )
    lowered = angles(read(raised, {"pose": "same", "arms": "down"}).frames[1])
    assert lowered["right shoulder"] == lowered["left shoulder"] == arms()["down"].angles["left shoulder"]


def test_each_arm_in_its_own_way() -> None:
    """A word for one arm is about that arm alone; where one arm does what the word says, it is the named one."""
    each = angles(read({"pose": "standing", "arms": "overhead", "far arms": "out"}).frames[0])
    assert (each["right shoulder"], each["left shoulder"], each["left shoulder abduction"]) == (174, 0, 88)
    for near, far, leg in (("near", "far", "right"), ("far", "near", "left"), ("right", "left", "right")):
        figure_read = read(
            {"pose": "heel flick", f"{near} arms": "heel held", f"{far} arms": "holding on"}
        ).frames[0]
        holding_on = next(side for side in SIDES if side != leg)
        assert figure_read.pose.reach == {leg: f"{leg} ankle"}
        assert angles(figure_read)[f"{holding_on} shoulder"] == arms()["holding on"].angles["left shoulder"]
    stride = angles(read({"pose": "standing", "arms": "out", "left arms": "stride"}).frames[0])
    assert stride["left shoulder"] == arms()["stride"].angles["left shoulder"]


def test_an_arm_that_is_held_otherwise_leaves_the_other_as_it_was_changed() -> None:
    """A joint that was written for both arms stays for the one that is not named."""
    figure_read = read({"pose": "standing", "elbow": "40"}, {"pose": "same", "near arms": "overhead"}).frames[
        1
    ]
    assert (angles(figure_read)["left elbow"], angles(figure_read)["right elbow"]) == (
        40,
        arms()["overhead"].angles["right elbow"],
    )


def test_mirror() -> None:
    """`mirror` exchanges left and right of the pose, and with `same` of all that went before; twice is not at all."""
    change = {"left knee": "60", "turn": "20"}
    twice = {"pose": "same", "mirror": "true"}
    figure_read = read({"pose": "march", **change}, twice, twice)
    one, two, three = (angles(frame) for frame in figure_read.frames)
    assert figure_read.frames[1].pose == mirrored(poses()["march"])
    for joint in JOINTS.values():
        if joint.is_paired:
            assert [two[f"{side} {joint.name}"] for side in SIDES] == [
                one[f"{side} {joint.name}"] for side in reversed(SIDES)
            ]
    assert (one["turn"], two["turn"]) == (20, -20)
    assert three == one


def test_joints_of_a_mirrored_frame_are_those_that_are_seen() -> None:
    """What a frame says itself is not mirrored: the near knee is the near one of the picture."""
    result = angles(read({"pose": "march", "mirror": "true", "near knee": "10"}).frames[0])
    assert result["right knee"] == 10


@pytest.mark.parametrize("written", ["95", "95°", "95 °", "+95", "95.0", "95 deg", "95 degrees", " 95"])
def test_ways_to_write_an_angle(written: str) -> None:
    """An angle may have its character and its unit."""
    assert angles(read({"pose": "squat", "knee": written}).frames[0])["left knee"] == 95


@pytest.mark.parametrize("sign", ["-", "\N{MINUS SIGN}", "\N{EN DASH}", "- "])
def test_ways_to_write_less_than_nothing(sign: str) -> None:
    """A minus may be the one of the keyboard, of a typesetter, or what a word processor makes of it."""
    assert angles(read({"pose": "standing", "neck": f"{sign}20"}).frames[0])["neck"] == -20


def test_joints_go_as_far_as_they_can() -> None:
    """Each joint takes the ends of its range, and nothing beyond."""
    for joint in JOINTS.values():
        for name in (joint.name, f"near {joint.name}") if joint.is_paired else (joint.name,):
            for end, way in ((joint.least, -1), (joint.most, 1)):
                frame = Frame.model_validate({"pose": "dead bug", name: f"{end:g}"})
                assert getattr(frame, name) == end
                with pytest.raises(ValidationError):
                    Frame.model_validate({"pose": "dead bug", name: f"{end + way:g}"})


def test_things() -> None:
    """Things of the figure are in every frame, those of a frame in that alone, however they are written."""
    loop = Prop("band", ("right above knee", "left above knee"), "loop")
    figure_read = read(
        {"pose": "squat", "props": [{"arrow": "hips down"}, {"step": "30 cm"}]},
        "squat",
        props=["mat", {"band": "above knees"}],
    )
    assert figure_read.props == (Prop("mat"), loop)
    assert figure_read.frames[0].props == (Prop("arrow", ("hips",), "down"), Prop("step", size=30.0))
    assert figure_read.frames[1].props == ()
    for written in ("band: above knees", "Band: Above  knees", {"band": "knees"}, {" BAND ": "above knees"}):
        assert read("squat", props=[written]).props == (loop,)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"pose": "supine", "near knee": "120"}, "the near foot"),
        ({"pose": "supine", "right knee": "120"}, "the right foot"),
        ({"pose": "supine", "hip": "-30"}, "the feet"),
        ({"pose": "dead bug", "left hip": "20", "right hip": "20"}, "the feet"),
        ({"pose": "dead bug", "left elbow": "30", "right elbow": "30", "left hip": "20"}, "the left foot"),
    ],
)
def test_what_is_impossible_is_reported_in_the_authors_words(written: dict[str, str], message: str) -> None:
    """A side is called near or right as its author calls it there, whatever other frames call it."""
    other = {"pose": "standing", "far knee": "20", "left elbow": "30"}
    for several in ([written], [{"pose": "supine"}, written], [other, written]):
        with pytest.raises(ValidationError) as caught:
            Figure.model_validate({"frames": several})
        assert f"{message} would be" in str(caught.value)


FRAMES = st.fixed_dictionaries(
    {"pose": st.sampled_from([*poses()])},
    optional={
        "arms": st.sampled_from([*arms()]),
        "left arms": st.sampled_from([*arms()]),
        "mirror": st.sampled_from(["true", "false"]),
        "caption": st.just("Lift, then hold: slowly."),
        "neck": st.sampled_from(["-10", "12.5"]),
        "left elbow": st.integers(0, 150).map(str),
        "props": st.lists(
            st.sampled_from(["mat", {"band": "ankles"}, {"arrow": "left knee up"}]), min_size=1
        ),
    },
)


@settings(max_examples=30)
@given(st.lists(FRAMES, min_size=1, max_size=4))
def test_data_can_be_read_again(frames: list[dict[str, Any]]) -> None:
    """What `exercises.json` says of a figure means the same figure when it is written into a file again."""
    try:
        facts = Figure.model_validate({"frames": frames})
    except ValidationError:  # such an elbow would be under the floor
        return
    data = json.loads(json.dumps(without_empty(as_data(facts))))
    again = [{**frame.pop("angles", {}), **frame} for frame in data.pop("frames")]
    assert drawn(Figure.model_validate({**data, "frames": again})) == drawn(facts)
