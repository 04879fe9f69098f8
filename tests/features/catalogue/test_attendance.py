"""Absences, counted by hand. Without ``terms`` the last 20 school days are the last 28 days."""

import pytest

from features.catalogue.attendance import ATTENDANCE
from tests.support.small_records import table_at, values_at

TERMS = """
    school_year term starts_on  ends_on
    2024-2025   1    2024-09-09 2024-12-20
    2024-2025   2    2025-01-08 2025-02-14
"""
TWO_YEARS = """
    pupil_id school_id school_year enrolled_on
    old      S1        2023-2024   2023-09-01
    old      S1        2024-2025   2024-09-01
    new      S1        2024-2025   2024-09-02
"""


def test_an_absence_excused_after_the_date_is_unexcused_at_it() -> None:
    attendance = """
        pupil_id date       hours excused_on
        P1       2025-01-20 3     2025-02-05
    """
    assert values_at("unexcused_hours_year", "2025-02-03", attendance=attendance) == {"P1": 3}
    assert values_at("unexcused_hours_year", "2025-02-05", attendance=attendance) == {"P1": 3}
    assert values_at("unexcused_hours_year", "2025-02-06", attendance=attendance) == {"P1": 0}
    assert values_at("absent_hours_year", "2025-02-06", attendance=attendance) == {"P1": 3}


def test_an_absence_entered_late_counts_from_the_day_after() -> None:
    attendance = """
        pupil_id date       hours known_on
        P1       2025-01-20 3     2025-02-03
        P1       2025-01-21 1     -
    """
    assert values_at("absent_hours_20d", "2025-02-03", attendance=attendance) == {"P1": 1}
    assert values_at("absent_hours_20d", "2025-02-04", attendance=attendance) == {"P1": 4}


def test_an_absence_excused_before_it_was_entered_is_excused_once_it_is_known() -> None:
    attendance = """
        pupil_id date       hours excused_on known_on
        P1       2025-01-20 3     2025-01-20 2025-02-03
    """
    assert values_at("unexcused_hours_year", "2025-02-03", attendance=attendance) == {"P1": 0}
    assert values_at("unexcused_hours_year", "2025-02-04", attendance=attendance) == {"P1": 0}
    assert values_at("excused_share_year", "2025-02-04", attendance=attendance) == {"P1": 100}


def test_without_terms_the_last_20_school_days_are_four_weeks() -> None:
    attendance = """
        pupil_id date       hours
        P1       2025-01-05 5
        P1       2025-01-06 1
        P1       2025-02-02 2
        P1       2025-02-03 7
    """
    assert values_at("absent_hours_20d", "2025-02-03", attendance=attendance) == {"P1": 3}


def test_a_window_of_school_days_reaches_back_over_the_holiday() -> None:
    """Before Friday 10 January there are 2 school days in January and 18 in December and November."""
    attendance = """
        pupil_id date       hours
        P1       2024-11-26 5
        P1       2024-11-27 1
        P1       2024-12-20 1
        P1       2025-01-09 1
    """
    assert values_at("absent_hours_20d", "2025-01-10", attendance=attendance, terms=TERMS) == {"P1": 3}


def test_hours_of_the_year_begin_on_1_september() -> None:
    attendance = """
        pupil_id date       hours excused_on
        P1       2024-08-31 5     -
        P1       2024-09-01 1     -
        P1       2024-10-01 0.5   2024-10-02
    """
    assert values_at("absent_hours_year", "2025-02-03", attendance=attendance) == {"P1": 1.5}
    assert values_at("unexcused_hours_year", "2025-02-03", attendance=attendance) == {"P1": 1}


