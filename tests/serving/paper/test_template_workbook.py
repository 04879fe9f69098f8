"""Our own workbook: its headings and choices are words that the import knows, it prints, and it stays as typed."""

import io

import openpyxl
import pytest

from features.i18n.text import Language
from features.importers.spreadsheets.files.grid import Sheet
from features.importers.spreadsheets.notes import not_read
from features.schema.synonyms import plain, values_by_word
from features.schema.tables import FAMILY, OUTCOME_TABLE
from serving.paper.template_sheets import SHEETS, TemplateColumn
from serving.paper.template_workbook import HEADER_ROW, template_workbook

CHOSEN = {
    "Lives with": FAMILY.column("guardianship"),
    "Parents abroad": FAMILY.column("parents_abroad"),
    "Mother education": FAMILY.column("mother_education"),
    "Father education": FAMILY.column("father_education"),
    "Outcome": OUTCOME_TABLE.column("outcome"),
}  # fmt: skip


def columns() -> list[TemplateColumn]:
    return [column for sheet in SHEETS for column in sheet.columns]


def opened(language: Language) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_workbook("2025-2026", language)))


@pytest.mark.parametrize("language", ["ro", "en"])
def test_every_choice_of_a_list_means_what_it_says(language: Language):
    for column in columns():
        if (of_schema := CHOSEN.get(column.heading.en)) is not None:
            meant = [values_by_word(of_schema).get(plain(choice.said(language))) for choice in column.choices]
            english = [values_by_word(of_schema).get(plain(choice.en)) for choice in column.choices]
            assert meant == english
            assert None not in meant
            assert len(set(meant)) == len(meant) or "education" in column.heading.en


@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_sheet_has_its_headings_below_the_school_year_and_prints_on_a4(language: Language):
    book = opened(language)
    assert len(book.worksheets) == len(SHEETS) + 2
    for laid_out, sheet in zip(SHEETS, book.worksheets, strict=False):
        assert sheet.title == laid_out.title.said(language)
        assert "2025-2026" in sheet["A1"].value
        headings = [cell.value for cell in sheet[HEADER_ROW]]
        assert headings == [column.heading.said(language) for column in laid_out.columns]
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        assert sheet.freeze_panes == "C3"
        assert sheet.print_title_rows == "$2:$2"


def test_drop_downs_fit_the_format_and_days_and_numbers_stay_as_typed():
    sheet = opened("ro")["Situația familiei"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["E3"].formula1 == '"ambii părinți,un părinte,rude,plasament,instituție"'
    assert all(len(rule.formula1) < 255 for rule in rules.values())
    assert sheet["A3"].number_format == "@"  # or 0012 would lose its zeros, and 12/5 become a day
    assert sheet["D3"].number_format == "dd.mm.yyyy"
    assert rules["D3"].type == "date"


@pytest.mark.parametrize("language", ["ro", "en"])
def test_example_and_help_say_everything_once(language: Language):
    book = opened(language)
    example = [row[0].value for row in book.worksheets[-2].iter_rows(min_row=2)]
    assert len(example) == len(set(example)) == len(columns())
    assert all(cell.value for cell in book.worksheets[-1]["A"][:8])


@pytest.mark.parametrize("language", ["ro", "en"])
def test_its_sheets_that_explain_it_are_not_told_as_left_out(language: Language):
    sheets = [
        Sheet("template.xlsx", sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)])
        for sheet in opened(language).worksheets
    ]
    told = [note.en for note in not_read([*sheets[-2:], Sheet("own.xlsx", "Help", [["Whom to call"]])])]
    assert told == ["own.xlsx, Help: no pupils on it, left out"]
