"""Marks of the invented county: one or two in a module and subject, none after leaving, conduct by the 20-hour rule."""

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def marks(county: Tables) -> pd.DataFrame:
    """Marks beside the enrolment of their year."""
    grades = county["grades"]
    first = grades["date"].dt.year - (grades["date"].dt.month < 9)
    label = first.astype(str) + "-" + (first + 1).astype(str)
    return grades.assign(school_year=label).merge(county["enrolments"], on=["pupil_id", "school_year"])


def test_nobody_has_a_mark_before_enrolling_or_after_leaving(marks: pd.DataFrame) -> None:
    assert (marks["date"] >= marks["enrolled_on"]).all()
    assert not (marks["date"] >= marks["left_on"]).any()


def test_the_preparatory_class_has_no_marks(marks: pd.DataFrame) -> None:
    assert set(marks["grade_level"]) == set(range(1, 13))


def test_primary_classes_have_words_and_the_others_numbers(marks: pd.DataFrame) -> None:
    assert ((marks["grade_level"] < 5) == (marks["scale"] == "FB-I")).all()


def test_each_subject_has_one_or_two_marks_a_module(county: Tables, marks: pd.DataFrame) -> None:
    given = marks[marks["kind"] == "mark"]
    terms = county["terms"].sort_values("starts_on")
    module = terms["starts_on"].searchsorted(given["date"], side="right")
    counts = given.groupby(["pupil_id", "subject", module]).size()
    assert set(counts) == {1, 2}
    assert set(given["subject"]) == {"romanian", "mathematics", "english", "science"}


def test_mathematics_is_marked_lowest(marks: pd.DataFrame) -> None:
    numbers = marks[(marks["scale"] == "1-10") & (marks["kind"] == "mark")]
    means = numbers["mark"].astype(int).groupby(numbers["subject"]).mean()
    assert means.idxmin() == "mathematics"
    assert 7.5 < means.mean() < 8.8


def test_failing_marks_are_few_and_tens_are_common(marks: pd.DataFrame) -> None:
    numbers = marks.loc[(marks["scale"] == "1-10") & (marks["kind"] == "mark"), "mark"].astype(int)
    assert 0.001 < (numbers < 5).mean() < 0.05
    assert (numbers == 5).sum() > 3 * (numbers == 4).sum()
    assert 0.2 < (numbers == 10).mean() < 0.45


def test_some_marks_are_known_late(marks: pd.DataFrame) -> None:
    delay = (marks.loc[marks["kind"] == "mark", "known_on"] - marks["date"]).dt.days.dropna()
    assert delay.between(1, 14).all()
    assert 0.03 < len(delay) / len(marks) < 0.3


def test_conduct_is_one_mark_at_the_end_of_the_year(marks: pd.DataFrame) -> None:
    conduct = marks[marks["kind"] == "conduct"]
    assert not conduct.duplicated(["pupil_id", "school_year"]).any()
    assert (conduct["date"].dt.month == 6).all()
    assert conduct["subject"].isna().all()


def test_conduct_falls_by_a_point_for_twenty_unexcused_hours_at_most(county: Tables, marks: pd.DataFrame) -> None:
    attendance = county["attendance"]
    first = attendance["date"].dt.year - (attendance["date"].dt.month < 9)
    bare = attendance["excused_on"].isna()
    hours = attendance[bare].groupby(["pupil_id", first[bare]])["hours"].sum()
    conduct = marks[(marks["kind"] == "conduct") & (marks["scale"] == "1-10")]
    key = pd.MultiIndex.from_arrays([conduct["pupil_id"], conduct["school_year"].str[:4].astype(int)])
    steps = hours.reindex(key, fill_value=0).to_numpy() // 20
    points = 10 - conduct["mark"].astype(int).to_numpy()
    assert (points <= steps).all()
    assert points.max() >= 3
    for classes, low, high in (((5, 8), 0.25, 0.45), ((9, 12), 0.6, 0.95)):
        mine = conduct["grade_level"].between(*classes).to_numpy() & (steps > 0) & (steps < 9)
        assert low < points[mine].sum() / steps[mine].sum() < high


def test_who_left_in_the_middle_of_the_year_has_no_conduct_mark(marks: pd.DataFrame) -> None:
    conduct = marks[marks["kind"] == "conduct"]
    left = conduct["left_on"].dropna()
    assert (left.dt.month == 8).all()


def test_teachers_of_one_subject_mark_differently(marks: pd.DataFrame) -> None:
    numbers = marks[(marks["scale"] == "1-10") & (marks["kind"] == "mark")]
    value = numbers.assign(value=numbers["mark"].astype(int))
    by_subject = value.groupby(["school_id", "class_label", "subject"])["value"].mean().unstack()
    # Of one class, so that pupils are the same: what is left beyond the subjects is the teachers'.
    beyond = by_subject.sub(by_subject.mean(axis=1), axis=0)
    assert 0.15 < beyond.std().mean() < 0.5


def test_some_classes_have_no_marks_in_a_subject_all_year(marks: pd.DataFrame) -> None:
    given = marks[marks["kind"] == "mark"]
    classes = given.groupby(["school_id", "class_label", "school_year"])["subject"].nunique()
    assert 0.02 < (classes < 4).mean() < 0.20
    assert classes.min() >= 2
