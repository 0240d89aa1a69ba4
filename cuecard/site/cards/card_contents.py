"""What stands on a routine's card: one frozen value, made from the library, for browser and PDF alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import TypeVar

from msgspec.structs import replace

from cuecard.cache.store import Cache
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import absolute, readable_address, relative
from cuecard.dose import days_a_week
from cuecard.library.library import Library, card_url, url_of
from cuecard.library.media_references import Shown
from cuecard.media.published_images import Published
from cuecard.parse.schema import ContentFile, Entry, Exercise, Routine, routine_slugs
from cuecard.parse.sources import Kind
from cuecard.parse.video import Provider
from cuecard.site import dose_display, english, media, provenance, safety_rules, views
from cuecard.site.labels import Labels
from cuecard.site.site_assets import SiteAssets
from cuecard.system.process_pool import parallel_map


def card(shelf: SiteAssets, piece: ContentFile[Routine]) -> views.Card:
    """The card of one routine."""
    library, facts = shelf.library, piece.facts
    site = library.site
    safety = safety_rules.safety(
        shelf.labels, site.safety, facts.safety, stop_if=_stop_rules_by_number(library, facts)
    )
    return views.Card(
        slug=piece.slug,
        title=facts.title,
        language=site.language,
        author=site.author,
        schedule=dose_display.schedule(shelf.labels, facts.schedule),
        for_whom=facts.card.for_whom,
        before=facts.before,
        entries=tuple(
            _entry(shelf, piece, number, entry) for number, entry in enumerate(facts.exercises, start=1)
        ),
        after=facts.after,
        progress_when=facts.progress_when,
        regress_when=facts.regress_when,
        safety=safety,
        leave_out=tuple(_leave_out_rules(library, facts)),
        pain=safety.pain.line if safety.pain else "",
        log=_log(library, facts),
        codes=tuple(_codes(shelf, piece)),
        credits=english.listed(dict.fromkeys(_credits(shelf.labels, library, facts))),
        review=provenance.review(shelf, facts.reviewed).text,
    )


def rungs(card: views.Card) -> tuple[views.CardLayout, ...]:
    """The ladder of layouts for *card*, the richest first; without pictures it is shorter."""
    most = max((len(entry.pictures) for entry in card.entries), default=0)
    shorter = f"{'no pictures, ' if most else ''}short steps"
    return (
        *_with_pictures(most),
        views.CardLayout(name=shorter, pictures=0, steps="short"),
        views.CardLayout(name="short steps alone", pictures=0, steps="short", needs=False),
        *([_LAST_PICTURE] if most else []),
        views.CardLayout(name="name and dose", pictures=0, steps="none", needs=False),
    )


SMALL, TINY = 16, 11
"""Millimetres: as high as three lines of the least type, and as high as name and dose."""

_LAST_PICTURE = views.CardLayout(
    name="one tiny picture, name and dose", pictures=1, steps="none", needs=False, picture=TINY
)


def _with_pictures(most: int) -> Iterator[views.CardLayout]:
    told = {2: "two pictures", 1: "one picture", 0: ""}[most]
    if not most:
        yield views.CardLayout(name="full steps", pictures=0, steps="full")
        return
    yield views.CardLayout(name=f"{told}, full steps", pictures=most, steps="full")
    yield views.CardLayout(name=f"{told}, short steps", pictures=most, steps="short")
    if most == 2:
        yield views.CardLayout(
            name="two small pictures, short steps", pictures=2, steps="short", picture=SMALL
        )
    one = views.CardLayout(name="one small picture, short steps", pictures=1, steps="short", picture=SMALL)
    yield one
    yield replace(one, name="one small picture, short steps alone", needs=False)


def small_pictures(
    library: Library,
    published: Mapping[str, Published],
    small: Callable[[Published], str],
    problems: list[Problem],
) -> Mapping[str, str]:
    """The first and last picture of each exercise that a routine uses, made *small*: SVG text by source path.

    Those that are not *published* are told as problems already.
    """
    made: dict[str, str] = {}
    used = {slug for piece in library.routines.values() for slug in routine_slugs(piece.facts)}
    for slug in sorted(used):
        piece = library.exercises[slug]
        images = piece.facts.images
        for n in sorted({0, len(images) - 1}) if images else ():
            path = library.targets[piece.path, images[n].src].asset
            if path in made or path not in published:
                continue
            try:
                made[path] = small(published[path])
            except InvalidValueError as refused:
                problems.append(Shown(path, piece.document, n).problem(refused))
    return made


def stop_rules(labels: Labels, library: Library, routine: Routine) -> Iterator[str]:
    """The stop rules of a routine's exercises, each told once with the exercises that it is about."""
    about = _about(library, routine, "stop_if")
    return (
        labels.text(
            "rule-of",
            exercises=labels.listed(dict.fromkeys(about[rule].values())),
            rule=english.uncapitalised(rule),
        )
        for rule in about
    )


