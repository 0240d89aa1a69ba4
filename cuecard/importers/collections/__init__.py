"""One module for each collection that can be imported.

In come the files of that collection, out come records in our own keys, with losses. It must never write a file.
"""
