"""The monthly report of absences: each hour once, in the class of its day, as it was known."""

import pytest

from features.days import day_of
from features.errors import Refused
from features.point_in_time.snapshot import Snapshot
from serving.reports.absences import absence_report
from serving.reports.document.report import ReportTable, Value
from tests.support.serving.reported_months import YEAR, column, register_of, told

FEBRUARY = """
    pupil_id date       hours excused_on from_date
    P1       2026-02-03 3     -          -
    P1       2026-02-04 2     2026-02-10 -
    P1       2026-02-05 1     2026-03-04 -
    P2       2026-01-30 6     -          -
    P2       2026-02-27 1     2026-02-28 -
    P3       2026-01-15 2     -          -
"""


def by_class(**tables: str) -> ReportTable:
    return absence_report(register_of(**tables)).tables[1]


def figures(table: ReportTable) -> dict[Value, list[Value]]:
    return {row[1]: row[2:] for row in told(table)}


def test_hours_of_the_month_are_counted_as_they_were_known_by_its_end() -> None:
    """P1: 3 unexcused, 2 excused, 1 excused only in March; P2: 1 excused; P3 was absent in January only."""
    table = by_class(attendance=FEBRUARY)
    assert figures(table)["V A"] == [3, 3, 4, 7, 1.33, 2.33, 1]
    assert [each.heading.en for each in table.columns][2:] == [
        "Pupils at the month's end", "Excused hours", "Unexcused hours", "All hours", "Unexcused hours per pupil",
        "All hours per pupil", "Pupils without any absence",
    ]  # fmt: skip


def test_a_later_day_of_knowledge_counts_what_was_excused_until_then() -> None:
    early, late = (absence_report(register_of(as_of=day, attendance=FEBRUARY)) for day in ("2026-03-04", "2026-03-05"))
    assert [figures(each.tables[1])["V A"][1:3] for each in (early, late)] == [[3, 4], [4, 3]]
    assert "before 5 March 2026" in late.about[0].en
    assert "înainte de 5 martie 2026" in late.about[0].ro


def test_the_rows_behind_the_figures_add_up_to_them() -> None:
    report = absence_report(register_of(attendance=FEBRUARY))
    rows = told(report.evidence[0])
    assert [(row[0], f"{row[2]}", row[4], row[5]) for row in rows] == [
        ("P1", "2026-02-03", 3, "no"), ("P1", "2026-02-04", 2, "yes"), ("P1", "2026-02-05", 1, "no"),
        ("P2", "2026-02-27", 1, "yes"),
    ]  # fmt: skip
    assert len(report.evidence) == 1


def test_a_child_who_changed_class_in_the_month_counts_in_each_for_its_own_days() -> None:
    table = by_class(
        enrolments="""
            pupil_id school_id school_year enrolled_on left_on    grade_level class_label
            P1       S1        2025-2026   2025-09-08  2026-02-10 5           V-A
            P1       S1        2025-2026   2026-02-11  -          5           V-B
            P2       S1        2025-2026   2025-09-08  -          5           V-A
        """,
        attendance="""
            pupil_id date       hours excused_on
            P1       2026-02-10 2     -
            P1       2026-02-11 3     -
            P2       2026-02-11 1     2026-02-11
        """,
    )
    assert figures(table) == {
        "V-A": [1, 1, 2, 3, 2.0, 3.0, 0], "V-B": [1, 0, 3, 3, 3.0, 3.0, 0], None: [2, 1, 5, 6, 2.5, 3.0, 0],
    }  # fmt: skip


def test_a_class_without_a_register_is_not_one_without_absences() -> None:
    """All of V A were absent once; nobody of V B in the whole year, of VI A, one child, in this month."""
    classes = [(f"P{number}", "V A" if number < 6 else "V B" if number < 12 else "VI A") for number in range(1, 13)]
    january = {"pupil_id": "P12", "date": "2026-01-20", "hours": "9"}
    report = absence_report(
        register_of(
            enrolments=[{"pupil_id": pupil, **YEAR, "class_label": label} for pupil, label in classes],
            attendance=[
                *({"pupil_id": f"P{each}", "date": "2026-02-03", "hours": "2"} for each in range(1, 6)),
                january,
            ],
        )
    )
    found = {row[1]: row[2:] for row in told(report.tables[1])}
    assert found["V B"] == [6, *[None] * (len(found["V B"]) - 2), "not recorded"]
    assert found["VI A"] == [1, *[None] * (len(found["VI A"]) - 2), "nothing this month"]
    assert (found[None][0], found[None][-1]) == (5, 0)
    assert [row[0] for table in report.tables for row in told(table)][-1] == "Total of classes with data"
    assert "V B (pupils: 6)" in report.about[-2].en
    assert "VI A (pupils: 1)" in report.about[-1].en


