"""The only writer of the site: files are staged, then all are put in place or none.

In come URLs with bytes, out comes a changed output folder, or an `OutputError` and the unchanged folder. It must
never import what renders pages.
"""
