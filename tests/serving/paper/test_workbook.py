"""Workbooks that print: A4, all columns on the page, no row lower than its text, nothing that runs."""

import io
import textwrap
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from models.ranking.list_warnings import Caution
from models.ranking.ranked_list import RankedList
from serving.paper.export import write_pupil
from serving.paper.workbook import list_workbook
from tests.support.explained import explained_pupil
from tests.support.ranked_lists import list_of, pupil_of

INVENTED = Caution("invented", "copii inventați: numai pentru încercare", "invented children: for trying out only")


def sheet_of(ranked: RankedList) -> Any:
    return openpyxl.load_workbook(io.BytesIO(list_workbook(ranked, "ro"))).worksheets[0]


def head_of(sheet: Any) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == "Loc")


def test_the_sheet_is_set_up_for_a4_on_its_side_with_all_columns_on_the_page() -> None:
    sheet = sheet_of(list_of(3))
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.oddFooter.right.text, sheet.page_margins.bottom) == ("Pagina &P din &N", 0.75)


def test_the_head_of_the_table_is_repeated_on_each_page_and_stays_on_the_screen() -> None:
    sheet = sheet_of(list_of(3, cautions=(INVENTED,)))
    head = head_of(sheet)
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"A{head + 1}"
    assert [cell.value for cell in sheet[head]] == [
        "Loc", "Elev", "Clasa", "Motive", "Pasul următor (propunere)", "Cine", "Până când",
    ]  # fmt: skip


def test_above_the_table_stands_what_it_is_and_below_who_decides() -> None:
    sheet = sheet_of(list_of(20, cautions=(INVENTED,)))
    said = [row[0] for row in sheet.values if row[0]]
    assert said[0] == "De cine să avem grijă mai întâi: Școala Gimnazială Nr. 1 (s1)"
    assert said[1] == (
        "Dintre acești 20 de copii ne așteptăm ca aproximativ 4 (cel mai probabil între 1 și 10) să ajungă, până la 30 "
        "septembrie 2026, la abandon școlar, neînscriere sau neprezentare la examen; ceilalți nu."
    )
    assert said[3] == ("În listă: 20 din 410 copii. Ce se știa înainte de 17 februarie 2026; versiunea 7 a modelului.")
    assert said[4] == INVENTED.text_ro
    assert said[-1] == "Un motiv este ce a văzut modelul, nu o cauză; ce se face hotărăște un om."


def test_a_row_has_rank_child_class_reasons_a_step_and_room_for_who_and_when() -> None:
    sheet = sheet_of(list_of(2))
    first = [cell.value for cell in sheet[head_of(sheet) + 1]]
    assert first[:3] == [1, "E00001", "VII B"]
    assert first[3].splitlines() == [
        "Crește riscul:",
        "• 58 de ore nemotivate în ultimele 60 de zile de școală; în clasă de obicei 6",
        "• media de anul acesta: 5,9; în clasă de obicei 8,2",
        "• un an repetat până acum; în clasă de obicei 0",
        "• Scade riscul: purtare: 10",
    ]
    assert first[4:] == [
        "Discuție cu elevul și familia în această săptămână; dacă nu răspund, vizită la domiciliu.", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        ("scurt",),
        ("un motiv destul de lung ca să nu încapă pe un singur rând al coloanei, oricât de lată ar fi ea",),
        ("lung " * 60, "lung " * 60, "lung " * 60),
        ("X" * 200, "y"),
        ("MAJUSCULE " * 20,),
    ],
)
def test_no_row_is_lower_than_its_text(texts: tuple[str, ...]) -> None:
    sheet = sheet_of(list_of((pupil_of(1, texts=texts),)))
    row = head_of(sheet) + 1
    for cell in sheet[row]:
        width = sheet.column_dimensions[get_column_letter(cell.column)].width
        lines = sum(len(textwrap.wrap(text, int(1.22 * width))) for text in str(cell.value or "").splitlines())
        assert sheet.row_dimensions[row].height >= 11.5 * lines  # of nine points
        assert cell.alignment.wrap_text


def test_a_line_over_all_columns_is_one_cell_as_high_as_it_needs() -> None:
    sheet = sheet_of(list_of(20))
    assert "A2:G2" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[2].height > sheet.row_dimensions[3].height


@pytest.mark.parametrize("pupil_id", ["0012", "1e5", "TRUE", "=1+1", "2026-02-17"])
def test_a_code_stays_a_text(pupil_id: str) -> None:
    sheet = sheet_of(list_of((pupil_of(1, pupil_id=pupil_id),)))
    cell = sheet.cell(head_of(sheet) + 1, 2)
    assert (cell.data_type, cell.value.lstrip("'")) == ("s", pupil_id)


def test_one_child_is_one_upright_page(tmp_path: Path) -> None:
    write_pupil(explained_pupil(pupil_of(1)), "xlsx", tmp_path / "child.xlsx", language="ro")
    (sheet,) = openpyxl.load_workbook(tmp_path / "child.xlsx").worksheets
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("portrait", 1)
    said = [row[0] for row in sheet.values if row[0]]
    assert said[:2] == [
        "Despre un copil, pentru o discuție", "Elev: E00001, clasa VII B. Școala Gimnazială Nr. 1 (s1).",
    ]  # fmt: skip
    assert "Ce am stabilit" in said
    assert said[-1] == "Un motiv este ce a văzut modelul, nu o cauză; ce se face hotărăște un om."
