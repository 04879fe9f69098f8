"""A pupil a row, a subject a column, with its average of the year."""

import re
from collections.abc import Iterator, Mapping

from features.importers.spreadsheets.cells.marks import mark_of
from features.importers.spreadsheets.cells.modules import days_of_module
from features.importers.spreadsheets.files.grid import shown
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.headings.words import meant_by
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen, subject_of_cell

AVERAGES: Mapping[str, str] = {"grades.average": "average", "grades.conduct": "conduct"}
_EXEMPT = re.compile(r"sc(?:\.|utit)", re.IGNORECASE)
_NOTHING = ("-", "–", "—", "sc", "sc.", "scutit", "scutită", "amânat", "am", "am.", "cor", "neîncheiat", "x", "/")


def average_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield averages and marks of conduct, dated at the last day of lessons, or today if that is earlier."""
    headings = [each for each in table.headings if each.target in AVERAGES]
    context = findings.context
    month = context.month.last_day() if context.month and context.month.year else None
    module = days_of_module(context.module, context.year) if context.module else None
    last = min(day for day in (month, module and module[1], context.last_day, context.today) if day)
    for row, pupil in pupils.items():
        cells = table.sheet.rows[row]
        for heading in headings:
            cell = cells[heading.column] if heading.column < len(cells) else None
            if cell is None or shown(cell).lower() in _NOTHING or _EXEMPT.match(shown(cell)):
                continue
            found = mark_of(cell)
            if found is None:
                findings.wrong_cell("sheet_mark", row, heading.column, cell)
                continue
            findings.counts["averages"] += 1
            kind = AVERAGES[heading.target]
            said = subject_of_cell(table, row, heading, context)
            kind = "conduct" if meant_by(said) == "grades.conduct" else kind
            subject = "" if kind == "conduct" else said
            values = {"date": last.isoformat(), "mark": found[0], "scale": found[1], "subject": subject, "kind": kind}
            yield Fact("grades", pupil, values, row, heading.column)
