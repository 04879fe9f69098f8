"""Sheets of another shape than a pupil a row, put into that shape; each cell keeps the place that it stands at."""
