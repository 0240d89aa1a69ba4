"""The card of every kind of routine fits its sheet, with all that must stand on it; the command `card`."""

from __future__ import annotations

import io
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import card_corpus
import pytest
import sites
from card_corpus import Case, checked, lacking, margins
from conftest import RunCli, Write
from pypdf import PdfReader

from cuecard.core.diagnostics import Problem, Severity
from cuecard.site.cards import typeset
from cuecard.site.cards.typeset import FittedCard, Typesetter

SOAK = bool(os.environ.get("CUECARD_SOAK"))
"""Whether every generated routine is tried, which takes some minutes, and not only a sample."""
CASES = card_corpus.ALL if SOAK else card_corpus.sample(24)
CROWDED = tuple(Case(8, *rest) for rest in (("typical", 2, 8), ("long", 0, 5), ("long", 2, 8)))
LIGHT = {"progress_when": "", "regress_when": "", "after": ""}


def only(content: Path) -> tuple[FittedCard, Typesetter]:
    """The one card of a project that has one routine."""
    found = checked(content)
    assert found.typesetter
    return found.cards[0], found.typesetter


def too_full(problems: tuple[Problem, ...]) -> Problem | None:
    """The problem of a card that cannot be made to fit."""
    return next((problem for problem in problems if problem.code == "card-too-full"), None)


# --- every routine fits, or is refused with a number that holds ----------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fits_one_sheet(case: Case, tmp_path: Path) -> None:
    """A card is one page on both papers, whole, in type of 12 points or more, inside its margins; or is refused."""
    found = checked(card_corpus.project(case, tmp_path / "content"))
    assert found.typesetter
    if refused := too_full(found.problems):
        assert case.count > 4
        check_refusal(found.typesetter, case, refused, tmp_path)
        return
    laid = found.cards[0]
    for paper, fit in ((typeset.A4, laid.a4), (typeset.LETTER, laid.letter)):
        pdf = found.typesetter.pdf(laid.card, paper)
        assert len(PdfReader(io.BytesIO(pdf)).pages) == 1, paper.name
        texts = card_corpus.instructions(laid.card, fit.rung)
        assert lacking(texts, card_corpus.set_in(pdf, 12)) == [], paper.name
        assert min(size for _, size in card_corpus.typed(pdf)) >= 9, paper.name
        left, top, right, bottom = margins(card_corpus.drawn(pdf)[0])
        assert min(left, right) > 13, paper.name
        assert min(top, bottom) > 10, paper.name
        assert 12 <= fit.size <= 14


def check_refusal(typesetter: Typesetter, case: Case, refused: Problem, folder: Path) -> None:
    """The refusal stands at the key and tells how many do: so many fit, and one more does not."""
    assert refused.excerpt.startswith("exercises:")
    assert (refused.column, refused.severity) == (1, Severity.ERROR)
    told = re.match(r"(\d+) would fit", refused.hint)
    assert told, refused.hint
    most = int(told[1])
    assert 0 < most < case.count
    meta = card_corpus.routine(case)
    for number, fits in ((most, True), (most + 1, False)):
        content = card_corpus.project(case, folder / f"with-{number}")
        fewer = {**meta, "exercises": meta["exercises"][:number]}
        sites.put(content, {f"routines/{case.slug}.md": sites.text(fewer)})
        assert (too_full(checked(content).problems) is None) is fits, number
    assert typesetter.cache.folder is None


@pytest.mark.parametrize("case", CROWDED if SOAK else CROWDED[:2], ids=str)
def test_too_full(case: Case, tmp_path: Path) -> None:
    """What cannot fit is a problem at the key of the exercises, and the number that it names is right."""
    found = checked(card_corpus.project(case, tmp_path / "content"))
    refused = too_full(found.problems)
    assert refused
    assert found.typesetter
    check_refusal(found.typesetter, case, refused, tmp_path)


