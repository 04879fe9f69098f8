"""One table of records written in five ways, as a test of warnings asks for them."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from features.reading.declarations import Declarations
from features.records.records import Records, load_records
from tests.support.records.warned import warned
from tests.support.small_records import TODAY, records_of, rows

Written = Mapping[str, str]  # tables, as in tests.support.small_records
Table = Sequence[Mapping[str, str]]
Tables = dict[str, Table]
Input = tuple[Written, Sequence[int]]  # and the rows that are odd, as a spreadsheet counts them

YEARS_AGO = 28  # after so many years the days of the week are the same
ENROLMENT = {"school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08"}

_OTHERS = 12
_ROMANIAN = {
    "pupil_id": "Elev", "school_id": "Cod școală", "school_year": "An școlar", "enrolled_on": "Data înscrierii",
    "left_on": "Plecat la", "date": "Data", "hours": "Nr. ore", "from_date": "De la", "excused_on": "Motivată la",
    "mark": "Nota", "scale": "Scara", "subject": "Materia", "birth_year": "An naștere", "outcome": "Situația",
}  # fmt: skip
_DAYS = ("date", "enrolled_on", "left_on", "from_date", "excused_on", "known_on", "valid_from", "starts_on", "ends_on")
_NUMBERS = ("hours", "grade_level", "birth_year", "household_size")


def tables_of(written: Written) -> Tables:
    """Read the tables; children without an enrolment get one in S1, and a child of S9 shows the order of dates."""
    tables: Tables = {name: [_with_scale(row) for row in rows(text)] for name, text in written.items()}
    pupils = sorted({row["pupil_id"] for table in tables.values() for row in table if "pupil_id" in row})
    tables.setdefault("enrolments", [{"pupil_id": pupil, **ENROLMENT} for pupil in pupils])
    first = dict.fromkeys(tables["enrolments"][0], "")
    last = {**first, **ENROLMENT, "pupil_id": "zz", "school_id": "S9", "enrolled_on": "2025-09-15"}
    return {**tables, "enrolments": [*tables["enrolments"], last]}


def as_rows(tables: Tables, _folder: Path, declared: Declarations | None) -> Records:
    return records_of(tables, declared)


def in_parquet(tables: Tables, folder: Path, _declared: Declarations | None) -> Records:
    """Dates and numbers with their types."""
    for name, table in tables.items():
        frame = pd.DataFrame([{column: cell or None for column, cell in row.items()} for row in table])
        for column in frame.columns.intersection(_DAYS):
            frame[column] = pd.to_datetime(frame[column])
        for column in frame.columns.intersection(_NUMBERS):
            frame[column] = frame[column].astype("float64")
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return load_records(folder, today=TODAY)


def from_excel(tables: Tables, folder: Path, _declared: Declarations | None) -> Records:
    """Semicolons, days first, decimal commas, Romanian headings."""
    for name, table in tables.items():
        header = ";".join(_ROMANIAN.get(column, column) for column in table[0])
        lines = [";".join(_of_excel(column, cell) for column, cell in row.items()) for row in table]
        (folder / f"{name}.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8-sig")
    return load_records(folder, today=TODAY)


def years_ago(tables: Tables, _folder: Path, declared: Declarations | None) -> Records:
    moved = {
        name: [{column: _years_ago(column, cell) for column, cell in row.items()} for row in table]
        for name, table in tables.items()
    }
    return records_of(moved, declared)


def after_others(tables: Tables, _folder: Path, declared: Declarations | None) -> Records:
    """Below the rows of twelve ordinary children of another school."""
    some: Mapping[str, Mapping[str, str]] = {
        "enrolments": {**ENROLMENT, "school_id": "S9"},
        "attendance": {"date": "2025-10-07", "hours": "1"},
        "grades": {"date": "2025-10-07", "mark": "7", "scale": "1-10"},
    }
    more = {
        name: [{**dict.fromkeys(table[0], ""), **some[name], "pupil_id": f"z{number}"} for number in range(_OTHERS)]
        if name in some else []
        for name, table in tables.items()
    }  # fmt: skip
    return records_of({name: [*more[name], *table] for name, table in tables.items()}, declared)


WAYS: Mapping[str, Callable[[Tables, Path, Declarations | None], Records]] = {
    "as rows": as_rows, "in Parquet": in_parquet, "from Excel": from_excel, "years ago": years_ago,
    "after others": after_others,
}  # fmt: skip


def odd_rows(code: str, written: Written, way: str, folder: Path, declared: Declarations | None = None) -> list[int]:
    """Return the rows of a kind of warning, counted without the ordinary ones above them; none without a warning."""
    folder.mkdir(parents=True)
    tables = tables_of(written)
    if declared is not None:
        assert way in ("as rows", "years ago", "after others")
    if "schools" in tables:
        tables["schools"] = [*tables["schools"], {**dict.fromkeys(tables["schools"][0], ""), "school_id": "S9"}]
    found = warned(WAYS[way](tables, folder, declared)).get(code)
    if found is None:
        return []
    above = _OTHERS if way == "after others" and found.table in ("enrolments", "attendance", "grades") else 0
    positions = found.positions
    if code == "twin_rows":  # which are no more among the rows, and have their numbers only
        positions = np.concatenate([file.numbers for file in found.files if file.numbers is not None]) - 2
    return (positions + 2 - above).tolist()


def _with_scale(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row with the space that names of scales have, and cells of a test's table have not."""
    return {**row, "scale": row["scale"].replace("_", " ")} if "scale" in row else row


def _of_excel(column: str, cell: str) -> str:
    if column in _DAYS and cell:
        return f"{dt.date.fromisoformat(cell):%d.%m.%Y}"
    return cell.replace(".", ",") if column in ("hours", "mark") else cell


def _years_ago(column: str, cell: str) -> str:
    if column not in (*_DAYS, "school_year", "birth_year"):
        return cell
    return re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) - YEARS_AGO), cell)
