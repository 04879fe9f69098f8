"""How much of what a model knows is the school, and how much the child.

A list that only finds the schools with many cases is of no use to a school. So pairs of children of one school are
compared, schools are ranked by their mean score alone, and the variance of outcomes and of scores is split between and
within schools by the analysis-of-variance estimator of the intra-class correlation (Donner 1986, Int. Stat. Rev.
54:67-82; for outcomes of 0 and 1: Ridout, Demetrio & Firth 1999, Biometrics 55:137-148).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.arrays import Floats, Labels, Positions, Texts
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, Samples, divided, interval_of, ratio_of
from training.metrics.calibration import log_odds
from training.metrics.ranking import auc, rank_rows

TOP_SCHOOLS = 0.08


@dataclass(frozen=True)
class SchoolSignal:
    """How much of the signal lies within and how much between schools.

    ``within_auc`` is the chance that of two children of one school, seen on the same date, the one with the outcome has
    the higher score; ``between_auc`` the same of any two children if each had the mean score of the school.
    ``score_between`` and ``outcome_between`` are the shares of the variance, of the scores' log-odds and of the
    outcomes, that lie between schools. ``top_schools_share`` is the share of positives in the ``TOP_SCHOOLS`` of the
    schools that have most. All are None with fewer than ``TOO_FEW`` positives or with one school; intervals are those
    of whole schools, and None where there are too few to draw them.
    """

    schools: int
    within_auc: Estimate
    between_auc: Estimate
    score_between: Estimate
    outcome_between: Estimate
    top_schools_share: float | None


def school_signal(
    labels: Labels, probabilities: Floats, *, schools: Texts, dates: Texts, samples: Samples
) -> SchoolSignal:
    """Split the signal of a model.

    Parameters
    ----------
    labels, probabilities
        Outcome and score of the evaluated rows, shape (n,).
    schools, dates
        The school and the as-of date of each row: children are compared within a school on one date.
    samples
        The bootstrap samples of the rows.
    """
    count = len(np.unique(schools))
    if labels.sum() < TOO_FEW or count == 1:
        return SchoolSignal(count, NOTHING, NOTHING, NOTHING, NOTHING, None)
    return SchoolSignal(
        schools=count,
        within_auc=within_school_auc(labels, probabilities, schools=schools, dates=dates, samples=samples),
        between_auc=between_school_auc(labels, probabilities, schools=schools, samples=samples),
        score_between=share_between(log_odds(probabilities), schools, samples=samples),
        outcome_between=share_between(labels.astype(float), schools, samples=samples),
        top_schools_share=top_schools_share(labels, schools),
    )


def within_school_auc(labels: Labels, scores: Floats, *, schools: Texts, dates: Texts, samples: Samples) -> Estimate:
    """Return the share of pairs of a positive and a negative of one school and date that the scores order rightly.

    A tie counts half. Every pair counts the same, so large schools with many positives weigh most.
    """
    lists = _codes_of_both(schools, dates)
    order = np.lexsort((scores, lists))
    label, listed = labels[order], lists[order]
    tied = np.cumsum(_changes(listed) | _changes(scores[order])) - 1
    negatives = np.bincount(listed, weights=1 - label)
    negatives_before = np.cumsum(negatives) - negatives
    of_run = np.bincount(tied, weights=1 - label)
    below = (np.cumsum(of_run) - of_run)[tied] - negatives_before[listed]
    won, pairs = np.empty(len(label)), np.empty(len(label))
    won[order] = label * (below + of_run[tied] / 2)
    pairs[order] = label * negatives[listed]
    return _of_whole_schools(ratio_of(samples.sums(won), samples.sums(pairs)), samples)


def between_school_auc(labels: Labels, scores: Floats, *, schools: Texts, samples: Samples) -> Estimate:
    """Return the AUC of giving every child the mean score of its school."""
    codes = np.unique(schools, return_inverse=True)[1]
    ranked = rank_rows(_mean_of_school(scores, codes), labels)
    return _of_whole_schools(interval_of(np.array([auc(ranked, weights) for weights in samples.weights()])), samples)


def share_between(values: Floats, schools: Texts, *, samples: Samples) -> Estimate:
    """Return the share of the variance that lies between schools: the intra-class correlation, at least 0.

    Unlike the plain ratio of sums of squares it does not take the chance differences of small schools for real ones.
    """
    codes = np.unique(schools, return_inverse=True)[1]
    size = np.bincount(codes)[codes].astype(float)
    values = values - values.mean()
    means = _mean_of_school(values, codes)
    count, count_squared, groups = samples.sums(np.ones(len(codes))), samples.sums(size), samples.sums(1 / size)
    between = samples.sums(means**2) - samples.sums(values) ** 2 / count
    within = samples.sums(values**2) - samples.sums(means**2)
    mean_between, mean_within = divided(between, groups - 1), divided(within, count - groups)
    usual_size = divided(count - count_squared / count, groups - 1)
    share = divided(mean_between - mean_within, mean_between + (usual_size - 1) * mean_within)
    return _of_whole_schools(interval_of(np.maximum(share, 0)), samples)


def top_schools_share(labels: Labels, schools: Texts) -> float | None:
    """Return the share of positives in the ``TOP_SCHOOLS`` of the schools that have most; None without positives.

    Where that is no whole number of schools, the last one counts in part.
    """
    positives = np.sort(np.bincount(np.unique(schools, return_inverse=True)[1], weights=labels))[::-1]
    held = np.concatenate([[0], np.cumsum(positives)])
    if not held[-1]:
        return None
    return float(np.interp(TOP_SCHOOLS * len(positives), np.arange(len(held)), held) / held[-1])


def _of_whole_schools(interval: Estimate, samples: Samples) -> Estimate:
    """Keep the bounds only where whole schools were drawn: what is said of schools does not vary with pupils."""
    return interval if samples.whole_schools else Estimate(interval.value, None, None)


def _mean_of_school(values: Floats, codes: Positions) -> Floats:
    return np.asarray((np.bincount(codes, weights=values) / np.bincount(codes))[codes])


def _codes_of_both(schools: Texts, dates: Texts) -> Positions:
    of_date, by_date = np.unique(dates, return_inverse=True)
    by_school = np.unique(schools, return_inverse=True)[1]
    return np.asarray(np.unique(by_school * len(of_date) + by_date, return_inverse=True)[1])


def _changes(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell where a value differs from the one before it; the first does."""
    return np.append(True, values[1:] != values[:-1])
