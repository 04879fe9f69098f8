"""Look-up of a few rows, all trees at once, in numpy, which is loaded anyway.

For each tree the tests give each row its outcome, and what the outcome adds is looked up:

    outcome[r]          =  sum over tests j of 2**j * (x[input j, r] <= threshold j)
    margin[r]          +=  margins[tree, outcome[r]]
    contribution[i, r] +=  contributions[tree, i, outcome[r]]      for the features i of the tree

Trees come one after the other in their own order, so a margin is the same sum of doubles that LightGBM makes, bit for
bit, whatever rows stand beside it. Arrays are those of ``explain.tree_tables``; ``values`` have shape (n, features).
``models.explain.lookup_numba`` gives the same bits for many rows.
"""

import numpy as np
import numpy.typing as npt

from features.arrays import Codes, Floats
from models.explain.lightgbm_text import NAN_LEFT, NAN_RIGHT, ZERO_LEFT, ZERO_RIGHT

BLOCK = 256  # rows at once: 200 trees look up 3 MB for them
ZERO = float(np.float32(1e-35))  # LightGBM's kZeroThreshold: what is no farther from zero is zero


def add_margins(
    values: Floats, inputs: Codes, tests: Codes, thresholds: Floats, *, margins: Floats, found: Floats
) -> None:
    """Add to ``found``, shape (n,), the margin of each row."""
    trees = np.arange(len(tests))[:, None]
    for start in range(0, len(values), BLOCK):
        outcomes = _outcomes(values[start : start + BLOCK], inputs, tests, thresholds)
        found[start : start + BLOCK] += np.cumsum(margins[trees, outcomes], axis=0)[-1]  # one tree after the other


def add_contributions(
    values: Floats, inputs: Codes, tests: Codes, thresholds: Floats, *, players: Codes, contributions: Floats,
    found: Floats,
) -> None:  # fmt: skip
    """Add to ``found``, shape (n, features), what each feature adds to the margin of each row."""
    trees, places = np.arange(len(tests))[:, None, None], np.arange(tests.shape[1])[None, :, None]
    for start in range(0, len(values), BLOCK):
        outcomes = _outcomes(values[start : start + BLOCK], inputs, tests, thresholds)
        looked_up = contributions[trees, places, outcomes[:, None, :]]
        np.add.at(found.T[:, start : start + BLOCK], players.ravel(), looked_up.reshape(players.size, -1))


def _outcomes(values: Floats, inputs: Codes, tests: Codes, thresholds: Floats) -> npt.NDArray[np.int64]:
    """Return which outcome of each tree each row has, shape (trees, n)."""
    passed = as_tested(values, inputs)[tests] <= thresholds[:, :, None]
    return np.asarray((passed << np.arange(tests.shape[1])[:, None]).sum(axis=1))


def as_tested(values: Floats, inputs: Codes) -> Floats:
    """Return values as tests see them, so that <= alone decides, shape (inputs, n).

    Where a value goes to a side it is minus infinity, which is at most any threshold, or NaN, which is at most none.
    """
    tested, missing = values.T[inputs[:, 0]], inputs[:, 1, None]
    is_nan = np.isnan(tested)
    is_nothing = is_nan | (np.abs(tested) <= ZERO)
    tested[is_nothing] = 0.0
    tested[((missing == ZERO_LEFT) & is_nothing) | ((missing == NAN_LEFT) & is_nan)] = -np.inf
    tested[((missing == ZERO_RIGHT) & is_nothing) | ((missing == NAN_RIGHT) & is_nan)] = np.nan
    return np.asarray(tested)
