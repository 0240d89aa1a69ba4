"""The card of every kind of routine fits its sheet, with all that must be on it; the command `card`."""

from __future__ import annotations

import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import card_corpus
import pytest
import sites
from card_corpus import Case, checked, lacking, margins
from conftest import ROOT, SOAK, RunCli, Write
from pypdf import PdfReader

from cuecard.core.diagnostics import Problem, Severity
from cuecard.site.cards import card_parts, typeset
from cuecard.site.cards.typeset import FittedCard, Typesetter

sys.path.append(str(ROOT / "scripts"))

import card_matrix

CASES = card_corpus.ALL if SOAK else card_corpus.sample(24)
LIGHT = {"progress_when": "", "regress_when": "", "after": ""}


def only(content: Path) -> tuple[FittedCard, Typesetter]:
    """Return the one card of a project that has one routine."""
    found = checked(content)
    assert found.typesetter
    return found.cards[0], found.typesetter


def too_full(problems: tuple[Problem, ...]) -> Problem | None:
    """Return the problem of a card that does not fit one side."""
    return next((problem for problem in problems if problem.code == "card-too-full"), None)


def made(one: FittedCard, setter: Typesetter, paper: typeset.Paper = typeset.A4, **more: Any) -> bytes:
    """Return the card as a PDF."""
    (pdf,) = setter.pdfs([one], [typeset.Kind(paper, **more)])
    return pdf


# --- every routine has a card ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_routine_has_a_card(case: Case, tmp_path: Path) -> None:
    """A card has every word of its value on both papers and no other, in 12 points or more, inside its margins."""
    found = checked(card_corpus.project(case, tmp_path / "content"))
    assert found.typesetter
    (laid,) = found.cards
    warned = too_full(found.problems)
    assert (warned is None) == (laid.fit.kind == "one")
    for paper in typeset.SHEETS:
        check_sheets(laid, made(laid, found.typesetter, paper), paper.name)


def check_sheets(laid: FittedCard, pdf: bytes, name: str) -> None:
    """Check the words, sizes and margins of a card on the paper *name*."""
    pages = card_corpus.sheets(pdf)
    fit = laid.fit
    sizes = [size for _, size in card_corpus.typed(pdf)]
    assert min(sizes) >= 6.9
    for page in card_corpus.drawn(pdf):
        left, top, right, bottom = margins(page)
        assert min(left, right) > 8
        assert min(top, bottom) > 3 if fit.kind == "pages" else 8
    if fit.kind == "pages":
        assert lacking([entry.title for entry in laid.card.entries], "".join(pages)) == []
        return
    assert len(pages) == len(fit.sides) + bool(fit.back)
    for n, part in enumerate(card_parts.parts(laid.card, fit)):
        texts = card_corpus.side(part, fit, name, n)
        assert lacking(texts, pages[n]) == []
        assert card_corpus.letters([pages[n]]) == card_corpus.letters(texts)
        assert getattr(fit.sides[n], name).size >= 12


@pytest.mark.parametrize("count", [1, 3, 5])
def test_level_is_the_same_on_all_papers(count: int, tmp_path: Path) -> None:
    """Steps and rules are the same on A4, on Letter and in the browser, though sizes differ."""
    laid, _ = only(card_corpus.project(Case(count, "typical", 2, 5), tmp_path / "content"))
    parts = list(card_parts.parts(laid.card, laid.fit))
    levels = [
        [text for text in card_corpus.side(parts[0], laid.fit, name) if text not in NEEDS]
        for name in ("both", "a4", "letter")
    ]
    steps = [entry.short_steps if laid.fit.steps == "short" else entry.steps for entry in laid.card.entries]
    for texts in levels:
        assert lacking([step for some in steps for step in some], card_corpus.bare("".join(texts))) == []


NEEDS = ("You need", "You need:")


def test_pictures_are_never_dropped(tmp_path: Path) -> None:
    """However full a card is, each exercise has its two pictures, 20 mm a person or more, and of nearly one scale."""
    for count, length in ((3, "short"), (5, "typical"), (7, "long")):
        laid, _ = only(card_corpus.project(Case(count, length, 2, 8), tmp_path / f"{count}{length}"))
        for side in laid.fit.sides:
            for sheet in (side.both, side.a4, side.letter):
                units = [drawn.unit for drawn in sheet.drawn if drawn]
                assert len(units) == side.end - side.first
                assert max(units) <= 1.36 * min(units)
                assert sheet.person >= 19.5


