"""The border: the untyped mapping of front matter becomes typed, frozen facts, or problems.

Every model refuses unknown keys and reports all that is wrong at once. Scalars arrive as the text that the
author wrote (see `front_matter`), so each type here reads text. A key with nothing behind it counts as
absent. The keys are described for authors in `docs/authoring.md`.
"""

from __future__ import annotations

import re
import types
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from cuecard.content.dose import Dose
from cuecard.content.front_matter import Document, Loc
from cuecard.content.sources import PICTURE_SUFFIXES, Kind
from cuecard.content.video import Video
from cuecard.problems import Problem, Refused, did_you_mean, one_of
from cuecard.urls import check_slug, slugify

# --- what a scalar may be --------------------------------------------------------------------------------


def _read_text(value: object) -> str:
    if isinstance(value, Mapping):
        key = next(iter(value), "")
        is_split = len(value) == 1 and isinstance(value[key], str)
        hint = f'write "{key}: {value[key]}"' if is_split else "put the text in quotes"
        raise Refused("text-expected", "one text belongs here, but a colon splits this", hint)
    if isinstance(value, Sequence) and not isinstance(value, str):
        raise Refused("text-expected", "one text belongs here, not a list", "write it without the brackets")
    text = "" if value is None else str(value).strip()
    if not text:
        raise Refused("empty", "nothing is written here", "write a text, or delete the line")
    return text


def _read_whole(value: object) -> int:
    text = _read_text(value)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Refused("number-expected", f'"{text}" is not a whole number')
    return int(text)


def _read_switch(value: object) -> bool:
    text = _read_text(value)
    if text not in {"true", "false", "True", "False"}:
        raise Refused("unknown-word", f'"{text}" is neither true nor false', one_of(["true", "false"]))
    return text.lower() == "true"


def _read_date(value: object) -> date:
    text = _read_text(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("the form is wrong")
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            "bad-date", f'"{text}" is no date', "write year-month-day, such as 2026-11-01"
        ) from None


def _read_address(value: object) -> str:
    text = _read_text(value)
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)
    except ValueError:
        good = False
    if not good:
        raise Refused(
            "bad-address", f'"{text}" is no web address', 'write it whole, such as "https://example.org/page"'
        )
    return text


def read_base_url(value: object) -> str:
    """A web address that ends in a slash and has neither query nor fragment."""
    text = _read_address(value)
    parts = urlsplit(text)
    if parts.query or parts.fragment:
        raise Refused(
            "bad-address", "a base address ends with a folder", "leave out ? and # and what follows"
        )
    return text.rstrip("/") + "/"


def _read_slug(value: object) -> str:
    """The slug of another file, as written; whether that file exists is for `library` to say."""
    if isinstance(value, Mapping) and isinstance(value.get("exercise"), str):
        raise Refused("text-expected", "only a name belongs here", f'write "{value["exercise"]}"')
    text = _read_text(value)
    if text.endswith(".md"):
        name = slugify(text.removesuffix(".md").rsplit("/", 1)[-1])
        message = f'"{text}" is the name of a file; here it stands without its ending and folder'
        raise Refused("bad-slug", message, f'write "{name}"')
    return text


def _read_old_address(value: object) -> str:
    """A slug, or a path inside the site, at which a redirect page is to stand."""
    text = _read_text(value).removeprefix("/")
    *folders, last = text.split("/")
    name = last.removesuffix(".html") if folders else last
    for part in folders:
        check_slug(part)
    if name or not folders:
        if name != "index" or not folders:
            check_slug(name)
        return "/".join([*folders, f"{name}.html"]) if folders else name
    return "/".join([*folders, "index.html"])


