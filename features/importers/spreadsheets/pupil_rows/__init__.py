"""Checks of the rows of pupils against each other, and one enrolment made of what all rows say of it."""
