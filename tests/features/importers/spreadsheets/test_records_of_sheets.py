"""What sheets become: records like any, people apart from them, coverage that says what they are the whole of."""

import datetime as dt
from pathlib import Path

import pytest

from features.importers.changes.totals_that_disagree import disagreements_told
from features.importers.pseudonyms import register_number
from features.records.imported_records import Coverage
from features.records.records import load_records
from features.records.writer import write_records
from tests.support.sheets.books import TODAY, Book, imported, short_rows
from tests.support.sheets.broken import BASES


@pytest.mark.parametrize("base", BASES)
def test_what_was_imported_is_read_again_without_a_problem_or_a_note(base: str, tmp_path: Path):
    name, rows = BASES[base]
    result = imported(Book({name: rows}).write(tmp_path))
    write_records(tmp_path / "records", result.records.tables)
    records = load_records(tmp_path / "records", today=TODAY)
    assert {table: len(records[table]) for table in result.records.tables} == {
        table: len(frame) for table, frame in result.records.tables.items()
    }
    assert records.notes == ()


def test_names_numbers_and_contacts_are_in_people_only(tmp_path: Path):
    rows = [
        ["Nr. matricol", "Nume și prenume", "Clasa", "Telefon părinte", "Mama"],
        ["77/1", "Alfa Ştefan", "V A", "0700000001", "Alfa Maria"],
    ]
    result = imported(Book({"Elevi": rows}).write(tmp_path))
    assert result.records.people is not None
    assert result.records.people.to_numpy().tolist() == [
        ["r77/1", "S1", "Alfa Ștefan", "77/1", "0700000001; Alfa Maria"]
    ]
    written = " ".join(frame.to_csv() for frame in result.records.tables.values())
    assert "Alfa" not in written
    assert "0700000001" not in written


def test_a_sheet_of_a_month_covers_the_whole_month_of_its_class(tmp_path: Path):
    rows = [["Clasa a V-a A"], ["Elev", 1, 2, 3], ["Alfa Ana", None, "a", None]]
    result = imported(Book({"octombrie": rows}).write(tmp_path))
    assert result.records.coverage == (
        Coverage("S1", ("attendance",), dt.date(2025, 10, 1), dt.date(2025, 10, 31), ("V A",), None, of_listed=True,
                 of_totals=False),
    )  # fmt: skip


def test_the_running_month_is_covered_until_today(tmp_path: Path):
    rows = [["Elev", 1, 2, 3], ["Alfa Ana", None, "a", None]]
    result = imported(Book({"octombrie": rows}).write(tmp_path), today=dt.date(2025, 10, 9))
    (coverage,) = result.records.coverage
    assert (coverage.first_day, coverage.last_day) == (dt.date(2025, 10, 1), dt.date(2025, 10, 9))


def test_a_register_of_a_subject_covers_that_subject_from_september_until_the_export(tmp_path: Path):
    head = ["Elev", "Note", "Absențe"]
    book = Book(
        {"Mate": [head, ["Alfa Ana", "9/1.10", "2.10"]], "Fizică": [head, ["Alfa Ana", "8/20.11", None]]},
        name="7B.xlsx",
    )
    result = imported(book.write(tmp_path), today=dt.date(2025, 12, 3))
    found = {(each.tables[0], each.subjects): each for each in result.records.coverage}
    assert set(found) == {(table, (name,)) for table in ("grades", "attendance") for name in ("matematică", "fizică")}
    for coverage in found.values():
        assert (coverage.first_day, coverage.last_day) == (dt.date(2025, 9, 1), dt.date(2025, 12, 3))
        assert coverage.classes == ("VII B",)
        assert coverage.of_listed


CATALOGUE = [["Clasa a VI-a A"], ["Elev", "Absențe"], ["Alfa Ana", "15.09; 14.10; 12.11"], ["Beta Dan", "20.10"]]
YEAR = (dt.date(2025, 9, 1), dt.date(2025, 12, 3))


