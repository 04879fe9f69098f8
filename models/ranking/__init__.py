"""Ranked lists: order, expected hits, who is not scored, what should be known before a list is believed."""
