"""Projects full of attacks: where a text can be, which attack is let in where, and many of them in one site.

The places are read from the models of front matter, so that a new key is attacked without a change here.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from cuecard.core.diagnostics import Problem, Severity
from cuecard.library import linker
from cuecard.parse import content_folder, nested_models, parallel, schema
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import Asset, Kind, SourceFile, Sources

MODELS: Mapping[str, type[BaseModel]] = {
    "site.yaml": Site,
    "exercises/hostile.md": schema.Exercise,
    "routines/hostile.md": schema.Routine,
    "guides/hostile.md": schema.Guide,
}
"""The kinds of file, by the path that one of each has here."""

Loc = tuple[str | int, ...]
_BETWEEN = " ¦ "
"""What is between two texts of one value."""

_GOOD: Mapping[str, str] = {
    "title": "Good",
    "muscles.primary.0": "quads",
    "steps.0": "Go.",
    "figure.frames.0.pose": "standing",
    "images.0.src": "dot.png",
    "images.0.alt": "A dot",
    "video.url": "https://vimeo.com/694769509",
    "sources.0.title": "A book",
    "reviewed.by": "A. Physio",
    "reviewed.on": "2026-01-01",
    "exercises.0.exercise": "squat",
    "exercises.0": "squat",
    "progressions.1.exercise": "squat",
    "regressions.1.exercise": "step-up",
}
"""What is where an attack is refused and something has to be written; elsewhere the key is left out."""
_OF_A_RUNG = (("text",), ("exercise", "when"))
"""A rung has one or the other."""


@dataclass(eq=False)
class Leaf:
    """One value: the attacks in it, and what is written when there are none."""

    texts: list[str]
    good: str = ""
    head: str = ""
    """What is before them, so that lists keep their order."""

    @property
    def text(self) -> str:
        """As it is written."""
        return self.head + (_BETWEEN.join(self.texts) or self.good)


def attacked(texts: Sequence[str], is_let_in: Callable[[Loc, str], bool], model: type[BaseModel]) -> Any:
    """Front matter of *model* with each of *texts* at each place that lets it in; None where there is none."""
    return _of_model(model, (), tuple(texts), is_let_in)


def _of_model(
    model: type[BaseModel], loc: Loc, texts: tuple[str, ...], let: Any, keys: Iterable[str] = ()
) -> dict[str, Any]:
    results = {
        name: _of_type(model.model_fields[name].annotation, (*loc, name), texts, let)
        for name in keys or model.model_fields
        if not (
            "phases" in loc and name in {"sessions", "left", "right"}
        )  # the same keys once more: 2,000 at most
        and ("phases" in loc or name != "replaces")  # which only an exercise of a phase does
    }
    return {name: node for name, node in results.items() if node}


def _of_type(annotation: Any, loc: Loc, texts: tuple[str, ...], let: Any) -> Any:
    items = _items(annotation)
    if items is not None:
        return _of_list(items, loc, texts, let)
    model = _model(annotation)
    if model is not None:
        return _of_model(model, loc, texts, let)
    good = _GOOD.get(_dotted(loc), "")
    chosen = [text for text in texts if let(loc, text)]
    return Leaf(chosen, good) if chosen or good else None


def _of_list(items: Any, loc: Loc, texts: tuple[str, ...], let: Any) -> list[Any]:
    model = _model(items)
    at = (*loc, 0)
    if model is None:
        good = _GOOD.get(_dotted(at), "")
        return [Leaf([text], good) for text in texts if let(at, text)] or ([Leaf([], good)] if good else [])
    if issubclass(model, nested_models.ProgressionItem):
        return [
            _of_model(model, (*loc, n), (text,), let, keys)
            for text in texts
            for n, keys in enumerate(_OF_A_RUNG)
            if any(let((*loc, n, key), text) for key in keys)
        ]
    if loc[-1] == "frames":  # of which there may be four
        return [_of_model(model, at, texts, let)]
    each = [(text, _of_model(model, at, (text,), let)) for text in texts]
    return [result for text, result in each if any(text in leaf.texts for leaf in leaves(result))] or [
        _of_model(model, at, (), let)
    ]


def leaves(node: Any) -> Iterator[Leaf]:
    """Yield every value below *node*."""
    if isinstance(node, Leaf):
        yield node
    else:
        for inner in node.values() if isinstance(node, dict) else node:
            yield from leaves(inner)


def _dotted(loc: Loc) -> str:
    return ".".join(map(str, loc))


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    inner = get_args(annotation)
    if get_origin(annotation) in {Union, types.UnionType} or hasattr(annotation, "__metadata__"):
        return next(filter(None, map(_model, inner)), None)
    return None


def _items(annotation: Any) -> Any:
    """Return what a list is of; None where it is none."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    if get_origin(annotation) in {Union, types.UnionType} or hasattr(annotation, "__metadata__"):
        return next((found for inner in get_args(annotation) if (found := _items(inner)) is not None), None)
    return None


