"""What is usual among the others: counted slowly beside, never of fewer than five."""

import numpy as np
import pytest

from models.explain.usual import FEWEST_OTHERS, has_usual, others_median, usual_values
from tests.support.explained import named

NAN = float("nan")


@pytest.mark.parametrize("seed", range(6))
def test_the_median_of_the_others_is_that_of_a_slow_count(seed: int) -> None:
    chance = np.random.default_rng(seed)
    groups = chance.integers(0, 8, 60)
    values = np.where(chance.random(60) < 0.3, NAN, chance.integers(0, 6, 60) / 2)
    medians, others = others_median(values, groups)
    for child in range(60):
        mates = [value for each, value in enumerate(values) if each != child and groups[each] == groups[child]]
        known = [value for value in mates if not np.isnan(value)]
        assert others[child] == len(known)
        assert medians[child] == (np.median(known) if known else pytest.approx(NAN, nan_ok=True))


def test_a_cohort_of_nobody_has_no_medians() -> None:
    medians, others = others_median(np.empty(0), np.empty(0, np.intp))
    assert (len(medians), len(others)) == (0, 0)


def usual_of(values: list[float], classes: list[int], schools: list[int], feature: str = "absent_hours_20d"):
    children = np.arange(len(values))
    found = usual_values(
        np.array(values)[:, None], named(feature), children, class_=np.array(classes), school=np.array(schools)
    )
    return found.values[:, 0].tolist(), found.in_class[:, 0].tolist()


def test_six_children_of_a_class_are_compared_with_the_other_five() -> None:
    values, in_class = usual_of([1, 2, 3, 4, 5, 60], [0] * 6, [0] * 6)
    assert (values[5], values[0]) == (3.0, 4.0)
    assert all(in_class)


def test_in_a_class_of_five_the_school_is_taken_and_in_a_school_of_five_nothing() -> None:
    values, in_class = usual_of([9, 9, 9, 9, 9, 1, 1, 1, 1], [0] * 5 + [1] * 4, [0] * 9)
    assert not any(in_class)
    assert (values[0], values[8]) == (5.0, 9.0)
    assert np.isnan(usual_of([9, 9, 9, 9, 9], [0] * 5, [0] * 5)[0]).all()
    assert FEWEST_OTHERS == 5


def test_classmates_of_whom_nothing_is_known_do_not_count() -> None:
    values, in_class = usual_of([1, 2, 3, 4, 5, NAN, NAN], [0] * 7, [0] * 7)
    assert in_class == [False] * 5 + [True] * 2
    assert values[5] == 3.0


def test_a_child_hears_nothing_of_other_schools() -> None:
    alone = usual_of([1, 2, 3, 4, 5, 6], [0] * 6, [0] * 6)
    beside = usual_of([1, 2, 3, 4, 5, 6, 90, 90], [0] * 6 + [1, 1], [0] * 6 + [1, 1])
    assert beside[0][:6] == alone[0]


def test_only_those_who_are_asked_for_are_answered() -> None:
    values, rows = np.arange(12.0)[:, None], np.array([7, 1])
    classes = np.repeat([0, 1], 6)
    some = usual_values(values, named("absent_hours_20d"), rows, class_=classes, school=classes)
    every = usual_values(values, named("absent_hours_20d"), np.arange(12), class_=classes, school=classes)
    assert some.values[:, 0].tolist() == every.values[rows, 0].tolist()


@pytest.mark.parametrize(
    ("feature", "has"),
    [
        ("unexcused_hours_60d", True), ("mark_mean_year", True), ("conduct_latest", True), ("commute_minutes", True),
        ("absent_hours_vs_last_year", False), ("over_age", False), ("grade_level", False), ("social_benefit", False),
        ("school_size", False), ("school_mark_mean_year", False),
    ],
)  # fmt: skip
def test_what_counts_something_of_the_child_has_a_usual_value(feature: str, has: bool) -> None:
    assert has_usual(named(feature)[0]) is has
