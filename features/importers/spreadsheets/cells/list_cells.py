"""Cells that hold several marks or absences, each with its day."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from features.cells.months import Month
from features.importers.spreadsheets.cells.day_spans import days_of_span
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of
from features.importers.spreadsheets.cells.hours import (
    MOST_HOURS,
    PIECES,
    SPAN_TO_A_NUMBER,
    absence_said,
    excuse_said,
    hours_said,
)
from features.importers.spreadsheets.cells.marks import mark_of
from features.importers.spreadsheets.files.grid import Cell, shown

_ENTRIES = re.compile(r"(?:\([^()]*\)|[^,;\n\r|])+")
_PARTS = re.compile(r"\s*[;\n\r|]\s*")
_MARK_THEN_DAY = re.compile(
    r"(?P<mark>[^\s/():=@]+(?:\s+bine|\s*\([^\d()]+\))?)\s*(?:/|:|=|@|-|–|\s|\()\s*(?P<day>.+?)\)?", re.IGNORECASE
)
_DAY_THEN_MARK = re.compile(
    r"(?P<day>.+?)\s*(?::|=|->|→|\(|\s[-–]\s|/)\s*(?P<mark>[^\s/():=]+(?:\s+bine)?)\)?", re.IGNORECASE
)
_CIRCLED = "ⓜⓂ"
_WHOLE_NUMBER = re.compile(r"(?<![\d.])(\d{1,2})\.0(?!\d)")
_LAST_OF_A_MONTH = 32  # 31.12 is below it


@dataclass(frozen=True)
class DatedMark:
    """A mark of a list; ``day`` is None where the list does not say it."""

    mark: str
    scale: str
    day: dt.date | None
    guessed_year: bool = False


@dataclass(frozen=True)
class DatedAbsence:
    """An absence of a list; ``excused`` is "yes", "no", or empty where the list does not say it.

    ``of_span`` tells that the list has it in a span of days.
    """

    day: dt.date
    hours: int
    excused: str
    guessed_year: bool = False
    of_span: bool = False


class NoList(ValueError):  # noqa: N818  (one of what is wrong with a cell)
    """A part of a list that cannot be read: the code of its problem, and the part."""

    def __init__(self, code: str, part: str) -> None:
        super().__init__(code)
        self.code, self.part = code, part


def marks_of(cell: Cell, year: Year) -> list[DatedMark]:
    """Return the marks of a cell.

    >>> [(each.mark, str(each.day)) for each in marks_of("7/12.10; 9 (3.11)", Year("2025-2026"))]
    [('7', '2025-10-12'), ('9', '2025-11-03')]
    >>> [(each.mark, str(each.day)) for each in marks_of("12-10-2025: 7, 03-11-2025: FB", Year())]
    [('7', '2025-10-12'), ('FB', '2025-11-03')]
    >>> [each.mark for each in marks_of("8,9,10", Year())]
    ['8', '9', '10']

    Raises
    ------
    NoList
        If a part of it is no mark.
    """
    if isinstance(cell, dt.date):
        raise NoList("sheet_mark_became_day", shown(cell))
    if not isinstance(cell, str):
        found = mark_of(cell)
        if found is None:
            raise NoList("sheet_mark", shown(cell))
        return [DatedMark(*found, None)]
    parts = _with_days_below([part for part in _PARTS.split(cell.strip().strip(";,")) if part], year)
    return [mark for part in parts for mark in _marks_of_part(part, year)]


def _with_days_below(parts: list[str], year: Year) -> list[str]:
    """Return the parts of a cell in which each mark has its day on the line below it as marks with days."""
    marks, days = parts[::2], parts[1::2]
    if len(marks) != len(days) or not all(map(mark_of, marks)) or any("." in mark for mark in marks):
        return parts
    try:
        for day in days:
            day_of(day, year)
    except NoDay:
        return parts
    return [f"{mark}/{day}" for mark, day in zip(marks, days, strict=True)]


def _marks_of_part(part: str, year: Year) -> Iterator[DatedMark]:
    """Read a part as one mark, else as several with commas or spaces between them."""
    if "," in part and all(re.fullmatch(r"10|[1-9]", each.strip()) for each in part.split(",")):
        yield from (DatedMark(*(mark_of(each.strip()) or ("", "")), None) for each in part.split(","))
        return
    try:
        yield _mark(part, year)
        return
    except NoList as mistake:
        pieces = re.split(r"\s*,\s+", part)
        pieces = pieces if len(pieces) > 1 else re.split(r"\s*,\s*", part)
        pieces = pieces if len(pieces) > 1 else part.split()
        if len(pieces) < 2:
            raise mistake from None
    yield from (_mark(piece, year) for piece in pieces if piece)


def _mark(text: str, year: Year) -> DatedMark:
    if found := mark_of(text):
        return DatedMark(*found, None)
    wrong, is_dated = NoList("sheet_marks", text), False
    for pattern in (_MARK_THEN_DAY, _DAY_THEN_MARK):
        match = pattern.fullmatch(text)
        mark = mark_of(match["mark"]) if match else None
        if match is None:
            continue
        try:
            day, guessed = day_of(match["day"].strip(), year)
        except NoDay as error:
            wrong = NoList(error.code, text) if mark and not is_dated else wrong
        else:
            if mark:
                return DatedMark(*mark, day, guessed)
            wrong, is_dated = NoList("sheet_marks", text), True  # of 12/05.10 the day is right, the mark is not
    raise wrong


_ABSENT = r"(?:a|abs|absent[ăa]?|absen[țt][ăa]|absen[țt]e)"
_ABSENT_THEN_DAY = re.compile(rf"{_ABSENT}(?P<excused>m|n)?\.?\s*(?:/|:|=|\(|\s|-)\s*(?P<rest>.+?)\)?", re.IGNORECASE)
_DAY_THEN_ABSENT = re.compile(
    rf"(?P<rest>\S+?)\s*(?:/|:|=|\(|\s|-|)\s*{_ABSENT}(?P<excused>m|n)?\.?\s*\)?", re.IGNORECASE
)


def absences_among_marks(cell: Cell) -> tuple[Cell, str]:
    """Return a cell of marks without the absences that stand among them, and these as a list of absences.

    >>> absences_among_marks("8/12.10, a/14.10; am 15.10"), absences_among_marks("8/12.10")
    (('8/12.10', '14.10; 15.10 m'), ('8/12.10', ''))
    """
    if not isinstance(cell, str):
        return cell, ""
    marks, absences = [], []
    for part in (each for whole in _PARTS.split(cell) for each in re.split(r"\s*,\s*(?=\S*[^\d\s])", whole)):
        found = _ABSENT_THEN_DAY.fullmatch(part) or _DAY_THEN_ABSENT.fullmatch(part)
        if found is not None and any(map(str.isdigit, found["rest"])):
            rest = found["rest"] + ")" * (found["rest"].count("(") - found["rest"].count(")"))
            absences.append(" ".join([rest, *([found["excused"].lower()] if found["excused"] else [])]))
        elif part:
            marks.append(part)
    return ("; ".join(marks), "; ".join(absences)) if absences else (cell, "")


@dataclass(frozen=True)
class _Column:
    """What is known of a column of absences: the school year, its month, and whether hours may stand before a day."""

    year: Year
    month: Month | None
    hours_first: bool

    def day(self, cell: Cell, shown_as: str) -> tuple[dt.date, bool]:
        """Return a day that is of the column's month, and whether its year is guessed."""
        try:
            day, guessed = day_of(cell, self.year)
        except NoDay as error:
            raise NoList(error.code, shown_as) from None
        if self.month is not None and (self.month.month != day.month or self.month.year not in (0, day.year)):
            raise NoList("sheet_other_month", shown_as)
        return day, guessed and self.month is None

    def said(self, text: str) -> Mapping[str, str] | None:
        """Return what an entry says; None where it is none."""
        return absence_said(text, of_month=self.month is not None, hours_first=self.hours_first)

    def day_of_number(self, number: int, shown_as: str) -> tuple[dt.date, bool]:
        """Return a day by its number in the column's month."""
        return self.day(f"{number}.{self.month.month}" if self.month else str(number), shown_as)


