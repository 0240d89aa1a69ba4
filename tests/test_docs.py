"""The handbook and the data page are true: examples are built, tables compared with the code.

The handbook is every page of docs/handbook/. A fenced example is a whole file when the paragraph before it ends with
the file's name, as in "`content/site.yaml`:". All other YAML in the handbook is a part of a file.
"""

from __future__ import annotations

import ast
import base64
import dataclasses
import html
import json
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import documents
import pytest
import sites
import yaml
from conftest import ROOT, RunCli
from pydantic import BaseModel

from cuecard.build import check_content
from cuecard.cli import arguments, dispatch
from cuecard.core.build_options import Options
from cuecard.core.phrase_table import Phrase, PhraseTable
from cuecard.dose import Dose, parts, sentence
from cuecard.dose.reader_phrases import ENGLISH
from cuecard.figures.body.joints import SIDE_WORDS
from cuecard.parse.fields import Level, Position
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.schema import Exercise, Guide, Routine
from cuecard.parse.site_settings import Site
from cuecard.site.cards import card_fit
from cuecard.site.labels import ENGLISH as LABELS
from cuecard.vocabulary import additions
from cuecard.vocabulary.term import Kind, Term

sys.path.append(str(ROOT / "scripts"))

import docs_site
import words as words_script

# --- reading a page of the documentation ----------------------------------------------------------------


class Fence(NamedTuple):
    """A fenced example."""

    heading: str
    language: str
    before: str
    """The paragraph before it."""
    text: str


class Table(NamedTuple):
    """A table: its cells as they are written."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def codes(self) -> list[str]:
        """Return the first column, without its backticks."""
        return [row[0].strip("`") for row in self.rows]


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of the documentation, taken apart."""

    text: str
    fences: tuple[Fence, ...]
    tables: tuple[Table, ...]
    headings: tuple[str, ...]
    codes: frozenset[str]
    """Everything that is between backticks in running text and tables."""

    def table(self, *head: str) -> Table:
        """Return the only table whose head begins like this."""
        [found] = [table for table in self.tables if table.head[: len(head)] == head]
        return found


_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")


@cache
def read(name: str) -> Page:
    """Return the page *name* of docs/."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    fences = tuple(
        Fence(
            _heading(text[: match.start()]),
            match[1],
            text[: match.start()].strip().rpartition("\n\n")[2],
            match[2],
        )
        for match in _FENCE.finditer(text)
    )
    prose = _FENCE.sub(lambda match: re.sub("[^\n]", "", match[0]), text)
    tables = tuple(
        Table(_heading(prose[: match.start()]), *_cells(match[0]))
        for match in re.finditer(r"^\|.*\n(?:\|.*\n?)+", prose, re.MULTILINE)
    )
    headings = tuple(re.findall(r"^#+ (.+)$", prose, re.MULTILINE))
    codes = frozenset(" ".join(code.split()) for code in _CODE.findall(prose))
    return Page(text, fences, tables, headings, codes)


def _heading(before: str) -> str:
    found = re.findall(r"^#+ (.+)$", _FENCE.sub("", before), re.MULTILINE)
    return str(found[-1]) if found else ""


def _cells(table: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    head, _, *rows = (
        tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in table.splitlines()
    )
    return head, tuple(rows)


HANDBOOK_PAGES = tuple(f"handbook/{file.name}" for file in sorted((ROOT / "docs" / "handbook").glob("*.md")))


def _joined(names: Iterable[str]) -> Page:
    """Return several pages as one."""
    pages = [read(name) for name in names]
    return Page(
        "\n".join(page.text for page in pages),
        tuple(fence for page in pages for fence in page.fences),
        tuple(table for page in pages for table in page.tables),
        tuple(heading for page in pages for heading in page.headings),
        frozenset().union(*(page.codes for page in pages)),
    )


HANDBOOK = _joined(HANDBOOK_PAGES)
STARTER = "../cuecard/authoring/starters/site/README.md"
"""The README that `new site` writes."""
FOR_AUTHORS = (*HANDBOOK_PAGES, "doses.md", "data.md", "index.md", "../README.md", STARTER)
WORD_TABLES = read("handbook/words.md").tables
DATA = read("data.md")
DOSES = read("doses.md")


# --- the handbook's own little site ---------------------------------------------------------------------

_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgAQAAAAAdquFJAAAAnklEQVR42u3MMQEAAAwCIPuX1hLbBwFIj0UoFAqFQqFQKBQK"
    "hUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVC"
    "oVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFwv9w7sZyvM+bBGAAAAAASUVORK5CYII="
)
"""A white picture, 640 by 480. The name of the published picture on the data page comes from these bytes."""
PICTURE = "content/exercises/heel-raise.png"


def _whole_files() -> dict[str, str]:
    files = {}
    for fence in HANDBOOK.fences:
        named = re.search(r"`(content/[^`]+)`:$", fence.before)
        if named:
            assert named[1] not in files
            files[named[1]] = fence.text
    return files


FILES = _whole_files()
WALL_SIT = FILES["content/exercises/wall-sit.md"]


def put(folder: Path, files: Mapping[str, str]) -> Path:
    """Write *files*, and the one picture, below *folder*."""
    return sites.put(folder, {**files, PICTURE: _PNG})


def codes_reported(folder: Path) -> list[str]:
    """Return the codes of all problems that a build reports of the content in *folder*."""
    return [problem.code for problem in check_content.check(Options(folder / "content", cache=None)).problems]


def built(folder: Path, *words: str) -> Any:
    """Return the data file of the site made from the content in *folder*."""
    site = folder / "site"
    folders = ["--content", str(folder / "content"), "--output", str(site)]
    assert dispatch.run(["build", *folders, "--quiet", "--no-cache", *words]) == 0
    return documents.data(site)


@pytest.fixture(scope="module")
def handbook_data(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """exercises.json of the site that the handbook's examples make together."""
    return built(put(tmp_path_factory.mktemp("handbook"), FILES))


def test_whole_files_build_together(tmp_path: Path, run_cli: RunCli) -> None:
    """The files that the handbook shows make one site without any problem, not even a note or advice."""
    put(tmp_path, FILES)
    outcome = run_cli("build", "--strict", "--quiet")
    assert outcome.err == ""
    assert outcome.code == 0
    assert run_cli("check", "--strict", "--date", "2026-11-22").err == ""


