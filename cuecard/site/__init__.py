"""Which pages there are, what each shows, and how it is rendered.

In comes a `Library`, out come views and bytes: a page is a function of its view and its template. It must never read
content, write files, or know what was built before.
"""
