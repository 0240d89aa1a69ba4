"""Instructions in HTML, as wger has them, sorted into the keys of an exercise.

Lists are steps, headings such as "Starting position:" give the section of what follows, and the rest becomes the body.
In a text without lists each paragraph is a step; in a text of one paragraph, each sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from msgspec import Struct, field

from cuecard.core.diagnostics import InvalidValueError
from cuecard.importers.serialize import as_markdown
from cuecard.importers.text.sentences import (
    ended,
    is_numbered,
    plain,
    sentences,
    unnumbered,
)
from cuecard.markdown.html_tags import without_comments
from cuecard.parse.video import Provider, Video

_BLOCKS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "blockquote", "pre"])
_LISTS = frozenset(["ol", "ul"])
_HIDDEN = frozenset(["script", "style", "template", "title"])
_BOLD = frozenset(["strong", "b", "h1", "h2", "h3", "h4", "h5", "h6"])
_DEEPEST = 50
_SENTENCE = "\x1e"
"""Separates sentences within an item."""
_LONGEST_LABEL = 8
"""Words of a heading."""

_LABELS = {
    "start": ("starting position", "start position", "initial position", "start", "starting", "position", "setup",
              "set up", "set-up", "preparation", "machine setup", "prep"),
    "steps": ("steps", "execution", "instructions", "movement", "the movement", "how to", "how to perform",
              "performance", "movement mechanics", "movement technique", "technique", "procedure", "action"),
    "breathing": ("breathing", "breath", "breathe"),
    "mistakes": ("mistakes", "common mistakes", "common errors", "avoid"),
    "cues": ("tips", "tip", "cues", "key points", "form cues"),
    "body": ("comments", "comment", "notes", "note", "resources", "benefits", "advantages", "definition", "goal",
             "purpose", "purpose of the exercise", "variations", "variation", "muscle engagement", "progression",
             "biomechanical breakdown", "make it easier", "make it harder", "description", "muscles worked"),
}  # fmt: skip
_SECTION_OF = {label: section for section, labels in _LABELS.items() for label in labels}
_HOW_TO = re.compile(r"how to (?:perform|do)\b[^.]{0,60}$", re.IGNORECASE)
_DESCRIBES = re.compile(
    r"[^.!?]*?\b(?:is|are|was|'s|’s)\s+"
    r"(?:an?|the|one of|mostly|known|designed|particularly|also known|used|basically)\b[^.!?]*"
    r"\b(?:exercises?|movements?|variations?|versions?|stretch(?:es)?|lifts?|workouts?|moves?|machines?|drills?|"
    r"techniques?|apparatus|muscles?|training|squats?|curls?|press(?:es)?|rows?|strength|mobility|stability|push-ups?|"
    r"pull-ups?)\b",
    re.IGNORECASE,
)
"""A sentence that describes an exercise, not what to do."""
_LONGEST_SUMMARY = 200
_LONGEST_DESCRIBED = 500
_MOST_STEPS = 50_000_000
"""Characters of a text times its tags: the parser searches the rest of the text for each tag without an end."""
_SHORT_TAG = re.compile(r"<[^<>]{0,200}>")
_LABEL = re.compile(r"([^\W\d_][\w' -]{1,40}?)\s*(?::\s*|$)")


class Block(NamedTuple):
    """A paragraph or an item of a list."""

    text: str
    list: int = 0
    """The number of the list that it is an item of; 0 for a paragraph."""


class Instructions(Struct):
    """The content of a text, by the keys of an exercise."""

    start: str = ""
    steps: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    breathing: str = ""
    summary: str = ""
    body: str = ""
    """In Markdown."""
    video: str = ""
    addresses: list[str] = field(default_factory=list)
    """Web addresses that were left out."""


def read(raw_html: str) -> Instructions:
    """Sort the HTML *raw_html*, as far as it can be parsed."""
    instructions = Instructions()
    sections: dict[str, list[Block]] = {}
    for section, block in _with_sections(_without_addresses(_blocks(raw_html), instructions)):
        sections.setdefault(section, []).append(block)
    for main in ("steps", "", "start"):  # a text with only a starting position still says what to do
        if main in sections:
            break
    other = [] if main == "" else sections.get("", [])
    steps, about, after = _steps(sections.pop(main, []), is_headed=main == "steps")
    other = [*about, *other]
    if other and _is_summary(other[0].text):
        instructions.summary = ended(other.pop(0).text)
    instructions.steps = steps
    body = [*other, *after, *sections.get("body", [])]
    instructions.start = _joined(sections.get("start", []))
    instructions.breathing = _joined(sections.get("breathing", []))
    instructions.cues = [block.text for block in sections.get("cues", [])]
    instructions.mistakes = [block.text for block in sections.get("mistakes", [])]
    instructions.body = _markdown(body)
    return instructions


def _describes(text: str) -> bool:
    """Return whether the first sentence of *text* describes an exercise; only its beginning is examined."""
    return bool(_DESCRIBES.match(text[:_LONGEST_DESCRIBED]))


def _is_summary(text: str) -> bool:
    return _describes(text) and len(text) <= _LONGEST_SUMMARY and not text.endswith(":")


def _joined(blocks: Iterable[Block]) -> str:
    return " ".join(ended(block.text) for block in blocks)


def _steps(blocks: list[Block], *, is_headed: bool) -> tuple[list[str], list[Block], list[Block]]:
    """Return the steps among *blocks*, the description before them, and the remarks after them.

    After a heading for steps, everything is a step. Otherwise, a paragraph after the list is a remark.
    """
    about: list[Block] = []
    if not any(block.list for block in blocks) and len(blocks) == 1:
        blocks = [Block(sentence) for sentence in sentences(blocks[0].text)]
    while blocks and not is_headed and not blocks[0].list and _describes(blocks[0].text):
        about.append(blocks[0])
        blocks = blocks[1:]
    last = max((n for n, block in enumerate(blocks) if block.list), default=len(blocks))
    if is_headed:
        last = len(blocks)
    return [block.text for block in blocks[: last + 1]], about, blocks[last + 1 :]


def _markdown(blocks: Iterable[Block]) -> str:
    parts: list[str] = []
    last = 0
    for block in blocks:
        text = f"- {as_markdown(block.text)}" if block.list else as_markdown(block.text)
        parts.append(f"{chr(10) if block.list and block.list == last else chr(10) * 2}{text}")
        last = block.list
    return "".join(parts).strip("\n")


# --- headings -----------------------------------------------------------------------------------------


def _with_sections(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Yield each block with its section; headings are removed, or joined to the block after them."""
    section = ""
    before = ""
    """A heading that is not the name of a section."""
    parent: Block | None = None
    """An item that is the heading of an inner list."""
    children: list[str] = []
    for block in (*blocks, None):
        if parent and block and block.list not in {0, parent.list} and not _is_heading(block.text):
            children.append(ended(block.text))
            continue
        if parent:
            yield section, Block(" ".join([parent.text, *children]), parent.list)
            parent, children = None, []
        if block is None:
            break
        new_section, rest = _label(block.text)
        if new_section and rest:
            yield new_section, Block(rest, block.list)
        elif new_section:
            section = new_section
        elif block.list and _is_heading(block.text):
            parent = block
        elif _is_heading(block.text):
            before = f"{before} {block.text}".strip()
        else:
            yield section, Block(f"{before} {block.text}".strip(), block.list)
            before = ""
    if before:
        yield section, Block(before)


