"""Exact Shapley values by look-up, and the reasons made of them."""
