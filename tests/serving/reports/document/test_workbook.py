"""Reports as workbooks: A4, guarded cells, names only where they are given."""

import datetime as dt
import io
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from serving.reports.absences import absence_report
from serving.reports.document.legal_values import read_legal_values
from serving.reports.document.workbook import report_workbook
from serving.reports.mate import mate_report
from serving.reports.scholarships import scholarship_report
from tests.support.outside_programs import libreoffice
from tests.support.serving.reported_months import YEAR, register_of
from tests.support.small_records import rows

ATTENDANCE = """
    pupil_id date       hours excused_on subject
    =P1      2026-02-02 6     -          =1+1
    =P1      2026-02-03 4.5   -          maths
    P2       2026-02-02 2     2026-02-03 maths
"""
PUPILS = [{"pupil_id": pupil, **YEAR, "class_label": label} for pupil, label in (("=P1", "V A"), ("P2", "@V B"))]


def book_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def absences(language: str = "ro") -> Any:
    schools = [{"school_id": "S1", "name": "Școala A & B"}]
    register = register_of(attendance=ATTENDANCE, enrolments=PUPILS, schools=schools)
    return book_of(report_workbook(absence_report(register), "ro" if language == "ro" else "en"))


def cells(sheet: Any) -> list[object]:
    return [value for row in sheet.values for value in row if value is not None]


def test_each_sheet_prints_on_a4_with_school_month_and_page_numbers() -> None:
    book = absences()
    assert book.sheetnames == ["Raport", "Rânduri"]
    for sheet in book.worksheets:
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddHeader.left.text == "Școala A && B (S1)"
        assert sheet.oddHeader.right.text == "februarie 2026"
        assert sheet.oddFooter.right.text == "Pagina &P din &N"
    assert (book["Rânduri"].print_title_rows, book["Rânduri"].freeze_panes) == ("$2:$2", "A3")


def test_words_are_in_the_language_that_is_asked_for() -> None:
    assert absences("en").sheetnames == ["Report", "Rows"]
    assert absences("en")["Report"]["A1"].value == "Monthly report of absences"
    assert absences()["Raport"]["A1"].value == "Raport lunar al absențelor"


def test_no_cell_runs_as_a_formula_and_numbers_and_dates_stay_what_they_are() -> None:
    for sheet in absences().worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
    evidence = cells(absences()["Rânduri"])
    assert "'=P1" in evidence
    assert "'=1+1" in evidence
    assert 4.5 in evidence
    assert dt.datetime(2026, 2, 3) in evidence  # noqa: DTZ001  (a workbook's dates have none)


def test_a_long_table_has_no_more_styles_than_a_short_one() -> None:
    """To look a style up by its parts for each cell took minutes in large schools."""
    long = [{"pupil_id": f"P{number}", "date": "2026-02-02", "hours": "2"} for number in range(60)]
    books = [
        book_of(report_workbook(absence_report(register_of(attendance=each)), "ro")) for each in (ATTENDANCE, long)
    ]
    short_rows, long_rows = (book["Rânduri"].max_row for book in books)
    assert long_rows >= short_rows + 57
    used = [{cell.style for sheet in book for row in sheet.iter_rows() for cell in row} for book in books]
    assert used[1] <= used[0] | {"Prezent text", "Prezent number", "Prezent text bold", "Prezent number bold", "Normal"}


def test_names_stand_beside_pseudonyms_only_where_they_are_given() -> None:
    report = scholarship_report(register_of(attendance=ATTENDANCE), read_legal_values())
    assert report.pupils == ("=P1",)
    plain, named = (book_of(report_workbook(each, "ro")) for each in (report, report.with_names({"=P1": "+Ana Test"})))
    assert not any("Ana" in str(value) for sheet in plain.worksheets for value in cells(sheet))
    for sheet in named.worksheets:
        values = cells(sheet)
        assert "'+Ana Test" in values
        assert "Numele" in values
        assert "'=P1" in values


def test_a_pupil_whose_name_is_not_known_keeps_the_pseudonym_alone() -> None:
    report = scholarship_report(register_of(attendance=ATTENDANCE), read_legal_values()).with_names({})
    assert report.tables[0].rows[0][:2] == (None, "=P1")


def test_the_legal_numbers_stand_below_the_figures_with_their_version() -> None:
    report = scholarship_report(register_of(attendance=ATTENDANCE), read_legal_values())
    said = [str(value) for value in cells(book_of(report_workbook(report, "ro"))["Raport"])]
    assert any("HG 732/2025" in line for line in said)
    assert any(f"legal_values.toml {read_legal_values().version}" in line for line in said)


def test_each_class_of_the_sheet_for_mate_begins_a_page() -> None:
    report = mate_report(register_of(attendance=ATTENDANCE, enrolments=PUPILS), read_legal_values())
    sheet = book_of(report_workbook(report, "ro"))["Raport"]
    (place,) = (each.id for each in sheet.row_breaks.brk)
    assert [sheet.cell(place + row, 1).value for row in (0, 2)] == ["P2", "Clasa V A"]


def test_a_table_of_nobody_says_so() -> None:
    quiet = "pupil_id date hours excused\nP1 2026-02-02 1 no"
    report = scholarship_report(register_of(attendance=quiet), read_legal_values())
    assert "Niciunul." in cells(book_of(report_workbook(report, "ro"))["Raport"])


@pytest.mark.slow
def test_libreoffice_prints_it_on_a4_without_a_column_on_a_page_of_its_own(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    many = "\n".join(["pupil_id date hours excused", *(f"P{n:03} 2026-02-02 11 no" for n in range(60))])
    report = scholarship_report(register_of(attendance=rows(many)), read_legal_values()).with_names(
        {f"P{n:03}": "Numescu-Inventatu Prenume Lung" for n in range(60)}
    )
    (tmp_path / "report.xlsx").write_bytes(report_workbook(report, "ro"))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    asked = [str(libreoffice(tmp_path_factory)), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*asked, str(tmp_path / "report.xlsx")], check=True, capture_output=True, timeout=120)
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.count(b"/Type/Page\n") + content.count(b"/Type/Page/") <= 6
