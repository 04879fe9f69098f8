"""Each entry of a catalogue is an hour: entries that are alike are added up, in lists and in rows."""

from pathlib import Path

import pytest

from tests.support.sheets.books import Book, Rows, imported, short_rows


@pytest.mark.parametrize(("cell", "expected"), [
    ("15.10; 15.10", ["alfa-ana 2025-10-15 2 istorie"]),
    ("15.10, 15.10, 15.10", ["alfa-ana 2025-10-15 3 istorie"]),
    ("15.10m; 15.10m; 15.10", ["alfa-ana 2025-10-15 1 istorie", "alfa-ana 2025-10-15 2 yes istorie"]),
    ("2x15.10; 15.10", ["alfa-ana 2025-10-15 3 istorie"]),
    ("15.10 15.10 16.10", ["alfa-ana 2025-10-15 2 istorie", "alfa-ana 2025-10-16 1 istorie"]),
    ("15.10.2025\n15.10", ["alfa-ana 2025-10-15 2 istorie"]),
])  # fmt: skip
def test_a_day_twice_in_a_cell_is_two_hours(cell: str, expected: list[str], tmp_path: Path) -> None:
    rows: Rows = [["Disciplina: Istorie"], ["Nr.", "Elev", "Absențe"], [1, "Alfa Ana", cell], [2, "Beta Dan", "14.10"]]
    found = imported(Book({"Catalog": rows}).write(tmp_path))
    assert [row for row in short_rows(found, "attendance") if row.startswith("alfa")] == expected


def test_a_row_twice_is_two_hours_where_no_column_says_hours(tmp_path: Path) -> None:
    rows: Rows = [
        ["Elev", "Data absenței", "Disciplina"],
        ["Alfa Ana", "15.10", "Istorie"], ["Alfa Ana", "15.10", "Istorie"], ["Alfa Ana", "15.10", "Religie"],
    ]  # fmt: skip
    found = imported(Book({"Absențe": rows}).write(tmp_path))
    assert short_rows(found, "attendance") == ["alfa-ana 2025-10-15 1 religie", "alfa-ana 2025-10-15 2 istorie"]


def test_a_row_twice_stays_two_rows_where_a_column_says_hours(tmp_path: Path) -> None:
    rows: Rows = [["Elev", "Data", "Ore"], ["Alfa Ana", "15.10", 2], ["Alfa Ana", "15.10", 2]]
    found = imported(Book({"Absențe": rows}).write(tmp_path))
    assert short_rows(found, "attendance") == ["alfa-ana 2025-10-15 2", "alfa-ana 2025-10-15 2"]
