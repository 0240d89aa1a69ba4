"""Find, read, split, check and type each file of the content folder by itself.

In come files, out come `ContentFile` values with the line and column of every value, and problems. It must never look
at two files at once (that is `library`), nor import what shows them.
"""
