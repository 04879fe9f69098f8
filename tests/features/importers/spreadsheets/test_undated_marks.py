"""Marks without days, and averages of semesters: what of them counts, and what is left out with a sentence."""

import datetime as dt
from pathlib import Path

import pytest

from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_ROWS: Rows = [
    ["Note, clasa a VI-a A"],
    ["Elev", "Matematică", "Istorie"],
    ["Alfa Ana", "5, 7", 2],
    ["Beta Dan", 4, None],
]
_LATE = [
    "alfa-ana 2026-06-19 2 istorie", "alfa-ana 2026-06-19 5 matematică", "alfa-ana 2026-06-19 7 matematică",
    "beta-dan 2026-06-19 4 matematică",
]  # fmt: skip


@pytest.mark.parametrize("name", ["registru.xlsx", "registru.ods", "registru.csv"])
def test_undated_marks_of_a_year_that_is_over_are_of_its_last_day(name: str, tmp_path: Path) -> None:
    found = imported(Book({"note": _ROWS}, name=name).write(tmp_path))
    assert short_rows(found, "grades") == _LATE
    note = f"{name}: 4 note fără zi dintr-un an școlar încheiat: din ultima zi de cursuri"
    assert note in [each.ro for each in found.records.notes]


def test_undated_marks_of_a_running_year_are_refused(tmp_path: Path) -> None:
    """Nobody knows when they were given, and a day of today's would move with each import."""
    with pytest.raises(RecordsError) as caught:
        imported(Book({"note": _ROWS}).write(tmp_path), today=dt.date(2026, 6, 19))
    assert caught.value.sentences("en")[0] == (
        "registru.xlsx, note!B3: found '5, 7'; expected the day of each mark, such as 8/12.10 or in a column Data; "
        "write it, or the month in the sheet's name."
    )


def test_one_undated_mark_among_dated_ones_is_a_slip(tmp_path: Path) -> None:
    rows = [*_ROWS[:2], ["Alfa Ana", "5/13.10; 7", "2/14.10"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"note": rows}).write(tmp_path))
    assert [each.cells for each in caught.value.problems] == [("note!B3",)]


@pytest.mark.parametrize(
    "heads", [("Sem. I", "Sem. II", "Anual"), ("S1", "S2", "Media anuală"), ("semestrul i", "semestrul ii", "M. an.")]
)
def test_averages_of_semesters_are_left_out_and_that_is_told(heads: tuple[str, str, str], tmp_path: Path) -> None:
    rows = [
        ["Centralizator medii, clasa a X-a B"], ["Nr.", "Elev", "Istorie", None, None], [None, None, *heads],
        [1, "Alfa Ana", 8, 9, "8,50"], [2, "Beta Dan", 7, None, None],
    ]  # fmt: skip
    found = imported(Book({"medii": rows}, merged={"medii": ["A2:A3", "B2:B3", "C2:E2"]}).write(tmp_path))
    assert short_rows(found, "grades") == ["alfa-ana 2026-06-19 8.50 istorie average"]
    notes = [each.ro for each in found.records.notes]
    assert "registru.xlsx: 3 medii de pe semestre lăsate deoparte: contează doar mediile anuale" in notes