def _read_language(value: object) -> str:
    text = _read_text(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise Refused("bad-language", f'"{text}" is no language code', 'such as "en" or "en-GB" (BCP 47)')
    return text


def _read_image_source(value: object) -> str:
    text = _read_text(value)
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", text):
        raise Refused("bad-image", *OTHER_SITES_PICTURE)
    if not text.lower().endswith(tuple(PICTURE_SUFFIXES)):
        raise Refused("bad-image", f'"{text}" is no picture file', one_of(sorted(PICTURE_SUFFIXES)))
    return text


def _read_video(value: object) -> object:
    """The short form, an address alone, becomes the long one."""
    return value if isinstance(value, Mapping) else {"url": _read_text(value)}


def _read_rung(value: object) -> object:
    """Free text becomes the long form of a rung; a sentence that a colon splits is told as such."""
    known = list(Rung.model_fields)
    if isinstance(value, Mapping) and any(key in known or did_you_mean(key, known) for key in value):
        return value
    return {"text": _read_text(value)}


def _read_entry(value: object) -> object:
    """A slug alone becomes the long form of a routine's entry."""
    return value if isinstance(value, Mapping) else {"exercise": _read_slug(value)}


def _word(kind: type[StrEnum]) -> BeforeValidator:
    """Reads one word of the enumeration *kind*; hyphens and spaces count the same."""
    words = [str(member) for member in kind]

    def read(value: object) -> str:
        text = _read_text(value)
        folded = re.sub(r"[\s_-]+", "-", text.casefold())
        if folded not in words:
            hint = one_of(words)
            near = did_you_mean(folded, words)
            raise Refused("unknown-word", f'"{text}" is not a {kind.__doc__}', f"{near} {hint}".strip())
        return folded

    return BeforeValidator(read, json_schema_input_type=str)


class Level(StrEnum):
    """level"""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """0 for the easiest."""
        return list(Level).index(self)


class Position(StrEnum):
    """position"""

    STANDING = "standing"
    SITTING = "sitting"
    KNEELING = "kneeling"
    HANDS_AND_KNEES = "hands-and-knees"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"


class Paper(StrEnum):
    """paper size"""

    A4 = "a4"
    LETTER = "letter"


OTHER_SITES_PICTURE = (
    "a picture from another site would tell that site who reads this page",
    "put the picture itself beside the text, if its licence allows it",
)
"""Message and hint."""


def _reads(read: Any, given: Any = str) -> BeforeValidator:
    return BeforeValidator(read, json_schema_input_type=given)


Text = Annotated[str, _reads(_read_text)]
Whole = Annotated[int, _reads(_read_whole, int)]
Switch = Annotated[bool, _reads(_read_switch, bool)]
Date = Annotated[date, _reads(_read_date)]
Address = Annotated[str, _reads(_read_address)]
Slug = Annotated[str, _reads(_read_slug)]
OldAddress = Annotated[str, _reads(_read_old_address)]
Texts = tuple[Text, ...]


class Facts(BaseModel):
    """What all models share: frozen, strict about keys, and lenient about keys left empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            known = cls.model_fields
            return {key: value for key, value in given.items() if value is not None or key not in known}
        return given


# --- parts -----------------------------------------------------------------------------------------------


class Muscles(Facts):
    """What an exercise works, in the author's words."""

    primary: Annotated[Texts, Field(min_length=1)]
    secondary: Texts = ()


class Rung(Facts):
    """One easier or harder neighbour on the ladder: free text, or another exercise."""

    text: Text = ""
    exercise: Slug = ""
    when: Text = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Rung:
        if bool(self.text) == bool(self.exercise):
            raise Refused(
                "bad-rung",
                'what is harder or easier is told in a text, or as an "exercise" with "when"',
                "write - a sentence, or - {exercise: name-of-its-file, when: ...}",
            )
        return self


Rungs = tuple[Annotated[Rung, BeforeValidator(_read_rung, json_schema_input_type=str | Rung)], ...]


class GetHelp(Facts):
    """When to ask a professional, in two tiers."""

    urgent: Texts = ()
    """Get help today."""
    soon: Texts = ()
    """Book an appointment."""


class PainScale(Facts):
    """Which pain is all right during an exercise, on a scale from 0 to 10.

    Cut-offs differ between clinics (the field notes list seven), so they are the author's, and the source
    is named.
    """

    ok: Annotated[Whole, Field(ge=0, le=10)] = 3
    """Up to here: carry on."""
    caution: Annotated[Whole, Field(ge=0, le=10)] = 5
    """Up to here: do less. Above: stop."""
    settle_hours: Annotated[Whole, Field(ge=1, le=72)] = 24
    """Hours within which the pain should be back to what it was."""
    source: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> PainScale:
        if self.ok > self.caution:
            raise Refused(
                "bad-pain-scale",
                f'"ok" ({self.ok}) is above "caution" ({self.caution})',
                "the pain that is all right is the smaller one",
                key="ok" if "ok" in self.model_fields_set else "caution",
            )
        return self


class Safety(Facts):
    """Stop rules, when to get help and the pain scale."""

    stop_if: Texts = ()
    get_help: GetHelp = GetHelp()
    pain: PainScale | None = None


class Image(Facts):
    """A picture beside the text."""

    src: Annotated[str, _reads(_read_image_source)]
    alt: Text
    caption: Text = ""
    credit: Text = ""
    licence: Text = ""


class Reference(Facts):
    """Where a statement comes from."""

    title: Text
    url: Annotated[str, _reads(_read_address)] = ""


class Review(Facts):
    """Who checked the text, when, and when it is due again."""

    by: Text
    on: Date
    again_by: Date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Review:
        if self.again_by and self.again_by < self.on:
            raise Refused(
                "bad-date",
                f'"again_by" ({self.again_by}) is before "on" ({self.on})',
                "swap the two?",
                key="again_by",
            )
        return self


class Entry(Facts):
    """An exercise's place in a routine."""

    exercise: Slug
    dose: Dose | None = None
    note: Text = ""


class Schedule(Facts):
    """How often, and for how long, a routine is done."""

    per_week: Annotated[Whole, Field(ge=1, le=14)] | None = None
    weeks: Annotated[Whole, Field(ge=1, le=104)] | None = None


class CardOptions(Facts):
    """What the printed card has besides the exercises."""

    log_weeks: Annotated[Whole, Field(ge=0, le=12)] = 0
    """Weeks of a grid to tick off; 0 for none."""
    for_whom: Switch = True
    """Whether lines for "for" and "from" are there to fill in."""


Videos = Annotated[Video, BeforeValidator(_read_video, json_schema_input_type=str | Video)]


# --- the four kinds of file -----------------------------------------------------------------------------


class Written(Facts):
    """What every text has."""

    title: Text
    summary: Text = ""
    video: Videos | None = None
    images: tuple[Image, ...] = ()
    sources: tuple[Reference, ...] = ()
    reviewed: Review | None = None
    redirect_from: tuple[OldAddress, ...] = ()
    draft: Switch = False


class Exercise(Written):
    """One exercise."""

    also_called: Texts = ()
    muscles: Muscles
    equipment: Texts = ()
    level: Annotated[Level, _word(Level)] | None = None
    position: Annotated[Position, _word(Position)] | None = None
    start: Text = ""
    steps: Annotated[Texts, Field(min_length=1)]
    short_steps: Texts = ()
    cues: Texts = ()
    mistakes: Texts = ()
    breathing: Text = ""
    feel: Text = ""
    dose: Dose | None = None
    progressions: Rungs = ()
    regressions: Rungs = ()
    stop_if: Texts = ()
    not_if: Texts = ()


class Routine(Written):
    """Exercises in the order of doing, with how much and how often."""

    exercises: Annotated[
        tuple[Annotated[Entry, BeforeValidator(_read_entry, json_schema_input_type=str | Entry)], ...],
        Field(min_length=1),
    ]
    dose: Dose | None = None
    schedule: Schedule = Schedule()
    before: Text = ""
    after: Text = ""
    progress_when: Text = ""
    regress_when: Text = ""
    safety: Safety = Safety()
    card: CardOptions = CardOptions()


class Guide(Written):
    """An article in which exercises and routines appear."""

    exercises: tuple[Slug, ...] = ()
    routines: tuple[Slug, ...] = ()
    safety: Safety = Safety()


class Site(Facts):
    """`site.yaml`: what holds for all pages."""

    title: Text = "Exercises"
    description: Text = ""
    base_url: Annotated[str, _reads(read_base_url)] = ""
    language: Annotated[str, _reads(_read_language)] = "en"
    author: Text = ""
    paper: Annotated[Paper, _word(Paper)] = Paper.A4
    safety: Safety = Safety()
    raw_html: Switch = False
    fonts: Texts = ()
    """For characters that the type of the cards lacks: packages such as fontpkg-noto-sans, or font files."""


F_co = TypeVar("F_co", bound=Facts, covariant=True)


@dataclass(frozen=True, slots=True)
class Piece(Generic[F_co]):
    """One text, read and understood: its facts, its body, and where each fact was written."""

    slug: str
    facts: F_co
    document: Document

    @property
    def path(self) -> str:
        """Inside the content folder, as links between files name it."""
        return self.document.source.path


_MODELS: Mapping[Kind, type[Written]] = types.MappingProxyType(
    {Kind.EXERCISE: Exercise, Kind.ROUTINE: Routine, Kind.GUIDE: Guide}
)


def parse(document: Document) -> Piece[Any] | list[Problem]:
    """The facts of one exercise, routine or guide, or everything that is wrong with them."""
    problems: list[Problem] = []
    stem = document.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    slug = slugify(stem)
    try:
        check_slug(slug)
    except Refused as refused:
        message = f"the file's name gives no address: {refused.message}"
        problems.append(document.problem((), refused.code, message, refused.hint))
    looks_like = _looks_like(document)
    if looks_like is not document.source.kind:
        folder = document.source.path.partition("/")[0]
        message = (
            f"this is in {folder}/ and looks like {'an' if looks_like[0] in 'aeiou' else 'a'} {looks_like}"
        )
        hint = f"move the file to {looks_like}s/"
        return [*problems, document.problem((), "wrong-folder", message, hint)]
    facts = _validate(_MODELS[document.source.kind], document)
    if isinstance(facts, list):
        problems.extend(facts)
    if problems:
        return problems
    return Piece(slug, facts, document)


_OF_AN_EXERCISE = frozenset(["muscles", "steps"])
"""Keys that only an exercise has, and always."""


def _looks_like(document: Document) -> Kind:
    """The kind that the keys tell, where they leave no doubt; else the one that the folder tells."""
    kind, keys = document.source.kind, document.meta.keys()
    if kind is not Kind.EXERCISE and keys >= _OF_AN_EXERCISE:
        return Kind.EXERCISE
    if kind is Kind.EXERCISE and "exercises" in keys and not keys & _OF_AN_EXERCISE:
        return Kind.ROUTINE
    return kind


def parse_site(document: Document) -> Site | list[Problem]:
    """The settings of the whole site, or everything that is wrong with them."""
    return _validate(Site, document)


def _validate(model: type[F_co], document: Document) -> F_co | list[Problem]:
    try:
        return model.model_validate(document.meta)
    except ValidationError as error:
        told = error.errors(include_url=False)
        pairs = [(one, _as_problem(model, document, one)) for one in told if not _is_told_inside(one, told)]
        hints = {(one["loc"][:-1], problem.hint) for one, problem in pairs if problem.code == "unknown-key"}
        return [problem for one, problem in pairs if not _is_misspelt(one, hints)]


def _is_misspelt(one: Any, hints: Container[tuple[Loc, str]]) -> bool:
    """Whether a key is missing only because it is misspelt in the same place, which is told already."""
    *group, key = one["loc"]
    return one["type"] == "missing" and (tuple(group), f'did you mean "{key}"?') in hints


# --- pydantic's errors in an author's words ------------------------------------------------------------


def _is_told_inside(one: Any, told: Sequence[Any]) -> bool:
    """Whether a list counts as empty only because something is wrong with each of its items."""
    loc = one["loc"]
    return one["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc for other in told if other is not one
    )


def _as_problem(model: type[BaseModel], document: Document, told: Any) -> Problem:
    loc: Loc = tuple(told["loc"])
    kind = told["type"]
    refused = told.get("ctx", {}).get("error")
    if isinstance(refused, Refused):
        at = (*loc, refused.key) if refused.key else loc
        return document.problem(at, refused.code, refused.message, refused.hint)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        hint = _key_hint(key, sorted(_model_at(model, loc[:-1]).model_fields))
        return document.problem(loc, "unknown-key", f'unknown key "{key}"', hint)
    names = [part for part in loc if isinstance(part, str)]
    if kind == "missing":
        where = f' under "{names[-2]}"' if len(names) > 1 else ""
        hint = _MISSING_HINTS.get(".".join(names[-2:]), "")
        return document.problem(loc, "missing-key", f'"{names[-1]}" is missing{where}', hint)
    code, message, hint = _in_words(kind, told, names[-1] if names else "")
    return document.problem(loc, code, message, hint)


def _key_hint(key: str, known: Sequence[str]) -> str:
    first, _, rest = key.partition(" ")
    if rest and first in known:
        return f'did you mean "{first}: {rest}"?'
    return did_you_mean(key, known) or one_of(known)


_ONE_LINE_EACH = "write one line for each, beginning with a hyphen and a space"

_MISSING_HINTS = {
    "title": "every text has a title",
    "muscles": 'write "muscles:" and under it "primary: [...]"',
    "muscles.primary": "name at least one muscle that the exercise works most: primary: [glutes]",
    "steps": f'write "steps:" and under it {_ONE_LINE_EACH.removeprefix("write ")}',
    "exercises": f'write "exercises:" and under it {_ONE_LINE_EACH.removeprefix("write ")}',
    "exercises.exercise": "name the file without its ending, such as exercise: banded-squat",
    "video.url": "write the address of the film, such as url: https://vimeo.com/694769509",
    "images.src": "name the picture's file, such as src: squat.jpg",
    "images.alt": "say in a few words what the picture shows, for people who cannot see it",
    "sources.title": "say what it is: the title of the book, the article or the page",
    "reviewed.by": "say who checked the text",
    "reviewed.on": "write the day of the check, such as on: 2026-11-01",
}

_LIKE = {
    "muscles": "muscles: {primary: [glutes]}",
    "images": "- {src: squat.jpg, alt: what the picture shows}",
    "sources": "- {title: what it is called, url: where it is}",
    "reviewed": "reviewed: {by: who checked it, on: 2026-11-01}",
    "safety": "safety: {stop_if: [The pain is sharp.]}",
    "get_help": "get_help: {urgent: [The knee locks.], soon: [It is no better after 2 weeks.]}",
    "pain": "pain: {ok: 3, caution: 5}",
    "schedule": "schedule: {per_week: 3, weeks: 8}",
    "card": "card: {log_weeks: 4}",
}
"""How keys that hold facts are written."""

_OF_WORDS = frozenset(
    ["also_called", "equipment", "exercises", "fonts", "primary", "redirect_from", "routines", "secondary"]
)
"""Lists of names, in which a comma parts two items; in the others it is a part of a sentence."""


def _in_words(kind: str, told: Any, key: str) -> tuple[str, str, str]:
    """Code, message and hint for one of pydantic's own errors, about a value of *key*."""
    given = told.get("input")
    ctx = told.get("ctx", {})
    like = f'write it like "{_LIKE[key]}"' if key in _LIKE else ""
    if kind in {"tuple_type", "list_type"}:
        return "list-expected", "a list belongs here", like or _list_hint(given, key)
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return "mapping-expected", 'facts of the form "key: value" belong here', like
    if kind == "too_short":
        return "empty-list", "at least one is needed here", ""
    if kind in {"less_than_equal", "greater_than_equal"}:
        bound = ctx.get("le", ctx.get("ge"))
        side = "most" if "le" in ctx else "least"
        return "out-of-range", f"{given} is out of range", f"at {side} {bound}"
    return "bad-value", str(told["msg"]), ""


def _list_hint(given: object, key: str) -> str:
    if not isinstance(given, str):
        return _ONE_LINE_EACH
    if re.match(r"-\S", given):
        return "put a space after each hyphen"
    words = re.sub(r"\s+and\s+", ", ", given.strip("[] "))
    return f"write [{words}]" if key in _OF_WORDS else _ONE_LINE_EACH


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The model that reads the value at *loc* below *model*."""
    for part in loc:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside a type such as `tuple[Annotated[Rung, ...], ...]` or `Dose | None`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next(filter(None, map(_model_in, get_args(annotation))), None)
