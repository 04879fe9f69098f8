"""Records put together: missing columns and days of knowledge filled in, counties joined, last days told."""

import datetime as dt
import weakref
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from features.errors import UsageError
from features.identity_numbers import redact
from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.records import Records, checked_records, load_records, records_from_rows, tables_with
from features.schema.problems import RecordsError
from features.schema.tables import EVENT_TABLES, TABLES, table
from tests.support.records.record_files import EVERY_TABLE, P1, P2, attendance, enrolments, family, grades, write_folder

TODAY = dt.date(2025, 2, 3)
P3, P4 = (P1.replace("p1", pupil) for pupil in ("p3", "p4"))
KINDS = {"date": "datetime64[s]", "whole": "float64", "number": "float64", "yes_no": "float64", "mark": "float64"}


def loaded(folder: Path, files: dict[str, str | bytes | None]) -> Records:
    return load_records(write_folder(folder, files), today=TODAY)


def days(frame: pd.DataFrame, column: str) -> list[str | None]:
    return [None if pd.isna(day) else day.date().isoformat() for day in frame[column]]


def test_every_table_and_column_of_the_schema_is_there_with_its_type(tmp_path: Path):
    records = loaded(tmp_path, grades("p1,2024-10-02,7,1-10"))
    assert records.given == {"schools", "enrolments", "grades"}
    for each in TABLES:
        frame = records[each.name]
        assert list(frame.columns) == [column.name for column in each.columns]
        for column in each.columns:
            text = "category" if each.name in EVENT_TABLES else "object"
            assert frame[column.name].dtype == KINDS.get(column.kind, text), (each.name, column.name)
    assert [len(records[name]) for name in ("schools", "enrolments", "attendance", "grades")] == [2, 2, 0, 1]
    assert records["grades"]["pupil_id"].tolist() == ["p1"]
    assert records["grades"]["subject"].isna().tolist() == [True]


def test_known_on_is_never_missing_and_never_before_the_day_itself(tmp_path: Path):
    records = loaded(
        tmp_path,
        attendance("p1,2024-10-02,1,", "p1,2024-10-02,1,2024-10-01", "p1,2024-10-02,1,2024-10-03", more=",known_on")
        | family("p1,2024-09-09,2024-09-01", "p1,2024-09-10,", more=",known_on")
        | grades("p1,2024-10-02,7,1-10"),
    )
    assert days(records["attendance"], "known_on") == ["2024-10-02", "2024-10-02", "2024-10-03"]
    assert days(records["family"], "known_on") == ["2024-09-09", "2024-09-10"]
    assert days(records["grades"], "known_on") == ["2024-10-02"]


def test_a_leaving_is_known_when_it_happened_unless_it_was_known_later(tmp_path: Path):
    records = loaded(
        tmp_path,
        enrolments(f"{P1},2024-12-20,", f"{P2},2024-12-20,2024-12-01", f"{P3},2024-12-20,2025-01-10", f"{P4},,",
                   more=",left_on,left_known_on"),
    )  # fmt: skip
    assert days(records["enrolments"], "left_known_on") == ["2024-12-20", "2024-12-20", "2025-01-10", None]


def test_counties_are_joined_with_rows_counted_anew(tmp_path: Path):
    header = "pupil_id,school_id,school_year,enrolled_on"
    folder = tmp_path / "records"
    for county, row, more in (("CJ", P1, ",class_label"), ("MM", P2, "")):
        (folder / f"county={county}").mkdir(parents=True)
        cells = f"{header}{more}\n{row}{',5A' if more else ''}\n"
        (folder / f"county={county}" / "enrolments.csv").write_text(cells)
    records = load_records(folder, today=TODAY)
    assert records["enrolments"]["pupil_id"].tolist() == ["p1", "p2"]
    assert records["enrolments"]["class_label"].tolist() == ["5A", None]
    assert records["enrolments"].index.tolist() == [0, 1]


def test_events_of_counties_are_joined_with_the_texts_of_both(tmp_path: Path):
    folder = tmp_path / "records"
    for county, pupil, rows in (("CJ", "p1", "subject\np1,2024-10-02,7,1-10,art\np1,2024-10-03,FB,FB-I,\n"),
                                ("MM", "p2", "known_on\np2,2024-10-02,9,1-10,2024-10-04\n")):  # fmt: skip
        (folder / f"county={county}").mkdir(parents=True)
        enrolled = f"pupil_id,school_id,school_year,enrolled_on\n{pupil},S1,2024-2025,2024-09-09\n"
        (folder / f"county={county}" / "enrolments.csv").write_text(enrolled)
        (folder / f"county={county}" / "grades.csv").write_text(f"pupil_id,date,mark,scale,{rows}")
    marks = load_records(folder, today=TODAY)["grades"]
    assert marks["pupil_id"].tolist() == ["p1", "p1", "p2"]
    assert marks["mark"].tolist() == [7.0, 4.0, 9.0]
    assert marks["scale"].tolist() == ["1-10", "FB-I", "1-10"]
    assert [None if pd.isna(text) else text for text in marks["subject"]] == ["art", None, None]
    assert days(marks, "known_on") == ["2024-10-02", "2024-10-03", "2024-10-04"]
    for name, texts in (("pupil_id", ["p1", "p2"]), ("subject", ["art"])):
        assert marks[name].dtype == pd.CategoricalDtype(pd.Index(texts, dtype=object))
    assert marks.index.tolist() == [0, 1, 2]


