"""What an import of sheets is the whole of: its classes, subjects and days."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from features.cells.months import Month
from features.importers.spreadsheets.layouts.monthly_totals import OF_A_YEAR
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.tables import YearDays
from features.records.imported_records import Coverage

_EVENTS = ("attendance", "grades", "incidents")
_STRAY = 5  # one in so many rows of a sheet of a month may be of another one
_DAY: Mapping[str, str] = {"family": "valid_from", "enrolments": "enrolled_on"}


def coverage_of(
    readings: Sequence[TableReading], frames: Mapping[str, pd.DataFrame], *, school_id: str, year: YearDays
) -> tuple[Coverage, ...]:
    """Return what each table of the sheets covers: of a sheet of a month the whole month, else the days of all rows."""
    found: dict[Coverage, None] = {}
    listed = {label for each in readings if each.layout == "pupils" for label in _classes(each)}
    for reading in readings:
        told = dict.fromkeys(_table(fact.table, frames) for fact in reading.facts)
        for name in (name for name in told if name in frames):
            if name == "enrolments" and reading.layout != "pupils":
                continue  # who is on a list of marks is not all who are enrolled
            first, last = _days(reading, frames[name], name, year)
            # Events of the whole school: of a class that is listed and has none here, none are left.
            classes = sorted(_classes(reading) | (set() if reading.context.class_label else listed))
            subjects = _subjects(reading, name) if name in _EVENTS else ()
            found[Coverage(school_id, (name,), first, last, tuple(classes) or None, subjects or None)] = None
    return tuple(found)


def _table(name: str, frames: Mapping[str, pd.DataFrame]) -> str:
    """Return the table of a fact; totals of a year are the whole of its absences only where nothing else is there."""
    if name != OF_A_YEAR or "attendance" not in frames:
        return name
    frame = frames["attendance"]
    alone = "from_date" in frame and (frame["from_date"] == frame["from_date"].min()).all()
    return "attendance" if alone and frame["from_date"].min() else name


def _classes(reading: TableReading) -> set[str]:
    return {seen.class_label for seen in reading.pupils.values() if seen.class_label}


def _subjects(reading: TableReading, table: str) -> tuple[str, ...]:
    """Return the subjects of a table, with those whose columns are empty; none where some rows have none."""
    said = {fact.values.get("subject", "") for fact in reading.facts if fact.table == table}
    headed = {each.subject for each in reading.table.headings if each.subject}
    return () if "" in said else tuple(sorted(said | headed))


def _days(reading: TableReading, frame: pd.DataFrame, name: str, year: YearDays) -> tuple[dt.date, dt.date]:
    month = reading.context.month
    days = [each.day for each in reading.table.headings if each.day]
    months = [each.month for each in reading.table.headings if each.month and each.month.year]
    if name in _EVENTS and months:
        return min(months).first_day(), min(max(months).last_day(), max(year.today, min(months).first_day()))
    if name in _EVENTS and month is not None and month.year and _is_of(month, reading, name):
        return month.first_day(), max(min(month.last_day(), year.today), month.first_day())
    if name in _EVENTS and days:
        first, last = min(days), max(days)
        if (first.year, first.month) == (last.year, last.month):
            end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
            return first.replace(day=1), min(end, max(year.today, last))
        return first, last
    if name == "attendance" and any(fact.table == OF_A_YEAR for fact in reading.facts):
        return year.first_day, max(year.end, year.first_day)
    column = frame[_DAY.get(name, "date")]
    told = [dt.date.fromisoformat(text) for text in (column.min(), column.max())]
    return told[0], told[1]


def _is_of(month: Month, reading: TableReading, table: str) -> bool:
    """Tell whether a sheet or file with the name of a month has that month alone: a register goes by it, too."""
    days = [fact.values.get("date", "") for fact in reading.facts if fact.table == table]
    inside = [month.first_day().isoformat() <= day <= month.last_day().isoformat() for day in days]
    return sum(inside) * _STRAY >= len(days) * (_STRAY - 1)
