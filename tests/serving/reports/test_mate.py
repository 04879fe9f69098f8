"""The sheet for MATE: a suggestion only where the records say something, and the facts behind it."""

import datetime as dt
from dataclasses import replace

import pytest

from features.errors import Refused
from serving.reports.document.legal_values import read_legal_values
from serving.reports.document.report import Report
from serving.reports.mate import mate_report
from tests.support.serving.reported_months import YEAR, register_of, told

VALUES = read_legal_values()
OPEN = "form teacher to fill in"
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on grade_level class_label repeated_years
    P1       S1        2025-2026   2025-09-08  6           VI-A        1
    P2       S1        2025-2026   2025-09-08  6           VI-A        0
    P3       S1        2025-2026   2025-09-08  3           III-B       -
    P4       S1        2025-2026   2025-09-08  10          X-A         2
"""
ATTENDANCE = """
    pupil_id date       hours excused_on
    P1       2025-10-02 19    -
    P1       2026-02-03 1     -
    P2       2026-02-03 19    -
    P2       2026-02-04 9     2026-02-05
    P3       2026-02-05 1     2026-02-06
"""
GRADES = """
    pupil_id date       mark scale subject kind    known_on
    P1       2025-10-02 4    1-10  maths   mark    -
    P1       2026-02-02 5    1-10  maths   mark    -
    P1       2026-02-02 9    1-10  art     mark    -
    P1       2026-02-06 6    1-10  -       conduct -
    P2       2025-10-02 4    1-10  maths   mark    -
    P2       2026-02-02 6    1-10  maths   mark    -
    P2       2026-02-03 2    1-10  maths   mark    2026-03-01
    P2       2025-05-02 3    1-10  art     mark    -
    P2       2026-02-06 9    1-10  -       conduct -
    P3       2026-02-02 I    FB-I  maths   mark    -
    P3       2026-02-06 S    FB-I  -       conduct -
