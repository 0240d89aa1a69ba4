"""Inline marks of GitHub-flavoured Markdown that Python-Markdown lacks, and raw tags."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from cuecard.markdown.notices import Notices
from cuecard.markdown.raw_tags import ALLOWED, IN_TABLES, VOID, after_program

RAW_TAG = (
    r"""(<(?:(/?+[a-zA-Z][^\s"'<>@]*+)(?:\s+[^\s"'=<>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?+)*+\s*+/?"""
    r"""|!--(?:(?!<!--|-->).)*--)>)"""
)
STRUCK = r"~~(?![~\s])((?:[^~]|~(?!~))++)(?<!\s)~~(?!~)"
BARE_ADDRESS = r"""(?x)
    (?<![\w/@.:=+-]) (?:
      ((?:https?://|www\.) [\w-]+(?:\.[\w-]+)+ (?::\d+)? (?:[/?\#][^\s<>"\x02\x03]*)?)
    | ([\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[\w-]*\w)(?![\w@-]) )
"""
_TRAILING = "?!.,:*_~'\";"


class RawTag(HtmlInlineProcessor):
    """A raw tag of HTML in a sentence: kept if it is allowed and paired, otherwise only its words stay."""

    def __init__(self, pattern: str, md: markdown.Markdown, notices: Notices) -> None:
        super().__init__(pattern, md)
        self.notices = notices
        self.is_trusted = False
        self.open: Counter[str] = Counter()
        """How often each element was opened and not closed yet, kept and removed ones (with a `-`) apart."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - its name
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Return what takes the place of the tag."""
        start, end = m.start(0), m.end(0)
        raw = self.backslash_unescape(self.unescape(m.group(1)))
        written = m.group(2) or ""
        name = written.lower().strip("/")
        is_end = written.startswith("/")
        is_out_of_place = name in IN_TABLES and self.open["table"] <= 0
        if not written or self.is_trusted or (name in VOID and not is_out_of_place):
            return self.md.htmlStash.store(raw), start, end
        if name not in ALLOWED or is_out_of_place:
            if not is_end:
                self.notices.refuse(written)
                self.open[f"-{name}"] += 1
                return "", start, after_program(data, end, name)
            if self.open[f"-{name}"] <= 0:
                self.notices.add("tag-not-opened", raw, needle=raw)
            self.open[f"-{name}"] -= 1
            return "", start, end
        if is_end:
            if self.open[name] <= 0:
                self.notices.add("tag-not-opened", raw, needle=raw)
                return "", start, end
            self.open[name] -= 1
        elif not re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(data, end):
            self.notices.add("tag-not-closed", raw, needle=raw)
            return "", start, end
        else:
            self.open[name] += 1
        return self.md.htmlStash.store(raw), start, end


_TICKS = re.compile("`+")


def find_code(start: int, text: str) -> tuple[int, int | None]:
    """Return where the code begins whose backticks begin at *start*, and where it ends; None if it has no end."""
    opening = _TICKS.match(text, start)
    if not opening:
        return start, None
    for closing in _TICKS.finditer(text, opening.end()):
        if len(closing[0]) == len(opening[0]):
            return opening.end(), closing.start()
    return opening.end(), None


class Struck(InlineProcessor):
    """Words that are struck out, between `~~`."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the element."""
        element = Element("del")
        element.text = m.group(1)
        return element, m.start(0), m.end(0)


class BareAddress(InlineProcessor):
    """An address without marks: it becomes a link, without the punctuation after it."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: markdown.Markdown, tags: RawTag) -> None:
        super().__init__(pattern, md)
        self.tags = tags

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the link, unless it is inside another one."""
        if self.tags.open["a"] > 0:
            return None, None, None
        address = m.group(1) or m.group(2)
        while address[-1] in _TRAILING or (address[-1] == ")" and address.count("(") < address.count(")")):
            entity = re.search(r"&[a-zA-Z0-9]+;$", address)
            if address[-1] == ";" and not entity:
                break
            address = address[: entity.start() if entity else -1]
        link = Element("a")
        scheme = "mailto:" if m.group(2) else "http://" if address.startswith("www.") else ""
        link.set("href", scheme + address)
        link.text = AtomicString(address)
        return link, m.start(0), m.start(0) + len(address)


_NAME = r"[A-Za-z_\u00c0-\uffff][\w:.+#-]*"
_TOKEN = rf"""(?:\#{_NAME}|\.{_NAME}|[A-Za-z][\w:-]*=(?:"[^"\n]*"|'[^'\n]*'))"""
_LIST = (
    rf"""\{{(?::[ ]*|(?=[ ]*{_TOKEN}(?:[ ]+{_TOKEN})*[ ]*\}})[ ]*)"""
    r"""((?=[^\s}])(?:[^}\n"']|"[^"\n]*"|'[^'\n]*')*)\}"""
)


class Attributes(AttrListTreeprocessor):
    """Attributes in braces, only where they cannot be words: `{#id}`, `{.class}`, `{key="value"}` and `{: ...}`."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        forms = {
            "HEADER_RE": rf"[ ]+{_LIST}[ ]*$",
            "BLOCK_RE": rf"\n[ ]*{_LIST}[ ]*$",
            "INLINE_RE": f"^{_LIST}",
        }
        for name, form in forms.items():
            setattr(self, name, re.compile(form))


_UNDEFINED = re.compile(r"\[\^([^\[\]\s]+)\]|\]\[([^\[\]\n]*)\]")


class Undefined(Treeprocessor):
    """Reports references and footnotes that the text does not define, which are shown as they are written."""

    def __init__(self, md: markdown.Markdown, notices: Notices) -> None:
        super().__init__(md)
        self.notices = notices

    def run(self, root: Element) -> None:
        """Look through all texts but code."""
        for element in root.iter():
            for text in (element.text, element.tail):
                if text and "[" in text and not isinstance(text, AtomicString):
                    self.look(text)

    def look(self, text: str) -> None:
        """Report what *text* has."""
        for match in _UNDEFINED.finditer(text):
            if match[1] is not None:
                self.notices.add("undefined-footnote", match[1], needle=match[0])
            else:
                words = match[2] or text[text.rfind("[", 0, match.start()) + 1 : match.start()]
                self.notices.add("undefined-reference", words, needle=match[0])


class References(dict[str, Any]):
    """The references of a text, which know whether they were used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """Return the address and title of a reference."""
        self.used.add(name)
        return super().__getitem__(name)

    def clear(self) -> None:
        """Forget all."""
        super().clear()
        self.used.clear()
