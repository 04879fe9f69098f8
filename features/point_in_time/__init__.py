"""Records as seen at an as-of date: calendar, sorted events, cohort, snapshot."""
