"""A body in space: joints and their angles, named poses, and the solver that sets a pose on what carries it.

In come the name of a pose and the angles that an author changes; out come points in centimetres (`Posture`), and the
bodies between two of them. Nothing here imports from `drawing` or `muscles`: a body does not know how it is drawn.
"""
