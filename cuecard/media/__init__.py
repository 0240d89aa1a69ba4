"""Pictures, drawings, fonts and linked files as they are published.

In come files of authors, out come measured, cleaned and resized bytes with their URLs. It must never import pages;
it opens these files only in a limited child process.
"""
