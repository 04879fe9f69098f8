"""An absence or a mark a row, with its day in a column."""

import re
from collections.abc import Iterator, Mapping

from features.cells.months import Month, month_of
from features.importers.spreadsheets.cells.days import NoDay, day_of
from features.importers.spreadsheets.cells.hours import hours_text
from features.importers.spreadsheets.cells.list_cells import NoList, absences_of
from features.importers.spreadsheets.cells.marks import mark_of
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.headings.words import subject_name
from features.importers.spreadsheets.layouts.averages import AVERAGES
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen
from features.importers.spreadsheets.layouts.list_cells import ABSENCES, MARKS
from features.schema.synonyms import plain, values_by_word
from features.schema.tables import ATTENDANCE, GRADES

_OF_PUPILS = ("pupil.", "school.", "enrolments.", "family.", "outcomes.")  # no part of an event
# What is said of one absence or incident alone.
_OF_EVENTS = ("attendance.excused", "attendance.excused_on", "incidents.kind", "incidents.severity")
_OF_A_PUPIL = {*ABSENCES, *MARKS, *AVERAGES, "day"}  # what a row tells of a pupil, and not of one event
_NOTHING = {"", "0", "nu", "fara", "none", "no"}  # an incident, for those who fill in every cell
_HOURS = re.compile(r"\d+(?:[.,]\d+)?")
_PARTS = (("excused_hours", "yes"), ("unexcused_hours", "no"))


def is_event_rows(table: SheetTable) -> bool:
    """Tell whether each row is one event: it has a day or a month of its own, or says what is of one event alone."""
    if any(table.column(name) is not None for name in ("date", "month")):
        return True
    return not any(each.subject or each.target in _OF_A_PUPIL for each in table.headings) and (
        column_of_one_event(table) is not None
    )


def column_of_one_event(table: SheetTable) -> Heading | None:
    """Return the first column that says something of one event alone; a column of excuses may have hours instead."""
    words = {word for word in values_by_word(ATTENDANCE.column("excused")) if not word.isdecimal()}
    for heading in (each for each in table.headings if each.target in _OF_EVENTS):
        cells = {plain(shown(cell)) for cell in table.cells(heading)}
        if words & cells if heading.target == "attendance.excused" else cells - _NOTHING:
            return heading
    return None


def event_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield the mark, the absences and the incident of each row; none of a table whose column of days is not there.

    Absences may be of the month that the title says.
    """
    undated = column_of_one_event(table) if not any(table.column(name) for name in ("date", "month")) else None
    if undated is not None and (findings.context.month is None or undated.target.startswith("incidents.")):
        findings.wrong_cell("sheet_no_days", table.header, undated.column, undated.text)
        return
    for columns in _groups(table, findings):
        yield from _of_columns(table, pupils, findings, columns)


def _groups(table: SheetTable, findings: Findings) -> list[dict[str, int]]:
    """Return the column of each target; twice where an event's columns stand twice: Nota, Data, Nota, Data."""
    places: dict[str, list[int]] = {}
    for heading in table.headings:
        if heading.target and not heading.target.startswith(_OF_PUPILS):
            places.setdefault(heading.target, []).append(heading.column)
    repeated = {target: found for target, found in places.items() if len(found) > 1 and target != "ignore"}
    times = {len(found) for found in repeated.values()}
    if len(times) > 1 or (repeated and "date" not in repeated):
        column = next(iter(repeated.values()))[1]
        findings.wrong_cell("sheet_heading_twice", table.header, column, table.sheet.text(table.header, column))
        return []
    return [
        {
            target.partition(".")[2] or target: found[number] if target in repeated else found[0]
            for target, found in places.items()
        }
        for number in range(times.pop() if times else 1)
    ]


