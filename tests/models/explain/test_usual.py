"""What is usual in a class: counted slowly beside, never of fewer than five, one number for all of a class."""

import numpy as np
import pytest

from models.explain.usual import FEWEST_KNOWN, group_medians, has_usual, known_of_nobody, usual_values
from tests.support.explained import named

NAN = float("nan")


@pytest.mark.parametrize("seed", range(6))
def test_the_median_of_a_group_is_that_of_a_slow_count(seed: int) -> None:
    chance = np.random.default_rng(seed)
    groups = chance.integers(0, 8, 60)
    values = np.where(chance.random(60) < 0.3, NAN, chance.integers(0, 6, 60) / 2)
    medians, counts = group_medians(values, groups)
    for child in range(60):
        known = [value for value in values[groups == groups[child]] if not np.isnan(value)]
        assert counts[child] == len(known)
        assert medians[child] == (np.median(known) if known else pytest.approx(NAN, nan_ok=True))


def test_a_cohort_of_nobody_has_no_medians() -> None:
    medians, known = group_medians(np.empty(0), np.empty(0, np.intp))
    assert (len(medians), len(known)) == (0, 0)


def usual_of(values: list[float], classes: list[int], schools: list[int], feature: str = "absent_hours_20d"):
    children = np.arange(len(values))
    found = usual_values(
        np.array(values)[:, None], named(feature), children, class_=np.array(classes), school=np.array(schools)
    )
    return found.values[:, 0].tolist(), found.in_class[:, 0].tolist()


def test_a_class_has_one_usual_value_whoever_of_it_is_told() -> None:
    values, in_class = usual_of([1, 2, 3, 4, 5, 60], [0] * 6, [0] * 6)
    assert values == [3.5] * 6
    assert all(in_class)


def test_in_a_class_of_four_the_school_is_taken_and_in_a_school_of_four_nothing() -> None:
    values, in_class = usual_of([9, 9, 9, 9, 1, 1, 1, 1], [0] * 4 + [1] * 4, [0] * 8)
    assert not any(in_class)
    assert values == [5.0] * 8
    assert np.isnan(usual_of([9, 9, 9, 9], [0] * 4, [0] * 4)[0]).all()
    assert FEWEST_KNOWN == 5


def test_classmates_of_whom_nothing_is_known_do_not_count() -> None:
    values, in_class = usual_of([1, 2, 3, 4, NAN, NAN, 9], [0] * 6 + [1], [0] * 7)
    assert not any(in_class)
    assert values == [3.0] * 7


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
        ("mother_education", True), ("school_size", False), ("school_mark_mean_year", False),
    ],
)  # fmt: skip
def test_what_counts_something_of_the_child_has_a_usual_value(feature: str, has: bool) -> None:
    assert has_usual(named(feature)[0]) is has


@pytest.mark.parametrize("seed", range(4))
def test_marks_that_nobody_of_a_class_has_are_those_of_a_slow_look(seed: int) -> None:
    chance = np.random.default_rng(seed)
    features = named("mark_mean_60d", "absent_hours_20d", "conduct_latest")
    classes, rows = chance.integers(0, 12, 40), chance.permutation(40)[:15]
    values = np.where(chance.random((40, 3)) < 0.7, NAN, 50.0)
    found = known_of_nobody(values, features, rows, class_=classes)
    assert found.any()
    for place, row in enumerate(rows):
        lacks = np.isnan(values[classes == classes[row]]).all(axis=0)
        assert found[place].tolist() == [lacks[0], False, lacks[2]]
