"""Cells of tables that people open with a spreadsheet program, none of which it runs as a formula."""

import re
from typing import Any

import pandas as pd

# At the beginning, and after a semicolon: where that separates columns, a cell begins there too.
_RUNS_AS_FORMULA = re.compile(r'(^|;)(?=[\s"]*[=+\-@\t\r＝＋－＠])')
_CONTROL = re.compile(r"[\x00-\x1f]")  # ends a row, or may not stand in a workbook at all


def guarded(text: str) -> str:
    """Return a text on one line that no spreadsheet runs as a formula: a leading apostrophe makes it plain.

    >>> guarded("=1+1"), guarded("7A"), guarded("VIII;=1+1")
    ("'=1+1", '7A', "VIII;'=1+1")
    """
    return _CONTROL.sub(" ", _RUNS_AS_FORMULA.sub(r"\1'", text))


def guarded_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts, headings among them, are guarded; numbers, dates and yes/no stay what they are."""
    columns = {name: _guarded_column(column) for name, column in table.items()}
    return pd.DataFrame(columns, copy=False).rename(columns=lambda name: guarded(str(name)))


def _guarded_column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Guard each distinct text once."""
    if pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_datetime64_any_dtype(column.dtype):
        return column
    texts = {value: guarded(value) for value in column.unique() if isinstance(value, str)}
    changed = {value: plain for value, plain in texts.items() if value != plain}
    return column.astype(object).replace(changed) if changed else column
