"""Requests and answers over HTTP: which are let in, in which order, and what is said of a mistake."""
