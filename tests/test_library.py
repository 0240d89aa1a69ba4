"""The library: everything that takes more than one file to know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sites
from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, Severity, in_order
from cuecard.library.library import Library, card_url, term_url, terms_in_use, url_of
from cuecard.library.linker import link
from cuecard.library.links import Target
from cuecard.markdown import converter
from cuecard.parse import content_folder, front_matter, sources
from cuecard.parse.front_matter import Document
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import has_safety
from cuecard.parse.sources import Kind
from cuecard.vocabulary.additions import load_builtin

SQUAT = "title: Squat\nmuscles: {primary: [quads]}\nsteps: [Sit back., Stand up.]\n"
SITE = "safety: {stop_if: [The pain is sharp.]}\n"

Assemble = Callable[..., tuple[Library, list[str]]]


def text(facts: str, body: str = "") -> str:
    """Return a text with *facts* before its *body*."""
    return f"---\n{facts}\n---\n{body}"


def reported(problem: Problem) -> str:
    """Return a problem in short."""
    return f"{problem.path.removeprefix('content/')}:{problem.line}:{problem.column} {problem.code}"


@pytest.fixture
def assembled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assemble:
    """Return a library of files, given by path without ending; and what is wrong with the whole."""
    monkeypatch.chdir(tmp_path)

    def make(files: dict[str, str], *, drafts: bool = False) -> tuple[Library, list[str]]:
        named = {path if "." in path else f"{path}.md": content for path, content in files.items()}
        folder = sites.put(Path("content"), {"site.yaml": SITE, **named})
        read = content_folder.read(sources.discover(folder))
        assert read.problems == ()
        library, problems = link(read.parsed, read.vocabulary, drafts=drafts)
        # Most of these texts have the same title, which test_same_names is about.
        return library, [reported(problem) for problem in in_order(problems) if problem.code != "same-name"]

    return make


# --- what is published ----------------------------------------------------------------------------------------------


def test_texts_are_kept_by_slug_in_order(assembled: Assemble) -> None:
    """Of each kind by itself: an exercise and a routine may have the same slug."""
    library, problems = assembled(
        {
            "exercises/Wall sit": text(SQUAT),
            "exercises/squat": text(SQUAT),
            "routines/squat": text("title: R\nexercises: [wall-sit, squat]"),
            "guides/start": text("title: G"),
        }
    )
    assert problems == []
    assert list(library.exercises) == ["squat", "wall-sit"]
    assert list(library.routines) == ["squat"]
    assert list(library.guides) == ["start"]
    assert routine_slugs(library.routines["squat"].facts) == ("wall-sit", "squat")


def test_a_draft_is_read_but_not_published(assembled: Assemble) -> None:
    """It has no page, no terms and no ladder; its own words are checked all the same."""
    files = {
        "exercises/squat": text(SQUAT),
        "exercises/draft": text(
            SQUAT.replace("quads", "hamstrings") + "draft: true\nregressions: [{exercise: squat}]"
        ),
        "exercises/wrong": text(SQUAT.replace("quads", "xyzzy") + "draft: true"),
        "routines/draft": text("title: R\nexercises: [draft]\ndraft: true"),
    }
    library, problems = assembled(files)
    assert list(library.exercises) == ["squat"]
    assert list(library.routines) == []
    assert library.ladders["squat"].harder == ()
    assert [term.id for term in terms_in_use(library)[0]] == ["quads"]
    assert problems == ["exercises/wrong.md:3:21 unknown-muscle"]
    library, problems = assembled(files, drafts=True)
    assert list(library.exercises) == ["draft", "squat", "wrong"]
    assert [rung.slug for rung in library.ladders["squat"].harder] == ["draft"]
    assert problems == ["exercises/wrong.md:3:21 unknown-muscle"]


def test_a_draft_takes_no_address_until_it_is_published(assembled: Assemble) -> None:
    """Two files of one address clash only if both get a page."""
    files = {"exercises/squat": text(SQUAT), "exercises/Squat": text(SQUAT + "draft: true")}
    assert assembled(files)[1] == []
    assert assembled(files, drafts=True)[1] == ["exercises/squat.md:1:1 same-address"]


def test_addresses_follow_from_kind_and_slug() -> None:
    """Flat files, one folder for each kind."""
    words = load_builtin()
    assert url_of(Kind.EXERCISE, "squat") == "exercises/squat.html"
    assert url_of(Kind.ROUTINE, "strong") == "routines/strong.html"
    assert url_of(Kind.GUIDE, "start") == "guides/start.html"
    assert card_url("strong") == "cards/strong.html"
    assert term_url(words.muscles["hip-abductors"]) == "muscles/hip-abductors.html"
    assert term_url(words.equipment["mat"]) == "equipment/mat.html"


# --- muscles and equipment ------------------------------------------------------------------------------------------


def test_a_muscle_keeps_the_authors_word(assembled: Assemble) -> None:
    """The term is found; what was written stays beside it; one named twice counts where it is named first."""
    library, problems = assembled(
        {
            "exercises/squat": text(
                "title: S\nmuscles: {primary: [the Quadriceps, bum], secondary: [core, Quads]}\nsteps: [x]"
            )
        }
    )
    assert [(worked.term.id, worked.written) for worked in library.primary["squat"]] == [
        ("quads", "the Quadriceps"),
        ("glutes", "bum"),
    ]
    assert [worked.term.id for worked in library.secondary["squat"]] == ["core"]
    assert problems == ["exercises/squat.md:3:61 repeated-muscle"]


def test_an_umbrella_word_lights_up_its_members(assembled: Assemble) -> None:
    """The word stays as written; the pages of its members are in use too."""
    library, _ = assembled(
        {"exercises/squat": text("title: S\nmuscles: {primary: [core, quads]}\nsteps: [x]")}
    )
    lit = library.muscle_ids_of("squat")
    assert lit[0] == "core"
    assert set(lit) == {"core", "quads", "abs", "obliques", "deep-core", "lower-back"}
    assert len(lit) == len(set(lit))
    assert {term.id for term in terms_in_use(library)[0]} == set(lit)


def test_terms_in_use_are_in_the_order_of_the_vocabulary(assembled: Assemble) -> None:
    """Not in the order of the files; what nobody uses has no page."""
    library, problems = assembled(
        {
            "exercises/a": text(
                "title: A\nmuscles: {primary: [calves]}\nsteps: [x]\nequipment: [wall, none, chair, a chair]"
            ),
            "exercises/b": text("title: B\nmuscles: {primary: [glutes]}\nsteps: [x]\nequipment: [none]"),
            "exercises/c": text("title: C\nmuscles: {primary: [neck]}\nsteps: [x]"),
        }
    )
    assert problems == []
    muscles, equipment = terms_in_use(library)
    order = list(library.vocabulary.muscles)
    ids = [term.id for term in muscles]
    assert {"neck", "glutes", "calves"} <= set(ids)
    assert ids == sorted(ids, key=order.index)
    assert {term.id for term in equipment} == {"wall", "chair"}
    assert [term.id for term in library.equipment["a"]] == ["wall", "chair"]
    assert library.equipment["b"] == library.equipment["c"] == ()


def test_a_site_may_bring_its_own_words(assembled: Assemble) -> None:
    """A muscle and a tool of `vocabulary.yaml` have pages like the others."""
    library, problems = assembled(
        {
            "vocabulary.yaml": "muscles: {popliteus: {name: Knee pit}}\nequipment: {sofa-arm: {name: Sofa arm}}\n",
            "exercises/squat": text(
                "title: S\nmuscles: {primary: [Popliteus muscle]}\nsteps: [x]\nequipment: [sofa arm]"
            ),
        }
    )
    assert problems == []
    assert [[term.id for term in terms] for terms in terms_in_use(library)] == [["popliteus"], ["sofa-arm"]]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("quads, glutes", "write them separately: [quads, glutes]"),
        ("quads and glutes", "write them separately: [quads, glutes]"),
        ("Quads / the glutes & core", "write them separately: [Quads, the glutes, core]"),
        ("quads and xyzzy", 'did you mean "quads"?'),
        ("xyzzy", "see docs/handbook/words.md for the names, or add one in vocabulary.yaml"),
    ],
)
def test_several_muscles_in_one_are_distinguished(written: str, hint: str, tmp_path: Path) -> None:
    """A sentence where a list belongs gets the list as a hint."""
    file = tmp_path / "content/exercises/squat.md"
    file.parent.mkdir(parents=True)
    file.write_text(text(f'title: S\nmuscles: {{primary: ["{written}"]}}\nsteps: [x]'), encoding="utf-8")
    read = content_folder.read(sources.discover(tmp_path / "content"))
    _, problems = link(read.parsed, read.vocabulary)
    assert [problem.hint for problem in problems if problem.code == "unknown-muscle"] == [hint]


# --- links ----------------------------------------------------------------------------------------------------------


def test_links_are_resolved_once_for_each_text(assembled: Assemble) -> None:
    """By path and target as written: the same target may lead elsewhere from another folder."""
    library, problems = assembled(
        {
            "exercises/squat": text(
                SQUAT, "[a](squat.md#step-2) [b](https://example.org/) [c](../guides/squat.md)"
            ),
            "guides/squat": text("title: G", "[a](squat.md) ![b](b.png)"),
            "guides/b.png": "x",
        }
    )
    assert problems == []
    assert library.targets == {
        ("exercises/squat.md", "squat.md#step-2"): Target("exercises/squat.html#step-2"),
        ("exercises/squat.md", "https://example.org/"): Target("https://example.org/", is_elsewhere=True),
        ("exercises/squat.md", "../guides/squat.md"): Target("guides/squat.html"),
        ("guides/squat.md", "squat.md"): Target("guides/squat.html"),
        ("guides/squat.md", "b.png"): Target(asset="guides/b.png"),
    }


def test_files_that_front_matter_names_are_looked_up_too(assembled: Assemble) -> None:
    """Pictures, and a video that is a file."""
    library, problems = assembled(
        {
            "exercises/squat": text(SQUAT + "images: [{src: ../a.png, alt: A, credit: B}]\nvideo: a.mp4"),
            "a.png": "x",
            "exercises/a.mp4": "x",
        }
    )
    assert problems == []
    assert {target.asset for target in library.targets.values()} == {"a.png", "exercises/a.mp4"}


FULL = (
    "title: Squat\nmuscles: {primary: [quads]}\nsteps: [A, B, C]\nstart: s\ncues: [c]\nmistakes: [m]\nbreathing: b\n"
    "feel: f\ndose: {sets: 3}\nnot_if: [n]\nequipment: [mat]\nprogressions: [harder]\nvideo: https://vimeo.com/1\n"
    "sources: [{title: S}]\n"
)
SECTIONS = "main steps step-1 step-3 muscles safety start cues mistakes breathing feel dose before-you-start"
SECTIONS += " equipment ladder video sources routines why"


def test_every_section_of_an_exercise_can_be_linked_to(assembled: Assemble) -> None:
    """The ids that the template prints, and the headings of the text."""
    links = " ".join(f"[x](squat.md#{name})" for name in SECTIONS.split())
    _, problems = assembled(
        {
            "exercises/squat": text(FULL, "# Why"),
            "exercises/lunge": text(SQUAT, links),
            "routines/r": text("title: R\nexercises: [squat]"),
        }
    )
    assert problems == []


def test_a_section_that_a_page_has_not_cannot_be_linked_to(assembled: Assemble) -> None:
    """What was left out of the front matter is not on the page."""
    missing = [
        name for name in SECTIONS.split() if name not in {"main", "steps", "step-1", "muscles", "safety"}
    ]
    links = "\n".join(f"[x](squat.md#{name})" for name in missing)
    _, problems = assembled({"exercises/squat": text(SQUAT), "exercises/lunge": text(SQUAT, links)})
    assert problems == [f"exercises/lunge.md:{7 + n}:5 dead-anchor" for n in range(len(missing))]


def test_the_sections_of_a_routine_can_be_linked_to(assembled: Assemble) -> None:
    """Its exercises by their slugs, and what is before, after and later."""
    names = "exercises muscles squat before after progress safety video"
    links = " ".join(f"[x](../routines/r.md#{name})" for name in names.split())
    facts = "title: R\nexercises: [squat]\nbefore: b\nafter: a\nprogress_when: p\nvideo: https://vimeo.com/1"
    assert assembled({"exercises/squat": text(SQUAT, links), "routines/r": text(facts)})[1] == []


def test_pages_without_a_text_can_be_linked_to(assembled: Assemble) -> None:
    """A muscle's, a tool's, a card, the home page: by the address that they will have."""
    links = "[a](../muscles/quads.html) [b](../muscles/) [c](../cards/r.html) [d](../index.html#routines)"
    _, problems = assembled(
        {"exercises/squat": text(SQUAT, links), "routines/r": text("title: R\nexercises: [squat]")}
    )
    assert problems == ["exercises/squat.md:7:32 dead-link"]


# --- old addresses --------------------------------------------------------------------------------------------------


def test_old_addresses_lead_to_the_page_that_took_their_place(assembled: Assemble) -> None:
    """A slug alone is one of the same kind; a path may be anywhere in the site."""
    library, problems = assembled(
        {
            "exercises/squat": text(SQUAT + "redirect_from: [old-squat, guides/squat, /knee/]"),
            "routines/r": text("title: R\nexercises: [squat]\nredirect_from: [old-squat]"),
        }
    )
    assert problems == []
    assert library.redirects == {
        "exercises/old-squat.html": "exercises/squat.html",
        "guides/squat.html": "exercises/squat.html",
        "knee/index.html": "exercises/squat.html",
        "routines/old-squat.html": "routines/r.html",
    }


def test_an_old_address_never_is_in_the_way_of_a_page(assembled: Assemble) -> None:
    """Not of another text, a term, a card or an index."""
    taken = "[lunge, muscles/quads, muscles/index, cards/r, routines/r]"
    library, problems = assembled(
        {
            "exercises/squat": text(SQUAT + f"redirect_from: {taken}"),
            "exercises/lunge": text(SQUAT),
            "routines/r": text("title: R\nexercises: [squat]"),
        }
    )
    assert [problem.rpartition(" ")[2] for problem in problems] == ["same-address"] * 5
    assert library.redirects == {}


# --- safety ---------------------------------------------------------------------------------------------------------

SAYS_WHEN_TO_STOP: list[tuple[str, str]] = [
    ("site.yaml", "safety: {stop_if: [x]}"),
    ("site.yaml", "safety: {get_help: {urgent: [x]}}"),
    ("site.yaml", "safety: {get_help: {soon: [x]}}"),
    ("site.yaml", "safety: {pain: {ok: 2}}"),
    ("exercises/safe", text(SQUAT + "stop_if: [x]")),
    ("routines/safe", text("title: R\nexercises: [squat]\nsafety: {stop_if: [x]}")),
    ("guides/safe", text("title: G\nsafety: {stop_if: [x]}")),
]


@pytest.mark.parametrize(("path", "content"), SAYS_WHEN_TO_STOP)
def test_anything_that_says_when_to_stop_is_enough(path: str, content: str, assembled: Assemble) -> None:
    """Site, routine, guide or exercise: only where all are silent is there a warning."""
    files = {"site.yaml": "title: T\n", "exercises/squat": text(SQUAT)}
    assert assembled(files)[1] == ["site.yaml:1:1 no-safety"]
    library, problems = assembled({**files, path: content})
    assert problems == []
    assert has_safety(library.site) is (path == "site.yaml")


def test_a_site_without_exercises_needs_no_stop_rule(tmp_path: Path) -> None:
    """There is nothing to stop."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides/start.md").write_text(text("title: Start"), encoding="utf-8")
    read = content_folder.read(sources.discover(tmp_path))
    assert link(read.parsed, read.vocabulary)[1] == []


