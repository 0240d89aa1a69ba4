"""What is wrong with the files in an owner's folder of templates: names and blocks that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes

from cuecard.core.build_options import builtin_templates
from cuecard.core.diagnostics import Problem, Severity, did_you_mean
from cuecard.core.ignored_files import is_ignored
from cuecard.site.own_assets import SHEET, builtin_names
from cuecard.site.render import environment

_TEXTS = (".html", ".xml", ".txt")
"""Endings of templates; besides them there are `_headers` and `card.typ`."""


def check(folder: Path) -> Iterator[Problem]:
    """Yield a warning for each file in *folder* that nothing uses, and for each block that no template has.

    A template with an error is reported when it is rendered.
    """
    builtin = builtin_templates()
    names = [file.name for file in builtin.iterdir() if file.is_file()]
    files = {
        file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()
    }
    files = {name: file for name, file in files.items() if not any(map(is_ignored, name.split("/")))}
    templates = environment((folder, builtin))
    trees = {name: _tree(templates, file) for name, file in files.items() if not name.startswith("assets/")}
    used = _used(trees, set(names))
    for name, file in files.items():
        if name.startswith("assets/"):
            yield from _unused_asset(name, file)
        elif name not in used and name.lower() not in {"readme.md", "license"}:
            yield _unused(file, did_you_mean(name, names) or _hint(names))
    for name, tree in trees.items():
        if tree and name in used:
            yield from _unknown_blocks(templates, files[name], tree)


def _tree(templates: jinja2.Environment, file: Path) -> nodes.Template | None:
    if file.suffix not in _TEXTS:
        return None
    try:
        return templates.parse(file.read_text("utf-8"))
    except (jinja2.TemplateError, UnicodeDecodeError, OSError):
        return None


def _used(trees: Mapping[str, nodes.Template | None], names: set[str]) -> set[str]:
    """Return the templates that take the place of a built-in one, or that such a template refers to."""
    waiting = [name for name in trees if name in names]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used.add(name)
        tree = trees.get(name)
        for other in meta.find_referenced_templates(tree) if tree else ():
            waiting += trees if other is None else [other]  # None: by an expression, so it may be any
    return used


def _hint(names: list[str]) -> str:
    return "a template has the name of a built-in one: " + ", ".join(sorted(names))


def _unused(file: Path, hint: str, severity: Severity = Severity.WARNING) -> Problem:
    return Problem(file.as_posix(), 1, 1, "unused-template", "nothing uses this file", hint, severity)


def _unused_asset(name: str, file: Path) -> Iterator[Problem]:
    """Yield a problem for a part of a style sheet that there is not; every other file is published."""
    inside = name.removeprefix("assets/")
    if inside.startswith("styles/"):
        parts = [part.name for part in (builtin_templates() / "assets" / "styles").iterdir()]
        if inside.removeprefix("styles/") not in parts:
            hint = did_you_mean(inside.removeprefix("styles/"), parts)
            yield _unused(file, hint or f"write your own rules into assets/{SHEET}")
    elif "/" not in inside and inside not in {SHEET, *builtin_names()}:
        near = did_you_mean(inside, [SHEET, *builtin_names()]) if inside.endswith((".css", ".js")) else ""
        if near:
            yield _unused(file, f"it is published, but no page loads it by itself; {near}", Severity.NOTE)


def _unknown_blocks(templates: jinja2.Environment, file: Path, tree: nodes.Template) -> Iterator[Problem]:
    """Yield a warning for each block that no template has which this one extends, and that is inside none of its own.

    Nothing of it would be on a page.
    """
    parents = list(tree.find_all(nodes.Extends))
    known = set()
    for parent in parents:
        found = _blocks_of(templates, parent.template)
        if found is None:
            return
        known |= found
    if not parents:
        return
    for block in tree.body:
        if isinstance(block, nodes.Block) and block.name not in known:
            lines = file.read_text("utf-8").splitlines()
            line = lines[block.lineno - 1] if block.lineno <= len(lines) else ""
            at = max(line.find(block.name), 0)
            yield Problem(
                file.as_posix(),
                block.lineno,
                at + 1,
                "unknown-block",
                f'no template has a block "{block.name}", so this is on no page',
                did_you_mean(block.name, known) or "it has " + ", ".join(sorted(known)),
                Severity.WARNING,
                line,
                len(block.name),
            )


def _blocks_of(templates: jinja2.Environment, name: Any, depth: int = 0) -> set[str] | None:
    """Return the blocks of a template and of all that it extends; None if that is not known beforehand."""
    if not isinstance(name, nodes.Const) or not templates.loader or depth > 8:
        return None
    try:
        source, _, _ = templates.loader.get_source(templates, name.value)
        tree = templates.parse(source)
    except jinja2.TemplateError:
        return None
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    for parent in tree.find_all(nodes.Extends):
        inherited = _blocks_of(templates, parent.template, depth + 1)
        if inherited is None:
            return None
        blocks |= inherited
    return blocks
