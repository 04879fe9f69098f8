"""One hash over everything that was known before a date."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from features.arrays import Hashes
from features.as_of import rows_before
from features.days import NEVER, day_of, to_days
from features.records.records import Records, tables_with
from features.schema.tables import Column, Table

_ROWS_AT_ONCE = 2_000_000


def data_fingerprint(records: Records, as_of: dt.date) -> str:
    """Return the SHA-256 of the canonical rows known before a date, whatever they were read from and in which order.

    What an enrolment or an absence did not tell yet (a leaving, an excuse) counts as missing.
    """
    return fingerprint_of(table_hashes(records, as_of))


def table_hashes(records: Records, as_of: dt.date) -> Iterator[tuple[str, Hashes]]:
    """Yield the name of each table and a hash of each of its rows known before a date, one table after the other."""
    for table in tables_with(records.declared):
        yield table.name, _hashes(records[table.name], table, day_of(as_of))


def fingerprint_of(tables: Iterable[tuple[str, Hashes]]) -> str:
    """Return the fingerprint of tables of which the hashes of the rows are given, those of all parts together."""
    digest = hashlib.sha256()
    for name, rows in tables:
        if len(rows):
            digest.update(name.encode() + np.sort(rows).astype("<u8").tobytes())
    return digest.hexdigest()


def _hashes(frame: pd.DataFrame, table: Table, as_of: int) -> Hashes:
    """Return a hash of each known row, made of some rows at a time so that copies of them take little memory."""
    hashes: list[Hashes] = [np.empty(0, np.uint64)]
    for start in range(0, len(frame), _ROWS_AT_ONCE):
        known = rows_before(frame.iloc[start : start + _ROWS_AT_ONCE], as_of)
        columns = dict(_canonical_columns(known, [column for column in table.columns if not column.added]))
        hashes.append(_row_hashes(pd.DataFrame(columns, copy=False)) + _added_hashes(known, table))
    return np.concatenate(hashes)


def _added_hashes(frame: pd.DataFrame, table: Table) -> Hashes:
    """Return what the columns that came to the vocabulary later add to each row's hash; 0 where they are empty.

    A day that says no more than the one it is not before is as good as empty.
    """
    total = np.zeros(len(frame), np.uint64)
    for column in table.columns:
        if column.added and (present := _says_something(frame, column)).any():
            columns = dict(_canonical_columns(frame[present], [column]))
            total[present.to_numpy()] += _row_hashes(pd.DataFrame({"column": column.name, **columns}, copy=False))
    return total


def _says_something(frame: pd.DataFrame, column: Column) -> "pd.Series[bool]":
    if column.not_before:
        return frame[column.name] > frame[column.not_before]
    return frame[column.name].notna()


def _row_hashes(frame: pd.DataFrame) -> Hashes:
    return np.asarray(pd.util.hash_pandas_object(frame, index=False), np.uint64)


def _canonical_columns(frame: pd.DataFrame, columns: Iterable[Column]) -> "Iterator[tuple[str, pd.Series]]":
    for column in columns:
        values = frame[column.name]
        if column.kind == "date":
            yield column.name, pd.Series(to_days(values), index=frame.index)
        elif column.dtype == "float64":
            yield column.name, values.fillna(float(NEVER))
        elif isinstance(values.dtype, pd.CategoricalDtype):
            # A hash of its text each, as below, but only of the distinct ones.
            yield column.name, values.cat.add_categories("").fillna("") if values.hasnans else values
        else:
            yield column.name, values.astype(object).where(values.notna(), "")
