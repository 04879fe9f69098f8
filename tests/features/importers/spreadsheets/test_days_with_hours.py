"""Are days with their hours, and whole dates below a month, read by one rule in every column of absences?"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.cells.months import Month
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.list_cells import NoList, absences_of
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

YEAR, OCTOBER = Year("2025-2026"), Month(2025, 10)
FORMATS = ["registru.xlsx", "registru.ods", "registru.csv"]
TITLE: Rows = [["Absențe, clasa a VII-a B, 2025-2026"], []]
WRITTEN = {  # hours with a day, as people write them: the hours, and whether they are excused
    "12.10 (3)": "3", "12.10 (3h)": "3", "12.10 3h": "3", "12.10 3 ore": "3", "12.10 - 3 ore": "3", "12.10: 3": "3",
    "12.10 x 3": "3", "3 x 12.10": "3", "3 (12.10)": "3", "3h (12.10)": "3", "3 ore 12.10": "3", "3 ore (12.10)": "3",
    "12.10 (3 ore) m": "3 yes", "12.10 (3 m)": "3 yes", "12.10 (3 ore nemot.)": "3 no", "12.10m (3)": "", "12.10/3h": "3",
    "12.10.2025 (3)": "3", "12.10.2025 - 3 ore": "3", "12.10 - 3 absențe": "3", "12 oct. (3)": "3",
    "3 (12.10) m": "3 yes", "(12.10) (3)": "3 yes", "m 12.10 (3)": "3 yes",
}  # fmt: skip
ONE_RULE = {written: said for written, said in WRITTEN.items() if said}
COLUMNS: dict[str, tuple[Sequence[object], str]] = {
    "the list of all absences": (["Elev", "Absențe"], ""),
    "hours in all": (["Elev", "Total ore absențe"], ""),
    "excused": (["Elev", "Motivate", "Nemotivate"], "yes"),
    "a month": (["Elev", "Octombrie"], ""),
    "a subject": (["Elev", "Istorie"], ""),
    "rows of events": (["Elev", "Data", "Disciplina"], ""),
}


def _rows(head: Sequence[object], cell: object) -> Rows:
    rest = [""] * (len(head) - 2)
    return [*TITLE, head, ["Alfa Ana", cell, *rest], ["Beta Ion", "14.10 (2)", *rest]]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("cell", ONE_RULE)
def test_hours_beside_a_day_are_read_alike_in_every_column(cell: str, column: str, tmp_path: Path):
    head, excused = COLUMNS[column]
    result = imported(Book({"Absențe": _rows(head, cell)}, name="registru.csv").write(tmp_path))
    found = [row for row in short_rows(result, "attendance") if row.startswith("alfa-ana")]
    expected = " ".join(
        filter(None, ["alfa-ana 2025-10-12", ONE_RULE[cell], *([excused] if " " not in ONE_RULE[cell] else [])])
    )
    assert [row.removesuffix(" istorie") for row in found] == [expected]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("cell", ["12.10 (3)", "12.10 - 3 ore", "3 (12.10)", "12.10 3h", "3 ore 12.10"])
def test_formats_do_not_matter(cell: str, name: str, tmp_path: Path):
    result = imported(Book({"Absențe": _rows(["Elev", "Octombrie"], cell)}, name=name).write(tmp_path))
    assert short_rows(result, "attendance") == ["alfa-ana 2025-10-12 3", "beta-ion 2025-10-14 2"]


def test_hours_of_absences_among_marks_count_too(tmp_path: Path):
    rows = [
        ["Catalog, clasa a VII-a B"],
        [],
        ["Elev", "Istorie"],
        ["Alfa Ana", "8/12.10, a/14.10 (2)"],
        ["Beta Ion", "9 (13.10)"],
    ]
    result = imported(Book({"Catalog": rows}).write(tmp_path))
    assert short_rows(result, "attendance") == ["alfa-ana 2025-10-14 2 istorie"]
    assert short_rows(result, "grades") == ["alfa-ana 2025-10-12 8 istorie", "beta-ion 2025-10-13 9 istorie"]


def test_a_mark_with_its_day_in_brackets_stays_a_mark(tmp_path: Path):
    rows = [["Note, clasa a VII-a B"], [], ["Elev", "Istorie"], ["Alfa Ana", "7 (12.10)"], ["Beta Ion", "11 (13.10)"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Foaie1": rows}).write(tmp_path))
    assert [each.cells for each in caught.value.problems] == [("Foaie1!B5",)]


WHOLE_DATES: dict[str, tuple[object, list[str]]] = {
    "one": ("14.10", ["2025-10-14 1"]),
    "a list": ("14.10; 17.10m", ["2025-10-14 1", "2025-10-17 1 yes"]),
    "with numbers of days": ("14.10, 17m, 20", ["2025-10-14 1", "2025-10-17 1 yes", "2025-10-20 1"]),
    "with years": ("14.10.2025 17.10.2025 n", ["2025-10-14 1", "2025-10-17 1 no"]),
    "a month in words": ("14 oct; 17 octombrie", ["2025-10-14 1", "2025-10-17 1"]),
    "with hours": ("14.10 (3); 17 (2)m", ["2025-10-14 3", "2025-10-17 2 yes"]),
    "a span": ("14.10-16.10m", ["2025-10-14 1 yes", "2025-10-15 1 yes", "2025-10-16 1 yes"]),
    "a span of numbers": ("14-16", ["2025-10-14 1", "2025-10-15 1", "2025-10-16 1"]),
    "a span to a number": ("14.10-15", ["2025-10-14 1", "2025-10-15 1"]),
    "a slash": ("14/10, 17/10", ["2025-10-14 1", "2025-10-17 1"]),
    "in brackets": ("(14.10), (17)", ["2025-10-14 1 yes", "2025-10-17 1 yes"]),
    "hours with their unit": ("14 3h 17 2h", ["2025-10-14 3", "2025-10-17 2"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", WHOLE_DATES)
def test_whole_dates_below_a_month_are_read(case: str, name: str, tmp_path: Path):
    cell, expected = WHOLE_DATES[case]
    rows = [*TITLE, ["Elev", "Septembrie", "Octombrie"], ["Alfa Ana", "3, 5m", cell], ["Beta Ion", "", "8, 9n"]]
    found = short_rows(imported(Book({"Absențe": rows}, name=name).write(tmp_path)), "attendance")
    assert [row.split(" ", 1)[1] for row in found if row.startswith("alfa-ana 2025-10")] == expected
    assert len(found) == 4 + len(expected)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "cell", ["14.09", "14.09; 17.10m", "14.9.2025", "3 (14.09)", "14 septembrie", "14.09-16.09", "14.10.2024"]
)
def test_a_date_of_another_month_is_refused_with_its_cell_as_it_stands(cell: str, name: str, tmp_path: Path):
    rows = [*TITLE, ["Elev", "Septembrie", "Octombrie"], ["Alfa Ana", "3, 5m", cell], ["Beta Ion", "", "8, 9n"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}, name=name).write(tmp_path))
    (problem,) = caught.value.problems
    assert problem.code == "sheet_other_month"
    assert problem.cells[0].endswith("C4")
    assert str(problem.found).strip("'\"„”") in cell or problem.said_found("ro").strip("„”") in cell
    assert "luna scrisă deasupra coloanei" in problem.sentence("ro")


@pytest.mark.parametrize(("number", "month", "day"), [
    (14.09, 9, "2025-09-14"), (12.1, 10, "2025-10-12"), (12.1, 1, "2026-01-12"), (12.2, 2, "2026-02-12"), (5, 10, "2025-10-05"),
    (30.11, 11, "2025-11-30"), (3.12, 12, "2025-12-03"),
])  # fmt: skip
def test_what_a_spreadsheet_made_a_number_is_a_day_of_its_month(number: float, month: int, day: str):
    (absence,) = absences_of(number, YEAR, Month(2026 if month < 9 else 2025, month))
    assert (absence.day.isoformat(), absence.guessed_year) == (day, False)


@pytest.mark.parametrize(("number", "code"), [
    (14.09, "sheet_other_month"), (12.1, "sheet_day_or_ten"), (45942, "sheet_other_month"), (40, "sheet_day"),
    (0.5, "sheet_day_order"),
])  # fmt: skip
def test_a_number_of_another_month_is_no_day(number: float, code: str):
    with pytest.raises(NoList) as caught:
        absences_of(number, YEAR, Month(2025, 11))
    assert (caught.value.code, caught.value.part) == (code, str(number))


def test_numbers_with_a_month_behind_the_point_are_days_not_hours(tmp_path: Path):
    rows = [*TITLE, ["Elev", "Septembrie", "Octombrie"], ["Alfa Ana", 14.09, 6.10], ["Beta Ion", 17.09, 31.10]]
    found = short_rows(imported(Book({"Absențe": rows}).write(tmp_path)), "attendance")
    assert found == ["alfa-ana 2025-09-14 1", "alfa-ana 2025-10-06 1", "beta-ion 2025-09-17 1", "beta-ion 2025-10-31 1"]


@pytest.mark.parametrize(("cells", "code", "wrong"), [
    (("12 (5)", "8 (2)"), "sheet_hours_or_days", ["B4", "B5"]), (("12 (5 m)", "8 (2 m)"), "sheet_absences", ["B4", "B5"]),
    (("12 din care 5", "8"), "sheet_absences", ["B4"]), (("14x2", "3, 5"), "sheet_absences", ["B4"]),
    (("12 (10)", "3m"), "sheet_absences", ["B4"]),
])  # fmt: skip
def test_what_may_be_a_total_with_a_part_is_no_day(cells: tuple[str, str], code: str, wrong: list[str], tmp_path: Path):
    rows = [
        *TITLE,
        ["Elev", "Octombrie"],
        *([name, cell] for name, cell in zip(("Alfa Ana", "Beta Ion"), cells, strict=True)),
    ]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    assert {each.code for each in caught.value.problems} == {code}
    assert [cell.partition("!")[2] for each in caught.value.problems for cell in each.cells] == wrong


SPANS: dict[str, list[str]] = {  # a number behind a day: the end of a span where it is no hours, in every column
    "14.10-15": ["2025-10-14 1", "2025-10-15 1"], "14.10 - 16 m": [f"2025-10-{day} 1 yes" for day in (14, 15, 16)],
    "7.10-10": [f"2025-10-{day:02} 1" for day in (7, 8, 9, 10)], "14.10-3": ["2025-10-14 3"], "14.10 - 8": ["2025-10-14 8"],
    "14.10-15, 20.10": ["2025-10-14 1", "2025-10-15 1", "2025-10-20 1"],
    "14.10 (2), 15.10 (3)": ["2025-10-14 2", "2025-10-15 3"], "14.10 (2) (m)": ["2025-10-14 2 yes"],
    "14.10 (2); (15.10)": ["2025-10-14 2", "2025-10-15 1 yes"],
}  # fmt: skip


@pytest.mark.parametrize("head", ["Absențe", "Octombrie"])
@pytest.mark.parametrize("cell", SPANS)
def test_spans_and_hours_are_told_apart_alike_in_every_column(cell: str, head: str, tmp_path: Path):
    rows = [*TITLE, ["Elev", head], ["Alfa Ana", cell], ["Beta Ion", "3.10, 6.10"]]
    found = short_rows(imported(Book({"Absențe": rows}).write(tmp_path)), "attendance")
    assert [row.removeprefix("alfa-ana ") for row in found if row.startswith("alfa")] == SPANS[cell]


@pytest.mark.parametrize("head", ["Absențe", "Octombrie"])
@pytest.mark.parametrize(("cell", "quoted"), [
    ("2.10-3", "2.10-3"), ("1.10 - 8 m", "1.10 - 8 m"), ("12.10 (0)", "12.10 (0)"), ("12.10 (9)", "12.10 (9)"),
    ("12.10-15h", "12.10-15h"), ("12.10 (15)", "12.10 (15)"), ("15 (12.10)", "15 (12.10)"), ("0 x 12.10", None),
    ("12.10 (3m, 2n)", "12.10 (3m, 2n)"), ("12.10 (3,5)", "12.10 (3,5)"), ("12.10 (3m; 2n)", "12.10 (3m; 2n)"),
    ("6.10, 12.10 (3, 5), 13.10", "12.10 (3, 5)"), ("12.10 3m", None),
])  # fmt: skip
def test_what_may_be_hours_or_days_is_refused_in_every_column(cell: str, quoted: str | None, head: str, tmp_path: Path):
    rows = [*TITLE, ["Elev", head], ["Alfa Ana", cell], ["Beta Ion", "3.10, 6.10"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    (problem,) = caught.value.problems
    assert (problem.code, problem.cells) == ("sheet_absences", ("Absențe!B4",))
    said = problem.said_found("ro").strip("„”")
    assert said == quoted if quoted else said in cell


def test_a_day_that_became_a_number_among_hours_is_not_hours(tmp_path: Path):
    rows = [*TITLE, ["Elev", "Octombrie"], ["Alfa Ana", 32.1], ["Beta Ion", 5], ["Gama Ion", 7.5]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    assert [(each.code, each.cells) for each in caught.value.problems] == [("sheet_hours_or_days", ("Absențe!B4",))]


@pytest.mark.parametrize("cell", ["12 X", "12.13.14", 46307, "zece"])
def test_what_is_neither_hours_nor_days_below_a_month_is_told_both_ways_to_write(cell: object, tmp_path: Path):
    rows = [*TITLE, ["Elev", "Octombrie"], ["Alfa Ana", cell], ["Beta Ion", 5], ["Gama Ion", 7]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    (problem,) = caught.value.problems
    assert "the hours of the month, such as 12, or its days, such as 3, 5m, 12.10" in problem.sentence("en")
    assert "orele lunii, de pildă 12, sau zilele ei" in problem.sentence("ro")


OTHER_MONTH = {
    ("Septembrie", "12.10, 40.10"): "12.10", ("Septembrie", "12.10; mâine"): "12.10",
    ("Septembrie", "12.10 ; 13/"): "12.10", ("Octombrie", "14.09; 31.09m"): "14.09",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "quoted"), [
    ("12.10, 40.10", "40.10"), ("12.10; mâine", "mâine"), ("15.10-32.10 m", "15.10-32.10 m"), ("12.10 ; 13/", "13/"),
    ("149.09", "149.09"), ("14.09; 31.09m", "31.09m"),
])  # fmt: skip
@pytest.mark.parametrize("head", ["Absențe", "Septembrie", "Octombrie"])
def test_a_wrong_cell_is_quoted_as_it_stands(cell: str, quoted: str, head: str, tmp_path: Path):
    rows = [*TITLE, ["Elev", head], ["Alfa Ana", cell], ["Beta Ion", "3.10, 4.10" if head != "Septembrie" else "3, 4m"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    other = OTHER_MONTH.get((head, cell), quoted)  # below another month its first day is what is wrong
    assert [problem.said_found("ro").strip("„”") for problem in caught.value.problems] == [other]