def test_forty_rules_take_more_sides(tmp_path: Path) -> None:
    """Where the rules alone fill a side, the card is made over several, with a warning, and no rule is dropped."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    rules = card_corpus.sentences(40, 40, "rule")
    meta = {**card_corpus.routine(case), "safety": {"stop_if": rules}}
    sites.put(content, {f"routines/{case.slug}.md": sites.text(meta)})
    found = checked(content)
    warned = too_full(found.problems)
    assert warned
    assert warned.severity is Severity.WARNING
    assert warned.excerpt.startswith("exercises:")
    assert "several pages" in warned.message
    assert found.typesetter
    whole = "".join(card_corpus.sheets(made(found.cards[0], found.typesetter)))
    assert [rule for rule in rules if card_corpus.bare(rule) not in whole] == []


@pytest.mark.parametrize(
    ("count", "kind"), [(6, {"one", "two"}), (11, {"two", "booklet"}), (16, {"booklet"})]
)
def test_many_exercises(count: int, kind: set[str], tmp_path: Path) -> None:
    """Six exercises have one side or two; more have two, or a booklet of sheets that each have all general rules."""
    laid, setter = only(card_corpus.project(Case(count, "short", 2, 2), tmp_path / "content"))
    assert laid.fit.kind in kind
    pdf = made(laid, setter)
    check_sheets(laid, pdf, "a4")
    if laid.fit.kind == "booklet":
        general = [rule.short for rule in laid.card.safety.stop if not rule.numbers]
        assert general
        for n, page in enumerate(card_corpus.sheets(pdf), start=1):
            assert lacking([f"Sheet {n} of {len(laid.fit.sides)}", *general], page) == []


def test_two_sides(tmp_path: Path) -> None:
    """With `sides: 2` the front has larger pictures and the stop rules, the back help, all steps and the boxes."""
    case = Case(5, "typical", 2, 5)
    content = card_corpus.project(case, tmp_path / "content")
    usual, setter = only(content)
    meta = {**card_corpus.routine(case), "card": {"sides": 2, "log_weeks": 8}}
    sites.put(content, {f"routines/{case.slug}.md": sites.text(meta)})
    found = checked(content)
    assert too_full(found.problems) is None
    (laid,) = found.cards
    assert laid.fit.kind == "two"
    assert laid.fit.sides[0].a4.person > usual.fit.sides[0].a4.person
    front, back = card_corpus.sheets(made(laid, setter))
    card = laid.card
    assert lacking(["Stop if", *(rule.short for rule in card.safety.stop if not rule.numbers)], front) == []
    steps = [step for entry in card.entries for step in entry.steps]
    assert [step for step in steps if card_corpus.bare(step) not in back] == []
    help = [rule.short for tier in (card.safety.urgent, card.safety.soon) for rule in tier.rules]
    assert lacking(["Side 2 of 2", "Get help today if", *help, "Week"], back) == []


def test_no_card(tmp_path: Path) -> None:
    """With `card: false` a routine has neither a card nor a link to one; others of the site have theirs."""
    files = {
        "exercises/squat.md": sites.text(sites.exercise("Squat")),
        "routines/one.md": sites.text({"title": "One", "exercises": ["squat"], "card": False}),
        "routines/two.md": sites.text({"title": "Two", "exercises": ["squat"]}),
    }
    site = sites.build(sites.put(tmp_path / "content", files), tmp_path / "site", "--no-cache")
    assert sorted(file.name for file in (site / "cards").iterdir()) == [
        "two-a4.pdf",
        "two-large-a4.pdf",
        "two-large-letter.pdf",
        "two-letter.pdf",
        "two.html",
    ]
    assert "cards/one" not in (site / "index.html").read_text("utf-8")
    assert "cards/" not in (site / "routines/one.html").read_text("utf-8")
    assert "cards/two.html" in (site / "routines/two.html").read_text("utf-8")


@pytest.mark.parametrize("pictures", [0, 2])
def test_typical_keeps_its_steps(pictures: int, tmp_path: Path) -> None:
    """A usual routine, five exercises with steps of 12 words, keeps its short steps on one side."""
    laid, _ = only(card_corpus.project(Case(5, "typical", pictures, 2), tmp_path / "content"))
    assert (laid.fit.kind, laid.fit.steps) == ("one", "short")


def test_richest_level_first(tmp_path: Path) -> None:
    """As exercises are added, less is printed of each and never more."""
    order = ["full", "short", "captions", "none"]
    for length in card_corpus.LENGTHS:
        ranks = []
        for count in (1, 3, 5):
            laid, _ = only(card_corpus.project(Case(count, length, 2, 2), tmp_path / f"{length}{count}"))
            ranks.append(order.index(laid.fit.steps) if laid.fit.kind == "one" else len(order))
        assert ranks == sorted(ranks), length


@pytest.mark.parametrize("case", card_matrix.CASES if SOAK else card_matrix.CASES[::9], ids=str)
def test_cards_come_out_as_in_the_table(case: Case) -> None:
    """Cards of many kinds have the level, the sizes and the room of tests/golden/cards.txt.

    After a change that is meant, `python scripts/card_matrix.py` writes the table again, for all to see what it costs.
    """
    [(_, fit)] = card_matrix.fits((case,))
    assert card_matrix.row(case, fit) in card_matrix.GOLDEN.read_text("utf-8").splitlines()


# --- what authors write for the card -------------------------------------------------------------------------------


SHORT = {"rule": "The knee you stand on starts to hurt.", "short": "The knee hurts."}


def test_short_forms(tmp_path: Path) -> None:
    """The card prints the short form of a rule, its large print and all pages the whole rule."""
    one = sites.exercise(
        "Squat", stop_if=[SHORT], not_if=[{"rule": "You feel quite dizzy.", "short": "Dizzy."}]
    )
    help = {"urgent": [{"rule": "You cannot stand on it.", "short": "You cannot stand."}]}
    routine = {"title": "One", "exercises": ["a"], "safety": {"get_help": help}}
    files = {"exercises/a.md": sites.text(one), "routines/one.md": sites.text(routine)}
    content = sites.put(tmp_path / "content", files)
    laid, setter = only(content)
    short, whole = (
        "".join(card_corpus.sheets(made(laid, setter, is_large=large))) for large in (False, True)
    )
    assert lacking(["Skip if", "dizzy.", "The knee hurts.", "You cannot stand."], short) == []
    assert "standon" not in short
    assert lacking(["you feel quite dizzy.", "The knee you stand on starts to hurt."], whole) == []
    site = sites.build(content, tmp_path / "site", "--no-cache")
    for page in ("exercises/a.html", "routines/one.html"):
        assert (
            "The knee you stand on starts to hurt." in (site / page).read_text("utf-8") or "routine" in page
        )
    assert "You cannot stand on it." in (site / "routines/one.html").read_text("utf-8")
    assert "The knee hurts." in (site / "cards/one.html").read_text("utf-8")


def test_who_should_not_start_is_said_once(tmp_path: Path) -> None:
    """A rule of the whole routine, before the first exercise, is not repeated at an exercise that has it too."""
    latex = {"rule": "You are allergic to latex.", "short": "Latex allergy."}
    one = sites.exercise("Squat", not_if=[latex, "Your knee locks."])
    routine = {"title": "One", "exercises": ["a"], "safety": {"not_if": [latex]}}
    files = {"exercises/a.md": sites.text(one), "routines/one.md": sites.text(routine)}
    laid, setter = only(sites.put(tmp_path / "content", files))
    printed = "".join(card_corpus.sheets(made(laid, setter)))
    assert lacking(["Do not start if", "latex allergy.", "Skip if", "your knee locks."], printed) == []
    assert card_corpus.bare(printed).count(card_corpus.bare("latex allergy")) == 1


def test_emergency_and_where_to_go(tmp_path: Path) -> None:
    """The emergency tier is on card and page, each tier with where to go; who should not start, before the rows."""
    safety = {
        "not_if": ["You are under 16.", "Your calf is swollen."],
        "get_help": {
            "emergency": ["Your chest hurts."],
            "urgent": ["It is hot."],
            "soon": ["It locks."],
            "where": {"emergency": "Call 112", "urgent": "Ring your surgery", "soon": "See a physio"},
        },
    }
    files = {
        "exercises/a.md": sites.text(sites.exercise("Squat", stop_if=[])),
        "routines/one.md": sites.text({"title": "One", "exercises": ["a"], "safety": safety}),
    }
    content = sites.put(tmp_path / "content", files)
    laid, setter = only(content)
    (whole,) = card_corpus.sheets(made(laid, setter))
    wanted = ["Do not start if", "you are under 16; your calf is swollen.", "Squat"]
    wanted += ["Emergency if", "Your chest hurts.", "Call 112."]
    wanted += ["Get help today if", "It is hot.", "Ring your surgery."]
    wanted += ["Book an appointment if", "It locks.", "See a physio."]
    assert lacking(wanted, whole) == []
    page = (sites.build(content, tmp_path / "site", "--no-cache") / "routines/one.html").read_text("utf-8")
    for text in (
        "You are under 16.",
        "Your chest hurts.",
        "Call 112.",
        "Ring your surgery.",
        "See a physio.",
    ):
        assert text in page


def test_purpose_clinic_version_and_rest_days(tmp_path: Path) -> None:
    """The main message, the clinic, the version, the rest days and what to move up to are on the card."""
    files = {
        "site.yaml": "clinic: {name: Riverside Physio, telephone: 020 7946 0000}\n",
        "exercises/a.md": sites.text(sites.exercise("Squat")),
        "routines/one.md": sites.text(
            {
                "title": "One",
                "exercises": ["a"],
                "purpose": "Makes your legs strong",
                "version": "3, May 2026",
                "schedule": {"per_week": 3},
                "progress_when": "It is easy",
                "progress_to": "two",
            }
        ),
        "routines/two.md": sites.text({"title": "The second", "exercises": ["a"], "summary": "For later"}),
    }
    found = checked(sites.put(tmp_path / "content", files))
    assert found.typesetter
    one, two = (
        card_corpus.sheets(made(laid, found.typesetter))[0]
        for laid in sorted(found.cards, key=lambda laid: laid.slug)
    )
    wanted = [
        "3 days a week",
        "Rest on the other 4 days.",
        "Makes your legs strong.",
        "Move up when",
        "it is easy.",
    ]
    wanted += ["Move up to: The second.", "Riverside Physio, 020 7946 0000", "Version: 3, May 2026."]
    assert lacking(wanted, one) == []
    assert card_corpus.bare("For later.") in two


# --- what is on it ---------------------------------------------------------------------------------------------


def test_log_for_weeks_and_sides(tmp_path: Path) -> None:
    """The grid has its weeks, a box for each day of the schedule, and left and right where a dose has sides."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    laid, setter = only(content)
    log = laid.card.log
    assert log
    assert (log.weeks, log.days, log.sides) == (4, 3, ("L", "R"))
    whole = card_corpus.sheets(made(laid, setter))[0]
    assert lacking([f"Week {n} L R L R L R" for n in range(1, 5)], whole) == []

    plain = {**card_corpus.exercise(case, 1), "dose": {"sets": 3, "reps": 8}}
    meta = {**card_corpus.routine(case), "exercises": ["move-1"], "schedule": {}, "card": {"log_weeks": 2}}
    sites.put(
        content,
        {"exercises/move-1.md": sites.text(plain), f"routines/{case.slug}.md": sites.text(meta)},
    )
    laid, setter = only(content)
    log = laid.card.log
    assert log
    assert (log.weeks, log.days, log.sides) == (2, 7, ("",))
    whole = card_corpus.sheets(made(laid, setter))[0]
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
        whole = card_corpus.sheets(made(laid, setter))[0]
        assert ("ForFrom" in whole) is wanted
        assert "Week" not in whole


