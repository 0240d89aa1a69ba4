"""All words that readers see on pages and cards and in scripts, in English: the one table to translate.

The words of doses are a table of the same form, `cuecard.dose.reader_phrases`. The names of muscles, equipment and
poses are data: `cuecard/vocabulary/`. Messages for authors are not labels. Other languages are in `cuecard/languages/`.

A label is one text, or one for each plural category of its number, which is `{n}`. Other names in braces are filled in.
Templates, Typst and scripts hold no words of their own: templates get the labels as `labels`, scripts and Typst get
those that they need as JSON. The module may grow long, because it is one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from cuecard.core import language_marks, letter_case
from cuecard.core.phrase_table import PhraseTable, counted
from cuecard.site import english


class Labels(Struct, frozen=True, eq=False):
    """The words of one language. In a template `labels["stop-if"]`, in code `labels.text("stop-if")`."""

    language: str
    """The code of the language that the words are in, which may not be the language of the texts."""
    phrases: PhraseTable
    """By key."""
    doses: PhraseTable | None = None
    """The words of doses; None for those of English, which a build of bodies alone does not load."""
    digest: str = ""
    """Of all words of a language other than English, for what is made of them."""
    lowers: bool = True
    """Whether the first letter of an author's sentence may become small inside another sentence."""
    marked: str = ""
    """The language of the texts, where marks tell words from texts: `cuecard.core.language_marks`."""

    def text(self, key: str, **values: str) -> str:
        """Return the label *key* with its *values* filled in; `n` is the number that it agrees with.

        Raises:
            KeyError: if there is no such label, or a value is missing.

        """
        return self.phrases.say(key, **values)

    def __getitem__(self, key: str) -> str:
        """Return a label that is not filled in."""
        return self.text(key)

    def section(self, key: str) -> str:
        """Return the heading of a section with the plain text of a *key*; one without a label is named by its key."""
        return self.text(key) if self.phrases.has(key) else key.replace("_", " ").capitalize()

    def count(self, noun: str, number: int) -> str:
        """Return a number with its noun: `count("exercise", 3)` is "3 exercises"."""
        return self.ours(self.phrases.say(f"count.{noun}", n=str(number)))

    def family(self, family: str) -> Mapping[str, str]:
        """Return the labels whose keys begin with *family* and a dot, by the rest of the key: for Typst's JSON.

        Those with plural forms are left out; names in braces are not filled in.
        """
        start = f"{family}."
        return {
            key.removeprefix(start): self.ours(message)
            for key, message in self.phrases.table.items()
            if key.startswith(start) and isinstance(message, str)
        }

    def ours(self, text: str) -> str:
        """Return words of ours that are not labels, such as a dose, marked if they are in another language."""
        return text

    def english(self, text: str) -> str:
        """Return a word that is English whatever the language of the site, such as the name of a muscle."""
        return language_marks.ours(text) if self.marked else text

    def uncapitalised(self, text: str) -> str:
        """Return a sentence of an author for the inside of one of ours; German keeps its capitals."""
        return english.uncapitalised(text, self.language) if self.lowers else text

    def lower(self, text: str) -> str:
        """Return a name from the vocabulary for the inside of a sentence."""
        return letter_case.lower(text, self.language) if self.lowers else text

    def listed(self, words: Iterable[str]) -> str:
        """Return the words in a line: "a, b, c"."""
        return self.phrases.say("list.separator").join(words)

    def joined(self, words: Iterable[str]) -> str:
        """Return the words as a part of a sentence: "a, b and c"."""
        *before, last = words
        return self.text("list.last", before=self.listed(before), last=last) if before else last

    def date(self, day: date) -> str:
        """Return a date that is unambiguous in any country: 1 November 2026."""
        month = self.phrases.say(f"month.{day.month}")
        return self.ours(self.phrases.say("date", day=str(day.day), month=month, year=str(day.year)))


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

