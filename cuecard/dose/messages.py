"""All words that readers see of a dose, in English: the one table to translate.

Each message is one complete phrase, as far as another language's grammar may need it: where words have to
agree, as a side and its adjective do, each pair is a separate message. A message with two forms chooses by its
number. Names in braces are filled in; the number of a message is `{n}`.
"""

from __future__ import annotations

from cuecard.core.messages import Messages, counted
from cuecard.dose.sides import ONE_SIDE, PARTS


def _most(many: str) -> str:
    return f"as many {many} as you can"


_WITH = frozenset(["arm", "hand", "shoulder", "elbow", "wrist", "thumb", "eye", "ear"])
_UNITS = {
    "m": ("metre", "metres"),
    "km": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"),
    "mi": ("mile", "miles"),
    "yd": ("yard", "yards"),
    "ft": ("foot", "feet"),
    "breath": ("breath", "breaths"),
    "contact": ("contact", "contacts"),
    "flight": ("flight", "flights"),
    "jump": ("jump", "jumps"),
    "lap": ("lap", "laps"),
    "length": ("length", "lengths"),
    "letter": ("letter", "letters"),
    "line": ("line", "lines"),
    "page": ("page", "pages"),
    "round": ("round", "rounds"),
    "stair": ("stair", "stairs"),
    "step": ("step", "steps"),
    "stride": ("stride", "strides"),
    "swallow": ("swallow", "swallows"),
    "throw": ("throw", "throws"),
    "turn": ("turn", "turns"),
    "word": ("word", "words"),
}
_VERBS = {
    "lower": ("lower for {time}", "lower as fast as you can", "no lowering"),
    "lift": ("lift for {time}", "lift as fast as you can", "no lift"),
    "pause": ("pause for {time}", "pause briefly", "no pause"),
}