def test_review_and_addresses(tmp_path: Path) -> None:
    """The foot says who checked the card and when, and the addresses of the codes, in small print."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    meta = {**card_corpus.routine(case), "reviewed": {"by": "A. Physio", "on": "2026-11-01"}}
    meta["video"] = "https://vimeo.com/694769509"
    sites.put(content, {f"routines/{case.slug}.md": sites.text(meta)})
    laid, setter = only(content)
    whole = card_corpus.sheets(made(laid, setter, typeset.LETTER))[0]
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
    whole = card_corpus.sheets(made(laid, setter))[0]
    assert lacking(["One", "1", "Squat", "Sit back.", "Stand up.", "No clinician"], whole) == []
    labels = [
        "Before",
        "After",
        "Move up",
        "Step back",
        "Stop if",
        "Skip if",
        "Get help",
        "Book",
        "Week",
        "For",
        "Emergency",
    ]
    assert [label for label in labels if card_corpus.bare(label) in whole] == []


def test_rules_name_their_exercises_by_number(tmp_path: Path) -> None:
    """A stop rule that several exercises share is printed once, with the number of each; when to skip one, at that
    one.

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
    skip = {"a": ["your knee is swollen;", "a shallow squat hurts."], "b": ["your knee is swollen."]}
    for names, stop in (
        ("ab", {tears: (1, 2)}),
        ("cab", {"You cramp.": (1,), tears: (2, 3)}),
        ("bca", {tears: (1, 3), "You cramp.": (2,)}),
        ("cc", {"You cramp.": (1, 2)}),
    ):
        files["routines/one.md"] = sites.text({"title": "One", "exercises": list(names)})
        laid, setter = only(sites.put(tmp_path / "content", files))
        assert {rule.whole: rule.numbers for rule in laid.card.safety.stop} == {
            rule[:1].upper() + rule[1:]: numbers for rule, numbers in stop.items()
        }
        for entry, name in zip(laid.card.entries, names, strict=True):
            assert [rule.short for rule in entry.skip] == skip.get(name, skip["b"])
        whole = card_corpus.sheets(made(laid, setter, typeset.LETTER))[0]
        wanted = ["".join(map(str, numbers)) + rule for rule, numbers in stop.items()]
        assert lacking(["Stop if", *wanted], whole) == []