def absences_of(cell: Cell, year: Year, month: Month | None = None, *, hours_first: bool = True) -> list[DatedAbsence]:
    """Return the absences of a cell: days, with ``m``, brackets or a circle around an excused one, and hours.

    Below the name of a ``month`` the number of a day is enough; a whole date must be of that month. ``hours_first``
    says whether 3 in ``3 (12.10)`` can be hours: among marks it is one.

    >>> found = absences_of("12.10m; 2x13.10, 14.10 (3) n", Year("2025-2026"))
    >>> [(str(each.day), each.hours, each.excused) for each in found]
    [('2025-10-12', 1, 'yes'), ('2025-10-13', 2, ''), ('2025-10-14', 3, 'no')]
    >>> [(each.day.day, each.hours) for each in absences_of("3; 14.10 (2), 3h 17", Year("2025"), Month(2025, 10))]
    [(3, 1), (14, 2), (17, 3)]

    Raises
    ------
    NoList
        If a part of it is no absence.
    """
    column = _Column(year, month, hours_first)
    if isinstance(cell, dt.date | int | float) and not isinstance(cell, bool):
        number = _number_of_day(cell, month)
        day, guessed = column.day_of_number(number, shown(cell)) if number else column.day(cell, shown(cell))
        return [DatedAbsence(day, 1, "", guessed)]
    text = shown(cell) if month is None else _WHOLE_NUMBER.sub(r"\1", shown(cell))
    return [absence for part in _entries(text) for absence in _absences_of_part(part, column)]


