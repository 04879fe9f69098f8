"""Records as they would have been on a past day, had nothing been written since."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from features.as_of import known_before
from features.days import day_of, to_days
from features.records.records import Records

_HIDDEN = {"excused_on": ("excused_on",), "left_known_on": ("left_on", "left_known_on")}


def records_before(records: Records, as_of: dt.date) -> Records:
    """Return the records without anything that was known on a day or later.

    What a model sees at that day must be the same from these as from all records: that is how a feature which looks
    ahead is found. Schools and terms are known beforehand.
    """
    tables = {}
    for name, table in records.tables.items():
        learnt = "enrolled_on" if name == "enrolments" else "known_on"
        if learnt in table:
            table = table[known_before(to_days(table[learnt]), day_of(as_of))]
        for told, columns in _HIDDEN.items():
            if told in table:
                later = ~known_before(to_days(table[told]), day_of(as_of))
                table = table.assign(**{column: table[column].mask(later) for column in columns})
        tables[name] = table.reset_index(drop=True)
    return replace(records, tables=tables)


def records_of_schools(records: Records, school_ids: Collection[str]) -> Records:
    """Return the records of all pupils who were ever enrolled in some schools, also those from elsewhere."""
    enrolments = records["enrolments"]
    pupils = enrolments["pupil_id"][np.isin(enrolments["school_id"].to_numpy(object), list(school_ids))].unique()
    tables = {
        name: table[table["pupil_id"].isin(pupils)].reset_index(drop=True) if "pupil_id" in table else table
        for name, table in records.tables.items()
    }
    return replace(records, tables=tables)