def test_a_rule_of_all_is_not_reported_again_of_one(tmp_path: Path) -> None:
    """What the routine says of all its exercises is on its card once, even if one says it too."""
    one = sites.exercise("Squat", stop_if=["If you feel dizzy", "The band tears."])
    routine = {"title": "One", "exercises": ["a"], "safety": {"stop_if": ["You feel dizzy."]}}
    files = {"exercises/a.md": sites.text(one), "routines/one.md": sites.text(routine)}
    laid, _ = only(sites.put(tmp_path / "content", files))
    rules = [(rule.whole, rule.numbers) for rule in laid.card.safety.stop]
    assert rules == [("You feel dizzy.", ()), ("The band tears.", (1,))]


def test_routine_page_names_exercises(tmp_path: Path) -> None:
    """The routine's page, whose exercises have no large numbers, names those of a stop rule, each once."""
    files = {
        f"exercises/{name}.md": sites.text(sites.exercise(title, stop_if=["The band tears."]))
        for name, title in (("a", "Squat"), ("b", "Lunge"))
    }
    files["routines/one.md"] = sites.text({"title": "One", "exercises": ["a", "b", "a"]})
    site = sites.build(sites.put(tmp_path / "content", files), tmp_path / "site", "--no-cache")
    assert "Squat, Lunge: the band tears." in (site / "routines/one.html").read_text("utf-8")


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
    outcome = run_cli("check")
    assert outcome.code == 1
    assert "squat.md" in outcome.err
    assert '"exercises/squat.png" cannot be read as a picture' in outcome.err


