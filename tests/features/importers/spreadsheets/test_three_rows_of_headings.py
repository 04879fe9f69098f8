"""Headings over two and three rows: subject, kind and day; month, subject and part; days over their parts."""

import datetime as dt
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_MERGED = ["A1:A3", "B1:B3", "C1:F1", "G1:H1", "C2:D2", "E2:F2"]
_SUBJECTS = ["Nr", "Elev", "Matematică", None, None, None, "Istorie", None]
_KINDS = [None, None, "Note", None, "Absențe", None, "Note", "Absențe"]
_DAYS = [None, None, "12.10", "3.11", "14.10", "15.10", "1.10", "2.10"]
_REAL_DAYS = [
    None, None, dt.datetime(2025, 10, 12), dt.datetime(2025, 11, 3), dt.datetime(2025, 10, 14),
    dt.datetime(2025, 10, 15), dt.datetime(2025, 10, 1), dt.datetime(2025, 10, 2),
]  # fmt: skip
_PUPILS: Rows = [[1, "Alfa Ana", 7, 8, "m", None, 9, None], [2, "Beta Dan", None, 5, None, "x", "10", 2]]
_GRADES = [
    "alfa-ana 2025-10-01 9 istorie", "alfa-ana 2025-10-12 7 matematică", "alfa-ana 2025-11-03 8 matematică",
    "beta-dan 2025-10-01 10 istorie", "beta-dan 2025-11-03 5 matematică",
]  # fmt: skip
_ABSENCES = [
    "alfa-ana 2025-10-14 1 yes matematică", "beta-dan 2025-10-02 2 istorie", "beta-dan 2025-10-15 1 matematică",
]  # fmt: skip


@pytest.mark.parametrize("name", ["registru.xlsx", "registru.ods", "registru.csv"])
@pytest.mark.parametrize("days", [_DAYS, _REAL_DAYS])
def test_subject_kind_and_day_above_each_other(days: list[object], name: str, tmp_path: Path) -> None:
    found = imported(Book({"Foaie1": [_SUBJECTS, _KINDS, days, *_PUPILS]}, name=name).write(tmp_path))
    assert short_rows(found, "grades") == _GRADES
    assert short_rows(found, "attendance") == _ABSENCES


def test_the_same_with_merged_cells_and_a_title(tmp_path: Path) -> None:
    merged = [cells.replace("3", "5").replace("2", "4").replace("1", "3") for cells in _MERGED]
    rows = [["Clasa a VI-a A"], [], _SUBJECTS, _KINDS, _DAYS, *_PUPILS]
    found = imported(Book({"Foaie1": rows}, merged={"Foaie1": merged}).write(tmp_path))
    assert (short_rows(found, "grades"), short_rows(found, "attendance")) == (_GRADES, _ABSENCES)


def test_the_pupil_is_named_in_the_lowest_of_the_three_rows(tmp_path: Path) -> None:
    rows = [
        ["Absențe clasa a VI-a A"], [None, None, "Octombrie", None, None, None, "Noiembrie", None],
        [None, None, "Matematică", None, "Istorie", None, "Matematică", None], ["Nr", "Elev", *("M", "N") * 3],
        [1, "Alfa Ana", 7, 8, 1, None, 9, None], [2, "Beta Dan", None, 5, None, 4, None, 2],
    ]  # fmt: skip
    assert short_rows(imported(Book({"Foaie1": rows}).write(tmp_path)), "attendance") == [
        "alfa-ana 2025-10-31 1 2025-10-01 yes istorie", "alfa-ana 2025-10-31 7 2025-10-01 yes matematică",
        "alfa-ana 2025-10-31 8 2025-10-01 no matematică", "alfa-ana 2025-11-30 9 2025-11-01 yes matematică",
        "beta-dan 2025-10-31 4 2025-10-01 no istorie", "beta-dan 2025-10-31 5 2025-10-01 no matematică",
        "beta-dan 2025-11-30 2 2025-11-01 no matematică",
    ]  # fmt: skip


def test_numbered_marks_below_kinds_below_subjects(tmp_path: Path) -> None:
    rows = [
        [None, "Elev", "Matematică", None, None, None, "Istorie", None, None],
        [None, None, "Note", None, "Abs", "Media", "Note", None, "Abs"], [None, None, 1, 2, None, None, 1, 2, None],
        [1, "Alfa Ana", "7/12.10", "8/13.10", "1.10", 7.5, "9/12.10", None, None],
        [2, "Beta Dan", None, None, None, None, "4/12.10", None, "2.10 m"],
    ]  # fmt: skip
    merged = ["A1:A3", "B1:B3", "C1:F1", "G1:I1", "C2:D2", "G2:H2", "E2:E3", "F2:F3", "I2:I3"]
    found = imported(Book({"Foaie1": rows}, merged={"Foaie1": merged}).write(tmp_path))
    assert short_rows(found, "grades") == [
        "alfa-ana 2025-10-12 7 matematică", "alfa-ana 2025-10-12 9 istorie", "alfa-ana 2025-10-13 8 matematică",
        "alfa-ana 2026-06-19 7.5 matematică average", "beta-dan 2025-10-12 4 istorie",
    ]  # fmt: skip
    assert short_rows(found, "attendance") == ["alfa-ana 2025-10-01 1 matematică", "beta-dan 2025-10-02 1 yes istorie"]


