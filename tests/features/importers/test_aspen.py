"""Exports of Aspen, in the layout that Student Insights documents."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from features.errors import UsageError
from features.importers import read_source
from features.records.imported_records import ImportedRecords
from features.records.records import load_records
from features.records.writer import write_records
from features.schema.problems import RecordsError
from features.store.imports.importing import import_batch
from tests.support.records.keyed import import_options
from tests.support.stores import url_of, written

FILES = {
    "students_export": """\
state_id,local_id,full_name,race,grade,school_local_id,homeroom,enrollment_status,registration_date,date_of_birth,gender
S1,1,"Invented, Ana",Secret,08,HS,8A,Active,2015-09-01,2011-02-03,F
S2,01,"Invented, Dan",Secret,KF,EL,,Active,2025-11-03,,M
S3,3,"Invented, Gone",Secret,09,HS,,Transferred,2015-09-01,,F
""",
    "attendance_export": """\
state_id,local_id,absence,tardy,event_date,school_local_id
S1,1,1,0,2025-09-15,HS
S1,1,0,1,2025-09-16,HS
S1,1,0,0,2025-09-17,HS
S3,3,1,0,2025-09-10,HS
""",
    "behavior_export": """\
state_id,local_id,incident_code,event_date,incident_time,school_local_id
S2,01,Bullying,2025-11-04,10:00,EL
""",
}


def write(folder: Path, **changed: str) -> Path:
    for name, text in {**FILES, **changed}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def imported(folder: Path, **options: dt.date) -> ImportedRecords:
    return read_source("aspen", folder, import_options(school_year="2025-2026", **options))


def test_active_students_are_enrolled_since_the_first_day_or_their_registration(tmp_path: Path):
    read = imported(write(tmp_path))
    rows = read.tables["enrolments"]
    assert rows["enrolled_on"].tolist() == [pd.Timestamp("2025-09-10"), pd.Timestamp("2025-11-03")]
    assert rows["grade_level"].tolist() == [8, 0]
    assert rows["pupil_id"].nunique() == 2  # 1 and 01 are two children
    assert [note.en for note in read.notes] == [
        "left out, since they are not active and the day they left is not said: 1 student"
    ]
    assert "Secret" not in "".join(frame.to_csv() for frame in read.tables.values())


def test_a_day_absent_is_whole_and_a_day_late_has_no_hours(tmp_path: Path):
    attendance = imported(write(tmp_path)).tables["attendance"]
    assert attendance[["hours", "kind", "excused"]].to_numpy().tolist() == [
        [6, "absent", "unknown"], [0, "late", "unknown"]
    ]  # fmt: skip
    assert imported(tmp_path).tables["incidents"]["kind"].tolist() == ["Bullying"]


def bring(database: str, folder: Path, on: str, **changed: str) -> None:
    day = dt.date.fromisoformat(on)
    import_batch(
        url_of(database), imported(write(folder, **changed), today=day), day=day, who="Ana", file_name="aspen",
        sha256=on, today=dt.date(2026, 6, 1), kind="aspen", day_told=True,
    )  # fmt: skip


def enrolled(database: str) -> list[str]:
    return written(database, "enrolments", "grade_level", "enrolled_on", "retracted_on")


def test_in_later_exports_of_other_days_children_stay_enrolled_since_the_first_day_known(
    tmp_path: Path, database: str
) -> None:
    later = FILES["attendance_export"].splitlines()[0] + "\nS1,1,1,0,2025-11-20,HS\n"
    bring(database, tmp_path, "2025-11-10")
    bring(database, tmp_path, "2025-12-01", attendance_export=later)
    assert enrolled(database) == ["0 2025-11-03 -", "8 2025-09-10 -"]
    registered = FILES["students_export"].replace("2025-11-03", "2025-11-24")  # what the file itself says counts
    bring(database, tmp_path, "2025-12-02", attendance_export=later, students_export=registered)
    assert enrolled(database) == ["0 2025-11-03 2025-12-02", "0 2025-11-24 -", "8 2025-09-10 -"]


def test_without_the_days_of_events_children_stay_enrolled_since_the_first_export(tmp_path: Path, database: str):
    nothing = FILES["attendance_export"].splitlines()[0] + "\n"
    for day in ("2025-11-10", "2025-12-01", "2026-01-12"):
        bring(database, tmp_path, day, attendance_export=nothing, behavior_export="local_id,event_date,incident_code\n")
    assert enrolled(database) == ["0 2025-11-10 -", "8 2025-11-10 -"]


def test_only_the_students_are_needed_and_the_records_are_good(tmp_path: Path):
    write(tmp_path)
    (tmp_path / "attendance_export.txt").unlink()
    (tmp_path / "behavior_export.txt").unlink()
    read = imported(tmp_path)
    write_records(tmp_path / "records", read.tables)
    assert len(load_records(tmp_path / "records", today=dt.date(2026, 6, 1))["enrolments"]) == 2


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path):
    bad = "local_id,absence,tardy,event_date\n1,maybe,0,2025-09-15\n9,1,0,2027-09-15\n"
    with pytest.raises(RecordsError) as caught:
        imported(write(tmp_path, attendance_export=bad, behavior_export="local_id\n1\n"))
    said = "\n".join(caught.value.sentences("en"))
    assert "attendance_export.txt, row 2, column absence: found 'maybe'; expected yes or no" in said
    assert (
        "attendance_export.txt, row 3, column event_date: found '2027-09-15'; expected a date not after today" in said
    )
    assert (
        "attendance_export.txt, row 3, column local_id: found '9'; expected one that stands in students_export.txt"
        in said
    )
    assert "behavior_export.txt, row 1: found nothing; expected the column event_date" in said


def test_what_the_files_do_not_say_is_asked_for(tmp_path: Path):
    with pytest.raises(UsageError, match="has no students_export"):
        imported(tmp_path)
    with pytest.raises(UsageError, match="name it with --year"):
        read_source("aspen", write(tmp_path), import_options())


def test_an_identity_number_is_dropped_where_a_row_can_be_without_it_and_the_drop_is_told(tmp_path: Path):
    number = "196010112345" + "6"  # whole only here
    read = imported(write(tmp_path, students_export=FILES["students_export"].replace(",8A,", f",elev {number},")))
    assert read.tables["enrolments"]["class_label"].isna().all()
    assert [note.ro for note in read.notes[1:]] == [
        "students_export.txt, homeroom: lăsate deoparte, fiindcă aveau un CNP: 1 celulă"
    ]
    with pytest.raises(RecordsError) as caught:
        imported(write(tmp_path, students_export=FILES["students_export"].replace("S2,01,", f"S2,{number},")))
    assert number not in "".join(caught.value.sentences("en"))


def test_a_column_twice_is_a_problem(tmp_path: Path):
    with pytest.raises(RecordsError) as caught:
        imported(write(tmp_path, behavior_export="local_id,event_date,event_date,incident_code\n"))
    assert caught.value.sentences("en") == [
        "behavior_export.txt, row 1, column event_date: found it more than once; expected each column once; delete or "
        "rename one of them."
    ]