def _is_heading(text: str) -> bool:
    return text.endswith(":") and len(text.split()) <= _LONGEST_LABEL


def _label(text: str) -> tuple[str, str]:
    """Return the section that *text* begins, and the text after the heading."""
    match = _LABEL.match(text)
    section = _SECTION_OF.get(match[1].casefold().strip(), "") if match else ""
    if _HOW_TO.fullmatch(text.rstrip(":")):
        return "steps", ""
    if not match or not section:
        return "", text
    rest = text[match.end() :].strip()
    if rest and section in {"steps", "body"} and match[1].casefold() not in {"note", "notes"}:
        return "", text  # "Movement: bring your hands together" is a step
    return section, rest


# --- addresses -----------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"\(?\bhttps?://[^\s<>\"]+\)?")
_FEW = 7
"""A text of at most so many words besides an address only announces it: "40 seconds YouTube video"."""


def _without_addresses(blocks: Iterable[Block], instructions: Instructions) -> Iterator[Block]:
    """Yield *blocks* without web addresses; set the first video in *instructions*, and list the other addresses."""
    for block in blocks:
        if "://" not in block.text:
            yield block
            continue
        for match in _ADDRESS.finditer(block.text):
            address = match[0].strip("().,;")
            if not instructions.video and is_video(address):
                instructions.video = address
            elif address != instructions.video:
                instructions.addresses.append(address)
        rest = " ".join(_ADDRESS.sub("", block.text).split())
        if len(rest.split()) > _FEW:
            yield Block(rest, block.list)


