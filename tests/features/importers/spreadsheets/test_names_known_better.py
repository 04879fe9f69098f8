"""A sheet that writes a known name shorter, or without its letters' marks, does not make the known name worse."""

from pathlib import Path

import pytest

from features.importers.known_children import KnownChild
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.list_cells import NoList, marks_of
from features.importers.spreadsheets.importer import read_workbooks
from tests.support.sheets.books import TODAY, YEAR, Book, PlainPseudonyms

_KNOWN = [
    KnownChild("r1", "Rostaș Florin", "1", None, {YEAR: "VII B"}),
    KnownChild("r2", "Stan V. Cristian", "2", None, {YEAR: "VII B"}),
    KnownChild("r3", "Şerban Ana", "3", None, {YEAR: "VII B"}),
    KnownChild("r4", "Balan George", "4", None, {YEAR: "VII B"}),
]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize(
    ("number", "written", "kept"),
    [
        ("1", "Rostas Florin", "Rostaș Florin"),
        ("1", "ROSTAS FLORIN", "Rostaș Florin"),
        ("2", "Stan Cristian", "Stan V. Cristian"),
        ("4", "Bălan George", "Bălan George"),
        ("4", "Balan George-Ion", "Balan George-Ion"),
        ("4", "Pop Dan", "Pop Dan"),
    ],
)
def test_the_fuller_name_stays(tmp_path: Path, ending: str, number: str, written: str, kept: str) -> None:
    rows = [["Nr. matricol", "Nume și prenume", "Clasa"], [number, written, "VII B"]]
    file = Book({"Elevi": rows}, name=f"lista.{ending}").write(tmp_path)
    result = read_workbooks(
        [file], school_id="S1", pseudonyms=PlainPseudonyms(), today=TODAY, school_year=YEAR, known_children=_KNOWN
    )
    assert result.records.people is not None
    assert result.records.people["name"].tolist() == [kept]


def test_two_of_one_name_are_told_apart_by_class_and_number(tmp_path: Path) -> None:
    known = [KnownChild("r206", "Filip Teodora", "206", None, {YEAR: "VI A"})]
    rows = [["Nume și prenume", "Clasa"], ["Filip Teodora", "VI B"]]
    result = read_workbooks(
        [Book({"Elevi": rows}).write(tmp_path)], school_id="S1", pseudonyms=PlainPseudonyms(), today=TODAY,
        school_year=YEAR, known_children=known,
    )  # fmt: skip
    (pair,) = result.doubtful_pairs()
    assert pair.words().en == (
        "Class VI B: Filip Teodora (VI A, register number 206) and Filip Teodora may be one child (the same name is "
        "known already, perhaps of another child)."
    )
    assert pair.words().ro.startswith("Clasa VI B: Filip Teodora (VI A, număr matricol 206) și Filip Teodora pot fi")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("da, cert. 112/2025", True), ("Da (C.O. 12/2024)", True), ("da; cert. 7", True), ("DA - deficiență", True),
        ("nu, fără cert.", False), ("Nu - evaluat", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_a_yes_with_its_certificate_is_a_yes(tmp_path: Path, cell: str, said: bool, ending: str) -> None:
    rows = [["Nume și prenume", "Clasa", "CES"], ["Alfa Ana", "V A", cell]]
    file = Book({"Elevi": rows}, name=f"lista.{ending}").write(tmp_path)
    result = read_workbooks([file], school_id="S1", pseudonyms=PlainPseudonyms(), today=TODAY, school_year=YEAR)
    assert result.records.tables["enrolments"]["special_needs"].astype(float).tolist() == [float(said)]


@pytest.mark.parametrize("cell", ["12/05.10", "11/13.10", "05.10/12", "0/7.10", "05.10: 11"])
def test_of_a_mark_that_is_none_the_mark_is_told_and_not_its_day(cell: str) -> None:
    with pytest.raises(NoList) as wrong:
        marks_of(cell, Year(YEAR))
    assert wrong.value.code == "sheet_marks"
