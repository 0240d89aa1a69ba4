"""Exercises of other collections become texts of ours: read, rewritten, named, written beside what is there."""