# --- one card from the command line ----------------------------------------------------------------------------------


def test_card_command(project: Path, run_cli: RunCli) -> None:
    """`card` makes the PDF of the site's paper in the current folder, and says how it was laid out."""
    outcome = run_cli("card", "strong-legs")
    assert outcome.code == 0
    assert re.fullmatch(r"strong-legs-a4\.pdf: full steps, 1\d pt(, person \d+ mm)?\n", outcome.out)
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
    outcome = run_cli("card", "strong-legs", "--large", "--paper", "letter")
    assert outcome.out == "strong-legs-large-letter.pdf: large print\n"
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
    outcome = run_cli("card", "strong-leg")
    assert (outcome.code, outcome.out) == (2, "")
    assert 'there is no routine "strong-leg"; did you mean "strong-legs"?' in outcome.err


def test_no_routines(project: Path, run_cli: RunCli) -> None:
    """Without any routine the command says that there is none of this name."""
    (project / "content/routines/strong-legs.md").unlink()
    (project / "content/guides/start-here.md").unlink()
    squat = project / "content/exercises/squat.md"
    squat.write_text(squat.read_text("utf-8").split("\n## How low")[0], "utf-8")
    outcome = run_cli("card", "strong-legs")
    assert outcome.code == 2
    assert "no routine" in outcome.err


