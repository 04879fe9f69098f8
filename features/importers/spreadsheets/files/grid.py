"""A sheet as a grid of cells, and what its cells are called."""

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from features.cells.visible_letters import visible
from features.i18n.text import Bilingual

_LETTERS = str.maketrans("şţŞŢ\xa0", "șțȘȚ ")  # with a cedilla, where Romanian has a comma
Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | None


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, from its first row and column on; an empty cell is None, a text has no spaces around it.

    ``merged`` says that merged cells hold their value in each of their cells, which not every format lets us know.
    ``uncalculated`` are formulas without a value, by row and column; their cells are empty. ``origins`` are the places
    of cells that stand elsewhere in the file than they do here. ``ranges`` are the merged cells, each from its first to
    its last cell, as they stand in the file.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    merged: bool = False
    uncalculated: Mapping[tuple[int, int], str] = field(default_factory=dict)
    origins: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Return the row and column at which a cell stands in the file."""
        return self.origins.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """Return a cell as text; empty where there is none."""
        cells = self.rows[row]
        return shown(cells[column]) if column < len(cells) else ""


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, and what was read in it otherwise than it seems."""

    file: str
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[Bilingual, ...] = field(default=())


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell; both are counted from 0.

    >>> cell_name(13, 3), cell_name(0, 26)
    ('D14', 'AA1')
    """
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def shown(cell: Cell) -> str:
    """Return a cell as a person sees it; a day as it is written in Romania.

    >>> shown(7.0), shown(dt.datetime(2025, 10, 3)), shown(None)
    ('7', '03.10.2025', '')
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "da" if cell else "nu"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}"
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    return str(cell)


def tidy(cell: object) -> Cell:
    """Return what a reader of files gave as a cell of ours."""
    if isinstance(cell, str):
        text = cell if cell.isascii() else unicodedata.normalize("NFC", visible(cell)).translate(_LETTERS)
        return text.strip().lstrip("'").strip() or None  # an apostrophe before a text is for the spreadsheet
    if isinstance(cell, float) and not isinstance(cell, bool):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return cell if isinstance(cell, int | dt.date | dt.time) else None