"""


def report_of(month: str = "2026-02", **tables: str) -> Report:
    given = {"enrolments": ENROLMENTS, "attendance": ATTENDANCE} | tables
    return mate_report(register_of(month, **given), VALUES)


def answers(report: Report) -> dict[object, list[object]]:
    """Return results, absenteeism, repetition, conduct and the fifth of each child."""
    return {row[0]: row[1:] for table in report.tables for row in told(table)}


def test_each_indicator_is_suggested_from_what_was_known_by_the_end_of_the_month() -> None:
    """P1: maths 4 and 5 on average below 5, 20 hours, a year repeated, conduct 6. P2: (4 + 6) / 2 passes, 19 hours."""
    assert answers(report_of(grades=GRADES)) == {
        "P1": ["YES", "YES", "YES", "YES", OPEN],
        "P2": ["NO", "NO", "NO", "NO", OPEN],
        "P3": ["YES", "NO", OPEN, "YES", OPEN],
    }


def test_what_the_records_say_nothing_of_is_left_to_the_form_teacher() -> None:
    found = answers(report_of())
    assert found["P2"] == [OPEN, "NO", "NO", OPEN, OPEN]
    assert found["P3"] == [OPEN, "NO", OPEN, OPEN, OPEN]
    assert report_of().tables[0].columns[-1].heading.ro == "Al cincilea indicator (textul nu este public)"


def test_of_a_class_without_a_register_nothing_is_said() -> None:
    classes = [(f"P{number}", "V A" if number < 6 else "V B") for number in range(1, 12)]
    enrolments = [{"pupil_id": pupil, **YEAR, "class_label": label} for pupil, label in classes]
    absences = [{"pupil_id": f"P{each}", "date": "2026-02-03", "hours": "2", "excused": "no"} for each in range(1, 6)]
    report = mate_report(register_of(enrolments=enrolments, attendance=absences), VALUES)
    assert (answers(report)["P1"][1], answers(report)["P6"][1]) == ("NO", OPEN)
    assert "P6" not in {row[0] for row in told(report.evidence[0])}


@pytest.mark.parametrize("size", [1, 3, 6])
def test_of_a_class_without_an_entry_this_month_a_no_is_left_to_the_form_teacher(size: int) -> None:
    """Of each class one child was over the limit by January; V B has nothing in February."""
    classes = [*((f"A{each}", "V A") for each in range(6)), *((f"B{each}", "V B") for each in range(size))]
    enrolments = [{"pupil_id": pupil, **YEAR, "class_label": label} for pupil, label in classes]
    january = [{"pupil_id": pupil, "date": "2026-01-20", "hours": "24", "excused": "no"} for pupil in ("A0", "B0")]
    february = [{"pupil_id": "A1", "date": "2026-02-03", "hours": "2", "excused": "no"}]
    report = mate_report(register_of(enrolments=enrolments, attendance=[*january, *february]), VALUES)
    found = {pupil: each[1] for pupil, each in answers(report).items()}
    assert found == {
        **{f"A{each}": "NO" for each in range(1, 6)}, **{f"B{each}": OPEN for each in range(1, size)},
        "A0": "YES", "B0": "YES",
    }  # fmt: skip
    assert f"V B (pupils: {size})" in report.about[-1].en


def test_the_facts_stand_behind_each_suggestion() -> None:
    report = report_of(grades=GRADES)
    assert [[*row[2:4], f"{row[4]}", row[5]] for row in told(report.evidence[0]) if row[0] == "P1"] == [
        ["School results", "maths", "2025-10-02", "4"],
        ["School results", "maths", "2026-02-02", "5"],
        ["Absenteeism", "unexcused hours this school year", "2026-02-03", 20],
        ["Repetition", "years repeated so far", "None", 1],
        ["Inappropriate conduct", "conduct", "2026-02-06", "6"],
    ]
    assert sum(row[4] for row in told(report.evidence[1]) if isinstance(row[4], int)) == 39


def test_an_incident_of_this_year_or_an_outcome_says_yes_and_so_does_a_year_that_was_repeated() -> None:
    found = answers(
        report_of(
            incidents="pupil_id date kind severity\nP2 2026-02-09 fight 2\nP3 2025-03-03 fight 3",
            outcomes="pupil_id date outcome\nP3 2025-06-20 repeated_year",
        )
    )
    assert (found["P2"][3], found["P3"][3], found["P3"][2]) == ("YES", OPEN, "YES")


def test_hours_that_may_be_excused_leave_the_answer_open_unless_the_others_are_enough() -> None:
    unknown = """
        pupil_id date       hours excused
        P1       2026-02-03 20    no
        P1       2026-02-04 1     unknown
        P2       2026-02-03 19    unknown
        P3       2026-02-03 1     yes
    """
    found = answers(report_of(attendance=unknown))
    assert [found[pupil][1] for pupil in ("P1", "P2", "P3")] == ["YES", OPEN, "NO"]


def test_classes_without_the_mechanism_are_left_out_and_counted() -> None:
    report = report_of()
    assert "P4" not in answers(report)
    assert report.about[-1].en == "Not in it, being in classes without the mechanism: 1."
    assert [table.title.ro for table in report.tables] == ["Clasa III-B", "Clasa VI-A"]


def test_in_october_2022_only_lower_secondary_had_it_and_before_2022_nobody() -> None:
    tables = {
        "enrolments": "pupil_id school_id school_year enrolled_on grade_level\n"
        "P1 S1 2022-2023 2022-09-05 6\nP2 S1 2022-2023 2022-09-05 3",
        "attendance": "pupil_id date hours excused\nP1 2022-10-04 1 no\nP1 2023-01-10 1 no",
    }
    assert list(answers(report_of("2022-10", **tables))) == ["P1"]
    assert set(answers(report_of("2023-01", **tables))) == {"P1", "P2"}
    early = {
        "enrolments": "pupil_id school_id school_year enrolled_on grade_level\nP1 S1 2021-2022 2021-09-05 6",
        "attendance": "pupil_id date hours excused\nP1 2021-10-04 1 no",
    }
    with pytest.raises(Refused, match="has nobody in a class with MATE") as refused:
        report_of("2021-10", **early)
    first = {VALUES.first_day(name) for name in ("mate_primary", "mate_lower_secondary")}
    assert first == {dt.date(2021, 12, 30), dt.date(2022, 12, 22)}
    assert refused.value.message.ro.endswith(
        "nu are elevi în clase cu MATE: gimnaziu din 30 decembrie 2021, primar din 22 decembrie 2022."
    )


def test_since_when_there_is_the_mechanism_is_said_as_the_file_of_legal_numbers_has_it() -> None:
    later = replace(VALUES, values=tuple(
        replace(each, valid_from=dt.date(2031, 5, 6)) if each.name == "mate_primary" else each
        for each in VALUES.values if each.name != "mate_lower_secondary"
    ))  # fmt: skip
    enrolments = "pupil_id school_id school_year enrolled_on grade_level\nP1 S1 2025-2026 2025-09-08 6"
    register = register_of("2025-10", enrolments=enrolments, attendance="pupil_id date hours\nP1 2025-10-06 1")
    with pytest.raises(Refused, match=r"in a class with MATE: primary since 6 May 2031\."):
        mate_report(register, later)


def test_thresholds_of_our_own_are_said_to_be_our_own() -> None:
    said = [value.sentence().ro for value in report_of().values]
    assert said[0].startswith("MATE, primar: 5 indicatori; OME 6447/2022, anexa 3; în vigoare din 22 decembrie 2022")
    assert said[2] == (
        "rezultate școlare, DA de la 1 disciplină cu media (nerotunjită) sub nota de trecere; un prag al programului; "
        "cel oficial nu este public."
    )
