"""Errors of libyaml in an author's words, at the place that needs the fix.

libyaml reports where it could not continue, often a line or more below the mistake, in terms of YAML. Here its error
and the text become a `Slip`. A pure function of both.
"""

from __future__ import annotations

import re

import yaml
from msgspec import Struct

from cuecard.parse.source_problems import LINE_END

TAG_HINT = "leave it out; a text that begins with ! needs quotes"
_FACTS_WITHOUT_BRACES = re.compile(
    r"(\s*(?:card|dose|pain|reviewed|schedule|video):) ((?:[a-z_]+: [^,:]+, )*[a-z_]+: [^,:]+)"
)
"""Several `key: value` pairs on the line of the key that they belong to."""


class Slip(Struct, frozen=True):
    """A mistake in front matter, from one offset of the block to another."""

    start: int
    end: int
    code: str
    message: str
    hint: str = ""


def explain(block: str, error: yaml.MarkedYAMLError) -> Slip:
    """Return the slip behind *error*, which libyaml raised over *block*."""
    return _Explainer(block, error).slip()


def without_colon(block: str, start: int) -> Slip:
    """Explain the line of *block* from *start* on, which has no colon, or none that is valid."""
    line = LINE_END.split(block[start:], maxsplit=1)[0].rstrip()
    tight = re.match(r"([\w-]+):(?=[^\s:/])", line)
    if tight:
        at = start + tight.end() - 1
        hint = f"write {tight[0]} {line[tight.end() :]}"
        return Slip(at, at + 1, "yaml", "a colon needs a space after it", hint)
    above = LINE_END.split(block[:start])
    item = re.match(r" *(?=- )", above[-2]) if len(above) > 1 else None
    if item and item.end() == len(above[-1]):
        message = "this line is neither an item nor a part of the item above"
        hint = "indent it further to continue the item, or begin it with a hyphen"
        return Slip(start, start + len(line), "indent", message, hint)
    hint = 'front matter is written as "key: value"; a line of three hyphens ends it'
    return Slip(start, start + len(line), "yaml", "this line has no colon", hint)


