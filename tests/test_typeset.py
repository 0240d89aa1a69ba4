"""The card's PDF as a file: embedded type, tags, links, the same bytes each time; hostile texts; large print."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import card_corpus
import pypdfium2
import pytest
import sites
from card_corpus import Case, bare, checked, contrast, lacking, margins, sheets
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from cuecard.cache.store import Cache
from cuecard.media import fonts
from cuecard.site.cards import qr_code, typeset
from cuecard.site.cards.card_value import (
    Card,
    CardCell,
    CardClinic,
    CardCode,
    CardDose,
    CardEntry,
    CardLog,
    CardPicture,
    CardRule,
    CardSafety,
    CardScale,
    CardTier,
    LabelledText,
)
from cuecard.site.cards.typeset import Typesetter
from cuecard.site.labels import ENGLISH
from cuecard.site.render import TemplateError

TEMPLATE = ROOT / "templates" / typeset.TEMPLATE
ADDRESSES = ("https://knees.example.org/routines/one.html", "https://vimeo.com/694769509")
A4, LETTER = typeset.Kind(typeset.A4), typeset.Kind(typeset.LETTER)
LARGE = typeset.Kind(typeset.A4, is_large=True)


def rule(text: str, *numbers: int) -> CardRule:
    """Return a rule without a short form."""
    return CardRule(text, text, numbers)


SAFETY = CardSafety(
    stop=(rule("It hurts."),),
    emergency=CardTier((rule("Your chest hurts."),), "Call 112."),
    urgent=CardTier((rule("You cannot stand."),), ""),
    soon=CardTier((rule("It stays for weeks."),), "See your surgery."),
    scales=(CardScale("Pain:", (CardCell("0", "ok", 1),), (), "Pain text.", "Pain from 0 to 10.", ()),),
    lifted=(),
)


@cache
def setter() -> Typesetter:
    """Typst with our template and type, without a cache."""
    return Typesetter(TEMPLATE, fonts.main_faces(), Cache())


def entry(number: int = 1, dose: str = "3 sets of 10", **more: Any) -> CardEntry:
    """Return an exercise of a card, some of it replaced."""
    result = CardEntry(
        number, "Squat", (CardDose(dose, ", rest 30 seconds"),), ("Sit back.", "Stand up."), ("Sit. Stand.",), (),
        "Slowly.", "chair", (rule("it hurt yesterday."),), (), (),
    )  # fmt: skip
    return replace(result, **more)


def card(*entries: CardEntry, **more: Any) -> Card:
    """Return a card with everything on it, some of it replaced."""
    codes = tuple(
        CardCode(label, label, address, address.removeprefix("https://"), qr_code.svg(address))
        for label, address in zip(("This routine", "The video"), ADDRESSES, strict=True)
    )
    result = Card(
        slug="one", title="One card", language="en-GB", author="The testers", purpose="For strong legs.",
        schedule="3 days a week", rest_days="Rest on the other 4 days.", for_whom=True, not_if="you are ill.",
        not_if_whole="you are ill.", before="Walk.", needs="chair", entries=entries or (entry(),),
        after="Walk again.", move_up=LabelledText("Move up when", "it feels easy."),
        step_back=LabelledText("Step back when", "it hurts."), safety=SAFETY, log=CardLog(4, 3, ("L", "R")),
        codes=codes, clinic=CardClinic("Riverside", "020 7946"), credits="A. Drawer, CC BY 4.0",
        review="Checked by A. Physio on 1 November 2026.", sides=1, labels=dict(ENGLISH.family("card")),
    )  # fmt: skip
    return replace(result, **more)


def opened(pdf: bytes) -> PdfReader:
    """Return the PDF to look into."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def root_of(pdf: bytes) -> Any:
    """Return the PDF's catalogue."""
    return opened(pdf).trailer["/Root"].get_object()


@pytest.fixture(scope="module", params=[A4, LETTER, LARGE], ids=["a4", "letter", "large"])
def sheet(request: pytest.FixtureRequest) -> bytes:
    """Return the card on each paper."""
    return setter().pdf(card(), request.param)


# --- the file -----------------------------------------------------------------------------------------------------


