"""Our own workbook to fill in by hand: drop-downs, an example, a page of help; it prints on A4."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from features.days import school_year_label
from features.i18n.text import Bilingual, Language
from serving.paper.template_sheets import (
    EXAMPLE,
    EXAMPLE_HEADINGS,
    HELP,
    HELP_LINES,
    SHEETS,
    TemplateColumn,
    TemplateSheet,
)

HEADER_ROW = 2  # below the title, which says the school year
_LAST_ROW = 5000  # as far as the drop-downs go
_A4 = 9  # as workbooks call it
_FORMATS = {"text": "@", "date": "dd.mm.yyyy", "number": "General"}
_HEAD = "DDDDDD"
_SEPTEMBER = 9
_YEAR = Bilingual("school year", "anul școlar")
_CHOOSE = Bilingual("Choose one of the list.", "Alegeți din listă.")
_WRITE_DAY = Bilingual("Write a day such as 14.10.{first}.", "Scrieți o dată, de pildă 14.10.{first}.")


def template_year(today: dt.date) -> str:
    """Return the school year of a workbook of which none was said: from September on the one that begins then.

    >>> template_year(dt.date(2026, 8, 31)), template_year(dt.date(2026, 9, 1))
    ('2025-2026', '2026-2027')
    """
    return school_year_label(today.year - (today.month < _SEPTEMBER))


def template_workbook(school_year: str, language: Language) -> bytes:
    """Return the workbook for a school year, such as 2025-2026."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for laid_out in SHEETS:
        _add_sheet(book, laid_out, school_year, language)
    _add_example(book, school_year, language)
    _add_help(book, school_year, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_sheet(book: Any, laid_out: TemplateSheet, school_year: str, language: Language) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(laid_out.title.said(language))
    title = f"{laid_out.title.said(language)}, {_YEAR.said(language)} {school_year}"
    sheet.cell(1, 1, title).font = Font(bold=True, size=14)
    _add_heads(sheet, HEADER_ROW, [column.heading.said(language) for column in laid_out.columns])
    for number, column in enumerate(laid_out.columns, start=1):
        _prepare(sheet, number, column, language, first=_first_year(school_year))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)  # the register number and the name stay in sight
    _set_up(sheet, [column.width for column in laid_out.columns], HEADER_ROW)


def _first_year(school_year: str) -> str:
    return school_year.partition("-")[0]


def _prepare(sheet: Any, number: int, column: TemplateColumn, language: Language, *, first: str) -> None:
    """Format a column so that no program makes something else of what is typed, and give it its drop-down."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(number)
    sheet.column_dimensions[letter].number_format = _FORMATS[column.kind]
    for row in range(HEADER_ROW + 1, HEADER_ROW + 41):
        sheet.cell(row, number).number_format = _FORMATS[column.kind]
    if column.choices:
        listed = ",".join(choice.said(language) for choice in column.choices)
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=not column.free)
        rule.error = _CHOOSE.said(language)
    elif column.kind == "date":
        rule = DataValidation(type="date", operator="between", formula1="29221", formula2="73050", allow_blank=True)
        rule.error, rule.showErrorMessage = _WRITE_DAY.said(language).format(first=first), True
    else:
        return
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{_LAST_ROW}")
    sheet.add_data_validation(rule)


def _add_example(book: Any, school_year: str, language: Language) -> None:
    """Add an example of every column, below each other, and named so that no program takes the rows for pupils."""
    first, _, second = school_year.partition("-")
    sheet = book.create_sheet(EXAMPLE.said(language))
    _add_heads(sheet, 1, [heading.said(language) for heading in EXAMPLE_HEADINGS])
    for laid_out in SHEETS:
        for column in laid_out.columns:
            example = column.example.said(language).format(first=first, second=second)
            names = (laid_out.title, column.heading, column.means)
            sheet.append(["{}, {}: {}".format(*(name.said(language) for name in names)), example or None])
    sheet.freeze_panes = "A2"
    _set_up(sheet, (70, 24), 1)


def _add_help(book: Any, school_year: str, language: Language) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(HELP.said(language))
    for row, line in enumerate(HELP_LINES, start=1):
        cell = sheet.cell(row, 1, line.said(language).format(first=_first_year(school_year)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=row == 1, size=14 if row == 1 else 11)
    for row, laid_out in enumerate(SHEETS, start=len(HELP_LINES) + 2):
        sheet.cell(row, 1, f"{laid_out.title.said(language)}: {laid_out.row.said(language)}")
    _set_up(sheet, (110,), 1)


def _add_heads(sheet: Any, row: int, heads: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side(style="thin")
    for number, head in enumerate(heads, start=1):
        cell = sheet.cell(row, number, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=_HEAD)
        cell.border, cell.alignment = Border(bottom=side), Alignment(wrap_text=True, vertical="top")


def _set_up(sheet: Any, widths: Sequence[int], head: int) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{head}:{head}"
