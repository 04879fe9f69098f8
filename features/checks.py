"""Which cells, rows and tables contradict the schema?"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.cells import CellFault, Fault, parse_cells, range_words, read_number
from features.declared import Declarations
from features.problems import Bilingual, Problem, quoted
from features.reading import RawTable
from features.schema import Column, Scale, Table

SHOWN_CELLS = 20  # distinct wrong cells of one kind in one column that get a sentence of their own
FIRST_ROW = 2  # the header is row 1


@dataclass(frozen=True)
class TypedTable:
    """A table with typed values, still with the file it came from."""

    table: Table
    file: str
    frame: pd.DataFrame


def type_table(raw: RawTable, declared: Declarations, *, today: dt.date) -> tuple[TypedTable, list[Problem]]:
    """Read every cell of a table and check each row by itself."""
    values: dict[str, npt.NDArray[np.generic]] = {}
    problems: list[Problem] = []
    for column in raw.table.columns:
        if column.name in raw.frame.columns:
            parsed = parse_cells(column, raw.frame[column.name], today=today)
            values[column.name] = parsed.values
            problems += _cell_problems(raw.file, column, parsed.faults)
    typed = TypedTable(raw.table, raw.file, pd.DataFrame(values, index=raw.frame.index))
    if raw.table.name == "grades" and {"mark", "scale"} <= values.keys():
        problems += _read_marks(typed, declared)
    problems += _row_problems(typed)
    problems += _key_problems(typed)
    return typed, problems


def check_together(tables: Sequence[TypedTable]) -> list[Problem]:
    """Check what one table says of another: every pupil needs an enrolment, every school its row."""
    pupils = _known_ids(tables, "enrolments", "pupil_id")
    schools = _known_ids(tables, "schools", "school_id")
    problems = []
    for typed in tables:
        if typed.table.name != "enrolments":
            problems += _stray_ids(typed, "pupil_id", pupils, "unknown_pupil")
        if schools is not None:
            problems += _stray_ids(typed, "school_id", schools, "unknown_school")
            problems += _stray_ids(typed, "parent_school_id", schools, "unknown_school")
    enrolments = [typed for typed in tables if typed.table.name == "enrolments"]
    if enrolments and not sum(len(typed.frame) for typed in enrolments):
        problems.append(Problem("no_rows", enrolments[0].file))
    return problems


def _cell_problems(file: str, column: Column, faults: Iterable[Fault]) -> list[Problem]:
    by_code: dict[str, list[Fault]] = {}
    for fault in faults:
        by_code.setdefault(fault.code, []).append(fault)
    return [problem for same in by_code.values() for problem in _grouped(file, column, same)]


def _grouped(file: str, column: Column, faults: Sequence[Fault]) -> Iterator[Problem]:
    """Give each distinct wrong cell a problem; beyond ``SHOWN_CELLS`` of them the rest share one."""
    for fault in faults[:SHOWN_CELLS]:
        yield _problem(file, column, fault, fault.rows, _found(fault))
    rest = faults[SHOWN_CELLS:]
    if rest:
        rows = np.sort(np.concatenate([fault.rows for fault in rest]))
        found = Bilingual(f"{len(rest)} more cells like it", f"încă {len(rest)} celule asemănătoare")
        yield _problem(file, column, rest[0], rows, found)


def _found(fault: Fault) -> str | Bilingual:
    if fault.code == "identity_number":
        return Bilingual("a number of 13 digits", "un număr de 13 cifre")
    return quoted(fault.text) if fault.text else ""


def _problem(file: str, column: Column, fault: Fault, rows: npt.NDArray[np.intp], found: str | Bilingual) -> Problem:
    values = {
        "meaning": Bilingual(column.en, column.ro), "choices": ", ".join(column.choices), **fault.values,
    }  # fmt: skip
    return Problem(fault.code, file, _rows(rows), column.name, found, values)


def _rows(positions: npt.NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(int(position) + FIRST_ROW for position in positions)


def _read_marks(typed: TypedTable, declared: Declarations) -> list[Problem]:
    """Turn marks into numbers on their scale, in place; report unknown scales and marks that are not on theirs."""
    frame = typed.frame
    marks, scales = frame["mark"], frame["scale"]
    pairs, distinct = pd.factorize(pd.MultiIndex.from_arrays([marks.fillna(""), scales.fillna("")]))
    numbers = np.full(len(distinct), np.nan)
    faults: dict[str, list[Fault]] = {"scale": [], "mark": []}
    for position, (mark, name) in enumerate(distinct):
        scale = declared.scale(name)
        try:
            if name and scale is None:
                known = ", ".join(each.name for each in declared.scales)
                raise CellFault("unknown_scale", scales=known)
            if mark and scale is not None:
                numbers[position] = read_mark(mark, scale)
        except CellFault as fault:
            column, text = ("scale", name) if fault.code == "unknown_scale" else ("mark", mark)
            faults[column].append(Fault(fault.code, text, np.flatnonzero(pairs == position), fault.values))
    frame["mark"] = numbers[pairs]
    return [
        problem
        for name, found in faults.items()
        for problem in _cell_problems(typed.file, typed.table.column(name), found)
    ]


def read_mark(mark: str, scale: Scale) -> float:
    """Return the place of a mark on its scale as a number; CellFault when it is not on it.

    >>> from features.schema import SCALES
    >>> read_mark("FB", SCALES[1])
    4.0
    """
    words = dict(scale.words)
    number = words[mark] if mark in words else read_number(mark) if not words else np.nan
    if not scale.lowest <= number <= scale.highest:
        allowed = ", ".join(words) if words else ""
        words_range = (
            Bilingual(f"among {allowed}", f"dintre {allowed}") if words else range_words(scale.lowest, scale.highest)
        )
        raise CellFault("mark_not_on_scale", scale=scale.name, range=words_range)
    return float(number)


def _row_problems(typed: TypedTable) -> list[Problem]:
    """Check the rules that hold between the cells of one row."""
    frame, name = typed.frame, typed.table.name
    problems = []
    for table, first, second in (
        ("enrolments", "enrolled_on", "left_on"),
        ("attendance", "from_date", "date"),
        ("terms", "starts_on", "ends_on"),
    ):
        if name == table and {first, second} <= set(frame.columns):
            wrong = np.flatnonzero(frame[second] < frame[first])
            problems += _at(typed, "date_order", second, wrong, {"other": first})
    if name == "enrolments" and "school_year" in frame.columns:
        left = frame["left_on"] if "left_on" in frame.columns else pd.Series(pd.NaT, index=frame.index)
        labels = frame["school_year"].fillna("")
        wrong = np.flatnonzero((labels != "") & ~labels.map(is_school_year).astype(bool) & left.isna())
        problems += _at(typed, "not_a_school_year", "school_year", wrong, {})
    if name == "attendance" and "hours" in frame.columns:
        period = frame["from_date"].notna() if "from_date" in frame.columns else False
        problems += _at(typed, "needs_from_date", "hours", np.flatnonzero((frame["hours"] > 24) & ~period), {})
    return problems


def is_school_year(label: str) -> bool:
    """Tell whether a label names a school year by its two calendar years.

    >>> is_school_year("2025-2026"), is_school_year("2025-2027"), is_school_year("2013J")
    (True, False, False)
    """
    first, _, second = label.partition("-")
    return len(label) == 9 and first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1


def _at(
    typed: TypedTable, code: str, column: str, positions: npt.NDArray[np.intp], values: Mapping[str, str | Bilingual]
) -> list[Problem]:
    """Give one problem for each distinct cell found at these positions."""
    if not len(positions):
        return []
    cells = typed.frame[column].iloc[positions].map(_cell_text)
    groups = {text: positions[cells.to_numpy() == text] for text in cells.unique()}
    faults = [Fault(code, text, rows, values) for text, rows in groups.items()]
    return _cell_problems(typed.file, typed.table.column(column), faults)


def _cell_text(value: object) -> str:
    if pd.isna(value):
        return "-"
    if isinstance(value, dt.datetime):  # a Timestamp is one
        return value.date().isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _key_problems(typed: TypedTable) -> list[Problem]:
    key = [name for name in typed.table.key if name in typed.frame.columns]
    if not key or not set(typed.table.key[:1]) <= set(key):
        return []
    complete = typed.frame[key[0]].notna()
    repeated = np.flatnonzero(complete & typed.frame.duplicated(key, keep=False))
    if not len(repeated):
        return []
    keys = typed.frame.iloc[repeated][key].map(_cell_text).agg(", ".join, axis="columns")
    groups = {text: repeated[keys.to_numpy() == text] for text in keys.unique()}
    faults = [Fault("duplicate_key", text, rows, {"key": ", ".join(key)}) for text, rows in groups.items()]
    return _cell_problems(typed.file, typed.table.column(key[0]), faults)


def _known_ids(tables: Iterable[TypedTable], name: str, column: str) -> set[str] | None:
    parts = [typed.frame[column] for typed in tables if typed.table.name == name and column in typed.frame.columns]
    return {value for part in parts for value in part.dropna().unique()} if parts else None


def _stray_ids(typed: TypedTable, column: str, known: set[str] | None, code: str) -> list[Problem]:
    if known is None or column not in typed.frame.columns:
        return []
    values = typed.frame[column]
    strays = set(values.dropna().unique()) - known
    return _at(typed, code, column, np.flatnonzero(values.isin(strays)), {}) if strays else []
