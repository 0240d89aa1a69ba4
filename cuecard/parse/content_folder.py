"""From texts to typed values: each file of the content folder by itself, and the settings that hold for all.

A file with errors is left out of what comes next, but its name is kept, so that no other file is reported
to refer to a file that "does not exist" because of an error inside it.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from cuecard.core.diagnostics import Problem, Severity
from cuecard.markdown.converter import Body
from cuecard.parse import front_matter, split_sentences
from cuecard.parse.fact_warnings import fact_warnings
from cuecard.parse.front_matter import Document
from cuecard.parse.parallel import ParseSettings, _understood
from cuecard.parse.parsed import ParsedContent
from cuecard.parse.schema import MODELS, ContentFile
from cuecard.parse.site_settings import Site, parse_site
from cuecard.parse.sources import Kind, Sources
from cuecard.parse.text_parser import _NO_BODY, _kept
from cuecard.vocabulary import additions
from cuecard.vocabulary.vocabulary import Vocabulary


class ParseResult(Struct, frozen=True):
    """The parsed content folder, each file by itself."""

    parsed: ParsedContent
    vocabulary: Vocabulary
    problems: tuple[Problem, ...]


def read(
    sources: Sources,
    *,
    base_url: str | None = None,
    reader: ParseSettings | None = None,
    raw_html: bool = False,
) -> ParseResult:
    """Parse every file of *sources*; a *base_url* replaces the one in `site.yaml`.

    With *raw_html*, HTML in texts is not cleaned.
    """
    problems: list[Problem] = []
    site, site_document = _site(sources, problems)
    if base_url is not None:
        site = site.model_copy(update={"base_url": base_url})
    words = _vocabulary(sources, problems)
    content_files: dict[Kind, list[ContentFile[Any]]] = {kind: [] for kind in MODELS}
    bodies: dict[str, Body] = {}
    half_read: list[Document] = []
    broken = _paths_with_errors(sources, problems)
    texts = [source for source in sources.files if source.kind in content_files]
    for source, text in zip(texts, _understood(texts, raw_html, reader or ParseSettings()), strict=True):
        problems.extend(text.problems)
        if text.body is not None:
            bodies[source.path] = text.body
        if text.content_file:
            content_files[source.kind].append(text.content_file)
        if not text.content_file or any(problem.code in _NO_BODY for problem in text.problems):
            broken.add(source.path)
        if not text.content_file:
            half_read += [text.document] if text.document else []
    if not any(path.startswith("exercises/") for path in (*broken, *(one.path for one in sources.files))):
        problems.append(_no_exercises(sources))
    parsed = ParsedContent(
        tuple(content_files[Kind.EXERCISE]),
        tuple(content_files[Kind.ROUTINE]),
        tuple(content_files[Kind.GUIDE]),
        bodies,
        site,
        site_document,
        frozenset(asset.path for asset in sources.assets),
        sources.shown_folder,
        frozenset(broken),
        tuple(half_read),
        frozenset(sources.others),
        tuple(content_files[Kind.PAGE]),
        tuple(content_files[Kind.HOME]),
    )
    return ParseResult(parsed, words, tuple(problems))


def _paths_with_errors(sources: Sources, problems: list[Problem]) -> set[str]:
    return {
        problem.path.removeprefix(f"{sources.shown_folder}/")
        for problem in (*sources.problems, *problems)
        if problem.severity is Severity.ERROR
    }


# --- settings -------------------------------------------------------------------------------------------


def _site(sources: Sources, problems: list[Problem]) -> tuple[Site, Document | None]:
    document = _settings(sources, Kind.SITE, problems)
    if document is None:
        return Site(), None
    problems.extend(split_sentences.split_sentences(document))
    problems.extend(fact_warnings(document, None))
    return _kept(parse_site(document), problems) or Site(), document


def _vocabulary(sources: Sources, problems: list[Problem]) -> Vocabulary:
    builtin = additions.load_builtin()
    document = _settings(sources, Kind.VOCABULARY, problems)
    if document is None or not document.meta:
        return builtin
    faults = additions.check_additions(builtin, document.meta)
    problems.extend(
        document.problem(loc, refused.code, refused.message, refused.hint) for loc, refused in faults
    )
    return builtin if faults else additions.extended(builtin, document.meta)


def _settings(sources: Sources, kind: Kind, problems: list[Problem]) -> Document | None:
    source = next((source for source in sources.files if source.kind is kind), None)
    return _kept(front_matter.read_settings(source), problems) if source else None


def _no_exercises(sources: Sources) -> Problem:
    shown = f"{sources.shown_folder}/exercises"
    hint = "write the first one in exercises/, ending in .md"
    return Problem(shown, 1, 1, "no-exercises", "there are no exercises yet", hint, Severity.WARNING)
