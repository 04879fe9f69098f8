"""Cells that list days, or marks with their days: ``12-10-2025: 7; 03-11-2025: 9``."""

import datetime as dt
import re

_EMPTY = ("", "-", "–")
WORDS = ("FB", "B", "S", "I")
_LOWEST, _BEST = 1, 10
_ENTRY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:\s*:\s*(\S.*))?")


class ListCellError(Exception):
    """A cell with an entry that is not of its kind, and that entry."""

    def __init__(self, entry: str) -> None:
        super().__init__(entry)
        self.entry = entry


def dated_marks(cell: str) -> list[tuple[dt.date, str]]:
    """Return the days and marks that a cell lists.

    >>> dated_marks("12-10-2025: 7; 3-11-2025: FB"), dated_marks("-")
    ([(datetime.date(2025, 10, 12), '7'), (datetime.date(2025, 11, 3), 'FB')], [])

    Raises
    ------
    ListCellError
        If an entry has no mark of 1 to 10 or FB, B, S, I, or no day of the calendar.
    """
    return [(_day(entry), _mark(entry)) for entry in _entries(cell)]


def days(cell: str) -> list[dt.date]:
    """Return the days that a cell lists; a day twice is two lessons.

    >>> days("12-10-2025; 12-10-2025")
    [datetime.date(2025, 10, 12), datetime.date(2025, 10, 12)]

    Raises
    ------
    ListCellError
        If an entry is no day of the calendar, or more than one.
    """
    found = []
    for entry in _entries(cell):
        if ":" in entry:
            raise ListCellError(entry)
        found.append(_day(entry))
    return found


def _entries(cell: str) -> list[str]:
    return [] if cell.strip() in _EMPTY else [entry.strip() for entry in cell.split(";") if entry.strip()]


def _day(entry: str) -> dt.date:
    found = _ENTRY.fullmatch(entry)
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else dt.date.fromisoformat("")
    except ValueError:
        raise ListCellError(entry) from None


def _mark(entry: str) -> str:
    found = _ENTRY.fullmatch(entry)
    if not found or not found[4]:
        raise ListCellError(entry)
    mark = found[4].strip().replace(",", ".")
    is_number = re.fullmatch(r"\d{1,2}(?:\.\d+)?", mark) is not None and _LOWEST <= float(mark) <= _BEST
    if not is_number and mark.upper() not in WORDS:
        raise ListCellError(entry)
    return mark
