"""Routines made by program, from sparse to crowded, for the tests of cards and for `benchmarks/cards.py`."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import sites
from msgspec.structs import replace
from PIL import Image, ImageDraw
from pypdf import PdfReader

from cuecard.build import check_content
from cuecard.core.build_options import Options
from cuecard.site.cards.card_fit import CardFit, SheetFit
from cuecard.site.cards.card_parts import CardPart
from cuecard.site.cards.card_value import Card, CardEntry

_WORDS = [
    "slowly", "hips", "knees", "press", "your", "lift", "heel", "hold", "floor", "chair", "band",
    "towards", "wall", "breathe", "back", "straight", "keep", "steady", "lower", "foot", "toes", "push",
    "shoulders", "level", "turn", "reach", "forwards", "gently", "stand", "until", "and", "then", "the",
    "with", "over", "behind", "under", "both", "one", "small", "range", "quiet", "stretch", "thigh",
]  # fmt: skip
_DOSES: tuple[dict[str, Any], ...] = (
    {"sets": 3, "reps": "8-12", "rest": "1 min"},
    {"sets": 3, "time": "30 s", "side": "each leg", "rest": "30 s"},
    {"sets": 2, "reps": 10, "hold": "5 s", "side": "each side", "rest": "30 s", "effort": "5-7"},
    {"sets": 4, "reps": 6, "side": "alternating"},
)
LENGTHS: Mapping[str, tuple[int, int, int, int]] = {
    "short": (2, 3, 6, 4),
    "typical": (3, 4, 12, 5),
    "long": (7, 5, 30, 12),
}
"""Words of a title, steps, words of a step, words of a short step."""
COUNTS = range(1, 9)
RULES = (2, 5, 8)


@dataclass(frozen=True)
class Case:
    """One routine to make."""

    count: int
    length: str
    pictures: int
    """For each exercise."""
    rules: int
    """Lines of safety."""
    has_short_rules: bool = False
    """Whether rules have short forms."""

    @property
    def slug(self) -> str:
        """Return the name of its file."""
        short = "-short" if self.has_short_rules else ""
        return f"{self.length}-{self.count}-pictures-{self.pictures}-rules-{self.rules}{short}"

    def __str__(self) -> str:
        """For the name of a test."""
        return self.slug


ALL = tuple(Case(*one) for one in product(COUNTS, LENGTHS, (0, 2), RULES))


def sample(step: int) -> tuple[Case, ...]:
    """Return every *step*-th case, in an order in which neighbours differ."""
    mixed = list(ALL)
    random.Random(3).shuffle(mixed)  # noqa: S311 - a test's
    return tuple(mixed[::step])


def words(number: int, seed: str) -> str:
    """Return a text of so many words, another one for each seed."""
    drawn = random.Random(seed)  # noqa: S311
    return " ".join(drawn.choice(_WORDS) for _ in range(number)).capitalize()


def sentences(number: int, length: int, seed: str) -> list[str]:
    """Texts of *length* words that differ, each with a full stop."""
    return [words(length, f"{seed} {n}") + "." for n in range(number)]


def rules(case: Case, texts: list[str]) -> list[Any]:
    """Rules of these texts, with short forms of their first four words where the case asks for them."""
    if not case.has_short_rules:
        return list(texts)
    return [{"rule": text, "short": " ".join(text.split()[:4]).rstrip(".") + "."} for text in texts]


def exercise(case: Case, number: int) -> dict[str, Any]:
    """Return the front matter of the exercise in place *number* of the routine."""
    title, steps, step, short = LENGTHS[case.length]
    seed = f"{case.length} {number}"
    return sites.exercise(
        f"{words(title, seed)} {number}",
        steps=sentences(steps, step, f"step {seed}"),
        short_steps=sentences(3, short, f"short {seed}"),
        stop_if=rules(case, [words(8, f"stop {seed}") + "."]) if number % 3 == 0 else [],
        not_if=rules(case, [words(6, f"not {seed}") + "."]) if number % 3 == 1 else [],
        equipment=[[], ["chair"], ["long band", "mat"]][number % 3],
        dose=_DOSES[number % len(_DOSES)],
        images=[
            {"src": f"{number}-{n}.{'jpg' if n else 'png'}", "alt": f"{words(3, seed)} {n}"}
            for n in range(case.pictures)
        ],
    )


def routine(case: Case) -> dict[str, Any]:
    """Return the front matter of the routine."""
    some = {"short": 6, "typical": 12, "long": 22}[case.length]
    urgent, soon = case.rules // 3, case.rules // 4
    return {
        "title": f"{words(LENGTHS[case.length][0], case.slug)} for {case.count}",
        "exercises": [
            {"exercise": f"move-{n}", **({"note": f"{words(5, f'note {n}')}."} if n % 2 else {})}
            for n in range(1, case.count + 1)
        ],
        "schedule": {"per_week": 3, "weeks": 8},
        "before": words(some, "before") + ".",
        "after": words(some // 2, "after") + ".",
        "progress_when": words(some, "progress") + ".",
        "regress_when": words(some, "regress") + ".",
        "safety": {
            "stop_if": rules(case, sentences(case.rules - urgent - soon, 9, "stop")),
            "get_help": {
                "urgent": rules(case, sentences(urgent, 9, "urgent")),
                "soon": rules(case, sentences(soon, 9, "soon")),
            },
            "pain": {"ok": 3, "caution": 5},
        }
        if case.rules
        else {},
        "card": {"log_weeks": 4},
    }


def project(case: Case, folder: Path, **site: Any) -> Path:
    """Return a content folder with this one routine and its exercises; *site* are its settings in place of an
    address.
    """
    settings = {"author": "The testers", **(site or {"base_url": "https://knees.example.org/"})}
    files: dict[str, str | bytes] = {
        "site.yaml": "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items()),
        f"routines/{case.slug}.md": sites.text(routine(case)),
    }
    for number in range(1, case.count + 1):
        facts = exercise(case, number)
        files[f"exercises/move-{number}.md"] = sites.text(facts)
        for image in facts["images"]:
            files[f"exercises/{image['src']}"] = picture(number, image["src"].rpartition(".")[2])
    return sites.put(folder, files)


@cache
def picture(number: int, ending: str, size: tuple[int, int] = (480, 360)) -> bytes:
    """Return a drawing of a stick figure, as PNG or JPEG."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    wide, high = size
    x, top = wide * (0.3 + 0.05 * (number % 8)), high * 0.15
    draw.ellipse((x - 30, top - 30, x + 30, top + 30), outline="black", width=8)
    hip = (x + (60 if ending == "jpg" else 0), high * 0.6)
    draw.line([(x, top + 30), hip, (hip[0] - 60, high * 0.95)], fill="black", width=10)
    draw.line([hip, (hip[0] + 60, high * 0.95)], fill="black", width=10)
    draw.line([(x, high * 0.3), (x + 90, high * (0.3 + 0.03 * number))], fill="black", width=10)
    buffer = io.BytesIO()
    image.save(buffer, "PNG" if ending == "png" else "JPEG")
    return buffer.getvalue()


