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
        ([(*_WHO, "Data situației", "Situația"), (*_ANA, "12.10.2024", "abandon")], "Foaie!D2", "12.10.2024"),
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


@pytest.mark.parametrize(
    "title",
    [
        "Colegiul Național „1 Decembrie 1918”", "Str. 22 Decembrie 1989 nr. 4", "Aprobat în CP din 12 iunie 2025",
        "Conform OME nr. 4.183 din 4 iulie 2022", "Promoția 2024-2025", "Elevi născuți în 2012-2013",
        "Nr. 2024/25.09.2025",
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["Purtare", "Absențe"])
def test_days_of_streets_and_orders_and_years_of_birth_are_no_years_of_a_sheet(
    tmp_path: Path, title: str, column: str
) -> None:
    cells = {"Purtare": 9, "Absențe": "12.10.2025"}
    rows: Rows = [[title], ["Anul școlar 2025-2026"], [], (*_WHO, column), (*_ANA, cells[column])]
    for place, shown in enumerate((rows, [rows[0], *rows[2:]])):
        book = Book({"Foaie": shown}, name=f"{place}.xlsx")
        result = imported(book.write(tmp_path), year=YEAR, today=_TODAY)
        assert [row[-10:] for row in short_rows(result, "attendance")] == ["2025-10-12"] * (column == "Absențe") or (
            "2025-10-12" in short_rows(result, "attendance")[0]
        )
        assert len(result.records.tables.get("grades", ())) == (column == "Purtare")


@pytest.mark.parametrize(
    "title",
    [
        "Str. 14 Octombrie nr. 4",
        "Aleea 1 Octombrie, bl. 3",
        "Școala Gimnazială „14 Octombrie” Exemplu",
        "Liceul 14 Octombrie",
        "bd. 1 octombrie",
    ],
)
def test_a_street_or_school_named_after_a_day_gives_marks_without_a_day_no_month(tmp_path: Path, title: str) -> None:
    def conduct(*over: str) -> list[str]:
        rows: Rows = [*([each] for each in over), ["Anul școlar 2025-2026"], [], (*_WHO, "Purtare"), (*_ANA, 9)]
        file = Book({"Foaie": rows}, name=f"{len(over)}.xlsx").write(tmp_path)
        return short_rows(imported(file, year=YEAR, today=_TODAY), "grades")

    assert conduct(title) == conduct() != conduct("Purtare, luna octombrie", title)


def test_a_files_name_does_not_count_where_a_sheet_of_it_names_the_year(tmp_path: Path) -> None:
    sheets = {"Elevi": [["Anul școlar 2025-2026"], *_ELEVI["Elevi"]], "Absențe": _HOURS}
    file = Book(sheets, name="catalog 2024-2025.xlsx").write(tmp_path)
    assert short_rows(imported(file, today=_TODAY), "attendance") == ["r1 2025-10-12 2"]


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        (("Data", "Materia", "Nota"), ("01.09.2026", "istorie", 7)),
        (("Data", "Ore", "Data motivării"), ("15.06.2026", 2, "02.09.2026")),
        (("Data situației", "Situația"), ("10.07.2025", "abandon")),
    ],
    ids=["a mark", "an excuse", "how last year ended"],
)  # fmt: skip
def test_exams_and_excuses_after_the_last_day_and_ends_of_the_summer_before_belong_to_the_year(
    tmp_path: Path, columns: tuple[str, ...], cells: tuple[object, ...]
) -> None:
    file = Book({**_ELEVI, "Foaie": [(*_WHO, *columns), (*_ANA, *cells)]}).write(tmp_path)
    tables = imported(file, today=dt.date(2026, 9, 20)).records.tables
    assert sum(len(tables.get(name, ())) for name in ("grades", "attendance", "outcomes")) == 1


def test_a_day_beside_how_the_year_ended_is_its_day_and_no_absence(tmp_path: Path) -> None:
    rows = [(*_WHO, "Data", "Situația"), (*_ANA, "12.10.2025", "abandon")]
    tables = imported(Book({**_ELEVI, "Foaie": rows}).write(tmp_path), today=_TODAY).records.tables
    assert list(tables["outcomes"]["date"].astype(str)) == ["2025-10-12"]
    assert "attendance" not in tables or tables["attendance"].empty
