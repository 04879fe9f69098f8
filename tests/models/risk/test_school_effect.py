import numpy as np
import pytest

from models.risk.school_effect import (
    ASSUMED_SD,
    ASSUMED_SHARED_SD,
    CountyDate,
    SharedEffect,
    school_sd,
    shared_effect,
)


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


def at_one_date(probabilities: np.ndarray, labels: np.ndarray, schools: np.ndarray) -> float:
    return school_sd(probabilities, labels, schools, dates=np.full(len(labels), "2025-02-01", dtype=object))


@pytest.mark.parametrize("sd", [0.0, 0.5])
@pytest.mark.parametrize("worse", [-1.5, 1.5])
def test_a_date_that_was_bad_for_all_does_not_make_schools_differ(sd: float, worse: float):
    """Half of the children of each school are seen at a date when the log-odds of all moved."""
    probabilities, _, schools = simulated(sd=sd, children=40)
    chance = np.random.default_rng(8)
    own = sd * chance.standard_normal(100)[np.unique(schools, return_inverse=True)[1]]
    dates = np.where(np.arange(len(schools)) % 2 == 0, "2024-02-01", "2025-02-01").astype(object)
    margins = np.log(probabilities / (1 - probabilities)) + own + worse * (dates == "2025-02-01")
    labels = (chance.random(len(margins)) < 1 / (1 + np.exp(-margins))).astype(np.int64)
    assert school_sd(probabilities, labels, schools, dates=dates) == pytest.approx(sd, abs=0.2)


@pytest.mark.parametrize("sd", [0.0, 0.5, 1.0])
def test_the_difference_between_schools_is_found_from_their_outcomes(sd: float):
    assert at_one_date(*simulated(sd=sd)) == pytest.approx(sd, abs=0.2)


def test_the_order_of_the_rows_does_not_matter():
    probabilities, labels, schools = simulated(sd=0.8, schools=15)
    turned = np.random.default_rng(1).permutation(len(labels))
    assert at_one_date(probabilities[turned], labels[turned], schools[turned]) == at_one_date(
        probabilities, labels, schools
    )


def test_fewer_than_ten_schools_are_too_few_to_estimate_it_from():
    assert at_one_date(*simulated(sd=2.0, schools=9)) == ASSUMED_SD == 0.5
    assert at_one_date(*simulated(sd=2.0, schools=10)) > 1


def test_probabilities_at_the_very_ends_are_no_trouble():
    probabilities = np.tile([0.0, 1.0, 1e-300, 0.5], 25)
    labels = np.tile([0, 1, 0, 1], 25)
    schools = np.repeat(np.array([f"S{number}" for number in range(20)], dtype=object), 5)
    assert 0 <= at_one_date(probabilities, labels, schools) <= 2.5


def county_dates(
    sd: float, *, count: int, schools: int = 20, own: float = 0.5, expected: float = 0.05
) -> list[CountyDate]:
    """Return dates of counties of 1,000 children whose log-odds all moved by a normal draw."""
    chance = np.random.default_rng(7)
    dates = []
    for _ in range(count):
        of_school = np.repeat(np.arange(schools), 1000 // schools)
        base = np.log(expected / (1 - expected)) + chance.normal(0, 1, len(of_school))
        moved = base + chance.normal(0, sd) + chance.normal(0, own, schools)[of_school]
        labels = (chance.random(len(of_school)) < 1 / (1 + np.exp(-moved))).astype(np.int64)
        names = np.array([f"S{each}" for each in of_school], dtype=object)
        dates.append(CountyDate(1 / (1 + np.exp(-base)), labels, names))
    return dates


@pytest.mark.parametrize("sd", [0.0, 0.3, 0.8])
def test_what_a_county_shares_is_found_from_many_of_its_dates(sd: float):
    found = shared_effect(county_dates(sd, count=60), 0.5)
    assert found.observations == 60
    assert found.sd == pytest.approx(max(sd, 0.08), abs=0.16)


def test_of_a_few_dates_the_assumed_one_counts_as_much():
    quiet = shared_effect(county_dates(0.0, count=1, own=0.0), 0.5).sd
    assert 0.2 < quiet < ASSUMED_SHARED_SD
    assert shared_effect([], 0.5) == SharedEffect(ASSUMED_SHARED_SD, 0)


def test_a_date_without_an_expected_case_tells_nothing():
    nobody = CountyDate(np.zeros(3), np.zeros(3, dtype=np.int64), np.array(["S1"] * 3, dtype=object))
    assert shared_effect([nobody], 0.5) == SharedEffect()
