"""A pupil a row, with lists of marks and of absences in its cells: of a subject a column, or of the sheet's subject."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from features.importers.spreadsheets.cells.list_cells import (
    DatedMark,
    NoList,
    absences_among_marks,
    absences_of,
    marks_of,
)
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen, subject_of_cell

ABSENCES: Mapping[str, str] = {
    "attendance.list": "", "attendance.excused_list": "yes", "attendance.unexcused_list": "no",
}  # fmt: skip
MARKS: Mapping[str, str] = {"grades.list": "", "grades.exam": "exam"}
_EXEMPT = re.compile(r"sc\.?|scutit[ăa]?(?:\s+medical)?\.?", re.IGNORECASE)
_NOTHING = ("-", "–", "—", "0", ".", "x")


class _Listed(NamedTuple):
    """A cell with a list, where it stands, whose it is, and of which subject."""

    cell: Cell
    row: int
    heading: Heading
    pupil: PupilSeen
    subject: str


def list_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield every mark and absence of the lists.

    Where no mark of a table has a day, and its school year is over, they are of its last day of lessons.
    """
    cells = list(_cells(table, pupils, findings))
    last_day = findings.context.last_day
    is_over = last_day is not None and last_day < findings.context.today
    end = last_day if is_over and not any(_has_day(each, findings) for each in cells) else None
    for seen in cells:
        try:
            if seen.heading.target in MARKS:
                marks, absences = absences_among_marks(seen.cell)
                yield from _absences(absences, seen, findings) if absences else ()
                yield from _marks(marks, seen, findings, end) if marks else ()
            else:
                yield from _absences(seen.cell, seen, findings)
        except NoList as error:
            found = error.part if error.part in shown(seen.cell) else seen.cell  # as it stands in the sheet
            findings.wrong_cell(error.code, seen.row, seen.heading.column, found)


def _cells(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[_Listed]:
    lists = [each for each in table.headings if each.target in ABSENCES or each.target in MARKS]
    for row, pupil in pupils.items():
        cells = table.sheet.rows[row]
        for heading in lists:
            cell = cells[heading.column] if heading.column < len(cells) else None
            if cell is not None and heading.target in MARKS and _EXEMPT.fullmatch(shown(cell)):
                findings.counts["exempt"] += 1
            elif cell is not None and shown(cell) not in _NOTHING:
                yield _Listed(cell, row, heading, pupil, subject_of_cell(table, row, heading, findings.context))


def _has_day(seen: _Listed, findings: Findings) -> bool:
    """Tell whether a list of marks says a day, or is none that can be read."""
    if seen.heading.target not in MARKS:
        return False
    try:
        return any(mark.day for mark in marks_of(absences_among_marks(seen.cell)[0], findings.context.year))
    except NoList:
        return True


def _absences(cell: Cell, seen: _Listed, findings: Findings) -> Iterator[Fact]:
    context, heading = findings.context, seen.heading
    for absence in absences_of(cell, context.year, heading.month):
        findings.counts["guessed_years"] += absence.guessed_year and heading.month is None
        findings.counts["span_days"] += absence.of_span
        values = {
            "date": absence.day.isoformat(), "hours": str(absence.hours), "subject": seen.subject,
            "excused": absence.excused or ABSENCES.get(heading.target, ""),
        }  # fmt: skip
        yield Fact("attendance", seen.pupil, values, seen.row, heading.column)


def _marks(cell: Cell, seen: _Listed, findings: Findings, end: dt.date | None) -> Iterator[Fact]:
    for mark in marks_of(cell, findings.context.year):
        findings.counts["guessed_years"] += mark.guessed_year
        day = _day(mark, seen, cell, findings, end)
        if not day:
            return
        values = {"date": day, "mark": mark.mark, "scale": mark.scale, "subject": seen.subject}
        values |= {"kind": kind} if (kind := MARKS[seen.heading.target]) else {}
        yield Fact("grades", seen.pupil, values, seen.row, seen.heading.column)


def _day(mark: DatedMark, seen: _Listed, cell: Cell, findings: Findings, end: dt.date | None) -> str:
    """Return a mark's day; one without a day is of the last of a sheet's month, or of a year that is over."""
    if mark.day is not None:
        return mark.day.isoformat()
    if findings.context.day is not None:
        return findings.context.day.isoformat()
    month = seen.heading.month or findings.context.month
    if month is not None and month.year:
        findings.counts["month_marks"] += 1
        return min(month.last_day(), findings.context.today).isoformat()
    if end is not None:
        findings.counts["year_marks"] += 1
        return end.isoformat()
    findings.wrong_cell("sheet_mark_without_day", seen.row, seen.heading.column, cell)
    return ""
