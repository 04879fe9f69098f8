"""People and decisions that were invented with the children of a demo, so that every page has something on it."""
