"""Sheets as a school keeps them: what may be wrong with one."""
