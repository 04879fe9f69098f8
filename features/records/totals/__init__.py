"""Totals of absences beside the single days that are in them, and where both say otherwise."""
