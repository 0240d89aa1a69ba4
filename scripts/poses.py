"""Makes docs/poses.md, the gallery of figures, and its pictures: `make gallery`.

What the page says stands in poses.md beside this file: Markdown with Jinja, so that lists, ranges and pictures come
from the program. A YAML example in it is read as an exercise's file is, and its figure stands below it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import pose_finder  # noqa: E402

from cuecard.core.diagnostics import Problem, as_text, in_order  # noqa: E402
from cuecard.core.urls import slugify  # noqa: E402
from cuecard.figures.body.hands import WORDS  # noqa: E402
from cuecard.figures.body.pose import Hold, Pose  # noqa: E402
from cuecard.figures.body.poses import arms, poses  # noqa: E402
from cuecard.figures.body.skeleton import JOINTS  # noqa: E402
from cuecard.figures.body.support import HEIGHTS, PARTS_OF_THINGS  # noqa: E402
from cuecard.figures.drawing.hull import UNIT  # noqa: E402
from cuecard.figures.figure import draw  # noqa: E402
from cuecard.figures.frames import Figure  # noqa: E402
from cuecard.figures.scene import props  # noqa: E402
from cuecard.figures.scene.camera import VIEWS  # noqa: E402
from cuecard.parse import figure_spec as figures  # noqa: E402 - the clone's own package
from cuecard.parse import front_matter, schema  # noqa: E402
from cuecard.parse.figure_faults import MOST_FRAMES  # noqa: E402
from cuecard.parse.sources import Kind, SourceFile  # noqa: E402

PAGE = ROOT / "docs" / "poses.md"
PICTURES = ROOT / "docs" / "pictures" / "poses"
_TEXT = Path(__file__).with_suffix(".md")
_POSES = ROOT / "cuecard" / "vocabulary" / "poses.yaml"

_SCALE = 0.72
"""Pixels for a centimetre of the body, in all pictures."""
_COLUMN = 198.0
"""Centimetres of the body: how wide each picture of a column is."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """The page, and its pictures by file name."""

    page: str
    pictures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """How the gallery shows a joint: a frame with the joint's word last, and two angles."""

    frame: str
    angles: tuple[int, int]
    view: str = ""


TURNS: Mapping[str, Turn] = {
    "trunk": Turn("pose: standing, trunk", (-20, 45)),
    "trunk side": Turn("pose: standing, trunk side", (-25, 25), "front"),
    "turn": Turn("pose: sitting, turn", (-45, 45), "front"),
    "twist": Turn("pose: sitting, arms: crossed, twist", (-45, 45), "front"),
    "spine": Turn("pose: hands-and-knees, spine", (-45, 80)),
    "pelvis": Turn("pose: hook-lying, spine: 12, pelvis", (-20, 20)),
    "neck": Turn("pose: standing, neck", (-40, 40)),
    "neck side": Turn("pose: sitting, neck side", (-35, 35), "front"),
    "neck turn": Turn("pose: sitting, neck turn", (-60, 60), "front"),
    "hip": Turn("pose: standing, near hip", (-25, 60)),
    "hip abduction": Turn("pose: standing, right hip abduction", (-20, 30), "front"),
    "hip rotation": Turn("pose: sitting, right hip rotation", (-30, 30), "front"),
    "knee": Turn("pose: sitting, near knee", (20, 110)),
    "knee out": Turn("pose: hook-lying, right knee out", (-25, 55), "feet"),
    "ankle": Turn("pose: long sitting, ankle", (-40, 20)),
    "foot out": Turn("pose: standing, right foot out", (-25, 40), "front"),
    "jaw": Turn("pose: sitting, jaw", (0, 30), "three-quarter"),
    "eyes": Turn("pose: sitting, eyes", (-30, 30), "front"),
    "eyes turn": Turn("pose: sitting, eyes turn", (-35, 35), "front"),
    "foot tilt": Turn("pose: long sitting, right foot tilt", (-20, 35), "front"),
    "toes": Turn("pose: long sitting, toes", (-30, 60)),
    "shoulder": Turn("pose: standing, near shoulder", (-45, 120)),
    "shoulder abduction": Turn("pose: standing, right shoulder abduction", (-30, 100), "front"),
    "shoulder rotation": Turn("pose: standing, elbow: 90, right shoulder rotation", (-60, 60), "front"),
    "elbow": Turn("pose: standing, near elbow", (30, 130)),
    "forearm": Turn("pose: standing, elbow: 90, forearm", (-80, 80), "front"),
    "wrist": Turn("pose: standing, near elbow: 90, near forearm: -80, near wrist", (-50, 60)),
    "shrug": Turn("pose: standing, shrug", (-8, 30), "front"),
    "squeeze": Turn("pose: standing, shoulder: -20, elbow: 80, squeeze", (-25, 28)),
}


