"""Rows whose files give no day: what is said again keeps the day on which it was first said."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from features.records.imported_records import ImportedRecords

_ENROLMENT = ("pupil_id", "school_id", "school_year")
_SAME = {  # the day of a table, and which row is the same as one that an earlier import gave a day, nearest first
    "enrolments": ("enrolled_on", "min", ((*_ENROLMENT, "class_label"), _ENROLMENT)),
    "family": ("valid_from", "max", (("pupil_id",),)),
    "outcomes": ("date", "min", (("pupil_id", "outcome"),)),
}
_WHEN = ("date", "known_on", "retracted_on")
_SEPTEMBER = 9


def with_first_days(
    imported: ImportedRecords, there: Callable[[str], pd.DataFrame], *, day: dt.date
) -> ImportedRecords:
    """Return the import of a day with the rows that have none of their own on that of an equal one that stands there.

    Of labels only what the import is the whole of is looked at: that of another school year is another one.
    """
    dated = {name: _dated(imported, name, there(name)) for name in imported.dated_today & set(imported.tables)}
    if imported.enrolled_by:
        dated["enrolments"] = _enrolled(imported, _standing(there("enrolments")))
    for name in imported.undated.keys() & imported.tables.keys():
        stands = _standing(there(name))
        until = stands[stands[_SAME[name][0]] <= pd.Timestamp(day)] if len(stands) else stands
        dated[name] = _as_told(name, imported.tables[name], imported.undated[name], until)
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


def _standing(there: pd.DataFrame) -> pd.DataFrame:
    return there[there["retracted_on"].isna()] if "retracted_on" in there else there


def _enrolled(imported: ImportedRecords, there: pd.DataFrame) -> pd.DataFrame:
    """Return the enrolments with the first known day of those of whom the files do not say it."""
    frame = imported.tables["enrolments"]
    known = _known_days(frame, there, _ENROLMENT, day="enrolled_on", which="min")
    days = pd.to_datetime(frame["enrolled_on"])
    earlier = frame["pupil_id"].isin(imported.enrolled_by) & (known < days)
    return frame.assign(enrolled_on=days.mask(earlier, known))


def _as_told(table: str, frame: pd.DataFrame, children: Collection[str], there: pd.DataFrame) -> pd.DataFrame:
    """Return rows that have a day of their school year because the files say none on the day that was told of the same.

    Of two rows of a child nobody can say which it is.
    """
    day, which, same = _SAME[table]
    days = pd.to_datetime(frame[day])
    is_alone = frame["pupil_id"].isin(children) & ~frame.duplicated([*same[-1]], keep=False)
    there = there[_school_year(pd.to_datetime(there[day])).isin(_school_year(days))] if len(there) else there
    for of in reversed(same):
        known = _known_days(frame, there, of, day=day, which=which)
        days = days.mask(is_alone & (_school_year(known) == _school_year(days)), known)
    return frame.assign(**{day: days})


def _school_year(days: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the year in which the school year of each day began."""
    begun: pd.Series[Any] = days.dt.year - (days.dt.month < _SEPTEMBER)
    return begun


def _known_days(
    frame: pd.DataFrame, there: pd.DataFrame, of: Sequence[str], *, day: str, which: str
) -> "pd.Series[Any]":
    """Return the first or last day ("min", "max") of the same rows that are there; none of a row that is not."""
    if there.empty or not {*of} <= {*map(str, frame)} & {*map(str, there)}:
        return pd.Series(pd.NaT, frame.index, dtype="datetime64[s]")
    keys = there.assign(**{name: there[name].astype(object) for name in of})
    known = keys.groupby([*of])[day].agg(which).rename("known").reset_index()
    found = frame[[*of]].astype(object).merge(known, on=[*of], how="left")["known"]
    return pd.Series(pd.to_datetime(found).to_numpy(), frame.index)
