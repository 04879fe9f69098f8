"""What an import of sheets is the whole of: its classes, subjects and days."""

import calendar
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import pandas as pd

from features.cells.months import Month
from features.importers.spreadsheets.cells.days import month_in
from features.importers.spreadsheets.layouts.facts import Fact
from features.importers.spreadsheets.layouts.list_cells import ABSENCES, MARKS
from features.importers.spreadsheets.layouts.monthly_totals import OF_A_YEAR
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.tables import YearDays
from features.records.imported_records import Coverage, PartialLists

_EVENTS = ("attendance", "grades", "incidents")
_STRAY = 5  # one in so many rows of a sheet of a month may be of another one
_NEARLY_ALL = 0.8  # of the children of a class
_DAY: Mapping[str, str] = {"family": "valid_from", "enrolments": "enrolled_on"}


def coverage_of(
    readings: Sequence[TableReading], frames: Mapping[str, pd.DataFrame], *, school_id: str, year: YearDays
) -> tuple[Coverage, ...]:
    """Return what each table of the sheets covers, by what stands in them; the name of a file decides nothing.

    A sheet of a month covers that month until the day of the export. A register that goes on through the year covers
    the school year until then: what was its first or last entry, too, is taken back when it is no longer in it. Where
    each pupil is a row, the rows of pupils who are not there at all are not covered. Absences among marks only add.
    Totals say nothing of single days, nor those of totals.
    """
    found: dict[Coverage, None] = {}
    listed = {label for each in readings if each.layout == "pupils" for label in _classes(each)}
    for reading in readings:
        told = dict.fromkeys([*(_table(fact.table, frames) for fact in reading.facts), *_empty_lists(reading)])
        for name in (name for name in told if name in frames):
            if name == "enrolments" and reading.layout != "pupils":
                continue  # who is on a list of marks is not all who are enrolled
            if name == "attendance" and _are_among_marks(reading):
                continue  # the list of absences may be another file
            first, last = _days(reading, frames[name], name, year)
            of_totals = _of_totals(reading) if name == "attendance" else [None]
            of_listed = reading.layout != "event_rows"
            # Events of the whole school: of a class that is listed and has none here, none are left.
            classes = sorted(_classes(reading) | (set() if reading.context.class_label else listed))
            for kind in of_totals:
                subjects = _subjects(reading, name, kind) if name in _EVENTS else ()
                each = Coverage(school_id, (name,), first, last, tuple(classes) or None, subjects or None, of_listed)
                found[replace(each, of_totals=kind)] = None
    return tuple(found) or (_of_nobody_else(readings, school_id=school_id, year=year),)


def _of_nobody_else(readings: Sequence[TableReading], *, school_id: str, year: YearDays) -> Coverage:
    """Return what sheets cover that are the whole of no table: saying nothing would say the whole of the school."""
    classes = sorted(label for each in readings for label in _classes(each))
    return Coverage(school_id, ("enrolments",), year.today, year.today, tuple(dict.fromkeys(classes)), None, True)


def with_partial_lists(
    coverage: Sequence[Coverage], *, named: AbstractSet[str], classmates: Mapping[str, Collection[str]]
) -> tuple[tuple[Coverage, ...], PartialLists | None]:
    """Return the coverage, in which lists of events that do not name nearly all of a class only add; and those lists.

    ``named`` are the children of all sheets, ``classmates`` those who are known of each class. A few absences written
    down row by row say nothing of the others.
    """
    met = {label: named & {*pupils} for label, pupils in classmates.items()}
    few = {label for label, pupils in classmates.items() if len(met[label]) < _NEARLY_ALL * len(pupils)}
    kept, partial, labels = [], [], dict[str, None]()
    for each in coverage:
        classes = tuple(sorted(classmates)) if each.classes is None else each.classes
        lacking = tuple(label for label in classes if label in few)
        if each.of_listed or not lacking:
            kept.append(each)
            continue
        labels |= dict.fromkeys(lacking)
        rest = tuple(label for label in classes if label not in few)
        kept += [replace(each, classes=rest)] if rest else []
        kept.append(replace(each, classes=lacking, adds_only=True))
        partial.append(replace(each, classes=lacking))
    if not partial:
        return tuple(kept), None
    counts = (sum(len(of_class[label]) for label in labels) for of_class in (met, classmates))
    return tuple(kept), PartialLists(tuple(partial), tuple(labels), *counts)


def _table(name: str, frames: Mapping[str, pd.DataFrame]) -> str:
    """Return the table of a fact; totals of a year are the whole of its absences only where nothing else is there."""
    if name != OF_A_YEAR or "attendance" not in frames:
        return name
    frame = frames["attendance"]
    alone = "from_date" in frame and (frame["from_date"] == frame["from_date"].min()).all()
    return "attendance" if alone and frame["from_date"].min() else name


def _classes(reading: TableReading) -> set[str]:
    return {seen.class_label for seen in reading.pupils.values() if seen.class_label}


