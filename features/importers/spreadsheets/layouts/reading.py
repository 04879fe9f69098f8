"""A table of a sheet read into facts, by every layout that its headings show."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from features.importers.spreadsheets.files.formulas import ERRORS
from features.importers.spreadsheets.headings.pupil_rows import NAMES
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.averages import AVERAGES, average_facts
from features.importers.spreadsheets.layouts.day_grid import grid_facts, is_day_grid
from features.importers.spreadsheets.layouts.event_rows import column_of_one_event, event_facts, is_event_rows
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen, SheetContext, located
from features.importers.spreadsheets.layouts.list_cells import ABSENCES, MARKS, list_facts
from features.importers.spreadsheets.layouts.monthly_totals import total_facts
from features.importers.spreadsheets.layouts.pupils import enrolment_facts, family_facts, outcome_facts, pupils_by_row

_HOURS = ("attendance.hours", "attendance.total", "attendance.excused_hours", "attendance.unexcused_hours")
_ONCE = (
    "enrolments.", "family.", "outcomes.", "attendance.hours", "attendance.excused", "attendance.unexcused",
    "attendance.pair",
)  # fmt: skip
_COUNTS = re.compile(r"=?\s*(?:COUNT|SUM|SUBTOTAL|AVERAGE|ROUND|MIN|MAX)", re.IGNORECASE)  # of no name


@dataclass(frozen=True)
class TableReading:
    """What a table says: its facts, the pupil of each row, mistakes and notes, and what it is called."""

    table: SheetTable
    context: SheetContext
    layout: str
    facts: list[Fact]
    pupils: dict[int, PupilSeen]
    findings: Findings


_OF_NO_SUBJECT = ("conduct", "average")


def layout_name(table: SheetTable) -> str:
    """Return the layout of a table, as a mapping calls it."""
    targets = {each.target for each in table.headings}
    if is_day_grid(table):
        return "day_grid"
    if is_event_rows(table):
        return "event_rows"
    if targets & {*ABSENCES, *MARKS}:
        return "list_cells"
    if targets & {*_HOURS, "attendance.pair"}:
        return "totals"
    if targets & set(AVERAGES):
        return "averages"
    prefixes = {target.partition(".")[0] for target in targets}
    return "family" if "family" in prefixes else "outcomes" if "outcomes" in prefixes else "pupils"


def read_table(table: SheetTable, context: SheetContext) -> TableReading:
    """Read every row of a table."""
    findings = Findings(context)
    layout = layout_name(table)
    fills_down = layout == "event_rows" or table.column("subject") is not None
    # Where a format does not tell merged cells, a row without a pupil may be the second row of one.
    pupils = pupils_by_row(
        table, findings, fill_down=not table.sheet.origins and (fills_down or not table.sheet.merged)
    )
    if layout != "event_rows":
        refuse_repeated_headings(table, findings)
        refuse_events_beside(table, findings)
    facts = list(_facts(table, pupils, findings, layout))
    refuse_without_subject(table, facts, findings)
    refuse_formulas(table, findings)
    return TableReading(table, context, layout, facts, pupils, findings)


def refuse_repeated_headings(table: SheetTable, findings: Findings) -> None:
    """Keep a problem for each heading that means what another of the table means, where one of them would be lost."""
    met: set[tuple[object, ...]] = set()
    for heading in table.headings:
        meant = (heading.target, heading.subject, heading.month, heading.module)
        if heading.target.startswith(_ONCE) and meant in met:
            findings.wrong_cell("sheet_heading_twice", table.header, heading.column, heading.text)
        met.add(meant)


def refuse_events_beside(table: SheetTable, findings: Findings) -> None:
    """Keep a problem for a column that says something of one absence or incident in a table of a row a pupil."""
    if heading := column_of_one_event(table):
        findings.wrong_cell("sheet_event_beside", table.header, heading.column, heading.text)


def refuse_without_subject(table: SheetTable, facts: Iterable[Fact], findings: Findings) -> None:
    """Keep a problem for each row with marks whose subject is empty, where other rows of the table have one."""
    column = table.column("subject")
    marks = [fact for fact in facts if fact.table == "grades" and fact.values.get("kind") not in _OF_NO_SUBJECT]
    if column is None or not any(fact.values.get("subject") for fact in marks):
        return
    for row in sorted({fact.row for fact in marks if not fact.values.get("subject")}):
        findings.wrong_cell("sheet_mark_without_subject", row, column.column, None)


def refuse_formulas(table: SheetTable, findings: Findings) -> None:
    """Keep one problem for each cell of a pupil whose formula has no value, or an error: it would be read as empty."""
    not_read = ("", "ignore", "pupil.cnp")
    read = [each for each in table.headings if each.target not in not_read or each.subject or each.month]
    names = {each.column for each in read if each.target in NAMES}
    formulas = table.sheet.uncalculated
    named = {row for (row, column), formula in formulas.items() if column in names and not _COUNTS.match(formula)}
    rows = {*table.rows, *(row for row in named if row > table.header)}
    columns = {each.column for each in read}
    told = [(row, column) for row, column in sorted(formulas) if row in rows and column in columns]
    cells = {located(table.sheet, row, column) for row, column in told}
    findings.problems = [each for each in findings.problems if not each.cells or not cells.issuperset(each.cells)]
    for row, column in told:
        error = formulas[row, column] if formulas[row, column] in ERRORS else None
        findings.wrong_cell("sheet_error" if error else "sheet_formula", row, column, error)


def _facts(table: SheetTable, pupils: dict[int, PupilSeen], findings: Findings, layout: str) -> Iterator[Fact]:
    yield from enrolment_facts(table, pupils, findings)
    yield from family_facts(table, pupils, findings)
    yield from outcome_facts(table, pupils, findings)
    if layout == "event_rows":
        events = event_facts(table, pupils, findings)
        says_hours = any(each.target in _HOURS for each in table.headings)
        yield from events if says_hours else with_hours_added(events)
        return
    if layout == "day_grid":
        days = [(each.day, each.subject, each.part) for each in table.columns("day")]
        facts = grid_facts(table, pupils, findings)
        yield from (
            facts if len(set(days)) == len(days) or None in {day for day, *_ in days} else with_hours_added(facts)
        )
        return
    yield from with_hours_added(list_facts(table, pupils, findings))
    yield from average_facts(table, pupils, findings)
    yield from total_facts(table, pupils, findings)


def with_hours_added(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts with one absence for those that are alike: each entry of a catalogue is an hour.

    Absences are alike that are of the same pupil, day and subject, and excused or not.
    """
    found: list[Fact] = []
    places: dict[tuple[object, ...], int] = {}
    for fact in facts:
        if fact.table != "attendance" or fact.values.get("from_date"):
            found.append(fact)
            continue
        said = sorted((name, value) for name, value in fact.values.items() if name != "hours")
        place = places.setdefault((fact.pupil[:4], *said), len(found))
        if place == len(found):
            found.append(fact)
        else:
            hours = int(found[place].values["hours"]) + int(fact.values["hours"])
            found[place] = found[place]._replace(values={**found[place].values, "hours": str(hours)})
    return found