@pytest.mark.parametrize(
    ("rows", "sheet", "name", "days"),
    [
        (CATALOGUE, "6A", "catalog_v4.xlsx", YEAR),
        (CATALOGUE, "6A", "catalog_6A_nov_corectat.xlsx", YEAR),
        (CATALOGUE, "noiembrie", "catalog.xlsx", YEAR),
        ([*CATALOGUE[:2], ["Alfa Ana", "12.11"]], "6A", "catalog_6A_nov.xlsx", YEAR),
        ([*CATALOGUE[:2], ["Alfa Ana", None], ["Beta Dan", None]], "6A", "catalog.xlsx", YEAR),
        ([*CATALOGUE[:2], ["Alfa Ana", "12.11"]], "noiembrie", "x.xlsx", (dt.date(2025, 11, 1), dt.date(2025, 11, 30))),
        (
            [["VI A, luna octombrie 2025"], ["Elev", "Data absenței"], ["Alfa Ana", "14.10"]], "Foaie1", "x.xlsx",
            (dt.date(2025, 10, 1), dt.date(2025, 10, 31)),
        ),
        ([["VI A"], ["Elev", "Data absenței"], ["Alfa Ana", "14.10"], ["Alfa Ana", "3.11"]], "Foaie1", "nov.xlsx", YEAR),
        ([["VI A"], ["Elev", 1, 2, 3], ["Alfa Ana", "a", None, None]], "Foaie1", "absente_nov.xlsx",
         (dt.date(2025, 11, 1), dt.date(2025, 11, 30))),
    ],
)  # fmt: skip
def test_the_days_in_the_cells_say_what_is_covered_and_a_month_in_a_name_only_where_they_have_none(
    rows: list[list[object]], sheet: str, name: str, days: tuple[dt.date, dt.date], tmp_path: Path
):
    marks = Book({sheet: rows, "Date": [["VI A"], ["Elev", "Data absenței"], ["Gama Ion", "1.10"]]}, name=name)
    coverage = imported(marks.write(tmp_path), today=dt.date(2025, 12, 3)).records.coverage[0]
    assert coverage.tables == ("attendance",)
    assert (coverage.first_day, coverage.last_day) == days


def test_a_list_of_pupils_covers_who_is_enrolled(tmp_path: Path):
    rows = [["Elev", "Clasa"], ["Alfa Ana", "V A"], ["Beta Dan", "V B"]]
    (coverage,) = imported(Book({"Elevi": rows}).write(tmp_path)).records.coverage
    assert (coverage.tables, coverage.classes) == (("enrolments",), ("V A", "V B"))


@pytest.mark.parametrize(
    "rows",
    [
        [["Clasa a V-a A"], ["Nr. matricol", "Elev", "Absențe", "Mate"], [1, "Alfa Ana", None, None]],
        [["Elev", "Clasa", "Data absenței", "Ore"], ["Alfa Ana", "V A", None, None]],
        [["Clasa a V-a A"], ["Elev", "octombrie", "noiembrie"], ["Alfa Ana", None, None]],
        [["Clasa a V-a A, absențe noiembrie"], ["Elev", 1, 2, 3], ["Alfa Ana", None, None, None]],
        [["Clasa a V-a A"], ["Elev", "Istorie", "Fizică"], ["Alfa Ana", None, None]],
    ],
)
@pytest.mark.parametrize("name", ["x.xlsx", "x.ods", "x.csv"])
def test_an_empty_register_covers_nobody_but_those_in_it(rows: list[list[object]], name: str, tmp_path: Path):
    (coverage,) = imported(Book({"noiembrie": rows}, name=name).write(tmp_path)).records.coverage
    assert (coverage.tables, coverage.of_listed) == (("enrolments",), True)
    assert coverage.classes in (("V A",), None)


def test_several_files_are_one_import(tmp_path: Path):
    pupils = Book({"Elevi": [["Nr. matr.", "Elev", "Clasa"], [1, "Alfa Ana", "V A"]]}, name="elevi.xlsx")
    absences = Book({"Absențe": [["Elev", "Data"], ["ALFA ANA", "12.10"]]}, name="absente.xlsx")
    result = imported(pupils.write(tmp_path), absences.write(tmp_path))
    assert short_rows(result, "attendance") == ["r1 2025-10-12 1"]
    assert short_rows(result, "enrolments") == ["r1 V A 5"]


