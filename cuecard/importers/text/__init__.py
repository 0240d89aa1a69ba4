"""The meaning of texts of other collections: sentences, steps, terms, languages.

In come strings of strangers, out come values in our own keys and words. It must never read or write a file.
"""
