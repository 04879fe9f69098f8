"""Charts as numbers: where each bar, line and label stands; templates draw them as SVG.

All coordinates are whole numbers, which no language writes with a comma.
"""
