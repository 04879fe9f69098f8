"""A tree ensemble as tables of outcomes: scored and explained without the library that fitted it."""

import importlib
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from features.arrays import Codes, Floats
from models.explain import lookup_numpy
from models.explain.lightgbm_text import MOST_TESTS, ZERO_FOR_NAN, Ensemble
from models.explain.shapley import tabulate

MANY = 20_000  # rows; so many take 0.3 s in numpy, and loading what is compiled takes longer

_COMPILED = "models.explain.lookup_numba"
_ROWS_FOR_A_THREAD = 4096
_TESTS, _OUTCOMES = (MOST_TESTS,), (2**MOST_TESTS,)


@dataclass(frozen=True)
class TreeTables:
    """All outcomes of t trees, in the order in which they add up; arrays are filled up to 7 tests and 128 outcomes.

    A test that is only filling is never passed (its threshold is NaN), a feature that is only filling adds nothing.

    ``inputs``, shape (i, 2), are the features that are tested, by number, each with a way of taking missing values (see
    ``explain.lightgbm_text``). ``tests`` and ``thresholds``, shape (t, 7): bit j of an outcome is whether the input
    ``tests[j]`` is at most ``thresholds[j]``. ``counts``, shape (t, 2): how many tests and how many features are in a
    tree. ``margins``, shape (t, 128): what an outcome adds to the margin. ``players``, shape (t, 7): the features of a
    tree by number, and ``contributions``, shape (t, 7, 128), what each of them adds. ``base_margin`` is the mean
    margin: with a row's contributions it adds up to the row's margin. ``features`` counts the columns of a row.
    """

    features: int
    inputs: Codes
    tests: Codes
    thresholds: Floats
    counts: Codes
    margins: Floats
    players: Codes
    contributions: Floats
    base_margin: float

    def margins_of(self, values: Floats, *, threads: int = 1) -> Floats:
        """Return the log-odds of rows, shape (n,): to the last bit what LightGBM predicts as raw score.

        Parameters
        ----------
        values
            Feature values, shape (n, features); NaN is missing.
        """
        found, trees = np.zeros(len(values)), (self.inputs, self.tests, self.thresholds)
        if _are_few(found):
            lookup_numpy.add_margins(values, *trees, margins=self.margins, found=found)
        else:
            from models.explain.lookup_numba import add_margins

            _share_out(add_margins, values, (*trees, self.counts, self.margins), found, threads)
        return found

    def contributions_of(self, values: Floats, *, threads: int = 1) -> Floats:
        """Return what each feature adds to the log-odds of rows, shape (n, features): exact Shapley values."""
        found, trees = np.zeros(values.shape), (self.inputs, self.tests, self.thresholds)
        if _are_few(found):
            lookup_numpy.add_contributions(
                values, *trees, players=self.players, contributions=self.contributions, found=found
            )
        else:
            from models.explain.lookup_numba import add_contributions

            tables = (*trees, self.counts, self.players, self.contributions)
            _share_out(add_contributions, values, tables, found, threads)
        return found


def load_compiled() -> None:
    """Load the compiled look-up where many rows will come, if only part by part."""
    importlib.import_module(_COMPILED)


def _are_few(rows: Floats) -> bool:
    """Tell whether rows are not worth loading the compiled look-up for; both give the same bits."""
    return len(rows) < MANY and _COMPILED not in sys.modules


def _share_out(add: Callable[..., None], values: Floats, tables: Sequence[Any], found: Floats, threads: int) -> None:
    """Share the rows out over threads; each row's sums are the same, however many there are."""
    columns = np.ascontiguousarray(values.T)
    parts = max(1, min(threads, len(found) // _ROWS_FOR_A_THREAD))
    bounds = np.linspace(0, len(found), parts + 1).astype(int).tolist()
    shares = [(columns, first, last, *tables, found) for first, last in pairwise(bounds)]
    if parts == 1:  # a pool costs more than a class of children
        add(*shares[0])
        return
    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(lambda share: add(*share), shares))


def tabulate_ensemble(ensemble: Ensemble) -> TreeTables:
    """Tabulate every tree of an ensemble; 400 trees take less than a second."""
    trees, outcomes = ensemble.trees, [tabulate(tree) for tree in ensemble.trees]
    pairs = [[(split.feature, split.missing) for split in tree.splits] for tree in trees]
    inputs = {pair: place for place, pair in enumerate(dict.fromkeys(chain(*pairs)) or [(0, ZERO_FOR_NAN)])}
    thresholds = [[split.threshold for split in tree.splits] for tree in trees]
    sizes = [(len(tree.splits), len(each.features)) for tree, each in zip(trees, outcomes, strict=True)]
    return TreeTables(
        features=len(ensemble.feature_names),
        inputs=np.array(list(inputs), np.int32).reshape(-1, 2),
        tests=_filled_up([[inputs[pair] for pair in each] for each in pairs], _TESTS, np.int32),
        thresholds=_filled_up(thresholds, _TESTS, np.float64, filling=np.nan),
        counts=np.array(sizes, np.int32).reshape(-1, 2),
        margins=_filled_up([each.margins for each in outcomes], _OUTCOMES, np.float64),
        players=_filled_up([each.features for each in outcomes], _TESTS, np.int32),
        contributions=_filled_up([each.contributions for each in outcomes], _TESTS + _OUTCOMES, np.float64),
        base_margin=sum(each.base_margin for each in outcomes),
    )


def _filled_up(
    rows: Sequence[npt.ArrayLike], shape: tuple[int, ...], kind: type, *, filling: float = 0
) -> npt.NDArray[Any]:
    """Put arrays of different sizes into one, filled up where they have nothing."""
    filled: npt.NDArray[Any] = np.full((len(rows), *shape), filling, kind)
    for place, row in enumerate(rows):
        part: tuple[slice, ...] = tuple(slice(size) for size in np.shape(row))
        filled[place][part] = row
    return filled