def test_a_label_that_is_no_year_begins_with_the_first_enrolment() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2013J       2013-10-01  2014-06-01
    """
    attendance = """
        pupil_id date       hours
        P1       2013-08-01 1
        P1       2013-11-01 1
    """
    assert values_at("absent_hours_year", "2013-12-01", enrolments=enrolments, attendance=attendance) == {"P1": 1}


def test_the_excused_share_is_in_percent_of_the_hours_missed() -> None:
    attendance = """
        pupil_id date       hours excused_on
        P1       2025-01-20 3     -
        P1       2025-01-21 1     2025-01-22
        P2       2025-01-20 0     -
    """
    assert values_at("excused_share_year", "2025-02-03", attendance=attendance) == {"P1": 25, "P2": None}


def test_two_absences_on_a_day_are_one_day() -> None:
    attendance = """
        pupil_id date       hours
        P1       2025-01-20 1
        P1       2025-01-20 1
        P1       2025-01-21 2
        P1       2025-01-22 0
    """
    for feature in ("absent_days_20d", "absent_days_year"):
        assert values_at(feature, "2025-02-03", attendance=attendance) == {"P1": 2}


def test_a_day_counts_as_soon_as_one_of_its_absences_is_known() -> None:
    attendance = """
        pupil_id date       hours known_on
        P1       2025-01-20 1     2025-02-20
        P1       2025-01-20 1     2025-01-30
    """
    assert values_at("absent_days_20d", "2025-01-30", attendance=attendance) == {"P1": 0}
    assert values_at("absent_days_20d", "2025-01-31", attendance=attendance) == {"P1": 1}


def test_a_streak_goes_on_over_the_weekend() -> None:
    """Thursday 23, Friday 24 and Monday 27 January; Saturday belongs to Friday."""
    attendance = """
        pupil_id date       hours
        P1       2025-01-23 1
        P1       2025-01-24 1
        P1       2025-01-25 1
        P1       2025-01-27 1
        P1       2025-01-29 1
    """
    assert values_at("longest_absence_60d", "2025-02-03", attendance=attendance) == {"P1": 3}


def test_a_streak_goes_on_over_the_holiday_where_the_terms_are_known() -> None:
    attendance = """
        pupil_id date       hours
        P1       2024-12-20 1
        P1       2025-01-08 1
    """
    assert values_at("longest_absence_60d", "2025-02-03", attendance=attendance, terms=TERMS) == {"P1": 2}
    assert values_at("longest_absence_60d", "2025-02-03", attendance=attendance) == {"P1": 1}


def test_the_last_absence_is_counted_in_calendar_days() -> None:
    attendance = """
        pupil_id date       hours
        P1       2025-01-10 1
        P1       2025-01-27 1
        P2       2024-06-10 1
    """
    assert values_at("days_since_absence", "2025-02-03", attendance=attendance) == {"P1": 7, "P2": None}


def test_days_and_streaks_are_unknown_where_absences_come_as_totals() -> None:
    attendance = """
        pupil_id date       hours from_date
        P1       2025-01-31 30    2025-01-01
        P1       2025-01-20 1     -
    """
    for feature in ("absent_days_20d", "absent_days_year", "longest_absence_60d", "days_since_absence"):
        assert values_at(feature, "2025-02-03", attendance=attendance) == {"P1": None}


def test_hours_of_a_window_shorter_than_the_period_are_unknown() -> None:
    """January has 31 days, more than the 28 of the last 20 school days; the last 60 have 84."""
    attendance = """
        pupil_id date       hours from_date  excused
        P1       2025-01-31 30    2025-01-01 no
    """
    assert values_at("unexcused_hours_20d", "2025-02-03", attendance=attendance) == {"P1": None}
    assert values_at("unexcused_hours_60d", "2025-02-03", attendance=attendance) == {"P1": 30}
    assert values_at("unexcused_hours_year", "2025-02-03", attendance=attendance) == {"P1": 30}


def test_a_total_that_is_not_known_yet_hides_nothing() -> None:
    attendance = """
        pupil_id date       hours from_date  known_on
        P1       2025-01-31 30    2025-01-01 2025-02-10
        P1       2025-01-20 1     -          -
    """
    for feature in ("absent_hours_20d", "absent_days_20d"):
        assert values_at(feature, "2025-02-03", attendance=attendance) == {"P1": 1}


def test_a_total_of_last_year_hides_nothing_of_this_one() -> None:
    attendance = """
        pupil_id date       hours from_date
        P1       2024-06-15 90    2023-09-11
        P1       2025-01-20 1     -
    """
    assert values_at("absent_days_year", "2025-02-03", attendance=attendance) == {"P1": 1}


def test_the_change_compares_the_last_20_school_days_with_the_20_before() -> None:
    attendance = """
        pupil_id date       hours
        P1       2024-12-08 7
        P1       2024-12-09 2
        P1       2025-01-05 1
        P1       2025-01-06 5
    """
    assert values_at("absent_hours_change_20d", "2025-02-03", attendance=attendance) == {"P1": 2}


def test_last_years_hours_are_compared_per_week() -> None:
    """Until Monday 4 November there are 45 school days, 9 weeks; last year had 261 of them, 52.2 weeks."""
    attendance = """
        pupil_id date       hours
        old      2024-10-01 9
        old      2023-10-02 20
        old      2023-10-03 6.1
        new      2024-10-01 9
    """
    values = values_at("absent_hours_vs_last_year", "2024-11-04", attendance=attendance, enrolments=TWO_YEARS)
    assert values == {"new": None, "old": pytest.approx(1 - 0.5)}


def test_last_years_hours_are_compared_from_the_first_school_day_on() -> None:
    """By Wednesday 4 September 2024 there were two school days: 0.4 weeks."""
    attendance = """
        pupil_id date       hours
        old      2024-09-03 2
    """
    values = values_at("absent_hours_vs_last_year", "2024-09-04", attendance=attendance, enrolments=TWO_YEARS)
    assert values["old"] == 5


def test_who_left_two_years_ago_has_no_last_year() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2022-2023   2022-09-01
        P1       S1        2024-2025   2024-09-01
    """
    values = values_at("absent_hours_vs_last_year", "2025-02-03", attendance=[], enrolments=enrolments)
    assert values == {"P1": None}


