"""Children taken out of a store and of files for good, and the proof that nothing of them is left."""