def _of_totals(reading: TableReading) -> list[bool | None]:
    """Return which absences a table is the whole of: single days, totals or both; a total says nothing of days."""
    facts = [fact for fact in reading.facts if fact.table in ("attendance", OF_A_YEAR)]
    kinds = {_is_total(fact) for fact in facts}
    if "attendance" in _empty_lists(reading) or reading.layout == "day_grid":
        kinds.add(False)
    return [*sorted(kinds)] or [False]


def _is_total(fact: Fact) -> bool:
    return fact.table == OF_A_YEAR or bool(fact.values.get("from_date"))


def _subjects(reading: TableReading, table: str, of_totals: bool | None) -> tuple[str, ...]:
    """Return the subjects of a table, with those whose columns are empty; none where some absences have none.

    Marks without a subject, such as those of conduct, are one more: who tells them tells nothing of other subjects.
    """
    facts = [fact for fact in reading.facts if fact.table == table and of_totals in (None, _is_total(fact))]
    said = {fact.values.get("subject", "") for fact in facts}
    headed = {each.subject for each in reading.table.headings if each.subject}
    if not said and reading.context.subject:
        headed.add(reading.context.subject)  # columns of lists in which no entry is
    return () if "" in said and table != "grades" else tuple(sorted(said | headed))


def _days(reading: TableReading, frame: pd.DataFrame, name: str, year: YearDays) -> tuple[dt.date, dt.date]:
    days = [each.day for each in reading.table.headings if each.day]
    months = [each.month for each in reading.table.headings if each.month and each.month.year]
    if name in _EVENTS and months:
        return min(months).first_day(), min(max(months).last_day(), max(year.today, min(months).first_day()))
    if name in _EVENTS and days:
        first, last = min(days), max(days)
        if any(each.weekday for each in reading.table.headings):
            return first, last  # a sheet of some weeks is not the whole of a month
        if (first.year, first.month) == (last.year, last.month):
            end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
            return first.replace(day=1), min(end, max(year.today, last))
        return first, last
    if name == "attendance" and any(fact.table == OF_A_YEAR for fact in reading.facts):
        return year.first_day, max(year.end, year.first_day)
    if name in _EVENTS:
        return _days_of_events([fact.values["date"] for fact in reading.facts if fact.table == name], reading, year)
    column = frame[_DAY.get(name, "date")]
    told = [dt.date.fromisoformat(text) for text in (column.min(), column.max())]
    return told[0], told[1]


def _days_of_events(days: Sequence[str], reading: TableReading, year: YearDays) -> tuple[dt.date, dt.date]:
    """Return the month that a table is of, else the school year until today, and whatever is outside of it."""
    month = _month(days, reading)
    if month is not None:
        return month.first_day(), max(min(month.last_day(), year.today), month.first_day())
    first, last = (dt.date.fromisoformat(find(days)) for find in (min, max)) if days else (year.today, year.today)
    begin, end = school_year_days(year)
    return min(first, begin), max(last, min(year.today, end))


def school_year_days(year: YearDays) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a school year, holidays and all.

    >>> lessons = dt.date(2025, 9, 8), dt.date(2026, 6, 19), dt.date(2025, 12, 3)
    >>> [day.isoformat() for day in school_year_days(YearDays("2025-2026", *lessons))]
    ['2025-09-01', '2026-08-31']
    """
    first = year.first_day.replace(day=1)
    return first, first.replace(year=first.year + 1) - dt.timedelta(days=1)


def _month(days: Sequence[str], reading: TableReading) -> Month | None:
    """Return the month that a table is of; None where it goes on through the year.

    Nearly all its days are of it. Its title or its sheet names it; so may the file's name, where the cells say no month
    and got theirs from it. What is written row by row in one month is of that, whatever is named.
    """
    context = reading.context
    texts = [*reading.table.title, context.sheet.name]
    named = [found for text in texts if (found := month_in(text, context.year))]
    if context.month and (reading.layout not in ("list_cells", "event_rows") or reading.findings.counts["month_marks"]):
        named.append(context.month)
    if reading.layout == "event_rows" and len({day[:7] for day in days}) == 1:
        named.append(Month(int(days[0][:4]), int(days[0][5:7])))
    return next((month for month in named if days and month.year and _is_of(month, days)), None)


def _is_of(month: Month, days: Sequence[str]) -> bool:
    """Tell whether days are of a month, but for a few mistyped ones."""
    inside = [month.first_day().isoformat() <= day <= month.last_day().isoformat() for day in days]
    return sum(inside) * _STRAY >= len(days) * (_STRAY - 1)


def _are_among_marks(reading: TableReading) -> bool:
    """Tell whether absences stand among the marks of a table alone, in no column of their own."""
    own = any(each.target.startswith("attendance.") for each in reading.table.headings)
    return reading.layout == "list_cells" and not own


def _empty_lists(reading: TableReading) -> Iterator[str]:
    """Yield the tables of which a table has columns of lists, though no entry may be left in them."""
    targets = {each.target for each in reading.table.headings}
    if targets & set(ABSENCES):
        yield "attendance"
    if targets & set(MARKS):
        yield "grades"
