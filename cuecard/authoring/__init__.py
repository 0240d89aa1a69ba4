"""What helps to write: new texts and sites, and JSON Schema for editors.

In come titles and kinds, out come new files and schemas. It must never import what builds a site.
"""
