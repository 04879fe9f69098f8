"""Sheets for one pupil: a title block with name, number and class, tables of marks and absences below."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_FORMATS = ["registru.xlsx", "registru.ods", "registru.csv"]


def _catalogue_page() -> tuple[Rows, Mapping[str, Sequence[str]]]:
    rows: Rows = [
        ["Fișa elevului"], ["Nume și prenume:", "Alfa Ana"], ["Nr. matricol:", "101"], ["Clasa:", "a VI-a B"], [],
        ["Disciplina", "Note", "Absențe", "Media"], ["Matematică", "7/12.10; 8/1.02", "14.10m; 15.10", 7.5],
        ["Istorie", "9/3.11", None, 9], ["Purtare", None, None, 10], ["Media generală", None, None, "8,83"], [],
        ["Diriginte,", None, "Semnătura părintelui"],
    ]  # fmt: skip
    return rows, {
        "enrolments": ["r101 VI B 6"], "attendance": ["r101 2025-10-14 1 yes matematică", "r101 2025-10-15 1 matematică"],
        "grades": [
            "r101 2025-10-12 7 matematică", "r101 2025-11-03 9 istorie", "r101 2026-02-01 8 matematică",
            "r101 2026-06-19 10 conduct", "r101 2026-06-19 7.5 matematică average", "r101 2026-06-19 9 istorie average",
        ],
    }  # fmt: skip


def _list_of_absences() -> tuple[Rows, Mapping[str, Sequence[str]]]:
    rows: Rows = [
        ["Fișa elevei Alfa Ana, clasa a VI-a B"], ["Absențe"], ["Data", "Disciplina", "Nr. ore", "Motivată"],
        ["13.10", "Mate", 1, "da"], ["14.10", "Rom", 2, "nu"], ["Total", None, 3], [], ["Diriginte: prof. Exemplu Ion"],
    ]  # fmt: skip
    return rows, {
        "enrolments": ["alfa-ana VI B 6"],
        "attendance": [
            "alfa-ana 2025-10-13 1 yes matematică", "alfa-ana 2025-10-14 2 no limba și literatura română",
        ],
    }  # fmt: skip


def _two_blocks() -> tuple[Rows, Mapping[str, Sequence[str]]]:
    head = ["Luna", "Motivate", "Nemotivate"]
    rows: Rows = [
        ["Nume", "Alfa", None, "Prenume", "Ana"], ["Nr. matricol", "12/3", None, "Clasa", "7A"], head,
        ["Octombrie", 3, 2], ["Noiembrie", None, 1], ["Total", 3, 3], [],
        ["Nume", "Beta", None, "Prenume", "Dan"], ["Nr. matricol", "12/4", None, "Clasa", "7A"], head,
        ["Octombrie", 1, 2], ["Noiembrie", None, 4],
    ]  # fmt: skip
    return rows, {
        "enrolments": ["r12/3 VII A 7", "r12/4 VII A 7"],
        "attendance": [
            "r12/3 2025-10-31 2 2025-10-01 no", "r12/3 2025-10-31 3 2025-10-01 yes", "r12/3 2025-11-30 1 2025-11-01 no",
            "r12/4 2025-10-31 1 2025-10-01 yes", "r12/4 2025-10-31 2 2025-10-01 no", "r12/4 2025-11-30 4 2025-11-01 no",
        ],
    }  # fmt: skip


def _months_below_each_other() -> tuple[Rows, Mapping[str, Sequence[str]]]:
    rows: Rows = [
        ["FIȘĂ INDIVIDUALĂ"], ["Elev: Alfa Ana (nr. matricol 33)"], [], ["Situația absențelor"],
        ["Luna", *range(1, 32)], ["Octombrie", "x", None, "m"], ["Noiembrie", None, None, None, 2],
    ]  # fmt: skip
    return rows, {
        "enrolments": ["r33"], "attendance": ["r33 2025-10-01 1", "r33 2025-10-03 1 yes", "r33 2025-11-04 2"],
    }  # fmt: skip


def _numbered_marks() -> tuple[Rows, Mapping[str, Sequence[str]]]:
    rows: Rows = [
        ["Școala Exemplu"], ["Numele și prenumele elevului", "Alfa Ana", "Telefon părinte", "-"], ["Clasa", "a V-a A"],
        ["Disciplina", "Note", None, None, "Absențe", None, "Media"], [None, 1, 2, 3, "M", "N", None],
        ["Matematică", "7/12.10", "8/13.10", None, "1.10", "2.10, 3.10", 8], ["Religie", "FB/6.10"],
    ]  # fmt: skip
    return rows, {
        "enrolments": ["alfa-ana V A 5"],
        "attendance": [
            "alfa-ana 2025-10-01 1 yes matematică", "alfa-ana 2025-10-02 1 no matematică", "alfa-ana 2025-10-03 1 no matematică",
        ],
        "grades": [
            "alfa-ana 2025-10-06 FB religie", "alfa-ana 2025-10-12 7 matematică", "alfa-ana 2025-10-13 8 matematică",
            "alfa-ana 2026-06-19 8 matematică average",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("name", _FORMATS)
@pytest.mark.parametrize(
    "sheet", [_catalogue_page, _list_of_absences, _two_blocks, _months_below_each_other, _numbered_marks]
)
def test_a_sheet_for_one_pupil_is_read(sheet: object, name: str, tmp_path: Path) -> None:
    assert callable(sheet)
    rows, expected = sheet()
    found = imported(Book({"Foaie1": rows}, name=name).write(tmp_path))
    for table in ("enrolments", "attendance", "grades"):
        assert short_rows(found, table) == sorted(expected.get(table, []))


def test_a_workbook_with_a_sheet_for_each_pupil(tmp_path: Path) -> None:
    def page(name: str, day: str) -> Rows:
        return [["Elevul(a):", name], ["Clasa", "7B"], ["Materia", "Note"], ["Fizică", f"8/{day}"]]

    found = imported(Book({"1": page("Alfa Ana", "6.10"), "2": page("Beta Dan", "7.10")}).write(tmp_path))
    assert short_rows(found, "grades") == ["alfa-ana 2025-10-06 8 fizică", "beta-dan 2025-10-07 8 fizică"]


_BLOCKS: Rows = [
    ["Elev:", "Alfa Ana"], ["Disciplina", "Note"], ["Matematică", "7/13.10"],
    ["Elev:", "Beta Dan"], ["Disciplina", "Note"], ["Istorie", "9/14.10"],
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "value", "cell", "sentence"), [
    (2, 1, "17/13.10", "B3", "found '17/13.10'; expected a mark with its day, such as 7/12.10 or 12-10-2025: 7; "
     "correct this part of the cell."),
    (5, 1, "9/31.11", "B6", "found '9/31.11'; expected a day that its month has; correct the day."),
    (3, 1, None, "B4", "found nothing; expected the pupil of this row; write the name or the register number, or delete the row."),
    (3, 1, "=A1", "B4", "found '=A1'; expected a name; this is a formula or code of a spreadsheet: write the name itself."),
    (3, 1, "……", "B4", "found nothing; expected the pupil of this row; write the name or the register number, or delete the row."),
])  # fmt: skip
def test_a_broken_cell_is_told_where_it_stands(
    row: int, column: int, value: object, cell: str, sentence: str, tmp_path: Path
) -> None:
    """The second pupil's marks never become those of the first, whose title is the last that names somebody."""
    rows = [list(each) for each in _BLOCKS]
    rows[row][column] = value
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Foaie1": rows}, name="registru.ods").write(tmp_path))
    assert caught.value.sentences("en") == [f"registru.ods, Foaie1!{cell}: {sentence}"]


def test_a_table_of_a_class_below_the_name_of_a_teacher_stays_one(tmp_path: Path) -> None:
    rows = [["Profesor:", "Exemplu Ion"], ["Elev", "Note"], ["Alfa Ana", "8/6.10"], ["Beta Dan", "9/6.10"]]
    assert short_rows(imported(Book({"Mate": rows}).write(tmp_path)), "grades") == [
        "alfa-ana 2025-10-06 8 matematică", "beta-dan 2025-10-06 9 matematică",
    ]  # fmt: skip
