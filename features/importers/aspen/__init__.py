"""Exports of Aspen X2, as Student Insights reads them, to records."""
