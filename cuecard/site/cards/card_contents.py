"""What stands on a routine's card: one frozen value, made from the library, for browser and PDF alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from typing import TypeVar

from msgspec.structs import replace

from cuecard.cache.store import Cache
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import absolute, readable_address, relative
from cuecard.dose import days_a_week
from cuecard.library import programme, site_rules
from cuecard.library.library import Library, card_url, url_of
from cuecard.library.media_references import Shown
from cuecard.library.programme import Part
from cuecard.media.published_images import Published
from cuecard.parse.conditions import Rule
from cuecard.parse.placed import Placed
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.safety_models import Safety
from cuecard.parse.schema import ContentFile, Exercise, Routine
from cuecard.parse.sources import SITE_FILE, Kind
from cuecard.parse.video import Provider
from cuecard.site import dose_display, english, media, part_titles, provenance
from cuecard.site.cards import card_safety, card_shape
from cuecard.site.cards.card_value import (
    Card,
    CardClinic,
    CardCode,
    CardDose,
    CardEntry,
    CardLog,
    CardPicture,
    CardRule,
    LabelledText,
)
from cuecard.site.cards.crop import cropped
from cuecard.site.labels import Labels
from cuecard.site.needs import needs, things
from cuecard.site.site_assets import SiteAssets
from cuecard.system.process_pool import parallel_map


def card(shelf: SiteAssets, part: Part) -> Card:
    """Return the card of one routine, or of one of its sessions or phases."""
    library, labels, piece = shelf.library, shelf.labels, part.piece
    facts, site = piece.facts, library.site
    title = part_titles.title_of(labels, library, part)
    exercises = library.exercises_of(facts)
    rules = site_rules.in_use(site, facts, exercises)
    not_if = _not_if(rules.sources)
    said = frozenset(english.sentence(rule) for rule in not_if)
    shapes = zip(card_shape.leads(labels, part.entries), card_shape.brackets(part.entries), strict=True)
    entries = tuple(
        replace(
            _entry(shelf, piece, place, said),
            leads=leads,
            bracket=bracket,
            is_choice=card_shape.is_choice(place),
        )
        for place, (leads, bracket) in zip(part.entries, shapes, strict=True)
    )
    reviewed = provenance.review(shelf, facts.reviewed).text
    told_version = labels.text("card.version", version=facts.version) if facts.version else ""
    return Card(
        slug=piece.slug,
        title=labels.text("programme.card-title", routine=facts.title, part=title) if title else facts.title,
        language=site.language,
        words="en" if labels.language == "en" != site.language.partition("-")[0].lower() else site.language,
        author=site.author,
        purpose=_purpose(labels, part),
        schedule=part_titles.schedule(labels, facts.schedule, title),
        rest_days=_rest_days(labels, facts),
        for_whom=facts.card.for_whom,
        not_if=_alternatives(labels, (rule.short for rule in not_if)),
        not_if_whole=_alternatives(labels, not_if),
        before=dose_display.steps_text(labels, library, facts.before),
        needs=labels.listed(needs(labels, library, facts)),
        entries=entries,
        after=dose_display.steps_text(labels, library, facts.after),
        move_up=_step(shelf, "move-on" if part.phase else "move-up", facts.progress_when, facts.progress_to),
        step_back=_step(
            shelf, "go-back" if part.phase else "step-back", facts.regress_when, facts.regress_to
        ),
        safety=card_safety.safety(labels, rules, exercises, len(entries)),
        log=_log(shelf, part),
        codes=tuple(_codes(shelf, part)),
        clinic=_clinic(shelf, piece.slug),
        credits=labels.listed(dict.fromkeys(_credits(labels, library, facts))),
        review=" ".join(filter(None, (reviewed, told_version))),
        sides=facts.card.sides,
        labels=dict(labels.family("card")),
    )


def _purpose(labels: Labels, part: Part) -> str:
    """Return what it is for; of a session or phase also what its author notes, and the goal."""
    said = [part.facts.purpose or part.facts.summary]
    said += [own.note for own in (part.phase, part.session) if own and own.note]
    if part.phase and part.phase.goal:
        said.append(labels.text("card.goal", goal=part.phase.goal))
    return " ".join(english.sentence(one) for one in said if one)


def _not_if(sources: Sequence[Safety]) -> list[Rule]:
    """Return who should not start, each rule once."""
    return list({english.sentence(rule): rule for source in sources for rule in source.not_if}.values())


def _alternatives(labels: Labels, rules: Iterable[str]) -> str:
    """Conditions of which one is enough, to go on after "Do not start if"."""
    told = [labels.uncapitalised(rule).rstrip(".") for rule in rules]
    return english.sentence("; ".join(told)) if told else ""


def _rest_days(labels: Labels, routine: Routine) -> str:
    """Return how many days of the week are for rest; empty where all or none are told to be for exercise."""
    per_week = routine.schedule.per_week
    days = days_a_week(per_week) if per_week else 7
    if not per_week or not 1 <= days <= 6:
        return ""
    return labels.text("card.rest-days", n=str(7 - days))


def _step(shelf: SiteAssets, kind: str, when: str, to: str) -> LabelledText | None:
    """Return when to move up or to step back, and to what; a routine of the site is told by its title."""
    labels, routines = shelf.labels, shelf.library.routines
    title = routines[to].facts.title if to in routines else to
    named = labels.text(f"card.{kind}.to", title=title) if to else ""
    if when:
        return LabelledText(
            labels[f"card.{kind}"], " ".join(filter(None, (_after_label(labels, when), named)))
        )
    return LabelledText(labels[f"card.{kind}.plain"], english.sentence(title)) if to else None


def _after_label(labels: Labels, rule: str) -> str:
    return labels.uncapitalised(english.sentence(rule))


# --- other parts ------------------------------------------------------------------------------------------


_LOGO = (30.0, 16.0)
"""Millimetres: the most of width and height."""


def _clinic(shelf: SiteAssets, slug: str) -> CardClinic | None:
    """Return who gives the card of the routine *slug* out; without a clinic, those who have a logo."""
    site = shelf.library.site
    if site.clinic:
        return CardClinic(site.clinic.name, site.clinic.telephone, _logo(shelf, slug))
    return CardClinic(site.author or site.title, "", _logo(shelf, slug)) if site.theme.logo else None


def _logo(shelf: SiteAssets, slug: str) -> CardPicture | None:
    """Return the logo for the card of the routine *slug*; it needs no alternative text beside the name."""
    site = shelf.library.site
    name = (site.clinic.logo if site.clinic else "") or site.theme.logo
    target = shelf.library.targets.get((SITE_FILE, name))
    if target is None or target.asset not in shelf.card_pictures:
        return None
    svg = shelf.card_pictures[target.asset]
    width, height = size_of(svg)
    unit = min(_LOGO[0] / width, _LOGO[1] / height)
    src = relative(shelf.pictures[target.asset].smallest, card_url(slug))
    return CardPicture(svg, width * unit, height * unit, "", src, is_instruction=False)


def small_pictures(
    library: Library,
    logo: Iterable[Shown],
    published: Mapping[str, Published],
    small: Callable[[Published], str],
    problems: list[Problem],
) -> Mapping[str, str]:
    """Return the first and last picture of each exercise that a routine uses, made *small*: SVG text by source path.

    Those that are not *published* are told as problems already.
    """
    made: dict[str, str] = {}
    for one in logo:
        if one.asset in published:
            try:
                made[one.asset] = small(published[one.asset])
            except InvalidValueError as refused:
                problems.append(one.problem(refused))
    for slug, routines in library.routines_with.items():
        if not routines:
            continue
        piece = library.exercises[slug]
        for n, image in _first_and_last(tuple(enumerate(piece.facts.images))):
            path = library.targets[piece.path, image.src].asset
            if path in made or path not in published:
                continue
            try:
                made[path] = small(published[path])
            except InvalidValueError as refused:
                problems.append(Shown(path, piece.document, n).problem(refused))
    return made


# --- exercises -------------------------------------------------------------------------------------------


def _entry(shelf: SiteAssets, piece: ContentFile[Routine], place: Placed, said: frozenset[str]) -> CardEntry:
    """Return an exercise of the card; a rule in *said*, before the first exercise, is not repeated at it."""
    library, entry = shelf.library, place.entry
    exercise = library.exercises[entry.exercise]
    facts = exercise.facts
    short = tuple(english.sentence(step) for step in facts.short_steps)
    steps = tuple(english.sentence(step) for step in (facts.start, *facts.steps) if step)
    pictures = tuple(_photographs(shelf, piece, exercise) if facts.images else _figures(shelf, exercise))
    return CardEntry(
        number=place.number,
        title=facts.title,
        doses=tuple(_doses(shelf.labels, library, piece.facts, place)),
        steps=steps,
        short_steps=short or steps,
        captions=tuple(english.sentence(one.caption) for one in pictures if one.is_instruction),
        note=english.sentence(entry.note) if entry.note else "",
        needs=shelf.labels.listed(things(shelf.labels, library, [entry.exercise])),
        skip=tuple(
            _skip(shelf.labels, [rule for rule in facts.not_if if english.sentence(rule) not in said])
        ),
        stop=card_safety.rules_once(facts.stop_if),
        pictures=pictures,
    )


def _skip(labels: Labels, rules: Sequence[Rule]) -> Iterator[CardRule]:
    """Yield rules of which one is enough, to go on one after the other after "Skip if"."""
    for n, rule in enumerate(rules, start=1):
        short, whole = _after_label(labels, rule.short), _after_label(labels, rule)
        if n < len(rules):
            short, whole = f"{short.rstrip('.')};", f"{whole.rstrip('.')};"
        yield CardRule(short, whole)


def _doses(labels: Labels, library: Library, routine: Routine, place: Placed) -> Iterator[CardDose]:
    """Yield the dose in two parts, its core first: what is done, and for how long or how often."""
    dose = programme.dose_of(library, routine, place)
    whole = dose_display.entry_words(labels, dose, place)
    if dose is None:
        if whole:
            yield CardDose(labels.ours(whole), "")
        return
    if dose.left and dose.right and dose_display.words(labels).makes_sentences:
        yield from _each_side(labels, whole)
        return
    core = dose_display.core(labels, dose, by_round=programme.is_by_round(place, dose))
    yield CardDose(labels.ours(core), labels.ours(whole.removeprefix(core)))


def _each_side(labels: Labels, whole: str) -> Iterator[CardDose]:
    """Yield the dose of the left side and that of the right, in a line each, which together are the sentence."""
    joint = dose_display.words(labels).say("left and right", left="\0", right="\1").partition("\0")[2]
    first, _, second = whole.partition(joint.partition("\1")[0])
    mark, _, right = joint.partition("\1")[0].partition(" ")
    yield CardDose(labels.ours(first + mark), "")
    core, semicolon, more = second.partition("; ")
    yield CardDose(labels.ours(f"{right}{core}"), labels.ours(f"{semicolon}{more}"))


_PERSON = 720.0
"""Units of the longer side of a photograph, so that it may be printed as large as a drawn figure: a standing person of
706 units (`card_fit.PERSON`) and 7 of air above and below. It is a limit of a box, that one a height that is measured.
"""


def _photographs(
    shelf: SiteAssets, piece: ContentFile[Routine], exercise: ContentFile[Exercise]
) -> Iterator[CardPicture]:
    for image in _first_and_last(exercise.facts.images):
        asset = shelf.library.targets[exercise.path, image.src].asset
        src = relative(shelf.pictures[asset].smallest, card_url(piece.slug))
        svg = shelf.card_pictures[asset]
        width, height = size_of(svg)
        unit = _PERSON / max(width, height)
        yield CardPicture(svg, width * unit, height * unit, image.alt, src, is_instruction=False)


_VIEW_BOX = re.compile(r"<svg\b[^>]*?\bviewBox\s*=\s*[\"']\s*([^\"']+)[\"']", re.DOTALL)
_LENGTH = r"<svg\b[^>]*?\s{}\s*=\s*[\"']\s*([0-9.]+)"


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of an SVG picture, as far as its beginning tells; 6 by 5 where it does not."""
    if found := _VIEW_BOX.search(svg):
        with suppress(ValueError):
            _, _, width, height = map(float, found[1].replace(",", " ").split())
            if 0 < width < 1e9 and 0 < height < 1e9 and 1e-3 < width / height < 1e3:
                return width, height
    sizes = [re.search(_LENGTH.format(name), svg, re.DOTALL) for name in ("width", "height")]
    with suppress(ValueError):
        width, height = (float(found[1]) if found else 0.0 for found in sizes)
        if width and height and 1e-3 < width / height < 1e3:
            return width, height
    return 6.0, 5.0


