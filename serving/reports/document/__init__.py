"""A report as data, and as a workbook."""