REACHING: Mapping[str, str] = {
    "thigh": "sitting",
    "knee": "sitting",
    "shin": "march",
    "ankle": "heel flick",
    "foot": "long sitting",
}
"""The pose in which the gallery shows hands that go to this part of a leg; all other arms are shown in standing."""


def main() -> None:
    """Make the page and its pictures anew, and remove pictures that are not wanted any more."""
    made = gallery()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for file in PICTURES.iterdir():
        if file.name not in made.pictures:
            file.unlink()
    for name, picture in made.pictures.items():
        (PICTURES / name).write_bytes(picture.encode())
    PAGE.write_bytes(made.page.encode())
    size = sum(len(picture.encode()) for picture in made.pictures.values())
    print(f"{PAGE.relative_to(ROOT)}: {len(made.pictures)} pictures, {size // 1024} kB")


def gallery() -> Gallery:
    """The page and its pictures; nothing is written."""
    album = _Album()
    page = album.page(_TEXT.read_text(encoding="utf-8"))
    return Gallery(page, dict(sorted(album.pictures.items())))


# --- reading ----------------------------------------------------------------------------------------------------


def problems(facts: str) -> tuple[Problem, ...]:
    """Everything that is wrong with *facts*, which hold a figure, in an exercise's file."""
    read = _read(facts)
    return () if isinstance(read, Figure) else in_order(read)


def _read(facts: str) -> Figure | list[Problem]:
    text = f"---\ntitle: Squat\nmuscles: {{primary: [quads]}}\nsteps: [Sit back.]\n{facts}\n---\n"
    source = SourceFile.from_text("exercises/squat.md", "content/exercises/squat.md", Kind.EXERCISE, text, "")
    document = front_matter.split(source)
    piece = document if isinstance(document, list) else schema.parse(document)
    return piece if isinstance(piece, list) else figures.drawn(piece.facts.figure)


def _figure(*frames: str, view: str = "", things: str = "") -> Figure:
    """The figure of *frames*, each as it stands between braces; without *view* seen from where it shows best."""
    given = ", ".join(f"{{{frame}}}" for frame in frames)
    seen = f"view: {view}, " if view else ""
    return _right(f"figure: {{{seen}props: [{things}], frames: [{given}]}}")


def _right(facts: str) -> Figure:
    read = _read(facts)
    if not isinstance(read, Figure):
        sys.exit("\n".join(as_text(problem) for problem in read))
    return read


def groups() -> Iterator[tuple[str, tuple[Pose, ...]]]:
    """The named poses, under the headings that poses.yaml has in its remarks."""
    listed = _POSES.read_text(encoding="utf-8").partition("\narms:")[0]
    parts = re.split(r"^  # --- (.+?) -+$", listed, flags=re.MULTILINE)
    for heading, part in zip(parts[1::2], parts[2::2], strict=True):
        named = re.findall(r"^  (\w.*):$", part, re.MULTILINE)
        yield heading, tuple(poses()[name] for name in named)


# --- the page ---------------------------------------------------------------------------------------------------

_EXAMPLE = re.compile(r"^```yaml\n(figure:\n.*?)^```\n", re.MULTILINE | re.DOTALL)


