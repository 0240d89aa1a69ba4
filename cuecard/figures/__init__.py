"""People and things drawn from front matter as SVG.

In come poses, joint angles and props as plain values; out come frames, still and moving drawings, the muscle map. It
must never import the parser or a page: only `core`.
"""
