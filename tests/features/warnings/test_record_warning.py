"""A warning says where, what, of how many rows and children, and what to do."""

import datetime as dt
from pathlib import Path

from features.records.known_before import records_before
from features.records.records import load_records
from features.warnings.all_warnings import records_warnings, warning_lines, warnings_of
from tests.support.records.record_files import TODAY, write_folder
from tests.support.records.warned import sentences, small_records, warned

TWICE = """
    pupil_id date       hours
    p1       2025-10-06 7
    p1       2025-10-06 7
    p2       2025-10-06 7
    p2       2025-10-06 7
    p2       2025-10-06 7
"""


def test_it_names_the_file_the_first_rows_and_counts_both():
    assert sentences("en", attendance=TWICE) == [
        "attendance.csv, rows 3, 5, 6: absences that repeat another row exactly (3 rows, 2 children); each counts "
        "once; delete the repeated rows, or add the hours together if they are several lessons."
    ]
    assert sentences("ro", attendance=TWICE)[0].startswith(
        "attendance.csv, rândurile 3, 5, 6: absențe care repetă întocmai alt rând (3 rânduri, 2 copii); fiecare se "
    )


def test_of_many_rows_the_first_five_are_named():
    rows = "pupil_id date hours\n" + "p1 2025-10-06 7\n" * 27
    assert "rândurile 3, 4, 5, 6, 7 și încă 21: " in sentences("ro", attendance=rows)[0]
    assert "(26 de rânduri, 1 copil)" in sentences("ro", attendance=rows)[0]


def test_of_several_files_the_first_with_such_rows_is_named(tmp_path: Path):
    enrolled = "pupil_id,school_id,school_year,enrolled_on\n{},S,2024-2025,2024-09-09\n"
    missed = "pupil_id,date,hours\n" + "{0},2024-10-01,2\n" * 2
    files = {
        f"county={county}/{name}": text.format(pupil)
        for county, pupil in (("AB", "a"), ("CJ", "c"), ("IS", "i"))
        for name, text in (("enrolments.csv", enrolled), ("attendance.csv", missed))
    }
    files["county=AB/attendance.csv"] = "pupil_id,date,hours\na,2024-10-01,2\n"
    folder = write_folder(tmp_path, {"schools.csv": None, "enrolments.csv": None, **files})
    (warning,) = records_warnings(load_records(folder, today=TODAY))
    assert warning.sentence("en").startswith("county=CJ/attendance.csv, row 3, more in 1 file: absences that repeat")


def test_empty_lines_of_a_file_are_counted_as_a_spreadsheet_does(tmp_path: Path):
    folder = write_folder(tmp_path, {"attendance.csv": "pupil_id,date,hours\n\np1,2024-10-01,2\n\np1,2024-10-01,2\n"})
    assert records_warnings(load_records(folder, today=TODAY))[0].sentence("en").startswith("attendance.csv, row 5: ")


def test_as_of_a_past_day_rows_keep_the_numbers_that_they_have_in_their_file():
    later = "p1       2025-10-08 1\n    p3       2025-10-06 2\n    p3       2025-10-06 2"
    records = small_records(attendance=TWICE.replace("p2       2025-10-06 7", later, 1))
    earlier = records_before(records, dt.date(2025, 10, 8))
    (warning,) = [each for each in records_warnings(earlier) if each.code == "repeated_absences"]
    assert warning.sentence("en").startswith("attendance.csv, rows 3, 6, 8: absences that repeat another row exactly")


def test_what_was_known_later_is_odd_later():
    records = small_records(attendance=TWICE)
    assert records_warnings(records_before(records, dt.date(2025, 10, 6))) == ()
    assert "repeated_absences" in warned(records_before(records, TODAY))


def test_of_some_children_only_their_rows_are_told():
    warnings = records_warnings(small_records(attendance=TWICE))
    (of_one,) = warnings_of(warnings, {"p1", "p9"})
    assert of_one.sentence("en").startswith("attendance.csv, row 3: absences that repeat another row exactly (1 row, 1")
    assert warnings_of(warnings, {"p9"}) == ()


def test_warnings_are_counted_above_them():
    warnings = records_warnings(small_records(attendance=TWICE))
    assert warning_lines(warnings, "en")[0] == "1 warning:"
    assert warning_lines(warnings * 20, "ro")[0] == "20 de avertismente:"
    assert warning_lines((), "ro") == warning_lines((), "en") == []
