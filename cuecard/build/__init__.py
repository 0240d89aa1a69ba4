"""The recipe: lock, read, check, render, write, record.

In come `Options`, out comes a `BuildReport`. It must never print, nor hold work that belongs to a phase.
"""
