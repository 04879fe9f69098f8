"""OneRoster 1.2 CSV to records."""
