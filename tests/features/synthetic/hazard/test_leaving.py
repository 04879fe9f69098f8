"""The hidden hazard: what raises it, and what others' leaving does to it."""

import numpy as np

from features.synthetic.hazard.leaving import (
    MATES_LEFT,
    MOST_LEFT,
    RECENT,
    SIBLING_LEFT,
    STAYS,
    _mates_left,
    _siblings_left,
    month_of,
    school_year_effects,
)
from features.synthetic.world.school_year import school_year


def test_a_class_feels_that_a_mate_left_for_three_months() -> None:
    classes = np.array([0] * 10 + [1] * 5)
    left_in = np.full(15, STAYS)
    left_in[0] = 2
    felt = [_mates_left(left_in, classes, month)[[1, 12]].tolist() for month in (2, 2 + RECENT, 3 + RECENT)]
    assert felt == [[MATES_LEFT * 0.1, 0], [MATES_LEFT * 0.1, 0], [0, 0]]


def test_a_class_that_half_left_is_felt_as_a_quarter() -> None:
    left_in = np.array([1, 1, STAYS, STAYS])
    assert _mates_left(left_in, np.zeros(4, dtype=np.int64), 2).max() == MATES_LEFT * MOST_LEFT


def test_a_brother_or_sister_who_left_is_felt_this_year_and_the_next_but_not_one_s_own_leaving() -> None:
    home, left_in = np.array([0, 0, 1, 2]), np.array([3, STAYS, 3, STAYS])
    gone_before = np.array([0, 0, 1])
    assert _siblings_left(left_in, home, gone_before).tolist() == [0, SIBLING_LEFT, 0, SIBLING_LEFT]


def test_months_run_from_september_to_june() -> None:
    year = school_year(2025)
    months = month_of(year)
    assert (months[0], months[-1]) == (0, 9)
    assert (np.diff(months) >= 0).all()
    assert [int(year.days[months == month][0].astype("datetime64[M]").astype(int) % 12 + 1) for month in range(10)] == [
        9, 10, 11, 12, 1, 2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_a_bad_year_is_bad_for_the_whole_county() -> None:
    lasting = np.zeros(400)
    years = [school_year_effects(np.random.default_rng(seed), lasting).mean() for seed in range(60)]
    assert 0.2 < np.std(years) < 0.45
