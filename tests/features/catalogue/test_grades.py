"""Marks, counted by hand. On the scale 1-10 a mark of 4 is at 37.5 points, 5 at 50, 6 at 60, 10 at 100."""

import datetime as dt
from random import Random

import numpy as np
import pytest

from features.point_in_time.record_index import index_records
from features.table.feature_table import build_features
from tests.support.records.random_records import DECLARED, random_tables
from tests.support.small_records import Row, declarations, records_of, table_at, values_at

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2024-2025   2024-09-01  5A
    P2       S1        2024-2025   2024-09-01  5A
    P3       S1        2024-2025   2024-09-01  5A
    P4       S1        2024-2025   2024-09-01  5B
"""
MARKS = """
    pupil_id date       mark scale subject
    P1       2024-10-01 4    1-10  istorie
    P1       2024-11-05 6    1-10  istorie
    P1       2025-01-20 10   1-10  sport
    P1       2025-01-20 9    1-10  desen
    P2       2025-01-20 6    1-10  istorie
"""


def test_the_pass_mark_is_at_50_points_on_every_scale() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 5    1-10
        P2       2025-01-20 S    FB-I
        P3       2025-01-20 10   0-20
        P4       2025-01-20 50   0-100
        P5       2025-01-20 4    1-6
    """
    values = values_at("mark_mean_year", "2025-02-03", grades=grades)
    assert values == {"P1": 50, "P2": 50, "P3": 50, "P4": 50, "P5": 50}


def test_marks_between_are_placed_in_proportion() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 3    1-10
        P2       2025-01-20 B    FB-I
        P3       2025-01-20 15   0-20
        P4       2025-01-20 1    1-6
        P5       2025-01-20 7.50 1-10
    """
    values = values_at("mark_mean_year", "2025-02-03", grades=grades)
    assert values == {"P1": 25, "P2": 75, "P3": 75, "P4": 0, "P5": 75}


def test_marks_of_several_scales_have_one_mean() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 10   1-10
        P1       2025-01-21 I    FB-I
        P1       2025-01-22 10   0-20
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 50}


def test_a_declared_scale_has_its_own_pass_mark() -> None:
    declared = declarations({"scales": {"0-100": {"lowest": 0, "pass": 40, "highest": 100}}})
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 40   0-100
        P2       2025-01-20 70   0-100
    """
    assert values_at("mark_mean_year", "2025-02-03", declared, grades=grades) == {"P1": 50, "P2": 75}


def test_a_mark_entered_late_counts_from_the_day_after() -> None:
    grades = """
        pupil_id date       mark scale known_on
        P1       2025-01-20 10   1-10  -
        P1       2025-01-21 5    1-10  2025-02-03
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 100}
    assert values_at("mark_mean_year", "2025-02-04", grades=grades) == {"P1": 75}


def test_the_mean_of_60_school_days_leaves_out_what_is_older() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2024-11-10 5    1-10
        P1       2024-11-11 10   1-10
    """
    assert values_at("mark_mean_60d", "2025-02-03", grades=grades) == {"P1": 100}


def test_the_latest_mark_is_the_mean_of_its_day() -> None:
    values = values_at("mark_latest", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 95, "P2": 60, "P3": None, "P4": None}


def test_the_latest_day_is_compared_with_the_days_before() -> None:
    """P1 had 4 and 6 before, at 37.5 and 60 points."""
    values = values_at("mark_change", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 95 - 48.75, "P2": None, "P3": None, "P4": None}


def test_the_lowest_mark_of_the_year() -> None:
    values = values_at("mark_lowest_year", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 37.5, "P2": 60, "P3": None, "P4": None}


