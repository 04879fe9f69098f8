"""Days as registers write them, whose year may stand in the school year alone."""

import datetime as dt
import re
from dataclasses import dataclass

from features.cells.months import Month, month_of
from features.importers.spreadsheets.files.grid import Cell
from features.schema.school_time import first_year

_FIRST_MONTH_OF_A_YEAR = 9  # 12.10 is of the first calendar year of a school year, 12.08 of the second
_SERIAL_0, _SERIALS = dt.date(1899, 12, 30), range(20_000, 80_000)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_DAY = re.compile(
    r"(\d{1,2})\s*(?P<sign>[./\-\s])\s*(\d{1,2}|[ivx]{1,4})\s*(?:(?P=sign)\s*(\d{4}|\d\d))?\.?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[ T]00:00(?::00)?)?")
_NAMED = re.compile(r"(\d{1,2})\s*[./\-\s]?\s*([^\W\d_]{3,})\.?\s*[./\-\s]?\s*(\d{4}|\d\d)?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"^(?:luni|marți|marti|miercuri|joi|vineri|sâmbătă|sambata|duminică|duminica|mon|tue|wed|thu|fri|sat|sun|"
    r"lu|ma|mi|jo|vi|l|m|j|v|s|d)\w*[.,]?\s+(?=\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Year:
    """The school year that gives days their year; ``label`` is empty where it is not known."""

    label: str = ""

    def of_month(self, month: int) -> int:
        """Return the calendar year of a month; 0 where no school year is known."""
        if not self.label:
            return 0
        later = "-" in self.label and month < _FIRST_MONTH_OF_A_YEAR
        return first_year(self.label) + later


class NoDay(ValueError):  # noqa: N818  (one of what is wrong with a cell)
    """What stands there is no day; ``code`` is that of its problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def day_of(cell: Cell, year: Year) -> tuple[dt.date, bool]:
    """Return the day of a cell, and whether its year was taken from the school year.

    >>> day_of("12.10", Year("2025-2026")), day_of("3 feb", Year("2025-2026"))
    ((datetime.date(2025, 10, 12), True), (datetime.date(2026, 2, 3), True))
    >>> day_of(45942, Year())[0]
    datetime.date(2025, 10, 12)

    Raises
    ------
    NoDay
        If it is none, or may be two.
    """
    if isinstance(cell, dt.datetime):
        return cell.date(), False
    if isinstance(cell, dt.date):
        return cell, False
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time):
        raise NoDay("sheet_day")
    if isinstance(cell, int | float):
        return _of_number(cell, year)
    return _of_text(cell, year)


def _of_number(number: float, year: Year) -> tuple[dt.date, bool]:
    """Read what a spreadsheet made of a day: its serial number, or 12.1, which may have been 12.10."""
    if number in _SERIALS:
        return _SERIAL_0 + dt.timedelta(days=int(number)), False
    day, _, month = f"{number:.2f}".partition(".")
    if month.startswith("0") or number < 1:
        month = month.lstrip("0")
    elif month.endswith("0"):  # 12.10 and 12.1 are the same number
        raise NoDay("sheet_day_or_ten" if month == "10" else "sheet_day")
    if not month or int(day) > 31:
        raise NoDay("sheet_day")
    return _made(int(day), int(month), "", year)


def _of_text(text: str, year: Year) -> tuple[dt.date, bool]:
    text = _WEEKDAY.sub("", text.strip())
    if found := _YEAR_FIRST.fullmatch(text):
        return _made(int(found[3]), int(found[2]), found[1], year)
    if found := _DAY.fullmatch(text):
        month = found[3].lower()
        if not month.isdecimal() and month not in _NUMERALS:
            raise NoDay("sheet_day")
        number = int(month) if month.isdecimal() else _NUMERALS.index(month) + 1
        return _made(int(found[1]), number, found[4] or "", year)
    if (found := _NAMED.fullmatch(text)) and (named := month_of(found[2])):
        return _made(int(found[1]), named.month, found[3] or "", year)
    if text.isdecimal() and int(text) in _SERIALS:
        return _SERIAL_0 + dt.timedelta(days=int(text)), False
    raise NoDay("sheet_day")


def _made(day: int, month: int, written_year: str, year: Year) -> tuple[dt.date, bool]:
    if not 1 <= month <= 12:
        raise NoDay("sheet_day" if written_year else "sheet_day_order")
    number = int(written_year) if written_year else year.of_month(month)
    if not number:
        raise NoDay("sheet_day_year")
    try:
        return dt.date(2000 + number if number < 100 else number, month, day), not written_year
    except ValueError:
        raise NoDay("sheet_no_such_day") from None


def month_in(text: str, year: Year) -> Month | None:
    """Return the month that a name of a sheet, a title or a heading speaks of, with its year; None where it says none.

    >>> month_in("Absențe luna octombrie", Year("2025-2026")), month_in("VII B", Year("2025-2026"))
    (Month(year=2025, month=10), None)
    """
    words = re.findall(
        r"[^\W\d_]{3,}\.?(?:\s*['’]?\d{4})?|(?<![\d./])(?:0?[1-9]|1[0-2])[./]20\d\d\b|\b20\d\d-\d\d\b(?!-?\d)", text
    )
    found = {month for word in words if not word.isdecimal() and (month := _month_of_word(word, year))}
    return found.pop() if len(found) == 1 else None


def _month_of_word(word: str, year: Year) -> Month | None:
    letters = re.sub(r"[^a-zăâîșțşţ]", "", word.lower())
    month = month_of(word)
    if month is None or (letters and letters not in _MONTH_WORDS):  # "Marti" is none
        return None
    return Month(month.year or year.of_month(month.month), month.month)


_MONTH_WORDS = frozenset((
    "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie", "octombrie",
    "noiembrie", "decembrie", "january", "february", "march", "april", "may", "june", "july", "september", "october",
    "november", "december", "ian", "feb", "apr", "iun", "iul", "aug", "sep", "sept", "oct", "nov", "noi", "noie", "dec",
    "jan", "jun", "jul",
))  # fmt: skip
