"""What need not be built again, and how we know.

In come the last build's manifest and the library, out come only the pages that changed. It must never make a page
differ from one that is built from nothing.
"""
