"""A table whose cells have been read, and how a mistake in it is told."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes, Integers, Positions
from features.cells.columns import WrongCell, rows_by_code
from features.cells.dates import Order
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.reading.csv_parquet import FIRST_ROW
from features.reading.folder import RawTable
from features.schema.problems import Problem, in_quotes
from features.schema.synonyms import near_word, said_choices, said_column
from features.schema.tables import Column, Table

_OF_CHOICES = ("not_a_choice", "not_an_outcome")
SHOWN_CELLS = 20  # distinct wrong cells of one kind in one column that get a sentence of their own


@dataclass(frozen=True)
class CheckedTable:
    """A table with typed values, still with the file it came from, but without the raw cells.

    ``wrong`` marks, per column, the cells that could not be read: they count as missing, but must not be taken for it.
    ``distinct`` are the distinct values of each column, None among them where one is missing; ``key_codes`` number the
    cells of the columns of the key, -1 where one is missing. ``notes`` say how the file was read where it is written
    otherwise; ``proved`` are the orders of day and month that its dates with dots prove, and ``in_doubt`` says that
    other tables could say what it leaves open. ``twins`` are the places of rows that say, key and all, exactly what an
    earlier row says.
    """

    raw: RawTable
    frame: pd.DataFrame
    wrong: Mapping[str, npt.NDArray[np.bool_]]
    distinct: Mapping[str, npt.NDArray[Any]]
    key_codes: Mapping[str, Codes]
    notes: tuple[Bilingual, ...] = ()
    proved: frozenset[Order] = frozenset()
    in_doubt: bool = False
    twins: Positions = field(default_factory=lambda: np.empty(0, np.intp))

    @property
    def table(self) -> Table:
        """What the table should be."""
        return self.raw.table

    @property
    def file(self) -> str:
        """The file it came from."""
        return self.raw.file

    def said(self, column: str) -> Bilingual:
        """Return what the file calls a column, with our name in brackets; of one that is not there, the usual one."""
        if heading := self.raw.headings.get(column, ""):
            return Bilingual(f"{heading} ({column})", f"{heading} ({column})")
        return Bilingual(column, column) if self.has(column) else said_column(column)

    def has(self, *columns: str) -> bool:
        """Tell whether the file has all these columns."""
        return set(columns) <= set(self.frame.columns)

    def given(self, column: str) -> npt.NDArray[np.bool_]:
        """Tell for each row whether something stands in that cell, even if it cannot be read."""
        if column not in self.frame.columns:
            return np.zeros(len(self.frame), dtype=bool)
        return np.asarray(self.frame[column].notna()) | self.wrong[column]

    def row_numbers(self, positions: Positions) -> Integers:
        """Return the numbers a spreadsheet shows of some rows."""
        rows = self.raw.rows
        return np.asarray(positions + FIRST_ROW if rows is None else rows[positions], np.int64)

    def at(self, positions: Positions) -> "CheckedTable":
        """Return a table in which nothing is wrong with some of its rows only."""
        frame = self.frame.iloc[positions].reset_index(drop=True)
        raw = replace(self.raw, frame=pd.DataFrame(index=frame.index), rows=self.row_numbers(positions))
        return replace(self, frame=frame, raw=raw, twins=np.empty(0, np.intp))

    def without_twins(self) -> "CheckedTable":
        """Return a table in which nothing is wrong with one row of those that say exactly the same."""
        return self.at(np.delete(np.arange(len(self.frame)), self.twins)) if len(self.twins) else self


def cell_problems(checked: CheckedTable, column: Column, wrong_cells: Iterable[WrongCell]) -> list[Problem]:
    """Return a problem for each distinct wrong cell of a column, those of a kind one after the other."""
    by_code: dict[str, list[WrongCell]] = {}
    for cell in wrong_cells:
        by_code.setdefault(cell.code, []).append(cell)
    return [problem for same in by_code.values() for problem in _grouped(checked, column, same)]


def problems_at(
    checked: CheckedTable, code: str, column: str, rows: npt.NDArray[np.bool_], values: Mapping[str, str | Bilingual]
) -> list[Problem]:
    """Give one problem for each distinct cell found in these rows."""
    if not rows.any():
        return []
    texts = checked.frame[column].reset_index(drop=True)[rows].map(cell_text)
    return problems_of_texts(checked, code, column, texts, values)


def problems_of_texts(
    checked: CheckedTable, code: str, column: str, texts: "pd.Series[str]", values: Mapping[str, str | Bilingual]
) -> list[Problem]:
    """Give one problem for each distinct text; the index of the texts is the position of the row."""
    codes, distinct = pd.factorize(texts)
    rows, positions = rows_by_code(codes, range(len(distinct))), texts.index.to_numpy()
    wrong_cells = [WrongCell(code, text, positions[rows[each]], values) for each, text in enumerate(distinct)]
    return cell_problems(checked, checked.table.column(column), wrong_cells)


def cell_text(value: "str | float | dt.datetime | None") -> str:
    """Return a typed value as it would be written in a file; a missing one as ``-``."""
    if pd.isna(value):
        return "-"
    if isinstance(value, dt.datetime):  # a Timestamp is one
        return value.date().isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _grouped(checked: CheckedTable, column: Column, wrong_cells: Sequence[WrongCell]) -> Iterator[Problem]:
    """Give each distinct wrong cell a problem; beyond ``SHOWN_CELLS`` of them the rest share one."""
    for cell in wrong_cells[:SHOWN_CELLS]:
        yield _problem(checked, column, cell, cell.rows, _found(cell))
    rest = wrong_cells[SHOWN_CELLS:]
    if rest:
        rows = np.sort(np.concatenate([cell.rows for cell in rest]))
        more = counted(len(rest), "celulă asemănătoare", "celule asemănătoare", "ro")
        found = Bilingual(f"{counted(len(rest), 'more cell', 'more cells', 'en')} like these", f"încă {more}")
        yield _problem(checked, column, rest[0], rows, found)


def _found(cell: WrongCell) -> str | Bilingual:
    if cell.code == "identity_number":
        return Bilingual("a number of 13 digits", "un număr de 13 cifre")
    return in_quotes(cell.text) if cell.text else ""


def _problem(
    checked: CheckedTable, column: Column, cell: WrongCell, rows: npt.NDArray[np.intp], found: str | Bilingual
) -> Problem:
    proofs = {name: str(checked.row_numbers(np.array([row]))[0]) for name, row in cell.proofs.items()}
    values = {
        "meaning": column.meaning,
        "choices": said_choices(column),
        "guess": _guess(column, cell) if cell.code in _OF_CHOICES else "",
        "or_empty": "" if column.required else Bilingual(" or leave it empty", " sau lăsați-o goală"),
        **cell.values,
        **proofs,
    }
    heading = checked.raw.headings.get(column.name, column.name)
    rows_of = tuple(checked.row_numbers(rows).tolist())
    return Problem(cell.code, checked.file, rows_of, heading, found, values, ours=column.name)


def _guess(column: Column, cell: WrongCell) -> Bilingual:
    """Say which word was probably meant; nothing where none is near."""
    near = near_word(column, cell.text)
    return Bilingual(f" (did you mean {near}?)", f" (poate {near}?)") if near else Bilingual("", "")
