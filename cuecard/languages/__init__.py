"""Cuecard's own words in other languages than English, with the rules for plurals, lists and dates.

In comes the `language` of a site, out comes the table for it. `LANG.yaml` is written by people, and
`scripts/make_languages.py` compiles it with facts of CLDR into `compiled/LANG.json`, which a build reads. A build of an
English site must never import or read anything of this folder; this folder must never import the dose or a page.
"""
