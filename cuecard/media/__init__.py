"""Pictures, drawings, fonts and linked files as they are published.

In come files of authors, out come measured, cleaned and resized bytes with their URLs. It must never import pages;
what is foreign is opened in a limited child process only.
"""
