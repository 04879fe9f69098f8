"""What a store knows beside the tables of an import: children, schools and terms that other imports brought."""

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.records.records import tables_with
from features.schema.columns import Table
from features.store.batches import in_order, read_batches
from features.store.database.rows import OF_BATCH, read_rows
from features.store.database.tables import row_table
from features.store.enrolment_at import Enrolled
from features.store.images import MANY, Selection
from features.store.standing_rows import StandingRows
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
    """Return the enrolments of some children that stand in a store; of one of whom none stands, those taken back."""
    if stored is None or not pupils:
        return _nothing(table)
    columns, some = row_table(table.name).c, sorted(pupils)
    schools = set[str]()
    for start in range(0, len(some), MANY):
        query = select(columns.of_school).where(columns.pupil_id.in_(some[start : start + MANY])).distinct()
        schools.update(stored.execute(query).scalars())
    if not schools:
        return _nothing(table)
    rows = StandingRows(stored, {table.name: table}, schools).frame(table.name, Selection(schools, set(some)))
    stands = rows["retracted_on"].isna() if "retracted_on" in rows else pd.Series(data=True, index=rows.index)
    return rows[stands | ~rows["pupil_id"].isin(rows.loc[stands, "pupil_id"])].reset_index(drop=True)


def ever_told(stored: Connection | None, table: Table, children: Collection[Enrolled]) -> pd.DataFrame:
    """Return each enrolment of some children, each in a school, that an import says, whatever was taken back, once."""
    if stored is None or not children:
        return _nothing(table)
    batches = in_order(read_batches(stored))
    given = {name for batch in batches for name in batch.columns.get(table.name, ())}
    schools, pupils = ({each[place] for each in children} for place in (0, 1))
    own, theirs = row_table(table.name).c, Selection(schools, pupils)
    where = [*theirs.named(own.of_school, theirs.schools), *theirs.named(own.pupil_id, theirs.pupils)]
    rows = read_rows(stored, table, given=given, narrow=lambda query: query.where(*where))
    meant = np.array([each in children for each in zip(rows["school_id"], rows["pupil_id"], strict=True)], np.bool_)
    rows = rows[rows[OF_BATCH].isin([batch.number for batch in batches]) & meant]
    said = [name for name in given if name not in ("known_on", "retracted_on", "left_known_on")]
    return rows.drop_duplicates(said)[[*(column.name for column in table.columns if column.name in given)]]


def _rows(stored: Connection | None, table: Table) -> pd.DataFrame:
    """Return schools or terms as they were said last."""
    if stored is None:
        return _nothing(table)
    standing = StandingRows(stored, {table.name: table})
    return standing.frame(table.name) if standing.columns(table.name) else _nothing(table)


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
