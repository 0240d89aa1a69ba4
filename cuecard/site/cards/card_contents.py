"""What stands on a routine's card: one frozen value, made from the library, for browser and PDF alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version

from msgspec.structs import replace

from cuecard.cache.store import Cache
from cuecard.core.urls import absolute, readable_address
from cuecard.dose import days_a_week
from cuecard.library import programme, site_rules
from cuecard.library.library import Library, url_of
from cuecard.library.programme import Part
from cuecard.parse.conditions import Rule
from cuecard.parse.placed import Placed
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.safety_models import Safety
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.sources import Kind
from cuecard.parse.video import Provider
from cuecard.site import dose_display, english, media, part_titles, provenance
from cuecard.site.cards import card_pictures, card_safety, card_shape
from cuecard.site.cards.card_value import (
    Card,
    CardClinic,
    CardCode,
    CardDose,
    CardEntry,
    CardLog,
    CardRule,
    LabelledText,
)
from cuecard.site.labels import Labels
from cuecard.site.needs import needs, things
from cuecard.site.site_assets import SiteAssets
from cuecard.system.process_pool import parallel_map


def card(assets: SiteAssets, part: Part) -> Card:
    """Return the card of one routine, or of one of its sessions or phases."""
    library, labels, piece = assets.library, assets.labels, part.piece
    facts, site = piece.facts, library.site
    title = part_titles.title_of(labels, library, part)
    exercises = library.exercises_of(facts)
    rules = site_rules.in_use(site, facts, exercises)
    not_if = _not_if(rules.sources)
    said = frozenset(english.sentence(rule) for rule in not_if)
    shapes = zip(card_shape.leads(labels, part.entries), card_shape.brackets(part.entries), strict=True)
    entries = tuple(
        replace(
            _entry(assets, piece, place, said),
            leads=leads,
            bracket=bracket,
            is_choice=card_shape.is_choice(place),
        )
        for place, (leads, bracket) in zip(part.entries, shapes, strict=True)
    )
    reviewed = provenance.review(assets, facts.reviewed).text
    version_text = labels.text("card.version", version=facts.version) if facts.version else ""
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
        move_up=_step(assets, "move-on" if part.phase else "move-up", facts.progress_when, facts.progress_to),
        step_back=_step(
            assets, "go-back" if part.phase else "step-back", facts.regress_when, facts.regress_to
        ),
        safety=card_safety.safety(labels, rules, exercises, len(entries)),
        log=_log(assets, part),
        codes=tuple(_codes(assets, part)),
        clinic=_clinic(assets, piece.slug),
        credits=labels.listed(dict.fromkeys(_credits(labels, library, facts))),
        review=" ".join(filter(None, (reviewed, version_text))),
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
    conditions = [labels.uncapitalised(rule).rstrip(".") for rule in rules]
    return english.sentence("; ".join(conditions)) if conditions else ""


def _rest_days(labels: Labels, routine: Routine) -> str:
    """Return how many days of the week are for rest; empty where all or none are for exercise."""
    per_week = routine.schedule.per_week
    days = days_a_week(per_week) if per_week else 7
    if not per_week or not 1 <= days <= 6:
        return ""
    return labels.text("card.rest-days", n=str(7 - days))


def _step(assets: SiteAssets, kind: str, when: str, to: str) -> LabelledText | None:
    """Return when to move up or to step back, and to what; a routine of the site is named by its title."""
    labels, routines = assets.labels, assets.library.routines
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


def _clinic(assets: SiteAssets, slug: str) -> CardClinic | None:
    """Return who gives the card of the routine *slug* out; without a clinic, those who have a logo."""
    site = assets.library.site
    if site.clinic:
        return CardClinic(site.clinic.name, site.clinic.telephone, card_pictures.logo(assets, slug))
    return (
        CardClinic(site.author or site.title, "", card_pictures.logo(assets, slug))
        if site.theme.logo
        else None
    )


# --- exercises -------------------------------------------------------------------------------------------


def _entry(assets: SiteAssets, piece: ContentFile[Routine], place: Placed, said: frozenset[str]) -> CardEntry:
    """Return an exercise of the card; a rule in *said*, before the first exercise, is not repeated at it."""
    library, entry = assets.library, place.entry
    exercise = library.exercises[entry.exercise]
    facts = exercise.facts
    short = tuple(english.sentence(step) for step in facts.short_steps)
    steps = tuple(english.sentence(step) for step in (facts.start, *facts.steps) if step)
    pictures = tuple(
        card_pictures.photographs(assets, piece, exercise)
        if facts.images
        else card_pictures.figures(assets, exercise)
    )
    return CardEntry(
        number=place.number,
        title=facts.title,
        doses=tuple(_doses(assets.labels, library, piece.facts, place)),
        steps=steps,
        short_steps=short or steps,
        captions=tuple(english.sentence(one.caption) for one in pictures if one.is_instruction),
        note=english.sentence(entry.note) if entry.note else "",
        needs=assets.labels.listed(things(assets.labels, library, [entry.exercise])),
        skip=tuple(
            _skip(assets.labels, [rule for rule in facts.not_if if english.sentence(rule) not in said])
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


def _credits(labels: Labels, library: Library, routine: Routine) -> Iterator[str]:
    """Yield who made the photographs that a card may show: a licence such as CC BY asks for it wherever they are."""
    for slug in routine_slugs(routine):
        for image in card_pictures.first_and_last(library.exercises[slug].facts.images):
            if image.credit or image.licence:
                yield media.credit(labels, image)


def _log(assets: SiteAssets, part: Part) -> CardLog | None:
    routine = part.facts
    weeks = routine.card.log_weeks
    if not weeks:
        return None
    doses = [programme.dose_of(assets.library, routine, place) for place in part.entries]
    sided = any(dose and ((dose.side and dose.side.doubles) or (dose.left and dose.right)) for dose in doses)
    sides = (assets.labels["card.left"], assets.labels["card.right"]) if sided else ("",)
    return CardLog(weeks=weeks, days=days_a_week(routine.schedule.per_week), sides=sides)


def _codes(assets: SiteAssets, part: Part) -> Iterator[CardCode]:
    labels = assets.labels
    for kind, address, readable in _addresses(assets.library, part):
        code = assets.codes[address]
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