def test_content_with_problems(project: Path, run_cli: RunCli, write: Write) -> None:
    """With an error in the content no card is made, and the problems are reported."""
    write("content/exercises/squat.md", "---\ntitle: Squat\n---\n")
    outcome = run_cli("card", "strong-legs")
    assert (outcome.code, outcome.out) == (1, "")
    assert "no card was made" in outcome.err
    assert not list(project.glob("*.pdf"))


def test_unwritable_out(project: Path, run_cli: RunCli) -> None:
    """Where the file cannot be written, the command says why and fails."""
    outcome = run_cli("card", "strong-legs", "--out", "nowhere/card.pdf")
    assert outcome.code == 2
    assert "nowhere/card.pdf cannot be written: No such file or directory" in outcome.err


def test_several_cards_in_one_file(tmp_path: Path, run_cli: RunCli) -> None:
    """`card A B` and `card --all` make one PDF, each card from a page of its own, with bookmarks of their titles."""
    files = {"exercises/squat.md": sites.text(sites.exercise("Squat"))}
    for name in ("one", "two", "three"):
        files[f"routines/{name}.md"] = sites.text({"title": f"Card {name}", "exercises": ["squat"]})
    sites.put(tmp_path / "content", files)
    assert run_cli("card", "two", "one", "--out", "some.pdf").out == "some.pdf: 2 cards\n"
    pages = card_corpus.sheets((tmp_path / "some.pdf").read_bytes())
    assert [page[:7] for page in pages] == ["Cardtwo", "Cardone"]
    outcome = run_cli("card", "--all")
    assert outcome.out == "cards-a4.pdf: 3 cards\n"
    assert len(card_corpus.sheets((tmp_path / "cards-a4.pdf").read_bytes())) == 3
    for wrong in ((), ("one", "--all")):
        assert run_cli("card", *wrong).code == 2


@pytest.mark.parametrize("number", [4, 6])
def test_cards_to_cut_out(number: int, tmp_path: Path, run_cli: RunCli) -> None:
    """`--cut-out` makes a small card for each exercise, so many to a sheet, each with its dose and when to stop."""
    case = Case(number + 1, "short", 2, 2)
    card_corpus.project(case, tmp_path / "content")
    assert run_cli("card", case.slug, "--cut-out", str(number), "--out", "cut.pdf").code == 0
    laid, _ = only(tmp_path / "content")
    pages = card_corpus.sheets((tmp_path / "cut.pdf").read_bytes())
    assert len(pages) == 2
    whole = "".join(pages)
    for entry in laid.card.entries:
        assert lacking([entry.title, *(dose.sentence for dose in entry.doses), "Stop if"], whole) == []
    assert whole.count("Stopif") == number + 1


def test_cards_of_a_group(tmp_path: Path) -> None:
    """Cut out, each exercise of a group says how the group is done; in large print a bracket is in the margin beside
    it.
    """
    laid, setter = only(Path(shutil.copytree(ROOT / "tests/programmes/circuit", tmp_path / "content")))
    leads = [lead.title for entry in laid.card.entries for lead in entry.leads]
    assert leads
    cut = "".join(card_corpus.sheets(made(laid, setter, cut=6)))
    assert [cut.count(card_corpus.bare(lead)) for lead in leads] == [3] * len(leads)
    (page, *_) = card_corpus.drawn(made(laid, setter, is_large=True))
    edge = page.crop((round(9.5 / 25.4 * 60), 0, round(10.5 / 25.4 * 60), page.height))
    dark = edge.point(lambda grey: 255 if grey < 140 else 0)
    inked = sum(dark.crop((0, y, dark.width, y + 1)).getbbox() is not None for y in range(dark.height))
    assert inked > page.height / 4


def test_hand_outs(tmp_path: Path, run_cli: RunCli) -> None:
    """`--cut-out 1` makes a sheet for each exercise, with its steps, the rules for all and for it, and no others."""
    case = Case(3, "short", 2, 4)
    card_corpus.project(case, tmp_path / "content")
    assert run_cli("card", case.slug, "--cut-out", "1", "--out", "sheets.pdf").code == 0
    laid, _ = only(tmp_path / "content")
    pages = card_corpus.sheets((tmp_path / "sheets.pdf").read_bytes())
    assert len(pages) == 3
    for n, page in enumerate(pages):
        for entry in laid.card.entries:
            assert (card_corpus.bare(entry.title) in page) == (entry.number == n + 1)
        for rule in laid.card.safety.stop:
            assert (card_corpus.bare(rule.short) in page) == (not rule.numbers or n + 1 in rule.numbers)
        assert lacking(laid.card.entries[n].steps, page) == []


