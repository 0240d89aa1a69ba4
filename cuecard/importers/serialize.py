"""Write a record as an author would: front matter in the order of the handbook, then Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from cuecard.importers.records import Record
from cuecard.parse.schema import Place
from cuecard.parse.sections import ROUTINE_SECTIONS, SECTIONS

_ORDER = (
    "title", "also_called", "summary", "goal", "muscles", "equipment", "level", "position",
    *(key for key, one in ROUTINE_SECTIONS.items() if one.place is Place.FOR_WHOM), "exercises", "routines",
    *(key for key in SECTIONS if key != "goal"), "dose", "schedule", "before", "after", "progress_when", "regress_when",
    "progressions", "regressions", "stop_if", "not_if", "pain", "scales", "lift", "safety",
    *(key for key, one in ROUTINE_SECTIONS.items() if one.place is Place.DELIVERY), "video", "figure", "images",
    "sources", "card", "reviewed", "redirect_from", "silence", "draft",
)  # fmt: skip
"""The keys of a text, in the order of the complete exercise in docs/handbook/exercises.md; others come last."""
_PLACES = {key: place for place, key in enumerate(_ORDER)}

_IN_A_LINE = frozenset(
    [
        "also_called",
        "primary",
        "secondary",
        "equipment",
        "dose",
        "schedule",
        "card",
        "reviewed",
        "redirect_from",
        "silence",
        "props",
        "pain",
        "zone",
    ]
)
"""Keys whose lists and mappings are written on one line, if they fit."""
_ITEMS = {"frames": "frame", "zones": "zone"}
"""What the items of a list are called, where each is written on one line."""
_WIDEST = 120
"""Characters of such a line."""
_NO_WIDTH = 1 << 30

_Emitter = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml where PyYAML has it (every wheel does): thirty times faster."""


class _Dumper(_Emitter):  # type: ignore[misc, valid-type]
    """Writes every scalar as text, in quotation marks only if YAML would read it as something else."""

    yaml_implicit_resolvers: Mapping[str | None, Any] = {}

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)

_STR, _SEQ, _MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"


def text_of(record: Record) -> str:
    """Return the whole file."""
    facts = sorted(without_empty(record.facts).items(), key=lambda item: _PLACES.get(item[0], len(_PLACES)))
    yaml_text = yaml.serialize(
        _mapping(dict(facts)), Dumper=_Dumper, width=_NO_WIDTH, allow_unicode=True, line_break="\n"
    )
    body = record.body.strip("\n")
    return f"---\n{''.join(_indented(yaml_text))}---\n{body}{chr(10) if body else ''}"


def without_empty(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return *facts* without empty values, as a parser reads them back."""
    stripped = {key: _without_empty(value) for key, value in facts.items()}
    return {key: value for key, value in stripped.items() if value not in ("", None, [], {})}


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_empty(value)
    if isinstance(value, list | tuple):
        return [_without_empty(part) for part in value]
    return value


def _mapping(facts: Mapping[str, Any], *, in_a_line: bool = False) -> yaml.MappingNode:
    pairs = [(_scalar(key), _node(value, key, in_a_line=in_a_line)) for key, value in facts.items()]
    return yaml.MappingNode(_MAP, pairs, flow_style=in_a_line)


def _node(value: Any, key: str, *, in_a_line: bool) -> yaml.Node:
    if isinstance(value, Mapping):
        return _mapping(value, in_a_line=in_a_line or _fits(value, key))
    if isinstance(value, list):
        in_a_line = in_a_line or _fits(value, key)
        items = [_node(part, _ITEMS.get(key, ""), in_a_line=in_a_line) for part in value]
        return yaml.SequenceNode(_SEQ, items, flow_style=in_a_line)
    return _scalar(value)


def _fits(value: Any, key: str) -> bool:
    """Return whether *value* is written on one line; a frame always is, as it is one picture."""
    if key == "frame":
        return True
    return key in _IN_A_LINE and len(key) + len(str(value)) <= _WIDEST


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(_STR, text, style='"' if "\n" in text else None)


def _indented(yaml_text: str) -> Iterator[str]:
    """Yield the lines of *yaml_text*, with items of lists indented below their key, which libyaml cannot do."""
    lists: list[int] = []
    for line in yaml_text.splitlines(keepends=True):
        column = len(line) - len(line.lstrip(" "))
        is_item = line.startswith("- ", column)
        while lists and (lists[-1] > column or (lists[-1] == column and not is_item)):
            lists.pop()
        if is_item and (not lists or lists[-1] < column):
            lists.append(column)
        yield f"{'  ' * len(lists)}{line}"


# --- bodies ------------------------------------------------------------------------------------------------------

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~{}]|!(?=\[)|^(?:#|[-+=:]|\d+[.)](?=\s))", re.MULTILINE)


def as_markdown(text: str) -> str:
    """Return one line of plain text as Markdown that shows exactly this text."""
    return _SPECIAL.sub(_escaped, text.strip())


def _escaped(match: re.Match[str]) -> str:
    quote = match[0]
    if quote in "<>&":
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[quote]
    return f"{quote[:-1]}\\{quote[-1]}" if quote[0].isdigit() else f"\\{quote}"
