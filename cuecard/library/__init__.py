"""All texts together: references, ladders, links and terms resolved, like the linker of a compiler.

In come parsed texts, out come a `Library` and problems. It must never import a page or write a file.
"""
