"""What a store knows beside the tables of an import: children, schools and terms that other imports brought."""

import datetime as dt
from collections.abc import Collection, Sequence

import pandas as pd
from sqlalchemy import Connection

from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.records.records import tables_with
from features.schema.columns import Table
from features.store.batches import in_order, read_batches
from features.store.database.rows import OF_BATCH, OF_SCHOOL, read_rows
from features.store.database.tables import row_table
from features.store.images import MANY
from features.validation.checked_table import CheckedTable
from features.validation.row_rules import check_table


def known_beside(
    stored: Connection | None, tables: Sequence[CheckedTable], declared: Declarations, *, today: dt.date
) -> list[CheckedTable]:
    """Return, as checked tables, the enrolments, schools and terms of a store that an import speaks of, not has.

    Where children are spoken of and nobody knows any, the enrolments are empty.
    """
    schema = {table.name: table for table in tables_with(declared)}
    enrolled, pupils = _ids(tables, "pupil_id", of="enrolments"), _ids(tables, "pupil_id")
    found = [
        (schema["enrolments"], enrolments_of(stored, schema["enrolments"], pupils - enrolled), bool(pupils)),
        (schema["terms"], _rows(stored, schema["terms"]), False),
    ]
    if _has(tables, "schools"):
        schools = _rows(stored, schema["schools"])
        missing = _ids(tables, "school_id") - _ids(tables, "school_id", of="schools")
        found.append((schema["schools"], schools[schools["school_id"].isin(missing)], False))
    return [
        check_table(RawTable(table, table.name, rows), declared, today=today)[0]
        for table, rows, needed in found
        if len(rows) or (needed and not _has(tables, table.name))
    ]


def enrolments_of(stored: Connection | None, table: Table, pupils: Collection[str]) -> pd.DataFrame:
    """Return the enrolments that a store holds of some children, of every import that stands."""
    column = row_table(table.name).c.pupil_id
    some = sorted(pupils)
    parts = [_rows(stored, table, where=column.in_(some[start : start + MANY])) for start in range(0, len(some), MANY)]
    return pd.concat(parts, ignore_index=True) if parts else _nothing(table)


def _rows(stored: Connection | None, table: Table, *, where: object = None) -> pd.DataFrame:
    if stored is None:
        return _nothing(table)
    names = [column.name for column in table.columns]
    standing = [batch.number for batch in in_order(read_batches(stored))]
    rows = read_rows(stored, table, given=names, narrow=lambda query: query if where is None else query.where(where))
    rows = rows[rows[OF_BATCH].isin(standing)].drop(columns=[OF_BATCH, OF_SCHOOL])
    return rows.drop_duplicates(list(table.key), keep="last").reset_index(drop=True)


def _nothing(table: Table) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series([], dtype=column.dtype) for column in table.columns})


def _has(tables: Sequence[CheckedTable], name: str) -> bool:
    return any(checked.table.name == name for checked in tables)


def _ids(tables: Sequence[CheckedTable], column: str, *, of: str = "") -> set[str]:
    """Return the ids that tables, or one of them, name."""
    return {
        text
        for checked in tables
        if checked.has(column) and of in ("", checked.table.name)
        for text in checked.distinct[column].tolist()
        if text is not None
    }