def test_first_page_joins_the_example(tmp_path: Path, run_cli: RunCli) -> None:
    """The twelve lines of the first page, beside the shipped example, lack nothing but a text that leads there."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    assert len(WALL_SIT.splitlines()) == 12
    put(tmp_path, {"content/exercises/our-wall-sit.md": WALL_SIT.replace("title: ", "title: Our ", 1)})
    assert re.findall(r"\[(.+?)\]: ", run_cli("check").err) == ["unlinked-exercise"]


def test_first_page_shows_its_dose(handbook_data: Any) -> None:
    """The sentence that the first page promises is the one that readers get."""
    [wall_sit] = [one for one in handbook_data["exercises"] if one["slug"] == "wall-sit"]
    assert f'"{wall_sit["dose"]["sentence"]}"' in " ".join(HANDBOOK.text.split())


# --- parts of files -------------------------------------------------------------------------------------

_KINDS: dict[str, tuple[type[BaseModel], dict[str, str]]] = {
    "content/exercises/one.md": (
        Exercise,
        {"title": "One", "muscles": "{primary: [quads]}", "steps": "[Stand.]"},
    ),
    "content/routines/one.md": (Routine, {"title": "One", "exercises": "[wall-sit]"}),
    "content/guides/one.md": (Guide, {"title": "One"}),
    "content/pages/one.md": (InfoPage, {"title": "One"}),
    "content/home.md": (HomeText, {}),
    "content/site.yaml": (Site, {}),
}


def file_with(path: str, facts: str, body: str = "") -> str:
    """Return a file of this kind that says *facts*, and what else must be there."""
    given = set(re.findall(r"^(\w+):", facts, re.MULTILINE))
    needed = "".join(f"{key}: {value}\n" for key, value in _KINDS[path][1].items() if key not in given)
    text = f"{needed}{facts}".rstrip("\n") + "\n"
    return text if path.endswith(".yaml") else f"---\n{text}---\n{body}\n"


def _parts() -> Iterator[Any]:
    for number, fence in enumerate(HANDBOOK.fences):
        if fence.language != "yaml" or fence.text in FILES.values():
            continue
        keys = set(re.findall(r"^(\w+):", fence.text, re.MULTILINE))
        kinds = [path for path, (model, _) in _KINDS.items() if keys <= set(model.model_fields)]
        assert kinds, f"no kind of file has all of {keys}"
        for path in kinds:
            name = f"{number}-{fence.heading}-{path.split('/')[1]}".replace(" ", "-")
            yield pytest.param(path, fence.text, id=name)


@pytest.mark.parametrize(("path", "facts"), list(_parts()))
def test_parts_of_files_are_understood(path: str, facts: str, tmp_path: Path) -> None:
    """A part of a file that the handbook shows has no problem in any kind of file that has its keys.

    Some have the title of the exercise beside them.
    """
    needed = {"content/site.yaml", "content/exercises/wall-sit.md"}
    if path.startswith("content/routines"):
        needed |= {name for name in FILES if name.startswith("content/exercises")}
    around = {name: FILES[name] for name in needed}
    put(tmp_path, {**around, path: file_with(path, facts)})
    (tmp_path / "content/guides").mkdir(exist_ok=True)
    (tmp_path / "content/routines").mkdir(exist_ok=True)
    (tmp_path / "content/pages").mkdir(exist_ok=True)
    for folder in ("guides", "routines", "pages", "."):
        shutil.copy(tmp_path / PICTURE, tmp_path / "content" / folder)
    codes = [code for code in codes_reported(tmp_path) if code not in {"same-name", "unchecked-words"}]
    assert codes == (["no-safety"] if path.endswith(".yaml") and "safety:" not in facts else [])


# --- the dose -------------------------------------------------------------------------------------------


def _sentences_by_slug(folder: Path, doses: Mapping[str, str]) -> dict[str, str]:
    """Return the sentence that the data file has for each of *doses*, by the slug of the exercise it is given to."""
    files = {
        f"content/exercises/{slug}.md": file_with("content/exercises/one.md", f"dose: {written}\n")
        for slug, written in doses.items()
    }
    data = built(put(folder, {**files, "content/site.yaml": FILES["content/site.yaml"]}))
    return {one["slug"]: one["dose"]["sentence"] for one in data["exercises"]}


def test_dose_table_gives_the_sentences(tmp_path: Path) -> None:
    """Each dose of the table gives exactly the sentence beside it."""
    table = HANDBOOK.table("What you write", "What readers see")
    assert len(table.rows) >= 15
    doses = {f"dose-{number:02}": written for number, written in enumerate(table.codes)}
    sentences = _sentences_by_slug(tmp_path, doses)
    assert sentences == dict(zip(doses, (row[1] for row in table.rows), strict=True))


def _sentences_of(tmp_path: Path, written: list[str]) -> list[str]:
    """Return the sentences of these doses in the data file, and that each is on its page."""
    doses = {f"dose-{number:03}": one for number, one in enumerate(written)}
    sentences = _sentences_by_slug(tmp_path, doses)
    for slug, text in sentences.items():
        page = (tmp_path / f"site/exercises/{slug}.html").read_text("utf-8")
        escaped = re.escape(html.escape(text, quote=False))
        assert re.search(f'<p class="dose-sentence">(?:<span class="visually-hidden">)?{escaped}', page)
    return [sentences[slug] for slug in doses]


def test_dose_page_gives_the_sentences(tmp_path: Path) -> None:
    """Each of the doses on docs/doses.md gives exactly the sentence beside it, in the data and on its page."""
    rows = [row for table in DOSES.tables if table.head[0] == "What you write" for row in table.rows]
    assert len(rows) >= 150
    assert _sentences_of(tmp_path, [row[0].strip("`") for row in rows]) == [row[1] for row in rows]


def test_examples_of_the_handbook_are_doses_of_the_dose_page() -> None:
    """Each example that the handbook gives for less common keys is a dose, and the page of every dose has its keys."""
    table = HANDBOOK.table("To say", "Write, for example", "See")
    written = [code for row in table.rows for code in _CODE.findall(row[1])]
    examples = [yaml.load(code, yaml.BaseLoader) for code in written]  # noqa: S506 - a safe one
    assert len(examples) >= len(table.rows)
    for example in examples:
        assert sentence(Dose.model_validate(example), PhraseTable(ENGLISH.table))
        assert set(example) <= DOSES.codes


def test_dose_page_gives_hints_that_work(tmp_path: Path) -> None:
    """Each dose that the page says is refused is refused, with a hint that names what the page says to write."""
    rows = DOSES.table("What is refused", "What to write").rows
    path = "content/exercises/one.md"
    files = {
        f"content/exercises/dose-{number:03}.md": file_with(path, f"dose: {row[0].strip('`')}\n")
        for number, row in enumerate(rows)
    }
    put(tmp_path, {**files, "content/site.yaml": FILES["content/site.yaml"]})
    problems = check_content.check(Options(content=tmp_path / "content")).problems
    for number, (refused, meant, _) in enumerate(rows):
        hints = [
            one.hint
            for one in problems
            if one.path.endswith(f"dose-{number:03}.md") and one.severity == "error"
        ]
        assert hints, refused
        new = re.findall(r"\w+: (?:\[[^]]*\]|[^,}\]]+)", meant.strip("`"))
        values = [part.partition(": ")[2] for part in new if part not in refused]
        values += [one for value in values for one in value.strip("[]").split(", ") if one not in refused]
        assert not values or any(value in hint for value in values for hint in hints), (refused, hints)


def test_dose_page_says_what_its_hints_lead_to(tmp_path: Path) -> None:
    """What the page says to write in place of what is refused gives the sentence beside it."""
    rows = DOSES.table("What is refused", "What to write").rows
    assert _sentences_of(tmp_path, [row[1].strip("`") for row in rows]) == [row[2] for row in rows]


def test_dose_page_has_no_word_of_the_program_outside_its_messages() -> None:
    """With a table of messages in which each word is a character, a sentence has no words but the author's own.

    So nothing that readers see of a dose is written elsewhere, where a translation would not find it.
    """

    def signs(message: Phrase) -> Phrase:
        if not isinstance(message, str):
            return {form: str(signs(text)) for form, text in message.items()}
        return re.sub(r"\{[^}]*\}|[A-Za-z]+", lambda found: found[0] if found[0][0] == "{" else "¤", message)

    table = {key: signs(message) for key, message in ENGLISH.table.items()}
    rows = [
        row[0].strip("`") for table in DOSES.tables if table.head[0] == "What you write" for row in table.rows
    ]
    for written in rows:
        dose = Dose.model_validate(yaml.load(written, yaml.BaseLoader))  # noqa: S506 - a safe one
        texts = [
            sentence(dose, PhraseTable(table)),
            *(f"{one.label} {one.value}" for one in parts(dose, PhraseTable(table))),
        ]
        own = set(re.findall("[a-z]+", written.lower()))
        assert set(re.findall("[a-z]+", " ".join(texts).lower())) - own - _AS_WRITTEN == set(), written


_AS_WRITTEN = frozenset(["kg", "doorways", "hold", "pause", "return", "x"])
"""What is in a sentence as it is written in the dose: units without a word, and phases of a movement by name."""


def test_dose_page_names_all_keys() -> None:
    """The table of keys has exactly those that a dose has."""
    table = DOSES.table("Key", "What it is", "Values")
    named = [key for row in table.rows for key in re.findall(r"`(\w+)`", row[0])]
    assert sorted(named) == sorted(Dose.model_fields)


def test_routine_table_gives_the_doses(handbook_data: Any) -> None:
    """The table of which dose counts says what the example's pages say."""
    exercises = {one["slug"]: one for one in handbook_data["exercises"]}
    routine = next(one for one in handbook_data["routines"] if one["slug"] == "stairs-again")
    rows = [
        (
            exercises[entry["exercise"]]["title"],
            exercises[entry["exercise"]]["dose"]["sentence"],
            entry["dose"]["sentence"],
        )
        for entry in routine["exercises"]
    ]
    assert rows == list(HANDBOOK.table("Exercise", "Its own dose").rows)


