"""Pictures on cards that make Typst crash, go on for ever or take all memory: reported at the picture, and nothing
else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import RunCli
from msgspec.structs import replace
from sites import exercise, text

from cuecard.build import check_content
from cuecard.cache.store import Cache
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import InvalidValueError
from cuecard.site.cards import typeset
from cuecard.site.cards.typeset import FittedCard, Typesetter, UnsetCardError
from cuecard.system import limited_process

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
GOOD = f'{HEAD}<circle cx="50" cy="50" r="40"/></svg>'


def masks() -> str:
    """Masks in masks, each drawn twice by the next."""
    whole = '<rect width="100" height="100" fill="#fff"'
    inner = "".join(
        f'<mask id="m{n}">{whole} mask="url(#m{n - 1})"/><rect width="9" height="9" mask="url(#m{n - 1})"/></mask>'
        for n in range(1, 40)
    )
    return f'{HEAD}<mask id="m0">{whole}/></mask>{inner}{whole} mask="url(#m39)"/></svg>'


def uses() -> str:
    """Return a billion copies of one line."""
    inner = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    return f'{HEAD}<defs><path id="g0" d="M0 0h9"/>{inner}</defs><use href="#g9"/></svg>'


BAD = {
    "so small that it has no size": '<svg xmlns="http://www.w3.org/2000/svg" width="1e-45" height="1e-45"/>',
    "numbers too large": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
    '<g transform="scale(1e38)" opacity="0.5"><rect width="5" height="5"/></g></svg>',
    "noise without end": f'{HEAD}<filter id="f" x="0" y="0" width="1" height="1"><feTurbulence baseFrequency="0.9" '
    'numOctaves="100000000"/></filter><path d="M0 0h99v99z" filter="url(#f)"/></svg>',
    "masks in masks": masks(),
    "copies of copies": uses(),
}


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a picture take a second of the processor's time here, and leave no child."""
    monkeypatch.setattr(typeset, "_PICTURE_LIMITS", replace(typeset._PICTURE_LIMITS, cpu_seconds=1))
    yield
    limited_process.close()


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_does_harm_is_refused(name: str) -> None:
    """Whatever Typst does with a picture, the caller learns that it cannot be printed; a good one still can be."""
    with pytest.raises(InvalidValueError, match=r'"exercises/x\.svg" cannot be printed on a card: it '):
        typeset.check_picture("exercises/x.svg", BAD[name], Cache())
    typeset.check_picture("exercises/x.svg", GOOD, Cache())


def project(folder: Path, **pictures: str) -> Path:
    """Content with an exercise for each picture and a routine of them; and one whose card is too full."""
    files: dict[str, str | bytes] = {}
    for name, svg in pictures.items():
        facts = exercise(name.title(), images=[{"src": f"{name}.svg", "alt": name, "credit": "Us"}])
        files |= {f"exercises/{name}.md": text(facts), f"exercises/{name}.svg": svg}
    files["exercises/full.md"] = text(exercise("Full", not_if=[f"{n} " + "word " * 40 for n in range(60)]))
    files["routines/all.md"] = text({"title": "All", "exercises": [*pictures]})
    files["routines/full.md"] = text({"title": "Full", "exercises": ["full"]})
    return sites.put(folder, files)


@pytest.mark.parametrize("name", ["numbers too large", "noise without end"])
def test_the_problem_is_at_the_picture(name: str, tmp_path: Path) -> None:
    """The problem is at the key of the picture in the front matter, and other cards have theirs reported too."""
    content = project(tmp_path / "content", fine=GOOD, bad=BAD[name])
    problems = check_content.check(Options(content, cache=None)).problems
    assert [problem.code for problem in problems if problem.path.endswith("routines/full.md")] == [
        "card-too-full"
    ]
    (bad,) = (problem for problem in problems if problem.path.endswith("exercises/bad.md"))
    assert '"exercises/bad.svg"' in bad.excerpt or '"bad.svg"' in bad.excerpt
    assert "bad.svg" in bad.message
    assert len(problems) == 2


def test_a_picture_that_fails_on_the_card_alone_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_cli: RunCli
) -> None:
    """Where only the card with a picture fails, each of its pictures is tried on it; the site stays as it was."""
    bad = GOOD.replace("40", "31")
    set_well = Typesetter.pdfs

    def pdfs(setter: Typesetter, cards: Sequence[FittedCard], *more: Any) -> list[bytes]:
        if any(
            picture.svg == bad for one in cards for entry in one.card.entries for picture in entry.pictures
        ):
            raise UnsetCardError("makes Typst crash")
        return set_well(setter, cards, *more)

    monkeypatch.setattr(Typesetter, "pdfs", pdfs)
    monkeypatch.chdir(tmp_path)
    content = project(tmp_path / "content", fine=GOOD, other=GOOD.replace("40", "30"))
    (content / "routines/full.md").unlink()
    assert run_cli("build", "--no-cache").code == 0
    before = sites.tree(tmp_path / "site")
    (content / "exercises/other.svg").write_text(bad, "utf-8")
    outcome = run_cli("build", "--no-cache")
    assert outcome.code == 1
    assert "content/exercises/other.md:" in outcome.err
    assert (
        'error[bad-image]: "exercises/other.svg" cannot be printed on a card: it makes Typst crash'
        in outcome.err
    )
    assert sites.tree(tmp_path / "site") == before


LONG_STEPS = ["Bend your knees slowly, hold on to the chair, and count to three before you stand up."] * 15


def test_a_card_that_takes_too_long_is_reported_at_its_routine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no picture is to blame, the problem is at the title of the routine."""
    monkeypatch.setattr(typeset, "_LIMITS", replace(typeset._LIMITS, cpu_seconds=0.001))
    content = sites.put(
        tmp_path / "content",
        {
            # Enough that it cannot be ready before the clock of the processor has moved.
            **{f"exercises/{name}.md": text(exercise(name.upper(), steps=LONG_STEPS)) for name in "abcdef"},
            "routines/one.md": text({"title": "One", "exercises": list("abcdef")}),
        },
    )
    (problem,) = check_content.check(Options(content, cache=None)).problems
    assert (problem.code, problem.excerpt) == ("card-too-heavy", 'title: "One"')
    assert problem.message == "the card takes too long to make"
