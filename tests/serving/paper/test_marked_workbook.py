"""A copy with the wrong cells coloured, and nothing else changed but identity numbers, which are not in it."""

import io
from pathlib import Path

import openpyxl
import pytest

from serving.paper.marked_workbook import BadCell, marked_workbook

NUMBER = "196010112345" + "6"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Absențe"
    for row in (["Nume", "Data", "CNP"], ["Nucă Ana", "31.02", NUMBER], ["Pară Ion", "12.10", int(NUMBER)]):
        sheet.append(row)
    sheet.merge_cells("A5:C6")
    sheet["A5"] = "=1+1"
    book.create_sheet("Note")["A1"] = 7
    book.save(tmp_path / "catalog.xlsx")
    return tmp_path / "catalog.xlsx"


def test_wrong_cells_are_coloured_and_say_what_is_wrong(source: Path):
    places = (
        ("Absențe", "B2", "nu există"), ("Absențe", "B2", "altceva"), ("Absențe", "C6", "unite"),
        ("Note", "A1", "notă"),
    )  # fmt: skip
    bad = [BadCell(*place) for place in places]
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(source, {}, bad)))
    sheet = book["Absențe"]
    assert sheet["B2"].comment.text == "nu există\naltceva"
    assert sheet["B2"].fill.start_color.rgb == "00FFC000"
    assert sheet["A5"].comment.text == "unite"
    assert book["Note"]["A1"].comment.text == "notă"
    assert sheet["B3"].comment is None
    assert [cell.value for cell in sheet[3]] == ["Pară Ion", "12.10", None]


def test_of_a_file_that_is_no_xlsx_the_cells_are_copied_and_none_is_a_formula(tmp_path: Path):
    rows = [["Nume", "Data"], ["=HYPERLINK(1)", "31.02"], ["Pară Ion", NUMBER]]
    content = marked_workbook(tmp_path / "catalog.csv", {"": rows}, [BadCell("", "B2", "nu există")])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Nume", "Data"], ["'=HYPERLINK(1)", "31.02"], ["Pară Ion", None],
    ]  # fmt: skip
    assert sheet["B2"].comment.text == "nu există"