class _Album:
    """Puts the page together, and keeps the pictures that it shows."""

    def __init__(self) -> None:
        self.pictures: dict[str, str] = {}

    def page(self, text: str) -> str:
        """The page that the Markdown and Jinja of *text* make."""
        jinja = jinja2.Environment(  # noqa: S701 - the result is Markdown
            undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
        )
        made = jinja.from_string(text).render(
            arms=self.arms,
            joints=self.joints,
            poses=self.poses,
            stills=self.stills,
            things=self.things,
            problem=_problem,
            leading=_leading(),
            middle=[joint.name for joint in JOINTS.values() if not joint.is_paired],
            limbs=[place for place in props.PLACES if place not in props.MIDDLE],
            told=props,
            views=list(VIEWS),
            supports=[thing for thing in HEIGHTS if thing not in PARTS_OF_THINGS],
            hands=self.hands,
            finder=lambda: _table(pose_finder.rows()).rstrip("\n"),
            about_squat=_right("figure: {frames: [squat]}").captions[0],
            most=MOST_FRAMES,
            code=_code,
        )
        return _EXAMPLE.sub(lambda match: self._with_pictures(made, match), made)

    def _with_pictures(self, page: str, example: re.Match[str]) -> str:
        """An example with its pictures below, named by the heading that it stands under."""
        before = page[: example.start()]
        heading = re.findall(r"^#+ (.+)$", before, re.MULTILINE)[-1]
        nth = len(_EXAMPLE.findall(before.rpartition(f"# {heading}\n")[2])) + 1
        figure = _right(example[1])
        names = self._draw({f"{slugify(heading)}-{nth}": figure})
        cells = [_image(name, caption) for name, caption in zip(names, figure.captions, strict=True)]
        return f"{example[0]}\n{_table([list(figure.captions), cells], is_centred=True)}"

    def _draw(self, named: Mapping[str, Figure], *, wide: float = 0.0) -> list[str]:
        """Draw every frame of the figures, as high as the highest, so that they share a floor; the names of the files.

        Each picture is *wide* at least, in centimetres of the body.
        """
        drawn: dict[str, _Picture] = {}
        for name, figure in named.items():
            frames = draw(figure, name).frames
            drawn |= {
                f"{name}-{nth}.svg" if len(frames) > 1 else f"{name}.svg": _Picture.of(svg)
                for nth, svg in enumerate(frames, start=1)
            }
        height = max(picture.height for picture in drawn.values())
        for name, picture in drawn.items():
            text = picture.on_white(max(picture.width, wide * UNIT), height)
            if self.pictures.setdefault(name, text) != text:
                sys.exit(f"two pictures want the name {name}")
        return list(drawn)

    def stills(self, *frames: str) -> str:
        """Frames beside one another, each below its words."""
        names = self._draw({slugify(frames[-1]): _figure(*frames)})
        images = [_image(name, frame) for name, frame in zip(names, frames, strict=True)]
        return _table([[f"`{frame}`" for frame in frames], images], is_centred=True).rstrip("\n")

    def things(self, *shown: str) -> str:
        """Things beside one another, each below its words: told as "thing | pose and joints | view"."""
        figures_shown = {}
        for one in shown:
            thing, frame, view = (*one.split(" | "), "")[:3]
            given = f"{{{thing}}}" if ":" in thing else thing
            name = slugify(f"{thing} {view}")
            figures_shown[f"thing-{name}"] = _figure(f"pose: {frame}", view=view, things=given)
        names = self._draw(figures_shown)
        words = [one.partition(" | ")[0] for one in shown]
        images = [_image(name, word) for name, word in zip(names, words, strict=True)]
        return _table([[f"`{word}`" for word in words], images], is_centred=True).rstrip("\n")

    def arms(self) -> str:
        """The ways to hold the arms, each from the side and from the front, some to a row."""
        named = {
            f"arms-{slugify(word)}-{view}": _figure(f"pose: {_pose_for(hold)}, arms: {word}", view=view)
            for word, hold in arms().items()
            for view in ("side", "front")
        }
        names = dict(zip(named, self._draw(named), strict=True))
        tables = []
        for some in _batches(list(arms()), 4):
            shown = [
                " ".join(
                    _image(names[f"arms-{slugify(word)}-{view}"], f"Arms {word}")
                    for view in ("side", "front")
                )
                for word in some
            ]
            tables.append(_table([[f"`{word}`" for word in some], shown], is_centred=True))
        return "\n".join(tables).rstrip("\n")

    def hands(self) -> str:
        """What fingers can do, each in close-up, some to a row."""
        tables = []
        for some in _batches(list(WORDS), 4):
            named = {
                f"fingers-{slugify(word)}": _right(
                    "figure: {show: hands, view: side, "
                    f"frames: [{{pose: sitting, near elbow: 90, near fingers: {word}}}]}}"
                )
                for word in some
            }
            images = [_image(name, word) for name, word in zip(self._draw(named), some, strict=True)]
            tables.append(_table([[f"`{word}`" for word in some], images], is_centred=True))
        return "\n".join(tables).rstrip("\n")

    def joints(self) -> str:
        """The table of joints, each at two angles."""
        rows = [["Joint", "What the degrees mean", "Less", "More"]]
        for joint in JOINTS.values():
            turn = TURNS[joint.name]
            frames = [f"{turn.frame}: {angle}" for angle in turn.angles]
            named = {
                f"joint-{slugify(joint.name)}-{which}": _figure(frame, view=turn.view)
                for which, frame in zip(("less", "more"), frames, strict=True)
            }
            shown = [
                f"`{frame.rpartition(', ')[2]}`<br>{_image(name, frame)}"
                for name, frame in zip(self._draw(named, wide=_COLUMN), frames, strict=True)
            ]
            rows.append([f"`{joint.name}`", sentence(joint.told), *shown])
        return _table(rows).rstrip("\n")

    def poses(self) -> str:
        """The tables of the named poses, group by group."""
        made = []
        for heading, members in groups():
            rows = [["Pose", "What it is"]]
            for pose in members:
                named = {f"pose-{slugify(pose.name)}": _figure(f"pose: {pose.name}")}
                [name] = self._draw(named, wide=_COLUMN)
                rows.append([f"`{pose.name}`<br>{_image(name, pose.name)}", "<br>".join(_about(pose))])
            made.append(f"### {heading[0].upper()}{heading[1:]}\n\n{_table(rows)}")
        return "\n".join(made).rstrip("\n")


