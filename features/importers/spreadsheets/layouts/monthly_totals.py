"""A pupil a row, with how many hours were missed in a month, excused and not."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from features.importers.spreadsheets.cells.hours import hours_text
from features.importers.spreadsheets.cells.modules import days_of_module
from features.importers.spreadsheets.cells.pairs import pair_of
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen, subject_of_cell

_TARGETS: Mapping[str, str] = {
    "attendance.hours": "total", "attendance.total": "total", "attendance.excused_hours": "excused",
    "attendance.unexcused_hours": "unexcused",
}  # fmt: skip
_LEAST = 0.25  # of an hour
_NOTHING = ("", "-", "–", "—")
OF_A_YEAR = "year_totals"  # totals without a month, which count only where nothing else says them
_Period = tuple[dt.date, dt.date] | None  # the first and last day of a month or module; None of the whole year


def total_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield the hours of each month or module and subject: one row for what is excused, one for what is not."""
    groups: dict[tuple[_Period, str], dict[str, Heading]] = {}
    for heading in _of_the_finest(table):
        period = _period(heading, table, findings)
        groups.setdefault((period, heading.subject), {}).setdefault(_TARGETS[heading.target], heading)
    if any(period for period, _ in groups):
        groups = {key: parts for key, parts in groups.items() if key[0]}  # beside months a total is their sum
    if any(subject for _, subject in groups):
        groups = {key: parts for key, parts in groups.items() if key[1]}  # and beside subjects
    pairs = {each: _period(each, table, findings) for each in table.headings if each.target == "attendance.pair"}
    if findings.problems and any(each.code == "sheet_no_module" for each in findings.problems):
        return
    for row, pupil in pupils.items():
        for heading, period in pairs.items():
            yield from _of_pair(row, pupil, heading, period, findings, table)
        for (period, _), parts in groups.items():
            subject = subject_of_cell(table, row, next(iter(parts.values())), findings.context)
            yield from _of_group(row, pupil, period, subject, parts, findings, table)


def _of_the_finest(table: SheetTable) -> list[Heading]:
    """Return the headings of totals; those of modules, too, are sums where months stand beside them."""
    found = [each for each in table.headings if each.target in _TARGETS]
    return [each for each in found if not each.module] if any(each.month for each in found) else found


def _period(heading: Heading, table: SheetTable, findings: Findings) -> _Period:
    """Return the days that a total is of; a module of an unknown calendar is kept as a problem."""
    context = findings.context
    month = heading.month or (None if heading.module else context.month)
    module = heading.module or context.module
    if month is not None or not module:
        return (month.first_day(), month.last_day()) if month else None
    days = days_of_module(module, context.year)
    if days is None:
        found = table.sheet.text(table.header, heading.column) or heading.text
        findings.wrong_cell("sheet_no_module", table.header, heading.column, found)
    elif heading.column == min(each.column for each in table.headings if each.module == heading.module):
        findings.counts["modules"] += 1
    return days


def _of_group(
    row: int,
    pupil: PupilSeen,
    period: _Period,
    subject: str,
    parts: Mapping[str, Heading],
    findings: Findings,
    table: SheetTable,
) -> Iterator[Fact]:
    cells = table.sheet.rows[row]
    hours: dict[str, float] = {}
    for part, heading in parts.items():
        number = _hours(cells[heading.column] if heading.column < len(cells) else None, row, heading, period, findings)
        if number is not None:
            hours[part] = number
    if not hours:
        return
    heading = next(iter(parts.values()))
    place = (row, parts.get("total", heading).column)
    yield from _of_hours(hours, place, pupil, period, subject, findings, cells)


def _of_pair(
    row: int, pupil: PupilSeen, heading: Heading, period: _Period, findings: Findings, table: SheetTable
) -> Iterator[Fact]:
    """Yield the hours of a cell with two numbers, of which neither is more than their total."""
    cells = table.sheet.rows[row]
    cell = cells[heading.column] if heading.column < len(cells) else None
    if shown(cell) in _NOTHING:
        return
    numbers, (first, _, second) = pair_of(cell), heading.part.partition("_")
    if numbers is None:
        is_day = isinstance(cell, dt.date)
        findings.wrong_cell("sheet_pair_became_day" if is_day else "sheet_pair", row, heading.column, cell)
        return
    hours = {first: float(numbers[0]), second: float(numbers[1])}
    if hours.get("total", hours[second]) < hours[second]:
        findings.wrong_cell("sheet_pair_more", row, heading.column, cell)
        return
    if period and period[0] > findings.context.today and not any(numbers):
        return
    subject = subject_of_cell(table, row, heading, findings.context)
    yield from _of_hours(hours, (row, heading.column), pupil, period, subject, findings, cells)


def _of_hours(
    hours: Mapping[str, float],
    place: tuple[int, int],
    pupil: PupilSeen,
    period: _Period,
    subject: str,
    findings: Findings,
    cells: Sequence[Cell],
) -> Iterator[Fact]:
    """Yield one row for what is excused of some hours, one for what is not."""
    row, column = place
    total = hours.get("total")
    excused, unexcused = hours.get("excused"), hours.get("unexcused")
    if total is not None and (excused is not None or unexcused is not None):
        unexcused = total - (excused or 0) if unexcused is None else unexcused
        excused = total - unexcused if excused is None else excused
        if abs(total - excused - unexcused) > 1e-6 or min(excused, unexcused) < 0:
            findings.wrong_cell("parts_of_total", row, column, cells[column])
            return
    if excused is None and unexcused is None:
        said = [("unknown", total or 0.0)]
    else:
        said = [(word, part) for word, part in (("yes", excused), ("no", unexcused)) if part] or [("no", 0.0)]
    days = _days(period, findings)
    for word, part_hours in said:
        values = {**days, "hours": f"{part_hours:g}", "excused": word, "subject": subject}
        yield Fact("attendance" if period else OF_A_YEAR, pupil, values, row, column)


def _days(period: _Period, findings: Findings) -> dict[str, str]:
    if period is None:
        return {}
    (first, last), today = period, findings.context.today
    last = last if first > today else min(last, today)  # a table made for the whole year has zeros ahead
    return {"date": last.isoformat(), "from_date": first.isoformat()}


def _hours(cell: Cell, row: int, heading: Heading, period: _Period, findings: Findings) -> float | None:
    text = hours_text(cell).replace(",", ".")
    if text in _NOTHING:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    is_part = heading.month is not None and number % _LEAST > 0  # 32.1 among hours may be a day
    if number < 0 or number > 2000 or isinstance(cell, bool) or number != number or is_part:
        may_be_days = heading.month is not None and _TARGETS[heading.target] == "total"
        findings.wrong_cell("sheet_hours_or_days" if may_be_days else "sheet_number", row, heading.column, cell)
        return None
    return None if number == 0 and period and period[0] > findings.context.today else number
