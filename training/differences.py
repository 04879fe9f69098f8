"""Is one list better than another beyond noise?"""

import numpy as np
import numpy.typing as npt

from models.estimator import Labels
from training.intervals import Interval, Samples, interval_of
from training.metrics import rank_rows, recall_at_capacity

Floats = npt.NDArray[np.float64]


def recall_difference(labels: Labels, first: Floats, second: Floats, *, samples: Samples, capacity: float) -> Interval:
    """Return the recall of the list by the first scores minus that by the second, on the same samples of rows.

    Parameters
    ----------
    labels
        Outcomes of the judged rows, shape (n,).
    first, second
        Scores of the same rows by two models.
    samples
        The bootstrap samples of the rows.
    capacity
        The length of both lists: a share, or a number of children.
    """
    one, other = rank_rows(first, labels), rank_rows(second, labels)
    differences = [
        recall_at_capacity(one, weights, capacity) - recall_at_capacity(other, weights, capacity)
        for weights in samples.weights()
    ]
    return interval_of(np.array(differences))
