"""A child whom a list of absences names and the class list of the same sheets has not is no new pupil."""

from pathlib import Path

import pytest

from features.importers.known_children import KnownChild
from features.importers.spreadsheets.importer import SheetImport, read_workbooks
from features.schema.problems import RecordsError
from tests.support.sheets.books import TODAY, YEAR, Book, PlainPseudonyms, imported, short_rows

_LIST = [["Nr. matricol", "Nume și prenume", "Clasa"], ["1", "Alfa Ana", "VI A"], ["2", "Beta Ion", "VI A"],
         ["3", "Gama Dan", "VI B"], [None, "Delta Ema", "VI B"]]  # fmt: skip
_HEAD = ["Nr. matricol", "Nume și prenume", "Clasa", "Data", "Ore"]


def book(absent: list[list[object]], listed: list[list[object]] = _LIST, **named: str) -> Book:
    return Book({"Absențe": [_HEAD, *absent], "Elevi": listed}, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "name", "label", "found"),
    [
        ("9", "Nimeni Nimeni", "VI A", "9, Nimeni Nimeni"), ("9", "Alfa Ana", "VI A", "9, Alfa Ana"),
        (None, "Delta Emma", "VI B", "Delta Emma"), ("9", None, "VI B", "9"), ("9", "Alfa Ana", None, "9, Alfa Ana"),
    ],
)  # fmt: skip
def test_whom_the_class_list_has_not_is_refused_with_the_cell(
    tmp_path: Path, number: str | None, name: str | None, label: str | None, found: str
) -> None:
    rows = [["1", "Alfa Ana", label and "VI A", "01.10.2025", 1], [number, name, label, "02.10.2025", 2]]
    with pytest.raises(RecordsError) as wrong:
        imported(book(rows).write(tmp_path))
    (problem,) = wrong.value.problems
    assert (problem.code, problem.rows) == ("sheet_unknown_pupil", (3,))
    assert found in problem.sentence("en")


def test_a_class_without_a_list_and_one_whose_list_lacks_most_tell_nothing(tmp_path: Path) -> None:
    other_class = [["9", "Nimeni Nimeni", "VII C", "01.10.2025", 1]]
    assert "r9 VII C 7" in short_rows(imported(book(other_class).write(tmp_path)), "enrolments")
    some_only = [["5", "Eta Ada", "VI B", "01.10.2025", 1], ["6", "Teta Ilie", "VI B", "01.10.2025", 1]]
    assert len(short_rows(imported(book(some_only).write(tmp_path)), "enrolments")) == 6
    families = [[*_LIST[0], "Părinți plecați la muncă în străinătate"], *([*row, "ambii"] for row in _LIST[1:])]
    unlisted = [["9", "Nimeni Nimeni", "VI A", "01.10.2025", 1]]
    assert len(short_rows(imported(book(unlisted, families).write(tmp_path)), "enrolments")) == 5


def known_already(folder: Path, absent: list[list[object]]) -> SheetImport:
    known = [KnownChild("r1", "Alfa Ana", "1", None, {YEAR: "VI A"}), KnownChild("r3", "Gama Dan", "3")]
    file = Book({"Absențe": [_HEAD, *absent]}).write(folder)
    return read_workbooks(
        [file], school_id="S1", pseudonyms=PlainPseudonyms(), today=TODAY, school_year=YEAR, known_children=known
    )


def test_a_list_of_events_does_not_move_a_known_child_to_another_class(tmp_path: Path) -> None:
    rows = [["1", "Alfa Ana", "VII A", "01.10.2025", 1], ["3", "Gama Dan", "VI B", "01.10.2025", 1]]
    result = known_already(tmp_path, rows)
    assert short_rows(result, "enrolments") == ["r1 VI A", "r3 VI B 6"]
    (told,) = [note for note in result.records.notes if "VII A" in note.en]
    assert told.ro.startswith("registru.xlsx, Absențe: C2: clasa VII A, dar același copil este în VI A, care contează")