def _figures(shelf: SiteAssets, exercise: ContentFile[Exercise]) -> Iterator[CardPicture]:
    movement = media.movement(shelf, exercise)
    stills = movement.stills if movement else ()
    if stills and shelf.drawings[exercise.slug].has_other_side:
        stills = stills[:-1]
    for still in _first_and_last(stills):
        cut = cropped(still.svg)
        yield CardPicture(cut.svg, cut.width, cut.height, still.caption, "", is_instruction=True)


def has_all_pictures(shelf: SiteAssets, routine: Routine) -> bool:
    """Return whether every photograph for a routine's card could be made; one that could not is a problem already."""
    exercises = (shelf.library.exercises[slug] for slug in routine_slugs(routine))
    return all(
        shelf.library.targets[exercise.path, image.src].asset in shelf.card_pictures
        for exercise in exercises
        for image in _first_and_last(exercise.facts.images)
    )


def _credits(labels: Labels, library: Library, routine: Routine) -> Iterator[str]:
    """Yield who made the photographs that a card may show: a licence such as CC BY asks for it wherever they are."""
    for slug in routine_slugs(routine):
        for image in _first_and_last(library.exercises[slug].facts.images):
            if image.credit or image.licence:
                yield media.credit(labels, image)


T = TypeVar("T")


