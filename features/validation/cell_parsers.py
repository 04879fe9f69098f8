"""The value of one cell, read from its text."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from features.i18n.text import Bilingual
from features.schema.tables import Column, Kind

YES_NO: Mapping[str, float] = {
    "true": 1.0, "1": 1.0, "yes": 1.0, "da": 1.0, "1.0": 1.0,
    "false": 0.0, "0": 0.0, "no": 0.0, "nu": 0.0, "0.0": 0.0,
}  # fmt: skip

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})( 00:00:00)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})([ T].*)?")
EARLIEST = dt.date(1900, 1, 1)
_SPREADSHEET_DAY_0 = dt.date(1899, 12, 30)


class CellError(Exception):
    """One cell that cannot be read: the problem's code and what the sentence needs.

    Who reads a column catches it and makes a ``WrongCell`` of it, which knows the rows that have the cell.
    """

    def __init__(self, code: str, **values: str | Bilingual) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def text_of(cell: object) -> str:
    """Return a cell as a CSV file would have it: a whole number without a point, a midnight without a time."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, dt.datetime) and cell == cell.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        return cell.date().isoformat()
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)


def read_text(_column: Column, text: str, _today: dt.date) -> str:
    """Return the text itself."""
    return text


def _read_date(column: Column, text: str, today: dt.date) -> np.datetime64:
    match = _DATE.fullmatch(text)
    if not match:
        day = _meant_day(text)
        raise CellError("not_a_date", hint=f", {day.isoformat()}" if day else "")
    day = _day(*match.group(1, 2, 3))
    if day is None:
        raise CellError("no_such_day")
    if day < EARLIEST:
        raise CellError("early_date", earliest=EARLIEST.isoformat())
    if column.past and day > today:
        raise CellError("future_date", today=today.isoformat())
    return np.datetime64(day, "s")


def _meant_day(text: str) -> dt.date | None:
    """Guess the day of a date that is written otherwise, day first as in Romania; None without a guess."""
    if match := _DAY_FIRST.fullmatch(text):
        return _day(*match.group(3, 2, 1))
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(*match.group(1, 2, 3))
    if re.fullmatch(r"[34]\d{4}", text):  # the number a spreadsheet keeps: 45691 is 2025-02-03
        return _SPREADSHEET_DAY_0 + dt.timedelta(days=int(text))
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_number(text: str) -> float:
    """Read a number with a decimal point; CellError otherwise.

    >>> read_number("7.50")
    7.5
    """
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if _COMMA_NUMBER.fullmatch(text):
        raise CellError("decimal_comma", hint=text.replace(",", "."))
    raise CellError("not_a_number")


def _read_in_range(column: Column, text: str, _today: dt.date) -> float:
    value = read_number(text)
    if column.kind == "whole" and value != round(value):
        raise CellError("not_whole")
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise CellError("out_of_range", range=range_words(low, high))
    return value


def range_words(low: float | None, high: float | None) -> Bilingual:
    """Say which numbers are allowed.

    >>> range_words(0, 24).en
    'from 0 to 24'
    """
    if high is None:
        return Bilingual(f"of {low:g} or more", f"de cel puțin {low:g}")
    if low is None:
        return Bilingual(f"of {high:g} or less", f"de cel mult {high:g}")
    return Bilingual(f"from {low:g} to {high:g}", f"de la {low:g} la {high:g}")


def _read_yes_no(_column: Column, text: str, _today: dt.date) -> float:
    try:
        return YES_NO[text.lower()]
    except KeyError:
        raise CellError("not_yes_no") from None


def _read_choice(column: Column, text: str, _today: dt.date) -> str:
    if text not in column.choices:
        raise CellError("not_a_choice")
    return text


READERS: Mapping[Kind, Callable[[Column, str, dt.date], Any]] = {
    "date": _read_date,
    "whole": _read_in_range,
    "number": _read_in_range,
    "yes_no": _read_yes_no,
    "choice": _read_choice,
}
