import math

import numpy as np
import pandas as pd
import pytest

from models.risk.school_effect import (
    ASSUMED_SD,
    ASSUMED_SHARED_SD,
    ELSEWHERE_SD,
    CountyDate,
    SharedEffect,
    as_many_as_came,
    mean_past_share,
    school_sd,
    shared_effect,
    shifted,
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


SIZES = (969, 470, 341, 179, 176, 143, 116, 92, 87, 84, 75, 68, 63, 53)  # of the schools of a county


def county_of(sd: float, *, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return probabilities of about 6 %, outcomes and schools of a county of few schools, large and small."""
    chance = np.random.default_rng(seed)
    codes = np.repeat(np.arange(len(SIZES)), SIZES)
    base = chance.normal(-3.5, 1.2, len(codes))
    moved = base + sd * chance.standard_normal(len(SIZES))[codes]
    labels = (chance.random(len(codes)) < 1 / (1 + np.exp(-moved))).astype(np.int64)
    return 1 / (1 + np.exp(-base)), labels, np.array([f"S{code}" for code in codes], dtype=object)


def by_many_points(probabilities: np.ndarray, labels: np.ndarray, schools: np.ndarray) -> float:
    """Estimate the same by adding up the likelihood at 801 points of each school's effect, however large it is."""
    points = np.linspace(-4.5, 4.5, 801)
    weights = np.exp(-(points**2) / 2) / np.exp(-(points**2) / 2).sum()
    expected = as_many_as_came(probabilities, labels, np.zeros(len(labels), dtype=np.intp))
    best = (-np.inf, 0.0)
    for sd in np.linspace(0.0, 2.5, 26):
        at_nodes, _ = shifted(expected, sd)
        nodes = np.polynomial.hermite_e.hermegauss(at_nodes.shape[1])[0]
        middle = np.log(at_nodes / (1 - at_nodes))[:, len(nodes) // 2]
        total = 0.0
        for school in dict.fromkeys(schools):
            mine = schools == school
            margins = middle[mine][:, None] + sd * points
            logs = (labels[mine][:, None] * margins - np.logaddexp(0, margins)).sum(axis=0)
            total += logs.max() + np.log(np.exp(logs - logs.max()) @ weights)
        best = max(best, (total, float(sd)))
    return best[1]


@pytest.mark.parametrize(("sd", "seed"), [(0.0, 1), (0.2, 2), (0.2, 3), (0.5, 4), (1.0, 5), (1.5, 6)])
def test_a_large_school_tells_its_effect_more_exactly_than_nodes_laid_out_for_all(sd: float, seed: int):
    county = county_of(sd, seed=seed)
    assert at_one_date(*county) == pytest.approx(by_many_points(*county), abs=1e-9)


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


def test_another_county_of_the_same_past_differs_by_what_both_counties_have_of_their_own():
    assert SharedEffect(0.3, 4, past_share=1.5).elsewhere(1.5) == pytest.approx(0.3 * math.sqrt(2))


@pytest.mark.parametrize(
    ("there", "apart"), [(1.0, math.log(2)), (4.0, math.log(2)), (2.1, 0.0488), (8.0, math.log(4))]
)
def test_another_county_differs_further_as_far_as_its_past_does_whichever_way(there: float, apart: float):
    found = SharedEffect(0.3, 4, past_share=2.0).elsewhere(there)
    assert found == pytest.approx(math.sqrt(2 * 0.3**2 + apart**2), abs=1e-4)


@pytest.mark.parametrize(("here", "there"), [(None, 2.0), (2.0, None), (None, None), (0.0, 2.0), (2.0, 0.0)])
def test_where_the_past_of_one_of_both_is_not_known_it_is_assumed(here: float | None, there: float | None):
    assert SharedEffect(0.3, 4, past_share=here).elsewhere(there) == ELSEWHERE_SD == 0.7
    assert SharedEffect(0.9, 4, past_share=here).elsewhere(there) == 0.9


def test_the_past_share_is_the_mean_over_the_children_whose_school_has_a_past():
    values = pd.DataFrame({"school_past_left_share": [1.0, 1.0, 4.0, math.nan]})
    assert mean_past_share(values) == 2.0
    assert mean_past_share(values[3:]) is None
    assert mean_past_share(pd.DataFrame({"absent_days_20d": [1.0]})) is None
