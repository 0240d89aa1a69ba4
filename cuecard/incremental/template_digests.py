"""One digest per template, over the template and everything that it extends, includes or imports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import meta

from cuecard.cache import program_results
from cuecard.cache.digests import digest_of
from cuecard.core.build_options import builtin_templates


def template_digests(templates: jinja2.Environment) -> dict[str, str]:
    """By name of each template: the digest of it and of all that it includes, imports or extends, however deep.

    A template that names another one by a value, which cannot be known beforehand, stands for all of them. One that
    cannot be read is told when a page asks for it.
    """
    every = [name for name in templates.list_templates() if not name.startswith("assets/")]
    sources: dict[str, str] = {}
    named: dict[str, set[str]] = {}
    waiting = list(every)
    while waiting:
        name = waiting.pop()
        if name in sources:
            continue
        sources[name], named[name] = _source_and_named(templates, name, every)
        waiting += named[name]
    return {
        name: digest_of(part for one in sorted(_reached(name, named)) for part in (one, sources[one]))
        for name in every
    }


def _source_and_named(templates: jinja2.Environment, name: str, every: list[str]) -> tuple[str, set[str]]:
    """The text of a template and the templates that it names; a text that is wrong names none."""
    try:
        source, file, _ = (
            templates.loader.get_source(templates, name) if templates.loader else ("", None, None)
        )
        named = (
            _known_names(name, source)
            if file and Path(file).parent == builtin_templates()
            else _names_in(source)
        )
    except (jinja2.TemplateError, UnicodeDecodeError) as error:
        return f"{type(error).__name__} {error}", set()
    return source, {one for one in named if one} | (set(every) if None in named else set())


def _known_names(name: str, source: str) -> frozenset[str | None]:
    """What `_names_in` gives for a template that comes with the program."""
    told = program_results.get_or_compute(
        f"names-{name}", source, lambda: json.dumps(sorted(_names_in(source), key=str)).encode()
    )
    return frozenset(json.loads(told))


@lru_cache(maxsize=256)
def _names_in(source: str) -> frozenset[str | None]:
    """The templates that a text names; None for one that it names by a value."""
    return frozenset(meta.find_referenced_templates(jinja2.Environment().parse(source)))  # noqa: S701 - makes no page


def _reached(name: str, named: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += named[one]
    return reached
