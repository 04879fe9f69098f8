"""The cells of a column turned into values, and those that cannot be.

Cells repeat: 12 million absences have some hundred dates. Each distinct cell is therefore read once, as text,
whatever the file format, and the results are spread over the rows.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes
from features.cells.cell_parsers import EARLIEST, READERS, CellError, read_text, text_of
from features.cells.dates import Order
from features.cells.spelling import SpeltCells, has_cedilla, spell_cells
from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number
from features.schema.tables import Column

_SEARCHED = ("id", "text", "school_year", "choice")  # for identity numbers; numbers are numbers, whatever their digits


@dataclass(frozen=True)
class WrongCell:
    """One distinct wrong cell: its text, and the positions of the rows that have it.

    ``proofs`` are the positions of other rows that its sentence tells.
    """

    code: str
    text: str
    rows: npt.NDArray[np.intp]
    values: Mapping[str, str | Bilingual]
    proofs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedColumn:
    """The values of a column, and the wrong ones among its distinct cells.

    ``codes`` number the cell of each row; ``distinct`` are the values of these numbers, the last one of code -1, a
    missing cell. ``as_given`` are the cells themselves, where they are texts by number and all right as they are.
    ``notes`` say how cells were read that are written otherwise; ``proved`` is the order of day and month that dates
    with dots prove, ``in_doubt`` says that they prove none.
    """

    codes: Codes
    distinct: npt.NDArray[Any]
    wrong_cells: tuple[WrongCell, ...]
    as_given: pd.Categorical | None = None
    notes: tuple[Bilingual, ...] = ()
    proved: Order = ""
    in_doubt: bool = False

    @property
    def values(self) -> npt.NDArray[Any]:
        """The values row by row."""
        return self.distinct[self.codes]

    def categorical(self) -> pd.Categorical:
        """Return texts row by row, each distinct one kept once: a row takes one to four bytes instead of eight."""
        if self.as_given is not None:
            return self.as_given
        texts = self.distinct[:-1]
        if len(set(texts.tolist()) - {None}) == len(texts):
            codes = self.codes.astype(np.min_scalar_type(-len(texts) - 1), copy=False)
        else:  # "p1" and " p1" are two cells and one value
            numbers, texts = pd.factorize(self.distinct)
            codes = numbers.astype(np.min_scalar_type(-len(texts) - 1))[self.codes]
        return pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object), validate=False)


def parse_cells(column: Column, cells: "pd.Series[Any]", *, today: dt.date, dots: Order = "") -> ParsedColumn:
    """Read the cells of one column.

    Parameters
    ----------
    column
        What the cells should be.
    cells
        One entry per row: text, or typed values as a Parquet file has them.
    today
        No date of a ``past`` column may be later.
    dots
        The order of day and month that other columns prove of dates with dots.

    Returns
    -------
    ParsedColumn
        ``datetime64[s]`` for dates, float64 for numbers and yes/no (missing: NaN), text or None otherwise. A wrong
        cell counts as missing and is among ``wrong_cells``; so is an empty cell of a required column.
    """
    codes, distinct = _distinct(cells)
    if (at_once := _read_at_once(column, distinct, today=today)) is not None:
        plain = np.append(at_once, np.array(None, at_once.dtype))
        as_given = cells.array if distinct is getattr(cells.dtype, "categories", None) else None
        return replace(_parsed(column, codes, (), plain, {}), as_given=as_given)
    texts = [text_of(cell) for cell in distinct]
    read = READERS.get(column.kind, read_text)
    dtype = column.dtype if column.kind in READERS else "object"  # a mark is a text until its scale is read
    spelt = spell_cells(column, texts, dots=dots)
    values: list[Any] = [None] * (len(texts) + 1)  # the last one serves code -1, a missing cell
    wrong: dict[int, CellError] = {}
    for position, text in enumerate(spelt.texts):
        try:
            if column.kind in _SEARCHED and has_identity_number(text):
                raise CellError("identity_number")
            if text and position in spelt.refused:
                raise spelt.refused[position]
            if text:
                values[position] = read(column, text, today)
        except CellError as error:
            wrong[position] = error
    parsed = _parsed(column, codes, texts, np.array(values, dtype), wrong)
    return replace(parsed, notes=spelt.notes, proved=spelt.proved, in_doubt=spelt.in_doubt)


def _parsed(
    column: Column, codes: Codes, texts: Sequence[str], values: npt.NDArray[Any], wrong: Mapping[int, CellError]
) -> ParsedColumn:
    """Name the rows of the wrong cells, in the order in which they first occur."""
    proofs = {code for error in wrong.values() for code in error.proofs.values()}
    rows = rows_by_code(codes, {*wrong, *proofs})
    wrong_cells = [
        WrongCell(error.code, texts[code], rows[code], error.values, _first_rows(error.proofs, rows))
        for code, error in wrong.items()
        if code in rows
    ]
    wrong_cells.sort(key=lambda cell: cell.rows[0])
    if column.required:
        empty = _empty_rows(codes, texts)
        wrong_cells += [WrongCell("missing_value", "", empty, {})] if len(empty) else []
    return ParsedColumn(codes, values, tuple(wrong_cells))


def _first_rows(proofs: Mapping[str, int], rows: Mapping[int, npt.NDArray[np.intp]]) -> dict[str, int]:
    return {name: int(rows[code][0]) for name, code in proofs.items() if code in rows}


def _empty_rows(codes: Codes, texts: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the rows whose cell is missing or blank."""
    if "" in texts:
        return np.flatnonzero(np.array([*(not text for text in texts), True])[codes])
    return np.flatnonzero(codes < 0)


