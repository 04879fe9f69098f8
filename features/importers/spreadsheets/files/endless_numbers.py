"""Cells with numbers that no register holds: digits without end, told before anything counts with them."""

import re
from collections.abc import Iterator

from features.importers.spreadsheets.files.grid import Cell, Workbook, cell_name, shown
from features.schema.problems import Problem, in_quotes

_MOST_DIGITS = 40
_ENDLESS = re.compile(rf"\d{{{_MOST_DIGITS + 1}}}")


def endless_numbers(workbook: Workbook) -> Iterator[Problem]:
    """Yield a problem for each cell that has more digits in a row than any number of a register."""
    for sheet in workbook.sheets:
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if _is_endless(cell):
                    place = f"{sheet.name}!{cell_name(row, column)}" if sheet.name else cell_name(row, column)
                    found = in_quotes(f"{cell:g}" if isinstance(cell, float) else shown(cell))
                    yield Problem("sheet_endless", sheet.file, (row + 1,), found=found, cells=(place,))


def _is_endless(cell: Cell) -> bool:
    if isinstance(cell, float):
        return not abs(cell) < 10**_MOST_DIGITS
    return isinstance(cell, str) and len(cell) > _MOST_DIGITS and _ENDLESS.search(cell) is not None