def test_excused_and_unexcused_hours_below_each_day(tmp_path: Path) -> None:
    rows = [
        ["Nr", "Elev", "13.10", None, "3.11", None, "4.11", None], [None, None, *("M", "N") * 3],
        [1, "Alfa Ana", 1, None, None, 2], [2, "Beta Dan", None, 5, None, None, "x"],
    ]  # fmt: skip
    found = imported(
        Book({"VI A": rows}, merged={"VI A": ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1"]}).write(tmp_path)
    )
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-10-13 1 yes", "alfa-ana 2025-11-03 2 no", "beta-dan 2025-10-13 5 no", "beta-dan 2025-11-04 1 yes",
    ]  # fmt: skip


def test_months_that_a_spreadsheet_made_days_of_stay_months_above_their_parts(tmp_path: Path) -> None:
    rows = [
        ["Nr", "Elev", dt.datetime(2025, 10, 1), None, dt.datetime(2025, 11, 1), None], [None, None, *("M", "N") * 2],
        [1, "Alfa Ana", 1, None, None, 2],
    ]  # fmt: skip
    found = imported(Book({"VI A": rows}, merged={"VI A": ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]}).write(tmp_path))
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-10-31 1 2025-10-01 yes",
        "alfa-ana 2025-11-30 2 2025-11-01 no",
    ]


_UNTOLD: Rows = [
    ["Nr", "Elev", "Matematică", None, None, "Istorie"], [None, None, "13.10", "3.11", "5.11", "1.10"],
    [1, "Alfa Ana", 7, 8, None, 9], [2, "Beta Dan", None, "a", 6, 2],
]  # fmt: skip


@pytest.mark.parametrize(("answer", "grades", "absences"), [
    ("marks", 6, ["beta-dan 2025-11-03 1 matematică"]),
    ("hours", 0, [
        "alfa-ana 2025-10-01 9 istorie", "alfa-ana 2025-10-13 7 matematică", "alfa-ana 2025-11-03 8 matematică",
        "beta-dan 2025-10-01 2 istorie", "beta-dan 2025-11-03 1 matematică", "beta-dan 2025-11-05 6 matematică",
    ]),
])  # fmt: skip
def test_numbers_below_days_of_a_subject_are_asked_about_once(
    answer: str, grades: int, absences: list[str], tmp_path: Path
) -> None:
    path = Book({"VI A": _UNTOLD}, merged={"VI A": ["A1:A2", "B1:B2", "C1:E1"]}).write(tmp_path)
    with pytest.raises(OpenQuestions) as caught:
        imported(path)
    (question,) = caught.value.questions
    assert (question.kind, question.cell) == ("day_numbers", "VI A!C1")
    assert "numerele de sub zile sunt note sau ore de absență" in question.words().ro
    found = imported(path, ask=lambda _: answer)
    assert len(short_rows(found, "grades")) == grades - (answer == "marks")
    assert short_rows(found, "attendance") == absences
    again = imported(path, mapping=found.mapping)
    assert short_rows(again, "attendance") == absences


def test_one_day_alone_is_read_and_its_numbers_asked_about(tmp_path: Path) -> None:
    crosses = imported(Book({"VI A": [["Elev", "13.10"], ["Alfa Ana", "x"], ["Beta Dan", None]]}).write(tmp_path))
    assert short_rows(crosses, "attendance") == ["alfa-ana 2025-10-13 1"]
    path = Book({"VI A": [["Elev", "13.10"], ["Alfa Ana", 7], ["Beta Dan", None]]}).write(tmp_path)
    with pytest.raises(OpenQuestions):
        imported(path)
    assert short_rows(imported(path, ask=lambda _: "marks"), "grades") == ["alfa-ana 2025-10-13 7"]


@pytest.mark.parametrize(("row", "column", "value", "sentence"), [
    (0, 2, 11, "found '11'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    (1, 5, "25", "found '25'; expected a sign of an absence, such as a, x, m, n or a number of hours; correct the cell."),
    (0, 1, None, "found nothing; expected the pupil of this row; write the name or the register number, or delete the row."),
])  # fmt: skip
def test_a_broken_cell_below_three_rows_is_told_at_its_place(
    row: int, column: int, value: object, sentence: str, tmp_path: Path
) -> None:
    pupils = [list(each) for each in _PUPILS]
    pupils[row][column] = value
    book = Book({"VI A": [_SUBJECTS, _KINDS, _DAYS, *pupils]}, merged={"VI A": _MERGED})
    with pytest.raises(RecordsError) as caught:
        imported(book.write(tmp_path))
    place = f"VI A!{'ABCDEFGH'[column]}{row + 4}"
    assert caught.value.sentences("en") == [f"registru.xlsx, {place}: {sentence}"]
