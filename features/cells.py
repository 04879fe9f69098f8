"""How are the cells of a column turned into values, and which of them cannot be?

Cells repeat: 12 million absences have some hundred dates. Each distinct cell is therefore read once, as text,
whatever the file format, and the results are spread over the rows.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.problems import Bilingual, has_identity_number
from features.schema import Column, Kind

YES_NO: Mapping[str, float] = {
    "true": 1.0, "1": 1.0, "yes": 1.0, "da": 1.0, "1.0": 1.0,
    "false": 0.0, "0": 0.0, "no": 0.0, "nu": 0.0, "0.0": 0.0,
}  # fmt: skip

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})( 00:00:00)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})([ T].*)?")
_EARLIEST = dt.date(1900, 1, 1)
_SPREADSHEET_DAY_0 = dt.date(1899, 12, 30)


class CellFault(Exception):  # noqa: N818  (a fault of the data, raised and caught here)
    """A cell that cannot be read: the problem's code and what the sentence needs."""

    def __init__(self, code: str, **values: str | Bilingual) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Fault:
    """One distinct wrong cell: its text, and the positions of the rows that have it."""

    code: str
    text: str
    rows: npt.NDArray[np.intp]
    values: Mapping[str, str | Bilingual]


@dataclass(frozen=True)
class Parsed:
    """The values of a column, and the faults among its distinct cells.

    ``codes`` number the cell of each row; ``distinct`` are the values of these numbers, the last one of code -1, a
    missing cell.
    """

    codes: npt.NDArray[np.intp]
    distinct: npt.NDArray[Any]
    faults: tuple[Fault, ...]

    @property
    def values(self) -> npt.NDArray[Any]:
        """The values row by row."""
        return self.distinct[self.codes]

    def categorical(self) -> pd.Categorical:
        """Return texts row by row, each distinct one kept once: a row takes one to four bytes instead of eight."""
        codes, categories = pd.factorize(self.distinct)  # "p1" and " p1" are two cells and one value
        narrow = codes.astype(np.min_scalar_type(-len(categories) - 1))
        return pd.Categorical.from_codes(narrow[self.codes], categories=pd.Index(categories, dtype=object))


def parse_cells(column: Column, cells: "pd.Series[Any]", *, today: dt.date) -> Parsed:
    """Read the cells of one column.

    Parameters
    ----------
    column
        What the cells should be.
    cells
        One entry per row: text, or typed values as a Parquet file has them.
    today
        No date of a ``past`` column may be later.

    Returns
    -------
    Parsed
        ``datetime64[s]`` for dates, float64 for numbers and yes/no (missing: NaN), text or None otherwise. A wrong
        cell counts as missing and is among the faults; so is an empty cell of a required column.
    """
    codes, distinct = _distinct(cells)
    texts = [_text(cell) for cell in distinct]
    read = _READERS.get(column.kind, _read_text)
    values: list[Any] = [_MISSING[column.kind]] * (len(texts) + 1)  # the last one serves code -1, a missing cell
    wrong: dict[int, CellFault] = {}
    for position, text in enumerate(texts):
        try:
            if has_identity_number(text):
                raise CellFault("identity_number")
            if text:
                values[position] = read(column, text, today)
        except CellFault as fault:
            wrong[position] = fault
    rows = rows_by_code(codes, wrong)
    faults = [Fault(fault.code, texts[code], rows[code], fault.values) for code, fault in wrong.items()]
    if column.required:
        empty = np.flatnonzero(np.array([*(not text for text in texts), True])[codes])
        faults += [Fault("missing_value", "", empty, {})] if len(empty) else []
    return Parsed(codes, _array(column.kind, values), tuple(faults))


def rows_by_code(codes: npt.NDArray[np.intp], wanted: Iterable[int]) -> dict[int, npt.NDArray[np.intp]]:
    """Return the rows that have each of the wanted codes, in one pass however many codes are wanted.

    >>> rows_by_code(np.array([5, 7, 5, 9]), [5, 9])
    {5: array([0, 2]), 9: array([3])}
    """
    codes_wanted = np.fromiter(wanted, dtype=np.intp)
    rows = np.flatnonzero(np.isin(codes, codes_wanted)) if len(codes_wanted) else np.empty(0, dtype=np.intp)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(codes[rows], prepend=-2))
    return dict(zip(codes[rows[starts]].tolist(), np.split(rows, starts[1:]), strict=False))


def _distinct(cells: "pd.Series[Any]") -> "tuple[npt.NDArray[np.intp], Any]":
    """Number the distinct cells: the number of each row's cell (-1 where it is missing), and the cells."""
    try:
        codes, distinct = pd.factorize(cells)
    except TypeError:  # lists or structures, as a Parquet file may hold
        codes, distinct = pd.factorize(cells.map(str, na_action="ignore"))
    return codes, distinct


def _array(kind: Kind, values: list[Any]) -> npt.NDArray[Any]:
    if kind == "date":
        return np.array(values, dtype="datetime64[s]")
    if kind in ("whole", "number", "yes_no"):
        return np.array(values, dtype=np.float64)
    return np.array(values, dtype=object)


def _text(cell: object) -> str:
    """Return a cell as a CSV file would have it: a whole number without a point, a midnight without a time."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, dt.datetime) and cell == cell.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        return cell.date().isoformat()
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)


def _read_text(_column: Column, text: str, _today: dt.date) -> str:
    return text


def _read_date(column: Column, text: str, today: dt.date) -> np.datetime64:
    match = _DATE.fullmatch(text)
    if not match:
        day = _meant_day(text)
        raise CellFault("not_a_date", hint=f", {day.isoformat()}" if day else "")
    day = _day(*match.group(1, 2, 3))
    if day is None:
        raise CellFault("no_such_day")
    if day < _EARLIEST:
        raise CellFault("early_date", earliest=_EARLIEST.isoformat())
    if column.past and day > today:
        raise CellFault("future_date", today=today.isoformat())
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
    """Read a number with a decimal point; CellFault otherwise.

    >>> read_number("7.50")
    7.5
    """
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if _COMMA_NUMBER.fullmatch(text):
        raise CellFault("decimal_comma", hint=text.replace(",", "."))
    raise CellFault("not_a_number")


def _read_in_range(column: Column, text: str, _today: dt.date) -> float:
    value = read_number(text)
    if column.kind == "whole" and value != round(value):
        raise CellFault("not_whole")
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise CellFault("out_of_range", range=range_words(low, high))
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
        raise CellFault("not_yes_no") from None


def _read_choice(column: Column, text: str, _today: dt.date) -> str:
    if text not in column.choices:
        raise CellFault("not_a_choice")
    return text


_READERS: Mapping[Kind, Callable[[Column, str, dt.date], Any]] = {
    "date": _read_date,
    "whole": _read_in_range,
    "number": _read_in_range,
    "yes_no": _read_yes_no,
    "choice": _read_choice,
}

_MISSING: Mapping[Kind, Any] = {
    "date": np.datetime64("NaT"),
    "whole": np.nan,
    "number": np.nan,
    "yes_no": np.nan,
    "choice": None,
    "id": None,
    "text": None,
    "school_year": None,
    "mark": None,
}