def test_a_card_that_is_beyond_hope_is_not_tried(project: Path, run_cli: RunCli, write: Write) -> None:
    """A thousand exercises on one card are refused at once, without trying layouts, and with a way out that works."""
    entries = "".join(["squat, "] * 1000)
    text = f"---\ntitle: Strong legs\nexercises: [{entries}]\n---\n"
    write("content/routines/strong-legs.md", text)
    started = time.process_time()
    outcome = run_cli("check")
    assert "error[card-too-full]: no card can be made of 1000 exercises with these texts" in outcome.err
    assert "card: false" in outcome.err
    assert time.process_time() - started < 2
    write("content/routines/strong-legs.md", text.replace("exercises:", "card: false\nexercises:"))
    assert run_cli("check").code == 0


def test_build_reports_how_cards_fit(project: Path, run_cli: RunCli) -> None:
    """The report of a build says for each card how much it has, in which size, and how large its pictures are."""
    outcome = run_cli("build")
    assert re.search(r"card strong-legs: full steps, 1\d pt(, person \d+ mm)?\n", outcome.out)


def page_size(file: Path) -> tuple[int, int]:
    """Millimetres."""
    box = PdfReader(file).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 12"><rect width="30" height="12" fill="#00aa66"/></svg>'


def with_logo(case: Case, folder: Path, logo: str = "pictures/logo.svg") -> Path:
    """Return a project whose clinic has a logo."""
    content = card_corpus.project(case, folder)
    (content / "pictures").mkdir(exist_ok=True)
    (content / "pictures/logo.svg").write_text(LOGO)
    with (content / "site.yaml").open("a") as site:
        site.write(f"clinic: {{name: Riverside Physio, logo: {logo}}}\n")
    return content


def of_the_logo(pdf: bytes) -> int:
    """Return how many points of the first page, 72 to the inch, are as grey as the logo."""
    return card_corpus.drawn(pdf, 72)[0].histogram()[111]


def test_the_logo_of_the_clinic(tmp_path: Path) -> None:
    """The logo stands on a card with height left for it, and costs a full card nothing: there the name stands alone."""
    room, setter = only(with_logo(Case(2, "short", 0, 2), tmp_path / "room"))
    full, _ = only(with_logo(Case(6, "typical", 0, 5), tmp_path / "full"))
    assert room.fit.extras == 4
    assert of_the_logo(made(room, setter)) == pytest.approx(30 * 12 * (72 / 25.4) ** 2, rel=0.2)
    assert full.fit.extras == 3
    assert of_the_logo(made(full, setter)) < 500
    assert "RiversidePhysio" in card_corpus.sheets(made(full, setter))[0]


def test_a_logo_that_is_not_there(tmp_path: Path, run_cli: RunCli) -> None:
    """A logo that is no file of the content folder is an error at its key in site.yaml, with the nearest one."""
    content = with_logo(Case(1, "short", 0, 2), tmp_path / "content", "pictures/lgo.svg")
    outcome = run_cli("check", "--content", str(content))
    assert outcome.code == 1
    line = next(
        n for n, text in enumerate((content / "site.yaml").read_text().splitlines(), 1) if "logo" in text
    )
    assert f"site.yaml:{line}:" in outcome.out + outcome.err
    assert "pictures/logo.svg" in outcome.out + outcome.err


def test_the_logo_in_the_browser(tmp_path: Path) -> None:
    """The browser's card shows the logo as a published file, with the name beside it as its text."""
    content = with_logo(Case(2, "short", 2, 2), tmp_path / "content")
    site = sites.build(content, tmp_path / "site", "--no-cache")
    (page,) = (site / "cards").glob("*.html")
    found = re.search(
        r'<div class="card-logo"><span class="taken"><img src="([^"]+)" alt=""', page.read_text()
    )
    assert found
    assert (page.parent / found[1]).read_text() == LOGO
