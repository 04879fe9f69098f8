"""Cells that hold several marks or absences, each with its day."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from features.cells.months import Month
from features.importers.spreadsheets.cells.day_spans import days_of_span
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of
from features.importers.spreadsheets.cells.marks import mark_of
from features.importers.spreadsheets.files.grid import Cell, shown

_PARTS = re.compile(r"\s*[;\n\r|]\s*")
_MARK_THEN_DAY = re.compile(
    r"(?P<mark>[^\s/():=@]+(?:\s+bine|\s*\([^\d()]+\))?)\s*(?:/|:|=|@|-|–|\s|\()\s*(?P<day>.+?)\)?", re.IGNORECASE
)
_DAY_THEN_MARK = re.compile(
    r"(?P<day>.+?)\s*(?::|=|->|→|\(|\s[-–]\s|/)\s*(?P<mark>[^\s/():=]+(?:\s+bine)?)\)?", re.IGNORECASE
)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?![\d./-])")
_CIRCLED = "ⓜⓂ"
_EXCUSED, _NOT = r"(?:m|mot|motivat[ăae]?)", r"(?:n|nm|nem|nemot|nemotivat[ăae]?|nemotivabil[ăae]?)"
_ABSENCE = re.compile(
    rf"(?:(?P<times>\d{{1,2}})\s*[x×*]\s*)?(?P<open>\(\s*)?(?:(?P<before>{_EXCUSED}|{_NOT})\.?[\s:]+)?"
    rf"(?P<day>\d{{1,2}}(?:\s*(?P<sign>[./\-])\s*(?:\d{{1,2}}(?!\d)|[ivx]{{1,4}}(?![ivx]))(?:\s*(?P=sign)\s*\d{{2,4}}(?!\d))?"
    rf"|\s+[^\W\d_]{{3,}}\.?(?:\s*\d{{4}}(?!\d))?)|\d{{4}}-\d\d-\d\d)"
    rf"(?P<close>\s*\))?\s*(?:[-–:x×*]\s*(?P<hours>\d{{1,2}})\s*(?:h|ore|oră|ora)?|\(\s*(?P<count>\d{{1,2}})\s*(?:h|ore|oră|ora)?\s*\))?"
    rf"\s*[\(\[]?\s*(?:(?P<after>{_EXCUSED}|{_NOT})\.?)?\s*[\)\]]?",
    re.IGNORECASE,
)


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
    return [mark for part in _PARTS.split(cell.strip().strip(";,")) if part for mark in _marks_of_part(part, year)]


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
    wrong = NoList("sheet_marks", text)
    for pattern in (_MARK_THEN_DAY, _DAY_THEN_MARK):
        match = pattern.fullmatch(text)
        mark = mark_of(match["mark"]) if match else None
        if match is None or mark is None:
            continue
        try:
            day, guessed = day_of(match["day"].strip(), year)
        except NoDay as error:
            wrong = NoList(error.code, text)
        else:
            return DatedMark(*mark, day, guessed)
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
            absences.append(" ".join([found["rest"], *([found["excused"].lower()] if found["excused"] else [])]))
        elif part:
            marks.append(part)
    return ("; ".join(marks), "; ".join(absences)) if absences else (cell, "")


def absences_of(cell: Cell, year: Year, month: Month | None = None) -> list[DatedAbsence]:
    """Return the absences of a cell: days, with ``m``, brackets or a circle around an excused one.

    Below the name of a ``month`` the number of a day is enough.

    >>> found = absences_of("12.10m; 2x13.10, 14.10 (3) n", Year("2025-2026"))
    >>> [(str(each.day), each.hours, each.excused) for each in found]
    [('2025-10-12', 1, 'yes'), ('2025-10-13', 2, ''), ('2025-10-14', 3, 'no')]

    Raises
    ------
    NoList
        If a part of it is no absence.
    """
    if month is not None and not isinstance(cell, dt.date):
        cell = _DAY_OF_MONTH.sub(rf"\1.{month.month:02}", shown(cell).replace(".0", ""))
    if isinstance(cell, dt.date | int | float) and not isinstance(cell, bool):
        try:
            day, guessed = day_of(cell, year)
        except NoDay as error:
            raise NoList(error.code, shown(cell)) from None
        return [DatedAbsence(day, 1, "", guessed)]
    parts = [each for part in _PARTS.split(shown(cell).strip(";, ")) for each in re.split(r"\s*,\s*", part)]
    return [absence for part in parts if part for absence in _absences_of_part(part, year)]


def _absences_of_part(part: str, year: Year) -> Iterator[DatedAbsence]:
    circled = any(sign in part for sign in _CIRCLED)
    text = re.sub(f"[{_CIRCLED}]", " m ", part).strip() if circled else part
    try:
        entries = days_of_span(text, year)
    except NoDay as error:
        raise NoList(error.code, part) from None
    if entries:
        for entry in entries:
            yield from (replace(each, of_span=True) for each in _absences_of_part(entry, year))
        return
    match = _ABSENCE.fullmatch(text)
    if match is None:
        pieces = re.findall(r"\S+(?:\s+(?:\([^()]*\)|m|n|mot\.?|nem\.?)(?=\s|$))?", part)
        if len(pieces) < 2:
            raise NoList("sheet_absences", part)
        for piece in pieces:
            if _ABSENCE.fullmatch(piece) is None:
                raise NoList("sheet_absences", piece)
            yield from _absences_of_part(piece, year)
        return
    try:
        day, guessed = day_of(match["day"], year)
    except NoDay as error:
        raise NoList(error.code, part) from None
    hours = int(match["times"] or match["hours"] or match["count"] or 1)
    yield DatedAbsence(day, hours, _excused(match), guessed)


def _excused(match: "re.Match[str]") -> str:
    said = (match["before"] or match["after"] or "").lower()
    if said:
        return "no" if said.startswith("n") else "yes"
    return "yes" if match["open"] and match["close"] else ""  # what a pen circles, a keyboard puts in brackets
