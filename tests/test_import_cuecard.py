"""Our own `exercises.json` comes back as the texts that it was made from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import documents
import pytest
import sites
from conftest import ROOT, RunCli

from cuecard.cli import dispatch
from cuecard.parse.schema import Exercise, Guide, Routine, Written
from cuecard.parse.sections import ROUTINE_SECTIONS
from cuecard.parse.sources import FOLDERS

RecordProperty = Callable[[str, object], None]


def _texts(data: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: data.get(name, []) for name in FOLDERS}


DIZZINESS = {
    "name": "Dizziness",
    "range": "0-5",
    "low": "none",
    "high": "the room spins",
    "zones": [
        {"range": "0-2", "do": "carry on", "advice": "This is how the inner ear learns."},
        {"range": "3", "do": "do less"},
        {"range": "4-5", "do": "stop"},
    ],
    "settle": "It should be gone within 20 minutes.",
    "source": "Ours.",
}


def _import(site: Path, into: Path) -> int:
    return dispatch.run(["import", "cuecard", str(site / "exercises.json"), "--into", str(into), "--quiet"])


def test_the_shipped_guide_comes_back(
    built_site: Path, tmp_path: Path, record_property: RecordProperty
) -> None:
    """Exercises, routines and guides that were imported into an empty folder give the same data, word for word.

    Settings and pictures are copied, as the report of the import asks for.
    """
    assert _import(built_site, tmp_path / "content") == 0
    shutil.copy(ROOT / "content/site.yaml", tmp_path / "content")
    for picture in (ROOT / "content").rglob("*.svg"):
        shutil.copy(picture, tmp_path / picture.relative_to(ROOT))
    again = sites.build(tmp_path / "content", tmp_path / "site")
    assert _texts(documents.data(again)) == _texts(documents.data(built_site))
    record_property("records imported", sum(map(len, _texts(documents.data(built_site)).values())))


def test_rules_of_the_site_are_reported(built_site: Path, tmp_path: Path, run_cli: RunCli) -> None:
    """Safety of every page is no part of a text; that it is not brought is reported, until site.yaml is there."""
    words = ("import", "cuecard", built_site / "exercises.json", "--into", "content")
    assert "the site's safety rules are not part of a text" in run_cli(*words).out
    (tmp_path / "content/site.yaml").write_text("title: Mine\n", "utf-8")
    assert "safety rules are not" not in run_cli(*words).out


_DOSED = {"exercise": "whole", "dose": {"reps": [12, 10]}, "note": "Slowly.", "only_once": "it is easy"}
_STEPS = [
    {"do": "Walk", "dose": {"time": "2 min"}, "note": "Fast."},
    {"exercise": "whole"},
    {"routine": "whole"},
]
_GROUP = {
    "title": "Pair",
    "rounds": 2,
    "rest": "none",
    "rest_between_rounds": "1-2 min",
    "rest_after": "1 min",
    "in_all": "up to 20 min",
    "until": "you are tired",
    "alternate_sides": "left first",
    "dose": {"time": "40 s"},
    "optional": True,
    "only_if": "you can",
    "superset": [_DOSED, {"either": ["whole", {"exercise": "whole", "alternate_sides": True}]}],
}
_SHAPES = {
    "title": "Shapes",
    "takes": "20-30 min",
    "need": "Start here.",
    "before": _STEPS,
    "after": "Rest",
    "exercises": [
        "whole",
        _GROUP,
        {
            "choose": 2,
            "note": "Take two.",
            "of": ["whole", "whole", {"rounds": "2-3", "round_every": "5 min", "circuit": ["whole"]}],
        },
    ],
}
_PROGRAMME = {
    "title": "Programme",
    "phases": [
        {
            "title": "One",
            "exercises": ["whole", _GROUP],
            "schedule": {"in_weeks": "1-4", "per_week": 3},
            "dose": {"rest": "1 min"},
            "before": _STEPS,
            "goal": "Ease",
            "move_on_when": "it is easy",
        },
        {
            "keep": "all",
            "exercises": [{"exercise": "whole", "replaces": "whole"}],
            "go_back_when": "it hurts",
        },
        {"keep": ["whole"], "takes": "10 min", "note": "Slowly."},
        {
            "schedule": {"in_weeks": "9+"},
            "sessions": [
                {"title": "A", "schedule": {"per_week": "Mon Thu"}, "exercises": [_GROUP]},
                "rest",
                {"routine": "whole"},
            ],
        },
        "whole",
    ],
}
_SESSIONS = {
    "title": "Sessions",
    "sessions": [{"exercises": ["whole"]}, {"rest": "Walk if you like."}, "whole"],
}


_OWN = {
    "tags": ["quick"],
    "terms": {"sport": ["Running", "Rowing"]},
    "extra": {"leader": "Anna", "at": ["9", "10"]},
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the content folder and the site of a project that uses each feature, drafts too."""
    folder = tmp_path_factory.mktemp("everything")
    content = sites.everything(folder / "content")
    exercise = sites.exercise(
        "Whole",
        **_OWN,
        short_steps=["Sit."],
        silence=["no-dose"],
        goal="A steady gaze.",
        pain={"ok": 1, "caution": 2},
        scales=[DIZZINESS],
        lift=[{"rule": "pain", "reason": "It has its own.", "short": "Its own."}],
        figure={
            "view": ["side", {"from": -40, "above": 12}],
            "show": "legs",
            "frames": [
                "standing",
                {"pose": "squat", "knee": 60, "caption": "Sit"},
                {"pose": "standing", "on": {"near foot": "box"}, "hold": "5 s"},
            ],
        },
    )
    routine = {
        "title": "Whole",
        **_OWN,
        "exercises": ["whole"],
        "dose": {"sets": 2, "rest": "1 min"},
        "version": "2",
        "progress_to": "draft",
        "regress_to": "Less of it",
        "card": {"log_weeks": 2},
        **{key: ["One.", "Two."] if one.is_list else f"{key}." for key, one in ROUTINE_SECTIONS.items()},
        "safety": {
            "scales": [DIZZINESS],
            "lift": [{"rule": "sharp", "reason": "A sharp pull is expected here."}],
        },
    }
    more = {
        "exercises/deep/whole.md": sites.text(exercise, "See [it](../local.md).\n"),
        "routines/whole.md": sites.text(
            {
                **routine,
                "images": [{"src": "../exercises/dot.png", "alt": "A dot"}],
                "redirect_from": ["old"],
                "silence": ["no-rest"],
            }
        ),
        "guides/whole.md": sites.text(
            {
                "title": "Whole",
                **_OWN,
                "video": "https://vimeo.com/694769509",
                "images": [{"src": "../exercises/dot.png", "alt": "A dot"}],
                "reviewed": {"by": "A. Physio", "on": "2026-01-02"},
                "redirect_from": ["older"],
                "silence": ["hard-to-read"],
                "safety": {
                    "stop_if": [{"rule": "It hurts a lot.", "short": "It hurts."}, "It swells."],
                    "get_help": {"emergency": ["Your chest hurts."], "where": {"emergency": "Call 112"}},
                    "pain": {"ok": 2},
                },
                "draft": True,
            }
        ),
        "routines/shapes.md": sites.text(_SHAPES),
        "routines/programme.md": sites.text(_PROGRAMME),
        "routines/sessions.md": sites.text(_SESSIONS),
        "routines/draft.md": sites.text({**routine, "sources": [{"title": "A book"}], "draft": True}),
    }
    sites.put(content, more)
    return content, sites.build(content, folder / "site", "--drafts")