def test_a_child_is_compared_with_the_others_of_the_class() -> None:
    """P1 missed 6 hours, the others of class 5A missed 2 and 0; P4 is alone in 5B."""
    enrolments = """
        pupil_id school_id school_year enrolled_on class_label
        P1       S1        2024-2025   2024-09-01  5A
        P2       S1        2024-2025   2024-09-01  5A
        P3       S1        2024-2025   2024-09-01  5A
        P4       S1        2024-2025   2024-09-01  5B
    """
    attendance = """
        pupil_id date       hours excused
        P1       2025-01-20 6     no
        P2       2025-01-20 2     no
        P4       2025-01-20 9     no
    """
    values = values_at("unexcused_hours_vs_class", "2025-02-03", attendance=attendance, enrolments=enrolments)
    assert values == pytest.approx({"P1": 5 * 2 / 6, "P2": -1 * 2 / 6, "P3": -4 * 2 / 6, "P4": 0})


def test_a_child_is_compared_with_the_others_of_the_school() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on class_label
        P1       S1        2024-2025   2024-09-01  5A
        P2       S1        2024-2025   2024-09-01  5B
        P3       S2        2024-2025   2024-09-01  5A
    """
    attendance = """
        pupil_id date       hours
        P1       2025-01-20 6
        P3       2025-01-20 2
    """
    values = values_at("absent_hours_vs_school_20d", "2025-02-03", attendance=attendance, enrolments=enrolments)
    assert values == pytest.approx({"P1": 6 * 1 / 5, "P2": -6 * 1 / 5, "P3": 0})


def test_no_absence_all_year_is_said_so() -> None:
    attendance = """
        pupil_id date       hours from_date
        P1       2025-01-20 1     -
        P2       2024-06-10 1     -
        P3       2025-01-31 0     2025-01-01
    """
    assert values_at("no_absence_year", "2025-02-03", attendance=attendance) == {"P1": 0, "P2": 1, "P3": 1}


def test_without_a_table_of_absences_every_feature_of_them_is_missing() -> None:
    table = table_at("2025-02-03", family=[], enrolments=TWO_YEARS)
    assert table.values[[feature.spec.name for feature in ATTENDANCE]].isna().all(axis=None)
    assert "attendance" in table.missing_tables


def test_an_empty_table_of_absences_says_that_nobody_was_absent() -> None:
    assert values_at("absent_hours_year", "2025-02-03", attendance=[], enrolments=TWO_YEARS) == {"new": 0, "old": 0}


NOT_RECORDED = """
    pupil_id date       hours
    P1       2025-01-20 6
    P1       2025-01-21 6