def test_rules_alone_too_full(tmp_path: Path) -> None:
    """Where the safety rules alone fill the page, the hint says so, and no rule is dropped for it."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    rules = {"stop_if": card_corpus.sentences(60, 20, "rule")}
    sites.put(
        content,
        {f"routines/{case.slug}.md": sites.text({**card_corpus.routine(case), "safety": rules})},
    )
    refused = too_full(checked(content).problems)
    assert refused
    assert "safety rules and notes alone fill the page" in refused.hint


def test_too_full_by_the_last_one(tmp_path: Path) -> None:
    """The number that would fit is told without the rules of the exercises that would go."""
    files = {
        "exercises/a.md": sites.text(sites.exercise("Squat")),
        "exercises/b.md": sites.text(sites.exercise("Lunge", not_if=card_corpus.sentences(60, 20, "rule"))),
        "routines/one.md": sites.text({"title": "One", "exercises": ["a", "b"]}),
    }
    refused = too_full(checked(sites.put(tmp_path / "content", files)).problems)
    assert refused
    assert refused.hint.startswith("1 would fit")


@pytest.mark.parametrize("count", [5, 6])
@pytest.mark.parametrize("pictures", [0, 2])
def test_typical_keeps_its_steps(count: int, pictures: int, tmp_path: Path) -> None:
    """A usual routine, five exercises with steps of 12 words, keeps its short steps at least, six on A4 too."""
    laid, _ = only(card_corpus.project(Case(count, "typical", pictures, 2), tmp_path / "content"))
    fits = (laid.a4, laid.letter, laid.browser) if count == 5 else (laid.a4,)
    assert [fit.rung.name for fit in fits if fit.rung.steps == "none"] == []


def test_richest_rung_first(tmp_path: Path) -> None:
    """The ladder is gone down as texts grow and never up: fewer pictures, then shorter steps, then none."""
    order = ["full steps", "short steps", "one picture", "no pictures", "short steps alone", "name and dose"]
    for length in card_corpus.LENGTHS:
        ranks = []
        for count in (1, 3, 5):
            laid, _ = only(card_corpus.project(Case(count, length, 2, 2), tmp_path / f"{length}{count}"))
            name = laid.a4.rung.name
            ranks.append(max(n for n, word in enumerate(order) if word in name))
        assert ranks == sorted(ranks), length


# --- what stands on it ---------------------------------------------------------------------------------------------


def test_log_for_weeks_and_sides(tmp_path: Path) -> None:
    """The grid has its weeks, a box for each day of the schedule, and left and right where a dose has sides."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    laid, setter = only(content)
    log = laid.card.log
    assert log
    assert (log.weeks, log.days, log.sides) == (4, 3, True)
    whole = card_corpus.sheets(setter.pdf(laid.card, typeset.A4))[0]
    assert lacking([f"Week {n} L R" for n in range(1, 5)], whole) == []

    plain = {**card_corpus.exercise(case, 1), "dose": {"sets": 3, "reps": 8}}
    meta = {**card_corpus.routine(case), "exercises": ["move-1"], "schedule": {}, "card": {"log_weeks": 2}}
    sites.put(
        content,
        {"exercises/move-1.md": sites.text(plain), f"routines/{case.slug}.md": sites.text(meta)},
    )
    laid, setter = only(content)
    log = laid.card.log
    assert log
    assert (log.weeks, log.days, log.sides) == (2, 7, False)
    whole = card_corpus.sheets(setter.pdf(laid.card, typeset.A4))[0]
    assert "Week2" in whole
    assert "LR" not in whole
    assert "Week3" not in whole