def test_of_a_month_of_which_nothing_was_brought_in_no_figure_is_given() -> None:
    marks = "pupil_id date mark scale\nP1 2026-02-20 7 1-10"
    report = absence_report(register_of(attendance="pupil_id date hours\nP1 2026-01-20 2", grades=marks))
    for table in report.tables:
        for row in told(table):
            assert row[-1] == "nothing this month"
            assert set(row[-6:-1]) == {None}
    assert "either nobody was absent, or the month is yet to be imported" in report.about[-1].en


TWO_SCHOOLS = {
    "enrolments": """
        pupil_id school_id school_year enrolled_on left_on    grade_level class_label
        P1       S1        2025-2026   2025-09-08  2026-02-10 5           V-A
        P1       S2        2025-2026   2026-02-11  -          5           V-C
        P2       S1        2025-2026   2025-09-08  -          5           V-A
        P3       S2        2025-2026   2025-09-08  -          5           V-C
    """,
    "attendance": """
        pupil_id date       hours excused_on
        P1       2026-02-02 2     -
        P1       2026-02-20 3     -
        P2       2026-02-20 1     2026-02-20
        P3       2026-02-20 5     -
        P3       2026-02-23 1     2026-02-24
    """,
}


def test_a_school_reports_the_hours_that_were_its_own() -> None:
    assert figures(by_class(**TWO_SCHOOLS))["V-A"] == [1, 1, 2, 3, 2.0, 3.0, 0]
    assert figures(by_class(school="S2", **TWO_SCHOOLS))["V-C"] == [2, 1, 8, 9, 4.0, 4.5, 0]


def test_a_class_of_several_levels_is_one_class_of_its_cycle() -> None:
    """Pupils of levels 1 and 3 sit together in I-IV; IV-V has children of two cycles and a row in each."""
    report = absence_report(
        register_of(
            enrolments="""
                pupil_id school_id school_year enrolled_on grade_level class_label track
                P1       S1        2025-2026   2025-09-08  1           I-IV        -
                P2       S1        2025-2026   2025-09-08  3           I-IV        -
                P3       S1        2025-2026   2025-09-08  4           IV-V        -
                P4       S1        2025-2026   2025-09-08  5           IV-V        -
                P5       S1        2025-2026   2025-09-08  10          A           profesional
                P6       S1        2025-2026   2025-09-08  10          X-B         real
            """,
            attendance="""
                pupil_id date       hours excused_on
                P1       2026-02-02 1     2026-02-03
                P2       2026-02-02 2     -
                P4       2026-02-02 3     -
                P5       2026-02-02 4     -
                P6       2026-02-02 0     -
            """,
        )
    )
    assert [row[:5] for row in told(report.tables[1])] == [
        ["primary", "I-IV", 2, 1, 2], ["primary", "IV-V", 1, 0, 0], ["lower secondary", "IV-V", 1, 0, 3],
        ["upper secondary", "X-B", 1, 0, 0], ["professional", "10 A", 1, 0, 4], ["Total", None, 6, 1, 9],
    ]  # fmt: skip
    assert column(report.tables[0], "All hours") == {
        "primary": 3, "lower secondary": 3, "upper secondary": 0, "professional": 4, "Total": 10,
    }  # fmt: skip


def test_late_hours_count_roll_calls_do_not_and_what_was_taken_back_is_gone() -> None:
    table = by_class(
        attendance="""
            pupil_id date       hours kind    excused known_on   retracted_on
            P1       2026-02-02 1     late    no      -          -
            P1       2026-02-03 6     present no      -          -
            P1       2026-02-04 5     absent  no      -          2026-02-20
            P1       2026-02-05 2     absent  no      -          2026-03-01
            P1       2026-02-06 4     absent  no      2026-03-01 -
            P1       2026-02-09 3     absent  yes     -          -
            P1       2026-02-09 3     absent  yes     2026-02-11 -
        """
    )
    assert figures(table)["V A"][:4] == [1, 3, 3, 6]


