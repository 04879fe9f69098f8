"""A pupil a row, with how many hours were missed in a month, excused and not."""

from collections.abc import Iterator, Mapping

from features.cells.months import Month
from features.importers.spreadsheets.cells.hours import hours_text
from features.importers.spreadsheets.files.grid import Cell
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen, subject_of_cell

_TARGETS: Mapping[str, str] = {
    "attendance.hours": "total", "attendance.total": "total", "attendance.excused_hours": "excused",
    "attendance.unexcused_hours": "unexcused",
}  # fmt: skip
_NOTHING = ("", "-", "–", "—")
OF_A_YEAR = "year_totals"  # totals without a month, which count only where nothing else says them
_Group = tuple[Month | None, str]


def total_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield the hours of each month and subject: one row for what is excused, one for what is not."""
    groups: dict[_Group, dict[str, Heading]] = {}
    for heading in table.headings:
        if heading.target in _TARGETS:
            of_month = heading.month or findings.context.month
            groups.setdefault((of_month, heading.subject), {}).setdefault(_TARGETS[heading.target], heading)
    if any(month for month, _ in groups):
        groups = {key: parts for key, parts in groups.items() if key[0]}  # beside months a total is their sum
    if any(subject for _, subject in groups):
        groups = {key: parts for key, parts in groups.items() if key[1]}  # and beside subjects
    for row, pupil in pupils.items():
        for (month, _), parts in groups.items():
            subject = subject_of_cell(table, row, next(iter(parts.values())), findings.context)
            yield from _of_group(row, pupil, month, subject, parts, findings, table)


def _of_group(
    row: int,
    pupil: PupilSeen,
    month: Month | None,
    subject: str,
    parts: Mapping[str, Heading],
    findings: Findings,
    table: SheetTable,
) -> Iterator[Fact]:
    cells = table.sheet.rows[row]
    hours: dict[str, float] = {}
    for part, heading in parts.items():
        number = _hours(cells[heading.column] if heading.column < len(cells) else None, row, heading, findings)
        if number is not None:
            hours[part] = number
    if not hours:
        return
    total = hours.get("total")
    excused, unexcused = hours.get("excused"), hours.get("unexcused")
    heading = next(iter(parts.values()))
    if total is not None and (excused is not None or unexcused is not None):
        unexcused = total - (excused or 0) if unexcused is None else unexcused
        excused = total - unexcused if excused is None else excused
        if abs(total - excused - unexcused) > 1e-6 or min(excused, unexcused) < 0:
            findings.wrong_cell("parts_of_total", row, parts["total"].column, cells[parts["total"].column])
            return
    if excused is None and unexcused is None:
        said = [("", total or 0.0)]
    else:
        said = [(word, part) for word, part in (("yes", excused), ("no", unexcused)) if part] or [("no", 0.0)]
    days = _days(month, findings)
    for word, part_hours in said:
        values = {**days, "hours": f"{part_hours:g}", "excused": word, "subject": subject}
        yield Fact("attendance" if month else OF_A_YEAR, pupil, values, row, heading.column)


def _days(month: Month | None, findings: Findings) -> dict[str, str]:
    if month is None:
        return {}
    context = findings.context
    if month.first_day() > context.today:  # a table made for the whole year has zeros ahead
        return {"date": month.last_day().isoformat(), "from_date": month.first_day().isoformat()}
    return {"date": min(month.last_day(), context.today).isoformat(), "from_date": month.first_day().isoformat()}


def _hours(cell: Cell, row: int, heading: Heading, findings: Findings) -> float | None:
    text = hours_text(cell).replace(",", ".")
    if text in _NOTHING:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if number < 0 or number > 2000 or isinstance(cell, bool) or number != number:
        findings.wrong_cell("sheet_number", row, heading.column, cell)
        return None
    month = heading.month
    return None if number == 0 and month and month.first_day() > findings.context.today else number
