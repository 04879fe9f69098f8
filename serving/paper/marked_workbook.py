"""A copy of a workbook in which the cells that cannot be read are coloured, each with what is wrong in a comment."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

from features.files.spreadsheet_cells import guarded
from features.identity_numbers import masked

Rows = Sequence[Sequence[object]]

_COLOUR = "FFC000"
_AUTHOR = "Prezent"
_MOST_COMMENTS = 5000
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]]")
_LOOK = ("font", "border", "fill", "alignment", "number_format")


class BadCell(NamedTuple):
    """A cell of a sheet, such as D14, and what is wrong with it; a sheet without a name is the only one."""

    sheet: str
    cell: str
    wrong: str


def marked_workbook(source: Path, sheets: Mapping[str, Rows], bad: Sequence[BadCell]) -> bytes:
    """Return the copy; of a file that is no XLSX, ``sheets`` are its cells.

    What is copied are cells and how they look, without identity numbers: whatever else a workbook holds, such as
    comments, its author or lists to choose from, may have them, too.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = _AUTHOR
    copies: dict[str, Any] = {}
    for name, original, rows in _originals(source, sheets):
        copies[masked(name)] = made = book.create_sheet(_NOT_IN_NAMES.sub("x", masked(name))[:_LONGEST_NAME] or "1")
        for row in rows:
            made.append(row)
        if original is not None:
            _let_look_like(made, original)
    for each in bad[:_MOST_COMMENTS]:
        _mark(copies.get(each.sheet) or book.worksheets[0], each)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _originals(source: Path, sheets: Mapping[str, Rows]) -> Iterator[tuple[str, Any, Iterator[list[object]]]]:
    """Yield each sheet: its name, the sheet as it looks, if that is known, and the values of its rows."""
    if source.suffix.lower() != ".xlsx":
        for name, rows in sheets.items():
            yield name, None, ([_clean(guarded(cell) if isinstance(cell, str) else cell) for cell in row]
                               for row in rows)  # fmt: skip
        return
    from openpyxl import load_workbook

    values = load_workbook(source, data_only=True)
    for original in load_workbook(source).worksheets:
        seen = values[original.title]
        yield original.title, original, (
            [_clean(formula if value is None else value) for value, formula in zip(*both, strict=True)]
            for both in zip(seen.iter_rows(values_only=True), original.iter_rows(values_only=True), strict=True)
        )  # fmt: skip


def _clean(value: object) -> object:
    """Return a value without identity numbers: the words around one, or nothing."""
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    left = masked(text)
    if left == text:
        return value
    return left if any(map(str.isalpha, left)) and not left.startswith("=") else None


def _let_look_like(made: Any, original: Any) -> None:
    """Give cells the look that they have in the original: fonts, borders, merged cells, widths, what is hidden."""
    looks: dict[tuple[int, ...], Any] = {}
    for row in original.iter_rows():
        for cell in row:
            if cell.has_style:
                _look_like(made.cell(cell.row, cell.column), cell, looks)
    for merged in original.merged_cells.ranges:
        made.merge_cells(merged.coord)
    for letter, column in original.column_dimensions.items():
        made.column_dimensions[letter].width = column.width
        made.column_dimensions[letter].hidden = column.hidden
    for number, line in original.row_dimensions.items():
        made.row_dimensions[number].height = line.height
        made.row_dimensions[number].hidden = line.hidden
    made.sheet_state = original.sheet_state
    made.freeze_panes = original.freeze_panes


def _look_like(made: Any, original: Any, looks: dict[tuple[int, ...], Any]) -> None:
    """Give a cell the look of another; the same look is made once."""
    look = tuple(original._style)
    if look in looks:
        made._style = copy(looks[look])
        return
    for name in _LOOK:
        told = getattr(original, name)
        if masked(str(told)) == str(told):
            setattr(made, name, copy(told))
    looks[look] = made._style


def _mark(sheet: Any, bad: BadCell) -> None:
    """Colour a cell; of merged cells the first, which alone has a value and may have a comment."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    place = bad.cell
    for merged in sheet.merged_cells.ranges:
        if place in merged:
            place = merged.start_cell.coordinate
    cell = sheet[place]
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.fill = PatternFill("solid", start_color=_COLOUR)
    cell.comment = Comment(before + masked(bad.wrong), _AUTHOR, height=120, width=320)
