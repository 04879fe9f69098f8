"""A pupil a row, a day a column: crosses, letters and hours in a grid, or marks."""

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping

from features.cells.months import Month
from features.importers.spreadsheets.cells.days import month_in
from features.importers.spreadsheets.cells.list_cells import NoList, marks_of
from features.importers.spreadsheets.cells.marks import mark_of
from features.importers.spreadsheets.cells.signs import signs_of
from features.importers.spreadsheets.cells.weeks import weekday_number
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen
from features.schema.synonyms import SEVERAL_OUTCOMES, plain, values_by_word
from features.schema.tables import OUTCOME_TABLE

FEWEST_DAYS = 3
_OF_LISTS = ("pupil.", "enrolments.class_label")  # what may stand beside a day alone
_KINDS = {"grades.average": "average", "grades.exam": "exam"}
_EXCUSED = {
    "attendance.excused_hours": "yes", "attendance.excused_list": "yes",
    "attendance.unexcused_hours": "no", "attendance.unexcused_list": "no",
}  # fmt: skip


def is_day_grid(table: SheetTable) -> bool:
    """Tell whether days stand in columns: three, or one that says its month where only signs stand below it."""
    days = table.columns("day")
    if len(days) >= FEWEST_DAYS or not any(each.day for each in days):
        return len(days) >= FEWEST_DAYS
    others = (each for each in table.headings if each.target not in ("day", "ignore"))
    if any(each.subject or each.month or not each.target.startswith(_OF_LISTS) for each in others if each.is_known):
        return False
    cells = [cell for each in days for cell in table.cells(each) if cell is not None]
    return bool(cells) and all(mark_of(cell) is not None or signs_of(cell, {}) is not None for cell in cells)


def grid_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield an absence for each sign that is one, and a mark for each number where the grid is one of marks."""
    months = table.column("month")
    found: dict[str, dict[int, dt.date | None]] = {}
    for row, pupil in pupils.items():
        written = table.sheet.text(row, months.column) if months else ""
        if written not in found:
            found[written] = _days(table, findings, _month(written, row, months, findings))
        days = found[written]
        cells = table.sheet.rows[row]
        for heading in table.columns("day"):
            cell = cells[heading.column] if heading.column < len(cells) else None
            if cell is None or heading.column not in days:
                continue
            day = days[heading.column]
            if day is None:
                findings.wrong_cell("sheet_no_such_day", row, heading.column, cell)
            else:
                yield from _facts(cell, day, (row, heading), pupil, findings)


def _month(written: str, row: int, heading: Heading | None, findings: Findings) -> Month | None:
    """Return the month that a row says, else that of the sheet."""
    if not written or heading is None:
        return findings.context.month
    month = month_in(written, findings.context.year)
    if month is None:
        findings.wrong_cell("sheet_month", row, heading.column, written)
    return month


def _days(table: SheetTable, findings: Findings, of_row: Month | None) -> dict[int, dt.date | None]:
    """Return the day of each column; None for a day that its month does not have."""
    found: dict[int, dt.date | None] = {}
    for heading in table.columns("day"):
        month = heading.month or of_row
        if heading.day:
            found[heading.column] = heading.day
        elif heading.weekday:
            _refuse_no_week(table, heading, findings)
            return {}
        elif month is None or not month.year:
            cell = (
                table.sheet.rows[table.header][heading.column]
                if heading.column < len(table.sheet.rows[table.header])
                else None
            )
            findings.wrong_cell("sheet_no_month", table.header, heading.column, cell)
            return {}
        else:
            last = calendar.monthrange(month.year, month.month)[1]
            number = heading.day_number
            found[heading.column] = dt.date(month.year, month.month, number) if number <= last else None
    return found


def _refuse_no_week(table: SheetTable, heading: Heading, findings: Findings) -> None:
    """Keep a problem of the first of the days of a week that nothing tells."""
    rows = range(table.header, min(table.header + 3, len(table.sheet.rows)))
    named = (row for row in rows if weekday_number(table.sheet.text(row, heading.column)) == heading.weekday)
    row = next(named, table.header)
    findings.wrong_cell("sheet_no_week", row, heading.column, table.sheet.text(row, heading.column))


def _facts(
    cell: Cell, day: dt.date, place: tuple[int, Heading], pupil: PupilSeen, findings: Findings
) -> Iterator[Fact]:
    row, heading = place
    context = findings.context
    subject = heading.subject or context.subject
    common = {"date": day.isoformat(), "subject": subject}
    if _is_of_marks(heading, findings) and (mark_of(cell) is not None or _are_marks(cell, findings)):
        kind = {"kind": _KINDS[heading.part]} if heading.part in _KINDS else {}
        for mark in marks_of(cell, context.year):
            values = {**common, "mark": mark.mark, "scale": mark.scale, **kind}
            yield Fact("grades", pupil, values, row, heading.column)
        return
    if heading.part.startswith("grades.") and not isinstance(cell, str):
        findings.wrong_cell("sheet_mark", row, heading.column, cell)
        return
    signs = signs_of(cell, context.signs)
    if signs is None and _says_outcome(cell):
        findings.counts["outcome_in_days"] += 1
        return
    if signs is None:
        findings.unknown_signs.setdefault(shown(cell), []).append((row, heading.column))
        return
    for sign in signs:
        if sign.meaning in ("present", "ignore"):
            continue
        findings.counts["crosses"] += sign.hours is None
        values = {**common, "hours": str(sign.hours or context.cross_hours)}
        values["excused"] = {"excused": "yes", "unexcused": "no"}.get(sign.meaning, _EXCUSED.get(heading.part, ""))
        values |= {"kind": "late"} if sign.meaning == "late" else {}
        yield Fact("attendance", pupil, values, row, heading.column)


def _says_outcome(cell: Cell) -> bool:
    """Tell whether a word over days says that the pupil went: ``TRANSFERAT 2.10``."""
    first = shown(cell).split()[0]
    return plain(first) in (*values_by_word(OUTCOME_TABLE.column("outcome")), *SEVERAL_OUTCOMES)


def _is_of_marks(heading: Heading, findings: Findings) -> bool:
    """Tell whether a column of a day is one of marks: as the words beside the day say, else as the title does."""
    return heading.part.startswith("grades.") if heading.part else findings.context.kind == "grades"


def _are_marks(cell: Cell, findings: Findings) -> bool:
    """Tell whether a cell of a grid of marks holds several of them: ``8,9``."""
    if not isinstance(cell, str):
        return False
    try:
        return bool(marks_of(cell, findings.context.year))
    except NoList:
        return False