def _read_at_once(column: Column, distinct: Any, *, today: dt.date) -> npt.NDArray[Any] | None:
    """Return the values of distinct cells that are all right as they are; None where they must be read one by one.

    A county has hundreds of thousands of ids, and a thousand days in each of some twenty columns.
    """
    if column.kind == "date" and distinct.dtype.kind == "M" and isinstance(distinct.dtype, np.dtype):
        days = distinct.to_numpy().astype("datetime64[D]")
        latest = today if column.past else dt.date.max
        right = (days == distinct.to_numpy()) & (days >= np.datetime64(EARLIEST)) & (days <= np.datetime64(latest))
        return days.astype("datetime64[s]") if right.all() else None
    if column.kind in ("whole", "number") and distinct.dtype in (np.dtype("int64"), np.dtype("float64")):
        return _numbers_in_range(column, np.asarray(distinct, dtype=np.float64))
    cells = np.asarray(distinct, dtype=object)
    if column.kind in READERS or not _are_plain_texts(texts := cells.tolist()):
        return None
    return cells if column.kind == "id" or spell_cells(column, texts) == SpeltCells(texts) else None


def _numbers_in_range(column: Column, numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64] | None:
    """Return numbers that a column may have; None where one of them may not be there."""
    right = np.isfinite(numbers)
    if column.kind == "whole":
        right &= numbers == np.round(numbers)
    if column.low is not None:
        right &= numbers >= column.low
    if column.high is not None:
        right &= numbers <= column.high
    return numbers if right.all() else None


def _are_plain_texts(cells: list[Any]) -> bool:
    """Tell whether all cells are texts with nothing around them, no cedilla and no identity number in them."""
    return (
        set(map(type, cells)) <= {str}
        and "" not in cells
        and list(map(str.strip, cells)) == cells
        and not has_cedilla("".join(cells))
        and (max(map(len, cells), default=0) < 13 or not has_identity_number("\n".join(cells)))
    )


def rows_by_code(codes: Codes, wanted: Iterable[int]) -> dict[int, npt.NDArray[np.intp]]:
    """Return the rows that have each of the wanted codes, in one pass however many codes are wanted.

    >>> rows_by_code(np.array([5, 7, 5, 9]), [5, 9])
    {5: array([0, 2]), 9: array([3])}
    """
    codes_wanted = np.fromiter(wanted, dtype=np.intp)
    if not len(codes_wanted):
        return {}
    rows = np.flatnonzero(np.isin(codes, codes_wanted))
    rows = rows[np.argsort(codes[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(codes[rows], prepend=-2))
    return dict(zip(codes[rows[starts]].tolist(), np.split(rows, starts[1:]), strict=False))


def _distinct(cells: "pd.Series[Any]") -> tuple[Codes, Any]:
    """Number the distinct cells: the number of each row's cell (-1 where it is missing), and the cells.

    Texts that a file keeps by number already stay numbered as they are, if each of them is in some row.
    """
    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes, distinct = cells.array.codes, cells.array.categories
        if _all_used(codes, len(distinct)):
            return codes, distinct
    try:
        codes, distinct = pd.factorize(cells)
    except TypeError:  # lists or structures, as a Parquet file may hold
        codes, distinct = pd.factorize(cells.map(str, na_action="ignore"))
    return codes, distinct


def _all_used(codes: Codes, count: int) -> bool:
    seen = np.zeros(count + 1, dtype=np.bool_)
    seen[codes] = True
    return bool(seen[:-1].all())
