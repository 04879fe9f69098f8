"""Rows whose files give no day: what is said again keeps the day on which it was first said."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from features.records.imported_records import ImportedRecords

_ENROLMENT = ["pupil_id", "school_id", "school_year"]
_WHEN = ("date", "known_on", "retracted_on")


def with_first_days(imported: ImportedRecords, there: Callable[[str], pd.DataFrame]) -> ImportedRecords:
    """Return an import with the rows that have its own day on the day of an equal one that is there and stands.

    Only what the import is the whole of is looked at: the label of another school year is another one.
    """
    dated = {name: _dated(imported, name, there(name)) for name in imported.dated_today & set(imported.tables)}
    if imported.enrolled_by:
        dated["enrolments"] = _enrolled(imported, there("enrolments"))
    return replace(imported, tables={**imported.tables, **dated}) if dated else imported


def _dated(imported: ImportedRecords, table: str, there: pd.DataFrame) -> pd.DataFrame:
    frame = imported.tables[table]
    begins = [each.first_day for each in imported.coverage if table in each.tables]
    said = [str(name) for name in frame if name not in _WHEN]
    if there.empty or not begins or not {*said} <= {*map(str, there)}:
        return frame
    stands = there["retracted_on"].isna() if "retracted_on" in there else pd.Series(data=True, index=there.index)
    earlier = there[stands & (there["date"] >= pd.Timestamp(min(begins)))]
    days = _cells(earlier, said).assign(first=earlier["date"]).groupby(said)["first"].min().reset_index()
    first = _cells(frame, said).merge(days, on=said, how="left")["first"]
    return frame.assign(date=pd.Series(first.to_numpy(), frame.index).fillna(frame["date"]))


def _cells(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return cells as they are compared: two that are empty are alike."""
    cells = frame[[*names]].astype(object)
    return cells.where(cells.notna(), "")


def _enrolled(imported: ImportedRecords, there: pd.DataFrame) -> pd.DataFrame:
    """Return the enrolments with the first known day of those of whom the files do not say it."""
    frame = imported.tables["enrolments"]
    if there.empty or not {*_ENROLMENT} <= {*map(str, there)}:
        return frame
    stands = there[there["retracted_on"].isna()] if "retracted_on" in there else there
    keys = stands.assign(**{name: stands[name].astype(object) for name in _ENROLMENT})
    first = keys.groupby(_ENROLMENT)["enrolled_on"].min().rename("first").reset_index()
    known = pd.to_datetime(frame[_ENROLMENT].merge(first, on=_ENROLMENT, how="left")["first"]).to_numpy()
    days = pd.to_datetime(frame["enrolled_on"])
    earlier = frame["pupil_id"].isin(imported.enrolled_by).to_numpy(bool) & (known < days.to_numpy())
    return frame.assign(enrolled_on=days.mask(earlier, pd.Series(known, frame.index)))
