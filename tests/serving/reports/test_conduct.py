"""Deductions from conduct: one for each 20 unexcused hours of the school year, what was due before apart."""

from dataclasses import replace

import pytest

from features.errors import Refused
from serving.reports.conduct import conduct_report
from serving.reports.document.legal_values import read_legal_values
from serving.reports.document.report import Report
from tests.support.serving.reported_months import register_of, told

VALUES = read_legal_values()
DUE = """
    pupil_id date       hours excused_on subject
    P1       2025-10-02 19    -          maths
    P1       2026-02-03 1     -          maths
    P2       2025-10-02 24    -          -
    P2       2026-02-03 15    -          -
    P3       2025-10-02 24    -          -
    P3       2026-02-03 16    -          -
    P4       2025-10-02 18    -          -
    P4       2026-02-03 6     2026-02-04 -
    P5       2025-03-02 20    -          -
    P5       2026-02-03 1     -          -
    P6       2025-10-02 10    -          -
    P6       2026-02-03 10    2026-03-03 -
"""


def report_of(
    month: str = "2026-02", subject_hours: dict[tuple[str, str], float] | None = None, **tables: str
) -> Report:
    return conduct_report(register_of(month, **tables), VALUES, subject_hours)


def short(report: Report, table: int) -> list[list[object]]:
    """Return pupil, hours before, in the month, together, due before, due now, new."""
    return [[row[0], *row[2:8]] for row in told(report.tables[table])]


def test_each_twenty_unexcused_hours_of_the_school_year_are_a_point() -> None:
    """P1 reaches 20 exactly, P3 40; P2 stays at one point, P4 was excused in time, P5's are of the year before."""
    report = report_of(attendance=DUE)
    assert short(report, 0) == [
        ["P1", 19, 1, 20, 0, 1, 1], ["P3", 24, 16, 40, 1, 2, 1], ["P6", 10, 10, 20, 0, 1, 1],
    ]  # fmt: skip
    assert short(report, 1) == [["P2", 24, 15, 39, 1, 1, 0]]
    assert sum(row[4] for row in told(report.evidence[0]) if isinstance(row[4], int)) == 20 + 39 + 40 + 20
    assert "Hours since 8 September 2025" in report.about[1].en


def test_an_excuse_of_march_takes_the_point_back_in_a_later_report_of_february() -> None:
    assert "P6" not in [row[0] for row in short(report_of(as_of="2026-03-04", attendance=DUE), 0)]


def test_in_primary_a_qualifier_is_lowered_in_the_preparatory_class_nothing_and_never_below_the_last() -> None:
    report = report_of(
        enrolments="""
            pupil_id school_id school_year enrolled_on grade_level class_label
            P1       S1        2025-2026   2025-09-08  3           III-B
            P2       S1        2025-2026   2025-09-08  0           CP
            P3       S1        2025-2026   2025-09-08  7           VII-A
        """,
        attendance="""
            pupil_id date       hours excused from_date
            P1       2026-02-27 130   no      2025-09-08
            P2       2026-02-27 21    no      2026-02-02
            P3       2026-02-27 130   no      2026-02-02
        """,
    )
    assert [(row[0], row[6], row[8]) for row in told(report.tables[0])] == [
        ("P2", 1, "no conduct mark in this class"), ("P1", 3, "qualifiers (FB-B-S-I)"), ("P3", 6, "points"),
    ]  # fmt: skip


def test_a_total_that_crosses_the_beginning_of_the_month_counts_in_the_month_it_ends_in() -> None:
    """P2's began in the school year before: it cannot be divided."""
    report = report_of(
        attendance="""
            pupil_id date       from_date  hours excused
            P1       2026-02-06 2026-01-26 20    no
            P2       2025-10-06 2025-06-02 40    no
            P2       2026-02-06 -          1     no
            P3       2026-02-06 -          1     unknown
        """
    )
    assert short(report, 0) == [["P1", 0, 20, 20, 0, 1, 1]]
    assert [(row[0], row[4], row[-1]) for row in told(report.evidence[1])] == [
        ("P2", 40, "a total that crosses the month's limits"), ("P3", 1, "not known whether it is excused"),
    ]  # fmt: skip


