"""A report as a workbook that prints on A4: the figures, the rows behind them, and the legal numbers that were used."""

import datetime as dt
import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from features.files.spreadsheet_cells import guarded
from features.i18n.text import Bilingual, Language
from serving.reports.document.report import Report, ReportTable, Row, Value

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle

_A4 = 9  # as workbooks call it
_FONT, _SIZE, _TITLE_SIZE = "Arial", 9, 14  # points
_POINTS_A_LINE, _POINTS_BETWEEN, _LETTERS_A_WIDTH = 11.7, 3.0, 1.05
_DATE = "dd.mm.yyyy"
_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 98, 146  # columns that fill A4 at this size
_MORE_THAN_FITS = 16  # letters by which columns may be wider than the paper and are still read when made to fit
_FIGURES = Bilingual("Report", "Raport")
_PAGE, _OF = Bilingual("Page", "Pagina"), Bilingual("of", "din")
_USED = Bilingual(
    "Legal numbers used (legal_values.toml {}); check them against the official text:",
    "Valori legale folosite (legal_values.toml {}); verificați-le în textul oficial:",
)
_NONE = Bilingual("None.", "Niciunul.")


def report_workbook(report: Report, language: Language) -> bytes:
    """Return the report as a workbook: first what is handed in, then the rows behind every figure."""
    from openpyxl import Workbook
    from openpyxl.worksheet.pagebreak import Break

    book = Workbook()
    for style in _row_styles():
        book.add_named_style(style)
    sheet = book.active
    sheet.title = _FIGURES.said(language)
    widths = _on_paper([max(widths) for widths in _side_by_side(report.tables)], report)
    _set_up(sheet, report, widths, language)
    _add_wide(sheet, report.title.said(language), widths, size=_TITLE_SIZE, bold=True)
    _add_wide(sheet, f"{report.school}, {report.month.said(language)}", widths, bold=True)
    for line in report.about:
        _add_wide(sheet, line.said(language), widths)
    for number, table in enumerate(report.tables):
        if number and report.table_per_page:
            sheet.row_breaks.append(Break(id=sheet.max_row))
        _add_table(sheet, table, widths, language, with_title=True)
    if report.values:
        _add_wide(sheet, "", widths)
        _add_wide(sheet, _USED.said(language).format(report.values_version), widths, bold=True)
        for value in report.values:
            _add_wide(sheet, f"• {value.sentence().said(language)}", widths)
    for table in report.evidence:
        further = book.create_sheet(table.sheet.said(language))
        own = _on_paper([column.width for column in table.columns], report)
        _set_up(further, report, own, language)
        _add_wide(further, table.title.said(language), own, bold=True)
        _add_table(further, table, own, language, with_title=False)
        further.print_title_rows = "2:2"
        further.freeze_panes = "A3"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _side_by_side(tables: Sequence[ReportTable]) -> list[list[int]]:
    """Return the widths that each column has in the tables one below the other."""
    longest = max(len(table.columns) for table in tables)
    return [[table.columns[place].width for table in tables if place < len(table.columns)] for place in range(longest)]


