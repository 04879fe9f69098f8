"""A copy with the wrong cells coloured, and nothing else changed but identity numbers, which are not in it."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

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


def test_an_identity_number_is_nowhere_in_the_copy_whatever_held_it(tmp_path: Path):
    parted, mistyped = f"{NUMBER[0]} {NUMBER[1:7]} {NUMBER[7:]}", NUMBER[:-1] + "7"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"Abs {NUMBER}"
    cells = (f"Nucă Ana {NUMBER}", f"mama, CNP {parted}", float(NUMBER), f"elev {mistyped}", f'="{NUMBER}"', "31.02")
    sheet.append(cells)
    sheet["A1"].comment = Comment(f"CNP {NUMBER}", NUMBER)
    sheet["F1"].number_format = f'0" {NUMBER}"'
    sheet["F1"].font = Font(bold=True)
    sheet["F1"].hyperlink = f"https://example.org/{NUMBER}"
    sheet.oddHeader.center.text = NUMBER
    choice = DataValidation("list", f'"{NUMBER},x"', prompt=NUMBER)
    choice.add("F1")
    sheet.add_data_validation(choice)
    book.defined_names["own"] = DefinedName("own", comment=NUMBER, attr_text=f'"{NUMBER}"')
    book.properties.creator = book.properties.title = NUMBER
    book.custom_doc_props.append(StringProperty("cnp", NUMBER))
    sheet.column_dimensions["A"].width = 40
    book.save(tmp_path / "catalog.xlsx")
    name = f"Abs {13 * '*'}"
    content = marked_workbook(tmp_path / "catalog.xlsx", {}, [BadCell(name, "F1", f"nu există {NUMBER}")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.namelist():
            digits = re.sub(rb"[ .\-/]", b"", archive.read(each))
            assert NUMBER.encode() not in digits, each
            assert mistyped.encode() not in digits, each
    copied = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    stars = 13 * "*"
    assert [cell.value for cell in copied[1]] == [
        f"Nucă Ana {stars}", f"mama, CNP {stars}", None, f"elev {stars}", None, "31.02",
    ]  # fmt: skip
    assert (copied["F1"].font.bold, copied.column_dimensions["A"].width) == (True, 40)
    assert copied["F1"].comment.text == f"nu există {stars}"
    assert copied["A1"].comment is None


@pytest.mark.parametrize("name", [f"Abs {13 * '*'}", "a/b", "x" * 40, ""])
def test_a_sheet_of_any_name_is_copied_and_found(tmp_path: Path, name: str):
    sheets = {"Elevi": [["Nume"]], name: [["Nume"], ["31.02"]]}
    content = marked_workbook(tmp_path / "catalog.ods", sheets, [BadCell(name, "A2", "nu există")])
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]["A2"].comment.text == "nu există"
