"""One module for each kind of page: a function that makes its view, for the template of the same name.

In comes a `PageContext` and the name of a page, out comes a `Page`: a template with the view that it prints. A page
must never depend on anything else, on another page least of all. The views are in `cuecard.site.views`.
"""
