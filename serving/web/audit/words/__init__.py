"""The words of the log."""
