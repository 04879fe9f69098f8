from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from features.arrays import Floats, Integers, Labels
from training.metrics.ranking import (
    auc,
    average_precision,
    brier,
    calibration_error,
    hits_at,
    listed_share,
    precision_at_capacity,
    rank_rows,
    recall_at_capacity,
)

WITH_SCIKIT_LEARN = {auc: roc_auc_score, average_precision: average_precision_score, brier: brier_score_loss}


def once(rows: Labels) -> Integers:
    return np.ones(len(rows), dtype=np.int64)


def random_rows(*, ties: bool, rows: int = 200) -> tuple[Floats, Labels, Integers]:
    chance = np.random.default_rng(3)
    scores = chance.random(rows).round(1 if ties else 12)
    labels = (chance.random(rows) < scores / 2).astype(np.int64)
    return scores, labels, chance.integers(0, 4, rows)


# Against scikit-learn


@pytest.mark.parametrize("ties", [False, True], ids=["no ties", "ties"])
@pytest.mark.parametrize("figure", WITH_SCIKIT_LEARN, ids=lambda figure: figure.__name__)
def test_a_figure_is_that_of_scikit_learn(figure: Callable[..., float], ties: bool):
    scores, labels, _ = random_rows(ties=ties)
    assert figure(rank_rows(scores, labels), once(labels)) == pytest.approx(WITH_SCIKIT_LEARN[figure](labels, scores))


@pytest.mark.parametrize("ties", [False, True], ids=["no ties", "ties"])
@pytest.mark.parametrize("figure", WITH_SCIKIT_LEARN, ids=lambda figure: figure.__name__)
def test_a_weight_of_two_is_the_row_twice(figure: Callable[..., float], ties: bool):
    scores, labels, weights = random_rows(ties=ties)
    weighted = figure(rank_rows(scores, labels), weights)
    repeated, of_repeated = np.repeat(scores, weights), np.repeat(labels, weights)
    assert weighted == pytest.approx(figure(rank_rows(repeated, of_repeated), once(of_repeated)))
    assert weighted == pytest.approx(WITH_SCIKIT_LEARN[figure](labels, scores, sample_weight=weights))


@pytest.mark.parametrize("capacity", [0.05, 0.3, 7])
@pytest.mark.parametrize("figure", [recall_at_capacity, precision_at_capacity], ids=lambda figure: figure.__name__)
def test_a_weight_of_two_is_the_row_twice_also_at_a_capacity(figure: Callable[..., float], capacity: float):
    scores, labels, weights = random_rows(ties=True)
    repeated, of_repeated = np.repeat(scores, weights), np.repeat(labels, weights)
    weighted = figure(rank_rows(scores, labels), weights, capacity)
    assert weighted == pytest.approx(figure(rank_rows(repeated, of_repeated), once(of_repeated), capacity))


def test_figures_do_not_depend_on_the_order_of_the_rows():
    scores, labels, weights = random_rows(ties=True)
    turned = np.random.default_rng(1).permutation(len(scores))
    for figure in (auc, average_precision, brier, calibration_error):
        straight = figure(rank_rows(scores, labels), weights)
        assert figure(rank_rows(scores[turned], labels[turned]), weights[turned]) == pytest.approx(straight)


def test_what_needs_both_classes_is_nan_without_them():
    scores, none, everybody = np.array([0.1, 0.2]), np.array([0, 0]), np.array([1, 1])
    assert np.isnan(auc(rank_rows(scores, none), once(none)))
    assert np.isnan(auc(rank_rows(scores, everybody), once(everybody)))
    assert np.isnan(average_precision(rank_rows(scores, none), once(none)))
    assert np.isnan(recall_at_capacity(rank_rows(scores, none), once(none), 1))
    assert precision_at_capacity(rank_rows(scores, none), once(none), 1) == 0


# At a capacity, by hand

SIX = np.array([0.9, 0.5, 0.5, 0.5, 0.5, 0.1])
OUTCOMES = np.array([1, 1, 0, 0, 1, 0])


def over_all_orders(children: int) -> float:
    """Return the hits among the first children, the mean over every order that tied rows may stand in."""
    tied = [1, 2, 3, 4]
    lists = [[0, *order, 5] for order in permutations(tied)]
    return float(np.mean([OUTCOMES[listed[:children]].sum() for listed in lists]))