# --- written -----------------------------------------------------------------------------------------------------


@dataclass
class Text:
    """A file of content: facts, and stretches of body that are apart."""

    facts: dict[str, Any]
    body: list[str] = field(default_factory=list)
    is_settings: bool = False

    def written(self) -> tuple[str, dict[int, tuple[Any, Any]]]:
        """Return the text, and for each line that holds a value what holds it, and where in there."""
        _prune(self.facts)
        lines = list(_lines(self.facts, 0))
        if self.is_settings:
            return "".join(f"{line}\n" for line, _ in lines), {n: at for n, (_, at) in enumerate(lines, 1)}
        places: dict[int, tuple[Any, Any]] = {n: at for n, (_, at) in enumerate(lines, 2)}
        whole = "---\n" + "".join(f"{line}\n" for line, _ in lines) + "---\n"
        for stretch in self.body:
            first = whole.count("\n") + 1
            whole += stretch + "\n\n"
            places |= dict.fromkeys(range(first, whole.count("\n") + 1), (self.body, stretch))
        return whole, places


def quoted(text: str) -> str:
    """Return *text* in quotes as YAML reads them, with all invisible characters written by their numbers."""
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    seen = "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in inside)
    return f'"{seen}"'


def _lines(node: Any, indent: int) -> Iterator[tuple[str, tuple[Any, Any]]]:
    pairs = node.items() if isinstance(node, dict) else ((item, item) for item in node)
    for key, value in list(pairs):
        start = " " * indent + (f"{_key(key)}:" if isinstance(node, dict) else "-")
        if isinstance(value, Leaf):
            yield f"{start} {quoted(value.text)}", (node, key)
        else:
            yield start, (node, key)
            yield from _lines(value, indent + 2)


def _prune(node: Any) -> None:
    """Leave out groups that have become empty."""
    pairs = list(node.items() if isinstance(node, dict) else enumerate(node))
    for key, inner in reversed(pairs):
        if not isinstance(inner, Leaf):
            _prune(inner)
            if not inner:
                del node[key]


def _key(key: str) -> str:
    return key if re.fullmatch(r"[a-z][a-z _-]*[0-9]*", key) else quoted(key)


# --- judged ------------------------------------------------------------------------------------------------------

_GOOD_TEXTS = {
    f"exercises/{slug}.md": f"---\ntitle: {slug}\nmuscles: {{primary: [quads]}}\nsteps: [Go.]\nstop_if: [No.]\n---\n"
    for slug in ("squat", "step-up")
}


def files_of(texts: Mapping[str, Text]) -> dict[str, str]:
    """Return the files of a project by their paths, those that others refer to among them."""
    return {**_GOOD_TEXTS, **{path: text.written()[0] for path, text in texts.items()}}


def problems_of(
    files: Mapping[str, str], folder: Path, reader: parallel.ParseSettings | None = None
) -> list[Problem]:
    """Return everything that stops a build before cards are laid out; *folder* holds the picture `dot.png`."""
    found = Sources(
        tuple(
            SourceFile.from_text(path, path, _kind(path), text, text) for path, text in sorted(files.items())
        ),
        tuple(Asset(f"{kind}/dot.png", folder / "dot.png") for kind in ("exercises", "guides", "routines")),
        (),
        "",
    )
    read = content_folder.read(found, reader=reader)
    _, problems = linker.link(read.parsed, read.vocabulary, drafts=True)
    return [one for one in (*read.problems, *problems) if one.severity is Severity.ERROR]


