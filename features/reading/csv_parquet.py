"""One record file read into cells, and what is wrong with its form.

Whatever can still be read is read: the form of a file is one mistake, its cells may hold others, and all of them are
told at once.
"""

import csv
import io
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.reading.limits import beyond_limits
from features.schema.problems import Problem, in_quotes

FIRST_ROW = 2  # the header is row 1

_WORKBOOK = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_END = ["\0", "end"]  # the row after the last one; where it is inside a cell, a quote was never closed
_NAMELESS_INDEX = re.compile(r"__index_level_\d+__")  # what pandas calls an index without a name
_SEPARATORS = {
    ";": Bilingual("columns separated by semicolons", "coloane despărțite prin punct și virgulă"),
    "\t": Bilingual("columns separated by tabs", "coloane despărțite prin tabulatori"),
}
_WINDOWS_1250 = Bilingual("letters of Windows-1250", "litere din codarea Windows-1250")
_NOT_WRITTEN = "\ufffd¶Ç¸"  # what Â, ă and Ş of DOS would be in Windows-1250
_UTF_16 = Bilingual("letters in UTF-16", "litere în codarea UTF-16")


@dataclass(frozen=True)
class FileCells:
    """The cells of a file, without rows that are entirely empty.

    ``rows`` are the row numbers a spreadsheet shows, None where they simply count from 2. ``whole`` is False where
    rows, or all of them, could not be read. ``notes`` say how they were read where the file is written otherwise.
    """

    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: npt.NDArray[np.int64] | None = None
    whole: bool = False
    notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True)
class _Form:
    """Which rows of a CSV file can be read: ``last`` is the last one, before a quote that nothing closes."""

    header: list[str]
    last: int
    blank: list[int]
    ragged: Mapping[int, list[int]]
    open_quote: bool


def read_cells(path: Path, file: str) -> tuple[FileCells, list[Problem]]:
    """Read a ``.csv`` or ``.parquet`` file; ``file`` is its name for people."""
    if not path.is_file() and path.exists():
        return FileCells(), [_unreadable(file, path.suffix.lstrip(".").upper() or "CSV")]
    if too_much := beyond_limits(path, file):
        return FileCells(), too_much
    cells, problems = _read_parquet(path, file) if path.suffix.lower() == ".parquet" else _read_csv(path, file)
    names = [str(name).strip() for name in cells.frame.columns]
    frame = cells.frame if names == list(cells.frame.columns) else cells.frame.set_axis(names, axis="columns")
    found = Bilingual("cells under no name", "celule fără nume de coloană")
    for position in (place for place, name in enumerate(names) if not name):
        if any(str(cell).strip() for cell in frame.iloc[:, position].dropna().unique()):
            problems.append(Problem("unnamed_column", file, (1,), str(position + 1), found))
    return replace(cells, frame=frame), problems


def _read_parquet(path: Path, file: str) -> tuple[FileCells, list[Problem]]:
    from pyarrow.lib import ArrowException

    try:
        frame = _parquet_frame(path)
    except (OSError, ValueError, ArrowException):
        return FileCells(), [_unreadable(file, "Parquet")]
    if nameless := [name for name in frame if _NAMELESS_INDEX.fullmatch(str(name))]:
        frame = frame.drop(columns=nameless)
    empty = np.ones(len(frame), dtype=bool)
    for _, cells in frame.items():
        empty &= cells.isna().to_numpy()
        if not empty.any():  # as a rule the first column is full
            return FileCells(frame, whole=True), []
    full = np.flatnonzero(~empty)
    return FileCells(frame.iloc[full].reset_index(drop=True), full + FIRST_ROW, whole=True), []


def _parquet_frame(path: Path) -> pd.DataFrame:
    """Read a Parquet file with its texts as categorical columns, as the file itself keeps them as a rule.

    Of nine million marks with seven columns that takes 0.4 GB instead of 2 GB.
    """
    with path.open("rb") as opened:  # given a path, "county=CJ" would become a column
        return table_cells(read_arrow(opened))


def read_arrow(opened: Any, *, threads: bool = True) -> Any:
    """Return the Arrow table of an open Parquet file, its texts by number; a small one is quicker without threads."""
    from pyarrow.parquet import ParquetFile
    from pyarrow.types import is_large_string, is_string

    metadata = ParquetFile(opened).metadata
    fields = metadata.schema.to_arrow_schema()
    texts = [field.name for field in fields if is_string(field.type) or is_large_string(field.type)]
    return ParquetFile(opened, metadata=metadata, read_dictionary=texts).read(use_threads=threads)


def table_cells(table: Any) -> pd.DataFrame:
    """Return the cells of an Arrow table, of one file or of several put together; it is taken apart meanwhile."""
    table = table.unify_dictionaries()
    names, columns = table.column_names, table.columns
    del table
    cells = []
    while columns:  # column by column, so that hardly anything is there twice
        cells.append(_column_cells(columns.pop(0)))
    return pd.DataFrame(dict(enumerate(cells)), copy=False).set_axis(names, axis="columns")


def _column_cells(column: Any) -> "pd.Series[Any] | pd.Categorical":
    """Return a column of a Parquet file as pandas would, its texts by number in as few bytes as hold them."""
    from pyarrow.types import is_dictionary

    if not is_dictionary(column.type) or not column.num_chunks:
        plain: pd.Series[Any] = column.to_pandas()
        return plain
    texts = pd.Index(column.chunk(0).dictionary.to_numpy(zero_copy_only=False), dtype=object)
    narrow = np.min_scalar_type(-len(texts) - 1)
    codes = [chunk.indices.fill_null(-1).to_numpy().astype(narrow) for chunk in column.chunks]
    return pd.Categorical.from_codes(
        codes[0] if len(codes) == 1 else np.concatenate(codes), categories=texts, validate=False
    )


