"""Counts of children that may be shown to people who see no child: none under five, also not by difference.

Every row and column adds up to its total, so a single hidden cell could be computed from the others. Each hidden cell
therefore stands in a rectangle of four hidden ones. What the first could have more, its two neighbours could have less
and the fourth more, and every number that is shown would be the same: nobody can tell how many it is. Such rectangles
may lie across the totals, which are hidden then. Cells that are hidden for others' sake look no different.

A cell that stays small keeps its rectangle from one table to the next, so that a cell that was hidden for its sake is
not told by a later table. What is shown is to the nearest five, cells too, so that a change of one child is not seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from features.arrays import Booleans, Floats, Integers

LEAST = 5  # children; what is fewer is hidden
ROUNDED_TO = 5  # what is shown is to the nearest five
UNCERTAIN = 3  # a hidden cell could be at least so many more, and every number shown the same
TOTAL = -1  # as a row or a column: that of the totals

Place = tuple[int, int]
Corners = Mapping[Place, Place]  # of each small cell, the opposite cell of its rectangle

_TOTAL_COST, _IMPOSSIBLE = 1_000.0, np.inf


@dataclass(frozen=True)
class ShownTable:
    """A table as it may be shown: cells and totals to the nearest five; None where it is hidden.

    ``corners`` have the opposite corner of the rectangle in which each small cell is hidden.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    corners: Corners = field(default_factory=dict)


def rounded(count: float) -> int | None:
    """Return a count to the nearest five, None where it is under five.

    >>> rounded(4), rounded(6), rounded(48)
    (None, 5, 50)
    """
    return None if count < LEAST else ROUNDED_TO * round(count / ROUNDED_TO)


def suppressed(counts: Sequence[Sequence[int]], corners: Corners | None = None) -> ShownTable:
    """Return what may be shown of a table of children, each of whom is counted in one cell.

    ``corners`` are those of the table before: a cell that is still small keeps its rectangle while that hides it.

    >>> shown = suppressed([[12, 3, 40], [9, 7, 20]])
    >>> shown.cells, shown.row_totals, shown.corners
    (((None, None, 40), (None, None, 20)), (55, 35), {(0, 1): (1, 0)})
    """
    if not counts or not counts[0]:
        return ShownTable(tuple(() for _ in counts), (), (), None)
    table = np.asarray(counts, dtype=np.int64)
    whole = np.block([[table, table.sum(1, keepdims=True)], [table.sum(0, keepdims=True), table.sum()]])
    hidden, found = _hidden(whole, corners or {})
    shown = [[None if hidden[row, column] else rounded(int(whole[row, column])) for column in range(whole.shape[1])]
             for row in range(whole.shape[0])]  # fmt: skip
    return ShownTable(
        tuple(tuple(row[:-1]) for row in shown[:-1]), tuple(row[-1] for row in shown[:-1]), tuple(shown[-1][:-1]),
        shown[-1][-1], {_named(place, whole): _named(corner, whole) for place, corner in found.items()},
    )  # fmt: skip


def _named(place: Place, whole: Integers) -> Place:
    """Return a place with the totals under the name that they have in a table of any size."""
    row, column = (TOTAL if each == size - 1 else each for each, size in zip(place, whole.shape, strict=True))
    return row, column


def _hidden(whole: Integers, kept: Corners) -> tuple[Booleans, dict[Place, Place]]:
    """Tell what is hidden of a table with its totals in the last row and column, and the corner of each small cell."""
    hidden, corners = whole < LEAST, {}
    small = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    for place in small:
        corner = kept.get(_named(place, whole))
        if corner is not None:
            opposite = (corner[0] % len(whole), corner[1] % whole.shape[1])
            if np.isfinite(_costs(whole, hidden, *place)[opposite]):
                corners[place] = opposite
    for place, opposite in corners.items():
        hidden[np.ix_([place[0], opposite[0]], [place[1], opposite[1]])] = True
    for place in sorted(small, key=lambda place: -int(whole[place])):
        if place not in corners:
            costs = _costs(whole, hidden, *place)
            row, column = np.unravel_index(int(np.argmin(costs)), costs.shape)
            corners[place] = (int(row), int(column))
            hidden[np.ix_([place[0], int(row)], [place[1], int(column)])] = True
    return hidden, corners


def _costs(whole: Integers, hidden: Booleans, row: int, column: int) -> Floats:
    """Return how much is hidden besides by the rectangle through a cell and each other one as its opposite.

    Whatever would be less, and is no total, has to have enough: the neighbours of a cell, the opposite of a total.
    """
    gives = whole >= UNCERTAIN
    gives[-1, :] = gives[:, -1] = True
    cost = _cost(whole, hidden)
    with_enough = np.where(gives, cost, _IMPOSSIBLE)
    is_total = len(whole) - 1 == row or whole.shape[1] - 1 == column
    beside, opposite = (cost, with_enough) if is_total else (with_enough, cost)
    together: Floats = beside[row][None, :] + beside[:, column][:, None] + opposite
    together[row, :] = together[:, column] = _IMPOSSIBLE
    return together


def _cost(whole: Integers, hidden: Booleans) -> Floats:
    """Return what hiding costs: nothing of what is hidden, little of a small cell, most of a total."""
    cost = 1.0 + whole / (1.0 + whole.max())
    cost[-1, :] += _TOTAL_COST
    cost[:, -1] += _TOTAL_COST
    return np.where(hidden, 0.0, cost)
