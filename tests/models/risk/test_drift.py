"""Is a shift called by its name, and is next year's class not called one?"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from features.table.feature_table import feature_catalogue
from models.risk.drift import Reference, Shift, Usual, references, shifts
from tests.support.small_models import CATALOGUE
from tests.support.small_records import declarations

HOURS, MARKS = "unexcused_hours_20d", "mark_mean_year"
FEATURES = tuple(feature for feature in CATALOGUE if feature.name in (HOURS, MARKS, "school_size"))
FEBRUARY, NOVEMBER = dt.date(2024, 2, 1), dt.date(2024, 11, 15)
TWO_COLUMNS = {"siblings": {"type": "whole", "en": "siblings", "ro": "frați"}}


def trained(
    hours: Sequence[float], *, schools: Sequence[str] | None = None, dates: Sequence[dt.date] = (FEBRUARY,)
) -> dict[str, Reference]:
    """Return the references of rows with these hours, in turn at these dates; marks are half of the hours."""
    count = len(hours)
    values = pd.DataFrame({HOURS: hours, MARKS: np.array(hours) / 2, "school_size": 10.0}, dtype=float)
    pupils = pd.DataFrame(
        {"school_id": schools or ["S1"] * count, "as_of": [dates[n % len(dates)] for n in range(count)]}
    )
    return {each.feature: each for each in references(FEATURES, values, pupils)}


def moved(
    hours: Sequence[float], known: dict[str, Reference], *, schools: Sequence[str] | None = None, month: int = 2
) -> list[Shift]:
    """Return what moved when children have these hours, and marks as ever."""
    usual = known[MARKS].usual[0].values
    marks = [usual[n % len(usual)] for n in range(len(hours))] if usual else np.nan
    values = pd.DataFrame({HOURS: hours, MARKS: marks}, dtype=float)
    return list(
        shifts(
            tuple(known.values()), FEATURES, values, month=month,
            schools=np.array(schools or ["S1"] * len(hours), dtype=object),
        )
    )  # fmt: skip


TWENTY = trained([*range(20)] * 10)  # 0 to 19 hours, ten children each; standard deviation 5.77
MANY = [f"S{number}" for number in range(200)]


def test_a_reference_holds_mean_missing_share_and_the_values_from_low_to_high():
    known = trained([*range(20), *[float("nan")] * 5])[HOURS]
    assert known.usual == (Usual(2, pytest.approx(0.2), 9.5, tuple(range(20))),)
    assert known.spread == pytest.approx(np.std(range(20)))


def test_each_month_has_values_of_its_own():
    known = trained([1, 5] * 20, dates=(FEBRUARY, NOVEMBER))[HOURS]
    assert [(each.month, each.mean) for each in known.usual] == [(2, 1.0), (11, 5.0)]
    assert not moved([5.0] * 100, {HOURS: known, MARKS: TWENTY[MARKS]}, month=11)
    assert moved([5.0] * 100, {HOURS: known, MARKS: TWENTY[MARKS]}, month=2)


def test_a_feature_without_any_value_has_no_mean():
    known = trained([float("nan")] * 30)[HOURS]
    assert known == Reference(HOURS, 0.0, 0.0, (Usual(2, 1.0, None, ()),))


def test_the_school_context_is_left_out():
    assert set(TWENTY) == {HOURS, MARKS}


def test_the_same_children_have_not_moved():
    assert moved([*range(20)] * 5, TWENTY) == []


def test_three_times_the_hours_is_a_shift_with_both_means():
    (shift,) = moved([3 * hours for hours in range(20)] * 5, TWENTY)
    assert (shift.feature.name, shift.of_missing, shift.usual, shift.current) == (HOURS, False, 9.5, 28.5)
    assert shift.strength == pytest.approx(19 / (0.4 * np.std(range(20))))


@pytest.mark.parametrize(("more", "is_moved"), [(2.3, False), (2.4, True)])
def test_a_feature_moved_when_children_are_on_average_four_tenths_of_its_spread_away(more: float, is_moved: bool):
    assert bool(moved([hours + more for hours in range(20)] * 5, TWENTY)) == is_moved  # 0.4 * 5.77 is 2.31


def test_a_distribution_can_move_without_its_mean():
    (shift,) = moved([0.0, 19.0] * 50, TWENTY)
    assert (shift.usual, shift.current) == (9.5, 9.5)


def test_the_distance_is_how_far_children_of_the_same_place_are_apart():
    chance = np.random.default_rng(3)
    before, after = chance.gamma(1, 5, 2000), chance.gamma(1, 12, 2000)
    known = trained(before)
    (shift,) = moved(after, known)
    distance = shift.strength * 0.4 * known[HOURS].spread
    assert distance == pytest.approx(np.abs(np.sort(before) - np.sort(after)).mean(), rel=0.1)


def test_what_was_always_the_same_may_not_change_at_all():
    known = trained([0.0] * 40) | {MARKS: TWENTY[MARKS]}
    assert moved([0.0] * 100, known) == []
    assert [shift.strength for shift in moved([1.0] * 100, known)] == [np.inf]


@pytest.mark.parametrize(("share", "is_moved"), [(0.1, False), (0.15, True)])
def test_what_few_children_have_is_no_shift(share: float, is_moved: bool):
    known = trained([0.0] * 40) | {MARKS: TWENTY[MARKS]}
    assert bool(moved([float(number < 200 * share) for number in range(200)], known)) == is_moved


def test_more_missing_values_are_a_shift_and_fewer_are_none():
    tenth, third = ([*range(9), float("nan")] * 10, [*range(6), *[float("nan")] * 3] * 12)
    known = trained(tenth) | {MARKS: TWENTY[MARKS]}
    (shift,) = [shift for shift in moved(third, known) if shift.of_missing]
    assert (shift.usual, shift.current) == (pytest.approx(0.1), pytest.approx(1 / 3))
    assert shift.strength == pytest.approx((1 / 3 - 0.1) / 0.2)
    assert not [shift for shift in moved(tenth, trained(third) | {MARKS: TWENTY[MARKS]}) if shift.of_missing]


def test_of_fewer_than_a_hundred_children_nothing_is_said():
    assert moved([50.0] * 99, TWENTY) == []
    assert moved([50.0] * 100, TWENTY)


def test_the_strongest_comes_first():
    values = pd.DataFrame({HOURS: [100.0] * 100, MARKS: [1000.0] * 100})
    found = shifts(tuple(TWENTY.values()), FEATURES, values, schools=np.full(100, "S1", dtype=object), month=2)
    assert [shift.feature.name for shift in found] == [MARKS, HOURS]


def test_one_school_may_differ_as_much_as_schools_do_and_all_of_them_together_may_not():
    """Ten schools of 30 children each: those of school n have about n hours."""
    hours = [school + extra / 15 for school in range(10) for extra in range(30)]
    known = trained(hours, schools=[f"S{school}" for school in range(10) for _ in range(30)])
    one, all_of_them = ["S9"] * 200, MANY
    assert moved([9.0] * 200, known, schools=one) == []
    assert moved([9.0] * 200, known, schools=all_of_them)
    assert moved([30.0] * 200, known, schools=one)


def test_a_declared_feature_is_compared_too():
    features = feature_catalogue(declarations({"situation": TWO_COLUMNS}))
    siblings = tuple(feature.spec for feature in features if feature.spec.name == "siblings")
    pupils = pd.DataFrame({"school_id": ["S1"] * 100, "as_of": [FEBRUARY] * 100})
    known = references(siblings, pd.DataFrame({"siblings": [0.0, 1.0] * 50}), pupils)
    now = pd.DataFrame({"siblings": [5.0] * 100})
    found = shifts(known, siblings, now, schools=np.full(100, "S1", dtype=object), month=2)
    assert [shift.feature.title.en for shift in found] == ["siblings"]
