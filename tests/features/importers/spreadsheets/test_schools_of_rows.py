"""Rows of another school in a file are told by their cells; those of the school come in."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.importer import SheetImport, read_workbooks
from features.schema.problems import RecordsError
from tests.support.sheets.books import TODAY, YEAR, Book, PlainPseudonyms, short_rows

_CODE = "0461100123"


def _imported(folder: Path, heading: Sequence[str], schools: Sequence[Sequence[object]]) -> SheetImport:
    pupils = ("Alfa Ana", "Beta Dan", "Gama Ion")
    rows = [
        ["Nr.", "Elev", *heading],
        *([n, name, *cells] for n, (name, cells) in enumerate(zip(pupils, schools, strict=True), 1)),
    ]
    return read_workbooks(
        [Book({"Elevi": rows}).write(folder)], school_id=_CODE, pseudonyms=PlainPseudonyms(), today=TODAY,
        school_year=YEAR,
    )  # fmt: skip


@pytest.mark.parametrize(("heading", "schools"), [
    (["Școala", "Sex"], [["Școala 1", "F"], ["ȘCOALA 1", "M"], ["Scoala 1", "M"]]),
    (["Cod SIIIR", "Sex"], [[_CODE, "F"], [461100123, "M"], ["461100123", "M"]]),
    (["Cod unitate", "Unitatea de învățământ", "Sex"], [[_CODE, "Școala 1", "F"], [_CODE, "Structura 2", "M"], [_CODE, "x", "M"]]),
    (["Denumire unitate", "Sex"], [["Școala 1", "F"], [None, "M"], ["Școala 1", "M"]]),
    (["Codul școlii", "Sex"], [[_CODE, "F"], [461100123.0, "M"], [None, "M"]]),
])  # fmt: skip
def test_rows_of_one_school_come_in(heading: list[str], schools: list[list[object]], tmp_path: Path) -> None:
    assert len(short_rows(_imported(tmp_path, heading, schools), "enrolments")) == 3


@pytest.mark.parametrize(("heading", "schools", "code", "cells"), [
    (["Școala", "Sex"], [["Școala 1", "F"], ["Școala 2", "M"], ["Școala 1", "M"]], "sheet_several_schools", ("Elevi!C3",)),
    (["Cod SIIIR", "Sex"], [[_CODE, "F"], ["0461100124", "M"], ["0461100124", "M"]], "sheet_other_school",
     ("Elevi!C3", "Elevi!C4")),
    (["Cod SIIIR", "Sex"], [["0461100124", "F"]] * 3, "sheet_other_school", ("Elevi!C2", "Elevi!C3", "Elevi!C4")),
    (["Școala", "Cod SIIIR", "Sex"], [["A", _CODE, "F"], ["B", 461100125, "M"], ["A", _CODE, "M"]], "sheet_other_school",
     ("Elevi!D3",)),
    (["Cod PJ", "Sex"], [[_CODE, "F"], [_CODE, "M"], ["x", "M"]], "sheet_other_school", ("Elevi!C4",)),
])  # fmt: skip
def test_rows_of_another_school_are_told(
    heading: list[str], schools: list[list[object]], code: str, cells: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(RecordsError) as caught:
        _imported(tmp_path, heading, schools)
    (problem,) = caught.value.problems
    assert (problem.code, problem.cells, problem.values) == (code, cells, {"school": _CODE})
