import json
from dataclasses import asdict
from itertools import islice

import numpy as np
import pytest

from features.arrays import Floats, Labels, Texts
from tests.support.training.labelled_rows import plan
from training.metrics.bootstrap import Estimate, Samples, draw_samples
from training.metrics.calibration import CalibrationSlope, calibration_slope, log_odds

NOTHING = Estimate(None, None, None)


def names(letter: str, numbers: list[int]) -> Texts:
    return np.array([f"{letter}{number}" for number in numbers], dtype=object)


def samples_of(rows: int, *, schools: int = 25, **changes: object) -> Samples:
    school = names("S", (np.arange(rows) % schools).tolist())
    return draw_samples(school, names("P", list(range(rows))), plan=plan(**changes))


def probability(margins: Floats) -> Floats:
    return 1 / (1 + np.exp(-margins))


def county(rows: int = 20_000, seed: int = 3) -> tuple[Floats, Labels]:
    """Return true log-odds of children and what became of them."""
    chance = np.random.default_rng(seed)
    margins = chance.normal(-2.5, 1.2, rows)
    return margins, (chance.random(rows) < probability(margins)).astype(np.int64)


def checked(margins: Floats, labels: Labels, **changes: object) -> CalibrationSlope:
    return calibration_slope(labels, probability(margins), samples=samples_of(len(labels), **changes))


# Against the definition


def exact_slope(margins: Floats, labels: Labels, weights: Floats) -> float:
    """Return the slope of a logistic regression on every row."""
    rows, found = np.stack([np.ones(len(labels)), margins], axis=1), np.zeros(2)
    for _ in range(25):
        expected = probability(rows @ found)
        steepness = rows.T @ (rows * (weights * expected * (1 - expected))[:, None])
        found += np.linalg.solve(steepness, rows.T @ (weights * (labels - expected)))
    return float(found[1])


def exact_intercept(margins: Floats, labels: Labels) -> float:
    """Return, by bisection, what must be added to the log-odds so that as many are expected as there are."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if probability(margins + middle).sum() > labels.sum() else (middle, high)
    return low


@pytest.mark.parametrize("turn", [(1, 0), (2, 1), (0.4, -1), (-0.5, 0)], ids=str)
def test_the_slope_is_that_of_a_regression_on_every_row(turn: tuple[float, float]):
    margins, labels = county(5000)
    margins = turn[0] * margins + turn[1]
    found = checked(margins, labels)
    assert found.slope.value == pytest.approx(exact_slope(margins, labels, np.ones(5000)), rel=1e-3)
    assert found.intercept.value == pytest.approx(exact_intercept(margins, labels), abs=1e-3)


def test_the_interval_is_that_of_regressions_on_every_row_of_each_sample():
    margins, labels = county(3000)
    samples = samples_of(3000, bootstrap_samples=20)
    exact = [exact_slope(margins, labels, weights) for weights in islice(samples.weights(), 1, None)]
    found = calibration_slope(labels, probability(margins), samples=samples).slope
    assert (found.low, found.high) == pytest.approx(np.percentile(exact, [2.5, 97.5]), abs=1e-3)


# What the numbers say


def test_true_probabilities_have_a_slope_of_one_and_no_intercept():
    found = checked(*county())
    assert found.slope.low < 1 < found.slope.high
    assert found.intercept.low < 0 < found.intercept.high
    assert found.observed_by_expected.low < 1 < found.observed_by_expected.high
    assert found.slope.high - found.slope.low < 0.2


def test_scores_too_far_apart_have_a_slope_below_one_and_too_close_ones_above():
    margins, labels = county()
    assert checked(2 * margins, labels).slope.value == pytest.approx(0.5, abs=0.05)
    assert checked(margins / 2, labels).slope.value == pytest.approx(2, abs=0.2)


def test_scores_that_are_all_too_high_have_a_negative_intercept_and_fewer_positives_than_expected():
    margins, labels = county()
    found = checked(margins + 1, labels)
    assert found.slope.value == pytest.approx(1, abs=0.1)
    assert found.intercept.value == pytest.approx(-1, abs=0.1)
    assert found.observed_by_expected.high < 0.6


def test_observed_by_expected_is_a_ratio_of_sums():
    labels = np.array([1] * 15 + [0] * 25)
    scores = np.full(40, 0.25)  # ten are expected, fifteen came
    found = calibration_slope(labels, scores, samples=samples_of(40))
    assert (found.positives, found.expected) == (15, 10)
    assert found.observed_by_expected.value == pytest.approx(1.5)


def test_scores_that_are_far_off_are_still_fitted():
    margins, labels = county()
    assert checked(margins + 7, labels).intercept.value == pytest.approx(-7, abs=0.1)
    assert checked(3 * margins, labels).slope.value == pytest.approx(1 / 3, abs=0.03)


# Too little to say


@pytest.mark.parametrize("positives", [0, 9, 991, 1000])
def test_fewer_than_ten_of_either_kind_say_nothing(positives: int):
    labels = (np.arange(1000) < positives).astype(np.int64)
    found = checked(county(1000)[0], labels)
    assert found.slope == found.intercept == found.observed_by_expected == NOTHING
    assert found.positives == positives


def test_ten_say_something():
    margins, _ = county(1000)
    labels = np.zeros(1000, dtype=np.int64)
    labels[np.random.default_rng(1).permutation(1000)[:10]] = 1
    assert checked(margins, labels).slope.value is not None


def test_where_everyone_has_the_same_score_there_is_no_slope():
    labels = county(1000)[1]
    found = calibration_slope(labels, np.full(1000, 0.1), samples=samples_of(1000))
    assert found.slope == NOTHING
    assert found.observed_by_expected.value == pytest.approx(labels.mean() / 0.1)
    assert found.intercept.value == pytest.approx(log_odds(labels.mean()) - log_odds(0.1))


@pytest.mark.parametrize("apart", [0.1, 5.0])
def test_where_scores_part_the_outcomes_completely_the_slope_has_no_end(apart: float):
    labels = (np.arange(1000) < 100).astype(np.int64)
    found = checked(-2 + apart * labels, labels)
    assert found.slope == NOTHING
    assert found.observed_by_expected.value is not None


def test_scores_of_nought_and_one_have_finite_log_odds():
    margins, labels = county(5000)
    scores = probability(margins)
    scores[:5], scores[5:10] = 0.0, 1.0
    found = calibration_slope(labels, scores, samples=samples_of(5000))
    assert 0 < found.slope.value < 1
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()


def test_the_report_is_strict_json():
    found = asdict(checked(*county(2000)))
    assert json.loads(json.dumps(found, allow_nan=False))["slope"].keys() == {"value", "low", "high"}
