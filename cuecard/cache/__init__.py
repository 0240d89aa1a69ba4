"""Results that need not be computed again: stored by digest, sealed, and removed when no build uses them.

In come names and bytes or frozen values, out come the same or nothing. It must never import what produces them, and
never decide what may be skipped: that is `incremental`.
"""
