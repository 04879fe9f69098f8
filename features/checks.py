"""Which cells and rows contradict the schema?"""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.cells import CellFault, Fault, parse_cells, range_words, read_number, rows_by_code
from features.declared import Declarations
from features.keys import key_problems
from features.problems import Bilingual, Problem
from features.reading import RawTable
from features.schema import Scale
from features.typed import TypedTable, cell_problems, problems_at

HOURS_OF_A_DAY = 24


def type_table(raw: RawTable, declared: Declarations, *, today: dt.date) -> tuple[TypedTable, list[Problem]]:
    """Read every cell of a table and check each row by itself, and the table for repeated keys."""
    columns = [column for column in raw.table.columns if column.name in raw.frame.columns]
    parsed = {column.name: parse_cells(column, raw.frame[column.name], today=today) for column in columns}
    values = {name: pd.Series(each.values, raw.frame.index, each.values.dtype) for name, each in parsed.items()}
    wrong = {name: _wrong_cells(each.faults, len(raw.frame)) for name, each in parsed.items()}
    typed = TypedTable(raw, pd.DataFrame(values, raw.frame.index), wrong)
    problems = [problem for column in columns for problem in cell_problems(typed, column, parsed[column.name].faults)]
    if raw.table.name == "grades" and typed.has("mark", "scale"):
        problems += _read_marks(typed, declared)
    return typed, problems + _row_problems(typed) + key_problems(typed)


def _wrong_cells(faults: Iterable[Fault], length: int) -> npt.NDArray[np.bool_]:
    wrong = np.zeros(length, dtype=bool)
    for fault in faults:
        wrong[fault.rows] = bool(fault.text)  # an empty required cell is missing, not wrong
    return wrong


def _read_marks(typed: TypedTable, declared: Declarations) -> list[Problem]:
    """Turn marks into numbers on their scale, in place; report unknown scales and marks that are not on theirs."""
    marks, scales = typed.frame["mark"].fillna(""), typed.frame["scale"].fillna("")
    known = [scale.name for scale in declared.scales]
    unknown = np.asarray(~scales.isin(["", *known]))
    problems = problems_at(typed, "unknown_scale", "scale", unknown, {"scales": ", ".join(known)})
    pairs, distinct = pd.factorize(pd.MultiIndex.from_arrays([marks, scales]))
    numbers = np.full(len(distinct), np.nan)
    wrong: dict[int, CellFault] = {}
    for position, (mark, name) in enumerate(distinct):
        scale = declared.scale(name)
        if mark and scale is not None:
            try:
                numbers[position] = read_mark(mark, scale)
            except CellFault as fault:
                wrong[position] = fault
    typed.frame["mark"] = numbers[pairs]
    rows = rows_by_code(pairs, wrong)
    faults = [Fault(fault.code, distinct[each][0], rows[each], fault.values) for each, fault in wrong.items()]
    return problems + cell_problems(typed, typed.table.column("mark"), faults)


def read_mark(mark: str, scale: Scale) -> float:
    """Return the place of a mark on its scale as a number; CellFault when it is not on it.

    >>> from features.schema import SCALES
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
        raise CellFault("mark_not_on_scale", scale=scale.name, range=words_range)
    return float(number)


def _number_or_nan(mark: str) -> float:
    try:
        return read_number(mark)
    except CellFault as fault:
        if fault.code == "decimal_comma":
            raise
        return np.nan


def _row_problems(typed: TypedTable) -> list[Problem]:
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
        labels = frame["school_year"].fillna("")
        strange = np.asarray((labels != "") & ~labels.map(is_school_year).astype(bool))
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
