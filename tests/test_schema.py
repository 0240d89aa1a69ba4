"""The schema: which facts a text may have, what they become, and what is reported about wrong ones."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from written_yaml import SCALARS, trees, written

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.dose import Range, sentence
from cuecard.parse.fields import Level, Paper, Position, read_base_url
from cuecard.parse.front_matter import Document, read_settings, split
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, parse
from cuecard.parse.shapes import Entry
from cuecard.parse.site_settings import Site, parse_site
from cuecard.parse.sources import Kind, SourceFile

EVERYTHING = """\
title: Banded squat
tags: [quick]
terms: {sport: Running}
extra: {leader: Anna, at: [9, 10]}
also_called: [resistance band squat, mini-band squat]
summary: Builds the buttocks and thighs.
muscles:
  primary: [glutes, quads, hip abductors]
  secondary: [core, lower back]
goal: Knees that stay over the toes.
equipment: [loop band]
level: beginner
position: standing
figure: {frames: [standing, squat]}
start: Band just above the knees.
steps:
  - Bend the knees.
  - Stand up again.
short_steps: [Sit back. Stand.]
cues: [Knees over toes, Chest up]
mistakes: [Letting the knees fall inwards]
breathing: In on the way down.
feel: Buttocks.
dose: {sets: 3, time: 30 s, rest: 30 s}
progressions:
  - Hold for 5 seconds.
  - {exercise: single-leg-squat, when: 3 sets feel easy}
regressions:
  - Hold on to a chair.
