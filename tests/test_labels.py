"""Labels: every word that a reader sees and that no author wrote, by key, with its plural forms."""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import documents
import pytest
import sites
from conftest import ROOT

from cuecard.core.build_options import builtin_templates
from cuecard.core.phrase_table import Phrase, PhraseTable
from cuecard.dose import reader_phrases
from cuecard.parse.schema import Place
from cuecard.parse.sections import ROUTINE_SECTIONS, SECTIONS
from cuecard.site import choose_labels
from cuecard.site.labels import ENGLISH, Labels


def test_a_label_is_found_by_key_and_filled_in() -> None:
    """Templates ask by index and code by name; the values in braces are filled in."""
    assert ENGLISH["stop-if"] == ENGLISH.text("stop-if") == "Stop if"
    assert ENGLISH.text("step-link", n="3") == "Link to step 3"
    with pytest.raises(KeyError):
        ENGLISH.text("no-such-label")
    with pytest.raises(KeyError):
        ENGLISH.text("title", page="Squat")


def test_a_count_agrees_with_its_noun() -> None:
    """One exercise, but two and none are exercises."""
    assert [ENGLISH.count("exercise", n) for n in (0, 1, 2)] == ["0 exercises", "1 exercise", "2 exercises"]


def test_typst_gets_a_family_of_labels() -> None:
    """All labels of cards without plural forms, by the rest of their key."""
    cards = ENGLISH.family("card")
    assert cards["stop-if"] == "Stop if"
    assert cards["week"] == "Week {number}"
    assert "log" not in cards


def test_lists_and_dates_are_put_together_from_labels() -> None:
    """Items are separated, the last one joined; a date names its month."""
    assert ENGLISH.listed(["a", "b", "c"]) == "a, b, c"
    assert ENGLISH.joined(["a"]) == "a"
    assert ENGLISH.joined(["a", "b", "c"]) == "a, b and c"
    assert ENGLISH.date(date(2026, 11, 1)) == "1 November 2026"


# --- nothing is left behind -------------------------------------------------------------------------------


def bracketed(key: str, message: Phrase) -> Phrase:
    """Return a label replaced by its key in brackets; the values that are filled in stay behind it."""
    if not isinstance(message, str):
        return {form: bracketed_text(key, text) for form, text in message.items()}
    return bracketed_text(key, message)


def bracketed_text(key: str, text: str) -> str:
    """Return the same for one form of a label."""
    return f"[{key}]" + "".join(dict.fromkeys(re.findall(r"\{\w+\}", text)))


def bracketed_table(table: PhraseTable) -> PhraseTable:
    """Return a table in which each label is its key in brackets."""
    return PhraseTable({key: bracketed(key, message) for key, message in table.table.items()})


