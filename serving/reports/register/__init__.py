"""A month of one school's register, as known at a day."""