# --- words ----------------------------------------------------------------------------------------------

WORDS = additions.load_builtin()


def test_word_tables_are_current() -> None:
    """`make words` would not change a byte of the page; if this fails, call it."""
    text = words_script.PAGE.read_text(encoding="utf-8")
    assert words_script.renewed(text) == text
    assert set(re.findall(r"<!-- words: (\w+) -->", text)) == words_script.tables().keys()


def _row(term: Term, third: str) -> tuple[str, ...]:
    return f"`{term.id}`", term.name, third, ", ".join(term.synonyms)


def test_muscle_tables_are_the_vocabulary() -> None:
    """The tables of muscles, words for several, regions and structures list exactly the vocabulary."""
    terms = WORDS.muscles.values()
    groups: list[list[tuple[str, ...]]] = [
        [_row(term, term.anatomical) for term in terms if term.kind is Kind.MUSCLE],
        [_row(term, ", ".join(term.members)) for term in terms if _is_umbrella(term) and not term.note],
        [_row(term, ", ".join(term.members)) for term in terms if _is_umbrella(term) and term.note],
        [_row(term, term.anatomical) for term in terms if term.kind is Kind.STRUCTURE],
    ]
    tables = [table for table in WORD_TABLES if table.heading == "Muscles"]
    assert [list(table.rows) for table in tables] == groups


def _is_umbrella(term: Term) -> bool:
    return term.kind is Kind.UMBRELLA


def test_whatever_is_in_the_muscle_tables_may_be_written() -> None:
    """Id, everyday name, each anatomical name and each other word mean the muscle of their row."""
    for table in WORD_TABLES:
        if table.heading != "Muscles":
            continue
        for row in table.rows:
            term = WORDS.muscles[row[0].strip("`")]
            anatomical = row[2].split(", ") if table.head[2] == "Anatomical name" else []
            for word in filter(None, (term.id, row[1], *anatomical, *row[3].split(", "))):
                assert WORDS.muscle(word) is term, word


def test_equipment_table_is_the_vocabulary() -> None:
    """The table of equipment lists exactly the vocabulary."""
    [table] = [table for table in WORD_TABLES if table.heading == "Equipment"]
    assert list(table.rows) == [_row(term, term.note) for term in WORDS.equipment.values()]


def test_level_and_position_tables_have_the_allowed_words() -> None:
    """The tables of levels and positions list exactly the words that are allowed, as readers see them."""
    assert HANDBOOK.table("`level`").codes == list(Level)
    position = HANDBOOK.table("`position`")
    assert position.codes == list(Position)
    assert [row[1] for row in position.rows] == [LABELS.text(f"position.{code}") for code in position.codes]


