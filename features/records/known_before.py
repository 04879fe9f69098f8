"""Records as they would have been on a past day, had nothing been written since."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from features.as_of import rows_before
from features.days import day_of
from features.records.records import Records


def records_before(records: Records, as_of: dt.date) -> Records:
    """Return the records without anything that was known on a day or later.

    What a model sees at that day must be the same from these as from all records: that is how a feature which looks
    ahead is found. Schools and terms are known beforehand.
    """
    day = day_of(as_of)
    tables = {name: rows_before(table, day).reset_index(drop=True) for name, table in records.tables.items()}
    return replace(records, tables=tables, files={})


def records_of_schools(records: Records, school_ids: Collection[str]) -> Records:
    """Return the records of all pupils who were ever enrolled in some schools, also those from elsewhere."""
    enrolments = records["enrolments"]
    pupils = enrolments["pupil_id"][np.isin(enrolments["school_id"].to_numpy(object), list(school_ids))].unique()
    tables = {
        name: table[table["pupil_id"].isin(pupils)].reset_index(drop=True) if "pupil_id" in table else table
        for name, table in records.tables.items()
    }
    return replace(records, tables=tables, files={})
