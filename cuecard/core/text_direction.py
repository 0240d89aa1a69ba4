"""In which script a language is written, and whether from right to left."""

from __future__ import annotations

_SCRIPTS = {
    "ar": "Arab", "ckb": "Arab", "dv": "Thaa", "fa": "Arab", "he": "Hebr", "iw": "Hebr", "nqo": "Nkoo", "prs": "Arab",
    "ps": "Arab", "sd": "Arab", "syr": "Syrc", "ug": "Arab", "ur": "Arab", "yi": "Hebr", "hi": "Deva", "ja": "Jpan",
    "ko": "Kore", "mr": "Deva", "ne": "Deva", "zh": "Hans", "yue": "Hant",
}  # fmt: skip
"""By language: its script where that is not Latin, and somebody asks."""
_RIGHT_TO_LEFT = frozenset(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"])
_TRADITIONAL = frozenset(["hk", "mo", "tw"])
"""Where Chinese is written in traditional characters."""

_ELSEWHERE = (("az", ["ir"]), ("ku", ["iq"]), ("ku", ["ir"]), ("pa", ["pk"]))
"""Languages and regions where they are written in Arabic letters, though not elsewhere."""


def script_of(language: str) -> str:
    """Return the code (ISO 15924) of the script of a language (BCP 47), such as `Latn`: what it says, or what is usual.

    Any that is not known here is `Latn`.
    """
    main, *others = language.lower().split("-")
    for one in others:
        if len(one) == 1:
            break  # an extension, such as -u-nu-arab
        if len(one) == 4 and one.isalpha():
            return one.capitalize()
    if main == "zh" and _TRADITIONAL.intersection(others):
        return "Hant"
    if (main, others[:1]) in _ELSEWHERE:
        return "Arab"
    return _SCRIPTS.get(main, "Latn")


def is_right_to_left(language: str) -> bool:
    """Return whether a language (BCP 47) is written from right to left."""
    return script_of(language) in _RIGHT_TO_LEFT