def _on_paper(widths: Sequence[int], report: Report) -> list[int]:
    """Return widths that fill the paper, where the columns would leave some of it empty."""
    room = _LANDSCAPE_WIDTH if _is_wide(widths, report) else _PORTRAIT_WIDTH
    return [max(width, width * room // sum(widths)) for width in widths]


def _is_wide(widths: Sequence[int], report: Report) -> bool:
    return report.landscape or sum(widths) > _PORTRAIT_WIDTH + _MORE_THAN_FITS


def _set_up(sheet: Any, report: Report, widths: Sequence[int], language: Language) -> None:
    """Set the sheet up for paper: A4, all columns on the page, school and month above, pages numbered."""
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if _is_wide(widths, report) else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddHeader.left.text = _code_free(report.school)
    sheet.oddHeader.right.text = report.month.said(language)
    sheet.oddFooter.left.text = f"Prezent: {report.title.said(language)}"
    sheet.oddFooter.right.text = f"{_PAGE.said(language)} &P {_OF.said(language)} &N"


def _code_free(text: str) -> str:
    """Return a text in which the header's codes stand for themselves."""
    return text.replace("&", "&&")


def _add_table(sheet: Any, table: ReportTable, widths: Sequence[int], language: Language, *, with_title: bool) -> None:
    if with_title:
        _add_wide(sheet, "", widths)
        _add_wide(sheet, table.title.said(language), widths, bold=True)
    own = widths[: len(table.columns)]
    _add_row(sheet, tuple(column.heading for column in table.columns), own, language, bold=True)
    for row in table.rows:
        _add_row(sheet, row, own, language)
    for row in table.totals:
        _add_row(sheet, row, own, language, bold=True)
    if not table.rows:
        _add_wide(sheet, _NONE.said(language), widths)


def _add_wide(sheet: Any, line: str, widths: Sequence[int], *, bold: bool = False, size: int = _SIZE) -> None:
    """Add a line over all columns."""
    from openpyxl.styles import Alignment, Font

    row = _next_row(sheet)
    cell = sheet.cell(row, 1, guarded(line) or None)
    if not line:  # openpyxl takes an empty row for none
        cell.value = " "
    cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(name=_FONT, size=size, bold=bold)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    lines = _lines(line, int(sum(widths) * _SIZE / size), bold=bold)
    sheet.row_dimensions[row].height = (_POINTS_A_LINE * lines + _POINTS_BETWEEN) * size / _SIZE


def _add_row(sheet: Any, row: Row, widths: Sequence[int], language: Language, *, bold: bool = False) -> None:
    """Add a framed row as high as its highest cell needs to be; texts are guarded, numbers stay numbers."""
    number, height = _next_row(sheet), 1
    for place, (value, width) in enumerate(zip(row, widths, strict=True), start=1):
        shown = _cell(value, language)
        cell = sheet.cell(number, place, shown)
        is_text = isinstance(shown, str)
        cell.style = _style_name(is_text=is_text, bold=bold)
        if isinstance(shown, dt.date):
            cell.number_format = _DATE
        elif isinstance(shown, float) and shown != round(shown, 1):  # 27.5 hours stand among whole ones
            cell.number_format = "0.00"
        height = max(height, _lines(str(shown), width, bold=bold) if is_text else 1)
    sheet.row_dimensions[number].height = _POINTS_A_LINE * height + _POINTS_BETWEEN


def _row_styles() -> "list[NamedStyle]":
    """Return the styles of a row's cells, named once: to look one up by its parts takes most of a workbook's time."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side

    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    return [
        NamedStyle(
            _style_name(is_text=is_text, bold=bold),
            font=Font(name=_FONT, size=_SIZE, bold=bold),
            border=border,
            alignment=Alignment(wrap_text=True, vertical="top", horizontal="left" if is_text else "center"),
        )
        for is_text in (True, False)
        for bold in (True, False)
    ]


def _style_name(*, is_text: bool, bold: bool) -> str:
    return f"Prezent {'text' if is_text else 'number'}{' bold' if bold else ''}"


def _cell(value: Value, language: Language) -> str | int | float | dt.date | None:
    if isinstance(value, Bilingual):
        return value.said(language)
    return (guarded(value) or None) if isinstance(value, str) else value


def _next_row(sheet: Any) -> int:
    """Return the row after those there are: each has been given its height."""
    return len(sheet.row_dimensions) + 1


def _lines(text: str, width: int, *, bold: bool) -> int:
    """Return on how many lines a text stands in a cell, rather one too many than one too few."""
    room = max(int(width * (_LETTERS_A_WIDTH if bold else 1.15 * _LETTERS_A_WIDTH)), 1)
    return 1 if len(text) <= room and "\n" not in text else len(textwrap.wrap(text, room))
