"""Muscles, equipment and the everyday words for them, as data and as a lookup.

In come the YAML files here and a site's `vocabulary.yaml`; out come terms, unknown words and suggestions. It must
never import the parser.
"""
