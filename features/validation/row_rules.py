"""Cells and rows that contradict the schema."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes
from features.cells.columns import ParsedColumn, WrongCell, parse_cells
from features.cells.dates import Order
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem
from features.schema.school_time import weekday_numbers
from features.schema.tables import EVENT_TABLES
from features.validation.attendance_hours import columns_to_read, with_hours
from features.validation.checked_table import CheckedTable, cell_problems, problems_at
from features.validation.key_rules import with_keys_checked
from features.validation.marks import due_marks, read_marks
from features.validation.monthly_totals import with_excused_parts, with_months
from features.validation.other_tables import NOTHING_SAID, OtherTables
from features.validation.scale_of_marks import with_scale

HOURS_OF_A_DAY = 24
_HOLIDAY = re.compile(r"vacan|holiday|.*\b(holidays|break)\b", re.IGNORECASE)


def check_table(
    raw: RawTable, declared: Declarations, *, today: dt.date, others: OtherTables = NOTHING_SAID
) -> tuple[CheckedTable, list[Problem]]:
    """Read every cell of a table and check each row by itself, and the table for repeated keys.

    Texts are categorical in the tables of events. The checked table does not keep the raw cells. ``others`` is what
    other tables say of what this one leaves open; a table is ``in_doubt`` where they could.
    """
    raw, of_scale = with_scale(raw, declared, others)
    columns = columns_to_read(raw)
    values: dict[str, pd.Series[Any]] = {}
    wrong_cells: dict[str, tuple[WrongCell, ...]] = {}
    distinct: dict[str, npt.NDArray[Any]] = {}
    key_codes: dict[str, Codes] = {}
    notes, proved, in_doubt = list(raw.notes), set[Order](), bool(of_scale)
    for column in columns:
        parsed = parse_cells(column, raw.frame[column.name], today=today, dots=others.dots)
        values[column.name] = _array_of(parsed, raw)
        wrong_cells[column.name], distinct[column.name] = parsed.wrong_cells, parsed.distinct
        if column.name in raw.table.key:
            key_codes[column.name] = parsed.codes
        notes += parsed.notes
        proved.add(parsed.proved)
        in_doubt |= parsed.in_doubt
    wrong = {name: _wrong_rows(each, len(raw.frame)) for name, each in wrong_cells.items()}
    frame = pd.DataFrame(values, raw.frame.index, copy=False)
    if raw.table.name == "grades":
        wrong_cells = due_marks(frame, wrong_cells)
    read_as = (tuple(notes), frozenset(proved - {""}), in_doubt)
    checked = CheckedTable(raw.without_cells(), frame, wrong, distinct, key_codes, *read_as)
    problems = of_scale + [
        problem for column in columns for problem in cell_problems(checked, column, wrong_cells[column.name])
    ]
    if raw.table.name == "grades" and checked.has("mark", "scale"):
        problems += read_marks(checked, declared)
    checked, of_months = with_months(checked, others, today=today)
    checked, of_parts = with_excused_parts(checked)
    checked, of_hours = with_hours(checked, declared)
    problems += [*of_months, *of_parts, *of_hours, *_row_problems(checked)]
    checked, of_keys = with_keys_checked(checked)
    return checked, problems + of_keys


def _array_of(parsed: ParsedColumn, raw: RawTable) -> "pd.Series[Any]":
    is_text = parsed.distinct.dtype == object
    values = parsed.categorical() if is_text and raw.table.name in EVENT_TABLES else parsed.values
    return pd.Series(values, raw.frame.index, values.dtype, copy=False)


def _wrong_rows(wrong_cells: Iterable[WrongCell], length: int) -> npt.NDArray[np.bool_]:
    wrong = np.zeros(length, dtype=bool)
    for cell in wrong_cells:
        wrong[cell.rows] = bool(cell.text)  # an empty required cell is missing, not wrong
    return wrong


def _row_problems(checked: CheckedTable) -> list[Problem]:
    """Check the rules that hold between the cells of one row."""
    frame, name = checked.frame, checked.table.name
    problems = []
    for table, first, second in (
        ("enrolments", "enrolled_on", "left_on"),
        ("attendance", "from_date", "date"),
        ("terms", "starts_on", "ends_on"),
    ):
        if name == table and checked.has(first, second):
            wrong = np.asarray(frame[second] < frame[first])
            problems += problems_at(checked, "date_order", second, wrong, {"other": checked.said(first)})
    if name == "terms" and checked.has("term"):
        free = np.array(
            [isinstance(text, str) and _HOLIDAY.match(text) is not None for text in frame["term"]], dtype=bool
        )
        problems += problems_at(checked, "not_a_term", "term", free, {})
    if name == "terms" and checked.has("weekdays"):
        strange = np.array(
            [isinstance(text, str) and not _are_weekdays(text) for text in frame["weekdays"]], dtype=bool
        )
        problems += problems_at(checked, "not_weekdays", "weekdays", strange, {})
    if name == "attendance" and checked.has("hours"):
        total = np.asarray(frame["hours"] > HOURS_OF_A_DAY)
        problems += problems_at(checked, "needs_from_date", "hours", total & ~checked.given("from_date"), {})
    if name == "attendance" and checked.has("hours", "lessons"):
        above = np.asarray(frame["hours"] > frame["lessons"])
        problems += problems_at(checked, "more_than_lessons", "hours", above, {})
    return problems


def _are_weekdays(text: str) -> bool:
    try:
        return bool(weekday_numbers(text))
    except ValueError:
        return False