def test_lines_to_fill_in(tmp_path: Path) -> None:
    """The lines "For" and "From" are there, and are left out where the routine says so."""
    case = Case(1, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    for wanted in (True, False):
        meta = {**card_corpus.routine(case), "card": {"for_whom": wanted}}
        sites.put(content, {f"routines/{case.slug}.md": sites.text(meta)})
        laid, setter = only(content)
        whole = card_corpus.sheets(setter.pdf(laid.card, typeset.A4))[0]
        assert ("ForFrom" in whole) is wanted
        assert "Week" not in whole


def test_review_and_addresses(tmp_path: Path) -> None:
    """The foot tells who checked the card and when, and the addresses of the codes, in small print."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    meta = {**card_corpus.routine(case), "reviewed": {"by": "A. Physio", "on": "2026-11-01"}}
    meta["video"] = "https://vimeo.com/694769509"
    sites.put(content, {f"routines/{case.slug}.md": sites.text(meta)})
    laid, setter = only(content)
    whole = card_corpus.sheets(setter.pdf(laid.card, typeset.LETTER))[0]
    wanted = [
        "Checked by A. Physio on 1 November 2026.",
        f"This routine: knees.example.org/routines/{case.slug}.html",
        "The video: vimeo.com/694769509",
    ]
    assert lacking(wanted, whole) == []


def test_sparse_card(tmp_path: Path) -> None:
    """A routine of one exercise and nothing else has a card without empty labels or boxes."""
    files = {
        "exercises/squat.md": sites.text(sites.exercise("Squat", stop_if=[])),
        "routines/one.md": sites.text({"title": "One", "exercises": ["squat"], "card": {"for_whom": False}}),
    }
    laid, setter = only(sites.put(tmp_path / "content", files))
    whole = card_corpus.sheets(setter.pdf(laid.card, typeset.A4))[0]
    assert lacking(["One", "1", "Squat", "Sit back. Stand up.", "No clinician"], whole) == []
    labels = [
        "Before:",
        "After:",
        "Move up",
        "Step back",
        "Stop if",
        "Leave out",
        "Get help",
        "Book",
        "Week",
        "For",
        "You need",
    ]
    assert [label for label in labels if card_corpus.bare(label) in whole] == []


def test_rules_name_their_exercises_by_number(tmp_path: Path) -> None:
    """A rule that several exercises share is told once, with the number of each, and so when to leave one out.

    It is the same rule whether its author began it with "If" or not.
    """
    tears, swells, hurts = "The band tears.", "Your knee is swollen.", "A shallow squat hurts."
    files = {
        "exercises/a.md": sites.text(sites.exercise("Squat", stop_if=[tears], not_if=[swells, hurts])),
        "exercises/b.md": sites.text(
            sites.exercise("Lunge", stop_if=["Stop if the band tears."], not_if=[swells])
        ),
        "exercises/c.md": sites.text(
            sites.exercise("Bridge", stop_if=["If you cramp."], not_if=[f"If {swells}"])
        ),
    }
    for names, stop_if, leave_out in (
        ("ab", ("In 1 and 2: the band tears.",), ("1 and 2 if your knee is swollen.",)),
        (
            "cab",
            ("In 1: you cramp.", "In 2 and 3: the band tears."),
            ("1, 2 and 3 if your knee is swollen.",),
        ),
        (
            "bca",
            ("In 1 and 3: the band tears.", "In 2: you cramp."),
            ("1, 2 and 3 if your knee is swollen.",),
        ),
        ("cc", ("In 1 and 2: you cramp.",), ("1 and 2 if your knee is swollen.",)),
    ):
        only_squat = f"{names.find('a') + 1} if a shallow squat hurts."
        wanted = leave_out + ((only_squat,) if "a" in names else ())
        files["routines/one.md"] = sites.text({"title": "One", "exercises": list(names)})
        laid, setter = only(sites.put(tmp_path / "content", files))
        assert laid.card.safety.stop_if == stop_if
        assert laid.card.leave_out == wanted
        whole = card_corpus.set_in(setter.pdf(laid.card, typeset.LETTER), 12)
        assert lacking(["Stop if:", *stop_if, "Leave out:", *wanted], whole) == []


def test_a_rule_of_all_is_not_told_again_of_one(tmp_path: Path) -> None:
    """What the routine says of all its exercises stands on its card once, even if one says it too."""
    one = sites.exercise("Squat", stop_if=["If you feel dizzy", "The band tears."])
    routine = {"title": "One", "exercises": ["a"], "safety": {"stop_if": ["You feel dizzy."]}}
    files = {"exercises/a.md": sites.text(one), "routines/one.md": sites.text(routine)}
    laid, _ = only(sites.put(tmp_path / "content", files))
    assert laid.card.safety.stop_if == ("You feel dizzy.", "In 1: the band tears.")


def test_routine_page_names_exercises(tmp_path: Path) -> None:
    """The routine's page, whose exercises have no large numbers, names those of a stop rule, each once."""
    files = {
        f"exercises/{name}.md": sites.text(sites.exercise(title, stop_if=["The band tears."]))
        for name, title in (("a", "Squat"), ("b", "Lunge"))
    }
    files["routines/one.md"] = sites.text({"title": "One", "exercises": ["a", "b", "a"]})
    site = sites.build(sites.put(tmp_path / "content", files), tmp_path / "site", "--no-cache")
    assert "Squat, Lunge: the band tears." in (site / "routines/one.html").read_text("utf-8")
    assert "In 1, 2 and 3: the band tears." in (site / "cards/one.html").read_text("utf-8")


def test_more_than_six(tmp_path: Path) -> None:
    """More than six exercises are a friendly warning at the seventh, and the card is made all the same."""
    for count in (6, 7):
        found = checked(card_corpus.project(Case(count, "short", 0, 2), tmp_path / str(count)))
        warned = [problem for problem in found.problems if problem.code == "many-exercises"]
        assert len(warned) == (count > 6)
        assert len(found.cards) == 1
        if warned:
            assert warned[0].severity is Severity.WARNING
            assert warned[0].excerpt[warned[0].column - 1 :].startswith('{"exercise": "move-7"')


def test_bad_picture(project: Path, write: Write, run_cli: RunCli) -> None:
    """A picture that cannot be read is a problem where the exercise names it."""
    write("content/exercises/squat.png", b"\x89PNG no picture")
    told = run_cli("check")
    assert told.code == 1
    assert "squat.md" in told.err
    assert '"exercises/squat.png" cannot be read as a picture' in told.err


# --- one card from the command line ----------------------------------------------------------------------------------


def test_card_command(project: Path, run_cli: RunCli) -> None:
    """`card` makes the PDF of the site's paper in the current folder, and says how it was laid out."""
    told = run_cli("card", "strong-legs")
    assert told.code == 0
    assert re.fullmatch(r"strong-legs-a4\.pdf: .*full steps, 14 pt\n", told.out)
    assert page_size(project / "strong-legs-a4.pdf") == (210, 297)
    assert not (project / "site").exists()


def test_card_command_paper(project: Path, run_cli: RunCli, write: Write) -> None:
    """The paper is that of site.yaml unless `--paper` names another; `--out` names the file."""
    settings = (project / "content/site.yaml").read_text("utf-8")
    write("content/site.yaml", settings + "paper: letter\n")
    assert run_cli("card", "strong-legs", "--quiet") == (0, "", "")
    assert page_size(project / "strong-legs-letter.pdf") == (216, 279)
    assert run_cli("card", "strong-legs", "--paper", "a4", "--out", "mine.pdf").out.startswith("mine.pdf: ")
    assert page_size(project / "mine.pdf") == (210, 297)


def test_card_command_large(project: Path, run_cli: RunCli) -> None:
    """`--large` makes the large print, under a name of its own."""
    told = run_cli("card", "strong-legs", "--large", "--paper", "letter")
    assert told.out == "strong-legs-large-letter.pdf: large print\n"
    pdf = (project / "strong-legs-large-letter.pdf").read_bytes()
    assert max(size for _, size in card_corpus.typed(pdf)) > 18


def test_card_is_the_built_one(project: Path, run_cli: RunCli) -> None:
    """The command's PDF is the one that a build puts into the site, byte for byte."""
    assert run_cli("build", "--quiet").code == 0
    for large in ([], ["--large"]):
        run_cli("card", "strong-legs", "--no-cache", "--out", "one.pdf", *large)
        name = f"site/cards/strong-legs{'-large' if large else ''}-a4.pdf"
        assert (project / "one.pdf").read_bytes() == (project / name).read_bytes()


def test_unknown_routine(project: Path, run_cli: RunCli) -> None:
    """A routine that is not there is wrong usage, and a near name is offered."""
    told = run_cli("card", "strong-leg")
    assert (told.code, told.out) == (2, "")
    assert 'there is no routine "strong-leg"; did you mean "strong-legs"?' in told.err


def test_no_routines(project: Path, run_cli: RunCli) -> None:
    """Without any routine the command says that there is none of this name."""
    (project / "content/routines/strong-legs.md").unlink()
    (project / "content/guides/start-here.md").unlink()
    squat = project / "content/exercises/squat.md"
    squat.write_text(squat.read_text("utf-8").split("\n## How low")[0], "utf-8")
    told = run_cli("card", "strong-legs")
    assert told.code == 2
    assert "no routine" in told.err


def test_content_with_problems(project: Path, run_cli: RunCli, write: Write) -> None:
    """With an error in the content no card is made, and the problems are told."""
    write("content/exercises/squat.md", "---\ntitle: Squat\n---\n")
    told = run_cli("card", "strong-legs")
    assert (told.code, told.out) == (1, "")
    assert "no card was made" in told.err
    assert not list(project.glob("*.pdf"))


def test_unwritable_out(project: Path, run_cli: RunCli) -> None:
    """Where the file cannot be written, the command says why and fails."""
    told = run_cli("card", "strong-legs", "--out", "nowhere/card.pdf")
    assert told.code == 2
    assert "nowhere/card.pdf cannot be written: No such file or directory" in told.err


def test_too_full_from_the_command(tmp_path: Path, run_cli: RunCli) -> None:
    """A card that cannot fit is told with the line of its routine, and exit code 1."""
    case = CROWDED[1]
    card_corpus.project(case, tmp_path / "content")
    told = run_cli("card", case.slug)
    assert told.code == 1
    assert f"content/routines/{case.slug}.md:3:1: error[card-too-full]" in told.err


def test_a_card_that_is_beyond_hope_is_not_tried(project: Path, run_cli: RunCli, write: Write) -> None:
    """A thousand exercises on one card are refused at once, not after each layout and each shorter card was tried."""
    entries = "".join(["squat, "] * 1000)
    write("content/routines/strong-legs.md", f"---\ntitle: Strong legs\nexercises: [{entries}]\n---\n")
    started = time.process_time()
    told = run_cli("check")
    assert (
        "error[card-too-full]: the card cannot hold 1000 exercises with these texts on one page" in told.err
    )
    assert time.process_time() - started < 2


def test_build_tells_how_cards_fit(project: Path, run_cli: RunCli) -> None:
    """The report of a build says for each card which layout and size it has on each paper and in the browser."""
    told = run_cli("build")
    assert "card strong-legs: A4 " in told.out
    fit = "[a-z, ]*full steps, 14 pt"
    assert re.search(rf"A4 {fit}; Letter {fit}; browser {fit}\n", told.out)


def page_size(file: Path) -> tuple[int, int]:
    """Millimetres."""
    box = PdfReader(file).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def test_shorter_by_hand(tmp_path: Path) -> None:
    """Fewer exercises never need a smaller type or a poorer layout than more of them."""
    laid, setter = only(card_corpus.project(Case(4, "typical", 2, 5), tmp_path / "content"))
    fits = [setter.fit(replace(laid.card, entries=laid.card.entries[:n]), typeset.A4) for n in range(1, 5)]
    ranks = [(fit.rung.pictures, fit.rung.steps == "full", fit.size) for fit in fits if fit]
    assert len(ranks) == 4
    assert ranks[0][:2] >= ranks[-1][:2]