# --- keys -----------------------------------------------------------------------------------------------


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield *model* and every model inside it."""
    yield model
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            yield from _models(inner)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for inner in get_args(annotation):
            yield from _models_in(inner)


KEYS = {
    f"{model.__name__}.{key}": key
    for whole, _ in _KINDS.values()
    for model in _models(whole)
    for key in model.model_fields
    if key.partition(" ")[0] not in SIDE_WORDS  # joints are listed once, and the sides beside them
}
TERM_KEYS = set(Term.__struct_fields__) - {"id"}


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_in_the_handbook(key: str) -> None:
    """Each key of each model is in the handbook."""
    assert KEYS[key] in HANDBOOK.codes | DOSES.codes


def test_tables_of_keys_name_no_others() -> None:
    """Each key in a table of keys is one that files can have, and those of the vocabulary are complete."""
    for table in HANDBOOK.tables:
        if table.head[0] != "Key":
            continue
        if table.heading == "vocabulary.yaml":
            assert set(table.codes) == TERM_KEYS
        else:
            assert set(table.codes) <= set(KEYS.values())


def test_glance_table_shows_what_each_kind_has() -> None:
    """The table of all keys says truly which kind of file must or may have each."""
    table = HANDBOOK.table("Key", "Exercise", "Routine", "Guide", "Page")
    kinds: tuple[type[BaseModel], ...] = (Exercise, Routine, Guide, InfoPage)
    for column, model in enumerate(kinds, start=1):
        values = {code: row[column] for code, row in zip(table.codes, table.rows, strict=True) if row[column]}
        fields = model.model_fields.items()
        assert values == {key: "must" if field.is_required() else "may" for key, field in fields}


def test_site_example_has_every_key() -> None:
    """The example of site.yaml and the table below it have all keys of the site."""
    [table] = [table for table in HANDBOOK.tables if table.heading == "site.yaml"]
    keys = list(Site.model_fields)
    assert table.codes == keys
    assert re.findall(r"^(\w+):", FILES["content/site.yaml"], re.MULTILINE) == keys


# --- problems -------------------------------------------------------------------------------------------

PROBLEMS = HANDBOOK.table("Code", "What causes it")

_CODE_AT = {
    "InvalidValueError": 0,
    "refused": 0,
    "_no": 0,
    "_said": 0,
    "problem": 1,
    "problem_at": 1,
    "_refuse": 1,
    "_stop": 1,
    "at_top": 1,
    "Slip": 2,
    "_add": 2,
    "_fault": 2,
    "warning": 2,
    "Finding": 1,
    "Problem": 3,
    "_one": 3,
    "_reads_word_of": 0,
}
"""Which argument is the kind of problem, of each function that is given one."""


def _kinds_in(tree: ast.AST) -> Iterator[str]:
    """Yield the codes of problems that a module of the program can report."""
    for node in ast.walk(tree):
        given: ast.AST | None = None
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            at = _CODE_AT.get(name, len(node.args))
            given = node.args[at] if at < len(node.args) else None
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
            given = node.value.elts[0]  # wording._in_words
        if isinstance(given, ast.Constant) and re.fullmatch("[a-z]+(-[a-z0-9]+)*", str(given.value)):
            yield str(given.value)
        elif isinstance(given, ast.JoinedStr) and (
            begun := re.match(r"f'([a-z]+-)\{kind\}'", ast.unparse(given))
        ):
            yield from (f"{begun[1]}{kind}" for kind in ("exercise", "routine"))


KINDS = {
    kind
    for file in sorted((ROOT / "cuecard").rglob("*.py"))
    for kind in _kinds_in(ast.parse(file.read_text(encoding="utf-8")))
}


def test_example_message_is_what_the_program_prints(tmp_path: Path, run_cli: RunCli) -> None:
    """The message that the handbook explains is what a build answers, to the letter."""
    [fence] = [fence for fence in HANDBOOK.fences if fence.heading == "Reading a problem message"]
    wrong, right = _CODE.findall(fence.before)
    assert right in WALL_SIT
    site = {"content/site.yaml": FILES["content/site.yaml"]}
    put(tmp_path, {**site, "content/exercises/wall-sit.md": WALL_SIT.replace(right, wrong)})
    assert run_cli("build").err == fence.text


@pytest.mark.parametrize("row", PROBLEMS.rows, ids=PROBLEMS.codes)
def test_problems_of_the_table_exist(row: tuple[str, ...], tmp_path: Path, run_cli: RunCli) -> None:
    """A line that is said to bring a problem up does; a code named in words is in the program."""
    code, cause = row[0].strip("`"), re.fullmatch(r"`([^`]+)`", row[1])
    if cause is None:
        assert code in KINDS
        return
    path = "content/exercises/one.md"
    is_fact = re.match(r"\w+:", cause[1])
    file = file_with(path, cause[1]) if is_fact else file_with(path, "", cause[1])
    around = {name: FILES[name] for name in ("content/site.yaml", "content/exercises/wall-sit.md")}
    put(tmp_path, {**around, path: file})
    assert f"[{code}]: " in run_cli("check").err


def test_every_kind_of_problem_is_in_the_table() -> None:
    """The table has each kind that the program can say once, in order, and no other."""
    assert PROBLEMS.codes == sorted(KINDS)


def test_no_message_has_a_kind_that_does_not_exist() -> None:
    """A kind of problem in an example, or anywhere else, is one of the code."""
    for page in (HANDBOOK, DATA, DOSES):
        for code in re.findall(r"(?:error|warning|note)\[([a-z-]+)\]", page.text):
            assert code in KINDS


# --- links, options and Markdown ------------------------------------------------------------------------


@pytest.fixture
def linking(tmp_path: Path) -> Path:
    """Return the handbook's site with a second guide to put links in, and all that the table of links names."""
    routine = FILES["content/routines/stairs-again.md"]
    more = "video: https://vimeo.com/694769509\nsources: [{title: Ours}]\nbefore:"
    guide = FILES["content/guides/climbing-stairs.md"].replace("summary:", more.replace("before", "summary"))
    files = {
        "content/routines/stairs-again.md": routine.replace("before:", more),
        "content/guides/climbing-stairs.md": guide,
        "content/guides/pain-scale.md": "---\ntitle: Pain\n---\n",
        "content/guides/leaflet.pdf": "%PDF-1.7",
    }
    return put(tmp_path, {**FILES, **files})


