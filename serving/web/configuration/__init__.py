"""What the pages are started with, and where they find the ranking service."""
