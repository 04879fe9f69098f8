"""Labelled rows: labels, cohorts over dates, leakage, statistics of the records."""
