"""Children of several pseudonyms."""
