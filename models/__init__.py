"""Floor 1: from a feature table to a calibrated risk with reasons, and to a ranked list."""