def test_marks_below_the_pass_mark_are_counted_and_shared() -> None:
    count = values_at("marks_below_pass_year", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert count == {"P1": 1, "P2": 0, "P3": None, "P4": None}
    share = values_at("below_pass_share_year", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert share == {"P1": 25, "P2": 0, "P3": None, "P4": None}


def test_a_subject_is_below_the_pass_mark_by_its_mean() -> None:
    """History has 4 and 6, at 48.75 points; sport has 4 and 10."""
    grades = """
        pupil_id date       mark scale subject
        P1       2024-10-01 4    1-10  istorie
        P1       2024-11-05 6    1-10  istorie
        P1       2024-10-01 4    1-10  sport
        P1       2024-11-05 10   1-10  sport
        P1       2024-11-05 2    1-10  -
    """
    assert values_at("subjects_below_pass_year", "2025-02-03", grades=grades) == {"P1": 2}


def test_there_may_be_more_subjects_than_one_byte_can_count() -> None:
    subjects = [f"subject-{number}" for number in range(300)]
    grades = [
        {"pupil_id": "P1", "date": "2024-11-04", "mark": 4, "scale": "1-10", "subject": each} for each in subjects
    ]
    for count in (127, 128, 129, 300):
        assert values_at("subjects_below_pass_year", "2025-02-03", grades=grades[:count]) == {"P1": count}


def test_marks_are_compared_with_last_years() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2023-08-31 10   1-10
        P1       2023-09-01 5    1-10
        P1       2024-08-31 5    1-10
        P1       2024-09-01 10   1-10
        P2       2024-09-01 10   1-10
    """
    assert values_at("mark_mean_vs_last_year", "2025-02-03", grades=grades) == {"P1": 50, "P2": None}


def test_a_childs_marks_are_compared_with_the_others_of_the_class() -> None:
    """The means in class 5A are 71.875 and 60; P3 has no marks, P4 nobody beside."""
    values = values_at("mark_mean_vs_class", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 11.875 / 5, "P2": -11.875 / 5, "P3": None, "P4": None}


def test_the_number_of_marks_is_compared_with_the_others_of_the_class() -> None:
    values = values_at("marks_count_vs_class", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == pytest.approx({"P1": 3.5 * 2 / 6, "P2": -1 * 2 / 6, "P3": -2.5 * 2 / 6, "P4": 0})


def test_the_last_mark_is_counted_in_calendar_days() -> None:
    values = values_at("days_since_mark", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 14, "P2": 14, "P3": None, "P4": None}
    against_class = values_at("days_since_mark_vs_class", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert against_class == {"P1": 0, "P2": 0, "P3": None, "P4": None}


def test_conduct_stands_by_itself() -> None:
    grades = """
        pupil_id date       mark scale kind
        P1       2025-01-20 6    1-10  conduct
        P1       2025-01-20 10   1-10  mark
    """
    assert values_at("conduct_latest", "2025-02-03", grades=grades) == {"P1": 60}
    assert values_at("mark_lowest_year", "2025-02-03", grades=grades) == {"P1": 100}


def test_the_latest_conduct_mark_may_be_of_an_earlier_year() -> None:
    grades = """
        pupil_id date       mark scale kind
        P1       2023-06-15 6    1-10  conduct
        P1       2024-06-15 9    1-10  conduct
    """
    assert values_at("conduct_latest", "2025-02-03", grades=grades) == {"P1": 90}


def test_of_two_conduct_marks_on_a_day_the_lower_counts() -> None:
    for marks in (("7", "9"), ("9", "7")):
        grades = [
            {"pupil_id": "P1", "date": "2025-01-20", "mark": mark, "scale": "1-10", "kind": "conduct"} for mark in marks
        ]
        assert values_at("conduct_latest", "2025-02-03", grades=grades) == {"P1": 70}


def test_exams_count_as_marks_and_averages_where_no_mark_is_known() -> None:
    grades = """
        pupil_id date       mark scale kind
        P1       2025-01-20 6    1-10  average
        P2       2025-01-20 10   1-10  exam
        P2       2025-01-20 8    1-10  -
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 60, "P2": 90}


# Averages beside marks


def counts_at(as_of: str, *rows: str) -> dict[str, float | None]:
    """Return how many marks below pass there are at a date: every mark and average of these tests is a 4."""
    grades = "\n".join(["pupil_id date known_on kind subject mark scale", *(f"P1 {row} 4 1-10" for row in rows)])
    return values_at("marks_below_pass_year", as_of, grades=grades)


RUNNING = ("2024-10-01 - mark math", "2024-10-01 - average math", "2024-10-08 - mark math", "2024-10-08 - average math")


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (RUNNING, 2),
        (RUNNING[1::2], 2),
        (("2024-10-08 - average math", "2024-10-01 - exam MATH"), 1),
        (("2024-10-08 - average math", "2024-10-01 - mark art"), 2),
        (("2024-10-08 - average math", "2024-10-01 - mark -"), 1),
        (("2024-10-08 - average -", "2024-10-01 - mark art", "2024-10-02 - mark math"), 2),
        (("2024-10-08 - average -", "2024-10-01 - conduct -"), 1),
        (("2024-10-08 - average math", "2024-10-01 - conduct math"), 1),
        (("2024-10-01 - average math", "2024-11-01 - mark math"), 1),
        (("2024-12-20 - average math", "2024-06-01 - mark math"), 1),
    ],
)
def test_an_average_is_no_further_mark_beside_the_marks_it_is_made_of(rows: tuple[str, ...], count: int) -> None:
    assert counts_at("2025-02-03", *rows) == {"P1": count}
    assert counts_at("2025-02-03", *reversed(rows)) == {"P1": count}


