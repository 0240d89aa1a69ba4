"""Bodies and things in space, as SVG.

In come bodies in their places, things and the side that they are seen from; out comes SVG text. Nothing here imports
from `cuecard.parse` or reads a word of an author: what words mean is for `scene` and `body` to say.
"""
