"""Warn of exercises that readers cannot tell apart: two with one title, or a title that another is also called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.schema import ContentFile, Exercise
from cuecard.parse.yaml_reader import Loc


def same_names(exercises: Iterable[ContentFile[Exercise]]) -> Iterator[Problem]:
    """Yield a warning for each name that an exercise before it has."""
    owners: dict[str, ContentFile[Exercise]] = {}
    for content_file in exercises:
        for loc, name in _names(content_file):
            owner = owners.setdefault(_folded(name), content_file)
            if owner is content_file:
                continue
            shown = owner.document.source.shown
            is_title = _folded(owner.facts.title) == _folded(name)
            message = f'"{name}" is {"the title" if is_title else "another name"} of {shown} too'
            hint = (
                "say what is different, such as with a chair"
                if loc == ("title",)
                else "delete it in one of the two"
            )
            yield content_file.document.problem(loc, "same-name", message, hint, Severity.WARNING)


def _names(content_file: ContentFile[Exercise]) -> Iterator[tuple[Loc, str]]:
    yield ("title",), content_file.facts.title
    for n, name in enumerate(content_file.facts.also_called):
        yield ("also_called", n), name


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