GREEK: dict[str, str | bytes] = {
    "site.yaml": sites.text(
        {
            "title": "Ιστός",
            "description": "Λόγος.",
            "base_url": "https://example.org/",
            "language": "el",
            "author": "Εμείς",
            "safety": {
                "stop_if": ["Πόνος."],
                "get_help": {"urgent": ["Τώρα."], "soon": ["Αύριο."]},
                "pain": {"ok": 3, "caution": 5, "settle_hours": 24, "source": "Πηγή."},
            },
        }
    )[4:-4],
    "vocabulary.yaml": json.dumps(
        {
            "muscles": {
                "a": {"name": "Πόδι", "anatomical": "πους", "synonyms": ["ποδάρι"]},
                "b": {"name": "Χέρι"},
                "c": {"name": "Άκρα", "members": ["a", "b"]},
                "d": {"name": "Τένων", "kind": "structure"},
            },
            "equipment": {"e": {"name": "Καρέκλα", "synonyms": ["έδρα"], "note": "σκαμνί"}},
        },
        ensure_ascii=False,
    ),
    "exercises/one.png": sites.PIXEL,
    "exercises/film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "exercises/one.md": sites.text(
        {
            "title": "Ένα",
            "also_called": ["Πρώτο"],
            "summary": "Λίγα.",
            "muscles": {"primary": ["Πόδι"], "secondary": ["Άκρα", "Τένων"]},
            "equipment": ["Καρέκλα"],
            "level": "beginner",
            "position": "side-lying",
            "start": "Αρχή.",
            "steps": ["Πάνω.", "Κάτω."],
            "cues": ["Ίσια"],
            "mistakes": ["Λάθος"],
            "breathing": "Μέσα.",
            "feel": "Εδώ.",
            "dose": {"sets": 3, "reps": "8 to 12", "rest": "1 min", "per_week": 3, "weight": "5 kg"},
            "stop_if": ["Ζάλη."],
            "not_if": ["Πυρετός."],
            "progressions": ["Ψηλά.", {"exercise": "two", "when": "Εύκολο."}],
            "regressions": ["Χαμηλά."],
            "video": {"url": "https://vimeo.com/1234"},
            "images": [{"src": "one.png", "alt": "Εικόνα", "caption": "Λεζάντα", "credit": "Κάποιος"}],
            "sources": [{"title": "Πηγή", "url": "https://example.org/"}],
            "reviewed": {"by": "Γιατρός", "on": "2025-01-02", "again_by": "2026-01-02"},
            "redirect_from": ["old"],
        },
        "Λόγος.\n\n## Κεφάλαιο\n\n| α | β |\n|---|---|\n| γ | δ |\n\n### Μέρος\n\nΛόγος.[^1]\n\n[^1]: Σημείωση.\n",
    ),
    **{
        f"exercises/{slug}.md": sites.text(
            {
                "title": title,
                "muscles": {"primary": ["Χέρι"]},
                "steps": ["Έτσι."],
                "level": "advanced",
                "video": video,
                "progressions": [{"exercise": harder}] if harder else [],
                "figure": {
                    "frames": [
                        {"pose": "standing", "caption": "Όρθιος"},
                        {"pose": "squat", "caption": "Κάτω"},
                    ]
                },
                "dose": {"time": "30 s"},
            }
        )
        for slug, title, harder, video in (
            ("two", "Δύο", "three", "https://example.org/film"),
            ("three", "Τρία", "four", "film.mp4"),
            ("four", "Τέσσερα", "five", "https://example.org/film"),
            ("five", "Πέντε", "six", "https://example.org/film"),
            ("six", "Έξι", "seven", "https://example.org/film"),
            ("seven", "Επτά", "", "https://example.org/film"),
        )
    },
    "routines/all.md": sites.text(
        {
            "title": "Όλα",
            "exercises": ["one", {"exercise": "two", "note": "Σιγά."}, "three"],
            "schedule": {"per_week": 3, "weeks": 8},
            "before": "Πριν.",
            "after": "Μετά.",
            "progress_when": "Εύκολο.",
            "regress_when": "Δύσκολο.",
            "card": {"log_weeks": 2},
        }
    ),
    "guides/first.md": sites.text(
        {"title": "Οδηγός", "exercises": ["one"], "routines": ["all"], "draft": True},
        "## Πρώτα\n\nΛόγος.\n\n## Έπειτα\n\n[Ένα](../exercises/one.md)\n",
    ),
}
"""A project that uses each feature, all of whose texts are Greek: what is English on its pages was not written here."""

_LETTERS = str.maketrans(
    "αβγδεζηθικλμνξοπρςστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "àßçðéžêþîëłýñøôõřššüûÿæåöÀÞÇÐÉŽÊÞÎËŁÝÑØÔÕŘŠÜÛŸÆÅÖ",
)


def in_letters_of_cards(text: str) -> str:
    """Greek in Latin letters with marks, which the type of cards has, and which English does not use."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return bare.translate(_LETTERS)


READ = ("alt", "aria-label", "placeholder", "title", "data-names", "data-words", "data-name", "data-found")
"""Attributes that readers or scripts see as words."""
READ_META = ("description", "og:title", "og:site_name", "og:description")
NOT_WORDS = {"@type", "@context", "url", "inLanguage", "unitCode", "dateModified", "item"}
"""Keys of JSON-LD whose values are no words."""
DURATION = re.compile(r"P(\d+W|T(\d+[HMS])+)")


def words_of(root: Element) -> Iterator[str]:
    """Yield all that readers can see of a page, in tooltips, descriptions and search results too."""
    for element in root.iter():
        if element.tag == "script":
            yield from words_of_data(json.loads(element.text)) if element.text else ()
        elif element.tag != "style":
            yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in READ)
        if element.get("name") in READ_META or element.get("property") in READ_META:
            yield element.get("content", "")


def words_of_data(value: Any) -> Iterator[str]:
    """Yield the words in JSON-LD."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in NOT_WORDS else words_of_data(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of_data(inner)
    elif isinstance(value, str) and not DURATION.fullmatch(value):
        yield value


