"""Facts that layouts find in sheets, with the cells that they were found in, and the mistakes beside them."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from features.cells.months import Month
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of
from features.importers.spreadsheets.files.grid import Cell, Sheet, cell_name, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.headings.words import subject_name
from features.schema.problems import Problem, in_quotes


class PupilSeen(NamedTuple):
    """A pupil as a row of a sheet names them; what it does not say is empty."""

    register_number: str
    name: str
    birth_year: str
    class_label: str
    place: tuple[int, int]  # a row and a column of the sheet


class Fact(NamedTuple):
    """What would be a row of a table of records, and the cells it comes from: each column's, or the one of all."""

    table: str
    pupil: PupilSeen
    values: Mapping[str, str]
    row: int
    column: int
    columns: Mapping[str, int] = {}  # never changed


@dataclass(frozen=True)
class SheetContext:
    """What is known of a table before its rows are read: where it stands and what its title says."""

    sheet: Sheet
    year: Year
    today: dt.date
    month: Month | None = None
    class_label: str = ""
    subject: str = ""
    kind: str = ""  # "attendance" or "grades" where the title says it
    signs: Mapping[str, str] = field(default_factory=dict)
    cross_hours: int = 1
    last_day: dt.date | None = None  # of the school year's lessons
    module: int = 0  # of the school year, where the title says one
    day: dt.date | None = None  # of a test, say, where the title tells it


class Findings:
    """Collects the problems and the notes of one table while it is read."""

    def __init__(self, context: SheetContext) -> None:
        self.context = context
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.unknown_signs: dict[str, list[tuple[int, int]]] = {}
        self.notes: dict[Bilingual, None] = {}

    def wrong_cell(self, code: str, row: int, column: int, cell: Cell, **values: str | Bilingual) -> None:
        """Keep a problem of a cell."""
        sheet = self.context.sheet
        found = in_quotes(masked(shown(cell))) if cell is not None else ""
        self.problems.append(
            Problem(
                code,
                sheet.file,
                (sheet.place(row, column)[0] + 1,),
                found=found,
                values=values,
                cells=(located(sheet, row, column),),
            )
        )

    def day(self, cell: Cell, row: int, column: int) -> str:
        """Return a day as records have it; empty where it is none, which is kept as a problem."""
        try:
            day, guessed = day_of(cell, self.context.year)
        except NoDay as error:
            self.wrong_cell(error.code, row, column, cell)
            return ""
        self.counts["guessed_years"] += guessed
        return day.isoformat()


def subject_of_cell(table: SheetTable, row: int, heading: Heading, context: SheetContext) -> str:
    """Return the subject of a cell: of its column, else of its row, else of the sheet."""
    if heading.subject:
        return heading.subject
    column = table.column("subject")
    return (subject_name(table.sheet.text(row, column.column)) if column else "") or context.subject


def located(sheet: Sheet, row: int, column: int) -> str:
    """Return what people call a cell: its sheet, where that has a name, and its letters and number."""
    name = cell_name(*sheet.place(row, column))
    return f"{sheet.name}!{name}" if sheet.name else name
