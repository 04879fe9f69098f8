"""What do the records hold, once nothing in them is wrong?"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from features.asof import known_before
from features.checks import type_table
from features.days import day_of, to_days
from features.declared import Declarations, read_declarations
from features.errors import RecordsError, UsageError
from features.headers import header_problems
from features.keys import check_together
from features.problems import Bilingual, Problem
from features.reading import RawTable, read_folder
from features.schema import FAMILY, TABLES, Column, Table
from features.typed import TypedTable

_EMPTY: Mapping[str, object] = {
    "date": np.datetime64("NaT", "s"), "whole": np.nan, "number": np.nan, "yes_no": np.nan, "mark": np.nan,
}  # fmt: skip
_UNKNOWN_TABLE = Bilingual("an unknown table", "un tabel necunoscut")


@dataclass(frozen=True)
class Records:
    """Checked records: one frame per table of the schema, every column of the schema in it.

    Dates are ``datetime64[s]``; ``known_on`` and ``left_known_on`` are filled in and never before the day they speak
    of. Numbers and yes/no (1.0, 0.0) are float64 with NaN for missing, text is str or None. ``mark`` is the mark's
    number on its scale. ``given`` names the tables that were there at all; the others are empty.
    """

    tables: Mapping[str, pd.DataFrame]
    declared: Declarations
    given: frozenset[str]

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def last_day(self) -> dt.date | None:
        """Return the latest date or ``known_on`` in attendance, grades and outcomes; None if they are all empty."""
        days = [
            self[table][column].max()
            for table in ("attendance", "grades", "outcomes")
            for column in ("date", "known_on")
        ]
        known = [day for day in days if not pd.isna(day)]
        return max(known).date() if known else None

    def last_day_before(self, as_of: dt.date) -> dt.date | None:
        """Return the latest day before ``as_of`` on which an absence or mark was learnt; None without any."""
        seen = [
            days[known_before(to_days(days), day_of(as_of))].max()
            for days in (self["attendance"]["known_on"], self["grades"]["known_on"])
        ]
        known = [day for day in seen if not pd.isna(day)]
        return max(known).date() if known else None


def load_records(path: Path, *, today: dt.date) -> Records:
    """Read and check a record folder.

    Parameters
    ----------
    path
        A folder of record files, or of ``county=XX`` folders of them.
    today
        No event may be dated later.

    Raises
    ------
    UsageError
        If there is no such folder.
    RecordsError
        If anything in it is wrong; it carries every problem of every file.
    """
    if not path.is_dir():
        raise UsageError(f"{path} is not a folder; name the folder that holds the record files.")
    declared, problems = read_declarations(path)
    raw, reading_problems = read_folder(path, tables_with(declared))
    return checked_records(raw, declared, [*problems, *reading_problems], today=today)


def records_from_rows(
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    declared: Declarations,
    problems: list[Problem],
    *,
    today: dt.date,
) -> Records:
    """Check rows that came without files, such as those of a request, like files; the table's name is the file."""
    tables = tables_with(declared)
    names = [table.name for table in tables]
    problems = problems + [
        Problem("unknown_file", name, found=_UNKNOWN_TABLE, values={"tables": ", ".join(names), "hint": ""})
        for name in rows
        if name not in names
    ]
    if "enrolments" not in rows:
        problems.append(Problem("no_enrolments", "records"))
    raw = [RawTable(table, table.name, _frame_of(rows[table.name])) for table in tables if table.name in rows]
    for each in raw:
        problems += header_problems(list(each.frame.columns), each.file, each.table) if len(each.frame) else []
    return checked_records(raw, declared, problems, today=today)


def checked_records(
    raw: Iterable[RawTable], declared: Declarations, problems: list[Problem], *, today: dt.date
) -> Records:
    """Check raw tables, whatever they were read from; raise RecordsError with all problems, earlier ones first."""
    typed: list[TypedTable] = []
    for table in raw:
        values, table_problems = type_table(table, declared, today=today)
        typed.append(values)
        problems = problems + table_problems
    problems = problems + check_together(typed)
    if not declared.readable:  # nobody knows what was declared
        problems = [problem for problem in problems if problem.code not in ("undeclared_column", "unknown_scale")]
    if problems:
        raise RecordsError(problems)
    return assemble(typed, declared)


def tables_with(declared: Declarations) -> tuple[Table, ...]:
    """Return the schema's tables, with the declared situation columns among those of ``family``."""
    further: tuple[Column, ...] = tuple(entry.column for entry in declared.situation)
    family = replace(FAMILY, columns=(*FAMILY.columns, *further))
    return tuple(family if table.name == "family" else table for table in TABLES)


def assemble(typed: Iterable[TypedTable], declared: Declarations) -> Records:
    """Put checked tables together: missing columns are added, counties joined, days of knowledge filled in."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for each in typed:
        parts.setdefault(each.table.name, []).append(each.frame)
    tables = {}
    for table in tables_with(declared):
        frames = [_complete(frame, table) for frame in parts.get(table.name, [])] or [_complete(pd.DataFrame(), table)]
        tables[table.name] = _fill_known(frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True), table)
    return Records(tables, declared, frozenset(parts))


def _frame_of(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return rows as a frame of cells; true and false as words, since they would equal 1 and 0."""
    names = dict.fromkeys(name for row in rows for name in row)
    cells = {name: pd.Series([_cell(row.get(name)) for row in rows], dtype=object) for name in names}
    return pd.DataFrame(cells, index=range(len(rows)))


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _complete(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the frame with the table's columns in the schema's order, missing ones empty."""
    return pd.DataFrame(
        {
            column.name: frame[column.name]
            if column.name in frame.columns
            else pd.Series(np.full(len(frame), _EMPTY.get(column.kind), _dtype(column)), frame.index, _dtype(column))
            for column in table.columns
        }
    )


def _dtype(column: Column) -> str:
    if column.kind == "date":
        return "datetime64[s]"
    return "float64" if column.kind in _EMPTY else "object"


def _fill_known(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Fill ``known_on`` with the day itself where it is missing or earlier."""
    day = {"family": "valid_from", "enrolments": "left_on"}.get(table.name, "date")
    known = "left_known_on" if table.name == "enrolments" else "known_on"
    if known in frame.columns:
        frame[known] = frame[known].where(frame[known] > frame[day], frame[day])
    return frame
