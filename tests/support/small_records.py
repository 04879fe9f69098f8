"""How does a test write down records it can count by hand?

Tables are texts with a header and about five rows, ``-`` for an empty cell:

    attendance='''
        pupil_id date       hours excused_on
        P1       2025-01-20 3     2025-02-05
    '''

They go the whole public way: read as text, checked, put together. Where no enrolments are given, every pupil that is
mentioned is in class 5A of school S1 from 2024-09-01 on.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from features.days import day_of
from features.point_in_time.record_index import RecordIndex, index_records
from features.point_in_time.snapshot import Snapshot
from features.reading.declarations import Declarations, parse_declarations
from features.reading.folder import RawTable
from features.records.records import Records, checked_records, tables_with
from features.schema.tables import Column
from features.table.feature_table import FeatureTable, build_features, feature_catalogue, feature_values

Row = Mapping[str, object]
Rows = Sequence[Row]
Tables = Mapping[str, Rows]

TODAY = dt.date(2030, 1, 1)
ENROLMENT = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01", "class_label": "5A"}


def rows(text: str) -> list[dict[str, str]]:
    """Read a table written in a test."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    return [{name: "" if cell == "-" else cell for name, cell in zip(header, line, strict=True)} for line in lines]


def declarations(content: Mapping[str, object]) -> Declarations:
    """Declare further situation columns or scales as ``prezent.toml`` would."""
    declared, problems = parse_declarations(content)
    assert problems == []
    return declared


def records_of(tables: Tables, declared: Declarations | None = None) -> Records:
    """Check rows and put them together, as a record folder with these files would be."""
    declared = declared or Declarations()
    schema = {table.name: table for table in tables_with(declared)}
    raw = (RawTable(schema[name], f"{name}.csv", _frame(table, schema[name].columns)) for name, table in tables.items())
    return checked_records(((each, []) for each in raw), declared, [], today=TODAY)


def index_of(declared: Declarations | None = None, **tables: str | Rows) -> RecordIndex:
    """Sort the records of tables written in a test."""
    given = {name: rows(table) if isinstance(table, str) else table for name, table in tables.items()}
    if "enrolments" not in given:
        pupils = sorted({str(row["pupil_id"]) for table in given.values() for row in table if "pupil_id" in row})
        given["enrolments"] = [{"pupil_id": pupil, **ENROLMENT} for pupil in pupils]
    return index_records(records_of(given, declared))


def snapshot_at(as_of: str, declared: Declarations | None = None, **tables: str | Rows) -> Snapshot:
    """Return what was known at a date."""
    return Snapshot(index_of(declared, **tables), day_of(dt.date.fromisoformat(as_of)))


def table_at(as_of: str, declared: Declarations | None = None, **tables: str | Rows) -> FeatureTable:
    """Build the feature table at a date."""
    return build_features(index_of(declared, **tables), dt.date.fromisoformat(as_of))


def values_at(
    feature: str, as_of: str, declared: Declarations | None = None, **tables: str | Rows
) -> dict[str, float | None]:
    """Return one feature of each child at a date; None where it is missing."""
    snapshot = snapshot_at(as_of, declared, **tables)
    found = next(each for each in feature_catalogue(declared or Declarations()) if each.spec.name == feature)
    return _none_where_missing(snapshot.cohort, feature_values(snapshot, [found])[feature])


def by_pupil(table: FeatureTable, column: str) -> dict[str, float | None]:
    """Return one column of the features, or of the rules, of each child; None where it is missing."""
    return _none_where_missing(table.pupils, table.values[column] if column in table.values else table.rules[column])


def _none_where_missing(pupils: pd.DataFrame, values: Iterable[float]) -> dict[str, float | None]:
    pairs = zip(pupils["pupil_id"], values, strict=True)
    return {pupil: None if math.isnan(value) else float(value) for pupil, value in pairs}


def _frame(table: Rows, columns: Sequence[Column]) -> pd.DataFrame:
    names = [column.name for column in columns if not table or any(column.name in row for row in table)]
    assert all(set(row) <= set(names) for row in table), f"columns of {table[0]} are not those of the schema"
    return pd.DataFrame(
        {name: ["" if row.get(name) is None else str(row[name]) for row in table] for name in names}, dtype="str"
    )