class _Explainer:
    """One error of libyaml, with the text around its place."""

    def __init__(self, block: str, error: yaml.MarkedYAMLError) -> None:
        self.block = block
        self.problem, self.context = error.problem or "", error.context or ""
        mark = error.problem_mark or error.context_mark
        self.at = min(mark.index, len(block)) if mark else 0
        """Where libyaml could not go on."""
        self.opened = error.context_mark.index if error.context_mark else self.at
        """Where that began which it was reading."""
        self.start = max(block.rfind("\n", 0, self.at), block.rfind("\r", 0, self.at)) + 1
        self.line = LINE_END.split(block[self.start :], maxsplit=1)[0]
        self.before = block[self.start : self.at]
        """The line as far as it was read."""
        self.indent = len(self.line) - len(self.line.lstrip(" \t"))

    def slip(self) -> Slip:
        problem, context = self.problem, self.context
        tab = self.line.find("\t", 0, self.indent)
        if tab >= 0 and ("tab" in problem or len(self.before) <= self.indent):
            hint = self._instead_of_tab()
            return self._one(self.start + tab, "a tab cannot indent front matter", hint, "tab")
        if problem.startswith("mapping values are not allowed"):
            return self._colon()
        if "quoted scalar" in context:
            return self._in_quotes()
        if "flow sequence" in context or "flow mapping" in context:
            return self._in_brackets()
        if "simple key" in context or "could not find expected ':'" in problem:
            return without_colon(self.block, self.opened)
        if any(word in context for word in ("an alias", "an anchor", "a block scalar", "a directive")):
            return self._beginning(self.opened)
        if problem.startswith(
            ("found character that cannot start", "mapping keys", "block sequence entries")
        ):
            return self._beginning(self.at)
        if "a tag" in context or "tag handle" in problem:
            return self._one(self.opened, "a tag (!) is not allowed here", TAG_HINT, "tag")
        return self._left_over()

    def _one(self, at: int, message: str, hint: str = "", code: str = "yaml") -> Slip:
        """Return a slip in one character."""
        return Slip(at, at + 1, code, message, hint)

    def _instead_of_tab(self) -> str:
        """Return the hint for a tab at the start of a line, judging by the line above."""
        lines = reversed(LINE_END.split(self.block[: self.start]))
        above = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
        content = above.lstrip(" ")
        usual = len(above) - len(content)
        if re.fullmatch(r"[^#]*:\s*(#.*)?", content):  # what belongs to that key follows
            return _spaces(usual + 2)
        key = re.match(r"\s*([\w-]+):(?:\s|$)", self.line)
        if key and (item := re.match(r"(?:- +)+", content)):
            if not re.match(r"[\w-]+:\s", content[item.end() :]):
                return "delete it"
            usual += item.end()
        if self.line[: self.indent].rstrip("\t") == " " * usual:
            return "delete it"
        hint = f"{_spaces(usual)} to line up with the line above"
        return f'{hint}; none if "{key[1]}" is a new key' if key else hint

    def _char(self, at: int) -> str:
        return self.block[at : at + 1]

    def _colon(self) -> Slip:
        """Explain a colon in the wrong place: inside a value, or after a line that should have had one."""
        if re.match(r"\s*(?:- +)*[^:\s][^:]*:\s", self.before):
            facts = _FACTS_WITHOUT_BRACES.fullmatch(self.line.rstrip())
            suggestion = f"{facts[1].strip()} {{{facts[2]}}}" if facts else _with_value_quoted(self.line)
            return self._one(
                self.at, "a colon inside a value needs quotes", f"write {suggestion}", "colon-in-value"
            )
        above = self.block[: self.start].rstrip("\r\n")
        above_start = max(above.rfind("\n"), above.rfind("\r")) + 1
        above_line = above[above_start:].rstrip()
        if above_line.strip() and ": " not in above_line and not above_line.endswith(":"):
            first = len(above_line) - len(above_line.lstrip())
            if above_line[first] != "-":
                return without_colon(self.block, above_start + first)
        return Slip(
            self.start + self.indent,
            self.at,
            "indent",
            "this line is indented as if it belonged to the line above",
            "begin it under the key that it belongs to",
        )

    def _in_quotes(self) -> Slip:
        if "unexpected" in self.problem:
            return self._unclosed_quote(self.opened)
        quote = self._char(self.opened)
        message = f"a backslash between {quote} and {quote} has a special meaning"
        hint = "write two backslashes for one, or put the text between ' and '"
        return self._one(self.block.rfind("\\", 0, self.at + 1), message, hint)

    def _unclosed_quote(self, opened: int) -> Slip:
        return self._one(opened, "this quotation mark is not closed", f"add {self._char(opened)}")

    def _in_brackets(self) -> Slip:
        """Between [ and ] or { and }: most often the closing one is missing, else a comma or quotes."""
        if slip := self._after_closed_value():
            return slip
        within = re.split(r"[\[{,]", self.before)[-1]
        key = re.match(r"\s*[\w-]+:\s+", within)
        if self._char(self.at) == ":" and key:
            read = within[key.end() :]
            if next_key := re.search(r"\s([a-z_]+)$", read):
                message = f'a comma is missing before "{next_key[1]}"'
                return Slip(self.at - len(next_key[1]), self.at, "yaml", message, 'write "," there')
            value = read + re.split(r"[,\]}\r\n]", self.block[self.at :], maxsplit=1)[0]
            hint = f"write {key[0].strip()} {quoted(value.strip())}"
            return self._one(self.at, "a colon inside a value needs quotes", hint, "colon-in-value")
        what, closing = ("list", "]") if self._char(self.opened) == "[" else ("brace", "}")
        return self._one(self.opened, f"this {what} is not closed", f'add "{closing}"')

    def _beginning(self, at: int) -> Slip:
        """Explain a value that begins with a special character."""
        char = self._char(at)
        if char == "\t":
            return self._one(at, "a tab is not allowed here", "use a space", "tab")
        hint = "put the value in quotes"
        if char == "*" and not self.block[self.start : at].strip():
            hint = "an item of a list begins with a hyphen; else put the text in quotes"
        elif char == "-":
            hint = "begin a list on a line of its own, or put the text in quotes"
        return self._one(at, f'a value cannot begin with "{char}"', hint)

    def _left_over(self) -> Slip:
        """Report text after the end of a value, where no other begins."""
        if slip := self._after_closed_value():
            return slip
        if "<document start>" in self.problem:
            hint = "delete the line of three dots, or the one that begins with %"
            return self._one(self.at, "a line above this one ends the front matter", hint)
        if self.before.endswith("\ufeff"):
            message = "there is a byte-order mark (U+FEFF) here"
            return self._one(self.at - 1, message, "delete it", "control-character")
        if "node content" in self.problem and self._char(self.at) == ",":
            return self._one(self.at, "there is nothing before this comma", "delete the comma")
        if len(self.before) > self.indent:
            reason = ": ".join(part for part in (self.context, self.problem) if part)
            return self._one(self.at, f"this cannot be read as YAML: {reason}")
        if self._char(self.at) == ":":
            return self._one(self.at, "a key is missing before this colon")
        return Slip(
            self.at,
            self.start + len(self.line.rstrip()),
            "indent",
            "this line does not line up with the lines above",
            "begin it in the same column as the key or the hyphen that it belongs beside",
        )

    def _after_closed_value(self) -> Slip | None:
        """Report more text on the line after a closing quotation mark or bracket."""
        before = self.before.rstrip()
        closing = before[-1:]
        if not closing or closing not in "\"'])}" or self.line[len(self.before) :].lstrip()[:1] in {"", ":"}:
            return None
        if closing in "\"'" and before.count(closing) % 2:  # it closes what was opened on a line above
            opening = re.compile(rf"(?:^|[\r\n]|[:,\[{{-])\s*(?={closing})")
            opened = [match.end() for match in opening.finditer(self.block, 0, self.start)]
            if opened:
                return self._unclosed_quote(opened[-1])
        hint = (
            "put all of it in quotes" if "flow" in self.context else f"write {_with_value_quoted(self.line)}"
        )
        return self._one(self.at, f"more text follows after {closing}, which ends the value", hint)


def _spaces(number: int) -> str:
    return f"use {'two' if number == 2 else number} spaces"


def _with_value_quoted(line: str) -> str:
    """Return a line with its value in quotes; an item that is text but seems to begin with a key, as a whole."""
    line = line.strip()
    lead = re.match(r"(?:-\s+)*(?:[a-z_]+:\s+)?", line)
    end = lead.end() if lead else 0
    value = line[end:]
    if re.fullmatch(r"(['\"]).+\1", value) and (value.count(value[0]) % 2 or _is_around_all(value)):
        value = value[1:-1]
    return line[:end] + quoted(value)


def _is_around_all(value: str) -> bool:
    """Return whether the outer quotation marks of *value* are around all of it: the next one opens, as in
    `"The "big" squat"`, not closes, as in `"Sit" and "stand"`.
    """
    at = value.find(value[0], 1)
    return value[at - 1].isspace() and at + 1 < len(value)


def quoted(value: str) -> str:
    """Return *value* in the quotation marks in which YAML reads it as it is."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