ENGLISH = Messages(
    {
        # Numbers and times.
        "range": "{low} to {high}",
        "at least": "{quantity} or more",
        "at least@counted": "{n} or more",
        "at most": "up to {quantity}",
        "at most@counted": "up to {n}",
        "most.floor": "{most} (at least {low})",
        "most.cap": "{most} (up to {high})",
        "most.both": "{most} (at least {low}, up to {high})",
        "second": counted("second", "seconds"),
        "minute": counted("minute", "minutes"),
        "hour": counted("hour", "hours"),
        "time.and": "{more} {less}",
        "count of": "a count of {n}",
        # Counted things.
        "sets": counted("set", "sets"),
        "sets.most": _most("sets"),
        "reps": counted("rep", "reps"),
        "reps.most": _most("reps"),
        "holds": counted("hold", "holds"),
        "holds.most": _most("holds"),
        "weeks": counted("week", "weeks"),
        "days": counted("day", "days"),
        "times": counted("time", "times"),
        **{f"unit.{unit}": counted(*words) for unit, words in _UNITS.items()},
        "unit.own": "{n} {unit}",
        **{f"unit.{unit}.most": _most(many) for unit, (_, many) in _UNITS.items()},
        **{f"unit.{unit}.most": "as far as you can" for unit in ("m", "km", "cm", "mi", "yd", "ft")},
        "unit.own.most": "as many {unit} as you can",
        "time.most": "as long as you can",
        "weight.kg": "{n} kg",
        "weight.lb": "{n} lb",
        "weight.body": "body weight",
        "weight.body.plus": "body weight plus {weight}",
        "weight.body.less": "body weight less {weight}",
        "percent_1rm": "{n}% of the most you can lift once (1RM)",
        # The work.
        "sets of": "{sets} of {measure}",
        "sets each of": "{sets}, each of {measure}",
        "sets each for": "{sets}, each for {measure}",
        "sets each": "{sets}, each {measure}",
        "in total": "{measure} in total",
        "hold for": "hold for {time}",
        "holds of": "{holds} of {time}",
        "holds each": "{holds} in total, {time} each",
        "work on side": "{work} {side}",
        "work alternating": "{work}, alternating sides",
        "alternating": "alternating sides",
        "in turn": "{sets}: {first}",
        "then": "{before}, then {next}",
        "then, of several facts": "{before}; then {next}",
        "left and right": "left side: {left}; right side: {right}",
        "left": "left side only: {left}",
        "right": "right side only: {right}",
        **{f"side.each.{part}": f"{'with' if part in _WITH else 'on'} each {part}" for part in PARTS},
        **{
            f"side.{one}.{part}": f"{'with' if part in _WITH else 'on'} the {one} {part} only"
            for part in PARTS
            for one in ONE_SIDE
        },
        "until": "until {condition}",
        "work until": "{work}, or until {condition}, whichever comes first",
        "sets each until": "{sets}, each until {condition}",
        "sets each of, or until": "{sets}, each of {measure} or until {condition}, whichever comes first",
        "stop early": "stop early once {condition}",
        "stop set early": "stop a set early once {condition}",
        "again and again": "again and again: {parts}",
        "in all": "{time} in all",
        "in all@at most": "at most {time} in all",
        "in all.day": "{time} a day in all",
        "in all.day@at most": "at most {time} a day in all",
        "in all.week": "{time} a week in all",
        "in all.week@at most": "at most {time} a week in all",
        "every set": "in every set: {facts}",
        # Intervals.
        "interval": "{name} for {time}",
        "interval.distance": "{name} {distance}",
        "repeated": {"one": "once: {parts}", "other": "{n} times: {parts}"},
        "repeated within": {"one": "once ({parts})", "other": "{n} times ({parts})"},
        # How.
        "hold each rep": "holding each rep for {time}",
        "tempo": "tempo {numbers} ({phases})",
        "tempo.named": "tempo ({phases})",
        **{f"phase.{name}": words[0] for name, words in _VERBS.items()},
        **{f"phase.{name}.fast": words[1] for name, words in _VERBS.items()},
        **{f"phase.{name}.none": words[2] for name, words in _VERBS.items()},
        "phase.own": "{name} for {time}",
        "phase.own.fast": "{name} as fast as you can",
        "phase.own.none": "no {name}",
        "breath": "each breath: {phases}",
        "breath.in": "in for {time}",
        "breath.hold": "hold for {time}",
        "breath.out": "out for {time}",
        "breath.pause": "wait for {time}",
        "phases": "{before}, {next}",
        "breaths": "{before}, then {next}",
        "cadence": "at {amount} a minute",
        "load": "load: {load}",
        "load in words": "{load} ({words})",
        "weight": "load: {weight}",
        "band": "band: {band}",
        "effort": "at an effort of {effort}",
        "effort.of ten": "{n} out of 10",
        "effort.rpe": "{n} out of 10 (RPE)",
        "effort.borg": "{n} on the Borg scale from 6 to 20",
        "rir": {
            "one": "stopping when you could do {n} more rep",
            "other": "stopping when you could do {n} more reps",
        },
        "rir.none": "stopping only when you could not do another rep",
        "pulse": "at a pulse of {n} beats a minute",
        "rest": "rest {time}",
        "rest.none": "no rest",
        "rest between sets": "rest {time} between sets",
        "rest between sets.none": "no rest between sets",
        "rest between reps": "rest {time} between reps",
        "rest after": "rest {time} before the next exercise",
        "set every": "starting a set every {time}",
        "set every.minute": "starting a set every minute",
        # How often and how long.
        "once a day": "once a day",
        "twice a day": "twice a day",
        "a day": "{n} times a day",
        "a week": {"one": "{n} day a week", "other": "{n} days a week"},
        "every day": "every day",
        "every.minute": {"one": "every minute", "other": "every {n} minutes"},
        "every.hour": {"one": "every hour", "other": "every {n} hours"},
        "every.day": "every {n} days",
        "every.week": "every {n} weeks",
        "every.day.other": "every other day",
        "while awake": "{often} while awake",
        "on days": "on {days}",
        "days.list": "{before}, {next}",
        "days.last": "{before} and {next}",
        **{
            f"day.{n}": day
            for n, day in enumerate(
                ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
            )
        },
        "for weeks": "for {weeks}",
        "for weeks@at least": "for at least {weeks}",
        "for weeks@at most": "for at most {weeks}",
        "in weeks": {"one": "in week {n}", "other": "in weeks {n}"},
        "in weeks@at least": "from week {n} on",
        "in weeks@at most": "until week {n}",
        "often for weeks": "{often} {weeks}",
        # Joints.
        "facts": "{before}, {next}",
        "facts, after several": "{before}; {next}",
        # Labels of single facts.
        "label.sets": "Sets",
        "label.reps": "Reps",
        "label.time": "Time",
        "label.distance": "Distance",
        "label.amount": "Amount",
        "label.intervals": "In turn",
        "label.until": "Until",
        "label.in_all": "In all",
        "label.side": "Side",
        "label.left": "Left",
        "label.right": "Right",
        "label.hold": "Hold",
        "label.tempo": "Tempo",
        "label.breath": "Breath",
        "label.cadence": "Pace",
        "label.weight": "Load",
        "label.band": "Band",
        "label.load": "Load",
        "label.percent_1rm": "Load",
        "label.effort": "Effort",
        "label.pulse": "Pulse",
        "label.rest": "Rest",
        "label.often": "How often",
        "label.weeks": "How long",
        "label.in_weeks": "When",
        "value.total": "{value} in total",
        "value.each rep": "{time} each rep",
        "value.none": "none",
        "value.side.alternating": "alternating",
        **{f"value.side.each.{part}": f"each {part}" for part in PARTS},
        **{f"value.side.{one}.{part}": f"{one} {part} only" for part in PARTS for one in ONE_SIDE},
        "value.listed": "{before}, then {next}",
        "value.tempo": "{numbers} ({phases})",
        "value.between reps": "{time} between reps",
        "value.after": "{time} before the next exercise",
        "value.set every": "a set every {time}",
    }
)

TABLES = {"en": ENGLISH}
"""By code of the language."""
