"""A table that is too much is refused at once, in one sentence; one that is large is not."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.reading.csv_parquet import read_cells
from features.reading.declarations import Declarations
from features.reading.limits import MOST_COLUMNS, heading_limits
from features.records.records import load_records, records_from_rows
from features.schema.problems import RecordsError

TODAY = dt.date(2026, 1, 1)
ENROLMENTS = "pupil_id,school_id,school_year,enrolled_on\np1,s1,2025-2026,2025-09-08\n"


def sentences_of(folder: Path) -> list[str]:
    with pytest.raises(RecordsError) as wrong:
        load_records(folder, today=TODAY)
    assert all(problem.sentence("ro") != problem.sentence("en") for problem in wrong.value.problems)
    return wrong.value.sentences("en")


def of_rows(rows: dict[str, list[dict[str, Any]]]) -> list[str]:
    with pytest.raises(RecordsError) as wrong:
        records_from_rows(rows, Declarations(), [], today=TODAY)
    return wrong.value.sentences("en")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("columns", [501, 40_000])
def test_a_file_of_too_many_columns_is_one_sentence_at_once(tmp_path: Path, columns: int, separator: str) -> None:
    (tmp_path / "enrolments.csv").write_text(ENROLMENTS)
    header = separator.join(f"invented_{number}" for number in range(columns))
    (tmp_path / "grades.csv").write_text(f"{header}\n{separator.join('1' * columns)}\n")
    begun = time.process_time()
    (said,) = sentences_of(tmp_path)
    assert time.process_time() - begun < 2
    assert said.startswith("grades.csv, row 1: found ")
    assert "columns; expected at most 500 columns with names of usual length" in said


def test_a_parquet_file_of_too_many_columns_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "enrolments.csv").write_text(ENROLMENTS)
    pd.DataFrame({f"c{number}": [1] for number in range(501)}).to_parquet(tmp_path / "grades.parquet")
    (said,) = sentences_of(tmp_path)
    assert said.startswith("grades.parquet, row 1: found 501 columns; expected at most 500")


@pytest.mark.parametrize(
    "rows",
    [
        [{f"invented_{number}": 1 for number in range(5500)}],
        [{f"invented_{number}": 1} for number in range(5500)],
        [{"pupil_id": "p1", f"x{number}": None} for number in range(501)],
        [{"x" * 200_000: 1}],
        [{"n" * 1000 + str(number): 1 for number in range(300)}],
    ],
)
def test_a_request_of_too_many_columns_is_one_sentence_at_once(rows: list[dict[str, Any]]) -> None:
    enrolments = [{"pupil_id": "p1", "school_id": "s1", "school_year": "2025-2026", "enrolled_on": "2025-09-08"}]
    begun = time.process_time()
    (said,) = of_rows({"enrolments": enrolments, "grades": rows})
    assert time.process_time() - begun < 2
    assert "expected at most 500 columns with names of usual length" in said
    assert len(said) < 300


def test_as_many_columns_as_are_allowed_are_told_one_by_one_in_little_time(tmp_path: Path) -> None:
    (tmp_path / "enrolments.csv").write_text(ENROLMENTS)
    header = ",".join(["pupil_id", "date", "hours", *(f"invented_{number}" for number in range(MOST_COLUMNS - 3))])
    (tmp_path / "attendance.csv").write_text(f"{header}\n")
    begun = time.process_time()
    assert len(sentences_of(tmp_path)) == MOST_COLUMNS - 3
    assert time.process_time() - begun < 5


def test_a_name_without_end_is_shortened_in_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "enrolments.csv").write_text(ENROLMENTS.replace("enrolled_on", "enrolled_on," + "x" * 5000))
    assert all(len(sentence) < 600 for sentence in sentences_of(tmp_path))
    assert heading_limits(["x" * 5000], "a") == []


def test_a_small_parquet_file_that_unpacks_to_a_hundred_million_rows_is_not_read(tmp_path: Path) -> None:
    block = pa.table({f"c{column}": np.zeros(1_000_000, dtype=np.int8) for column in range(6)})
    path = tmp_path / "grades.parquet"
    with pq.ParquetWriter(path, block.schema) as writer:
        for _ in range(100):
            writer.write_table(block)
    assert path.stat().st_size < 2_000_000
    begun = time.process_time()
    cells, (problem,) = read_cells(path, "grades.parquet")
    assert time.process_time() - begun < 2
    assert (len(cells.frame), problem.code) == (0, "too_large")
    assert problem.sentence("en").startswith("grades.parquet: found 100000000 rows; expected a table that a machine")


def test_a_file_of_a_hundred_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    with path.open("wb") as file:
        file.write(b"pupil_id,date\n")
        file.truncate(10**11)
    _, (problem,) = read_cells(path, "grades.csv")
    assert problem.code == "too_large"


@pytest.mark.parametrize("content", [b"", b"no parquet", b"PAR1" + b"\0" * 50 + b"PAR1"])
def test_a_damaged_file_is_told_by_whoever_reads_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "grades.parquet").write_bytes(content)
    _, (problem,) = read_cells(tmp_path / "grades.parquet", "grades.parquet")
    assert problem.code == "unreadable"
