"""What is known of a child, counted from the records and laid out as charts."""