def fonts_of(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Yield the fonts of every page, each as the one that describes its letters."""
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            whole = font.get_object()
            yield (whole.get("/DescendantFonts") or [whole])[0].get_object()


def test_type_is_embedded(sheet: bytes) -> None:
    """Every font of the PDF is in it, and is ours."""
    found = list(fonts_of(opened(sheet)))
    assert found
    for font in found:
        descriptor = font["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
        assert "AtkinsonHyperlegible" in font["/BaseFont"]


def test_accessible(sheet: bytes) -> None:
    """The PDF says that it is PDF/UA-1, is tagged, and has its language and title, which viewers show."""
    reader = opened(sheet)
    root = root_of(sheet)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.author) == ("One card", "The testers")
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert all(page.get("/StructParents") is not None for page in reader.pages)


def test_photographers_are_named(sheet: bytes) -> None:
    """The line with whose pictures they are is on the sheet, as a licence such as CC BY asks."""
    assert bare("Pictures: A. Drawer, CC BY 4.0") in "".join(sheets(sheet))


def structure(element: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind and the alternative text of each tag below *element*, in the order of reading."""
    whole = element.get_object()
    if not isinstance(whole, dict):
        return
    if "/S" in whole:
        yield str(whole["/S"]), str(whole.get("/Alt", ""))
    below = whole.get("/K", [])
    for inner in below if isinstance(below, list) else [below]:
        yield from structure(inner)


def test_headings_and_pictures_are_tagged(sheet: bytes) -> None:
    """The title is a first heading, each exercise a second one; codes have alternative texts; links are links."""
    tags = list(structure(root_of(sheet)["/StructTreeRoot"]))
    kinds = [kind for kind, _ in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert kinds.count("/Link") == 2
    descriptions = [alt for kind, alt in tags if kind == "/Figure"]
    assert [alt.split(":")[0] for alt in descriptions] == ["This routine", "The video"]


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


def picture(caption: str, width: float = 400, height: float = 400) -> CardPicture:
    """Return a picture of this size."""
    return CardPicture(SQUARE, width, height, caption, "", is_instruction=False)


def test_pictures_have_their_captions() -> None:
    """A screen reader hears the caption of each picture, of the first and of the last, in their order."""
    pictures = (picture("Start"), picture("End"))
    for kind in (A4, LARGE):
        pdf = setter().pdf(card(entry(pictures=pictures), codes=()), kind)
        tags = structure(root_of(pdf)["/StructTreeRoot"])
        assert [alt for kind, alt in tags if kind == "/Figure"] == ["Start", "End"]


def test_rules_and_steps_are_tagged_as_lists(sheet: bytes) -> None:
    """A screen reader hears how many rules there are, and each as an item of a list."""
    kinds = [kind for kind, _ in structure(root_of(sheet)["/StructTreeRoot"])]
    assert kinds.count("/L") >= 3
    assert kinds.count("/LI") >= 3


@pytest.mark.parametrize(("width", "height"), [(40, 4000), (4000, 40), (1, 1)])
def test_pictures_of_any_shape(width: float, height: float) -> None:
    """A very wide and a very tall picture beside ordinary ones leave the card on one page, inside its margins."""
    card_value = card(
        entry(pictures=(picture("a", width, height), picture("b", width, height))),
        entry(2, pictures=(picture("c"), picture("d"))),
    )
    pdf = setter().pdf(card_value, LETTER)
    assert len(sheets(pdf)) == 1
    assert min(margins(card_corpus.drawn(pdf)[0])[::2]) > 8


def test_another_drawing_needs_no_new_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fit is kept by the size of pictures: another drawing in the same box is set without measuring."""
    keeping = Typesetter(TEMPLATE, fonts.main_faces(), Cache(tmp_path / "cache"))
    first = keeping.fit(card(entry(pictures=(picture("Start"),))))
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    monkeypatch.setattr(Typesetter, "_call", lambda *_: pytest.fail("measured again"))
    other = replace(picture("Start"), svg=SQUARE.replace("h4v4", "h3v3"))
    assert keeping.fit(card(entry(pictures=(other,)))) == first


def test_links_are_alive(sheet: bytes) -> None:
    """The addresses of the routine and of its video can be clicked."""
    links = [
        note.get_object()["/A"]["/URI"] for page in opened(sheet).pages for note in page.get("/Annots") or []
    ]
    assert tuple(links) == ADDRESSES


def test_colours_are_dark() -> None:
    """Every colour of text has 7:1 against white, and so has the grey that a mono printer makes of it."""
    pdf = setter().pdf(card(), A4)
    found = set(inks(pdf)) - {(1.0, 1.0, 1.0)}  # numbers on discs, and on the black of the ruler
    assert len(found) >= 3
    for colour in found:
        assert contrast(colour) >= 7, colour


def inks(pdf: bytes) -> Iterator[tuple[float, ...]]:
    """Yield the colours in which letters are set, as red, green and blue from 0 to 1."""
    for page in opened(pdf).pages:
        contents = page.get_contents()
        assert contents is not None
        colour, kept = (0.0, 0.0, 0.0), []
        for operands, operator in contents.operations:
            if operator == b"q":
                kept.append(colour)
            elif operator == b"Q":
                colour = kept.pop()
            elif operator in {b"rg", b"g", b"sc", b"scn"}:
                values = [float(value) for value in operands]
                colour = (values[0], values[-2 if len(values) > 1 else 0], values[-1])
            elif operator in {b"Tj", b"TJ"}:
                yield colour


def test_same_bytes_each_time(tmp_path: Path) -> None:
    """Two builds without a cache write the same bytes."""
    case = Case(3, "typical", 2, 2)
    content = card_corpus.project(case, tmp_path / "content")
    first = sites.build(content, tmp_path / "one", "--no-cache")
    second = sites.build(content, tmp_path / "two", "--no-cache")
    pdfs = sorted(file.name for file in (first / "cards").glob("*.pdf"))
    assert len(pdfs) == 4
    for name in pdfs:
        assert (first / "cards" / name).read_bytes() == (second / "cards" / name).read_bytes(), name


def test_small_with_photographs(tmp_path: Path) -> None:
    """With eight pairs of photographs of the noisiest kind each PDF stays under 200 kB."""
    case = Case(8, "short", 2, 2)
    content = card_corpus.project(case, tmp_path / "content")
    for n in range(1, 9):
        bare_bones = {**card_corpus.exercise(case, n), "title": f"Move {n}", "short_steps": ["Lift."]}
        bare_bones |= {"steps": ["Lift."], "stop_if": [], "equipment": [], "dose": {"sets": 2, "reps": 8}}
        name = f"exercises/{n}-0.jpg"
        bare_bones["images"] = [
            {"src": f"{n}-0.jpg", "alt": "Start"},
            {"src": f"{n}-1.jpg", "alt": "End"},
        ]
        sites.put(
            content,
            {
                f"exercises/move-{n}.md": sites.text(bare_bones),
                name: card_corpus.photograph(n),
                f"exercises/{n}-1.jpg": card_corpus.photograph(-n),
            },
        )
    meta = {"title": "Photographs", "exercises": [f"move-{n}" for n in range(1, 9)]}
    sites.put(content, {f"routines/{case.slug}.md": sites.text({**meta, "card": {"for_whom": False}})})
    found = checked(content)
    assert found.typesetter
    laid = found.cards[0]
    for kind in (A4, LETTER, LARGE):
        (pdf,) = found.typesetter.pdfs([laid], [kind])
        assert len(pdf) < 200_000, (kind, len(pdf))
    assert sum(len(page.images) for page in opened(pdf).pages) >= 8


# --- each made once -------------------------------------------------------------------------------------------------


def test_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made before is taken from the cache: a second build does not so much as start Typst."""
    content = card_corpus.project(Case(2, "typical", 2, 2), tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    first = sites.tree(sites.build(content, tmp_path / "one"))
    monkeypatch.setitem(__import__("sys").modules, "typst", None)  # an import of it now fails
    second = sites.tree(sites.build(content, tmp_path / "two"))
    assert first == second


def test_made_again_when_changed(tmp_path: Path) -> None:
    """A change of a text or of the template makes the card again; a change back takes what was kept."""
    own = tmp_path / "card.typ"
    own.write_bytes(TEMPLATE.read_bytes())
    keeping = Typesetter(own, fonts.main_faces(), Cache(tmp_path / "cache"))
    first = keeping.pdf(card(), A4)
    assert keeping.pdf(card(title="Another"), A4) != first
    own.write_bytes(TEMPLATE.read_bytes().replace(b"2.4pt + warning", b"2pt + warning"))
    assert keeping.pdf(card(), A4) != first
    own.write_bytes(TEMPLATE.read_bytes())
    assert len(list((tmp_path / "cache").glob("*/card-pdf/*"))) == 3
    assert keeping.pdf(card(), A4) == first


def test_fault_of_a_template(tmp_path: Path) -> None:
    """A wrong template of the author is reported with its name, Typst's words and the card, not as a crash."""
    own = tmp_path / "card.typ"
    own.write_text("#nothing-of-this-name\n", "utf-8")
    with pytest.raises(TemplateError) as error:
        Typesetter(own, fonts.main_faces(), Cache()).pdf(card(), A4)
    assert error.value.problem.path.endswith("card.typ")
    assert "unknown variable" in error.value.problem.message
    assert "while making the card of one" in error.value.problem.hint


# --- whatever an author writes prints as itself ---------------------------------------------------------------------

HOSTILE = (
    '#panic("x")', "$x$", "*a* _b_ `c`", "@ref", "<label>", "\\", "\\u{41}", "//c", "/*", "*/", "[", "]]", "{{ x }}",
    "= heading", "- item", "+ item", "/ term: x", "~", "--- ...", "it's \"so\"", "%PDF", "&amp;", "</script>",
    "https://example.org/a", "#sys.inputs", "caf\u0065\u0301", "1. one", "a\u00a0b", "fi fl ffi",
)  # fmt: skip
LETTERS = "".join(
    chr(c)
    for c in (*range(0x20, 0x7F), *range(0xA1, 0x17F), 0x2013, 0x2019, 0x2026)
    if not fonts.missing(chr(c), fonts.main_faces())
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(LETTERS, min_size=1, max_size=40).filter(lambda text: bool(text.strip())),
    st.sampled_from('#$*_@<\\/[{"').map(lambda mark: mark * 60),
).map(lambda text: text.strip() or "x")


@settings(max_examples=8, deadline=None)
@given(st.lists(texts, min_size=4, max_size=4))
@example([HOSTILE[0], "".join(HOSTILE), "*/ #", "$"])
@example(["W" * 300, "m" * 60, "l" * 60, "It hurts."])
@example(["One", "l" * 300, "supercalifragilistic" * 15, "W" * 60])
def test_hostile_texts(written: list[str]) -> None:
    """Whatever is in title, name, steps and rules is printed as it was written, inside the margins."""
    title, name, step, line = written
    card_value = card(
        entry(title=name, steps=(step,), short_steps=(step,), note=line, dose=step, skip=(rule(line),)),
        title=title,
        before=name,
        safety=replace(SAFETY, stop=(rule(line), rule(line, 1))),
    )
    pdf = setter().pdf(card_value, A4)
    whole = "".join(card_corpus.sheets(pdf))
    for text, times in ((title, 1), (name, 2), (step, 2), (line, 4)):
        assert whole.count(bare(text)) >= times, text
    left, top, right, bottom = margins(card_corpus.drawn(pdf)[0])
    assert min(left, right) > 8
    assert min(top, bottom) > 5
    metadata = opened(pdf).metadata
    assert metadata
    assert bare(metadata.title or "") == bare(title)


def test_combining_marks() -> None:
    """A letter with a mark that Unicode has no single character for is printed with its mark."""
    card_value = card(
        entry(title="q\u0301 and Q\u0303")
    )  # letters of no other text: pypdf reads no ActualText
    assert bare("q\u0301andQ\u0303") in card_corpus.sheets(setter().pdf(card_value, A4))[0]


@pytest.mark.parametrize(
    "place", ["dose", "schedule", "review", "purpose", "after", "before", "title", "rule"]
)
def test_long_word_anywhere(place: str) -> None:
    """A word of 300 letters is broken wherever it is, in small print and in large."""
    word = "Rindfleischetikettierung" * 13
    cards = {
        "dose": lambda: card(entry(dose=word)),
        "rule": lambda: card(safety=replace(SAFETY, urgent=CardTier((rule(word),), ""))),
    }.get(place, lambda: card(**{place: word}))()
    for paper in (LETTER, LARGE):
        pdf = setter().pdf(cards, paper)
        assert bare(word) in "".join(card_corpus.sheets(pdf))
        for page in card_corpus.drawn(pdf):
            left, _, right, _ = margins(page)
            assert min(left, right) > 8


def test_line_breaks_and_tabs_are_spaces() -> None:
    """A line break inside a text is a space, as in the browser."""
    card_value = card(title="One\ntwo\tthree")
    pdf = setter().pdf(card_value, A4)
    assert "Onetwothree" in card_corpus.sheets(pdf)[0]
    sizes = {round(size, 2) for text, size in card_corpus.typed(pdf) if "One" in text}
    assert len(sizes) == 1


def test_language_codes() -> None:
    """Each language code that site.yaml takes is one that the PDF takes too."""
    for code, wanted in (("de-AT", "de"), ("EN", "en"), ("fil", "fil"), ("zh-Hant-TW", "zh")):
        root = root_of(setter().pdf(card(language=code), A4))
        assert root["/Lang"].partition("-")[0] == wanted


def test_english_stays_in_order_on_a_sheet_that_reads_from_the_right() -> None:
    """What we write ourselves begins at the left: "7 sets", never "sets 7", with the line at the right all the same."""
    dose = "7 sets of 30 seconds"
    pdf = pypdfium2.PdfDocument(setter().pdf(card(entry(dose=dose), language="ar"), A4))
    text = pdf[0].get_textpage()
    boxes = [(text.get_text_range(n, 1), *text.get_charbox(n, loose=True)) for n in range(text.count_chars())]
    height = next(bottom for char, _, bottom, _, _ in boxes if char == "7")
    line = sorted(
        (left, char) for char, left, bottom, _, _ in boxes if abs(bottom - height) < 2 and char.strip()
    )
    assert "".join(char for _, char in line) == f"{dose}, rest 30 seconds".replace(" ", "")
    assert line[-1][0] > pdf[0].get_width() * 0.75
    pdf.close()


# --- large print ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", typeset.SHEETS, ids=lambda paper: paper.name)
def test_large_print(paper: typeset.Paper, tmp_path: Path) -> None:
    """Large print has all texts in 18 points, labels in 14, black only, no exercise split, and page numbers.

    What keeps someone from an exercise is before its steps, and rules are whole.
    """
    case = Case(6, "typical", 2, 5, has_short_rules=True)
    found = checked(card_corpus.project(case, tmp_path / "content"))
    assert found.typesetter
    (laid,) = found.cards
    card_value = laid.card
    (pdf,) = found.typesetter.pdfs([laid], [typeset.Kind(paper, is_large=True)])
    pages = card_corpus.sheets(pdf)
    assert len(pages) > 1
    whole = card_corpus.set_in(pdf, 18)
    assert (
        lacking(
            [card_value.title, card_value.schedule, card_value.purpose, "Before", card_value.before], whole
        )
        == []
    )
    tiers = (card_value.safety.stop, card_value.safety.urgent.rules, card_value.safety.soon.rules)
    rules = [one.whole for tier in tiers for one in tier]
    assert [one for one in rules if bare(one) not in whole] == []
    assert min(size for _, size in card_corpus.typed(pdf)) >= 6.9
    assert min(size for text, size in card_corpus.typed(pdf) if len(text.strip()) > 2) >= 13.9
    for one in card_value.entries:
        steps = one.steps if laid.fit.steps == "full" else one.short_steps
        skip = [text for some in one.skip for text in ("Skip if", some.whole)]
        everything = [one.title, *(dose.sentence for dose in one.doses), *skip, *steps, one.note]
        assert any(not lacking(filter(None, everything), page) for page in pages), one.title
    assert all(f"{n}/{len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert {ink for ink in inks(pdf) if ink != (1, 1, 1)} == {(0, 0, 0)}
    for page in card_corpus.drawn(pdf):
        left, top, right, bottom = margins(page)
        assert min(left, right) > 13
        assert top > 10
        assert bottom > 3


def test_large_print_of_a_long_exercise() -> None:
    """An exercise that is longer than a page is still printed whole in large print."""
    steps = tuple(card_corpus.sentences(12, 30, "long"))
    pdf = setter().pdf(card(entry(steps=steps, short_steps=steps)), LARGE)
    assert lacking(steps, "".join(card_corpus.sheets(pdf))) == []


def test_normal_forms(tmp_path: Path) -> None:
    """A letter with its accent written apart is printed like the same letter written as one."""
    apart = setter().pdf(card(title=unicodedata.normalize("NFD", "Élévation à côté")), A4)
    assert apart == setter().pdf(card(title="Élévation à côté"), A4)
