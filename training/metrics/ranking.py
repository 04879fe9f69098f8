"""How good a ranking is, and its probabilities.

All figures accept whole-number weights, so that a bootstrap sample is a set of weights and rows are sorted only once.
Tied rows are treated alike: recall and precision are the mean over all orders of the tied rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.arrays import Floats, Integers, Labels
from models.ranking.ordering import list_length

CALIBRATION_BINS = 10


@dataclass(frozen=True)
class RankedRows:
    """Rows sorted by score, highest first: their order, labels, scores, and the end of each run of tied scores."""

    order: npt.NDArray[np.intp]
    labels: Labels
    scores: Floats
    ends: npt.NDArray[np.intp]


def rank_rows(scores: Floats, labels: Labels) -> RankedRows:
    """Sort rows once for all figures."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    ends = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True)) + 1
    return RankedRows(order, labels[order], ranked, ends)


def auc(rows: RankedRows, weights: Integers) -> float:
    """Return the area under the ROC curve; NaN if one class is missing."""
    hits, misses = _by_tie(rows, weights)
    total_hits, total_misses = hits.sum(), misses.sum()
    if not total_hits or not total_misses:
        return float("nan")
    above = np.cumsum(hits) - hits
    return float((misses * (above + hits / 2)).sum() / (total_hits * total_misses))


def average_precision(rows: RankedRows, weights: Integers) -> float:
    """Return the precision averaged over the steps of recall; NaN without positives."""
    hits, misses = _by_tie(rows, weights)
    if not hits.sum():
        return float("nan")
    listed = np.cumsum(hits + misses)
    precision = np.divide(np.cumsum(hits), listed, out=np.zeros(len(hits)), where=listed > 0)
    return float((hits * precision).sum() / hits.sum())


def hits_at(rows: RankedRows, weights: Integers, children: int) -> float:
    """Return the positives among the first ``children`` rows, the mean over all orders of tied rows."""
    hits, misses = _by_tie(rows, weights)
    size = hits + misses
    before = np.cumsum(size) - size
    taken = np.clip(children - before, 0, size)
    share = np.divide(taken, size, out=np.zeros(len(size)), where=size > 0)
    return float((hits * share).sum())


def listed_share(scores: Floats, capacity: float) -> Floats:
    """Return for each row its share of places on the list: 1 above the cut, 0 below, tied rows at the cut alike.

    >>> listed_share(np.array([0.9, 0.5, 0.5, 0.1]), 2).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    ranked = rank_rows(scores, np.zeros(len(scores), dtype=np.int64))
    size = np.diff(ranked.ends, prepend=0)
    taken = np.clip(list_length(capacity, len(scores)) - (ranked.ends - size), 0, size)
    share = np.empty(len(scores))
    share[ranked.order] = np.repeat(taken / size, size)
    return share


def recall_at_capacity(rows: RankedRows, weights: Integers, capacity: float) -> float:
    """Return the share of all positives that a list of this capacity holds; NaN without positives."""
    positives = int(weights[rows.order] @ rows.labels)
    if not positives:
        return float("nan")
    return hits_at(rows, weights, list_length(capacity, int(weights.sum()))) / positives


def precision_at_capacity(rows: RankedRows, weights: Integers, capacity: float) -> float:
    """Return the share of positives in a list of this capacity."""
    children = list_length(capacity, int(weights.sum()))
    return hits_at(rows, weights, children) / children if children else float("nan")


def brier(rows: RankedRows, weights: Integers) -> float:
    """Return the mean squared difference of probability and outcome."""
    ordered = weights[rows.order]
    return float(ordered @ (rows.scores - rows.labels) ** 2 / ordered.sum())


def calibration_error(rows: RankedRows, weights: Integers) -> float:
    """Return the mean distance of mean probability and share of positives over ten bins of equal size.

    Bins are cut by rank (Naeini, Cooper & Hauskrecht 2015, AAAI: expected calibration error, with equal-mass bins);
    each of several tied rows counts with their share of positives.
    """
    hits, misses = _by_tie(rows, weights)
    share = np.divide(hits, hits + misses, out=np.zeros(len(hits)), where=hits + misses > 0)
    labels = np.repeat(share, np.diff(rows.ends, prepend=0))
    ordered = weights[rows.order].astype(float)
    total = ordered.sum()
    bins = np.minimum((np.cumsum(ordered) - ordered / 2) * CALIBRATION_BINS / total, CALIBRATION_BINS - 1).astype(int)
    expected = np.bincount(bins, weights=ordered * rows.scores, minlength=CALIBRATION_BINS)
    observed = np.bincount(bins, weights=ordered * labels, minlength=CALIBRATION_BINS)
    return float(np.abs(expected - observed).sum() / total)


def _by_tie(rows: RankedRows, weights: Integers) -> tuple[Floats, Floats]:
    """Return the weight of positives and negatives in each run of tied rows."""
    ordered = weights[rows.order].astype(np.float64)
    starts = np.concatenate([[0], rows.ends[:-1]])
    hits = np.add.reduceat(ordered * rows.labels, starts)
    return hits, np.add.reduceat(ordered, starts) - hits