@cache
def photograph(number: int) -> bytes:
    """Return a JPEG that is full of detail and colour, as from a camera."""
    drawn = random.Random(number)  # noqa: S311
    small = Image.frombytes("RGB", (160, 120), drawn.randbytes(160 * 120 * 3))
    buffer = io.BytesIO()
    small.resize((1600, 1200), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


# --- reading what was printed ------------------------------------------------------------------------------


def bare(text: str) -> str:
    """Return *text* without white space, soft hyphens and invisible breaks, which a PDF does not keep faithfully."""
    return re.sub(r"[\s\u00ad\u200b]+", "", unicodedata.normalize("NFC", text))


def sheets(pdf: bytes) -> list[str]:
    """Return the bare text of each page; by pdfium, or, which takes ten times as long, by pypdf."""
    try:
        import pypdfium2  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        return [bare(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [
        bare(re.sub("[\x02\ufffe]", "-", text)) for text in pages
    ]  # its sign for a hyphen where a line ends


def number_of_sheets(pdf: bytes) -> int:
    """Return how many pages there are."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


@lru_cache(maxsize=1)
def typed(pdf: bytes) -> list[tuple[str, float]]:
    """Return the text in the order in which it is set, with its size on paper in points; to look at, not to change."""
    found: list[tuple[str, float]] = []
    forms = [1.0]  # by how much the page enlarges each form that text is in

    def scale(matrix: list[float]) -> float:
        return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            found.append((text, size * scale(cm) * scale(tm) * forms[-1]))

    def before(operator: bytes, _operands: Any, cm: list[float], _tm: Any) -> None:
        if operator == b"Do":
            forms.append(forms[-1] * scale(cm))

    def after(operator: bytes, *_: Any) -> None:
        if operator == b"Do":
            forms.pop()

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit, visitor_operand_before=before, visitor_operand_after=after)
    return found


def set_in(pdf: bytes, least: float) -> str:
    """Return the bare text of what is set in *least* points or more."""
    return bare("".join(text for text, size in typed(pdf) if size > least - 0.05))


def drawn(pdf: bytes, dots: int = 60) -> list[Image.Image]:
    """Return each page as a grey picture with so many *dots* to the inch; by pdfium, or by Poppler's program."""
    try:
        import pypdfium2  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        return _drawn_by_poppler(pdf, dots)
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dots / 72).to_pil().convert("L") for page in document]


def _drawn_by_poppler(pdf: bytes, dots: int) -> list[Image.Image]:
    program = shutil.which("pdftoppm")
    assert program, "to look at a PDF, install pypdfium2 (requirements/test.txt) or poppler-utils"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sheet.pdf")
        file.write_bytes(pdf)
        subprocess.run([program, "-gray", "-r", str(dots), file, Path(folder, "page")], check=True)
        found = sorted(Path(folder).glob("page*.pgm"))
        return [Image.open(io.BytesIO(page.read_bytes())) for page in found]


def margins(page: Image.Image, dots: int = 60) -> tuple[float, float, float, float]:
    """Millimetres of white at the left, at the top, at the right and below."""
    ink = page.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert ink, "the page is empty"
    left, top, right, bottom = ink
    white = (left, top, page.width - right, page.height - bottom)
    one, two, three, four = (side / dots * 25.4 for side in white)
    return one, two, three, four


def contrast(colour: Iterable[float]) -> float:
    """Return the contrast of a colour against white, as WCAG computes it from its red, green and blue of 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 1.05 / (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05)


def side(part: CardPart, fit: CardFit, name: str, number: int = 0) -> list[str]:
    """Return every text of one side with exercises, as the value has it, in the order in which it is read on paper
    *name*.
    """
    card, labels = part.card, part.card.labels
    sheet = getattr(fit.sides[number], name)
    is_front = fit.kind == "two"
    texts = [card.title, card.schedule, card.rest_days if fit.extras > 2 and card.schedule else ""]
    texts += [labels["for"], labels["from"]] if card.for_whom else []
    texts += [part.label, card.purpose if fit.extras > 1 else ""]
    needs = f"{card.needs}." if card.needs and not sheet.needs else ""
    for label, text in (("not-if", card.not_if), ("before", card.before), ("you-need", needs)):
        texts += [labels[label], text] if text else []
    for n, entry in enumerate(card.entries):
        texts += row(entry, fit, sheet, n)
    if not is_front:
        texts += after(card)
    texts += safety(card, is_front=is_front)
    return [*texts, *foot(card, fit, is_front=is_front, is_close=bool(sheet.close))]


def row(entry: CardEntry, fit: CardFit, sheet: SheetFit, n: int) -> list[str]:
    """Return the texts of one exercise."""
    steps = {
        "full": entry.steps,
        "short": entry.short_steps,
        "captions": entry.captions or entry.short_steps,
        "none": (),
    }[fit.steps]
    texts = [str(entry.number), entry.title]
    end = "." if sheet.dense[n] == 5 else ""
    texts += [f"{dose.label}{dose.core}{dose.more}{end}" for dose in entry.doses]
    texts += [*steps, entry.note if fit.steps != "none" else ""]
    texts += ["You need:", f"{entry.needs}."] if sheet.needs and entry.needs else []
    return [*texts, "Skip if" if entry.skip else "", *(rule.short for rule in entry.skip)]


def after(card: Card) -> list[str]:
    """Return how the routine ends, and goes on."""
    texts = [card.labels["after"], card.after] if card.after else []
    return texts + [t for one in (card.move_up, card.step_back) if one for t in (one.label, one.text)]


def safety(card: Card, *, is_front: bool = False) -> list[str]:
    """Return the texts of the safety part."""
    labels, rules = card.labels, card.safety
    texts = []
    if rules.emergency.rules:
        texts += [labels["emergency"], *(one.short for one in rules.emergency.rules), rules.emergency.where]
    if rules.stop:
        texts.append(labels["stop-if"])
        for one in sorted(rules.stop, key=lambda one: bool(one.numbers)):
            texts += [*map(str, one.numbers), one.short]
    for key, tier in () if is_front else (("urgent", rules.urgent), ("soon", rules.soon)):
        if tier.rules:
            texts += [labels[key], *(one.short for one in tier.rules), tier.where]
    if rules.lifted:
        texts.append(labels["lifted"])
        for reason in rules.lifted:
            texts += [*map(str, reason.numbers), reason.short]
    for scale in rules.scales:
        texts += [cell.text for cell in (*scale.cells, *scale.zones)]
        texts += [*map(str, scale.numbers), scale.label, scale.text]
    return texts


def foot(card: Card, fit: CardFit, *, is_front: bool = False, is_close: bool = False) -> list[str]:
    """Boxes, small print, captions of codes."""
    labels, log = card.labels, card.log
    texts = []
    if log and not is_front:
        is_many = log.weeks > 4 or is_close
        texts += [labels["weeks"]] if is_many else []
        for week in range(1, log.weeks + 1):
            texts.append(str(week) if is_many else f"Week {week}")
            texts += [*log.sides] * log.days
        texts += [labels["sides"]] if len(log.sides) > 1 else []
    if card.clinic and fit.extras:
        texts += [f"{card.clinic.name}{', ' if card.clinic.telephone else ''}{card.clinic.telephone}"]
    texts += [labels["other-side"] if is_front else "", card.review]
    texts += [labels["credits"], card.credits] if card.credits else []
    texts += [text for code in card.codes for text in (f"{code.label}:", code.readable)]
    return texts + [code.caption for code in card.codes]


_MARKS = re.compile("[\u2022\u203a\u2066\u2069]")


def letters(texts: Iterable[str]) -> Counter[str]:
    """Return how often each letter is in *texts*, bullets and white space apart: it sees words that went missing."""
    return Counter(_MARKS.sub("", bare("".join(texts))))


def lacking(texts: Iterable[str], whole: str) -> list[str]:
    """Return those of *texts* that the bare text *whole* does not have after one another in their order."""
    missed, at = [], 0
    for text in texts:
        found = whole.find(bare(text), at)
        if found < 0:
            missed.append(text)
        else:
            at = found + len(bare(text))
    return missed


def checked(content: Path, cache: Path | None = None, **more: Any) -> check_content.CheckResult:
    """Return what checking the content folder gives, its cards laid out."""
    options = Options(content, None, content.parent / "site", None, False, False, cache, None)
    return check_content.check(replace(options, **more))
