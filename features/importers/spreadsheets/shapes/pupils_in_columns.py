"""Sheets with pupils in columns, subjects or days below each other: turned, so that each pupil is a row."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice

from features.identity_numbers import is_like_a_name
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.weeks import weekday_number
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.meaning import heading_of
from features.importers.spreadsheets.headings.words import meant_by, subject_of

_NAME, _NUMBER = "Nume și prenume", "Nr. matricol"
_FEWEST = 2  # pupils side by side, and headings below each other
_MOST = 0.6  # so many of the cells are what makes the shape
_LABELS = 3  # columns of headings
_LOOKED_AT = 12  # rows, to tell headings from anything else
_NAMES = ("pupil.name", "pupil.surname")
_MAY_NAME = re.compile(r"nume|elev|name|pupil|student", re.IGNORECASE)
_DISTINCT_TEXTS = 65_536
_IsHeading = Callable[[Cell], bool]


@dataclass(frozen=True)
class _Table:
    """Where a table stands: its row of names, the columns of its headings and of its pupils, the rows of headings."""

    row: int
    headings: tuple[int, ...]
    pupils: tuple[int, ...]
    rows: tuple[int, ...]
    named: str


def turned(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> Sheet:
    """Return the sheet with a row for each pupil, where pupils stand in columns; else the sheet itself."""
    tables = list(_tables(sheet, year, answers))
    if not tables:
        return sheet
    rows: list[list[Cell]] = []
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    begin = 0
    for table in tables:
        width = max(map(len, sheet.rows[table.row :]), default=0)
        for row in range(begin, table.row):
            _add(rows, origins, sheet, [(row, column) for column in range(len(sheet.rows[row]))])
        _add(rows, origins, sheet, [(table.row, column) for column in table.headings])
        for column in table.headings:
            _add(rows, origins, sheet, [(table.row, column), *((row, column) for row in table.rows)])
            rows[-1][0] = table.named if column == table.headings[-1] else None
        _fill_as_merged(rows[-len(table.headings) :])
        for column in (column for column in table.pupils if column < width):
            _add(rows, origins, sheet, [(table.row, column), *((row, column) for row in table.rows)])
        begin = max(table.rows) + 1
    places = {origin: place for place, origin in origins.items()}
    formulas = {places[place]: text for place, text in sheet.uncalculated.items() if place in places}
    return replace(sheet, rows=rows, origins=origins, uncalculated=formulas)


def _fill_as_merged(headings: list[list[Cell]]) -> None:
    """Let a heading that stands alone in its first row be as high as all of them."""
    for column in range(1, len(headings[0])):
        first, *others = (row[column] for row in headings)
        if first is not None and all(cell is None for cell in others):
            for row in headings:
                row[column] = first


def _add(
    rows: list[list[Cell]], origins: dict[tuple[int, int], tuple[int, int]], sheet: Sheet, places: list[tuple[int, int]]
) -> None:
    """Add a row of the cells that stand at places of the file."""
    for column, (row, of_file) in enumerate(places):
        origins[len(rows), column] = sheet.place(row, of_file)
    rows.append([_cell(sheet, row, column) for row, column in places])


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row]
    return cells[column] if column < len(cells) else None


def _tables(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> Iterator[_Table]:
    is_heading = lru_cache(_DISTINCT_TEXTS)(partial(_is_heading, year=year, answers=answers))
    row = 0
    while row < len(sheet.rows):
        table = _table(sheet, row, is_heading)
        if table is not None:
            yield table
        elif _names_pupils(sheet.rows[row]):
            return  # pupils stand below each other
        row = max(table.rows) + 1 if table else row + 1


def _names_pupils(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is one of headings, of which one names the pupils below it."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return len(texts) > 1 and any(_MAY_NAME.search(text) and meant_by(text) in _NAMES for text in texts)


def _table(sheet: Sheet, row: int, is_heading: _IsHeading) -> _Table | None:
    """Return the table whose pupils are named in a row; None where none are."""
    pupils, named = _pupils(sheet, row, is_heading)
    if len(pupils) < _FEWEST:
        return None
    first = range(row, min(row + 3, len(sheet.rows)))
    before = (column for column in range(pupils[0]) if any(_cell(sheet, each, column) is not None for each in first))
    headings = tuple(column for column in before if not _numbers_rows(sheet, row, column))
    looked_at = tuple(islice(_rows(sheet, row, headings, pupils), _LOOKED_AT))
    if not 1 <= len(headings) <= _LABELS or _lists_pupils(sheet, looked_at, headings):
        return None
    labels = [[cell for column in headings if (cell := _cell(sheet, each, column)) is not None] for each in looked_at]
    known = [cells for cells in labels if any(map(is_heading, cells))]
    if len(known) < _FEWEST or len(known) < _MOST * len(labels):
        return None
    rows = tuple(_rows(sheet, row, headings, pupils))
    nameless = (
        column
        for column in range(pupils[0], max(map(len, sheet.rows[row : rows[-1] + 1])))
        if _cell(sheet, row, column) is None and any(_cell(sheet, each, column) is not None for each in rows)
    )
    return _Table(row, headings, tuple(sorted({*pupils, *nameless})), rows, named)


def _pupils(sheet: Sheet, row: int, is_heading: _IsHeading) -> tuple[list[int], str]:
    """Return the columns of the pupils that a row names, and the heading of what it names them by."""
    cells = [(place, cell, shown(cell)) for place, cell in enumerate(sheet.rows[row]) if cell is not None]
    names = [place for place, cell, text in cells if is_like_a_name(text) and not is_heading(cell)]
    distinct = {text for place, _, text in cells if place in names}
    if len(distinct) >= _FEWEST and len(names) <= len(distinct) + 1:
        beside = [place for place, cell, _ in cells if place >= names[0] and not is_heading(cell)]
        return (beside, _NAME) if len(names) >= _MOST * len(beside) else ([], "")  # one may have a single name
    if cells and meant_by(cells[0][2].rstrip(" :.")) == "pupil.register_number":
        numbers = [place for place, _, text in cells[1:] if any(map(str.isdigit, text))]
        return (numbers, _NUMBER) if len(numbers) == len(cells) - 1 else ([], "")
    return [], ""


def _lists_pupils(sheet: Sheet, rows: Sequence[int], headings: Sequence[int]) -> bool:
    """Tell whether pupils stand below each other after all: below a heading that names them, or as they are."""
    for row in rows:
        if any(isinstance(cell, str) and meant_by(cell) in _NAMES for cell in sheet.rows[row]):
            return True
    below = [shown(_cell(sheet, row, column)) for row in rows for column in headings]
    return sum(is_like_a_name(text) and not subject_of(text) for text in below) >= _FEWEST


def _numbers_rows(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a column numbers the rows below a row of pupils."""
    cells = (_cell(sheet, each, column) for each in range(row + 1, len(sheet.rows)))
    head = meant_by(shown(_cell(sheet, row, column)))
    return head == "ignore" and all(cell is None or shown(cell).rstrip(".").isdecimal() for cell in cells)


def _rows(sheet: Sheet, row: int, headings: Sequence[int], pupils: Sequence[int]) -> Iterator[int]:
    """Yield the rows below a row of pupils until an empty one: those with a heading, or with cells of pupils."""
    for each in range(row + 1, len(sheet.rows)):
        cells = [_cell(sheet, each, column) for column in (*headings, *pupils)]
        if all(cell is None for cell in cells):
            return
        yield each


def _is_heading(cell: Cell, *, year: Year, answers: Mapping[str, str]) -> bool:
    heading = heading_of(0, None, cell, year, answers)
    is_part = meant_by(shown(cell), "parts") != ""
    return (heading.is_known and not heading.near) or is_part or weekday_number(shown(cell)) > 0
