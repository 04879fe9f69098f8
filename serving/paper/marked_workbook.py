"""A copy of a workbook in which the cells that cannot be read are coloured, each with what is wrong in a comment."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from features.files.spreadsheet_cells import guarded
from features.identity_numbers import has_identity_number

Rows = Sequence[Sequence[object]]

_COLOUR = "FFC000"
_AUTHOR = "Prezent"
_MOST_COMMENTS = 5000


class BadCell(NamedTuple):
    """A cell of a sheet, such as D14, and what is wrong with it; a sheet without a name is the only one."""

    sheet: str
    cell: str
    wrong: str


def marked_workbook(source: Path, sheets: Mapping[str, Rows], bad: Sequence[BadCell]) -> bytes:
    """Return the copy; of a file that is no XLSX, ``sheets`` are its cells. Identity numbers are not in it."""
    from openpyxl import Workbook, load_workbook

    if source.suffix.lower() == ".xlsx":
        book = load_workbook(source)
    else:
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            _add(book.create_sheet(name[:31] or "1"), rows)
    for sheet in book.worksheets:
        _drop_identity_numbers(sheet)
    for each in bad[:_MOST_COMMENTS]:
        _mark(book, each)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add(sheet: Any, rows: Rows) -> None:
    for row in rows:
        sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def _drop_identity_numbers(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and has_identity_number(_text(cell.value)):
                cell.value = None


def _text(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _mark(book: Any, bad: BadCell) -> None:
    """Colour a cell; of merged cells the first, which alone has a value and may have a comment."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    sheet = book[bad.sheet] if bad.sheet in book.sheetnames else book.worksheets[0]
    place = bad.cell
    for merged in sheet.merged_cells.ranges:
        if place in merged:
            place = merged.start_cell.coordinate
    cell = sheet[place]
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.fill = PatternFill("solid", start_color=_COLOUR)
    cell.comment = Comment(before + bad.wrong, _AUTHOR, height=120, width=320)
