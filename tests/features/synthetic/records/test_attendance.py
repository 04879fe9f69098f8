"""Absences of the invented county: only where a pupil could be absent, in spells, more before an exit."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.simulation import County, simulate
from features.synthetic.records.attendance import invent_attendance
from features.synthetic.world.school_year import hours_on, school_year, weekday_of

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def absences(county: Tables) -> pd.DataFrame:
    """Absences beside the enrolment of their year."""
    attendance = county["attendance"]
    first = attendance["date"].dt.year - (attendance["date"].dt.month < 9)
    label = first.astype(str) + "-" + (first + 1).astype(str)
    return attendance.assign(school_year=label).merge(county["enrolments"], on=["pupil_id", "school_year"])


def test_no_absence_is_lost_beside_an_enrolment(county: Tables, absences: pd.DataFrame) -> None:
    assert len(absences) == len(county["attendance"])


def test_a_pupil_has_one_row_a_day(county: Tables) -> None:
    assert not county["attendance"].duplicated(["pupil_id", "date"]).any()


def test_absences_fall_on_teaching_days_only(county: Tables) -> None:
    days = np.concatenate([school_year(first).days for first in (2023, 2024, 2025)])
    assert county["attendance"]["date"].isin(days.astype("datetime64[s]")).all()


def test_absences_fall_within_the_modules_of_the_terms_table(county: Tables) -> None:
    bounds = county["terms"].sort_values("starts_on")
    place = bounds["starts_on"].searchsorted(county["attendance"]["date"], side="right") - 1
    assert (bounds["ends_on"].to_numpy()[place] >= county["attendance"]["date"].to_numpy()).all()


def test_nobody_is_absent_before_enrolling_or_after_leaving(absences: pd.DataFrame) -> None:
    assert (absences["date"] >= absences["enrolled_on"]).all()
    assert not (absences["date"] >= absences["left_on"]).any()


def test_hours_never_exceed_the_timetable_of_the_day(absences: pd.DataFrame) -> None:
    weekday = weekday_of(absences["date"].to_numpy().astype("datetime64[D]"))
    timetable = hours_on(absences["grade_level"].to_numpy(), weekday)
    assert (absences["hours"] >= 1).all()
    assert (absences["hours"] <= timetable).all()
    assert set(absences["hours"]) == {1, 2, 3, 4, 5, 6, 7}


def test_excuses_come_one_to_twelve_days_later_and_for_more_in_upper_schools(absences: pd.DataFrame) -> None:
    excused = absences.dropna(subset="excused_on")
    assert (excused["excused_on"] - excused["date"]).dt.days.between(1, 12).all()
    assert not (excused["excused_on"] < excused["known_on"]).any()
    upper = absences["grade_level"] >= 9
    share = excused.groupby(upper)["hours"].sum() / absences.groupby(upper)["hours"].sum()
    assert 0.42 < share[False] < 0.60
    assert share[True] > share[False]


def test_some_rows_are_known_some_days_late(absences: pd.DataFrame) -> None:
    delay = (absences["known_on"] - absences["date"]).dt.days.dropna()
    assert delay.between(1, 5).all()
    assert 0.03 < len(delay) / len(absences) < 0.3


def test_hours_a_year_lie_near_those_of_the_dossier(county: Tables, absences: pd.DataFrame) -> None:
    lower = absences["grade_level"].between(5, 8)
    pupils = county["enrolments"]["grade_level"].between(5, 8).sum()
    bare = absences[lower & absences["excused_on"].isna()].groupby(["pupil_id", "school_year"])["hours"].sum()
    hours = np.concatenate([bare, np.zeros(pupils - len(bare))])
    assert 32 < absences.loc[lower, "hours"].sum() / pupils < 50
    assert 6 < np.median(hours) < 18
    assert 45 < np.quantile(hours, 0.9) < 90
    assert 0.25 < (hours >= 20).mean() < 0.48


def test_lower_classes_are_absent_less(county: Tables, absences: pd.DataFrame) -> None:
    pupils = county["enrolments"].groupby("grade_level").size()
    hours = absences.groupby("grade_level")["hours"].sum() / pupils
    assert 10 < hours[:5].mean() < 20
    assert hours[5:].min() > 1.6 * hours[:5].max()


def test_days_of_absence_come_in_spells(absences: pd.DataFrame) -> None:
    rows = absences.sort_values(["pupil_id", "date"])
    next_day = rows.groupby("pupil_id")["date"].shift(-1) - rows["date"]
    by_chance = len(rows) / (8000 * 165)
    assert (next_day.dt.days == 1).mean() > 2 * by_chance


def test_more_is_missed_on_mondays_and_fridays(absences: pd.DataFrame) -> None:
    hours = absences.groupby(absences["date"].dt.day_of_week)["hours"].sum()
    assert hours[[0, 4]].mean() > 1.08 * hours[[1, 2, 3]].mean()


def test_months_weigh_as_in_the_dossier(absences: pd.DataFrame) -> None:
    share = absences.groupby(absences["date"].dt.month)["hours"].sum() / absences["hours"].sum()
    assert share.idxmax() in (2, 3)
    assert share[6] < share[9] < share[10]


def test_absences_mount_in_the_eight_weeks_before_dropping_out(county: Tables, absences: pd.DataFrame) -> None:
    outcomes = county["outcomes"]
    gone = outcomes.loc[outcomes["outcome"] == "dropped_out", ["pupil_id", "date"]]
    rows = absences.merge(gone.rename(columns={"date": "exit"}), on="pupil_id")
    weeks = (rows["exit"] - rows["date"]).dt.days // 7
    late = rows.loc[weeks.between(0, 7), "hours"].sum() / 8
    earlier = rows.loc[weeks.between(8, 23), "hours"].sum() / 16
    assert late > 1.8 * earlier


def test_schools_differ_in_what_they_write_down(county: Tables, absences: pd.DataFrame) -> None:
    pupils = county["enrolments"].groupby("school_id").size()
    bare = absences[absences["excused_on"].isna()].groupby("school_id")["hours"].sum() / pupils
    assert bare.max() > 2 * bare.min()


@pytest.fixture(scope="module")
def small() -> County:
    return simulate(np.random.default_rng(5), pupils=1500, schools=12, years=(school_year(2024),))


def hours_of(county: County, **columns: object) -> pd.Series:
    """Hours of absence of each row of the story, with some of its columns replaced."""
    story = county.stories[0].assign(**columns)
    rows = invent_attendance(np.random.default_rng(1), story, units=county.units, year=county.years[0])
    return rows.groupby("row")["hours"].sum().reindex(range(len(story)), fill_value=0)


def test_who_is_fed_at_school_misses_less_of_it(small: County) -> None:
    stays = small.stories[0]["ramp"].eq(0).to_numpy()
    ratio = hours_of(small, meal_factor=0.5)[stays].sum() / hours_of(small, meal_factor=1.0)[stays].sum()
    assert ratio == pytest.approx(0.55, abs=0.06)  # a little over a half: fewer spells fall on one day


def test_poor_village_children_miss_as_much_but_at_other_times(small: County) -> None:
    fields, elsewhere = (hours_of(small, in_fields=value) for value in (True, False))
    assert fields.sum() == pytest.approx(elsewhere.sum(), rel=0.08)
    story = small.stories[0].assign(in_fields=True)
    rows = invent_attendance(np.random.default_rng(1), story, units=small.units, year=small.years[0])
    lower = rows[story["level"].to_numpy()[rows["row"]] > 0]
    bare = lower[lower["excused_on"].isna()]
    october = bare.groupby(bare["date"].dt.month)["hours"].sum()[10] / bare["hours"].sum()
    assert october > 0.16
