"""Headings of files: the columns they name, how they are told, and columns that others give."""
