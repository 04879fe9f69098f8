"""What do lists made school by school find, counted list by list over all orders of tied children?"""

from collections.abc import Sequence
from itertools import pairwise, permutations
from math import floor

Row = tuple[str, str, float, int]  # school, date, score, outcome


def school_lists_by_hand(rows: Sequence[Row], capacity: float) -> tuple[float, float, int]:
    """Return the cases found, the mean over every order of ties, the children listed, and all cases."""
    found, listed = 0.0, 0
    for school, date in sorted({row[:2] for row in rows}):
        mine = [row for row in rows if row[:2] == (school, date)]
        places = max(1, floor(capacity * len(mine))) if capacity < 1 else min(int(capacity), len(mine))
        listed += places
        found += _mean_found([(score, outcome) for *_, score, outcome in mine], places)
    return found, listed, sum(outcome for *_, outcome in rows)


def _mean_found(children: Sequence[tuple[float, int]], places: int) -> float:
    orders = [order for order in permutations(children) if all(one[0] >= other[0] for one, other in pairwise(order))]
    return sum(outcome for order in orders for _, outcome in order[:places]) / len(orders)