def test_totals_within_the_month_count_and_those_that_cross_it_are_listed() -> None:
    """8 hours of single days are within the 12 of the month; the total from 26 January cannot be divided."""
    report = absence_report(
        register_of(
            attendance="""
                pupil_id date       from_date  hours excused
                P1       2026-02-10 -          8     no
                P1       2026-02-28 2026-02-01 12    no
                P2       2026-02-06 2026-01-26 7     no
            """
        )
    )
    assert figures(report.tables[1])["V A"][:4] == [2, 0, 12, 12]
    assert figures(report.tables[1])["V A"][-1] == 0, "nobody is without an absence for certain"
    assert [(row[0], row[4], row[8]) for row in told(report.evidence[1])] == [
        ("P2", 7, "a total that crosses the month's limits")
    ]


def test_a_total_during_which_the_class_changed_is_given_to_neither() -> None:
    report = absence_report(
        register_of(
            enrolments="""
                pupil_id school_id school_year enrolled_on left_on    grade_level class_label
                P1       S1        2025-2026   2025-09-08  2026-02-10 5           V-A
                P1       S1        2025-2026   2026-02-11  -          5           V-B
            """,
            attendance="""
                pupil_id date       from_date  hours excused
                P1       2026-02-28 2026-02-01 9     no
            """,
        )
    )
    assert told(report.tables[1])[-1][:6] == ["Total", None, 1, 0, 0, 0]
    assert told(report.evidence[1])[0][-1] == "a total during which the class changed"


def test_hours_of_which_nobody_knows_whether_they_are_excused_have_a_column_of_their_own() -> None:
    table = by_class(
        attendance="""
            pupil_id date       hours excused
            P1       2026-02-02 4     unknown
            P1       2026-02-03 1     no
        """
    )
    assert column(table, "Hours not known to be either") == {"lower secondary": 4, "Total": 4}
    assert figures(table)["V A"][:5] == [1, 0, 1, 4, 5]


def test_where_no_excuse_is_recorded_no_hour_is_called_unexcused() -> None:
    report = absence_report(register_of(attendance="pupil_id date hours\nP1 2026-02-02 4\nP1 2026-02-03 1"))
    assert figures(report.tables[1])["V A"] == [1, None, None, 5, 5, None, 5.0, 0]
    assert any("do not say which absences are excused" in line.en for line in report.about)


def test_children_whose_story_ended_are_not_among_the_pupils_but_their_hours_stay() -> None:
    table = by_class(
        attendance="""
            pupil_id date       hours excused
            P1       2026-02-02 4     no
            P2       2026-02-02 1     no
        """,
        outcomes="""
            pupil_id date       outcome
            P1       2026-02-10 dropped_out
        """,
    )
    assert figures(table)["V A"][:4] == [1, 0, 5, 5]


def test_hours_and_pupils_are_those_that_features_count() -> None:
    register = register_of(**TWO_SCHOOLS)
    snapshot = Snapshot(register.index, day_of(register.month.as_of))
    cohort = snapshot.cohort[snapshot.cohort["school_id"] == "S1"]
    assert set(cohort["pupil_id"]) == {child.pupil_id for child in register.children()}
    lost = snapshot.hours(snapshot.this_year())[(snapshot.cohort["school_id"] == "S1").to_numpy()]
    mine = register.hours[register.hours["pupil_id"].isin(cohort["pupil_id"])]
    assert lost.sum() == mine["hundredths"].sum() / 100 == 1


@pytest.mark.parametrize(
    ("month", "school", "said"),
    [
        ("2026-02", "S9", "There is no school S9 in these records; they have S1."),
        (
            "2024-02",
            "S1",
            "Nobody was enrolled in school S1 before 2024-03-01. Bring in its class lists, or choose a later month.",
        ),
        ("2026-03", "S1", "The register of school S1 does not reach March 2026: it ends on 2026-02-27."),
        ("2025-10", "S1", "The register of school S1 does not reach October 2025: it begins on 2026-01-15."),
    ],
)
def test_a_month_or_school_that_is_not_in_the_records_is_refused(month: str, school: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        register_of(month, school=school, attendance=FEBRUARY)
    assert refused.value.message.en == said


def test_a_month_before_the_school_s_first_year_there_is_refused() -> None:
    with pytest.raises(Refused, match="Nobody was enrolled in school S1 before 2025-09-01"):
        register_of("2025-08", attendance=FEBRUARY)


def test_records_without_attendance_are_refused() -> None:
    grades = "pupil_id date mark scale\nP1 2026-02-02 7 1-10"
    with pytest.raises(Refused, match="no table attendance"):
        register_of(grades=grades)
