"""What users get of the small project in `tests/golden/project`, as files that a review can read.

`make golden` writes them to `tests/golden/site`: the main part of each page as tidied HTML, `exercises.json`, the
library as a tree of plain text, the words of each printed card, a small picture of one, and the names of all files of
the site. What changes without a change for readers is left out: the bytes of drawings, and digests in names of files.
"""

from __future__ import annotations

import difflib
import html
import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
from msgspec import Struct
from PIL import Image, ImageChops
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from cuecard.build import recipe  # noqa: E402 - the clone's own package, wherever this is called from
from cuecard.core.build_options import Options  # noqa: E402
from cuecard.library.library import Library, MuscleUse  # noqa: E402
from cuecard.markdown.converter import Body  # noqa: E402
from cuecard.parse.front_matter import Document  # noqa: E402
from cuecard.vocabulary.term import Term  # noqa: E402
from cuecard.vocabulary.vocabulary import Vocabulary  # noqa: E402

PROJECT = Path(__file__).with_name("golden") / "project"
GOLDEN = Path(__file__).with_name("golden") / "site"
PICTURE = "cards/monday-session-a4.png"
"""The one picture: the card as it prints, so small that the edges of letters do not matter."""
_DOTS_PER_INCH = 20
_DIGEST = re.compile(r"\.[0-9a-f]{10}(?=\.[a-z0-9]+\b)")