def test_a_site_with_everything_comes_back(everything: tuple[Path, Path], tmp_path: Path) -> None:
    """Videos and pictures beside the texts, drafts, doses of routines, folders in folders: all mean the same again."""
    content, site = everything
    assert _import(site, tmp_path / "content") == 0
    for name in ("site.yaml", "exercises/dot.png", "exercises/film.mp4"):
        shutil.copy(content / name, tmp_path / "content" / name)
    again = sites.build(tmp_path / "content", tmp_path / "site", "--drafts")
    assert _texts(documents.data(again)) == _texts(documents.data(site))
    assert (tmp_path / "content/exercises/deep/whole.md").is_file()


def test_files_that_the_texts_name_are_reported(
    everything: tuple[Path, Path], run_cli: RunCli, tmp_path: Path
) -> None:
    """A picture and a video are not in the data: which to bring is reported, until they are there."""
    content, site = everything
    words = ("import", "cuecard", site / "exercises.json", "--into", "content")
    output = run_cli(*words).out
    assert "put it in the same folder: exercises/dot.png (5), exercises/film.mp4" in output
    for name in ("exercises/dot.png", "exercises/film.mp4"):
        shutil.copy(content / name, tmp_path / "content" / name)
    assert "put it in the same folder" not in run_cli(*words).out


@pytest.mark.parametrize(
    ("kind", "model"), [("exercises", Exercise), ("routines", Routine), ("guides", Guide)]
)
def test_every_key_of_front_matter_is_in_the_data(
    kind: str, model: type[Written], everything: tuple[Path, Path]
) -> None:
    """A key that is new in the schema and forgotten in the data, or in the project above, is named here."""
    seen: set[str] = set()
    for text in documents.data(everything[1])[kind]:
        seen |= text.keys()
    assert model.model_fields.keys() - seen == set()


def test_a_text_that_cannot_be_is_reported(run_cli: RunCli, tmp_path: Path) -> None:
    """Neighbours and entries that are nowhere are left out; a slug or path that leads away is not followed."""
    muscles = {"primary": [{"id": "quads", "written": "quads"}, {"id": "gills", "written": "gills"}]}
    one = {"title": "One", "muscles": muscles, "steps": ["Sit."], "progressions": [{"exercise": "nowhere"}]}
    file = tmp_path / "data.json"
    exported = {
        "form": 1,
        "exercises": [
            {**one, "slug": "one", "file": "exercises/../../one.md"},
            {**one, "slug": "../two"},
            {**one, "slug": "three", "dose": {"time": 30, "reps": 8}},
        ],
        "routines": [{"slug": "all", "title": "All", "exercises": [{"exercise": "nowhere"}]}],
    }
    file.write_text(json.dumps(exported), "utf-8")
    out = run_cli("import", "cuecard", file, "--into", "content")
    assert sites.tree(tmp_path).keys() == {
        "data.json",
        "content/.cuecard-import.json",
        "content/exercises/one.md",
    }
    assert "its slug is not valid: One" in out.out
    assert "a build would reject it: One, All" in out.out
    assert "left out: an exercise or a routine that does not exist: nowhere (3)" in out.out
    assert "left out: an unknown muscle: gills (2)" in out.out
    file.write_text('{"form": 3}', "utf-8")
    assert run_cli("import", "cuecard", file).code == 2
