"""Is a formula that nobody ever calculated told with its cell, for names, marks and absences, and never read as empty?"""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.files.formulas import uncalculated
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, imported, short_rows

TITLE: Sequence[Sequence[object]] = (["Clasa a VII-a B, an școlar 2025-2026"], [])


def problems(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    with pytest.raises(RecordsError) as caught:
        imported(path)
    return [(each.code, each.cells) for each in caught.value.problems if each.code == "sheet_formula"]


def rewritten(path: Path, member: str, old: str, new: str) -> Path:
    """Change a file of a workbook, as another program would have written it."""
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    text = members[member].decode()
    assert re.search(old, text)
    members[member] = re.sub(old, new, text).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


SHEETS: dict[str, tuple[dict[str, Sequence[Sequence[object]]], tuple[str, ...]]] = {
    "a name": ({"Note": [*TITLE, ["Elev", "Istorie"], ["Alfa Ana", "7/13.10"], ["=Elevi!A3", "8/13.10"]]}, ("Note!A5",)),
    "a list of marks": (
        {"Note": [*TITLE, ["Elev", "Istorie"], ["Alfa Ana", '="7/"&"13.10"'], ["Beta Ion", "8/13.10"]]}, ("Note!B4",)),
    "a list of absences": (
        {"Abs": [*TITLE, ["Elev", "Absențe"], ["Alfa Ana", "13.10"], ["Beta Ion", "=B4"]]}, ("Abs!B5",)),
    "monthly totals": (
        {"Abs": [*TITLE, ["Elev", "Octombrie mot.", "Octombrie nemot."], ["Alfa Ana", 2, "=1+2"], ["Beta Ion", 1, 0],
                 ["TOTAL", "=SUM(B4:B5)", "=SUM(C4:C5)"]]}, ("Abs!C4",)),
    "names and marks": (
        {"Note": [*TITLE, ["Elev", "Istorie"], ["=A1", "=B1"], ["=A2", "=B2"]]},
        ("Note!A4", "Note!B4", "Note!A5", "Note!B5")),
    "an hour of an event": (
        {"Abs": [["Elev", "Clasa", "Data", "Ore"], ["Alfa Ana", "VII B", "13.10.2025", "=1+1"],
                 ["Beta Ion", "VII B", "14.10.2025", 2]]}, ("Abs!D2",)),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_the_cell_of_a_formula_without_its_value_is_told(name: str, tmp_path: Path):
    sheets, cells = SHEETS[name]
    assert sorted(cell for _, found in problems(Book(sheets).write(tmp_path)) for cell in found) == sorted(cells)


def test_formulas_of_totals_and_of_columns_that_are_not_read_are_no_matter(tmp_path: Path):
    rows = [*TITLE, ["Nr. crt.", "Elev", "Absențe"], [1, "Alfa Ana", "13.10"], ["=A4+1", "Beta Ion", "14.10"],
            ["", "TOTAL", "=COUNTA(C4:C5)"]]  # fmt: skip
    sheets = {"Abs": rows, "Statistică": [["Clasa", "Elevi"], ["VII B", "=COUNTA(Abs!B4:B5)"]]}
    assert len(short_rows(imported(Book(sheets).write(tmp_path)), "attendance")) == 2


def test_a_formula_with_its_value_is_read_as_that_value(tmp_path: Path):
    path = Book({"Abs": [*TITLE, ["Elev", "Absențe"], ["Alfa Ana", "=A1"], ["Beta Ion", "14.10"]]}).write(tmp_path)
    sheet = "xl/worksheets/sheet1.xml"
    rewritten(path, sheet, r'<c r="B4"[^>]*><f>A1</f><v ?/></c>', '<c r="B4" t="str"><f>A1</f><v>13.10</v></c>')
    assert len(short_rows(imported(path), "attendance")) == 2
    rewritten(path, sheet, "<v>13.10</v>", "<v></v>")  # a text of no letters is a value as well
    assert len(short_rows(imported(path), "attendance")) == 1


def test_a_zero_in_a_file_that_is_to_be_calculated_on_opening_is_no_value(tmp_path: Path):
    rows = [*TITLE, ["Elev", "Octombrie mot.", "Octombrie nemot."], ["Alfa Ana", 2, "=1+2"], ["Beta Ion", 1, 4]]
    path = Book({"Abs": rows}).write(tmp_path)
    sheet = "xl/worksheets/sheet1.xml"
    rewritten(path, sheet, r"<f>1\+2</f><v ?/>", "<f>1+2</f><v>0</v>")
    assert problems(path) == [("sheet_formula", ("Abs!C4",))]
    rewritten(path, "xl/workbook.xml", 'fullCalcOnLoad="1"', "")
    assert short_rows(imported(path), "attendance")


@pytest.mark.parametrize(
    ("cell", "formulas"),
    [
        (b'<c r="B2"><f>A1</f></c>', {(1, 1): "A1"}),
        (b'<x:c r="AA10" s="3"><x:f t="shared" si="0"/></x:c>', {(9, 26): ""}),
        (b'<c r="B2"><f ca="1">IF(A1&lt;3,1,2)</f><v></v></c>', {(1, 1): "IF(A1&lt;3,1,2)"}),
        (b'<c r="B2"><f>A1</f><v>4</v></c>', {}),
        (b'<c r="B2" t="str"><f>A1</f><v></v></c>', {}),
        (b'<c r="B2" s="1"/><c r="C2"><f>A1</f><v>0</v></c>', {}),
        (b'<c r="B2"><v>4</v></c>', {}),
    ],
)
def test_only_formulas_without_a_value_are_found(cell: bytes, formulas: dict[tuple[int, int], str]):
    book = b'<workbook xmlns="m" xmlns:r="o"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'
    relations = b'<Relationships xmlns="p"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
    members = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": cell}
    assert uncalculated(members) == ({"A": formulas} if formulas else {})


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
@pytest.mark.parametrize("formula", ["", "<f>1+A1</f>"])
def test_an_error_is_told_as_it_stands_and_is_no_empty_cell(formula: str, error: str, tmp_path: Path):
    rows = [["Elev", "Clasa", "Data", "Ore"], ["Alfa Ana", "VII B", "13.10.2025", 33],
            ["Beta Ion", "VII B", "14.10.2025", 2]]  # fmt: skip
    path = Book({"Abs": rows}).write(tmp_path)
    cell = f'<c r="D2" t="e">{formula}<v>{error}</v></c>'
    rewritten(path, "xl/worksheets/sheet1.xml", r'<c r="D2"[^>]*><v>33</v></c>', cell)

    with pytest.raises(RecordsError) as caught:
        imported(path)

    assert caught.value.sentences("ro") == [
        f"registru.xlsx, Abs!D2: am găsit „{error}”; așteptam o valoare, dar formula din această celulă dă o eroare; "
        "scrieți valoarea sau corectați formula și salvați fișierul."
    ]
