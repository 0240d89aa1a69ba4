"""The card: its contents, its fit to each sheet, its PDF.

In come a routine and the library, out come `Card` values, fitted layouts and PDFs. It must never import a page.
"""
