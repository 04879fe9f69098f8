"""EduAlert's CSV to records."""
