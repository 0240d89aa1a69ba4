"""The preview: watches files, builds after each save, updates open pages.

In come saves and requests, out come responses and messages to browsers. It must never write to the author's output
folder.
"""
