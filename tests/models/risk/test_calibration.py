import numpy as np
import pytest

from models.risk.calibration import Calibration, fit_calibration


def simulated(*, slope: float, intercept: float, rows: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Return margins, and outcomes that follow the calibration with this slope and intercept."""
    chance = np.random.default_rng(11)
    margins = chance.normal(-2, 1.5, rows)
    risk = 1 / (1 + np.exp(-(slope * margins + intercept)))
    return margins, (chance.random(rows) < risk).astype(np.int64)


def test_a_probability_by_hand():
    # log-odds of 0, of log 3 and of -log 3
    probabilities = Calibration(slope=2.0, intercept=np.log(3)).probability(np.array([-np.log(3) / 2, 0, -np.log(3)]))
    assert probabilities.tolist() == pytest.approx([0.5, 0.75, 0.25])


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.6, -0.5), (1.7, 1.0)])
def test_the_slope_and_intercept_behind_the_outcomes_are_found(slope: float, intercept: float):
    found = fit_calibration(*simulated(slope=slope, intercept=intercept))
    assert found.slope == pytest.approx(slope, abs=0.06)
    assert found.intercept == pytest.approx(intercept, abs=0.12)


def test_the_order_is_kept_and_no_ties_are_made():
    calibration = fit_calibration(*simulated(slope=0.6, intercept=-0.5))
    margins = np.sort(np.random.default_rng(1).uniform(-8, 8, 5000))
    assert np.all(np.diff(calibration.probability(margins)) > 0)


@pytest.mark.parametrize("slope", [1.0, 0.0, -1.0])
def test_the_mean_probability_is_the_share_of_positives(slope: float):
    margins, labels = simulated(slope=slope, intercept=-1.0)
    assert fit_calibration(margins, labels).probability(margins).mean() == pytest.approx(labels.mean(), abs=1e-6)


@pytest.mark.parametrize("slope", [0.0, -1.0])
def test_a_model_that_ranks_no_better_than_chance_gives_almost_everyone_the_same_risk_in_its_order(slope: float):
    margins, labels = simulated(slope=slope, intercept=-1.0)
    calibration = fit_calibration(margins, labels)
    assert calibration.slope == pytest.approx(0.05, abs=0.01)
    assert np.ptp(calibration.probability(np.array([-4.0, 0.0]))) < 0.06
