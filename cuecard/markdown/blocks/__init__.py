"""The blocks of a text as GitHub-flavoured Markdown has them: paragraphs, lists, quotations, code, tables, HTML.

In come the lines of a text, out comes Python-Markdown's tree of elements, whose inline marks are still to be read. It
must never read inline marks itself.
"""