def _entries(text: str) -> Iterator[str]:
    """Yield the entries of a list; what stands in brackets behind a day belongs to it: ``12.10 (3m, 2n)``."""
    for entry in _ENTRIES.findall(text):
        part = entry.strip()
        yield from filter(None, re.split(r"\s*[,;\n\r|]\s*", part) if part.startswith("(") else [part])


def _number_of_day(cell: Cell, month: Month | None) -> int:
    """Return the day of a number below a month, of which 12.1 may be 12.10 or 12.01; 0 where it says no such day."""
    if month is None or not isinstance(cell, int | float):
        return 0
    whole, _, part = f"{cell:.2f}".partition(".")
    said = {int(part), int(part.rstrip("0") or 0)} if isinstance(cell, float) else {month.month}
    return int(whole) if month.month in said and cell <= _LAST_OF_A_MONTH else 0


def _absences_of_part(part: str, column: _Column) -> Iterator[DatedAbsence]:
    circled = any(sign in part for sign in _CIRCLED)
    text = re.sub(f"[{_CIRCLED}]", " m ", part).strip() if circled else part
    entries = _span(text, part, column)
    for entry in entries:
        yield replace(_absence(column.said(entry), part, column), of_span=True)
    if entries:
        return
    if (said := column.said(text)) is not None:
        yield _absence(said, part, column)
        return
    pieces = PIECES.findall(part)
    if len(pieces) < 2 or _mixes(pieces, column):
        raise NoList("sheet_absences", part)
    for piece in pieces:
        if column.said(piece) is None:
            raise NoList("sheet_absences", piece)
        yield from _absences_of_part(piece, column)


def _mixes(pieces: Sequence[str], column: _Column) -> bool:
    """Tell whether a number alone stands behind a whole date, with a space between: ``12.10 3m`` may be its hours."""
    alone = [bool(said and said.get("number")) for said in map(column.said, pieces)]
    return any(alone) and not all(alone)


def _span(text: str, part: str, column: _Column) -> list[str]:
    """Return an entry for each weekday of a span, whose last day may be a number; below a month its first may, too.

    ``12.10-3`` is three hours; of ``2.10-3`` nobody knows whether it is three hours or two days.
    """
    if found := SPAN_TO_A_NUMBER.fullmatch(text):
        day, _, month = found["first"].partition(".")
        is_later = int(day) < int(found["last"])
        if month and is_later and int(found["last"]) <= MOST_HOURS:
            raise NoList("sheet_absences", part)
        if (month and is_later) or (not month and column.month):
            month = f"{column.month.month:02}" if column.month else month
            text = f"{found['before']}{found['first']}-{found['last']}.{month}{found['after']}"
    try:
        return days_of_span(text, column.year)
    except NoDay as error:
        raise NoList(error.code, part) from None


def _absence(said: Mapping[str, str] | None, part: str, column: _Column) -> DatedAbsence:
    if said is None:
        raise NoList("sheet_absences", part)
    of_number = bool(said.get("number"))
    day, guessed = column.day_of_number(int(said["number"]), part) if of_number else column.day(said["day"], part)
    return DatedAbsence(day, hours_said(said), excuse_said(said), guessed)