def test_links_of_the_table_lead_somewhere(linking: Path) -> None:
    """Each link of the table holds in a guide."""
    links = "\n\n".join(row[1].replace("`", "") for row in HANDBOOK.table("From a guide to", "Write").rows)
    put(linking, {"content/guides/links.md": f"---\ntitle: Links\n---\n## How often\n\n{links}\n"})
    assert codes_reported(linking) == []


def test_parts_that_can_be_linked_to_are_there(linking: Path) -> None:
    """Each part of a page that the handbook lists can be linked to."""
    listed = re.findall(r"^- of an? (exercise|routine|guide): (.*?)(?=^- |\Z)", HANDBOOK.text, re.M | re.S)
    shown = {"exercise": "heel-raise", "routine": "stairs-again", "guide": "climbing-stairs"}
    links = [
        f"[x](../{kind}s/{shown[kind]}.md{part})" for kind, parts in listed for part in _CODE.findall(parts)
    ]
    assert len(links) > 20
    put(linking, {"content/guides/links.md": "---\ntitle: Links\n---\n" + "\n".join(links)})
    assert codes_reported(linking) == []


def test_markdown_examples_become_what_is_said(linking: Path, run_cli: RunCli) -> None:
    """The example of a table becomes a table, and that of a note a box with its heading."""
    table, note = (fence.text for fence in HANDBOOK.fences if fence.heading == "Markdown")
    put(linking, {"content/guides/both.md": f"---\ntitle: Both\n---\n{table}\n{note}"})
    assert run_cli("build", "--strict").code == 0
    page = (linking / "site/guides/both.html").read_text(encoding="utf-8")
    assert "<table>" in page
    assert '<p class="admonition-title">Good to know</p>' in page


def _commands(page: Page) -> list[str]:
    """Return every call of `cuecard` that a page shows, in examples and in running text, without what redirects its
    output.
    """
    lines = [line for fence in page.fences if fence.language == "sh" for line in fence.text.splitlines()]
    lines += [code for code in page.codes if code.startswith("cuecard ")]
    return [line.partition(" > ")[0] for line in lines if line.startswith("cuecard ")]


@pytest.mark.parametrize("name", FOR_AUTHORS)
def test_commands_in_the_documentation_are_understood(name: str) -> None:
    """Each call of `cuecard` that authors are shown is one that the command line accepts."""
    assert [command for command in _commands(read(name)) if not _is_accepted(command)] == []


def _is_accepted(command: str) -> bool:
    words = shlex.split(command)[1:]
    if words in [[known] for known in arguments.COMMANDS]:
        return True  # only its name, in a sentence
    try:
        arguments.parse(words)
    except SystemExit as ended:
        return ended.code == 0  # `--help` and `--version` end like this
    return True


def test_examples_of_commands_are_found() -> None:
    """The test above sees commands in examples and in running text, and would refuse wrong ones."""
    commands = _commands(HANDBOOK)
    assert 'cuecard new exercise "Side-lying leg raise"' in commands
    assert "cuecard schema site" in commands
    assert "cuecard check --date 2026-11-22" in commands
    assert not _is_accepted("cuecard check --nothing")
    assert not _is_accepted("cuecard publish")


def test_options_exist(run_cli: RunCli) -> None:
    """Each option that the handbook and the data page name is one of the command line, or of a program named there."""
    others = {"--force", "--from"}  # of pipx and uvx
    known = "".join(run_cli(command, "--help").out for command in arguments.COMMANDS)
    for page in (HANDBOOK, DATA, DOSES, read("../README.md")):
        for option in (
            set(re.findall(r"(?<![\w|-])--[a-z][a-z-]*", page.text)) - others - {"--help", "--version"}
        ):
            assert option in known


def test_targets_of_make_exist() -> None:
    """Each `make` command in the documents for contributors is a target of the Makefile, and authors are shown none."""
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = {
        target
        for name in ("README.md", "CONTRIBUTING.md", "docs/reliability.md", "docs/design.md")
        for target in re.findall(
            r"(?:^|`)make\s([a-z]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {"test", "site", "bench"} <= named <= set(targets)
    for name in (*HANDBOOK_PAGES, "doses.md", "data.md", STARTER):
        assert re.findall(r"(?:^|`)make \w+|build\.py|\.venv", read(name).text, re.MULTILINE) == []


def test_options_in_the_design_are_the_programs_own(run_cli: RunCli) -> None:
    """The design lists for each command exactly its options, with what they take."""
    [block] = [fence.text for fence in read("design.md").fences if fence.text.startswith("build.py")]
    for usage in re.split(r"^build\.py ", block, flags=re.MULTILINE)[1:]:
        command = usage.split()[0].strip("[]")
        output = run_cli(command, "--help").out.partition("\n\n")[0]
        listed, real = (
            set(re.findall(r"\[(--[^\]]+)\]", " ".join(text.split()))) for text in (usage, output)
        )
        assert listed == real


# --- one way of working ---------------------------------------------------------------------------------


def test_the_way_of_working_is_the_same_everywhere() -> None:
    """README, handbook and the README of a new site have the same install command and the same everyday commands."""
    pages = [read(name) for name in ("../README.md", "handbook/getting-started.md", STARTER)]
    [install] = {next(fence.text for fence in page.fences if fence.language == "sh") for page in pages}
    assert install == f"pipx install git+{_project_url()}\n"
    [everyday] = {page.table("To", "Type").rows for page in pages}
    assert everyday[0][1] == "`cuecard serve --open`"
    start = "cuecard new site my-guide\ncd my-guide\ncuecard serve --open\n"
    assert all(start in [fence.text for fence in page.fences] for page in pages[:2])


def _project_url() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["urls"]["Repository"])


def test_the_address_of_the_project_is_the_same_everywhere() -> None:
    """Wherever a `git+` address of Cuecard is written, it is the one of pyproject.toml."""
    files = [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "cuecard/authoring/starters").rglob("*.*"),
    ]
    found = {
        file.relative_to(ROOT).as_posix(): re.findall(
            r"git\+(https://[^\s`@]+)", file.read_text(encoding="utf-8")
        )
        for file in files
    }
    assert {address for addresses in found.values() for address in addresses} == {_project_url()}
    assert found["cuecard/authoring/starters/site/requirements.txt"]


