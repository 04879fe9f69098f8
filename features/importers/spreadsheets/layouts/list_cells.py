"""A pupil a row, with lists of marks and of absences in its cells: of a subject a column, or of the sheet's subject."""

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
_NOTHING = ("-", "–", "—", "0", ".", "x")


def list_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield every mark and absence of the lists."""
    lists = [each for each in table.headings if each.target in ABSENCES or each.target in MARKS]
    for row, pupil in pupils.items():
        cells = table.sheet.rows[row]
        for heading in lists:
            cell = cells[heading.column] if heading.column < len(cells) else None
            if cell is None or shown(cell) in _NOTHING:
                continue
            subject = subject_of_cell(table, row, heading, findings.context)
            seen = _Listed(row, heading, pupil, subject)
            try:
                if heading.target in MARKS:
                    marks, absences = absences_among_marks(cell)
                    yield from _absences(absences, seen, findings) if absences else ()
                    yield from _marks(marks, seen, findings) if marks else ()
                else:
                    yield from _absences(cell, seen, findings)
            except NoList as error:
                findings.wrong_cell(error.code, row, heading.column, error.part)


class _Listed(NamedTuple):
    """Where a list stands, whose it is, and of which subject."""

    row: int
    heading: Heading
    pupil: PupilSeen
    subject: str


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


def _marks(cell: Cell, seen: _Listed, findings: Findings) -> Iterator[Fact]:
    for mark in marks_of(cell, findings.context.year):
        findings.counts["guessed_years"] += mark.guessed_year
        day = _day(mark, seen.row, seen.heading, cell, findings)
        if not day:
            return
        values = {"date": day, "mark": mark.mark, "scale": mark.scale, "subject": seen.subject}
        values |= {"kind": kind} if (kind := MARKS[seen.heading.target]) else {}
        yield Fact("grades", seen.pupil, values, seen.row, seen.heading.column)


def _day(mark: DatedMark, row: int, heading: Heading, cell: Cell, findings: Findings) -> str:
    """Return a mark's day; on a sheet of a month, one without a day is of the month's last day."""
    if mark.day is not None:
        return mark.day.isoformat()
    if findings.context.day is not None:
        return findings.context.day.isoformat()
    month = heading.month or findings.context.month
    if month is None or not month.year:
        findings.wrong_cell("sheet_mark_without_day", row, heading.column, cell)
        return ""
    findings.counts["month_marks"] += 1
    return min(month.last_day(), findings.context.today).isoformat()