def _stop_rules_by_number(library: Library, routine: Routine) -> Iterator[str]:
    """The same for a card, which has little room, and a large number beside each exercise."""
    about = _about(library, routine, "stop_if")
    return (f"In {_and(about[rule])}: {english.uncapitalised(rule)}" for rule in about)


def _leave_out_rules(library: Library, routine: Routine) -> Iterator[str]:
    """When not to start an exercise of a routine, by its number on the card."""
    about = _about(library, routine, "not_if")
    return (english.sentence(f"{_and(about[rule])} if {english.uncapitalised(rule)}") for rule in about)


def _about(library: Library, routine: Routine, rules: str) -> Mapping[str, Mapping[int, str]]:
    """Each rule with the exercises that it is about: their titles by their numbers.

    A stop rule of the site or the routine holds for all exercises, and is not told again of one.
    """
    about: dict[str, dict[int, str]] = {}
    general = (library.site.safety, routine.safety) if rules == "stop_if" else ()
    told = {english.sentence(rule) for safety in general for rule in safety.stop_if}
    for number, slug in enumerate(routine_slugs(routine), start=1):
        facts = library.exercises[slug].facts
        for rule in map(english.sentence, getattr(facts, rules)):
            if rule not in told:
                about.setdefault(rule, {})[number] = facts.title
    return about


def _and(numbers: Iterable[int]) -> str:
    """The numbers in a line: "2, 3 and 5"."""
    *before, last = map(str, numbers)
    return f"{', '.join(before)} and {last}" if before else last


def _entry(shelf: SiteAssets, piece: ContentFile[Routine], number: int, entry: Entry) -> views.CardEntry:
    library = shelf.library
    exercise = library.exercises[entry.exercise]
    facts = exercise.facts
    dose = dose_display.entry_dose(library, piece.facts, entry)
    needs = english.listed(term.name.lower() for term in library.equipment[entry.exercise])
    short = tuple(english.sentence(step) for step in facts.short_steps)
    steps = tuple(english.sentence(step) for step in (facts.start, *facts.steps) if step)
    return views.CardEntry(
        number=number,
        title=facts.title,
        dose=dose_display.sentence(shelf.labels, dose),
        steps=steps,
        short_steps=short or steps,
        note=english.sentence(entry.note) if entry.note else "",
        needs=f"You need: {needs}." if needs else "",
        pictures=tuple(_photographs(shelf, piece, exercise) if facts.images else _figures(shelf, exercise)),
    )


def _photographs(
    shelf: SiteAssets, piece: ContentFile[Routine], exercise: ContentFile[Exercise]
) -> Iterator[views.CardPicture]:
    for image in _first_and_last(exercise.facts.images):
        asset = shelf.library.targets[exercise.path, image.src].asset
        src = relative(shelf.pictures[asset].smallest, card_url(piece.slug))
        yield views.CardPicture(svg=shelf.card_pictures[asset], alt=image.alt, src=src)