def test_an_average_counts_until_a_mark_of_its_subject_is_known() -> None:
    rows = "2024-10-08 - average math", "2024-10-01 2024-11-04 mark math", "2024-10-02 2024-11-11 mark math"
    assert [counts_at(date, *rows)["P1"] for date in ("2024-10-08", "2024-10-09", "2024-11-04")] == [None, 1, 1]
    assert [counts_at(date, *rows)["P1"] for date in ("2024-11-05", "2024-11-11", "2024-11-12")] == [1, 1, 2]


def test_an_average_known_after_a_mark_never_counts() -> None:
    rows = "2024-10-01 - mark math", "2024-10-01 2024-11-04 average math"
    assert [counts_at(date, *rows)["P1"] for date in ("2024-10-02", "2024-11-05", "2025-02-03")] == [1, 1, 1]


def test_an_average_counts_again_when_its_marks_are_taken_back() -> None:
    """The only mark of November is taken back on 10 December, another is known from 7 January on."""
    grades = """
        pupil_id date       mark scale subject kind    known_on   retracted_on
        P1       2024-10-08 6    1-10  math    average -          -
        P1       2024-11-04 4    1-10  math    mark    -          2024-12-10
        P1       2024-11-05 10   1-10  math    mark    2025-01-07 2025-01-20
        P1       2024-11-06 10   1-10  math    mark    2025-01-09 2025-01-15
    """
    dates = ("2024-11-04", "2024-11-05", "2024-12-10", "2024-12-11", "2025-01-07", "2025-01-08", "2025-01-20")
    found = [values_at("mark_mean_year", date, grades=grades)["P1"] for date in (*dates, "2025-01-21")]
    assert found == [60, 37.5, 37.5, 60, 60, 100, 100, 60]


def test_an_average_that_is_taken_back_counts_no_longer() -> None:
    grades = """
        pupil_id date       mark scale subject kind    retracted_on
        P1       2024-10-08 6    1-10  math    average 2024-11-10
        P1       2024-10-08 8    1-10  -       average 2024-11-20
    """
    dates = ("2024-11-10", "2024-11-11", "2024-11-20", "2024-11-21")
    assert [values_at("mark_mean_year", date, grades=grades)["P1"] for date in dates] == [70, 80, 80, None]