@pytest.mark.parametrize(
    ("children", "hits"),
    [(0, 0), (1, 1), (2, 1.5), (3, 2), (5, 3), (6, 3)],  # half of the four tied children have the outcome
)
def test_tied_children_count_with_their_mean_over_all_orders(children: int, hits: float):
    assert hits_at(rank_rows(SIX, OUTCOMES), once(SIX), children) == pytest.approx(hits)
    assert over_all_orders(children) == pytest.approx(hits)


@pytest.mark.parametrize(
    ("capacity", "shares"),
    [
        (1, [1, 0, 0, 0, 0, 0]),
        (2, [1, 0.25, 0.25, 0.25, 0.25, 0]),  # four tied children share one place
        (0.5, [1, 0.5, 0.5, 0.5, 0.5, 0]),  # half of six children
        (5, [1, 1, 1, 1, 1, 0]),
        (20, [1, 1, 1, 1, 1, 1]),  # no more than there are
    ],
)
def test_tied_children_share_the_places_that_are_left_on_the_list(capacity: float, shares: list[float]):
    assert listed_share(SIX, capacity).tolist() == shares


@pytest.mark.parametrize("capacity", [0.05, 0.3, 7, 200])
@pytest.mark.parametrize("ties", [False, True], ids=["no ties", "ties"])
def test_shares_of_places_add_up_to_the_list_and_find_what_the_list_finds(capacity: float, ties: bool):
    scores, labels, _ = random_rows(ties=ties)
    listed = listed_share(scores, capacity)
    children = int(capacity) if capacity >= 1 else int(capacity * len(scores))
    assert listed.sum() == pytest.approx(children)
    assert listed @ labels == pytest.approx(hits_at(rank_rows(scores, labels), once(labels), children))


def test_recall_and_precision_at_a_capacity_by_hand():
    rows = rank_rows(SIX, OUTCOMES)
    assert recall_at_capacity(rows, once(SIX), 2) == pytest.approx(1.5 / 3)
    assert precision_at_capacity(rows, once(SIX), 2) == pytest.approx(1.5 / 2)
    assert recall_at_capacity(rows, once(SIX), 0.5) == pytest.approx(2 / 3)  # half of six children
    assert precision_at_capacity(rows, once(SIX), 0.05) == 1  # at least one child
    assert precision_at_capacity(rows, once(SIX), 20) == pytest.approx(3 / 6)  # no more than there are


def test_a_share_is_one_of_the_weighted_rows():
    rows = rank_rows(SIX, OUTCOMES)
    assert recall_at_capacity(rows, np.array([2, 0, 0, 0, 0, 2]), 0.5) == 1
    assert precision_at_capacity(rows, np.array([1, 0, 0, 0, 0, 5]), 0.5) == pytest.approx(1 / 3)


# Calibration, by hand


def test_the_calibration_error_of_ten_children_is_their_mean_distance():
    scores = np.array([0.95, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15, 0.05])
    labels = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    distances = [0.05, 0.15, 0.25, 0.65, 0.55, 0.55, 0.35, 0.25, 0.15, 0.05]
    assert calibration_error(rank_rows(scores, labels), once(labels)) == pytest.approx(np.mean(distances))


def test_the_calibration_error_compares_means_of_ten_groups_of_equal_size():
    # ten pairs of children; in each pair one has the outcome, as the mean probability of 0.5 says
    scores = np.tile([0.4, 0.6], 10) + np.repeat(np.arange(10), 2) / 1000
    assert calibration_error(rank_rows(scores, np.tile([0, 1], 10)), once(scores)) > 0
    paired = np.repeat(np.linspace(0.95, 0.05, 10), 2)
    nobody = np.zeros(20, dtype=np.int64)
    assert calibration_error(rank_rows(paired, nobody), once(nobody)) == pytest.approx(0.5)


def test_tied_children_are_as_well_calibrated_as_their_share():
    scores, labels = np.full(40, 0.25), np.array([1] * 10 + [0] * 30)
    assert calibration_error(rank_rows(scores, labels), once(labels)) == pytest.approx(0)
    assert calibration_error(rank_rows(scores, labels[::-1]), once(labels)) == pytest.approx(0)
    assert calibration_error(rank_rows(scores + 0.1, labels), once(labels)) == pytest.approx(0.1)
