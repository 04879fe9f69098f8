"""Counts of children that may be shown to people who see no child: none under five, also not by difference.

Every row and column adds up to its total, so a single hidden cell could be computed from the others. Each hidden cell
therefore stands in a rectangle of four hidden ones. What the first could have more, its two neighbours could have less
and the fourth more, and every number that is shown would be the same: nobody can tell how many it is. Such rectangles
may lie across the totals, which are hidden then. Cells that are hidden for others' sake look no different.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.arrays import Booleans, Floats, Integers

LEAST = 5  # children; what is fewer is hidden
ROUNDED_TO = 5  # totals are to the nearest five
UNCERTAIN = 3  # a hidden cell could be at least so many more, and every number shown the same

_TOTAL_COST, _IMPOSSIBLE = 1_000.0, np.inf


@dataclass(frozen=True)
class ShownTable:
    """A table as it may be shown: cells, and totals to the nearest five; None where it is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def rounded(count: float) -> int | None:
    """Return a count to the nearest five, None where it is under five.

    >>> rounded(4), rounded(6), rounded(48)
    (None, 5, 50)
    """
    return None if count < LEAST else ROUNDED_TO * round(count / ROUNDED_TO)


def suppressed(counts: Sequence[Sequence[int]]) -> ShownTable:
    """Return what may be shown of a table of children, each of whom is counted in one cell.

    >>> suppressed([[12, 3, 40], [9, 7, 20]]).cells
    ((None, None, 40), (None, None, 20))
    """
    if not counts or not counts[0]:
        return ShownTable(tuple(() for _ in counts), (), (), None)
    table = np.asarray(counts, dtype=np.int64)
    whole = np.block([[table, table.sum(1, keepdims=True)], [table.sum(0, keepdims=True), table.sum()]])
    hidden = _hidden(whole)
    shown = [[None if hidden[row, column] else int(whole[row, column]) for column in range(whole.shape[1])]
             for row in range(whole.shape[0])]  # fmt: skip
    totals = [[None if each is None else rounded(each) for each in line]
              for line in ([row[-1] for row in shown[:-1]], shown[-1][:-1], [shown[-1][-1]])]  # fmt: skip
    return ShownTable(tuple(tuple(row[:-1]) for row in shown[:-1]), tuple(totals[0]), tuple(totals[1]), totals[2][0])


def _hidden(whole: Integers) -> Booleans:
    """Tell what is hidden of a table with its totals in the last row and column."""
    hidden = whole < LEAST
    small = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    for row, column in sorted(small, key=lambda place: -int(whole[place])):
        rows, columns = _rectangle(whole, hidden, row, column)
        hidden[np.ix_(rows, columns)] = True
    return hidden


def _rectangle(whole: Integers, hidden: Booleans, row: int, column: int) -> tuple[list[int], list[int]]:
    """Return the rows and columns of the rectangle through a cell that hides the least besides what is hidden.

    Whatever would be less, and is no total, has to have enough: the neighbours of a cell, the opposite of a total.
    """
    gives = whole >= UNCERTAIN
    gives[-1, :] = gives[:, -1] = True
    cost = _cost(whole, hidden)
    with_enough = np.where(gives, cost, _IMPOSSIBLE)
    is_total = len(whole) - 1 == row or whole.shape[1] - 1 == column
    beside, opposite = (cost, with_enough) if is_total else (with_enough, cost)
    together = beside[row][None, :] + beside[:, column][:, None] + opposite
    together[row, :] = together[:, column] = _IMPOSSIBLE
    other_row, other_column = np.unravel_index(int(np.argmin(together)), together.shape)
    return [row, int(other_row)], [column, int(other_column)]


def _cost(whole: Integers, hidden: Booleans) -> Floats:
    """Return what hiding costs: nothing of what is hidden, little of a small cell, most of a total."""
    cost = 1.0 + whole / (1.0 + whole.max())
    cost[-1, :] += _TOTAL_COST
    cost[:, -1] += _TOTAL_COST
    return np.where(hidden, 0.0, cost)
