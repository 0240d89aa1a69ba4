"""The way in: files of content become checked, frozen values."""