def test_an_average_of_another_child_or_year_stays() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2023-2024   2023-09-01
        P1       S1        2024-2025   2024-09-02
        P2       S1        2024-2025   2024-09-02
    """
    grades = """
        pupil_id date       mark scale subject kind
        P1       2024-06-20 4    1-10  math    average
        P1       2024-10-20 10   1-10  math    mark
        P2       2024-10-21 4    1-10  math    average
    """
    values = values_at("mark_mean_vs_last_year", "2025-02-03", enrolments=enrolments, grades=grades)
    assert values == {"P1": 62.5, "P2": None}
    assert values_at("mark_mean_year", "2025-02-03", enrolments=enrolments, grades=grades) == {"P1": 100, "P2": 37.5}


def test_the_average_so_far_beside_each_mark_changes_no_feature() -> None:
    """The register of P1 carries the average so far, that of P2 the marks alone."""
    grades = """
        pupil_id date       mark scale subject kind
        P1       2024-10-01 4    1-10  math    mark
        P1       2024-10-01 4    1-10  math    average
        P1       2024-10-08 10   1-10  math    mark
        P1       2024-10-08 7    1-10  math    average
        P1       2024-10-10 10   1-10  math    mark
        P1       2024-10-10 8    1-10  math    average
        P2       2024-10-01 4    1-10  math    mark
        P2       2024-10-08 10   1-10  math    mark
        P2       2024-10-10 10   1-10  math    mark
    """
    values = table_at("2024-11-01", grades=grades).values
    one, other = (values.loc[row].dropna().to_dict() for row in (0, 1))
    assert one == other
    assert (one["marks_below_pass_year"], one["marks_count_vs_class"]) == (1, 0)


# Weights


def test_a_mean_is_weighted_and_a_mark_of_weight_zero_counts_in_none() -> None:
    """P1: 10 (100 points) thrice and 5 (50 points) once; P2 has a mark that weighs nothing."""
    grades = """
        pupil_id date       mark scale weight subject
        P1       2025-01-20 10   1-10  3      math
        P1       2025-01-20 5    1-10  -      math
        P2       2025-01-20 4    1-10  0      math
        P3       2025-01-20 5    1-10  0.5    math
        P3       2025-01-21 10   1-10  0.25   math
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 87.5, "P2": None, "P3": 200 / 3}
    assert values_at("mark_latest", "2025-02-03", grades=grades) == {"P1": 87.5, "P2": None, "P3": 100}
    assert values_at("mark_change", "2025-02-03", grades=grades)["P3"] == 50
    assert values_at("marks_below_pass_year", "2025-02-03", grades=grades) == {"P1": 0, "P2": 1, "P3": 0}


@pytest.mark.parametrize(("weight", "below"), [("1", 1), ("3.99", 1), ("4", 0), ("-", 1)])
def test_a_subject_is_below_pass_by_its_weighted_mean(weight: str, below: int) -> None:
    """A 1 is at 0 points, a 6 at 60: with five times the weight their mean is at 50."""
    grades = f"""
        pupil_id date       mark scale weight subject
        P1       2025-01-20 1    1-10  1      math
        P1       2025-01-20 6    1-10  {weight}      math
        P1       2025-01-20 6    1-10  1      math
    """
    assert values_at("subjects_below_pass_year", "2025-02-03", grades=grades) == {"P1": below}


# Marks that were not taken


NOT_TAKEN = """
    pupil_id date       mark scale kind
    P1       2024-10-01 -    -     not_taken
    P1       2024-10-02 NP   1-10  mark
    P1       2024-10-03 8    1-10  mark
    P1       2024-10-04 0    0-20  mark
    P2       2024-10-03 8    1-10  mark
"""


def test_a_mark_that_was_not_taken_is_apart_from_0_and_from_none() -> None:
    assert values_at("marks_not_taken_year", "2025-02-03", grades=NOT_TAKEN) == {"P1": 2, "P2": 0}
    assert values_at("not_taken_share_year", "2025-02-03", grades=NOT_TAKEN) == {"P1": 50, "P2": 0}
    assert values_at("marks_not_taken_vs_class", "2025-02-03", grades=NOT_TAKEN) == {"P1": 2 / 5, "P2": -2 / 5}
    assert values_at("mark_mean_year", "2025-02-03", grades=NOT_TAKEN) == {"P1": 40, "P2": 80}
    assert values_at("marks_below_pass_year", "2025-02-03", grades=NOT_TAKEN) == {"P1": 1, "P2": 0}
    assert values_at("marks_count_vs_class", "2025-02-03", grades=NOT_TAKEN) == {"P1": 1 / 5, "P2": -1 / 5}


