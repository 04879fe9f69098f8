"""Words and numbers for people, in Romanian and English."""
