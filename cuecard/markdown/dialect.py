"""Our dialect of Markdown, as one extension of Python-Markdown: GitHub-flavoured, with boxes, notes and definitions."""

from __future__ import annotations

import re
import string
from typing import Any

import markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.postprocessors import Postprocessor

from cuecard.markdown.blocks.builder import Builder
from cuecard.markdown.inline_marks import (
    BARE_ADDRESS,
    RAW_TAG,
    STRUCK,
    Attributes,
    BareAddress,
    RawTag,
    References,
    Struck,
    Undefined,
    find_code,
)
from cuecard.markdown.notices import Notices
from cuecard.markdown.raw_tags import without_unpaired
from cuecard.markdown.touching_stars import TouchingStars

BACK_TO_FOOTNOTE = "Back to footnote {} in the text"
"""The name of the link back from a footnote. Pages replace it by one in their own language."""


class Dialect(Extension):
    """Replaces the blocks of Python-Markdown by our own, and adds inline marks."""

    def __init__(self) -> None:
        super().__init__()
        self.notices = Notices()
        self.builder: Builder
        self.tags: RawTag
        self.references: References

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - its name
        """Register everything."""
        md.registerExtension(self)
        footnotes = FootnoteExtension(BACKLINK_TITLE=BACK_TO_FOOTNOTE)
        abbreviations: Any = AbbrExtension()
        for extension in (footnotes, abbreviations):
            extension.extendMarkdown(md)
        self.builder = Builder(md, self.notices)
        self.builder.footnotes, self.builder.abbreviations = footnotes, abbreviations.abbrs
        self.references = self.builder.references = References()
        md.references = self.references
        parser: Any = md.parser
        parser.parseChunk, parser.parseBlocks = self.builder.parse_chunk, self.builder.parse_blocks
        md.preprocessors.deregister("html_block")
        md.ESCAPED_CHARS = [*string.punctuation]
        self.tags = RawTag(RAW_TAG, md, self.notices)
        patterns = md.inlinePatterns
        patterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash_break", 185)
        patterns.register(self.tags, "html", 90)
        patterns.register(BareAddress(BARE_ADDRESS, md, self.tags), "bare_address", 85)
        patterns.register(Struck(STRUCK, md), "struck", 70)
        code: Any = patterns["backtick"]
        code.find_code_spans = find_code
        for name in ("reference", "image_reference"):
            references: Any = patterns[name]
            references.RE_LINK = re.compile(r"\[([^\]]*)\]")  # without a space before it
        md.treeprocessors.register(Undefined(md, self.notices), "undefined", 12)
        md.treeprocessors.register(TouchingStars(md, self.notices), "touching_stars", 11)
        md.treeprocessors.register(Attributes(md), "attr_list", 8)
        md.postprocessors.register(_PairedHtml(md, self), "paired_html", 31)

    def reset(self) -> None:
        """Forget the last text."""
        self.notices.clear()
        self.builder.clear()
        self.tags.open.clear()

    def trust(self, is_trusted: bool) -> None:
        """Keep raw HTML as it is, or not."""
        self.builder.is_trusted = self.tags.is_trusted = is_trusted


class _PairedHtml(Postprocessor):
    """Removes tags without counterpart from the blocks of raw HTML before these are put into the page."""

    def __init__(self, md: markdown.Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self.dialect = dialect

    def run(self, text: str) -> str:
        """Change the stash, and take out paragraphs for HTML of which nothing is left."""
        blocks = self.dialect.builder.html_blocks
        if blocks and not self.dialect.builder.is_trusted:
            stash: Any = self.md.htmlStash.rawHtmlBlocks
            texts = without_unpaired([(stash[n], line) for n, line in blocks], self.dialect.notices)
            for (n, _), html in zip(blocks, texts, strict=True):
                stash[n] = html
                if not html.strip():
                    text = text.replace(f"<p>{self.md.htmlStash.get_placeholder(n)}</p>", "")
        return text
