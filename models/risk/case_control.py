"""The rows that a fit needs where cases are rare.

What can be learnt is bounded by the cases. Beyond some number of non-cases for each of them, more rows cost time and
teach next to nothing: with k of them the variance is that of all rows times about 1 + 1/k (Fithian & Hastie 2014,
Ann. Statist. 42:1693-1724, on case-control sampling). Those drawn are weighted up, so that margins and probabilities
stay those of all rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

NON_CASES_PER_CASE = 10


@dataclass(frozen=True)
class FittingRows:
    """The places of the rows to fit on, in their order, and the weight of each."""

    places: npt.NDArray[np.intp]
    weights: npt.NDArray[np.float64]


def fitting_rows(
    labels: npt.NDArray[np.int64], *, seed: int, non_cases_per_case: int = NON_CASES_PER_CASE
) -> FittingRows:
    """Keep every case, and of the non-cases at most so many for each case, drawn by the seed.

    Parameters
    ----------
    labels
        1 for a case, else 0; shape (n,).

    >>> rows = fitting_rows(np.array([0, 1, 0, 0, 0]), seed=7, non_cases_per_case=2)
    >>> len(rows.places), rows.weights.sum(), 1 in rows.places
    (3, np.float64(5.0), True)
    """
    non_cases = np.flatnonzero(labels == 0)
    cases = len(labels) - len(non_cases)
    kept = min(len(non_cases), non_cases_per_case * max(cases, 1))
    if kept == len(non_cases):
        return FittingRows(np.arange(len(labels)), np.ones(len(labels)))
    drawn = np.random.default_rng(seed).choice(non_cases, size=kept, replace=False)
    places = np.sort(np.concatenate([np.flatnonzero(labels == 1), drawn]))
    return FittingRows(places, np.where(labels[places] == 1, 1.0, len(non_cases) / kept))
