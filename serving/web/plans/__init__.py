"""Support plans."""
