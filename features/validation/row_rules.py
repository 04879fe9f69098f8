"""Cells and rows that contradict the schema."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem
from features.schema.tables import EVENT_TABLES, is_school_year
from features.validation.checked_table import CheckedTable, cell_problems, problems_at
from features.validation.columns import ParsedColumn, WrongCell, parse_cells
from features.validation.key_rules import key_problems
from features.validation.marks import read_marks

HOURS_OF_A_DAY = 24


def type_table(raw: RawTable, declared: Declarations, *, today: dt.date) -> tuple[CheckedTable, list[Problem]]:
    """Read every cell of a table and check each row by itself, and the table for repeated keys.

    Texts are categorical in the tables of events. The typed table does not keep the raw cells.
    """
    columns = [column for column in raw.table.columns if column.name in raw.frame.columns]
    values: dict[str, pd.Series[Any]] = {}
    faults: dict[str, tuple[WrongCell, ...]] = {}
    distinct: dict[str, npt.NDArray[Any]] = {}
    key_codes: dict[str, Codes] = {}
    for column in columns:
        parsed = parse_cells(column, raw.frame[column.name], today=today)
        values[column.name] = _typed_column(parsed, raw)
        faults[column.name], distinct[column.name] = parsed.faults, parsed.distinct
        if column.name in raw.table.key:
            key_codes[column.name] = parsed.codes
    wrong = {name: _wrong_cells(each, len(raw.frame)) for name, each in faults.items()}
    frame = pd.DataFrame(values, raw.frame.index, copy=False)
    typed = CheckedTable(raw.without_cells(), frame, wrong, distinct, key_codes)
    problems = [problem for column in columns for problem in cell_problems(typed, column, faults[column.name])]
    if raw.table.name == "grades" and typed.has("mark", "scale"):
        problems += read_marks(typed, declared)
    return typed, problems + _row_problems(typed) + key_problems(typed)


def _typed_column(parsed: ParsedColumn, raw: RawTable) -> "pd.Series[Any]":
    is_text = parsed.distinct.dtype == object
    values = parsed.categorical() if is_text and raw.table.name in EVENT_TABLES else parsed.values
    return pd.Series(values, raw.frame.index, values.dtype, copy=False)


def _wrong_cells(faults: Iterable[WrongCell], length: int) -> npt.NDArray[np.bool_]:
    wrong = np.zeros(length, dtype=bool)
    for fault in faults:
        wrong[fault.rows] = bool(fault.text)  # an empty required cell is missing, not wrong
    return wrong


def _row_problems(typed: CheckedTable) -> list[Problem]:
    """Check the rules that hold between the cells of one row."""
    frame, name = typed.frame, typed.table.name
    problems = []
    for table, first, second in (
        ("enrolments", "enrolled_on", "left_on"),
        ("attendance", "from_date", "date"),
        ("terms", "starts_on", "ends_on"),
    ):
        if name == table and typed.has(first, second):
            wrong = np.asarray(frame[second] < frame[first])
            problems += problems_at(typed, "date_order", second, wrong, {"other": first})
    if name == "enrolments" and typed.has("school_year"):
        labels = frame["school_year"]
        strange = np.asarray(labels.isin([label for label in labels.dropna().unique() if not is_school_year(label)]))
        problems += problems_at(typed, "not_a_school_year", "school_year", strange & ~typed.given("left_on"), {})
    if name == "attendance" and typed.has("hours"):
        total = np.asarray(frame["hours"] > HOURS_OF_A_DAY)
        problems += problems_at(typed, "needs_from_date", "hours", total & ~typed.given("from_date"), {})
    return problems
