"""People and their ways in, for administrators."""