def _pose_for(hold: Hold) -> str:
    """The pose that shows a way to hold the arms."""
    places = {place.rpartition(" ")[2] for place in hold.reach.values()}
    return next((pose for place, pose in REACHING.items() if place in places), "standing")


def _about(pose: Pose) -> Iterator[str]:
    """What the gallery tells of a pose."""
    yield sentence(pose.told)
    if also := [name for name, one in poses().items() if one.name == pose.name != name]:
        yield f"Also: {_code(also)}."
    if pose.view == "front":
        yield "Shows best from the front."
    if pose.brings:
        yield f"The {' and the '.join(pose.brings)} is drawn without being named."


def _leading() -> Mapping[str, str]:
    """The poses in which one joint takes the others along, with that joint."""
    return {
        name: pose.together.replace("right ", "near ") if pose.view == "side" else pose.together
        for name, pose in poses().items()
        if pose.together and pose.name == name
    }


def _problem(facts: str) -> str:
    """What checking prints of *facts*."""
    found = problems(facts)
    if not found:
        sys.exit(f"there is nothing wrong with this example:\n{facts}")
    return "\n".join(as_text(problem) for problem in found)


def _batches(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(words), size):
        yield words[start : start + size]


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def sentence(text: str) -> str:
    """*text* with a large letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def _table(rows: Sequence[Sequence[str]], *, is_centred: bool = False) -> str:
    """A table in Markdown, the first row its head."""
    head, *body = ("| " + " | ".join(row) + " |\n" for row in rows)
    return head + "|" + (":-:|" if is_centred else "---|") * len(rows[0]) + "\n" + "".join(body)


def _image(name: str, told: str) -> str:
    return f"![{told}](pictures/poses/{name})"


# --- pictures ---------------------------------------------------------------------------------------------------

_SIZE = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)" width="\d+" height="\d+"')
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A figure as SVG, with the box that it fills."""

    svg: str
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, svg: str) -> _Picture:
        """*svg* with its size read from it."""
        found = _SIZE.search(svg)
        if found is None:
            raise ValueError(f"a picture without a size: {svg[:200]}")
        return cls(svg, *map(float, found.groups()))

    def on_white(self, width: float, height: float) -> str:
        """The picture with room around it, in the gallery's size, and on white, to be clear on a dark page too."""
        box = (self.left - (width - self.width) // 2, self.top - (height - self.height), width, height)
        left, top, wide, high = (f"{value:g}" for value in box)
        scale = _SCALE / UNIT
        size = (
            f'viewBox="{left} {top} {wide} {high}" width="{width * scale:.0f}" height="{height * scale:.0f}"'
        )
        ground = f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="#fff"/>'
        sized = _SIZE.sub(size, self.svg, count=1)
        return _TITLE.sub(lambda title: title[0] + ground, sized, count=1) + "\n"


if __name__ == "__main__":
    main()
