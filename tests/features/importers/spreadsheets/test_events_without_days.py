"""A table of single absences or incidents whose column of days is not there is refused by what it lacks."""

import datetime as dt
from pathlib import Path

import pytest

from features.schema.problems import Problem, RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_WHO = ("Nr. matricol", "Nume și prenume", "Clasa")
_ANA, _ION = ("1", "Nucă Ana", "VI A"), ("2", "Pară Ion", "VI A")
_ABSENT = ("Ore", "Materia", "Motivată")
_ROWS = [(*_ANA, 2, "istorie", "da"), (*_ANA, 1, "istorie", "nu"), (*_ION, 3, "istorie", "da")]


def problems_of(folder: Path, name: str, rows: Rows, *, today: dt.date = dt.date(2025, 12, 3)) -> list[Problem]:
    with pytest.raises(RecordsError) as wrong:
        imported(Book({"Elevi": [_WHO, _ANA, _ION], name: rows}).write(folder), today=today)
    return list(wrong.value.problems)


@pytest.mark.parametrize("today", [dt.date(2025, 12, 3), dt.date(2026, 7, 1)], ids=["running", "over"])
@pytest.mark.parametrize(
    ("name", "rows", "cell", "found"),
    [
        ("Absențe", [(*_WHO, *_ABSENT), *_ROWS], "Absențe!F1", "Motivată"),
        ("Absențe", [(*_WHO, *_ABSENT), _ROWS[0]], "Absențe!F1", "Motivată"),
        ("Absențe", [(*_WHO, None, *_ABSENT), (*_ANA, "12.10.2025", 2, "istorie", "da")], "Absențe!G1", "Motivată"),
        ("Absențe", [(*_WHO, "Materia", "Motivată"), (*_ANA, "istorie", "da")], "Absențe!E1", "Motivată"),
        ("Absențe", [(*_WHO, "Ore", "Data motivării"), (*_ANA, 2, "14.10.2025")], "Absențe!E1", "Data motivării"),
        ("Abateri", [(*_WHO, "Abatere"), (*_ANA, "fumat")], "Abateri!D1", "Abatere"),
        ("Abateri octombrie", [(*_WHO, "Abatere"), (*_ANA, "fumat")], "Abateri octombrie!D1", "Abatere"),
    ],
    ids=["twice", "once", "a nameless column", "no hours", "excused on", "conduct", "conduct of a month"],
)
def test_what_is_of_single_events_is_refused_without_their_days(
    tmp_path: Path, name: str, rows: Rows, cell: str, found: str, today: dt.date
) -> None:
    (problem,) = problems_of(tmp_path, name, rows, today=today)
    assert (problem.code, problem.cells, problem.found.ro) == ("sheet_no_days", (cell,), f"„{found}”")
    assert problem.expected("ro").startswith("și o coloană Data, cu ziua fiecărui rând")


def test_absences_of_a_sheet_of_a_month_are_of_that_month_and_keep_their_excuses(tmp_path: Path) -> None:
    book = Book({"Elevi": [_WHO, _ANA, _ION], "Absențe octombrie": [(*_WHO, *_ABSENT), *_ROWS]})
    assert short_rows(imported(book.write(tmp_path)), "attendance") == [
        "r1 2025-10-31 1 2025-10-01 no istorie",
        "r1 2025-10-31 2 2025-10-01 yes istorie",
        "r2 2025-10-31 3 2025-10-01 yes istorie",
    ]


def test_an_empty_column_says_nothing_of_single_events(tmp_path: Path) -> None:
    book = Book({"Elevi": [(*_WHO, "Abateri"), _ANA], "Absențe": [(*_WHO, "Ore", "Motivată"), (*_ANA, 2)]})
    assert short_rows(imported(book.write(tmp_path)), "attendance") == ["r1 2026-06-19 2 2025-09-08 unknown"]


def test_marks_in_rows_without_days_are_told_that_a_column_may_have_them(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "Note", [(*_WHO, "Materia", "Nota"), (*_ANA, "istorie", 7)])
    assert (problem.code, problem.cells) == ("sheet_mark_without_day", ("Note!E2",))
    assert "într-o coloană Data" in problem.expected("ro")


@pytest.mark.parametrize(
    ("columns", "cells", "place"),
    [
        (("Absențe", "Motivată"), ("12.10; 13.10", "da"), "Foaie!E1"),
        (("12.10", "13.10", "14.10", "Motivată"), ("a", None, "a", "da"), "Foaie!G1"),
        (("Matematică", "Abateri"), ("7/12.10", "fumat"), "Foaie!E1"),
        (("Purtare", "Abateri"), (9, "fumat"), "Foaie!E1"),
    ],
    ids=["a list", "a grid", "marks", "conduct"],
)
def test_what_is_of_single_events_is_refused_beside_what_a_row_says_of_a_pupil(
    tmp_path: Path, columns: tuple[str, ...], cells: tuple[object, ...], place: str
) -> None:
    (problem,) = problems_of(tmp_path, "Foaie", [(*_WHO, *columns), (*_ANA, *cells)])
    assert (problem.code, problem.cells) == ("sheet_event_beside", (place,))


@pytest.mark.parametrize("nothing", ["-", "nu", "0", "fără", None])
def test_cells_that_say_that_there_was_no_incident_say_nothing(tmp_path: Path, nothing: str | None) -> None:
    rows = [(*_WHO, "Matematică", "Abateri"), (*_ANA, "7/12.10", nothing), (*_ION, "8/12.10", nothing)]
    tables = imported(Book({"Foaie": rows}).write(tmp_path), today=dt.date(2025, 12, 3)).records.tables
    assert len(tables["grades"]) == 2


def test_a_number_below_excused_beside_a_total_is_no_yes_or_no_of_all_its_hours(tmp_path: Path) -> None:
    rows = [(*_WHO, "Total absențe", "Motivată"), (*_ANA, 5, 1), (*_ION, 4, 0)]
    assert short_rows(imported(Book({"Absențe octombrie": rows}).write(tmp_path)), "attendance") == [
        "r1 2025-10-31 5 2025-10-01 unknown",
        "r2 2025-10-31 4 2025-10-01 unknown",
    ]
