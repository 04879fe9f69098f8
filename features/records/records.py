"""Records in which nothing is wrong."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from features.as_of import known_before
from features.days import day_of, to_days
from features.headings.reading_notes import ReadingNote
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable, named_table
from features.reading.limits import heading_limits
from features.records.check import check_tables
from features.records.row_files import RowFile, TwinRows
from features.records.source import RecordFolder, RecordSource
from features.schema.problems import Problem, RecordsError
from features.schema.tables import EVENT_TABLES, FAMILY, TABLES, Column, Table
from features.validation.attendance_hours import recorded
from features.validation.checked_table import CheckedTable
from features.validation.key_rules import check_together

_UNKNOWN_TABLE = Bilingual("an unknown table", "un tabel necunoscut")


@dataclass(frozen=True)
class Records:
    """Checked records: one frame per table of the schema, every column of the schema in it.

    Dates are ``datetime64[s]``; ``known_on`` and ``left_known_on`` are filled in and never before the day they speak
    of. Numbers and yes/no (1.0, 0.0) are float64 with NaN for missing, text is str or None; in attendance and grades it
    is categorical, with NaN for missing. ``mark`` is the mark's number on its scale. ``given`` names the tables that
    were there at all, ``given_columns`` the columns of each; the others are empty. ``files`` are those the rows of each
    table were read from, in the order of the rows; none where the rows were changed since. ``notes`` say how files were
    read that are written otherwise, ``twins`` which rows were left out since another one says exactly the same.
    """

    tables: Mapping[str, pd.DataFrame]
    declared: Declarations
    given: frozenset[str]
    given_columns: Mapping[str, frozenset[str]]
    files: Mapping[str, tuple[RowFile, ...]] = field(default_factory=dict)
    notes: tuple[ReadingNote, ...] = ()
    twins: tuple[TwinRows, ...] = ()

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def without(self, *names: str) -> "Records":
        """Return the same records with these tables emptied; they count as given all the same."""
        empty = {
            table.name: _fill_known(_complete(pd.DataFrame(), table), table)
            for table in tables_with(self.declared)
            if table.name in names
        }
        return replace(self, tables={**self.tables, **empty})

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
        latest = [
            days[known_before(to_days(days), day_of(as_of))].max()
            for days in (self["attendance"]["known_on"], self["grades"]["known_on"])
        ]
        known = [day for day in latest if not pd.isna(day)]
        return max(known).date() if known else None


def load_records(source: RecordSource | Path | str, *, today: dt.date) -> Records:
    """Read and check the records of a source, or of a folder of record files or of ``county=XX`` folders of them.

    No event may be dated after ``today``.

    Raises
    ------
    UsageError
        If there is no such folder.
    RecordsError
        If anything in it is wrong; it carries every problem of every file.
    """
    opened = RecordFolder(Path(source)) if isinstance(source, str | Path) else source
    declared, problems = opened.declarations()
    return checked_records(opened.tables(tables_with(declared)), declared, problems, today=today)


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
        Problem("unknown_file", name, found=_UNKNOWN_TABLE, values={"tables": ", ".join(names)})
        for name in rows
        if name not in names
    ]
    if "enrolments" not in rows:
        problems.append(Problem("no_enrolments", "records"))
    read = [_table_of(rows[table.name], table) for table in tables if table.name in rows]
    return checked_records(read, declared, problems, today=today)


def checked_records(
    read: Iterable[ReadTable], declared: Declarations, problems: Sequence[Problem], *, today: dt.date
) -> Records:
    """Check raw tables, whatever they were read from.

    Raises
    ------
    RecordsError
        With all problems: those that are given, those of reading, of cells and rows, and of the tables together.
    """
    return assembled(check_all(read, declared, problems, today=today), declared)


def check_all(
    read: Iterable[ReadTable],
    declared: Declarations,
    problems: Sequence[Problem],
    *,
    today: dt.date,
    beside: Callable[[Sequence[CheckedTable]], Sequence[CheckedTable]] = lambda _tables: (),
) -> list[CheckedTable]:
    """Return checked tables in which nothing is wrong; ``beside`` gives what is known beside them already.

    Raises
    ------
    RecordsError
        With all problems: those that are given, those of reading, of cells and rows, and of the tables together.
    """
    tables, found = check_tables(read, declared, today=today)
    problems = [*problems, *found, *check_together([*tables, *beside(tables)])]
    if not declared.readable:  # nobody knows what was declared
        problems = [
            problem
            for problem in problems
            if problem.code not in ("undeclared_column", "unknown_scale", "missing_scale")
        ]
    if problems:
        raise RecordsError(problems)
    return tables


def assembled(tables: Sequence[CheckedTable], declared: Declarations) -> Records:
    """Put checked tables together: missing columns are added, counties joined, days of knowledge filled in."""
    frames: dict[str, list[pd.DataFrame]] = {}
    files: dict[str, tuple[RowFile, ...]] = {}
    for each in (recorded(table).without_twins() for table in tables):
        name = each.table.name
        frames.setdefault(name, []).append(each.frame)
        files[name] = (*files.get(name, ()), RowFile(each.file, len(each.frame), each.raw.rows))
    filled = {
        table.name: _fill_known(
            _concatenate([_complete(frame, table) for frame in frames.get(table.name, [pd.DataFrame()])]), table
        )
        for table in tables_with(declared)
    }
    columns = {name: frozenset(str(column) for frame in each for column in frame) for name, each in frames.items()}
    notes = tuple(ReadingNote(each.file, each.notes) for each in tables if each.notes)
    twins = tuple(TwinRows.of(each) for each in tables if len(each.twins))
    return Records(filled, declared, frozenset(frames), columns, files, notes, twins)


def tables_with(declared: Declarations) -> tuple[Table, ...]:
    """Return the schema's tables with what is declared: situation columns, and the words that columns may hold."""
    further: tuple[Column, ...] = tuple(entry.column for entry in declared.situation)
    words: Mapping[tuple[str, str], tuple[str, ...]] = {
        ("incidents", "kind"): tuple(kind.name for kind in declared.words.incidents),
        ("outcomes", "outcome"): declared.words.outcome_names if declared.words.outcomes else (),
        ("attendance", "status"): tuple(code.code for code in declared.attendance.codes),
    }

    def worded(table: Table, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(
            replace(each, kind="choice", choices=allowed) if (allowed := words.get((table.name, each.name))) else each
            for each in columns
        )

    return tuple(
        replace(
            table,
            columns=worded(table, table.columns) + (further if table is FAMILY else ()),
            instead=worded(table, table.instead),
        )
        for table in TABLES
    )


def concatenate_records(partitions: Sequence[Records]) -> Records:
    """Put the records of partitions together that were checked one by one; they are declared alike."""
    tables = {name: _concatenate([records[name] for records in partitions]) for name in partitions[0].tables}
    given: frozenset[str] = frozenset().union(*(records.given for records in partitions))
    files = {name: tuple(chain.from_iterable(each.files.get(name, ()) for each in partitions)) for name in tables}
    columns = {
        name: frozenset().union(*(records.given_columns.get(name, ()) for records in partitions)) for name in given
    }
    notes = tuple(chain.from_iterable(records.notes for records in partitions))
    twins = tuple(chain.from_iterable(records.twins for records in partitions))
    return Records(tables, partitions[0].declared, given, columns, files, notes, twins)


def _table_of(rows: Sequence[Mapping[str, object]], table: Table) -> ReadTable:
    """Return rows as cells of a table; true and false as words, since they would equal 1 and 0."""
    names = dict.fromkeys(chain.from_iterable(rows))
    if too_many := heading_limits(names, table.name):
        return RawTable(table, table.name, pd.DataFrame(), whole=False), too_many
    cells = {name: pd.Series(_cells([row.get(name) for row in rows]), dtype=object) for name in names}
    return named_table(RawTable(table, table.name, pd.DataFrame(cells, index=range(len(rows)))), [])


def _cells(values: list[object]) -> list[object]:
    if bool not in set(map(type, values)):
        return values
    return [str(value).lower() if isinstance(value, bool) else value for value in values]


def _complete(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the frame with the table's columns in the schema's order, missing ones empty."""
    columns = {
        column.name: frame[column.name] if column.name in frame.columns else _empty(column, table, frame.index)
        for column in table.columns
    }
    return pd.DataFrame(columns, frame.index, copy=False)


def _empty(column: Column, table: Table, index: pd.Index) -> "pd.Series[Any]":
    """Return a column of missing values; one value in memory, however many rows there are."""
    if column.dtype == "object" and table.name in EVENT_TABLES:
        codes = np.broadcast_to(np.int8(-1), len(index))
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index([], dtype=object)), index)
    missing = np.broadcast_to(np.array(None, column.dtype), len(index))
    return pd.Series(missing, index, column.dtype, copy=False)


def _concatenate(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the rows of counties one below the other."""
    if len(frames) == 1:
        return frames[0]
    columns = {name: _concatenate_column([frame[name] for frame in frames]) for name in frames[0]}
    return pd.DataFrame(columns, copy=False)


def _concatenate_column(columns: "Sequence[pd.Series[Any]]") -> "pd.Series[Any]":
    if isinstance(columns[0].dtype, pd.CategoricalDtype):
        texts = union_categoricals(list(columns))
        return pd.Series(texts.set_categories(texts.categories.astype(object), rename=True))
    return pd.concat(columns, ignore_index=True)


def _fill_known(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Fill days of knowledge with the day itself where they are missing or earlier."""
    for known, day in ((column.name, column.not_before) for column in table.columns if column.not_before):
        days, given = (frame[name].to_numpy("datetime64[s]").view(np.int64) for name in (day, known))
        later = np.maximum(days, given).view("datetime64[s]")  # as a number, a missing date is before all others
        frame[known] = later if table.column(day).required else np.where(frame[day].isna(), np.datetime64("NaT"), later)
    return frame
