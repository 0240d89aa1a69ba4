"""What is in a picture and where: the words for things, the place of each body and thing, and the view.

In come the words of a figure and the bodies of its frames; out come bodies and things in one space, and where they are
seen from. Nothing here imports from `muscles` or makes SVG.
"""
