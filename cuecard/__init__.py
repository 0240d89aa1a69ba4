"""Cuecard: Markdown files of exercises become a site that people read, link to and print."""

__version__ = "0.1.0"
