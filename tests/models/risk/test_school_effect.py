import numpy as np
import pytest

from models.risk.school_effect import ASSUMED_SD, school_sd


def simulated(*, sd: float, schools: int = 100, children: int = 20) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return calibrated probabilities, outcomes and schools where schools have normal effects of their own."""
    chance = np.random.default_rng(4)
    effects = sd * np.sort(np.random.default_rng(5).standard_normal(200_001))[::500]
    centres = chance.normal(-1.5, 1, (schools, children))
    probabilities = (1 / (1 + np.exp(-(centres[..., None] + effects)))).mean(axis=-1)
    risks = 1 / (1 + np.exp(-(centres + sd * chance.standard_normal((schools, 1)))))
    labels = (chance.random(risks.shape) < risks).astype(np.int64)
    names = np.repeat(np.array([f"S{number}" for number in range(schools)], dtype=object), children)
    return probabilities.ravel(), labels.ravel(), names


@pytest.mark.parametrize("sd", [0.0, 0.5, 1.0])
def test_the_difference_between_schools_is_found_from_their_outcomes(sd: float):
    assert school_sd(*simulated(sd=sd)) == pytest.approx(sd, abs=0.2)


def test_the_order_of_the_rows_does_not_matter():
    probabilities, labels, schools = simulated(sd=0.8, schools=15)
    turned = np.random.default_rng(1).permutation(len(labels))
    assert school_sd(probabilities[turned], labels[turned], schools[turned]) == school_sd(
        probabilities, labels, schools
    )


def test_fewer_than_ten_schools_are_too_few_to_estimate_it_from():
    assert school_sd(*simulated(sd=2.0, schools=9)) == ASSUMED_SD == 0.5
    assert school_sd(*simulated(sd=2.0, schools=10)) > 1


def test_probabilities_at_the_very_ends_are_no_trouble():
    probabilities = np.tile([0.0, 1.0, 1e-300, 0.5], 25)
    labels = np.tile([0, 1, 0, 1], 25)
    schools = np.repeat(np.array([f"S{number}" for number in range(20)], dtype=object), 5)
    assert 0 <= school_sd(probabilities, labels, schools) <= 2.5
