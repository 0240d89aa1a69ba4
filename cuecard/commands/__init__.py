"""What each word after `build.py` does: arguments in, messages and an exit code out."""