ADDRESS = re.compile(r"https?://\S+|\b(?:www\.)?(?:example\.org|vimeo\.com)\S*")


@pytest.fixture
def bracketed_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the Greek project, built with a table in which each label is its key in brackets."""
    table = Labels("el", bracketed_table(ENGLISH.phrases), bracketed_table(reader_phrases.ENGLISH))
    monkeypatch.setitem(choose_labels._known, "el", table)
    texts = {
        path: in_letters_of_cards(text) if isinstance(text, str) else text for path, text in GREEK.items()
    }
    sites.put(tmp_path / "content", texts)
    monkeypatch.chdir(tmp_path)
    return sites.build(
        tmp_path / "content", tmp_path / "site", "--drafts", "--jobs", "1", "--date", "2026-11-30"
    )


def latin_in(text: str) -> list[str]:
    """Return words of a text that are in Latin letters, labels in brackets, names and addresses apart."""
    return re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", re.sub(r"\[[^\]]*\]|Vimeo", "", text)))


def test_no_word_for_readers_is_outside_the_table(bracketed_site: Path) -> None:
    """With every label in brackets, no page, JSON-LD, feed or text of a script has another word than the author's."""
    left: dict[str, list[str]] = {}
    pages = documents.html_files(bracketed_site)
    for path, file in pages.items():
        for text in words_of(documents.document(file)):
            left.setdefault(path, []).extend(latin_in(text.replace("{found}", "")))
    feed = ET.parse(bracketed_site / "feed.xml").getroot()  # noqa: S314 - our own
    left["feed.xml"] = [
        word
        for one in feed.iter()
        if one.tag in {"title", "description"}
        for word in latin_in(one.text or "")
    ]
    assert {path: words for path, words in left.items() if words} == {}
    assert {"index.html", "404.html", "exercises/old.html", "exercises/one.html"} <= pages.keys()


def test_no_template_and_no_script_has_words() -> None:
    """Outside its tags and expressions a template has no letters, nor has an attribute that is read."""
    for file in sorted(builtin_templates().glob("*.html")):
        text = re.sub(
            r"\{#.*?#\}|\{% block body_class.*?endblock %\}|\{%.*?%\}|\{\{.*?\}\}|<style>.*?</style>",
            "",
            file.read_text(),
            flags=re.DOTALL,
        )
        read = re.findall(r'(?:alt|aria-label|placeholder|title)="([^"]*)"', text)
        text = re.sub(r"<!?[^>]*>", "", text)
        assert re.findall(r"[A-Za-z]{2,}", " ".join([text, *read])) == [], file.name
    for file in sorted((builtin_templates() / "assets").glob("*.js")):
        code = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        quoted = re.findall(r'"([^"\n]*)"', code)
        assert [one for one in quoted if re.search(r"[A-Za-z] [A-Za-z]|[A-Z][a-z]", one)] in (
            [],
            ["use strict"],
        ), file.name


def test_every_label_is_used() -> None:
    """No label stays behind when the page that it was for is gone."""
    folders = (ROOT / "cuecard/site", builtin_templates())
    source = "".join(
        file.read_text()
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.suffix in {".py", ".html", ".js", ".typ"} and file.name != "labels.py"
    )
    composed = (
        "count.",
        "list.",
        "date",
        "month.",
        "level.",
        "position.",
        "nav.",
        "filter.",
        "pain.",
        "scale.",
        "ladder.",
        "paper.",
        "card.",
    )
    plain = {*SECTIONS, *ROUTINE_SECTIONS}
    single = [key for key in ENGLISH.phrases.table if not key.startswith(composed) and key not in plain]
    assert [
        key for key in single if f'"{key}"' not in source and f'f"{key.rpartition(".")[0]}.' not in source
    ] == []


def test_every_section_has_a_heading() -> None:
    """A plain key of an exercise or a routine has a label of its own."""
    shown = [key for key, section in SECTIONS.items() if section.place is not Place.OWN]
    shown += ROUTINE_SECTIONS
    assert [key for key in shown if not ENGLISH.phrases.has(key)] == []
