"""Headings of sheets: where they stand, and what each of them means."""
