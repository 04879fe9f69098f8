"""How is a tree ensemble scored and explained without the library that fitted it? By look-up in tables of outcomes."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from models.shapley import tabulate
from models.tree_text import MOST_TESTS, Ensemble

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]

_ROWS_FOR_A_THREAD = 4096
_TESTS, _OUTCOMES = (MOST_TESTS,), (2**MOST_TESTS,)


@dataclass(frozen=True)
class TreeTables:
    """All outcomes of t trees, in the order in which they add up; arrays are filled up to 7 tests and 128 outcomes.

    ``inputs``, shape (i, 2), are the features that are tested, by number, each with a way of taking missing values (see
    ``models.tree_text``). ``tests`` and ``thresholds``, shape (t, 7): bit j of an outcome is whether the input
    ``tests[j]`` is at most ``thresholds[j]``. ``counts``, shape (t, 2): how many tests and how many features are in a
    tree. ``margins``, shape (t, 128): what an outcome adds to the margin. ``players``, shape (t, 7): the features of a
    tree by number, and ``contributions``, shape (t, 7, 128), what each of them adds. ``base_margin`` is the mean
    margin: with a row's contributions it adds up to the row's margin. ``features`` counts the columns of a row.
    """

    features: int
    inputs: Whole
    tests: Whole
    thresholds: Floats
    counts: Whole
    margins: Floats
    players: Whole
    contributions: Floats
    base_margin: float

    def margins_of(self, values: Floats, *, threads: int = 1) -> Floats:
        """Return the log-odds of rows, shape (n,): to the last bit what LightGBM predicts as raw score.

        Parameters
        ----------
        values
            Feature values, shape (n, features); NaN is missing.
        """
        from models.tree_lookup import add_margins

        columns, found = np.ascontiguousarray(values.T), np.zeros(len(values))
        self._look_up(add_margins, columns, (self.margins,), found, threads)
        return found

    def contributions_of(self, values: Floats, *, threads: int = 1) -> Floats:
        """Return what each feature adds to the log-odds of rows, shape (n, features): exact Shapley values."""
        from models.tree_lookup import add_contributions

        columns, found = np.ascontiguousarray(values.T), np.zeros(values.shape)
        self._look_up(add_contributions, columns, (self.players, self.contributions), found, threads)
        return found

    def _look_up(
        self, add: Callable[..., None], columns: Floats, tables: Sequence[Any], found: Floats, threads: int
    ) -> None:
        """Share the rows out over threads; each row's sums are the same, however many there are."""
        trees = (self.inputs, self.tests, self.thresholds, self.counts)
        parts = max(1, min(threads, len(found) // _ROWS_FOR_A_THREAD))
        bounds = np.linspace(0, len(found), parts + 1).astype(int).tolist()
        shares = [(columns, first, last, *trees, *tables, found) for first, last in pairwise(bounds)]
        if parts == 1:  # a pool costs more than a class of children
            add(*shares[0])
            return
        with ThreadPoolExecutor(parts) as pool:
            list(pool.map(lambda share: add(*share), shares))


def tabulated(ensemble: Ensemble) -> TreeTables:
    """Tabulate every tree of an ensemble; 400 trees take less than a second."""
    trees, outcomes = ensemble.trees, [tabulate(tree) for tree in ensemble.trees]
    pairs = [[(split.feature, split.missing) for split in tree.splits] for tree in trees]
    inputs = {pair: place for place, pair in enumerate(dict.fromkeys(chain.from_iterable(pairs)))}
    sizes = [(len(tree.splits), len(each.features)) for tree, each in zip(trees, outcomes, strict=True)]
    return TreeTables(
        features=len(ensemble.feature_names),
        inputs=np.array(list(inputs), np.int32).reshape(-1, 2),
        tests=_filled_up([[inputs[pair] for pair in each] for each in pairs], _TESTS, np.int32),
        thresholds=_filled_up([[split.threshold for split in tree.splits] for tree in trees], _TESTS, np.float64),
        counts=np.array(sizes, np.int32).reshape(-1, 2),
        margins=_filled_up([each.margins for each in outcomes], _OUTCOMES, np.float64),
        players=_filled_up([each.features for each in outcomes], _TESTS, np.int32),
        contributions=_filled_up([each.contributions for each in outcomes], _TESTS + _OUTCOMES, np.float64),
        base_margin=sum(each.base_margin for each in outcomes),
    )


def _filled_up(rows: Sequence[npt.ArrayLike], shape: tuple[int, ...], kind: type) -> npt.NDArray[Any]:
    """Put arrays of different sizes into one, with zeros where they have nothing."""
    filled: npt.NDArray[Any] = np.zeros((len(rows), *shape), kind)
    for place, row in enumerate(rows):
        part: tuple[slice, ...] = tuple(slice(size) for size in np.shape(row))
        filled[place][part] = row
    return filled
