"""Views of support plans."""
