"""Checked records in memory: what they hold, their fingerprint, what of them was known when."""
