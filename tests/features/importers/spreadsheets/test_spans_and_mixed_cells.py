"""Are absences among marks, and spans of days, read as they were meant, and told where they cannot be?"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.list_cells import NoList, absences_among_marks, absences_of
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, imported, short_rows

YEAR = Year("2025-2026")
TITLE: Sequence[Sequence[object]] = (["Catalog, clasa a VII-a B, 2025-2026"], [])
MIXED: dict[str, Sequence[Sequence[object]]] = {
    "of a subject a column": [*TITLE, ["Nr.", "Elev", "Istorie", "Fizică"],
                              [1, "Alfa Ana", "8/12.10, a/14.10", "9/13.10"], [2, "Beta Ion", "a/14.10", None]],
    "day first": [*TITLE, ["Elev", "Istorie", "Fizică"],
                  ["Alfa Ana", "12.10: 8; 14.10: a", "13.10: 9"], ["Beta Ion", "14.10: abs", "-"]],
    "letters at the day": [*TITLE, ["Elev", "Istorie", "Fizică"],
                           ["Alfa Ana", "8 (12.10)\n14.10a", "9 (13.10)"], ["Beta Ion", "14.10 a", None]],
}  # fmt: skip


@pytest.mark.parametrize("name", MIXED)
def test_absences_among_the_marks_of_a_subject_are_absences_of_it(name: str, tmp_path: Path):
    result = imported(Book({"Catalog": MIXED[name]}).write(tmp_path))
    assert short_rows(result, "grades") == ["alfa-ana 2025-10-12 8 istorie", "alfa-ana 2025-10-13 9 fizică"]
    assert short_rows(result, "attendance") == ["alfa-ana 2025-10-14 1 istorie", "beta-ion 2025-10-14 1 istorie"]


def test_absences_among_marks_take_no_others_back(tmp_path: Path):
    result = imported(Book({"Catalog": MIXED["day first"]}).write(tmp_path))
    assert {table for each in result.records.coverage for table in each.tables} == {"grades"}
    own = [*TITLE, ["Elev", "Note", "Absențe"], ["Alfa Ana", "8/12.10, a/14.10", "15.10"]]
    result = imported(Book({"Istorie": own}).write(tmp_path))
    assert {table for each in result.records.coverage for table in each.tables} == {"grades", "attendance"}


def test_of_a_sheet_for_a_subject_letters_say_whether_it_was_excused(tmp_path: Path):
    rows = [*TITLE, ["Elev", "Note"], ["Alfa Ana", "FB/13.10, am/14.10"], ["Beta Ion", "an 14.10; B/15.10"]]
    result = imported(Book({"Istorie": rows}).write(tmp_path))
    assert [row.split(" ", 1)[1] for row in short_rows(result, "attendance")] == [
        "2025-10-14 1 yes istorie", "2025-10-14 1 no istorie"
    ]  # fmt: skip
    assert len(short_rows(result, "grades")) == 2


SPANS: dict[str, tuple[Sequence[Sequence[object]], list[str]]] = {
    "a list": ([*TITLE, ["Elev", "Absențe"], ["Alfa Ana", "15.10-17.10 m; 20.10"]],
               ["2025-10-15 1 yes", "2025-10-16 1 yes", "2025-10-17 1 yes", "2025-10-20 1"]),
    "over a weekend": ([*TITLE, ["Elev", "Absențe"], ["Alfa Ana", "17.10–20.10"]],
                       ["2025-10-17 1", "2025-10-20 1"]),
    "over a month": ([*TITLE, ["Elev", "Absențe"], ["Alfa Ana", "30.09 - 1.10.2025"]],
                     ["2025-09-30 1", "2025-10-01 1"]),
    "the day alone first": ([*TITLE, ["Elev", "Absențe motivate"], ["Alfa Ana", "15-17.10"]],
                            ["2025-10-15 1 yes", "2025-10-16 1 yes", "2025-10-17 1 yes"]),
    "excused in brackets, hours a day": ([*TITLE, ["Elev", "Absențe"], ["Alfa Ana", "(15.10-16.10); 17.10-20.10 (3)"]],
                                         ["2025-10-15 1 yes", "2025-10-16 1 yes", "2025-10-17 3", "2025-10-20 3"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SPANS)
def test_each_weekday_of_a_span_is_an_entry_and_that_is_told(name: str, tmp_path: Path):
    rows, expected = SPANS[name]
    result = imported(Book({"Absențe": rows}).write(tmp_path))
    assert [row.split(" ", 1)[1] for row in short_rows(result, "attendance")] == sorted(expected)
    assert any("weekdays of spans such as 15.10-17.10" in note.en for note in result.records.notes)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("17.10-15.10", "sheet_span"), ("15.10-15.10", "sheet_span"), ("1.10-20.12", "sheet_span"),
     ("31-15.11", "sheet_no_such_day"), ("15.10-32.10", "sheet_no_such_day")],
)  # fmt: skip
def test_a_span_that_is_none_is_told_with_its_cell(cell: str, code: str, tmp_path: Path):
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": [*TITLE, ["Elev", "Absențe"], ["Alfa Ana", cell]]}).write(tmp_path))
    assert [(each.code, each.cells) for each in caught.value.problems] == [(code, ("Absențe!B4",))]


@pytest.mark.parametrize(
    ("cell", "entries"),
    [("12-10", 1), ("12.10-3", 1), ("12-10-2025", 1), ("12.10 - 2h", 1), ("2025-10-12", 1), ("12.10; 13.10-15.10", 4)],
)
def test_days_and_hours_with_a_dash_are_no_spans(cell: str, entries: int):
    assert len(absences_of(cell, YEAR)) == entries


@pytest.mark.parametrize(
    "cell", ["8,9,10", "8/12.10, 9/13.10", "FB/12.10", "12.10: 7; 3.11: B", 8, None, "Foarte bine/3.11"]
)
def test_cells_of_marks_alone_stay_as_they_are(cell: str | int | None):
    assert absences_among_marks(cell) == (cell, "")


def test_an_absence_of_no_day_among_marks_is_told():
    assert absences_among_marks("8/12.10, a/40.10") == ("8/12.10", "40.10")
    with pytest.raises(NoList, match="sheet_no_such_day"):
        absences_of("40.10", YEAR)
