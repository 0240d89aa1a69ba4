"""A dose as plain data for `exercises.json`, and back as an author would write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from cuecard.dose.frequency import times_in_days, written_weeks
from cuecard.dose.parse import SECONDS as _SECONDS
from cuecard.dose.quantities import (
    DAYS,
    LENGTHS,
    BodyWeight,
    Bound,
    Breath,
    Days,
    Decimals,
    Every,
    InAll,
    Interval,
    Measure,
    Range,
    Repeated,
    Seconds,
    Tempo,
    Until,
)

Data = Any
"""Numbers, texts, and lists and mappings of them."""


def as_data(facts: Iterable[tuple[str, Any]]) -> dict[str, Data]:
    """Return a dose or a schedule for `exercises.json`: the keys of the front matter that have a value.

    Times are seconds (a `rest` of 0 means none); a range is `{"min": 8, "max": 12}`, a single value a plain number, an
    open end is left out; what has a unit names it; a list has a value for each set; the rest is text.
    """
    return {
        key: {"until": value.text} if key == "weeks" and isinstance(value, Until) else _data(value)
        for key, value in facts
        if value is not None
    }


def _data(value: Any) -> Data:
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return [_data(one) for one in value]
    if isinstance(value, Range):
        return _quantity(value)
    if isinstance(value, BodyWeight):
        result: dict[str, Data] = {"body_weight": True}
        if value.extra:
            result["less" if value.is_help else "plus"] = _data(value.extra)
        return result
    if isinstance(value, Interval):
        key = "reps" if value.is_counted else "time"
        if isinstance(value.measure, Measure):
            key = "distance" if value.measure.unit in LENGTHS else "amount"
        return {"do": value.name, key: _data(value.measure)}
    if isinstance(value, Repeated):
        return {"times": value.times, "of": _data(value.parts)}
    if isinstance(value, Every):
        result = {"every": value.low if value.low == value.high else {"min": value.low, "max": value.high}}
        return result | {"unit": value.unit} | ({"awake": True} if value.is_awake else {})
    if isinstance(value, Days):
        return {"days": [DAYS[number].lower() for number in value.numbers]}
    if isinstance(value, InAll):
        time = _data(value.time)
        return (
            {**(time if isinstance(time, dict) else {"value": time}), "per": value.per} if value.per else time
        )
    if isinstance(value, Until):
        return value.text
    if isinstance(value, BaseModel):
        return as_data(value)
    return str(value)


def _quantity(value: Range) -> Data:
    has_halves = isinstance(value, Measure | Decimals)
    low, high = (_number(end) if has_halves else end for end in (value.low, value.high))
    result: dict[str, Data] = {"min": low, "max": high}
    if value.bound is Bound.MOST:
        ends = {key: end for key, end in result.items() if end}
        result = {"as_many_as_possible": True} | ends
    elif value.bound is Bound.AT_LEAST:
        result = {"min": low}
    elif value.bound is Bound.AT_MOST:
        result = {"max": high}
    elif low == high:
        result = {"value": low}
    if isinstance(value, Measure):
        return result | {"unit": value.unit}
    return result["value"] if result.keys() == {"value"} else result


def _number(hundredths: int) -> int | float:
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


# --- as it is written ---------------------------------------------------------------------------------------


def as_written(facts: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Write a dose or a schedule as front matter that reads as the same value: texts, lists and mappings."""
    return {key: _written(key, value) for key, value in facts if value is not None}


def _written(key: str, value: Any) -> Any:
    if key.startswith("rest") and value == Seconds(0, 0):
        return "none"
    if key == "weeks":
        return written_weeks(value)
    if key in {"until", "rest_until"}:
        return value.text
    if value is True:
        return "true"
    if isinstance(value, Repeated):
        return {"times": str(value.times), "of": [_written_part(one) for one in value.parts]}
    if isinstance(value, Interval):
        return _written_part(value)
    if isinstance(value, tuple):
        return [_written(key, one) for one in value]
    if isinstance(value, Breath) or (isinstance(value, Tempo) and not value.numbers):
        return str(value).split(", ")
    if key == "per_week" and value == Range(7, 7):
        return "daily"
    return as_written(value) if isinstance(value, BaseModel) else str(value)


def _written_part(part: Interval) -> str:
    measure = part.measure
    if isinstance(measure, Measure) and measure.unit == "m":
        return f"{part.name} {str(measure).removesuffix(' m')} metres"
    return str(part)


# --- from data that somebody else may have made --------------------------------------------------------------


