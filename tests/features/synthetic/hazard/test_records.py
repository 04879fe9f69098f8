"""What is written down of a year: by whom, how late, and what never is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from features.synthetic.hazard import practice as practice_module
from features.synthetic.hazard.attendance import WRITTEN_AFTER, invent_attendance
from features.synthetic.hazard.family import changed_situations, invent_incidents
from features.synthetic.hazard.leaving import STAYS, SUMMER, Course, run_year, school_effects
from features.synthetic.hazard.marks import conduct_marks, invent_marks
from features.synthetic.hazard.outcomes import LivedYear, live, year_outcomes
from features.synthetic.hazard.people import first_roll, invent_people
from features.synthetic.hazard.practice import Practice, draw_habits, draw_practice, entered_on
from features.synthetic.hazard.shocks import with_new_children
from features.synthetic.world.school_year import hours_on, school_year
from features.synthetic.world.schools import invent_schools

YEAR = school_year(2024)


@pytest.fixture(scope="module")
def lived() -> LivedYear:
    """A year of 3,000 children."""
    rng = np.random.default_rng(3)
    units = invent_schools(rng, 12, pupils=3000)
    roll = first_roll(rng, pupils=3000, units=units)
    people = invent_people(rng, roll["school"].to_numpy(), units=units)
    course = run_year(
        rng, roll, people=people, state=with_new_children(None, people), effects=school_effects(rng, units) + 1.5,
        units=units, gone_before=np.zeros(len(people.homes), dtype=np.int64), year=YEAR,
    )  # fmt: skip
    return live(rng, roll, people=people, course=course, units=units, year=YEAR)


@pytest.fixture(scope="module")
def practice(lived: LivedYear) -> Practice:
    rng = np.random.default_rng(4)
    return draw_practice(rng, lived.roll, classes=lived.course.classes, habits=draw_habits(rng, lived.units))


@pytest.fixture(scope="module")
def absences(lived: LivedYear, practice: Practice) -> pd.DataFrame:
    return invent_attendance(np.random.default_rng(5), lived, practice)


def test_a_class_has_one_practice(lived: LivedYear, practice: Practice) -> None:
    for name in ("written", "monthly", "late", "no_excuses", "strictness"):
        values = pd.Series(getattr(practice, name)).groupby(lived.course.classes).nunique()
        assert (values == 1).all()
    assert pd.Series(practice.written).nunique() > 10


def test_a_class_that_writes_no_excuses_has_none(absences: pd.DataFrame, practice: Practice) -> None:
    silent = practice.no_excuses[absences["row"]]
    assert absences.loc[silent, "excused_on"].isna().all()
    assert absences.loc[~silent, "excused_on"].notna().mean() > 0.3


def test_a_class_that_writes_whole_days_writes_no_lesson(
    absences: pd.DataFrame, practice: Practice, lived: LivedYear
) -> None:
    rows = absences[practice.whole_days[absences["row"]]]
    day = np.searchsorted(YEAR.days, rows["date"].to_numpy().astype("datetime64[D]"))
    full = hours_on(lived.roll["grade"].to_numpy()[rows["row"]], YEAR.weekday[day])
    assert (rows["hours"] == full).all()


def test_an_empty_catalogue_is_empty(absences: pd.DataFrame, practice: Practice) -> None:
    assert not practice.empty[absences["row"]].any()


def test_nobody_is_absent_twice_on_a_day_nor_before_the_first_day_nor_off_the_roll(
    absences: pd.DataFrame, lived: LivedYear
) -> None:
    assert not absences.duplicated(["row", "date"]).any()
    day = np.searchsorted(YEAR.days, absences["date"].to_numpy().astype("datetime64[D]"))
    assert lived.expects(absences["row"].to_numpy(), day).all()


def test_a_child_who_is_gone_is_written_down_for_a_while_or_not_at_all(
    absences: pd.DataFrame, lived: LivedYear, practice: Practice
) -> None:
    row = absences["row"].to_numpy()
    day = np.searchsorted(YEAR.days, absences["date"].to_numpy().astype("datetime64[D]"))
    after = day - lived.course.gone[row]
    assert after.max() == WRITTEN_AFTER - 1
    assert (after[practice.stops_writing[row]] < 0).all()


def test_a_class_that_enters_monthly_enters_on_the_first_days_of_the_next_month(practice: Practice) -> None:
    row = np.flatnonzero(practice.monthly)[:5]
    date = np.array(["2024-10-03", "2024-10-31", "2024-12-20", "2025-02-28", "2025-05-01"], "datetime64[D]")
    told = entered_on(np.random.default_rng(1), date, row=row, practice=practice)
    assert told.dt.to_period("M").astype(str).tolist() == ["2024-11", "2024-11", "2025-01", "2025-03", "2025-06"]
    assert (told.dt.day <= 6).all()


def test_what_is_not_sat_has_no_mark_and_is_written_by_some_classes_only(lived: LivedYear, practice: Practice) -> None:
    marks = invent_marks(np.random.default_rng(6), lived, practice)
    missed = marks["kind"] == "not_taken"
    assert marks.loc[missed, "mark"].isna().all()
    assert marks.loc[~missed, "mark"].notna().all()
    assert missed.any()
    assert practice.not_taken[marks.loc[missed, "row"]].all()
    grade = lived.roll["grade"].to_numpy()[marks["row"]]
    assert grade.min() == 1
    assert (marks["scale"] == np.where(grade >= 5, "1-10", "FB-I")).all()


def test_twenty_hours_may_cost_a_point_of_conduct(lived: LivedYear) -> None:
    hours = np.where(np.arange(len(lived.roll)) % 2 == 0, 19.0, 100.0)
    marks = conduct_marks(np.random.default_rng(7), lived, hours)
    few = hours[marks["row"]] < 20
    assert set(marks.loc[few, "mark"]) == {"10", "FB"}
    assert len(set(marks.loc[~few, "mark"])) > 4
    assert (lived.closing[marks["row"]] != "").all()


def test_quarrels_are_written_by_some_classes_only(lived: LivedYear, practice: Practice) -> None:
    incidents = invent_incidents(np.random.default_rng(8), lived, practice)
    assert len(incidents) > 0
    assert practice.incidents[incidents["row"]].all()
    assert incidents["severity"].between(1, 3).all()
    assert (incidents["known_on"] > incidents["date"]).all()


def by_month(dates: pd.Series) -> pd.Series:
    """How many there are for each teaching day of the months from September to June."""
    days = pd.Series(YEAR.days).dt.month.value_counts()
    return dates.dt.month.value_counts().reindex(days.index).fillna(0) / days


def test_quarrels_are_written_in_every_teaching_month(lived: LivedYear, practice: Practice) -> None:
    drawn = [invent_incidents(np.random.default_rng(seed), lived, practice) for seed in range(5)]
    each = by_month(pd.concat(drawn)["date"])
    assert each.min() > 0.3 * each.mean()


def test_changes_at_home_happen_in_every_teaching_month(lived: LivedYear) -> None:
    drawn = [changed_situations(np.random.default_rng(seed), lived) for seed in range(5)]
    each = by_month(pd.concat(drawn)["valid_from"])
    assert each.min() > 0.3 * each.mean()


def test_september_shows_how_the_summer_left_a_child(lived: LivedYear, practice: Practice) -> None:
    hours, marks = [], []
    for tired in (0.0, 2.0):
        before = replace(lived.course.before, hold=lived.course.before.hold - tired)
        year = replace(lived, course=replace(lived.course, before=before))
        missed = invent_attendance(np.random.default_rng(5), year, practice)
        given = invent_marks(np.random.default_rng(6), year, practice)
        hours.append(missed.groupby(missed["date"].dt.month == 9)["hours"].sum())
        numbers = given[given["scale"] == "1-10"].assign(mark=lambda rows: rows["mark"].astype(float))
        marks.append(numbers.groupby(numbers["date"].dt.month == 9)["mark"].mean())
    assert hours[1][True] > 1.3 * hours[0][True]
    assert hours[1][False] == pytest.approx(hours[0][False], rel=0.05)
    assert marks[1][True] < marks[0][True] - 0.5
    assert marks[1][False] == marks[0][False]


def test_who_left_has_a_fate_and_who_stayed_none_of_those(lived: LivedYear) -> None:
    in_year = (lived.course.left_in != STAYS) & (lived.course.left_in < SUMMER)
    assert set(lived.fate[in_year]) == {"dropped_out", "year_not_closed"}
    assert set(lived.fate[lived.course.left_in == SUMMER]) <= {"not_reenrolled", "exam_no_show", ""}
    assert set(lived.fate[lived.course.left_in == STAYS]) == {"", "transferred", "emigrated"}
    assert set(lived.closing[in_year]) == {""}


def test_a_few_papers_say_transfer_of_children_who_left(lived: LivedYear) -> None:
    left = np.isin(lived.fate, ("dropped_out", "not_reenrolled"))
    assert 0 < (lived.told[left] == "transferred").mean() < 0.15
    assert (lived.told[~left] == lived.fate[~left]).all()


def test_every_year_that_was_closed_is_told_and_no_other(lived: LivedYear) -> None:
    outcomes = year_outcomes(np.random.default_rng(9), lived)
    closed = outcomes[outcomes["outcome"].isin(["promoted", "graduated", "repeated_year"])]
    rows = set(closed["row"])
    mistaken = set(outcomes.loc[outcomes["outcome"] == "year_not_closed", "row"])
    expected = set(np.flatnonzero((lived.closing != "") & (lived.told != "exam_no_show")))
    assert expected - rows <= mistaken
    assert rows <= expected
    assert not outcomes.duplicated(["row", "date", "outcome"]).any()


def test_without_habits_all_classes_write_alike(lived: LivedYear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice_module, "IN_YEAR", 0.0)
    rng = np.random.default_rng(1)
    habits = draw_habits(rng, lived.units)
    same = replace(habits, school=0 * habits.school, teacher=0 * habits.teacher)
    drawn = draw_practice(rng, lived.roll, classes=lived.course.classes, habits=same)
    assert len(np.unique(drawn.written)) == 1


def test_a_course_stacks_its_states_by_month(lived: LivedYear) -> None:
    course: Course = lived.course
    assert course.shock("hold").shape == (SUMMER + 1, len(lived.roll))
    assert (course.shock("hold")[4] == course.states[4].hold).all()
