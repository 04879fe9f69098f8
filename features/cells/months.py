"""Months as registers write them: 2025-10, 10.2025, octombrie 2025, or octombrie alone, within its school year."""

import calendar
import datetime as dt
import re
from typing import NamedTuple

from features.schema.school_time import first_year, is_school_year
from features.schema.synonyms import plain

_NAMES = (
    "ianuarie january", "februarie february", "martie march", "aprilie april", "mai may", "iunie june", "iulie july",
    "august", "septembrie september", "octombrie october", "noiembrie november", "decembrie december",
)  # fmt: skip
_FIRST_OF_A_SCHOOL_YEAR = 8  # where a year has two numbers, months from August on are of the first
_SHORTEST = 3

_DAY = re.compile(r"(\d{4})-(\d\d)-01(?:[ T]00:00(?::00)?)?|0?1\.(\d{1,2})\.(\d{4})")  # what a spreadsheet makes of it
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./ ]\s*(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{4})")
_NAMED = re.compile(r"(?:luna\s+)?([^\W\d_]+)\.?(?:\s*[-./' ]?\s*(\d{4}|\d\d))?|(\d{4})\s*[-./ ]?\s*([^\W\d_]+)")
_NUMBER = re.compile(r"\d{1,2}")


class Month(NamedTuple):
    """A month; ``year`` is 0 where it is not said."""

    year: int
    month: int

    def first_day(self) -> dt.date:
        """Return its first day."""
        return dt.date(self.year, self.month, 1)

    def last_day(self) -> dt.date:
        """Return its last day."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def written(self) -> str:
        """Return it as it is documented.

        >>> Month(2025, 9).written()
        '2025-09'
        """
        return f"{self.year}-{self.month:02}"

    def of_school_year(self, label: str) -> "Month":
        """Return it with the year that it has in a school year; without one where the label is none.

        >>> Month(0, 10).of_school_year("2025-2026"), Month(0, 2).of_school_year("2025-2026")
        (Month(year=2025, month=10), Month(year=2026, month=2))
        """
        if self.year or not is_school_year(label):
            return self
        later = "-" in label and self.month < _FIRST_OF_A_SCHOOL_YEAR
        return Month(first_year(label) + later, self.month)


def month_of(text: str) -> Month | None:
    """Return the month that a text names; None where it names none.

    >>> month_of("octombrie 2025"), month_of("10.2025"), month_of("oct.25"), month_of("X")
    (Month(year=2025, month=10), Month(year=2025, month=10), Month(year=2025, month=10), None)
    """
    text = text.strip().lower()
    if found := _DAY.fullmatch(text):
        return _month(found[1] or found[4], found[2] or found[3])
    if found := _YEAR_FIRST.fullmatch(text):
        return _month(found[1], found[2])
    if found := _YEAR_LAST.fullmatch(text):
        return _month(found[2], found[1])
    if _NUMBER.fullmatch(text):
        return _month("0", text)
    if found := _NAMED.fullmatch(text):
        year = found[2] or found[3] or "0"
        return _month(f"20{year}" if len(year) == 2 else year, str(_number_of(plain(found[1] or found[4]))))
    return None


def _number_of(name: str) -> int:
    """Return the number of a month by its name or at least three letters of it; 0 where none is meant."""
    if len(name) < _SHORTEST:
        return 0
    months = (place for place, names in enumerate(_NAMES, 1) if any(each.startswith(name) for each in names.split()))
    return next(months, 0)


def _month(year: str, month: str) -> Month | None:
    said = Month(int(year), int(month))
    return said if 1 <= said.month <= 12 and (said.year == 0 or 1900 <= said.year <= 2200) else None
