"""What the texts of other collections mean: sentences, steps, terms, languages.

In come strings of strangers, out come ours. They must never read or write a file.
"""