def made() -> dict[str, bytes]:
    """Return every golden file by its path, made again."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        report = recipe.build(Options(content=PROJECT / "content", output=site, cache=None))
        assert not report.problems, [problem.message for problem in report.problems]
        files = sorted(file for file in site.rglob("*") if file.is_file())
        names = [_without_digests(file.relative_to(site).as_posix()) for file in files]
        found = {
            "files.txt": "\n".join(names),
            "library.txt": "\n".join(_tree(_parts(report.library))),
            "exercises.json": json.dumps(
                json.loads(_without_digests((site / "exercises.json").read_text("utf-8"))),
                ensure_ascii=False,
                indent=1,
            ),
        }
        for file in files:
            path = file.relative_to(site)
            if file.suffix == ".html":
                found[path.as_posix()] = tidied(file.read_text("utf-8"))
            elif file.suffix == ".pdf":
                found[path.with_suffix(".txt").as_posix()] = _words(file)
        picture = io.BytesIO()
        _drawn(site / Path(PICTURE).with_suffix(".pdf")).save(picture, "png", optimize=True)
    return {name: f"{text}\n".encode() for name, text in found.items()} | {PICTURE: picture.getvalue()}


def kept() -> dict[str, bytes]:
    """Return every golden file by its path, as it is committed."""
    files = (file for file in sorted(GOLDEN.rglob("*")) if file.is_file())
    return {file.relative_to(GOLDEN).as_posix(): file.read_bytes() for file in files}


def renew() -> None:
    """Write the golden files again."""
    found = made()
    if PICTURE in (before := kept()) and not differs(before[PICTURE], found[PICTURE]):
        found[PICTURE] = before[PICTURE]  # no change that anybody sees
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for name, data in found.items():
        file = GOLDEN / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    print(
        f"{len(found)} files are in {GOLDEN.relative_to(ROOT)}/; see what has changed with: git diff --stat"
    )


def difference(name: str, before: bytes, after: bytes) -> str:
    """Return what has changed in a text, as a diff; empty when nothing has."""
    first, second = before.decode().splitlines(), after.decode().splitlines()
    names = f"committed/{name}", f"made/{name}"
    return "\n".join(difflib.unified_diff(first, second, *names, lineterm="", n=2))


def differs(before: bytes, after: bytes) -> bool:
    """Return whether two pictures differ by more than what another rasteriser makes of the edges of letters."""
    first, second = (Image.open(io.BytesIO(data)).convert("L") for data in (before, after))
    if first.size != second.size:
        return True
    histogram = ImageChops.difference(first, second).histogram()
    return sum(histogram[_MUCH:]) > _FEW * first.width * first.height


_MUCH = 64
"""Of 256 steps of grey: a difference that is seen."""
_FEW = 0.005
"""Of all pixels: so many may differ much."""


def _without_digests(text: str) -> str:
    return _DIGEST.sub("", text)


# --- pages ----------------------------------------------------------------------------------------------------------

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "br",
        "code",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
    ]
)
_VOID = frozenset(["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_OF_A_DRAWING = frozenset(["id", "class", "role"])
"""Attributes that say what a drawing is, and not how it is drawn; so do those of ARIA."""


class _Tidier(HTMLParser):
    """Writes each block in lines of its own, indented, with its text in one line. Of a drawing only its words stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.opened = 0
        """The number of the last line, where that opens a block and nothing has followed."""
        self.in_drawing = 0
        self.is_words = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.in_drawing:
            self.in_drawing += tag == "svg"
            self.is_words = tag in {"title", "desc"}
            self.line += " "
            return
        if tag == "svg":
            self.in_drawing = 1
            attrs = [one for one in attrs if one[0] in _OF_A_DRAWING or one[0].startswith("aria-")]
        written = "".join(
            f" {name}" if value is None else f' {name}="{html.escape(_without_digests(value), quote=True)}"'
            for name, value in attrs
        )
        if tag in _INLINE:
            self.line += f"<{tag}{written}>"
            return
        self.end_line()
        self.lines.append(f"{' ' * self.depth}<{tag}{written}>")
        if tag not in _VOID:
            self.depth += 1
            self.opened = len(self.lines)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.in_drawing:
            self.is_words = False
            self.in_drawing -= tag == "svg"
            if self.in_drawing or tag != "svg":
                return
        if tag in _INLINE:
            self.line += f"</{tag}>"
            return
        self.depth -= 1
        if self.opened == len(self.lines):  # nothing in it but words: all of it in one line
            self.lines[-1] += f"{' '.join(self.line.split())}</{tag}>"
            self.line, self.opened = "", 0
            return
        self.depth += 1
        self.end_line()
        self.depth -= 1
        self.lines.append(f"{' ' * self.depth}</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.in_drawing or self.is_words:
            self.line += html.escape(data, quote=False)

    def end_line(self) -> None:
        if words := " ".join(self.line.split()):
            self.lines.append(f"{' ' * self.depth}{words}")
        self.line = ""


def tidied(page: str) -> str:
    """Return the main part of a page, a block a line; of a page that has none, all of it."""
    start, end = page.find("<main"), page.find("</main>")
    tidier = _Tidier()
    tidier.feed(page[start : end + len("</main>")] if 0 <= start < end else page)
    tidier.close()
    tidier.end_line()
    return "\n".join(tidier.lines)


# --- the library ----------------------------------------------------------------------------------------------------


def _parts(library: Library) -> Mapping[str, Any]:
    """Return what is the project's own in a library."""
    return {
        name: value
        for name in library.__struct_fields__
        if not isinstance(value := getattr(library, name), Vocabulary)
    }


def _tree(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the lines of *value*: a name and what it holds, each level one space further in; what is empty is left
    out.
    """
    space = " " * depth
    for name, inner in _named(value):
        shown = _plain(inner)
        if shown is not None:
            if shown:
                yield f"{space}- {shown}" if name == "-" else f"{space}{name}: {shown}"
        elif lines := list(_tree(inner, depth + 1)):
            yield f"{space}{name}"
            yield from lines


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield " > ".join(map(str, key)) if isinstance(key, tuple) else str(key), inner
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if (inner := getattr(value, name)) != field.get_default(call_default_factory=True):
                yield name, inner
    elif isinstance(value, Body):
        yield from (("headings", value.headings), ("links", value.links))
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if not isinstance(inner := getattr(value, name), Document):
                yield name, inner
    else:
        for inner in sorted(value, key=str) if isinstance(value, frozenset | set) else value:
            yield "-", inner


def _plain(value: Any) -> str | None:
    """Return *value* in one line, empty for nothing; None where it takes several."""
    if isinstance(value, Term):
        return value.id
    if isinstance(value, MuscleUse):
        return f"{value.term.id}, written as {value.written!r}"
    if value is None or value is False:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | BaseModel | Struct | tuple | list | frozenset | set):
        return None
    return str(value)


# --- cards ----------------------------------------------------------------------------------------------------------


def _words(pdf: Path) -> str:
    """Return the text of a card, in the order in which it is read, a line a line."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    pages = [page.get_textpage().get_text_bounded() for page in document]
    lines = [" ".join(line.split()) for page in pages for line in page.splitlines()]
    return "\n".join(line for line in lines if line)


def _drawn(pdf: Path) -> Image.Image:
    """Return the first page in grey, drawn large and made small, so that thin lines are grey and not missing."""
    page = pypdfium2.PdfDocument(pdf.read_bytes())[0]
    large: Image.Image = page.render(scale=4 * _DOTS_PER_INCH / 72).to_pil().convert("L")
    return large.resize((large.width // 4, large.height // 4), Image.Resampling.BOX)


if __name__ == "__main__":
    renew()