def _kind(path: str) -> Kind:
    return {"e": Kind.EXERCISE, "r": Kind.ROUTINE, "g": Kind.GUIDE, "s": Kind.SITE, "v": Kind.VOCABULARY}[
        path[0]
    ]


def let_in(texts: dict[str, Text], folder: Path) -> int:
    """Take out of *texts* all that is refused, until nothing is; gives how many values were taken out.

    Raises:
        AssertionError: when what is reported as wrong cannot be found, or never ends.

    """
    taken = 0
    reader = parallel.ParseSettings(memory={})
    for turn in range(14):
        written = {path: text.written() for path, text in texts.items()}
        problems = problems_of(
            {**_GOOD_TEXTS, **{path: text for path, (text, _) in written.items()}}, folder, reader
        )
        if not problems:
            return taken
        before = taken
        for path, line in dict.fromkeys((problem.path, problem.line) for problem in problems):
            taken += take_out(written[path][1], line)
        if taken == before or turn > 6:  # a link whose place is not known is reported at the body's begin
            for path in dict.fromkeys(problem.path for problem in problems):
                taken += len(texts[path].body[::2])
                del texts[path].body[::2]
    allowed = "\n".join(
        f"{one.path}:{one.line}: {one.code} {one.message} {one.excerpt}"[:300] for one in problems[:5]
    )
    raise AssertionError(allowed)


def take_out(places: Mapping[int, tuple[Any, Any]], line: int) -> int:
    """Remove what is in *line*: an attack, half of several, or a whole group; how many were taken out."""
    if line not in places:  # of a text as a whole: what fills it most
        return max((take_out({0: at}, 0) for at in places.values()), default=0)
    holder, key = places[line]
    node = holder.get(key) if isinstance(holder, dict) else key
    if node is None or (isinstance(holder, list) and not any(one is node for one in holder)):
        return 0
    if isinstance(node, Leaf) and len(node.texts) > 1:
        gone = len(node.texts) // 2
        del node.texts[-gone:]
        return gone
    if isinstance(node, Leaf) and node.texts and node.good and (isinstance(holder, dict) or len(holder) == 1):
        node.texts.clear()
        return 1
    if isinstance(holder, dict):
        del holder[key]
    else:
        holder[:] = [one for one in holder if one is not node]
    return 1


def allowed_of(node: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield where attacks are below *node*, with the number of an item of a list as it was first made: 0."""
    if isinstance(node, Leaf):
        yield from ((loc, text) for text in node.texts)
    elif isinstance(node, dict):
        for key, inner in node.items():
            yield from allowed_of(inner, (*loc, key))
    else:
        for inner in node:
            is_reference = (
                isinstance(inner, dict) and loc[-1] in {"progressions", "regressions"} and "text" not in inner
            )
            yield from allowed_of(inner, (*loc, 1 if is_reference else 0))


def shown(value: object) -> str:
    """Return a value as a message shows it."""
    return json.dumps(value, ensure_ascii=True)[:200]


# --- a site full of attacks --------------------------------------------------------------------------------------

Allowed = Mapping[tuple[str, Loc], frozenset[str]]
"""By path of a file of `MODELS` and place in it: the texts that are let in there."""


def vocabulary_with(texts: Sequence[str]) -> Text:
    """Return words of a site's own, each of *texts* in every place for one."""
    word = {
        "name": Leaf(list(texts[:1]), "Hostile"),
        "note": Leaf(list(texts)),
        "synonyms": [Leaf([one]) for one in texts],
    }
    muscle = {**word, "name": Leaf(list(texts[-1:]), "Hostility"), "anatomical": Leaf(list(texts))}
    muscle["synonyms"] = [Leaf([f"{one} m"]) for one in texts]
    return Text({"muscles": {"hostile": muscle}, "equipment": {"hostile-tool": word}}, is_settings=True)


def twin(text: Text, harmless: Callable[[str, str], str]) -> Text:
    """Return the same file with other texts in the same places: *harmless* gives one for an attack behind a key."""

    def copied(node: Any, key: str) -> Any:
        if isinstance(node, Leaf):
            return Leaf([harmless(one, key) for one in node.texts], node.good, node.head)
        if isinstance(node, dict):
            return {key: copied(inner, key) for key, inner in node.items()}
        return [copied(inner, key) for inner in node]

    return Text(copied(text.facts, ""), list(text.body), text.is_settings)
