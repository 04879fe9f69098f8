"""Layouts of sheets, each of which gives facts: what a table of records would have in a row."""