def test_where_a_school_has_recorded_no_mark_as_not_taken_nothing_is_known_of_it() -> None:
    marks = "pupil_id date mark scale\nP1 2024-10-03 8 1-10\nP2 2024-10-03 9 1-10"
    for name in ("marks_not_taken_year", "not_taken_share_year", "marks_not_taken_vs_class"):
        assert values_at(name, "2025-02-03", grades=marks) == {"P1": None, "P2": None}
        assert values_at(name, "2024-10-01", grades=NOT_TAKEN) == {"P1": None, "P2": None}


def test_marks_not_taken_of_last_year_are_not_this_years() -> None:
    grades = NOT_TAKEN.replace("2024-10-01", "2024-05-01")
    assert values_at("marks_not_taken_year", "2025-02-03", grades=grades) == {"P1": 1, "P2": 0}


# Scales that run the other way


MIRRORED = {
    "1-10": ("own", {"worst": 10, "pass": 6, "best": 1}, 11.0),
    "1-6": ("mine", {"worst": 6, "pass": 3, "best": 1}, 7.0),
}


@pytest.mark.parametrize("seed", range(3))
def test_a_scale_turned_round_with_its_declaration_changes_no_feature(seed: int) -> None:
    """Every mark m of 1-10 is written 11 - m on a scale whose best mark is 1, likewise on 1-6; rows in any order."""
    tables = random_tables(seed, terms="all")
    rng = Random(seed)
    turned = [_turned(row) for row in rng.sample(tables["grades"], len(tables["grades"]))]
    scales = {name: entry for name, entry, _ in MIRRORED.values()}
    first = index_records(records_of(tables, declarations(DECLARED)))
    other = declarations(DECLARED | {"scales": DECLARED["scales"] | scales})
    second = index_records(records_of(tables | {"grades": turned}, other))
    for as_of in (dt.date(2024, 11, 18), dt.date(2025, 2, 3)):
        one, two = build_features(first, as_of), build_features(second, as_of)
        for name in one.values:
            np.testing.assert_array_equal(one.values[name], two.values[name], err_msg=name)


def _turned(row: Row) -> Row:
    if row["scale"] not in MIRRORED or not row["mark"]:
        return row
    name, _, ends = MIRRORED[str(row["scale"])]
    return {**row, "mark": f"{ends - float(str(row['mark'])):g}", "scale": name}


@pytest.mark.parametrize(
    ("best", "worst", "passes", "scale"),
    [("1", "6", "4", "DE 1-6"), ("1", "5", "4", "AT 1-5"), ("1", "5", "4", "CZ 1-5"), ("6", "1", "4", "1-6"),
     ("6", "2", "3", "2-6"), ("5", "1", "2", "HU 1-5"), ("9", "U", "4", "GCSE 9-1"), ("A*", "U", "C", "GCSE A*-G"),
     ("A+", "F", "D-", "US A-F"), ("20", "0", "10", "0-20"), ("100%", "0%", "50%", "percent")],
)  # fmt: skip
def test_on_each_scale_the_best_mark_is_at_100_points(best: str, worst: str, passes: str, scale: str) -> None:
    marks = {"P1": best, "P2": worst, "P3": passes}
    grades = [{"pupil_id": who, "date": "2025-01-20", "mark": mark, "scale": scale} for who, mark in marks.items()]
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 100, "P2": 0, "P3": 50}
    assert values_at("marks_below_pass_year", "2025-02-03", grades=grades) == {"P1": 0, "P2": 1, "P3": 0}


def test_marks_past_the_best_are_at_100_points() -> None:
    declared = declarations({"scales": {"0-100": {"beyond": 120}}})
    grades = "pupil_id date mark scale\nP1 2025-01-20 120 0-100\nP2 2025-01-20 100 0-100\nP3 2025-01-20 75 0-100"
    assert values_at("mark_mean_year", "2025-02-03", declared, grades=grades) == {"P1": 100, "P2": 100, "P3": 75}
