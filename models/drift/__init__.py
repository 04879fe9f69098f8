"""Drift: whether what schools write down has changed since a model was trained."""
