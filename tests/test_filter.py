"""The search and the filters of the home page, in a browser and opened from a disk."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sites
from conftest import ROOT
from playwright.sync_api import Browser, CDPSession, Page

NAMES = ("muscle", "equipment", "level", "position")


@pytest.fixture(scope="module")
def one_page(browser: Browser) -> Iterator[Page]:
    """Provide one page for all tests here, to save the time of opening."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def home(one_page: Page, built_site: Path) -> Page:
    """Return the home page of the shipped site, opened from a disk, with nothing chosen."""
    one_page.goto("about:blank")
    one_page.goto((built_site / "index.html").as_uri())
    return one_page


def titles(page: Page) -> list[str]:
    """Return the exercises that are shown, in their order."""
    found = page.evaluate(
        "[...document.querySelectorAll('.found-list .rows > li:not([hidden]) .row-title')].map(e => e.textContent)"
    )
    assert isinstance(found, list)
    return found


def search(page: Page, words: str) -> list[str]:
    """Return what is shown when *words* are typed into the search field."""
    page.locator("#q").fill(words)
    return titles(page)


def choose(page: Page, name: str, value: str) -> list[str]:
    """Return what is shown when a choice is made."""
    page.locator(f"#{name}").select_option(value)
    return titles(page)


def query(page: Page) -> dict[str, list[str]]:
    """Return what the address says."""
    return parse_qs(urlsplit(page.url).query)


def facts(page: Page) -> dict[str, dict[str, list[str]]]:
    """Return what each row of the list is marked with, by title."""
    found: dict[str, Any] = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.found-list .rows > li')].map(row =>
        [row.querySelector('.row-title').textContent, Object.fromEntries(Object.entries(row.dataset)
        .map(([name, value]) => [name, value.split(' ')]))]))"""
    )
    return found


# --- searching --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "some", "not_these"),
    [
        ("bum", {"Banded squat", "Glute bridge", "Clamshell"}, {"Dead bug"}),
        ("quads", {"Banded squat", "Forward lunge", "Step-up"}, {"Clamshell", "Dead bug", "Glute bridge"}),
        ("quad", {"Banded squat"}, set()),
        ("glute med", {"Clamshell", "Banded squat"}, {"Dead bug"}),
        ("gluteus medius", {"Clamshell"}, {"Dead bug"}),
        ("core", {"Core set", "Dead bug"}, set()),
        ("mini-band squat", {"Banded squat"}, {"Clamshell"}),
        ("mini band squat", {"Banded squat"}, {"Clamshell"}),
        ("squat", {"Banded squat", "Bodyweight squat", "Chair squat"}, {"Dead bug"}),
        ("abductors", {"Clamshell", "Banded squat"}, {"Dead bug"}),
        ("adductors", {"Lateral lunge"}, {"Dead bug"}),
        ("hamstrings", {"Single-leg bridge"}, {"Clamshell"}),
        ("loop band", {"Banded squat"}, {"Dead bug"}),
        ("beginner", {"Banded squat"}, {"Forward lunge"}),
        ("side-lying", {"Clamshell"}, {"Banded squat"}),
        ("lunge reverse", {"Reverse lunge"}, {"Dead bug"}),
        ("lunges", {"Reverse lunge", "Forward lunge"}, {"Dead bug"}),
        ("step ups", {"Step-up"}, {"Dead bug"}),
        ("stepup", {"Step-up"}, {"Dead bug"}),
        ("clam shells", {"Clamshell"}, {"Dead bug"}),
        ("squatting", {"Bodyweight squat"}, {"Dead bug"}),
        ("stretches", {"Calf stretch"}, {"Dead bug"}),
        ("sqaut", {"Bodyweight squat", "Banded squat"}, {"Dead bug"}),
        ("calf rasie", {"Calf raise"}, {"Dead bug"}),
        ("hamstrng", {"Single-leg bridge"}, {"Clamshell"}),
    ],
)
def test_search(home: Page, words: str, some: set[str], not_these: set[str]) -> None:
    """Names, other names, and everyday and anatomical words for muscles and things find the right pages."""
    found = set(search(home, words))
    assert some - found == set()
    assert not_these & found == set()


OF_MANY_SCRIPTS = ["Übung für Füße", "İnönü yürüyüşü", "Łydka", "ﬁgure four", "ＦＵＬＬ", "تمرين الرُّكبة", "תַּרְגִּיל",
                   "热身运动",
                   "बैठना", "बाठ ठाकुर", "ยืดกล้ามเนื้อ", "스쿼트 운동", "Sit‑ups", "Ασκήσεις", "ΙΣΧΙΟΣ"]  # fmt: skip


@pytest.fixture(scope="module")
def home_of_many_scripts(one_page: Page, built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Open the home page with other titles."""
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copytree(built_site / "assets", folder / "assets")
    left = iter(OF_MANY_SCRIPTS)
    before, mark, html = (built_site / "index.html").read_text("utf-8").partition("found-list")
    other = re.sub(
        r'(class="row-title"[^>]*>)[^<]+', lambda match: match[1] + next(left, "Plain title"), html
    )
    (folder / "index.html").write_text(before + mark + other, "utf-8")
    one_page.goto((folder / "index.html").as_uri())
    return one_page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ubung fusse", "Übung für Füße"),
        ("inonu", "İnönü yürüyüşü"),
        ("lydka", "Łydka"),
        ("figure", "ﬁgure four"),
        ("full", "ＦＵＬＬ"),
        ("الركبة", "تمرين الرُّكبة"),
        ("תרגיל", "תַּרְגִּיל"),
        ("运动", "热身运动"),
        ("बैठना", "बैठना"),
        ("बाठ", "बाठ ठाकुर"),
        ("กล้าม", "ยืดกล้ามเนื้อ"),
        ("스쿼트", "스쿼트 운동"),
        ("sit-up", "Sit‑ups"),
        ("ας", "Ασκήσεις"),
        ("ισχιοσ", "ΙΣΧΙΟΣ"),
    ],
)
def test_search_in_any_script(home_of_many_scripts: Page, words: str, found: str) -> None:
    """Accents, points and forms of letters make no difference, and words are found where no space is between them."""
    assert search(home_of_many_scripts, words)[:1] == [found]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("mini-band squat", "Banded squat"),
        ("resistance band squat", "Banded squat"),
        ("step", "Step-up"),
        ("dead bug", "Dead bug"),
        ("reverse lunge", "Reverse lunge"),
        ("clam", "Clamshell"),
        ("warm", "Pre-run warm-up"),
        ("squats", "Banded squat"),
        ("raises calf", "Bent-knee calf raise"),
    ],
)
def test_the_name_comes_first(home: Page, words: str, first: str) -> None:
    """An exercise whose name or other name begins with what is searched for is first."""
    assert search(home, words)[0] == first


