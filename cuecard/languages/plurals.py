"""Plural categories by the rules of CLDR, which `scripts/make_languages.py` has compiled.

A compiled rule is a category with its conditions: a list of alternatives, each a list of relations that must all hold.
A relation is `[operand, modulus, is_equal, [[low, high], ...]]`, as in `n % 10 = 2..4`; a modulus of 0 means none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Rules = Sequence[Any]
"""`[category, alternatives]` for each category but `other`, in the order of CLDR."""


def category(rules: Rules, number: str) -> str:
    """Return the plural category of a number as it is printed with a decimal point: "1", "1.5", "2.0"."""
    operands = _operands(number)
    for name, alternatives in rules:
        if any(all(_holds(one, operands) for one in relations) for relations in alternatives):
            return str(name)
    return "other"


def range_category(rules: Rules, ranges: Mapping[str, str], start: str, end: str) -> str:
    """Return the category of the range from *start* to *end*: *ranges* has it by the two of its ends.

    A pair that CLDR leaves out is `other`.
    """
    return ranges.get(f"{category(rules, start)} {category(rules, end)}", "other")


def _operands(number: str) -> Mapping[str, Fraction]:
    """Return what rules can ask of a number (UTS 35, "Operands")."""
    whole, _, fraction = number.partition(".")
    shown = fraction.rstrip("0")
    return {
        "n": abs(Fraction(number)),
        "i": Fraction(int(whole)),
        "v": Fraction(len(fraction)),
        "w": Fraction(len(shown)),
        "f": Fraction(int(fraction or 0)),
        "t": Fraction(int(shown or 0)),
        "e": Fraction(0),  # no number of ours is in compact notation
        "c": Fraction(0),
    }


def _holds(relation: Sequence[Any], operands: Mapping[str, Fraction]) -> bool:
    operand, modulus, is_equal, ranges = relation
    value = operands[operand]
    if modulus:
        value %= modulus
    is_inside = value.denominator == 1 and any(low <= value <= high for low, high in ranges)
    return is_inside is bool(is_equal)
