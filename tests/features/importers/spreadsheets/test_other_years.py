"""What is of another school year in the sheets is told by its cell: none of it comes in, and none of it is lost."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from features.schema.problems import Problem, RecordsError
from tests.support.sheets.books import YEAR, Book, Rows, imported, short_rows

_TODAY = dt.date(2025, 12, 3)
_WHO = ("Nr. matricol", "Nume și prenume", "Clasa")
_ANA, _ION = ("1", "Nucă Ana", "VI A"), ("2", "Pară Ion", "VI A")
_ELEVI: Mapping[str, Rows] = {"Elevi": [_WHO, _ANA, _ION]}
_WRONG_DAYS = ("12.10.2052", "12.10.2015", "12.10.2024", dt.datetime(2024, 10, 12))


def problems_of(folder: Path, sheets: Mapping[str, Rows], *, year: str = YEAR, name: str = "a.xlsx") -> list[Problem]:
    with pytest.raises(RecordsError) as wrong:
        imported(Book(sheets, name=name).write(folder), year=year, today=_TODAY, ask=lambda _: YEAR)
    return list(wrong.value.problems)


@pytest.mark.parametrize("day", _WRONG_DAYS, ids=str)
@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        (("Data", "Ore"), ("{}", 2)), (("Data", "Materia", "Nota"), ("{}", "istorie", 7)),
        (("Data", "Abatere"), ("{}", "fumat")), (("Data motivării", "Data", "Ore"), ("{}", "12.10.2025", 2)),
    ],
    ids=["absences", "marks", "conduct", "excuses"],
)  # fmt: skip
def test_a_day_of_a_wrong_year_is_refused_with_its_cell(
    tmp_path: Path, columns: tuple[str, ...], cells: tuple[object, ...], day: str | dt.datetime
) -> None:
    row = [day if cell == "{}" else cell for cell in cells]
    (problem,) = problems_of(tmp_path, {**_ELEVI, "Foaie": [(*_WHO, *columns), (*_ANA, *row)]})
    assert (problem.code, problem.cells) == ("sheet_day_other_year", ("Foaie!D2",))
    assert problem.found.en == f"'{day if isinstance(day, str) else '12.10.2024'}'"
    assert problem.expected("ro").startswith("o zi între 1 septembrie 2025 și 31 august 2026")


@pytest.mark.parametrize(
    ("rows", "cell", "found"),
    [
        ([(*_WHO, "Absențe"), (*_ANA, "12.10.2024; 13.10.2025; 14.10.2025")], "Foaie!D2", "12.10.2024"),
        ([(*_WHO, "Matematică"), (*_ANA, "7/12.10.2015"), (*_ION, "8/12.10.2025")], "Foaie!D2", "7/12.10.2015"),
        ([(*_WHO, "12.10.2024", "13.10.2025", "14.10.2025"), (*_ANA, None, "a", "m")], "Foaie!D1", "12.10.2024"),
        ([(*_WHO, "Octombrie 2024", "Octombrie 2025"), (*_ANA, 2, 3), (*_ION, 4, 5)], "Foaie!D1", "Octombrie 2024"),
        ([(*_WHO, "Luna", "Ore"), (*_ANA, "octombrie 2024", 3), (*_ION, "octombrie", 4)], "Foaie!D2", "octombrie 2024"),
        ([(*_WHO, "Data", "Situația"), (*_ANA, "12.10.2024", "abandon")], "Foaie!D2", "12.10.2024"),
    ],
    ids=["absences", "marks", "a column of a day", "a column of a month", "a month of a row", "an outcome"],
)
def test_days_of_lists_grids_months_and_outcomes_are_told_where_they_stand(
    tmp_path: Path, rows: Rows, cell: str, found: str
) -> None:
    (problem,) = problems_of(tmp_path, {**_ELEVI, "Foaie": rows})
    assert (problem.code, problem.cells, problem.found.ro) == ("sheet_day_other_year", (cell,), f"„{found}”")


_HOURS = [(*_WHO, "Data", "Ore"), (*_ANA, "12.10", 2)]
_DAYS = [(*_WHO, *range(1, 32)), (*_ANA, "a", None, "m")]


@pytest.mark.parametrize(
    ("sheets", "cell"),
    [
        ({"Absențe 2024-2025": _HOURS, "Absențe 2025-2026": _HOURS}, "Absențe 2024-2025!A1"),
        ({"I": [["Anul școlar 2025-2026"], *_HOURS], "II": [[None, "Absențe 2024/2025"], *_HOURS]}, "II!B1"),
        ({"Elevi 2024-2025": [_WHO, ("1", "Nucă Ana", "V A")], "Elevi 2025-2026": [_WHO, _ANA]}, "Elevi 2024-2025!A1"),
        ({"2025-2026": _HOURS, "2024-2025": [(*_WHO, "Purtare"), (*_ANA, 9)]}, "2024-2025!A1"),
        ({"Absențe octombrie 2024": _DAYS, "Absențe octombrie 2025": _DAYS}, "Absențe octombrie 2024!A1"),
        ({"I": [["Absențe octombrie 2024"], (*_WHO, "Ore"), (*_ANA, 2)], "2025-2026": _HOURS}, "I!A1"),
        ({"I": [(*_WHO, "An școlar"), ("1", "Nucă Ana", "V A", "2024-2025"), (*_ANA, "2025-2026")]}, "I!D2"),
    ],
    ids=["named sheets", "titled sheets", "class lists", "conduct", "grids of a month", "a month's totals", "rows"],
)
@pytest.mark.parametrize("year", ["", YEAR], ids=["answered", "given"])
def test_a_sheet_of_another_year_is_refused_by_its_title(
    tmp_path: Path, sheets: Mapping[str, Rows], cell: str, year: str
) -> None:
    (problem,) = problems_of(tmp_path, sheets, year=year)
    assert (problem.code, problem.cells, problem.values) == ("sheet_other_year", (cell,), {"year": YEAR})


def test_the_name_of_a_file_counts_where_nothing_nearer_names_a_year(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {"Foaie": _HOURS}, name="absente 2024-2025.xlsx")
    assert problem.found.en == "'absente 2024-2025'"
    file = Book({"Absențe 2025-2026": _HOURS}, name="absente 2024-2025.xlsx").write(tmp_path)
    assert short_rows(imported(file, today=_TODAY), "attendance") == ["r1 2025-10-12 2"]


@pytest.mark.parametrize(("title", "year"), [("Absențe 2024-2025", ""), ("Absențe", "2024-2025")])
def test_a_former_year_comes_in_where_its_title_or_who_brings_it_says_so(tmp_path: Path, title: str, year: str) -> None:
    file = Book({title: [(*_WHO, "Data", "Ore"), ("1", "Nucă Ana", "V A", "12.10.2024", 2)]}).write(tmp_path)
    assert short_rows(imported(file, year=year, today=_TODAY), "attendance") == ["r1 2024-10-12 2"]


def test_days_of_birth_of_coming_and_of_the_family_may_be_of_any_year_and_so_may_the_day_of_a_list(
    tmp_path: Path,
) -> None:
    heading = (*_WHO, "Data nașterii", "Data înscrierii", "Părinți plecați", "Valabil din")
    rows = [heading, (*_ANA, "12.10.2013", "10.09.2019", "ambii", "01.03.2024")]
    result = imported(Book({"Elevi august 2025": rows}).write(tmp_path), today=_TODAY)
    assert short_rows(result, "enrolments") == ["r1 VI A 6 2013"]
    assert short_rows(result, "family") == ["r1 2024-03-01 both"]
