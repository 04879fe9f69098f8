"""Do imports of a register, put upon each other, say when each row was known and when it was taken back?"""

import datetime as dt

import pytest

from features.records.imported_records import Coverage
from tests.support.small_records import rows
from tests.support.stores import bring, day, stored, written

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
    P2       S1        2025-2026   2025-09-08  5B
"""
ABSENCES = ("pupil_id", "date", "hours", "known_on", "retracted_on")


def absences(text: str) -> list[dict[str, str]]:
    return rows("pupil_id date hours\n" + text)


def test_a_row_that_is_again_in_a_later_import_stays_as_it_was(database):
    for on in ("2025-10-10", "2025-10-17"):
        bring(database, on, enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    assert written(database, "attendance", *ABSENCES) == ["P1 2025-10-06 2 2025-10-06 -"]


def test_a_row_that_is_new_in_days_that_were_covered_is_known_on_the_day_of_the_import(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    later = absences("P1 2025-10-06 2\nP2 2025-10-07 1\nP2 2025-10-14 3")
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=later)
    assert written(database, "attendance", *ABSENCES) == [
        "P1 2025-10-06 2 2025-10-06 -",
        "P2 2025-10-07 1 2025-10-17 -",
        "P2 2025-10-14 3 2025-10-14 -",
    ]


def test_a_row_that_is_gone_was_taken_back_on_the_day_of_the_import(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2\nP1 2025-10-07 2"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-07 2"))
    assert written(database, "attendance", *ABSENCES) == [
        "P1 2025-10-06 2 2025-10-06 2025-10-17",
        "P1 2025-10-07 2 2025-10-07 -",
    ]


def test_a_changed_row_is_two_the_old_one_taken_back(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 5"))
    assert written(database, "attendance", *ABSENCES) == [
        "P1 2025-10-06 2 2025-10-06 2025-10-17",
        "P1 2025-10-06 5 2025-10-17 -",
    ]


def test_two_equal_marks_are_two_marks(database):
    one = {"pupil_id": "P1", "date": "2025-10-06", "mark": "7", "scale": "1-10"}
    for on, count in (("2025-10-10", 1), ("2025-10-17", 3), ("2025-10-24", 2)):
        bring(database, on, enrolments=ENROLMENTS, grades=[one] * count)
    assert written(database, "grades", "mark", "known_on", "retracted_on") == [
        "7 2025-10-06 -",
        "7 2025-10-17 -",
        "7 2025-10-17 2025-10-24",
    ]


def test_what_came_and_went_on_one_day_never_was(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2\nP1 2025-10-07 4"))
    bring(database, "2025-10-17", file="again", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    assert written(database, "attendance", *ABSENCES) == ["P1 2025-10-06 2 2025-10-06 -"]


def test_an_excuse_that_came_later_is_told_on_its_day_and_a_backdated_one_on_that_of_the_import(database):
    head = "pupil_id date hours excused_on\n"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=rows(head + "P1 2025-10-06 2 -\nP2 2025-10-06 2 -"))
    told = rows(head + "P1 2025-10-06 2 2025-10-13\nP2 2025-10-06 2 2025-10-08")
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=told)
    assert written(database, "attendance", "pupil_id", "excused_on", "known_on", "retracted_on") == [
        "P1 2025-10-13 2025-10-06 -",
        "P2 - 2025-10-06 2025-10-17",
        "P2 2025-10-08 2025-10-17 -",
    ]


def test_a_day_of_knowledge_in_the_file_stands_where_the_import_before_could_not_have_had_the_row(database):
    head = "pupil_id date hours known_on\n"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=rows(head + "P1 2025-10-06 2 -"))
    later = rows(head + "P1 2025-10-06 2 -\nP1 2025-10-07 1 2025-10-15\nP1 2025-10-08 1 2025-10-09")
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=later)
    assert written(database, "attendance", "date", "known_on") == [
        "2025-10-06 2025-10-06",
        "2025-10-07 2025-10-15",
        "2025-10-08 2025-10-17",
    ]


def test_a_leaving_that_is_new_was_known_on_the_day_of_the_import(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    head = "pupil_id school_id school_year enrolled_on class_label left_on\n"
    left = head + "P1 S1 2025-2026 2025-09-08 5A 2025-10-01\nP2 S1 2025-2026 2025-09-08 5B -"
    for on in ("2025-10-17", "2025-10-24"):
        bring(database, on, enrolments=rows(left))
    assert written(database, "enrolments", "pupil_id", "left_on", "left_known_on") == [
        "P1 2025-10-01 2025-10-17",
        "P2 - -",
    ]


def test_an_import_of_a_class_says_nothing_of_the_others(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2\nP2 2025-10-06 2"))
    of_5a = Coverage("S1", ("attendance",), day("2025-09-08"), day("2025-10-17"), classes=("5A",))
    bring(database, "2025-10-17", coverage=[of_5a], attendance=absences("P1 2025-10-07 1"))
    assert written(database, "attendance", *ABSENCES) == [
        "P1 2025-10-06 2 2025-10-06 2025-10-17",
        "P1 2025-10-07 1 2025-10-17 -",
        "P2 2025-10-06 2 2025-10-06 -",
    ]


def class_lists(*labels: str) -> Coverage:
    return Coverage(
        "S1", ("enrolments",), day("2025-09-08"), day("2025-09-08"), classes=tuple(sorted(set(labels))), of_listed=True
    )


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("5A 5A", "5B 5A", ["P1 5A 2025-09-08 2025-10-17", "P1 5B 2025-10-17 -", "P2 5A 2025-09-08 -"]),
        ("5A 5B", "5B 5B", ["P1 5A 2025-09-08 2025-10-17", "P1 5B 2025-10-17 -", "P2 5B 2025-09-08 -"]),
        ("5A 5B", "5B 5A", ["P1 5A 2025-09-08 2025-10-17", "P1 5B 2025-10-17 -", "P2 5A 2025-10-17 -",
                            "P2 5B 2025-09-08 2025-10-17"]),
        ("5A 5A", "6C 6C", ["P1 5A 2025-09-08 2025-10-17", "P1 6C 2025-10-17 -", "P2 5A 2025-09-08 2025-10-17",
                            "P2 6C 2025-10-17 -"]),
        ("5A 5A", "5A 5A", ["P1 5A 2025-09-08 -", "P2 5A 2025-09-08 -"]),
    ],
)  # fmt: skip
def test_a_child_in_another_class_than_before_was_in_the_former_until_then(database, first, then, expected):
    """Also where no list of the new class was ever brought in: one row of a child holds at any day."""
    for on, labels in (("2025-10-10", first.split()), ("2025-10-17", then.split())):
        told = [
            {"pupil_id": f"P{number}", "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08",
             "class_label": label} for number, label in enumerate(labels, start=1)
        ]  # fmt: skip
        bring(database, on, coverage=[class_lists(*first.split(), *labels)] if on > "2025-10-10" else
              [class_lists(*labels)], enrolments=told)  # fmt: skip
    assert sorted(written(database, "enrolments", "pupil_id", "class_label", "known_on", "retracted_on")) == expected


def test_a_child_that_comes_back_to_its_class_was_in_the_other_one_meanwhile(database):
    for on, label in (("2025-10-10", "5A"), ("2025-10-17", "5B"), ("2025-10-24", "5A")):
        told = "pupil_id school_id school_year enrolled_on class_label\nP1 S1 2025-2026 2025-09-08 " + label
        bring(database, on, coverage=[class_lists("5A", label)], enrolments=told)
    assert sorted(written(database, "enrolments", "class_label", "known_on", "retracted_on")) == [
        "5A 2025-09-08 2025-10-17", "5A 2025-10-24 -", "5B 2025-10-17 2025-10-24",
    ]  # fmt: skip


def test_an_import_of_a_subject_and_of_a_week_says_nothing_of_others(database):
    head = "pupil_id date mark scale subject\n"
    first = "P1 2025-10-06 7 1-10 istorie\nP1 2025-10-06 8 1-10 chimie\nP1 2025-10-13 9 1-10 istorie"
    bring(database, "2025-10-14", enrolments=ENROLMENTS, grades=rows(head + first))
    week = Coverage("S1", ("grades",), day("2025-10-06"), day("2025-10-10"), subjects=("istorie",))
    bring(database, "2025-10-17", coverage=[week], grades=rows(head + "P1 2025-10-07 10 1-10 istorie"))
    assert written(database, "grades", "date", "mark", "retracted_on") == [
        "2025-10-06 7 2025-10-17",
        "2025-10-06 8 -",
        "2025-10-07 10 -",
        "2025-10-13 9 -",
    ]


def test_a_column_that_a_later_file_lacks_says_nothing(database):
    head = "pupil_id date hours subject\n"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=rows(head + "P1 2025-10-06 2 istorie"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    assert written(database, "attendance", "subject", "retracted_on") == ["istorie -"]


def test_schools_and_terms_are_as_they_were_said_last(database):
    head = "school_id name county\n"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, schools=rows(head + "S1 Unu CJ"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, schools=rows(head + "S1 Doi CJ"))
    assert written(database, "schools", "school_id", "name") == ["S1 Doi"]


def test_an_older_export_that_comes_later_takes_its_place(database):
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-07 2"))
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    assert written(database, "attendance", *ABSENCES) == [
        "P1 2025-10-06 2 2025-10-06 2025-10-17",
        "P1 2025-10-07 2 2025-10-17 -",
    ]


@pytest.mark.parametrize("as_of", ["2025-10-10", "2025-10-17"])
def test_a_list_of_an_earlier_date_stays_what_it_was(database, as_of):
    from tests.support.stores import features_at

    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("P1 2025-10-06 2\nP2 2025-10-07 1"))
    then = features_at(stored(database), dt.date.fromisoformat(as_of)).values
    bring(database, "2025-10-24", enrolments=ENROLMENTS, attendance=absences("P2 2025-10-07 4"))
    assert features_at(stored(database), dt.date.fromisoformat(as_of)).values.equals(then)