def test_no_safety_is_a_warning(tmp_path: Path) -> None:
    """It does not stop the build, unless it is to be strict."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/squat.md").write_text(text(SQUAT), encoding="utf-8")
    read = content_folder.read(sources.discover(tmp_path))
    _, problems = link(read.parsed, read.vocabulary)
    assert [(problem.code, problem.severity) for problem in problems] == [("no-safety", Severity.WARNING)]


# --- what is wrong once is reported once --------------------------------------------------------------------


def test_the_body_of_a_text_with_wrong_facts_can_be_checked(tmp_path: Path) -> None:
    """Given half-read, it is looked through for dead links and raw HTML like every other."""
    for name, content in {
        "a": text(SQUAT, "[b](b.md) [c](c.md#x)"),
        "b": text(SQUAT + "level: on", "[x](x.md)\n<form>"),
    }.items():
        file = tmp_path / f"exercises/{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    found = sources.discover(tmp_path)
    read = content_folder.read(found)
    half_read = front_matter.split(next(file for file in found.files if file.path == "exercises/b.md"))
    assert isinstance(half_read, Document)
    bodies = {**read.parsed.bodies, "exercises/b.md": converter.convert(half_read.body)}
    parsed = replace(
        read.parsed,
        bodies=bodies,
        broken=frozenset(["exercises/b.md"]),
        half_read=(half_read,),
    )
    _, problems = link(parsed, read.vocabulary)
    assert [reported(problem).rpartition("/")[2] for problem in in_order(problems)] == [
        "a.md:7:15 dead-link",
        "b.md:7:5 dead-link",
        "b.md:8:1 raw-html",
    ]
