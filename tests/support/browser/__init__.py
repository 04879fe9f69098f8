"""Real browsers on real servers of the pages, and what the pages say."""
