"""Files of spreadsheet programs read into grids; the format is told by what is in a file, not by its name."""

import errno
import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from features.files.machine_faults import machine_fault
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.importers.spreadsheets.files.archives import MOST_CELLS, SafeArchive, Unfit, safe_archive
from features.importers.spreadsheets.files.csv_text import LONGEST_CELL, csv_sheet
from features.importers.spreadsheets.files.grid import Cell, Sheet, Workbook, tidy
from features.importers.spreadsheets.files.other_files import is_lock_file, other_beginning, other_old_document
from features.schema.problems import Problem

MOST_BYTES = 200 * 2**20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|head|meta|\?xml|\?mso|workbook)", re.IGNORECASE
)
_TRIAL_SECONDS = 60
_TRIAL = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (3 * 2**29, 3 * 2**29))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError):
    pass
import python_calamine
book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
_FOUND = {
    "sheet_bomb": Bilingual("much more than a register", "mult mai mult decât un catalog"),
    "sheet_far_cells": Bilingual("cells far from the others", "celule departe de celelalte"),
    "sheet_long_cell": Bilingual("a longer cell", "o celulă mai lungă"),
    "sheet_no_file": Bilingual("something else", "altceva"),
}


def read_workbook(path: Path, name: str = "") -> tuple[Workbook, list[Problem]]:
    """Read every sheet of a file, hidden ones too; people call it by ``name``, where that is not the path's.

    A file that cannot be read, or is more than a register can be, is one problem.
    """
    file = masked(name or path.name)
    try:
        return _read(_content(path), file)
    except Unfit as unfit:
        return Workbook(file), [Problem(unfit.code, file, found=_FOUND.get(unfit.code, ""), cells=unfit.cells)]


def _content(path: Path) -> bytes:
    """Return what a file holds; what has no end is not read to it."""
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise Unfit("sheet_no_file")
        if told.st_size > MOST_BYTES:
            raise Unfit("sheet_bomb")
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Unfit("sheet_missing") from None
    except OSError as error:
        if fault := machine_fault(error, path):
            raise fault from None
        raise Unfit("sheet_no_file" if error.errno == errno.ELOOP else "sheet_damaged") from None


def _read(data: bytes, file: str) -> tuple[Workbook, list[Problem]]:
    if is_lock_file(file):
        raise Unfit("sheet_lock_file")
    if not data.strip():
        raise Unfit("sheet_empty")
    if data.startswith(_ZIP) or data[:4] in (b"PK\x05\x06", b"PK\x07\x08"):
        return _with_something(_opened(safe_archive(data), file)), []
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unfit("sheet_locked")
        if other := other_old_document(data):
            raise Unfit(other)
        _refuse_deadly(data)
        return _with_something(_opened(SafeArchive("xls", data), file)), []
    if other := other_beginning(data):
        raise Unfit(other)
    if _MARKUP.match(data[:512]):
        raise Unfit("sheet_markup")
    sheet, notes, problems = csv_sheet(data, file)
    if problems:
        return Workbook(file), problems
    return _with_something(Workbook(file, (sheet,), notes)), []


def _refuse_deadly(data: bytes) -> None:
    """Read an old workbook in a process of its own first: a damaged one may ask for memory without end and end it."""
    try:
        tried = subprocess.run(  # noqa: S603  (nothing of the file is on the command line)
            [sys.executable, "-I", "-c", _TRIAL], input=data, capture_output=True, timeout=_TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unfit("sheet_damaged") from None
    if tried.returncode < 0:
        raise Unfit("sheet_damaged")


def _with_something(workbook: Workbook) -> Workbook:
    if not any(cell is not None for sheet in workbook.sheets for row in sheet.rows for cell in row):
        raise Unfit("sheet_empty")
    return workbook


def _opened(archive: SafeArchive, file: str) -> Workbook:
    import python_calamine

    try:
        with _silent(), python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(archive.data)) as book:
            hidden = [str(each.visible).rpartition(".")[2] != "Visible" for each in book.sheets_metadata]
            sheets = [_sheet(book.get_sheet_by_name(name), file, archive) for name in _work_sheets(book)]
            names = [name for name, is_hidden in zip(book.sheet_names, hidden, strict=False) if is_hidden]
    except python_calamine.PasswordError:
        raise Unfit("sheet_locked") from None
    except (python_calamine.CalamineError, ValueError, OSError, MemoryError, OverflowError):
        raise Unfit("sheet_damaged") from None
    except BaseException as error:
        if isinstance(error, Exception | KeyboardInterrupt | SystemExit) and not isinstance(error, TypeError):
            raise
        raise Unfit("sheet_damaged") from None  # a panic of the reader, which is no Exception
    return Workbook(file, tuple(sheets), _hidden_notes(names, archive.hidden_rows))


@contextmanager
def _silent() -> Iterator[None]:
    """Let nothing be written to the standard error meanwhile: of a damaged file the reader writes where it gave up."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # there is none
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _work_sheets(book: Any) -> list[str]:
    """Return the names of the sheets with cells: neither charts nor macros."""
    return [each.name for each in book.sheets_metadata if str(each.typ).rpartition(".")[2] == "WorkSheet"]


def _sheet(sheet: Any, file: str, archive: SafeArchive) -> Sheet:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Unfit("sheet_bomb")
    if sheet.height == 0:
        return Sheet(file, masked(str(sheet.name)), [])
    blank: list[Cell] = []  # one for all empty rows, of which there may be a million
    rows = [
        blank if row.count("") == len(row) else [tidy(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise Unfit("sheet_long_cell")
    formulas = archive.uncalculated.get(str(sheet.name), {})
    for row, column in formulas:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    ranges = sheet.merged_cell_ranges if archive.kind in ("xlsx", "xls") else None
    if ranges:
        _fill_merged(rows, ranges)
    name = masked(str(sheet.name))
    return Sheet(file, name, rows, merged=ranges is not None, uncalculated=formulas, ranges=ranges or ())


def _fill_merged(rows: list[list[Cell]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Let the value of merged cells hold in each of them, as far as the sheet has rows and columns."""
    width = max(map(len, rows), default=0)
    filled = 0
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or rows[top][left] is None:
            continue
        for row in rows[top : bottom + 1]:
            last = min(right + 1, width, len(row))
            filled += max(last - left, 0)
            if filled > MOST_CELLS:
                raise Unfit("sheet_bomb")
            row[left:last] = [rows[top][left]] * max(last - left, 0)


def _hidden_notes(sheets: Sequence[str], rows: int) -> tuple[Bilingual, ...]:
    notes = []
    if sheets:
        names = ", ".join(map(masked, sheets))
        notes.append(Bilingual(f"hidden sheets, read too: {names}", f"foi ascunse, citite și ele: {names}"))
    if rows:
        many = counted(rows, "rând ascuns, citit și el", "rânduri ascunse, citite și ele", "ro")
        notes.append(Bilingual(counted(rows, "hidden row, read too", "hidden rows, read too", "en"), many))
    return tuple(notes)
