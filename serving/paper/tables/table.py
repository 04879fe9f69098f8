"""A table with what stands above and below it, of which each format makes a file."""

import datetime as dt
from dataclasses import dataclass

from features.i18n.numbers import number
from features.i18n.text import Language

Cell = str | int | float | dt.date | None
NOT_KNOWN = "–"  # on paper; an empty cell where programs read it


@dataclass(frozen=True)
class Column:
    """A column: the ``key`` by which programs know it, its heading, and its ``width`` on paper in millimetres."""

    key: str
    heading: str
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table: texts above, rows under columns, and ``made_by``, which says who took it and when.

    ``repeated`` are columns with what is the same for all rows, for a file that has no place above or below them.
    """

    title: str
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    made_by: str
    repeated: tuple[tuple[Column, Cell], ...] = ()


def printed(cell: Cell, language: Language) -> str:
    """Return a cell as it is read on paper.

    >>> printed(7.5, "ro"), printed(dt.date(2026, 3, 1), "ro"), printed(None, "en"), printed(12, "en")
    ('7,5', '01.03.2026', '–', '12')
    """
    if cell is None:
        return NOT_KNOWN
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}" if language == "ro" else cell.isoformat()
    return cell if isinstance(cell, str) else number(cell, language)
