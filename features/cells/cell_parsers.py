"""The value of one cell, read from its text."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from features.i18n.text import Bilingual
from features.schema.tables import Column, Kind

YES_NO: Mapping[str, float] = {"1": 1.0, "1.0": 1.0, "0": 0.0, "0.0": 0.0}  # as the words of a column are spelt

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
EARLIEST = dt.date(1900, 1, 1)

_PLANNED = ("enrolled_on", "valid_from")  # days that are often written down before they come


class CellError(Exception):
    """One cell that cannot be read: the problem's code and what the sentence needs.

    Who reads a column catches it and makes a ``WrongCell`` of it, which knows the rows that have the cell.
    """

    def __init__(self, code: str, proofs: Mapping[str, int] | None = None, **values: str | Bilingual) -> None:
        """``proofs`` name, among the distinct cells of the column, those whose rows the sentence tells."""
        super().__init__(code)
        self.code = code
        self.proofs = proofs or {}
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
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise CellError("no_such_day") from None
    if day < EARLIEST:
        raise CellError("early_date", earliest=EARLIEST.isoformat())
    if column.past and day > today:
        raise CellError("future_plan" if column.name in _PLANNED else "future_date", today=today.isoformat())
    return np.datetime64(day, "s")


def read_number(text: str) -> float:
    """Read a number with a decimal point; CellError otherwise.

    >>> read_number("7.50")
    7.5
    """
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    raise CellError("not_a_number")


def _read_in_range(column: Column, text: str, _today: dt.date) -> float:
    value = read_number(text.removesuffix("%").strip() if column.unit == "percent" else text)
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
        return YES_NO[text]
    except KeyError:
        raise CellError("not_yes_no") from None


def _read_choice(column: Column, text: str, _today: dt.date) -> str:
    if text not in column.choices:
        raise CellError("not_an_outcome" if column.name == "outcome" else "not_a_choice")
    return text


READERS: Mapping[Kind, Callable[[Column, str, dt.date], Any]] = {
    "date": _read_date,
    "whole": _read_in_range,
    "number": _read_in_range,
    "yes_no": _read_yes_no,
    "choice": _read_choice,
}
