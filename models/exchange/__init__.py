"""A version in one file, for an installation that cannot train: written, checked, registered elsewhere."""