@pytest.mark.parametrize("words", ["core", "bridge", "squat"])
def test_names_are_before_muscles(home: Page, words: str) -> None:
    """Exercises with the word in their title are before those that only work a muscle of that name."""
    found = [words in title.lower() for title in search(home, words)]
    assert found == sorted(found, reverse=True)


def test_main_muscles_come_first(home: Page) -> None:
    """Exercises that work a muscle most are before those that only also work it."""
    found = search(home, "bum")
    mains = home.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.found-list .rows > li')].map(row =>
        [row.querySelector('.row-title').textContent, row.dataset.muscle.split(' ').slice(0, row.dataset.main)]))"""
    )
    works_most = ["gluteus-maximus" in mains[title] or "glutes" in mains[title] for title in found]
    assert True in works_most
    assert False in works_most
    assert works_most == sorted(works_most, reverse=True)


def test_abductors_are_not_adductors(home: Page) -> None:
    """The outer hip and the inner thigh are never taken for one another."""
    marked = facts(home)
    for words, muscle in (("hip abductors", "hip-abductors"), ("hip adductors", "hip-adductors")):
        found = search(home, words)
        assert found
        assert all(muscle in marked[title]["muscle"] for title in found), words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SQUAT", "squat"),
        ("  squat  ", "squat"),
        ("Glute-Med", "glute med"),
        ("squât", "squat"),
        ("step up", "step-up"),
        ("mini-band", "mini band"),
        ("lunge,  reverse!", "lunge reverse"),
    ],
)
def test_form_does_not_matter(home: Page, one: str, other: str) -> None:
    """Capitals, accents, hyphens, marks and spaces make no difference."""
    found = search(home, one)
    assert found
    assert found == search(home, other)


def test_each_letter_narrows(home: Page) -> None:
    """The list follows each letter, and a word is found by its beginning."""
    home.locator("#q").focus()
    before = len(titles(home))
    for letter in "clamshell":
        home.keyboard.type(letter)
        now = len(titles(home))
        assert now <= before
        before = now
    assert titles(home) == ["Clamshell"]


@pytest.mark.parametrize("words", ["kettlebell", "xyzzy", "squat xyzzy", "(.*", "\\", "<xyzzy>"])
def test_nothing_found(home: Page, words: str) -> None:
    """Where nothing fits, or what is typed is odd, a sentence says so, and one click shows all again."""
    found = search(home, words)
    if words in {"(.*", "\\"}:  # marks alone are no words, and ask for nothing
        assert len(found) == len(facts(home))
        return
    assert found == []
    assert home.locator("#none-found").is_visible()
    assert home.locator("#count").inner_text().startswith("0 of ")
    home.locator("#clear").click()
    home.wait_for_function("() => document.querySelector('#none-found').hidden")
    assert len(titles(home)) == len(facts(home))


def test_search_in_a_long_list_of_a_muscle(one_page: Page, hard: Path) -> None:
    """On the page of a muscle with many exercises words narrow the list; letters without any go, and come back."""
    one_page.goto((hard / "muscles/quads.html").as_uri())
    headings, total = one_page.locator(".found-list h3"), one_page.locator(".found-list .rows > li").count()
    assert total > 40
    one_page.locator("#q").fill("b move")
    found = titles(one_page)
    assert found
    assert all(title.startswith("B move") for title in found)
    assert [heading.is_visible() for heading in headings.all()].count(True) == 1
    assert one_page.locator("#count").inner_text() == f"{len(found)} of {total} exercises"
    assert query(one_page) == {"q": ["b move"]}
    one_page.locator("#q").fill("xyzzy")
    assert one_page.locator("#none-found").is_visible()
    one_page.locator("#clear").click()
    one_page.wait_for_function("() => document.querySelector('#none-found').hidden")
    assert len(titles(one_page)) == total
    assert all(heading.is_visible() for heading in headings.all())


# --- choosing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_choice(home: Page, name: str) -> None:
    """Each choice of each field shows exactly the exercises that are marked with it, and never none."""
    marked = facts(home)
    values = home.locator(f"#{name} option").evaluate_all("all => all.map(one => one.value)")
    assert values[0] == ""
    assert len(values) > 2
    for value in values[1:]:
        found = choose(home, name, value)
        assert found, value
        assert set(found) == {title for title, data in marked.items() if value in data[name]}, value
        assert query(home) == {name: [value]}
    assert len(choose(home, name, "")) == len(marked)
    assert query(home) == {}


def test_all_together(home: Page) -> None:
    """Search and choices narrow together, and the count says how many are left of how many."""
    total = len(facts(home))
    search(home, "squat")
    choose(home, "equipment", "loop-band")
    choose(home, "level", "beginner")
    assert choose(home, "position", "standing") == ["Banded squat"]
    assert choose(home, "muscle", "quads") == ["Banded squat"]
    assert home.locator("#count").inner_text() == f"1 of {total} exercises"
    assert choose(home, "level", "advanced") == []


def test_nothing_needed(home: Page) -> None:
    """Exercises without equipment can be chosen."""
    found = choose(home, "equipment", "none")
    assert "Dead bug" in found or "Forward lunge" in found
    assert "Banded squat" not in found


def test_choices_are_reported_to_all(home: Page) -> None:
    """The count is a status that screen readers announce, and every field has a visible label."""
    assert home.locator("#count").get_attribute("role") == "status"
    for name in ("q", *NAMES):
        assert home.locator(f"label[for={name}]").is_visible()


# --- the address ------------------------------------------------------------------------------------------------


def test_the_address_keeps_the_state(home: Page) -> None:
    """What is chosen is in the address, and opening that address shows the same list."""
    search(home, "knee & hip")
    search(home, "squat")
    found = choose(home, "muscle", "glutes")
    assert query(home) == {"q": ["squat"], "muscle": ["glutes"]}
    address = home.url
    home.goto("about:blank")
    home.goto(address)
    assert titles(home) == found
    assert home.locator("#q").input_value() == "squat"
    assert home.locator("#muscle").input_value() == "glutes"


def test_odd_addresses(home: Page) -> None:
    """Characters in the search survive the address; a choice that is not there is no choice."""
    total = len(facts(home))
    search(home, "50% of a+b & c#d")
    address = home.url
    home.goto("about:blank")
    home.goto(address)
    assert home.locator("#q").input_value() == "50% of a+b & c#d"
    home.goto(address.partition("?")[0] + "?muscle=tail&level=&colour=red")
    assert len(titles(home)) == total
    assert home.locator("#muscle").input_value() == ""


def test_the_part_of_the_page_stays(home: Page) -> None:
    """A fragment in the address survives searching."""
    home.goto(home.url + "#exercises")
    search(home, "squat")
    assert home.url.endswith("?q=squat#exercises")


def test_back_and_forward(home: Page) -> None:
    """From an exercise, Back leads to the list as it was left; typing leaves no trail of half words."""
    length = home.evaluate("history.length")
    home.locator("#q").focus()
    home.keyboard.type("squat", delay=5)
    found = choose(home, "level", "beginner")
    assert home.evaluate("history.length") == length
    home.get_by_role("link", name=found[0], exact=True).click()
    home.wait_for_selector("body.exercise")
    home.go_back()
    home.wait_for_selector("body.home")
    home.wait_for_function("() => document.documentElement.classList.contains('can-filter')")
    assert titles(home) == found
    assert home.locator("#q").input_value() == "squat"
    assert home.locator("#level").input_value() == "beginner"
    home.go_forward()
    home.wait_for_selector("body.exercise")


def test_reset(home: Page) -> None:
    """One button, there only when something is narrowed, empties all fields and the address."""
    order = titles(home)
    assert home.locator("#clear").is_hidden()
    search(home, "squat")
    choose(home, "level", "beginner")
    home.locator("#clear").click()
    home.wait_for_function("() => document.querySelector('#clear').hidden")
    assert titles(home) == order
    assert query(home) == {}
    assert home.evaluate("document.activeElement.id") == "q"


def test_enter_keeps_the_page(home: Page) -> None:
    """Enter in the search field does not load the page again: the form's own sending is refused."""
    search(home, "squat")
    home.evaluate(
        "void (window.sent = new Promise(done => addEventListener('submit', event => done(event.defaultPrevented))))"
    )
    home.keyboard.press("Enter")
    assert home.evaluate("window.sent") is True
    assert titles(home)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_figure_is_beside_the_name_of_its_exercise(browser: Browser, built_site: Path, width: int) -> None:
    """In a list a small figure is to the left of the name, on screens of every width, before and after a search."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((built_site / "index.html").as_uri())
    for words in ("", "squat"):
        page.locator("#q").fill(words)
        row = page.locator(".found-list .with-still").first
        figure, name = row.locator(".still").bounding_box(), row.locator(".row-title").bounding_box()
        assert figure is not None
        assert name is not None
        assert figure["x"] + figure["width"] <= name["x"]
    page.close()


def test_hidden_rows_are_out_of_reach(home: Page) -> None:
    """What is filtered out is neither seen nor focused nor read by screen readers."""
    search(home, "clamshell")
    rows = home.locator(".found-list .rows > li")
    assert [row.is_visible() for row in rows.all()].count(True) == 1


def test_the_count_is_announced_as_text_of_one_status(home: Page) -> None:
    """Each change of the list changes the text of the same status element, which screen readers listen to."""
    home.evaluate(
        """window.told = [];
        new MutationObserver(() => told.push(document.querySelector("#count").textContent))
        .observe(document.querySelector("#count"), {childList: true, characterData: true, subtree: true})"""
    )
    total = len(facts(home))
    found = search(home, "squat")
    home.wait_for_function("() => told.length === 1")
    home.locator("#clear").click()
    home.wait_for_function("() => told.length === 2")
    assert home.evaluate("told") == [f"{len(found)} of {total} exercises", f"{total} exercises"]


def test_focus_stays_on_a_row_that_stays(home: Page) -> None:
    """Where Back changes the list while a row's link has the focus, the link keeps it if its row is still there."""
    address = home.url
    search(home, "clamshell")
    home.evaluate("history.pushState(null, '', '#exercises')")
    home.evaluate("address => history.replaceState(null, '', address + '#exercises')", address)
    home.locator(".found-list .row-title").focus()
    home.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    assert len(titles(home)) > 1
    assert home.evaluate("document.activeElement.textContent") == "Clamshell"
    home.evaluate("address => history.replaceState(null, '', address + '?q=squat')", address)
    home.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    assert "Clamshell" not in titles(home)
    assert home.evaluate("document.activeElement.tagName") == "BODY"