def _of_columns(
    table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings, columns: Mapping[str, int]
) -> Iterator[Fact]:
    is_attendance = _is_attendance(table, findings)
    every_excuse = "excused" in columns and any(table.sheet.text(row, columns["excused"]) for row in table.rows)
    for row, pupil in pupils.items():
        cells = _cells(table, row, columns)
        if all(cell is None for name, cell in cells.items() if name != "ignore"):
            continue
        if cells.get("mark") is not None:
            yield from _mark(row, pupil, cells, columns, findings)
        elif table.column("grades.mark") is not None and not is_attendance:
            if cells.get("date") is not None:
                findings.wrong_cell("sheet_missing_mark", row, columns["mark"], None)
        elif table.column("incidents.kind") is not None:
            yield from _incident(row, pupil, cells, columns, findings)
        if is_attendance and (cells.get("mark") is None):
            yield from _absence(row, pupil, cells, columns, findings, every_excuse=every_excuse)


def _is_attendance(table: SheetTable, findings: Findings) -> bool:
    said = any(each.target.startswith("attendance.") for each in table.headings)
    other = any(each.target.startswith(("grades.mark", "incidents.kind", "outcomes.")) for each in table.headings)
    return said or (not other and (findings.context.kind == "attendance" or table.column("date") is not None))


def _cells(table: SheetTable, row: int, columns: Mapping[str, int]) -> dict[str, Cell]:
    cells = table.sheet.rows[row]
    return {name: cells[column] if column < len(cells) else None for name, column in columns.items()}


def _subject(cells: Mapping[str, Cell], findings: Findings) -> str:
    text = shown(cells.get("subject"))
    return subject_name(text) if text else findings.context.subject


def _day(row: int, cells: Mapping[str, Cell], columns: Mapping[str, int], findings: Findings) -> str:
    if cells.get("date") is None:
        findings.wrong_cell("sheet_missing_day", row, columns.get("date", 0), None)
        return ""
    return findings.day(cells["date"], row, columns["date"])


def _mark(
    row: int, pupil: PupilSeen, cells: Mapping[str, Cell], columns: Mapping[str, int], findings: Findings
) -> Iterator[Fact]:
    found = mark_of(cells["mark"])
    day = _day(row, cells, columns, findings)
    if found is None:
        findings.wrong_cell("sheet_mark", row, columns["mark"], cells["mark"])
    elif day:
        kinds, kind = values_by_word(GRADES.column("kind")), shown(cells.get("kind"))
        values = {"date": day, "mark": found[0], "scale": found[1], "subject": _subject(cells, findings)}
        values |= {"kind": kinds.get(plain(kind), kind)} if kind else {}
        values |= {"weight": shown(cells["weight"])} if cells.get("weight") is not None else {}
        yield Fact("grades", pupil, values, row, columns["mark"], columns)


def _incident(
    row: int, pupil: PupilSeen, cells: Mapping[str, Cell], columns: Mapping[str, int], findings: Findings
) -> Iterator[Fact]:
    kind = shown(cells.get("kind"))
    if kind and (day := _day(row, cells, columns, findings)):
        values = {"date": day, "kind": kind, "severity": shown(cells.get("severity"))}
        yield Fact("incidents", pupil, values, row, columns["kind"], columns)


def _absence(
    row: int,
    pupil: PupilSeen,
    cells: Mapping[str, Cell],
    columns: Mapping[str, int],
    findings: Findings,
    *,
    every_excuse: bool,
) -> Iterator[Fact]:
    kind, excused = "", shown(cells.get("excused")) or ("no" if every_excuse else "")
    if excused and (word := values_by_word(ATTENDANCE.column("excused")).get(plain(excused))):
        excused = word
    elif values_by_word(ATTENDANCE.column("kind")).get(plain(excused)) == "late":
        kind, excused = "late", ""
    elif excused and excused != "no":
        findings.wrong_cell("sheet_excused", row, columns["excused"], cells.get("excused"))
        excused = ""  # the other cells of the row are read all the same, so that all that is wrong is told at once
    common = {"subject": _subject(cells, findings), **({"kind": kind} if kind else {})}
    if cells.get("excused_on") is not None:
        common["excused_on"] = findings.day(cells["excused_on"], row, columns["excused_on"])
        excused = "yes"
    dated = _days(row, cells, columns, findings)
    if not dated:
        _refuse_hours(row, cells, columns, findings)
    for days, hours in dated:
        untold = "unknown" if "from_date" in days else ""
        for part, said in _hours(row, cells, columns, findings, hours):
            values = {**common, **days, "hours": part, "excused": said or excused or days.get("excused", untold)}
            yield Fact(
                "attendance",
                pupil,
                values,
                row,
                columns.get("hours", columns.get("date", columns.get("month", 0))),
                columns,
            )


