"""What was said twice in records, and how it counts once."""