def _unreadable(file: str, file_format: str) -> Problem:
    found = Bilingual("a damaged or locked file", "un fișier stricat sau blocat")
    return Problem("unreadable", file, found=found, values={"format": file_format})


_SEPARATOR_LINE = re.compile(r"sep=.\r?\n", re.IGNORECASE)  # of a spreadsheet, for itself


def _read_csv(path: Path, file: str) -> tuple[FileCells, list[Problem]]:
    try:
        data = path.read_bytes()
    except OSError:
        return FileCells(), [_unreadable(file, "CSV")]
    if data.startswith(_WORKBOOK):
        found = Bilingual("a workbook that was only renamed", "un registru de calcul doar redenumit")
        return FileCells(), [Problem("other_format", file, found=found, values={"name": path.name})]
    if b"\0" in data and not data.startswith(_UTF16):
        return FileCells(), [_unreadable(file, "CSV")]
    text, notes, problems = decoded(data, file)
    if not text.strip():
        return FileCells(), problems or [Problem("empty_file", file)]
    if _SEPARATOR_LINE.match(text):
        return FileCells(), [*problems, Problem("separator_line", file, (1,), found=in_quotes(text[:5]))]
    separator = _separator(text)
    notes += [_SEPARATORS[separator]] if separator in _SEPARATORS else []
    text = text.rstrip("\r\n")
    form = _form(text, separator)
    return replace(_read_rows(text, separator, form), notes=tuple(notes)), problems + _form_problems(form, file)


def decoded(data: bytes, file: str) -> tuple[str, list[Bilingual], list[Problem]]:
    """Return the text of a file, how it was read, and what is wrong with its letters.

    A text in no encoding that can be told is read as Windows-1250 all the same, to look for further mistakes.
    """
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16"), [_UTF_16], []
        return data.decode("utf-8-sig"), [], []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    text = data.decode("cp1250", errors="replace")
    if any(letter in _NOT_WRITTEN or not (letter.isprintable() or letter in "\r\n\t\xa0") for letter in set(text)):
        found = Bilingual("letters in another encoding", "litere în altă codare")
        return text, [], [Problem("not_utf8", file, (line,), found=found)]
    return text, [_WINDOWS_1250], []


def _separator(text: str) -> str:
    """Return what separates the columns: of comma, semicolon and tab what stands most often in the header."""
    header = re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text, maxsplit=1)[0])
    return max((",", *_SEPARATORS), key=header.count)


def _form(text: str, separator: str) -> _Form:
    """Look at every row once: is it blank, has it as many cells as the header, is a quote left open?"""
    lines = itertools.chain(io.StringIO(text, newline=""), [separator.join(_END)])
    reader = csv.reader(lines, delimiter=separator)
    blank: list[int] = []
    ragged: dict[int, list[int]] = {}
    header: list[str] = []
    number, row = 0, [""]
    try:
        header = row = next(reader)
        number = 1
        for number, row in enumerate(reader, start=FIRST_ROW):
            if len(row) != len(header) or not row[0].strip():
                if not "".join(row).strip():
                    blank.append(number)
                elif len(row) != len(header):
                    ragged.setdefault(len(row), []).append(number)
    except csv.Error:  # a cell beyond all measure: its quote was not closed
        return _Form(header, number, blank, ragged, open_quote=True)
    # The last row is the end mark, or a row with an open quote that swallowed it.
    before = {cells: [each for each in rows if each != number] for cells, rows in ragged.items()}
    return _Form(header, number - 1, blank, before, open_quote=row != _END)


def _form_problems(form: _Form, file: str) -> list[Problem]:
    width = len(form.header)
    problems = [
        Problem(
            "too_many_cells" if cells > width else "too_few_cells", file, tuple(rows), found=_cells(cells),
            values={"expected": _cells(width)},
        )
        for cells, rows in form.ragged.items()
        if rows and any(form.header)
    ]  # fmt: skip
    if form.open_quote:
        found = Bilingual("a quote that nothing closes", "ghilimele care nu se închid")
        problems.append(Problem("open_quote", file, (form.last + 1,), found=found))
    return problems


def _cells(count: int) -> Bilingual:
    return Bilingual(counted(count, "cell", "cells", "en"), counted(count, "celulă", "celule", "ro"))


def _read_rows(text: str, separator: str, form: _Form) -> FileCells:
    """Read the rows that have the form of the header."""
    if not "".join(form.header).strip():
        return FileCells(pd.DataFrame(columns=[""] if form.last else []))
    ragged = [row for rows in form.ragged.values() for row in rows]
    whole = not ragged and not form.open_quote
    left_out = np.array([*form.blank, *ragged], dtype=np.int64)
    rows = np.delete(np.arange(FIRST_ROW, form.last + 1), left_out - FIRST_ROW)
    if len(left_out) or not whole:
        text = _only(text, separator, {1, *rows.tolist()}, form.last)
    frame = pd.read_csv(
        io.StringIO(text, newline=""), sep=separator, header=None, skiprows=1, names=range(len(form.header)),
        dtype="str", na_filter=False, skip_blank_lines=False,
    )  # fmt: skip
    return FileCells(frame.set_axis(form.header, axis="columns"), rows if len(left_out) else None, whole)


def _only(text: str, separator: str, kept: set[int], last: int) -> str:
    """Return the text with only these rows."""
    reader = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), last)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(row for number, row in enumerate(reader, start=1) if number in kept)
    return out.getvalue()
