"""Rows whose files give no day: what is said again keeps the day on which it was first said."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from features.records.imported_records import ImportedRecords

_WHEN = ("date", "known_on", "retracted_on")


def with_first_days(imported: ImportedRecords, there: Callable[[str], pd.DataFrame]) -> ImportedRecords:
    """Return an import with the rows that have its own day on the day of an equal one that is there and stands.

    Only what the import is the whole of is looked at: the label of another school year is another one.
    """
    dated = {name: _dated(imported, name, there(name)) for name in imported.dated_today & set(imported.tables)}
    return replace(imported, tables={**imported.tables, **dated}) if dated else imported


def _dated(imported: ImportedRecords, table: str, there: pd.DataFrame) -> pd.DataFrame:
    frame = imported.tables[table]
    begins = [each.first_day for each in imported.coverage if table in each.tables]
    said = [str(name) for name in frame if name not in _WHEN]
    if there.empty or not begins or not {*said} <= {*map(str, there)}:
        return frame
    stands = there["retracted_on"].isna() if "retracted_on" in there else pd.Series(data=True, index=there.index)
    earlier = there[stands & (there["date"] >= pd.Timestamp(min(begins)))]
    days = earlier.assign(**{name: earlier[name].astype(object) for name in said}).groupby(said)["date"].min()
    first = frame[said].merge(days.rename("first").reset_index(), on=said, how="left")["first"]
    return frame.assign(date=pd.Series(first.to_numpy(), frame.index).fillna(frame["date"]))
