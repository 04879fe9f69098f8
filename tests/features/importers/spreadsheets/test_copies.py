"""Two copies of a register in one import are refused; a figure that two sheets repeat counts once."""

from pathlib import Path

import pytest

from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

MARKS = ["Elev", "Clasa", "Matematică"]
ABSENCES = ["Elev", "Clasa", "Data absenței", "Ore"]
TOTALS = ["Elev", "Clasa", "Absențe octombrie"]
AVERAGES = ["Elev", "Clasa", "Media anuală matematică"]
COPIES: dict[str, tuple[Rows, Rows]] = {
    "marks": (
        [MARKS, ["Alfa Ana", "VI A", "7/12.10.2025"], ["Beta Dan", "VI A", "8/12.10.2025"]],
        [MARKS, ["Alfa Ana", "VI A", "7/12.10.2025; 9/3.11.2025"], ["Beta Dan", "VI A", "8/12.10.2025"]],
    ),
    "a mark corrected beside others": (
        [MARKS, ["Alfa Ana", "VI A", "7/12.10.2025; 4/13.10.2025"]],
        [MARKS, ["Alfa Ana", "VI A", "7/12.10.2025; 5/13.10.2025"]],
    ),
    "absences": (
        [ABSENCES, ["Alfa Ana", "VI A", "06.10.2025", 2]],
        [ABSENCES, ["Alfa Ana", "VI A", "06.10.2025", 2], ["Alfa Ana", "VI A", "07.10.2025", 1]],
    ),
    "a grid of days": (
        [["Clasa a VI-a A, octombrie 2025"], ["Elev", 6, 7, 8], ["Alfa Ana", "a", None, None]],
        [["Clasa a VI-a A, octombrie 2025"], ["Elev", 6, 7, 8], ["Alfa Ana", "a", None, "a"]],
    ),
    "a total that grew": (
        [TOTALS, ["Alfa Ana", "VI A", 3]],
        [TOTALS, ["Alfa Ana", "VI A", 5]],
    ),
}


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("as_files", [True, False])
def test_two_copies_of_a_register_are_refused(kind: str, tmp_path: Path, as_files: bool):
    former, later = COPIES[kind]
    books = [Book({"S1": former}, name="1.xlsx"), Book({"S1": later}, name="2.xlsx")]
    books = books if as_files else [Book({"S1": former, "S2": later}, name="1.xlsx")]

    with pytest.raises(RecordsError) as refused:
        imported(*(book.write(tmp_path) for book in books))

    assert [problem.code for problem in refused.value.problems] == ["two_copies"]
    (sentence,) = refused.value.sentences("en")
    assert sentence.startswith("2.xlsx, S1!" if as_files else "1.xlsx, S2!")
    assert f"found what {'1.xlsx' if as_files else 'S1'} says too; " in sentence


@pytest.mark.parametrize(
    ("rows", "table", "expected"),
    [
        ([TOTALS, ["Alfa Ana", "VI A", 3]], "attendance", 1),
        ([AVERAGES, ["Alfa Ana", "VI A", 8]], "grades", 1),
        ([["Elev", "Clasa", "Purtare"], ["Alfa Ana", "VI A", 10]], "grades", 1),
    ],
)
def test_a_total_or_average_that_a_further_sheet_repeats_counts_once(
    rows: Rows, table: str, expected: int, tmp_path: Path
):
    result = imported(Book({"VI A": rows, "Centralizator": rows}).write(tmp_path))

    assert len(short_rows(result, table)) == expected
    assert any("another sheet says too: counted once" in note.en for note in result.records.notes)
    assert any("se numără o singură dată" in note.ro for note in result.records.notes)


def test_parts_of_a_register_in_files_of_their_own_are_no_copies(tmp_path: Path):
    parts = {
        "mate.xlsx": [MARKS, ["Alfa Ana", "VI A", "7/12.10.2025"]],
        "fizică.xlsx": [["Elev", "Clasa", "Fizică"], ["Alfa Ana", "VI A", "7/12.10.2025"]],
        "octombrie.xlsx": [ABSENCES, ["Alfa Ana", "VI A", "06.10.2025", 2]],
        "noiembrie.xlsx": [ABSENCES, ["Alfa Ana", "VI A", "06.11.2025", 2]],
        "elevi.xlsx": [["Elev", "Clasa"], ["Alfa Ana", "VI A"]],
    }
    result = imported(*(Book({"Foaie1": rows}, name=name).write(tmp_path) for name, rows in parts.items()))

    assert len(short_rows(result, "grades")) == 2
    assert len(short_rows(result, "attendance")) == 2


def test_two_marks_of_a_day_in_one_cell_are_two_marks(tmp_path: Path):
    result = imported(Book({"S1": [MARKS, ["Alfa Ana", "VI A", "7/12.10.2025; 7/12.10.2025"]]}).write(tmp_path))

    assert len(short_rows(result, "grades")) == 2
