"""Does a table come whole into each format: letters, numbers, days, lines, page numbers, and who took it?"""

import csv
import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from serving.paper.tables.document import table_pdf
from serving.paper.tables.spreadsheets import table_csv, table_workbook
from serving.paper.tables.table import Column, Table
from tests.support.outside_programs import outside_program

NAME = "Ștefăniță Țîrlea"


def table(rows=1, name=NAME):
    columns = (Column("rank", "Nr.", 12, is_number=True), Column("child", "Copilul", 60),
               Column("hours", "Ore", 20, is_number=True), Column("on", "Ziua", 30))  # fmt: skip
    cells = tuple((number + 1, name, 7.5, dt.date(2026, 3, 1)) for number in range(rows))
    return Table("Pe cine să ajutăm mai întâi", ("Întâi cei nedeciși.",), columns, cells, "Prezent; luat de Ana")


def test_a_romanian_text_has_headings_semicolons_and_decimal_commas():
    content = table_csv(table(), "ro").decode("utf-8")
    assert content == f"\ufeffNr.;Copilul;Ore;Ziua\n1;{NAME};7,5;01.03.2026\n"


def test_an_english_text_has_keys_for_programs():
    assert table_csv(table(), "en").decode("utf-8") == f"rank,child,hours,on\n1,{NAME},7.5,2026-03-01\n"


def test_a_text_has_in_each_row_what_is_the_same_for_all():
    said = replace(table(rows=2), repeated=((Column("taken_by", "Luat de", 0), "Ana"),))
    assert table_csv(said, "en").decode("utf-8").splitlines()[0] == "rank,child,hours,on,taken_by"
    assert [row[-1] for row in csv.reader(io.StringIO(table_csv(said, "en").decode("utf-8")))] == [
        "taken_by",
        "Ana",
        "Ana",
    ]


def test_what_is_not_known_is_an_empty_cell():
    row = Table("", (), table().columns, ((None, None, None, None),), "")
    assert table_csv(row, "en").decode("utf-8").splitlines()[1] == ",,,"
    assert [cell.value for cell in load_workbook(io.BytesIO(table_workbook(row, "en"))).active[4]] == [None] * 4


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@a", "-1+1", "\t=1"])
def test_no_spreadsheet_runs_a_name(name):
    assert next(csv.reader(io.StringIO(table_csv(table(name=name), "en").decode().split("\n")[1])))[1][0] == "'"
    sheet = load_workbook(io.BytesIO(table_workbook(table(name=name), "ro"))).active
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]


def test_a_workbook_has_numbers_days_a_head_that_stays_and_prints_on_a4_landscape():
    sheet = load_workbook(io.BytesIO(table_workbook(table(rows=3), "ro"))).active
    assert [cell.value for cell in sheet[4]] == ["Nr.", "Copilul", "Ore", "Ziua"]
    assert [sheet["A5"].value, sheet["C5"].value, sheet["D5"].value.date()] == [1, 7.5, dt.date(2026, 3, 1)]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A5", "$4:$4", "A4:D7")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.oddFooter.left.text == "Prezent; luat de Ana"


@pytest.fixture
def read_pdf(tmp_path_factory, tmp_path):
    """A reader of documents: what stands on each page."""

    def find() -> Path | None:
        found = shutil.which("pdftotext")
        return Path(found) if found else None

    program = outside_program(find, "poppler-utils", tmp_path_factory)

    def read(content: bytes) -> list[str]:
        (tmp_path / "list.pdf").write_bytes(content)
        said = subprocess.run([program, "-layout", tmp_path / "list.pdf", "-"], check=True, capture_output=True)
        return said.stdout.decode("utf-8").split("\f")[:-1]

    return read


def test_a_document_has_the_letters_the_rows_and_who_took_it(read_pdf):
    (page,) = read_pdf(table_pdf(table(rows=4), "ro"))
    assert "Pe cine să ajutăm mai întâi" in page
    assert page.count(NAME) == 4
    assert "01.03.2026" in page
    assert "Prezent; luat de Ana" in page
    assert "Pagina 1 din 1" in page


def test_a_long_document_says_the_head_and_the_number_on_every_page(read_pdf):
    pages = read_pdf(table_pdf(table(rows=90), "en"))
    assert len(pages) == 3
    assert all("Copilul" in page and f"Page {number} of 3" in page for number, page in enumerate(pages, start=1))
    assert sum(page.count(NAME) for page in pages) == 90


def test_a_document_breaks_no_word_while_a_wide_column_can_give_way(read_pdf):
    columns = (Column("state", "Stare", 12), Column("on", "Ziua", 12), Column("why", "Motive", 250))
    cells = (("nu se monitorizează", dt.date(2026, 11, 29), "absențe " * 60),)
    (page,) = read_pdf(table_pdf(Table("Lista", (), columns, cells, "Prezent"), "ro"))
    assert {"monitorizează", "29.11.2026"} <= set(page.split())


def test_a_document_is_a4_landscape():
    content = table_pdf(table(), "en")
    assert content.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 841.89 595.28]" in content


def test_a_letter_that_the_shapes_lack_does_not_stop_the_document(read_pdf):
    assert read_pdf(table_pdf(table(name="字 Ana"), "en"))
