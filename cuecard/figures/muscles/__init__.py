"""The map of muscles: a body from the front and from the back with some of its muscles in colour.

In come the ids of muscles; out comes SVG text. Nothing here imports from `body`, `scene` or `drawing`.
"""
