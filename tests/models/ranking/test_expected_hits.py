from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from models.ranking.expected_hits import (
    ExpectedHits,
    expected_hits,
    expected_in_all,
    hits_in_school,
    hits_together,
    hits_variance,
)
from models.risk.school_effect import shifted

SCHOOL_SD = 0.8
DRAWS = 250
# How likely the outcome is among the listed children of one school, in log-odds before the school's own effect:
QUIET, ORDINARY, HALF = -3.5, -1.5, 0.0


def by_counting(probabilities: list[float]) -> ExpectedHits:
    """Count every way five coins may fall: the obvious Poisson-binomial distribution and its 90 % interval."""
    chances = [0.0] * (len(probabilities) + 1)
    for hits in product((0, 1), repeat=len(probabilities)):
        ways = [chance if hit else 1 - chance for hit, chance in zip(hits, probabilities, strict=True)]
        chances[sum(hits)] += float(np.prod(ways))
    at_most = np.cumsum(chances)
    low = next(count for count, below in enumerate(at_most) if below >= 0.05)
    high = next(count for count, below in enumerate(at_most) if below >= 0.95)
    return ExpectedHits(sum(probabilities), low, high)


@pytest.mark.parametrize(
    "probabilities",
    [[0.5] * 5, [0.1, 0.2, 0.3, 0.4, 0.5], [0.01] * 5, [0.95, 0.9, 0.99, 0.05, 0.6], [0.02, 0.98, 0.5, 0.5, 0.01]],
)
def test_without_school_effects_hits_are_counted_like_coins(probabilities: list[float]):
    for schools in (["S1"] * 5, ["S1", "S2", "S1", "S3", "S2"]):
        found = expected_hits(np.array(probabilities), np.array(schools, dtype=object), 0.0)
        counted = by_counting(probabilities)
        assert (found.low, found.high) == (counted.low, counted.high)
        assert found.mean == pytest.approx(counted.mean)


def test_the_mean_is_the_sum_of_the_scores_whatever_schools_do():
    probabilities = np.array([0.02, 0.4, 0.1, 0.7])
    for sd in (0.0, 0.5, 2.0):
        for schools in (["S1"] * 4, ["S1", "S1", "S2", "S2"]):
            assert expected_hits(probabilities, np.array(schools, dtype=object), sd).mean == probabilities.sum()


def test_one_child_is_a_coin_also_where_schools_differ():
    for chance, low, high in ((0.04, 0, 0), (0.5, 0, 1), (0.97, 1, 1)):
        found = expected_hits(np.array([chance]), np.array(["S1"], dtype=object), 0.8)
        assert (found.low, found.high) == (low, high)


def test_the_more_schools_differ_the_wider_the_interval_of_one_school():
    probabilities, school = np.full(30, 0.2), np.full(30, "S1", dtype=object)
    widths = [found.high - found.low for found in (expected_hits(probabilities, school, sd) for sd in (0, 0.5, 1, 2))]
    assert widths == sorted(widths)
    assert widths[-1] > 2 * widths[0]


def test_many_schools_balance_each_other():
    probabilities = np.full(30, 0.2)
    one = expected_hits(probabilities, np.full(30, "S1", dtype=object), 1.0)
    thirty = expected_hits(probabilities, np.array([f"S{number}" for number in range(30)], dtype=object), 1.0)
    assert thirty.high - thirty.low < one.high - one.low


def test_children_keep_their_own_probability_at_the_mean_over_school_effects():
    probabilities = np.array([1e-6, 0.001, 0.02, 0.3, 0.5, 0.97, 0.9999])
    for sd in (0.0, 0.5, 1.0, 2.5):
        at_nodes, weights = shifted(probabilities, sd)
        assert at_nodes.shape == (7, len(weights))
        assert (at_nodes @ weights).tolist() == pytest.approx(probabilities.tolist(), rel=1e-9)


def test_the_variance_of_hits_is_that_of_coins_and_more_where_schools_differ():
    probabilities = np.array([0.1, 0.5, 0.7])
    coins = float((probabilities * (1 - probabilities)).sum())
    assert hits_variance(hits_in_school(probabilities, 0.0)) == pytest.approx(coins)
    assert hits_variance(hits_in_school(probabilities, 1.0)) > coins


def test_a_school_without_listed_children_has_no_hits_and_changes_nothing():
    nobody, somebody = hits_in_school(np.empty(0), 0.8), hits_in_school(np.array([0.2, 0.4]), 0.8)
    assert nobody.tolist() == pytest.approx([1.0])
    assert hits_together([nobody, somebody]).tolist() == pytest.approx(somebody.tolist())