def test_without_script_all_rows_are_there(browser: Browser, built_site: Path) -> None:
    """Where no script runs, every exercise is listed, whatever the address asks for, and no empty form is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_site / "index.html").as_uri() + "?q=clamshell")
    rows = page.locator(".found-list .rows > li")
    assert rows.count() == len(list((ROOT / "content/exercises").glob("*.md")))
    assert all(row.is_visible() for row in rows.all())
    assert page.locator("#filter").is_hidden()
    context.close()


# --- a thousand exercises ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of 1,000 small exercises."""
    folder = tmp_path_factory.mktemp("thousand")
    kinds = ["squat", "lunge", "bridge", "hold", "march", "raise", "press", "row"]
    muscles = ["quads", "glutes", "hamstrings", "calves", "hip abductors", "core"]
    files: dict[str, str | bytes] = {"site.yaml": "title: A thousand\n"}
    for n in range(1000):
        title = f"{['Slow', 'Banded', 'Deep', 'Single-leg'][n % 4]} {kinds[n % 8]} {n}"
        files[f"exercises/e{n:04}.md"] = sites.text(
            sites.exercise(
                title,
                summary=f"Exercise number {n}, which strengthens what there is to strengthen in everyday life.",
                muscles={"primary": [muscles[n % 6]], "secondary": [muscles[(n + 1) % 6]]},
                equipment=[["loop band"], ["chair"], []][n % 3],
                level=["beginner", "intermediate", "advanced"][n % 3],
                position=["standing", "supine"][n % 2],
            )
        )
    return sites.build(sites.put(folder / "content", files), folder / "site")


