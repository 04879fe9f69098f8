"""Figures of a ranking, their intervals, and the same by group."""
