"""Look-up of many rows: the loops of ``lookup_numpy``, compiled, block by block.

A block is small enough for its sums to stay in the processor's cache, and the loops over its rows are simple enough for
the compiler to take several rows at once. Each sum is made in the same order as there. Loading this takes a second or
two, as numba is imported and its code compiled, or read from where it was kept.
"""

import numba
import numpy as np

from models.explain.lightgbm_text import NAN_LEFT, NAN_RIGHT, ZERO_LEFT, ZERO_RIGHT
from models.explain.lookup_numpy import BLOCK, ZERO


@numba.njit(cache=True, nogil=True)
def as_tested(value, missing):  # type: ignore[no-untyped-def]
    """Return a value as a test sees it, so that <= alone decides.

    Where it goes to a side it is minus infinity, which is at most any threshold, or NaN, which is at most none.
    """
    is_nan = np.isnan(value)
    if is_nan or abs(value) <= ZERO:
        if missing == ZERO_LEFT or (missing == NAN_LEFT and is_nan):
            return -np.inf
        if missing == ZERO_RIGHT or (missing == NAN_RIGHT and is_nan):
            return np.nan
        return 0.0
    return value


@numba.njit(cache=True, nogil=True)
def read_block(columns, start, stop, inputs, block):  # type: ignore[no-untyped-def]
    """Fill a block with the rows from ``start`` on, as the tests see them; return how many there are."""
    rows = min(BLOCK, stop - start)
    for place in range(len(inputs)):
        column, missing = columns[inputs[place, 0]], inputs[place, 1]
        for row in range(rows):
            block[place, row] = as_tested(column[start + row], missing)
    return rows


@numba.njit(cache=True, nogil=True)
def find_outcomes(block, rows, tests, thresholds, outcomes):  # type: ignore[no-untyped-def]
    """Say which outcome of one tree each row of a block has."""
    outcomes[:rows] = 0
    for place in range(len(tests)):
        column, threshold, bit = block[tests[place]], thresholds[place], np.uint8(1 << place)
        for row in range(rows):
            outcomes[row] |= np.uint8(column[row] <= threshold) * bit


@numba.njit(cache=True, nogil=True)
def add_margins(columns, first, last, inputs, tests, thresholds, counts, margins, found):  # type: ignore[no-untyped-def]
    """Add to ``found`` the margins of the rows from ``first`` up to ``last``.

    Arrays are as in ``TreeTables``; ``columns`` has shape (features, rows).
    """
    block, outcomes = np.empty((len(inputs), BLOCK)), np.empty(BLOCK, np.uint8)
    for start in range(first, last, BLOCK):
        rows = read_block(columns, start, last, inputs, block)
        for tree in range(len(counts)):
            table, size = margins[tree], counts[tree, 0]
            find_outcomes(block, rows, tests[tree, :size], thresholds[tree], outcomes)
            for row in range(rows):
                found[start + row] += table[outcomes[row]]


@numba.njit(cache=True, nogil=True)
def add_contributions(columns, first, last, inputs, tests, thresholds, counts, players, contributions, found):  # type: ignore[no-untyped-def]
    """Add to ``found``, of shape (rows, features), what each feature adds to the margins of these rows."""
    block, outcomes = np.empty((len(inputs), BLOCK)), np.empty(BLOCK, np.uint8)
    sums = np.empty((found.shape[1], BLOCK))
    for start in range(first, last, BLOCK):
        rows = read_block(columns, start, last, inputs, block)
        sums[:] = 0
        for tree in range(len(counts)):
            find_outcomes(block, rows, tests[tree, : counts[tree, 0]], thresholds[tree], outcomes)
            for place in range(counts[tree, 1]):
                table, to = contributions[tree, place], sums[players[tree, place]]
                for row in range(rows):
                    to[row] += table[outcomes[row]]
        found[start : start + rows] += sums[:, :rows].T
