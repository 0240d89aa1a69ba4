"""Exercises of other collections turned into our texts.

In come files of strangers, out come checked Markdown files and a report of every loss. It must never write outside
its folder, nor import pages.
"""