def first_rows(site: Path, number: int) -> Path:
    """Return the home page of *site* with its first *number* rows, without drawings: a page beside it."""
    text = (site / "index.html").read_text(encoding="utf-8")
    before, start, rest = text.partition('<div class="found-list">')
    rows = re.findall(r"<li .*?</li>\n", rest, re.DOTALL)
    behind = rest[rest.rindex("</li>\n") + len("</li>\n") :]
    many = [rows[n % len(rows)].replace("</a>", f" {n}</a>", 1) for n in range(number)]
    bare = re.sub(r"<svg.*?</svg>", "", '<ul class="rows">' + "".join(many), flags=re.DOTALL)
    page = site / f"rows-{number}.html"
    page.write_text(before + start + bare + behind, encoding="utf-8")
    return page


TYPE = """texts => {
  const field = document.getElementById("q");
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    document.body.offsetHeight;
  }
}"""


def test_a_letter_changes_the_list_in_two_steps(thousand: Path, one_page: Page) -> None:
    """However many rows a letter moves, the list is emptied and filled, and no row is touched."""
    one_page.goto((thousand / "index.html").as_uri())
    one_page.evaluate(
        """window.changes = [];
        new MutationObserver(found => changes.push(...found.map(one => [one.type, one.target.className])))
        .observe(document.querySelector(".found-list .rows"), {attributes: true, childList: true, subtree: true})"""
    )
    for words in ("s", "squat 1", "banded", "16", ""):
        one_page.evaluate("changes.length = 0")
        one_page.evaluate(TYPE, [words])
        assert one_page.evaluate("changes") == [["childList", "rows"]] * 2, words
    one_page.evaluate("changes.length = 0")
    one_page.evaluate(TYPE, [" ", ""])
    assert one_page.evaluate("changes") == [], "nothing is moved where the list stays as it was"


