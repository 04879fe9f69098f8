"""The hidden hazard: what raises it, and what others' leaving does to it."""

import numpy as np
import pytest

from features.synthetic.hazard.leaving import (
    MATES_LEFT,
    MOST_LEFT,
    RECENT,
    SIBLING_LEFT,
    STAYS,
    Course,
    _mates_left,
    _siblings_left,
    months_of_days,
    school_year_effects,
)
from features.synthetic.hazard.shocks import FADES, SHOCKS, LatentState
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


def a_course(before: float, *months: float) -> Course:
    """The course of one child in which each month's illness is as given; all else is nothing."""
    states = [
        LatentState(**{"hold": np.zeros(1), **dict.fromkeys(SHOCKS, np.zeros(1)), "illness": np.array([illness])})
        for illness in (before, *months)
    ]
    stays = np.array([STAYS])
    return Course(np.zeros((1, len(months))), states[0], tuple(states[1:]), stays, stays, stays)


@pytest.mark.parametrize(
    ("before", "september", "october", "begins"),
    [
        pytest.param(0.0, 0.0, 0.0, [False, False], id="never"),
        pytest.param(0.0, 1.0, FADES, [True, False], id="in September, and fades"),
        pytest.param(0.0, 0.0, 1.0, [False, True], id="in October"),
        pytest.param(1.0, FADES, FADES * FADES, [False, False], id="the year before, and fades"),
        pytest.param(1.0, FADES + 0.5, FADES * (FADES + 0.5), [True, False], id="the year before and in September"),
        pytest.param(3.0, FADES * 3.0 + 0.1, 3.0, [True, True], id="again, smaller than what has faded"),
    ],
)
def test_a_shock_begins_where_there_is_more_than_what_is_left_of_earlier_ones(
    before: float, september: float, october: float, begins: list[bool]
) -> None:
    course = a_course(before, september, october)
    assert course.begins("illness")[:, 0].tolist() == begins
    assert course.shock_before("illness")[:, 0].tolist() == [before, september]


def test_months_run_from_september_to_june() -> None:
    year = school_year(2025)
    months = months_of_days(year)
    assert (months[0], months[-1]) == (0, 9)
    assert (np.diff(months) >= 0).all()
    assert [int(year.days[months == month][0].astype("datetime64[M]").astype(int) % 12 + 1) for month in range(10)] == [
        9, 10, 11, 12, 1, 2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_a_bad_year_is_bad_for_the_whole_county() -> None:
    lasting = np.zeros(400)
    years = [school_year_effects(np.random.default_rng(seed), lasting).mean() for seed in range(60)]
    assert 0.2 < np.std(years) < 0.45
