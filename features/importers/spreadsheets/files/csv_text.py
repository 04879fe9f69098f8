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
_LEFT_OPEN = 200_000  # letters of one cell


def csv_sheet(data: bytes, file: str) -> tuple[Sheet, tuple[Bilingual, ...], list[Problem]]:
    """Return the only sheet of a text file, how its letters were read, and what is wrong with them."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit("sheet_other")
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
    rows = _rows(text, separator or _separator(text))
    return Sheet(file, "", rows), tuple(notes), []


def _rows(text: str, separator: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells += len(row)
            if cells > MOST_CELLS or any(len(cell) > _LEFT_OPEN for cell in row):
                raise Unfit("sheet_damaged")
            rows.append(list(map(tidy, row)))
    except csv.Error:
        raise Unfit("sheet_damaged") from None
    return rows


def _separator(text: str) -> str:
    """Return the sign that stands between the cells of most of the first lines."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:_LOOKED_AT]]
    return max(_SEPARATORS, key=lambda sign: sum(map(bool, (line.count(sign) for line in lines))) * 1000
               + sum(line.count(sign) for line in lines))  # fmt: skip