def test_each_exercise_is_ranked_once_for_a_search(thousand: Path, one_page: Page) -> None:
    """Texts are looked through a few times for each exercise and search, and not for each pair that is sorted."""
    one_page.goto((thousand / "index.html").as_uri())
    looked = one_page.evaluate(
        """() => {
          const indexOf = String.prototype.indexOf;
          let number = 0;
          String.prototype.indexOf = function (...words) { number += 1; return indexOf.apply(this, words); };
          (TYPE)(["s"]);
          String.prototype.indexOf = indexOf;
          return number;
        }""".replace("TYPE", TYPE)
    )
    assert 1000 <= looked <= 1000 * (1 + 1 + 9), "one look to know the word, one to find, and nine to rank"


def test_work_grows_with_the_list_and_not_with_its_square(thousand: Path, browser: Browser) -> None:
    """With four times the rows a search takes about four times the processor's time: far from sixteen."""
    spent = {}
    for number in (1000, 4000):
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(first_rows(thousand, number).as_uri())
        assert len(titles(page)) == number
        measuring = page.context.new_cdp_session(page)
        measuring.send("Performance.enable", {"timeDomain": "threadTicks"})  # as others may use the processor

        def used(measuring: CDPSession = measuring) -> float:
            metrics = measuring.send("Performance.getMetrics")["metrics"]
            return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

        times = []
        for _ in range(3):
            before = used()
            page.evaluate(TYPE, ["s", "squat", "slow squat", "16", "b", ""])
            times.append(used() - before)
        spent[number] = min(times)
        page.close()
    assert spent[4000] < 9 * spent[1000]


def test_a_thousand_weigh_little(thousand: Path) -> None:
    """The home page of 1,000 exercises has less than 1 MB, and packed, as hosts send it, less than 100 kB."""
    data = (thousand / "index.html").read_bytes()
    assert len(data) < 1_000_000
    assert len(gzip.compress(data, 6)) < 100_000
