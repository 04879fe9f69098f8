"""Children taken out of what the pages keep."""
