"""The gallery of figures, docs/poses.md: it is what the program makes, it has every word, and its examples hold."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT

from cuecard.figures.body.joints import JOINTS
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.scene import props
from cuecard.parse.figure_frames import Frame
from cuecard.parse.figure_spec import Figure

sys.path.append(str(ROOT / "scripts"))

import poses as script

PAGE = script.PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def new_gallery() -> script.Gallery:
    """Return the gallery, made again."""
    return script.gallery()


def test_the_page_is_the_one_that_the_program_makes(new_gallery: script.Gallery) -> None:
    """`make gallery` would not change a byte of the page; if this fails, call it."""
    assert new_gallery.page == PAGE


def test_the_pictures_are_those_that_the_program_draws(new_gallery: script.Gallery) -> None:
    """`make gallery` would not change a byte of a picture, add one or remove one; if this fails, call it."""
    found = {file.name: file.read_text(encoding="utf-8") for file in script.PICTURES.iterdir()}
    assert sorted(found) == sorted(new_gallery.pictures)
    assert [name for name, picture in new_gallery.pictures.items() if found[name] != picture] == []


def test_every_picture_is_on_the_page_and_every_image_is_there(new_gallery: script.Gallery) -> None:
    """The page shows each picture that is kept, and no other."""
    assert set(re.findall(r"\]\(pictures/poses/([^)]+)\)", PAGE)) == set(new_gallery.pictures)


def test_pictures_are_small_and_on_white(new_gallery: script.Gallery) -> None:
    """Each picture is well-formed, under 9 kB, and begins with a white ground as large as itself."""
    for name, picture in new_gallery.pictures.items():
        assert len(picture.encode()) < 9000, name
        root = ET.fromstring(picture)  # noqa: S314 - our own file
        ground = next(root.iter("{http://www.w3.org/2000/svg}rect"))
        assert ground.get("fill") == "#fff"
        assert [ground.get(key) for key in ("x", "y", "width", "height")] == root.get("viewBox", "").split()


def test_every_word_is_in_the_gallery() -> None:
    """Each pose and its other names, each way to hold the arms, each thing, place and joint stands on the page."""
    page_words = set(re.findall(r"`([^`\n]+)`", PAGE))
    words = {
        *poses(),
        *arms(),
        *JOINTS,
        *props.KINDS,
        *props.PLACES,
        *props.MIDDLE,
        *props.WAYS,
        *props.LOOPS,
    }
    words |= {*props.STANDS, *props.CHAIRS, *props.FIXED}
    assert words - page_words == set()


def test_every_key_of_a_figure_is_in_the_gallery() -> None:
    """Each key that a figure or a frame can have, joints apart, stands on the page."""
    keys = {key for key in (*Figure.model_fields, *Frame.model_fields) if not key.endswith(tuple(JOINTS))}
    assert {key for key in keys if not re.search(rf"\b{key}:", PAGE)} == set()


def test_the_table_of_poses_has_each_once() -> None:
    """Each pose has one row with its picture, and its description."""
    rows = re.findall(
        r"^\| `([^`|]+)`<br>!\[\1\]\(pictures/poses/pose-[^)]+\.svg\) \| (.+) \|$", PAGE, re.MULTILINE
    )
    assert sorted(word for word, _ in rows) == sorted({pose.name for pose in poses().values()})
    for word, description in rows:
        assert description.startswith(script.sentence(poses()[word].description))


def test_the_table_of_joints_has_each_once_with_its_range() -> None:
    """Each joint has one row: what its degrees mean, and a picture at two angles that it can have."""
    rows = re.findall(
        r"^\| `(.+?)` \| (.+?) \| `(.+?): (-?\d+)`<br>.* \| `\3: (-?\d+)`<br>.* \|$", PAGE, re.MULTILINE
    )
    assert [name for name, *_ in rows] == list(JOINTS)
    for name, description, _, less, more in rows:
        joint = JOINTS[name]
        assert description == script.sentence(joint.range_text)
        assert joint.least <= int(less) < int(more) <= joint.most


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_can_be_copied(number: int) -> None:
    """Each example on the page, put into an exercise, is read and drawn without a problem."""
    assert EXAMPLES[number].startswith("figure:\n")
    assert script.problems(EXAMPLES[number].rstrip("\n")) == ()