def written_from(data: object) -> dict[str, Any]:
    """Turn the output of `as_data` into front matter, whatever else it holds: errors are reported when it is read."""
    if not isinstance(data, Mapping):
        return {}
    return {str(key): _from(str(key), value) for key, value in data.items() if key != "sentence"}


def schedule_from(data: object) -> dict[str, Any]:
    """Do the same for a schedule; up to form 1 of the file, a `per_week` above 7 was times a week."""
    times = data.get("per_week") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(times, int) or not 7 < times < 100:
        return written_from(data)
    per_day, days = times_in_days(times)
    return written_from(data) | {"per_day": per_day, "per_week": days}


def _from(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_from("part" if key == "intervals" else key, one) for one in value[:100]]
    if isinstance(value, Mapping):
        return _from_mapping(key, value)
    if key in _SECONDS and isinstance(value, int) and not isinstance(value, bool):
        return "none" if key.startswith("rest") and value == 0 else _time(value)
    if key in {"tempo", "breath"} and isinstance(value, str) and "," in value:
        return [part.strip() for part in value.split(",")]
    if key == "per_week" and value == 7:
        return "daily"
    return "true" if value is True and key == "each_way" else _scalar(value)


def _from_mapping(key: str, value: Mapping[Any, Any]) -> Any:
    if key in {"left", "right"}:
        return written_from(value)
    if key == "weeks" and "until" in value:
        return f"until {_scalar(value['until'])}"
    if "times" in value and "of" in value:
        return {"times": _scalar(value["times"]), "of": _from("intervals", value["of"])}
    if "do" in value:
        key = next((key for key in ("time", "amount", "reps") if key in value), "distance")
        length = f"{_from(key, value.get(key))}{' times' if key == 'reps' else ''}"
        length = f"{length.removesuffix(' m')} metres" if str(length).endswith(" m") else length
        return f"{_scalar(value['do'])} {length}"
    if "days" in value and isinstance(value["days"], list):
        return " ".join(_scalar(day).capitalize() for day in value["days"][:7])
    if "every" in value:
        every = _ends("", value["every"]) if isinstance(value["every"], Mapping) else _scalar(value["every"])
        words = f"every {every} {_scalar(value.get('unit'))}{'' if every == '1' else 's'}".replace(" 1 ", " ")
        return f"{words} while awake" if value.get("awake") is True else words
    if "body_weight" in value:
        signs = {"plus": "+", "less": "-"}
        more = [f" {sign} {_from('weight', value[one])}" for one, sign in signs.items() if one in value]
        return f"body weight{''.join(more)}"
    per = f" a {_scalar(value['per'])}" if value.get("per") else ""
    return f"{_ends(key, value)}{per}"


def _ends(key: str, value: Mapping[Any, Any]) -> str:
    """Write a quantity with ends, one of which may be open, and perhaps a unit."""
    unit = _scalar(value.get("unit"))
    low, high, single = (value.get(end) for end in ("min", "max", "value"))

    def with_unit(number: object) -> str:
        if key in _SECONDS and not unit and isinstance(number, int):
            return _time(number)
        return f"{_scalar(number)} {'degrees' if key == 'angle' else _unit(unit, number)}".strip()

    if value.get("as_many_as_possible") is True:
        much = "long" if key in _SECONDS else "far" if key == "distance" else f"many {_unit(unit, 0)}".strip()
        floor = f" at least {with_unit(low)}" if low else ""
        cap = f" up to {with_unit(high)}" if high else ""
        return f"as {much} as you can{floor}{cap}"
    if single is not None:
        return with_unit(single)
    if low is not None and high is not None:
        if unit or key not in _SECONDS:
            between = f"{_scalar(low)}-{with_unit(high)}"
            return f"for {between}" if key == "weeks" else between
        if isinstance(low, int) and isinstance(high, int) and low % 60 == high % 60 == 0:
            return f"{low // 60}-{high // 60} min"
        return f"{_scalar(low)}-{_scalar(high)} s"
    if low is not None:
        return f"at least {with_unit(low)}" if key == "weeks" else f"{with_unit(low)} or more"
    return f"up to {with_unit(high)}"


def _unit(unit: str, number: object) -> str:
    return Measure(0, 0, unit=unit).word(100 if number == 1 else 0) if unit else ""


def _time(seconds: int) -> str:
    if seconds > 60 and seconds % 60 and seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02}"
    return f"{seconds // 60} min" if seconds and seconds % 60 == 0 else f"{seconds} s"


def _scalar(value: object) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, list | Mapping):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
