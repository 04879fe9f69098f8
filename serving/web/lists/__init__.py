"""Lists that were shown."""