@pytest.fixture
def new_site(tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a new site, as the current folder."""
    assert run_cli("new", "site", "my-guide").code == 0
    monkeypatch.chdir(tmp_path / "my-guide")
    return tmp_path / "my-guide"


def _in_folder(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Run the command line in the current folder, and return its exit code and its problems."""
    capsys.readouterr()
    code = dispatch.run(list(words))
    return code, capsys.readouterr().err


def test_the_sample_in_the_readme_builds_in_a_new_site(
    new_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pasted into a new site, the exercise of README builds without a problem and is drawn; `check` adds one remark."""
    fence, message = _sample()
    [path] = re.findall(r"`(content/[^`]+)`", fence.before)
    (new_site / path).write_text(fence.text, encoding="utf-8")
    assert _in_folder(capsys, "build", "--strict", "--quiet", "--no-cache") == (0, "")
    assert "<svg" in (new_site / "site/exercises/banded-squat.html").read_text(encoding="utf-8")
    assert re.findall(r"\[(.+?)\]: ", _in_folder(capsys, "check", "--no-cache")[1]) == []
    (new_site / path).write_text(fence.text.replace("muscles:", "musles:"), encoding="utf-8")
    _, output = _in_folder(capsys, "build", "--quiet", "--no-cache")
    assert message in output


def _sample() -> tuple[Fence, str]:
    """Return the exercise in README, and the message below it."""
    fences = read("../README.md").fences
    [sample] = [fence for fence in fences if fence.language == "markdown"]
    [message] = [fence.text for fence in fences if fence.language == "text"]
    return sample, message


def test_the_first_exercise_joins_a_new_site(new_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first exercise of the handbook, put into a new site, has no problem but that no text leads to it."""
    put(new_site, {"content/exercises/wall-sit.md": WALL_SIT})
    (new_site / PICTURE).unlink()
    assert _in_folder(capsys, "build", "--strict", "--quiet", "--no-cache") == (0, "")
    output = _in_folder(capsys, "check", "--no-cache")[1]
    assert re.findall(r"\[(.+?)\]: ", output) == ["unlinked-exercise"]


# --- the documentation as a website -----------------------------------------------------------------------


def test_every_page_is_in_the_navigation() -> None:
    """The site of the documentation leads to every page; the records of decisions are listed on their own page."""
    config = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    pages = {file.relative_to(ROOT / "docs").as_posix() for file in (ROOT / "docs").rglob("*.md")}
    listed = set(re.findall(r"'([^']+\.md)'", str(config["nav"])))
    assert pages - listed == {page for page in pages if re.fullmatch(r"decisions/\d{4}-.*\.md", page)}
    assert listed <= pages
    assert config["site_dir"] == str(docs_site.SITE.relative_to(ROOT))


def test_records_of_decisions_are_dated_and_listed() -> None:
    """Each record has a title and a date, and the list names each once, in order."""
    folder = ROOT / "docs" / "decisions"
    records = sorted(file for file in folder.glob("*.md") if file.name != "index.md")
    assert records
    for number, record in enumerate(records, start=1):
        assert record.name.startswith(f"{number:04}-")
        assert re.match(r"# .+\n\n\d{4}-\d{2}-\d{2}\n\n", record.read_text(encoding="utf-8")), record.name
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", (folder / "index.md").read_text(encoding="utf-8"))
    assert listed == [record.name for record in records]


@pytest.mark.parametrize(
    ("name", "text", "loaded"),
    [
        ("a.html", '<script src="https://example.org/x.js"></script>', ["https://example.org/x.js"]),
        ("a.html", "<img src=//example.org/x.png>", ["//example.org/x.png"]),
        ("a.html", '<img srcset="a.png 1x, https://example.org/b.png 2x">', ["https://example.org/b.png"]),
        ("a.html", '<link rel="stylesheet" href="https://example.org/x.css">', ["https://example.org/x.css"]),
        ("a.html", '<p style="background: url(http://example.org/x)">', ["http://example.org/x"]),
        ("a.html", "<style>@import 'https://example.org/x';</style>", ["https://example.org/x"]),
        ("a.css", 'src: url("https://example.org/x.woff2")', ["https://example.org/x.woff2"]),
        ("a.html", '<a href="https://example.org/">x</a> <img src="x.png">', []),
        ("a.html", '<link rel="canonical" href="https://example.org/"> https://example.org/', []),
        ("a.css", "src: url(../x.woff2)", []),
    ],
)
def test_files_from_other_hosts_are_found(name: str, text: str, loaded: list[str], tmp_path: Path) -> None:
    """`make docs` fails on everything that a page would load from another host, and only on that."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert docs_site.loaded_from_elsewhere(file) == loaded


# --- cards ----------------------------------------------------------------------------------------------


def test_levels_of_the_table_are_those_of_the_program() -> None:
    """The table of levels names them as a build does, from the richest."""
    assert HANDBOOK.table("Level").codes == list(card_fit.STEPS.values())


def test_build_prints_the_line_about_a_card(tmp_path: Path, run_cli: RunCli) -> None:
    """The line that the handbook shows has the form of the one that a build prints."""
    [line] = [fence.text for fence in HANDBOOK.fences if fence.text.startswith("card ")]
    form = r"card stairs-again: [a-z ]+, 1[2-6](\.5)? pt(, person \d+ mm)?"
    assert re.fullmatch(form, line.strip())
    put(tmp_path, FILES)
    assert re.search(rf"^{form}$", run_cli("build").out, re.MULTILINE)


def test_rules_of_an_exercise_reach_page_and_card(tmp_path: Path, run_cli: RunCli) -> None:
    """What is said of `stop_if` and `not_if` is on the routine's page and card, word for word."""
    path = "content/exercises/one.md"
    [rules] = [
        fence.text
        for fence in HANDBOOK.fences
        if fence.heading == "Rules of an exercise" and fence.text.startswith("stop_if")
    ]
    routine = file_with("content/routines/one.md", "exercises: [one]\n")
    put(tmp_path, {path: file_with(path, rules), "content/routines/one.md": routine})
    assert run_cli("build").code == 0
    text = " ".join(HANDBOOK.text.split())
    for page, expected in (
        ("exercises/one.html", "Do not start if"),
        ("routines/one.html", "Leave it out if you cannot stand on one leg yet"),
        ("cards/one.html", "Skip if you cannot stand on one leg yet."),
    ):
        html = (tmp_path / "site" / page).read_text(encoding="utf-8").replace("\u00a0", " ")
        html = html.replace("&nbsp;", " ")
        assert expected in " ".join(re.sub(r"<[^>]*>", "", html).split())
        assert f'"{expected}' in text


# --- links between the pages of the documentation -------------------------------------------------------


@pytest.mark.parametrize(
    "name", sorted(file.relative_to(ROOT / "docs").as_posix() for file in (ROOT / "docs").rglob("*.md"))
)
def test_links_inside_the_documentation_hold(name: str) -> None:
    """Each link of a page leads to a file that is there, and to a heading that it has."""
    outside = _CODE.sub("", _FENCE.sub("", (ROOT / "docs" / name).read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^)]+)\)", outside):
        if re.match("[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        page = (ROOT / "docs" / name).parent.joinpath(file).resolve() if file else ROOT / "docs" / name
        assert page.is_file(), target
        if anchor:
            anchors = [re.sub(r"[^\w -]", "", head).lower() for head in read(str(page)).headings]
            assert anchor in [one.replace(" ", "-") for one in anchors], target


def test_pages_that_the_program_names_are_there() -> None:
    """Each page of the documentation that a hint, a comment for authors or a docstring names is a file."""
    files = [file for file in (ROOT / "cuecard").rglob("*") if file.suffix in {".py", ".md", ".yaml", ".txt"}]
    named = {
        name for file in files for name in re.findall(r"docs/[\w/-]+\.md", file.read_text(encoding="utf-8"))
    }
    named |= {
        f"docs/{name}"
        for file in files
        for name in re.findall(r"documentation\(['\"]([\w/-]+\.md)", file.read_text(encoding="utf-8"))
    }
    assert {"docs/handbook/words.md", "docs/poses.md"} <= named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


# --- the data page --------------------------------------------------------------------------------------

_EVERYTHING = {
    "content/exercises/long-hold.md": """\
---
title: Long hold
muscles: {primary: [abs]}
steps: [Hold.]
not_if: [{rule: You are still ill., short: You are ill.}]
dose:
  {sets: 2-3, hold: 20-30 s, tempo: 2-0-2, side: each arm, load: 5 kg, effort: 5-7, per_day: 2, per_week: 3,
  weeks: 6}
---
""",
    "content/exercises/film.mp4": "\0\0\0\x18ftypmp42",
    "content/exercises/all-doses.md": """\
---
title: All doses
draft: true
silence: [no-dose]
muscles: {primary: [abs]}
steps: [Move.]
dose:
  {sets: 2, until: you are tired, when: in the evening, rest_until: you are ready, increase: 1 kg a week,
  intervals: [run 1 min, walk 400 metres, hop 5 times, breathe 5 breaths,
    {times: 2, of: [stand 5 s, walk 2 km, hop 5 times, breathe 5 breaths]}],
  in_all: 60 min a day, breath: in 4 out 6, cadence: 70 steps, band: red, weight: body weight + 2.5 kg, rpe: 7,
  percent_1rm: 70, rep_max: 8-10, angle: up to 90 degrees, each_way: true, rest_after: 2 min, rest_between_reps: 5 s,
  per_day: every hour while awake, per_week: mon wed,
  weeks: until it is better}
---
""",
    "content/exercises/all-sides.md": """\
---
title: All sides
draft: true
silence: [no-dose]
muscles: {primary: [abs]}
steps: [Move.]
dose:
  {sets: 2, reps: as many as you can up to 9, left: {amount: 3 steps}, right: {distance: 2 m}, borg: 13, rir: 2,
  pulse: up to 120, set_every: 1 min, weight: body weight - 5 kg, in_weeks: 3+}
---
""",
    "content/routines/all-plans.md": """\
---
title: All plans
draft: true
exercises: [all-doses]
schedule: {per_day: 2, per_week: every other day, in_weeks: 2, when: in the evening}
---
""",
    "content/exercises/timed.md": """\
---
title: Timed
tags: [quick]
terms: {sport: [Running]}
extra: {leader: Anna}
draft: true
silence: [no-dose]
video: {url: film.mp4}
goal: Balance.
pain: {ok: 1}
scales:
  - {name: Dizziness, range: 0-5, low: none, high: the worst, settle: Soon., source: Ours,
    zones: [{range: 0-4, do: carry on, advice: Good.}, {range: 5, do: stop}]}
lift: [{rule: dizzy, reason: It is meant to be felt., short: It is meant.}]
steps: [Move.]
dose: {time: 1-2 min, rest: none}
figure:
  view: side
  show: legs
  props: [mat]
  frames:
    - pose: march
      mirror: true
      arms: out
      near arms: down
      far arms: on hips
      near knee: 80
      props: [{arrow: hips up}]
      caption: Up
    - {pose: standing, on: {near foot: box}, hold: 5 s, caption: Foot up}
---
""",
    "content/guides/everything.md": """\
---
title: Everything
tags: [quick]
terms: {sport: [Running]}
extra: {leader: Anna}
safety:
  scales:
    - {name: Dizziness, range: 0-5, low: none, high: the worst, settle: Soon., source: Ours,
      zones: [{range: 0-4, do: carry on, advice: Good.}, {range: 5, do: stop}]}
  lift: [{rule: dizzy, reason: It is meant to be felt.}]
  stop_if: [{rule: It hurts a lot., short: It hurts.}]
  not_if: [You are ill.]
  get_help:
    emergency: [Your chest hurts.]
    where: {emergency: Call 112, urgent: Ring us, soon: See us}
redirect_from: [all-there-is]
silence: [no-dose]
draft: true
video: https://vimeo.com/694769509
images: [{src: ../exercises/heel-raise.png, alt: A point}]
sources: [{title: Ours}]
reviewed: {by: Nobody, on: 2026-01-01}
---
""",
    "content/routines/everything.md": """\
---
title: Everything
tags: [quick]
terms: {sport: [Running]}
extra: {leader: Anna}
summary: All of it.
purpose: For all.
need: Start here
meant_for: All.
starting_level: The first.
entry_test: [Stand.]
how_chosen: By you.
where: Here.
with_whom: Alone.
supervision: Nobody.
taught_by: Nobody.
at_home: All of it.
besides: Nothing.
expect: [Nothing.]
keep_track: On the card.
keep_going: [Do it daily.]
follow_up: Next week.
version: 2
changes: [None.]
progress_to: all-plans
regress_to: Less of it.
exercises: [timed]
video: https://vimeo.com/694769509
dose: {sets: 2}
redirect_from: [all-of-it]
silence: [no-dose]
draft: true
images: [{src: ../exercises/heel-raise.png, alt: A point}]
sources: [{title: Ours}]
reviewed: {by: Nobody, on: 2026-01-01}
---
""",
    "content/routines/every-shape.md": """\
---
title: Every shape
draft: true
silence: [no-dose]
takes: 30 min
before: [{do: Walk, dose: {time: 2 min}, note: Slowly.}, {exercise: wall-sit, dose: {sets: 1}}, {routine: stairs-again}]
after: [{do: Breathe, dose: {amount: 5 breaths}}]
exercises:
  - title: Circuit
    rounds: 2
    rest: 20 s
    rest_between_rounds: 1 min
    rest_after: 1 min
    until: you are tired
    in_all: up to 20 min
    alternate_sides: true
    dose: {time: 40 s}
    note: Slowly.
    circuit: [wall-sit, heel-raise]
  - either: [wall-sit, {exercise: heel-raise, note: Or this., optional: true, only_once: it is easy, only_if: you can}]
    note: Take one.
  - {exercise: heel-raise, optional: true, only_once: it is easy, only_if: you can, note: Up., dose: {reps: 5}}
---
""",
    "content/routines/every-part.md": """\
---
title: Every part
draft: true
phases:
  - title: One
    exercises:
      - {exercise: heel-raise, optional: true, only_once: it is easy, only_if: you can, note: Up., dose: {reps: 5}}
      - {rounds: 2, round_every: 3 min, exercises: [{exercise: wall-sit, alternate_sides: left first}]}
    move_on_when: it is easy
    goal: Ease
    dose: {rest: 1 min}
    schedule: {in_weeks: 1-2, per_week: 3}
    before: [{do: Walk, dose: {time: 2 min}, note: Slowly.}]
    after: [{do: Walk, dose: {time: 2 min}, note: Slowly.}]
    takes: 10 min
    note: Slowly.
  - title: Two
    keep: heel-raise
    exercises: [{exercise: heel-raise, replaces: wall-sit}]
    go_back_when: it is hard
  - routine: stairs-again
  - title: Three
    sessions:
      - title: Day A
        exercises: [wall-sit]
        dose: {rest: 1 min}
        schedule: {per_week: Mon}
        before: [{do: Walk, dose: {time: 2 min}}]
        after: [{do: Walk, dose: {time: 2 min}}]
        takes: 10 min
        note: Slowly.
      - rest
      - routine: stairs-again
---
""",
}
"""What the handbook's examples leave unsaid."""


@pytest.fixture(scope="module")
def full_data(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """exercises.json of a site in which every key occurs."""
    return built(put(tmp_path_factory.mktemp("full"), {**FILES, **_EVERYTHING}), "--drafts")


Types = dict[str, str]
"""The keys of one kind of object, with their types according to the page."""


def _sections() -> dict[str, Types]:
    """By the end of the path to an object; "" for the file itself, "min" for a quantity."""
    sections: dict[str, Types] = {}
    for table in DATA.tables:
        values = {code: row[1] for code, row in zip(table.codes, table.rows, strict=True)}
        names = _CODE.findall(table.heading)
        if table.heading == "What every text has":
            names = ["exercises[]", "routines[]", "guides[]"]
        elif not names:
            names = [{"The file": "", "Quantities": "min"}[table.heading]]
        for name in names:
            sections.setdefault(name, {}).update(values)
    return sections


SECTIONS = _sections()


def _section_of(path: str, value: Mapping[str, Any]) -> str:
    """Return the section about the object *value* at *path*: the one that names most of the path."""
    if value.keys() & {"min", "max", "value", "as_many_as_possible"}:
        return "min"
    if path.endswith((".left", ".right")):
        return "dose"
    ends = [name for name in SECTIONS if name and f".{path}".endswith(f".{name}")]
    return max(ends, key=len) if path else ""


def _objects(value: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.endswith((".angles", ".terms", ".extra")):  # with keys of any name
        return  # its keys are joints, which have a page of their own
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from _objects(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, f"{path}[]")


def _is(value: Any, kind: str) -> bool:
    """Return whether *value* has the type that the page names."""
    if " or " in kind and kind != "true or false":
        return any(_is(value, one) for one in kind.split(" or "))
    if kind in {"quantity", "list"}:
        return isinstance(value, dict if kind == "quantity" else list)
    if kind.startswith("list of "):
        inner = kind.removeprefix("list of ").removesuffix("s")
        return isinstance(value, list) and all(_is(one, inner) for one in value)
    if kind == "number" and type(value) is float:
        return not value.is_integer()
    return (
        type(value)
        is {"text": str, "number": int, "object": dict, "true": bool, "false": bool, "true or false": bool}[
            kind
        ]
    )


def _check_values(data: Any) -> dict[str, set[str]]:
    """Hold every object against its section, and give the keys that were seen in each."""
    seen: dict[str, set[str]] = {name: set() for name in SECTIONS}
    for path, value in _objects(data):
        section = _section_of(path, value)
        for key, inner in value.items():
            assert key in SECTIONS[section], f"{path}.{key} is not documented"
            assert _is(inner, SECTIONS[section][key]), f"{path}.{key} is no {SECTIONS[section][key]}"
        seen[section] |= value.keys()
    return seen


def test_every_key_of_the_shipped_data_is_reported(built_site: Path) -> None:
    """Each key in the example site's exercises.json is on the data page, with its type."""
    _check_values(documents.data(built_site))


def test_no_key_is_reported_that_does_not_come(full_data: Any) -> None:
    """Where everything is said, each key of the data page is in exercises.json, and no other."""
    seen = _check_values(full_data)
    # Equipment has no anatomical name, as its section says; an entry's own dose is of the form of every dose.
    alike = {
        "equipment[]": seen["muscles[]"],
        "own_dose": seen["dose"],
        "after_steps[]": seen["before_steps[]"],
    }
    assert seen | alike == {name: set(keys) for name, keys in SECTIONS.items()}


def test_form_is_the_one_described(full_data: Any) -> None:
    """The number in the file is that of the page's promise."""
    assert f'What "form": {full_data["form"]} promises' in DATA.headings


@pytest.mark.parametrize("number", range(sum(fence.language == "json" for fence in DATA.fences)))
def test_examples_of_data_are_cut_from_the_real_file(number: int, handbook_data: Any) -> None:
    """Each example on the data page is in the file that the handbook's examples give."""
    example = json.loads([fence.text for fence in DATA.fences if fence.language == "json"][number])
    assert example in list(_values(handbook_data))


def _values(value: Any) -> Iterator[Any]:
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(inner)