def _first_and_last(pictures: tuple[T, ...]) -> tuple[T, ...]:
    return pictures[:1] + pictures[1:][-1:]


def _log(shelf: SiteAssets, part: Part) -> CardLog | None:
    routine = part.facts
    weeks = routine.card.log_weeks
    if not weeks:
        return None
    told = [programme.dose_of(shelf.library, routine, place) for place in part.entries]
    sided = any(dose and ((dose.side and dose.side.doubles) or (dose.left and dose.right)) for dose in told)
    sides = (shelf.labels["card.left"], shelf.labels["card.right"]) if sided else ("",)
    return CardLog(weeks=weeks, days=days_a_week(routine.schedule.per_week), sides=sides)


def _codes(shelf: SiteAssets, part: Part) -> Iterator[CardCode]:
    labels = shelf.labels
    for kind, address, readable in _addresses(shelf.library, part):
        code = shelf.codes[address]
        yield CardCode(labels[f"card.{kind}"], labels[f"card.{kind}.short"], address, readable, code)


def _addresses(library: Library, part: Part) -> Iterator[tuple[str, str, str]]:
    """Yield what a card has codes for: each the key of its label, the address, and the address as people read it."""
    base = library.site.base_url
    if not base:
        return
    address = absolute(base, url_of(Kind.ROUTINE, part.slug))
    yield "this-routine", address, readable_address(address)
    video = part.facts.video
    if video and video.provider is not Provider.FILE:
        yield "the-video", video.page_url, video.readable_url


_WORTH_WORKERS = 30
"""Codes, of 10 ms each: below, starting workers takes longer than making them here."""


def codes(library: Library, cache: Cache, jobs: int = 1) -> Mapping[str, str]:
    """Return the QR code of every address on a card, made once; by several workers, those that are not kept."""
    addresses = dict.fromkeys(
        address for part in programme.cards(library).values() for _, address, _ in _addresses(library, part)
    )
    if not addresses:
        return {}
    made_by = version("segno")
    names = {address: cache.name("qr", [address, made_by]) for address in addresses}

    def drawn(lacking: list[str]) -> Iterator[bytes]:
        for _, some in parallel_map(_drawn, None, lacking, jobs, worth=_WORTH_WORKERS):
            yield from some

    return {address: svg.decode() for address, svg in cache.get_or_compute_all("qr", names, drawn).items()}


def _drawn(_: None, addresses: Sequence[str]) -> list[bytes]:
    """Return what a worker does: the codes of some addresses."""
    from cuecard.site.cards import qr_code  # noqa: PLC0415 - most builds draw none

    return [qr_code.svg(address).encode() for address in addresses]
