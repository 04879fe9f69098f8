"""Records as they would have been on a past day, had nothing been written since."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from features.arrays import Positions
from features.as_of import rows_before
from features.days import NEVER, day_of
from features.records.records import Records
from features.records.row_files import RowFile, rows_by_file


def records_before(records: Records, as_of: dt.date) -> Records:
    """Return the records without anything that was known on a day or later.

    What a model sees at that day must be the same from these as from all records: that is how a feature which looks
    ahead is found. Schools and terms are known beforehand. Rows keep their numbers in their files.
    """
    return replace(_rows_before(records, day_of(as_of)), twins=())


def standing_records(records: Records) -> Records:
    """Return the records without the rows that were taken back; themselves where there are none."""
    tables = [table for table in records.tables.values() if "retracted_on" in table]
    return _rows_before(records, NEVER) if any(table["retracted_on"].notna().any() for table in tables) else records


def _rows_before(records: Records, day: int) -> Records:
    kept = {name: rows_before(table, day) for name, table in records.tables.items()}
    files = {name: _files_of(each, kept[name].index.to_numpy(np.intp)) for name, each in records.files.items()}
    tables = {name: table.reset_index(drop=True) for name, table in kept.items()}
    return replace(records, tables=tables, files=files)


def _files_of(files: Sequence[RowFile], places: Positions) -> tuple[RowFile, ...]:
    """Return the files of a table with those of its rows that are at some places, in their order."""
    return tuple(
        RowFile(each.file, len(mine), np.array(each.rows(mine), dtype=np.int64))
        for each, mine in rows_by_file(files, places)
    )


def records_of_schools(records: Records, school_ids: Collection[str]) -> Records:
    """Return the records of all pupils who were ever enrolled in some schools, also those from elsewhere."""
    enrolments = records["enrolments"]
    pupils = enrolments["pupil_id"][np.isin(enrolments["school_id"].to_numpy(object), list(school_ids))].unique()
    tables = {
        name: table[table["pupil_id"].isin(pupils)].reset_index(drop=True) if "pupil_id" in table else table
        for name, table in records.tables.items()
    }
    return replace(records, tables=tables, files={})