stop_if: [The pain is sharp.]
not_if: [You cannot put weight on the leg.]
pain: {ok: 2, caution: 4}
scales: [{name: Effort, range: 6-20, zones: [{range: 6-13, do: carry on}, {range: 14-20, do: do less}]}]
lift: [{rule: sharp, reason: It is meant to be felt.}]
video: {url: https://vimeo.com/694769509, start: 1:10, title: A squat}
images: [{src: squat.jpg, alt: A squat, caption: Low, credit: Jo, licence: CC0}]
sources: [{title: A book}, {title: A page, url: https://example.org/a}]
reviewed: {by: Jo Bloggs, on: 2026-11-01, again_by: 2027-11-01}
redirect_from: [resistance-band-squat]
silence: [no-rest]
draft: false
"""


def source(facts: str, kind: Kind = Kind.EXERCISE, name: str = "squat.md") -> SourceFile:
    """Return a text with *facts* in its front matter."""
    path = f"{kind}s/{name}"
    return SourceFile.from_text(path, f"content/{path}", kind, f"---\n{facts}\n---\nBody\n", "")


def piece(facts: str, kind: Kind = Kind.EXERCISE, name: str = "squat.md") -> ContentFile[Any]:
    """Return the piece that good *facts* make."""
    document = split(source(facts, kind, name))
    assert isinstance(document, Document)
    exercise = parse(document)
    assert isinstance(exercise, ContentFile), exercise
    return exercise


def faults(facts: str, kind: Kind = Kind.EXERCISE, name: str = "squat.md") -> list[Problem]:
    """Return what is wrong with *facts*."""
    document = split(source(facts, kind, name))
    assert isinstance(document, Document)
    exercise = parse(document)
    return exercise if isinstance(exercise, list) else []


def exercise(more: str = "") -> Exercise:
    """Return the facts of a small exercise and *more*."""
    facts = piece(f"title: Squat\nmuscles: {{primary: [quads]}}\nsteps: [Stand up.]\n{more}").facts
    assert isinstance(facts, Exercise)
    return facts


def site(text: str) -> Site | list[Problem]:
    """Return what a `site.yaml` makes."""
    document = read_settings(SourceFile.from_text("site.yaml", "content/site.yaml", Kind.SITE, text, ""))
    assert isinstance(document, Document)
    return parse_site(document)


# --- good facts ---------------------------------------------------------------------------------------------------


def test_every_key_of_an_exercise_is_read() -> None:
    """The exercise of the design, with every key there is, becomes typed facts."""
    facts = piece(EVERYTHING).facts
    assert isinstance(facts, Exercise)
    assert set(facts.model_fields_set) == set(Exercise.model_fields)
    assert facts.muscles.primary == ("glutes", "quads", "hip abductors")
    assert (facts.level, facts.position) == (Level.BEGINNER, Position.STANDING)
    assert facts.dose is not None
    assert sentence(facts.dose) == "3 sets of 30 seconds, rest 30 seconds"
    assert [(rung.text, rung.exercise, rung.when) for rung in facts.progressions] == [
        ("Hold for 5 seconds.", "", ""),
        ("", "single-leg-squat", "3 sets feel easy"),
    ]
    assert facts.video is not None
    assert (facts.video.start_seconds, facts.video.title) == (70, "A squat")
    assert facts.images[0].licence == "CC0"
    assert facts.reviewed is not None
    assert facts.reviewed.again_by == date(2027, 11, 1)
    assert facts.draft is False


def test_a_title_muscles_and_steps_are_enough() -> None:
    """Everything else may be left out, or left empty, which is the same."""
    keys = [key for key in Exercise.model_fields if key not in {"title", "muscles", "steps"}]
    assert exercise() == exercise("".join(f"{key}:\n" for key in keys))
    assert exercise().level is None
    assert exercise().progressions == ()


def test_facts_are_frozen() -> None:
    """What has been read does not change any more."""
    with pytest.raises(ValidationError):
        exercise().title = "Lunge"  # type: ignore[misc]


def test_a_routine_is_read() -> None:
    """Entries are slugs or mappings; schedule, safety and card have defaults of their own."""
    facts = piece(
        "title: Strong\nexercises:\n  - squat\n  - {exercise: lunge, dose: {reps: 8}, note: Slowly.}\n"
        "schedule: {per_week: 3, weeks: 8}\ncard: {log_weeks: 4, for_whom: false}\n"
        "safety: {stop_if: [Pain.], get_help: {urgent: [It locks.], soon: [It swells.]}, pain: {ok: 2, source: S}}\n",
        Kind.ROUTINE,
    ).facts
    assert isinstance(facts, Routine)
    assert [(entry.exercise, entry.note) for entry in facts.exercises if isinstance(entry, Entry)] == [
        ("squat", ""),
        ("lunge", "Slowly."),
    ]
    assert (facts.schedule.per_week, facts.schedule.weeks) == (Range(3, 3), Range(8, 8))
    assert (facts.card.log_weeks, facts.card.for_whom) == (4, False)
    assert facts.safety.pain is not None
    assert (facts.safety.pain.ok, facts.safety.pain.caution, facts.safety.pain.settle_hours) == (2, 5, 24)
    small = piece("title: Strong\nexercises: [squat]\n", Kind.ROUTINE).facts
    assert (small.schedule.per_week, small.card.log_weeks, small.card.for_whom) == (None, 0, True)
    assert small.safety.pain is None


def test_a_guide_is_read() -> None:
    """A guide names exercises and routines by their slugs."""
    facts = piece("title: Start\nexercises: [squat]\nroutines: [strong]\n", Kind.GUIDE).facts
    assert isinstance(facts, Guide)
    assert (facts.exercises, facts.routines) == (("squat",), ("strong",))


def test_a_site_is_read() -> None:
    """`site.yaml` may be empty; every setting has a sensible default."""
    built = site("title: Knees\nbase_url: https://example.org/knees\nlanguage: en-GB\npaper: Letter\n")
    assert isinstance(built, Site)
    assert (built.base_url, built.language, built.paper) == (
        "https://example.org/knees/",
        "en-GB",
        Paper.LETTER,
    )
    assert site("") == Site()
    assert (Site().paper, Site().language) == (Paper.A4, "en")


SPELLINGS: list[tuple[str, str, Any]] = [
    ("level", "Beginner", Level.BEGINNER),
    ("level", "ADVANCED", Level.ADVANCED),
    ("position", "hands and knees", Position.HANDS_AND_KNEES),
    ("position", "Hands_and_Knees", Position.HANDS_AND_KNEES),
    ("position", "side lying", Position.SIDE_LYING),
    ("draft", "True", True),
    ("draft", '"false"', False),
    ("title", "  '  Squat  '", "Squat"),
    ("title", "2", "2"),
    ("title", "no", "no"),
    ("title", "1:30", "1:30"),
    ("summary", ">\n  Two\n  lines.", "Two lines."),
    ("redirect_from", "[old]", ("old",)),
    ("redirect_from", "[exercises/old]", ("exercises/old.html",)),
    ("redirect_from", "[/guides/old.html]", ("guides/old.html",)),
    ("redirect_from", "[knee/old/]", ("knee/old/index.html",)),
    ("redirect_from", "[knee/index.html]", ("knee/index.html",)),
    ("video", "squat.mp4", "squat.mp4"),
]


@pytest.mark.parametrize(("key", "yaml", "value"), SPELLINGS)
def test_what_means_the_same_is_read_the_same(key: str, yaml: str, value: Any) -> None:
    """Capitals, hyphens, spaces and quotes make no difference where they mean none."""
    facts = piece(
        f"muscles: {{primary: [quads]}}\nsteps: [Stand up.]\n{'' if key == 'title' else 'title: Squat'}\n{key}: {yaml}"
    ).facts
    read = getattr(facts, key)
    assert (read.url if key == "video" else read) == value


def test_levels_have_an_order() -> None:
    """A harder exercise must not have a lower rank."""
    assert sorted(Level, key=lambda level: level.rank) == [Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("squat.md", "squat"),
        ("Banded Squat.md", "banded-squat"),
        ("knee/Über-Squat.MD", "uber-squat"),
        ("squat.v2.md", "squat-v2"),
        ("深蹲.md", "深蹲"),
    ],
)
def test_the_slug_comes_from_the_file_name(name: str, slug: str) -> None:
    """Lower case, accents dropped, folders left out."""
    facts = "title: Squat\nmuscles: {primary: [quads]}\nsteps: [Stand up.]"
    exercise = piece(facts, name=name)
    assert exercise.slug == slug
    assert exercise.path == f"exercises/{name}"


# --- wrong facts --------------------------------------------------------------------------------------------------

# More of them, each with its place in a whole file, in tests/cases/facts.md.
NO_BASE_URLS = [
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "https://",
    "https://exa mple.org/",
]
NO_BASE_URLS += [
    "https://example.org/?a=b",
    "https://example.org/#a",
    'https://example.org/"x',
    "https://[::1",
]


@pytest.mark.parametrize("text", NO_BASE_URLS)
def test_a_base_address_must_be_one(text: str) -> None:
    """Neither half an address nor one with a query; the same for the command line's option."""
    with pytest.raises(InvalidValueError) as refused:
        read_base_url(text)
    assert refused.value.code in {"bad-address", "empty"}
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://example.org/knee//", "http://example.org/knee/"),
        ("https://münchen.example/knie", "https://münchen.example/knie/"),
        (" https://example.org:8080/ ", "https://example.org:8080/"),
    ],
)
def test_a_base_address_ends_in_a_slash(text: str, read: str) -> None:
    """One slash at the end, whatever was there."""
    assert read_base_url(text) == read


def test_all_faults_of_a_text_are_reported_at_once() -> None:
    """One run reports the name, unknown keys, missing keys and wrong values; a misspelt key is not missing too."""
    found = faults("titel: Squat\nmuscles: {primary: quads}\nlevel: on\ndose: {sets: 0}\n", name="con.md")
    assert sorted(problem.code for problem in found) == [
        "bad-slug",
        "list-expected",
        "missing-key",
        "out-of-range",
        "unknown-key",
        "unknown-word",
    ]


def test_a_list_is_not_reported_to_be_empty_when_its_only_item_is_wrong() -> None:
    """What is wrong with each item is reported; that none is left over is not."""
    found = faults("title: Squat\nmuscles: {primary: [quads]}\nsteps:\n  - Note: bend.\n")
    assert [problem.code for problem in found] == ["text-expected"]


KEY_HINTS = [
    ("musles: x", "musles", 'did you mean "muscles"?'),
    ("Title: x", "Title", 'did you mean "title"?'),
    ("step: x", "step", 'did you mean "steps"?'),
    ("stop if: x", "stop if", 'did you mean "stop_if"?'),
    ("dose: {rest 30 s: }", "rest 30 s", 'did you mean "rest: 30 s"?'),
    ("video: {url: a.mp4, titel: x}", "titel", 'did you mean "title"?'),
    ("reviewed: {by: x, on: 2026-11-01, note: x}", "note", "allowed: again_by, by, on"),
    ("images: [{src: a.png, alt: x, license: x}]", "license", 'did you mean "licence"?'),
]


@pytest.mark.parametrize(("facts", "key", "hint"), KEY_HINTS)
def test_an_unknown_key_is_reported_with_the_nearest_that_is_known(facts: str, key: str, hint: str) -> None:
    """The keys of the very group are looked through, however deep it lies."""
    found = faults(f"title: Squat\nmuscles: {{primary: [quads]}}\nsteps: [Stand up.]\n{facts}\n")
    unknown = [problem for problem in found if problem.code == "unknown-key"]
    assert [(problem.message, problem.hint) for problem in unknown] == [(f'unknown key "{key}"', hint)]


def test_a_key_is_not_missing_where_it_is_misspelt() -> None:
    """The mistake is reported; the same mistake elsewhere does not hide that a key is missing here."""
    assert [
        problem.code for problem in faults("titel: Squat\nmuscles: {primary: [quads]}\nsteps: [x]\n")
    ] == ["unknown-key"]
    nested = faults("muscles: {primary: [quads]}\nsteps: [x]\nvideo: {url: a.mp4, titel: x}\n")
    assert sorted(problem.code for problem in nested) == ["missing-key", "unknown-key"]


WRONG_FOLDERS = [
    (
        Kind.ROUTINE,
        "title: x\nmuscles: {}\nsteps: []",
        "this file is in routines/ but looks like an exercise",
    ),
    (Kind.GUIDE, "title: x\nmuscles: {}\nsteps: []", "this file is in guides/ but looks like an exercise"),
    (Kind.EXERCISE, "title: x\nexercises: [squat]", "this file is in exercises/ but looks like a routine"),
]


@pytest.mark.parametrize(("kind", "facts", "message"), WRONG_FOLDERS)
def test_a_text_in_the_wrong_folder_is_one_problem(kind: Kind, facts: str, message: str) -> None:
    """Not a dozen unknown and missing keys; the hint says where to move it."""
    (problem,) = faults(facts, kind)
    assert (problem.code, problem.message) == ("wrong-folder", message)
    assert problem.hint.startswith("move the file to ")


def test_every_message_is_one_plain_line() -> None:
    """Messages neither end in a full stop nor speak of types; hints never stand alone."""
    found = faults(
        "title: {a: [b]}\nmuscles: [a]\nsteps: x\ndose: [a]\nlevel: 5\nvideo: {start: [1], title: {a: b}}\n"
        "images: [a, [b]]\nsources: {a: b}\nreviewed: {by: [x], on: y}\nprogressions: [{}, [], {when: x}]\n"
        "redirect_from: [{a: b}, /]\ndraft: [true]\n"
    )
    assert len(found) > 12
    for problem in found:
        assert not problem.message.endswith(".")
        assert "\n" not in problem.message + problem.hint
        assert not re.search(
            r"\b(str|dict|tuple|Input|valid|NoneType|pydantic)\b", problem.message + problem.hint
        )


# --- robustness -----------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(
    sorted(
        {
            *(key for model in (Exercise, Routine, Guide, Site) for key in model.model_fields),
            *(
                "primary",
                "secondary",
                "exercise",
                "when",
                "text",
                "src",
                "alt",
                "url",
                "by",
                "on",
                "again_by",
            ),
            *("sets", "reps", "time", "hold", "side", "get_help", "urgent", "pain", "ok", "caution", "xyz"),
        }
    )
)


@given(tree=trees(KEYS, SCALARS), kind=st.sampled_from([Kind.EXERCISE, Kind.ROUTINE, Kind.GUIDE]))
def test_any_facts_whatever_are_read_or_reported(tree: dict[str, Any], kind: Kind) -> None:
    """No shape of facts makes the schema fall over; each problem is inside the block."""
    text = "\n".join(written(tree).lines)
    document = split(source(text, kind))
    assert isinstance(document, Document)
    exercise = parse(document)
    for problem in exercise if isinstance(exercise, list) else []:
        lines = document.source.text.split("\n")
        assert 1 <= problem.line < len(lines)
        assert problem.excerpt == lines[problem.line - 1]
        assert 1 <= problem.column <= len(problem.excerpt) + 1
    settings = site(text)
    assert isinstance(settings, Site) or settings


def test_each_model_describes_itself_for_editors() -> None:
    """A JSON Schema can be made of each kind of file, with its keys, and refuses others."""
    for model in (Exercise, Routine, Guide, Site):
        described = model.model_json_schema()
        assert set(described["properties"]) == set(model.model_fields)
        assert described["additionalProperties"] is False