def _days(
    row: int, cells: Mapping[str, Cell], columns: Mapping[str, int], findings: Findings
) -> list[tuple[dict[str, str], int]]:
    """Return the days of a row, which may hold a list of them, or its month; and the hours of each."""
    if cells.get("date") is None and (cells.get("month") is not None or not {"date", "month"} & columns.keys()):
        month = month_of(shown(cells["month"])) if "month" in columns else findings.context.month
        month = month and Month(month.year or findings.context.year.of_month(month.month), month.month)
        if month is None or not month.year:
            findings.wrong_cell("sheet_month", row, columns["month"], cells["month"])
            return []
        last = min(month.last_day(), findings.context.today)
        return [({"date": last.isoformat(), "from_date": month.first_day().isoformat()}, 1)]
    cell = cells.get("date")
    if isinstance(cell, str) and _is_list(cell, findings):
        try:
            listed = absences_of(cell, findings.context.year)
        except NoList as error:
            findings.wrong_cell(error.code, row, columns["date"], error.part)
            return []
        findings.counts["guessed_years"] += sum(each.guessed_year for each in listed)
        return [({"date": each.day.isoformat(), "excused": each.excused}, each.hours) for each in listed]
    day = _day(row, cells, columns, findings)
    return [({"date": day}, 1)] if day else []


def _is_list(text: str, findings: Findings) -> bool:
    """Tell whether a cell holds several days, or one with its hours: it is not one alone."""
    try:
        day_of(text, findings.context.year)
    except NoDay:
        return any(sign in text for sign in ",;\n") or _is_entry(text, findings)
    return False


def _is_entry(text: str, findings: Findings) -> bool:
    try:
        return bool(absences_of(text, findings.context.year))
    except NoList:
        return False


def _refuse_hours(row: int, cells: Mapping[str, Cell], columns: Mapping[str, int], findings: Findings) -> None:
    """Keep a problem of hours that are no number, in a row whose day is wrong: no later check sees it."""
    for name in ("hours", "total", *(part for part, _ in _PARTS)):
        text = hours_text(cells.get(name))
        if text and text != "-" and not _HOURS.fullmatch(text):
            findings.wrong_cell("sheet_number", row, columns[name], cells[name])


def _hours(
    row: int, cells: Mapping[str, Cell], columns: Mapping[str, int], findings: Findings, hours: int
) -> list[tuple[str, str]]:
    """Return the hours of a row with what it says of their excuse: one total, or one for each part of it."""
    parts = []
    for name, excused in _PARTS:
        text = hours_text(cells.get(name))
        if text and text not in ("0", "-"):
            if not text.isdecimal():
                findings.wrong_cell("sheet_number", row, columns[name], cells[name])
                return []
            parts.append((text, excused))
    if parts or any(cells.get(name) is not None for name, _ in _PARTS):
        return parts or [("0", "no")]
    name = next((each for each in ("hours", "total") if each in columns), "")
    if not name:
        return [(str(hours), "")]
    if cells.get(name) is None:
        findings.wrong_cell("sheet_missing_hours", row, columns[name], None)
        return []
    return [(hours_text(cells[name]), "")]
