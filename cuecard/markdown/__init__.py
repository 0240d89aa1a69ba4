"""Markdown bodies converted to safe HTML that is cut open at every link.

In comes the text of one body, out comes a `Body`; hostile text ends as an error in bounded time. It must never import
the parser of front matter or the library: links are resolved there.
"""
