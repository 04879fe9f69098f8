"""Tests, in the order of the house; what they share is in `support`."""
