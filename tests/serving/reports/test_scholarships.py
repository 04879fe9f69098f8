"""The list for scholarships: at the limit means no scholarship; of whom it cannot be said is said apart."""

import pytest

from features.errors import Refused
from serving.reports.document.legal_values import read_legal_values
from serving.reports.document.report import Report
from serving.reports.scholarships import scholarship_report
from tests.support.serving.reported_months import register_of, told

VALUES = read_legal_values()


def report_of(month: str = "2026-02", **tables: str) -> Report:
    return scholarship_report(register_of(month, **tables), VALUES)


LIMIT = """
    pupil_id date       hours excused_on
    P1       2026-02-02 6     -
    P1       2026-02-03 4     -
    P2       2026-02-02 6     -
    P2       2026-02-03 3     -
    P2       2026-01-30 6     -
    P3       2026-02-02 6     -
    P3       2026-02-03 6     2026-02-05
    P4       2026-02-02 5     -
    P4       2026-02-09 5     2026-03-03
"""


def test_ten_unexcused_hours_in_the_month_are_listed_nine_are_not() -> None:
    """P1 has 10, P2 has 9 (and 6 in January), P3 has 6 of 12 unexcused; of P4 five were excused only in March."""
    report = report_of(attendance=LIMIT)
    assert told(report.tables[0]) == [
        ["P1", "V A", 10, "02.02: 6; 03.02: 4"], ["P4", "V A", 10, "02.02: 5; 09.02: 5"],
    ]  # fmt: skip
    assert report.tables[0].title.ro == "La limită sau peste (2)"
    assert len(report.tables) == 1
    assert [row[0] for row in told(report.evidence[0])] == ["P1", "P1", "P4", "P4"]


def test_what_was_excused_before_a_later_day_of_knowledge_is_off_the_list() -> None:
    assert [row[0] for row in told(report_of(as_of="2026-03-04", attendance=LIMIT).tables[0])] == ["P1"]


def test_the_limit_comes_with_its_source_and_how_sure_it_is() -> None:
    (value,) = report_of(attendance=LIMIT).values
    assert value.sentence().ro == (
        "fără bursă de la 10 ore nemotivate pe lună; HG 732/2025 (Legea 141/2025); în vigoare din 1 septembrie 2025; "
        "citit la mâna a doua, nu în textul oficial: graiul.ro, realitatea.net."
    )


def test_a_total_of_the_month_counts_and_one_that_crosses_it_makes_a_child_to_be_checked() -> None:
    report = report_of(
        attendance="""
            pupil_id date       from_date  hours excused
            P1       2026-02-28 2026-02-01 11    no
            P2       2026-02-06 2026-01-26 7     no
            P2       2026-02-10 -          4     no
            P3       2026-02-06 2026-01-26 7     no
            P4       2026-02-10 -          9     no
            P4       2026-02-11 -          2     unknown
            P5       2026-02-06 2026-01-26 20    yes
        """
    )
    assert told(report.tables[0]) == [["P1", "V A", 11, "01–28.02: 11"]]
    assert told(report.tables[1]) == [["P2", "V A", 4, 7, "10.02: 4"], ["P4", "V A", 9, 2, "10.02: 9"]]
    assert [(row[0], row[-1]) for row in told(report.evidence[1])] == [
        ("P2", "a total that crosses the month's limits"), ("P4", "not known whether it is excused"),
    ]  # fmt: skip


def test_hours_of_both_schools_of_the_month_count_where_the_child_is_now() -> None:
    tables = {
        "enrolments": """
            pupil_id school_id school_year enrolled_on left_on    class_label
            P1       S1        2025-2026   2025-09-08  2026-02-10 V-A
            P1       S2        2025-2026   2026-02-11  -          V-C
            P2       S1        2025-2026   2025-09-08  -          V-A
        """,
        "attendance": """
            pupil_id date       hours excused
            P1       2026-02-02 6     no
            P1       2026-02-20 5     no
            P2       2026-02-20 1     no
        """,
    }
    assert told(report_of(**tables).tables[0]) == []
    assert told(scholarship_report(register_of(school="S2", **tables), VALUES).tables[0])[0][:3] == ["P1", "V-C", 11]


def test_a_month_before_the_rule_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused) as refused:
        report_of(
            "2025-02",
            enrolments="pupil_id school_id school_year enrolled_on\nP1 S1 2024-2025 2024-09-09",
            attendance="pupil_id date hours excused\nP1 2025-02-03 12 no",
        )
    assert refused.value.message.en == (
        "For February 2025 no limit of unexcused hours for scholarships is known here; legal_values.toml has one from "
        "2025-09-01 on."
    )


def test_a_school_that_records_no_excuses_is_refused() -> None:
    with pytest.raises(Refused, match="do not say which absences are excused"):
        report_of(attendance="pupil_id date hours\nP1 2026-02-02 12\nP1 2026-02-03 3")