def has_all_pictures(shelf: SiteAssets, routine: Routine) -> bool:
    """Whether every photograph for a routine's card could be made; one that could not is a problem already."""
    exercises = (shelf.library.exercises[slug] for slug in routine_slugs(routine))
    return all(
        shelf.library.targets[exercise.path, image.src].asset in shelf.card_pictures
        for exercise in exercises
        for image in _first_and_last(exercise.facts.images)
    )


def _figures(shelf: SiteAssets, exercise: ContentFile[Exercise]) -> Iterator[views.CardPicture]:
    movement = media.movement(shelf, exercise)
    for still in _first_and_last(movement.stills) if movement else ():
        yield views.CardPicture(svg=still.svg, alt=still.caption, src="")


def _credits(labels: Labels, library: Library, routine: Routine) -> Iterator[str]:
    """Who made the photographs that a card may show: a licence such as CC BY asks for it wherever they are."""
    for slug in routine_slugs(routine):
        for image in _first_and_last(library.exercises[slug].facts.images):
            if image.credit or image.licence:
                yield media.credit(labels, image)


T = TypeVar("T")


def _first_and_last(pictures: tuple[T, ...]) -> tuple[T, ...]:
    return pictures[:1] + pictures[1:][-1:]


def _log(library: Library, routine: Routine) -> views.CardLog | None:
    weeks = routine.card.log_weeks
    if not weeks:
        return None
    doses = [dose_display.entry_dose(library, routine, entry) for entry in routine.exercises]
    sided = any(dose and ((dose.side and dose.side.doubles) or (dose.left and dose.right)) for dose in doses)
    return views.CardLog(weeks=weeks, days=days_a_week(routine.schedule.per_week), sides=sided)


def _codes(shelf: SiteAssets, piece: ContentFile[Routine]) -> Iterator[views.CardCode]:
    for label, caption, address, readable in _addresses(shelf.library, piece):
        yield views.CardCode(
            label=label, caption=caption, address=address, readable=readable, svg=shelf.codes[address]
        )


def _addresses(library: Library, piece: ContentFile[Routine]) -> Iterator[tuple[str, str, str, str]]:
    """What a card has codes for: each a label, a caption, the address, and the address as people read it."""
    base = library.site.base_url
    if not base:
        return
    address = absolute(base, url_of(Kind.ROUTINE, piece.slug))
    yield "This routine", "Routine", address, readable_address(address)
    video = piece.facts.video
    if video and video.provider is not Provider.FILE:
        yield "The video", "Video", video.page_url, video.readable_url


_WORTH_WORKERS = 30
"""Codes, of 10 ms each: below, starting workers takes longer than making them here."""


def codes(library: Library, cache: Cache, jobs: int = 1) -> Mapping[str, str]:
    """The QR code of every address on a card, made once; by several workers, those that are not kept."""
    addresses = dict.fromkeys(
        address for piece in library.routines.values() for _, _, address, _ in _addresses(library, piece)
    )
    if not addresses:
        return {}
    made_by = version("segno")
    names = {address: cache.name("qr", [address, made_by]) for address in addresses}
    made = {address: data.decode() for address, name in names.items() if (data := cache.read("qr", name))}
    lacking = [address for address in addresses if address not in made]
    for some, drawn in parallel_map(_drawn, None, lacking, jobs, worth=_WORTH_WORKERS):
        for address, svg in zip(some, drawn, strict=True):
            made[address] = svg
            cache.write("qr", names[address], svg.encode())
    return made


def _drawn(_: None, addresses: Sequence[str]) -> list[str]:
    """What a worker does: the codes of some addresses."""
    from cuecard.site.cards import qr_code  # noqa: PLC0415 - most builds draw none

    return [qr_code.svg(address) for address in addresses]
