"""Every feature: one function, one column, one catalogue entry of one name."""
