"""Reports that a school's secretary owes each month, from the same records as the list."""
