"""UCI Student Performance to records."""
