"""Our own words in other languages: which table a site gets, plural rules, doses as labels, marks around English."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import documents
import pytest
import sites
import word_vectors
import yaml
from conftest import ROOT, RunCli
from msgspec.structs import replace
from playwright.sync_api import Browser
from test_labels import GREEK, in_letters_of_cards, latin_in

from cuecard.core.language_marks import as_html, as_isolates, ours, theirs, without_marks
from cuecard.core.letter_case import lower, with_capital
from cuecard.core.text_direction import is_right_to_left, script_of
from cuecard.dose import Dose, sentence, values
from cuecard.languages import plurals, tables
from cuecard.site.choose_labels import labels_for
from cuecard.site.english import sentence as with_full_stop
from cuecard.site.labels import ENGLISH
from cuecard.site.language_page import DOSES

TABLES = tables.all_tables()
SOURCES = ROOT / "cuecard/languages"
GOLDEN = ROOT / "tests/golden/project/content"
NUMBERS = [
    "0",
    "1",
    "2",
    "3",
    "5",
    "7",
    "10",
    "11",
    "12",
    "19",
    "21",
    "22",
    "25",
    "100",
    "101",
    "102",
    "111",
    "1.5",
]


def source(name: str) -> Mapping[str, Any]:
    """Return a table as it is written."""
    return dict(yaml.safe_load((SOURCES / f"{name}.yaml").read_text(encoding="utf-8")))


def in_language(language: str, folder: Path) -> Path:
    """Return the content of a small project that says it is in *language*."""
    shutil.copytree(GOLDEN, folder / "content")
    settings = folder / "content/site.yaml"
    text = re.sub(r"language: .*", f"language: {language}", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    return folder / "content"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "de"), ("de-AT", "de"), ("DE-ch", "de"), ("de-Latn", "de"), ("el", ""), ("de-Cyrl", ""),
        ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("ar-EG", "ar"), ("ja-JP", "ja"),
        ("hi-Latn", ""), ("zh-Hant", ""), ("zh-TW", ""), ("zh-hk", ""), ("ar-Latn", ""), ("he", ""), ("sr-Latn", ""),
    ],
)  # fmt: skip
def test_a_site_gets_the_table_of_its_language_and_script(language: str, name: str) -> None:
    """A region takes the table of its language; another script is another language."""
    assert tables.table_name(language) == name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_every_word_and_is_compiled(name: str) -> None:
    """What is compiled is what is written; a label that is not translated yet is marked; nobody has checked it."""
    written, compiled = source(name), tables.load_table(name)
    missing = ENGLISH.phrases.table.keys() - compiled.labels.keys()
    assert not compiled.labels.keys() - ENGLISH.phrases.table.keys()
    assert len(missing) < len(ENGLISH.phrases.table) / 20, missing
    labels = labels_for(name)
    assert all(
        labels[key].startswith("\ufdd0") for key in missing if "{" not in str(ENGLISH.phrases.table[key])
    )
    assert {**compiled.labels, **written["labels"]} == compiled.labels
    assert {**compiled.dose, **written["dose"]} == compiled.dose
    lacking = source("en")["dose"].keys() - written["dose"].keys()
    assert not written["dose"].keys() - source("en")["dose"].keys()
    assert len(lacking) < 5, lacking
    assert (written["checked"], compiled.checked) == ("none", None)


@pytest.mark.parametrize("name", TABLES)
def test_plural_forms_are_those_of_the_language(name: str) -> None:
    """A message with forms has one for each category of its language, and no other."""
    table = tables.load_table(name)
    categories = {rule[0] for rule in table.plurals} | {"other"}
    for key, message in {**table.labels, **table.dose}.items():
        assert isinstance(message, str) or set(message) == categories, key


@pytest.mark.parametrize("name", TABLES)
def test_a_dose_is_labels_and_numbers(name: str) -> None:
    """No sentence is made of a table: each value stands behind its label, with every number of the English sentence."""
    words = labels_for(name).doses
    assert words is not None
    for facts in DOSES:
        dose = Dose.model_validate(facts)
        line = without_marks(sentence(dose, words))
        wanted = re.findall(r"\d+", re.sub(r"1RM", "", sentence(dose)))
        got = re.findall(r"\d+", line)
        assert [one for one in wanted if one not in got] == [], line
        assert all(without_marks(value) in line for value in values(dose, words).values())
        assert "{" not in line


def test_no_fact_of_a_dose_is_left_out() -> None:
    """Each key that a dose can have is a fact of its line."""
    words = labels_for("de").doses
    assert words is not None
    for key in Dose.model_fields:
        facts = {key: FACTS.get(key, 5)}
        if key in {"left", "right"}:
            facts = {"left": 5, "right": 6}
        if key == "each_way":
            facts |= {"reps": 10}
        line = sentence(Dose.model_validate(facts), words)
        assert line, key


FACTS: dict[str, object] = {
    "hold": "5 s", "time": "30 s", "distance": "20 m", "amount": "10 steps", "intervals": ["run 1 min"],
    "side": "each leg", "until": "you are tired", "tempo": "3-1-1", "breath": "in 4 out 6",
    "cadence": "170 steps a minute", "weight": "5 kg", "band": "red", "load": "a light bag", "rest": "1 min",
    "rest_between_reps": "5 s", "rest_after": "1 min", "set_every": "1 min", "in_all": "20 min", "borg": 12,
    "percent_1rm": 70, "each_way": True, "angle": "up to 90 degrees", "pulse": 120, "effort": 5,
}  # fmt: skip
"""A value for each key of a dose that is not a plain number."""


def test_a_word_that_is_not_translated_yet_is_marked() -> None:
    """A table that lacks a word of a dose has the English one, marked as English, and never fails."""
    table = tables.load_table("de")
    without = replace(table, dose={key: text for key, text in table.dose.items() if key != "label.rest"})
    line = sentence(Dose.model_validate({"rest": "1 min"}), tables.LanguagePhrases(without.dose, without))
    assert line.replace("\u00a0", " ") == ours("Rest") + " 1 min"


def test_a_dose_in_german() -> None:
    """Labels in the order of the sentence, with a decimal comma and the words of German."""
    dose = {
        "sets": 3,
        "reps": "8 to 12",
        "side": "each leg",
        "rest": "1 min",
        "weight": "2.5 kg",
        "per_week": 3,
    }
    words = labels_for("de").doses
    assert words is not None
    assert sentence(Dose.model_validate(dose), words).replace("\u00a0", " ") == (
        "Sätze 3 · Wiederholungen 8–12 · je Bein · Gewicht 2,5 kg · Pause 1 min · Tage pro Woche 3"
    )


def test_reps_of_sides_in_turn_say_that_they_are_in_all() -> None:
    """A number, or a range from one, for sides in turn is that of both together; a single rep needs no such word."""
    words = labels_for("de").doses
    assert words is not None
    for reps, is_in_all in (("1", False), ("1 to 3", True), ("10", True)):
        dose = Dose.model_validate({"reps": reps, "side": "alternating"})
        assert ("insgesamt" in sentence(dose, words)) == is_in_all, reps


def test_lists_and_dates_in_german() -> None:
    """The forms of CLDR, from the compiled table."""
    german = labels_for("de")
    assert german.joined(["a", "b", "c"]) == "a, b und c"
    assert german.date(date(2026, 3, 1)) == "1. März 2026"
    assert german.count("exercise", 1) == "1 Übung"
    assert german.uncapitalised("Schwindel.") == "Schwindel."


def test_an_english_site_reads_no_table(tmp_path: Path) -> None:
    """A build in English imports nothing of the folder of languages."""
    content = in_language("en-GB", tmp_path)
    code = (
        "import sys; from cuecard.cli import dispatch\n"
        f"code = dispatch.run(['build', '--content', {str(content)!r}, '--output', {str(tmp_path / 'site')!r},"
        " '--no-cache', '--quiet', '--jobs', '1'])\n"
        "print(code, [name for name in sys.modules if 'languages' in name or 'labelled' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "0 []", done.stdout + done.stderr


# --- marks ------------------------------------------------------------------------------------------------------------


def test_english_words_are_marked_on_a_page() -> None:
    """In text by elements, in attributes and titles not at all, in elements without others by their own attributes."""
    text = ours("Move up when " + theirs("όταν"))
    page = f'<title>{text}</title><p title="{ours("a")}">{text}</p><option value="1">{ours("Any")}</option>'
    assert as_html(page, "el") == (
        '<title>Move up when όταν</title><p title="a"><span lang="en" dir="ltr">Move up when '
        '<bdi lang="el">όταν</bdi></span></p><option value="1" lang="en" dir="ltr">Any</option>'
    )
    assert as_isolates(text) == "\u2066Move up when \u2068όταν\u2069\u2069"


def test_a_link_keeps_the_spaces_between_marked_words() -> None:
    """A link may be set as a row of boxes; what has marks is one box, and begins in the direction of our words."""
    text = labels_for("ar").text("pdf.name", kind="PDF", paper="A4")
    assert as_html(f"<a>{text}</a>", "ar") == (
        '<a><span>\u200f<bdi lang="ar">PDF</bdi>\u060c <bdi lang="ar">A4</bdi></span></a>'
    )


def unmarked(root: Element) -> list[str]:
    """Return the words in plain Latin letters on a page that no element around them marks as English."""
    found: list[str] = []
    waiting = [(root, False)]
    while waiting:
        element, is_marked = waiting.pop()
        if element.tag in {"script", "style", "title"}:
            continue
        is_marked = is_marked or element.get("lang") == "en"
        texts = [element.text or ""] * (not is_marked)
        for child in element:
            waiting.append((child, is_marked))
            texts += [child.tail or ""] * (not is_marked)
        found += [word for text in texts for word in latin_in(text)]
    return found


def test_no_english_word_is_unmarked(tmp_path: Path) -> None:
    """On the pages of a site in a language without words, all that is not the author's is marked as English."""
    texts = {
        path: in_letters_of_cards(text) if isinstance(text, str) else text for path, text in GREEK.items()
    }
    site = sites.build(sites.put(tmp_path / "content", texts), tmp_path / "site", "--drafts", "--jobs", "1")
    pages = {path: documents.document(file) for path, file in documents.html_files(site).items()}
    assert {path: words for path, root in pages.items() if (words := unmarked(root))} == {}
    whole = "".join(file.read_text(encoding="utf-8") for file in documents.html_files(site).values())
    assert '<span lang="en" dir="ltr">Stop if</span>' in whole
    assert not re.search("[\ufdd0-\ufdd3]", whole + (site / "exercises.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "code"), [("de", "unchecked-words"), ("el", "english-words")])
def test_the_build_says_what_words_a_site_has(
    language: str, code: str, tmp_path: Path, run_cli: RunCli
) -> None:
    """Once, as a note, which stops no build; a site in English has none."""
    outcome = run_cli("build", "--content", in_language(language, tmp_path), "--jobs", "1", "--strict")
    assert outcome.code == 0
    assert re.findall(r"note\[([\w-]+)\]", outcome.err).count(code) == 1


def test_words_to_check_are_written(tmp_path: Path, run_cli: RunCli) -> None:
    """A page with every message, and the table as it is; no file is replaced, and an unknown language is named."""
    assert run_cli("words", "de", "--into", tmp_path / "out").code == 0
    page = documents.document(tmp_path / "out/de.html")
    keys = [documents.text_of(one) for one in page.iter() if one.tag == "code"]
    assert set(source("de")["labels"]) | set(source("de")["dose"]) <= set(keys)
    assert (tmp_path / "out/de.yaml").read_bytes() == (SOURCES / "de.yaml").read_bytes()
    assert run_cli("words", "de", "--into", tmp_path / "out").code == 2
    assert "allowed: " in run_cli("words", "xx").err


# --- script, direction, case --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "script", "is_rtl"),
    [
        ("ar", "Arab", True), ("he-IL", "Hebr", True), ("fa", "Arab", True), ("ur-PK", "Arab", True),
        ("az-Arab", "Arab", True), ("pa-PK", "Arab", True), ("pa-IN", "Latn", False), ("ar-Latn", "Latn", False),
        ("zh-TW", "Hant", False), ("zh-Hans-TW", "Hans", False), ("en", "Latn", False), ("ar-u-nu-latn", "Arab", True),
    ],
)  # fmt: skip
def test_direction_follows_the_script(language: str, script: str, is_rtl: bool) -> None:
    """What a code says of the script counts before what is usual."""
    assert (script_of(language), is_right_to_left(language)) == (script, is_rtl)


def test_letters_change_case_by_language() -> None:
    """Turkish has a dotted and a dotless i; a mark in front of a word stays there."""
    assert (lower("IĞDIR", "tr"), lower("İZMİR", "tr-TR"), lower("ISAR", "de")) == ("ığdır", "izmir", "isar")
    assert (with_capital("izmir", "tr"), with_capital("izmir", "de")) == ("İzmir", "Izmir")
    assert with_capital(ours("mat"), "de") == ours("Mat")


@pytest.mark.parametrize(
    ("text", "mark"),
    [("頭痛がある", "。"), ("頭痛。", ""), ("दर्द हो", "।"), ("ألم؟", ""), ("ألم", "."), ("Boli", ".")],
)
def test_a_sentence_ends_as_its_script_does(text: str, mark: str) -> None:
    """The full stop of the script, unless the sentence has an end already."""
    assert with_full_stop(text) == text + mark


# --- plural rules -------------------------------------------------------------------------------------------------


def test_plural_rules_are_those_of_the_browser(browser: Browser) -> None:
    """For each table, numbers and ranges have the category that `Intl.PluralRules` gives them."""
    pairs = [(low, high) for low in NUMBERS for high in NUMBERS if float(low) < float(high)]
    asked = {"languages": TABLES, "numbers": NUMBERS, "pairs": pairs}
    page = browser.new_page()
    given = page.evaluate(_INTL, asked)
    page.close()
    for name in TABLES:
        table = tables.load_table(name)
        ours_of = [plurals.category(table.plurals, number) for number in NUMBERS]
        ranges = [plurals.range_category(table.plurals, table.ranges, low, high) for low, high in pairs]
        assert dict(zip(NUMBERS, ours_of, strict=True)) == dict(zip(NUMBERS, given[name][0], strict=True)), (
            name
        )
        assert dict(zip(pairs, ranges, strict=True)) == dict(zip(pairs, given[name][1], strict=True)), name


def test_doses_and_counts_are_those_of_the_vectors(browser: Browser) -> None:
    """The file has what each table makes of the same doses; for a count, a browser picks the same form."""
    known = json.loads(word_vectors.FILE.read_text(encoding="utf-8"))
    assert word_vectors.vectors() == known
    forms = {name: tables.load_table(name).labels["count.exercise"] for name in TABLES}
    page = browser.new_page()
    given = page.evaluate(_COUNTS, {"forms": forms, "numbers": word_vectors.COUNTS})
    page.close()
    assert given == {name: one["counts"] for name, one in known.items()}


_COUNTS = """({forms, numbers}) => Object.fromEntries(Object.entries(forms).map(([language, texts]) => {
  const rules = new Intl.PluralRules(language);
  return [language, Object.fromEntries(numbers.map(one => [one, texts[rules.select(+one)].replace("{n}", one)]))];
}))"""
_INTL = """({languages, numbers, pairs}) => Object.fromEntries(languages.map(language => {
  const rules = new Intl.PluralRules(language);
  return [language, [numbers.map(one => rules.select(+one)), pairs.map(([a, b]) => rules.selectRange(+a, +b))]];
}))"""
