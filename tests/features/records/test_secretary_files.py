"""A secretary's files, as Romanian Excel saves them, are the same records as the documented ones."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from features.reading.declarations import Declarations
from features.records.records import Records, load_records, records_from_rows
from features.schema.problems import RecordsError
from features.schema.tables import TABLES
from tests.support.records.secretary_files import PLAIN, ROMANIAN, as_saved

TODAY = dt.date(2025, 11, 28)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def plain(tmp_path: Path) -> Records:
    folder = written(tmp_path / "plain", {name: text.encode() for name, text in PLAIN.items()})
    return load_records(folder, today=TODAY)


def assert_same(one: Records, other: Records) -> None:
    for name, frame in one.tables.items():
        same = other[name].astype({column: frame[column].dtype for column in frame}) if len(frame) else other[name]
        pd.testing.assert_frame_equal(same, frame, obj=name, check_categorical=False)


def test_every_table_is_in_the_files_of_this_test(plain: Records):
    assert plain.given == {table.name for table in TABLES}
    assert plain.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250", "utf-16", "utf-8"])
def test_what_excel_saves_is_the_same_records_as_what_is_documented(tmp_path: Path, plain: Records, encoding: str):
    files = {name: as_saved(rows, encoding) for name, rows in ROMANIAN.items()}
    saved = load_records(written(tmp_path / "saved", files), today=TODAY)
    assert_same(plain, saved)
    assert [note.file for note in saved.notes] == [
        "Școli.csv", "Înscrieri.csv", "Absențe.csv", "Note.csv", "Familie.csv", "Incidente.csv", "Situații.csv",
        "Structura anului.csv",
    ]  # fmt: skip


def test_one_line_says_how_a_file_was_read_in_both_languages(tmp_path: Path):
    files = {name: as_saved(rows, "cp1250") for name, rows in ROMANIAN.items() if name in ("Înscrieri.csv", "Note.csv")}
    (note,) = [
        each for each in load_records(written(tmp_path / "x", files), today=TODAY).notes if each.file == "Note.csv"
    ]
    assert note.sentence("en") == (
        "Note.csv: read as follows: the table grades; letters of Windows-1250; columns separated by semicolons; "
        '"Elev" as pupil_id, "Data" as date, "Nota" as mark, "Scara" as scale, "Materia" as subject, "Tip" as kind, '
        '"Pondere" as weight, "Aflată la" as known_on, "Anulată la" as retracted_on; date as day.month.year; '
        'mark with decimal commas; scale: "calificative" as FB-I; kind: "Medie" as average, "Teză" as exam, '
        '"Calificativ" as mark; weight with decimal commas; known_on as day.month.year; retracted_on as day.month.year.'
    )
    assert note.sentence("ro").startswith(
        "Note.csv: citit astfel: tabelul grades; litere din codarea Windows-1250; coloane despărțite prin punct și "
        "virgulă; „Elev” ca pupil_id, „Data” ca date, „Nota” ca mark"
    )


def test_dates_with_dots_that_could_be_read_twice_are_read_as_those_of_the_other_files(tmp_path: Path):
    """The first day of school alone proves no order; what the same program wrote beside it does."""
    enrolments = b"pupil_id,school_id,school_year,enrolled_on\np1,S1,2024-2025,08.09.2024\n"
    attendance = "pupil_id,date,hours\np1,{},2\n"
    for number, (day, meant) in enumerate([("13.10.2024", "2024-09-08"), ("10.13.2024", "2024-08-09")]):
        files = {"enrolments.csv": enrolments, "attendance.csv": attendance.format(day).encode()}
        read = load_records(written(tmp_path / str(number), files), today=TODAY)
        assert read["enrolments"]["enrolled_on"].tolist() == [pd.Timestamp(meant)]


ENROLMENT = "{heading}school_id,school_year,enrolled_on\np1,S1,2024-2025,08.09.2024\n"


@pytest.mark.parametrize("day", ["2024-10-13", "13/10/2024", "01.10.2024", "10.10.2024"])
def test_dates_with_dots_that_no_date_proves_are_refused_with_both_readings(tmp_path: Path, day: str):
    files = {
        "enrolments.csv": ENROLMENT.format(heading="pupil_id,").encode(),
        "attendance.csv": f"pupil_id,date,hours\np1,{day},2\n".encode(),
    }
    with pytest.raises(RecordsError) as caught:
        load_records(written(tmp_path / "x", files), today=TODAY)
    assert ("two_readings", "enrolments.csv") in {(each.code, each.file) for each in caught.value.problems}


@pytest.mark.parametrize("heading", ["Cod elev,", "ELEVUL,", "Nr. matricol,"])
def test_in_a_register_with_romanian_headings_the_day_is_first(tmp_path: Path, heading: str):
    files = {"enrolments.csv": ENROLMENT.format(heading=heading).encode()}
    read = load_records(written(tmp_path / "x", files), today=TODAY)
    assert read["enrolments"]["enrolled_on"].tolist() == [pd.Timestamp("2024-09-08")]
    assert "enrolled_on as day.month.year" in read.notes[0].sentence("en")


def test_in_schools_of_romanian_counties_the_day_is_first(tmp_path: Path):
    files = {
        "enrolments.csv": ENROLMENT.format(heading="pupil_id,").encode(),
        "schools.csv": b"school_id,county\nS1,IS\n",
    }
    read = load_records(written(tmp_path / "x", files), today=TODAY)
    assert read["enrolments"]["enrolled_on"].tolist() == [pd.Timestamp("2024-09-08")]


def test_dates_with_slashes_that_can_be_read_twice_are_refused_with_both_readings(tmp_path: Path):
    files = {
        "enrolments.csv": b"pupil_id,school_id,school_year,enrolled_on\np1,S1,2024-2025,08/09/2024\n",
        "attendance.csv": b"pupil_id,date,hours\np1,13/10/2024,2\n",
    }
    with pytest.raises(RecordsError) as caught:
        load_records(written(tmp_path / "x", files), today=TODAY)
    told = {(each.code, each.file): each.values for each in caught.value.problems}
    assert told["two_readings", "enrolments.csv"]["by_day"] == "2024-09-08"
    assert told["two_readings", "enrolments.csv"]["by_month"] == "2024-08-09"


def test_rows_of_a_request_have_their_dates_read_like_those_of_files():
    rows = [{"elev": "p1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "08.09.2024"}]
    read = records_from_rows({"enrolments": rows}, Declarations(), [], today=TODAY)
    assert read["enrolments"]["enrolled_on"].tolist() == [pd.Timestamp("2024-09-08")]


def test_two_files_that_prove_two_orders_prove_nothing_of_a_third(tmp_path: Path):
    files = {
        "enrolments.csv": b"pupil_id,school_id,school_year,enrolled_on\np1,S1,2024-2025,08.09.2024\n",
        "attendance.csv": b"pupil_id,date,hours\np1,13.10.2024,2\n",
        "outcomes.csv": b"pupil_id,date,outcome\np1,06.20.2025,promoted\n",
    }
    with pytest.raises(RecordsError) as caught:
        load_records(written(tmp_path / "x", files), today=TODAY)
    assert [(each.code, each.file) for each in caught.value.problems] == [("two_readings", "enrolments.csv")]
