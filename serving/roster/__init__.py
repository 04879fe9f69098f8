"""Who the children are: names under their pseudonyms, for their school's eyes, and the key that makes pseudonyms."""