"""


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("", ("", "")),  # no column at all
        ("excused_on", ("-", "-")),  # a column in which nothing stands
        ("excused", ("-", "-")),
        ("excused", ("unknown", "unknown")),
        ("excused_on", ("2025-02-03", "-")),  # told only on the as-of date
    ],
)
def test_where_nobody_says_what_is_excused_hours_are_missed_and_not_unexcused(
    header: str, cells: tuple[str, str]
) -> None:
    """Case 13 and its brothers."""
    attendance = f"""
        pupil_id date       hours {header}
        P1       2025-01-20 6     {cells[0]}
        P1       2025-01-21 6     {cells[1]}
    """
    for feature in ("unexcused_hours_20d", "unexcused_hours_60d", "unexcused_hours_year", "excused_share_year"):
        assert values_at(feature, "2025-02-03", attendance=attendance) == {"P1": None}, feature
    assert values_at("absent_hours_20d", "2025-02-03", attendance=attendance) == {"P1": 12}


def test_where_nobody_says_what_is_excused_the_hours_missed_are_compared_with_the_class() -> None:
    attendance = """
        pupil_id date       hours
        P1       2025-01-20 6
        P2       2025-01-20 2
    """
    assert values_at("absent_hours_vs_class", "2025-02-03", attendance=attendance) == {"P1": 4 / 5, "P2": -4 / 5}
    told = attendance.replace("hours", "hours excused").replace("20 6", "20 6 no").replace("20 2", "20 2 yes")
    assert values_at("absent_hours_vs_class", "2025-02-03", attendance=told) == {"P1": None, "P2": None}


def test_one_school_records_excuses_and_the_other_does_not() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2024-2025   2024-09-01
        P2       S1        2024-2025   2024-09-01
        P3       S2        2024-2025   2024-09-01
    """
    attendance = """
        pupil_id date       hours excused_on
        P1       2025-01-20 6     -
        P2       2025-01-20 2     2025-01-22
        P3       2025-01-20 6     -
        P3       2025-01-21 6     -
    """
    values = values_at("unexcused_hours_20d", "2025-02-03", attendance=attendance, enrolments=enrolments)
    assert values == {"P1": 6, "P2": 0, "P3": None}


def test_an_excuse_of_which_nobody_knows_is_neither() -> None:
    attendance = """
        pupil_id date       hours excused
        P1       2025-01-20 6     unknown
        P1       2025-01-21 4     yes
        P1       2025-01-22 2     no
    """
    assert values_at("unexcused_hours_20d", "2025-02-03", attendance=attendance) == {"P1": 2}
    assert values_at("absent_hours_20d", "2025-02-03", attendance=attendance) == {"P1": 12}
    share = values_at("excused_share_year", "2025-02-03", attendance=attendance)
    assert share == {"P1": pytest.approx(100 * 4 / 6)}


def test_late_minutes_are_hours_lost_and_no_day_absent() -> None:
    attendance = """
        pupil_id date       hours kind
        P1       2025-01-20 0.25  late
        P1       2025-01-21 0.5   late
        P1       2025-01-22 6     absent
    """
    assert values_at("absent_hours_20d", "2025-02-03", attendance=attendance) == {"P1": 6.75}
    assert values_at("absent_days_20d", "2025-02-03", attendance=attendance) == {"P1": 1}
    assert values_at("longest_absence_60d", "2025-02-03", attendance=attendance) == {"P1": 1}
    assert values_at("late_60d", "2025-02-03", attendance=attendance) == {"P1": 2}


def test_roll_calls_and_lessons_give_rates_a_denominator() -> None:
    roll_call = """
        pupil_id date       hours kind
        P1       2025-01-20 6     present
        P1       2025-01-21 6     absent
        P1       2025-01-22 5     present
        P1       2025-01-22 1     late
        P1       2025-01-23 6     present
    """
    assert values_at("absence_rate_60d", "2025-02-03", attendance=roll_call) == {"P1": pytest.approx(100 * 7 / 24)}
    of_a_month = """
        pupil_id date       hours lessons from_date
        P1       2024-12-20 12    120     2024-12-01
    """
    assert values_at("absence_rate_60d", "2025-02-03", attendance=of_a_month) == {"P1": 10}
    assert values_at("absent_hours_year", "2025-02-03", attendance=of_a_month) == {"P1": 12}
    assert values_at("absence_rate_60d", "2025-02-03", attendance=NOT_RECORDED) == {"P1": None}


def test_a_row_that_was_taken_back_was_there_until_then() -> None:
    attendance = """
        pupil_id date       hours retracted_on
        P1       2025-01-20 6     2025-02-03
        P1       2025-01-20 1     2025-01-21
        P1       2025-01-22 2     -
    """
    for as_of, hours, days in (("2025-02-03", 8, 2), ("2025-02-04", 2, 1)):
        assert values_at("absent_hours_20d", as_of, attendance=attendance) == {"P1": hours}
        assert values_at("absent_days_20d", as_of, attendance=attendance) == {"P1": days}


def test_a_day_may_be_seen_and_gone_and_seen_again() -> None:
    attendance = """
        pupil_id date       hours known_on   retracted_on
        P1       2025-01-20 6     -          2025-01-23
        P1       2025-01-20 6     2025-01-27 -
    """
    seen = {as_of: values_at("absent_days_20d", as_of, attendance=attendance)["P1"]
            for as_of in ("2025-01-21", "2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28")}  # fmt: skip
    assert seen == {"2025-01-21": 1, "2025-01-23": 1, "2025-01-24": 0, "2025-01-27": 0, "2025-01-28": 1}