def is_video(address: str) -> bool:
    """Return whether a page can play the video at *address*."""
    try:
        return Video(url=address).provider in {Provider.VIMEO, Provider.YOUTUBE}
    except (ValueError, InvalidValueError):
        return False


# --- markup ------------------------------------------------------------------------------------------


def _blocks(raw_html: str) -> Iterator[Block]:
    parser = _Parser()
    raw_html = without_comments(raw_html, lambda _: " ").replace("<!--", "").replace("**", "")
    if len(raw_html) * raw_html.count("<") > _MOST_STEPS:
        raw_html = _SHORT_TAG.sub(" ", raw_html).replace("<", " ")
    parser.feed(raw_html)
    parser.close()
    parser.end()
    lists = parser.lists
    for block in parser.blocks:
        if block.list:
            parts = [text for part in block.text.split(_SENTENCE) if (text := plain(part))]
            parts = [*map(ended, parts[:-1]), *parts[-1:]]
            if text := unnumbered(" ".join(parts)):
                yield Block(text, block.list)
            continue
        parts = [text for line in block.text.split("\n") if (text := plain(line))]
        if any(is_numbered(part) or _label(part)[0] for part in parts):
            lists += 1
            yield from (Block(unnumbered(part), lists if is_numbered(part) else 0) for part in parts)
        elif parts:
            yield Block(" ".join(parts))


class _Parser(HTMLParser):
    """Collects paragraphs and items; an item of an inner list becomes a part of the outer item."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lists = 0
        self._open: list[int] = []
        """The numbers of the open lists, the innermost last."""
        self._text: list[str] = []
        self._hidden = 0
        self._bold = 0
        self._is_bold = True
        """Whether the whole open block is bold, like a heading."""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a block or a list."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _LISTS:
            if len(self._open) <= 1:
                self._end_of_outer()
            self.lists += 1
            if len(self._open) < _DEEPEST:
                self._open.append(self.lists)
        elif tag == "li":
            if len(self._open) <= 1:
                self.end()
            else:
                self._end_of_inner()
        elif tag in _BLOCKS:
            self._line()
        self._bold += tag in _BOLD

    def handle_endtag(self, tag: str) -> None:
        """End a block or a list."""
        self._bold = max(0, self._bold - (tag in _BOLD))
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _LISTS:
            if len(self._open) <= 1:
                self.end()
            if self._open:
                self._open.pop()
        elif tag == "li" and len(self._open) <= 1:
            self.end()
        elif tag in _BLOCKS:
            self._line()

    def handle_data(self, data: str) -> None:
        """Add text to the open block."""
        if not self._hidden:
            self._text.append(data)
            self._is_bold = self._is_bold and (self._bold > 0 or not data.strip())

    def _line(self) -> None:
        if self._open:
            self._end_of_inner()
        else:
            self.end()

    def _end_of_inner(self) -> None:
        """Begin a new sentence within an item."""
        self._text.append(_SENTENCE)

    def _end_of_outer(self) -> None:
        if self._open:
            self._end_of_inner()
        else:
            self.end()

    def end(self) -> None:
        """End the open block."""
        text = "".join(self._text)
        is_heading = self._is_bold and len(text.split()) <= _LONGEST_LABEL and plain(text)[-1:] not in ".!?:"
        self._text, self._is_bold = [], True
        if text.strip():
            text = f"{text.strip()}:" if is_heading else text
            self.blocks.append(Block(text, self._open[0] if self._open else 0))
