"""Tables on a sheet: the rows of their headings, the rows of pupils below, the title above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.heading_rows import header_rows, rows_of_headings, side_by_side
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.pupil_rows import pupil_rows
from features.importers.spreadsheets.headings.stacks import headings_of

_MOST_TITLE_ROWS = 15


@dataclass(frozen=True)
class SheetTable:
    """One table of a sheet.

    ``rows`` are those of pupils, ``title`` the texts above them, ``left_out`` how many rows were totals or signatures.
    """

    sheet: Sheet
    headings: tuple[Heading, ...]
    rows: tuple[int, ...]
    title: tuple[str, ...]
    header: int
    left_out: int = 0

    def columns(self, target: str) -> list[Heading]:
        """Return the headings of a target."""
        return [each for each in self.headings if each.target == target]

    def column(self, target: str) -> Heading | None:
        """Return the first heading of a target; None where there is none."""
        return next((each for each in self.headings if each.target == target), None)

    def cells(self, heading: Heading) -> Iterator[Cell]:
        """Yield the cells below a heading."""
        for row in self.rows:
            cells = self.sheet.rows[row]
            yield cells[heading.column] if heading.column < len(cells) else None


def tables_of(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> list[SheetTable]:
    """Return the tables of a sheet, from its top; none where no row of it is one of headings."""
    headers, target = header_rows(sheet, year, answers)
    tables: list[SheetTable] = []
    end_before = 0
    for place, row in enumerate(headers):
        within = rows_of_headings(sheet, row, end_before, year, target)
        end = _before_title(sheet, headers[place + 1]) if place + 1 < len(headers) else len(sheet.rows)
        title = _title(sheet, end_before, within.start)
        last = within.stop
        named = (*reversed(title), sheet.name, PurePath(sheet.file).stem)
        for columns in side_by_side(sheet, row, target):
            headings = headings_of(sheet, within, row, columns, year, answers, named)
            rows, left_out = pupil_rows(sheet, headings, range(within.stop, end))
            tables.append(SheetTable(sheet, headings, rows, title, row, left_out))
            last = max([last, *(each + 1 for each in rows)])
        end_before = last
    return tables


def _before_title(sheet: Sheet, header: int) -> int:
    """Return the row in which the title of a further table begins: rows of one text each, right above its headings."""
    row = header
    while row and len({cell for cell in sheet.rows[row - 1] if cell is not None}) <= 1:
        row -= 1
    return row


def _title(sheet: Sheet, first: int, header: int) -> tuple[str, ...]:
    """Return the texts above a table, each row of them as one."""
    rows = range(max(first, header - _MOST_TITLE_ROWS), header)
    return tuple(
        text
        for row in rows
        if (text := " ".join(dict.fromkeys(shown(cell) for cell in sheet.rows[row] if cell is not None)))
    )
