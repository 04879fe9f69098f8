"""Imports: checked, written whole or not at all, and undone."""
