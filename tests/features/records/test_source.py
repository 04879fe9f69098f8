"""A folder as a source of records: its partitions are sources too, and its watermark tells of every change."""

import datetime as dt
import os
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from features.errors import UsageError
from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.records import load_records
from features.records.source import RecordFolder, RecordSource
from features.schema.problems import Problem, RecordsError
from features.schema.tables import Table
from tests.support.records.record_files import GOOD, Files, write_folder

TODAY = dt.date(2025, 2, 3)
ENROLLED = "pupil_id,school_id,school_year,enrolled_on\n"
COUNTIES: Files = dict.fromkeys(GOOD) | {
    "county=MM/enrolments.csv": f"{ENROLLED}p3,S3,2024-2025,2024-09-09\n",
    "county=CJ/enrolments.csv": f"{ENROLLED}p1,S1,2024-2025,2024-09-09\n",
    "prezent.toml": "",
}


class OneTable:
    """A source that is no folder, of enrolments alone."""

    name = "one table"

    def __init__(self, *rows: str) -> None:
        self.rows = rows

    def declarations(self) -> tuple[Declarations, list[Problem]]:
        return Declarations(), []

    def tables(self, tables: Sequence[Table]) -> Iterator[ReadTable]:
        enrolments = next(each for each in tables if each.name == "enrolments")
        cells = pd.DataFrame([row.split(",") for row in self.rows], columns=ENROLLED.strip().split(","))
        yield RawTable(enrolments, "enrolments", cells), []

    def partitions(self) -> tuple[RecordSource, ...]:
        return (self,)

    def watermark(self) -> str:
        return str(self.rows)

    def size(self) -> int:
        return len(self.rows)


def test_records_are_read_from_whatever_gives_their_tables():
    assert load_records(OneTable("p1,S1,2024-2025,2024-09-09"), today=TODAY)["enrolments"]["pupil_id"].tolist() == [
        "p1"
    ]
    with pytest.raises(RecordsError, match="enrolments, row 2, column enrolled_on: found 'x'"):
        load_records(OneTable("p1,S1,2024-2025,x"), today=TODAY)


def test_a_folder_may_be_given_as_a_text(tmp_path: Path):
    folder = write_folder(tmp_path, GOOD)
    for source in (folder, str(folder), RecordFolder(folder)):
        assert len(load_records(source, today=TODAY)["enrolments"]) == 2


def test_a_folder_that_is_not_there_is_refused_in_both_languages(tmp_path: Path):
    source = RecordFolder(tmp_path / "nowhere")
    for ask in (source.declarations, source.partitions, source.watermark, source.size):
        with pytest.raises(UsageError) as refused:
            ask()
        assert "is not a folder; name" in refused.value.message.en
        assert "nu este un dosar; indicați" in refused.value.message.ro


def test_the_partitions_of_a_folder_are_its_counties_and_of_a_county_itself(tmp_path: Path):
    whole = RecordFolder(write_folder(tmp_path, COUNTIES))
    assert [part.name for part in whole.partitions()] == ["CJ", "MM"]
    county = RecordFolder(tmp_path / "county=MM")
    assert county.partitions() == (county,)
    assert pickle.loads(pickle.dumps(county)) == county


def test_files_that_are_not_read_change_no_watermark(tmp_path: Path):
    source = RecordFolder(write_folder(tmp_path, COUNTIES))
    before = source.watermark()
    (tmp_path / "county=MM" / "notes.txt").write_text("x")
    assert source.watermark() == before


def test_any_change_of_a_file_is_seen_in_the_watermark_of_its_partition_and_of_the_whole(tmp_path: Path):
    whole = RecordFolder(write_folder(tmp_path, COUNTIES))
    cluj, maramures = whole.partitions()
    seen = [(source.watermark(), whole.watermark()) for source in [maramures] * 2]
    assert seen[0] == seen[1]
    os.utime(tmp_path / "county=MM" / "enrolments.csv", ns=(1, 1))
    seen.append((maramures.watermark(), whole.watermark()))
    (tmp_path / "county=MM" / "GRADES.CSV").write_text("pupil_id,date,mark,scale\n")
    seen.append((maramures.watermark(), whole.watermark()))
    apart = cluj.watermark()
    (tmp_path / "prezent.toml").write_text('[scales."0-4"]\nlowest = 0\npass = 1\nhighest = 4\n')
    seen.append((maramures.watermark(), whole.watermark()))
    assert [len(set(watermarks)) for watermarks in zip(*seen, strict=True)] == [4, 4]
    assert cluj.watermark() != apart, "what is declared beside all counties holds for each"


def test_the_size_is_that_of_tables_and_declarations(tmp_path: Path):
    source = RecordFolder(write_folder(tmp_path, COUNTIES | {"county=MM/notes.txt": "x"}))
    assert source.size() == sum(len(text) for text in COUNTIES.values() if text)
