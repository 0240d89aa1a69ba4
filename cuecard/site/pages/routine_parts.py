"""The parts of a routine's page: its exercises in their shape, its sessions and its phases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec.structs import replace

from cuecard.core.urls import relative
from cuecard.library.library import card_pdf_url, card_url, url_of
from cuecard.library.programme import Part, dose_of
from cuecard.parse.parts import Step
from cuecard.parse.placed import Items, Placed
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.shapes import Choice, Entry, Group
from cuecard.parse.sources import Kind
from cuecard.parse.yaml_reader import Loc
from cuecard.site import dose_display, list_rows, part_titles, views
from cuecard.site.context import PageContext
from cuecard.site.english import sentence
from cuecard.site.needs import things
from cuecard.site.pages.entry_guide import entry_guide


def part(
    context: PageContext, one: Part, page: str, ids: Mapping[Loc, str], before: Part | None = None
) -> views.RoutinePart:
    """Return one part of the page at *page*, with the *ids* of the whole routine (see `shape_ids`).

    *before* is the phase before it, of which it may keep something.
    """
    library, labels = context.library, context.labels
    session = one.session
    own = session or one.phase
    is_whole = not one.id
    title = ""
    if session:
        title = part_titles.session_title(labels, library, session, one.session_number)
    linked = library.routines.get(one.linked)
    card_slug = one.linked if linked and linked.facts.card.is_wanted else one.piece.slug
    has_card = one.has_card or bool(linked and list_rows.has_own_card(linked.facts))
    return views.RoutinePart(
        id=one.id if session else "",
        title=title,
        note=session.note if session else "",
        facts=() if is_whole or one.is_rest else tuple(_facts(context, one)),
        card=relative(card_url(card_slug), page) if has_card and not is_whole else "",
        before=around(context, own.before, page) if own else (),
        blocks=tuple(_Blocks(context, one, page, ids, before).blocks(one.facts.exercises)),
        after=around(context, own.after, page) if own else (),
        is_rest=one.is_rest,
        linked=views.Link(relative(url_of(Kind.ROUTINE, one.linked), page), linked.facts.title)
        if linked
        else None,
    )


def _facts(context: PageContext, one: Part) -> Iterator[views.Fact]:
    labels = context.labels
    often, when = part_titles.when(
        labels, one.facts.schedule, part_titles.title_of(labels, context.library, one)
    )
    values = {
        "time": dose_display.part_time(labels, context.library, one),
        "often": often,
        "when": when,
    }
    return (views.Fact(labels.text(f"routine.{key}"), value) for key, value in values.items() if value)


# --- entries -------------------------------------------------------------------------------------------------------


class _Blocks:
    """Makes the blocks of one list of exercises, one entry after the other."""

    def __init__(
        self, context: PageContext, one: Part, page: str, ids: Mapping[Loc, str], before: Part | None
    ) -> None:
        self.context = context
        self.part = one
        self.page = page
        self.ids = ids
        self.before = None if before is None else {place.entry.exercise for place in before.entries}
        self.waiting = iter(one.entries)
        self.following = {place.number: after for place, after in pairwise(one.entries)}

    def blocks(self, items: Items) -> Iterator[views.EntryBlock]:
        for item in items:
            yield self._block(item)

    def _block(self, item: Entry | Group | Choice) -> views.EntryBlock:
        labels = self.context.labels
        if isinstance(item, Choice):
            return views.EntryBlock(
                lead=dose_display.choice_sentence(labels, item),
                note=item.note,
                options=tuple(self._block(one) for one in item.items),
            )
        if isinstance(item, Entry):
            return views.EntryBlock(entries=(self._entry(next(self.waiting)),))
        is_mixed = any(isinstance(one, Choice) for one in item.items)
        blocks = tuple(self._block(one) for one in item.items)
        return views.EntryBlock(
            entries=() if is_mixed else tuple(entry for block in blocks for entry in block.entries),
            title=dose_display.group_title(labels, item),
            lead=dose_display.group_sentence(labels, item),
            note=item.note,
            conditions=dose_display.conditions(labels, item),
            blocks=blocks if is_mixed else (),
        )

    def _entry(self, place: Placed) -> views.RoutineEntry:
        context, library, labels = self.context, self.context.library, self.context.labels
        entry, slug = place.entry, place.entry.exercise
        facts = library.exercises[slug].facts
        dose = dose_of(library, self.part.facts, place)
        is_new = self.before is not None and slug not in self.before
        replaced = library.exercises.get(entry.replaces)
        following = self.following.get(place.number)
        return views.RoutineEntry(
            id=self._id(place),
            number=place.number,
            title=facts.title,
            href=relative(url_of(Kind.EXERCISE, slug), self.page),
            dose=dose_display.entry_sentence(labels, dose, place),
            note=entry.note,
            not_if=tuple(labels.uncapitalised(sentence(rule)) for rule in facts.not_if),
            equipment=labels.listed(things(labels, library, (slug,))),
            guide=entry_guide(context, slug, dose, self.page),
            next=views.Link(
                f"#{self._id(following)}", library.exercises[following.entry.exercise].facts.title
            )
            if following
            else None,
            conditions=dose_display.conditions(labels, entry),
            news=labels["entry.new"] if is_new else "",
            replaces=list_rows.exercise_link(library, entry.replaces, self.page) if replaced else None,
        )

    def _id(self, place: Placed) -> str:
        """Return the id of an entry on the page; one that is kept from the phase before has another there."""
        fallback = f"{self.part.id}-{place.number}"
        return self.ids.get(place.loc, fallback) if place.number not in self.part.kept else fallback


# --- before and after ----------------------------------------------------------------------------------------------


def around(context: PageContext, steps: Iterable[Step], page: str) -> tuple[views.Around, ...]:
    """Return the steps of a warm-up or cool-down, an exercise or a routine as a link."""
    return tuple(_step(context, step, page) for step in steps)


def _step(context: PageContext, step: Step, page: str) -> views.Around:
    labels, library = context.labels, context.library
    if step.is_words:
        return views.Around(step.do)
    whole = dose_display.step_text(labels, library, step)
    kind, slug = (Kind.ROUTINE, step.routine) if step.routine else (Kind.EXERCISE, step.exercise)
    found = library.texts(kind).get(slug)
    if found is None:
        return views.Around(whole)
    before, title, after = whole.partition(found.facts.title)
    return views.Around(before, views.Link(relative(url_of(kind, slug), page), title), after)


# --- phases --------------------------------------------------------------------------------------------------------


def phases(
    context: PageContext,
    piece: ContentFile[Routine],
    parts: tuple[Part, ...],
    page: str,
    ids: Mapping[Loc, str],
) -> Iterator[views.ProgrammePhase]:
    """Return the phases of a programme, each with its parts; *ids* are those of the whole routine."""
    labels, library = context.labels, context.library
    earlier: tuple[Part, ...] = ()
    for n, phase in enumerate(piece.facts.phases):
        own = tuple(one for one in parts if one.number == n + 1)
        is_compared = n > 0 and not any(one.linked for one in (*earlier, *own))
        old = earlier[0] if is_compared and len(earlier) == 1 else None
        before = _all_of(earlier) if is_compared else None
        yield views.ProgrammePhase(
            id=ids["phases", n],
            number=n + 1,
            title=part_titles.phase_title(labels, library, phase, n + 1),
            note=phase.note,
            goal=phase.goal,
            move_on_when=phase.move_on_when,
            go_back_when=phase.go_back_when,
            left_out=_left_out(context, earlier, own, page) if old and len(own) == 1 else (),
            parts=tuple(part(context, one, page, ids, before) for one in own),
        )
        earlier = own


def _all_of(parts: tuple[Part, ...]) -> Part | None:
    """Return a part that has the entries of several."""
    if not parts:
        return None
    first, *others = parts
    return replace(first, entries=(*first.entries, *(place for one in others for place in one.entries)))


def _left_out(
    context: PageContext, earlier: tuple[Part, ...], own: tuple[Part, ...], page: str
) -> tuple[views.Link, ...]:
    now = {place.entry.exercise for one in own for place in one.entries}
    now |= {place.entry.replaces for one in own for place in one.entries}
    gone = dict.fromkeys(place.entry.exercise for one in earlier for place in one.entries)
    return tuple(list_rows.exercise_link(context.library, slug, page) for slug in gone if slug not in now)


def way(
    context: PageContext, piece: ContentFile[Routine], page_phases: tuple[views.ProgrammePhase, ...]
) -> Iterator[views.WayPoint]:
    """Return the phases as stages of a line."""
    for phase, shown in zip(piece.facts.phases, page_phases, strict=True):
        yield views.WayPoint(
            href=f"#{shown.id}",
            number=shown.number,
            title=shown.title,
            text=phase.goal or dose_display.schedule(context.labels, phase.schedule),
        )


# --- cards ---------------------------------------------------------------------------------------------------------


def card_pdfs(context: PageContext, slug: str, page: str) -> tuple[views.CardPdf, ...]:
    """Return the four PDFs of a card, those on the paper of the site first: as it is and in large print."""
    labels, first = context.labels, context.site.paper
    return tuple(
        views.CardPdf(
            href=relative(card_pdf_url(slug, paper, large=large), page),
            text=labels.text("pdf.name", kind=name, paper=labels.text(f"paper.{paper}")),
            paper=paper,
            is_other=paper != first,
        )
        for paper in sorted(("a4", "letter"), key=lambda paper: paper != first)
        for large, name in ((False, labels.text("pdf.normal")), (True, labels.text("pdf.large")))
    )
