"""Write docs/poses.md, the gallery of figures, and its pictures: `make gallery`.

The text of the page is in poses.md next to this file: Markdown with Jinja, so that lists, ranges and pictures come from
the program. A YAML example in it is parsed like the file of an exercise, and its figure is shown below it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pose_finder
from gallery_picture import GalleryPicture
from gallery_turns import REACHING, TURNS
from markdown_table import table

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from cuecard.core.diagnostics import Problem, as_text, in_order  # noqa: E402
from cuecard.core.urls import slugify  # noqa: E402
from cuecard.figures.body.hands import WORDS  # noqa: E402
from cuecard.figures.body.joints import JOINTS  # noqa: E402
from cuecard.figures.body.pose import Hold, Pose  # noqa: E402
from cuecard.figures.body.poses import arms, poses  # noqa: E402
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

_COLUMN = 198.0
"""Centimetres of the body: how wide each picture of a column is."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """The page, and its pictures by file name."""

    page: str
    pictures: Mapping[str, str]


def main() -> None:
    """Write the page and its pictures, and remove pictures that are no longer used."""
    new = gallery()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for file in PICTURES.iterdir():
        if file.name not in new.pictures:
            file.unlink()
    for name, picture in new.pictures.items():
        (PICTURES / name).write_bytes(picture.encode())
    PAGE.write_bytes(new.page.encode())
    size = sum(len(picture.encode()) for picture in new.pictures.values())
    print(f"{PAGE.relative_to(ROOT)}: {len(new.pictures)} pictures, {size // 1024} kB")


def gallery() -> Gallery:
    """Return the page and its pictures, without writing them."""
    album = _Album()
    page = album.page(_TEXT.read_text(encoding="utf-8"))
    return Gallery(page, dict(sorted(album.pictures.items())))


# --- reading ----------------------------------------------------------------------------------------------------


def problems(facts: str) -> tuple[Problem, ...]:
    """Return all problems of *facts*, which contain a figure, in the file of an exercise."""
    figure = _read(facts)
    return () if isinstance(figure, Figure) else in_order(figure)


def _read(facts: str) -> Figure | list[Problem]:
    text = f"---\ntitle: Squat\nmuscles: {{primary: [quads]}}\nsteps: [Sit back.]\n{facts}\n---\n"
    source = SourceFile.from_text("exercises/squat.md", "content/exercises/squat.md", Kind.EXERCISE, text, "")
    document = front_matter.split(source)
    exercise = document if isinstance(document, list) else schema.parse(document)
    return exercise if isinstance(exercise, list) else figures.drawn(exercise.facts.figure)


def _figure(*frames: str, view: str = "", things: str = "") -> Figure:
    """Return the figure of *frames*, each as written between braces; without *view*, seen from its best side."""
    all_frames = ", ".join(f"{{{frame}}}" for frame in frames)
    view_key = f"view: {view}, " if view else ""
    return _valid_figure(f"figure: {{{view_key}props: [{things}], frames: [{all_frames}]}}")


def _valid_figure(facts: str) -> Figure:
    figure = _read(facts)
    if not isinstance(figure, Figure):
        sys.exit("\n".join(as_text(problem) for problem in figure))
    return figure


def groups() -> Iterator[tuple[str, tuple[Pose, ...]]]:
    """Yield the named poses under the headings in the comments of poses.yaml."""
    text = _POSES.read_text(encoding="utf-8").partition("\narms:")[0]
    parts = re.split(r"^  # --- (.+?) -+$", text, flags=re.MULTILINE)
    for heading, part in zip(parts[1::2], parts[2::2], strict=True):
        names = re.findall(r"^  (\w.*):$", part, re.MULTILINE)
        yield heading, tuple(poses()[name] for name in names)


# --- the page ---------------------------------------------------------------------------------------------------

_EXAMPLE = re.compile(r"^```yaml\n(figure:\n.*?)^```\n", re.MULTILINE | re.DOTALL)


class _Album:
    """Renders the page, and collects the pictures that it shows."""

    def __init__(self) -> None:
        self.pictures: dict[str, str] = {}

    def page(self, text: str) -> str:
        """Return the page from the Markdown with Jinja in *text*."""
        jinja = jinja2.Environment(  # noqa: S701 - the result is Markdown
            undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
        )
        page = jinja.from_string(text).render(
            arms=self.arms,
            joints=self.joints,
            poses=self.poses,
            stills=self.stills,
            things=self.things,
            problem=_problem,
            leading=_leading(),
            middle=[joint.name for joint in JOINTS.values() if not joint.is_paired],
            limbs=[place for place in props.PLACES if place not in props.MIDDLE],
            prop_words=props,
            views=list(VIEWS),
            supports=[thing for thing in HEIGHTS if thing not in PARTS_OF_THINGS],
            hands=self.hands,
            finder=lambda: pose_finder.as_table().rstrip("\n"),
            about_squat=_valid_figure("figure: {frames: [squat]}").captions[0],
            most=MOST_FRAMES,
            code=_code,
        )
        return _EXAMPLE.sub(lambda match: self._with_pictures(page, match), page)

    def _with_pictures(self, page: str, example: re.Match[str]) -> str:
        """Return an example with its pictures below, which are named after the heading above it."""
        before = page[: example.start()]
        heading = re.findall(r"^#+ (.+)$", before, re.MULTILINE)[-1]
        nth = len(_EXAMPLE.findall(before.rpartition(f"# {heading}\n")[2])) + 1
        figure = _valid_figure(example[1])
        names = self._draw({f"{slugify(heading)}-{nth}": figure})
        cells = [_image(name, caption) for name, caption in zip(names, figure.captions, strict=True)]
        return f"{example[0]}\n{table(figure.captions, [cells], is_centred=True)}"

    def _draw(self, figures_by_name: Mapping[str, Figure], *, wide: float = 0.0) -> list[str]:
        """Draw every frame of *figures_by_name*; return the names of the files.

        All are as high as the highest, so that they share a floor, and at least *wide* (centimetres of the body).
        """
        drawn: dict[str, GalleryPicture] = {}
        for name, figure in figures_by_name.items():
            frames = draw(figure, name).frames
            drawn |= {
                f"{name}-{nth}.svg" if len(frames) > 1 else f"{name}.svg": GalleryPicture.of(svg)
                for nth, svg in enumerate(frames, start=1)
            }
        height = max(picture.height for picture in drawn.values())
        for name, picture in drawn.items():
            text = picture.on_white(max(picture.width, wide * UNIT), height)
            if self.pictures.setdefault(name, text) != text:
                sys.exit(f"two pictures have the name {name}")
        return list(drawn)

    def stills(self, *frames: str) -> str:
        """Return a table of frames side by side, each below its words."""
        names = self._draw({slugify(frames[-1]): _figure(*frames)})
        images = [_image(name, frame) for name, frame in zip(names, frames, strict=True)]
        return table([f"`{frame}`" for frame in frames], [images], is_centred=True).rstrip("\n")

    def things(self, *shown: str) -> str:
        """Return a table of things side by side, each below its words; written as "thing | pose and joints | view"."""
        figures_shown = {}
        for one in shown:
            thing, frame, view = (*one.split(" | "), "")[:3]
            prop = f"{{{thing}}}" if ":" in thing else thing
            name = slugify(f"{thing} {view}")
            figures_shown[f"thing-{name}"] = _figure(f"pose: {frame}", view=view, things=prop)
        names = self._draw(figures_shown)
        words = [one.partition(" | ")[0] for one in shown]
        images = [_image(name, word) for name, word in zip(names, words, strict=True)]
        return table([f"`{word}`" for word in words], [images], is_centred=True).rstrip("\n")

    def arms(self) -> str:
        """Return tables of the ways to hold the arms, each from the side and from the front."""
        figures_by_name = {
            f"arms-{slugify(word)}-{view}": _figure(f"pose: {_pose_for(hold)}, arms: {word}", view=view)
            for word, hold in arms().items()
            for view in ("side", "front")
        }
        names = dict(zip(figures_by_name, self._draw(figures_by_name), strict=True))
        tables = []
        for some in _batches(list(arms()), 4):
            shown = [
                " ".join(
                    _image(names[f"arms-{slugify(word)}-{view}"], f"Arms {word}")
                    for view in ("side", "front")
                )
                for word in some
            ]
            tables.append(table([f"`{word}`" for word in some], [shown], is_centred=True))
        return "\n".join(tables).rstrip("\n")

    def hands(self) -> str:
        """Return tables of what fingers can do, each in close-up."""
        tables = []
        for some in _batches(list(WORDS), 4):
            named = {
                f"fingers-{slugify(word)}": _valid_figure(
                    "figure: {show: hands, view: side, "
                    f"frames: [{{pose: sitting, near elbow: 90, near fingers: {word}}}]}}"
                )
                for word in some
            }
            images = [_image(name, word) for name, word in zip(self._draw(named), some, strict=True)]
            tables.append(table([f"`{word}`" for word in some], [images], is_centred=True))
        return "\n".join(tables).rstrip("\n")

    def joints(self) -> str:
        """Return the table of joints, each at two angles."""
        head, rows = ["Joint", "What the degrees mean", "Less", "More"], []
        for joint in JOINTS.values():
            turn = TURNS[joint.name]
            frames = [f"{turn.frame}: {angle}" for angle in turn.angles]
            figures_by_name = {
                f"joint-{slugify(joint.name)}-{which}": _figure(frame, view=turn.view)
                for which, frame in zip(("less", "more"), frames, strict=True)
            }
            shown = [
                f"`{frame.rpartition(', ')[2]}`<br>{_image(name, frame)}"
                for name, frame in zip(self._draw(figures_by_name, wide=_COLUMN), frames, strict=True)
            ]
            rows.append([f"`{joint.name}`", sentence(joint.range_text), *shown])
        return table(head, rows).rstrip("\n")

    def poses(self) -> str:
        """Return the tables of the named poses, group by group."""
        sections = []
        for heading, members in groups():
            head, rows = ["Pose", "What it is"], []
            for pose in members:
                [name] = self._draw(
                    {f"pose-{slugify(pose.name)}": _figure(f"pose: {pose.name}")}, wide=_COLUMN
                )
                rows.append([f"`{pose.name}`<br>{_image(name, pose.name)}", "<br>".join(_about(pose))])
            sections.append(f"### {heading[0].upper()}{heading[1:]}\n\n{table(head, rows)}")
        return "\n".join(sections).rstrip("\n")


def _pose_for(hold: Hold) -> str:
    """Return the pose that shows a way to hold the arms."""
    places = {place.rpartition(" ")[2] for place in hold.reach.values()}
    return next((pose for place, pose in REACHING.items() if place in places), "standing")


def _about(pose: Pose) -> Iterator[str]:
    """Yield what the gallery says about a pose."""
    yield sentence(pose.description)
    if also := [name for name, one in poses().items() if one.name == pose.name != name]:
        yield f"Also: {_code(also)}."
    if pose.view == "front":
        yield "Shows best from the front."
    if pose.brings:
        yield f"The {' and the '.join(pose.brings)} is drawn without being named."


def _leading() -> Mapping[str, str]:
    """Return the poses in which one joint moves the others too, with that joint."""
    return {
        name: pose.together.replace("right ", "near ") if pose.view == "side" else pose.together
        for name, pose in poses().items()
        if pose.together and pose.name == name
    }


def _problem(facts: str) -> str:
    """Return what a check prints for *facts*."""
    all_problems = problems(facts)
    if not all_problems:
        sys.exit(f"this example has no problem:\n{facts}")
    return "\n".join(as_text(problem) for problem in all_problems)


def _batches(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(words), size):
        yield words[start : start + size]


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def sentence(text: str) -> str:
    """Return *text* with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def _image(name: str, alt: str) -> str:
    return f"![{alt}](pictures/poses/{name})"


if __name__ == "__main__":
    main()