ENGLISH = Labels(
    "en",
    PhraseTable(
        {
            # Lists, numbers, dates.
            "list.separator": ", ",
            "list.last": "{before} and {last}",
            "range": "{low} to {high}",
            "count.exercise": counted("exercise", "exercises"),
            "count.phase": counted("phase", "phases"),
            "count.session": counted("session", "sessions"),
            "count.hour": counted("hour", "hours"),
            "count.minute": counted("minute", "minutes"),
            "date": "{day} {month} {year}",
            **{f"month.{n}": month for n, month in enumerate(_MONTHS, start=1)},
            # Around every page.
            "title": "{page} \N{EN DASH} {site}",
            "skip": "Skip to the content",
            "menu": "Menu",
            "nav": "Site",
            "nav.footer": "About this site",
            "nav.exercises": "Exercises",
            "nav.routines": "Routines",
            "nav.guides": "Guides",
            "nav.muscles": "Muscles",
            "nav.equipment": "Equipment",
            "draft": "This page is a draft.",
            "footer.site": "{site}.",
            "footer.site-by": "{site} by {author}.",
            "tags": "Tags",
            "tags.all": "All: {name}",
            "tags.lead": "Exercises, routines and guides by {name}.",
            "tags.description": "Exercises, routines and guides for: {name}.",
            "disclaimer": "General information, not personal medical advice.",
            # Levels and positions.
            "level.beginner": "Beginner",
            "level.intermediate": "Intermediate",
            "level.advanced": "Advanced",
            "position.standing": "Standing",
            "position.sitting": "Sitting",
            "position.kneeling": "Kneeling",
            "position.hands-and-knees": "On hands and knees",
            "position.supine": "Lying on your back",
            "position.prone": "Lying on your front",
            "position.side-lying": "Lying on your side",
            # The home page and its search.
            "home.pick": "Pick a routine",
            "find-exercise": "Find an exercise",
            "routines": "Routines",
            "guides": "Guides",
            "exercises": "Exercises",
            "by-term": "By",
            "by-term.muscle": "muscle",
            "by-term.or": "or by",
            "by-term.equipment": "equipment",
            "search": "Search",
            "search.placeholder": "Name or muscle",
            "filter.muscle": "Muscle",
            "filter.equipment": "Equipment",
            "filter.level": "Level",
            "filter.position": "Position",
            "filter.any": "Any",
            "filter.no-equipment": "Nothing needed",
            "filter.no-equipment.words": "no equipment bodyweight",
            "filter.clear": "Clear filters",
            "filter.found": {"one": "{found} of {n} exercise", "other": "{found} of {n} exercises"},
            "filter.none-found": "No matches. Try fewer words or clear the filters.",
            "no-exercises": "There are no exercises yet.",
            "card-link": "Card to print",
            "card-link.of": ": {title}",
            # Exercises.
            "facts": "Facts",
            "dose": "How much",
            "short.second": "{n} s",
            "short.minute": "{n} min",
            "dose.rest": "{unit} rest",
            "dose.each": "{unit} {side}",
            "not-if": "Do not start if",
            "start": "Start",
            "steps": "Steps",
            "step-link": "Link to step {n}",
            "cues": "Focus on",
            "mistakes": "Common mistakes",
            "breathing": "Breathing",
            "feel": "What you should feel",
            "goal": "What it trains",
            "equipment": "You need",
            "equipment.instead": "or {thing}",
            "equipment.list": "You need: {things}",
            "equipment.none": "No equipment",
            "also-called": "Also called",
            "also-called.list": "Also called: {names}",
            "in-routines": "In these routines",
            "in-routines.place": "{n} of {total}",
            "in-routines.previous": "Previous",
            "in-routines.next": "Next",
            # Easier and harder.
            "ladder": "Easier and harder",
            "ladder.here": "You are here",
            "ladder.easier": "Easier",
            "ladder.harder": "Harder",
            "ladder.easier-still": "Easier still",
            "ladder.harder-still": "Harder still",
            "ladder.made-easier": "This exercise, made easier",
            "ladder.made-harder": "This exercise, made harder",
            "ladder.further-down": "Further down",
            "ladder.further-up": "Further up",
            "ladder.between": "In between",
            "ladder.more": {"one": "{n} more exercise", "other": "{n} more exercises"},
            "ladder.more-up-to": {"one": "{n} more exercise, up to", "other": "{n} more exercises, up to"},
            "ladder.more-down-to": {
                "one": "{n} more exercise, down to",
                "other": "{n} more exercises, down to",
            },
            "move-up": "Move up when {condition}",
            "step-back": "Step back when {condition}",
            # Muscles and equipment.
            "muscles": "Muscles",
            "muscles.primary": "Main muscles",
            "muscles.secondary": "Also works",
            "muscles.deep": "too deep for the drawing",
            "muscles.map": "{title}: {muscles}.",
            "muscles.map-of-one": "Where it is: {muscle}.",
            "muscles.map-index": "Map of the muscles",
            "muscles.front": "Front",
            "muscles.back": "Back",
            "muscles.lead": "Each muscle by its everyday name, with the name that clinicians use beside it.",
            "muscles.several": "Several at once",
            "muscles.structures": "Tendons, joints and bands",
            "muscles.all": "All muscles",
            "term.filter": "Search and filter these exercises",
            "term.jumps": "By letter",
            "muscle.description": "Exercises that work: {muscle}.",
            "muscle.primary": "Works it most",
            "muscle.secondary": "Also works it",
            "equipment.title": "Equipment",
            "equipment.lead": "What the exercises need, and what you can use instead at home.",
            "equipment.all": "All equipment",
            "tool.description": "Exercises that use: {thing}.",
            "tool.exercises": "Exercises that use it",
            "tool.instead": "Or {thing}.",
            # Routines.
            "routine.exercises": "Exercises",
            "routine.time": "Time",
            "routine.time.about": "About {minutes}",
            "routine.time.at-least": "At least {minutes}",
            "routine.often": "How often",
            "routine.when": "When",
            "routine.for-whom": "Is it for you?",
            "purpose": "What it is for",
            "meant_for": "Who it is for",
            "starting_level": "Where to start",
            "entry_test": "Test yourself first",
            "routine.delivery": "How it is done",
            "how_chosen": "How it is fitted to you",
            "where": "Where",
            "with_whom": "Alone or together",
            "supervision": "Who watches",
            "taught_by": "Who teaches it",
            "at_home": "At home",
            "besides": "Besides the exercises",
            "expect": "What to expect",
            "keep_track": "Keep track",
            "keep_going": "Keep going",
            "follow_up": "Follow-up",
            "changes": "What has changed",
            "routine.before": "Before",
            "routine.after": "After",
            "routine.start": "Start",
            "routine.leave-out": "Leave it out if",
            "entry.optional": "Optional.",
            "entry.only-once": "Only once {condition}.",
            "entry.only-if": "Only if {condition}.",
            "entry.replaces": "In place of",
            "entry.new": "New",
            "choice.either": "Do one of these two",
            "choice.one": "Do one of these",
            "choice.some": "Do {n} of these {total}",
            "choice.or": "or",
            "group.plain": "In turn",
            "group.superset": "Superset",
            "group.circuit": "Circuit",
            "needs.or": "{one} or {other}",
            "needs.perhaps": "perhaps {things}",
            "step.dose": "{what}: {dose}",
            "step.routine": "the routine \u201c{title}\u201d",
            "programme.phases": "Phases",
            "programme.sessions": "Sessions",
            "programme.in-turn": "{sessions}, in turn",
            "programme.way": "From start to goal",
            "programme.phase": "Phase {n}",
            "programme.session": "Session {n}",
            "programme.goal": "Goal",
            "programme.rest": "A day of rest.",
            "programme.rest-title": "Rest",
            "programme.move-on": "Move on when",
            "programme.go-back": "Go back when",
            "programme.no-longer": "No longer",
            "programme.part-of": "{whole}, {part}",
            "programme.card-title": "{routine}: {part}",
            "programme.in-routine": "See the routine",
            "routine.progress": "Make it harder or easier",
            "routine.move-up": "Move up when",
            "routine.step-back": "Step back when",
            "entry.all-steps": "All steps",
            "entry.boxes": "Sets done",
            "entry.left": "Left",
            "entry.right": "Right",
            "entry.done": "Done",
            "entry.next": "Next",
            "pdf.fold": "PDF and large print",
            "rule-of": "{exercises}: {rule}",
            "pdf.normal": "PDF",
            "pdf.large": "Large print",
            "pdf.name": "{kind}, {paper}",
            "paper.a4": "A4",
            "paper.letter": "Letter",
            # Guides.
            "contents": "On this page",
            "guide.start": "Go to the routine",
            "guide.routines": "Routines in this guide",
            "guide.exercises": "Exercises in this guide",
            # Safety.
            "safety": "Stay safe",
            "safety.all": "All safety rules",
            "stop-if": "Stop if",
            "emergency": "Emergency if",
            "urgent": "Get help today if",
            "soon": "Book an appointment if",
            "lifted": "What is different here",
            "scale": "{name}: what your number means",
            "scale.rate": "Rate it from {low} to {high}.",
            "scale.end": "{number} ({meaning})",
            "scale.only": "Only for {exercises}.",
            "scale.only-in": "{name} in {exercises}",
            "scale.line": "{name} from {low} to {high}: {steps}.",
            "scale.step": "{range}: {verdict}",
            "scale.separator": "; ",
            "scale.do-more": "Do more",
            "scale.do-more.advice": "Go a little faster, further or heavier.",
            "scale.carry-on": "Carry on",
            "scale.carry-on.advice": "This much is all right.",
            "scale.do-less": "Do less",
            "scale.do-less.advice": "Make the movement smaller or slower, or take the easier version.",
            "scale.stop": "Stop",
            "scale.stop.advice": "End this exercise for today.",
            "pain": "How much pain is all right",
            "pain.name": "Pain",
            "pain.rate": "Rate it from 0 (none) to 10 (the worst you can imagine).",
            "pain.none": "none",
            "pain.worst": "worst",
            "pain.settle": "Pain should be back to its usual level within {hours}. "
            "If it is not, do less next time.",
            # Pictures, videos, sources, reviews.
            "table": "Table",
            "footnote.back": "Back to footnote {n} in the text",
            "picture.credit": "Picture: {credit}",
            "movement": "Pictures of the movement",
            "movement.pause": "Pause",
            "video": "Video",
            "video.title": "{title}: video",
            "video.address": "Video: {address}",
            "video.plays-from": "Plays from {provider}. Nothing is loaded from there until you press play.",
            "video.elsewhere": "Opens another site.",
            "sources": "Sources",
            "review.by": "Checked by {name} on {date}.",
            "review.and-again": "{review} Due to be checked again by {date}.",
            "review.none": "No clinician has checked this page yet. "
            "It is general information, not personal medical advice.",
            "review.overdue": "This page was due to be checked again by {date}, and has not been yet.",
            # Old addresses and missing pages.
            "moved": "This page has moved",
            "moved.link": "Go to where it is now",
            "not-found": "This page is not here",
            "not-found.text": "The link may be old or mistyped. "
            "All exercises, routines and guides can be found from the home page.",
            "not-found.link": "Go to {site}",
            # Cards, in the browser and as PDF.
            "card.title": "{routine}: card to print",
            "card.back": "Back to the routine",
            "card.print": "Print",
            "card.for": "For",
            "card.from": "From",
            "card.rest-days": {"one": "Rest on the other {n} day.", "other": "Rest on the other {n} days."},
            "card.not-if": "Do not start if",
            "card.before": "Before",
            "card.you-need": "You need",
            "card.needs": "You need:",
            "card.after": "After",
            "card.move-up": "Move up when",
            "card.move-up.to": "Move up to: {title}.",
            "card.move-up.plain": "Move up to",
            "card.step-back": "Step back when",
            "card.goal": "Goal: {goal}",
            "card.move-on": "Move on when",
            "card.move-on.to": "Next: {title}.",
            "card.move-on.plain": "Next",
            "card.go-back": "Go back when",
            "card.go-back.to": "Then: {title}.",
            "card.go-back.plain": "Before",
            "card.step-back.to": "Then: {title}.",
            "card.step-back.plain": "Step back to",
            "card.skip-if": "Skip if",
            "card.safety": "Safety",
            "card.stop-if": "Stop if",
            "card.emergency": "Emergency if",
            "card.urgent": "Get help today if",
            "card.soon": "Book an appointment if",
            "card.scale": "{name}:",
            "card.scale.end": "{number}: {meaning}",
            "card.lifted": "Different here:",
            "card.pain.text": "0 is no pain, 10 the worst. Pain should be back to usual within {hours}. "
            "If not, do less next time.",
            "card.credits": "Pictures:",
            "card.version": "Version: {version}.",
            "card.log": {"one": "Boxes to tick for {n} week", "other": "Boxes to tick for {n} weeks"},
            "card.week": "Week {number}",
            "card.weeks": "Week",
            "card.left": "L",
            "card.right": "R",
            "card.sides": "L: left, R: right",
            "card.this-routine": "This routine",
            "card.this-routine.short": "Routine",
            "card.the-video": "The video",
            "card.the-video.short": "Video",
            "card.other-side": "When to get help, how to go on and boxes to tick: on the other side.",
            "card.side": "Side {number} of {total}",
            "card.sheet": "Sheet {number} of {total}",
        }
    ),
)
