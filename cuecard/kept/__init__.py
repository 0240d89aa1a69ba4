"""What was worked out before and need not be again: results in a folder of their own, and whether anything changed."""
