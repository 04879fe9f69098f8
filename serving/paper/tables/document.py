"""A table as a document of A4 landscape: row lines, the head on every page, page numbers, who printed it and when.

The letters are DejaVu's, which come with matplotlib: PDF's own have no ș and no ț.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from features.i18n.text import Language
from serving.output.text import word
from serving.paper.tables.table import Table, printed

if TYPE_CHECKING:
    from fpdf import FPDF

_FAMILY, _SIZE, _SMALL, _TITLE = "DejaVu", 7, 7, 13  # points
_LINE, _MARGIN, _FOOT, _BESIDE = 3.3, 10, 12, 1  # millimetres
_CLEAR = 0.5  # so much more than its letters a word takes in its cell
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}


def table_pdf(table: Table, language: Language) -> bytes:
    """Return the document; what a letter shape is missing for is drawn as a box, never left out."""
    from fpdf import FontFace
    from fpdf.enums import TableBordersLayout

    pdf = _document(table, language)
    pdf.set_font(_FAMILY, "B", _TITLE)
    pdf.multi_cell(0, 7, table.title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(_FAMILY, "", _SMALL)
    for line in table.above:
        pdf.multi_cell(0, _LINE, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)
    widths = _widths(pdf, table, language)
    pdf.set_font(_FAMILY, "", _SIZE)
    with pdf.table(
        col_widths=widths, line_height=_LINE, padding=(0.6, _BESIDE),
        v_align="TOP",
        text_align=tuple("RIGHT" if column.is_number else "LEFT" for column in table.columns),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES, headings_style=FontFace(emphasis="BOLD"),
    ) as drawn:  # fmt: skip
        drawn.row([column.heading for column in table.columns])
        for row in table.rows:
            drawn.row([printed(cell, language) for cell in row])
    return bytes(pdf.output())


def _widths(pdf: "FPDF", table: Table, language: Language) -> tuple[float, ...]:
    """Return widths that fill the page and break no word, as far as it is wide enough: the wide columns give way."""
    given = [column.width * pdf.epw / sum(column.width for column in table.columns) for column in table.columns]
    needed = [
        2 * (_BESIDE + _CLEAR) + max(
            _longest(pdf, column.heading, style="B"),
            max((_longest(pdf, printed(row[place], language)) for row in table.rows), default=0.0),
        )
        for place, column in enumerate(table.columns)
    ]  # fmt: skip
    lacking = sum(max(need - width, 0.0) for width, need in zip(given, needed, strict=True))
    spare = sum(max(width - need, 0.0) for width, need in zip(given, needed, strict=True))
    part = min(lacking / spare, 1.0) if spare else 0.0
    return tuple(need if need > width else width - part * (width - need)
                 for width, need in zip(given, needed, strict=True))  # fmt: skip


def _longest(pdf: "FPDF", text: str, style: str = "") -> float:
    pdf.set_font(_FAMILY, style, _SIZE)
    return max((float(pdf.get_string_width(part)) for part in text.split()), default=0.0)


def _document(table: Table, language: Language) -> "FPDF":
    """Return an empty document with its letters and its footer."""
    from fpdf import FPDF

    class Numbered(FPDF):
        """A document whose pages end with who made them, when, and their number."""

        def footer(self) -> None:
            self.set_y(-_FOOT)
            self.set_font(_FAMILY, "", _SMALL)
            self.cell(self.epw / 2, 5, table.made_by)
            pages = f"{word('page', language)} {self.page_no()} {word('of', language)} {{nb}}"
            self.cell(0, 5, pages, align="R")

    pdf = Numbered(orientation="landscape", unit="mm", format="A4")
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_FOOT + 2)
    for style, file in _FILES.items():
        pdf.add_font(_FAMILY, style, _letters() / file)
    pdf.set_title(table.title)
    pdf.set_lang(language)
    pdf.add_page()
    return pdf


def _letters() -> Path:
    found = find_spec("matplotlib")  # its folder, without the second that loading it takes
    if found is None or found.origin is None:
        raise RuntimeError("matplotlib, which Prezent requires, is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
