"""A ranked list, or one explained child, as a workbook that prints on A4.

Rows are as high as their texts need, since no program finds the height of merged or printed cells by itself.
"""

import io
import textwrap
from collections.abc import Sequence
from typing import Any

from features.files.spreadsheet_cells import guarded
from features.i18n.text import Language
from models.ranking.ranked_list import RankedList
from serving.output.text import NO_NAMES, Names, word
from serving.paper.child_sheet import ChildSheet
from serving.paper.list_sheet import Cell, is_heading, list_sheet

_A4 = 9  # as workbooks call it
_FONT, _SIZE, _TITLE_SIZE = "Arial", 9, 14  # points; a font that is everywhere, or another of the same widths
_POINTS_A_LINE, _POINTS_BETWEEN = 11.7, 3.0
_LETTERS_A_WIDTH, _LETTERS_A_WIDTH_BOLD = 1.22, 1.05  # columns are measured by the digit of a larger font
_CAPITALS = 0.4  # how much more room these take
_CHILD_WIDTHS = (56, 22, 16)
_NOT_SCORED_WIDTHS = (70, 90)
_ROWS_TO_SIGN = 3


def list_workbook(ranked: RankedList, language: Language, names: Names = NO_NAMES) -> bytes:
    """Return the list as a workbook: a sheet to print, and where there are any, the children nothing can be said of."""
    from openpyxl import Workbook

    laid_out, book = list_sheet(ranked, language, names), Workbook()
    sheet = book.active
    sheet.title = word("list", language)
    widths = [column.width for column in laid_out.columns]
    _set_up(sheet, widths, language, landscape=True)
    _add_title(sheet, laid_out.title, widths)
    for line in laid_out.above:
        _add_wide(sheet, line, widths)
    for line in laid_out.notes:
        _add_wide(sheet, line, widths, bold=True)
    _add_row(sheet, [(column.heading,) for column in laid_out.columns], widths, bold=True)
    head = sheet.max_row
    for pupil, row in zip(ranked.pupils, laid_out.rows, strict=True):
        _add_row(sheet, row, widths)
        sheet.cell(sheet.max_row, 1).value = pupil.rank
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.print_title_rows = f"{head}:{head}"
    for line in laid_out.below:
        _add_wide(sheet, line, widths)
    if ranked.not_scored:
        _add_not_scored(book.create_sheet(word("not_scored", language)), ranked, language)
    return _content(book)


def child_workbook(page: ChildSheet, language: Language) -> bytes:
    """Return the page about one child as a workbook of one sheet, which prints on one page."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = word("pupil", language)
    _set_up(sheet, _CHILD_WIDTHS, language, landscape=False)
    sheet.page_setup.fitToHeight = 1
    _add_title(sheet, page.title, _CHILD_WIDTHS)
    for line in page.above:
        _add_wide(sheet, line, _CHILD_WIDTHS)
    for line in page.notes:
        _add_wide(sheet, line, _CHILD_WIDTHS, bold=True)
    for heading, lines in page.sections:
        _add_wide(sheet, heading, _CHILD_WIDTHS, bold=True)
        for line in lines:
            _add_wide(sheet, f"• {line}", _CHILD_WIDTHS)
    _add_wide(sheet, page.decided, _CHILD_WIDTHS, bold=True)
    _add_row(sheet, [(heading,) for heading in page.columns], _CHILD_WIDTHS, bold=True)
    for _ in range(page.empty_rows):
        _add_row(sheet, [("", "")] * len(page.columns), _CHILD_WIDTHS)
    _add_row(sheet, [()] * len(page.columns), _CHILD_WIDTHS, framed=False)
    _add_wide(sheet, f"{page.signed}:", _CHILD_WIDTHS)
    for _ in range(_ROWS_TO_SIGN):
        _add_wide(sheet, "", _CHILD_WIDTHS)
    for line in page.below:
        _add_wide(sheet, line, _CHILD_WIDTHS)
    return _content(book)


def _set_up(sheet: Any, widths: Sequence[int], language: Language, *, landscape: bool) -> None:
    """Set the sheet up for paper: A4, all columns on the page, as many pages as the rows need, numbered."""
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.4, 0.75, 0.3
    sheet.oddFooter.right.text = f"{word('page', language)} &P {word('of', language)} &N"
    sheet.oddFooter.left.text = "Prezent"


def _add_title(sheet: Any, title: str, widths: Sequence[int]) -> None:
    from openpyxl.styles import Font

    _add_wide(sheet, title, [width * _SIZE // _TITLE_SIZE for width in widths], bold=True)
    sheet["A1"].font = Font(name=_FONT, size=_TITLE_SIZE, bold=True)
    sheet.row_dimensions[1].height *= _TITLE_SIZE / _SIZE


def _add_wide(sheet: Any, line: str, widths: Sequence[int], *, bold: bool = False) -> None:
    """Add a line over all columns."""
    _add_row(sheet, [(line,), *[()] * (len(widths) - 1)], [sum(widths)] * len(widths), bold=bold, framed=False)
    row = sheet.max_row
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))


def _add_row(
    sheet: Any, cells: Sequence[Cell], widths: Sequence[int], *, bold: bool = False, framed: bool = True
) -> None:
    """Add a row as high as its highest cell needs to be; each text is guarded by itself."""
    from openpyxl.styles import Alignment, Border, Font, Side

    row, side = sheet.max_row + 1 if sheet["A1"].value is not None else 1, Side(style="thin" if framed else None)
    alignment, font = Alignment(wrap_text=True, vertical="top"), Font(name=_FONT, size=_SIZE, bold=bold)
    border = Border(left=side, right=side, top=side, bottom=side)
    heights = [1]
    for number, (lines, width) in enumerate(zip(cells, widths, strict=True), start=1):
        bullet = "• " if sum(map(bool, lines)) > 1 else ""
        texts = [guarded(line) if is_heading(line) else bullet + guarded(line) for line in lines]
        cell = sheet.cell(row, number, "\n".join(texts) or None)
        cell.alignment, cell.font, cell.border = alignment, font, border
        heights.append(sum(_lines(text, width, bold=bold) for text in texts))
    sheet.row_dimensions[row].height = _POINTS_A_LINE * max(heights) + _POINTS_BETWEEN


def _lines(text: str, width: int, *, bold: bool) -> int:
    """Return on how many lines a text stands in a cell, rather one too many than one too few."""
    capitals = sum(map(str.isupper, text)) / max(len(text), 1)
    room = width * (_LETTERS_A_WIDTH_BOLD if bold else _LETTERS_A_WIDTH) / (1 + _CAPITALS * capitals)
    return max(1, len(textwrap.wrap(text, int(room))))


def _add_not_scored(sheet: Any, ranked: RankedList, language: Language) -> None:
    """Add the children nothing can be said of, those of one reason in one row."""
    children: dict[str, list[str]] = {}
    for child in ranked.not_scored:
        children.setdefault(child.text(language), []).append(child.pupil_id)
    _set_up(sheet, _NOT_SCORED_WIDTHS, language, landscape=True)
    _add_row(sheet, [(word("not_scored", language),), (word("pupil", language),)], _NOT_SCORED_WIDTHS, bold=True)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    for text, pupils in sorted(children.items()):
        listed = ", ".join(map(guarded, pupils))
        _add_row(sheet, [(f"{text} ({len(pupils)})" if len(pupils) > 1 else text,), (listed,)], _NOT_SCORED_WIDTHS)


def _content(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
