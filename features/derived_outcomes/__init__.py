"""Outcomes that nobody wrote down, but that the records show."""