def test_hours_of_an_earlier_school_of_the_year_come_along() -> None:
    report = conduct_report(
        register_of(
            school="S2",
            enrolments="""
                pupil_id school_id school_year enrolled_on left_on    class_label
                P1       S1        2025-2026   2025-09-08  2026-02-10 V-A
                P1       S2        2025-2026   2026-02-11  -          V-C
                P2       S2        2025-2026   2025-09-08  -          V-C
            """,
            attendance="""
                pupil_id date       hours excused
                P1       2025-11-03 15    no
                P1       2026-02-20 5     no
                P2       2026-02-20 1     no
            """,
        ),
        VALUES,
    )
    assert short(report, 0) == [["P1", 15, 5, 20, 0, 1, 1]]


def test_with_the_yearly_hours_of_a_subject_a_tenth_of_them_is_a_point_too_and_the_larger_is_shown() -> None:
    """10 % of 70 hours of history are 7: P1 has 15, two points; maths has no hours given, so only the 20 count."""
    attendance = """
        pupil_id date       hours excused subject
        P1       2025-10-02 8     no      History
        P1       2026-02-03 7     no      history
        P2       2026-02-03 20    no      maths
    """
    with_hours = report_of(subject_hours={("v a", "history"): 70}, attendance=attendance)
    assert [(row[0], row[5], row[6], row[9]) for row in told(with_hours.tables[0])] == [
        ("P1", 1, 2, "history: 15 / 70 (2)"), ("P2", 0, 1, ""),
    ]  # fmt: skip
    assert [row[0] for row in told(report_of(attendance=attendance).tables[0])] == ["P2"]
    assert "10 %" in report_of(attendance=attendance).about[2].en
    other = replace(VALUES, values=tuple(
        replace(each, number=15) if each.name == "conduct_subject_percent" else each for each in VALUES.values
    ))  # fmt: skip
    about = conduct_report(register_of("2026-02", attendance=attendance), other, None).about
    assert "The rule of 15 % of a subject's hours is not applied" in about[2].en
    assert "Regula de 15 % din orele unei discipline nu este aplicată" in about[2].ro


BEFORE_2023 = {
    "enrolments": "pupil_id school_id school_year enrolled_on grade_level\nP1 S1 2021-2022 2021-09-13 6",
    "attendance": """
        pupil_id date       hours excused
        P1       2021-10-04 19    no
        P1       2022-02-14 10    no
    """,
}
SEMESTERS = "school_year term starts_on ends_on\n2021-2022 S1 2021-09-13 2021-12-22\n2021-2022 S2 2022-01-10 2022-06-10"


def test_before_22_march_2023_every_ten_hours_of_a_semester_were_a_point() -> None:
    """19 hours of the first semester do not go on into the second."""
    report = report_of("2022-02", terms=SEMESTERS, **BEFORE_2023)
    assert short(report, 0) == [["P1", 0, 10, 10, 0, 1, 1]]
    assert report.values[0].number == 10
    assert report.values[0].per == "semester"
    assert not any("%" in each.en for each in report.about)  # there was no rule of subjects yet
    first = report_of("2021-12", terms=SEMESTERS, **BEFORE_2023)
    assert short(first, 1) == [["P1", 19, 0, 19, 1, 1, 0]]


def test_the_rule_of_semesters_without_two_semesters_is_refused() -> None:
    with pytest.raises(Refused, match="name no two semesters of that school year"):
        report_of("2022-02", **BEFORE_2023)


def test_the_month_of_the_change_follows_the_rule_of_its_last_day() -> None:
    tables = {
        "enrolments": "pupil_id school_id school_year enrolled_on grade_level\nP1 S1 2022-2023 2022-09-05 6",
        "attendance": "pupil_id date hours excused\nP1 2022-10-04 19 no\nP1 2023-03-06 1 no",
    }
    assert short(report_of("2023-03", **tables), 0) == [["P1", 19, 1, 20, 0, 1, 1]]
