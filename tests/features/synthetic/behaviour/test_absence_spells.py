"""When spells of absence begin: by month, weekday and end of module, at harvest, and where snow lies."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.absence_spells import (
    HARVEST_MONTHS,
    LONGEST_EXCUSED,
    MONTHS,
    concatenate_spells,
    day_weights,
    exit_spells,
    harvest_spells,
    ordinary_spells,
    skipped_lessons,
    snow_spells,
)
from features.synthetic.world.school_year import SchoolYear, school_year


@pytest.fixture(scope="module")
def year() -> SchoolYear:
    return school_year(2024)


@pytest.fixture(scope="module")
def story() -> pd.DataFrame:
    """4,000 pupils of class VI in two schools, one in five a commuter."""
    number = np.arange(4000)
    return pd.DataFrame({"school": number % 2, "grade": 6, "commutes": number % 5 == 0, "ramp": 0.0, "ramp_days": 40})


def months_of(start: np.ndarray, year: SchoolYear) -> pd.Series:
    return pd.Series(pd.DatetimeIndex(year.days[start]).month).value_counts(normalize=True)


def test_the_months_weigh_what_the_dossier_says(year: SchoolYear) -> None:
    weights = pd.Series(day_weights(year)).groupby(pd.DatetimeIndex(year.days).month).sum()
    assert weights.sum() == pytest.approx(1)
    for month, percent in MONTHS.items():
        assert weights[month] == pytest.approx(percent / 100, abs=0.015)


def test_spells_begin_more_often_on_mondays_and_fridays_and_before_holidays_but_not_in_june(year: SchoolYear) -> None:
    weights = pd.Series(day_weights(year))
    by_weekday = weights.groupby(year.weekday).mean()
    assert by_weekday[[0, 4]].min() > 1.2 * by_weekday[[1, 2, 3]].max()
    april = (pd.DatetimeIndex(year.days).month == 4) & (year.module == 3) & (year.weekday == 2)
    *earlier, last = weights[april]
    assert last == pytest.approx(1.35 * earlier[0])
    june = (pd.DatetimeIndex(year.days).month == 6) & (year.weekday == 2)
    assert weights[june].nunique() == 1


def test_the_hours_of_spells_are_those_asked_for(year: SchoolYear, story: pd.DataFrame) -> None:
    spells = ordinary_spells(np.random.default_rng(1), story, np.full(len(story), 20.0), year=year, excused=True)
    assert len(spells.row) == pytest.approx(4000 * 20 / 4.2, rel=0.03)
    assert spells.excused.all()
    assert spells.length.max() == LONGEST_EXCUSED
    assert (skipped_lessons(np.random.default_rng(1), np.full(9, 30.0), year=year).length == 1).all()


def test_harvest_spells_are_long_and_in_autumn_and_spring(year: SchoolYear, story: pd.DataFrame) -> None:
    spells = harvest_spells(np.random.default_rng(1), story, np.full(len(story), 20.0), year=year)
    months = months_of(spells.start, year)
    assert set(months.index) == set(HARVEST_MONTHS)
    assert months[10] > 0.3
    assert 3 < spells.length.mean() < 4


def test_snow_keeps_the_commuters_of_an_isolated_school_away_together(year: SchoolYear, story: pd.DataFrame) -> None:
    spells = snow_spells(np.random.default_rng(4), story, np.array([True, False]), year=year)
    assert len(spells.row) > 0
    assert set(months_of(spells.start, year).index) <= {12, 1, 2}
    away = story.loc[spells.row]
    assert set(away["school"]) == {0}
    assert away["commutes"].all()
    events = len(set(zip(spells.start.tolist(), spells.length.tolist(), strict=True)))
    assert len(spells.row) == events * 400


def test_without_an_isolated_school_nobody_is_snowed_in(year: SchoolYear, story: pd.DataFrame) -> None:
    assert len(snow_spells(np.random.default_rng(4), story, np.zeros(2, dtype=bool), year=year).row) == 0


def test_before_the_end_spells_gather_near_the_last_day(story: pd.DataFrame) -> None:
    leaving = story.assign(ramp=6.0, until_day=100)
    spells = exit_spells(np.random.default_rng(1), leaving)
    assert ((spells.start >= 60) & (spells.start < 100)).all()
    assert (spells.start >= 80).mean() > 0.6
    assert len(exit_spells(np.random.default_rng(1), story.assign(until_day=100)).row) == 0


def test_joined_lists_keep_their_order(year: SchoolYear) -> None:
    one, other = (skipped_lessons(np.random.default_rng(seed), np.full(5, 9.0), year=year) for seed in (1, 2))
    both = concatenate_spells(one, other)
    assert both.row.tolist() == [*one.row, *other.row]
    assert len(both.length) == len(both.start) == len(both.excused) == len(both.row)