def test_the_same_name_in_two_classes_is_two_children_and_without_a_class_cannot_be_told(tmp_path: Path):
    sheets = {
        "V A": [["Elev", "Absențe"], ["Alfa Ana", "12.10"]],
        "V B": [["Elev", "Nr. matricol", "Absențe"], ["Alfa Ana", "9", "13.10"]],
    }
    result = imported(Book(sheets).write(tmp_path))
    assert short_rows(result, "attendance") == ["alfa-ana 2025-10-12 1", "r9 2025-10-13 1"]


def test_totals_of_a_year_count_where_they_say_more_than_what_else_is_there(tmp_path: Path):
    sheets = {
        "VII A": [["Elev", "Total absențe"], ["Alfa Ana", 12], ["Beta Dan", 5], ["Gama Ion", 1]],
        "octombrie": [["Elev", 1, 2, 3], ["Alfa Ana", "a", None, None]],
        "centralizator": [["Elev", "Noiembrie"], ["Beta Dan", 5]],
    }
    result = imported(Book(sheets).write(tmp_path))
    assert short_rows(result, "attendance") == [
        "alfa-ana 2025-10-01 1", "alfa-ana 2026-06-19 12 2025-09-08 unknown", "beta-dan 2025-11-30 5 2025-11-01 unknown",
        "gama-ion 2026-06-19 1 2025-09-08 unknown",
    ]  # fmt: skip
    assert [each.ro for each in disagreements_told(result.records, None)] == [
        "registru.xlsx, VII A!B2, 8 septembrie 2025 – 19 iunie 2026: totalul spune 12 ore, iar părțile adunate dau 1; "
        "se păstrează amândouă, iar 11 ore în plus se numără fără zi"
    ]
    assert "1 total pe lună sau an lăsat deoparte: părțile lui există" in [note.ro for note in result.records.notes]


def test_totals_of_a_year_alone_cover_the_year_so_that_the_next_ones_replace_them(tmp_path: Path):
    rows = [["Elev", "Total absențe"], ["Alfa Ana", 12]]
    (coverage,) = imported(Book({"VII A": rows}).write(tmp_path), today=dt.date(2026, 2, 1)).records.coverage
    assert (coverage.tables, coverage.classes) == (("attendance",), ("VII A",))
    assert (coverage.first_day, coverage.last_day) == (dt.date(2025, 9, 8), dt.date(2026, 2, 1))


@pytest.mark.parametrize(
    "pair", [("12/045", "12045"), ("12-45", "1245"), ("0/1", "01"), ("A.1", "A1"), ("I/012", "I012")]
)
def test_two_register_numbers_that_get_two_pseudonyms_are_two_children(pair: tuple[str, str], tmp_path: Path):
    assert register_number(pair[0]) != register_number(pair[1])
    sheets = {
        "V A": [["Nr. matricol", "Elev", "Absențe"], [pair[0], "Alfa Ana", "12.10"], [pair[1], "Beta Dan", "13.10"]]
    }
    people = imported(Book(sheets).write(tmp_path)).records.people
    assert people is not None
    assert people["name"].tolist() == ["Alfa Ana", "Beta Dan"]


@pytest.mark.parametrize("other", ["00123", "123.0", " 123 "])
def test_a_register_number_that_a_spreadsheet_wrote_otherwise_is_one_child(other: str, tmp_path: Path):
    sheets = {
        "V A": [["Nr. matricol", "Elev", "Absențe"], ["123", "Alfa Ana", "12.10"]],
        "octombrie": [["Nr. matricol", "Elev", "Absențe"], [other, "Alfa A. Ana", "13.10"]],
    }
    people = imported(Book(sheets).write(tmp_path)).records.people
    assert people is not None
    assert len(people) == 1
