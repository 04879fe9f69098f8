"""Pupils in columns: their names or numbers in the head row, subjects, days or months below each other."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

Expected = Mapping[str, Sequence[str]]


def _subjects_with_lists() -> tuple[Rows, Expected]:
    rows: Rows = [
        ["Note clasa a VI-a A"], ["Disciplina", "Alfa Ana", "Beta Dan", "Gama Ion"],
        ["Matematică", "7/12.10", "8/13.10", None], ["Istorie", "9/1.10; 10/8.10", None, "4/2.10"],
    ]  # fmt: skip
    return rows, {
        "grades": [
            "alfa-ana 2025-10-01 9 istorie", "alfa-ana 2025-10-08 10 istorie", "alfa-ana 2025-10-12 7 matematică",
            "beta-dan 2025-10-13 8 matematică", "gama-ion 2025-10-02 4 istorie",
        ],
        "enrolments": ["alfa-ana VI A 6", "beta-dan VI A 6", "gama-ion VI A 6"],
    }  # fmt: skip


def _days_with_crosses() -> tuple[Rows, Expected]:
    rows: Rows = [
        ["Absențe octombrie, clasa a VI-a A"], ["Nr.", "Ziua", "Alfa Ana", "Beta Dan", "Gama Ion", "Total"],
        [1, 1, "x", None, None, 1], [2, 2, "m", None, "x", 2], [3, 3, None, None, None, 0], [4, 6, None, "2n", None, 1],
        [None, "Total", 2, 1, 1, 4], [], ["Diriginte,", None, "prof. Exemplu Ion"],
    ]  # fmt: skip
    return rows, {
        "attendance": [
            "alfa-ana 2025-10-01 1", "alfa-ana 2025-10-02 1 yes", "beta-dan 2025-10-06 2 no", "gama-ion 2025-10-02 1",
        ],
        "enrolments": ["alfa-ana VI A 6", "beta-dan VI A 6", "gama-ion VI A 6"],
    }  # fmt: skip


def _real_days_below_the_word_elev() -> tuple[Rows, Expected]:
    rows: Rows = [
        ["Prezența"], ["Elev", "Alfa Ana", "Beta Dan"],
        *([dt.datetime(2025, 11, day), "a" if day == 4 else None, "m" if day > 4 else None] for day in (3, 4, 5)),
    ]  # fmt: skip
    return rows, {
        "attendance": ["alfa-ana 2025-11-04 1", "beta-dan 2025-11-05 1 yes"],
        "enrolments": ["alfa-ana", "beta-dan"],
    }


def _two_columns_of_headings() -> tuple[Rows, Expected]:
    rows: Rows = [
        ["Catalog"], ["Disciplina", None, "Alfa Ana", "Beta Dan"], ["Nr. matricol", None, 101, 102],
        ["Matematică", "Note", "7/12.10", "8/12.10"], [None, "Absențe", "1.10 m", None],
        ["Istorie", "Note", None, "9/2.10"], [None, "Absențe", None, "3.10"], ["Purtare", None, 10, 9],
    ]  # fmt: skip
    return rows, {
        "grades": [
            "r101 2025-10-12 7 matematică", "r101 2026-06-19 10 conduct", "r102 2025-10-02 9 istorie",
            "r102 2025-10-12 8 matematică", "r102 2026-06-19 9 conduct",
        ],
        "attendance": ["r101 2025-10-01 1 yes matematică", "r102 2025-10-03 1 istorie"], "enrolments": ["r101", "r102"],
    }  # fmt: skip


def _numbers_of_pupils_over_months() -> tuple[Rows, Expected]:
    rows: Rows = [["Nr. matricol", 101, 102, 103], ["Octombrie", 3, None, 1], ["Noiembrie", 4, 2, None]]
    return rows, {
        "attendance": [
            "r101 2025-10-31 3 2025-10-01 unknown", "r101 2025-11-30 4 2025-11-01 unknown", "r102 2025-11-30 2 2025-11-01 unknown",
            "r103 2025-10-31 1 2025-10-01 unknown",
        ],
        "enrolments": ["r101", "r102", "r103"],
    }  # fmt: skip


def _two_classes_below_each_other() -> tuple[Rows, Expected]:
    rows: Rows = [
        ["Clasa a V-a A"], ["Materia", "Alfa Ana", "Beta Dan"], ["Fizică", "8/6.10", None], ["Chimie", None, "7/7.10"], [],
        ["Clasa a V-a B"], ["Materia", "Gama Ion", "Delta Eva"], ["Fizică", "9/6.10", "5/6.10"], ["Chimie", None, None],
    ]  # fmt: skip
    return rows, {
        "grades": [
            "alfa-ana 2025-10-06 8 fizică", "beta-dan 2025-10-07 7 chimie", "delta-eva 2025-10-06 5 fizică",
            "gama-ion 2025-10-06 9 fizică",
        ],
        "enrolments": ["alfa-ana V A 5", "beta-dan V A 5", "delta-eva V B 5", "gama-ion V B 5"],
    }  # fmt: skip


_SHEETS = [
    _subjects_with_lists, _days_with_crosses, _real_days_below_the_word_elev, _two_columns_of_headings,
    _numbers_of_pupils_over_months, _two_classes_below_each_other,
]  # fmt: skip


@pytest.mark.parametrize("name", ["registru.xlsx", "registru.ods", "registru.csv"])
@pytest.mark.parametrize("sheet", _SHEETS)
def test_pupils_in_columns_are_read(sheet: object, name: str, tmp_path: Path) -> None:
    assert callable(sheet)
    rows, expected = sheet()
    found = imported(Book({"Foaie1": rows}, name=name).write(tmp_path))
    for table in ("enrolments", "attendance", "grades"):
        assert short_rows(found, table) == sorted(expected.get(table, []))


def test_a_pupil_of_one_name_is_not_lost(tmp_path: Path) -> None:
    rows = [
        ["Disciplina", "Alfa Ana", "Beta", "Gama Ion", "Observații"],
        ["Fizică", "8/6.10", "9/6.10"],
        ["Chimie", None, "7/6.10"],
    ]
    assert short_rows(imported(Book({"VI A": rows}).write(tmp_path)), "grades") == [
        "alfa-ana 2025-10-06 8 fizică", "beta 2025-10-06 7 chimie", "beta 2025-10-06 9 fizică",
    ]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "value", "cell", "sentence"), [
    (2, 2, "18/13.10", "C3", "found '18/13.10'; expected a mark with its day, such as 7/12.10 or 12-10-2025: 7; correct "
     "this part of the cell."),
    (3, 3, "4/31.11", "D4", "found '4/31.11'; expected a day that its month has; correct the day."),
    (1, 3, "Alfa Ana", "D2", "found 'Alfa Ana'; expected each pupil once in a table, but row B2 is of the same one; delete "
     "one row, or write register numbers."),
    (1, 2, None, "C2", "found nothing; expected the pupil of this row; write the name or the register number, or delete the row."),
])  # fmt: skip
def test_a_broken_cell_is_told_where_it_stands(
    row: int, column: int, value: object, cell: str, sentence: str, tmp_path: Path
) -> None:
    rows = [list(each) for each in _subjects_with_lists()[0]]
    rows[row][column] = value
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": rows}).write(tmp_path))
    assert caught.value.sentences("en") == [f"registru.xlsx, VI A!{cell}: {sentence}"]


def test_a_formula_without_a_value_is_told_where_it_stands(tmp_path: Path) -> None:
    rows = [list(each) for each in _numbers_of_pupils_over_months()[0]]
    rows[1][1] = "=1+2"
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": rows}).write(tmp_path))
    assert [each.cells for each in caught.value.problems] == [("VI A!B2",)]


def test_an_unknown_heading_among_known_ones_is_asked_about(tmp_path: Path) -> None:
    rows = [*_subjects_with_lists()[0], ["Robotică creativă", "9/1.10", None, None]]
    with pytest.raises(OpenQuestions) as caught:
        imported(Book({"VI A": rows}).write(tmp_path))
    assert [(each.text, each.cell) for each in caught.value.questions] == [("Robotică creativă", "VI A!A5")]


def test_teachers_above_a_list_of_pupils_are_no_pupils(tmp_path: Path) -> None:
    rows = [
        ["Profesori", None, "Exemplu Ion", "Exemplu Eva"], ["Nr.", "Elev", "Matematică", "Istorie"],
        [1, "Alfa Ana", "7/6.10", None], [2, "Beta Dan", None, "8/6.10"],
    ]  # fmt: skip
    assert short_rows(imported(Book({"VI A": rows}).write(tmp_path)), "grades") == [
        "alfa-ana 2025-10-06 7 matematică", "beta-dan 2025-10-06 8 istorie",
    ]  # fmt: skip
