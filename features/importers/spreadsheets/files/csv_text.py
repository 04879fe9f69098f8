"""Sheets saved as text, with commas, semicolons or tabs between their cells."""

import csv
import io
import re

from features.i18n.text import Bilingual
from features.importers.spreadsheets.files.archives import MOST_CELLS, Unfit
from features.importers.spreadsheets.files.grid import Cell, Sheet, tidy
from features.reading.csv_parquet import decoded
from features.schema.problems import Problem

_SEPARATORS = (";", ",", "\t")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 20  # lines by which the separator is told
_LOOKED_AT_BYTES = 4096
LONGEST_CELL = 32_767  # letters, as in Excel
_END, _ENDS = "\0end", "\r\n"  # the row after the last one; where it is in a cell, a quote was never closed
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")


def csv_sheet(data: bytes, file: str) -> tuple[Sheet, tuple[Bilingual, ...], list[Problem]]:
    """Return the only sheet of a text file, how its letters were read, and what is wrong with them."""
    if wrong := _wrong_letters(data, file):
        return Sheet(file, "", []), (), [wrong]
    try:
        text, notes, problems = decoded(data, file)
    except UnicodeDecodeError:
        raise Unfit("sheet_damaged") from None
    if problems:
        return Sheet(file, "", []), (), problems
    separator = ""
    line = _SEPARATOR_LINE.match(text)
    if line:  # said for a spreadsheet; its row counts for nobody
        text, separator = text[line.end() :], line[1]
    rows, problems = _rows(text, separator or _separator(text), file)
    return Sheet(file, "", rows), tuple(notes), problems


def _wrong_letters(data: bytes, file: str) -> Problem | None:
    """Return what is wrong with a file of letters that take several bytes each, or with a zero byte among others."""
    start = data[:_LOOKED_AT_BYTES]
    if data.startswith(_UTF_32):
        return Problem("sheet_encoding", file, found=Bilingual("letters in UTF-32", "litere în codarea UTF-32"))
    if b"\0" not in data or data.startswith(_UTF_16):
        return None
    zeros = start[0::2].count(0), start[1::2].count(0)
    if max(zeros) > len(start) // 4 > min(zeros):
        found = Bilingual("letters in UTF-16 without its mark", "litere în codarea UTF-16, fără semnul ei de început")
        return Problem("sheet_encoding", file, found=found)
    if data.count(b"\0") > len(data) // 100:
        raise Unfit("sheet_other")
    row = data.count(b"\n", 0, data.index(b"\0")) + 1
    return Problem("sheet_control", file, (row,), found=Bilingual("a zero byte (NUL)", "un octet zero (NUL)"))


def _rows(text: str, separator: str, file: str) -> tuple[list[list[Cell]], list[Problem]]:
    """Return the rows, or the problem of the first one that has a quote which nothing closes, or a cell without end."""
    rows: list[list[Cell]] = []
    cells, begins, width = 0, 1, 0
    reader = csv.reader(io.StringIO(f"{text.rstrip(_ENDS)}\n{_END}", newline=""), delimiter=separator)
    try:
        for row in reader:
            if row == [_END]:
                break
            cells, width = cells + len(row), max(width, len(row))
            if cells > MOST_CELLS:
                raise Unfit("sheet_bomb")
            if row and (row[-1].endswith(_END) or _swallowed(row, separator, width)):
                return [], [_open_quote(file, begins)]
            if any(len(cell) > LONGEST_CELL for cell in row):
                return [], [_long_cell(file, begins)]
            rows.append(list(map(tidy, row)))
            begins = reader.line_num + 1
    except csv.Error:
        line = text.splitlines()[begins - 1 : begins]
        return [], [_open_quote(file, begins) if '"' in "".join(line) else _long_cell(file, begins)]
    return rows, []


def _open_quote(file: str, line: int) -> Problem:
    found = Bilingual("a quote that nothing closes", "ghilimele pe care nu le închide nimic")
    return Problem("sheet_open_quote", file, (line,), found=found)


def _long_cell(file: str, line: int) -> Problem:
    return Problem("sheet_long_cell", file, (line,), found=Bilingual("a longer cell", "o celulă mai lungă"))


def _swallowed(row: list[str], separator: str, width: int) -> bool:
    """Tell whether a cell holds the rest of its row and the beginning of a later one, in the quotes of two cells."""
    for place, cell in enumerate(row):
        if "\n" in cell and 0 < cell.partition("\n")[0].count(separator) == width - 1 - place:
            return cell.rpartition("\n")[2].count(separator) + len(row) - place == width
    return False


def _separator(text: str) -> str:
    """Return the sign that stands between the cells of most of the first lines."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:_LOOKED_AT]]
    return max(_SEPARATORS, key=lambda sign: sum(map(bool, (line.count(sign) for line in lines))) * 1000
               + sum(line.count(sign) for line in lines))  # fmt: skip
