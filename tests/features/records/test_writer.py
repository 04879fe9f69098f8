"""A record folder is written whole or not at all."""

import datetime as dt
import os
import stat
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.errors import UsageError
from features.records.records import load_records
from features.records.writer import refuse_full_folder, write_records

ENROLMENTS = pd.DataFrame(
    {
        "pupil_id": ["p1", "p2"],
        "school_id": ["S1", "S1"],
        "school_year": ["2024-2025", "2024-2025"],
        "enrolled_on": pd.to_datetime(["2024-09-09", "2024-09-10"]),
        "left_on": pd.to_datetime([None, None]),
        "class_label": ['5 "A", mate', None],
    }
)
ATTENDANCE = pd.DataFrame({"pupil_id": [], "date": [], "hours": []})
TABLES = {"enrolments": ENROLMENTS, "attendance": ATTENDANCE}


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_what_is_written_is_read_back(tmp_path: Path, file_format: Any):
    toml = '[situation.siblings]\ntype = "whole"\nen = "siblings"\nro = "frați"\n'
    write_records(tmp_path / "a" / "records", TABLES, config=toml, file_format=file_format)
    folder = tmp_path / "a" / "records"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"attendance.{file_format}", f"enrolments.{file_format}", "prezent.toml",
    ]  # fmt: skip
    records = load_records(folder, today=dt.date(2025, 2, 3))
    assert records["enrolments"]["class_label"].tolist() == ['5 "A", mate', None]
    assert records["enrolments"]["enrolled_on"].tolist() == ENROLMENTS["enrolled_on"].tolist()
    assert records.given == {"enrolments", "attendance"}


def test_csv_has_plain_dates_unix_line_ends_no_empty_columns_and_a_header_without_rows(tmp_path: Path):
    write_records(tmp_path / "records", TABLES)
    assert (tmp_path / "records" / "enrolments.csv").read_bytes().decode() == (
        "pupil_id,school_id,school_year,enrolled_on,class_label\n"
        'p1,S1,2024-2025,2024-09-09,"5 ""A"", mate"\n'
        "p2,S1,2024-2025,2024-09-10,\n"
    )
    assert (tmp_path / "records" / "attendance.csv").read_bytes() == b"pupil_id,date,hours\n"
    assert not (tmp_path / "records" / "prezent.toml").exists()


@pytest.mark.parametrize("there_before", [False, True])
def test_a_failure_leaves_nothing(tmp_path: Path, there_before: bool):
    out = tmp_path / "records"
    if there_before:
        out.mkdir()
    broken: Any = {"enrolments": ENROLMENTS, "attendance": None}
    with pytest.raises((AttributeError, TypeError)):
        write_records(out, broken)
    assert [path for path in tmp_path.rglob("*") if path != out] == []
    assert out.exists() == there_before


def test_an_empty_folder_is_taken_and_only_its_owner_can_read_the_result(tmp_path: Path):
    (tmp_path / "records").mkdir()
    write_records(tmp_path / "records", TABLES)
    assert len(list((tmp_path / "records").iterdir())) == 2
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "records").stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "records").iterdir()} == {0o600}


@pytest.mark.parametrize("holds", ["a file", "a hidden file", "a folder", "being a file itself"])
def test_a_full_folder_is_refused_and_left_as_it_was(tmp_path: Path, holds: str):
    out = tmp_path / "records"
    if holds == "being a file itself":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / ".hidden").mkdir() if holds == "a folder" else (out / ("a" if holds == "a file" else ".a")).write_text(
            ""
        )
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="already holds something; name a new or empty folder for the records"):
        write_records(out, TABLES)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("out", [".", "..", "../.."])
def test_the_folder_we_stand_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="name a new folder for the records"):
        refuse_full_folder(Path(out))