def test_the_raw_cells_of_a_table_are_let_go_before_the_next_one_is_read():
    cells: list[weakref.ref[pd.DataFrame]] = []

    def read() -> Iterator[ReadTable]:
        for name, row in (("enrolments", P1), ("outcomes", "p1,2024-12-20,promoted"), ("terms", "2024-2025,M1,x,y")):
            assert [each() for each in cells] == [None] * len(cells)
            names = [column.name for column in table(name).columns[: row.count(",") + 1]]
            frame = pd.DataFrame([row.split(",")], columns=names, dtype="str")
            cells.append(weakref.ref(frame))
            yield RawTable(table(name), f"{name}.csv", frame), []
            del frame

    with pytest.raises(RecordsError, match=r"terms\.csv, row 2, column starts_on: found 'x'"):
        checked_records(read(), Declarations(), [], today=TODAY)
    assert len(cells) == 3


def test_declared_columns_are_columns_of_family(tmp_path: Path):
    toml = '[situation.siblings]\ntype = "whole"\nen = "siblings"\nro = "frați"\n'
    records = loaded(tmp_path, family("p1,2024-09-09,2", more=",siblings") | {"prezent.toml": toml})
    assert records["family"]["siblings"].tolist() == [2.0]
    assert [each.name for each in tables_with(records.declared)] == [each.name for each in TABLES]
    assert loaded(tmp_path, {})["family"]["siblings"].tolist() == [2.0]


@pytest.mark.parametrize(
    ("files", "last"),
    [
        ({}, None),
        (attendance("p1,2024-10-02,1"), "2024-10-02"),
        (attendance("p1,2024-10-02,1,2024-10-09", more=",known_on"), "2024-10-09"),
        (attendance("p1,2024-10-02,1") | grades("p1,2024-11-02,7,1-10"), "2024-11-02"),
        ({"outcomes.csv": "pupil_id,date,outcome\np1,2024-12-20,transferred\n"}, "2024-12-20"),
        (family("p1,2025-01-09"), None),
        ({"terms.csv": EVERY_TABLE["terms.csv"]}, None),
    ],
)
def test_the_last_day_is_the_latest_of_attendance_grades_and_outcomes(
    tmp_path: Path, files: dict[str, str | bytes | None], last: str | None
):
    assert loaded(tmp_path, files).last_day() == (dt.date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("as_of", "last"),
    [("2024-10-02", None), ("2024-10-03", "2024-10-02"), ("2024-11-05", "2024-10-02"), ("2024-11-06", "2024-11-05"),
     ("2025-02-03", "2024-11-05")],
)  # fmt: skip
def test_the_last_day_before_a_date_is_the_last_on_which_something_was_learnt(
    tmp_path: Path, as_of: str, last: str | None
):
    """A mark of 2024-10-20 was entered on 2024-11-05; an outcome is no absence and no mark."""
    records = loaded(
        tmp_path,
        attendance("p1,2024-10-02,1")
        | {"grades.csv": "pupil_id,date,mark,scale,known_on\np1,2024-10-20,7,1-10,2024-11-05\n"}
        | {"outcomes.csv": "pupil_id,date,outcome\np1,2024-12-20,transferred\n"},
    )
    assert records.last_day_before(dt.date.fromisoformat(as_of)) == (dt.date.fromisoformat(last) if last else None)


def test_all_problems_are_raised_together_file_by_file_and_row_by_row(
    tmp_path: Path,
):
    with pytest.raises(RecordsError) as caught:
        loaded(
            tmp_path, {"prezent.toml": "x = 1"} | attendance("p9,x,1") | grades("p1,2024-10-02,11,1-10") | {"a.csv": ""}
        )
    assert [problem.code for problem in caught.value.problems] == [
        "config_key", "unknown_file", "not_a_date", "unknown_pupil", "mark_past_the_best",
    ]  # fmt: skip
    assert str(caught.value).splitlines() == [problem.sentence("en") for problem in caught.value.problems]


def test_no_folder_is_a_wrong_command(tmp_path: Path):
    with pytest.raises(UsageError, match="is not a folder; name the folder that holds the record files"):
        load_records(tmp_path / "nowhere", today=TODAY)


def test_rows_that_came_without_files_are_checked_as_files_are():
    rows = {
        "enrolments": [{"pupil_id": "p1", "school_id": 1, "school_year": "2024-2025", "enrolled_on": "2024-09-09"}],
        "family": [{"pupil_id": "p1", "valid_from": "2024-09-09", "home_internet": True, "household_size": 3}],
    }
    records = records_from_rows(rows, Declarations(), [], today=TODAY)
    assert records["family"][["home_internet", "household_size"]].to_numpy().tolist() == [[1.0, 3.0]]
    assert records["enrolments"]["school_id"].tolist() == ["1"]
    with pytest.raises(RecordsError) as caught:
        records_from_rows({"grade": [], "family": [{"cnp": "1960101123456"}]}, Declarations(), [], today=TODAY)
    codes = [problem.code for problem in caught.value.problems]
    assert codes[:3] == ["unknown_file", "no_enrolments", "personal_column"]
    assert str(caught.value) == redact(str(caught.value))


@pytest.mark.parametrize("table", [table.name for table in TABLES if table.name != "enrolments"])
def test_a_table_without_rows_has_no_headings_and_nothing_to_mend(table: str):
    enrolment = {"pupil_id": "p1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
    records = records_from_rows({"enrolments": [enrolment], table: []}, Declarations(), [], today=TODAY)
    assert records[table].empty
    assert table in records.given
