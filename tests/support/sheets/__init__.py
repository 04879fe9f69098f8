"""Workbooks as schools make them, invented: written by openpyxl, and what the import should make of them."""
