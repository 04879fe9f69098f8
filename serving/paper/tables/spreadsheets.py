"""A table for spreadsheet programs: text with separators, and a workbook that prints on A4 landscape.

A cell that a spreadsheet would run as a formula is guarded.
"""

import csv
import io
from typing import Any

from features.files.spreadsheet_cells import guarded
from features.i18n.text import Bilingual, Language
from serving.output.spreadsheet import BYTE_ORDER_MARK
from serving.output.text import word
from serving.paper.tables.table import Cell, Column, Table, printed

_A4 = 9  # as workbooks call it
_SHEET = Bilingual("List", "Lista")
_DATE = "DD.MM.YYYY"
_LETTERS_A_MILLIMETRE = 0.6


def table_csv(table: Table, language: Language) -> bytes:
    """Return the rows as a spreadsheet of that language opens them.

    In Romanian under headings, semicolons apart, with decimal commas; in English under keys, for programs. What other
    files say above and below, which list it is and who took it, stands in each row.
    """
    text, is_romanian = io.StringIO(), language == "ro"
    writer = csv.writer(text, delimiter=";" if is_romanian else ",", lineterminator="\n")
    columns, repeated = zip(*table.repeated, strict=True) if table.repeated else ((), ())
    writer.writerow([column.heading if is_romanian else column.key for column in (*table.columns, *columns)])
    writer.writerows([_text(cell, language) for cell in (*row, *repeated)] for row in table.rows)
    return ((BYTE_ORDER_MARK if is_romanian else "") + text.getvalue()).encode("utf-8")


def table_workbook(table: Table, language: Language) -> bytes:
    """Return a workbook of one sheet: numbers are numbers and days are days, the head stays and is printed again."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = _SHEET.said(language)
    above = (table.title, *table.above)
    for place, line in enumerate(above, start=1):
        sheet.cell(place, 1, guarded(line))
    head = len(above) + 2
    for number, column in enumerate(table.columns, start=1):
        sheet.cell(head, number, column.heading)
    for place, row in enumerate(table.rows, start=head + 1):
        for number, cell in enumerate(row, start=1):
            sheet.cell(place, number, _plain(cell))
    _style(sheet, table.columns, head)
    _set_up(sheet, table, head, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _text(cell: Cell, language: Language) -> str:
    return "" if cell is None else guarded(printed(cell, language))


def _plain(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell


def _style(sheet: Any, columns: tuple[Column, ...], head: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin")
    sheet["A1"].font = Font(size=14, bold=True)
    for place, row in enumerate(sheet.iter_rows(min_row=head, max_col=len(columns)), start=head):
        for cell, column in zip(row, columns, strict=True):
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="right" if column.is_number else "left"
            )
            cell.border, cell.font = Border(bottom=line), Font(size=10, bold=place == head)
            if cell.is_date:
                cell.number_format = _DATE


def _set_up(sheet: Any, table: Table, head: int, language: Language) -> None:
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width * _LETTERS_A_MILLIMETRE
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(table.columns))}{head + len(table.rows)}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.left.text = table.made_by.replace("&", "&&")
    sheet.oddFooter.right.text = f"{word('page', language)} &P {word('of', language)} &N"
