"""Cells and rows that contradict the schema."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem
from features.schema.tables import Scale
from features.validation.cell_parsers import CellError, range_words, read_number
from features.validation.checked_table import CheckedTable, cell_problems, problems_at
from features.validation.columns import ParsedColumn, WrongCell, parse_cells, rows_by_code
from features.validation.key_rules import key_problems

HOURS_OF_A_DAY = 24

# A row per event: millions of rows, whose texts repeat. They are kept as categorical columns, which take a fifth of the
# memory and of which each distinct text is looked at once.
EVENT_TABLES = ("attendance", "grades")


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
        problems += _read_marks(typed, declared)
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


def _read_marks(typed: CheckedTable, declared: Declarations) -> list[Problem]:
    """Turn marks into numbers on their scale, in place; report unknown scales and marks that are not on theirs."""
    marks, scales = typed.frame["mark"], typed.frame["scale"]
    known = [scale.name for scale in declared.scales]
    is_unknown = np.array([*(name not in known for name in scales.cat.categories), False])
    unknown = is_unknown[scales.cat.codes.to_numpy()]
    problems = problems_at(typed, "unknown_scale", "scale", unknown, {"scales": ", ".join(known)})
    pairs, distinct = _distinct_pairs(marks, scales)
    numbers = np.full(len(distinct), np.nan)
    wrong: dict[int, CellError] = {}
    for position, (mark, name) in enumerate(distinct):
        scale = declared.scale(name)
        if mark and scale is not None:
            try:
                numbers[position] = read_mark(mark, scale)
            except CellError as fault:
                wrong[position] = fault
    typed.frame["mark"] = numbers[pairs]
    rows = rows_by_code(pairs, wrong)
    faults = [WrongCell(fault.code, distinct[each][0], rows[each], fault.values) for each, fault in wrong.items()]
    return problems + cell_problems(typed, typed.table.column("mark"), faults)


def _distinct_pairs(
    first: "pd.Series[Any]", second: "pd.Series[Any]"
) -> tuple[npt.NDArray[np.intp], list[tuple[str, str]]]:
    """Number the distinct pairs of two categorical columns: the number of each row's pair, and the pairs.

    A missing text is "".
    """
    firsts, seconds = (["", *each.cat.categories] for each in (first, second))  # the code -1 of a missing text: place 0
    one, other = (each.cat.codes.to_numpy() for each in (first, second))
    dtype = np.min_scalar_type(-len(firsts) * len(seconds))
    numbers, packed = pd.factorize((one.astype(dtype) + dtype.type(1)) * dtype.type(len(seconds)) + (other + 1))
    return numbers, [(firsts[each // len(seconds)], seconds[each % len(seconds)]) for each in packed]


def read_mark(mark: str, scale: Scale) -> float:
    """Return the place of a mark on its scale as a number; CellError when it is not on it.

    >>> from features.schema.tables import SCALES
    >>> read_mark("FB", SCALES[1])
    4.0
    """
    words = dict(scale.words)
    number = words.get(mark, np.nan) if words else _number_or_nan(mark)
    if not scale.lowest <= number <= scale.highest:
        allowed = ", ".join(words)
        words_range = (
            Bilingual(f"among {allowed}", f"dintre {allowed}") if words else range_words(scale.lowest, scale.highest)
        )
        raise CellError("mark_not_on_scale", scale=scale.name, range=words_range)
    return float(number)


def _number_or_nan(mark: str) -> float:
    try:
        return read_number(mark)
    except CellError as fault:
        if fault.code == "decimal_comma":
            raise
        return np.nan


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


def is_school_year(label: str) -> bool:
    """Tell whether a label names a school year by its two calendar years.

    >>> is_school_year("2025-2026"), is_school_year("2025-2027"), is_school_year("2013J")
    (True, False, False)
    """
    first, _, second = label.partition("-")
    return len(label) == 9 and first.isdecimal() and int(first) >= 1900 and second == str(int(first) + 1)
