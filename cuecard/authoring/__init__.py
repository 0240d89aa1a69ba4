"""What helps an author to write: files to begin from, and what editors need to know of the keys."""
