"""The feature table of a cohort at an as-of date, and what describes it."""
