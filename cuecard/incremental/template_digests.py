"""One digest for each template, over the template and everything that it extends, includes or imports."""

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
from cuecard.site.own_assets import Asset


def template_digests(templates: jinja2.Environment, words: str = "") -> dict[str, str]:
    """Return by name the digest of each template with all that it includes, imports or extends, at any depth.

    The addresses of an owner's files are part of each. A template that names another one by an expression, whose value
    is not known beforehand, depends on all of them. One that cannot be read is reported when a page needs it. *words*
    is the digest of the words of another language than English.
    """
    asset = templates.globals.get("asset")
    own = tuple(asset.urls.values()) if isinstance(asset, Asset) else ()
    names = [name for name in templates.list_templates() if not name.startswith("assets/")]
    sources: dict[str, str] = {}
    references: dict[str, set[str]] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in sources:
            continue
        sources[name], references[name] = _source_and_references(templates, name, names)
        waiting += references[name]
    return {
        name: digest_of(
            (words,) * bool(words)
            + tuple(part for used in sorted(_reached(name, references)) for part in (used, sources[used]))
            + own
        )
        for name in names
    }


def _source_and_references(
    templates: jinja2.Environment, name: str, names: list[str]
) -> tuple[str, set[str]]:
    """Return the source of a template and the templates that it refers to: none, if the source has an error."""
    try:
        source, file, _ = (
            templates.loader.get_source(templates, name) if templates.loader else ("", None, None)
        )
        references = (
            _stored_references(Path(file).name, source)
            if file and Path(file).parent == builtin_templates()
            else _references_in(source)
        )
    except (jinja2.TemplateError, UnicodeDecodeError) as error:
        return f"{type(error).__name__} {error}", set()
    return source, {used for used in references if used} | (set(names) if None in references else set())


def _stored_references(name: str, source: str) -> frozenset[str | None]:
    """Return the result of `_references_in` for a built-in template."""
    stored = program_results.get_or_compute(
        f"names-{name}", source, lambda: json.dumps(sorted(_references_in(source), key=str)).encode()
    )
    return frozenset(json.loads(stored))


@lru_cache(maxsize=256)
def _references_in(source: str) -> frozenset[str | None]:
    """Return the templates that a source refers to; None for an expression."""
    return frozenset(meta.find_referenced_templates(jinja2.Environment().parse(source)))  # noqa: S701 - renders no page


def _reached(name: str, references: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        used = waiting.pop()
        if used not in reached:
            reached.add(used)
            waiting += references[used]
    return reached
