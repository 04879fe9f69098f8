"""Open University Learning Analytics Dataset to records."""
