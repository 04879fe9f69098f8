"""Sheets, rows and days of another school year than the one that is imported: told, never taken in as its own."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.importers.spreadsheets.files.grid import shown
from features.importers.spreadsheets.layouts.facts import Fact
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.layouts.titles import month_of_title, school_years_in
from features.schema.synonyms import plain

_DATED = ("attendance", "grades", "incidents", "outcomes")
_LISTS = ("pupils", "family", "outcomes")  # of which a month in a title says when they were made
_YEAR_HEADINGS = ("anscolar", "anulscolar", "schoolyear")
_EXAMS = dt.timedelta(days=14)  # after the last day, in which marks and excuses of the year are still given
_SUMMER = dt.timedelta(days=92)  # before the first day, in which the year before ends for a pupil
_ONE_DAY = 16  # letters of a cell with one day or month
_Days = tuple[dt.date, dt.date]
_Titles = Sequence[Sequence[str]]


def refuse_other_years(readings: Sequence[TableReading], label: str, days: _Days) -> list[TableReading]:
    """Keep a problem for what is of another school year than ``label``; return the tables that are of it.

    ``days`` are its first and last day. Days of birth, of coming to the school and of the family may be of any year,
    and an outcome may come later.
    """
    tables = [each.table for each in readings]
    named = {each.sheet.file for each in tables if label in school_years_in([*each.title, each.sheet.name])}
    own = [
        reading for reading in readings
        if not _is_titled_otherwise(reading, label, days, by_file=reading.table.sheet.file not in named)
    ]  # fmt: skip
    for reading in own:
        _refuse_rows(reading, label)
        _refuse_days(reading, days)
    return own


def _is_titled_otherwise(reading: TableReading, label: str, days: _Days, *, by_file: bool) -> bool:
    """Tell whether the nearest text that names a school year, or the month of the table, names another one.

    The problem of it is kept. A file's name counts ``by_file``, where none of its sheets names the year.
    """
    titles = _titles(reading)[: None if by_file else -1]
    told = next(filter(None, (_other_year(titles, label), _other_month(reading, titles, label, days))), "")
    if told:
        row, column = _place_above(reading, told)
        reading.findings.wrong_cell("sheet_other_year", row, column, told, year=label)
    return bool(told)


def _other_year(titles: _Titles, label: str) -> str:
    """Return the text that names other school years; all rows of a title are one text."""
    named = next((texts for texts in titles if school_years_in(texts)), ())
    if "-" not in label or not named or label in school_years_in(named):
        return ""
    return next(text for text in named if school_years_in([text]))


def _other_month(reading: TableReading, titles: _Titles, label: str, days: _Days) -> str:
    """Return the text that names a month of another year, where the days of a table are all of that month."""
    month, year = reading.context.month, reading.context.year
    if month is None or not month.year or reading.layout in _LISTS or _is_in(month.first_day(), days):
        return ""
    if any(label in school_years_in(texts) for texts in titles):
        return ""
    of_month = (month.first_day(), month.last_day())
    if not all(_is_in(day, of_month) for fact in reading.facts for name, day in _days_of(fact) if name != "excused_on"):
        return ""
    return next((text for texts in titles for text in texts if month_of_title(text, year) == month), "")


def _titles(reading: TableReading) -> _Titles:
    """Return the texts of a table's title, the name of its sheet and of its file, the nearest first."""
    sheet = reading.table.sheet
    return (tuple(reversed(reading.table.title)), (sheet.name,), (PurePath(sheet.file).stem,))


def _place_above(reading: TableReading, text: str) -> tuple[int, int]:
    """Return the nearest cell above a table that a text of its title is made of; the first one for a sheet's name."""
    for row in range(reading.table.header - 1, -1, -1):
        texts = [shown(cell) for cell in reading.table.sheet.rows[row]]
        if text == " ".join(dict.fromkeys(filter(None, texts))):
            return row, next(column for column, each in enumerate(texts) if each)
    return 0, 0


def _refuse_rows(reading: TableReading, label: str) -> None:
    """Keep a problem for each row whose own column of the school year says another one, and leave out what it says."""
    table, other = reading.table, set[int]()
    for heading in (each for each in table.headings if plain(each.text) in _YEAR_HEADINGS):
        for row in reading.pupils:
            told = school_years_in([text := table.sheet.text(row, heading.column)])
            if told and "-" in label and label not in told:
                reading.findings.wrong_cell("sheet_other_year", row, heading.column, text, year=label)
                other.add(row)
    reading.facts[:] = [fact for fact in reading.facts if fact.row not in other]


def _refuse_days(reading: TableReading, days: _Days) -> None:
    """Keep a problem for each cell with a day of another year, and leave out what is of it."""
    first, last = (Bilingual(date_words(day, "en"), date_words(day, "ro")) for day in days)
    found = {(place, day): None for place, day in _days_of_headings(reading) if not _is_in(day, days)}
    kept = []
    for fact in reading.facts:
        outside = {name: day for name, day in _days_of(fact) if not _may_be(day, name, fact, days)}
        found |= {(_place(reading, fact, name), day): None for name, day in outside.items()}
        kept += [] if outside else [fact]
    reading.facts[:] = kept
    for (row, column), day in found:
        text = reading.table.sheet.text(row, column)
        cell = text if str(day.year) in text and len(text) <= _ONE_DAY else day  # the one day that is meant of a list
        reading.findings.wrong_cell("sheet_day_other_year", row, column, cell, first=first, last=last)


def _days_of_headings(reading: TableReading) -> Iterator[tuple[tuple[int, int], dt.date]]:
    for heading in reading.table.headings:
        if heading.day:
            yield (reading.table.header, heading.column), heading.day
        elif heading.month and heading.month.year:
            yield (reading.table.header, heading.column), heading.month.first_day()


def _days_of(fact: Fact) -> Iterator[tuple[str, dt.date]]:
    names = ("from_date" if fact.values.get("from_date") else "date", "excused_on")
    if fact.table in _DATED:
        yield from ((name, dt.date.fromisoformat(text)) for name in names if (text := fact.values.get(name, "")))


def _is_in(day: dt.date, days: _Days) -> bool:
    return days[0] <= day <= days[1]


def _may_be(day: dt.date, name: str, fact: Fact, days: _Days) -> bool:
    """Tell whether a thing of the year may be of a day: exams and excuses end after it, the last year's end before."""
    first, last = days
    if fact.table == "outcomes":
        return day >= first - _SUMMER
    return _is_in(day, (first, last + _EXAMS if fact.table == "grades" or name == "excused_on" else last))


def _place(reading: TableReading, fact: Fact, name: str) -> tuple[int, int]:
    """Return the cell in which a day of a fact stands: that of its heading, of its own column, or of a list."""
    heading = next((each for each in reading.table.headings if each.column == fact.column), None)
    if heading and (heading.day or heading.month):
        return reading.table.header, fact.column
    own = next((fact.columns[each] for each in (name, "month") if each in fact.columns), None)
    return fact.row, fact.column if own is None else own