def test_many_lists_together_expect_what_one_list_of_all_their_children_would():
    chance = np.random.default_rng(4)
    lists = [(chance.uniform(0.01, 0.4, 60), np.repeat([f"S{number}a", f"S{number}b"], 30)) for number in range(12)]
    found = [hits_in_school(scores[half], 0.5) for scores, _ in lists for half in (slice(0, 30), slice(30, 60))]
    together = expected_in_all(
        np.array([scores.sum() for scores, _ in lists]), np.array([hits_variance(each) for each in found])
    )
    scores, schools = (np.concatenate(parts) for parts in zip(*lists, strict=True))
    exact = expected_hits(scores, schools.astype(object), 0.5)
    assert together.mean == pytest.approx(exact.mean)
    assert abs(together.low - exact.low) <= 1
    assert abs(together.high - exact.high) <= 1


def test_nothing_is_expected_of_no_lists():
    assert expected_in_all(np.empty(0), np.empty(0)) == ExpectedHits(0.0, 0, 0)


# Does the interval hold?


def simulated_lists(*, centre: float, school_sizes: tuple[int, ...], lists: int) -> Iterator[tuple[np.ndarray, ...]]:
    """Give lists of children from schools with normal effects of their own: probabilities, schools, hits in each draw.

    A child's calibrated probability is the mean over the schools it might be in, here by 401 quantiles of the normal
    distribution: nothing of the code under test is used.
    """
    chance = np.random.default_rng(5)
    effects = SCHOOL_SD * np.quantile(np.random.default_rng(6).standard_normal(200_000), (np.arange(401) + 0.5) / 401)
    schools = np.repeat([f"S{number}" for number in range(len(school_sizes))], school_sizes).astype(object)
    for _ in range(lists):
        children = chance.normal(centre, 0.7, len(schools))
        probabilities = expit(children[:, None] + effects).mean(axis=1)
        own = SCHOOL_SD * chance.standard_normal((DRAWS, len(school_sizes)))
        risks = expit(children + np.repeat(own, school_sizes, axis=1))
        yield probabilities, schools, (chance.random(risks.shape) < risks).sum(axis=1)


def coverage(*, centre: float, school_sizes: tuple[int, ...], sd: float) -> float:
    """Return how often the hits of simulated lists fall into the interval that was predicted for them."""
    inside = []
    for probabilities, schools, hits in simulated_lists(centre=centre, school_sizes=school_sizes, lists=25):
        predicted = expected_hits(probabilities, schools, sd)
        inside.append(np.mean((predicted.low <= hits) & (hits <= predicted.high)))
    return float(np.mean(inside))


def expit(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-log_odds))


@pytest.mark.parametrize("centre", [QUIET, ORDINARY, HALF], ids=["quiet", "ordinary", "half"])
@pytest.mark.parametrize(
    "school_sizes", [(10,), (30,), (20, 20), (5,) * 8, (25, 1, 1, 1, 2)],
    ids=["small", "large", "two", "eight", "unequal"],
)  # fmt: skip
def test_nine_of_ten_lists_have_as_many_hits_as_predicted_also_in_schools_unlike_the_average(
    centre: float, school_sizes: tuple[int, ...]
):
    assert 0.9 <= coverage(centre=centre, school_sizes=school_sizes, sd=SCHOOL_SD) < 0.995


@pytest.mark.parametrize("school_sizes", [(30,), (20, 20)])
def test_an_interval_that_forgets_schools_is_too_short(school_sizes: tuple[int, ...]):
    assert coverage(centre=HALF, school_sizes=school_sizes, sd=0.0) < 0.8


def test_a_list_of_many_schools_knows_what_they_share():
    probabilities, schools = np.full(200, 0.2), np.array([f"S{number % 40}" for number in range(200)], dtype=object)
    apart = expected_hits(probabilities, schools, 0.5)
    together = expected_hits(probabilities, schools, 0.5, shared_sd=0.4)
    assert together.high - together.low > 1.5 * (apart.high - apart.low)
    assert together.mean == apart.mean


def test_the_shared_effect_of_one_school_adds_to_its_own():
    probabilities, schools = np.full(30, 0.3), np.array(["S1"] * 30, dtype=object)
    both = expected_hits(probabilities, schools, 0.6, shared_sd=0.8)
    assert both == expected_hits(probabilities, schools, 1.0)


@pytest.mark.parametrize("shared", [0.3, 0.6])
def test_the_interval_of_a_county_list_holds_in_nine_counties_of_ten(shared: float):
    """Simulated: 400 counties of 25 schools with eight listed children each, which share an effect beside their own."""
    chance, covered = np.random.default_rng(11), 0
    schools = np.repeat([f"S{number:02}" for number in range(25)], 8).astype(object)
    probabilities = chance.beta(2, 6, len(schools))
    found = expected_hits(probabilities, schools, 0.5, shared_sd=shared)
    at_nodes, _ = shifted(probabilities, float(np.hypot(0.5, shared)))
    own = np.log(at_nodes[:, 7] / (1 - at_nodes[:, 7]))  # the middle node: log-odds before any effect
    for _ in range(400):
        moved = own + chance.normal(0, shared) + np.repeat(chance.normal(0, 0.5, 25), 8)
        covered += found.low <= (chance.random(len(own)) < 1 / (1 + np.exp(-moved))).sum() <= found.high
    assert 0.86 < covered / 400 < 0.95
